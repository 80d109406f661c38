# ruff: noqa: T201 - a command prints
"""Compare the fast back ends with the reference evaluator for some minutes, and count what was seen.

    python tests/differential/run_backends.py --minutes 2 --at-least 5000
    python tests/differential/run_backends.py --pairs 200000 --processes 2 --seed 1

Exit status: 1 on a disagreement, or where fewer pairs were looked at than asked for.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import count
from pathlib import Path

if __name__ == "__main__":  # run as a script
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from differential.backends import Tally, compare_all, compare_tables

STOP_AFTER = 5


BATCH = 8
"""Licences looked at before a process reports."""


def work(job: tuple[int, int, int]) -> Tally:
    """Compare on a batch of licences."""
    seed, start, tables = job
    tally = Tally()
    for number in range(start * BATCH, (start + 1) * BATCH):
        compare_all(f"{seed}/{number}", tally)
        if number % tables == 0:
            compare_tables(f"{seed}/{number}", tally)
    return tally


def results(processes: int, seed: int, tables: int) -> Iterator[Tally]:
    """What batch after batch finds, in order, until the caller has seen enough."""
    spawn = multiprocessing.get_context("spawn")  # the threads of Polars do not outlive a fork
    with ProcessPoolExecutor(processes, mp_context=spawn, max_tasks_per_child=50) as pool:
        waiting: deque[Future[Tally]] = deque()
        try:
            for start in count():
                waiting.append(pool.submit(work, (seed, start, tables)))
                if len(waiting) > 2 * processes:
                    yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=0)
    options.add_argument("--pairs", type=int, default=0)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--tables", type=int, default=4, help="each so many licences one is asked about tables too")
    options.add_argument("--at-least", type=int, default=0, help="fail where fewer pairs were looked at")
    asked = options.parse_args()
    end = time.monotonic() + (asked.minutes * 60 if asked.minutes else float("inf"))
    started, tally = time.monotonic(), Tally()
    print(f"seed {asked.seed}, {asked.processes} processes", flush=True)
    found = results(asked.processes, asked.seed, asked.tables)
    for number, part in enumerate(found):
        tally.add(part)
        if number % 25 == 0:
            print(f"{tally.pairs} pairs, {len(tally.failures)} disagreements", file=sys.stderr, flush=True)
        done = asked.pairs and tally.pairs >= asked.pairs
        if done or time.monotonic() > end or len(tally.failures) >= STOP_AFTER:
            break
    found.close()
    print(f"{time.monotonic() - started:.0f} seconds")
    print(tally)
    for failure in (*tally.failures, *tally.reference_failed):
        print("---", failure, sep="\n")
    return 1 if tally.failures or tally.pairs < asked.at_least else 0


if __name__ == "__main__":
    sys.exit(main())
