"""How long mutation testing of a licence takes: `python benchmarks/mutate.py llama-4 [ID …]`.

Aim: below a second of the processor for a licence as large as Llama 4, and below two for MiniMax H3, all mutants
against all cases. Wall time depends on what else the machine does, so the time of the processor is printed beside it;
starting is not in either, reading the licence and its cases is.
"""

from __future__ import annotations

import json
import sys

from asking import asked

AIMS = {"llama-4": 1.0, "minimax-h3": 2.0}
"""Seconds of the processor; for others there is no aim."""


def main(names: list[str]) -> int:
    """Print a line for each licence; 1 if one takes more of the processor than its aim."""
    slow = False
    print(f"{'licence':<22}{'cases':>6}{'edits':>7}{'noticed':>9}{'survived':>10}{'same':>6}{'cpu s':>8}{'wall s':>8}")
    for name in names:
        took = asked("mutate", name, "--format", "json")
        report = json.loads(took.out)
        figures = report["figures"]
        slow = slow or took.processor > AIMS.get(name, float("inf"))
        print(
            f"{name:<22}{report['cases']:>6}{sum(figures.values()):>7}{figures['killed']:>9}{figures['survived']:>10}"
            f"{figures['equivalent']:>6}{took.processor:>8.1f}{took.wall:>8.1f}"
        )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(AIMS)))
