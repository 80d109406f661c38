# ruff: noqa: T201 - a command prints

"""Compare two engines on the same generated pairs of licence and use: that of an older commit, and that of this checkout.

    python tests/differential/run_engines.py --pairs 1000000 --only possible --record /somewhere/engines.jsonl
    python tests/differential/run_engines.py --pairs 6000 --seed 5
    python tests/differential/run_engines.py --pairs 3000 --old .        # one engine with itself
    python tests/differential/run_engines.py --newer differential.beside:decision --only possible
    python tests/differential/run_engines.py --show 5/120/3              # one place that a run has printed

The older one is checked out with `git worktree add --detach`, and each runs in processes of its own, which make the same
pairs from the same seeds with the generators that stand in its tree and write what they answer, a line for each pair;
only lines that differ are looked at. `--newer` names another function of this checkout than
`differential.compare:decision`, which takes what is asked and the real terms, and gives something that has what is
compared.

Compared are the possible verdicts of the whole and of each act; with `--only decision` also the verdict, on what it
rests, duties and approvals; by default the questions with their outcomes, the bounds, and the best and worst reading
too. Where the older engine says itself that its set is not exact, any set within it agrees.

With `--record` the run is made in parts of one seed each, and each is a line there when it ends: a run that is stopped
goes on where it was. Worlds are counted for one pair of a hundred, up to 240 each.

Exit status: 1 on a disagreement, 2 where an engine stopped or the pairs are not the same.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple, TypeAlias

ROOT = Path(__file__).resolve().parents[2]
OLD_COMMIT = "f563f1b"
OLD = Path(tempfile.gettempdir(), "old-engine")
QUESTIONS = 6
"""How many questions are asked about each licence."""
PART = 50_000
"""Pairs of one part of a run that is recorded."""
ENTRY = "differential.compare:decision"
SHOWN = 5
"""So many disagreements of a kind are written out."""
SECONDS = 30
"""So long an engine may think about one pair."""
SAMPLE, WORLDS = 100, 240

Only: TypeAlias = Literal["possible", "decision", "all"]
Answer: TypeAlias = dict[str, Any]


# --- one engine, in a process of its own -------------------------------------------------------------------


class Engine(NamedTuple):
    """A checkout, and the function in it that decides, as `MODULE:NAME`."""

    tree: Path
    entry: str = ENTRY


class Job(NamedTuple):
    """A share of the licences of one seed, and what is compared."""

    seed: str
    start: int
    step: int
    licenses: int
    only: Only

    @property
    def numbers(self) -> range:
        """The licences."""
        return range(self.start, self.licenses, self.step)


def work(engine: Engine, job: Job) -> None:
    """Print a line for each pair: a draw by which it is seen that the pairs are the same, and the answer."""
    sys.path[:0] = [str(engine.tree / "tests")]
    import licensekit
    from differential.asked import Asked
    from differential.compare import real_terms
    from differential.generate import Generator
    from licensekit.errors import FactsError

    if not Path(licensekit.__file__).is_relative_to(engine.tree):
        raise SystemExit(f"{licensekit.__file__} is not below {engine.tree}")
    module, _, name = engine.entry.partition(":")
    decision = getattr(import_module(module), name)
    signal.signal(signal.SIGALRM, _too_long)
    write = sys.stdout.write
    for number in job.numbers:
        generator = Generator(f"{job.seed}/{number}")
        terms, shelf = generator.terms()
        real: Any = None
        for _ in range(QUESTIONS):
            asked = generator.question(terms, shelf)
            draw = generator.random.getrandbits(32)
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            mark = "="
            try:
                real = real or real_terms(terms, Asked(terms, (), shelf=shelf))
                found = decision(asked, real)
                answer = plain(found, job.only)
                mark = "=" if _exact(found) else "~"
            except FactsError as refused:
                answer = {"refused": sorted({each.code for each in refused.diagnostics})}
            except Exception as crash:  # noqa: BLE001 - whatever else is raised is a finding
                answer = {"raised": f"{type(crash).__name__}: {crash}"}
            signal.setitimer(signal.ITIMER_REAL, 0)
            write(f"{draw:08x}{mark}{json.dumps(answer)}\n")
    sys.stdout.flush()


def _too_long(*_: object) -> None:
    raise TimeoutError(f"no answer in {SECONDS} seconds")


def _exact(found: Any) -> bool:
    """Whether an engine that knows of other methods says that its sets are exact."""
    return all(getattr(each, "method", "exact") == "exact" for each in (found, *found.parts))


def plain(found: Any, only: Only) -> Answer:
    """What is compared of a decision, as JSON has it."""
    answer: Answer = {
        "possible": [each.value for each in found.possible],
        "parts": {part.act: [each.value for each in part.possible] for part in found.parts},
    }
    if only == "possible":
        return answer
    answer |= {
        "verdict": found.verdict.value,
        "why": {part.act: [part.verdict.value, part.basis, part.not_granted] for part in found.parts},
        "duties": {
            f"{duty.license}.{duty.clause}{' on termination' if duty.on_termination else ''}": [duty.status, *duty.acts]
            for duty in found.duties
        },
        "approvals": {f"{each.license}.{each.gate}": [each.state, *each.acts] for each in found.approvals},
    }
    if only == "decision":
        return answer
    report = found.readings
    return answer | {
        "questions": [question.fact for question in found.questions],
        "outcomes": {
            question.fact: [[each.answer, *(verdict.value for verdict in each.possible)] for each in question.outcomes]
            for question in found.questions
        },
        "bounds": {bound.fact: bound.value for bound in found.bounds},
        "worst reading": [dict(report.worst.choice), [each.value for each in report.worst.possible]],
        "best reading": [dict(report.best.choice), [each.value for each in report.best.possible]],
    }


# --- both, side by side ------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What a run has seen."""

    pairs: int = 0
    open: int = 0
    """Pairs with more than one possible verdict."""
    refused: int = 0
    looser: int = 0
    """Pairs on which the older engine was not exact, and the newer one says less."""
    sampled: int = 0
    worlds: int = 0
    seconds: float = 0
    kinds: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The first places of each kind, as `SEED/LICENCE/QUESTION`."""

    def add(self, other: Tally) -> None:
        for name in ("pairs", "open", "refused", "looser", "sampled", "worlds", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.kinds.update(other.kinds)
        for kind, places in other.places.items():
            self.places[kind] = [*self.places[kind], *places][:SHOWN]

    def __str__(self) -> str:
        per_pair = self.worlds / max(1, self.sampled)
        lines = [
            f"{self.pairs} pairs in {self.seconds:.0f} seconds; {self.open} open, {self.refused} refused by both",
            f"{self.worlds} worlds in {self.sampled} pairs: about {per_pair * self.pairs:.0f} in all",
            f"{self.looser} pairs on which the older engine is not exact, and the newer one says less",
            *(f"{kind}: {count} disagreements" for kind, count in sorted(self.kinds.items())),
        ]
        return "\n".join([*lines, f"{sum(self.kinds.values())} disagreements"])


class Stopped(Exception):  # noqa: N818 - the run ends with it
    """An engine ended early, or the two do not make the same pairs."""


def differing(old: Answer, new: Answer, *, exact: bool) -> Iterator[str]:
    """The kinds of difference between two answers."""
    if not exact and "possible" in new:
        acts = all(set(each) <= set(old["parts"].get(act, ())) for act, each in new["parts"].items())
        if acts and set(new["possible"]) <= set(old["possible"]) and new["parts"].keys() == old["parts"].keys():
            return
    for name in {**old, **new}:
        here, there = old.get(name), new.get(name)
        if here == there or (name in old) != (name in new):
            continue
        if name in {"questions", "outcomes"} and isinstance(here, list) and sorted(here) == sorted(there):
            yield "order of questions"
        else:
            yield name
    for name in ("refused", "raised"):
        if (name in old) != (name in new):
            yield f"{name} by the {'older' if name in old else 'newer'} one alone"


def lane(engines: tuple[Engine, Engine], job: Job) -> Tally:
    """Run both engines on a share of the licences, and compare what they write."""
    tally, began = Tally(), time.monotonic()
    workers = [started(engine, job) for engine in engines]
    outs = [worker.stdout for worker in workers]
    try:
        for number in job.numbers:
            for question in range(QUESTIONS):
                compare(*map(_line, workers, outs), f"{job.seed}/{number}/{question}", tally)
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    tally.seconds = time.monotonic() - began
    return tally


def started(engine: Engine, job: Job) -> subprocess.Popen[str]:
    """A worker for one engine."""
    words = [sys.executable, __file__, "--worker", str(engine.tree), engine.entry, json.dumps(job)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(engine.tree / "src"),
        "PYTHONHASHSEED": "0",
        "LICENSEKIT_CACHE": "off",
    }
    return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _line(worker: subprocess.Popen[str], out: IO[str] | None) -> str:
    assert out is not None
    line = out.readline()
    if not line.endswith("\n"):
        error = worker.stderr.read() if worker.stderr is not None else ""
        raise Stopped(f"{worker.args}\n{error}")
    return line


def compare(old: str, new: str, where: str, tally: Tally) -> None:
    """Count one pair."""
    tally.pairs += 1
    if old[:8] != new[:8]:
        raise Stopped(f"{where}: the two make different pairs; are the generators the same?")
    if '"refused"' in new[:20]:
        tally.refused += 1
    elif "," in new[: new.find("]")]:
        tally.open += 1
    if old[9:] == new[9:]:
        return
    kinds = list(differing(json.loads(old[9:]), json.loads(new[9:]), exact=old[8] == "="))
    tally.looser += not kinds
    for kind in kinds:
        tally.kinds[kind] += 1
        if len(tally.places[kind]) < SHOWN:
            tally.places[kind].append(where)


def part(engines: tuple[Engine, Engine], seed: str, pairs: int, processes: int, only: Only) -> Tally:
    """So many pairs of one seed, on so many pairs of processes."""
    licenses = -(-pairs // QUESTIONS)
    jobs = [Job(seed, number, processes, licenses, only) for number in range(processes)]
    tally, began = Tally(), time.monotonic()
    with ThreadPoolExecutor(processes) as pool:
        for each in pool.map(partial(lane, engines), jobs):
            tally.add(each)
    count_worlds(seed, licenses, tally)
    tally.seconds = time.monotonic() - began
    return tally


def count_worlds(seed: str, licenses: int, tally: Tally) -> None:
    """The worlds of some pairs."""
    from differential.asked import TooManyWorldsError
    from differential.generate import Generator
    from differential.worlds import Worlds

    for number in range(0, licenses, SAMPLE):
        generator = Generator(f"{seed}/{number}")
        terms, shelf = generator.terms()
        for _ in range(QUESTIONS):
            asked = generator.question(terms, shelf)
            generator.random.getrandbits(32)
            tally.sampled += 1
            try:
                tally.worlds += sum(1 for _ in islice(Worlds(asked).all(), WORLDS))
            except TooManyWorldsError:
                tally.worlds += WORLDS


# --- what is told ------------------------------------------------------------------------------------------


def written_out(engines: tuple[Engine, Engine], where: str, only: Only) -> str:
    """Licences and use of one place, what the naive evaluator says, and both answers."""
    from differential.compare import reproduction
    from differential.generate import Generator

    seed, number, question = where.split("/")
    generator = Generator(f"{seed}/{number}")
    terms, shelf = generator.terms()
    asked = generator.question(terms, shelf)
    for _ in range(int(question)):
        generator.random.getrandbits(32)
        asked = generator.question(terms, shelf)
    lines = [where, reproduction(asked)]
    for engine, name in zip(engines, ("older", "newer"), strict=True):
        worker = started(engine, Job(seed, int(number), 1, int(number) + 1, only))
        out, error = worker.communicate()
        said = out.splitlines()
        lines.append(f"{name}: {said[int(question)][8:] if len(said) > int(question) else error}")
    return "\n".join(lines)


def commit(tree: Path) -> str:
    """What stands in a tree: the commit, marked where files differ from it."""
    words = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    said = subprocess.run(words, cwd=tree, capture_output=True, text=True, check=False)
    return said.stdout.strip() or "no commit"


def checked_out(tree: Path) -> Path:
    """The older engine, checked out if it is not there."""
    if not tree.exists():
        words = ["git", "worktree", "add", "--detach", str(tree), OLD_COMMIT]
        subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
    return tree.resolve()


def recorded(path: Path | None) -> list[dict[str, Any]]:
    """The parts on record."""
    if path is None or not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]


def run(engines: tuple[Engine, Engine], asked: argparse.Namespace) -> Tally:
    """All parts that are still to be made, and what is on record of the others."""
    compared = {
        "old": commit(engines[0].tree),
        "new": commit(engines[1].tree),
        "by": engines[1].entry,
        "only": asked.only,
    }
    whole, made = Tally(), [each for each in recorded(asked.record) if compared.items() <= each.items()]
    for each in made:
        whole.add(Tally(**{**each["tally"], "kinds": Counter(each["tally"]["kinds"])}))
    seed = max([asked.seed - 1, *(each["seed"] for each in made)])
    while whole.pairs < asked.pairs:
        seed += 1
        pairs = asked.pairs - whole.pairs if asked.record is None else min(PART, asked.pairs - whole.pairs)
        tally = part(engines, str(seed), pairs, asked.processes, asked.only)
        whole.add(tally)
        if asked.record is not None:
            with asked.record.open("a", encoding="utf-8") as record:
                record.write(json.dumps({**compared, "seed": seed, "tally": vars(tally)}) + "\n")
            print(f"seed {seed}: {tally.pairs} pairs, {sum(tally.kinds.values())} disagreements", flush=True)
    print(f"{compared['old']} and {compared['new']}, {asked.only}")
    return whole


def main() -> int:
    if sys.argv[1:2] == ["--worker"]:
        work(Engine(Path(sys.argv[2]), sys.argv[3]), Job(*json.loads(sys.argv[4])))
        return 0
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=6_000)
    options.add_argument("--processes", type=int, default=2, help="of each engine")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", choices=("possible", "decision", "all"), default="all")
    options.add_argument("--record", type=Path, metavar="FILE")
    options.add_argument("--old", type=Path, default=OLD, help=f"a checkout of the older engine (default: {OLD})")
    options.add_argument("--newer", default=ENTRY, metavar="MODULE:NAME", help="what decides in this checkout")
    options.add_argument("--first", type=int, default=SHOWN, help="so many of each kind are written out")
    options.add_argument("--show", metavar="PLACE", help="write out one place, as SEED/LICENCE/QUESTION")
    asked = options.parse_args()
    engines = (Engine(checked_out(asked.old)), Engine(ROOT, asked.newer))
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    if asked.show:
        print(written_out(engines, asked.show, asked.only))
        return 0
    try:
        tally = run(engines, asked)
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return 2
    print(tally)
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, places in tally.places.items():
        for where in places[: asked.first]:
            kinds[where].append(kind)
    for where, several in kinds.items():
        print(f"--- {', '.join(sorted(several))}", written_out(engines, where, asked.only), sep="\n", flush=True)
    return int(bool(tally.kinds))


if __name__ == "__main__":
    sys.exit(main())
