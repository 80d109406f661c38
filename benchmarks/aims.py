"""Every measure that has an aim, in one run: `python benchmarks/aims.py [WORD …] [--rounds N] [--list]`.

    VENV/bin/python benchmarks/aims.py                    # where the wheel is installed with the extra `bench`
    VENV/bin/python benchmarks/aims.py ask mutate         # only rows that have one of these words in their name
    PYTHONPATH=src python benchmarks/aims.py shapes       # a checkout: starts are slower than from a wheel

Prints for each row what was measured, its aim, and whether it is met; exit status 1 where some are not. Whole commands
are started in processes of their own, several times, and the quickest counts (of one that takes longer than five
seconds the first); ratios are medians of turns that are interleaved with those of the peer. A row whose peer is not
installed says so, and one that takes longer than `--seconds` is stopped. The cache is a folder of its own, which the
first round of a command fills.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
QUESTPDF = "questpdf-3.0"
SMALL_BUSINESS = "polyform-small-business-1.0.0"
sys.path[:0] = [str(HERE), str(ROOT / "tests")]


class Figure(NamedTuple):
    """What was measured, and the most that it may be; None where it could not be measured."""

    name: str
    value: float | None
    unit: str
    aim: float | None = None
    note: str = ""
    wrong: bool = False
    """Whether the answer is not what it must be, however quickly it came."""

    @property
    def met(self) -> bool:
        """Whether the aim is reached."""
        return not self.wrong and (self.aim is None or (self.value is not None and self.value <= self.aim))


class Options(NamedTuple):
    """How to measure."""

    rounds: int
    seconds: int
    cache: str


class Row(NamedTuple):
    """Some measures, their name, and what has to be installed."""

    name: str
    measure: Callable[[Options], Iterator[Figure]]
    needs: tuple[str, ...] = ()


# --- whole commands ----------------------------------------------------------------------------------------


class Took(NamedTuple):
    """One process: its wall time in seconds, None where it was stopped, and what it printed."""

    wall: float | None
    status: int
    out: str


def command(options: Options, *words: str) -> Took:
    """Run `licensekit` as a shell does, and take the quickest of some rounds."""
    best = _once(options, words)
    for _ in range(options.rounds - 1):
        if best.wall is None or best.wall > 5:
            break
        best = min(best, _once(options, words), key=lambda took: took.wall or float("inf"))
    return best


def _once(options: Options, words: Sequence[str]) -> Took:
    whole = [sys.executable, "-m", "licensekit", *words]
    environment = {**os.environ, "LICENSEKIT_CACHE": options.cache}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        start = time.perf_counter()
        process = subprocess.Popen(whole, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            process.wait(options.seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return Took(None, -1, f"stopped after {options.seconds} s")
        wall = time.perf_counter() - start
        out.seek(0)
        return Took(wall, process.returncode, out.read())


def shell(aim: float, *words: str, gave_up: str = "LK720") -> Callable[[Options], Iterator[Figure]]:
    """A command, and the seconds that it may take; wrong where it says that it gave up."""

    def measure(options: Options) -> Iterator[Figure]:
        took = command(options, *words)
        said = gave_up if gave_up in took.out else took.out.strip() if took.wall is None else ""
        yield Figure(f"licensekit {_short(words)}", took.wall, "s", aim, said, wrong=bool(said) or took.status == 2)

    return measure


def _short(words: Sequence[str]) -> str:
    return " ".join(words)


def ask(aim: float, *words: str) -> Callable[[Options], Iterator[Figure]]:
    """A question, by a person in a shell; wrong where the set of verdicts is not exact."""

    def measure(options: Options) -> Iterator[Figure]:
        took = command(options, "ask", *words)
        if took.wall is None:
            yield Figure(f"licensekit ask {_short(words)}", None, "s", aim, took.out)
            return
        told = _once(options, ["ask", *words, "--format", "json"]).out
        if not told.startswith("{"):
            yield Figure(f"licensekit ask {_short(words)}", took.wall, "s", aim, "refused", wrong=True)
            return
        answer = json.loads(told)
        note = f"{', '.join(answer['possible'])}; {len(answer['questions'])} questions"
        yield Figure(f"licensekit ask {_short(words)}", took.wall, "s", aim, note)

    return measure


def whole_catalogue(options: Options) -> Iterator[Figure]:
    """Lint and coverage of all licences, one process each."""
    ids = importlib.import_module("licensekit").ids()
    took = [command(options._replace(rounds=1), *words) for words in (["lint"], ["coverage", *ids])]
    walls = [each.wall for each in took]
    whole = None if None in walls else sum(walls)  # type: ignore[arg-type]
    said = ["stopped" if wall is None else f"{wall:.1f} s" for wall in walls]
    parts = f"lint {said[0]}, coverage {said[1]}"
    gave_up = any("LK720" in each.out or each.status == 2 for each in took)
    yield Figure(f"lint and coverage of {len(ids)} licences", whole, "s", 10, parts, wrong=gave_up)


# --- within a process --------------------------------------------------------------------------------------


def mutants(options: Options) -> Iterator[Figure]:
    """Mutation testing, without starting."""
    asking, mutate = importlib.import_module("asking"), importlib.import_module("mutate")
    for name, aim in mutate.AIMS.items():
        took = [asking.asked("mutate", name, "--format", "json") for _ in range(min(options.rounds, 2))]
        figures = json.loads(took[0].out)["figures"]
        note = ", ".join(f"{count} {fate}" for fate, count in figures.items())
        seconds = min(each.processor for each in took)
        yield Figure(f"mutate {name}", seconds, "s cpu", aim, note, wrong=bool(figures["undecided"]))


def explained(_: Options) -> Iterator[Figure]:
    """An explained decision against cedarpy's bare answer."""
    for each, aim in zip(importlib.import_module("latency").ratios(), (0.5, None), strict=True):
        yield Figure(f"{each.name} / cedarpy", each.ratio, "x", aim, f"{each.ours:.0f} us")


def compiled(_: Options) -> Iterator[Figure]:
    """A compiled verdict against a function written by hand."""
    medians = importlib.import_module("compiled").medians()
    for name, aim in (("verdict, ready use", 1.0), ("verdict, 5 % unknown", 1.3), ("verdict, 20 % unknown", 1.8)):
        ratio = medians[name] / medians["by hand"]
        yield Figure(f"compiled {name} / by hand", ratio, "x", aim, f"{medians[name]:.0f} ns")


def equivalence(options: Options) -> Iterator[Figure]:
    """Two licences compared, against z3."""
    analysis = importlib.import_module("analysis")
    for equal, aims in ((True, (0.05, 0.05, 0.05)), (False, (0.21, 0.25, 0.20))):
        for (clauses, rounds), aim in zip(analysis.SIZES, aims, strict=True):
            took = analysis.measured(clauses, rounds if equal else min(rounds, options.rounds), equal=equal)
            what = "equal" if equal else "unequal, with a witness"
            yield Figure(f"{clauses} clauses, {what} / z3", took.ratio, "x", aim, f"{took.ours:.1f} ms")


def strict_readings(_: Options) -> Iterator[Figure]:
    """The strictest answer under any choice of ten readings over three licences, and the report on all of them."""
    lk = importlib.import_module("licensekit")
    terms = lk.all_of(*map(lk.load, ("llama-4", "minimax-m2.7", "minimax-h3")))
    start = time.process_time()
    decision = terms.evaluate(lk.Use.of(["embed"]), readings="strict")
    answered = time.process_time()
    report = decision.readings
    reported = time.process_time()
    note = ", ".join(each.value for each in decision.possible)
    yield Figure("10 readings over 3 licences, strict", answered - start, "s cpu", 0.1, note)
    yield Figure(
        "10 readings over 3 licences, the report on them",
        reported - answered,
        "s cpu",
        note=f"{len(report.readings)} readings",
    )


def rows(options: Options) -> Iterator[Figure]:
    """A million rows, five per cent unknown, against Polars by hand."""
    wall, _ = importlib.import_module("batch").compared(1_000_000, 0.05, rounds=max(5, options.rounds))
    for name, beside, aim in (
        ("emitted for Polars, worked out", "Polars by hand", 1.1),
        ("arrays, verdict and bits", "Polars by hand, verdict and bits", 1.3),
    ):
        yield Figure(f"1e6 rows, {name} / {beside}", wall[name] / wall[beside], "x", aim, f"{wall[name]:.0f} ms")


def six_days(options: Options) -> Iterator[Figure]:
    """Six unknown dates, each compared with each other."""
    shapes = importlib.import_module("differential.shapes")
    for shape in shapes.SHAPES:
        if shape.name.startswith("days") and 6 in shape.sizes:
            with tempfile.NamedTemporaryFile("w", suffix=".lic", encoding="utf-8") as file:
                file.write(shapes.text_of(shape, 6))
                file.flush()
                for figure in ask(0.5, file.name, "--act", shapes.ACT, "--assume", "none")(options):
                    yield figure._replace(name=f"ask, six {shape.name}")


def hard_shapes(_: Options) -> Iterator[Figure]:
    """Shapes that break searches or single diagrams: below a second, or refused within two."""
    bench = importlib.import_module("shapes")
    for shape in bench.SHAPES:
        for size in shape.sizes:
            took = bench.measured(shape, size, "questions", seconds=10, megabytes=1_000)
            said = bench.measured(shape, size, "verdict", seconds=10, megabytes=1_000).said
            refused = took.said.startswith("refused")
            note = f"{took.said}; {said}" + ("" if took.megabytes is None else f"; {took.megabytes:.0f} MB")
            wrong = took.failed or "kleene" in said or (took.megabytes or 0) > 300
            yield Figure(f"{shape.name} {size}", took.seconds, "s cpu", 2.0 if refused else 1.0, note, wrong)


def starting(options: Options) -> Iterator[Figure]:
    """Whole processes against what any answer must pay."""
    cold = importlib.import_module("cold")
    with contextlib.redirect_stdout(io.StringIO()):
        medians = cold.main(max(9, options.rounds))
    for name in ("ask", "ask, new licence", "ask, no cache"):
        ratio = medians[name].wall / medians[cold.PEER].wall
        yield Figure(f"{name} / {cold.PEER}", ratio, "x", 1.3, f"{medians[name].wall * 1000:.0f} ms; never above 1.5")
    yield Figure("import licensekit / pass", medians["import licensekit"].wall / medians[cold.PASS].wall, "x", 1.07)


ROWS = (
    Row("ask questpdf", ask(0.6, QUESTPDF, "--act", "run")),
    Row("lint small-business", shell(1.0, "lint", SMALL_BUSINESS)),
    Row("coverage questpdf", shell(2.0, "coverage", QUESTPDF)),
    Row("catalogue lint and coverage", whole_catalogue),
    Row("mutate", mutants),
    Row("explained decision", explained, ("cedarpy",)),
    Row("compiled verdict", compiled),
    Row("equivalence", equivalence, ("z3",)),
    Row("strict readings", strict_readings),
    Row("batch rows", rows, ("polars", "duckdb", "numpy", "narwhals")),
    Row("ask any of two", ask(0.6, "--any", "minimax-h3", "minimax-m2.7", "--act", "host_model")),
    Row("six days", six_days),
    Row("starting", starting),
    Row("shapes", hard_shapes),
)


def measured(row: Row, options: Options) -> Iterator[Figure]:
    """The figures of a row, or one that says why there are none."""
    missing = [name for name in row.needs if find_spec(name) is None]
    if missing:
        yield Figure(row.name, None, "", note=f"not measured: {', '.join(missing)} not installed")
        return
    try:
        yield from row.measure(options)
    except (Exception, SystemExit) as failed:  # noqa: BLE001 - the other rows are still measured
        yield Figure(row.name, None, "", note=f"{type(failed).__name__}: {failed}", wrong=True)


def line(figure: Figure) -> str:
    """A figure as a line of the table."""
    value = "-" if figure.value is None else f"{figure.value:.2f} {figure.unit}"
    aim = "" if figure.aim is None else f"{figure.aim:g}"
    return f"{'' if figure.met else 'x':<2}{figure.name:<66}{value:>12}{aim:>7}  {figure.note}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="WORD", help="rows that have one of these words in their name")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=120, help="after which a command is stopped")
    parser.add_argument("--list", action="store_true", help="name the rows")
    given = parser.parse_args()
    wanted = [row for row in ROWS if not given.words or any(word in row.name for word in given.words)]
    if given.list:
        print(*(row.name for row in wanted), sep="\n")
        return 0
    where: Any = importlib.import_module("licensekit").__file__
    print(platform.platform(), platform.python_implementation(), platform.python_version())
    print(f"licensekit in {Path(where).parent}; load average {', '.join(f'{each:.1f}' for each in os.getloadavg())}")
    print(f"\n{'':2}{'measure':<66}{'measured':>12}{'aim':>7}")
    failed = False
    with tempfile.TemporaryDirectory() as cache:
        for row in wanted:
            for figure in measured(row, Options(given.rounds, given.seconds, cache)):
                print(line(figure), flush=True)
                failed |= not figure.met
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
