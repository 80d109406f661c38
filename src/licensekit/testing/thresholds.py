"""The thresholds and dates of a licence: where each stands, and the values on either side of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias, assert_never

from licensekit.meaning.calendar_days import LAST_DAY, later
from licensekit.meaning.variable import AS_OF
from licensekit.meaning.domain import Amount, Interval
from licensekit.meaning.program import Program
from licensekit.evaluate.setting import Setting
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Condition,
    DateExpression,
    DateFact,
    DateOrder,
    DateWithin,
    Day,
    Defined,
    Earlier,
    Holds,
    IsOneOf,
    Locator,
    Not,
    ReadingIs,
    SetMeets,
    YearsAfter,
)
from licensekit.model.license import Conversion
from licensekit.model.phrase import condition_text, date_text
from licensekit.span import Span
from licensekit.testing.apart import A_DAY
from licensekit.testing.edits import unit
from licensekit.testing.touched import Names
from licensekit.values import Money
from licensekit.values import value_shown as shown

Point: TypeAlias = Interval


class Mark(NamedTuple):
    """A value beside or at a threshold: where it lies, in words and as a point."""

    where: str
    """`just below`, `at`, `just above`; of days `the day before`, `on`, `the day after`."""
    point: Point


@dataclass(frozen=True)
class Threshold:
    """A number or a day at which a condition changes."""

    subject: str
    """Where it stands: `duty display-name`, `define commercial`."""
    locator: Locator
    span: Span | None
    text: str
    """The comparison in the licence's words."""
    clauses: tuple[str, ...] | None
    """The clauses that read it; None where the whole licence gives way to another."""
    fact: str
    variable: str
    edge: str
    """The threshold as the language writes it."""
    marks: tuple[Mark, ...]
    changes: tuple[Point, Point]
    """The two neighbouring values between which the condition changes."""
    anchors: Mapping[str, Point]
    """Other dates, fixed."""


def thresholds(program: Program, setting: Setting) -> Iterator[Threshold]:
    """Every threshold and date that clauses, definitions and measures name, and every day on which others follow."""
    names = Names(program)
    for clause in program.clauses:
        if clause.when is not None:
            where = _Where(f"{clause.kind} {clause.id}", clause.locator, (clause.id,))
            yield from _in_condition(program, setting, clause.when, where)
    for definition in program.definitions.values():
        where = _Where(f"define {definition.name}", definition.locator, _readers(names, definition.name))
        yield from _in_condition(program, setting, definition.condition, where)
    for measure in program.measures.values():
        where = _Where(f"measure {measure.name}", measure.locator, _readers(names, measure.name))
        for case in measure.cases:
            if case.when is not None:
                yield from _in_condition(program, setting, case.when, where)
    for conversion in program.license.conversions:
        yield from _of_conversion(conversion)


class _Where(NamedTuple):
    subject: str
    locator: Locator
    clauses: tuple[str, ...] | None


def _readers(names: Names, name: str) -> tuple[str, ...]:
    return tuple(clause for clause, named in names.of.items() if name in named)


def _in_condition(program: Program, setting: Setting, condition: Condition, where: _Where) -> Iterator[Threshold]:
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _in_condition(program, setting, part, where)
        case Not(part=part):
            yield from _in_condition(program, setting, part, where)
        case Compares():
            for fact in quantities(program, condition.quantity):
                yield _of_number(setting, fact, condition, where)
        case DateOrder() | DateWithin():
            yield from _of_dates(condition, where)
        case Holds() | Defined() | IsOneOf() | SetMeets() | ReadingIs() | ApprovalHeld():
            return
        case _:
            assert_never(condition)


def quantities(program: Program, name: str) -> tuple[str, ...]:
    """The facts that a quantity may be: itself, or those of a measure."""
    measure = program.measures.get(name)
    if measure is None:
        return (name,)
    inner = (*(case.quantity for case in measure.cases), *measure.larger_of)
    return tuple(dict.fromkeys(fact for quantity in inner for fact in quantities(program, quantity)))


# --- numbers ---------------------------------------------------------------------------------------------


def _of_number(setting: Setting, fact: str, condition: Compares, where: _Where) -> Threshold:
    spot, edge = setting.spot(fact, condition)
    step: Amount = unit(condition.amount.amount) if isinstance(condition.amount, Money) else 1
    marks = tuple(
        Mark(name, Interval(value, value))
        for name, value in (("just below", edge - step), ("at", edge), ("just above", edge + step))
        if value >= 0
    )
    at, above, below = Interval(edge, edge), Interval(edge + step, edge + step), Interval(edge - step, edge - step)
    changes_above = condition.comparison in {"more_than", "at_most"} or edge == 0
    return Threshold(
        subject=where.subject,
        locator=where.locator,
        span=condition.span,
        text=condition_text(condition),
        clauses=where.clauses,
        fact=fact,
        variable=spot.name,
        edge=shown(condition.amount),
        marks=marks,
        changes=(at, above) if changes_above else (below, at),
        anchors={},
    )


# --- days ------------------------------------------------------------------------------------------------


def _of_dates(condition: DateOrder | DateWithin, where: _Where) -> Iterator[Threshold]:
    """The days around each edge of a comparison of dates; one date moves, the other is fixed."""
    other = condition.other if isinstance(condition, DateOrder) else condition.after
    anchors = _fixed(other) if isinstance(condition.date, DateFact) else {}
    moving = condition.date if isinstance(condition.date, DateFact) else other
    if not isinstance(moving, DateFact) or moving.fact in anchors:
        return
    for edge, changes_after in _edges(condition, moving, anchors):
        if 1 < edge < LAST_DAY:
            yield _around(edge, changes_after, moving.fact, anchors, condition_text(condition), condition.span, where)


def _edges(
    condition: DateOrder | DateWithin, moving: DateFact, anchors: Mapping[str, Point]
) -> Iterator[tuple[int, bool]]:
    """The days at which a comparison changes, and whether it does so after the day or before it."""
    if isinstance(condition, DateOrder):
        if moving is condition.date:
            yield _day(condition.other, anchors), False
        else:
            yield _day(condition.date, anchors), True
        return
    if moving is condition.date:
        start = _day(condition.after, anchors)
        yield later(start, condition.count, condition.unit), condition.limit == "within"
        yield start, False
    else:
        end = _day(condition.date, anchors)
        yield later(end, -condition.count, condition.unit), condition.limit == "before"
        yield end, True


def _around(  # noqa: PLR0913, PLR0917 - a day, what moves to it, and where that stands
    edge: int,
    changes_after: bool,
    fact: str,
    anchors: Mapping[str, Point],
    text: str,
    span: Span | None,
    where: _Where,
) -> Threshold:
    before, on, after = (Interval(day, day) for day in (edge - 1, edge, edge + 1))
    return Threshold(
        subject=where.subject,
        locator=where.locator,
        span=span,
        text=text,
        clauses=where.clauses,
        fact=fact,
        variable=fact,
        edge=date.fromordinal(edge).isoformat(),
        marks=(Mark("the day before", before), Mark("on", on), Mark("the day after", after)),
        changes=(on, after) if changes_after else (before, on),
        anchors=anchors,
    )


def _of_conversion(conversion: Conversion) -> Iterator[Threshold]:
    anchors = {fact: point for fact, point in _fixed(conversion.on).items() if fact != AS_OF}
    where = _Where(f"{conversion.kind} {conversion.license}", conversion.locator, None)
    edge = _day(conversion.on, anchors)
    if 1 < edge < LAST_DAY:
        text = f"{conversion.kind} {conversion.license} on {date_text(conversion.on)}"
        yield _around(edge, False, AS_OF, anchors, text, conversion.span, where)


def _fixed(expression: DateExpression) -> dict[str, Point]:
    """The open dates of an expression, each fixed on one day."""
    return {fact: Interval(A_DAY.toordinal(), A_DAY.toordinal()) for fact in _facts(expression)}


def _facts(expression: DateExpression) -> Iterable[str]:
    match expression:
        case Day():
            return ()
        case DateFact(fact=fact):
            return (fact,)
        case YearsAfter(date=inner):
            return _facts(inner)
        case Earlier(dates=dates):
            return tuple(fact for inner in dates for fact in _facts(inner))
        case _:
            assert_never(expression)


def _day(expression: DateExpression, anchors: Mapping[str, Point]) -> int:
    match expression:
        case Day(on=on):
            return on.toordinal()
        case DateFact(fact=fact):
            return anchors[fact].first
        case YearsAfter(years=years, date=inner):
            return later(_day(inner, anchors), years, "years")
        case Earlier(dates=dates):
            return min(_day(inner, anchors) for inner in dates)
        case _:
            assert_never(expression)
