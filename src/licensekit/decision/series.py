"""Windows of a monthly series: what twelve dated months say of a year, and how far a partial series bounds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce

from licensekit.meaning.domain import Interval
from licensekit.numerals import EXACT
from licensekit.values import YearMonth


def windows_of(points: Mapping[YearMonth, Interval], as_of: date | None, *, money: bool) -> dict[str, Interval]:
    """The windows that a series computes or bounds; a series of users is never summed over months."""
    totals: dict[str, Interval] = {}
    if as_of is not None:
        last = YearMonth.before(as_of)
        if last in points:
            totals["month"] = totals["preceding_month"] = points[last]
        if money:
            calendar = tuple(YearMonth(as_of.year - 1, month) for month in range(1, 13))
            for window, months in (("trailing_12_months", _ending(last)), ("calendar_year", calendar)):
                if not points.keys().isdisjoint(months):
                    totals[window] = _total(points, months)
    if not money:
        totals["any_month"] = _highest(points.values())
    else:
        totals["any_12_months"] = _highest(_total(points, _ending(month)) for month in points)
    return totals


def _ending(last: YearMonth) -> tuple[YearMonth, ...]:
    """The twelve months up to this one."""
    return tuple(last.shifted(-back) for back in range(12))


def _highest(numbers: Iterable[Interval]) -> Interval:
    """What is at least each of some numbers, and more where one that is the greatest is more than its lower end."""
    low, low_open = max((number.low, number.low_open) for number in numbers)
    return Interval(low, None, low_open)


def _total(points: Mapping[YearMonth, Interval], months: tuple[YearMonth, ...]) -> Interval:
    """The total of some months: exact where each is known, a lower bound where some are."""
    known = [points[month] for month in months if month in points]
    low = reduce(EXACT.add, (point.low for point in known))
    low_open = any(point.low_open for point in known)
    highs = [point.high for point in known if point.high is not None]
    if len(highs) < len(months):
        return Interval(low, None, low_open)
    return Interval(low, reduce(EXACT.add, highs), low_open, any(point.high_open for point in known))


def year_of(calendar: Interval, tax: Interval, trailing: Interval) -> Interval:
    """A year of a kind that the text does not state: from the lowest to the highest of the three."""
    three = (calendar, tax, trailing)
    low, low_open = min((year.low, year.low_open) for year in three)
    highs = [(year.high, not year.high_open) for year in three if year.high is not None]
    if len(highs) < len(three):
        return Interval(low, None, low_open)
    high, high_closed = max(highs)
    return Interval(low, high, low_open, not high_closed)
