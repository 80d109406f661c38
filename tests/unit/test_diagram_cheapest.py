"""The smallest sets of changes and the cheapest paths, against trying everything."""

from __future__ import annotations

from itertools import chain, combinations, product
from random import Random

import pytest

from licensekit.diagram.cheapest import Changeable, Implicants, Item, Root, cheapest_path
from licensekit.diagram.nodes import Diagrams, Node, overlaid
from licensekit.diagram.walk import places_left
from licensekit.meaning.domain import Among, Cut, Domain, Interval, meet
from licensekit.meaning.variable import AmountVariable, Variable, World, amount_variable, fact_variable

YES = [fact_variable(f"t.{name}", "yes_no") for name in "abcd"]
USERS = fact_variable("t.users", "count")
KIND = fact_variable("t.kind", "one_of", ("red", "green", "blue"))
DOLLARS, YUAN = amount_variable("t.money", "USD"), amount_variable("t.money", "CNY")
VALUES: dict[Variable, tuple[Domain, ...]] = {
    **dict.fromkeys(YES, (False, True)),
    USERS: (Interval(0, 10), Interval(11, 20), Interval(21, None)),
    KIND: ("red", "green", "blue"),
    **dict.fromkeys((DOLLARS, YUAN), (Interval(0, 5), Interval(5, None, low_open=True))),
}
USERS_CUTS = (Cut(10, after=True), Cut(20, after=True))


def drawn(random: Random, diagrams: Diagrams, depth: int = 3) -> Node:
    """A formula drawn at random, as a diagram."""
    if depth == 0 or random.random() < 0.15:
        variable = random.choice(tuple(VALUES))
        if variable == KIND:
            return diagrams.atom(KIND, frozenset(random.sample(("red", "green", "blue"), random.choice((1, 2)))))
        if variable == USERS:
            return diagrams.atom(USERS, random.choice(USERS_CUTS))
        if isinstance(variable, AmountVariable):
            return diagrams.atom(variable, Cut(5, after=True))
        return diagrams.atom(variable, part=True)
    parts = [drawn(random, diagrams, depth - 1) for _ in range(random.choice((2, 3)))]
    joined = random.choice((diagrams.every, diagrams.some))(parts)
    return diagrams.negation(joined) if random.random() < 0.3 else joined


def holds(node: Node, world: World) -> bool:
    while not node.is_leaf:
        variable, parts, columns = overlaid((node,))
        (place,) = places_left(variable, parts, len(columns), world)
        (node,) = columns[place]
    return node.value is True


def every_world(known: World) -> list[tuple[Domain, ...]]:
    """All worlds, as the values of all variables in their order."""
    return list(product(*((known[name],) if name in known else values for name, values in VALUES.items())))


def as_world(values: tuple[Domain, ...]) -> World:
    return dict(zip(VALUES, values, strict=True))


ITEMS: dict[Item, tuple[Variable, ...]] = {
    **{Item("fact", str(each.name)): (each,) for each in (*YES, USERS, KIND)},
    Item("fact", "t.money"): (DOLLARS, YUAN),
}


def statements(item: Item) -> list[World]:
    """All that an item can be changed to; an amount is stated in one currency."""
    return [{variable: value} for variable in ITEMS[item] for value in VALUES[variable]]


def agrees(stated: World, parts: World) -> bool:
    """Whether what is stated lies in parts, of which each is of something that is stated."""
    return all(name in stated and lies_in(stated[name], part) for name, part in parts.items())


def lies_in(value: Domain, part: Domain) -> bool:
    if isinstance(value, Interval) and isinstance(part, Interval):
        return meet(value, part) == value
    return value in part.options if isinstance(part, Among) else value == part


class Trying:
    """The smallest sets, by trying every change of every few things in every world."""

    def __init__(
        self, roots: list[Root], worlds: Node, known: dict[Variable, Domain], yielding: frozenset[Variable]
    ) -> None:
        self.roots, self.known, self.yielding = roots, known, yielding
        every = every_world({})
        self.there = {world for world in every if holds(worlds, as_world(world))}
        self.good = {root: {world for world in every if holds(root.node, as_world(world))} for root in roots}

    def smallest(self, most: int) -> set[frozenset[Item]]:
        omissions = [root.omitted for root in self.roots if root.omitted is not None]
        found: set[frozenset[Item]] = set()
        for size in range(most + 1):
            for picked in combinations((*ITEMS, *omissions), size):
                if any(fewer <= set(picked) for fewer in found):
                    continue
                left = [root for root in self.roots if root.omitted not in picked]
                changes = [statements(item) for item in picked if item in ITEMS]
                if left and any(self.enough(left, each) for each in product(*changes)):
                    found.add(frozenset(picked))
        return found

    def enough(self, roots: list[Root], changes: tuple[World, ...]) -> bool:
        stated = {variable: value for each in changes for variable, value in each.items()}
        restated = {name for each in ITEMS.values() if any(name in stated for name in each) for name in each}
        kept = {name: value for name, value in self.known.items() if name not in restated} | stated
        soft = [name for name in kept if name in self.yielding and name not in stated]
        for given_up in chain.from_iterable(combinations(soft, size) for size in range(len(soft) + 1)):
            possible = every_world({name: value for name, value in kept.items() if name not in given_up})
            inside = self.there.intersection(possible)
            if inside and all(inside <= self.good[root] for root in roots):
                return True
        return False


@pytest.mark.parametrize("seed", range(40))
def test_the_smallest_sets_are_those_that_trying_everything_finds(seed: int) -> None:
    random, diagrams = Random(seed), Diagrams()
    for variable in random.sample(list(VALUES), len(VALUES)):
        diagrams.level(variable)
    worlds = diagrams.some((drawn(random, diagrams), diagrams.atom(random.choice(YES), part=True)))
    omitted = random.choice(((None,), (Item("act", "one"), Item("act", "two"))))
    goals = [drawn(random, diagrams) for _ in omitted]
    known = {name: random.choice(values) for name, values in VALUES.items() if random.random() < 0.5}
    for one, other in ((DOLLARS, YUAN), (YUAN, DOLLARS)):
        if one in known:
            known.pop(other, None)
            break
    yielding = frozenset(name for name in known if name in YES and random.random() < 0.4)
    roots = [
        Root(diagrams.some((goal, diagrams.negation(worlds))), item) for goal, item in zip(goals, omitted, strict=True)
    ]
    items = {variable: (item, str(variable)) for item, variables in ITEMS.items() for variable in variables}
    implicants = Implicants(diagrams, roots, worlds, Changeable(known, yielding, items))
    trying = Trying(roots, worlds, known, yielding)
    for most in (0, 1, 2, 3):
        assert set(implicants.upto(most)) == trying.smallest(most)
    for picked in implicants.upto(3):
        left = [root for root in roots if root.omitted not in picked]
        changes = product(*(statements(item) for item in sorted(picked) if item in ITEMS))
        said = list(implicants.taken(picked, 3))
        for each in changes:
            stated = {variable: value for change in each for variable, value in change.items()}
            assert trying.enough(left, each) == any(agrees(stated, parts) for parts in said)


@pytest.mark.parametrize("seed", range(40))
def test_a_cheapest_path_leads_there_and_none_says_less(seed: int) -> None:
    random, diagrams = Random(seed), Diagrams()
    root, worlds = drawn(random, diagrams), drawn(random, diagrams)
    known = {name: random.choice(values) for name, values in VALUES.items() if random.random() < 0.3}
    path = cheapest_path(diagrams, (root,), (worlds,), known, lambda leaves: leaves == (True,))
    inside = [each for each in map(as_world, every_world(known)) if holds(worlds, each) and holds(root, each)]
    assert (path is None) == (not inside)
    if path is not None:
        assert not path.keys() & known.keys()
        for world in map(as_world, every_world({**known, **{name: example(each) for name, each in path.items()}})):
            assert holds(root, world)
            assert holds(worlds, world)


def example(part: Domain) -> Domain:
    return part.options[0] if isinstance(part, Among) else part


def test_a_path_may_cost_more_where_it_says_something_unlikely() -> None:
    diagrams = Diagrams()
    first, second = YES[:2]
    root = diagrams.some((diagrams.atom(first, part=True), diagrams.atom(second, part=True)))

    def path(dear: Variable) -> dict[Variable, Domain] | None:
        return cheapest_path(
            diagrams, (root,), (), {}, lambda leaves: leaves == (True,),
            price=lambda variable, part: 5 if variable == dear and part is True else 1,
        )  # fmt: skip

    assert path(second) == {first: True}
    assert path(first) == {first: False, second: True}
