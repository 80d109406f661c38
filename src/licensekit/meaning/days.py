"""Dates that are compared with one another: on which days a comparison turns, and which comparisons can hold together.

A date compared with a fixed day turns on one day: a cut. Two dates are compared by order, at a fixed distance; such a
comparison only ever bounds one date from below by the other (`x >= f(y)` with f monotone, or `y >= g(x)`), and so the
least days that satisfy several of them, found by carrying lower bounds forward, tell whether they can hold together,
and are the example. (Constraints closed under minimum: Jeavons and Cooper, Tractable constraints on ordered domains,
1995.) No days are tried one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, assert_never

from licensekit.meaning.calendar_days import LAST_DAY, Unit, later
from licensekit.meaning.domain import ANY_DAY, Cut, Interval
from licensekit.meaning.formula import ALWAYS, NEVER, Formula, Formulas
from licensekit.meaning.variable import AS_OF, FactVariable, OrderVariable, fact_variable
from licensekit.model.conditions import DateExpression, DateFact, DateOrder, DateWithin, Day, Earlier, YearsAfter

CLIPPING: Final = 4
"""Going back by months is not exact where a month is shorter than another: so many days earlier may do as well."""
ROUNDS: Final = 3_000
"""Months and years differ in length, by a pattern that returns after eight years: so many steps of a day may matter."""


@dataclass(frozen=True, slots=True)
class Distance:
    """So many units, and then so many days, after a date."""

    count: int = 0
    unit: Unit = "days"
    days: int = 0


AT_ONCE: Final = Distance()


def compared(formulas: Formulas, condition: DateOrder | DateWithin) -> Formula:
    """A comparison of two dates as a formula: of cuts where one is a fixed day, else of orders."""
    match condition:
        case DateOrder(date=date, order=order, other=until):
            later_or_same = not_before(formulas, date, until, AT_ONCE)
            holds = later_or_same if order == "on_or_after" else formulas.negation(later_or_same)
            return formulas.every((*happened(formulas, date, until), holds))
        case DateWithin(date=date, limit=limit, count=count, unit=unit, after=after):
            beyond = Distance(count, unit, 1 if limit == "within" else 0)
            in_time = formulas.negation(not_before(formulas, date, after, beyond))
            return formulas.every(
                (*happened(formulas, date, after), not_before(formulas, date, after, AT_ONCE), in_time)
            )
        case _:
            assert_never(condition)


def happened(formulas: Formulas, *dates: DateExpression) -> Iterator[Formula]:
    """That some dates are not never; fixed days and the as-of date are not."""
    for date in dates:
        if isinstance(date, DateFact) and (variable := fact_variable(date.fact, "date")) != AS_OF:
            yield formulas.negation(_on_or_after(formulas, variable, LAST_DAY))


def arrived(formulas: Formulas, day: DateExpression) -> Formula:
    """That the day for which the question is asked is this day or later."""
    match day:
        case Earlier(dates=dates):
            return formulas.some(arrived(formulas, one) for one in dates)
        case YearsAfter(date=start):
            counted_from = start
        case Day() | DateFact():
            counted_from = day
        case _:
            assert_never(day)
    later_or_same = not_before(formulas, DateFact(fact=AS_OF.name.base), day, AT_ONCE)
    return formulas.every((*happened(formulas, counted_from), later_or_same))


def not_before(formulas: Formulas, date: DateExpression, other: DateExpression, distance: Distance) -> Formula:
    """That a date is not before another one, some distance after it. Years after a date come before the distance."""
    match date, other:
        case Earlier(dates=dates), _:
            return formulas.every(not_before(formulas, one, other, distance) for one in dates)
        case _, YearsAfter(years=years, date=start):
            assert distance == AT_ONCE, "a date some years after another is compared with no further distance"
            return not_before(formulas, date, start, Distance(years, "years"))
        case Day(on=on), _:
            return _day_not_before(formulas, on.toordinal(), other, distance)
        case DateFact(fact=fact), Day(on=on):
            turning = min(later(on.toordinal(), distance.count, distance.unit) + distance.days, LAST_DAY + 1)
            return _on_or_after(formulas, fact_variable(fact, "date"), turning)
        case DateFact(fact=fact), DateFact(fact=another):
            dated, origin = fact_variable(fact, "date"), fact_variable(another, "date")
            order = OrderVariable(dated, origin, distance.count, distance.unit, distance.days)
            return formulas.atom(order, part=True)
        case _:
            raise TypeError(f"{date} is compared with no other date")


def _day_not_before(formulas: Formulas, day: int, other: DateExpression, distance: Distance) -> Formula:
    match other:
        case Day(on=on):
            least = later(on.toordinal(), distance.count, distance.unit) + distance.days
            return ALWAYS if day >= least else NEVER
        case DateFact(fact=fact):
            too_late = earliest(day - distance.days + 1, distance.count, distance.unit)
            return formulas.negation(_on_or_after(formulas, fact_variable(fact, "date"), too_late))
        case YearsAfter() | Earlier():
            raise TypeError(f"{other} is put in before days are compared")
        case _:
            assert_never(other)


def _on_or_after(formulas: Formulas, date: FactVariable, day: int) -> Formula:
    if day <= ANY_DAY.first:
        return ALWAYS
    return NEVER if day > LAST_DAY else formulas.atom(date, Cut(day, after=False))


@lru_cache(maxsize=65_536)
def earliest(day: int, count: int, unit: Unit) -> int:
    """The first day from which so many units later is this day or after it; beyond the calendar where none is."""
    if day > LAST_DAY:
        return LAST_DAY + 1
    start = max(1, later(max(day, 1), -count, unit) - CLIPPING)
    while later(start, count, unit) < day:
        start += 1
    return start


class Orders:
    """Comparisons of dates that are to hold, or not to hold, together; with the least days for which they do."""

    def __init__(self, bounds: Mapping[FactVariable, Interval]) -> None:
        self.bounds = bounds
        self.least: dict[FactVariable, int] = {date: days.first for date, days in bounds.items()}
        self.held: tuple[tuple[OrderVariable, bool], ...] = ()

    def bounded(self, date: FactVariable, days: Interval) -> Orders | None:
        """The same with a date inside some days; None where that cannot be."""
        narrowed = Orders({**self.bounds, date: days})
        narrowed.held = self.held
        narrowed.least = {**self.least, date: max(self.least[date], days.first)}
        return narrowed if narrowed.least[date] <= days.last and narrowed._carried() else None

    def without(self, date: FactVariable) -> Orders | None:
        """The same where a date is never: what is compared with it is so or not, and nothing comes of it."""
        left = Orders({other: days for other, days in self.bounds.items() if other != date})
        left.held = tuple((order, holds) for order, holds in self.held if date not in {order.date, order.other})
        return left if left._carried() else None

    def having(self, order: OrderVariable, *, holds: bool) -> Orders | None:
        """The same with one more comparison; None where they cannot hold together."""
        more = Orders(self.bounds)
        more.least = dict(self.least)
        more.held = (*self.held, (order, holds))
        return more if more._carried() else None

    def _carried(self) -> bool:
        """Carry lower bounds along the comparisons until nothing changes; whether no date passes its last day."""
        if not self._ends():
            return False
        for _ in range(ROUNDS):
            changed = False
            for order, holds in self.held:
                date, day = _follows(order, self.least, holds=holds)
                if self.least[date] < day:
                    if day > self.bounds[date].last:
                        return False
                    self.least[date] = day
                    changed = True
            if not changed:
                return True
        return False

    def _ends(self) -> bool:
        """Whether the comparisons lead in no circle that moves a date on even where months are as short as can be."""
        steps = [_step(order, holds=holds) for order, holds in self.held]
        ahead = dict.fromkeys(self.least, 0)
        for _ in range(len(ahead) + 1):
            changed = False
            for source, target, days in steps:
                if ahead[target] < ahead[source] + days:
                    ahead[target] = ahead[source] + days
                    changed = True
            if not changed:
                return True
        return False


def _step(order: OrderVariable, *, holds: bool) -> tuple[FactVariable, FactVariable, int]:
    """From which date a comparison bounds which other, and how many days at least it lies after it."""
    if order.unit == "days":
        least = most = order.count
    else:
        months = order.count * (12 if order.unit == "years" else 1)
        least, most = months * 30 - 3, months * 31 + 3
    if holds:
        return order.other, order.date, least + order.days
    return order.date, order.other, 1 - order.days - most


def _follows(order: OrderVariable, least: Mapping[FactVariable, int], *, holds: bool) -> tuple[FactVariable, int]:
    """The date that a comparison bounds from below, and the first day that it can then be."""
    if holds:
        return order.date, order.least(least[order.other])
    return order.other, earliest(least[order.date] + 1 - order.days, order.count, order.unit)


def linked(orders: Iterable[OrderVariable]) -> tuple[tuple[OrderVariable, ...], ...]:
    """Comparisons in groups that share no date."""
    groups: list[tuple[set[FactVariable], list[OrderVariable]]] = []
    for order in orders:
        dates, members = {order.date, order.other}, [order]
        rest = []
        for group in groups:
            if group[0] & dates:
                dates |= group[0]
                members = [*group[1], *members]
            else:
                rest.append(group)
        groups = [*rest, (dates, members)]
    return tuple(tuple(members) for _, members in groups)
