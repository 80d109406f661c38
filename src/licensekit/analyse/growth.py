"""When a number that grows crosses the thresholds that read it: months counted from now, exactly, without a clock.

A number x that grows by a share r each month is x(1+r)^n after n months. By a share each year it is x(1+r)^(n/12),
which lies above a threshold t exactly where x^12 (1+r)^n lies above t^12: so whole numbers and fractions are enough.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from licensekit.analyse.budget import Budget
from licensekit.analyse.situation import Item, Situation, Step, situation
from licensekit.errors import FactsError
from licensekit.decision import Decision
from licensekit.decision.decide import decide
from licensekit.meaning.domain import NOT_NEGATIVE, Amount, Cut, Interval
from licensekit.evaluate.layout import Comparing
from licensekit.model.conditions import Comparison, Locator
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, negation
from licensekit.use.growth import Growth
from licensekit.values import YearMonth
from licensekit.values import value_shown as shown

MOST_MONTHS: Final = 600


class Crossing(NamedTuple):
    """A threshold that a number crosses as it grows."""

    fact: str
    comparison: str
    threshold: str
    license: str
    clause: str
    locator: Locator
    months: int
    """After so many months at the earliest."""
    latest: int | None
    """After so many months at the latest; None where the number is known too little to tell."""
    month: YearMonth | None
    """Which month that is; None where no as-of date is given."""
    met: bool
    """Whether the comparison holds from then on; else it holds no longer."""
    then: Decision | None
    """The answer from then on, everything else as stated; None where something else stated cannot stay so."""
    contradiction: str = ""
    """What cannot stay so."""


@dataclass(frozen=True)
class Outgrown:
    """What comes of numbers that grow."""

    crossings: tuple[Crossing, ...]
    """By month, then in the order of the texts."""
    notes: tuple[str, ...]
    """Numbers that cross nothing, and why."""


@dataclass(frozen=True)
class _Curve:
    """A number over the months, known as far as it is stated."""

    growth: Growth
    known: Interval

    def sign(self, end: Amount, months: int, threshold: Amount) -> int:
        """Whether one end of what is known lies below (-1), at (0) or above (1) a threshold after so many months."""
        start, line = Fraction(end), Fraction(threshold)
        if self.growth.share is not None:
            if self.growth.every == "month":
                start *= (1 + self.growth.share) ** months
            else:
                start, line = start**12 * (1 + self.growth.share) ** months, line**12
        else:
            assert self.growth.amount is not None
            start += self.growth.amount * months / (1 if self.growth.every == "month" else 12)
            start = max(start, Fraction(0))
        return (start > line) - (start < line)

    def truth(self, comparison: Comparison, threshold: Amount, months: int) -> Truth:
        """Whether a comparison holds after so many months."""
        low = self.sign(self.known.low, months, threshold)
        high = None if self.known.high is None else self.sign(self.known.high, months, threshold)
        above = TRUE if low > 0 or (low == 0 and self.known.low_open) else UNKNOWN
        above = FALSE if high is not None and high <= 0 else above
        from_on = TRUE if low >= 0 else UNKNOWN
        from_on = FALSE if high is not None and (high < 0 or (high == 0 and self.known.high_open)) else from_on
        match comparison:
            case "more_than":
                return above
            case "at_most":
                return negation(above)
            case "at_least":
                return from_on
            case "less_than":
                return negation(from_on)
            case "exactly":
                if low == 0 and high == 0:
                    return TRUE
                return FALSE if above is TRUE or from_on is FALSE else UNKNOWN

    def cell(self, cuts: Iterable[Cut], months: int, *, whole: bool) -> Interval:
        """Between which cuts the number lies after so many months."""
        low, low_open = NOT_NEGATIVE.low, False
        high: Amount | None = None
        high_open = False
        for cut in sorted(cuts):
            if self._beyond(self.known.low, cut, months):
                low, low_open = (cut.threshold + 1, False) if whole and cut.after else (cut.threshold, cut.after)
            elif high is None and self.known.high is not None and not self._beyond(self.known.high, cut, months):
                high = cut.threshold - 1 if whole and not cut.after else cut.threshold
                high_open = not whole and not cut.after
        return Interval(low, high, low_open, high_open)

    def _beyond(self, end: Amount, cut: Cut, months: int) -> bool:
        sign = self.sign(end, months, cut.threshold)
        return sign > 0 or (sign == 0 and not cut.after)


def outgrown(decision: Decision, growths: Iterable[Growth]) -> Outgrown:
    """When numbers that grow cross the thresholds that read them, and the answer from then on.

    Each starts from what is stated of it. The months are counted from the as-of date; without one they are told as
    `in N months`. Thresholds that a month of "exactly" passes by are no crossings.
    """
    start = situation(decision.deferred.put, Budget())
    curves, notes = {}, []
    for growth in growths:
        found = dict(_curves(start, growth))
        curves.update(found)
        if not found:
            notes.append(_without_curve(start, growth))
    crossed = [
        (comparing, months, curve)
        for variable, curve in curves.items()
        for comparing in start.inquiry.knowledge.layout.comparisons
        if comparing.variable == variable and (months := _first(curve, comparing)) is not None
    ]
    quiet = [curve.growth for variable, curve in curves.items() if not any(c[2] is curve for c in crossed)]
    notes += [f"`{growth.fact}` crosses no threshold within {MOST_MONTHS} months" for growth in quiet]
    crossings = [_crossing(start, curves, curve, comparing, months) for comparing, months, curve in crossed]
    return Outgrown(tuple(sorted(crossings, key=lambda one: one.months)), tuple(dict.fromkeys(notes)))


def _curves(start: Situation, growth: Growth) -> Iterator[tuple[str, _Curve]]:
    knowledge = start.inquiry.knowledge
    names = {growth.fact, *knowledge.layout.meanings.get(growth.fact, ())}
    for variable, (spot, _, _) in knowledge.layout.numbers.items():
        known = knowledge.world.get(variable)
        same = growth.share is not None or growth.currency == spot.currency
        if spot.fact in names and same and isinstance(known, Interval) and variable in knowledge.given:
            yield variable, _Curve(growth, known)


def _without_curve(start: Situation, growth: Growth) -> str:
    knowledge = start.inquiry.knowledge
    read = {spot.fact.partition("@")[0] for spot, _, _ in knowledge.layout.numbers.values()}
    if growth.fact.partition("@")[0] not in read:
        return f"`{growth.fact}` is compared with no threshold here"
    if growth.fact not in start.facts:
        return f"`{growth.fact}` is not stated, so there is nothing from which it could grow"
    return f"`{growth.fact}` is stated in another currency than it is compared in, or grows in another"


def _first(curve: _Curve, comparing: Comparing) -> int | None:
    """After how many months a comparison that is settled now is so no longer; None within the months looked at.

    What holds now, and no longer holds later, holds in all months before: a number grows or shrinks, never both.
    """
    comparison, threshold = comparing.compares.comparison, comparing.threshold
    now = curve.truth(comparison, threshold, 0)
    if now is UNKNOWN or comparison == "exactly":
        return None
    months = bisect_left(range(MOST_MONTHS + 1), True, key=lambda n: curve.truth(comparison, threshold, n) is not now)
    return months if months <= MOST_MONTHS else None


def _crossing(
    start: Situation, curves: dict[str, _Curve], curve: _Curve, comparing: Comparing, months: int
) -> Crossing:
    compares, threshold = comparing.compares, comparing.threshold
    now = curve.truth(compares.comparison, threshold, 0)
    changed = negation(now)
    latest = bisect_left(
        range(MOST_MONTHS + 1), True, key=lambda n: curve.truth(compares.comparison, threshold, n) is changed
    )
    clause = comparing.program.clauses[comparing.clause]
    then, contradiction = _after(start, curves, months)
    fact = start.inquiry.knowledge.layout.numbers[comparing.variable][0].fact
    return Crossing(
        fact=fact,
        comparison=compares.comparison.replace("_", " "),
        threshold=shown(compares.amount),
        license=comparing.program.license.id,
        clause=clause.id,
        locator=clause.locator,
        months=months,
        latest=latest if latest <= MOST_MONTHS else None,
        month=_month(fact, start.circumstances.as_of, months),
        met=changed is TRUE,
        then=then,
        contradiction=contradiction,
    )


def _after(start: Situation, curves: dict[str, _Curve], months: int) -> tuple[Decision | None, str]:
    """The answer after so many months, with every number that grows where it then is, and all else as stated."""
    layout = start.inquiry.knowledge.layout
    later = start
    for variable, curve in curves.items():
        spot, whole, cuts = layout.numbers[variable]
        cell = curve.cell(cuts, months, whole=whole)
        if cell != NOT_NEGATIVE:
            later = later.changed(Step(Item("fact", spot.fact), cell, spot.currency))
    try:
        return decide(later.terms, later.use, later.circumstances), ""
    except FactsError as refused:
        return None, "; ".join(one.message for one in refused.diagnostics)


def _month(fact: str, as_of: date | None, months: int) -> YearMonth | None:
    """The month whose figure crosses: a monthly figure is that of the last full month, others are of the day."""
    if as_of is None:
        return None
    monthly = fact.partition("@")[0].endswith(".month")
    first = YearMonth.before(as_of) if monthly else YearMonth(as_of.year, as_of.month)
    return first.shifted(months)
