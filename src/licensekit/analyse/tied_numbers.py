"""Numbers as they can be stated, the relations that tie them, and where these cut them."""

from __future__ import annotations

from collections.abc import Iterator

from licensekit.evaluate.conditions import AS_OF
from licensekit.meaning.domain import Amount, Cut, Interval
from licensekit.evaluate.known import Knowledge
from licensekit.evaluate.setting import Coordinate, coordinate
from licensekit.vocabulary.relations import relation


def spots_of(knowledge: Knowledge) -> Iterator[Coordinate]:
    """The numbers that are read or known, in the money in which they can be stated."""
    for spot, _, _ in knowledge.layout.numbers.values():
        yield coordinate(spot.fact, spot.currency) if spot.currency else spot
    others = {AS_OF, *knowledge.layout.dates, *knowledge.layout.numbers}
    for variable, known in knowledge.ground.items():
        if isinstance(known, Interval) and variable not in others:
            fact, _, rest = variable.partition(":")
            currency = rest.partition(":")[0]
            yield coordinate(fact, currency) if currency else Coordinate(fact, fact, "", "")


def currencies(knowledge: Knowledge, fact: str) -> Iterator[Coordinate]:
    """The money in which an amount can be stated to some effect: that of all numbers that are tied to it."""
    found = dict.fromkeys(spots_of(knowledge))
    facts = dict.fromkeys((*(spot.fact for spot in found), fact))
    if fact in {spot.fact for spot in found}:
        near = _tied(fact, tuple(facts))
        currencies = dict.fromkeys(spot.currency for spot in found if spot.fact in near)
        yield from (coordinate(fact, one) if one else Coordinate(fact, fact, "", "") for one in currencies)


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


def number_cuts(knowledge: Knowledge, variable: str, spot: Coordinate) -> tuple[Cut, ...]:
    """Where a number is cut: by the licences, and by what is compared or stated of numbers that are tied to it."""
    layout = knowledge.layout
    spots = {one.name: one for one, _, _ in layout.numbers.values()} | {one.name: one for one in spots_of(knowledge)}
    near = _tied(spot.fact, tuple(dict.fromkeys((*(one.fact for one in spots.values()), spot.fact))))
    names = {*(name for name, one in spots.items() if one.fact in near and one.currency == spot.currency)}
    found: set[Cut] = set()
    if spot.currency or variable in dict(knowledge.closure.products):
        found.add(Cut(0, after=True))  # nothing is nothing in any money, and without a product its numbers are 0
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
