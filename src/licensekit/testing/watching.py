"""Can a case notice an edit? Not where what the case gives settles every clause that is edited, and alike."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Final, NamedTuple

from licensekit.decision.inquiry import Inquiry
from licensekit.decision.knowledge import assumed_value
from licensekit.errors import FactsError
from licensekit.meaning.formula import variables_of
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single
from licensekit.model.cases import Case, ExpectAsks
from licensekit.model.clauses import Grant
from licensekit.testing.cases import inquiry_of, reading_of
from licensekit.testing.collect import Collected
from licensekit.testing.subject import with_license
from licensekit.truth import FALSE, TRUE, UNKNOWN
from licensekit.vocabulary.facts import FACTS


class Chance(Enum):
    """How a clause that is edited stands in what a case gives, and so whether the case may notice the edit."""

    GOOD = 0
    """It holds before and not after, or the other way round."""
    FAIR = 1
    """It holds or not before, and is open after, or the other way round."""
    SLIGHT = 2
    """It is open before and after, though not the same; noticed only where some use tells the edit at all."""
    NONE = 3
    """It stands alike, and is not open."""


class Change(NamedTuple):
    """A clause that an edit changes: its condition alone, or more of it."""

    clause: str
    here: int | None
    """Its number in the licence as it is; none where it is new."""
    there: int | None
    more: bool
    """Whether another part of it is changed than its condition: it is left out, covers fewer acts, is lifted less."""


def changes(terms: Single, other: Single) -> tuple[Change, ...] | None:
    """The clauses that stand otherwise in an edited licence; None where more than clauses is edited."""
    before, after = terms.program, other.program
    if terms.successors != other.successors or before.license.readings is not after.license.readings:
        return None
    return tuple(_changes(before, after))


def _changes(before: Program, after: Program) -> Iterator[Change]:
    for name in dict.fromkeys((*before.number, *after.number)):
        here, there = before.number.get(name), after.number.get(name)
        if here is None or there is None:
            yield Change(name, here, there, more=True)
            continue
        clause, changed = before.clauses[here], after.clauses[there]
        more = clause is not changed and clause != changed.model_copy(update={"when": clause.when})
        more = more or _lifters(before, here) != _lifters(after, there)
        if more or before.as_written.own(here) is not after.as_written.own(there):
            yield Change(name, here, there, more=more)


def _lifters(program: Program, number: int) -> tuple[str, ...]:
    return tuple(program.clauses[lifter].id for lifter in program.lifters[number])


class Watching:
    """A case, and what it gives, worked out once under the licence as it is."""

    def __init__(self, collected: Collected, terms: Single) -> None:
        self.collected: Final = Collected(collected.case, with_license(collected.terms, terms), collected.source)
        """The case, decided under the very licence of which edits are made."""
        self._program: Final = terms.program
        case = collected.case
        self.asks: Final = any(isinstance(each, ExpectAsks) for each in case.expect)
        """Whether questions are to be worked out, which takes longest."""
        # Of several questions the order counts, on which any clause can bear that reads a fact.
        in_order = any(isinstance(each, ExpectAsks) and len(each.facts) > 1 for each in case.expect)
        self._inquiries: Final = () if in_order else tuple(self._put(case))

    def _put(self, case: Case) -> Iterator[Inquiry]:
        """The question that the case puts, under each reading for which it expects something."""
        stated = dict.fromkeys(tuple(reading_of(each).items()) for each in case.expect)
        try:
            for readings in {(): None} | stated:
                inquiry = inquiry_of(case, self.collected.terms, dict(readings))
                if inquiry.matter.exchange.plain:
                    yield inquiry
        except FactsError:  # the case fails, and says so
            return

    def chance(self, other: Single, edited: tuple[Change, ...] | None) -> Chance:
        """How likely the case comes out otherwise under an edited licence."""
        if edited is None or not self._inquiries:
            return Chance.GOOD
        chances = [Chance.NONE]
        for inquiry in self._inquiries:
            if self._assumes_otherwise(inquiry, other.program, edited):
                return Chance.GOOD
            chances += [self._moves(inquiry, other.program, leaf, each) for leaf in inquiry.leaves for each in edited]
        return min(chances, key=lambda each: each.value)

    def _moves(self, inquiry: Inquiry, other: Program, leaf: str, change: Change) -> Chance:
        """Whether a clause that bears on an act stands otherwise, or may, in what the case gives."""
        _, here, there, more = change
        bears = here is not None and here in self._program.taking_part((leaf,))
        if not bears and not (more and there is not None and there in other.taking_part((leaf,))):
            return Chance.NONE
        truths = inquiry.truths(leaf)
        stands = [
            (isinstance(program.clauses[number], Grant), truths.of(program.as_written.own(number)))
            for program, number in ((self._program, here), (other, there))
            if number is not None
        ]
        if more:  # why an act is not granted may rest on a grant whose condition fails
            own = {truth for _, truth in stands}
            return Chance.GOOD if TRUE in own else Chance.FAIR if own != {FALSE} or stands[0][0] else Chance.NONE
        (_, before), (_, after) = stands
        if before is after:
            return Chance.SLIGHT if before is UNKNOWN else Chance.NONE
        return Chance.FAIR if UNKNOWN in {before, after} else Chance.GOOD

    def _assumes_otherwise(self, inquiry: Inquiry, other: Program, edited: tuple[Change, ...]) -> bool:
        """Whether something is assumed under the licence, and not under its edited form, or the other way round."""
        led_on = {source for step in inquiry.knowledge.steps for source in step.sources}
        if not led_on.isdisjoint(inquiry.knowledge.assumed):
            read, read_then = (
                variables_of(*(program.as_written.own(number) for number in numbers if number is not None))
                for program, numbers in (
                    (self._program, [each.here for each in edited]),
                    (other, [each.there for each in edited]),
                )
            )
            if not (led_on & inquiry.knowledge.assumed.keys()).isdisjoint({*read} - {*read_then}):
                return True
        if self.collected.case.assume == "none":
            return False
        safe = ((name, FACTS.get(name.partition("@")[0])) for name in inquiry.matter.facts)
        return any(
            info is not None
            and info.assumption == "safe"
            and self._program.safe_side(name, assumed_value(info)) is not other.safe_side(name, assumed_value(info))
            for name, info in safe
        )
