"""Days at which the answer can change, when a date is unknown.

Two dates are compared only by order or at a fixed distance, so it is enough to look at the days known, at the
first and last days that a date may be, at the days at those distances from them, and at the days on either side.
The steps are repeated once for each date that is still unknown, since a date may be compared with another unknown
one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, assert_never

from licensekit.meaning.calendar_days import LAST_DAY, Unit, later
from licensekit.evaluate.conditions import AS_OF
from licensekit.meaning.domain import ANY_DAY, Domain, Interval
from licensekit.evaluate.layout import Layout, date_facts
from licensekit.model.conditions import DateExpression, DateFact, Day, Earlier, YearsAfter
from licensekit.vocabulary.territories import GROUPS

ANCHOR: Final = 738_000
"""A day to start from where no day is named at all (July 2021): only distances matter then."""
CLIPPING: Final = 5
"""Going back by months is not exact where a month is shorter than another: so many days around are looked at."""
MOST: Final = 2_000
"""Days to be tried for one date, at most."""


class TooMany(Exception):  # noqa: N818 - not an error: the caller falls back to the Kleene set
    """There are more worlds than a search may look at."""


def candidate_days(layout: Layout, world: Mapping[str, Domain], variable: str) -> tuple[int, ...]:
    """Days enough to tell every outcome of the comparisons of a date apart, sorted. Raises TooMany."""
    known = {name: _known(world, name) for name in layout.dates}
    open_dates = {name for name, days in known.items() if not days.exact}
    linked = _linked(layout, variable, open_dates)
    every = dict.fromkeys(layout.date_pairs)
    pairs = [pair for pair in every if linked & {*date_facts(pair[0]), *date_facts(pair[1])}]
    named = {name for pair in pairs for side in pair[:2] for name in date_facts(side)}
    found = {day for name in named for day in _ends(known[name])}
    found |= {day for pair in pairs for side in pair[:2] for day in _named(side)}
    if variable == AS_OF:
        found |= {day for group in layout.groups for day in _changes(group)}
    found = found or {ANCHOR}
    for _ in linked:
        starts = _in_calendar(found)
        found |= {day for pair in pairs for start in starts for day in _near(start, *pair)}
        if len(found) > MOST:
            raise TooMany
    return tuple(sorted(day for day in found if 1 <= day <= LAST_DAY))


def _known(world: Mapping[str, Domain], name: str) -> Interval:
    known = world.get(name, ANY_DAY)
    assert isinstance(known, Interval)
    return known


def _ends(known: Interval) -> Iterator[int]:
    """The first and last day that a date may be, where something is known of it: no as-of date precedes a release."""
    yield from {known.first, known.last} - {ANY_DAY.first, ANY_DAY.last}


def _linked(layout: Layout, variable: str, open_dates: set[str]) -> set[str]:
    """The unknown dates that a date is compared with, directly or through other unknown dates; itself included."""
    linked = {variable}
    while True:
        more = {
            name
            for one, other, _, _ in layout.date_pairs
            if linked & (both := {*date_facts(one), *date_facts(other)})
            for name in both & open_dates
        } - linked
        if not more:
            return linked
        linked |= more


def _in_calendar(days: set[int]) -> tuple[int, ...]:
    """Days that there are: beside the first day, and before it, lies none."""
    return tuple(day for day in days if 1 <= day <= LAST_DAY)


def _changes(group: str) -> Iterator[int]:
    """The days on which the membership of a group of countries changed."""
    for held in GROUPS[group].values():
        yield held.first.toordinal()
        if held.last is not None:
            yield held.last.toordinal() + 1


def _named(expression: DateExpression) -> Iterator[int]:
    match expression:
        case Day(on=on):
            yield on.toordinal()
        case DateFact():
            return
        case YearsAfter(date=date):
            yield from _named(date)
        case Earlier(dates=dates):
            for one in dates:
                yield from _named(one)
        case _:
            assert_never(expression)


def _near(start: int, one: DateExpression, other: DateExpression, count: int, unit: str) -> Iterator[int]:
    distances: list[tuple[int, Unit]] = [(count, unit)]  # type: ignore[list-item]
    distances += [(years, "years") for side in (one, other) for years in _years(side)]
    yield from range(start - 1, start + 2)
    for distance, by in distances:
        if distance:
            ahead = later(start, distance, by)
            yield from range(ahead - 1, ahead + 2)
            yield from _turning_days(start, distance, by)


def _turning_days(start: int, distance: int, by: Unit) -> Iterator[int]:
    """The days around which going ahead this far comes to the day before, the day itself, and the day after."""
    back = later(start, -distance, by)
    around = range(max(back - CLIPPING, 1), min(back + CLIPPING, LAST_DAY) + 1)
    for day in around:
        if (later(day, distance, by) > start) != (later(day + 1, distance, by) > start) or (
            later(day, distance, by) >= start
        ) != (later(day + 1, distance, by) >= start):
            yield day
            yield day + 1


def _years(expression: DateExpression) -> Iterator[int]:
    match expression:
        case YearsAfter(years=years):
            yield years
        case Earlier(dates=dates):
            for one in dates:
                yield from _years(one)
        case Day() | DateFact():
            return
        case _:
            assert_never(expression)
