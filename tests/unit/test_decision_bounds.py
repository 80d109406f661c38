"""Within which facts an answer stands, and how far a number lies from its thresholds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_license import decided, license_of

import licensekit as lk
from licensekit.api import LicenseTerms

GRANT = 'grant rights at "1" { may any act }'
TERMS = license_of(f"""
  {GRANT}
  prohibition large at "2" {{ must not run when group.people.now more than 10 and product.charged_for }}
  prohibition rich at "3" {{ must not run when group.revenue.year more than 50 USD }}
  duty notice at "4" {{ for run when group.people.now at least 3 must include license_text }}
""")


def bounds(terms: LicenseTerms, facts: dict[str, Any], acts: str = "run", **stated: Any) -> dict[str, str]:
    return dict(decided(terms, acts, facts, **stated).bounds)


def test_facts_that_do_not_matter_are_dropped_and_the_others_widened() -> None:
    facts = {"group.people.now": 7, "product.charged_for": False, "group.revenue.year": "20 USD", "use.personal": True}
    assert bounds(TERMS, facts) == {
        "group.people.now": "at least 3 and at most 10",
        "group.revenue.year": "at most 50 USD",
    }
    many = {**facts, "group.people.now": 70}
    assert bounds(TERMS, many) == {
        "group.people.now": "at least 3",
        "product.charged_for": "no",
        "group.revenue.year": "at most 50 USD",
    }


def test_a_number_of_a_product_is_widened_to_what_shows_that_there_is_one() -> None:
    terms = license_of(f"""
      {GRANT}
      prohibition any-product at "2" {{ must not run when product.exists }}
      prohibition large at "3" {{ must not run when product.monthly_active_users.month more than 9 }}
    """)
    assert bounds(terms, {"product.monthly_active_users.month": 70}) == {
        "product.monthly_active_users.month": "at least 1"
    }
    assert bounds(terms, {"product.exists": True, "product.monthly_active_users.month": 0}) == {"product.exists": "yes"}


def test_a_fact_named_late_is_dropped_first() -> None:
    facts = {"group.people.now": 11, "product.charged_for": True, "group.revenue.year": "60 USD"}
    assert bounds(TERMS, facts) == {"group.people.now": "at least 11", "product.charged_for": "yes"}


def test_within_the_bounds_the_answer_stands_and_beyond_them_it_does_not() -> None:
    facts = {"group.people.now": 5, "product.charged_for": True, "group.revenue.year": "20 USD"}
    assert bounds(TERMS, facts)["group.people.now"] == "at least 3 and at most 10"
    answer = decided(TERMS, "run", facts)
    for people in (3, 10):
        same = decided(TERMS, "run", {**facts, "group.people.now": people})
        assert (same.verdict, same.duties) == (answer.verdict, answer.duties)
    assert decided(TERMS, "run", {**facts, "group.people.now": 2}).duties != answer.duties
    assert decided(TERMS, "run", {**facts, "group.people.now": 11}).verdict is not answer.verdict


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("20 USD", "at most 50 USD"),
        ("at most 50 USD", "at most 50 USD"),
        ("51 USD", "more than 50 USD"),
        ("more than 50 USD", "more than 50 USD"),
        ("between 60 USD and 70 USD", "more than 50 USD"),
        ("less than 50 USD", "at most 50 USD"),
    ],
)
def test_a_number_is_widened_to_its_threshold(given: str, expected: str) -> None:
    facts = {"group.revenue.year": given, "group.people.now": 0, "product.charged_for": False}
    assert bounds(TERMS, facts)["group.revenue.year"] == expected


def test_an_answer_that_nothing_given_decides_has_no_bounds() -> None:
    assert bounds(TERMS, {"use.personal": True}) == {}


def test_an_open_answer_has_bounds_too() -> None:
    facts = {"group.people.now": 11, "group.revenue.year": "20 USD"}
    assert str(decided(TERMS, "run", facts).verdict) == "unknown"
    assert bounds(TERMS, facts) == {"group.people.now": "at least 3"}, "both verdicts are possible for fewer people too"


def test_a_number_that_only_bounds_another_is_widened_by_the_cuts_of_its_unit() -> None:
    terms = license_of(
        f'{GRANT} prohibition a at "2" {{ must not run when product.monthly_active_users.month more than 10 }}'
    )
    facts = {"product.exists": True, "product.monthly_active_users.any_month": 4}
    assert bounds(terms, facts) == {"product.monthly_active_users.any_month": "at most 10"}
    money = license_of(f'{GRANT} prohibition a at "2" {{ must not run when group.revenue.month more than 10 USD }}')
    assert bounds(money, {"group.revenue.any_12_months": "4 USD"}) == {"group.revenue.any_12_months": "at most 10 USD"}


def test_a_computed_window_goes_with_the_months_that_it_was_computed_from() -> None:
    terms = license_of(
        f'{GRANT} prohibition a at "2" {{ must not run when group.revenue.any_12_months more than 10 USD }}'
    )
    facts = {"group.revenue[2026-01]": "6 USD", "group.revenue[2026-02]": "6 USD"}
    assert str(decided(terms, "run", facts).verdict) == "prohibited"
    assert set(bounds(terms, facts)) == {"group.revenue[2026-01]", "group.revenue[2026-02]"}
    unread = license_of(f'{GRANT} prohibition a at "2" {{ must not run when use.personal }}')
    assert bounds(unread, {**facts, "use.personal": True}) == {"use.personal": "yes"}


def test_a_month_is_widened_without_what_was_computed_from_it() -> None:
    """With a day, a month is a point of its series, and the month before that day under every name."""
    terms = license_of(
        f'{GRANT} prohibition a at "2" {{ must not run when product.monthly_active_users.month exactly 1 }}'
    )
    facts = {"product.monthly_active_users.month": 0}
    assert bounds(terms, facts, as_of=date(2028, 2, 1)) == {"product.monthly_active_users.month": "0"}
    assert bounds(terms, {"product.monthly_active_users.month": 5}, as_of=date(2028, 2, 1)) == {
        "product.monthly_active_users.month": "at least 2"
    }


def test_months_are_widened_as_far_as_their_sum_allows() -> None:
    sums = license_of(
        f'{GRANT} prohibition a at "2" {{ must not run when group.revenue.any_12_months more than 10 USD }}'
    )
    facts = {"group.revenue[2026-01]": "6 USD", "group.revenue[2026-02]": "6 USD"}
    assert bounds(sums, facts) == dict.fromkeys(facts, "at least 6 USD")


def test_other_facts_are_shown_as_they_were_given() -> None:
    terms = license_of(f"""
      {GRANT}
      prohibition a at "2" {{
        must not run
        when breach.cured_on before 2026-01-01 and licensee.kind is company and any of use.countries in {{ US }}
      }}
    """)
    facts = {"breach.cured_on": date(2025, 1, 1), "licensee.kind": "company", "use.countries": ["US"]}
    assert bounds(terms, facts) == {
        "breach.cured_on": "2025-01-01",
        "licensee.kind": "company",
        "use.countries": "{ US }",
    }


# --- headroom -----------------------------------------------------------------------------------------------


def headroom(terms: LicenseTerms, facts: dict[str, Any], **stated: Any) -> list[tuple[str, str, str, str, bool]]:
    return [
        (one.clause, f"{one.comparison} {one.threshold}", one.value, one.margin, one.met)
        for one in decided(terms, "run", facts, **stated).headroom
    ]


def test_how_far_a_number_lies_from_each_threshold_that_it_decides() -> None:
    facts = {"group.people.now": 7, "group.revenue.year": "60.5 USD"}
    assert headroom(TERMS, facts) == [
        ("large", "more than 10", "7", "3", False),
        ("rich", "more than 50 USD", "60.5 USD", "10.5 USD", True),
        ("notice", "at least 3", "7", "4", True),
    ]


def test_a_number_known_in_part_is_measured_from_its_nearest_end() -> None:
    assert headroom(TERMS, {"group.people.now": lk.at_most(2)}) == [
        ("large", "more than 10", "at most 2", "8", False),
        ("notice", "at least 3", "at most 2", "1", False),
    ]
    assert headroom(TERMS, {"group.people.now": lk.at_least(12)}) == [
        ("large", "more than 10", "at least 12", "2", True),
        ("notice", "at least 3", "at least 12", "9", True),
    ]


def test_a_threshold_that_is_not_decided_has_no_margin() -> None:
    assert headroom(TERMS, {"group.people.now": lk.between(5, 20)}) == [
        ("notice", "at least 3", "at least 5 and at most 20", "2", True)
    ]
    assert headroom(TERMS, {}) == []


def test_a_number_that_was_not_given_has_no_headroom() -> None:
    terms = license_of(f'{GRANT} prohibition a at "2" {{ must not run when group.revenue.month more than 10 USD }}')
    assert headroom(terms, {"group.revenue.any_12_months": "4 USD"}) == []


def test_the_margin_is_in_the_currency_that_is_compared() -> None:
    rate = lk.Rate("CNY", "USD", Decimal("0.5"), date(2026, 6, 1))
    assert headroom(TERMS, {"group.revenue.year": "91 CNY"}, rates=[rate]) == [
        ("rich", "more than 50 USD", "45.5 USD", "4.5 USD", False)
    ]


def test_what_the_acts_imply_needs_not_be_given() -> None:
    terms = license_of(f'{GRANT} prohibition a at "2" {{ must not any act when product.exists }}')
    assert bounds(terms, {"product.exists": True}, "embed") == {}
    assert bounds(terms, {"product.exists": True}, "run") == {"product.exists": "yes"}


def test_a_year_that_follows_from_three_kinds_is_worked_out_anew() -> None:
    terms = license_of(f'{GRANT} prohibition a at "2" {{ must not run when product.revenue.year more than 20 USD }}')
    kinds = ("calendar_year", "prior_tax_year", "trailing_12_months")
    facts = {
        f"licensee.revenue.{kind}": amount for kind, amount in zip(kinds, ("11 USD", "7 USD", "9 USD"), strict=True)
    }
    assert bounds(terms, facts) == dict.fromkeys(facts, "at most 20 USD")


def test_an_amount_in_another_currency_matters_as_far_as_it_is_not_zero() -> None:
    terms = license_of(f'{GRANT} prohibition a at "2" {{ must not run when product.revenue.month exactly 0 EUR }}')
    assert bounds(terms, {"product.revenue.month": "5 USD"}) == {"product.revenue.month": "more than 0 USD"}
    assert bounds(terms, {"group.revenue.any_12_months": "0 USD"}) == {"group.revenue.any_12_months": "0 USD"}


def test_a_fact_is_kept_where_the_opposite_would_be_assumed_of_it() -> None:
    """The answer is open with it and without it, but not with the assumption (seed 1001/7061 of the comparison)."""
    terms = license_of(f"""
      {GRANT}
      termination t at "2" {{ when group.people.now at least 5 and dispute.patent_claim ends every grant }}
    """)
    claimed = {"dispute.patent_claim": True}
    assert bounds(terms, claimed) == {}
    assert bounds(terms, claimed, assume="standard") == {"dispute.patent_claim": "yes"}
    assert bounds(terms, {"dispute.patent_claim": False}, assume="standard") == {"dispute.patent_claim": "no"}


def test_what_bears_on_no_duty_that_may_be_due_and_on_no_verdict_is_no_bound() -> None:
    refused = license_of(f"""
      {GRANT}
      prohibition stop at "2" {{ must not run when conduct.spam }}
      duty fee at "3" {{ for run when product.charged_for must pay licensor }}
      duty report at "4" {{ for run when work.modified encouraged to notify licensor }}
    """)
    facts = {"conduct.spam": True, "product.charged_for": True, "work.modified": True}
    assert bounds(refused, facts) == {"conduct.spam": "yes"}
    facts["conduct.spam"] = False
    assert set(bounds(refused, facts)) == {"conduct.spam", "product.charged_for"}
