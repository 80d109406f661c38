"""Boundary cases: for every threshold and date, the uses just below, at and just above it, and with it unknown.

The other facts are held where the threshold matters: they are those of a path to where the answers on its two sides
differ, in two worlds that differ in that one number or day alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from licensekit.api import LicenseTerms
from licensekit.decision.inquiry import Inquiry
from licensekit.diagram.nodes import Node, TooManySteps
from licensekit.diagram.pairs import Copies, copied, copies_of
from licensekit.diagram.worlds import dates_that_can_be
from licensekit.meaning.days import linked
from licensekit.meaning.domain import Domain, Interval, narrowed
from licensekit.meaning.rules import Contradiction
from licensekit.meaning.variable import AS_OF, AmountVariable, OrderVariable, Variable, World, interval_of
from licensekit.model.cases import Case, ExpectDuty, GivenFact
from licensekit.testing.cases import OtherReading
from licensekit.testing.telling import Original, way_to_differ
from licensekit.testing.thresholds import TestedThreshold, thresholds
from licensekit.testing.witnesses import answer_of, case_of, decided, expected_of, live_duties, smallest, under
from licensekit.values import Exactly, Money


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A use beside, at or without a threshold, as a case with the answer that the licence gives now."""

    where: str
    """`just below`, `at`, `just above`, `unknown`."""
    case: Case


MOST_TOO_LARGE: Final = 5
"""Thresholds that are too large to decide, after which no further one is looked at: each may take seconds."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """The uses around one threshold; none where it matters in no use, or, if not `decided`, where it may matter."""

    threshold: TestedThreshold
    proposals: tuple[_Proposal, ...]
    decided: bool = True


def boundaries(terms: LicenseTerms) -> tuple[Boundary, ...]:
    """The uses around every threshold and date of a licence, clause by clause. The names of the cases differ."""
    original = Original(terms)
    program = original.single.program
    met: dict[tuple[object, ...], Boundary] = {}
    for threshold in thresholds(program, original.meaning):
        key = (threshold.subject, threshold.variable, threshold.edge, threshold.changes)
        if key not in met:
            too_large = sum(not each.decided for each in met.values()) >= MOST_TOO_LARGE
            given_up = too_large or original.is_spent
            met[key] = Boundary(threshold, (), decided=False) if given_up else _boundary(original, threshold)
    return tuple(_named_apart(met.values()))


def _named_apart(unnamed: Iterable[Boundary]) -> Iterator[Boundary]:
    """The same with a number behind each name that was used before."""
    used: dict[str, int] = {}
    for boundary in unnamed:
        proposals = []
        for each in boundary.proposals:
            times = used[each.case.name] = used.get(each.case.name, 0) + 1
            name = each.case.name if times == 1 else f"{each.case.name} ({times})"
            proposals.append(replace(each, case=each.case.model_copy(update={"name": name})))
        yield replace(boundary, proposals=tuple(proposals))


def _boundary(original: Original, threshold: TestedThreshold) -> Boundary:
    try:
        crossing = next(_crossings(original, threshold), None)
    except TooManySteps:
        return Boundary(threshold, (), decided=False)
    return Boundary(threshold, () if crossing is None else tuple(crossing.proposals()))


# -- where a threshold matters ---------------------------------------------------------------------------------


def _crossings(original: Original, threshold: TestedThreshold) -> Iterator[_Crossing]:
    """Uses whose answer changes when the threshold is crossed: as readings are taken, then under another one."""
    kinds = [_Kind(original, leaf, threshold) for leaf in original.kinds]
    for kind in kinds:
        for path in kind.paths(kind.asked):
            yield _Crossing(original, threshold, kind.asked, path)
    for kind in kinds:
        for variable, option in original.other_readings():
            reading = variable.reading, option
            for path in kind.paths(kind.asked.reading({variable: option}), of=("verdict", "duty")):
                yield _Crossing(original, threshold, kind.asked, path, reading)


class _Kind:
    """An act, and two worlds that differ in the number or day of a threshold alone."""

    def __init__(self, original: Original, leaf: str, threshold: TestedThreshold) -> None:
        self.asked, self.sayings, self.threshold = original.asked(leaf), original.sayings(leaf), threshold
        matter = self.asked.matter
        self.copies: Copies = copies_of(matter.diagrams, (threshold.variable,), matter.atoms)

    def paths(self, asked: Inquiry, *, of: tuple[str, ...] = ()) -> Iterator[dict[Variable, Domain]]:
        """Paths to where what is said in the two worlds differs; of the second world they say nothing."""
        both = self._worlds(asked)
        if both is None:
            return
        low, high = both
        asked.matter.diagrams.begin()
        for about in self.sayings.about:
            node = self.sayings.of(about)
            moved = copied(asked.matter.diagrams, node, self.copies)
            if moved is node or (of and about[0] not in of):
                continue
            known = self._together(low, high)
            if known is None:
                return
            lasting = tuple(self._dates(known))

            def ties(_: Node, node: Node = node, lasting: tuple[Node, ...] = lasting) -> Iterable[Node]:
                again = (copied(asked.matter.diagrams, tie, self.copies) for tie in asked.at(high).ties(node))
                return (*asked.at(low).ties(node), *again, *lasting)

            path = way_to_differ(asked.at(known), node, moved, ties)
            if path is not None:
                yield {name: part for name, part in path.items() if name not in self.copies.values()}

    def _worlds(self, asked: Inquiry) -> tuple[World, World] | None:
        """What is known on either side; None where one of them cannot be."""
        worlds = []
        for point in self.threshold.changes:
            world = dict(asked.world)
            for variable, value in (*self.threshold.anchors.items(), (self.threshold.variable, point)):
                inside = narrowed(world.get(variable), value)
                if inside is None:
                    return None
                world[variable] = inside
            try:
                asked.knowledge.common.rules.close(world)
            except Contradiction:
                return None
            worlds.append(world)
        return worlds[0], worlds[1]

    def _together(self, low: World, high: World) -> dict[Variable, Domain] | None:
        """What is known in both worlds together, of which the threshold's fact has a value of its own in each."""
        known, moving = dict(low), self.threshold.variable
        for name, part in high.items():
            inside = narrowed(known.get(name), part) if name != moving else low[name]
            if inside is None:
                return None
            known[name] = inside
        return {**known, self.copies[moving]: high[moving]}

    def _dates(self, known: World) -> Iterator[Node]:
        """Which comparisons with dates that both worlds share can hold together."""
        matter = self.asked.matter
        orders = [each for each in matter.atoms if isinstance(each, OrderVariable)]
        again = [copy for each in orders if isinstance(copy := self.copies.get(each), OrderVariable)]
        cuts = {**matter.cuts, **{copy: matter.cuts.get(name, ()) for name, copy in self.copies.items()}}
        for group in linked((*orders, *again)) if again else ():
            dates = {name: interval_of(name, known) for each in group for name in (each.date, each.other)}
            yield dates_that_can_be(matter.diagrams, group, dates, cuts)


# -- the uses around it ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Crossing:
    """A use in which a threshold matters, perhaps under another reading alone."""

    original: Original
    threshold: TestedThreshold
    asked: Inquiry
    path: World
    reading: OtherReading | None = None

    def proposals(self) -> Iterator[_Proposal]:
        """The uses around the threshold, with as few facts as will do."""
        low, high = self.threshold.changes
        case = self._case(low)
        if case is None:
            return
        answers = [self._says(case), self._says(self._moved(case, high))]

        def stands(fewer: Case) -> bool:
            return self._gives(fewer) and [self._says(fewer), self._says(self._moved(fewer, high))] == answers

        kept = smallest(case, stands) if None not in answers else case
        uses = [(where, self._at(kept, point)) for where, point in self.threshold.marks]
        yield from self._expecting([*uses, ("unknown", self._moved(kept, None))])

    def _at(self, case: Case, point: Interval) -> Case:
        """The same use at another point; with other facts, where these contradict it there."""
        moved = self._moved(case, point)
        return moved if decided(moved, self.original.terms) is not None else self._case(point) or moved

    def _expecting(self, uses: list[tuple[str, Case]]) -> Iterator[_Proposal]:
        """The uses with names and with what the licence answers; a duty that applies in one is denied in the others."""
        terms, threshold = self.original.terms, self.threshold
        decisions = [(where, case, decision) for where, case in uses if (decision := decided(case, terms)) is not None]
        own = terms.license.id
        live = dict.fromkeys(name for _, _, decision in decisions for name in live_duties(decision, own))
        for where, case, decision in decisions:
            place = f"{where} {threshold.edge}" if where != "unknown" else f"unknown, against {threshold.edge}"
            name = f"{threshold.subject.partition(' ')[2]}: {threshold.fact} {place}"
            here = live_duties(decision, own)
            absent = tuple(ExpectDuty(duty=duty, absent=True) for duty in live if duty not in here)
            expected = (*expected_of(decision, own), *absent)
            otherwise = None if self.reading is None else decided(case, terms, self.reading)
            if self.reading is not None and otherwise is not None:
                expected = (*expected, *under(otherwise, decision, own, self.reading))
            yield _Proposal(where, case.model_copy(update={"name": name, "expect": expected}))

    def _says(self, case: Case) -> object:
        """What the licence answers; None where the facts contradict each other."""
        self.original.ask_more()
        decision = decided(case, self.original.terms, self.reading)
        return None if decision is None else answer_of(decision)

    def _case(self, point: Interval) -> Case | None:
        path = dict(self.path) | dict(self.threshold.anchors.items()) | {self.threshold.variable: point}
        return case_of(self.original.terms, self.asked, path)

    def _gives(self, case: Case) -> bool:
        if self.threshold.variable == AS_OF:
            return case.as_of is not None
        return any(fact.fact == self.threshold.fact for fact in case.given)

    def _moved(self, case: Case, point: Interval | None) -> Case:
        """The same use with the number or day at another point; at none, where it is unknown."""
        variable = self.threshold.variable
        if variable == AS_OF:
            return case.model_copy(update={"as_of": None if point is None else date.fromordinal(point.first)})
        others = tuple(fact for fact in case.given if fact.fact != self.threshold.fact)
        if point is None:
            return case.model_copy(update={"given": others})
        value: int | date | Money = point.first
        if isinstance(variable, AmountVariable):
            value = Money(Decimal(point.low), variable.currency)
        elif variable.type == "date":
            value = date.fromordinal(point.first)
        moved = GivenFact(fact=self.threshold.fact, value=Exactly(value))
        given = tuple(moved if fact.fact == moved.fact else fact for fact in case.given)
        return case.model_copy(update={"given": given})
