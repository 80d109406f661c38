"""Windows of a monthly series: what twelve dated months say of a year, and how far a partial series bounds it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from licensekit.evaluate.domain import Amount, Interval
from licensekit.values import YearMonth


def windows_of(points: Mapping[YearMonth, Interval], as_of: date | None, *, money: bool) -> dict[str, Interval]:
    """The windows that a series computes or bounds; a series of users is never summed over months."""
    found: dict[str, Interval] = {}
    if as_of is not None:
        last = YearMonth.before(as_of)
        if last in points:
            found["month"] = found["preceding_month"] = points[last]
        if money:
            found |= _sum("trailing_12_months", points, tuple(last.shifted(-back) for back in range(12)))
            found |= _sum("calendar_year", points, tuple(YearMonth(as_of.year - 1, month) for month in range(1, 13)))
    if not money:
        found["any_month"] = _at_least(max(point.low for point in points.values()))
    else:
        totals = (sum(_low(points, month.shifted(-back)) for back in range(12)) for month in points)
        found["any_12_months"] = _at_least(max(totals))
    return found


def _sum(window: str, points: Mapping[YearMonth, Interval], months: tuple[YearMonth, ...]) -> dict[str, Interval]:
    """The total of some months: exact where each is known, a lower bound where some are."""
    known = [points[month] for month in months if month in points]
    if not known:
        return {}
    low = sum(point.low for point in known)
    low_open = any(point.low_open for point in known)
    highs = [point.high for point in known if point.high is not None]
    if len(highs) < len(months):
        return {window: Interval(low, None, low_open)}
    return {window: Interval(low, sum(highs), low_open, any(point.high_open for point in known))}


def _low(points: Mapping[YearMonth, Interval], month: YearMonth) -> Amount:
    return points[month].low if month in points else 0


def _at_least(low: Amount) -> Interval:
    return Interval(low, None)


def year_of(calendar: Interval, tax: Interval, trailing: Interval) -> Interval:
    """A year of a kind that the text does not state: from the lowest to the highest of the three."""
    three = (calendar, tax, trailing)
    low, low_open = min((year.low, year.low_open) for year in three)
    highs = [(year.high, not year.high_open) for year in three if year.high is not None]
    if len(highs) < len(three):
        return Interval(low, None, low_open)
    high, high_closed = max(highs)
    return Interval(low, high, low_open, not high_closed)
