"""A question over all uses of two licences, and both for one act: in one manager of diagrams, so that equal is the same.

What holds for some use is reached by a walk within the worlds that there are; what is said of it in words is a cover
between what is claimed and what suffices; the use that shows it is asked about before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias, assert_never

from licensekit.analyse.standpoints import STANDPOINT_OF, ApprovalNeeded, Content, DutyAsked, Stance, Standpoint
from licensekit.analyse.witness import Witness, concrete, decide, witness
from licensekit.decision.circumstances import Assume, Circumstances
from licensekit.decision.decision import Decision
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.knowledge import Asked, know
from licensekit.decision.matter import matter_of
from licensekit.diagnostics import Diagnostic
from licensekit.diagram.cover import Product, cover
from licensekit.diagram.nodes import Node, TooManySteps
from licensekit.diagram.paths import narrowed, path_to
from licensekit.diagram.walk import Walk
from licensekit.errors import LicensekitError
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
from licensekit.truth import TRUE
from licensekit.use import Approval
from licensekit.values import IndexValue, Known
from licensekit.vocabulary.acts import LEAVES, implied_by

SECOND: Final = " (second)"
"""What stands behind the id of a second licence that has the id of the first."""
TRIES: Final = 8
"""Short products that are tried as a use; after them a whole path is."""
Options: TypeAlias = Mapping[str, str]
"""By `LICENSE.READING`: the option."""
Readings: TypeAlias = Mapping[ReadingVariable, str]


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

    def answers(self, use: Witness) -> tuple[Decision, Decision]:
        """What the two answer to a use."""
        return decide(self.one, use), decide(self.other, use)

    def inquiry(self, leaf: str, assume: Assume) -> Inquiry:
        """What is known of every use of an act. Raises FactsError where what is stated contradicts the act."""
        matter, checked = matter_of(self.both, (leaf,), self._for_both)
        matter.diagrams.spent = 0
        return Inquiry(matter, checked, know(matter, Asked(self.facts, self.as_of, assume, frozenset())))


@contextmanager
def refused_if_too_large() -> Iterator[None]:
    """Say it as a finding where diagrams would take more steps than they may. Raises LicensekitError (LK720)."""
    try:
        yield
    except TooManySteps:
        message = "the licences are too large to be compared over all uses"
        mend = "narrow the question: name fewer acts, or state facts that settle some conditions"
        raise LicensekitError([Diagnostic("LK720", message, help=mend)]) from None


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


class Claim(NamedTuple):
    """One way in which two licences differ: where they stand, and what one of them asks that the other does not."""

    node: Node
    before: Standpoint
    after: Standpoint
    content: Content | None = None
    by_first: bool = True
    """Whether the first asks it."""

    def shown_by(self, first: Decision, second: Decision) -> bool:
        """Whether two answers to a use are settled and differ so."""
        for stands, decision in ((self.before, first), (self.after, second)):
            if {STANDPOINT_OF[verdict] for verdict in decision.possible} != {stands}:
                return False
        if self.content is None:
            return True
        asking, silent = (first, second) if self.by_first else (second, first)
        return self.content in _asked(asking, surely=True) and self.content not in _asked(silent, surely=False)


def _asked(decision: Decision, *, surely: bool) -> set[Content]:
    """What an answer asks, or may ask."""
    duties = {"due"} if surely else {"due", "open"}
    asked: set[Content] = {
        DutyAsked(duty.text, duty.strength) for duty in decision.duties if duty.status in duties and duty.acts
    }
    needed = (each for each in decision.approvals if each.truth is TRUE or not surely)
    return asked | {ApprovalNeeded(each.approval, each.party, each.subject) for each in needed}


class Compared:
    """Two licences for one act, over all uses; each may be read in a way of its own."""

    def __init__(
        self, question: Question, leaf: str, readings: tuple[Readings, Readings] | None = None
    ) -> None:
        self.question: Final = question
        self.inquiry: Final = question.inquiry(leaf, question.assume)
        self.diagrams: Final = self.inquiry.matter.diagrams
        taken = self.inquiry.checked.readings
        first, second = readings or (taken, taken)
        one, other = question.both.parts
        self.one: Final = Stance(self.inquiry, one, {**taken, **first})
        self.other: Final = Stance(self.inquiry, other, {**taken, **second})

    @property
    def alike(self) -> bool:
        """Whether the two have the same clauses for the act, whatever these are called: told clause by clause."""
        return self.one.columns is not None and self.one.columns == self.other.columns

    # -- what holds for some use -------------------------------------------------------------------------------

    def moves(self) -> Iterator[Claim]:
        """The ways in which the two stand differently for some use."""
        first, second = self.one.stands, self.other.stands
        if self.alike or first is second:
            return
        pairs = Walk(self.diagrams, self.inquiry.world).reached((first, second), self.inquiry.ties(first, second))
        for before in Standpoint:
            for after in Standpoint:
                if before is not after and (before, after) in pairs:
                    yield Claim(self.diagrams.every((self.one.at(before), self.other.at(after))), before, after)

    def asked(self) -> Iterator[Claim]:
        """What one asks of some use, and the other does not, where both stand alike: what the first asks comes first."""
        if self.alike:
            return
        for content in dict.fromkeys((*self.one.contents, *self.other.contents)):
            at = Standpoint.ALLOWED if isinstance(content, DutyAsked) else Standpoint.NEEDS_APPROVAL
            first, second = self.one.asks(content), self.other.asks(content)
            for by_first, asked, also in ((True, first, second), (False, second, first)):
                if asked is also or asked is self.diagrams.false:
                    continue
                parts = (asked, self.diagrams.negation(also), self.one.at(at), self.other.at(at))
                claim = Claim(self.diagrams.every(parts), at, at, content, by_first)
                if self._possible(claim.node):
                    yield claim

    def _possible(self, claim: Node) -> bool:
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

    def example(self, claim: Claim) -> Way:
        """A way down to a claim that states everything on it. Raises TooManySteps."""
        return self.ways(claim.node, claim.node)[0]

    def use(self, claim: Claim) -> Witness:
        """A use in which a claim holds, with few facts; asked about before it is shown. Raises TooManySteps."""
        for way in self.ways(claim.node, claim.node)[:TRIES]:
            use = self._use_of(way)
            if use is not None and claim.shown_by(*self.question.answers(use)):
                return use
        ties, world = self.inquiry.ties(claim.node), self.inquiry.world
        path = path_to(self.diagrams, (claim.node,), ties, world, lambda at: at == (True,), usual=self.usual)
        assert path is not None, "the claim holds for some use"
        use = witness(self.inquiry, path, facts=self.question.facts, circumstances=self.question.circumstances)
        assert use is not None, "a path has a use"
        assert use.also or claim.shown_by(*self.question.answers(use)), f"{use} does not show what it is to show"
        return use

    def _use_of(self, way: Way) -> Witness | None:
        within = self.within(way.product, ordinary=way.ordinary)
        if within is None:
            return None
        path = {literal.variable: literal.domain for literal in way.product}
        circumstances = self.question.circumstances
        if way.ordinary:
            circumstances = replace(circumstances, assume="standard")
        return witness(within, path, facts=self.question.facts, circumstances=circumstances)
