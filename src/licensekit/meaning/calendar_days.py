"""Calendar arithmetic on days as proleptic ordinals: whole days, clipped months, nothing else."""

from __future__ import annotations

import calendar
from datetime import date
from functools import cache, lru_cache
from itertools import accumulate
from typing import Final, Literal, TypeAlias

Unit: TypeAlias = Literal["days", "months", "years"]

LAST_DAY = date.max.toordinal()
CLIPPING: Final = 4
"""Going back by months is not exact where a month is shorter than another: so many days earlier may do as well."""


@lru_cache(maxsize=65_536)
def later(day: int, count: int, unit: Unit) -> int:
    """The day this much later; months and years clip to the last day of the month, the calendar ends in 9999."""
    if unit == "days":
        return max(1, min(day + count, LAST_DAY))
    start = date.fromordinal(day)
    index = start.year * 12 + start.month - 1 + (count if unit == "months" else 12 * count)
    year, month = index // 12, index % 12 + 1
    if year > date.max.year:
        return LAST_DAY
    if year < 1:
        return 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1])).toordinal()


@lru_cache(maxsize=65_536)
def earliest(day: int, count: int, unit: Unit) -> int:
    """The first day from which so many units later is this day or after it; beyond the calendar where none is."""
    if day > LAST_DAY:
        return LAST_DAY + 1
    start = max(1, later(max(day, 1), -count, unit) - CLIPPING)
    while later(start, count, unit) < day:
        start += 1
    return start


@cache
def fewest_and_most(months: int) -> tuple[int, int]:
    """How many days so many months are at the least, and at the most, wherever in the calendar they begin."""
    lengths = _lengths()
    ends = tuple(accumulate(lengths * 2, initial=0))
    cycles, rest = divmod(months, len(lengths))
    spans = [
        (ends[at + rest] - ends[at], max(0, length - lengths[(at + rest) % len(lengths)]))
        for at, length in enumerate(lengths)
    ]  # the last day of a month may be clipped
    whole = cycles * ends[len(lengths)]
    return whole + min(days - clipped for days, clipped in spans), whole + max(days for days, _ in spans)


@cache
def _lengths() -> tuple[int, ...]:
    """How long the months of 400 years are; then the calendar begins again."""
    return tuple(calendar.monthrange(2000 + at // 12, at % 12 + 1)[1] for at in range(12 * 400))
