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

from licensekit.diagram.nodes import Diagrams, Node, Parts, overlaid
from licensekit.meaning.domain import Among, Cut, Interval
from licensekit.meaning.variable import (
    AmountVariable,
    ApprovalVariable,
    FactVariable,
    MemberVariable,
    OrderVariable,
    ReadingVariable,
    Variable,
    World,
    beyond,
    truth_in,
)
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth

Leaves: TypeAlias = tuple[Hashable, ...]
"""A leaf of each of several diagrams."""
State: TypeAlias = tuple[tuple[Node, ...], tuple[Node, ...]]
"""Where a walk is: in the diagrams asked about, and in those that say which worlds there are."""


class Walk:
    """A walk through the worlds that agree with what is known. Raises TooManySteps."""

    def __init__(self, diagrams: Diagrams, known: World) -> None:
        self.diagrams = diagrams
        self.known = known
        self._left: dict[tuple[Node, ...], tuple[tuple[Node, ...], ...]] = {}

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
        states = (self.state(column[: len(at)], column[len(at) :]) for column in self.columns((*at, *within)))
        return list(dict.fromkeys(each for each in states if each is not None))

    def columns(self, nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], ...]:
        """What each part of the first variable that what is known leaves, leaves of the nodes."""
        columns = self._left.get(nodes)
        if columns is None:
            columns = self._left[nodes] = tuple(_parts_left(nodes, self.known))
        return columns


_serial = attrgetter("serial")


def reach(diagrams: Diagrams, roots: tuple[Node, ...], worlds: Iterable[Node], known: World) -> frozenset[Leaves]:
    """The leaves that some world reaches together."""
    return Walk(diagrams, known).reached(roots, worlds)


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


def _parts_left(nodes: tuple[Node, ...], known: World) -> list[tuple[Node, ...]]:
    """What the parts of the first variable of some nodes that what is known leaves, leave of the nodes."""
    variable, parts, columns = overlaid(nodes)
    return [columns[place] for place in places_left(variable, parts, len(columns), known)]


def projected(diagrams: Diagrams, root: Node, ties: Iterable[Node], known: World, kept: Container[Variable]) -> Node:
    """A diagram that asks for some variables alone; its leaves are the sets of leaves that the others leave possible.

    Raises TooManySteps.
    """

    def union(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        if all(node.is_leaf for node in nodes):
            return diagrams.leaf(frozenset[object]().union(*(_members(node) for node in nodes)))
        return tuple(dict.fromkeys(nodes))

    walk = Walk(diagrams, known)
    nothing = diagrams.leaf(frozenset[object]())
    start = walk.state((root,), ties)
    if start is None:
        return nothing
    done: dict[State, Node] = {}
    todo = [start]
    while todo:
        state = todo[-1]
        (at,), within = state
        if state in done:
            todo.pop()
            continue
        if at.is_leaf and not within:
            done[todo.pop()] = diagrams.leaf(frozenset((at.value,)))
            continue
        variable, parts, columns = overlaid((at, *within))
        states = [walk.state(column[:1], column[1:]) for column in columns]
        places = places_left(variable, parts, len(columns), known)
        inner = [each for place in places if (each := states[place]) is not None and each not in done]
        if inner:
            todo.extend(inner)
            continue
        diagrams.step()
        results = [nothing if (each := states[place]) is None else done[each] for place in places]
        if variable in kept and len(places) == len(columns):
            done[todo.pop()] = diagrams.node(variable, parts, results)
        else:
            done[todo.pop()] = diagrams.combined(tuple(dict.fromkeys(results)), union) if results else nothing
    return done[start]


def _members(node: Node) -> frozenset[object]:
    assert isinstance(node.value, frozenset)
    return node.value
