"""A question over all uses of two licences, and both for one act: in one manager of diagrams, so that equal is the same.

What holds for some use is reached by a walk within the worlds that there are; what is said of it in words is a cover
between what is claimed and what suffices; the use that shows it is asked about before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias, assert_never

from licensekit.analyse.standpoints import Content, DutyAsked, Stance, Standpoint
from licensekit.analyse.witness import Witness, concrete, witness
from licensekit.decision.circumstances import Assume, Circumstances
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.knowledge import Asked, know
from licensekit.decision.matter import matter_of
from licensekit.diagram.cover import Product, cover
from licensekit.diagram.nodes import Node, TooManySteps
from licensekit.diagram.paths import narrowed, path_to
from licensekit.diagram.walk import Leaves, Walk
from licensekit.meaning.domain import Domain
from licensekit.meaning.program import Covering, Program
from licensekit.meaning.rules import Contradiction
from licensekit.meaning.terms import Choice, Single, Terms, Together, programs
from licensekit.meaning.variable import (
    AmountVariable,
    ApprovalVariable,
    FactVariable,
    MemberVariable,
    OrderVariable,
    ReadingVariable,
    Variable,
    World,
)
from licensekit.model.conditions import Adjusted, Compares
from licensekit.model.fold import atoms_in
from licensekit.use import Approval
from licensekit.values import IndexValue, Known
from licensekit.vocabulary.acts import LEAVES, implied_by

SECOND: Final = " (second)"
"""What stands behind the id of a second licence that has the id of the first."""
TRIES: Final = 8
"""Short products that are tried as a use; after them a whole path is."""
Options: TypeAlias = Mapping[str, str]
"""By `LICENSE.READING`: the option."""
Shows: TypeAlias = Callable[[Witness], bool]
"""Whether a use shows what it is to show."""


@dataclass(frozen=True)
class Choices:
    """Which readings and approvals hold in all uses."""

    readings: Options = field(default_factory=dict)
    """Those that are not as their licence takes them."""
    approvals: tuple[Approval, ...] = ()
    """Those held, by `LICENSE.GATE`."""

    @property
    def words(self) -> tuple[str, ...]:
        """The choice, one statement each; nothing where everything is as taken and nothing is held."""
        held = (f"the approval of `{approval.gate}` is held" for approval in self.approvals)
        read = (f"`{name}` is read as `{self.readings[name]}`" for name in sorted(self.readings))
        return (*held, *read)


class Way(NamedTuple):
    """Facts that bring something about: under `assume standard` they suffice (`ordinary`), or they state everything."""

    product: Product
    ordinary: bool


@dataclass(frozen=True)
class Question:
    """Two licences over all uses of which some facts are so; indices stand at their base."""

    one: Terms
    other: Terms
    facts: Mapping[str, Known] = field(default_factory=dict)
    assume: Assume = "none"
    as_of: date | None = None
    choices: Choices = field(default_factory=Choices)

    @cached_property
    def both(self) -> Together:
        """The two as one matter; licences of the second that have an id of the first but another meaning, renamed."""
        ours = {program.license.id: program.license for program in programs(self.one)}
        clashing = {
            program.license.id
            for program in programs(self.other)
            if ours.get(program.license.id, program.license) != program.license
        }
        return Together((self.one, _renamed(self.other, clashing) if clashing else self.other))

    @cached_property
    def circumstances(self) -> Circumstances:
        """What a use is decided under, licences by their own names."""
        return Circumstances(
            as_of=self.as_of,
            assume=self.assume,
            readings=self.choices.readings or "taken",
            approvals=self.choices.approvals,
            indices=tuple(_at_base(programs(self.both))),
        )

    @cached_property
    def _for_both(self) -> Circumstances:
        """The same for the two as one matter: what is said of a licence holds of its second too."""
        ids = {program.license.id for program in programs(self.both)}
        readings, approvals = dict(self.choices.readings), list(self.choices.approvals)
        for second in ids:
            first = f"{second.removesuffix(SECOND)}."
            if second.endswith(SECOND):
                renamed = {name: option for name, option in readings.items() if name.startswith(first)}
                readings |= {f"{second}.{name.removeprefix(first)}": option for name, option in renamed.items()}
                gates = [approval for approval in self.choices.approvals if approval.gate.startswith(first)]
                approvals += [replace(each, gate=f"{second}.{each.gate.removeprefix(first)}") for each in gates]
        return replace(self.circumstances, readings=readings or "taken", approvals=tuple(approvals))

    def kinds(self, leaves: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The acts, those together that both licences treat by the same clauses."""
        together: dict[object, tuple[str, ...]] = {}
        for leaf in leaves:
            covering: tuple[Covering, ...] = tuple(program.covering(leaf) for program in programs(self.both))
            key = (covering, implied_by((leaf,)), LEAVES[leaf].needs_grant)
            together[key] = (*together.get(key, ()), leaf)
        yield from together.values()

    def about(self, leaf: str) -> Compared:
        """The two for one act. Raises FactsError where what is stated contradicts the act."""
        return Compared(self, leaf)

    def inquiry(self, leaf: str, assume: Assume) -> Inquiry:
        """What is known of every use of an act."""
        matter, checked = matter_of(self.both, (leaf,), self._for_both)
        matter.diagrams.spent = 0
        return Inquiry(matter, checked, know(matter, Asked(self.facts, self.as_of, assume, frozenset())))


def _renamed(terms: Terms, clashing: set[str]) -> Terms:
    match terms:
        case Single(program=program, successors=successors):
            name = program.license.id
            if name in clashing:
                program = Program(program.license.model_copy(update={"id": f"{name}{SECOND}"}))
            return Single(program, tuple((conversion, _renamed(then, clashing)) for conversion, then in successors))
        case Together(parts=parts):
            return Together(tuple(_renamed(part, clashing) for part in parts))
        case Choice(parts=parts):
            return Choice(tuple(_renamed(part, clashing) for part in parts))
        case _:
            assert_never(terms)


def _at_base(licenses: Iterable[Program]) -> Iterator[IndexValue]:
    """The indices by which thresholds are adjusted, at their base: amounts are compared as they are written."""
    adjusted = {
        atom.adjusted
        for program in licenses
        for clause in program.clauses
        if clause.when is not None
        for atom in atoms_in(clause.when, program.definitions, program.measures)
        if isinstance(atom, Compares) and isinstance(atom.adjusted, Adjusted)
    }
    for index, year in sorted({(each.index, each.year) for each in adjusted}):
        yield IndexValue(index, year, Decimal(1), date(year, 12, 31))


class Compared:
    """Two licences for one act, over all uses."""

    def __init__(self, question: Question, leaf: str) -> None:
        self.question: Final = question
        self.inquiry: Final = question.inquiry(leaf, question.assume)
        self.diagrams: Final = self.inquiry.matter.diagrams
        one, other = question.both.parts
        self.one: Final = Stance(self.inquiry, one, self.inquiry.checked.readings)
        self.other: Final = Stance(self.inquiry, other, self.inquiry.checked.readings)

    @property
    def alike(self) -> bool:
        """Whether the two have the same clauses for the act, whatever these are called: told clause by clause."""
        return self.one.columns is not None and self.one.columns == self.other.columns

    # -- what holds for some use -------------------------------------------------------------------------------

    def reached(self, *roots: Node) -> frozenset[Leaves]:
        """The leaves of some diagrams that a use reaches together."""
        return Walk(self.diagrams, self.inquiry.world).reached(roots, self.inquiry.ties(*roots))

    def moves(self) -> list[tuple[Standpoint, Standpoint]]:
        """The ways in which the two stand differently for some use, the mildest first."""
        if self.one.stands is self.other.stands:
            return []
        pairs = self.reached(self.one.stands, self.other.stands)
        order = list(Standpoint)
        return [(before, after) for before in order for after in order if before is not after and (before, after) in pairs]

    def moved(self, before: Standpoint, after: Standpoint) -> Node:
        """That the first stands so, and the second so."""
        return self.diagrams.every((self.one.at(before), self.other.at(after)))

    def asked_alone(self, mine: Stance, content: Content) -> Node:
        """That both stand where it is asked, and one side asks something that the other does not."""
        theirs = self.other if mine is self.one else self.one
        asked, also = mine.asks(content), theirs.asks(content)
        if asked is also:
            return self.diagrams.false
        at = asked_at(content)
        return self.diagrams.every((asked, self.diagrams.negation(also), mine.at(at), theirs.at(at)))

    def possible(self, claim: Node) -> bool:
        """Whether something holds for some use."""
        if claim.is_leaf:
            return claim is self.diagrams.true
        walk = Walk(self.diagrams, self.inquiry.world)
        return (True,) in walk.reached((claim,), self.inquiry.ties(claim), lambda met: (True,) in met)

    # -- when, and a use that shows it ---------------------------------------------------------------------------

    @cached_property
    def usual(self) -> World:
        """The facts that `assume standard` would settle, with the values it takes."""
        assumed = self.question.inquiry(self.one.leaf, "standard").knowledge.assumed
        return {variable: domain for variable, domain in assumed.items() if variable not in self.inquiry.world}

    def ways(self, cause: Node, claim: Node) -> tuple[Way, ...]:
        """All ways in which a cause comes about, as far as they play a part in a claim that implies it.

        In every use in which the claim holds, one of them is so. Raises TooManySteps.
        """
        worlds = self.diagrams.every(self.inquiry.ties(cause, claim))
        low = self.diagrams.every((claim, worlds))
        high = self.diagrams.some((cause, self.diagrams.negation(worlds)))
        products = cover(self.diagrams, low, high, self.inquiry.world, self.usual)
        ordinary = [product for product in products if self._suffices(cause, product)]
        found = [Way(product, ordinary=True) for product in ordinary]
        if len(ordinary) < len(products):
            told = self.diagrams.some(self._node(product) for product in ordinary)
            left = self.diagrams.every((low, self.diagrams.negation(told)))
            found += [Way(each, ordinary=False) for each in cover(self.diagrams, left, high, self.inquiry.world, {})]
        return tuple(sorted(found, key=lambda way: len(way.product)))

    def _node(self, product: Product) -> Node:
        return self.diagrams.every([literal.node for literal in product])

    def _suffices(self, cause: Node, product: Product) -> bool:
        """Whether a cause holds in all ordinary worlds in which a product is so, and whether there is one."""
        within = self.within(product, ordinary=True)
        if within is None:
            return False
        ties = (*within.ties(cause), self._node(product))
        return Walk(self.diagrams, within.world).reached((cause,), ties) == {(True,)}

    def within(self, product: Product, *, ordinary: bool) -> Inquiry | None:
        """What is known of the uses in which a product is so; with what is then assumed. None where there are none."""
        world: dict[Variable, Domain] = dict(self.inquiry.knowledge.world)
        close = self.inquiry.knowledge.common.rules.close
        for variable, domain, _ in product:
            match variable:
                case FactVariable() | AmountVariable() | ReadingVariable():
                    left = narrowed(world.get(variable), domain)
                    if left is None:
                        return None
                    world[variable] = left
                case MemberVariable() | OrderVariable() | ApprovalVariable():
                    pass
        try:
            close(world)
            if ordinary:
                world |= {name: value for name, value in self.usual.items() if name not in world}
                close(world)
        except Contradiction:
            return None
        return self.inquiry.at(world)

    def settled(self, way: Way) -> Inquiry:
        """What is known of the uses of a way, with an example for sets and days that are compared with one another."""
        within = self.within(way.product, ordinary=way.ordinary)
        assert within is not None, "a way has uses"
        return concrete(within, {literal.variable: literal.domain for literal in way.product})

    def use(self, claim: Node, shows: Shows) -> Witness:
        """A use in which a claim holds, with few facts; asked about before it is shown. Raises TooManySteps."""
        for way in self._short(claim):
            use = self._use_of(way)
            if use is not None and shows(use):
                return use
        path = path_to(
            self.diagrams, (claim,), self.inquiry.ties(claim), self.inquiry.world, lambda at: at == (True,),
            usual=self.usual,
        )  # fmt: skip
        assert path is not None, "the claim holds for some use"
        use = witness(self.inquiry, path, facts=self.question.facts, circumstances=self.question.circumstances)
        assert use is not None
        assert use.also or shows(use), f"{use} does not show what it is to show"
        return use

    def _short(self, claim: Node) -> Iterator[Way]:
        worlds = self.diagrams.every(self.inquiry.ties(claim))
        low = self.diagrams.every((claim, worlds))
        high = self.diagrams.some((claim, self.diagrams.negation(worlds)))
        try:
            products = cover(self.diagrams, low, high, self.inquiry.world, self.usual)
        except TooManySteps:
            return
        yield from (Way(product, ordinary=True) for product in products[:TRIES] if self._suffices(claim, product))

    def _use_of(self, way: Way) -> Witness | None:
        within = self.within(way.product, ordinary=way.ordinary)
        if within is None:
            return None
        path = {literal.variable: literal.domain for literal in way.product}
        circumstances = replace(self.question.circumstances, assume="standard")
        return witness(within, path, facts=self.question.facts, circumstances=circumstances)


def asked_at(content: Content) -> Standpoint:
    """Where something is asked: duties of what is allowed, approvals of what needs one."""
    return Standpoint.ALLOWED if isinstance(content, DutyAsked) else Standpoint.NEEDS_APPROVAL
