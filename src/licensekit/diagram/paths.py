"""Paths down diagrams: what must be so of each variable for some leaves to be reached together in some world."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from licensekit.diagram.nodes import Diagrams, Node, Parts, overlaid
from licensekit.diagram.walk import Leaves, State, Walk, places_left
from licensekit.meaning.domain import Among, Cut, Domain, meet, piece
from licensekit.meaning.variable import (
    ANOTHER_TEXT,
    FactVariable,
    ReadingVariable,
    Variable,
    World,
    interval_of,
    is_cut,
    is_listed,
    is_whole,
    universe,
)


def domain_of(variable: Variable, parts: Parts, place: int, known: World) -> Domain:
    """The values in a part of a variable, as far as what is known leaves them; the parts as a node has them."""
    if is_cut(variable):
        cuts = tuple(part for part in parts if isinstance(part, Cut))
        inside = meet(piece(cuts, place, whole=is_whole(variable)), interval_of(variable, known))
        assert inside is not None, "what is known leaves the part"
        return inside
    if not is_listed(variable):
        return bool(place)
    assert isinstance(variable, FactVariable | ReadingVariable)
    groups = [part for part in parts if not isinstance(part, Cut)]
    if place < len(groups):
        group = groups[place]
        options = tuple(option for option in universe(variable) if option in group) or tuple(sorted(group))
    else:
        named = frozenset[str]().union(*groups)
        options = tuple(option for option in universe(variable) if option not in named) or (ANOTHER_TEXT,)
    left = known.get(variable)
    if isinstance(left, str):
        return left
    if isinstance(left, Among):
        options = tuple(option for option in options if option in left.options)
    return options[0] if len(options) == 1 else Among(options)


_Trail: TypeAlias = "tuple[Variable, Domain, _Trail] | None"
"""The last step of a path, and those before it."""


def path_to(  # noqa: PLR0913 - each names one part of the question
    diagrams: Diagrams,
    roots: tuple[Node, ...],
    ties: Iterable[Node],
    known: World,
    wanted: Callable[[Leaves], bool],
    *,
    usual: World,
) -> dict[Variable, Domain] | None:
    """A path to leaves that are wanted; None where no world has one. Usual values are tried first, then no and few.

    A path says nothing of variables that do not matter on it. Raises TooManySteps.
    """
    walk = Walk(diagrams, known)
    met: set[State | None] = {None}
    todo: list[tuple[State | None, _Trail]] = [(walk.state(roots, ties), None)]
    while todo:
        state, trail = todo.pop()
        if state in met or state is None:
            continue
        met.add(state)
        at, within = state
        if not within and all(node.is_leaf for node in at):
            if wanted(tuple(node.value for node in at)):
                return dict(reversed(list(_said(trail))))
            continue
        variable, parts, columns = overlaid((*at, *within))
        diagrams.step(1 + len(columns) * len(within) // 8)
        ahead: list[tuple[State | None, _Trail]] = []
        for place in places_left(variable, parts, len(columns), known):
            column, part = columns[place], domain_of(variable, parts, place, known)
            ahead.append((walk.state(column[: len(at)], column[len(at) :]), (variable, part, trail)))
            if usual.get(variable) == part:
                ahead.insert(0, ahead.pop())
        todo += reversed(ahead)
    return None


def _said(trail: _Trail) -> Iterator[tuple[Variable, Domain]]:
    while trail is not None:
        variable, part, trail = trail
        yield variable, part


def follow(node: Node, known: World, path: dict[Variable, Domain]) -> Node:
    """The leaf to which a path leads; where it says nothing, the first part is taken, and said by the path from now."""
    while node.variable is not None:
        variable, said = node.variable, path.get(node.variable)
        within = known if said is None else {**known, variable: said}
        left = places_left(variable, node.parts, len(node.children), within)
        place = int(said) if isinstance(said, bool) else left[0]
        if len(left) > 1:
            path[variable] = domain_of(variable, node.parts, place, within)
        node = node.children[place]
    return node
