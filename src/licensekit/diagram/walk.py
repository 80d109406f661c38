"""The decision procedure: which leaves of some diagrams can be reached together, through what is known, in some world.

Several diagrams are walked down at once: the state is the tuple of their nodes, so that their product is never built.
Worlds are diagrams too, that must end in true. No state is walked twice.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Sequence
from itertools import product
from math import prod
from operator import attrgetter
from typing import Final, TypeAlias

from licensekit.diagram.bottom_up import bottom_up
from licensekit.diagram.nodes import Diagrams, Node, Parts, PutOff, overlaid
from licensekit.meaning.domain import Among, Cut, Interval, beyond
from licensekit.meaning.variable import (
    AmountVariable,
    ApprovalVariable,
    FactVariable,
    MemberVariable,
    OrderVariable,
    ReadingVariable,
    Variable,
    World,
    truth_in,
)
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth

Leaves: TypeAlias = tuple[Hashable, ...]
"""A leaf of each of several diagrams."""
State: TypeAlias = tuple[tuple[Node, ...], tuple[Node, ...]]
"""Where a walk is: in the diagrams asked about, and in those that say which worlds there are."""


SOME: Final = 2_000
"""Steps in which parts that were put off are combined when some of what they ask is known."""
FEW: Final = 400
"""Steps in which what one use knows is put into a diagram, or not at all."""


class Walk:
    """A walk through the worlds that agree with what is known. Raises TooManySteps."""

    def __init__(self, diagrams: Diagrams, known: World) -> None:
        self.diagrams = diagrams
        self.known = known
        self._left: dict[tuple[Node, ...], list[tuple[Node, ...]]] = {}
        """Of some nodes what the parts of their first variable leave of them that what is known leaves."""

    def reached(
        self,
        roots: tuple[Node, ...],
        worlds: Iterable[Node],
        enough: Callable[[set[Leaves]], bool] | None = None,
        idle: Iterable[Leaves] = (),
    ) -> frozenset[Leaves]:
        """The leaves that some world reaches together; fewer where those that were met are enough.

        What can lead to no leaves but those that were met is not walked. Idle leaves are never looked for.
        """
        start = self.state(roots, worlds)
        met: set[Leaves] = set(idle)
        seen = {start}
        todo = [] if start is None else [start]
        while todo:
            state = todo.pop()
            at, within = state
            if self._told(at, met):
                continue
            if not within and all(node.variable is None for node in at):
                met.add(tuple([node.value for node in at]))
                if enough is not None and enough(met):
                    break
                continue
            ahead = self.following(state)
            self.diagrams.step(1 + len(ahead) * len(within) // 8)
            for following in reversed(ahead):
                if following not in seen:
                    seen.add(following)
                    todo.append(following)
        return frozenset(met)

    def _told(self, at: tuple[Node, ...], met: set[Leaves]) -> bool:
        """Whether all leaves to which some nodes could lead together were met."""
        if not met:
            return False
        leaves = [self.diagrams.leaves(node) for node in at]
        return prod(map(len, leaves)) <= len(met) and met.issuperset(product(*leaves))

    def state(self, roots: tuple[Node, ...], worlds: Iterable[Node]) -> State | None:
        """Where a walk is; None where there is no such world."""
        true, false = self.diagrams.true, self.diagrams.false
        kept: list[Node] = []
        narrow: dict[int, Node] = {}
        for node in worlds:
            if node is false:
                return None
            if node is true or node in kept:
                continue
            if node.last:
                # what is left of several ties on one variable is one tie: a number beyond the highest of some cuts
                there = narrow.get(node.level)
                together = node if there is None else self.diagrams.every((there, node))
                if together is false:
                    return None
                narrow[node.level] = together
            else:
                kept.append(node)
        kept += [node for node in narrow.values() if node is not true]
        return roots, tuple(sorted(kept, key=_serial))

    def following(self, state: State) -> list[State]:
        """Where a walk may come next: one state for each part of the next variable that what is known leaves."""
        at, within = state
        nodes = (*at, *within)
        columns = self._left.get(nodes)
        if columns is None:
            variable, parts, every = overlaid(nodes)
            columns = self._left[nodes] = [every[at] for at in places_left(variable, parts, len(every), self.known)]
        states = (self.state(column[: len(at)], column[len(at) :]) for column in columns)
        return list(dict.fromkeys(each for each in states if each is not None))


_serial = attrgetter("serial")


def places_left(variable: Variable, parts: Parts, count: int, known: World) -> Sequence[int]:
    """Of the parts of a variable, of which there are so many, the places of those that what is known leaves."""
    match variable:
        case ApprovalVariable() | MemberVariable() | OrderVariable():
            return _YES_OR_NO[truth_in(variable, True, known)]
        case FactVariable(type="yes_no"):
            return _YES_OR_NO[truth_in(variable, True, known)]
        case FactVariable(type="count" | "date") | AmountVariable():
            interval = known.get(variable)
            if not isinstance(interval, Interval):
                return range(count)
            sides = [beyond(interval, cut) for cut in parts if isinstance(cut, Cut)]
            return range(sides.count(TRUE), count - sides.count(FALSE))
        case FactVariable() | ReadingVariable():
            option = known.get(variable)
            if option is None:
                return range(count)
            options = option.options if isinstance(option, Among) else (str(option),)
            return sorted({_place_of(one, parts) for one in options})


_YES_OR_NO: Final[dict[Truth, tuple[int, ...]]] = {TRUE: (1,), FALSE: (0,), UNKNOWN: (0, 1)}


def _place_of(option: str, parts: Parts) -> int:
    return next((place for place, group in enumerate(parts) if option in group), len(parts))


def put_in(diagrams: Diagrams, node: Node, known: World, name: Hashable) -> Node:
    """A diagram with what is known put in, where approvals that are absent are not held; `name` tells worlds apart."""
    return diagrams.merged((node,), _PuttingIn(known), ("put in", name))


def put_in_once(diagrams: Diagrams, node: Node, known: World) -> Node:
    """The same for a world of one use, but for approvals: nothing is kept, and what is large stays as it is.

    What was put off is combined of its parts as far as these are open, since that is most often little; what was to be
    put into it goes before what is known here.
    """
    if not isinstance(node, PutOff):
        return diagrams.tried((node,), _PuttingIn(known, sparing=True), FEW) or node
    rule = node.rule
    if isinstance(rule, _PuttingIn):
        known = {variable: domain for variable, domain in known.items() if variable not in rule.known}
    parts = tuple(put_in_once(diagrams, part, known) for part in node.of)
    return node if parts == node.of else diagrams.tried(parts, rule, SOME) or node


class _PuttingIn:
    """The rule that puts what is known in; a sparing one leaves approvals, and what was put off, as they are."""

    __slots__ = ("_sparing", "known")

    def __init__(self, known: World, *, sparing: bool = False) -> None:
        self.known = known
        self._sparing = sparing

    def __call__(self, nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        """What is left of a diagram: a node below, or this one."""
        (at,) = nodes
        while at.variable is not None:
            if self._sparing and type(at) is PutOff:
                return at
            if self._sparing and isinstance(at.variable, ApprovalVariable):
                return (at,)
            places = places_left(at.variable, at.parts, len(at.children), self.known)
            if len(places) != 1:
                return (at,)
            at = at.children[places[0]]
        return at


def projected(diagrams: Diagrams, root: Node, ties: Iterable[Node], known: World, kept: Container[Variable]) -> Node:
    """A diagram that asks for some variables alone; its leaves are the sets of leaves that the others leave possible.

    Raises TooManySteps.
    """

    def union(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        if all(node.is_leaf for node in nodes):
            return diagrams.leaf(frozenset[object]().union(*(members(node) for node in nodes)))
        return tuple(dict.fromkeys(nodes))

    walk = Walk(diagrams, known)
    nothing = diagrams.leaf(frozenset[object]())
    done: dict[State, Node] = {}

    def states(state: State) -> tuple[Variable, Parts, int, list[State | None]]:
        (at,), within = state
        variable, parts, columns = overlaid((at, *within))
        places = places_left(variable, parts, len(columns), known)
        return variable, parts, len(columns), [walk.state(columns[at][:1], columns[at][1:]) for at in places]

    def inner(state: State) -> list[State]:
        (at,), within = state
        return [] if at.is_leaf and not within else [each for each in states(state)[3] if each is not None]

    def settle(state: State) -> Node:
        (at,), within = state
        if at.is_leaf and not within:
            return diagrams.leaf(frozenset((at.value,)))
        variable, parts, count, following = states(state)
        diagrams.step(1 + len(following) * len(within) // 8)
        results = [nothing if each is None else done[each] for each in following]
        if variable in kept and len(results) == count:
            return diagrams.node(variable, parts, results)
        return diagrams.combined(tuple(dict.fromkeys(results)), union) if results else nothing

    start = walk.state((root,), ties)
    return nothing if start is None else bottom_up(start, done, inner, settle)


def members(node: Node) -> frozenset[Hashable]:
    """The leaves that a leaf of a projected diagram stands for."""
    assert isinstance(node.value, frozenset)
    return node.value
