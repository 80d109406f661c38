"""Is there a use that two licences answer differently? An exact search, as in evaluate/search.py, over both at once.

Both are decided in the same world, or in two worlds that differ in one fact alone. Unknown facts are split into the
cells that either licence cuts, depth first; a branch ends as soon as both answer alike, or differently, in all of it.
Besides the facts, the approvals held and one reading at a time are tried, since a case can state these too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Final, NamedTuple

from licensekit.evaluate.closing import Closure, Contradiction
from licensekit.evaluate.conditions import AS_OF
from licensekit.evaluate.days import TooMany
from licensekit.meaning.domain import ANY_DAY, Domain, Interval, meet
from licensekit.evaluate.known import Asked, know
from licensekit.evaluate.layout import Layout, date_facts, layout_of
from licensekit.evaluate.search import Search
from licensekit.evaluate.setting import Approval, Setting
from licensekit.evaluate.terms import Single, dates_awaited, programs
from licensekit.limits import MAX_NODES
from licensekit.model.conditions import AllOf, AnyOf, ApprovalHeld, Condition, Defined, Not
from licensekit.model.license import License
from licensekit.testing.sides import Alike, Comparison, Side, View, everything
from licensekit.testing.touched import Bearing
from licensekit.values import IndexValue
from licensekit.vocabulary.acts import LEAVES, implied_by
from licensekit.vocabulary.facts import FACTS

World = Mapping[str, Domain]

A_DAY: Final = date(2026, 6, 1)
"""Days are tried in the order of their distance from it: some day of our time."""


class Stated(NamedTuple):
    """What is stated beside the facts: gates whose approval is held, and a reading chosen otherwise."""

    held: tuple[str, ...] = ()
    reading: tuple[str, str] | None = None


@dataclass(frozen=True)
class Found:
    """A use that the two sides answer differently: the act, the facts that were split, and what is stated beside."""

    leaf: str
    facts: World
    stated: Stated
    layout: Layout = field(repr=False)
    closure: Closure = field(repr=False)
    known: World = field(repr=False)
    """What the act implies by itself."""
    indices: tuple[IndexValue, ...] = ()


class Undecided(Exception):  # noqa: N818 - not an error: the search came to its limit
    """More worlds would have to be looked at than may be."""


@dataclass
class Apart:
    """Two licences (or one twice), the clauses that may differ, and facts in which the two worlds differ."""

    one: Single
    other: Single
    bearing: Bearing | None
    """Clauses of the licence that may stand otherwise; None where any may."""
    fixed: tuple[World, World] = ({}, {})
    """What holds in the world of the one, and of the other, alone."""
    shared: World = field(default_factory=dict)
    """What holds in both."""
    limit: int = MAX_NODES
    nodes: int = 0

    def __post_init__(self) -> None:
        self.indices = indices_of(self.one, self.other)

    def found(self, leaves: Iterable[str] | None = None) -> Found | None:
        """A use that tells the two apart; None where there is none. Raises Undecided."""
        acts = tuple(self.leaves() if leaves is None else leaves)
        stated = [(leaf, one) for leaf in acts for one in self._stated(leaf)]
        # Plain uses first: approvals and other readings make a case harder to read.
        for leaf, one in sorted(stated, key=lambda pair: (pair[1].reading is not None, len(pair[1].held))):
            found = self._under(leaf, one)
            if found is not None:
                return found
        return None

    def leaves(self) -> Iterator[str]:
        """One act of each kind that the two licences treat alike, of those on which the edit can bear."""
        seen = set()
        for leaf in LEAVES:
            kind = (_covered(self.one, leaf), _covered(self.other, leaf), implied_by((leaf,)), LEAVES[leaf])
            if kind not in seen:
                seen.add(kind)
                if self._comparison(leaf, under_reading=False).changed:
                    yield leaf

    def _comparison(self, leaf: str, *, under_reading: bool) -> Comparison:
        """What to compare for an act: the clauses that may differ, of those that play a part for it."""
        everywhere = everything((self.one, self.other), leaf)
        if self.bearing is None:
            return Comparison(everywhere, under_reading=under_reading, of_succession=True)
        changed, lifted = (
            tuple(key for name in names if (key := (self.one.program.license.id, name)) in everywhere)
            for names in self.bearing
        )
        return Comparison(changed, lifted, under_reading=under_reading)

    # --- what is stated ----------------------------------------------------------------------------------

    def _stated(self, leaf: str) -> Iterator[Stated]:
        gates = tuple(dict.fromkeys(name for terms in (self.one, self.other) for name in _gates(terms, leaf)))
        subsets = [held for size in range(len(gates) + 1) for held in combinations(gates, size)]
        yield from (Stated(held) for held in subsets)
        for reading, option in self._other_readings():
            yield from (Stated(held, (reading, option)) for held in subsets)

    def _other_readings(self) -> Iterator[tuple[str, str]]:
        ours = {reading.name: reading for reading in self.one.program.license.readings}
        theirs = {reading.name: reading for reading in self.other.program.license.readings}
        for name, reading in ours.items():
            if theirs.get(name) is reading:
                for option in reading.options:
                    if not option.taken:
                        yield name, option.name

    def _side(self, terms: Single, stated: Stated) -> Side:
        head = terms.program.license
        readings = {
            f"{program.license.id}.{reading.name}": reading.taken
            for program in programs(terms)
            for reading in program.license.readings
        }
        if stated.reading is not None:
            readings[f"{head.id}.{stated.reading[0]}"] = stated.reading[1]
        held = tuple(Approval(f"{head.id}.{gate}", frozenset()) for gate in stated.held)
        return Side(terms, Setting(readings=readings, approvals=held, indices=self.indices))

    # --- the search --------------------------------------------------------------------------------------

    def _under(self, leaf: str, stated: Stated) -> Found | None:
        sides = self._side(self.one, stated), self._side(self.other, stated)
        layout = joined(*(layout_of(side.terms, (leaf,), side.setting) for side in sides))
        if stated.reading is not None and not any(name.endswith(f".{stated.reading[0]}") for name in layout.readings):
            return None
        knowledge = know(self.one, Asked((leaf,), {}, None, "none", frozenset()), layout, sides[0].setting)
        search = Search(layout, knowledge.closure, sides[0].setting, lambda _: iter(()))
        comparison = self._comparison(leaf, under_reading=stated.reading is not None)
        worlds = tuple(_world(search, knowledge.world, self.shared, fixed) for fixed in self.fixed)
        if worlds[0] is None or worlds[1] is None:
            return None
        descent = _Descent(search, comparison, leaf, sides, self.limit - self.nodes)
        try:
            facts = descent.descend((worlds[0], worlds[1]), {})
        finally:
            self.nodes += descent.nodes
        if facts is None:
            return None
        return Found(leaf, facts, stated, layout, knowledge.closure, knowledge.world, tuple(self.indices.values()))


@dataclass
class _Descent:
    """The search for one act, with what is stated beside the facts fixed."""

    search: Search
    comparison: Comparison
    leaf: str
    sides: tuple[Side, Side]
    limit: int
    nodes: int = 0
    linked: dict[str, Search] = field(default_factory=dict)
    """By date: a search with those dates alone that are compared with it, directly or through others."""

    def descend(self, worlds: tuple[World, World], split: World) -> World | None:
        """The cells chosen on the way to a world in which both answer differently; None where there is none."""
        self.nodes += 1
        if self.nodes > self.limit:
            raise Undecided
        one, other = (View(side, world, self.leaf) for side, world in zip(self.sides, worlds, strict=True))
        alike, variable = self.comparison.compare(one, other)
        if alike is not Alike.OPEN:
            return split if alike is Alike.APART else None
        if self.comparison.of_succession:
            variable = self._open_date(self._awaited(), worlds) or variable
        variable = variable or self._open_date((*self._awaited(), *self.search.layout.dates), worlds)
        if variable is None:
            raise Undecided
        for cell in _in_order(self.search.layout, variable, self._cells(worlds[0], variable)):
            inner = tuple(_world(self.search, world, {variable: cell}, {}) for world in worlds)
            if inner[0] is not None and inner[1] is not None:
                found = self.descend((inner[0], inner[1]), {**split, variable: cell})
                if found is not None:
                    return found
        return None

    def _awaited(self) -> Iterator[str]:
        """The dates on which it depends which licence holds."""
        for side in self.sides:
            for _, day in dates_awaited(side.terms):
                yield from (AS_OF, *date_facts(day))

    def _open_date(self, names: Iterable[str], worlds: tuple[World, World]) -> str | None:
        """The first of some dates that is still open."""
        for name in names:
            for world in worlds:
                known = world.get(name, ANY_DAY)
                if isinstance(known, Interval) and not known.exact:
                    return name
        return None

    def _cells(self, world: World, variable: str) -> tuple[Domain, ...]:
        """The cells of a variable; of a date, those that its comparisons with others cut, directly or through these."""
        layout = self.search.layout
        if variable not in layout.dates:
            try:
                return self.search.cells(world, variable)
            except TooMany:
                raise Undecided from None
        if variable not in self.linked:
            self.linked[variable] = replace(self.search, layout=_linked(layout, variable))
        return self.linked[variable].cells(world, variable)


def _linked(layout: Layout, variable: str) -> Layout:
    dates, before = {variable}, 0
    while len(dates) > before:
        before = len(dates)
        for one, other, _, _ in layout.date_pairs:
            named = {*date_facts(one), *date_facts(other)}
            if named & dates:
                dates |= named
    pairs = [pair for pair in layout.date_pairs if dates & {*date_facts(pair[0]), *date_facts(pair[1])}]
    kept = {name: None for name in layout.dates if name in dates}
    return replace(layout, dates=kept, date_pairs=pairs, groups=layout.groups if AS_OF in dates else {})


def _in_order(layout: Layout, variable: str, cells: tuple[Domain, ...]) -> Iterable[Domain]:
    """The cells in the order in which they are tried: clean hands first, and days near our own."""
    if variable in layout.dates:
        return sorted(cells, key=lambda cell: abs(cell.first - A_DAY.toordinal()) if isinstance(cell, Interval) else 0)
    info = FACTS.get(variable.partition("@")[0])
    return cells[::-1] if info is not None and info.assumption == "clean_hands" else cells


def _world(search: Search, known: World, shared: World, fixed: World) -> World | None:
    """A world with something more known; None where that cannot be."""
    world = dict(known)
    for name, cell in (*shared.items(), *fixed.items()):
        narrowed: Domain | None = cell
        before = world.get(name)
        if isinstance(cell, Interval) and isinstance(before, Interval):
            narrowed = meet(before, cell)
        elif before is not None and before != cell and isinstance(before, bool):
            narrowed = None
        if narrowed is None:
            return None
        world[name] = narrowed
    try:
        search.closure.close(world)
    except Contradiction:
        return None
    return world


def _covered(terms: Single, leaf: str) -> object:
    return tuple(
        tuple(program.clauses[number].id for number in column)
        for program in programs(terms)
        for column in program.covering(leaf)
    )


def _gates(terms: Single, leaf: str) -> Iterator[str]:
    """The gates of a licence whose approval plays a part for an act."""
    program = terms.program
    covering = program.covering(leaf)
    for number in (*covering.granting_gates, *covering.holding_gates):
        yield program.clauses[number].id
    for number in program.concerning((leaf,)):
        when = program.clauses[number].when
        if when is not None:
            yield from _approvals_in(program.license, when)


def _approvals_in(license: License, condition: Condition) -> Iterator[str]:
    match condition:
        case ApprovalHeld(gate=gate):
            yield gate
        case Not(part=part):
            yield from _approvals_in(license, part)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _approvals_in(license, part)
        case Defined(name=name):
            for one in license.definitions:
                if one.name == name:
                    yield from _approvals_in(license, one.condition)
        case _:
            return


def indices_of(*sides: Single) -> dict[str, IndexValue]:
    """Every index that adjusts a threshold, at its base: so that adjusted amounts are plain ones."""
    adjusted = {
        comparing.compares.adjusted
        for terms in sides
        for comparing in layout_of(terms, tuple(LEAVES), Setting()).comparisons
        if comparing.compares.adjusted is not None
    }
    at_base = (IndexValue(one.index, one.year, Decimal(1), date(one.year, 12, 31)) for one in adjusted)
    return {f"{one.name}@{one.base}": one for one in sorted(at_base, key=lambda one: (one.name, one.base))}


def joined(one: Layout, other: Layout) -> Layout:
    """What two licences read: the cells that either cuts."""
    result = Layout(
        yes_no=one.yes_no | other.yes_no,
        options={name: (options, dict(named)) for name, (options, named) in one.options.items()},
        open_readings=one.open_readings | other.open_readings,
        members={name: (members, list(lists)) for name, (members, lists) in one.members.items()},
        sets=one.sets | other.sets,
        numbers={name: (spot, whole, set(cuts)) for name, (spot, whole, cuts) in one.numbers.items()},
        groups=one.groups | other.groups,
        dates=one.dates | other.dates,
        date_pairs=[*one.date_pairs, *(pair for pair in other.date_pairs if pair not in one.date_pairs)],
        readings=one.readings | other.readings,
        first_use=other.first_use | one.first_use,
    )
    for name, (options, named) in other.options.items():
        result.options.setdefault(name, (options, {}))[1].update(named)
    for name, (members, lists) in other.members.items():
        known = result.members.setdefault(name, (members, []))[1]
        known += [listed for listed in lists if listed not in known]
    for name, (spot, whole, cuts) in other.numbers.items():
        result.numbers.setdefault(name, (spot, whole, set()))[2].update(cuts)
    return result
