"""What a fact, or the day, can be changed to: one value for each of its cells, not what it is already.

A number is cut where the licences compare it, and where they compare numbers that are tied to it by a relation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from licensekit.analyse.budget import TooLarge
from licensekit.analyse.cells import narrowed_to
from licensekit.analyse.situation import DAY, TRIGGERS, Item, Step
from licensekit.analyse.tied_numbers import currencies, number_cuts
from licensekit.meaning.calendar_days import later
from licensekit.evaluate.closing import EXISTS
from licensekit.evaluate.conditions import AS_OF, days
from licensekit.evaluate.days import TooMany, candidate_days
from licensekit.meaning.domain import ANY_DAY, NOT_NEGATIVE, Domain, Interval, cells
from licensekit.evaluate.inquiry import Inquiry
from licensekit.evaluate.known import Knowledge
from licensekit.evaluate.search import Search
from licensekit.evaluate.setting import Coordinate
from licensekit.evaluate.standing import Standing
from licensekit.evaluate.terms import programs
from licensekit.limits import MAX_CELLS
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.facts import fact as vocabulary_fact


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
    spots = list(currencies(knowledge, item.name))
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
