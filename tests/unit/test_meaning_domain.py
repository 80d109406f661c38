"""Intervals, comparisons on them, and the cells that thresholds cut."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import get_args

import pytest

from licensekit.meaning.domain import ANY_DAY, NOT_NEGATIVE, Cut, Interval, cells, compare, cuts_of, meet
from licensekit.model.conditions import ComparisonSign
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth

COMPARISONS: tuple[ComparisonSign, ...] = get_args(ComparisonSign)
OPEN_ENDS = [(False, False), (False, True), (True, False), (True, True)]


def between(low: int, high: int | None, low_open: bool = False, high_open: bool = False) -> Interval:
    return Interval(low, high, low_open, high_open)


def quarters(known: Interval, top: int = 10) -> list[Decimal]:
    """Numbers of an interval, in steps fine enough to tell open ends from closed ones."""
    steps = [Decimal(step) / 4 for step in range(top * 4 + 1)]
    return [
        number
        for number in steps
        if (number > known.low or (number == known.low and not known.low_open))
        and (known.high is None or number < known.high or (number == known.high and not known.high_open))
    ]


SOME = [
    between(low, high, low_open, high_open)
    for low, high in ((0, 3), (2, 2), (2, 5), (3, 5), (4, None), (0, None))
    for low_open, high_open in OPEN_ENDS
    if quarters(between(low, high, low_open, high_open)) and not (high is None and high_open)
]


def test_an_interval_is_exact_where_one_number_is_left() -> None:
    assert between(3, 3).exact
    assert not between(3, 4).exact
    assert not between(0, None).exact
    assert (ANY_DAY.first, ANY_DAY.last) == (1, 3_652_059)


@pytest.mark.parametrize("one", SOME, ids=str)
def test_what_two_intervals_share_is_what_lies_in_both(one: Interval) -> None:
    for other in SOME:
        shared = [number for number in quarters(one) if number in quarters(other)]
        met = meet(one, other)
        assert (quarters(met) if met is not None else []) == shared, other
        assert met == meet(other, one), other


HOLDS: dict[ComparisonSign, Callable[[Decimal, int], bool]] = {
    "more_than": lambda number, threshold: number > threshold,
    "at_most": lambda number, threshold: number <= threshold,
    "at_least": lambda number, threshold: number >= threshold,
    "less_than": lambda number, threshold: number < threshold,
    "exactly": lambda number, threshold: number == threshold,
}


@pytest.mark.parametrize("comparison", COMPARISONS)
@pytest.mark.parametrize("threshold", [0, 2, 3, 5, 9])
def test_a_comparison_is_decided_where_all_numbers_agree(comparison: ComparisonSign, threshold: int) -> None:
    for known in SOME:
        said = {HOLDS[comparison](number, threshold) for number in quarters(known)}
        expected: Truth = UNKNOWN if len(said) == 2 else TRUE if said == {True} else FALSE
        assert compare(known, comparison, threshold) is expected, known


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_a_comparison_changes_at_its_cuts_alone(comparison: ComparisonSign) -> None:
    pieces = cells(NOT_NEGATIVE, tuple(sorted(cuts_of(comparison, 3))), whole=False)
    assert len(pieces) == (3 if comparison == "exactly" else 2)
    assert {compare(piece, comparison, 3) for piece in pieces} == {TRUE, FALSE}


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("known", [NOT_NEGATIVE, between(2, 7), between(3, 3)])
def test_cells_are_a_partition(known: Interval, whole: bool) -> None:
    cuts = (Cut(0, after=False), Cut(3, after=False), Cut(3, after=True), Cut(5, after=True))
    pieces = cells(known, cuts, whole=whole)
    wanted = [number for number in quarters(known) if not whole or number == int(number)]
    held = [number for piece in pieces for number in quarters(piece) if not whole or number == int(number)]
    assert held == wanted
    if whole:
        assert not any(piece.low_open or piece.high_open for piece in pieces)


def test_a_count_has_no_cell_between_two_neighbours() -> None:
    cuts = (Cut(3, after=True), Cut(4, after=False))
    assert cells(NOT_NEGATIVE, cuts, whole=True) == (between(0, 3), between(4, None))
    assert len(cells(NOT_NEGATIVE, cuts, whole=False)) == 3
