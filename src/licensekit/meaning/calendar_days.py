"""Calendar arithmetic on days as proleptic ordinals: whole days, clipped months, nothing else."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["days", "months", "years"]

LAST_DAY = date.max.toordinal()


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
