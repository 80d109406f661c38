"""Kleene's tables, written out, and for any number of parts what they say pair by pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from itertools import permutations, product

import pytest

from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, conjunction, disjunction, negation, truth

T, F, U = TRUE, FALSE, UNKNOWN
NOT = {T: F, F: T, U: U}
AND = {(T, T): T, (T, F): F, (T, U): U, (F, T): F, (F, F): F, (F, U): F, (U, T): U, (U, F): F, (U, U): U}
OR = {(T, T): T, (T, F): T, (T, U): T, (F, T): T, (F, F): F, (F, U): U, (U, T): T, (U, F): U, (U, U): U}
SENTENCES = [parts for arity in range(4) for parts in product((T, F, U), repeat=arity)]


@pytest.mark.parametrize("part", Truth)
def test_not(part: Truth) -> None:
    assert negation(part) is NOT[part]


@pytest.mark.parametrize("parts", SENTENCES, ids=lambda parts: "-".join(part.value for part in parts) or "none")
def test_and_and_or_of_up_to_three(parts: tuple[Truth, ...]) -> None:
    assert conjunction(parts) is reduce(lambda one, other: AND[one, other], parts, T)
    assert disjunction(parts) is reduce(lambda one, other: OR[one, other], parts, F)


@pytest.mark.parametrize("parts", SENTENCES, ids=lambda parts: "-".join(part.value for part in parts) or "none")
def test_the_order_of_the_parts_does_not_matter(parts: tuple[Truth, ...]) -> None:
    assert {conjunction(order) for order in permutations(parts)} == {conjunction(parts)}
    assert {disjunction(order) for order in permutations(parts)} == {disjunction(parts)}


@pytest.mark.parametrize("parts", SENTENCES, ids=lambda parts: "-".join(part.value for part in parts) or "none")
def test_a_decided_answer_is_that_of_every_completion(parts: tuple[Truth, ...]) -> None:
    completions = list(product(*((T, F) if part is U else (part,) for part in parts)))
    for function in (conjunction, disjunction):
        said = {function(completion) for completion in completions}
        assert function(parts) is (next(iter(said)) if len(said) == 1 else U)


def test_de_morgan() -> None:
    for parts in SENTENCES:
        assert negation(conjunction(parts)) is disjunction(negation(part) for part in parts)


def test_truth_of_a_decided_statement() -> None:
    assert (truth(value=True), truth(value=False)) == (T, F)


@pytest.mark.parametrize("part", Truth)
def test_a_truth_has_no_truth_value(part: Truth) -> None:
    with pytest.raises(TypeError, match=r"compare it with Truth\.TRUE"):
        bool(part)


@pytest.mark.parametrize(("function", "deciding"), [(conjunction, F), (disjunction, T)])
def test_one_deciding_part_is_enough(function: Callable[[Iterable[Truth]], Truth], deciding: Truth) -> None:
    def parts() -> Iterable[Truth]:
        yield U
        yield deciding
        raise AssertionError("nothing further is looked at")

    assert function(parts()) is deciding
