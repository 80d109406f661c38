"""The axes of a decision map: a fact, and the bands in each of which no answer changes.

A number is cut wherever a clause compares one like it, and at what is stated of such numbers, since relations may tie
them (a month is at most a year). Cutting too often does no harm: bands that come to the same are joined afterwards.
Cutting too seldom would be wrong, so the tests look below, at and above every end of a band.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.decision.cells import ANOTHER_TEXT, cell_text, cells_of, interval_text
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.inquiry import Inquiry
from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicensekitError
from licensekit.limits import MAX_DECIMALS
from licensekit.meaning.calendar_days import LAST_DAY
from licensekit.meaning.days import earliest
from licensekit.meaning.domain import ANY_DAY, NOT_NEGATIVE, Amount, Cut, Domain, Interval, cells, meet
from licensekit.meaning.formula import Atomic, atoms_of
from licensekit.meaning.rules import ABOVE_ZERO
from licensekit.meaning.variable import (
    AS_OF,
    AmountVariable,
    FactVariable,
    OrderVariable,
    Stated,
    Variable,
    amount_variable,
    fact_variable,
    interval_of,
    is_whole,
)
from licensekit.model.conditions import Comparison, Locator
from licensekit.values import UNKNOWN, Exactly, Known, Money, Number, Range, Value, grouped
from licensekit.vocabulary.entries import FactInfo

Kind: TypeAlias = Literal["count", "money", "date", "words"]
DRAWN: Final = Interval(date(1900, 1, 1).toordinal(), date(2200, 12, 31).toordinal())
"""The days of an axis: so far from both ends of the calendar that these play no part."""
MONTHS_OF_A_SERIES: Final = 15
"""For how many months after a dated one the day asked about can count it in or leave it out."""
MOST_BANDS: Final = 1_000
"""Days between which an axis is cut, at most: no map shows more."""


class AxisRefused(LicensekitError):  # noqa: N818 - it says what was found about a fact
    """A fact that no axis can show, with the mend."""


class ClauseAt(NamedTuple):
    """A clause and where it stands."""

    license: str
    clause: str
    locator: Locator


class Threshold(NamedTuple):
    """Where clauses cut a number: the number, the comparison in words, and the clauses that make it."""

    at: Amount
    comparison: Comparison
    words: str
    clauses: tuple[ClauseAt, ...]


class Band(NamedTuple):
    """A stretch of an axis."""

    words: str
    given: Known
    """What a use in it states of the fact; of days, one that stands for all of them."""
    reach: Interval | None = None
    """Numbers, or days as proleptic day numbers; None for words."""
    values: tuple[Value, ...] = ()
    """The words that it stands for: options, yes or no, of countries one of each kind that clauses tell apart."""


@dataclass(frozen=True)
class Axis:
    """One fact with its bands, from the lowest."""

    fact: str
    title: str
    kind: Kind
    currency: str
    bands: tuple[Band, ...]
    thresholds: tuple[Threshold, ...] = ()
    stated: Interval | str | None = None
    """Where the caller stands: numbers and days as an interval, words by their band; None where nothing is stated."""


def axis(inquiry: Inquiry, info: FactInfo, circumstances: Circumstances, currency: str, stated: Domain | None) -> Axis:
    """The axis of a fact, of which `stated` is what the caller says, for a question that leaves the fact open.

    The question has a number as at least zero, so that relations with others are known. Raises AxisRefused.
    """
    here = stated if isinstance(stated, Interval) else None
    match info.type:
        case "count" | "money":
            bands = _numbers(inquiry, axis_variable(info, currency), currency)
            return Axis(info.name, info.title, info.type, currency, bands, _thresholds(inquiry, info, currency), here)
        case "date":
            return Axis(info.name, info.title, "date", "", _days(inquiry, info.name, circumstances), (), here)
        case "yes_no" | "one_of" | "set_of" | "territory" | "text":
            bands = tuple(_words(inquiry, info))
            return Axis(info.name, info.title, "words", "", bands, (), _stated_word(bands, stated, inquiry, info))


def axis_variable(info: FactInfo, currency: str) -> Stated:
    """The variable of a fact as an axis shows it."""
    return amount_variable(info.name, currency) if currency else fact_variable(info.name, info.type, info.options)


# --- numbers ---------------------------------------------------------------------------------------------


def _numbers(inquiry: Inquiry, variable: Stated, currency: str) -> tuple[Band, ...]:
    cuts = tuple(sorted({ABOVE_ZERO, *_cuts(inquiry, variable)}))
    pieces = cells(NOT_NEGATIVE, cuts, whole=is_whole(variable))
    return tuple(band_of_numbers(piece, currency) for piece in pieces if _some_are_written(piece))


def _cuts(inquiry: Inquiry, variable: Stated) -> Iterator[Cut]:
    yield from (atom.part for atom in _read(inquiry) if _like(atom.variable, variable) and isinstance(atom.part, Cut))
    for name, known in inquiry.knowledge.world.items():
        if name != variable and _like(name, variable) and isinstance(known, Interval):
            for end in (known.low, known.high):
                if end is not None:
                    yield from (Cut(end, after=False), Cut(end, after=True))


def _read(inquiry: Inquiry) -> Iterator[Atomic]:
    """The atoms of all conditions, also of those of a clause that is always lifted: reasons name what it reads."""
    matter = inquiry.matter
    clauses = ((program, number) for program in matter.programs for number in program.taking_part(matter.leaves))
    own = (matter.meanings[program.license.id].own(number) for program, number in clauses)
    return atoms_of(*own, *matter.formulas)


def _like(name: Variable, variable: Stated) -> bool:
    """Whether a number may be tied to another one by a relation: both are counts, or money of one currency."""
    if isinstance(variable, AmountVariable):
        return isinstance(name, AmountVariable) and name.currency == variable.currency
    return isinstance(name, FactVariable) and name.type == "count"


def band_of_numbers(piece: Interval, currency: str) -> Band:
    """A stretch of numbers in words, and as a use states it."""
    if piece == NOT_NEGATIVE:
        return Band("any number", UNKNOWN, piece)
    return Band(interval_text(piece, currency), numbers_stated(piece, currency), piece)


def numbers_stated(piece: Interval, currency: str) -> Exactly | Range:
    """A stretch of numbers as a use states it."""

    def number(amount: Amount) -> Number:
        return Money(Decimal(amount), currency) if currency else int(amount)

    low, high, low_open, high_open = _written(piece)
    if low == high:
        return Exactly(number(low))
    from_zero = low == 0 and not low_open
    return Range(
        None if from_zero else number(low), None if high is None else number(high), low_open and not from_zero, high_open
    )


def _written(piece: Interval) -> Interval:
    """The amounts of a stretch that can be written: a rate may put a threshold between two of them."""
    low, high, low_open, high_open = piece
    least = Decimal(1).scaleb(-MAX_DECIMALS)
    if isinstance(low, Decimal) and (up := low.quantize(least, ROUND_CEILING)) != low:
        low, low_open = up, False
    if isinstance(high, Decimal) and (down := high.quantize(least, ROUND_FLOOR)) != high:
        high, high_open = down, False
    return Interval(low, high, low_open, high_open)


def _some_are_written(piece: Interval) -> bool:
    """Whether an amount that can be written lies in a stretch."""
    return meet(_written(piece), NOT_NEGATIVE) is not None


def _thresholds(inquiry: Inquiry, info: FactInfo, currency: str) -> tuple[Threshold, ...]:
    variable = axis_variable(info, currency)
    places: dict[tuple[Amount, Comparison], dict[ClauseAt, None]] = {}
    for _, compares, at, program, number in (one for one in inquiry.matter.comparisons if one.variable == variable):
        clause = program.clauses[number]
        place = ClauseAt(program.license.id, clause.id, clause.locator)
        places.setdefault((at, compares.comparison), {})[place] = None
    return tuple(
        Threshold(at, comparison, f"{comparison.replace('_', ' ')} {grouped(at)} {currency}".rstrip(), tuple(clauses))
        for (at, comparison), clauses in sorted(places.items(), key=lambda pair: pair[0])
    )


# --- days ------------------------------------------------------------------------------------------------


def _days(inquiry: Inquiry, name: str, circumstances: Circumstances) -> tuple[Band, ...]:
    variable = inquiry.matter.variable(name) if name != str(AS_OF) else AS_OF
    reach = meet(interval_of(variable, inquiry.world), DRAWN) or DRAWN
    days = _turning_days(inquiry, variable)
    if variable == AS_OF:
        days |= {*_days_of_approvals(circumstances), *_months_of_series(inquiry)}
    starts = [reach.first, *(day for day in sorted(days) if reach.first < day <= reach.last)]
    ends = [*(start - 1 for start in starts[1:]), reach.last]
    return tuple(band_of_days(first, last, reach) for first, last in zip(starts, ends, strict=True))


def _turning_days(inquiry: Inquiry, variable: FactVariable) -> set[int]:
    """The days on which a comparison of a date turns: with a fixed day, or with any other date at the ends of what
    that may be, and so on along all comparisons. Raises AxisRefused for too many.
    """
    atoms = tuple(_read(inquiry))
    orders = dict.fromkeys(atom.variable for atom in atoms if isinstance(atom.variable, OrderVariable))
    turning: dict[FactVariable, set[int]] = {}
    for date_ in (variable, *(each for order in orders for each in (order.date, order.other))):
        known = interval_of(date_, inquiry.world)
        ends = () if date_ == variable else (known.first, known.last + 1)
        cuts = (atom.part for atom in atoms if atom.variable == date_ and isinstance(atom.part, Cut))
        turning[date_] = _in_calendar((*ends, *(int(cut.threshold) for cut in cuts)))
    for _ in turning:
        for order in orders:
            later_days = {order.least(each) for day in turning[order.other] for each in (day - 1, day)}
            sooner = {day - order.days + each for day in turning[order.date] for each in (0, 1)}
            turning[order.date] |= _in_calendar(later_days)
            turning[order.other] |= _in_calendar(earliest(day, order.count, order.unit) for day in sooner)
        if sum(map(len, turning.values())) > MOST_BANDS:
            raise AxisRefused([Diagnostic("LK720", f"`{variable}` has more than {MOST_BANDS:_} bands")])
    return turning[variable]


def _in_calendar(days: Iterable[int]) -> set[int]:
    """Days before which there is one."""
    return {day for day in days if ANY_DAY.first < day <= LAST_DAY}


def _days_of_approvals(circumstances: Circumstances) -> Iterator[int]:
    """The days on which approvals begin, and those after which they end."""
    for approval in circumstances.approvals:
        for start in (approval.since, approval.until and approval.until + timedelta(days=1)):
            if start is not None:
                yield start.toordinal()


def _months_of_series(inquiry: Inquiry) -> Iterator[int]:
    """The first days of the months in which a dated number counts towards a window."""
    for variable in (*inquiry.knowledge.stated, *inquiry.matter.variables):
        if isinstance(variable, FactVariable | AmountVariable) and variable.name.month is not None:
            for ahead in range(MONTHS_OF_A_SERIES):
                month = variable.name.month.shifted(ahead)
                yield date(month.year, month.month, 1).toordinal()


def band_of_days(first: int, last: int, reach: Interval) -> Band:
    """A stretch of days in words, and one day that stands for them; `reach` are all days of the axis."""
    day = date.fromordinal(last if first == reach.first and last != reach.last else first)
    start, end = date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()
    words = start if first == last else f"{start} to {end}"
    if first == reach.first and last == reach.last:
        words = "any day"
    elif first == reach.first:
        words = f"until {end}"
    elif last == reach.last:
        words = f"from {start} on"
    return Band(words, Exactly(day), Interval(first, last))


# --- words -----------------------------------------------------------------------------------------------


def _words(inquiry: Inquiry, info: FactInfo) -> Iterator[Band]:
    variable = fact_variable(info.name, info.type, info.options)
    if info.type == "yes_no":
        yield from (_word("no", False), _word("yes", True))
    elif info.type == "one_of":
        yield from (_word(option.replace("_", " "), option) for option in info.options)
    elif variable not in inquiry.matter.readers:
        yield Band("any", UNKNOWN)
    else:
        for cell in cells_of(inquiry.matter, variable, inquiry.world):
            assert isinstance(cell, str)
            yield _word("another" if cell == ANOTHER_TEXT else cell_text(inquiry.matter, variable, cell), cell)


def _word(words: str, value: bool | str) -> Band:
    return Band(words, Exactly(value), None, (value,))


def _stated_word(bands: tuple[Band, ...], stated: Domain | None, inquiry: Inquiry, info: FactInfo) -> str | None:
    if not isinstance(stated, bool | str):
        return None
    said = {band.words for band in bands if band.given == Exactly(stated)}
    if not said and isinstance(stated, str) and info.type == "territory":
        variable = fact_variable(info.name, info.type, info.options)
        said = {cell_text(inquiry.matter, variable, stated)} & {band.words for band in bands}
    return next(iter(said), None)
