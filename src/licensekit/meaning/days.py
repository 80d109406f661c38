"""Dates that are compared with one another: on which days a comparison turns, and which comparisons can hold together.

A date compared with a fixed day turns on one day: a cut. Two dates are compared by order, at a fixed distance; such a
comparison only ever bounds one date from below by the other (`x >= f(y)` with f monotone, or `y >= g(x)`), and so the
least days that satisfy several of them, found by carrying lower bounds forward, tell whether they can hold together,
and are the example. (Constraints closed under minimum: Jeavons and Cooper, Tractable constraints on ordered domains,
1995.) No days are tried one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias, assert_never

from licensekit.meaning.calendar_days import LAST_DAY, Unit, earliest, fewest_and_most, later
from licensekit.meaning.connected import connected
from licensekit.meaning.domain import ANY_DAY, Cut, Interval
from licensekit.meaning.formula import ALWAYS, NEVER, Formula, Formulas
from licensekit.meaning.variable import AS_OF, FactVariable, OrderVariable, fact_variable
from licensekit.model.conditions import DateExpression, DateFact, DateOrder, DateWithin, Day, Earlier, YearsAfter

FREE: Final = 2
"""Rounds over all comparisons that the step of a walk pays for, which asks about one more of them."""


class _Distance(NamedTuple):
    """So many units, and then so many days, after a date."""

    units: int = 0
    unit: Unit = "days"
    days: int = 0


AT_ONCE: Final = _Distance()


def compared(formulas: Formulas, condition: DateOrder | DateWithin) -> Formula:
    """A comparison of two dates as a formula: of cuts where one is a fixed day, else of orders."""
    match condition:
        case DateOrder(date=date, order=order, other=until):
            later_or_same = _not_before(formulas, date, until, AT_ONCE)
            holds = later_or_same if order == "on_or_after" else formulas.negation(later_or_same)
            return formulas.every((*_happened(formulas, date, until), holds))
        case DateWithin(date=date, limit=limit, count=count, unit=unit, after=after):
            beyond = _Distance(count, unit, 1 if limit == "within" else 0)
            in_time = formulas.negation(_not_before(formulas, date, after, beyond))
            return formulas.every(
                (*_happened(formulas, date, after), _not_before(formulas, date, after, AT_ONCE), in_time)
            )
        case _:
            assert_never(condition)


def _happened(formulas: Formulas, *dates: DateExpression) -> Iterator[Formula]:
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
    later_or_same = _not_before(formulas, DateFact(fact=AS_OF.name.base), day, AT_ONCE)
    return formulas.every((*_happened(formulas, counted_from), later_or_same))


def _not_before(formulas: Formulas, date: DateExpression, until: DateExpression, distance: _Distance) -> Formula:
    """That a date is not before another one, some distance after it. Years after a date come before the distance."""
    if isinstance(date, Earlier):
        return formulas.every(_not_before(formulas, each, until, distance) for each in date.dates)
    if isinstance(until, YearsAfter):
        assert distance == AT_ONCE, "a date some years after another is compared with no further distance"
        return _not_before(formulas, date, until.date, _Distance(until.years, "years"))
    if isinstance(date, YearsAfter) or isinstance(until, Earlier):
        raise TypeError(f"{date} is compared with no other date")
    if isinstance(until, Day):
        turning = later(until.on.toordinal(), distance.units, distance.unit) + distance.days
        if isinstance(date, Day):
            return ALWAYS if date.on.toordinal() >= turning else NEVER
        return _on_or_after(formulas, fact_variable(date.fact, "date"), min(turning, LAST_DAY + 1))
    origin = fact_variable(until.fact, "date")
    if isinstance(date, Day):
        too_late = earliest(date.on.toordinal() - distance.days + 1, distance.units, distance.unit)
        return formulas.negation(_on_or_after(formulas, origin, too_late))
    dated = fact_variable(date.fact, "date")
    if dated == origin:  # it is on its own day, and before every later one
        return NEVER if distance.units or distance.days else ALWAYS
    order = OrderVariable(dated, origin, distance.units, distance.unit, distance.days)
    return formulas.atom(order, part=True)


def _on_or_after(formulas: Formulas, date: FactVariable, day: int) -> Formula:
    if day <= ANY_DAY.first:
        return ALWAYS
    return NEVER if day > LAST_DAY else formulas.atom(date, Cut(day, after=False))


class Orders:
    """Comparisons of dates that are to hold, or not to hold, together; with the least days for which they do.

    Months and years differ in length, so that dates may have to move on by a day at a time, for a century where only
    2100, which is no leap year, will do. `step` counts that, and gives it up as too large: never with an answer.
    """

    def __init__(
        self, bounds: Mapping[FactVariable, Interval], step: Callable[[int], None], like: Orders | None = None
    ) -> None:
        """`like` holds the same comparisons, with other bounds or one fewer."""
        self.bounds = bounds
        self.step = step
        self.least: dict[FactVariable, int] = (
            {date: days.first for date, days in bounds.items()} if like is None else dict(like.least)
        )
        self.held: tuple[_Settled, ...] = () if like is None else like.held
        self.ahead: Mapping[FactVariable, tuple[_Bounding, ...]] = {} if like is None else like.ahead
        """By date: the comparisons by which it bounds others from below."""
        self.in_days: bool = like is None or like.in_days
        """Whether all distances are of days, so that a circle moves a date on by as much wherever it is."""

    def bounded(self, date: FactVariable, days: Interval) -> Orders | None:
        """The same with a date inside some days; None where that cannot be."""
        narrowed = Orders({**self.bounds, date: days}, self.step, self)
        narrowed.least[date] = max(self.least[date], days.first)
        return narrowed if narrowed.least[date] <= days.last and narrowed._carried(date) else None

    def without(self, date: FactVariable) -> Orders | None:
        """The same where a date is never: what is compared with it is so or not, and nothing comes of it."""
        left = Orders({other: days for other, days in self.bounds.items() if other != date}, self.step)
        for order, holds in self.held:
            if date not in order.dates:
                left._hold(order, holds=holds)
        return left if left._carried(*left.bounds) else None

    def having(self, order: OrderVariable, *, holds: bool) -> Orders | None:
        """The same with one more comparison; None where they cannot hold together."""
        more = Orders(self.bounds, self.step, self)
        return more if more._carried(more._hold(order, holds=holds)) else None

    def _hold(self, order: OrderVariable, *, holds: bool) -> FactVariable:
        """Put down a comparison; the date that bounds the other one by it."""
        origin, date = (order.other, order.date) if holds else order.dates
        bounding = order.least if holds else order.ends
        self.held = (*self.held, (order, holds))
        self.ahead = {**self.ahead, origin: (*self.ahead.get(origin, ()), (bounding, date))}
        self.in_days &= order.unit == "days"
        return origin

    def _carried(self, *begun: FactVariable) -> bool:
        """Carry lower bounds on from some dates until nothing moves; whether no date passes its last day.

        Where it began at one date and comes round to it, there is a circle; and else after as many rounds as dates.
        """
        rounds, bounds, least = 0, self.bounds, self.least
        moved: Iterable[FactVariable] = begun
        is_looked_for = len(begun) == 1
        while moved:
            rounds += 1
            if rounds > FREE + len(bounds):
                self.step(1 + len(self.held) // 8)
                if rounds == FREE + len(bounds) + 1 and not can_end(self.held, self.step):
                    return False
            now: dict[FactVariable, None] = {}
            for origin in moved:
                from_day = least[origin]
                for bounding, date in self.ahead.get(origin, ()):
                    day = bounding(from_day)
                    if least[date] < day:
                        if day > bounds[date].last:
                            return False
                        least[date] = day
                        now[date] = None
            if is_looked_for and begun[0] in now:
                if self.in_days or _in_circle(self.held, self.step):
                    return False
                is_looked_for = False
            moved = now
        return True


_Settled: TypeAlias = tuple[OrderVariable, bool]
"""A comparison, and whether it holds."""

_Bounding: TypeAlias = tuple[Callable[[int], int], FactVariable]
"""From which day on another date must be, if one is this day; and that other date."""


_Point: TypeAlias = tuple[FactVariable, int]
"""So many months after a date: what comparisons have in common, however long months are; 0 is the date itself."""
_Span: TypeAlias = tuple[_Point, _Point, int]
"""A point of time, another, and by how many days at least the second one is later."""


def _spans(held: Iterable[_Settled]) -> Iterator[_Span]:
    """What some comparisons say of how far points of time lie apart."""
    for order, holds in held:
        months = 0 if order.unit == "days" else order.count * (12 if order.unit == "years" else 1)
        days = order.days + (order.count if order.unit == "days" else 0)
        date, origin, distant = (order.date, 0), (order.other, 0), (order.other, months)
        yield (distant, date, days) if holds else (date, distant, 1 - days)
        if months:
            fewest, most = fewest_and_most(months)
            yield origin, distant, fewest
            yield distant, origin, -most


def _in_circle(held: Iterable[_Settled], step: Callable[[int], None]) -> bool:
    """Whether comparisons lead in a circle that moves a date on even where months are as short as can be."""
    spans = list(_spans(held))
    ahead = {point: 0 for before, behind, _ in spans for point in (before, behind)}
    for rounds in range(len(ahead) + 1):
        if rounds > FREE:
            step(len(spans) // 32)
        changed = False
        for before, behind, days in spans:
            if ahead[behind] < ahead[before] + days:
                ahead[behind] = ahead[before] + days
                changed = True
        if not changed:
            return False
    return True


def can_end(held: Iterable[_Settled], step: Callable[[int], None]) -> bool:
    """Whether some comparisons lead in no circle that moves a date on wherever in the calendar it is."""
    todo = list(_spans(held))
    after: dict[_Point, dict[_Point, int]] = {point: {} for before, behind, _ in todo for point in (before, behind)}
    """How many days at least a point of time lies after another."""
    while todo:
        before, behind, days = todo.pop()
        if after[before].get(behind, days - 1) >= days:
            continue
        earlier = [(point, ahead[before]) for point, ahead in after.items() if before in ahead]
        following = [*after[behind].items(), (behind, 0)]
        step(1 + len(earlier) * len(following) // 8)
        for first, ahead in (*earlier, (before, 0)):
            for last, on in following:
                span = ahead + days + on
                if first == last:
                    if span > 0:
                        return False
                elif after[first].get(last, span - 1) < span:
                    after[first][last] = span
                    todo += _as_much_later(after, first, last, span)
    return True


def _as_much_later(points: Collection[_Point], first: _Point, last: _Point, span: int) -> Iterator[_Span]:
    """What follows where one point lies so far after another: as many months after both it is not the other way."""
    (date, months), (later_date, as_many) = first, last
    if months and months == as_many and span > 0:
        yield (date, 0), (later_date, 0), 1
    elif months == as_many == 0 <= span:
        for origin, distance in points:
            if origin == date and distance and (later_date, distance) in points:
                yield (date, distance), (later_date, distance), 0


def linked(orders: Iterable[OrderVariable]) -> tuple[tuple[OrderVariable, ...], ...]:
    """Comparisons in groups that share no date."""
    return tuple(members for _, members in connected(orders, lambda order: order.dates))
