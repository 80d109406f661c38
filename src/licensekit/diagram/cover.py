"""When something holds, in words: the fewest and shortest products of parts that cover what a diagram says.

An irredundant sum of products between two bounds (Morreale 1970; Minato, Fast generation of irredundant sum-of-products
forms from binary decision diagrams, 1992), for variables of several parts: of a number a product may take neighbouring
parts together, of options some of them. Every world of the lower bound is in a product, and every product in the upper
bound, but for what is usual: a product that says nothing of a variable speaks of its usual value.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import accumulate, combinations
from typing import Final, NamedTuple, TypeAlias, TypeVar

from licensekit.diagram.nodes import Diagrams, Node, Parts, overlaid
from licensekit.diagram.paths import domain_of
from licensekit.diagram.walk import places_left
from licensekit.meaning.domain import Among, Domain, Interval
from licensekit.meaning.variable import Variable, World, is_cut, universe

FEW: Final = 4
"""Parts of options of which some may be taken together; of more, each alone."""


class _Literal(NamedTuple):
    """That a variable lies in some of its parts."""

    variable: Variable
    domain: Domain
    node: Node
    """The same as a diagram."""


Product: TypeAlias = tuple[_Literal, ...]
Request: TypeAlias = tuple[Node, Node]
"""The lower and the upper bound."""


class _Cover(NamedTuple):
    """Some products, and the diagram of what they cover together."""

    products: tuple[Product, ...]
    node: Node


def cover(diagrams: Diagrams, low: Node, high: Node, known: World, usual: World) -> tuple[Product, ...]:
    """The products, the shortest first; `low` must imply `high`, and both speak of what `known` leaves alone.

    Raises TooManySteps.
    """
    products = sorted(_settled((low, high), _Between(diagrams, known, usual).steps).products, key=len)
    nodes = [diagrams.every([literal.node for literal in product]) for product in products]
    shorter = [diagrams.false, *accumulate(nodes, lambda node, other: diagrams.some((node, other)))]
    kept: list[Product] = []
    longer = diagrams.false
    for product, node, rest in reversed(list(zip(products, nodes, shorter, strict=False))):
        # parts of one variable may overlap: of products that others make needless the longest are left out first
        if _without(diagrams, diagrams.every((low, node)), diagrams.some((rest, longer))) is not diagrams.false:
            kept.append(product)
            longer = diagrams.some((longer, node))
    return tuple(reversed(kept))


def _without(diagrams: Diagrams, node: Node, taken: Node) -> Node:
    if node is taken or node is diagrams.false or taken is diagrams.false:
        return diagrams.false if node is taken else node
    return diagrams.every((node, diagrams.negation(taken)))


def shortest(diagrams: Diagrams, high: Node, worlds: Node, known: World, usual: World) -> Product | None:
    """A product in `high`, as `cover` has it, that some world has, with the fewest literals; None where there is none.

    Raises TooManySteps.
    """
    return _settled((high, worlds), _Shortest(diagrams, known, usual).steps)


A = TypeVar("A")
CoverWork: TypeAlias = Generator[Request, A | None, A]


def _settled(asked: Request, steps: Callable[[Node, Node], CoverWork[A]]) -> A:
    """The answer to a request, of which the steps ask for the answers to others; on a stack of its own."""
    done: dict[Request, A] = {}
    todo = [(asked, steps(*asked))]
    answer: A | None = None
    while todo:
        request, work = todo[-1]
        try:
            request = work.send(answer)
        except StopIteration as end:
            answer = done[request] = end.value
            todo.pop()
            continue
        answer = done.get(request)
        if request not in done:
            todo.append((request, steps(*request)))
    return done[asked]


class _PartsTaken:
    """The parts of variables that products may take."""

    def __init__(self, diagrams: Diagrams, known: World, usual: World) -> None:
        self.diagrams = diagrams
        self.known = known
        self.usual = usual

    def _spoken_of(
        self, variable: Variable, parts: Parts, taken: tuple[int, ...], left: tuple[int, ...], count: int
    ) -> Sequence[int]:
        """The parts that a product speaks of which takes some: where it says nothing of a variable, of the usual."""
        usual = self.usual.get(variable)
        if usual is not None and taken == left and len(left) > 1:
            places = places_left(variable, parts, count, {variable: usual})
            if len(places) == 1 and places[0] in left:
                return places
        return taken

    def _literal(self, variable: Variable, parts: Parts, taken: Sequence[int], count: int) -> _Literal:
        truths = [self.diagrams.true if place in taken else self.diagrams.false for place in range(count)]
        domains = [domain_of(variable, parts, place, self.known) for place in taken]
        return _Literal(variable, _joined(variable, domains), self.diagrams.node(variable, parts, truths))


class _Between(_PartsTaken):
    """A cover of what lies between two bounds."""

    def steps(self, low: Node, high: Node) -> CoverWork[_Cover]:
        diagrams = self.diagrams
        if low is diagrams.false:
            return _Cover((), diagrams.false)
        if high is diagrams.true:
            return _Cover(((),), diagrams.true)
        diagrams.step()
        variable, parts, columns = overlaid((low, high))
        left = tuple(places_left(variable, parts, len(columns), self.known))
        lows, highs = [column[0] for column in columns], [column[1] for column in columns]
        inside: dict[tuple[int, ...], Node] = {}
        for taken in _takes(variable, left):
            places = self._spoken_of(variable, parts, taken, left, len(columns))
            inside[taken] = diagrams.every(dict.fromkeys(highs[place] for place in places))
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
        return _Cover(tuple(products), diagrams.node(variable, parts, covered))


class _Shortest(_PartsTaken):
    """A shortest product in an upper bound that some of the worlds has."""

    def steps(self, high: Node, worlds: Node) -> CoverWork[Product | None]:
        if self.diagrams.false in {high, worlds}:
            return None
        if high is self.diagrams.true:
            return ()
        self.diagrams.step()
        variable, parts, columns = overlaid((high, worlds))
        left = tuple(places_left(variable, parts, len(columns), self.known))
        highs, there = [column[0] for column in columns], [column[1] for column in columns]
        best: Product | None = None
        for taken in reversed(list(_takes(variable, left))):
            if best is not None and len(best) < 2:
                break
            places = self._spoken_of(variable, parts, taken, left, len(columns))
            upper = self.diagrams.every(dict.fromkeys(highs[place] for place in places))
            product = yield upper, self.diagrams.some(dict.fromkeys(there[place] for place in places))
            if product is not None:
                literal = () if taken == left else (self._literal(variable, parts, taken, len(columns)),)
                if best is None or len(literal) + len(product) < len(best):
                    best = (*literal, *product)
        return best


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
        return first.through(last)
    if len(domains) == 1:
        return first
    options = {option for each in domains for option in (each.options if isinstance(each, Among) else (str(each),))}
    every = universe(variable)  # type: ignore[arg-type]
    return Among(tuple(option for option in every if option in options) or tuple(sorted(options)))
