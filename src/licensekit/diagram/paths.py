"""Paths down diagrams: what must be so of each variable for some leaves to be reached together in some world."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from licensekit.diagram.nodes import Diagrams, Node, Parts, overlaid
from licensekit.diagram.walk import Leaves, State, Walk, places_left
from licensekit.meaning.domain import NOT_NEGATIVE, Among, Cut, Domain, Interval, meet
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


class PathStep(NamedTuple):
    """A part of a variable, and where a walk is then; nowhere where no world has it."""

    domain: Domain
    state: State | None


def domain_of(variable: Variable, parts: Parts, place: int, known: World) -> Domain:
    """The values in a part of a variable, as far as what is known leaves them; the parts as a node has them."""
    if is_cut(variable):
        cuts = tuple(part for part in parts if isinstance(part, Cut))
        inside = meet(_between(cuts, place, whole=is_whole(variable)), interval_of(variable, known))
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


def _between(cuts: tuple[Cut, ...], place: int, *, whole: bool) -> Interval:
    low, after = cuts[place - 1] if place else (NOT_NEGATIVE.low, False)
    high, with_high = cuts[place] if place < len(cuts) else (None, False)
    if whole:
        return Interval(low + after, None if high is None else high - (not with_high))
    return Interval(low, high, after, high is not None and not with_high)


def narrowed(known: Domain | None, to: Domain) -> Domain | None:
    """What is left of what is known of a variable inside a part of its values; None where nothing is."""
    if known is None or known == to:
        return to
    if isinstance(known, Interval) and isinstance(to, Interval):
        return meet(known, to)
    left = known.options if isinstance(known, Among) else (known,)
    within = to.options if isinstance(to, Among) else (to,)
    options = tuple(option for option in left if option in within and isinstance(option, str))
    return None if not options else options[0] if len(options) == 1 else Among(options)


def steps(walk: Walk, state: State) -> tuple[Variable, Iterator[PathStep]]:
    """The variable that comes next, and each part of it that what is known leaves."""
    at, within = state
    variable, parts, columns = overlaid((*at, *within))
    places = places_left(variable, parts, len(columns), walk.known)
    following = (
        PathStep(
            domain_of(variable, parts, place, walk.known),
            walk.state(columns[place][: len(at)], columns[place][len(at) :]),
        )
        for place in places
    )
    return variable, following


def path_to(  # noqa: PLR0913 - each names one part of the question
    diagrams: Diagrams,
    roots: tuple[Node, ...],
    ties: Iterable[Node],
    known: World,
    wanted: Callable[[Leaves], bool],
    *,
    usual: Mapping[Variable, Domain],
) -> dict[Variable, Domain] | None:
    """A path to leaves that are wanted; None where no world has one. Usual values are tried first, then no and few.

    A path says nothing of variables that do not matter on it. Raises TooManySteps.
    """
    walk = Walk(diagrams, known)
    start = walk.state(roots, ties)
    if start is None:
        return None
    if not start[1] and all(node.is_leaf for node in roots):
        return {} if wanted(tuple(node.value for node in roots)) else None
    met = {start}
    trail = [_Open.of(walk, start, usual)]
    while trail:
        step = next(trail[-1].left, None)
        if step is None:
            trail.pop()
            continue
        trail[-1].taken = step.domain
        if step.state is None or step.state in met:
            continue
        met.add(step.state)
        at, within = step.state
        if not within and all(node.is_leaf for node in at):
            if wanted(tuple(node.value for node in at)):
                return {each.variable: each.taken for each in trail}
            continue
        diagrams.step()
        trail.append(_Open.of(walk, step.state, usual))
    return None


class _Open:
    """A variable on a path that is being looked for: the part taken, and those left to try."""

    def __init__(self, variable: Variable, left: Iterator[PathStep]) -> None:
        self.variable = variable
        self.left = left
        self.taken: Domain = False

    @staticmethod
    def of(walk: Walk, state: State, usual: Mapping[Variable, Domain]) -> _Open:
        variable, following = steps(walk, state)
        if variable in usual:
            following = iter(sorted(following, key=lambda step: step.domain != usual[variable]))
        return _Open(variable, following)


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
