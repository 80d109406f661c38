"""Boundary cases: for every threshold and date, the uses just below, at and just above it, and with it unknown.

The other facts are held where the clause matters: they are those of a use whose answer changes when that one number
or day crosses the threshold, found by the search of apart.py over two worlds that differ in it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from licensekit.api import LicenseTerms
from licensekit.meaning.variable import AS_OF
from licensekit.evaluate.setting import Setting
from licensekit.meaning.terms import Single
from licensekit.limits import MAX_NODES
from licensekit.model.cases import Case, Expectation, ExpectDuty, GivenFact
from licensekit.testing.answers import answer_of, expected_of, live_duties, under
from licensekit.testing.apart import Apart, Found, Undecided, indices_of
from licensekit.testing.thresholds import Point, Threshold, thresholds
from licensekit.testing.touched import Bearing, lifted_by
from licensekit.testing.witness import case_for, decided, smallest, value_at
from licensekit.values import Exactly


@dataclass(frozen=True, slots=True)
class Proposal:
    """A use beside, at or without a threshold, as a case with the answer that the licence gives now."""

    where: str
    """`just below`, `at`, `just above`, `unknown`."""
    case: Case


@dataclass(frozen=True, slots=True)
class Boundary:
    """The uses around one threshold; none where it matters in no use, or, if not `decided`, where none was found."""

    threshold: Threshold
    proposals: tuple[Proposal, ...]
    decided: bool = True

    @property
    def clause(self) -> str:
        """What the threshold stands in, without its kind."""
        return self.threshold.subject.partition(" ")[2]


def boundaries(terms: LicenseTerms, *, limit: int = MAX_NODES) -> tuple[Boundary, ...]:
    """The uses around every threshold and date of a licence, clause by clause. The names of the cases differ."""
    single = terms.terms
    assert isinstance(single, Single)
    setting = Setting(indices=indices_of(single))
    found: dict[tuple[object, ...], Boundary] = {}
    for threshold in thresholds(single.program, setting):
        key = (threshold.subject, threshold.variable, threshold.edge, threshold.changes)
        if key not in found:
            found[key] = _boundary(terms, single, threshold, limit)
    return tuple(_told_apart(found.values()))


def _told_apart(found: Iterable[Boundary]) -> Iterator[Boundary]:
    """The same with a number behind each name that was used before."""
    used: dict[str, int] = {}
    for boundary in found:
        proposals = []
        for one in boundary.proposals:
            times = used[one.case.name] = used.get(one.case.name, 0) + 1
            name = one.case.name if times == 1 else f"{one.case.name} ({times})"
            proposals.append(replace(one, case=one.case.model_copy(update={"name": name})))
        yield replace(boundary, proposals=tuple(proposals))


def _boundary(terms: LicenseTerms, single: Single, threshold: Threshold, limit: int) -> Boundary:
    bearing = None
    if threshold.clauses is not None:
        lifted = lifted_by(list(threshold.clauses), (single.program,))
        bearing = Bearing(threshold.clauses, lifted)
    low, high = ({threshold.variable: point} for point in threshold.changes)
    search = Apart(single, single, bearing, fixed=(low, high), shared=threshold.anchors, limit=limit)
    try:
        found = search.found()
    except Undecided:
        return Boundary(threshold, (), decided=False)
    if found is None:
        return Boundary(threshold, ())
    return Boundary(threshold, tuple(_proposals(terms, threshold, found)))


def _proposals(terms: LicenseTerms, threshold: Threshold, found: Found) -> Iterator[Proposal]:
    """The uses around a threshold, with the facts of one in which it matters, as few as will do."""
    low = _case(terms, threshold, found, threshold.changes[0])
    answers = [_says(terms, case, found) for case in (low, _moved(low, threshold, threshold.changes[1], found))]

    def stands(fewer: Case) -> bool:
        if not _gives(fewer, threshold):
            return False
        there = _moved(fewer, threshold, threshold.changes[1], found)
        return [_says(terms, fewer, found), _says(terms, there, found)] == answers

    kept = smallest(low, stands) if None not in answers else low
    uses = [("unknown", _without(kept, threshold))]
    for where, point in threshold.marks[::-1]:
        case = _moved(kept, threshold, point, found)
        uses.append((where, case if decided(case, terms) is not None else _case(terms, threshold, found, point)))
    yield from _expecting(terms, threshold, found, uses[::-1])


def _expecting(
    terms: LicenseTerms, threshold: Threshold, found: Found, uses: list[tuple[str, Case]]
) -> Iterator[Proposal]:
    """The uses with names and with what the licence answers; a duty that applies in one is denied in the others."""
    decisions = [(where, case, decision) for where, case in uses if (decision := decided(case, terms)) is not None]
    own = terms.license.id
    live = dict.fromkeys(name for _, _, decision in decisions for name in live_duties(decision, own))
    for where, case, decision in decisions:
        place = f"{where} {threshold.edge}" if where != "unknown" else f"unknown, against {threshold.edge}"
        name = f"{threshold.subject.partition(' ')[2]}: {threshold.fact} {place}"
        here = live_duties(decision, own)
        absent = tuple(ExpectDuty(duty=duty, absent=True) for duty in live if duty not in here)
        expected = (*expected_of(decision, own), *absent)
        if found.stated.reading is not None:
            expected = (*expected, *_under(case, terms, found.stated.reading))
        yield Proposal(where, case.model_copy(update={"name": name, "expect": expected}))


def _under(case: Case, terms: LicenseTerms, reading: tuple[str, str]) -> Iterator[Expectation]:
    """What the licence answers under a reading, where that is not what it answers as taken."""
    otherwise, taken = decided(case, terms, reading), decided(case, terms)
    if otherwise is not None and taken is not None:
        yield from under(otherwise, taken, terms.license.id, reading)


def _says(terms: LicenseTerms, case: Case, found: Found) -> object:
    """What the licence answers; None where the facts contradict each other."""
    decision = decided(case, terms, found.stated.reading)
    return None if decision is None else answer_of(decision)


def _case(terms: LicenseTerms, threshold: Threshold, found: Found, point: Point) -> Case:
    """The use that was found, with the number or day at a point."""
    facts = {threshold.variable: point, **threshold.anchors, **found.facts}
    return case_for(replace(found, facts=facts), terms, threshold.subject)


def _gives(case: Case, threshold: Threshold) -> bool:
    if threshold.fact == AS_OF:
        return case.as_of is not None
    return any(one.fact == threshold.fact for one in case.given)


def _moved(case: Case, threshold: Threshold, point: Point, found: Found) -> Case:
    """The same use with the number or day at another point."""
    if threshold.fact == AS_OF:
        return case.model_copy(update={"as_of": date.fromordinal(point.first)})
    value = Exactly(value_at(found, threshold.variable, point)[2])
    given = tuple(GivenFact(fact=one.fact, value=value) if one.fact == threshold.fact else one for one in case.given)
    return case.model_copy(update={"given": given})


def _without(case: Case, threshold: Threshold) -> Case:
    """The same use with the number or day unknown."""
    if threshold.fact == AS_OF:
        return case.model_copy(update={"as_of": None})
    return case.model_copy(update={"given": tuple(one for one in case.given if one.fact != threshold.fact)})
