"""The ways in which a claim holds: for each the fewest facts that make it hold, and no use left without one.

A way is sufficient under `assume standard`, and together the ways are necessary: in every use in which the claim
holds, one of them is so. Where the ordinary assumptions would spoil a way, it states everything itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from licensekit.analyse.budget import Enough
from licensekit.analyse.cells import Way, World, covers
from licensekit.analyse.worlds import Claim, Space
from licensekit.meaning.domain import Among, Domain, Interval
from licensekit.evaluate.terms import Outlook
from licensekit.truth import FALSE, UNKNOWN, Truth, conjunction, disjunction, negation
from licensekit.vocabulary.facts import FACTS

MOST_WAYS: Final = 24
MOST_WORLDS: Final = 10_000
"""Worlds looked at to describe one side of a difference."""
SHORT: Final = 3
LONG: Final = 40
"""Facts of a way beyond which no shorter one is looked for: each takes long, and none will be short."""
TRIES: Final = 6
"""Ways among which a short one is looked for."""
MOST_FOR_A_USE: Final = 4_000
"""Worlds looked at to leave facts out of one use."""


class Found(NamedTuple):
    """A way, and whether it suffices under `assume standard`; else it states all that must be so."""

    way: Way
    ordinary: bool


class Ways(NamedTuple):
    """The ways found, and whether there are more."""

    ways: tuple[Found, ...]
    more: bool


@dataclass(frozen=True)
class Beyond:
    """A claim, outside of some ways."""

    space: Space
    claim: Claim
    ways: tuple[Way, ...]

    def truth(self, outlook: Outlook) -> Truth:
        """Whether it holds and none of the ways is so."""
        found = self.claim.truth(outlook)
        if found is FALSE or not self.ways:
            return found
        return conjunction((found, negation(disjunction(_so(way, outlook) for way in self.ways))))

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """Those of the claim, then those of the ways."""
        yield from self.claim.open_variables(outlook)
        for way in self.ways:
            if _so(way, outlook) is UNKNOWN:
                yield from (name for name, cell in way.items() if covers(cell, outlook.world.get(name)) is UNKNOWN)


def _so(way: Way, outlook: Outlook) -> Truth:
    return conjunction(covers(cell, outlook.world.get(variable)) for variable, cell in way.items())


def ways(space: Space, claim: Claim, *, hints: Sequence[Way] = (), most: int = MOST_WAYS) -> Ways:
    """All ways in which a claim holds, up to so many. `hints` are ways of like claims.

    A description may stay incomplete: where it would take too many worlds, `more` says so. Raises TooLarge where
    the whole question has looked at as many as it may.
    """
    found: list[Found] = []
    try:
        with space.asking.budget.part(MOST_WORLDS):
            found.extend(
                Found(hint, ordinary=True) for hint in hints if _read(space, hint) and suffices(space, claim, hint)
            )
            while len(found) < most:
                world = space.first(Beyond(space, claim, tuple(one.way for one in found)))
                if world is None:
                    return Ways(tuple(found), more=False)
                found.append(smallest(space, claim, world))
            more = space.first(Beyond(space, claim, tuple(one.way for one in found))) is not None
            return Ways(tuple(found), more=more)
    except Enough:
        return Ways(tuple(found), more=True)


def _read(space: Space, way: Way) -> bool:
    return all(name in space.layout.first_use for name in way)


def suffices(space: Space, claim: Claim, way: Way) -> bool:
    """Whether a claim holds in all ordinary worlds in which a way is so, and whether there is one."""
    world = space.ordinary(way)
    return world is not None and space.always(claim, world)


def smallest(space: Space, claim: Claim, world: Way) -> Found:
    """The fewest facts of a world that make a claim hold: none can be left out, unless that is too much to look at.

    Raises TooLarge.
    """
    usual = space.assumable
    way = {variable: cell for variable, cell in world.items() if usual.get(variable) != cell}
    ordinary = _holds(space, claim, way, ordinary=True)
    if not ordinary:
        way = dict(world)
    for variable in sorted(way, key=lambda name: _telling(name, way[name])):
        fewer = {name: cell for name, cell in way.items() if name != variable}
        if _holds(space, claim, fewer, ordinary=ordinary):
            way = fewer
    for variable, cell in list(way.items()):
        if isinstance(cell, Interval) and variable in space.layout.numbers:
            way = _widened(space, claim, way, variable, cell, ordinary=ordinary)
        elif variable in space.layout.options:
            way = _more_options(space, claim, way, variable, cell, ordinary=ordinary)
    return Found(way, ordinary)


def _more_options(  # noqa: PLR0913 - a way, and the one cell of it that is made wider
    space: Space, claim: Claim, way: Way, variable: str, cell: Domain, *, ordinary: bool
) -> dict[str, Domain]:
    """Every option of a one-of fact with which the claim holds as well."""
    options, named = space.layout.options[variable]
    fitting = [
        other
        for other in space.cells({}, variable)
        if other == cell or _holds(space, claim, {**way, variable: other}, ordinary=ordinary)
    ]
    if len(fitting) < 2 or not options:
        return dict(way)
    rest = next((option for option in options if option not in named), None)
    wide = [option for option in options if option in fitting or (rest in fitting and option not in named)]
    return {**way, variable: Among(tuple(wide))}


def shortest(space: Space, claim: Claim) -> Found | None:
    """The shortest of the first few ways in which a claim holds; None where there is none. Raises TooLarge."""
    world = space.first(claim)
    found: list[Found] = []
    while world is not None:
        found.append(smallest(space, claim, world))
        if len(found) == TRIES or not SHORT <= len(found[-1].way) <= LONG:
            break
        try:
            with space.asking.budget.part(MOST_FOR_A_USE):
                world = space.first(Beyond(space, claim, tuple(one.way for one in found)))
        except Enough:
            break
    return min(found, key=lambda one: (not one.ordinary, len(one.way))) if found else None


def _holds(space: Space, claim: Claim, way: Way, *, ordinary: bool) -> bool:
    """Whether a way is enough for a claim; no where that takes too many worlds to tell."""
    try:
        with space.asking.budget.part(MOST_FOR_A_USE):
            if ordinary:
                return suffices(space, claim, way)
            inside = space.within(way)
            return inside is not None and space.always(claim, inside)
    except Enough:
        return False


def _telling(name: str, cell: Domain) -> int:
    """How much a reader learns from a fact: those that say least are left out first."""
    info = FACTS.get(name.partition("@")[0].partition("[")[0].partition(":")[0])
    if info is not None and info.assumption == "clean_hands":
        return 0
    if cell is False:
        return 1
    if isinstance(cell, Interval):
        return 2
    return 4 if info is not None and info.judgement else 3


def _widened(  # noqa: PLR0913 - a way, and the one cell of it that is made wider
    space: Space, claim: Claim, way: Way, variable: str, cell: Interval, *, ordinary: bool
) -> dict[str, Domain]:
    """A number's cell made wider on either side, as far as the claim allows."""
    wide = cell
    for candidate in _wider(space, variable, cell):
        trial = Interval(
            min(wide.low, candidate.low),
            None if wide.high is None or candidate.high is None else max(wide.high, candidate.high),
            _low_open(wide, candidate),
            _high_open(wide, candidate),
        )
        if trial == wide:
            continue
        if not _holds(space, claim, {**way, variable: trial}, ordinary=ordinary):
            continue
        wide = trial
    return {**way, variable: wide}


def _wider(space: Space, variable: str, cell: Interval) -> list[Interval]:
    """The other cells, the nearest first on either side."""
    cells = [one for one in space.cells({}, variable) if isinstance(one, Interval)]
    cells.sort(key=lambda one: (one.low, one.low_open))
    above = [one for one in cells if (one.low, one.low_open) > (cell.low, cell.low_open)]
    below = [one for one in cells if (one.low, one.low_open) < (cell.low, cell.low_open)]
    return [*above, *reversed(below)]


def _low_open(one: Interval, other: Interval) -> bool:
    if one.low == other.low:
        return one.low_open and other.low_open
    return one.low_open if one.low < other.low else other.low_open


def _high_open(one: Interval, other: Interval) -> bool:
    if one.high is None or other.high is None:
        return False
    if one.high == other.high:
        return one.high_open and other.high_open
    return one.high_open if one.high > other.high else other.high_open


def world_of(space: Space, found: Found) -> World:
    """The worlds of a way: ordinary ones where it suffices there."""
    world = space.ordinary(found.way) if found.ordinary else space.within(found.way)
    assert world is not None
    return world
