"""How far a fact is known inside one world, and comparisons on it.

A number or a date is an interval; a date is its proleptic day number. A one-of fact may be narrowed to some of
its options. Everything else is known exactly or absent from the world.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias, assert_never

from licensekit.model.conditions import ComparisonSign
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, negation
from licensekit.values import Worldwide

Quantity: TypeAlias = int | Decimal


class Interval(NamedTuple):
    """Numbers from `low` to `high`; `high` is None where nothing bounds it. Counts and days are closed intervals."""

    low: Quantity
    high: Quantity | None
    low_open: bool = False
    high_open: bool = False

    @property
    def exact(self) -> bool:
        """Whether only one number is left."""
        return self.high is not None and self.low == self.high

    @property
    def first(self) -> int:
        """The first of some days."""
        return int(self.low)

    @property
    def last(self) -> int:
        """The last of some days; days always have one."""
        assert self.high is not None
        return int(self.high)


class Among(NamedTuple):
    """A one-of fact that is known to be one of these options, in vocabulary order."""

    options: tuple[str, ...]

    def __str__(self) -> str:
        return f"one of {', '.join(self.options)}"


NOT_NEGATIVE = Interval(0, None)
ANY_DAY = Interval(1, date.max.toordinal())

Domain: TypeAlias = bool | str | frozenset[str] | Worldwide | Interval | Among


def meet(one: Interval, other: Interval) -> Interval | None:
    """The numbers in both intervals; None where there are none."""
    low, low_open = one.low, one.low_open
    if other.low > low:
        low, low_open = other.low, other.low_open
    elif other.low == low:
        low_open = low_open or other.low_open
    high, high_open = one.high, one.high_open
    if other.high is not None:
        if high is None or other.high < high:
            high, high_open = other.high, other.high_open
        elif other.high == high:
            high_open = high_open or other.high_open
    if high is not None and (low > high or (low == high and (low_open or high_open))):
        return None
    return Interval(low, high, low_open, high_open)


def compare(known: Interval, comparison: ComparisonSign, threshold: Quantity) -> Truth:
    """Whether every, no, or only some number of the interval stands so to the threshold."""
    match comparison:
        case "more_than":
            return _more_than(known, threshold)
        case "at_most":
            return negation(_more_than(known, threshold))
        case "at_least":
            return _at_least(known, threshold)
        case "less_than":
            return negation(_at_least(known, threshold))
        case "exactly":
            if known.low == known.high == threshold:
                return TRUE
            return FALSE if meet(known, Interval(threshold, threshold)) is None else UNKNOWN
        case _:
            assert_never(comparison)


def _more_than(known: Interval, threshold: Quantity) -> Truth:
    if known.low > threshold or (known.low == threshold and known.low_open):
        return TRUE
    return FALSE if known.high is not None and known.high <= threshold else UNKNOWN


def _at_least(known: Interval, threshold: Quantity) -> Truth:
    if known.low >= threshold:
        return TRUE
    if known.high is not None and (known.high < threshold or (known.high == threshold and known.high_open)):
        return FALSE
    return UNKNOWN


class Cut(NamedTuple):
    """Where a comparison changes: just before a threshold, or just after it."""

    threshold: Quantity
    after: bool


def cuts_of(comparison: ComparisonSign, threshold: Quantity) -> tuple[Cut, ...]:
    """The cuts that a comparison makes: a strict one includes the threshold below, `exactly` cuts both sides."""
    match comparison:
        case "more_than" | "at_most":
            return (Cut(threshold, after=True),)
        case "at_least" | "less_than":
            return (Cut(threshold, after=False),)
        case "exactly":
            return (Cut(threshold, after=False), Cut(threshold, after=True))
        case _:
            assert_never(comparison)


def cells(known: Interval, cuts: tuple[Cut, ...], *, whole: bool) -> tuple[Interval, ...]:
    """The pieces of an interval between sorted cuts; whole numbers keep closed ends."""
    pieces = []
    low, low_open = NOT_NEGATIVE.low, False
    for cut in cuts:
        high, high_open = cut.threshold, not cut.after
        pieces.append(_piece(low, high, low_open, high_open, whole=whole))
        low, low_open = cut.threshold, cut.after
    pieces.append(_piece(low, None, low_open, high_open=False, whole=whole))
    met = (meet(piece, known) for piece in pieces if piece is not None)
    return tuple(piece for piece in met if piece is not None)


def _piece(low: Quantity, high: Quantity | None, low_open: bool, high_open: bool, *, whole: bool) -> Interval | None:
    if whole:
        low, low_open = low + low_open, False
        if high is not None:
            high, high_open = high - high_open, False
    return meet(NOT_NEGATIVE, Interval(low, high, low_open, high_open))
