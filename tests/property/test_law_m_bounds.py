"""Law m: the bounds of a decision are sound, and none of them can be left out or widened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given

from differential.asked import Asked
from differential.compare import decision
from differential.worlds import atoms_of
from licensekit.decision import Decision
from licensekit.errors import FactsError
from licensekit.model.conditions import Compares
from licensekit.use.reading import read_given
from licensekit.values import Exactly, Known, Money, Number, Range
from licensekit.vocabulary.acts import implied_by, leaves_of
from property.strategies import COUNTS, MONEYS, decided, licenses, one_act, questions, said


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


@pytest.mark.long
@given(questions(acts=one_act, unknown=1))
def test_no_bound_can_be_left_out(asked: Asked) -> None:
    found = decided(asked)
    facts = box(found)
    assume(facts and len(found.possible) == 1)
    # What is given although the acts imply it is not implied again once it is left out.
    implied = {each.fact for each in implied_by(leaf for act in asked.acts for leaf in leaves_of(act))}
    assume(not implied & asked.given.keys())
    for name in facts:
        fewer = decided(replace(asked, given={each: known for each, known in facts.items() if each != name}))
        assert said(fewer) != said(found), f"without {name} the answer is the same"


@pytest.mark.long
@given(questions(NUMBERS, acts=one_act, unknown=1))
def test_no_side_of_a_bound_can_move(asked: Asked) -> None:
    found = decided(asked)
    facts = box(found)
    sides = [(name, known) for name, known in facts.items() if name in {*COUNTS, *MONEYS}]
    assume(sides and len(found.possible) == 1)
    for name, known in sides:
        for wider in moved(asked, name, known):
            try:
                there = decision(replace(asked, given={**facts, name: wider}))
            except FactsError:
                continue  # another number bounds it on this side
            assert said(there) != said(found), f"{name} could be {wider} as well"


def moved(asked: Asked, name: str, known: Known) -> Iterator[Range]:
    """The same, with one side moved by a whole cell."""
    ends = known if isinstance(known, Range) else Range(known.value, known.value)  # type: ignore[union-attr, arg-type]
    starts = cells(asked, name)
    if ends.low is not None:
        begin = start_of(ends.low, above=ends.low_open)
        for low, low_open in [start for start in starts if start < begin][-1:]:
            yield replace(ends, low=like(ends.low, low), low_open=low_open)
    if ends.high is not None:
        end = start_of(ends.high, above=not ends.high_open)
        for high, high_open in [start for start in starts if start > end][:1]:
            yield replace(ends, high=like(ends.high, high), high_open=not high_open)


def start_of(number: Number, *, above: bool) -> tuple[Decimal, bool]:
    """Where a range begins at a number, or just above it."""
    return (number.amount, above) if isinstance(number, Money) else (Decimal(number) + above, False)


def cells(asked: Asked, name: str) -> list[tuple[Decimal, bool]]:
    """Where the cells of a number begin: at a threshold, or (true) just above it."""
    found = {(Decimal(0), False)}
    for license in asked.licenses():
        for atom in atoms_of(license):
            if isinstance(atom, Compares) and atom.quantity == name:
                at = size(atom.amount)
                found |= {(at, False)} if atom.comparison in {"at_least", "less_than", "exactly"} else set()
                found |= {(at, True)} if atom.comparison in {"more_than", "at_most", "exactly"} else set()
    if name in COUNTS:
        return sorted({(at + above, False) for at, above in found})
    return sorted(found)


def size(number: Number) -> Decimal:
    return number.amount if isinstance(number, Money) else Decimal(number)


def like(number: Number, amount: Decimal) -> Number:
    return Money(amount, number.currency) if isinstance(number, Money) else int(amount)
