"""A map of the answers over two facts: the exact regions in which a licence answers alike.

Every cell of the two axes is asked once, by the decision itself, with the two facts known as far as the cell says
and everything else as the caller states it. What is left open stays open: a region may be `unknown`, with the
verdicts that remain possible and the facts that would settle it. Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from licensekit.analyse.axes import MOST_CELLS, Axis, AxisRefused, axis, axis_variable
from licensekit.analyse.regions import Region, RegionAnswer, answer_of, regions_of
from licensekit.decision.change import Situation
from licensekit.decision.circumstances import Circumstances, Put, leaves_asked, refuse_agreements
from licensekit.decision.decide import decide, inquire
from licensekit.decision.decision import Decision
from licensekit.decision.inquiry import Inquiry
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.meaning.days import linked
from licensekit.meaning.domain import Domain, Interval, meet
from licensekit.meaning.terms import Terms
from licensekit.meaning.variable import AS_OF, AmountVariable, FactVariable, OrderVariable, currency_of
from licensekit.use import Use
from licensekit.use.problems import unknown_fact
from licensekit.values import Exactly, Known, Money, Range, Told
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import name_pieces


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
    rows: tuple[tuple[int | None, ...], ...]
    """By band of `y` from the lowest, then by band of `x`: which region; None where no use is so."""
    stated: tuple[tuple[str, Known], ...]
    """The other facts that the caller states."""
    assumed: str
    """How assumptions and readings were treated, and the day asked about, in a few words."""

    def at(self, x: object, y: object) -> Region | None:
        """The region of a use, by its two facts: a number, Money, a date, a word; None where there is no such use.

        Raises LookupError for a value that lies in no band.
        """
        region = self.rows[_band_of(self.y, y)][_band_of(self.x, x)]
        return None if region is None else self.regions[region]

    @property
    def here(self) -> Region | None:
        """The region in which the caller stands; None where not both facts are known well enough to tell."""
        column, row = self.x.own_band, self.y.own_band
        if column is None or row is None or (region := self.rows[row][column]) is None:
            return None
        return self.regions[region]


def _band_of(of: Axis, value: object) -> int:
    number = _number(value)
    for at, band in enumerate(of.bands):
        if band.reach is None:
            if value == band.words or any(value is each or value == each for each in band.values):
                return at
        elif number is not None and meet(number, band.reach) is not None:
            return at
    raise LookupError(f"`{value}` lies in no band of `{of.fact}`")


def _number(value: object) -> Interval | None:
    point = value.amount if isinstance(value, Money) else value.toordinal() if isinstance(value, date) else value
    return Interval(point, point) if isinstance(point, int | Decimal) and not isinstance(point, bool) else None


def _put(question: Situation, also: Mapping[str, Known]) -> Put:
    """A question with some facts more; of them, the as-of date is one."""
    more = {name: known for name, known in also.items() if isinstance(known, Told)}
    day, circumstances = more.pop(str(AS_OF), None), question.circumstances
    if isinstance(day, Exactly) and isinstance(day.value, date):
        circumstances = replace(circumstances, as_of=day.value)
    return replace(question, facts={**question.facts, **more}, circumstances=circumstances).put


def _decision(question: Situation, also: Mapping[str, Known]) -> Decision | None:
    """The answer in a cell; None where no use is so."""
    try:
        return decide(*_put(question, also))
    except FactsError as refused:
        if all(one.code in {"LK521", "LK522"} for one in refused.diagnostics):
            return None
        raise


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
    stated, asked = dict(facts or {}), circumstances or Circumstances()
    bare = inquire(terms, Use.of(tuple(acts)), asked)
    refuse_agreements(asked.approvals, "a map")
    infos = _infos(bare, (x, y))
    if infos[0].name == infos[1].name:
        raise AxisRefused([Diagnostic("LK725", f"`{x}` cannot be both axes", help="name two facts")])
    whole = Situation(bare, tuple(acts), stated, asked)
    here = [_stated(whole, info) for info in infos]
    others = {name: known for name, known in stated.items() if not any(_belongs(name, info) for info in infos)}
    if any(info.name == str(AS_OF) for info in infos):
        asked = replace(asked, as_of=None)
    question = replace(whole, facts=others, circumstances=asked)
    axes = _axes(question, infos, here)
    cells = len(axes[0].bands) * len(axes[1].bands)
    if cells > MOST_CELLS:
        message = f"a map of {cells:_} cells would have to be drawn, and it holds {MOST_CELLS:_}"
        raise AxisRefused([Diagnostic("LK720", message, help="name fewer acts, or another fact")])
    return _drawn(question, axes, title or terms.name)


def _infos(inquiry: Inquiry, names: Sequence[str]) -> tuple[FactInfo, ...]:
    """The facts of both axes, under the names that the licences read: in the one meaning that they give them.

    Raises AxisRefused with what is wrong of each.
    """
    infos, refused = [], list[Diagnostic]()
    for name in names:
        try:
            info = _AS_OF if name == _AS_OF.name else inquiry.matter.info(name)
        except KeyError:
            refused.append(unknown_fact(name, also=inquiry.matter.declared))
            continue
        meanings = inquiry.matter.meanings_of.get(name, ())
        if info.type == "set_of":
            message = f"`{name}` is a set, which no axis can show"
            refused.append(Diagnostic("LK725", message, help="state it with `--set`, and draw another fact"))
        elif len(meanings) > 1 or (meanings and name in inquiry.matter.facts):
            choices = ", ".join(f"`{meaning}`" for meaning in meanings)
            message = f"`{name}` means different things in these licences"
            refused.append(Diagnostic("LK523", message, help=f"write one of {choices}"))
        infos.append(info._replace(name=meanings[0] if meanings else name))
    if refused:
        raise AxisRefused(refused)
    return tuple(infos)


_AS_OF: Final = FactInfo(str(AS_OF), str(AS_OF), "date", "the day asked about", "For which day is the question asked?")


def _belongs(name: str, info: FactInfo) -> bool:
    """Whether a stated fact says where the caller stands on an axis: the fact itself, or a month of its series."""
    stated, drawn = name_pieces(name), name_pieces(info.name).base
    return drawn == stated.base or bool(stated.month and info.window and drawn == f"{stated.base}.{info.window}")


def _stated(whole: Situation, info: FactInfo) -> tuple[Domain | None, str]:
    """What the caller says of an axis, as a world has it, and in which currency; nothing where nothing is said."""
    if info.name == str(AS_OF):
        return _number(whole.circumstances.as_of), ""
    world = inquire(*_put(whole, {})).knowledge.world if any(_belongs(name, info) for name in whole.facts) else {}
    for name, known in world.items():
        if isinstance(name, FactVariable | AmountVariable) and name.name.base == name_pieces(info.name).base:
            return known, currency_of(name)
    return None, ""


def _axes(
    question: Situation, infos: Sequence[FactInfo], stated: Sequence[tuple[Domain | None, str]]
) -> tuple[Axis, Axis]:
    bare = inquire(*_put(question, {}))
    currencies = [_currency(bare, info, currency) for info, (_, currency) in zip(infos, stated, strict=True)]
    least = {
        info.name: Range(low=Money(Decimal(0), currency) if currency else 0)
        for info, currency in zip(infos, currencies, strict=True)
        if info.is_number
    }
    inquiry = inquire(*_put(question, least))
    _refuse_tied(inquiry, infos, currencies)
    first, second = (
        axis(inquiry, info, question.circumstances, currency, said if unit in {"", currency} else None)
        for info, currency, (said, unit) in zip(infos, currencies, stated, strict=True)
    )
    return first, second


def _currency(inquiry: Inquiry, info: FactInfo, stated: str) -> str:
    """The currency of an axis: that in which clauses compare the fact, or one like it. Raises AxisRefused."""
    if info.type != "money":
        return ""
    amounts = [variable for variable in inquiry.matter.variables if isinstance(variable, AmountVariable)]
    base = name_pieces(info.name).base
    own = dict.fromkeys(amount.currency for amount in amounts if amount.name.base == base)
    currencies = own or dict.fromkeys(amount.currency for amount in amounts)
    if len(currencies) < 2:
        return next(iter(currencies), stated or "USD")
    if stated in currencies:
        return stated
    message = f"`{info.name}` is compared in {', '.join(currencies)}, and an axis has one currency"
    raise AxisRefused([Diagnostic("LK725", message, help="give a rate, such as `--rate '1 CNY = 0.14 USD on DATE'`")])


def _refuse_tied(inquiry: Inquiry, infos: Sequence[FactInfo], currencies: Sequence[str]) -> None:
    """Refuse two facts of which one says something of the other, so that no band is all alike.

    Two dates are compared, directly or through others. Or one number is at most the other only where a third fact is
    so, and that is open: a use above the diagonal would settle that fact, and one below it would not.
    """
    pair = {axis_variable(info, currency) for info, currency in zip(infos, currencies, strict=True)}
    for orders in linked(atom for atom in inquiry.matter.atoms if isinstance(atom, OrderVariable)):
        if pair <= {date_ for order in orders for date_ in order.dates}:
            names = " and ".join(f"`{info.name}`" for info in infos)
            message = f"{names} are compared with each other, which no map of bands can show"
            raise AxisRefused([Diagnostic("LK725", message, help="state one of the two, and draw another fact")])
    for bound in inquiry.knowledge.common.rules.bounds:
        if bound.guard is not None and {bound.lower, bound.upper} == pair and bound.guard not in inquiry.world:
            said = f"`{bound.lower.name}` is at most `{bound.upper.name}`"
            message = f"{said} only where `{bound.guard}` is so, and that is open"
            raise AxisRefused([Diagnostic("LK725", message, help=f"state `{bound.guard}` with `--set`")])


# --- cells and regions -----------------------------------------------------------------------------------


def _drawn(question: Situation, axes: tuple[Axis, Axis], title: str) -> DecisionMap:
    x, y = axes
    decisions = [
        [_decision(question, {x.fact: column.given, y.fact: row.given}) for column in x.bands] for row in y.bands
    ]
    answers = [[None if each is None else answer_of(each) for each in row] for row in decisions]
    columns = _joined(x, list(zip(*answers, strict=True)))
    narrower = [tuple(row[column[-1]] for column in columns) for row in answers]
    lines = _joined(y, list(narrower))
    regions = regions_of(decisions)
    numbers = {region.answer: at for at, region in enumerate(regions)}
    drawn = {name_pieces(each.fact).base for each in axes}
    stated = question.circumstances
    day = f"; as-of date: {'any day' if stated.as_of is None else stated.as_of.isoformat()}"
    assumed = f"assume: {stated.assume}; readings: {stated.readings_said}{'' if str(AS_OF) in drawn else day}"
    return DecisionMap(
        question.terms.name,
        title,
        leaves_asked(question.leaves) if len(question.leaves) > 1 else question.leaves,
        replace(x, bands=tuple(x.joined(column) for column in columns)),
        replace(y, bands=tuple(y.joined(line) for line in lines)),
        regions,
        tuple(tuple(None if each is None else numbers[each] for each in narrower[line[-1]]) for line in lines),
        tuple((name, known) for name, known in sorted(question.facts.items()) if name not in drawn),
        assumed,
    )


def _joined(of: Axis, slices: list[tuple[RegionAnswer | None, ...]]) -> list[list[int]]:
    """The bands that come to the same: neighbours of numbers and days, any of words.

    Zero is cut off since a number above it says that there is a product; it is shown only where that matters to a use.
    """
    groups: list[list[int]] = []
    for at, here in enumerate(slices):
        fitting = groups if of.kind == "words" else groups[-1:]
        same = next((group for group in fitting if slices[group[0]] == here), None)
        if same is None and at == 1 and of.kind in {"count", "money"}:
            zero = slices[0]
            if all(answer in {None, above} for answer, above in zip(zero, here, strict=True)):
                slices[0] = here
                same = groups[0]
        if same is None:
            groups.append([at])
        else:
            same.append(at)
    return groups
