"""Licences whose shape is hard, each question in a process of its own: `python benchmarks/shapes.py [NAME …]`.

    python benchmarks/shapes.py --seconds 10 --megabytes 1000
    python benchmarks/shapes.py parity entangled --ask lint coverage

For each shape of tests/differential/shapes.py and each of its sizes: what is possible where nothing is known but the
act (`verdict`), the same with the facts to ask for (`questions`), `lint`, and `coverage` of a single case. Prints
processor seconds, with the licence already checked in the first two, the most memory that was resident, and what came
of it. Exit status 1 where something was too slow, too large, or failed.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from asking import asked as command

from differential.shapes import ACT, SHAPES, Shape, terms_of, text_of
from licensekit import LicensekitError, Use

QUESTIONS = ("verdict", "questions", "lint", "coverage")


class Took(NamedTuple):
    """What one process says."""

    said: str
    seconds: float | None = None
    megabytes: float | None = None
    failed: bool = False


def asked(shape: Shape, size: int, question: str) -> tuple[str, float]:
    """The answer to one question about one licence, and the processor time that it took."""
    if question in {"verdict", "questions"}:
        terms = terms_of(shape, size)
        start = time.process_time()
        decision = terms.evaluate(Use.of([ACT]), assume="none", readings=shape.readings)
        said = ", ".join(each.value for each in decision.possible)
        method = getattr(decision, "method", "exact")
        said += "" if method == "exact" else f" ({method})"
        if question == "questions":
            said = f"{len(decision.questions)} questions"
        return said, time.process_time() - start
    with tempfile.NamedTemporaryFile("w", suffix=".lic", encoding="utf-8") as file:
        file.write(text_of(shape, size))
        file.flush()
        return by_command([question, file.name])


def by_command(words: list[str]) -> tuple[str, float]:
    """How a command ends, with the codes of what it finds, and its processor time; reading the licence is in it."""
    took = command(*words)
    codes = sorted(set(re.findall(r"\bLK\d{3}\b", took.out + took.err)))
    if took.status == 2 and not codes:
        raise RuntimeError((took.err or took.out).strip().splitlines()[0])
    return ", ".join([f"exit status {took.status}", *codes]), took.processor


def child(name: str, size: int, question: str, seconds: int, megabytes: int) -> None:
    """Answer, within limits that the system keeps, and print it as JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 5, seconds + 10))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
    shape = next(each for each in SHAPES if each.name == name)
    start = time.process_time()
    try:
        said, took = asked(shape, size, question)
        failed = False
    except LicensekitError as refused:
        codes = ", ".join(each.code for each in refused.diagnostics)
        said, took, failed = f"refused: {codes}", time.process_time() - start, False
    except RuntimeError as crashed:
        said, took, failed = f"{crashed}", None, True
    except MemoryError:
        said, took, failed = "too much memory", None, True
    peak = _peak()
    print(json.dumps([said, took, peak, failed]))


def _peak() -> float:
    """The most memory of this process in megabytes; `ru_maxrss` would count what its parent held too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[1]) / 1024  # type: ignore[index]


def measured(shape: Shape, size: int, question: str, *, seconds: int, megabytes: int) -> Took:
    """The same from a process that is stopped when it takes too long."""
    words = [sys.executable, __file__, "--child", shape.name, str(size), question]
    words += ["--seconds", str(seconds), "--megabytes", str(megabytes)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=seconds + 3, check=False)
    except subprocess.TimeoutExpired:
        return Took(f"nothing after {seconds} s", failed=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        return Took(lines[-1], failed=True)
    return Took(*json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    """Print a line for each question."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", metavar="NAME", help="shapes whose name begins so; by default all")
    options.add_argument("--ask", nargs="*", choices=QUESTIONS, default=QUESTIONS)
    options.add_argument("--seconds", type=int, default=10)
    options.add_argument("--megabytes", type=int, default=1_000, help="of memory that a process may ask for")
    options.add_argument("--child", nargs=3, metavar=("NAME", "SIZE", "QUESTION"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.child:
        name, size, question = given.child
        child(name, int(size), question, given.seconds, given.megabytes)
        return 0
    wanted = [shape for shape in SHAPES if not given.names or shape.name.startswith(tuple(given.names))]
    failed = False
    print(f"{'shape':<32}{'size':>6}  {'question':<10}{'cpu s':>8}{'MB':>7}  answer")
    for shape in wanted:
        for size in shape.sizes:
            for question in given.ask:
                if shape.joined and question in {"lint", "coverage"}:
                    continue
                took = measured(shape, size, question, seconds=given.seconds, megabytes=given.megabytes)
                failed |= took.failed
                seconds = "" if took.seconds is None else f"{took.seconds:.2f}"
                megabytes = "" if took.megabytes is None else f"{took.megabytes:.0f}"
                print(f"{shape.name:<32}{size:>6}  {question:<10}{seconds:>8}{megabytes:>7}  {took.said}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
