"""The axes of a decision map: a fact, and the bands in each of which no answer changes.

A number is cut where a clause compares it, where a clause compares a number that a relation ties to it (a month is
at most a year), and at what is stated of such numbers. Cutting too often does no harm: bands that come to the same
are joined afterwards. Cutting too seldom would be wrong, so the tests look below, at and above every end of a band.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicensekitError
from licensekit.evaluate.asking import Circumstances
from licensekit.evaluate.cell_words import cell_text
from licensekit.evaluate.conditions import AS_OF
from licensekit.evaluate.days import TooMany, candidate_days
from licensekit.meaning.domain import ANY_DAY, NOT_NEGATIVE, Amount, Cut, Domain, Interval, cells, meet
from licensekit.evaluate.inquiry import Inquiry
from licensekit.evaluate.reasons import interval_shown
from licensekit.evaluate.search import ANOTHER_TEXT, Search
from licensekit.limits import MAX_CELLS, MAX_DECIMALS
from licensekit.model.conditions import Comparison, Locator
from licensekit.use.problems import unknown_fact
from licensekit.values import UNKNOWN, Exactly, Known, Money, Number, Range, Value, grouped
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact as vocabulary_fact
from licensekit.vocabulary.territories import GROUPS

Kind: TypeAlias = Literal["count", "money", "date", "words"]
DRAWN: Final = Interval(date(1900, 1, 1).toordinal(), date(2200, 12, 31).toordinal())
"""The days of an axis: so far from both ends of the calendar that these play no part."""
MONTHS_OF_A_SERIES: Final = 15
"""For how many months after a dated one the day asked about can count it in or leave it out."""


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


def info_of(name: str, declared: Mapping[str, FactInfo]) -> FactInfo:
    """What is known of a fact that is to be an axis. Raises AxisRefused."""
    if name == AS_OF:
        return FactInfo(AS_OF, AS_OF, "date", "the day asked about", "For which day is the question asked?")
    if name in declared:
        return declared[name]
    try:
        info = vocabulary_fact(name)
    except KeyError:
        raise AxisRefused([unknown_fact(name, also=declared)]) from None
    if info.type == "set_of":
        message = f"`{name}` is a set, which no axis can show"
        raise AxisRefused([Diagnostic("LK725", message, help="state it with `--set`, and draw another fact")])
    return info


def axis(inquiry: Inquiry, info: FactInfo, circumstances: Circumstances, currency: str, stated: Domain | None) -> Axis:
    """The axis of a fact, of which `stated` is what the caller says, for a question that leaves the fact open.

    The question has a number as at least zero, so that relations with others are known. Raises AxisRefused.
    """
    match info.type:
        case "count" | "money":
            return _numbers(inquiry, info, currency, stated)
        case "date":
            return _days(inquiry, info, circumstances, stated)
        case _:
            return _words(inquiry, info, stated)


# --- numbers ---------------------------------------------------------------------------------------------


def nothing_less_than_zero(info: FactInfo, currency: str) -> Known:
    """What is known of any number."""
    return Range(low=Money(Decimal(0), currency) if info.type == "money" else 0)


def currency_of(inquiry: Inquiry, info: FactInfo, stated: str) -> str:
    """The currency of an axis: that in which clauses compare the fact, or one like it. Raises AxisRefused."""
    if info.type != "money":
        return ""
    spots = [spot for spot, _, _ in inquiry.knowledge.layout.numbers.values() if spot.currency]
    own = dict.fromkeys(spot.currency for spot in spots if _plain(spot.fact) == _plain(info.name))
    found = own or dict.fromkeys(spot.currency for spot in spots)
    if len(found) < 2:
        return next(iter(found), stated or "USD")
    if stated in found:
        return stated
    names = ", ".join(found)
    message = f"`{info.name}` is compared in {names}, and an axis has one currency"
    raise AxisRefused([Diagnostic("LK725", message, help="give a rate, such as `--rate '1 CNY = 0.14 USD on DATE'`")])


def _plain(name: str) -> str:
    return name.partition("@")[0]


def _numbers(inquiry: Inquiry, info: FactInfo, currency: str, stated: Domain | None) -> Axis:
    variable = f"{info.name}:{currency}" if currency else info.name
    whole = info.type == "count"
    cuts = tuple(sorted({Cut(0, after=True), *_cuts(inquiry, variable)}))
    pieces = (piece for piece in cells(NOT_NEGATIVE, cuts, whole=whole) if _some_are_written(piece))
    bands = tuple(band_of_numbers(piece, currency) for piece in pieces)
    here = stated if isinstance(stated, Interval) else None
    return Axis(info.name, info.title, "count" if whole else "money", currency, bands,
                tuple(_thresholds(inquiry, info.name, currency)), here)  # fmt: skip


def _cuts(inquiry: Inquiry, variable: str) -> Iterator[Cut]:
    knowledge = inquiry.knowledge
    for name in _tied(inquiry, variable):
        numbers = knowledge.layout.numbers.get(name)
        if numbers is not None:
            yield from numbers[2]
        known = knowledge.world.get(name)
        if name != variable and isinstance(known, Interval):
            for end in (known.low, known.high):
                if end is not None:
                    yield from (Cut(end, after=False), Cut(end, after=True))


def _tied(inquiry: Inquiry, variable: str) -> Mapping[str, None]:
    """The numbers that relations tie to a number, directly or through others, and all that count the same thing."""
    closure, layout = inquiry.knowledge.closure, inquiry.knowledge.layout
    pairs = [(bound.lower, bound.upper) for bound in closure.bounds]
    names = dict.fromkeys((*layout.numbers, *inquiry.knowledge.world))
    tied = {name: None for name in (variable, *names) if _counted(name) == _counted(variable)}
    while True:
        more = {name: None for pair in pairs if tied.keys() & set(pair) for name in pair if name not in tied}
        if not more:
            return tied
        tied.update(more)


def _counted(variable: str) -> tuple[str, str]:
    """What a number counts, whoever's and over whatever period, and in which currency."""
    name, _, currency = variable.partition(":")
    parts = name.partition("@")[0].partition("[")[0].split(".")
    return (parts[1] if len(parts) > 1 else name), currency.partition(":")[0]


def band_of_numbers(piece: Interval, currency: str) -> Band:
    """A stretch of numbers in words, and as a use states it."""
    words = "any number" if piece == NOT_NEGATIVE else interval_shown(piece, currency)
    return Band(words, _known(piece, currency), piece)


def _known(piece: Interval, currency: str) -> Known:
    if piece == NOT_NEGATIVE:
        return UNKNOWN

    def number(amount: Amount) -> Number:
        return Money(Decimal(amount), currency) if currency else int(amount)

    low, low_open = _written(piece.low, piece.low_open, up=True)
    high, high_open = (None, False) if piece.high is None else _written(piece.high, piece.high_open, up=False)
    if low == high:
        return Exactly(number(low))
    least = None if low == 0 and not low_open else number(low)
    most = None if high is None else number(high)
    return Range(least, most, low_open if least is not None else False, high_open)


def _written(amount: Amount, is_open: bool, *, up: bool) -> tuple[Amount, bool]:
    """An end of a band as an amount can be written: a rate may put a threshold between two of them."""
    if isinstance(amount, int):
        return amount, is_open
    least = Decimal(1).scaleb(-MAX_DECIMALS)
    rounded = amount.quantize(least, ROUND_CEILING if up else ROUND_FLOOR)
    return (amount, is_open) if rounded == amount else (rounded, False)


def _some_are_written(piece: Interval) -> bool:
    """Whether an amount that can be written lies in a stretch."""
    if piece.high is None:
        return True
    low, low_open = _written(piece.low, piece.low_open, up=True)
    high, high_open = _written(piece.high, piece.high_open, up=False)
    return low < high or (low == high and not (low_open or high_open))


def _thresholds(inquiry: Inquiry, name: str, currency: str) -> Iterator[Threshold]:
    found: dict[tuple[Amount, Comparison], dict[ClauseAt, None]] = {}
    layout = inquiry.knowledge.layout
    for one in layout.comparisons:
        spot = layout.numbers[one.variable][0]
        if spot.fact == name and spot.currency == currency:
            clause = one.program.clauses[one.clause]
            place = ClauseAt(one.program.license.id, clause.id, clause.locator)
            found.setdefault((one.threshold, one.compares.comparison), {})[place] = None
    for (at, comparison), clauses in sorted(found.items(), key=lambda pair: pair[0]):
        words = f"{comparison.replace('_', ' ')} {grouped(at)} {currency}".rstrip()
        yield Threshold(at, comparison, words, tuple(clauses))


# --- days ------------------------------------------------------------------------------------------------


def _days(inquiry: Inquiry, info: FactInfo, circumstances: Circumstances, stated: Domain | None) -> Axis:
    knowledge = inquiry.knowledge
    known = knowledge.world.get(info.name, ANY_DAY)
    reach = (meet(known, DRAWN) if isinstance(known, Interval) else None) or DRAWN
    read = info.name in knowledge.layout.dates
    days = set(_days_that_matter(inquiry, info.name)) if read else set[int]()
    if info.name == AS_OF:
        days |= {*_days_of_circumstances(circumstances), *_months_of_series(inquiry), *_days_of_members(inquiry)}
    inside = sorted(day for day in days if reach.first <= day <= reach.last)
    starts = [reach.first, *(day for before, day in pairwise(inside) if day == before + 1)]
    ends = [*(start - 1 for start in starts[1:]), reach.last]
    bands = tuple(band_of_days(first, last, reach) for first, last in zip(starts, ends, strict=True))
    here = stated if isinstance(stated, Interval) else None
    return Axis(info.name, info.title, "date", "", bands, (), here)


def _days_that_matter(inquiry: Inquiry, name: str) -> Iterator[int]:
    """The days at which comparisons of a date change, each with its neighbour: with other dates known, or bounded."""
    layout, world = inquiry.knowledge.layout, inquiry.knowledge.world
    yield from candidate_days(layout, world, name)
    for other in layout.dates:
        known = world.get(other)
        if other != name and isinstance(known, Interval) and not known.exact:
            for day in (known.first, known.last):
                yield from candidate_days(layout, {**world, other: Interval(day, day)}, name)


def _days_of_members(inquiry: Inquiry) -> Iterator[int]:
    """The days on which countries join and leave the groups that clauses name, each with the day before."""
    for group in inquiry.knowledge.layout.groups:
        for held in GROUPS[group].values():
            for start in (held.first, None if held.last is None else held.last + timedelta(days=1)):
                if start is not None:
                    yield from (start.toordinal() - 1, start.toordinal())


def _days_of_circumstances(circumstances: Circumstances) -> Iterator[int]:
    """The days on which approvals begin and end, each with the day before."""
    for one in circumstances.approvals:
        for start in (one.since, None if one.until is None else one.until + timedelta(days=1)):
            if start is not None:
                yield from (start.toordinal() - 1, start.toordinal())


def _months_of_series(inquiry: Inquiry) -> Iterator[int]:
    """The first days of the months in which a dated number counts towards a window, each with the day before."""
    for name in inquiry.knowledge.given.values():
        _, bracket, month = name.partition("[")
        if bracket:
            year, number = int(month[:4]), int(month[5:7])
            for ahead in range(MONTHS_OF_A_SERIES):
                at = year * 12 + number - 1 + ahead
                first = date(at // 12, at % 12 + 1, 1).toordinal()
                yield from (first - 1, first)


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


def _words(inquiry: Inquiry, info: FactInfo, stated: Domain | None) -> Axis:
    layout = inquiry.knowledge.layout
    bands: tuple[Band, ...]
    if info.type == "yes_no":
        bands = (_word("no", False), _word("yes", True))
    elif info.type == "one_of":
        bands = tuple(_word(option.replace("_", " "), option) for option in info.options)
    elif info.name in layout.members or info.name in layout.options:
        bands = tuple(_told_apart(inquiry, info.name))
    else:
        bands = (Band("any", UNKNOWN),)
    return Axis(info.name, info.title, "words", "", bands, (), _stated_word(bands, stated, inquiry, info.name))


def _told_apart(inquiry: Inquiry, name: str) -> Iterator[Band]:
    """Countries, or texts, as far as clauses tell them apart."""
    knowledge = inquiry.knowledge
    search = Search(knowledge.layout, knowledge.closure, inquiry.setting, lambda _: iter(()))
    try:
        found = search.cells(knowledge.world, name)
    except TooMany:
        raise AxisRefused([Diagnostic("LK725", f"`{name}` has more than {MAX_CELLS:_} cases")]) from None
    for cell in found:
        assert isinstance(cell, str)
        words = "another" if cell == ANOTHER_TEXT else cell_text(inquiry, name, cell)
        yield _word(words, cell)


def _word(words: str, value: bool | str) -> Band:
    return Band(words, Exactly(value), None, (value,))


def _stated_word(bands: tuple[Band, ...], stated: Domain | None, inquiry: Inquiry, name: str) -> str | None:
    if stated is None or not isinstance(stated, bool | str):
        return None
    for band in bands:
        if band.given == Exactly(stated):
            return band.words
    if name in inquiry.knowledge.layout.members:
        words = cell_text(inquiry, name, stated)
        return words if any(band.words == words for band in bands) else None
    return None
