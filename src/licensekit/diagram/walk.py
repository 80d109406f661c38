"""The decision procedure: which leaves of some diagrams can be reached together, through what is known, in some world.

Several diagrams are walked down at once: the state is the tuple of their nodes, so that their product is never built.
Worlds are diagrams too, that must end in true. Answers of a state are kept as long as one walk lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Sequence
from operator import attrgetter
from typing import Final, TypeAlias

from licensekit.diagram.nodes import Diagrams, Node, Parts, overlaid
from licensekit.meaning.domain import Among, Cut, Domain, Interval
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

NOWHERE: frozenset[Leaves] = frozenset()


class Walk:
    """A walk through the worlds that agree with what is known. Raises TooManySteps."""

    def __init__(self, diagrams: Diagrams, known: World) -> None:
        self.diagrams = diagrams
        self.known = known
        self._answers: dict[State, frozenset[Leaves]] = {}
        self._left: dict[tuple[Node, ...], tuple[tuple[Node, ...], ...]] = {}

    def reached(
        self, roots: tuple[Node, ...], worlds: Iterable[Node], enough: Callable[[set[Leaves]], bool] | None = None
    ) -> frozenset[Leaves]:
        """The leaves that some world reaches together; fewer where those that were met are enough."""
        start = self.state(roots, worlds)
        if start is None:
            return NOWHERE
        met: set[Leaves] = set()
        todo: list[tuple[State, list[State] | None]] = [(start, None)]
        while todo:
            state, inner = todo.pop()
            if state in self._answers:
                continue
            if inner is not None:
                self._answers[state] = frozenset().union(*(self._answers[each] for each in inner))
                continue
            self.diagrams.step()
            at, within = state
            if not within and all(node.is_leaf for node in at):
                leaves = tuple([node.value for node in at])
                self._answers[state] = frozenset((leaves,))
                met.add(leaves)
                if enough is not None and enough(met):
                    return frozenset(met)
                continue
            following = self.following(state)
            todo.append((state, following))
            todo.extend([(each, None) for each in reversed(following) if each not in self._answers])
        return self._answers[start]

    def state(self, roots: tuple[Node, ...], worlds: Iterable[Node]) -> State | None:
        """Where a walk is; None where there is no such world."""
        true, false = self.diagrams.true, self.diagrams.false
        kept: list[Node] = []
        for node in worlds:
            if node is false:
                return None
            if node is not true and node not in kept:
                kept.append(node)
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
            columns = self._left[nodes] = tuple(parts_left(nodes, self.known))
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


def parts_left(nodes: tuple[Node, ...], known: World) -> list[tuple[Node, ...]]:
    """What the parts of the first variable of some nodes that what is known leaves, leave of the nodes."""
    variable, parts, columns = overlaid(nodes)
    return [columns[place] for place in places_left(variable, parts, len(columns), known)]


def settled(diagrams: Diagrams, node: Node, variable: Variable, value: Domain) -> Node:
    """A diagram where a variable that is asked for by itself, not by cuts, has a value."""
    level = diagrams.level(variable)

    def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        (at,) = nodes
        if at.level == level:
            (place,) = places_left(variable, at.parts, len(at.children), {variable: value})
            return at.children[place]
        return at if at.level > level else nodes

    return diagrams.merged((node,), rule, ("settled", variable, value))


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
