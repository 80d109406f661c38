"""Law m: the bounds of a decision are sound, and none of them can be left out or widened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import assume, given

from differential.asked import Asked
from differential.compare import decision
from licensekit.errors import FactsError
from licensekit.evaluate import Decision
from licensekit.use.reading import read_given
from licensekit.values import Exactly, Known, Money, Range
from licensekit.vocabulary.acts import implied_by, leaves_of
from property.strategies import COUNTS, MONEYS, decided, licenses, questions, said
from property.test_law_l_thresholds import marks


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


NUMBERS = licenses(kinds=("duty", "prohibition", "gate", "reservation"))


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
    implied = {each.fact for each in implied_by(leaf for act in asked.acts for leaf in leaves_of(act))}
    for name in facts.keys() - implied:  # what is given, and the acts imply too, is shown as given
        fewer = decided(replace(asked, given={each: known for each, known in facts.items() if each != name}))
        assert said(fewer) != said(found), f"without {name} the answer is the same"


@given(questions(NUMBERS, unknown=1))
def test_no_side_of_a_bound_can_move(asked: Asked) -> None:
    found = decided(asked)
    facts = box(found)
    sides = [(name, known) for name, known in facts.items() if name in {*COUNTS, *MONEYS}]
    assume(sides)
    for name, known in sides:
        for wider in moved(asked, name, known):
            try:
                there = decision(replace(asked, given={**facts, name: wider}))
            except FactsError:
                continue  # another number bounds it on this side
            assert said(there) != said(found), f"{name} could be {wider} as well"


def moved(asked: Asked, name: str, known: Known) -> Iterator[Range]:
    """The same, with one side moved by one cell: for people by one, for money to the next threshold."""
    ends = known if isinstance(known, Range) else Range(known.value, known.value)  # type: ignore[union-attr, arg-type]
    low, high = ends.low, ends.high
    if isinstance(low, Money):
        below = [mark for mark in marks(asked, name) if mark < low.amount]
        if ends.low_open:
            yield replace(ends, low_open=False)
        elif below:
            yield replace(ends, low=Money(below[-1], "USD"), low_open=True)
    elif low:
        yield replace(ends, low=low - 1)
    if isinstance(high, Money):
        above = [mark for mark in marks(asked, name) if mark > high.amount]
        if ends.high_open:
            yield replace(ends, high_open=False)
        elif above:
            yield replace(ends, high=Money(above[0], "USD"), high_open=True)
    elif high is not None:
        yield replace(ends, high=high + 1)
