"""Law m: the bounds of a decision are sound, and none of them can be left out or widened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import assume, given

from differential.asked import Asked
from differential.compare import decision
from licensekit.errors import FactsError
from licensekit.evaluate import Decision
from licensekit.use.reading import read_given
from licensekit.values import Exactly, Known, Range
from property.strategies import decided, questions


def box(found: Decision) -> dict[str, Known]:
    """The facts of the bounds, read back from their words."""
    facts: dict[str, Known] = {}
    for bound in found.bounds:
        if bound.fact != "as_of":
            facts |= read_given(bound.fact, bound.value)
    return facts


def answer(found: Decision) -> tuple[Any, ...]:
    """What stands within the bounds: the possible verdicts and the duties due."""
    return set(found.possible), {
        (duty.license, duty.clause): duty.status for duty in found.duties if duty.status == "due"
    }


@given(questions(unknown=1))
def test_bounds_are_sound(asked: Asked) -> None:
    found = decided(asked)
    for name, known in box(found).items():
        given_value = asked.given.get(name)
        assert given_value is not None, "only what is given can bound the answer"
        if isinstance(known, Exactly):
            assert known == given_value
    within = decided(replace(asked, given=box(found)))
    assert answer(within) == answer(found)


@given(questions(unknown=1))
def test_no_bound_can_be_left_out(asked: Asked) -> None:
    found = decided(asked)
    facts = box(found)
    assume(facts)
    for name in facts:
        fewer = decided(replace(asked, given={each: known for each, known in facts.items() if each != name}))
        assert answer(fewer) != answer(found), f"without {name} the answer is the same"


@given(questions(unknown=1))
def test_no_side_of_a_bound_can_be_left_out(asked: Asked) -> None:
    found = decided(asked)
    facts = box(found)
    sides = [
        (name, side)
        for name, known in facts.items()
        if isinstance(known, Range) and known.low is not None and known.high is not None
        for side in ("low", "high")
    ]
    assume(sides)
    for name, side in sides:
        known = facts[name]
        assert isinstance(known, Range)
        wider = replace(known, **{side: None, f"{side}_open": False})
        try:
            there = decision(replace(asked, given={**facts, name: wider}))
        except FactsError:
            continue
        assert answer(there) != answer(found), f"without its {side} end {name} gives the same answer"
