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
from itertools import count
from pathlib import Path

if __name__ == "__main__":  # run as a script
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from differential.backends import Tally, compare_all, compare_tables

STOP_AFTER = 5


BATCH = 8
"""Licences looked at before a process reports."""
TABLES = 4
"""Each fourth licence is asked about tables too."""


def work(job: tuple[int, int]) -> Tally:
    """Compare on a batch of licences."""
    seed, start = job
    tally = Tally()
    for number in range(start * BATCH, (start + 1) * BATCH):
        compare_all(f"{seed}/{number}", tally)
        if number % TABLES == 0:
            compare_tables(f"{seed}/{number}", tally)
    return tally


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=0)
    options.add_argument("--pairs", type=int, default=0)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    end = time.monotonic() + (asked.minutes * 60 if asked.minutes else float("inf"))
    started, tally = time.monotonic(), Tally()
    print(f"seed {asked.seed}, {asked.processes} processes", flush=True)
    with multiprocessing.Pool(asked.processes, maxtasksperchild=20) as pool:
        for number, part in enumerate(pool.imap(work, ((asked.seed, start) for start in count()))):
            tally.add(part)
            if number % 25 == 0:
                print(
                    f"{tally.pairs + tally.rows} pairs, {len(tally.failures)} disagreements",
                    file=sys.stderr,
                    flush=True,
                )
            done = asked.pairs and tally.pairs + tally.rows >= asked.pairs
            if done or time.monotonic() > end or len(tally.failures) >= STOP_AFTER:
                pool.terminate()
                break
    print(f"{time.monotonic() - started:.0f} seconds")
    print(tally)
    for failure in (*tally.failures, *tally.reference_failed):
        print("---", failure, sep="\n")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
