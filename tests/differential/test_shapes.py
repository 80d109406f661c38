"""Small licences of every shape: the real evaluator says of them what the naive one says."""

from __future__ import annotations

import pytest

from differential.asked import Asked, Several
from differential.compare import compared
from differential.shapes import ACT, SHAPES, Shape, terms_of, text_of
from licensekit.model.license import License
from licensekit.use import Use


def asked(shape: Shape, seed: int) -> Asked:
    licenses: tuple[License, ...] = terms_of(shape, shape.small, seed).licenses
    terms = Several(shape.joined, licenses) if shape.joined else licenses[0]
    return Asked(terms, (ACT,), readings=shape.readings)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_nothing_known_but_the_act(shape: Shape, seed: int) -> None:
    found, expected = compared(asked(shape, seed), worlds=40_000)
    assert found == []
    assert expected.worlds > 1


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_every_size_that_is_measured_is_a_licence_and_the_same_one_for_the_same_seed(shape: Shape) -> None:
    for size in shape.sizes:
        assert text_of(shape, size, 7) == text_of(shape, size, 7)
        assert terms_of(shape, size).licenses


@pytest.mark.parametrize(("name", "size", "questions"), [("many duties", 60, 60), ("badly ordered", 60, 120)])
def test_questions_that_are_near_the_limit_are_answered(name: str, size: int, questions: int) -> None:
    shape = next(each for each in SHAPES if each.name == name)
    decision = terms_of(shape, size).evaluate(Use.of([ACT]))
    assert len(decision.questions) == questions
