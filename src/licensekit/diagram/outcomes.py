"""What some terms say of an act, as a diagram: the verdict, whose clauses count, and whether a way out is named.

The table of verdicts is applied to diagrams once. Of several licences the more severe outcome counts, of a choice the
milder, the first of equals; a licence that follows another counts from its day on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import NamedTuple, TypeAlias, assert_never

from licensekit.diagram.nodes import Diagrams, MergeRule, Node
from licensekit.meaning.program import ClauseFormulas, Program, needs_a_grant
from licensekit.meaning.terms import LicenseChoice, Single, Terms, Together
from licensekit.meaning.variable import ApprovalVariable
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


Join: TypeAlias = Callable[[WorldOutcome, WorldOutcome], WorldOutcome]
"""What two licences, or the acts of a use, come to together in a world."""


def names_a_way_out(program: Program, leaf: str) -> bool:
    """Whether a clause that bears on an act names whom to ask instead."""
    return any(program.clauses[number].remedy is not None for number in program.concerning((leaf,)))


class Outcomes:
    """The diagrams of some terms: of acts, clauses and conditions."""

    def __init__(self, diagrams: Diagrams, meanings: Mapping[str, ClauseFormulas]) -> None:
        self.diagrams = diagrams
        self.meanings = meanings
        """By the licence's id, under the exchange of the question."""
        self._of_acts: dict[tuple[int, str], Node] = {}
        self._restricted: dict[tuple[Node, frozenset[ApprovalVariable]], Node] = {}

    def act(self, terms: Terms, leaf: str) -> Node:
        """The outcome of an act, whatever approvals are held."""
        key = (id(terms), leaf)
        node = self._of_acts.get(key)
        if node is None:
            node = self._of_acts[key] = self._act(terms, leaf)
        return node

    def _act(self, terms: Terms, leaf: str) -> Node:
        match terms:
            case Single(program=program, successors=successors):
                node = self._alone(program, leaf)
                for conversion, successor in successors:
                    following = self.act(successor, leaf)
                    if conversion.kind == "offers":
                        following = self._joined((node, following), milder)
                    arrived = self.meanings[program.license.id].lowering.arrived(conversion.on)
                    node = self.diagrams.where(self.diagrams.formula(arrived), following, node)
                return node
            case Together(parts=parts):
                return self._joined(tuple(self.act(part, leaf) for part in parts), together)
            case LicenseChoice(parts=parts):
                return self._joined(tuple(self.act(part, leaf) for part in parts), milder)
            case _:
                assert_never(terms)

    def _alone(self, program: Program, leaf: str) -> Node:
        """The table, applied to the six columns of a licence."""
        columns = self.meanings[program.license.id].columns(leaf)
        hope = names_a_way_out(program, leaf)

        def outcome(verdict: Verdict) -> Node:
            way_out = hope and verdict is Verdict.NOT_GRANTED
            return self.diagrams.leaf(WorldOutcome(verdict, (program.license.id,), way_out))

        nodes = Columns(*[self.diagrams.formula(column) for column in columns])
        return combined(nodes, outcome, self.diagrams.where, needs_grant=needs_a_grant(leaf))

    def _joined(self, nodes: tuple[Node, ...], join: Join) -> Node:
        return reduce(lambda node, other: self.diagrams.merged((node, other), self._by(join), join), nodes)

    def _by(self, join: Join) -> MergeRule:
        def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
            node, other = nodes
            if node.is_leaf and other.is_leaf:
                return self.diagrams.leaf(join(_outcome(node), _outcome(other)))
            return nodes

        return rule

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

    def held(self, node: Node, held: frozenset[ApprovalVariable]) -> Node:
        """A diagram where these approvals are held and no others."""
        key = (node, held)
        restricted = self._restricted.get(key)
        if restricted is None:

            def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
                (at,) = nodes
                while isinstance(at.variable, ApprovalVariable):
                    at = at.children[at.variable in held]
                return at if at.is_leaf else (at,)

            restricted = self._restricted[key] = self.diagrams.merged((node,), rule, ("held", held))
        return restricted


def _outcome(node: Node) -> WorldOutcome:
    assert isinstance(node.value, WorldOutcome)
    return node.value


def _verdict_of(outcome: object) -> Verdict:
    assert isinstance(outcome, WorldOutcome)
    return outcome.verdict


def _verdict(node: Node) -> Verdict:
    assert isinstance(node.value, Verdict)
    return node.value


def together(first: WorldOutcome, second: WorldOutcome) -> WorldOutcome:
    """Both count: the more severe verdict, the clauses of all."""
    worse = first if SEVERITY[first.verdict] >= SEVERITY[second.verdict] else second
    licenses = tuple(dict.fromkeys((*first.licenses, *second.licenses)))
    return WorldOutcome(worse.verdict, licenses, first.way_out or second.way_out)


def milder(first: WorldOutcome, second: WorldOutcome) -> WorldOutcome:
    """One is taken: the milder, the first of equals."""
    return first if SEVERITY[first.verdict] <= SEVERITY[second.verdict] else second
