"""THE combination table (docs/semantics.md, section 3), every row, and what three-valued logic leaves of it."""

from __future__ import annotations

from itertools import product

import pytest

from licensekit.meaning.verdict import (
    Columns,
    Verdict,
    all_of_sets,
    any_of_sets,
    combined,
    in_order,
    left_open,
    mildest,
    severest,
    summary,
)
from licensekit.truth import FALSE, TRUE, UNKNOWN
from licensekit.vocabulary.acts import ActClass

# As the page has it: P N G A H D, then whether the act needs a grant. A dot is either; the first line that fits.
# Written so that exactly one line fits: no line stands on an earlier one.
TABLE = """
1.....  .  prohibited
01....  .  needs_approval
0000..  1  not_granted
00001.  0  needs_approval
000001  0  permitted_with_duties
000000  0  permitted
001.1.  .  needs_approval
001.01  .  permitted_with_duties
001.00  .  permitted
00011.  .  needs_approval
000101  .  permitted_with_duties
000100  .  permitted
"""
LINES = [tuple(line.split()) for line in TABLE.strip().splitlines()]
ROWS = list(product((False, True), repeat=7))
SETS = list(product((TRUE, FALSE, UNKNOWN), repeat=6))


def combine(*row: bool) -> Verdict:
    """The table of the library, in a world in which everything is known."""
    *columns, needs_grant = row
    return combined(
        Columns(*columns),
        lambda verdict: verdict,
        lambda holds, then, otherwise: then if holds else otherwise,
        needs_grant=needs_grant,
    )


def expected(*row: bool) -> Verdict:
    bits = "".join("1" if value else "0" for value in row)
    found = [
        verdict for six, need, verdict in LINES if all(a in {".", b} for a, b in zip(six + need, bits, strict=True))
    ]
    assert len(found) == 1, bits
    return Verdict(found[0])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "".join("1" if value else "0" for value in row))
def test_every_row(row: tuple[bool, ...]) -> None:
    assert combine(*row) is expected(*row)


def test_there_are_128_rows() -> None:
    assert len(ROWS) == len(set(ROWS)) == 128


@pytest.mark.parametrize("needs_grant", [False, True])
def test_what_three_valued_logic_leaves(needs_grant: bool) -> None:
    assert len(SETS) == 3**6
    for pillars in SETS:
        worlds = product(*([True, False] if part is UNKNOWN else [part is TRUE] for part in pillars))
        verdicts = {expected(*world, needs_grant) for world in worlds}
        assert set(left_open(Columns(*pillars), needs_grant=needs_grant)) == verdicts, pillars


def test_known_pillars_give_one_verdict() -> None:
    for row in ROWS:
        pillars = Columns(*(TRUE if value else FALSE for value in row[:6]))
        assert left_open(pillars, needs_grant=row[6]) == {combine(*row)}


def test_which_acts_need_a_grant() -> None:
    assert {kind for kind in ActClass if kind.needs_grant} == {ActClass.ON_THE_WORK, ActClass.OTHER_RIGHT}


SEVERITY = [
    Verdict.PERMITTED,
    Verdict.PERMITTED_WITH_DUTIES,
    Verdict.NEEDS_APPROVAL,
    Verdict.NOT_GRANTED,
    Verdict.PROHIBITED,
]
SUBSETS = [
    frozenset(verdict for verdict, taken in zip(SEVERITY, bits, strict=True) if taken)
    for bits in product((False, True), repeat=5)
    if any(bits)
]


@pytest.mark.parametrize("possible", SUBSETS, ids=lambda subset: "-".join(sorted(each.value for each in subset)))
def test_best_worst_and_the_one_word_of_a_set(possible: frozenset[Verdict]) -> None:
    ordered = [verdict for verdict in SEVERITY if verdict in possible]
    assert list(in_order(possible)) == ordered
    assert (mildest(possible), severest(possible)) == (ordered[0], ordered[-1])
    if len(possible) == 1:
        assert summary(possible) is ordered[0]
    elif possible == {Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES}:
        assert summary(possible) is Verdict.PERMITTED_WITH_DUTIES
    else:
        assert summary(possible) is Verdict.UNKNOWN


def test_sets_of_several_licenses_take_every_combination() -> None:
    rank = SEVERITY.index
    for one, other in product(SUBSETS, repeat=2):
        assert set(all_of_sets(one, other)) == {max(a, b, key=rank) for a in one for b in other}
        assert set(any_of_sets(one, other)) == {min(a, b, key=rank) for a in one for b in other}


def test_what_restricts_is_never_milder_and_what_permits_never_stricter() -> None:
    # Monotone in each pillar: more of P, N (for what is granted), H and D is never milder; more of G and A never worse.
    rank = SEVERITY.index
    for row in ROWS:
        for place in (0, 4, 5):
            if not row[place]:
                stricter = (*row[:place], True, *row[place + 1 :])
                assert rank(combine(*stricter)) >= rank(combine(*row)), row
        for place in (2, 3):
            if not row[place]:
                milder = (*row[:place], True, *row[place + 1 :])
                assert rank(combine(*milder)) <= rank(combine(*row)), row
