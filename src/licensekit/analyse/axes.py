"""The axes of a decision map: a fact, and the bands in each of which no answer changes.

A number is cut wherever a clause compares one like it, and at what is stated of such numbers, since relations may tie
them (a month is at most a year). Cutting too often does no harm: bands that come to the same are joined afterwards.
Cutting too seldom would be wrong, so the tests look below, at and above every end of a band.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.analyse.difference import ClausePlace
from licensekit.decision.cells import cell_text, cells_of, interval_text
from licensekit.decision.change import stated_as
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.inquiry import Inquiry
from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicensekitError, ValueProblem
from licensekit.meaning.calendar_days import LAST_DAY
from licensekit.meaning.domain import ANY_DAY, NOT_NEGATIVE, Cut, Domain, Interval, Quantity, cells, meet
from licensekit.meaning.formula import Atomic, atoms_of
from licensekit.meaning.rules import ABOVE_ZERO
from licensekit.meaning.variable import (
    ANOTHER_TEXT,
    AS_OF,
    AmountVariable,
    FactVariable,
    OrderVariable,
    Stated,
    Variable,
    amount_variable,
    fact_variable,
    interval_of,
)
from licensekit.model.conditions import ComparisonSign
from licensekit.values import UNKNOWN, Exactly, Known, Value, grouped
from licensekit.vocabulary.entries import FactInfo

_AxisKind: TypeAlias = Literal["count", "money", "date", "words"]
_DRAWN: Final = Interval(date(1900, 1, 1).toordinal(), date(2200, 12, 31).toordinal())
"""The days of an axis: so far from both ends of the calendar that these play no part."""
_MONTHS_OF_A_SERIES: Final = 15
"""For how many months after a dated one the day asked about can count it in or leave it out."""
MOST_CELLS: Final = 1_000
"""What a map holds at most."""


class AxisRefused(LicensekitError):  # noqa: N818 - it says what was found about a fact
    """A fact that no axis can show, with the mend."""


class AxisThreshold(NamedTuple):
    """Where clauses cut a number: the number, the comparison in words, and the clauses that make it."""

    at: Quantity
    comparison: ComparisonSign
    words: str
    clauses: tuple[ClausePlace, ...]


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
    kind: _AxisKind
    currency: str
    bands: tuple[Band, ...]
    thresholds: tuple[AxisThreshold, ...] = ()
    stated: Interval | str | None = None
    """Where the caller stands: numbers and days as an interval, words by their band; None where nothing is stated."""

    @property
    def own_band(self) -> int | None:
        """The one band in which the caller stands; None where nothing, or too little, is stated."""
        stated = self.stated
        bands = [
            at
            for at, band in enumerate(self.bands)
            if (isinstance(stated, str) and band.words == stated)
            or (isinstance(stated, Interval) and band.reach is not None and meet(stated, band.reach) == stated)
        ]
        return bands[0] if len(bands) == 1 else None

    def joined(self, places: Sequence[int]) -> Band:
        """The bands at some places, which come to the same, as one."""
        bands = [self.bands[at] for at in places]
        first, last = bands[0], bands[-1]
        if len(bands) == 1:
            return first
        if first.reach is None or last.reach is None:
            words = " or ".join(dict.fromkeys(band.words for band in bands))
            return first._replace(words=words, values=tuple(value for band in bands for value in band.values))
        reach = first.reach.through(last.reach)
        if self.kind != "date":
            return _band_of_numbers(reach, self.currency)
        return _band_of_days(reach, self.bands[0].reach.through(self.bands[-1].reach))  # type: ignore[union-attr, arg-type]


def axis(inquiry: Inquiry, info: FactInfo, circumstances: Circumstances, currency: str, stated: Domain | None) -> Axis:
    """The axis of a fact, of which `stated` is what the caller says, for a question that leaves the fact open.

    The question has a number as at least zero, so that relations with others are known. Raises AxisRefused.
    """
    here = stated if isinstance(stated, Interval) else None
    variable = axis_variable(info, currency)
    match info.type:
        case "count" | "money":
            cuts = tuple(sorted({ABOVE_ZERO, *_cuts(inquiry, variable)}))
            bands = tuple(_bands(cells(NOT_NEGATIVE, cuts, whole=not currency), currency))
            return Axis(
                info.name, info.title, info.type, currency, bands, _thresholds(inquiry, variable, currency), here
            )
        case "date":
            assert isinstance(variable, FactVariable)
            reach = meet(interval_of(variable, inquiry.world), _DRAWN) or _DRAWN
            days = tuple(Cut(day, after=False) for day in sorted(_days(inquiry, variable, circumstances)))
            bands = tuple(_band_of_days(piece, reach) for piece in cells(reach, days, whole=True))
            return Axis(info.name, info.title, "date", "", bands, (), here)
        case "yes_no" | "one_of" | "set_of" | "territory" | "text":
            assert isinstance(variable, FactVariable)
            bands = tuple(_words(inquiry, variable))
            return Axis(info.name, info.title, "words", "", bands, (), _stated_word(bands, stated, inquiry, variable))


def axis_variable(info: FactInfo, currency: str) -> Stated:
    """The variable of a fact as an axis shows it."""
    return amount_variable(info.name, currency) if currency else fact_variable(info.name, info.type, info.options)


def _read(inquiry: Inquiry) -> Iterator[Atomic]:
    """The atoms of all conditions, also of those of a clause that is always lifted: reasons name what it reads."""
    matter = inquiry.matter
    clauses = ((program, number) for program in matter.programs for number in program.taking_part(matter.leaves))
    own = (matter.meanings[program.license.id].own(number) for program, number in clauses)
    return atoms_of(*own, *matter.formulas)


# --- numbers ---------------------------------------------------------------------------------------------


def _cuts(inquiry: Inquiry, variable: Stated) -> Iterator[Cut]:
    """The cuts of all numbers that a relation may tie to one, and what is known of these."""
    yield from (atom.part for atom in _read(inquiry) if _like(atom.variable, variable) and isinstance(atom.part, Cut))
    for name, known in inquiry.knowledge.world.items():
        if name != variable and _like(name, variable) and isinstance(known, Interval):
            ends = (end for end in (known.low, known.high) if end is not None)
            yield from (Cut(end, after) for end in ends for after in (False, True))


def _like(name: Variable, variable: Stated) -> bool:
    """Whether a number may be tied to another one by a relation: both are counts, or money of one currency."""
    if isinstance(variable, AmountVariable):
        return isinstance(name, AmountVariable) and name.currency == variable.currency
    return isinstance(name, FactVariable) and name.type == "count"


def _bands(pieces: Iterable[Interval], currency: str) -> Iterator[Band]:
    """A band for each stretch; a rate may put a threshold where no amount that can be written lies beside it."""
    for piece in pieces:
        with suppress(ValueProblem):
            yield _band_of_numbers(piece, currency)


def _band_of_numbers(piece: Interval, currency: str) -> Band:
    """A stretch of numbers in words, and as a use states it. Raises ValueProblem where no amount can be written."""
    if piece == NOT_NEGATIVE:
        return Band("any number", UNKNOWN, piece)
    return Band(interval_text(piece, currency), stated_as(piece, currency), piece)


def _thresholds(inquiry: Inquiry, variable: Stated, currency: str) -> tuple[AxisThreshold, ...]:
    places: dict[tuple[Quantity, ComparisonSign], dict[ClausePlace, None]] = {}
    for _, compares, at, program, number in (one for one in inquiry.matter.comparisons if one.variable == variable):
        clause = program.clauses[number]
        place = ClausePlace(program.license.id, clause.id, clause.locator)
        places.setdefault((at, compares.comparison), {})[place] = None
    return tuple(
        AxisThreshold(
            at, comparison, f"{comparison.replace('_', ' ')} {grouped(at)} {currency}".rstrip(), tuple(clauses)
        )
        for (at, comparison), clauses in sorted(places.items(), key=lambda pair: pair[0])
    )


# --- days ------------------------------------------------------------------------------------------------


def _days(inquiry: Inquiry, variable: FactVariable, circumstances: Circumstances) -> set[int]:
    """The days on which an answer may turn with a date.

    Those on which a comparison with a fixed day does, or with another date at the ends of what that may be, and so on
    along all comparisons. Raises AxisRefused for too many.
    """
    atoms = tuple(_read(inquiry))
    orders = dict.fromkeys(atom.variable for atom in atoms if isinstance(atom.variable, OrderVariable))
    turning: dict[FactVariable, set[int]] = {}
    for dated in (variable, *(each for order in orders for each in order.dates)):
        known = interval_of(dated, inquiry.world)
        ends = () if dated == variable else (known.first, known.last + 1)
        cuts = (atom.part for atom in atoms if atom.variable == dated and isinstance(atom.part, Cut))
        turning[dated] = _in_calendar((*ends, *(int(cut.threshold) for cut in cuts)))
    for _ in turning:
        for order in orders:
            of_date, of_other = (
                {order.turning(each, day - before) for day in turning[order.partner(each)] for before in (0, 1)}
                for each in order.dates
            )
            turning[order.date] |= _in_calendar(of_date)
            turning[order.other] |= _in_calendar(of_other)
        if sum(map(len, turning.values())) > MOST_CELLS:
            raise AxisRefused([Diagnostic("LK720", f"`{variable}` has more than {MOST_CELLS:_} bands")])
    beside = _days_beside_clauses(inquiry, circumstances) if variable == AS_OF else ()
    return turning[variable].union(beside)


def _in_calendar(days: Iterable[int]) -> set[int]:
    """Days before which there is one."""
    return {day for day in days if ANY_DAY.first < day <= LAST_DAY}


def _days_beside_clauses(inquiry: Inquiry, circumstances: Circumstances) -> Iterator[int]:
    """When approvals begin and end, something is attested, and a month begins in which a dated number may count."""
    if circumstances.attested is not None:
        yield from (each.on.toordinal() for each in circumstances.attested.each)
    for approval in circumstances.approvals:
        if approval.since is not None:
            yield approval.since.toordinal()
        if approval.until is not None:
            yield approval.until.toordinal() + 1
    for variable in (*inquiry.knowledge.stated, *inquiry.matter.variables):
        if isinstance(variable, FactVariable | AmountVariable) and variable.name.month is not None:
            months = (variable.name.month.shifted(ahead) for ahead in range(_MONTHS_OF_A_SERIES))
            yield from (date(month.year, month.month, 1).toordinal() for month in months)


def _band_of_days(days: Interval, reach: Interval) -> Band:
    """A stretch of days in words, and one day that stands for them; `reach` are all days of the axis."""
    first, last = date.fromordinal(days.first), date.fromordinal(days.last)
    words = first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
    if days == reach:
        words = "any day"
    elif days.first == reach.first:
        return Band(f"until {last.isoformat()}", Exactly(last), days)
    elif days.last == reach.last:
        words = f"from {first.isoformat()} on"
    return Band(words, Exactly(first), days)


# --- words -----------------------------------------------------------------------------------------------


def _words(inquiry: Inquiry, variable: FactVariable) -> Iterator[Band]:
    if variable.type == "yes_no":
        yield from (_word("no", value=False), _word("yes", value=True))
    elif variable.type == "one_of":
        yield from (_word(option.replace("_", " "), option) for option in variable.options)
    elif variable not in inquiry.matter.readers:
        yield Band("any", UNKNOWN)
    else:
        for cell in cells_of(inquiry.matter, variable, inquiry.world):
            assert isinstance(cell, str)
            yield _word("another" if cell == ANOTHER_TEXT else cell_text(inquiry.matter, variable, cell), cell)


def _word(words: str, value: bool | str) -> Band:
    return Band(words, Exactly(value), None, (value,))


def _stated_word(
    bands: tuple[Band, ...], stated: Domain | None, inquiry: Inquiry, variable: FactVariable
) -> str | None:
    """The band in which the caller stands: of countries, the one that clauses treat alike."""
    said = [band.words for band in bands if isinstance(stated, bool | str) and band.given == Exactly(stated)]
    if not said and isinstance(stated, str) and variable.type == "territory":
        alike = cell_text(inquiry.matter, variable, stated)
        said = [band.words for band in bands if band.words == alike]
    return said[0] if said else None
