"""How long mutation testing of a licence takes: `python benchmarks/mutate.py llama-4 [ID …]`.

Aim: below 10 seconds for a licence as large as Llama 4, all its mutants against all its cases. Wall time depends on
what else the machine does, so the time of the processor is printed beside it; loading the licence is not in either.
"""

from __future__ import annotations

import sys
import time

from licensekit.testing.mutation import Fate, mutation
from licensekit.testing.subject import subject

AIM = 10.0


def main(names: list[str]) -> int:
    """Print a line for each licence; 1 if one takes more of the processor than the aim."""
    slow = False
    print(f"{'licence':<22}{'cases':>6}{'edits':>7}{'noticed':>9}{'survived':>10}{'same':>6}{'cpu s':>8}{'wall s':>8}")
    for name in names:
        found = subject(name)
        wall, cpu = time.perf_counter(), time.process_time()
        report = mutation(found)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        slow = slow or cpu > AIM
        fates = [len(report.of(fate)) for fate in (Fate.KILLED, Fate.SURVIVED, Fate.EQUIVALENT)]
        print(
            f"{name:<22}{report.cases:>6}{len(report.outcomes):>7}{fates[0]:>9}{fates[1]:>10}{fates[2]:>6}"
            f"{cpu:>8.1f}{wall:>8.1f}"
        )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["llama-4"]))
