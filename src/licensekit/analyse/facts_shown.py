"""Ways in words: each fact with its cell, as a reader says it and as the language writes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from licensekit.analyse.ways import Found
from licensekit.analyse.worlds import Space
from licensekit.meaning.variable import AS_OF
from licensekit.meaning.domain import Among, Domain, Interval
from licensekit.evaluate.layout import Layout
from licensekit.decision.reasons import interval_shown
from licensekit.evaluate.search import ANOTHER_TEXT
from licensekit.values import value_shown as shown
from licensekit.vocabulary.territories import GROUPS, TERRITORIES


class FactShown(NamedTuple):
    """A fact and what it must be: `product.charged_for`, `yes`."""

    fact: str
    value: str

    def __str__(self) -> str:
        return f"{self.fact} is {self.value}"


def way_shown(space: Space, found: Found) -> tuple[FactShown, ...]:
    """The facts of a way, in the order of the texts."""
    order = list(space.layout.first_use)
    names = sorted(found.way, key=lambda name: (order.index(name) if name in order else len(order), name))
    return tuple(fact_shown(space.layout, name, found.way[name]) for name in names)


def fact_shown(layout: Layout, variable: str, cell: Domain) -> FactShown:
    """One variable with its cell."""
    if variable in layout.numbers:
        spot = layout.numbers[variable][0]
        assert isinstance(cell, Interval)
        adjusted = f" of {spot.adjusted.partition('@')[2]}" if spot.adjusted else ""
        return FactShown(spot.fact, interval_shown(cell, spot.currency) + adjusted)
    if variable == AS_OF or variable in layout.dates:
        return FactShown(variable, _days(cell))
    if variable in layout.members:
        named = list(dict.fromkeys(name for values in layout.members[variable][1] for name in values))
        return FactShown(variable, _places(cell, named))
    match cell:
        case Among(options=options):
            return FactShown(variable, "one of " + ", ".join(options))
        case _ if cell == ANOTHER_TEXT:
            return FactShown(variable, "another")
        case _:
            return FactShown(variable, shown(cell) if isinstance(cell, bool | str | frozenset) else str(cell))


def _days(cell: Domain) -> str:
    assert isinstance(cell, Interval)
    first = date.fromordinal(cell.first).isoformat()
    return first if cell.exact else f"{first} to {date.fromordinal(cell.last).isoformat()}"


def _places(cell: Domain, named: Sequence[str]) -> str:
    if isinstance(cell, frozenset):
        return " and ".join(dict.fromkeys(_place(member, named) for member in sorted(cell))) or "nowhere"
    return _place(str(cell), named)


def _place(member: str, named: Sequence[str]) -> str:
    groups = [name for name in named if name == member or (name in GROUPS and member in GROUPS[name])]
    if groups:
        return "in " + ", ".join(groups) if member in TERRITORIES else ", ".join(groups)
    return "elsewhere" if member in TERRITORIES else member
