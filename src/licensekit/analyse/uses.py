"""All uses of one act: whether some use brings something about, in which ways, and a use that shows it.

What is asked is a diagram that is true where it is so. A way is the fewest facts that bring it about. It suffices under
`assume standard` where that can be; else it states all that must be so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

from licensekit.analyse.witness import Witness, witness
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.decide import inquire
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.matter import Matter, matter_of
from licensekit.diagram.cheapest import cheapest_path
from licensekit.diagram.cover import cover, shortest
from licensekit.diagram.nodes import Diagrams, Node
from licensekit.diagram.paths import follow, path_to
from licensekit.diagram.walk import Walk
from licensekit.meaning.domain import Domain, Interval, narrowed
from licensekit.meaning.rules import Contradiction
from licensekit.meaning.terms import Terms
from licensekit.meaning.variable import AmountVariable, FactVariable, ReadingVariable, Variable, World
from licensekit.use import Use
from licensekit.values import IndexValue, Known
from licensekit.vocabulary.facts import FACTS


class Way(NamedTuple):
    """What must be so, and whether all else may be as `assume standard` has it."""

    facts: World
    """Of a membership, an order of dates or an approval: whether it is so."""
    ordinary: bool


NOTHING_ASSUMED: Final = Circumstances(assume="none")


class AlsoHolds(NamedTuple):
    """What must hold beside a claim, as diagrams that are not merged: all of some, and one each of others."""

    every: tuple[Node, ...] = ()
    some: tuple[tuple[Node, ...], ...] = ()


class Uses:
    """The uses of an act that agree with some facts and circumstances; indices at their base."""

    def __init__(
        self,
        terms: Terms,
        leaf: str,
        *,
        facts: Mapping[str, Known] | None = None,
        circumstances: Circumstances = NOTHING_ASSUMED,
    ) -> None:
        self.terms = terms
        self.leaf = leaf
        self.facts = facts or {}
        matter, _ = matter_of(terms, (leaf,), circumstances)
        self.circumstances = replace(circumstances, indices=indices_at_base(matter))
        self.inquiry = self._inquire(self.circumstances)

    def _inquire(self, circumstances: Circumstances) -> Inquiry:
        matter, _ = matter_of(self.terms, (self.leaf,), circumstances)
        return inquire(self.terms, Use.of((self.leaf,), self.facts, matter.declared), circumstances)

    @property
    def diagrams(self) -> Diagrams:
        """Who makes the diagrams of claims."""
        return self.inquiry.matter.diagrams

    @cached_property
    def usual(self) -> Mapping[Variable, Domain]:
        """What `assume standard` would settle."""
        assumed = self._inquire(replace(self.circumstances, assume="standard")).knowledge.assumed
        return {variable: value for variable, value in assumed.items() if variable not in self.inquiry.world}

    # -- what some use brings about ----------------------------------------------------------------------------

    def some(self, *claims: Node) -> bool:
        """Whether all of some claims hold in some use together. Raises TooManySteps."""
        self.diagrams.begin()
        claim = self.diagrams.every(claims)
        walk = Walk(self.diagrams, self.inquiry.world)
        return bool(walk.reached((), (claim, *self.inquiry.ties(claim)), lambda met: len(met) > 0))

    def shortest_ways(self, claim: Node, cause: Node | None = None) -> tuple[Way, ...]:
        """The ways in which a claim holds, the shortest first; no use is left without one. Raises TooManySteps.

        They bring about the cause, which the claim implies; where none is named, the claim itself.
        """
        self.diagrams.begin()
        wanted = claim if cause is None else cause
        worlds = self.diagrams.every(self.inquiry.ties(claim, wanted))
        low = self.diagrams.every((claim, worlds))
        high = self.diagrams.some((wanted, self.diagrams.negation(worlds)))
        ways: list[Way] = []
        for usual, ordinary in ((self.usual, True), ({}, False)):
            for product in cover(self.diagrams, low, high, self.inquiry.world, usual):
                way = Way({each.variable: each.domain for each in product}, ordinary)
                if not ordinary or self._suffices(wanted, way):
                    ways.append(way)
                    told = self.diagrams.every([each.node for each in product])
                    low = self.diagrams.every((low, self.diagrams.negation(told)))
            if low is self.diagrams.false:
                break
        return tuple(sorted(ways, key=lambda way: len(way.facts)))

    def _price(self, variable: Variable, part: Domain) -> int:
        """What it costs to say something: nothing where it is usual."""
        return 0 if self.usual.get(variable) == part else 1

    def _suffices(self, claim: Node, way: Way) -> bool:
        world = self.world(way)
        if world is None:
            return False
        atom, negation = self.diagrams.atom, self.diagrams.negation
        said = [atom(name, part=True) for name, value in way.facts.items() if value is True]
        said += [negation(atom(name, part=True)) for name, value in way.facts.items() if value is False]
        ties = (*self.inquiry.ties(claim, *said), *said)
        return Walk(self.diagrams, world).reached((claim,), ties) == {(True,)}

    def world(self, way: Way) -> World | None:
        """What is known in the uses of a way; None where there are none."""
        world: dict[Variable, Domain] = dict(self.inquiry.world)
        for variable, domain in way.facts.items():
            if isinstance(variable, FactVariable | AmountVariable | ReadingVariable):
                left = narrowed(world.get(variable), domain)
                if left is None:
                    return None
                world[variable] = left
        rules = self.inquiry.knowledge.common.rules
        try:
            rules.close(world)
            if way.ordinary:
                world = {**self.usual, **world}
                rules.close(world)
        except Contradiction:
            return None
        return world

    def witness(self, way: Way, circumstances: Circumstances | None = None) -> Witness | None:
        """A use of a way, in these circumstances: those of the question, if no others are named."""
        world = self.world(way)
        assert world is not None
        circumstances = circumstances or self.circumstances
        if way.ordinary:
            circumstances = replace(circumstances, assume="standard")
        return witness(self.inquiry.at(world), way.facts, facts=self.facts, circumstances=circumstances)

    def any_way(self, claim: Node, beside: AlsoHolds) -> Way | None:
        """A way that states all on which it depends that a claim holds, and what must hold beside.

        None where there is no such use. Raises TooManySteps.
        """
        self.diagrams.begin()
        diagrams, world = self.diagrams, self.inquiry.world
        parts = (*beside.every, *(node for each in beside.some for node in each))
        ties = self.inquiry.ties(claim, *parts)
        path = path_to(diagrams, (), (claim, *self.inquiry.ties(claim)), world, lambda _: True, usual=self.usual)
        if path is None:
            return None
        guessed = dict(path)  # most often all else may be as little as can be
        met = [follow(node, world, guessed) is diagrams.true for node in (*beside.every, *ties)]
        met += [any(follow(node, world, guessed) is diagrams.true for node in each) for each in beside.some]
        if all(met) and all(follow(node, world, guessed) is diagrams.true for node in ties):
            return Way(guessed, ordinary=False)
        late = (diagrams.late(beside.every, every=True), *(diagrams.late(each, every=False) for each in beside.some))
        path = path_to(diagrams, (), (claim, *late, *ties), world, lambda _: True, usual=self.usual)
        return None if path is None else Way(path, ordinary=False)

    def short_way(self, claim: Node) -> Way | None:
        """A way with few facts, of which none can be left out; None where no use has it. Raises TooManySteps."""
        self.diagrams.begin()
        ties, world = self.inquiry.ties(claim), self.inquiry.world
        worlds = self.diagrams.every(ties)
        high = self.diagrams.some((claim, self.diagrams.negation(worlds)))
        product = shortest(self.diagrams, high, worlds, world, self.usual)
        if product is not None:
            way = Way({each.variable: each.domain for each in product}, ordinary=True)
            if self._suffices(claim, way):
                return way
        path = cheapest_path(self.diagrams, (claim,), ties, world, lambda leaves: leaves == (True,), price=self._price)
        if path is None:
            return None
        way = Way({name: value for name, value in path.items() if self.usual.get(name) != value}, ordinary=True)
        if not self._suffices(claim, way):
            way = Way(path, ordinary=False)
        for variable in sorted(way.facts, key=lambda name: _telling(name, way.facts[name])):
            fewer = Way({name: value for name, value in way.facts.items() if name != variable}, way.ordinary)
            if self._suffices(claim, fewer):
                way = fewer
        return way


def _telling(variable: Variable, value: Domain) -> int:
    """How much a reader learns from a fact: those that say least are left out first."""
    info = FACTS.get(variable.name.base) if isinstance(variable, FactVariable | AmountVariable) else None
    if info is not None and info.assumption == "clean_hands":
        return 0
    if value is False or isinstance(value, Interval):
        return 1 if value is False else 2
    return 4 if info is not None and info.judgement else 3


def indices_at_base(matter: Matter) -> tuple[IndexValue, ...]:
    """Every index by which a threshold is adjusted, at its base."""
    adjusted = {(each.index, each.year) for comparing in matter.comparisons if (each := comparing.compares.adjusted)}
    return tuple(IndexValue(index, year, Decimal(1), date(year, 12, 31)) for index, year in sorted(adjusted))
