"""Numbers over a window of time that other numbers give: what a monthly series says, and a year of no stated kind.

Twelve dated months say what a year is; of fewer it is said how far they bound it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache, reduce
from typing import Final, NamedTuple

from licensekit.meaning.domain import NOT_NEGATIVE, Interval, meet
from licensekit.meaning.variable import AmountVariable, Stated, Variable, World
from licensekit.numerals import EXACT
from licensekit.values import YearMonth
from licensekit.vocabulary.facts import FACTS, FactName


class Series(NamedTuple):
    """A number stated for some months, in one currency and one meaning."""

    points: tuple[tuple[YearMonth, Stated], ...]
    """Each month with the variable stated for it; of one base, meaning and currency."""
    base: str

    def only(self, stated: Container[Variable]) -> Series:
        """The months that are stated; there may be none."""
        return self._replace(points=tuple((month, name) for month, name in self.points if name in stated))


class Year(NamedTuple):
    """A year of no stated kind, and the variables of the kinds that there are of it: three, of some numbers fewer."""

    number: Stated
    kinds: tuple[Stated, ...]
    following: tuple[Stated, ...]
    """Those kinds of which something is asked, and which so follow from the year."""


class Window(NamedTuple):
    """A number that follows: its source in words, and the variables that it was computed from."""

    number: Stated
    known: Interval
    source: str
    computed_from: frozenset[Variable]


KINDS_OF_YEAR: Final = ("calendar_year", "prior_tax_year", "trailing_12_months")


def series_in(numbers: Iterable[Stated], last_month: YearMonth | None) -> tuple[Series, ...]:
    """The series among the numbers stated; `last_month` is the last full month before the as-of date, where known."""
    series: dict[tuple[str, Stated], list[tuple[YearMonth, Stated]]] = {}
    for number in numbers:
        base, month = number.name.base, number.name.month
        if month is None:  # one that names no month is of the last before the as-of date
            base, _, window = base.rpartition(".")
            month = last_month if window in {"month", "preceding_month"} else None
        if month is not None:
            whole = _number_named(number, FactName(base, None, number.name.meaning))
            series.setdefault((base, whole), []).append((month, number))
    return tuple(Series(tuple(points), base) for (base, _), points in series.items())


@lru_cache(maxsize=16_384)
def _number_named(like: Stated, name: FactName) -> Stated:
    """The number of another name, in the same money."""
    if isinstance(like, AmountVariable):
        return AmountVariable(name, like.currency, like.index)
    return type(like)(name, like.type, like.options)


def years_in(numbers: Iterable[Stated], looked_at: Iterable[Stated]) -> tuple[Year, ...]:
    """The years of no stated kind that are among some numbers, or may follow from a calendar year among them.

    Of a kind of year something is asked where a number that is looked at, whosever it is, is of it.
    """
    asked = {each.name.base.rpartition(".")[2] for each in looked_at}
    years: dict[Stated, Year] = {}
    for number in numbers:
        stem, _, window = number.name.base.rpartition(".")
        if window in {"year", KINDS_OF_YEAR[0]} and f"{stem}.year" in FACTS:
            named = (number.name._replace(base=f"{stem}.{each}") for each in ("year", *KINDS_OF_YEAR))
            year, *kinds = [_number_named(number, name) for name in named if name.base in FACTS]
            following = (kind for kind in kinds if kind.name.base.rpartition(".")[2] in asked)
            years[year] = Year(year, tuple(kinds), tuple(following))
    return tuple(years.values())


def windows(series: Iterable[Series], years: Iterable[Year], world: World, as_of: date | None) -> Iterator[Window]:
    """What follows for each window. The world may learn of one before the next is asked for."""
    origins: dict[Variable, frozenset[Variable]] = {}
    for each in series:
        points = {month: known for month, name in each.points if isinstance(known := world.get(name), Interval)}
        if not points:
            continue
        like = each.points[0][1]
        variables = frozenset[Variable](name for _, name in each.points)
        for window, total in windows_of(points, as_of, money=isinstance(like, AmountVariable)).items():
            if f"{each.base}.{window}" in FACTS:
                number = _number_named(like, FactName(f"{each.base}.{window}", None, like.name.meaning))
                origins.setdefault(number, variables)
                yield Window(number, meet(NOT_NEGATIVE, total) or total, "its monthly series", variables)
    for number, kinds, following in years:
        three = [year for name in kinds if isinstance(year := world.get(name), Interval)]
        if len(three) == len(KINDS_OF_YEAR):
            inner = frozenset[Variable]().union(*(origins.get(name, frozenset({name})) for name in kinds))
            yield Window(number, year_of(*three), "the calendar, tax and trailing year", inner)
        elif isinstance(year := world.get(number), Interval):
            yield from (Window(kind, year, "the year of whichever kind", frozenset({number})) for kind in following)


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
    return max(numbers, key=lambda number: number.begins).through(NOT_NEGATIVE)


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
    lowest = min(three, key=lambda year: year.begins)
    ends = [year.ends for year in three if year.ends is not None]
    if len(ends) < len(three):
        return lowest.through(NOT_NEGATIVE)
    return lowest.through(next(year for year in three if year.ends == max(ends)))
