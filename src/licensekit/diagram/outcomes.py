"""What some terms say of an act, as a diagram: the verdict, whose clauses count, and whether a way out is named.

The table of verdicts is applied to diagrams once. Of several licences the more severe outcome counts, of a choice that
of the licence that is milder for all acts together; a licence that follows another counts from its day on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import NamedTuple, TypeAlias, assert_never

from licensekit.diagram.nodes import Diagrams, Node
from licensekit.diagram.walk import put_in
from licensekit.meaning.once import once
from licensekit.meaning.program import ClauseFormulas, Program, needs_a_grant
from licensekit.meaning.terms import LicenseChoice, Single, Terms, Together
from licensekit.meaning.variable import ApprovalVariable, World
from licensekit.meaning.verdict import SEVERITY, Columns, Verdict, combined


class WorldOutcome(NamedTuple):
    """What is so of an act in a world: the verdict, whose clauses count, and whether a refusal names whom to ask."""

    verdict: Verdict
    licenses: tuple[str, ...]
    way_out: bool

    @property
    def hopeful(self) -> bool:
        """Whether an approval, or another licence, may still be had."""
        return self.verdict is Verdict.NEEDS_APPROVAL or (self.verdict is Verdict.NOT_GRANTED and self.way_out)


Views: TypeAlias = tuple[tuple[str, frozenset[ApprovalVariable] | None], ...]
"""Acts asked about together, each with the approvals held for it; None: whatever is held."""


def names_a_way_out(program: Program, leaf: str) -> bool:
    """Whether a clause that bears on an act names whom to ask instead."""
    return any(program.clauses[number].remedy is not None for number in program.concerning((leaf,)))


class Outcomes:
    """The diagrams of some terms: of acts, clauses and conditions."""

    def __init__(self, diagrams: Diagrams, meanings: Mapping[str, ClauseFormulas]) -> None:
        self.diagrams = diagrams
        self.meanings = meanings
        """By the licence's id, under the exchange of the question."""

    def act(self, terms: Terms, leaf: str) -> Node:
        """The outcome of an act asked about by itself, whatever approvals are held."""
        return self.acts(terms, ((leaf, None),))[0]

    @once
    def acts(self, terms: Terms, views: Views, /) -> tuple[Node, ...]:
        """The outcomes of acts asked about together: of a choice one licence is taken for all of them."""
        match terms:
            case Single(program=program, successors=successors):
                nodes = tuple(
                    node if held is None else self.held(node, held)
                    for node, held in ((self.alone(program, leaf), held) for leaf, held in views)
                )
                for conversion, successor in successors:
                    following = self.acts(successor, views)
                    if conversion.kind == "offers":
                        following = self._taken(nodes, following)
                    arrived = self.diagrams.formula(self.meanings[program.license.id].lowering.arrived(conversion.on))
                    nodes = tuple(self.diagrams.where(arrived, *pair) for pair in zip(following, nodes, strict=True))
                return nodes
            case Together(parts=parts):
                of_acts = zip(*(self.acts(part, views) for part in parts), strict=True)
                return tuple(reduce(self._together, each) for each in of_acts)
            case LicenseChoice(parts=parts):
                return reduce(self._taken, (self.acts(part, views) for part in parts))
            case _:
                assert_never(terms)

    def alone(self, program: Program, leaf: str) -> Node:
        """The table, applied to the six columns of a licence."""
        columns = self.meanings[program.license.id].columns(leaf)
        hope = names_a_way_out(program, leaf)

        def outcome(verdict: Verdict) -> Node:
            way_out = hope and verdict is Verdict.NOT_GRANTED
            return self.diagrams.leaf(WorldOutcome(verdict, (program.license.id,), way_out))

        nodes = Columns(*[self.diagrams.formula(column) for column in columns])
        answer = combined(nodes, outcome, self.diagrams.where, needs_grant=needs_a_grant(leaf))
        unbound = self.diagrams.leaf(WorldOutcome(Verdict.PERMITTED, (), way_out=False))
        bound = self.meanings[program.license.id].bound(leaf)
        return self.diagrams.where(self.diagrams.formula(bound), answer, unbound)

    def _together(self, node: Node, beside: Node) -> Node:
        def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
            if all(each.is_leaf for each in nodes):
                return self.diagrams.leaf(_both(*map(_outcome, nodes)))
            return nodes

        return self.diagrams.merged((node, beside), rule, "together")

    def _taken(self, ours: tuple[Node, ...], theirs: tuple[Node, ...]) -> tuple[Node, ...]:
        """The outcomes under the licence whose verdict for all acts is the milder, the first of equals."""

        def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
            our_whole, their_whole, our, their = nodes
            if our_whole is their_whole or our is their:
                return our
            if our_whole.is_leaf and their_whole.is_leaf:
                return our if SEVERITY[_verdict(our_whole)] <= SEVERITY[_verdict(their_whole)] else their
            return nodes

        wholes = self.severest(ours), self.severest(theirs)
        pairs = zip(ours, theirs, strict=True)
        return tuple(self.diagrams.merged((*wholes, *pair), rule, "taken") for pair in pairs)

    def severest(self, outcomes: Iterable[Node]) -> Node:
        """The verdict of several acts together, from their outcomes."""
        first, *others = dict.fromkeys(self.verdict(outcome) for outcome in outcomes)
        return reduce(lambda node, other: self.diagrams.merged((node, other), self._severer, "severer"), others, first)

    def _severer(self, nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        node, second = nodes
        if node is second:
            return node
        if node.is_leaf and second.is_leaf:
            return node if SEVERITY[_verdict(node)] >= SEVERITY[_verdict(second)] else second
        return nodes

    def verdict(self, node: Node) -> Node:
        """The verdict alone of an outcome."""
        return self.diagrams.mapped(node, _verdict_of, "verdict")

    @once
    def held(self, node: Node, held: frozenset[ApprovalVariable], /) -> Node:
        """A diagram where these approvals are held and no others."""
        world: World = dict.fromkeys(held, True)
        return put_in(self.diagrams, node, world, held)


def _outcome(node: Node) -> WorldOutcome:
    assert isinstance(node.value, WorldOutcome)
    return node.value


def _verdict_of(outcome: object) -> Verdict:
    assert isinstance(outcome, WorldOutcome)
    return outcome.verdict


def _verdict(node: Node) -> Verdict:
    assert isinstance(node.value, Verdict)
    return node.value


def _both(first: WorldOutcome, second: WorldOutcome) -> WorldOutcome:
    """Both count: the more severe verdict, the clauses of all."""
    worse = first if SEVERITY[first.verdict] >= SEVERITY[second.verdict] else second
    licenses = tuple(dict.fromkeys((*first.licenses, *second.licenses)))
    return WorldOutcome(worse.verdict, licenses, first.way_out or second.way_out)
