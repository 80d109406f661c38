"""Two licences compared over all uses, against z3-solver on the same pair: `python benchmarks/analysis.py`.

Processor time, medians of several rounds; z3's terms are built in its time (from the library's variables); licences
are laid out in both. Equal pairs are written otherwise (negated twice); unequal ones differ in the last clause.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import z3

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from differential.with_z3 import InZ3
from licensekit import catalogue
from licensekit.analyse.compare import compare
from licensekit.analyse.diff import diff
from licensekit.analyse.question import Compared, Question
from licensekit.decision import Program, Single
from licensekit.model.clauses import Acts, Prohibition
from licensekit.model.conditions import AllOf, AnyOf, Compares, Condition, Holds, Locator, Not
from licensekit.model.license import License, LocalFact

HERE = Locator(place="1")
EMBED = Acts(leaves=("embed",), written=("embed",))


def pair(clauses: int, *, equal: bool) -> tuple[License, License]:
    """Two licences of so many prohibitions over half as many facts; the second is written otherwise."""
    facts = tuple(
        LocalFact(name=f"bench.f{at}", type="count" if at % 3 == 0 else "yes_no", question="Which?")
        for at in range(max(6, clauses // 2))
    )
    known = (*facts, LocalFact(name="bench.extra", type="yes_no", question="Which?"))
    conditions = [_condition(at, facts) for at in range(clauses - 1)]
    extra: Condition = Holds(fact="bench.extra")
    narrower = extra if equal else AllOf(parts=(extra, Holds(fact="bench.f1")))
    other = [*map(_otherwise, conditions), narrower]
    conditions.append(extra)
    return _licensed("one", known, conditions), _licensed("other", known, other)


def _atom(facts: tuple[LocalFact, ...], at: int, threshold: int) -> Condition:
    fact = facts[at % len(facts)]
    if fact.type == "yes_no":
        return Holds(fact=fact.name)
    return Compares(quantity=fact.name, comparison="more_than", amount=threshold * 100)


def _condition(at: int, facts: tuple[LocalFact, ...]) -> Condition:
    one, two, three = (_atom(facts, at * step + step, at % 5) for step in (1, 2, 5))
    return AllOf(parts=(one, AnyOf(parts=(two, Not(part=three)))))


def _otherwise(condition: Condition) -> Condition:
    if isinstance(condition, AllOf | AnyOf):
        kind = AnyOf if isinstance(condition, AllOf) else AllOf
        return Not(part=kind(parts=tuple(Not(part=_otherwise(part)) for part in reversed(condition.parts))))
    return condition


def _licensed(name: str, facts: tuple[LocalFact, ...], conditions: list[Condition]) -> License:
    clauses = tuple(
        Prohibition(id=f"p{at}", locator=HERE, origin=name, acts=EMBED, when=when) for at, when in enumerate(conditions)
    )
    return License(id=name, title=name, facts=facts, clauses=clauses)


def ours(one: License, other: License) -> bool:
    """Whether the two say the same of every use, by the library, which shows a use each way where they do not."""
    return compare(Single(Program(one)), Single(Program(other)), acts=("embed",)).relation == "equivalent"


def theirs(one: License, other: License) -> bool:
    """The same by z3."""
    pair = Compared(Question(Single(Program(one)), Single(Program(other))), "embed")
    model = InZ3(pair.uses)
    here, there = (model.standing(stance) for stance in (pair.one, pair.other))
    solver = model.solver()
    solver.add(z3.Or([z3.Xor(here[standpoint], there[standpoint]) for standpoint in here]))
    return solver.check() == z3.unsat


def timed(work: Callable[[], object]) -> float:
    """Processor time of some work, in milliseconds."""
    start = time.process_time_ns()
    work()
    return (time.process_time_ns() - start) / 1e6


def main() -> int:
    """Print a line for each size, and the time of the two showpieces."""
    for equal in (True, False):
        for clauses, rounds in ((12, 9), (120, 5), (1_200, 3)):
            one, other = pair(clauses, equal=equal)
            if ours(one, other) is not equal or theirs(one, other) is not equal:
                print("different answers", clauses, equal)
                return 1
            mine = statistics.median(timed(partial(ours, one, other)) for _ in range(rounds))
            peer = statistics.median(timed(partial(theirs, one, other)) for _ in range(rounds))
            what = "the same" if equal else "not the same"
            print(f"{clauses:>5} clauses, {what:<12} {mine:9.1f} ms  z3 {peer:9.1f} ms  ratio {mine / peer:6.2f}")
    for names in (("kimi-k2.5", "kimi-k3"), ("minimax-m2.5", "minimax-m2.7")):
        terms = [Single(Program(catalogue.load(name))) for name in names]
        print(f"diff {' '.join(names):<28} {statistics.median(timed(partial(diff, *terms)) for _ in range(3)):9.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
