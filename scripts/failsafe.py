"""Measure whether leaving a fact out ever makes an answer milder. It must not: what is not given is unknown.

Run as: python scripts/failsafe.py [--sample N] [LICENSE ...]

Every case of the catalogue is answered with assumptions off, and then again with facts left out, in two ways: each
given fact alone is left out of the whole case, and the facts are left out one after the other, the last named
first, until none is given. A dated month counts as a fact of its own, and so does the as-of date. Approvals, rates,
indices and readings stay as they are.

Each step must keep two laws (docs/semantics.md, 13a): what was possible stays possible, and the worst verdict never
becomes milder. The exit status is 1 if any step breaks one; each is shown with the facts that show it. The figures
of the last run stand in docs/reliability.md.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple, TypeAlias

import licensekit as lk
from licensekit import catalogue
from licensekit.meaning.verdict import SEVERITY
from licensekit.model.cases import Case
from licensekit.values import known_shown

SEED: Final = 20260601
AS_OF: Final = "as_of"

Facts: TypeAlias = Mapping[str, lk.Exactly | lk.Range]


class Given(NamedTuple):
    """What is given of a case: its facts, and the day asked about."""

    facts: Facts
    as_of: date | None

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that can be left out, the as-of date last."""
        return (*self.facts, *((AS_OF,) if self.as_of is not None else ()))

    def without(self, name: str) -> Given:
        """The same with one fact less."""
        if name == AS_OF:
            return self._replace(as_of=None)
        return self._replace(facts={fact: known for fact, known in self.facts.items() if fact != name})

    def __str__(self) -> str:
        facts = [f"{name} is {known_shown(known)}" for name, known in self.facts.items()]
        return "; ".join(facts + ([f"as of {self.as_of}"] if self.as_of else [])) or "nothing"


class Step(NamedTuple):
    """One fact left out, and the verdicts that were possible with it and without."""

    case: Case
    given: Given
    dropped: str
    with_it: tuple[lk.Verdict, ...]
    without_it: tuple[lk.Verdict, ...]

    @property
    def milder(self) -> bool:
        """Whether leaving the fact out made the worst verdict milder."""
        return max(map(SEVERITY.__getitem__, self.without_it)) < max(map(SEVERITY.__getitem__, self.with_it))

    @property
    def narrower(self) -> bool:
        """Whether a verdict that was possible with the fact no longer is."""
        return not set(self.with_it) <= set(self.without_it)

    def __str__(self) -> str:
        return (
            f"{', '.join(self.case.licenses)}, case {self.case.name!r}, acts {', '.join(self.case.acts)}\n"
            f"  given    {self.given}\n"
            f"           {', '.join(map(str, self.with_it))}\n"
            f"  without  {self.dropped}\n"
            f"           {', '.join(map(str, self.without_it))}"
        )


@dataclass
class Count:
    """What was looked at, and what broke a law."""

    cases: int = 0
    steps: int = 0
    as_strict: int = 0
    """Steps that left the possible verdicts as they were."""
    milder: int = 0
    narrower: int = 0

    def add(self, step: Step) -> None:
        """Count one step."""
        self.steps += 1
        self.as_strict += set(step.with_it) == set(step.without_it)
        self.milder += step.milder
        self.narrower += step.narrower


def cases() -> Iterator[Case]:
    """Every case of the catalogue's licences and policies, in order of their names."""
    for name in (*catalogue.ids(), *catalogue.policies()):
        yield from catalogue.cases_for(name)


def sample(every: Iterable[Case], size: int | None) -> tuple[Case, ...]:
    """Some of the cases, the same each time; all where no size is given."""
    found = tuple(every)
    if size is None or size >= len(found):
        return found
    return tuple(random.Random(SEED).sample(found, size))


def steps(case: Case) -> Iterator[Step]:
    """Each fact alone left out of the case, then one after the other until none is given."""
    whole = Given({given.fact: given.value for given in case.given}, case.as_of)
    answers: dict[tuple[str, ...], tuple[lk.Verdict, ...]] = {}

    def possible(given: Given) -> tuple[lk.Verdict, ...]:
        if given.names not in answers:
            answers[given.names] = _possible(case, given)
        return answers[given.names]

    for name in whole.names:
        if _can_go(case, name):
            yield Step(case, whole, name, possible(whole), possible(whole.without(name)))
    given = whole
    for name in reversed(whole.names):
        if _can_go(case, name):
            yield Step(case, given, name, possible(given), possible(given.without(name)))
            given = given.without(name)


def _can_go(case: Case, name: str) -> bool:
    """Without its as-of date a dated approval would not count: that is a change of approvals, which stay fixed."""
    return name != AS_OF or not any(approval.since or approval.until for approval in case.approvals)


def _possible(case: Case, given: Given) -> tuple[lk.Verdict, ...]:
    found = [lk.load(name) for name in case.licenses]
    terms = found[0] if len(found) == 1 else lk.all_of(*found)
    approvals = [lk.Approval(one.gate, one.state, one.since, one.until, one.acts, one.holder) for one in case.approvals]
    decision = terms.evaluate(
        terms.use(case.acts, given.facts),
        as_of=given.as_of,
        assume="none",
        approvals=approvals,
        rates=case.rates,
        indices=case.indices,
    )
    return decision.possible


def main(arguments: list[str] | None = None) -> int:
    """Run the measure and print its figures."""
    reader = argparse.ArgumentParser(description="Does leaving a fact out ever make an answer milder?")
    reader.add_argument("licenses", nargs="*", metavar="LICENSE", help="only the cases of these licences")
    reader.add_argument("--sample", type=int, metavar="N", help="only N cases, drawn with a fixed seed")
    options = reader.parse_args(arguments)
    wanted = (case for case in cases() if not options.licenses or set(case.licenses) & set(options.licenses))
    count, started = Count(), time.monotonic()
    for case in sample(wanted, options.sample):
        count.cases += 1
        for step in steps(case):
            count.add(step)
            if step.milder or step.narrower:
                print(step, end="\n\n")
    print(f"cases                                   {count.cases}")
    print(f"facts left out                          {count.steps}")
    print(f"  the possible verdicts as before       {count.as_strict}")
    print(f"  more verdicts possible                {count.steps - count.as_strict - count.narrower}")
    print(f"  a possible verdict lost               {count.narrower}")
    print(f"  the worst verdict milder              {count.milder}")
    print(f"{time.monotonic() - started:.0f} seconds", file=sys.stderr)
    return 1 if count.milder or count.narrower or not count.steps else 0


if __name__ == "__main__":
    sys.exit(main())
