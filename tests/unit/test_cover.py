"""Products that cover what a diagram says: none left out, none too many, none that says too much."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from licensekit.diagram.cover import Product, cover, shortest
from licensekit.diagram.nodes import Diagrams, Node
from licensekit.meaning.domain import Among, Cut, Domain, Interval
from licensekit.meaning.variable import Variable, fact_variable

YES = [fact_variable(f"cover.y{at}", "yes_no") for at in range(3)]
NUMBER = fact_variable("cover.n", "count")
KIND = fact_variable("cover.k", "one_of", ("a", "b", "c", "d"))
CUTS = tuple(Cut(at * 10, after=True) for at in range(1, 4))
POINTS: list[dict[Variable, Any]] = [
    {**dict(zip(YES, values, strict=True)), NUMBER: number, KIND: option}
    for values in product((False, True), repeat=3)
    for number in (5, 15, 25, 35)
    for option in ("a", "b", "c", "d")
]


def at(node: Node, point: Mapping[Variable, Any]) -> bool:
    while node.variable is not None:
        value = point[node.variable]
        if node.variable == NUMBER:
            place = sum(isinstance(part, Cut) and value > part.threshold for part in node.parts)
        elif node.variable == KIND:
            place = next((n for n, part in enumerate(node.groups) if value in part), len(node.parts))
        else:
            place = int(value is True)
        node = node.children[place]
    return node.value is True


def at_random(diagrams: Diagrams, chance: random.Random, *, below: int = 0) -> Node:
    names = [*YES, NUMBER, KIND]
    for each in names:
        diagrams.level(each)
    if below == len(names) or chance.random() < 0.1 * below:
        return diagrams.leaf(chance.random() < 0.5)
    name = names[below]
    parts = CUTS if name is NUMBER else (frozenset("a"), frozenset("bc")) if name is KIND else ()
    count = len(parts) + 1 if parts else 2
    return diagrams.node(name, parts, [at_random(diagrams, chance, below=below + 1) for _ in range(count)])


def says(products: tuple[Product, ...], point: Mapping[Variable, Any]) -> list[bool]:
    return [all(at(literal.node, point) for literal in each) for each in products]


@pytest.mark.parametrize("seed", range(60))
def test_products_lie_between_their_bounds_and_none_can_be_left_out(seed: int) -> None:
    chance, diagrams = random.Random(seed), Diagrams()
    first, second = (at_random(diagrams, chance) for _ in range(2))
    low, high = diagrams.every((first, second)), diagrams.some((first, second))
    found = cover(diagrams, low, high, {}, {})
    told = [says(found, point) for point in POINTS]
    for point, held in zip(POINTS, told, strict=True):
        assert at(high, point) if any(held) else not at(low, point)
    inside = [held for point, held in zip(POINTS, told, strict=True) if at(low, point)]
    for number in range(len(found)):
        assert any(held[number] and sum(held) == 1 for held in inside)
    for each in found:  # no literal can be left out
        for skipped in each:
            rest = (tuple(literal for literal in each if literal is not skipped),)
            assert any(says(rest, point)[0] and not at(high, point) for point in POINTS)


def lies_in(value: Any, domain: Domain) -> bool:
    if isinstance(domain, Interval):
        above = domain.low is None or value > domain.low or (value == domain.low and not domain.low_open)
        return above and (domain.high is None or value < domain.high or (value == domain.high and not domain.high_open))
    return value in domain.options if isinstance(domain, Among) else value == domain


@pytest.mark.parametrize("seed", range(60))
def test_what_a_literal_tells_is_what_it_says(seed: int) -> None:
    chance, diagrams = random.Random(f"told {seed}"), Diagrams()
    node = at_random(diagrams, chance)
    for literal in {literal for each in cover(diagrams, node, node, {}, {}) for literal in each}:
        for point in POINTS:
            assert at(literal.node, point) is lies_in(point[literal.variable], literal.domain)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_usual_need_not_be_said(seed: int) -> None:
    chance, diagrams = random.Random(f"usual {seed}"), Diagrams()
    first, second = (at_random(diagrams, chance) for _ in range(2))
    low, high = diagrams.every((first, second)), diagrams.some((first, second))
    usual: dict[Variable, Domain] = {YES[0]: False, YES[2]: True, KIND: "b"}
    found = cover(diagrams, low, high, {}, usual)
    for point in POINTS:
        assert any(says(found, point)) or not at(low, point)
        for each, held in zip(found, says(found, point), strict=True):
            said = {literal.variable for literal in each}
            if held and all(point[name] == value for name, value in usual.items() if name not in said):
                assert at(high, point)


def test_numbers_are_as_wide_as_they_can_be_and_what_is_known_is_not_said() -> None:
    diagrams = Diagrams()
    leaves = [diagrams.false, diagrams.true, diagrams.true, diagrams.false]
    band = diagrams.node(NUMBER, CUTS, leaves)
    ((literal,),) = cover(diagrams, band, band, {}, {})
    assert literal.domain == Interval(11, 30)
    ((literal,),) = cover(diagrams, band, band, {NUMBER: Interval(20, None)}, {})
    assert literal.domain == Interval(20, 30)
    assert cover(diagrams, band, band, {NUMBER: Interval(12, 14)}, {}) == ((),)


def test_hundreds_of_variables_do_not_exhaust_the_stack() -> None:
    diagrams = Diagrams()
    names = [fact_variable(f"cover.m{number}", "yes_no") for number in range(900)]
    every = diagrams.every([diagrams.atom(name, part=True) for name in names])
    (only,) = cover(diagrams, every, every, {}, {})
    assert len(only) == 900


@pytest.mark.parametrize("seed", range(60))
def test_the_shortest_product_has_a_world_and_none_is_shorter(seed: int) -> None:
    chance, diagrams = random.Random(f"shortest {seed}"), Diagrams()
    claim, worlds = (at_random(diagrams, chance) for _ in range(2))
    high = diagrams.some((claim, diagrams.negation(worlds)))
    found = shortest(diagrams, high, worlds, {}, {})
    every = cover(diagrams, diagrams.every((claim, worlds)), high, {}, {})
    if found is None:
        assert every == ()
        return
    held = [point for point in POINTS if says((found,), point)[0]]
    assert all(at(high, point) for point in held)
    assert any(at(worlds, point) for point in held)
    assert all(len(found) <= len(each) for each in every)
