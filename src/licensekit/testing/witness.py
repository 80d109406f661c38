"""From cells to a case: the use that a search found, written with as few facts as will do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import ROUND_UP, Decimal
from typing import Final

from licensekit.api import LicenseTerms
from licensekit.errors import FactsError
from licensekit.evaluate import Decision
from licensekit.evaluate.closing import Contradiction
from licensekit.evaluate.conditions import AS_OF
from licensekit.meaning.domain import Amount, Domain, Interval, meet
from licensekit.model.cases import Case, GivenApproval, GivenAttestation, GivenFact
from licensekit.model.clauses import Gate
from licensekit.model.license import License
from licensekit.testing.answers import answer_of, contrast, expected_of, under
from licensekit.testing.apart import Found, Stated
from licensekit.testing.cases import decider, passes
from licensekit.values import Exactly, Money, Rate, Value
from licensekit.vocabulary.facts import FACTS

ATTESTED_BY: Final = "author"
SOME_DAY: Final = date(2026, 1, 1)
"""The day of an attestation or a rate, where neither the case nor the licence names one."""
SMALLEST_RATE: Final = Decimal("0.0001")


def case_for(found: Found, terms: LicenseTerms, name: str) -> Case:
    """The use that was found, as a case that expects nothing yet. Its conduct is attested where it must be clean."""
    facts = dict(values_of(found))
    as_of = facts.pop(AS_OF, None)
    on = as_of if isinstance(as_of, date) else None
    given, groups = _attested(facts)
    attested = (
        GivenAttestation(by=ATTESTED_BY, on=on or terms.license.released or SOME_DAY, groups=groups) if groups else None
    )
    return Case(
        name=name,
        licenses=(terms.license.id,),
        acts=(found.leaf,),
        as_of=on,
        given=tuple(GivenFact(fact=fact, value=Exactly(value)) for fact, value in given.items()),
        approvals=tuple(_approvals(terms.license, found.stated)),
        indices=found.indices,
        attested=attested,
    )


def with_rate(case: Case, found: Found) -> Case | None:
    """The same use with a rate of exchange, where an amount lies in different cells in two currencies.

    A case gives an amount once; only a rate says what it is in the other currency. None where no rate is needed.
    """
    amounts: dict[str, Money] = {}
    for name, value in _points(found):
        if not isinstance(value, Money):
            continue
        first = amounts.setdefault(name, value)
        if first.currency != value.currency and first.amount > 0:
            on = case.as_of or SOME_DAY
            rate = (value.amount / first.amount).quantize(SMALLEST_RATE, ROUND_UP)
            return case.model_copy(update={"rates": (Rate(first.currency, value.currency, rate, on),)})
    return None


def values_of(found: Found) -> Mapping[str, Value]:
    """A value in each cell, such that all can be so at once; numbers and days at the low end."""
    values: dict[str, Value] = {}
    for name, value in _points(found):
        values.setdefault(name, value)
    return values


def _points(found: Found) -> Iterator[tuple[str, Value]]:
    """A point in each cell, by fact; a fact in two currencies stands there twice."""
    world = {**found.known, **found.facts}
    found.closure.close(world)
    for variable in found.facts:
        before = dict(world)
        chosen, name, value = value_at(found, variable, world[variable])
        world[variable] = chosen
        try:
            found.closure.close(world)
        except Contradiction:  # another number that this one bounds has no room left
            world = before
            continue
        yield name, value


def value_at(found: Found, variable: str, cell: Domain) -> tuple[Domain, str, Value]:
    """A point of a cell: as the world has it, and as a case gives it under the fact's name."""
    match cell:
        case Interval() if variable in found.layout.numbers:
            spot, whole, _ = found.layout.numbers[variable]
            point = point_in(cell, whole=whole)
            if point == 0 and _in_several_currencies(found, spot.fact) and meet(cell, Interval(1, 1)):
                point = 1  # zero is zero in every currency
            value: Value = int(point) if whole else Money(Decimal(point), spot.currency)
            return Interval(point, point), spot.fact, value
        case Interval():
            return Interval(cell.first, cell.first), variable, date.fromordinal(cell.first)
        case bool() | str() | frozenset():
            return cell, variable, cell
        case _:
            raise AssertionError(cell)


def _in_several_currencies(found: Found, fact: str) -> bool:
    return sum(spot.fact == fact for spot, _, _ in found.layout.numbers.values()) > 1


def point_in(cell: Interval, *, whole: bool) -> Amount:
    """The lowest number of a cell that is easily written."""
    if not cell.low_open:
        return cell.low
    step: Amount = 1 if whole else Decimal(1)
    while cell.high is not None and (cell.low + step > cell.high or (cell.low + step == cell.high and cell.high_open)):
        step = Decimal(step) / 10
    return cell.low + step


def _attested(facts: Mapping[str, Value]) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The facts that are given, and the groups of clean-hands facts that are attested instead."""
    given: dict[str, Value] = {}
    groups: dict[str, None] = {}
    for name, value in facts.items():
        info = FACTS.get(name.partition("@")[0].partition("[")[0])
        if info is not None and info.group and value is False:
            groups[info.group] = None
        else:
            given[name] = value
    return given, tuple(groups)


def _approvals(license: License, stated: Stated) -> Iterator[GivenApproval]:
    holders = {clause.id: clause.holder for clause in license.clauses if isinstance(clause, Gate)}
    for gate in stated.held:
        if gate in holders:
            yield GivenApproval(gate=gate, holder=holders[gate])


# --- fewer facts, and what to expect ----------------------------------------------------------------------


def witness(found: Found, terms: LicenseTerms, other: LicenseTerms, name: str) -> Case | None:
    """The use that was found, as a case that the first licence alone passes; None if none can say it."""
    case = case_for(found, terms, name)
    told = telling(case, terms, other, found.stated.reading)
    if told is None and (rated := with_rate(case, found)) is not None:
        told = telling(rated, terms, other, found.stated.reading)
    return told


def telling(case: Case, terms: LicenseTerms, other: LicenseTerms, reading: tuple[str, str] | None) -> Case | None:
    """The case with as few facts as tell two licences apart, and with the first one's answer as what it expects.

    None if it does not tell them apart. `reading` is a reading chosen otherwise, under which alone they differ.
    """
    answer = _answer(case, terms, reading)
    if answer is None or answer == _answer(case, other, reading):
        return None
    case = smallest(
        case, lambda fewer: _answer(fewer, terms, reading) == answer and _answer(fewer, other, reading) != answer
    )
    return _expecting(case, terms, other, reading)


def smallest(case: Case, stands: Callable[[Case], bool]) -> Case:
    """The case without the facts, approvals and statements that can be left out while something stands.

    Days stay where they are: to find out what holds whatever the day takes longest, and a day is easily read.
    """
    days = [one for one in case.given if isinstance(one.value, Exactly) and isinstance(one.value.value, date)]
    for at in range(len(case.given) - 1, -1, -1):
        if case.given[at] not in days:
            case = _if_stands(case, "given", case.given[:at] + case.given[at + 1 :], stands)
    for at in range(len(case.approvals) - 1, -1, -1):
        case = _if_stands(case, "approvals", case.approvals[:at] + case.approvals[at + 1 :], stands)
    if case.attested is not None:
        for group in case.attested.groups:
            attested = case.attested
            groups = tuple(other for other in attested.groups if other != group)
            left = attested.model_copy(update={"groups": groups}) if groups else None
            case = _if_stands(case, "attested", left, stands)
            if case.attested is None:
                break
    if case.rates:
        case = _if_stands(case, "rates", (), stands)
    if case.as_of is not None and not days:
        case = _if_stands(case, "as_of", None, stands)
    return _if_stands(case, "indices", (), stands) if case.indices else case


def _if_stands(case: Case, field: str, value: object, stands: Callable[[Case], bool]) -> Case:
    fewer = case.model_copy(update={field: value})
    return fewer if stands(fewer) else case


def _answer(case: Case, terms: LicenseTerms, reading: tuple[str, str] | None) -> object:
    """What a case can expect of the answer, under another reading less. None if what is given contradicts itself."""
    decision = decided(case, terms, reading)
    if decision is None:
        return None
    answer = answer_of(decision)
    return answer if reading is None else (decision.verdict, answer.duties)


def decided(case: Case, terms: LicenseTerms, reading: tuple[str, str] | None = None) -> Decision | None:
    """The answer to what a case gives; None if that contradicts itself, or names what these terms do not have."""
    try:
        return decider(case, terms)({} if reading is None else dict([reading]))
    except FactsError:
        return None


def _expecting(case: Case, terms: LicenseTerms, other: LicenseTerms, reading: tuple[str, str] | None) -> Case | None:
    decision, instead = decided(case, terms), decided(case, other)
    assert decision is not None
    own = terms.license.id
    expected = expected_of(decision, own, questions=False)
    if reading is not None:
        otherwise, instead_then = decided(case, terms, reading), decided(case, other, reading)
        if otherwise is not None and instead_then is not None:
            expected = (*expected, *under(otherwise, instead_then, own, reading))
    case = case.model_copy(update={"expect": expected})
    if instead is not None and passes(case, other):
        case = case.model_copy(update={"expect": (*expected, *contrast(decision, instead, own))})
    return None if passes(case, other) else case
