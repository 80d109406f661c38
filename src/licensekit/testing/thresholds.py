"""The thresholds and dates of a licence: where each stands, and the values on either side of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final, TypeAlias

from licensekit.meaning.calendar_days import LAST_DAY
from licensekit.meaning.domain import Cut, Interval, Quantity
from licensekit.meaning.formula import Atomic, Formula, atoms_of
from licensekit.meaning.lowering import threshold_of
from licensekit.meaning.program import ClauseFormulas, Program
from licensekit.meaning.variable import FactVariable, OrderVariable, Stated
from licensekit.model.conditions import Compares, DateOrder, DateWithin, Locator
from licensekit.model.phrase import condition_text, date_text
from licensekit.span import Span
from licensekit.testing.owners import atoms, owners
from licensekit.values import Money, value_shown

A_DAY: Final = date(2026, 6, 1).toordinal()
"""Where a date is compared with another, the other is this day: some day of our time."""


@dataclass(frozen=True)
class TestedThreshold:
    """A number or a day at which a condition changes."""

    subject: str
    """Where it stands: `duty display-name`, `define commercial`."""
    locator: Locator
    span: Span | None
    text: str
    """The comparison in the licence's words."""
    variable: Stated
    edge: str
    """The threshold as the language writes it."""
    marks: tuple[tuple[str, Interval], ...]
    """The values at and beside it: `just below`, `at`, `just above`; `the day before`, `on`, `the day after`."""
    changes: tuple[Interval, Interval]
    """The two neighbouring values between which the condition changes."""
    anchors: Mapping[FactVariable, Interval]
    """Other dates, fixed."""

    @property
    def fact(self) -> str:
        """The fact that is compared."""
        return str(self.variable.name)


_Standing: TypeAlias = Callable[..., TestedThreshold]
"""A threshold of which it is known where it stands, and not yet what it is."""


def thresholds(program: Program, meaning: ClauseFormulas) -> Iterator[TestedThreshold]:
    """Every threshold and date that clauses, definitions and measures name, and every day on which others follow."""
    lowering = meaning.lowering
    for owner in owners(program.license):
        for _, atom in atoms(owner.condition):
            kind = program.clauses[program.number[owner.name]].kind if owner.kind == "clause" else owner.kind
            subject, text = f"{kind} {owner.name}", condition_text(atom)
            standing = partial(TestedThreshold, subject, owner.place, atom.span, text)
            if isinstance(atom, Compares):
                for fact in program.as_written.lowering.measured(atom.quantity):
                    variable, edge = threshold_of(fact, atom, lowering.exchange)
                    yield _of_number(standing, variable, edge, atom)
            elif isinstance(atom, DateOrder | DateWithin):
                yield from _of_dates(standing, lowering.formula(atom))
    for each in program.license.conversions:
        text = f"{each.kind} {each.license} on {date_text(each.on)}"
        standing = partial(TestedThreshold, f"{each.kind} {each.license}", each.locator, each.span, text)
        yield from _of_dates(standing, lowering.arrived(each.on))


def unit(amount: Decimal) -> Decimal:
    """The last place in which an amount of money is written: 1 for whole amounts, 0.01 where it has cents."""
    exponent = amount.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


def _of_number(standing: _Standing, variable: Stated, edge: Quantity, compares: Compares) -> TestedThreshold:
    step: Quantity = unit(compares.amount.amount) if isinstance(compares.amount, Money) else 1
    marks = tuple(
        (name, Interval(value, value))
        for name, value in (("just below", edge - step), ("at", edge), ("just above", edge + step))
        if value >= 0
    )
    points = [point for _, point in marks]
    changes_above = compares.comparison in {"more_than", "at_most"} or edge == 0
    changes = tuple(points[-2:] if changes_above else points[:2])
    return standing(variable, value_shown(compares.amount), marks, changes, anchors={})


def _of_dates(standing: _Standing, formula: Formula) -> Iterator[TestedThreshold]:
    """The days around each edge of a comparison of dates; one date moves, the other is fixed."""
    for atom in reversed(tuple(atoms_of(formula))):
        day, moving, anchors = _turning(atom)
        after = isinstance(atom.variable, OrderVariable) and atom.variable.days == 1
        edge = day - after
        if 1 < edge < LAST_DAY:
            before, on, later = (Interval(at, at) for at in (edge - 1, edge, edge + 1))
            marks = ("the day before", before), ("on", on), ("the day after", later)
            changes = (on, later) if after else (before, on)
            text = date.fromordinal(edge).isoformat()
            yield standing(moving, text, marks, changes, anchors)


def _turning(atom: Atomic) -> tuple[int, FactVariable, Mapping[FactVariable, Interval]]:
    """The first day on which an atom about dates is true, the date that moves, and the one that is fixed."""
    order = atom.variable
    if isinstance(order, OrderVariable):
        return order.least(A_DAY), order.date, {order.other: Interval(A_DAY, A_DAY)}
    assert isinstance(order, FactVariable)
    assert isinstance(atom.part, Cut)
    return int(atom.part.threshold), order, {}
