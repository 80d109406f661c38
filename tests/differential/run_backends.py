# ruff: noqa: T201 - a command prints
"""Compare the fast back ends with the reference evaluator for some minutes, and count what was seen.

    python tests/differential/run_backends.py --minutes 2
    python tests/differential/run_backends.py --pairs 200000 --processes 2 --seed 1

Exit status: 1 on a disagreement.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from pathlib import Path

if __name__ == "__main__":  # run as a script
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from differential.backends import Tally, compare_all

STOP_AFTER = 5


def work(seed: int, start: int, step: int, pairs: int, seconds: float) -> Tally:
    """Compare until so many pairs or seconds have passed."""
    tally, number, end = Tally(), start, time.monotonic() + seconds
    while tally.pairs < pairs and time.monotonic() < end and len(tally.failures) < STOP_AFTER:
        compare_all(f"{seed}/{number}", tally)
        number += step
    return tally


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=0)
    options.add_argument("--pairs", type=int, default=0)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    each = (asked.pairs + asked.processes - 1) // asked.processes if asked.pairs else 10**12
    seconds = asked.minutes * 60 if asked.minutes else float("inf")
    started, tally = time.monotonic(), Tally()
    with multiprocessing.Pool(asked.processes) as pool:
        jobs = [(asked.seed, number, asked.processes, each, seconds) for number in range(asked.processes)]
        for part in pool.starmap(work, jobs):
            tally.add(part)
    print(f"seed {asked.seed}, {asked.processes} processes, {time.monotonic() - started:.0f} seconds")
    print(tally)
    for failure in (*tally.failures, *tally.reference_failed):
        print("---", failure, sep="\n")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
