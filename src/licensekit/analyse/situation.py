"""A question as it was put, and the same question with something changed: a fact, an approval, an act, the day.

What may be changed are the facts that the licences read, those that are stated, and those from which others follow
("there is no product"). A number is changed by cells: it is cut where the licences compare it, and where they compare
numbers that are tied to it by a relation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property, lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias, assert_never

from licensekit.analyse.worlds import Asking, Budget, Space, TooLarge, narrowed_to
from licensekit.errors import FactsError
from licensekit.evaluate.asking import Circumstances, Put
from licensekit.evaluate.calendar_days import later
from licensekit.evaluate.closing import EXISTS
from licensekit.evaluate.conditions import AS_OF, days
from licensekit.evaluate.days import TooMany, candidate_days
from licensekit.evaluate.decide import inquire
from licensekit.evaluate.domain import ANY_DAY, NOT_NEGATIVE, Amount, Cut, Domain, Interval, cells
from licensekit.evaluate.inquiry import Inquiry
from licensekit.evaluate.known import Knowledge
from licensekit.evaluate.layout import Layout
from licensekit.evaluate.search import Search
from licensekit.evaluate.setting import Coordinate, coordinate
from licensekit.evaluate.standing import Standing
from licensekit.evaluate.terms import Terms, programs
from licensekit.limits import MAX_CELLS, MAX_DECIMALS
from licensekit.model.clauses import Gate
from licensekit.use import Use
from licensekit.use.given import Approval
from licensekit.use.local import local_info
from licensekit.values import Exactly, Money, Range, Worldwide
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.facts import fact as vocabulary_fact
from licensekit.vocabulary.relations import relation

Kind: TypeAlias = Literal["fact", "approval", "act", "day"]
Stated: TypeAlias = Exactly | Range
DAY: Final = "day"
TRIGGERS: Final = (EXISTS, "product.offered_to_third_parties", "product.charged_for", "use.personal")
"""Facts that settle others, whether a licence reads them or not."""


class Item(NamedTuple):
    """Something that can be changed: a fact, the approval of a gate, an act that is dropped, or the day."""

    kind: Kind
    name: str


class Step(NamedTuple):
    """One change: the item, and what it becomes. For an approval the value is whether it is held."""

    item: Item
    value: Domain
    unit: str = ""
    """Of an amount its currency, of a date `day`."""


@dataclass(frozen=True)
class Around(Space):
    """The worlds that agree with a question, for all acts asked about together."""

    inquiry: Inquiry

    @cached_property
    def layout(self) -> Layout:
        """What the question depends on."""
        return self.inquiry.knowledge.layout

    @cached_property
    def knowledge(self) -> Knowledge:
        """What is known of the use."""
        return self.inquiry.knowledge


@dataclass(frozen=True)
class Situation:
    """A question as put: acts, facts and circumstances. Others are made of it by changing one thing."""

    terms: Terms
    leaves: tuple[str, ...]
    facts: Mapping[str, Stated]
    """What is stated, under the names that the licences use."""
    circumstances: Circumstances
    declared: Mapping[str, FactInfo]
    budget: Budget
    replaced: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Numbers that were computed from monthly series, with their months: to state the one is to take back those."""

    @cached_property
    def changeable(self) -> frozenset[str]:
        """The facts that can be changed: those that are read, those stated, and those that settle others."""
        return frozenset((*self.inquiry.knowledge.layout.facts, *self.facts, *TRIGGERS))

    @property
    def use(self) -> Use:
        """The acts and facts as a use."""
        return Use.of(self.leaves, self.facts, self.declared)

    @cached_property
    def inquiry(self) -> Inquiry:
        """The question, before it is answered. Raises FactsError where this cannot be."""
        return inquire(self.terms, self.use, self.circumstances)[0]

    @cached_property
    def possible(self) -> bool:
        """Whether all that is stated can be so at once."""
        try:
            return self.inquiry is not None
        except FactsError:
            return False

    @cached_property
    def around(self) -> Around:
        """The worlds that are left open."""
        return self.with_setting(self.inquiry)

    def with_setting(self, inquiry: Inquiry) -> Around:
        """The worlds of a question that differs from this one in its setting alone."""
        question = Asking((self.terms,), inquiry.setting, budget=self.budget)
        return Around(question, self.leaves[0], inquiry)

    # --- changing it -------------------------------------------------------------------------------------

    def changed(self, step: Step) -> Situation:
        """The same question with one thing changed."""
        item = step.item
        match item.kind:
            case "fact":
                gone = {item.name, *self.replaced.get(item.name, ())}
                kept = {name: known for name, known in self.facts.items() if name not in gone}
                return replace(self, facts={**kept, item.name: stated(step)})
            case "approval":
                return replace(self, circumstances=self._approved(item.name, held=step.value is True))
            case "act":
                return replace(self, leaves=tuple(leaf for leaf in self.leaves if leaf != item.name))
            case "day":
                assert isinstance(step.value, Interval)
                day = date.fromordinal(step.value.first)
                return replace(self, circumstances=replace(self.circumstances, as_of=day))
            case _:
                assert_never(item.kind)

    def without(self, facts: frozenset[str]) -> Situation:
        """The same question with some facts not stated."""
        return replace(self, facts={name: known for name, known in self.facts.items() if name not in facts})

    def _approved(self, gate: str, *, held: bool) -> Circumstances:
        others = tuple(one for one in self.circumstances.approvals if not _of_gate(one.gate, gate))
        new = (Approval(gate, holder=self.gates[gate].holder),) if held else ()
        return replace(self.circumstances, approvals=(*others, *new))

    @cached_property
    def gates(self) -> Mapping[str, Gate]:
        """All gates, as `LICENSE.GATE`: one that is about other acts may still be read by a condition."""
        return {
            f"{program.license.id}.{clause.id}": clause
            for program in programs(self.terms)
            for number in program.gates
            for clause in (program.clauses[number],)
            if isinstance(clause, Gate)
        }


def situation(put: Put, budget: Budget) -> Situation:
    """The question as it was put. Raises FactsError where what was given cannot be used."""
    inquiry, _ = inquire(put.terms, put.use, put.circumstances)
    declared = {
        fact.name: local_info(fact.name, fact.type, fact.question, fact.options, judgement=fact.judgement)
        for program in programs(put.terms)
        for fact in program.license.facts
    }
    knowledge = inquiry.knowledge
    computed = {
        spot.fact: frozenset(fact for source in sources if "[" in (fact := knowledge.given[source]))
        for spot in _spots(knowledge)
        if spot.name not in knowledge.given and (sources := knowledge.computed.get(spot.name))
    }
    facts = dict(_named(Use.of(put.use.acts, put.use.facts(), declared).facts(), knowledge.layout))
    return Situation(put.terms, inquiry.leaves, facts, put.circumstances, declared, budget, computed)


def _named(facts: Mapping[str, Stated], layout: Layout) -> Iterator[tuple[str, Stated]]:
    """A bare name stands for its one meaning in these licences."""
    for name, known in facts.items():
        meant = layout.meanings.get(name, ())
        yield (meant[0] if len(meant) == 1 and name not in layout.facts else name), known


def _of_gate(written: str, gate: str) -> bool:
    return written == gate or gate.endswith(f".{written}")


def stated(step: Step) -> Stated:
    """What a changed fact is given as. Raises ValueError for a cell in which nothing can be stated."""
    match step.value:
        case bool() | str() | frozenset() | Worldwide() as value:
            return Exactly(value)
        case Interval() as known if step.unit == DAY:
            return Exactly(date.fromordinal(known.first))
        case Interval() as known if step.unit:
            return _amounts(known, step.unit)
        case Interval(low=low, high=high) as known:
            if known.exact:
                return Exactly(int(low))
            return Range(int(low) if low > 0 else None, None if high is None else int(high))
        case _:
            raise ValueError(f"{step.value} cannot be stated")


def _amounts(known: Interval, currency: str) -> Stated:
    """An amount known in part; ends of more decimals than can be written are rounded inwards."""
    low, high = _written(known.low, ROUND_CEILING), None if known.high is None else _written(known.high, ROUND_FLOOR)
    if known.exact:
        return Exactly(Money(low, currency))
    least = Money(low, currency) if low > 0 or known.low_open else None
    most = None if high is None else Money(high, currency)
    low_open, high_open = known.low_open and low == known.low, known.high_open and high == known.high
    return Range(least, most, low_open and least is not None, high_open)


def _written(amount: Amount, rounding: str) -> Decimal:
    number = Decimal(amount)
    if Decimal(number).as_tuple().exponent < -MAX_DECIMALS:  # type: ignore[operator]
        return number.quantize(Decimal(1).scaleb(-MAX_DECIMALS), rounding)
    return number


# --- what an item can become -------------------------------------------------------------------------------


def items_of(knowledge: Knowledge, variable: str) -> Iterator[Item]:
    """What is changed when a variable changes: nothing for a reading, which is the lawyers' to choose."""
    layout = knowledge.layout
    if variable in layout.open_readings:
        return
    if variable == AS_OF:
        yield Item("day", AS_OF)
        return
    yield Item("fact", _fact(knowledge, variable))
    if variable not in knowledge.given:
        sources = knowledge.computed.get(variable, frozenset())
        yield from (Item("fact", knowledge.given[source]) for source in sorted(sources))


def _fact(knowledge: Knowledge, variable: str) -> str:
    numbers = knowledge.layout.numbers
    return (
        numbers[variable][0].fact if variable in numbers else knowledge.given.get(variable, variable.partition(":")[0])
    )


def candidates(inquiry: Inquiry, item: Item, as_of: date | None, chosen: Mapping[str, Domain]) -> Iterator[Step]:
    """All that a fact or the day can become, by cells; not what it is, nor what was `chosen` for it if it is open.

    Raises TooLarge where a set of countries has more cells than may be tried.
    """
    knowledge = inquiry.knowledge
    if item.kind == "day":
        for cell in _days(inquiry, AS_OF):
            if as_of is None or cell.first > as_of.toordinal():
                yield Step(item, cell, DAY)
        return
    spots = list(_currencies(knowledge, item.name))
    if spots:
        yield from _numbers(inquiry, item, spots)
    elif item.name in knowledge.layout.dates:
        known = knowledge.ground.get(item.name)
        yield from (Step(item, cell, DAY) for cell in _days(inquiry, item.name) if cell != known)
    else:
        known = knowledge.ground.get(item.name, chosen.get(item.name))
        yield from (Step(item, cell) for cell in _cells(inquiry, item.name) if cell != known)


def _days(inquiry: Inquiry, variable: str) -> Iterator[Interval]:
    """Days enough to tell everything apart, but for the two ends of the calendar: nobody waits for the year 9999."""
    world = {name: known for name, known in inquiry.knowledge.ground.items() if name != variable}
    found = dict.fromkeys(_cells(inquiry, variable))
    known = world.get(AS_OF)
    if isinstance(known, Interval) and not known.exact:  # what was released on a day is asked about from then on
        found |= dict.fromkeys(_near_release(inquiry, {**world, AS_OF: Interval(known.low, known.low)}, variable))
    told_apart: dict[object, None] = {}
    for cell in sorted(cell for cell in found if isinstance(cell, Interval) and cell.exact):
        kind = _kind_of_day(inquiry, {**world, variable: cell}, variable)
        if cell.low > ANY_DAY.low and cell.high != ANY_DAY.high and kind not in told_apart:
            told_apart[kind] = None
            yield cell


def _near_release(inquiry: Inquiry, world: Mapping[str, Domain], variable: str) -> Iterator[Interval]:
    try:
        yield from (Interval(day, day) for day in candidate_days(inquiry.knowledge.layout, world, variable))
    except TooMany:
        raise TooLarge(MAX_CELLS) from None


def _kind_of_day(inquiry: Inquiry, world: Mapping[str, Domain], variable: str) -> object:
    """How a day stands to all others, where these are known: one of each kind is enough."""
    layout = inquiry.knowledge.layout
    if variable == AS_OF and layout.groups:
        return world[variable]
    standing = Standing(programs(inquiry.terms)[0], world, inquiry.setting, frozenset())
    kind: list[tuple[int, ...]] = []
    for one, other, count, unit in layout.date_pairs:
        first, second = days(standing, one), days(standing, other)
        if not (first.exact and second.exact):
            return world[variable]
        ends = [second.first] + ([later(second.first, count, unit)] if count else [])
        kind.append(tuple((first.first > end) - (first.first < end) for end in ends))
    return tuple(kind)


def _cells(inquiry: Inquiry, variable: str) -> tuple[Domain, ...]:
    """The cells of a variable that is no number, whatever is known of it."""
    knowledge = inquiry.knowledge
    if variable in TRIGGERS:
        return (True, False)
    if variable not in knowledge.layout.first_use and variable not in knowledge.layout.dates:
        return _of_the_vocabulary(variable)
    search = Search(knowledge.layout, knowledge.closure, inquiry.setting, lambda _: iter(()))
    world = {name: known for name, known in knowledge.ground.items() if name != variable}
    try:
        return search.cells(world, variable)
    except TooMany:
        raise TooLarge(MAX_CELLS) from None


def _of_the_vocabulary(name: str) -> tuple[Domain, ...]:
    """The values of a fact that no clause reads: it is in the way only where it contradicts something else."""
    info = vocabulary_fact(name) if name.partition("@")[0] in FACTS else None
    if info is None or info.type not in {"yes_no", "one_of"}:
        return ()
    return info.options if info.type == "one_of" else (True, False)


def _spots(knowledge: Knowledge) -> Iterator[Coordinate]:
    """The numbers that are read or known, in the money in which they can be stated."""
    for spot, _, _ in knowledge.layout.numbers.values():
        yield coordinate(spot.fact, spot.currency) if spot.currency else spot
    others = {AS_OF, *knowledge.layout.dates, *knowledge.layout.numbers}
    for variable, known in knowledge.ground.items():
        if isinstance(known, Interval) and variable not in others:
            fact, _, rest = variable.partition(":")
            currency = rest.partition(":")[0]
            yield coordinate(fact, currency) if currency else Coordinate(fact, fact, "", "")


def _currencies(knowledge: Knowledge, fact: str) -> Iterator[Coordinate]:
    """The money in which an amount can be stated to some effect: that of all numbers that are tied to it."""
    found = dict.fromkeys(_spots(knowledge))
    facts = dict.fromkeys((*(spot.fact for spot in found), fact))
    if fact in {spot.fact for spot in found}:
        near = _tied(fact, tuple(facts))
        currencies = dict.fromkeys(spot.currency for spot in found if spot.fact in near)
        yield from (coordinate(fact, one) if one else Coordinate(fact, fact, "", "") for one in currencies)


@lru_cache(maxsize=4096)
def _tied(fact: str, facts: tuple[str, ...]) -> frozenset[str]:
    """The numbers that relations tie to one, directly or through others; itself included."""
    found, todo = {fact}, [fact]
    while todo:
        at = todo.pop()
        for other in facts:
            if other not in found and (relation(at, other) or relation(other, at)):
                found.add(other)
                todo.append(other)
    return frozenset(found)


def _numbers(inquiry: Inquiry, item: Item, spots: list[Coordinate]) -> Iterator[Step]:
    knowledge = inquiry.knowledge
    stated_of_fact = {name for name, fact in knowledge.given.items() if fact == item.name}
    for spot in spots:
        known = knowledge.ground.get(spot.name)
        cuts = number_cuts(knowledge, spot.name, spot)
        for piece in cells(NOT_NEGATIVE, cuts, whole=not spot.currency):
            if not isinstance(known, Interval):
                if piece != NOT_NEGATIVE or (stated_of_fact and spot.name not in stated_of_fact):
                    yield Step(item, piece, spot.currency)
                continue
            inside = narrowed_to(known, piece)
            if inside is None:
                yield Step(item, piece, spot.currency)
            elif inside != known:
                yield Step(item, inside, spot.currency)
    variables = {spot.name for spot in spots} | {
        name for name, (spot, _, _) in knowledge.layout.numbers.items() if spot.fact == item.name
    }
    if len(variables) > 1:  # zero is zero in every currency, and in the money of every year
        yield Step(item, Interval(0, 0), spots[0].currency)


def number_cuts(knowledge: Knowledge, variable: str, spot: Coordinate) -> tuple[Cut, ...]:
    """Where a number is cut: by the licences, and by what is compared or stated of numbers that are tied to it."""
    layout = knowledge.layout
    spots = {one.name: one for one, _, _ in layout.numbers.values()} | {one.name: one for one in _spots(knowledge)}
    near = _tied(spot.fact, tuple(dict.fromkeys((*(one.fact for one in spots.values()), spot.fact))))
    names = {*(name for name, one in spots.items() if one.fact in near and one.currency == spot.currency)}
    found: set[Cut] = set()
    for name in names | set(tied(knowledge, variable)):
        if name in layout.numbers:
            found |= layout.numbers[name][2]
        known = knowledge.ground.get(name)
        if name != variable and isinstance(known, Interval):
            found |= set(_ends(known))
    return tuple(sorted(found))


def _ends(known: Interval) -> Iterator[Cut]:
    ends: tuple[Amount | None, ...] = (known.low, known.high)
    for end in ends:
        if end is not None:
            yield Cut(end, after=False)
            yield Cut(end, after=True)


def tied(knowledge: Knowledge, variable: str) -> tuple[str, ...]:
    """The numbers that relations tie to one, directly or through others; itself first."""
    found = {variable: None}
    todo = [variable]
    while todo:
        at = todo.pop()
        for bound in knowledge.closure.bounds:
            for one, other in ((bound.lower, bound.upper), (bound.upper, bound.lower)):
                if one == at and other not in found:
                    found[other] = None
                    todo.append(other)
    return tuple(found)


def linked(knowledge: Knowledge, variables: tuple[str, ...]) -> tuple[str, ...]:
    """The variables from which something may follow for one of these: by rules, relations, or the lack of a product."""
    closure = knowledge.closure
    pairs = [(rule.trigger, rule.target) for rule in closure.rules]
    for bound in closure.bounds:
        pairs.append((bound.lower, bound.upper))
        pairs += [(bound.guard, bound.lower), (bound.guard, bound.upper)] if bound.guard else []
    pairs += [(EXISTS, name) for name, _ in closure.products]
    found = dict.fromkeys(variables)
    todo = list(variables)
    while todo:
        at = todo.pop()
        for one, other in pairs:
            near = other if one == at else one if other == at else None
            if near is not None and near not in found:
                found[near] = None
                todo.append(near)
    return tuple(name for name in found if name not in variables)
