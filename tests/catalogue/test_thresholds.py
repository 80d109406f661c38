"""Every threshold of a licence has a case exactly at it, one just below, one just above, and one that leaves it open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from every_licence import every
from licensekit.meaning.terms import programs
from licensekit.model.cases import Case, GivenFact
from licensekit.model.conditions import Compares
from licensekit.model.fold import atoms_in
from licensekit.testing.owners import owners
from licensekit.testing.subject import Subject, subject
from licensekit.values import Exactly, Money, Number

NEAR = 1
"""One user or one unit of the currency, at most: `just` below and above."""


def thresholds(found: Subject) -> list[tuple[str, Number]]:
    """Each number with each amount that it is compared with, measures taken apart."""
    program = programs(found.terms.terms)[0]
    atoms = (
        atom
        for owner in owners(program.license)
        for atom in atoms_in(owner.condition, program.definitions, program.measures)
    )
    pairs = ((atom.quantity, atom.amount) for atom in atoms if isinstance(atom, Compares))
    return list(dict.fromkeys(pairs))


def sides(case: Case, fact: str, amount: Number) -> Iterator[str]:
    """Where a case puts a number: at the threshold, just below or above it, or nowhere at all.

    A fact that is given plainly is taken in the meaning of the licence that has one.
    """
    names = {fact, fact.partition("@")[0]}
    given = [one.value for one in case.given if isinstance(one, GivenFact) and one.fact in names]
    if not given:
        yield "unknown"
    for value in given:
        if isinstance(value, Exactly) and type(value.value) is type(amount):
            yield from _side(value.value, amount)


def _side(value: object, amount: Number) -> Iterator[str]:
    if isinstance(value, Money) and isinstance(amount, Money):
        if value.currency != amount.currency:
            return
        apart = value.amount - amount.amount
    else:
        assert isinstance(value, int)
        assert isinstance(amount, int)
        apart = value - amount
    if abs(apart) <= NEAR:
        yield "at" if apart == 0 else "above" if apart > 0 else "below"


@pytest.mark.parametrize("name", every())
def test_cases_stand_on_all_sides_of_every_threshold(name: str) -> None:
    found = subject(name)
    for fact, amount in thresholds(found):
        seen = {side for one in found.cases for side in sides(one.case, fact, amount)}
        assert seen == {"at", "below", "above", "unknown"}, f"{fact} against {amount}"


def test_there_are_thresholds() -> None:
    assert ("group.revenue.any_12_months", Money(20_000_000, "USD")) in thresholds(subject("kimi-k3"))
