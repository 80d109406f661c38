"""Which unknown variable leaves a clause open: the first one, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from licensekit.evaluate.conditions import AS_OF, reading_variable
from licensekit.meaning.domain import NOT_NEGATIVE, Among, Cut, Interval, compare, cuts_of
from licensekit.evaluate.layout import date_facts
from licensekit.evaluate.standing import Standing
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Condition,
    DateOrder,
    DateWithin,
    Defined,
    Holds,
    IsOneOf,
    Not,
    ReadingIs,
    SetMeets,
)
from licensekit.truth import TRUE, UNKNOWN


def first_unknown(standing: Standing, number: int) -> str | None:
    """The first unknown variable in a clause's condition, else in what may lift it; None if the clause is settled."""
    if standing.active(number) is not UNKNOWN:
        return None
    when = standing.program.clauses[number].when
    if when is not None and standing.own(number) is UNKNOWN:
        return unknown_in(standing, when)
    lifters = standing.program.lifters[number]
    return next((name for lifter in lifters if (name := first_unknown(standing, lifter)) is not None), None)


def unknown_in(standing: Standing, condition: Condition) -> str | None:
    """The first unknown variable of a condition that is neither true nor false."""
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            open_parts = (part for part in parts if standing.truth(part) is UNKNOWN)
            return next((name for part in open_parts if (name := unknown_in(standing, part)) is not None), None)
        case Not(part=part):
            return unknown_in(standing, part)
        case Defined(name=name):
            return unknown_in(standing, standing.program.definitions[name].condition)
        case Holds(fact=fact):
            return fact
        case IsOneOf(fact=fact) | SetMeets(fact=fact):
            known = standing.world.get(fact)
            return fact if known is None or isinstance(known, Among) else AS_OF
        case Compares():
            return _quantity(standing, condition.quantity, condition)
        case ReadingIs(reading=reading):
            return reading_variable(f"{standing.program.license.id}.{reading}")
        case DateOrder(date=date, other=other) | DateWithin(date=date, after=other):
            return _open_date(standing, (*date_facts(date), *date_facts(other)))
        case ApprovalHeld():
            return None
        case _:
            assert_never(condition)


def _quantity(standing: Standing, quantity: str, compares: Compares) -> str | None:
    """The variable that leaves a comparison open: of a measure, first what decides which quantity it is."""
    measure = standing.program.measures.get(quantity)
    if measure is None:
        variable, threshold = standing.setting.threshold(quantity, compares)
        known = standing.world.get(variable, NOT_NEGATIVE)
        assert isinstance(known, Interval)
        return variable if any(_cuts(known, cut) for cut in cuts_of(compares.comparison, threshold)) else None
    for case in measure.cases:
        if case.when is None or (holds := standing.truth(case.when)) is TRUE:
            return _quantity(standing, case.quantity, compares)
        if holds is UNKNOWN:
            return unknown_in(standing, case.when)
    larger = (_quantity(standing, name, compares) for name in measure.larger_of)
    return next((found for found in larger if found is not None), None)


def _cuts(known: Interval, cut: Cut) -> bool:
    """Whether a cut lies inside an interval, so that the comparison differs within it."""
    return compare(known, "more_than" if cut.after else "at_least", cut.threshold) is UNKNOWN


def _open_date(standing: Standing, names: Iterable[str]) -> str:
    """The first date that is open; days that are all known decide every comparison."""
    known = ((name, standing.world.get(name)) for name in names)
    return next(name for name, day in known if not (isinstance(day, Interval) and day.exact))
