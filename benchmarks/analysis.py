"""Two licences compared over all uses, against z3-solver on the same pair: `python benchmarks/analysis.py`.

Processor time, medians of several rounds, each with terms that nobody has asked about: all that is laid out for a
comparison is in its time, and z3's terms, made of the same conditions, are in z3's. Equal pairs are written otherwise
(negated twice); unequal ones differ in the last clause, and both find a use that shows it.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import z3

import licensekit as lk
from licensekit.model.clauses import Acts, Prohibition
from licensekit.model.conditions import AllOf, AnyOf, Compares, Condition, Holds, Locator, Not
from licensekit.model.license import License, LocalFact
from licensekit.terms_of import from_file

HERE = Locator(place="1")
EMBED = Acts(leaves=("embed",), written=("embed",))
SIZES = ((12, 9), (120, 5), (1_200, 3))
"""Clauses, and rounds."""


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


def terms_of(license: License) -> lk.LicenseTerms:
    """The terms of a licence that is no file: there is a limit on the words of a text."""
    return lk.LicenseTerms(from_file((license,), license.id, None))


def ours(one: lk.LicenseTerms, other: lk.LicenseTerms) -> bool:
    """Whether the two say the same of every use, by the library; where not, with uses that show it."""
    return lk.compare(one, other, acts=["embed"]).relation == "equivalent"


def theirs(one: License, other: License) -> bool:
    """The same by z3: whether some use is prohibited by one of the two alone; where so, with that use."""
    variables = {fact.name: (z3.Int if fact.type == "count" else z3.Bool)(fact.name) for fact in one.facts}
    here, there = (z3.Or([_term(clause.when, variables) for clause in each.clauses]) for each in (one, other))
    solver = z3.Solver()
    solver.add([variables[fact.name] >= 0 for fact in one.facts if fact.type == "count"])
    solver.add(z3.Xor(here, there))
    if solver.check() == z3.unsat:
        return True
    solver.model()
    return False


def _term(condition: Condition | None, variables: dict[str, z3.ExprRef]) -> z3.BoolRef:
    match condition:
        case Holds(fact=fact):
            return variables[fact]
        case Compares(quantity=fact, amount=amount):
            return variables[fact] > amount
        case Not(part=part):
            return z3.Not(_term(part, variables))
        case AllOf(parts=parts):
            return z3.And([_term(part, variables) for part in parts])
        case AnyOf(parts=parts):
            return z3.Or([_term(part, variables) for part in parts])
        case _:
            raise TypeError(condition)


class Took(NamedTuple):
    """Medians in milliseconds."""

    clauses: int
    equal: bool
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """How many times theirs."""
        return self.ours / self.theirs


def timed(work: Callable[[], object]) -> float:
    """Processor time of some work, in milliseconds."""
    start = time.process_time_ns()
    work()
    return (time.process_time_ns() - start) / 1e6


def measured(clauses: int, rounds: int, *, equal: bool) -> Took:
    """Compare the answers, then time both turn by turn."""
    both = pair(clauses, equal=equal)
    if ours(*map(terms_of, both)) is not equal or theirs(*both) is not equal:
        raise SystemExit(f"different answers: {clauses} clauses, {equal=}")
    mine, peers = [], []
    for _ in range(rounds):
        mine.append(timed(partial(ours, *map(terms_of, both))))
        peers.append(timed(partial(theirs, *both)))
    return Took(clauses, equal, statistics.median(mine), statistics.median(peers))


def main() -> int:
    """Print a line for each size, and the time of the two showpieces."""
    for equal in (True, False):
        for clauses, rounds in SIZES:
            took = measured(clauses, rounds, equal=equal)
            what = f"{clauses:>5} clauses, {'the same' if equal else 'not the same':<12}"
            print(f"{what} {took.ours:9.1f} ms  z3 {took.theirs:9.1f} ms  ratio {took.ratio:6.2f}")
    for names in (("kimi-k2.5", "kimi-k3"), ("minimax-m2.5", "minimax-m2.7")):
        terms = [lk.load(name) for name in names]
        print(
            f"diff {' '.join(names):<28} {statistics.median(timed(partial(lk.diff, *terms)) for _ in range(3)):9.1f} ms"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
