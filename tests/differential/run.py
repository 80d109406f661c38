# ruff: noqa: T201 - a command prints

"""Compare the real evaluator with the naive one for some minutes, and count what was reached.

    python tests/differential/run.py --minutes 4 --processes 2 --seed 1
    python tests/differential/run.py --pairs 5000000 --processes 8 --seed 1
    python tests/differential/run.py --only 1/770

Prints the seed, the figures, and for each disagreement the smallest case of it. Exit status: 1 on a disagreement,
on fewer pairs than `--at-least`, or where a share or a kind is not reached.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

if __name__ == "__main__":  # run as a script
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from differential.asked import ALLOWED, Answer, Asked
from differential.compare import (
    Skipped,
    beyond,
    compared,
    differences,
    real_terms,
    reproduction,
    shrunk,
)
from differential.generate import Generator
from differential.oracle import oracle
from licensekit.model.conditions import AnyOf
from licensekit.model.license import License

QUESTIONS = 6
"""How many questions are asked about each licence."""
SAMPLE = 40
"""Of so many pairs one is looked at more closely."""
STOP_AFTER = 5
"""So many disagreements end a process: each is shrunk, and the next ones are seldom new."""
CLAUSES = ("grant", "reservation", "prohibition", "duty", "gate", "exemption", "termination", "binding")
CONDITIONS = (
    *("holds", "defined", "is_one_of", "set_meets", "compares", "date_order", "date_within"),
    *("reading_is", "approval_held", "not", "all_of", "any_of"),
)
VERDICTS = ("permitted", "permitted_with_duties", "needs_approval", "not_granted", "prohibited", "unknown")


@dataclass
class Tally:
    """What a run has seen."""

    pairs: int = 0
    worlds: int = 0
    skipped: int = 0
    contradictions: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    nodes: Counter[str] = field(default_factory=Counter)
    sampled: int = 0
    deciding: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("pairs", "worlds", "skipped", "contradictions", "sampled"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("verdicts", "statuses", "nodes", "deciding"):
            getattr(self, name).update(getattr(other, name))
        self.failures += other.failures

    def missing(self) -> list[str]:
        """What a run of some length must have reached and has not."""
        found = [f"no answer is {each}" for each in VERDICTS if not self.verdicts[each]]
        found += [f"no condition {each}" for each in CONDITIONS if not self.nodes[each]]
        found += [
            f"{each} decides {self.deciding[each]} of {self.sampled}, less than 1 %"
            for each in CLAUSES
            if self.deciding[each] * 100 < self.sampled
        ]
        return found

    def __str__(self) -> str:
        answered = max(1, sum(self.verdicts.values()))
        shares = ", ".join(f"{each} {self.verdicts[each] * 100 / answered:.1f} %" for each in VERDICTS)
        deciding = ", ".join(f"{each} {self.deciding[each] * 100 / max(1, self.sampled):.1f} %" for each in CLAUSES)
        lines = [
            f"{self.pairs} pairs, {self.worlds} worlds; {self.skipped} skipped as too many worlds",
            f"{self.contradictions} uses contradict themselves",
            f"verdicts: {shares}",
            f"duties: {', '.join(f'{name} {count}' for name, count in sorted(self.statuses.items()))}",
            f"conditions: {', '.join(f'{each} {self.nodes[each]}' for each in CONDITIONS)}",
            f"the answer is another without all clauses of a kind (of {self.sampled} pairs): {deciding}",
        ]
        lines.append(f"{len(self.failures)} disagreements")
        return "\n".join(lines)


def verdict(answer: Answer) -> str:
    """The verdict of a possible set (section 4)."""
    if len(answer.possible) == 1:
        return next(iter(answer.possible))
    return "permitted_with_duties" if answer.possible <= set(ALLOWED) else "unknown"


def work(seed: int, start: int, step: int, pairs: int, seconds: float) -> Tally:
    """Compare until so many pairs or seconds have passed."""
    tally, number, end = Tally(), start, time.monotonic() + seconds
    while tally.pairs < pairs and time.monotonic() < end and len(tally.failures) < STOP_AFTER:
        generator = Generator(f"{seed}/{number}", agreements=True)
        terms, shelf = generator.terms()
        blank = Asked(terms, (), shelf=shelf)
        real = real_terms(terms, blank)
        count_nodes(blank, tally)
        for _ in range(QUESTIONS):
            pair(generator.question(terms, shelf), real, tally, where=f"seed {seed}/{number}")
        number += step
    return tally


def pair(asked: Asked, real: object, tally: Tally, where: str) -> None:
    try:
        found, expected = compared(asked, real)  # type: ignore[arg-type]
    except Skipped:
        tally.skipped += 1
        return
    tally.pairs += 1
    tally.worlds += expected.worlds
    if expected.worlds == 0:
        tally.contradictions += 1
    else:
        tally.verdicts[verdict(expected)] += 1
        tally.statuses.update(expected.duties.values())
        if tally.pairs % SAMPLE == 0:
            count_deciding(asked, expected, tally)
            further = beyond(asked)
            if further:
                smaller = shrunk(asked, lambda each: [line[:12] for line in beyond(each)] == [further[0][:12]])
                tally.failures.append("\n".join([where, *beyond(smaller), reproduction(smaller)]))
    if found:
        tally.failures.append(f"{where}: {found[0]}\n{smallest(asked, found)}")


def smallest(asked: Asked, found: list[str]) -> str:
    def fails(smaller: Asked) -> bool:
        own = {fact.name for license in smaller.licenses() for fact in license.facts}
        if any(name.startswith("unity.") and name not in own for name in smaller.given):
            return False  # a fact that no licence declares any more
        left = differences(smaller)
        return bool(left) and left[0].split()[0] == found[0].split()[0]

    return reproduction(shrunk(asked, fails))


def count_nodes(asked: Asked, tally: Tally) -> None:
    for license in asked.licenses():
        for condition in [*(each.when for each in license.clauses), *(each.condition for each in license.definitions)]:
            stack = [condition] if condition is not None else []
            while stack:
                node = stack.pop()
                tally.nodes[node.kind] += 1
                stack += getattr(node, "parts", ())
                stack += [node.part] if node.kind == "not" else []


def count_deciding(asked: Asked, expected: Answer, tally: Tally) -> None:
    """For each kind of clause, whether the answer is another where no clause of that kind is ever active."""
    if not isinstance(asked.terms, License):
        return
    tally.sampled += 1
    for kind in CLAUSES:
        if any(clause.kind == kind for clause in asked.terms.clauses):
            kept = tuple(
                clause.model_copy(update={"when": AnyOf(parts=())}) if clause.kind == kind else clause
                for clause in asked.terms.clauses
            )
            other = oracle(replace(asked, terms=asked.terms.model_copy(update={"clauses": kept})))
            tally.deciding[kind] += (other.parts, other.duties) != (expected.parts, expected.duties)


def only(where: str) -> int:
    """The questions of one printed place, with what is found of each."""
    generator = Generator(where, agreements=True)
    terms, shelf = generator.terms()
    failed = 0
    for number in range(QUESTIONS):
        asked = generator.question(terms, shelf)
        try:
            found = differences(asked) + beyond(asked)
        except Skipped:
            found = []
        print(f"question {number}: {found or 'agreed'}")
        if found:
            failed = 1
            print(reproduction(asked))
    return failed


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=0)
    options.add_argument("--pairs", type=int, default=0)
    options.add_argument("--at-least", type=int, default=0)
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", metavar="SEED/NUMBER", help="look at one place that a run has printed")
    asked = options.parse_args()
    if asked.only:
        return only(asked.only)
    print(f"seed {asked.seed}", flush=True)
    each = (asked.pairs + asked.processes - 1) // asked.processes if asked.pairs else 10**12
    seconds = asked.minutes * 60 if asked.minutes else float("inf")
    started = time.monotonic()
    tally = Tally()
    with multiprocessing.Pool(asked.processes) as pool:
        jobs = [(asked.seed, number, asked.processes, each, seconds) for number in range(asked.processes)]
        for part in pool.starmap(work, jobs):
            tally.add(part)
    print(tally)
    print(f"{time.monotonic() - started:.0f} seconds on {asked.processes} processes")
    for failure in tally.failures:
        print("---", failure, sep="\n")
    missing = tally.missing() if tally.pairs >= 5_000 else []
    if tally.pairs < asked.at_least:
        missing.append(f"only {tally.pairs} pairs, not {asked.at_least}")
    for line in missing:
        print(line)
    return 1 if tally.failures or missing else 0


if __name__ == "__main__":
    sys.exit(main())
