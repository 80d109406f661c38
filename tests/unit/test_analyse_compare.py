"""Which of two licences permits more: worked examples, tables, and the laws of the order."""

from __future__ import annotations

import json

import pytest

import licensekit as lk
from licensekit.analyse.compare import Comparison
from licensekit.meaning.verdict import SEVERITY
from unit.test_analyse_diff import PAID, command, licensed


def relation(one: lk.LicenseTerms, other: lk.LicenseTerms, **stated: object) -> str:
    return lk.compare(one, other, **stated).relation  # type: ignore[arg-type]


LAW = 'duty law at "3" { for run must comply with applicable_law }'
ENCOURAGED = 'duty law at "3" { for run encouraged to publish contributions }'


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", "equivalent"),
        ("", PAID, "more permissive"),
        (PAID, "", "less permissive"),
        (PAID, LAW, "incomparable"),
        ("", LAW, "more permissive"),
        (LAW, "", "less permissive"),
    ],
)
def test_the_order(one: str, other: str, expected: str) -> None:
    assert relation(licensed("a", one), licensed("b", other)) == expected


def test_what_is_stated_and_the_acts_narrow_it() -> None:
    one, other = licensed("a", PAID), licensed("b", LAW)
    assert relation(one, other, acts=["embed"]) == "less permissive"
    assert relation(one, other, facts={"product.charged_for": False}) == "more permissive"
    assert relation(one, other, acts=["embed"], facts={"product.charged_for": False}) == "equivalent"


def shown_rightly(found: Comparison) -> bool:
    stricter = found.stricter is None or SEVERITY[found.stricter.verdicts[0]] >= SEVERITY[found.stricter.verdicts[1]]
    return stricter and (
        found.milder is None or SEVERITY[found.milder.verdicts[0]] <= SEVERITY[found.milder.verdicts[1]]
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("mit", "kimi-k3", "more permissive"),
        ("minimax-m2.7", "minimax-m2.7-initial", "incomparable"),
        ("minimax-m2.5", "minimax-m2.7", "incomparable"),
    ],
)
def test_of_the_catalogue_both_ways(one: str, other: str, expected: str) -> None:
    found, back = lk.compare(lk.load(one), lk.load(other)), lk.compare(lk.load(other), lk.load(one))
    opposite = {"more permissive": "less permissive", "less permissive": "more permissive"}
    assert (found.relation, back.relation) == (expected, opposite.get(expected, expected))
    assert shown_rightly(found)
    assert shown_rightly(back)


def test_a_table_of_many() -> None:
    out = command("compare", "mit", "kimi-k2.5", "kimi-k3").out
    assert "  1 mit         ·   +   +" in out
    assert "mit is more permissive than kimi-k3" in out
    data = json.loads(command("compare", "mit", "kimi-k2.5", "kimi-k3", "--format", "json").out)
    assert data["more_permissive"] == [["mit", "kimi-k2.5"], ["mit", "kimi-k3"]]
    assert command("compare", "mit", "kimi-k2.5", "kimi-k3", "--format", "markdown").out.startswith("| | mit |")


def test_one_licence_is_too_few() -> None:
    assert "error[LK705]" in command("compare", "mit").err
