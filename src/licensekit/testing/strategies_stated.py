"""What is stated beside a use: the as-of date and rates of exchange, at days and amounts that a licence tells apart.

Neither is a fact, so that no use holds them; `evaluate` takes them beside it. The first of each is nothing at all,
which is what a failing example shrinks to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias, TypedDict

from hypothesis import strategies as st

from licensekit.api import LicenseTerms
from licensekit.meaning.calendar_days import later
from licensekit.meaning.program import Program
from licensekit.evaluate.terms import programs
from licensekit.model.conditions import (
    Compares,
    Condition,
    DateExpression,
    DateOrder,
    DateWithin,
    Day,
    Earlier,
    IsOneOf,
    SetMeets,
    YearsAfter,
)
from licensekit.testing.coverage_owners import owners, reads
from licensekit.use import Use
from licensekit.values import Money, Rate, YearMonth
from licensekit.vocabulary.territories import GROUPS

SOME_DAY: Final = date(2026, 1, 1)
RATES: Final = (Decimal(1), Decimal("0.5"), Decimal(2))
"""Rates at which an amount in another currency lands on, below and above a threshold."""


class Stated(TypedDict):
    """What `evaluate` takes beside a use."""

    as_of: date | None
    rates: tuple[Rate, ...]


class Question(NamedTuple):
    """A use and what is stated beside it: `terms.evaluate(question.use, **question.stated)`."""

    use: Use
    stated: Stated


NOTHING_STATED: Final[Stated] = {"as_of": None, "rates": ()}
Days: TypeAlias = tuple[date, ...]


def stated(terms: LicenseTerms) -> st.SearchStrategy[Stated]:
    """An as-of date or none, and one rate of exchange or none, as a licence may tell them apart."""
    exchanges = [(), *((rate,) for rate in _rates(terms))]
    return st.builds(
        lambda as_of, rates: Stated(as_of=as_of, rates=rates),
        st.sampled_from([None, *as_of_days(terms)]),
        st.sampled_from(exchanges),
    )


def as_of_days(terms: LicenseTerms) -> Days:
    """The days that licences name or are released on, those on which a group that they name changed, and those beside.

    None lies before all of the licences were there.
    """
    licenses = [program.license for program in programs(terms.terms)]
    released = max((one.released for one in licenses if one.released is not None), default=date.min)
    found = {SOME_DAY, *(day for program in programs(terms.terms) for day in _days_of(program))}
    found |= {released} - {date.min}
    beside = {day + timedelta(days=step) for day in found for step in (-1, 0, 1)}
    return tuple(sorted(day for day in beside if day >= released))


def months_of(terms: LicenseTerms) -> tuple[YearMonth, ...]:
    """The months whose figures stand for *the last full month* on some as-of date: the first two of these."""
    found = dict.fromkeys(YearMonth.before(day) for day in (SOME_DAY, *as_of_days(terms)))
    return tuple(found)[:2]


def other_currency(currency: str) -> str:
    """A currency that the amounts of a licence are not in."""
    return "CNY" if currency != "CNY" else "EUR"


def converted(mark: Money) -> tuple[Money, ...]:
    """Amounts in another currency that some rate puts at a threshold."""
    amounts = dict.fromkeys(mark.amount * factor for factor in RATES)
    return tuple(Money(amount, other_currency(mark.currency)) for amount in amounts)


def _rates(terms: LicenseTerms) -> Iterator[Rate]:
    atoms = (atom for program in programs(terms.terms) for atom in _atoms(program))
    amounts = (atom.amount for atom in atoms if isinstance(atom, Compares))
    currencies = dict.fromkeys(amount.currency for amount in amounts if isinstance(amount, Money))
    for currency in currencies:
        yield from (Rate(other_currency(currency), currency, rate, SOME_DAY) for rate in RATES)


def _atoms(program: Program) -> Iterable[Condition]:
    return (atom for owner in owners(program) for atom in reads(program, owner.condition))


def _days_of(program: Program) -> Iterator[date]:
    for atom in _atoms(program):
        match atom:
            case DateOrder(date=one, other=other) | DateWithin(date=one, after=other):
                yield from (*_named(one), *_named(other))
            case IsOneOf(values=values) | SetMeets(values=values):
                yield from _changes(values)
            case _:
                continue
    for conversion in program.license.conversions:
        yield from _named(conversion.on)


def _changes(values: Iterable[str]) -> Iterator[date]:
    """The days on which the membership of groups of countries changed."""
    for value in values:
        for held in GROUPS.get(value, {}).values():
            yield held.first
            if held.last is not None:
                yield held.last + timedelta(days=1)


def _named(expression: DateExpression) -> Iterator[date]:
    match expression:
        case Day(on=on):
            yield on
        case YearsAfter(date=start, years=years):
            yield from (date.fromordinal(later(day.toordinal(), years, "years")) for day in _named(start))
        case Earlier(dates=dates):
            for one in dates:
                yield from _named(one)
        case _:
            return
