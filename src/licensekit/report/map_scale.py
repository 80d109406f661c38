"""Where the bands of an axis lie in a picture: numbers by their logarithm, days evenly, words in equal shares.

A band that would be too narrow to see is drawn wider, so that none is lost; the ends of bands stay in order.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from licensekit.analyse.axes import Axis
from licensekit.meaning.domain import Interval
from licensekit.report.short_words import short_number

NARROW: Final = 26.0
ZERO: Final = -1.0
"""Where zero stands among logarithms of what is drawn: left of one."""
MOST_TICKS: Final = 9


@dataclass(frozen=True)
class Scale:
    """An axis laid out over a length: the ends of its bands, from 0 to that length."""

    axis: Axis
    length: float
    ends: tuple[float, ...]
    values: tuple[float, ...]
    """The numbers (as logarithms) or days at these ends; empty for words."""

    @classmethod
    def of(cls, axis: Axis, length: float) -> Scale:
        """The axis over a length."""
        if axis.kind == "words":
            share = length / len(axis.bands)
            return cls(axis, length, tuple(share * at for at in range(len(axis.bands) + 1)), ())
        values = _values(axis)
        return cls(axis, length, _spread(values, length), values)

    def middle(self, band: int) -> float:
        """The middle of a band."""
        return (self.ends[band] + self.ends[band + 1]) / 2

    def place(self, value: float) -> float:
        """Where a number, or a day, lies."""
        shown = value if self.axis.kind == "date" else _log(value)
        at = min(max(bisect_right(self.values, shown) - 1, 0), len(self.values) - 2)
        low, high = self.values[at], self.values[at + 1]
        share = 0.5 if high <= low else min(max((shown - low) / (high - low), 0.0), 1.0)
        return self.ends[at] + share * (self.ends[at + 1] - self.ends[at])

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Marks along the axis, each with its place; words have none, since their bands are labelled."""
        if self.axis.kind == "words":
            return ()
        found = tuple(self._years() if self.axis.kind == "date" else self._powers())
        step = max(1, math.ceil(len(found) / MOST_TICKS))
        return found[::step]

    def _powers(self) -> Iterator[tuple[float, str]]:
        if self.axis.bands[0].reach is not None:
            yield 0.0, "0"
        for power in range(max(0, math.ceil(self.values[0])), math.floor(self.values[-1]) + 1):
            place = self.place(10**power)
            if place > NARROW:
                yield place, short_number(10**power)

    def _years(self) -> Iterator[tuple[float, str]]:
        first, last = (date.fromordinal(int(value)).year for value in (self.values[0], self.values[-1]))
        for year in range(first + 1, last + 1):
            yield self.place(date(year, 1, 1).toordinal()), str(year)


def _log(value: float) -> float:
    return math.log10(value) if value > 0 else ZERO


def _values(axis: Axis) -> tuple[float, ...]:
    """The ends of all bands on the scale that is drawn; the outermost lie as far out as reads well."""
    reaches = [band.reach for band in axis.bands if band.reach is not None]
    inner = [float(reach.low) for reach in reaches[1:]]
    stated = (axis.stated.low, axis.stated.high) if isinstance(axis.stated, Interval) else ()
    told = [*inner, *(float(end) for end in stated if end is not None and end > 0)]
    if axis.kind == "date":
        if not told:
            return (date(2020, 1, 1).toordinal(), date(2030, 1, 1).toordinal())
        around = max(400.0, (max(told) - min(told)) * 0.2)
        low, high = max(1.0, min(told) - around), min(float(date.max.toordinal()), max(told) + around)
        return (low, *inner, high)
    logs = [_log(value) for value in told if value > 0] or [3.0]
    low, high = max(0.0, math.floor(min(logs)) - 1.0), math.ceil(max(logs)) + 1.0
    return (min(low, ZERO) if 0.0 in inner else low, *(_log(value) for value in inner), high)


def _spread(values: Sequence[float], length: float) -> tuple[float, ...]:
    """Ends in proportion, with every band at least so wide as to be seen."""
    shares = [max(0.0, high - low) for low, high in pairwise(values)]
    total = sum(shares) or 1.0
    narrow = min(NARROW, length / (2 * len(shares)))
    widths = [max(narrow, length * share / total) for share in shares]
    over = sum(widths) - length
    room = sum(width - narrow for width in widths) or 1.0
    widths = [width - over * (width - narrow) / room for width in widths]
    ends = [0.0]
    for width in widths:
        ends.append(ends[-1] + width)
    return tuple(ends)
