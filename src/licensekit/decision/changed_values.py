"""What a fact, or the day, can be changed to: one value for each of its cells; and cells joined that come to the same.

A number is cut where the licences compare it, and where they compare, or somebody states, numbers that an order ties to
it. Of days those are enough on which a comparison turns, with a fixed day or with another date as far as it is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from licensekit.decision.cells import cells_of
from licensekit.decision.change import DAY, ItemChange
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.matter import TRIGGERS
from licensekit.diagram.cheapest import Item
from licensekit.meaning.calendar_days import LAST_DAY
from licensekit.meaning.domain import ANY_DAY, NOT_NEGATIVE, Among, Cut, Domain, Interval, cells, narrowed
from licensekit.meaning.once import once
from licensekit.meaning.rules import ABOVE_ZERO, EXISTS, Rules
from licensekit.meaning.variable import (
    AS_OF,
    AmountVariable,
    FactVariable,
    MemberVariable,
    OrderVariable,
    Stated,
    Variable,
    World,
    currency_of,
    fact_variable,
    interval_of,
    is_number,
    is_whole,
)
from licensekit.vocabulary.facts import fact as vocabulary_fact

SETTLING_OTHERS: Final = (
    EXISTS,
    *(
        fact_variable(name, "yes_no")
        for name in ("product.offered_to_third_parties", "product.charged_for", "use.personal")
    ),
)
"""Facts that settle others, whether a licence reads them or not."""


@dataclass(frozen=True)
class Becoming:
    """What the things that a question depends on can be changed to."""

    inquiry: Inquiry
    days_of_statements: tuple[int, ...] = ()

    # -- numbers -----------------------------------------------------------------------------------------------

    @cached_property
    def numbers(self) -> tuple[Stated, ...]:
        """The numbers that are read or known, in the money in which they can be stated."""
        known = (*self.inquiry.matter.variables, *self.inquiry.knowledge.ground)
        return tuple(dict.fromkeys(_plain(each) for each in known if is_number(each)))

    @cached_property
    def rules(self) -> Rules:
        """The rules and orders among the facts read or known, amounts in all money in which stating them has effect."""
        return self._rules_with(tuple(each for number in self.numbers for each in self.stated_as(str(number.name))))

    @cached_property
    def _tied_in_orders(self) -> Mapping[Variable, tuple[Stated, ...]]:
        """The same by the orders among numbers in the money in which they are read or known."""
        return _groups_of(self._rules_with(self.numbers))

    @cached_property
    def _tied(self) -> Mapping[Variable, tuple[Stated, ...]]:
        return _groups_of(self.rules)

    def tied(self, number: Stated) -> tuple[Stated, ...]:
        """The numbers that orders tie to a number, directly or through others; itself among them."""
        return self._tied.get(number, (number,))

    def _rules_with(self, numbers: tuple[Stated, ...]) -> Rules:
        matter, common = self.inquiry.matter, self.inquiry.knowledge.common
        ground = self.inquiry.knowledge.ground
        more = {*numbers, *SETTLING_OTHERS}.difference(matter.readers, ground, TRIGGERS)
        if not more:
            return common.rules
        return matter.rules_with((*ground, *more), common.premises)

    def stated_as(self, fact: str) -> tuple[Stated, ...]:
        """The numbers as which a fact can be stated to some effect: an amount in the money of all it is tied to."""
        own = [number for number in self.numbers if str(number.name) == fact]
        near = (each for number in own for each in self._tied_in_orders.get(number, (number,)))
        money = dict.fromkeys(each.currency for each in near if isinstance(each, AmountVariable))
        return tuple(AmountVariable(own[0].name, currency) for currency in money) or tuple(own)

    def cuts(self, number: Stated) -> tuple[Cut, ...]:
        """Where a number is cut: by the licences, and by what is compared or stated of numbers that are tied to it."""
        cuts: set[Cut] = set()
        if isinstance(number, AmountVariable) or number in self.rules.zeros:
            cuts.add(ABOVE_ZERO)
        for each in self.tied(number):
            if currency_of(each) == currency_of(number):
                cuts.update(self.inquiry.matter.cuts.get(each, ()))
                known = self.inquiry.knowledge.ground.get(each)
                if each != number and isinstance(known, Interval):
                    cuts.update(_ends(known, whole=is_whole(number)))
        return tuple(sorted(cuts))

    # -- all facts ---------------------------------------------------------------------------------------------

    def changes(self, item: Item, parts: World) -> Iterator[ItemChange]:
        """All that an item can become inside some parts of its variables: not what it is."""
        ground = self.inquiry.knowledge.ground
        match item.kind:
            case "approval" | "act" | "attest":
                raise TypeError(f"{item} becomes one thing alone")
            case "day":
                yield from (ItemChange(item, _one_day(day), DAY) for day in self.days(AS_OF))
            case "fact" if numbers := self.stated_as(item.name):
                for number in numbers:
                    if not any(each in parts and each != number for each in numbers):
                        unit = currency_of(number)
                        yield from (ItemChange(item, cell, unit) for cell in self._pieces(number, parts.get(number)))
            case "fact":
                variable = self.inquiry.matter.variable(item.name)
                if variable.type == "date":
                    yield from (ItemChange(item, _one_day(day), DAY) for day in self.days(variable))
                    return
                for cell in dict.fromkeys((*self._cells(variable), *_example(variable, parts))):
                    inside = variable not in parts or narrowed(parts[variable], cell) is not None
                    if inside and cell != ground.get(variable):
                        yield ItemChange(item, cell)

    @once
    def _cells(self, variable: FactVariable, /) -> tuple[Domain, ...]:
        """The cells of a fact that is no number; of one that no clause reads, all that can be said of it."""
        matter = self.inquiry.matter
        if variable in matter.readers or variable.type == "yes_no":
            world = {name: known for name, known in self.inquiry.knowledge.ground.items() if name != variable}
            return cells_of(matter, variable, world)
        return vocabulary_fact(str(variable.name)).options if variable.type == "one_of" else ()

    def _pieces(self, number: Stated, part: Domain | None) -> Iterator[Interval]:
        known = self.inquiry.knowledge.ground.get(number)
        for piece in cells(NOT_NEGATIVE, self.cuts(number), whole=is_whole(number)):
            if part is None or narrowed(part, piece) is not None:
                inside = narrowed(known, piece)
                yield piece if inside is None or known is None else inside  # type: ignore[misc]

    # -- days --------------------------------------------------------------------------------------------------

    def days(self, date: FactVariable) -> tuple[int, ...]:
        """Days enough to tell everything apart; but for the two ends of the calendar: nobody waits for the year 9999.

        The as-of date moves on only.
        """
        ground = self.inquiry.knowledge.ground
        known = interval_of(date, ground)
        first = known.first + known.exact if date == AS_OF else ANY_DAY.first + 1
        kinds: dict[object, int] = {}
        for day in sorted(self._turning_days(date).union(self.days_of_statements if date == AS_OF else ())):
            if first <= day < LAST_DAY and (date == AS_OF or not (known.exact and known.first == day)):
                kinds.setdefault(self._kind_of_day(date, day), day)
        return tuple(kinds.values())

    def _turning_days(self, date: FactVariable, met: frozenset[FactVariable] = frozenset()) -> set[int]:
        """The days on which something turns, and those before: fixed ones, and those of dates that are compared."""
        days = {int(cut.threshold) - before for cut in self.inquiry.matter.cuts.get(date, ()) for before in (0, 1)}
        for order in self.inquiry.matter.atoms:
            if isinstance(order, OrderVariable) and date in order.dates and order.partner(date) not in met:
                partner = order.partner(date)
                known = interval_of(partner, self.inquiry.knowledge.ground)
                theirs = {known.first, known.last} - {ANY_DAY.first, LAST_DAY}
                if not known.exact:
                    theirs |= self._turning_days(partner, met | {date})
                self.inquiry.matter.diagrams.step(1 + len(theirs) // 2)
                days.update(order.turning(date, day) - before for day in theirs for before in (0, 1))
        return {day for day in days if ANY_DAY.first <= day <= LAST_DAY}

    def _kind_of_day(self, date: FactVariable, day: int) -> object:
        """How a day stands to fixed days and to all other dates, where these are known: one of each kind is enough."""
        kind: list[object] = [day >= cut.threshold for cut in self.inquiry.matter.cuts.get(date, ())]
        kind += [day >= turn for turn in (self.days_of_statements if date == AS_OF else ())]
        for order in self.inquiry.matter.atoms:
            if isinstance(order, OrderVariable) and date in order.dates:
                world = {**self.inquiry.knowledge.ground, date: _one_day(day)}
                ends = interval_of(order.date, world), interval_of(order.other, world)
                if not (ends[0].exact and ends[1].exact):
                    return day
                kind.append(order.truth(*ends))
        return tuple(kind)


def _example(variable: FactVariable, parts: World) -> Iterator[frozenset[str]]:
    """A set with the memberships that are asked for, of those that need one member each."""
    asked = {each: held for each, held in parts.items() if isinstance(each, MemberVariable) and each.set == variable}
    without = frozenset[str]().union(*(each.members for each, held in asked.items() if held is False))
    possible = [sorted(each.members - without) for each, held in asked.items() if held is True]
    if asked and all(possible):
        yield frozenset(members[0] for members in possible)


def _one_day(day: int) -> Interval:
    return Interval(day, day)


def _groups_of(rules: Rules) -> Mapping[Variable, tuple[Stated, ...]]:
    """For each number those that orders tie to it, directly or through others; itself among them."""
    groups: dict[Variable, dict[Stated, None]] = {}
    for bound in rules.bounds:
        lower, upper = (groups.get(each, {each: None}) for each in (bound.lower, bound.upper))
        if lower is not upper:
            groups.update(dict.fromkeys((*lower, *upper), lower | upper))
    return {number: tuple(group) for number, group in groups.items()}


def _ends(known: Interval, *, whole: bool) -> Iterator[Cut]:
    """Just before and after each end of what is known of a number; whole numbers are cut after one alone."""
    for end in (known.low, known.high):
        if end is not None:
            yield Cut(end, after=True)
            if end > 0:
                yield Cut(end - 1, after=True) if whole else Cut(end, after=False)


def _plain(number: Stated) -> Stated:
    """A number as it can be stated: nobody states it in the money of an earlier year."""
    return AmountVariable(number.name, number.currency) if isinstance(number, AmountVariable) else number


# -- cells that come to the same -------------------------------------------------------------------------------

Changes = tuple[ItemChange, ...]


def joined(every: Iterable[Changes], says: Callable[[Changes], object]) -> Iterator[Changes]:
    """Changes of the same things, joined where they come to the same; `says` is what they come to, None for nothing."""
    groups: dict[object, list[Changes]] = {}
    for changes in every:
        groups.setdefault(says(changes), []).append(changes)
    for said, group in groups.items():
        told: list[Changes] = []
        for changes in sorted(group, key=lambda each: [change.place for change in each]):
            if not any(all(map(_within, changes, wider)) for wider in told):
                told.append(_widened(changes, group, lambda wider, said=said: says(wider) == said))  # type: ignore[misc]
        yield from told


def _within(change: ItemChange, wider: ItemChange) -> bool:
    """Whether a change is part of a wider one; of days that come to the same the first is enough."""
    if change.unit == DAY:
        return True
    return change.unit == wider.unit and narrowed(wider.value, change.value) == change.value


def _widened(changes: Changes, others: Iterable[Changes], stands: Callable[[Changes], bool]) -> Changes:
    """Changes made wider, one at a time, as far as the answer stays what it is."""
    again = True
    while again:
        again = False
        for at, like in ((at, each[at]) for at in range(len(changes)) for each in others):
            wider = _wider(changes[at], like)
            if wider is not None:
                tried = like if isinstance(wider.value, Among) else wider
                if stands((*changes[:at], tried, *changes[at + 1 :])):
                    changes = (*changes[:at], wider, *changes[at + 1 :])
                    again = True
    return changes


def _wider(change: ItemChange, like: ItemChange) -> ItemChange | None:
    """A change joined with another one of the same thing; None where that is nothing new, or no one statement."""
    if change.item.kind != "fact" or change.unit != like.unit or change.unit == DAY:
        return None
    part, more = change.value, like.value
    if isinstance(part, Interval) and isinstance(more, Interval):
        union = _union(part, more)
        return None if union is None or union == part else change._replace(value=union)
    if isinstance(part, str | Among) and isinstance(more, str):
        options = part.options if isinstance(part, Among) else (part,)
        return None if more in options else change._replace(value=Among((*options, more)))
    return None


def _union(part: Interval, more: Interval) -> Interval | None:
    """Two intervals as one; None where there is a gap between them."""
    first, second = sorted((part, more), key=lambda known: known.begins)
    if first.ends is None or (second.ends is not None and second.ends <= first.ends):
        return first
    whole = all(isinstance(end, int) for end in (first.low, first.high, second.low)) and not first.high_open
    beside = whole and not second.low_open and first.ends.threshold + 1 == second.low
    return first.through(second) if second.begins <= first.ends or beside else None
