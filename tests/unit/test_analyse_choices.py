"""Differences and order under approvals held and readings chosen; the picture of an order."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from command_line import called, findings

import licensekit as lk
from licensekit.api import LicenseTerms
from licensekit.testing.cases import run_case
from unit.test_analyse_diff import licensed

GATE = 'gate paper at "3" { for run when product.charged_for needs paid_license from licensor }'
READING = """
  reading home at "4" "Is a flat a home?" { option house "no" taken because "narrower" option flat "yes" }
  duty tell at "4" { for run when reading home is flat must notify licensor }
"""
CROSSED = """
  reading point at "4" "Which?" { option a "a" taken because "first" option b "b" }
  duty say at "4" { for run when reading point is a must notify licensor }
  prohibition no at "5" { must not edit when reading point is b }
"""


def changes(found: object) -> list[str]:
    return [str(one.direction) for one in found.differences]  # type: ignore[attr-defined]


def test_an_approval_that_is_held_lets_the_gate_pass() -> None:
    one, other = licensed("a", ""), licensed("b", GATE)
    assert changes(lk.diff(one, other)) == ["stricter"]
    held = lk.diff(one, other, approvals=[lk.Approval("paper")])
    assert held.same
    assert held.under == ("the approval of `b.paper` is held",)
    assert lk.compare(one, other, approvals=[lk.Approval("b.paper")]).relation == "equivalent"
    assert lk.compare(one, other, approvals=[lk.Approval("paper", "refused")]).relation == "more permissive"


def test_of_two_like_gates_one_approval_answers_one() -> None:
    one, other = licensed("a", GATE), licensed("b", GATE)
    assert lk.diff(one, other).same
    assert lk.diff(one, other, approvals=[lk.Approval("paper")]).same
    assert changes(lk.diff(one, other, approvals=[lk.Approval("a.paper")])) == ["stricter"]


def test_an_approval_that_does_not_count_is_no_answer() -> None:
    one, other = licensed("a", ""), licensed("b", GATE)
    with pytest.raises(lk.FactsError) as refused:
        lk.diff(one, other, approvals=[lk.Approval("paper", holder="recipient")])
    (finding,) = refused.value.diagnostics
    assert finding.code == "LK531"
    assert (
        finding.message
        == "the approval of `b.paper` does not count: it must be held by the licensee, not by the recipient"
    )
    with pytest.raises(lk.FactsError, match="there is no gate `papr` here"):
        lk.diff(one, other, approvals=[lk.Approval("papr")])


def test_a_reading_is_chosen_in_each_licence_that_has_it() -> None:
    one, other = licensed("a", ""), licensed("b", READING)
    assert lk.diff(one, other).same
    read = lk.diff(one, other, readings={"home": "flat"})
    assert changes(read) == ["stricter"]
    assert read.under == ("`b.home` is read as `flat`",)
    (difference,) = read.differences
    assert [getattr(one, "option", "") for one in difference.case.expect] == ["flat", "flat"]
    assert run_case(difference.case, other) == ()
    with pytest.raises(lk.FactsError, match=r"the reading `b\.home` has no option `hut`"):
        lk.diff(one, other, readings={"home": "hut"})


def test_strict_is_the_reading_that_is_stricter_for_every_use_or_refused() -> None:
    strict = lk.diff(licensed("a", ""), licensed("b", READING), readings="strict")
    assert strict.under == ("`b.home` is read as `flat`",)
    with pytest.raises(lk.FactsError) as refused:
        lk.compare(licensed("a", ""), licensed("b", CROSSED), readings="strict")
    (finding,) = refused.value.diagnostics
    assert (finding.code, finding.help) == ("LK726", "choose with `--reading ID=OPTION`")


def test_a_case_names_one_reading_and_no_more() -> None:
    both = READING + CROSSED
    found = lk.diff(licensed("a", ""), licensed("b", both), readings={"home": "flat", "point": "b"}, acts=["edit"])
    (difference,) = found.differences
    assert difference.case.expect == ()
    assert difference.verdicts == (lk.Verdict.PERMITTED, lk.Verdict.PROHIBITED)


def test_cases_of_the_catalogue_pass_with_an_approval() -> None:
    one, other = lk.load("minimax-m2.5"), lk.load("minimax-m2.7")
    found = lk.diff(one, other, acts=["run"], approvals=[lk.Approval("authorization")])
    assert "needs_approval" not in {
        str(part.standpoint) for each in found.differences for part in (each.one, each.other)
    }
    for each in found.differences:
        terms: LicenseTerms = next(terms for terms in (one, other) if terms.id in each.case.licenses)
        assert run_case(each.case, terms) == ()


# --- commands ------------------------------------------------------------------------------------------------


def test_the_commands_say_under_what_they_compare() -> None:
    out = called("diff", "kimi-k2.5", "kimi-k3", "--act", "embed", "--reading", "commercial-product=paid").out
    assert "`kimi-k2.5.commercial-product` is read as `paid`; `kimi-k3.commercial-product` is read as `paid`" in out
    assert "expect needs_approval under reading commercial-product is paid" in out
    data = json.loads(called("compare", "mit", "kimi-k3", "--approval", "agreement=held", "--format", "json").out)
    assert data["pairs"][0]["under"] == ["the approval of `kimi-k3.agreement` is held"]
    assert (
        "all of this where the approval of" in called("compare", "mit", "kimi-k3", "--approval", "agreement=held").out
    )
    assert findings(called("diff", "mit", "kimi-k3", "--approval", "agreement", "--readings", "lax")) == [
        "error[LK703]: `--readings` cannot be `lax`",
        "error[LK502]: `--approval`: `agreement` is not an approval",
    ]


@pytest.mark.slow
def test_the_order_of_a_family_as_a_picture() -> None:
    drawn = called("compare", "--family", "kimi", "mit", "minimax-m2-initial", "--format", "svg").out
    root = ET.fromstring(drawn)
    svg = "{http://www.w3.org/2000/svg}"
    titles = [found.text for found in root.iter(f"{svg}title")]
    assert "minimax-m2-initial = mit" in titles or "mit = minimax-m2-initial" in titles
    assert sum("is more permissive than" in (title or "") for title in titles) == 5
    tops = {
        found.findtext(f"{svg}title"): float(found.find(f"{svg}rect").get("y"))
        for found in root.findall(f"{svg}g")
        if found.find(f"{svg}rect") is not None
    }  # type: ignore[union-attr, arg-type]
    assert tops["mit = minimax-m2-initial"] < tops["kimi-k3"] == tops["kimi-k2"]
    assert findings(called("compare", "--family", "kimmi")) == [
        "error[LK601]: there is no family `kimmi` in the catalogue",
        "error[LK705]: `compare` compares at least two licences",
    ]
