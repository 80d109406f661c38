# ruff: noqa: T201 - a command prints

"""A long comparison with the naive evaluator, in parts that are recorded as they end: it can be stopped and goes on.

    python tests/differential/run_long.py --pairs 5000000 --processes 2 --record /somewhere/pairs.jsonl

Each part is one seed, from 1000 upwards, and one line of the record: the commit, the figures, and the smallest case of
each disagreement. A part that is stopped leaves nothing. Exit status: 1 on a disagreement in any part on record.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # run as a script
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from differential.run import Tally, work

FIRST_SEED = 1000
PART = 50_000
"""Pairs of one part."""


def part(seed: int, processes: int) -> Tally:
    """One seed, on all processes."""
    tally, each = Tally(), -(-PART // processes)
    with multiprocessing.Pool(processes) as pool:
        jobs = [(seed, number, processes, each, float("inf")) for number in range(processes)]
        for found in pool.starmap(work, jobs):
            tally.add(found)
    return tally


def recorded(path: Path) -> list[dict[str, Any]]:
    """The parts on record; a line that was cut off is none."""
    return list(_lines(path)) if path.exists() else []


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            print(f"a line of {path} is no whole part, and is left out", file=sys.stderr)


def commit() -> str:
    """What is compared: the commit, marked where files differ from it."""
    here = Path(__file__).parent
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude=*"], cwd=here, capture_output=True, text=True, check=True
    )
    return said.stdout.strip()


def plain(tally: Tally) -> dict[str, Any]:
    """The figures of a tally as JSON has them."""
    return {name: dict(value) if isinstance(value, Counter) else value for name, value in vars(tally).items()}


def tally_of(figures: dict[str, Any]) -> Tally:
    """The tally of recorded figures."""
    return Tally(**{name: Counter(value) if isinstance(value, dict) else value for name, value in figures.items()})


def whole(parts: list[dict[str, Any]]) -> Tally:
    """All parts together."""
    tally = Tally()
    for each in parts:
        tally.add(tally_of(each["tally"]))
    return tally


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=5_000_000)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--record", type=Path, required=True)
    asked = options.parse_args()
    parts = recorded(asked.record)
    while whole(parts).pairs < asked.pairs:
        seed, started, of = (
            max((each["seed"] for each in parts), default=FIRST_SEED - 1) + 1,
            time.monotonic(),
            commit(),
        )
        tally = part(seed, asked.processes)
        parts.append({"seed": seed, "commit": of, "seconds": round(time.monotonic() - started), "tally": plain(tally)})
        with asked.record.open("a", encoding="utf-8") as record:
            record.write(json.dumps(parts[-1]) + "\n")
        print(f"seed {seed}: {tally.pairs} pairs, {len(tally.failures)} disagreements", flush=True)
    tally = whole(parts)
    print(tally)
    for commits in dict.fromkeys(each["commit"] for each in parts):
        of = [each for each in parts if each["commit"] == commits]
        pairs = sum(each["tally"]["pairs"] for each in of)
        print(
            f"{commits}: {pairs} pairs in {sum(each['seconds'] for each in of)} seconds on {asked.processes} processes"
        )
    for failure in tally.failures:
        print("---", failure, sep="\n")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
