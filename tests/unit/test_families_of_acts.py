"""A duty for several families of acts, each under its own condition: written once, and listed once."""

from __future__ import annotations

import pytest
from small_license import decided, license_of, verdict

import licensekit as lk
from licensekit.model.cases import ExpectClause
from licensekit.syntax.format import format_source
from licensekit.testing.witnesses import contrast

BIND = """duty bind at "3.1" {
    for distribute, host_model
    for embed when product.contains_work
    for distil when trained_model.made_available
    must give license_text to every_recipient
  }"""
TERMS = f'grant rights at "1" {{ may any act }} {BIND} exemption off at "4" {{ from bind when use.personal }}'
AT_WORK = {"use.personal": False}


@pytest.mark.parametrize(
    ("act", "fact", "known", "expected"),
    [
        ("distribute_copy", "product.contains_work", False, "due"),
        ("embed", "product.contains_work", True, "due"),
        ("embed", "product.contains_work", False, ""),
        ("embed", "product.contains_work", None, "open"),
        ("distil", "trained_model.made_available", True, "due"),
        ("distil", "product.contains_work", True, "open"),
        ("run", "product.contains_work", True, ""),
    ],
)
def test_each_family_has_its_own_condition(act: str, fact: str, known: bool | None, expected: str) -> None:
    stated = AT_WORK if known is None else {fact: known, **AT_WORK}
    duties = decided(license_of(TERMS), act, stated).duties
    assert [(duty.clause, duty.status) for duty in duties] == ([("bind", expected)] if expected else [])


def test_a_duty_that_one_part_or_another_imposes_in_every_world_is_due() -> None:
    either = BIND.replace("distil when trained_model.made_available", "embed when not product.contains_work")
    terms = license_of(f'grant rights at "1" {{ may any act }} {either}')
    (duty,) = decided(terms, "embed", {}).duties
    assert (duty.clause, duty.status) == ("bind", "due")


def test_the_duty_is_listed_lifted_and_done_as_one() -> None:
    terms = license_of(TERMS)
    use = {"product.contains_work": True, "trained_model.made_available": True}
    (duty,) = decided(terms, "embed distil", {**use, **AT_WORK}).duties
    assert (duty.clause, duty.status, set(duty.acts)) == ("bind", "due", {"embed", "distil"})
    assert verdict(terms, "embed distil", {**use, "use.personal": True}) == "permitted"
    (done,) = decided(terms, "embed distil", {**use, **AT_WORK}, done=["bind"]).duties
    assert done.status == "done"
    with pytest.raises(lk.FactsError, match="LK537"):
        decided(terms, "embed", {**use, **AT_WORK}, done=["bind/2"])


def test_its_lines_stay_together_in_the_layout() -> None:
    flat = " ".join(BIND.split())
    laid_out = format_source(f'license a {{ title "A" {flat} }}')
    assert BIND in laid_out
    commented = laid_out.replace("    for embed", "    # products\n    for embed  # and services\n   ")
    again = format_source(commented)
    assert "# products" in again
    assert "# and services" in again
    assert format_source(again) == again


def test_only_a_duty_has_several_and_each_has_one_condition() -> None:
    twice = 'license a { title "A" duty d at "1" { for run when a.b for embed when a.b when c.d must pay } }'
    assert [found.code for found in lk.check(twice)] == ["LK121"]
    gate = 'license a { title "A" gate g at "1" { for run for embed needs x from y } }'
    assert [found.code for found in lk.check(gate)] == ["LK121"]


def test_a_case_names_it_as_it_was_written() -> None:
    terms = license_of(TERMS)
    owing = decided(terms, "embed", {"product.contains_work": True, **AT_WORK})
    free = decided(terms, "embed", {"product.contains_work": False, **AT_WORK})
    named = [
        each.clause
        for each in (*contrast(owing, free, terms.id), *contrast(free, owing, terms.id))
        if isinstance(each, ExpectClause)
    ]
    assert named
    assert set(named) == {"bind"}
