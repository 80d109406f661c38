"""A map of the answers over two facts: the exact regions in which a licence answers alike.

Every cell of the two axes is asked once, by the evaluator itself, with the two facts known as far as the cell says
and everything else as the caller states it. What is left open stays open: a region may be `unknown`, with the
verdicts that remain possible and the facts that would settle it. Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

from licensekit.analyse.axes import (
    Axis,
    AxisRefused,
    Band,
    axis,
    band_of_days,
    band_of_numbers,
    currency_of,
    info_of,
    nothing_less_than_zero,
)
from licensekit.analyse.regions import Answer, Region, answer_of, regions_of
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.evaluate.asking import Circumstances, leaves_asked
from licensekit.evaluate.conditions import AS_OF
from licensekit.evaluate.decide import decide, inquire
from licensekit.evaluate.decision import Decision
from licensekit.meaning.domain import Domain, Interval
from licensekit.evaluate.inquiry import Inquiry
from licensekit.evaluate.layout import date_facts
from licensekit.evaluate.terms import Terms, programs
from licensekit.use import Use
from licensekit.use.local import local_info
from licensekit.values import Exactly, Known, Money, Range
from licensekit.vocabulary.entries import FactInfo

MOST_CELLS: Final = 1_000

Row: TypeAlias = tuple[int | None, ...]


@dataclass(frozen=True)
class DecisionMap:
    """The answers of some terms to some acts, over two facts."""

    license: str
    title: str
    acts: tuple[str, ...]
    x: Axis
    y: Axis
    regions: tuple[Region, ...]
    """The mildest first; each has a letter."""
    rows: tuple[Row, ...]
    """By band of `y` from the lowest, then by band of `x`: which region; None where no use is so."""
    stated: tuple[tuple[str, Known], ...]
    """The other facts that the caller states."""
    assumed: str
    """How assumptions and readings were treated, and the day asked about, in a few words."""

    def at(self, x: object, y: object) -> Region | None:
        """The region of a use, by its two facts: a number, Money, a date, a word; None where there is no such use.

        Raises LookupError for a value that lies in no band.
        """
        found = self.rows[_band_of(self.y, y)][_band_of(self.x, x)]
        return None if found is None else self.regions[found]

    @property
    def here(self) -> Region | None:
        """The region in which the caller stands; None where not both facts are known well enough to tell."""
        column, row = standing_in(self.x), standing_in(self.y)
        if column is None or row is None or (found := self.rows[row][column]) is None:
            return None
        return self.regions[found]


def standing_in(of: Axis) -> int | None:
    """The one band in which the caller stands; None where nothing, or too little, is stated."""
    stated = of.stated
    found = [
        at
        for at, band in enumerate(of.bands)
        if (isinstance(stated, str) and band.words == stated)
        or (isinstance(stated, Interval) and band.reach is not None and _inside(stated, band.reach))
    ]
    return found[0] if len(found) == 1 else None


def _inside(inner: Interval, outer: Interval) -> bool:
    """Whether all of an interval lies in another."""
    if inner.low < outer.low or (inner.low == outer.low and outer.low_open and not inner.low_open):
        return False
    if outer.high is None:
        return True
    if inner.high is None or inner.high > outer.high:
        return False
    return inner.high < outer.high or inner.high_open or not outer.high_open


def _band_of(of: Axis, value: object) -> int:
    for at, band in enumerate(of.bands):
        if band.reach is None:
            if value == band.words or any(value is one or value == one for one in band.values):
                return at
        else:
            number = _number(value)
            if number is not None and _inside(Interval(number, number), band.reach):
                return at
    raise LookupError(f"`{value}` lies in no band of `{of.fact}`")


def _number(value: object) -> int | None:
    match value:
        case Money():
            return value.amount  # type: ignore[return-value]
        case date():
            return value.toordinal()
        case bool():
            return None
        case int():
            return value
        case _:
            return None


@dataclass(frozen=True)
class _Question:
    """What stays the same in all cells."""

    terms: Terms
    acts: tuple[str, ...]
    facts: Mapping[str, Known]
    circumstances: Circumstances
    declared: Mapping[str, FactInfo]

    def inquiry(self, also: Mapping[str, Known]) -> Inquiry:
        """The question with some facts more."""
        circumstances, facts = self._with(also)
        return inquire(self.terms, Use.of(self.acts, facts, self.declared), circumstances)[0]

    def decision(self, also: Mapping[str, Known]) -> Decision | None:
        """The answer in a cell; None where no use is so."""
        circumstances, facts = self._with(also)
        try:
            return decide(self.terms, Use.of(self.acts, facts, self.declared), circumstances)
        except FactsError as refused:
            if all(one.code in {"LK521", "LK522"} for one in refused.diagnostics):
                return None
            raise

    def _with(self, also: Mapping[str, Known]) -> tuple[Circumstances, dict[str, Known]]:
        facts = {name: known for name, known in also.items() if name != AS_OF and isinstance(known, Exactly | Range)}
        day = also.get(AS_OF)
        circumstances = self.circumstances
        if isinstance(day, Exactly) and isinstance(day.value, date):
            circumstances = replace(circumstances, as_of=day.value)
        return circumstances, {**self.facts, **facts}


def decision_map(  # noqa: PLR0913 - each names one thing that a caller may state
    terms: Terms,
    acts: Sequence[str],
    x: str,
    y: str,
    *,
    facts: Mapping[str, Known] | None = None,
    circumstances: Circumstances | None = None,
    title: str = "",
) -> DecisionMap:
    """The map of some acts over two facts: counts, money, dates, `as_of`, one-of facts, yes or no, countries.

    What `facts` say of the two is where the caller stands; everything else that is stated holds in all cells.
    Raises AxisRefused (LK725) for a fact that no axis can show, LK720 for more than 1,000 cells, and FactsError.
    """
    given, asked = dict(facts or {}), circumstances or Circumstances()
    declared = _declared(terms)
    leaves_asked(acts)
    whole = _Question(terms, tuple(acts), given, asked, declared)
    infos = _infos(whole, (x, y))
    if infos[0].name == infos[1].name:
        raise AxisRefused([Diagnostic("LK725", f"`{x}` cannot be both axes", help="name two facts")])
    stated = tuple(_stated(whole, info) for info in infos)
    others = {name: known for name, known in given.items() if not any(_belongs(name, info) for info in infos)}
    if any(info.name == AS_OF for info in infos):
        asked = replace(asked, as_of=None)
    question = replace(whole, facts=others, circumstances=asked)
    axes = _axes(question, infos, stated)
    cells = len(axes[0].bands) * len(axes[1].bands)
    if cells > MOST_CELLS:
        message = f"a map of {cells:_} cells would have to be drawn, and it holds {MOST_CELLS:_}"
        raise AxisRefused([Diagnostic("LK720", message, help="name fewer acts, or another fact")])
    return _drawn(question, axes, title or terms.name)


def _declared(terms: Terms) -> dict[str, FactInfo]:
    return {
        fact.name: local_info(fact.name, fact.type, fact.question, fact.options, judgement=fact.judgement)
        for program in programs(terms)
        for fact in program.license.facts
    }


def _infos(whole: _Question, names: Sequence[str]) -> tuple[FactInfo, ...]:
    """The facts of both axes, under the names that the licences read. Raises AxisRefused with what is wrong of each."""
    found, refused = [], list[Diagnostic]()
    for name in names:
        try:
            found.append(replace(info_of(name, whole.declared), name=_full(whole, name)))
        except AxisRefused as one:
            refused.extend(one.diagnostics)
    if refused:
        raise AxisRefused(refused)
    return tuple(found)


def _full(whole: _Question, name: str) -> str:
    """The name under which the licences read a fact: in the one meaning that they give it."""
    layout = replace(whole, facts={}).inquiry({}).knowledge.layout
    meanings = layout.meanings.get(name, ())
    if len(meanings) > 1 or (meanings and name in layout.facts):
        choices = ", ".join(f"`{meaning}`" for meaning in meanings)
        message = f"`{name}` means different things in these licences"
        raise AxisRefused([Diagnostic("LK523", message, help=f"write one of {choices}")])
    return meanings[0] if meanings else name


def _belongs(name: str, info: FactInfo) -> bool:
    """Whether a stated fact says where the caller stands on an axis: the fact itself, or a month of its series."""
    plain, axis_plain = name.partition("@")[0], info.name.partition("@")[0]
    base, bracket, _ = plain.partition("[")
    return plain == axis_plain or (bool(bracket) and bool(info.window) and axis_plain == f"{base}.{info.window}")


def _stated(whole: _Question, info: FactInfo) -> tuple[Domain | None, str]:
    """What the caller says of an axis, as a world has it, and in which currency; nothing where nothing is said."""
    if info.name == AS_OF:
        day = whole.circumstances.as_of
        return (None if day is None else Interval(day.toordinal(), day.toordinal())), ""
    if not any(_belongs(name, info) for name in whole.facts):
        return None, ""
    knowledge = whole.inquiry({}).knowledge
    for name, known in knowledge.world.items():
        fact, _, currency = name.partition(":")
        if fact == info.name or fact.partition("@")[0] == info.name.partition("@")[0]:
            return known, currency.partition(":")[0]
    return None, ""


def _axes(
    question: _Question, infos: Sequence[FactInfo], stated: Sequence[tuple[Domain | None, str]]
) -> tuple[Axis, Axis]:
    bare = question.inquiry({})
    currencies = [currency_of(bare, info, said[1]) for info, said in zip(infos, stated, strict=True)]
    open_numbers = {
        info.name: nothing_less_than_zero(info, currency)
        for info, currency in zip(infos, currencies, strict=True)
        if info.is_number
    }
    inquiry = question.inquiry(open_numbers)
    days = [info.name for info in infos if info.type == "date"]
    if len(days) > 1 and _compared(inquiry, days):
        names = " and ".join(f"`{name}`" for name in days)
        message = f"{names} are compared with each other, which no map of bands can show"
        raise AxisRefused([Diagnostic("LK725", message, help="state one of the two, and draw another fact")])
    _whenever_related(inquiry, infos)
    one, other = (
        axis(inquiry, info, question.circumstances, currency, said[0] if said[1] in {"", currency} else None)
        for info, currency, said in zip(infos, currencies, stated, strict=True)
    )
    return one, other


def _whenever_related(inquiry: Inquiry, infos: Sequence[FactInfo]) -> None:
    """Refuse two numbers of which one is at most the other only where a third fact is so, and that fact is open.

    A use above the diagonal would settle that fact and one below it would not, so that no band is all alike.
    """
    names, world = {info.name for info in infos}, inquiry.knowledge.world
    for bound in inquiry.knowledge.closure.bounds:
        facts = {one.partition(":")[0] for one in (bound.lower, bound.upper)}
        if facts == names and bound.guard and bound.guard not in world:
            lower, upper = (f"`{one.partition(':')[0]}`" for one in (bound.lower, bound.upper))
            message = f"{lower} is at most {upper} only where `{bound.guard}` is so, and that is open"
            raise AxisRefused([Diagnostic("LK725", message, help=f"state `{bound.guard}` with `--set`")])


def _compared(inquiry: Inquiry, days: Sequence[str]) -> bool:
    """Whether two dates meet in a comparison, directly or through others."""
    tied = {days[0]}
    pairs = [{*date_facts(pair[0]), *date_facts(pair[1])} for pair in inquiry.knowledge.layout.date_pairs]
    for _ in pairs:
        tied |= {name for pair in pairs if pair & tied for name in pair}
    return days[1] in tied


# --- cells and regions -----------------------------------------------------------------------------------


def _drawn(question: _Question, axes: tuple[Axis, Axis], title: str) -> DecisionMap:
    x, y = axes
    decisions = [
        [question.decision({x.fact: column.given, y.fact: row.given}) for column in x.bands] for row in y.bands
    ]
    answers = [[None if one is None else answer_of(one) for one in row] for row in decisions]
    columns = _joined(x, list(zip(*answers, strict=True)))
    narrower = [tuple(row[column[-1]] for column in columns) for row in answers]
    lines = _joined(y, list(narrower))
    found = regions_of(decisions)
    numbers = {region.answer: at for at, region in enumerate(found)}
    rows = tuple(tuple(None if one is None else numbers[one] for one in narrower[line[-1]]) for line in lines)
    axis_facts = {x.fact.partition("@")[0], y.fact.partition("@")[0]}
    return DecisionMap(
        question.terms.name,
        title,
        leaves_asked(question.acts) if len(question.acts) > 1 else question.acts,
        replace(x, bands=_bands(x, columns)),
        replace(y, bands=_bands(y, lines)),
        found,
        rows,
        tuple((name, known) for name, known in sorted(question.facts.items()) if name not in axis_facts),
        _circumstances(question.circumstances, axes),
    )


def _joined(of: Axis, slices: list[tuple[Answer | None, ...]]) -> list[list[int]]:
    """The bands that come to the same: neighbours of numbers and days, any of words.

    Zero is cut off since a number above it says that there is a product; it is shown only where that matters to a use.
    """
    found: list[list[int]] = []
    for at, here in enumerate(slices):
        fitting = found if of.kind == "words" else found[-1:]
        same = next((group for group in fitting if slices[group[0]] == here), None)
        if same is None and at == 1 and of.kind in {"count", "money"} and _agree(slices[0], here):
            slices[0] = here
            same = found[0]
        if same is None:
            found.append([at])
        else:
            same.append(at)
    return found


def _agree(zero: Sequence[Answer | None], above: Sequence[Answer | None]) -> bool:
    """Whether the band of zero says the same as the one above it wherever a use of it is so."""
    return all(one in {None, other} for one, other in zip(zero, above, strict=True))


def _bands(of: Axis, groups: Sequence[Sequence[int]]) -> tuple[Band, ...]:
    return tuple(_one_band(of, [of.bands[at] for at in group]) for group in groups)


def _one_band(of: Axis, bands: Sequence[Band]) -> Band:
    """Bands that come to the same, as one."""
    first, last = bands[0], bands[-1]
    if len(bands) == 1:
        return first
    if first.reach is None or last.reach is None:
        words = " or ".join(dict.fromkeys(band.words for band in bands))
        return first._replace(words=words, values=tuple(value for band in bands for value in band.values))
    reach = Interval(first.reach.low, last.reach.high, first.reach.low_open, last.reach.high_open)
    if of.kind == "date":
        whole = Interval(of.bands[0].reach.low, of.bands[-1].reach.high)  # type: ignore[union-attr]
        return band_of_days(reach.first, reach.last, whole)
    return band_of_numbers(reach, of.currency)


def _circumstances(circumstances: Circumstances, axes: Sequence[Axis]) -> str:
    readings = circumstances.readings
    chosen = readings if isinstance(readings, str) else ", ".join(f"{one}={readings[one]}" for one in sorted(readings))
    day = "any day" if circumstances.as_of is None else circumstances.as_of.isoformat()
    as_of = "" if any(one.fact == AS_OF for one in axes) else f"; as-of date: {day}"
    return f"assume: {circumstances.assume}; readings: {chosen}{as_of}"
