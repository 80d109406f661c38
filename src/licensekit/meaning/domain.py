"""How far a fact is known inside one world, and comparisons on it.

A number or a date is an interval; a date is its proleptic day number. A one-of fact may be narrowed to some of
its options. Everything else is known exactly or absent from the world.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias, assert_never

from licensekit.model.conditions import ComparisonSign
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, conjunction, negation
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
    def begins(self) -> Cut:
        """The cut beyond which it lies."""
        return Cut(self.low, self.low_open)

    @property
    def ends(self) -> Cut | None:
        """The cut before which it lies; None where nothing bounds it."""
        return None if self.high is None else Cut(self.high, not self.high_open)

    def among(self, cuts: Sequence[Cut]) -> tuple[int, int]:
        """How many of some cuts, the lowest first, it lies beyond, and how many of them do not lie beyond it."""
        return bisect_right(cuts, self.begins), len(cuts) if self.ends is None else bisect_left(cuts, self.ends)

    def through(self, last: Interval) -> Interval:
        """From where this one begins to where another ends."""
        return Interval(self.low, last.high, self.low_open, last.high_open)

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


def meet(first: Interval, second: Interval) -> Interval | None:
    """The numbers in both intervals; None where there are none."""
    low, high, low_open, high_open = first
    if second.low > low:
        low, low_open = second.low, second.low_open
    elif second.low == low:
        low_open = low_open or second.low_open
    if second.high is not None:
        if high is None or second.high < high:
            high, high_open = second.high, second.high_open
        elif second.high == high:
            high_open = high_open or second.high_open
    if high is not None and (low > high or (low == high and (low_open or high_open))):
        return None
    return Interval(low, high, low_open, high_open)


def narrowed(known: Domain | None, to: Domain) -> Domain | None:
    """What is left of what is known of a variable inside a part of its values; None where nothing is."""
    if known is None or known == to:
        return to
    if isinstance(known, Interval) and isinstance(to, Interval):
        return meet(known, to)
    left = known.options if isinstance(known, Among) else (known,)
    within = to.options if isinstance(to, Among) else (to,)
    options = tuple(option for option in left if option in within and isinstance(option, str))
    return None if not options else options[0] if len(options) == 1 else Among(options)


class Cut(NamedTuple):
    """Where a comparison changes: just before a threshold, or just after it."""

    threshold: Quantity
    after: bool


def beyond(known: Interval, cut: Cut) -> Truth:
    """Whether numbers that lie in an interval lie beyond a cut."""
    threshold, after = cut
    low, high, low_open, high_open = known
    if low > threshold or (low == threshold and (low_open or not after)):
        return TRUE
    if high is not None and (high < threshold or (high == threshold and (after or high_open))):
        return FALSE
    return UNKNOWN


def compare(known: Interval, comparison: ComparisonSign, threshold: Quantity) -> Truth:
    """Whether every, no, or only some number of the interval stands so to the threshold."""
    at_or_above, above = (beyond(known, Cut(threshold, after)) for after in (False, True))
    match comparison:
        case "more_than":
            return above
        case "at_most":
            return negation(above)
        case "at_least":
            return at_or_above
        case "less_than":
            return negation(at_or_above)
        case "exactly":
            return conjunction((at_or_above, negation(above)))
        case _:
            assert_never(comparison)


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
    pieces = (meet(piece(cuts, place, whole=whole), known) for place in range(len(cuts) + 1))
    return tuple(each for each in pieces if each is not None)


def piece(cuts: tuple[Cut, ...], place: int, *, whole: bool) -> Interval:
    """What lies before the cut at a place and beyond the one before it; of whole numbers that may be none."""
    low, after = cuts[place - 1] if place else (NOT_NEGATIVE.low, False)
    high, with_high = cuts[place] if place < len(cuts) else (None, False)
    if whole:
        return Interval(low + after, None if high is None else high - (not with_high))
    return Interval(low, high, after, high is not None and not with_high)
