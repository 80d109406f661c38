"""What some terms answer about an act, as diagrams, as far as two answers are compared.

What may be done (allowed, needs approval, not granted, prohibited); where it is allowed, the duties, by what they ask
and not by the clause that asks it; where it needs an approval, which, by what it is and who gives it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias, TypeGuard

from licensekit.decision.inquiry import Inquiry
from licensekit.decision.reasons import refusals
from licensekit.diagram.nodes import Diagrams, Node
from licensekit.diagram.outcomes import WorldOutcome
from licensekit.diagram.walk import put_in
from licensekit.meaning.program import Program, needs_a_grant
from licensekit.meaning.terms import Single, Terms, programs
from licensekit.meaning.variable import ApprovalVariable, World
from licensekit.meaning.verdict import Columns, Verdict, combined
from licensekit.model.clauses import Duty, Gate
from licensekit.model.phrase import party_text
from licensekit.truth import FALSE, TRUE


class Standpoint(Enum):
    """What may be done; duties apart. From mildest to most severe."""

    ALLOWED = "allowed"
    NEEDS_APPROVAL = "needs_approval"
    NOT_GRANTED = "not_granted"
    PROHIBITED = "prohibited"

    def __str__(self) -> str:
        return self.value


SEVERITY: Final = {standpoint: order for order, standpoint in enumerate(Standpoint)}
STANDPOINT_OF: Final = {
    Verdict.PERMITTED: Standpoint.ALLOWED,
    Verdict.PERMITTED_WITH_DUTIES: Standpoint.ALLOWED,
    Verdict.NEEDS_APPROVAL: Standpoint.NEEDS_APPROVAL,
    Verdict.NOT_GRANTED: Standpoint.NOT_GRANTED,
    Verdict.PROHIBITED: Standpoint.PROHIBITED,
}


class DutyAsked(NamedTuple):
    """A duty by what it asks."""

    words: str
    strength: str
    """must or encouraged"""


class ApprovalNeeded(NamedTuple):
    """An approval by what it is and who gives it."""

    approval: str
    party: str
    subject: str


Content: TypeAlias = DutyAsked | ApprovalNeeded
Place: TypeAlias = tuple[Program, int]
"""A clause: its licence and its number there."""


class Meant(NamedTuple):
    """What a clause comes to, whatever it is called: when it is active, what it asks, and whether that is held."""

    active: Node
    asked: Content | None
    held: bool


def asked_by(program: Program, number: int) -> Content | None:
    """What a clause asks; nothing but of duties and gates."""
    clause = program.clauses[number]
    if isinstance(clause, Duty):
        return DutyAsked(program.words(clause.obligations), clause.strength)
    if isinstance(clause, Gate):
        return ApprovalNeeded(clause.approval, party_text(clause.party), clause.subject)
    return None


def always_counts(terms: Terms, leaf: str) -> TypeGuard[Single]:
    """Whether it is beyond doubt that the clauses of one licence count for an act: none follows, and it binds all."""
    return isinstance(terms, Single) and not terms.successors and not terms.program.covering(leaf).bindings


def stands_at(diagrams: Diagrams, stands: Node, standpoint: Standpoint) -> Node:
    """That of a diagram of standpoints it is exactly this one."""
    return diagrams.mapped(stands, lambda each: each is standpoint, ("stands at", standpoint))


def standpoint_diagram(diagrams: Diagrams, columns: Sequence[Node], leaf: str) -> Node:
    """The table applied to prohibitions, granting gates, grants and holding gates, where no approval is held."""
    prohibited, missing, granted, held_back = columns
    never = diagrams.false
    return combined(
        Columns(prohibited, missing, granted, never, held_back, never),
        lambda verdict: diagrams.leaf(STANDPOINT_OF[verdict]),
        diagrams.where,
        needs_grant=needs_a_grant(leaf),
    )


class Stance:
    """What some terms, which may be a part of those asked about, answer about the act of an inquiry."""

    def __init__(self, inquiry: Inquiry, terms: Terms, put_in: World) -> None:
        self.inquiry: Final = inquiry
        self.terms: Final = terms
        (self.leaf,) = inquiry.leaves
        held: World = dict.fromkeys(inquiry.checked.held(self.leaf), True)
        self._settled: Final[World] = {**inquiry.world, **put_in, **held}
        self._diagrams: Final = inquiry.matter.diagrams
        self._settled_so: Final = frozenset(self._settled.items())

    @cached_property
    def contents(self) -> Mapping[Content, tuple[Place, ...]]:
        """Every duty and approval that the terms can ask, with the clauses that do, in the order of the texts."""
        contents: dict[Content, tuple[Place, ...]] = {}
        for program in programs(self.terms):
            covering = program.covering(self.leaf)
            for number in sorted((*covering.duties, *covering.encouraged, *_gates(program, self.leaf))):
                if (content := asked_by(program, number)) is not None:
                    contents[content] = (*contents.get(content, ()), (program, number))
        return contents

    # -- diagrams ----------------------------------------------------------------------------------------------

    def settled(self, node: Node) -> Node:
        """A diagram with what is known, the readings and the approvals put in."""
        return put_in(self._diagrams, node, self._settled, self._settled_so)

    @cached_property
    def outcome(self) -> Node:
        """The outcome of the act."""
        return self.settled(self.inquiry.matter.outcomes.act(self.terms, self.leaf))

    @cached_property
    def stands(self) -> Node:
        """What may be done: leaves are standpoints."""
        return self._mapped("stands", lambda outcome: STANDPOINT_OF[outcome.verdict])

    def at(self, standpoint: Standpoint) -> Node:
        """That exactly this may be done."""
        return stands_at(self._diagrams, self.stands, standpoint)

    def _counts(self, program: Program) -> Node:
        """That a licence's clauses count for the act: not in a choice, once one follows, or where it binds nobody."""
        if always_counts(self.terms, self.leaf):
            return self._diagrams.true
        return self._mapped(program.license.id, lambda outcome: program.license.id in outcome.licenses)

    def _mapped(self, name: object, value: Callable[[WorldOutcome], Hashable]) -> Node:
        def leaf(outcome: object) -> Hashable:
            assert isinstance(outcome, WorldOutcome)
            return value(outcome)

        return self._diagrams.mapped(self.outcome, leaf, ("of an outcome", name))

    def active(self, place: Place) -> Node:
        """That a clause is active."""
        return self.settled(self.inquiry.matter.clause(*place))

    def asks(self, content: Content) -> Node:
        """That a clause which asks this is active and its licence counts."""
        every = self._diagrams.every
        return self._diagrams.some(
            [every((self._counts(place[0]), self.active(place))) for place in self.contents.get(content, ())]
        )

    @cached_property
    def columns(self) -> tuple[Mapping[Meant, None], ...] | None:
        """The clauses in each column of the table, by what they come to; None where it is open whose clauses count."""
        if not always_counts(self.terms, self.leaf):
            return None
        covering = self.terms.program.covering(self.leaf)
        return tuple(dict.fromkeys(self._meanings(self.terms.program, numbers)) for numbers in covering[:6])

    def _meanings(self, program: Program, numbers: Iterable[int]) -> Iterator[Meant]:
        """What clauses come to, without those that are never active."""
        held = self.inquiry.checked.held(self.leaf)
        for number in numbers:
            clause, active = program.clauses[number], self.active((program, number))
            if active is not self._diagrams.false:
                yield Meant(active, asked_by(program, number), ApprovalVariable(program.license.id, clause.id) in held)

    # -- which clauses decide, in a world in which what may be done is settled --------------------------------------

    def deciding(self, inquiry: Inquiry, standpoint: Standpoint) -> Iterator[Place]:
        """The clauses on which a standpoint rests in what is known."""
        for program in programs(self.terms):
            grants = program.covering(self.leaf).grants
            for number in self._candidates(inquiry, program, standpoint):
                grants_nothing = standpoint is Standpoint.NOT_GRANTED and number in grants
                if grants_nothing or inquiry.binding(program, number, self.leaf) is not FALSE:
                    yield program, number

    def _candidates(self, inquiry: Inquiry, program: Program, standpoint: Standpoint) -> Iterator[int]:
        covering, clauses = program.covering(self.leaf), inquiry.clauses(program, self.leaf)
        match standpoint:
            case Standpoint.PROHIBITED:
                yield from covering.prohibitions
            case Standpoint.NEEDS_APPROVAL:
                yield from _gates(program, self.leaf)
            case Standpoint.ALLOWED:
                yield from covering.grants
                restrictive = (*covering.prohibitions, *_gates(program, self.leaf))
                lifted = (number for number in restrictive if clauses.own(number) is TRUE)
                yield from dict.fromkeys(lifter for number in lifted for lifter in program.lifters[number])
            case Standpoint.NOT_GRANTED:
                lifters = [lifter for number in covering.grants for lifter in program.lifters[number]]
                ending = [lifter for lifter in lifters if clauses.active(lifter) is not FALSE]
                yield from dict.fromkeys(ending or covering.grants or covering.withholding)

    def why_not(self, inquiry: Inquiry) -> str:
        """Why an act is not granted, in one word; of several licences the first that refuses it."""
        own = programs(self.terms)
        return next((why for program, why in refusals(inquiry, self.leaf) if program in own), "")

    @property
    def silent(self) -> bool:
        """Whether no clause grants the act under any condition."""
        return not any(program.covering(self.leaf).grants for program in programs(self.terms))


def _gates(program: Program, leaf: str) -> tuple[int, ...]:
    covering = program.covering(leaf)
    return (*covering.granting_gates, *covering.holding_gates)
