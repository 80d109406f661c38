"""When something holds, in words: the fewest and shortest products of parts that cover what a diagram says.

An irredundant sum of products between two bounds (Morreale 1970; Minato, Fast generation of irredundant sum-of-products
forms from binary decision diagrams, 1992), for variables of several parts: of a number a product may take neighbouring
parts together, of options some of them. Every world of the lower bound is in a product, and every product in the upper
bound, but for what is usual: a product that says nothing of a variable speaks of its usual value.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from licensekit.diagram.nodes import Diagrams, Node, Parts, overlaid
from licensekit.diagram.paths import domain_of
from licensekit.diagram.walk import places_left
from licensekit.meaning.domain import Among, Domain, Interval
from licensekit.meaning.variable import Variable, World, is_cut, universe

FEW: Final = 4
"""Parts of options of which some may be taken together; of more, each alone."""


class Literal(NamedTuple):
    """That a variable lies in some of its parts."""

    variable: Variable
    domain: Domain
    node: Node
    """The same as a diagram."""


Product: TypeAlias = tuple[Literal, ...]
Request: TypeAlias = tuple[Node, Node]
"""The lower and the upper bound."""


class Cover(NamedTuple):
    """Some products, and the diagram of what they cover together."""

    products: tuple[Product, ...]
    node: Node


def cover(diagrams: Diagrams, low: Node, high: Node, known: World, usual: World) -> tuple[Product, ...]:
    """The products, the shortest first; `low` must imply `high`, and both speak of what `known` leaves alone.

    Raises TooManySteps.
    """
    products = sorted(_Covering(diagrams, known, usual).between(low, high).products, key=len)
    nodes = [diagrams.every([literal.node for literal in product]) for product in products]
    for at in reversed(range(len(products))):  # parts of one variable may overlap: the longest are left out first
        rest = diagrams.some([node for number, node in enumerate(nodes) if number != at])
        if _without(diagrams, diagrams.every((low, nodes[at])), rest) is diagrams.false:
            del products[at], nodes[at]
    return tuple(products)


def _without(diagrams: Diagrams, node: Node, other: Node) -> Node:
    if node is other or node is diagrams.false or other is diagrams.false:
        return diagrams.false if node is other else node
    return diagrams.every((node, diagrams.negation(other)))


class _Covering:
    def __init__(self, diagrams: Diagrams, known: World, usual: World) -> None:
        self.diagrams = diagrams
        self.known = known
        self.usual = usual
        self._done: dict[Request, Cover] = {}

    def between(self, low: Node, high: Node) -> Cover:
        """The cover of two bounds. What it asks of lower variables is kept on a stack of its own."""
        answer: Cover | None = None
        asked: list[tuple[Request, Generator[Request, Cover | None, Cover]]] = [((low, high), self._steps(low, high))]
        while asked:
            request, work = asked[-1]
            try:
                request = work.send(answer)
            except StopIteration as done:
                answer = self._done[request] = done.value
                asked.pop()
                continue
            answer = self._done.get(request)
            if answer is None:
                asked.append((request, self._steps(*request)))
        assert answer is not None
        return answer

    def _steps(self, low: Node, high: Node) -> Generator[Request, Cover | None, Cover]:
        diagrams = self.diagrams
        if low is diagrams.false:
            return Cover((), diagrams.false)
        if high is diagrams.true:
            return Cover(((),), diagrams.true)
        diagrams.step()
        variable, parts, columns = overlaid((low, high))
        left = tuple(places_left(variable, parts, len(columns), self.known))
        lows, highs = [column[0] for column in columns], [column[1] for column in columns]
        inside = {each: self._inside(variable, parts, each, left, highs) for each in _takes(variable, left)}
        covered = [diagrams.false] * len(columns)
        products: list[Product] = []
        for taken, upper in inside.items():
            wider = [(each, node) for each, node in inside.items() if len(each) > len(taken) and set(taken) < set(each)]
            needed = []
            for place in taken:
                elsewhere = [covered[place], *(node for each, node in wider if place in each)]
                needed.append(_without(diagrams, lows[place], diagrams.some(elsewhere)))
            lower = diagrams.every((upper, diagrams.some(needed)))
            if lower is diagrams.false:
                continue
            below = yield lower, upper
            assert below is not None
            literal = () if taken == left else (self._literal(variable, parts, taken, len(columns)),)
            products += [(*literal, *product) for product in below.products]
            for place in taken:
                covered[place] = diagrams.some((covered[place], below.node))
        return Cover(tuple(products), diagrams.node(variable, parts, covered))

    def _inside(
        self, variable: Variable, parts: Parts, taken: Sequence[int], left: Sequence[int], highs: Sequence[Node]
    ) -> Node:
        """What must hold below where some parts are taken: in all of them; where nothing is said, in the usual one."""
        usual = self.usual.get(variable)
        if usual is not None and taken == left and len(left) > 1:
            places = places_left(variable, parts, len(highs), {variable: usual})
            if len(places) == 1 and places[0] in left:
                return highs[places[0]]
        return self.diagrams.every(dict.fromkeys(highs[place] for place in taken))

    def _literal(self, variable: Variable, parts: Parts, taken: Sequence[int], count: int) -> Literal:
        truths = [self.diagrams.true if place in taken else self.diagrams.false for place in range(count)]
        domains = [domain_of(variable, parts, place, self.known) for place in taken]
        return Literal(variable, _joined(variable, domains), self.diagrams.node(variable, parts, truths))


def _takes(variable: Variable, left: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The parts that a product may take together, the narrowest first; all of them last."""
    for size in range(1, len(left)):
        if is_cut(variable):
            yield from (left[at : at + size] for at in range(len(left) - size + 1))
        elif size == 1 or len(left) <= FEW:
            yield from combinations(left, size)
    yield left


def _joined(variable: Variable, domains: Sequence[Domain]) -> Domain:
    """Some parts as one: neighbouring numbers, or options."""
    first, last = domains[0], domains[-1]
    if isinstance(first, Interval) and isinstance(last, Interval):
        return Interval(first.low, last.high, first.low_open, last.high_open)
    if len(domains) == 1:
        return first
    options = {option for each in domains for option in (each.options if isinstance(each, Among) else (str(each),))}
    every = universe(variable)  # type: ignore[arg-type]
    return Among(tuple(option for option in every if option in options) or tuple(sorted(options)))
