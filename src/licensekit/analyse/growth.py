"""When a number that grows crosses the thresholds that read it: months counted from now, exactly, without a clock.

A number x that grows by a share r each month is x(1+r)^n after n months. By a share each year it is x(1+r)^(n/12),
which lies above a threshold t exactly where x^12 (1+r)^n lies above t^12: so whole numbers and fractions are enough.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from licensekit.decision.change import ItemChange, situation
from licensekit.decision.circumstances import Put
from licensekit.decision.decide import decide, inquire
from licensekit.decision.decision import Decision
from licensekit.decision.matter import Comparing
from licensekit.diagram.cheapest import Item
from licensekit.errors import FactsError
from licensekit.meaning.domain import NOT_NEGATIVE, Cut, Interval, Quantity, compare, cuts_of, piece
from licensekit.meaning.variable import Stated, currency_of, is_whole
from licensekit.model.conditions import Locator
from licensekit.truth import TRUE, UNKNOWN, Truth, negation
from licensekit.use.growth import Growth
from licensekit.values import YearMonth, value_shown

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
    comparisons: tuple[Comparing, ...]

    def _sign(self, end: Quantity, months: int, threshold: Quantity) -> int:
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

    def cell(self, months: int, *, whole: bool) -> Interval:
        """Between which of its thresholds the number lies after so many months."""
        cuts = (cuts_of(one.compares.comparison, one.threshold) for one in self.comparisons)
        return self._between({cut for each in cuts for cut in each}, months, whole=whole)

    def _between(self, cuts: Iterable[Cut], months: int, *, whole: bool) -> Interval:
        """From the cell in which the number begins to that in which it ends, after so many months."""
        known, ordered = self.known, tuple(sorted(cuts))
        begins = ((self._sign(known.low, months, cut.threshold), known.low_open) >= (0, cut.after) for cut in ordered)
        first, last = sum(begins), len(ordered)
        if known.high is not None:
            closed = not known.high_open
            ends = ((self._sign(known.high, months, cut.threshold), closed) > (0, cut.after) for cut in ordered)
            last = max(first, sum(ends))  # what shrinks to nothing does not end below it
        return piece(ordered, first, whole=whole).through(piece(ordered, last, whole=whole))

    def truth(self, comparing: Comparing, months: int) -> Truth:
        """Whether a comparison, which is no `exactly`, holds after so many months."""
        comparison, threshold = comparing.compares.comparison, comparing.threshold
        return compare(self._between(cuts_of(comparison, threshold), months, whole=False), comparison, threshold)

    def first(self, comparing: Comparing, wanted: Iterable[Truth]) -> int | None:
        """After how many months a comparison first stands in one of these ways; None within the months looked at.

        What holds now, and no longer holds later, holds in all months before: a number grows or shrinks, never both.
        """
        stands = frozenset(wanted)
        every = range(MOST_MONTHS + 1)
        months = bisect_left(every, True, key=lambda after: self.truth(comparing, after) in stands)
        return months if months <= MOST_MONTHS else None

    def crossed(self) -> Iterator[tuple[Comparing, int]]:
        """The comparisons that are settled now and no longer so after some months, with these."""
        for comparing in self.comparisons:
            if comparing.compares.comparison != "exactly" and (now := self.truth(comparing, 0)) is not UNKNOWN:
                months = self.first(comparing, {UNKNOWN, negation(now)})
                if months is not None:
                    yield comparing, months


def outgrown(decision: Decision, growths: Iterable[Growth]) -> Outgrown:
    """When numbers that grow cross the thresholds that read them, and the answer from then on.

    Each starts from what is stated of it. The months are counted from the as-of date; without one they are told as
    `in N months`. Thresholds that a month of "exactly" passes by are no crossings.
    """
    return _Growing(decision.deferred.put, tuple(growths)).outgrown()


class _Growing:
    """A question of which some numbers grow."""

    def __init__(self, put: Put, growths: tuple[Growth, ...]) -> None:
        self.put = put
        self.inquiry = inquire(*put)
        self.matter = self.inquiry.matter
        self.growths = growths
        self.curves = {variable: curve for growth in growths for variable, curve in self._curves(growth)}

    def outgrown(self) -> Outgrown:
        """The crossings, and why there are none."""
        curves = self.curves.values()
        grown = {curve.growth for curve in curves}
        notes = [self._without_curve(growth) for growth in self.growths if growth not in grown]
        crossings = [
            self._crossing(curve, comparing, months) for curve in curves for comparing, months in curve.crossed()
        ]
        quiet = (curve.growth.fact for curve in curves if next(curve.crossed(), None) is None)
        notes += [f"`{fact}` crosses no threshold within {MOST_MONTHS} months" for fact in quiet]
        return Outgrown(tuple(sorted(crossings, key=lambda crossing: crossing.months)), tuple(dict.fromkeys(notes)))

    def _names(self, growth: Growth) -> set[str]:
        return {growth.fact, *self.matter.meanings_of.get(growth.fact, ())}

    def _curves(self, growth: Growth) -> Iterator[tuple[Stated, _Curve]]:
        for variable in dict.fromkeys(comparing.variable for comparing in self.matter.comparisons):
            known = self.inquiry.world.get(variable) if variable in self.inquiry.knowledge.stated else None
            same_unit = growth.share is not None or growth.currency == getattr(variable, "currency", growth.currency)
            if str(variable.name) in self._names(growth) and same_unit and isinstance(known, Interval):
                reading = tuple(comparing for comparing in self.matter.comparisons if comparing.variable == variable)
                yield variable, _Curve(growth, known, reading)

    def _without_curve(self, growth: Growth) -> str:
        plain = growth.fact.partition("@")[0]
        if plain not in {str(one.variable.name._replace(meaning="")) for one in self.matter.comparisons}:
            return f"`{growth.fact}` is compared with no threshold here"
        if self._names(growth).isdisjoint(self.inquiry.knowledge.stated.values()):
            return f"`{growth.fact}` is not stated, so there is nothing from which it could grow"
        return f"`{growth.fact}` is stated in another currency than it is compared in, or grows in another"

    def _crossing(self, curve: _Curve, comparing: Comparing, months: int) -> Crossing:
        changed = negation(curve.truth(comparing, 0))
        clause = comparing.program.clauses[comparing.clause]
        then, contradiction = self._after(months)
        return Crossing(
            fact=str(comparing.variable.name),
            comparison=comparing.compares.comparison.replace("_", " "),
            threshold=value_shown(comparing.compares.amount),
            license=comparing.program.license.id,
            clause=clause.id,
            locator=clause.locator,
            months=months,
            latest=curve.first(comparing, {changed}),
            month=self._month(comparing.variable, months),
            met=changed is TRUE,
            then=then,
            contradiction=contradiction,
        )

    def _after(self, months: int) -> tuple[Decision | None, str]:
        """The answer after so many months, with every number that grows where it then is, and all else as stated."""
        later = situation(self.inquiry, self.put)
        for variable, curve in self.curves.items():
            cell = curve.cell(months, whole=is_whole(variable))
            if cell != NOT_NEGATIVE:
                later = later.changed(ItemChange(Item("fact", str(variable.name)), cell, currency_of(variable)))
        try:
            return decide(*later.put), ""
        except FactsError as refused:
            return None, "; ".join(one.message for one in refused.diagnostics)

    def _month(self, variable: Stated, months: int) -> YearMonth | None:
        """The month whose figure crosses: a monthly figure is that of the last full month, others are of the day."""
        as_of = self.put.circumstances.as_of
        if as_of is None:
            return None
        monthly = variable.name.base.endswith(".month")
        return (YearMonth.before(as_of) if monthly else YearMonth(as_of.year, as_of.month)).shifted(months)
