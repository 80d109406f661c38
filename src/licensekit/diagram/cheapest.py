"""What is cheapest: the fewest changes after which something holds in every world, and the shortest way to a leaf.

`implicants` are the smallest sets of things whose change makes some diagrams true in all worlds that are then left, and
leaves at least one. What is not changed stays as it is known: of a variable that is open, all its parts count. (A
cheapest path counts one of them, and is wrong for changes: Coudert and Madre, Implicit and incremental computation of
primes and essential primes of Boolean functions, 1992, have the recursion by which implicants are found.)

`cheapest_path` is a world in which some diagrams have the leaves that are looked for, in which as little as possible
needs to be said.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.diagram.bottom_up import bottom_up
from licensekit.diagram.nodes import Diagrams, Node, Parts, overlaid
from licensekit.diagram.paths import domain_of
from licensekit.diagram.walk import Leaves, places_left
from licensekit.meaning.domain import Domain
from licensekit.meaning.variable import Variable, World

ItemKind: TypeAlias = Literal["fact", "attest", "approval", "act", "day"]


class Item(NamedTuple):
    """What can be changed, for the price of one change however many variables it consists of.

    A fact, a group of facts to attest, the approval of a gate, an act that is dropped, or the day.
    """

    kind: ItemKind
    name: str


UNCHANGED: Final[Hashable] = None
"""Of an item there are ways in which it can be changed (an amount is stated in one currency, and is then unknown in all
others); this is none of them."""


# -- implicants ------------------------------------------------------------------------------------------------


class Root(NamedTuple):
    """A diagram that must be true; `omitted` is the item by which it can be left out, if it can."""

    node: Node
    omitted: Item | None = None


@dataclass(frozen=True)
class Changeable:
    """What is known, and what of it can be changed."""

    known: World
    """What is so as long as it is not changed; an approval that is absent is not held."""
    yielding: frozenset[Variable] = frozenset()
    """What is known only where nothing else speaks against it: what was assumed."""
    items: Mapping[Variable, tuple[Item, Hashable]] = field(default_factory=dict)
    """The item that a variable belongs to, and the way of changing it in which this variable takes a part."""

    def manners(self) -> Mapping[Item, tuple[Hashable, ...]]:
        """The ways in which each item can be changed, in the order of its variables."""
        ways: dict[Item, dict[Hashable, None]] = {}
        for item, way in self.items.values():
            ways.setdefault(item, {})[way] = None
        return {item: tuple(way for way in each if way is not UNCHANGED) for item, each in ways.items()}


class _State(NamedTuple):
    """What is left to be made true, the worlds that are left, and how the items met so far are changed."""

    roots: tuple[Root, ...]
    worlds: Node
    changed: frozenset[tuple[Item, Hashable]]
    """Of items that have further variables below."""
    some: bool
    """Whether a diagram is true already; not all may be left out."""


class _Move(NamedTuple):
    paid: frozenset[Item]
    state: _State


class _Choice(NamedTuple):
    """What becomes of a variable: how items are changed by then, what is left, and the part that it is changed to."""

    paid: frozenset[Item]
    changed: frozenset[tuple[Item, Hashable]]
    columns: list[tuple[Node, ...]]
    place: int | None = None


Sets: TypeAlias = tuple[frozenset[Item], ...]
_NOTHING: Final[frozenset[Item]] = frozenset()
_REACHED: Final[Sets] = (_NOTHING,)


class Implicants:
    """The smallest sets of items whose change makes some diagrams true in every world. Raises TooManySteps."""

    def __init__(self, diagrams: Diagrams, roots: Iterable[Root], worlds: Node, changeable: Changeable) -> None:
        self._diagrams = diagrams
        self._changeable = changeable
        self._manners = changeable.manners()
        self._below = self._last_levels()
        self._start = self._settled(roots, worlds, frozenset(), some=False)
        self._moves: dict[_State, tuple[list[_Move], list[_Move]]] = {}
        self._taken: dict[tuple[_State, _Move], list[tuple[Variable, Parts, int]]] = {}
        """The parts that a variable can be changed to, to come from a state to another."""
        self._sets: dict[tuple[_State, int], Sets] = {}

    def _last_levels(self) -> Mapping[Item, int]:
        """For each item of several variables the level of its last one."""
        levels: dict[Item, list[int]] = {}
        for variable, (item, _) in self._changeable.items.items():
            levels.setdefault(item, []).append(self._diagrams.level(variable))
        return {item: max(each) for item, each in levels.items() if len(each) > 1}

    def upto(self, most: int) -> Sets:
        """All smallest sets of at most so many items: no part of one is enough. Those of fewer items come first."""
        if self._start is None or len(self._start.paid) > most:
            return ()
        paid, start = self._start
        todo = [(start, most - len(paid))]
        while todo:
            key = todo[-1]
            state, left = key
            if key in self._sets:
                todo.pop()
                continue
            if not state.roots and state.worlds is self._diagrams.true:
                self._sets[todo.pop()] = _REACHED
                continue
            free, dear = self._moves_of(state)
            missing = self._missing(free, left)
            if not missing and not any(_NOTHING in self._sets[move.state, left] for move in free if not move.paid):
                missing = self._missing(dear, left)
            if missing:
                todo.extend(missing)
                continue
            self._sets[todo.pop()] = self._smallest((*free, *dear), left)
        return tuple(paid | each for each in self._sets[start, most - len(paid)])

    def taken(self, items: frozenset[Item], most: int) -> Iterator[Mapping[Variable, Domain]]:
        """For a set found among those of at most so many: the parts that its variables can be changed to, together.

        A variable that is not named may become anything.
        """
        if self._start is None or not self._start.paid <= items:
            return
        paid, start = self._start
        todo: list[tuple[_State, frozenset[Item], int, Mapping[Variable, Domain]]] = [
            (start, items - paid, most - len(paid), {})
        ]
        while todo:
            state, rest, left, said = todo.pop()
            if not state.roots and state.worlds is self._diagrams.true:
                yield said
                continue
            self._diagrams.step()
            for move in (each for moves in self._moves_of(state) for each in moves):
                after = left - len(move.paid)
                if move.paid <= rest and rest - move.paid in self._sets.get((move.state, after), ()):
                    for variable, parts, place in self._taken.get((state, move), ()):
                        part = domain_of(variable, parts, place, {})
                        todo.append((move.state, rest - move.paid, after, {**said, variable: part}))
                    if (state, move) not in self._taken:
                        todo.append((move.state, rest - move.paid, after, said))

    def _missing(self, moves: Iterable[_Move], left: int) -> list[tuple[_State, int]]:
        after = ((move.state, left - len(move.paid)) for move in moves)
        return [key for key in after if key[1] >= 0 and key not in self._sets]

    def _smallest(self, moves: Iterable[_Move], left: int) -> Sets:
        """The sets of some moves, without those of which a part is enough."""
        after = [(move.paid, self._sets.get((move.state, left - len(move.paid)), ())) for move in moves]
        after = [(paid, sets) for paid, sets in after if sets]
        if len(after) == 1 and not after[0][0]:
            return after[0][1]
        every = dict.fromkeys(more for paid, sets in after for each in sets if len(more := paid | each) <= left)
        kept: dict[frozenset[Item], None] = {}
        for each in sorted(every, key=len):
            self._diagrams.step()
            fewer = (frozenset(part) for size in range(len(each)) for part in combinations(each, size))
            if not any(part in kept for part in fewer):
                kept[each] = None
        return tuple(kept)

    def _moves_of(self, state: _State) -> tuple[list[_Move], list[_Move]]:
        moves = self._moves.get(state)
        if moves is None:
            self._diagrams.step()
            free: dict[_Move, None] = {}
            dear: dict[_Move, None] = {}
            variable, parts, columns = overlaid((*(root.node for root in state.roots), state.worlds))
            for choice in self._choices(state, variable, parts, columns):
                roots = [
                    Root(self._diagrams.every(column[at] for column in choice.columns), root.omitted)
                    for at, root in enumerate(state.roots)
                ]
                worlds = self._diagrams.some(column[-1] for column in choice.columns)
                settled = self._settled(roots, worlds, choice.changed, some=state.some)
                if settled is None:
                    continue
                move = _Move(settled.paid | choice.paid, settled.state)
                if choice.place is not None:
                    self._taken.setdefault((state, move), []).append((variable, parts, choice.place))
                (dear if choice.paid else free)[move] = None
            moves = self._moves[state] = list(free), [move for move in dear if move not in free]
        return moves

    def _choices(
        self, state: _State, variable: Variable, parts: Parts, columns: list[tuple[Node, ...]]
    ) -> Iterator[_Choice]:
        """What can become of the next variable."""
        changed = {each: way for each, way in state.changed if self._below[each] >= self._diagrams.level(variable)}
        left = places_left(variable, parts, len(columns), self._changeable.known)
        kept = [[columns[place] for place in left]]
        if variable in self._changeable.yielding:
            kept.append(columns)
        if variable not in self._changeable.items:
            yield from (_Choice(_NOTHING, frozenset(changed.items()), each) for each in kept)
            return
        item, own = self._changeable.items[variable]
        if item in changed:
            same = frozenset(changed.items())
            if changed[item] is UNCHANGED:
                yield from (_Choice(_NOTHING, same, each) for each in kept)
            elif changed[item] == own:
                yield from (_Choice(_NOTHING, same, [column], place) for place, column in enumerate(columns))
            else:
                yield _Choice(_NOTHING, same, columns)
            return
        yield from (_Choice(_NOTHING, self._with(changed, item, UNCHANGED), each) for each in kept)
        for way in self._manners.get(item, ()):
            paid, more = frozenset((item,)), self._with(changed, item, way)
            if way != own:
                yield _Choice(paid, more, columns)
                continue
            for place, column in enumerate(columns):
                if item in self._below or [place] != list(left):
                    yield _Choice(paid, more, [column], place)

    def _with(self, changed: Mapping[Item, Hashable], item: Item, way: Hashable) -> frozenset[tuple[Item, Hashable]]:
        more = {item: way} if item in self._below else {}
        return frozenset({**changed, **more}.items())

    def _settled(
        self, roots: Iterable[Root], worlds: Node, changed: frozenset[tuple[Item, Hashable]], *, some: bool
    ) -> _Move | None:
        """A state without the diagrams that are settled; None where there is no world, or one can never be true."""
        if worlds is self._diagrams.false:
            return None
        left: list[Root] = []
        paid: set[Item] = set()
        for root in roots:
            if root.node is self._diagrams.true:
                some = True
            elif root.node is not self._diagrams.false:
                left.append(root)
            elif root.omitted is None:
                return None
            else:
                paid.add(root.omitted)
        if not left and not some:
            return None
        return _Move(frozenset(paid), _State(tuple(left), worlds, changed, some))


# -- paths -----------------------------------------------------------------------------------------------------


def cheapest_path(  # noqa: PLR0913 - each names one part of the question
    diagrams: Diagrams,
    roots: tuple[Node, ...],
    worlds: Iterable[Node],
    known: World,
    wanted: Callable[[Leaves], bool],
    *,
    price: Callable[[Variable, Domain], int] = lambda _variable, _part: 1,
) -> dict[Variable, Domain] | None:
    """The parts of a way to leaves that are wanted; None where no world has them. Raises TooManySteps.

    Of a variable that is known no more need be said; every other on the way costs its price, by default one. A
    variable that is not on the way may be anything that the worlds allow.
    """
    start = (*roots, *dict.fromkeys(worlds))
    best: dict[tuple[Node, ...], _Onward | None] = {}
    opened: dict[tuple[Node, ...], list[tuple[tuple[tuple[Variable, Domain], ...], tuple[Node, ...]]]] = {}

    def onward(nodes: tuple[Node, ...]) -> list[tuple[Node, ...]]:
        if diagrams.false in nodes[len(roots) :] or all(node.is_leaf for node in nodes):
            return []
        if nodes not in opened:
            variable, parts, columns = overlaid(nodes)
            places = places_left(variable, parts, len(columns), known)
            settled = len(places) == 1
            opened[nodes] = [
                (() if settled else ((variable, domain_of(variable, parts, place, known)),), columns[place])
                for place in places
            ]
        return [column for _, column in opened[nodes]]

    def cheapest(nodes: tuple[Node, ...]) -> _Onward | None:
        if diagrams.false in nodes[len(roots) :]:
            return None
        if nodes not in opened:
            return _Onward(0) if wanted(tuple([node.value for node in nodes[: len(roots)]])) else None
        diagrams.step()
        ways = [
            _Onward(below.cost + sum(price(*part) for part in said), said, column)
            for said, column in opened[nodes]
            if (below := best[column]) is not None
        ]
        return min(ways, key=lambda way: way.cost, default=None)

    way = bottom_up(start, best, onward, cheapest)
    path: dict[Variable, Domain] = {}
    while way is not None:
        path.update(way.said)
        if way.then is None:
            return path
        way = best[way.then]
    return None


class _Onward(NamedTuple):
    """The cheapest way on from some nodes: what it costs, what is said of their variable, and where it leads."""

    cost: int
    said: tuple[tuple[Variable, Domain], ...] = ()
    then: tuple[Node, ...] | None = None
