"""Within which facts the answer stands, and how far a number given lies from the thresholds.

The bounds are a smallest box: facts are dropped while the exact answer stands, then each number left is widened cell
by cell, the others already widened, until no side can move. So they are a minimal explanation as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from licensekit.meaning.domain import NOT_NEGATIVE, Amount, Cut, Domain, Interval, cells, compare
from licensekit.evaluate.inquiry import Answer, Inquiry
from licensekit.evaluate.reasons import domain_shown, interval_shown
from licensekit.evaluate.shown import BoundShown, Headroom
from licensekit.evaluate.standing import World
from licensekit.limits import MAX_QUESTION_NODES
from licensekit.truth import TRUE, UNKNOWN
from licensekit.values import grouped
from licensekit.values import value_shown as shown

ABOVE_ZERO: Final = Cut(0, after=True)
"""Where a number begins to say that there is something: that a product exists, or that the year was not without."""


def bounds(inquiry: Inquiry) -> tuple[BoundShown, ...]:
    """A smallest set of facts, with the widest values, in which verdicts and duties are what they are."""
    knowledge = inquiry.knowledge
    box = _Box(inquiry.afresh(limit=MAX_QUESTION_NODES), inquiry.answer())
    facts = box.without_what_does_not_matter({name: knowledge.ground[name] for name in knowledge.given})
    for variable in _in_text_order(inquiry, facts):
        if isinstance(facts[variable], Interval) and variable not in knowledge.layout.dates:
            facts = box.widened(facts, variable)
    return tuple(_shown(inquiry, facts))


def _in_text_order(inquiry: Inquiry, facts: Mapping[str, Domain]) -> list[str]:
    order = {name: at for at, name in enumerate(inquiry.knowledge.layout.first_use)}
    return sorted(facts, key=lambda name: (order.get(name, len(order)), name))


@dataclass(frozen=True)
class _Box:
    inquiry: Inquiry
    """The question, with fewer worlds to be looked at for each box that is tried."""
    answer: Answer
    """The answer that must stand, found with all the worlds that a decision may look at."""

    def stands(self, facts: Mapping[str, Domain]) -> bool:
        """Whether the answer is the same in all worlds of these facts, which say less than what is given.

        It must also be the same in the worlds that are left where what may be assumed of the rest is assumed.
        Where there are too many worlds the answer looked at says too much, never too little: one that is no wider
        than the answer that must stand proves that the true one, which lies between them, is the same.
        """
        knowledge = self.inquiry.knowledge
        world = knowledge.grounded(facts)
        knowledge.closure.close(world)
        if not self._same_in(world):
            return False
        assumed = knowledge.assumable(world)
        if not assumed:
            return True
        world |= assumed
        knowledge.closure.close(world)
        return self._same_in(world)

    def _same_in(self, world: World) -> bool:
        return self.inquiry.at(world).answer().says == self.answer.says

    def without_what_does_not_matter(self, facts: dict[str, Domain]) -> dict[str, Domain]:
        """Drop each fact that was given, the last named in the text first, if the answer stands without it."""
        given = self.inquiry.knowledge.given
        for name in dict.fromkeys(given[variable] for variable in reversed(_in_text_order(self.inquiry, facts))):
            fewer = {variable: known for variable, known in facts.items() if given[variable] != name}
            if self.stands(fewer):
                facts = fewer
        return facts

    def widened(self, facts: dict[str, Domain], variable: str) -> dict[str, Domain]:
        """Widen a number by whole cells while the answer stands, upwards and downwards."""
        pieces = cells(NOT_NEGATIVE, self._cuts(variable), whole=self._whole(variable))
        known = facts[variable]
        assert isinstance(known, Interval)
        for piece in pieces:
            wider = Interval(known.low, piece.high, known.low_open, piece.high_open)
            if not _extends(piece.high, known.high, piece.high_open, known.high_open):
                continue
            if not self.stands({**facts, variable: wider}):
                break
            known = wider
        for piece in reversed(pieces):
            wider = Interval(piece.low, known.high, piece.low_open, known.high_open)
            if piece.low > known.low or (piece.low == known.low and piece.low_open >= known.low_open):
                continue
            if not self.stands({**facts, variable: wider}):
                break
            known = wider
        return {**facts, variable: known}

    def _cuts(self, variable: str) -> tuple[Cut, ...]:
        """Zero, and a number's own cuts; for one that only bounds others, the cuts of all numbers in its unit."""
        layout = self.inquiry.knowledge.layout
        if variable in layout.numbers:
            return tuple(sorted({ABOVE_ZERO, *layout.sorted_cuts(variable)}))
        currency = variable.split(":")[1] if ":" in variable else ""
        alike = (cuts for spot, _, cuts in layout.numbers.values() if spot.currency == currency)
        return tuple(sorted({ABOVE_ZERO, *(cut for cuts in alike for cut in cuts)}))

    def _whole(self, variable: str) -> bool:
        return ":" not in variable


def _extends(end: Amount | None, known: Amount | None, end_open: bool, known_open: bool) -> bool:
    """Whether an upper end lies further up than another."""
    if known is None or end is None:
        return known is not None
    return end > known or (end == known and known_open and not end_open)


def _shown(inquiry: Inquiry, facts: Mapping[str, Domain]) -> Iterator[BoundShown]:
    layout = inquiry.knowledge.layout
    for variable in _in_text_order(inquiry, facts):
        known = facts[variable]
        name = inquiry.knowledge.given[variable]
        if isinstance(known, Interval) and variable not in layout.dates:
            currency = variable.split(":")[1] if ":" in variable else ""
            yield BoundShown(name, interval_shown(known, currency))
        else:
            yield BoundShown(name, domain_shown(inquiry, variable, known, ""))


def headroom(inquiry: Inquiry) -> tuple[Headroom, ...]:
    """For each number given, its distance from every threshold that reads it and that it decides."""
    return tuple(_headroom(inquiry))


def _headroom(inquiry: Inquiry) -> Iterator[Headroom]:
    for variable, compares, threshold, program, number in inquiry.knowledge.layout.comparisons:
        known = inquiry.knowledge.world.get(variable)
        if not isinstance(known, Interval) or variable not in inquiry.knowledge.given:
            continue
        truth = compare(known, compares.comparison, threshold)
        if truth is UNKNOWN:
            continue
        spot = inquiry.knowledge.layout.numbers[variable][0]
        nearest = known.low if known.low >= threshold or known.high is None else known.high
        clause = program.clauses[number]
        yield Headroom(
            fact=spot.fact,
            value=interval_shown(known, spot.currency),
            comparison=compares.comparison.replace("_", " "),
            threshold=shown(compares.amount),
            margin=f"{grouped(_distance(threshold, nearest))} {spot.currency}".rstrip(),
            met=truth is TRUE,
            license=program.license.id,
            clause=clause.id,
            locator=clause.locator,
        )


def _distance(one: Amount, other: Amount) -> Amount:
    return one - other if one >= other else other - one
