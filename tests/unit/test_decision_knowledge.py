"""What is known before the search begins: given, computed, implied, derived and assumed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_license import decided, inquiry_of, license_of, possible, verdict

import licensekit as lk
from licensekit.api import LicenseTerms
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.knowledge import know
from licensekit.decision.matter import MOST_KINDS
from licensekit.meaning.domain import Interval
from licensekit.meaning.variable import fact_variable
from licensekit.values import NEVER

JUNE = date(2026, 6, 15)
GRANT = 'grant rights at "1" { may any act }'


NOTHING_ASSUMED = Circumstances(assume="none")


def stopped(condition: str, more: str = "", headers: str = "") -> LicenseTerms:
    return license_of(f'{GRANT} {more} prohibition stop at "2" {{ must not run when {condition} }}', headers)


def refused(terms: LicenseTerms, acts: str, facts: dict[str, Any], **stated: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(lk.FactsError) as caught:
        decided(terms, acts, facts, **stated)
    return [(found.code, found.message, found.help) for found in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (10, "permitted"),
        (11, "prohibited"),
        (lk.at_most(10), "permitted"),
        (lk.less_than(11), "permitted"),
        (lk.less_than(12), "unknown"),
        (lk.more_than(10), "prohibited"),
        (lk.at_least(10), "unknown"),
        (lk.between(11, 20), "prohibited"),
        (lk.between(3, 10), "permitted"),
    ],
)
def test_a_count_given_in_part(given: Any, expected: str) -> None:
    assert verdict(stopped("group.people.now more than 10"), "run", {"group.people.now": given}) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("10 USD", "permitted"),
        ("at most 10 USD", "permitted"),
        ("less than 10 USD", "permitted"),
        ("less than 11 USD", "unknown"),
        ("more than 10 USD", "prohibited"),
        ("at least 10 USD", "unknown"),
        ("between 11 USD and 12 USD", "prohibited"),
        ("9 EUR", "unknown"),
        ("0 EUR", "permitted"),
        ("at most 0 EUR", "permitted"),
    ],
)
def test_an_amount_given_in_part(given: str, expected: str) -> None:
    assert verdict(stopped("group.revenue.year more than 10 USD"), "run", {"group.revenue.year": given}) == expected


def test_zero_in_one_currency_is_zero_in_all_of_the_same_number_alone() -> None:
    both = stopped("group.revenue.year more than 10 USD or client.revenue.year more than 10 USD")
    assert verdict(both, "run", {"group.revenue.year": "0 EUR"}) == "unknown"
    assert verdict(both, "run", {"group.revenue.year": "0 EUR", "client.revenue.year": "0 CNY"}) == "permitted"


def test_sets_texts_dates_and_countries_are_given_as_they_are() -> None:
    terms = stopped(
        "licensee.domicile is DE and any of use.countries in { US } and breach.cured_on before 2026-01-01"
        " and licensee.kind is company"
    )
    facts = {
        "licensee.domicile": "DE",
        "use.countries": ["US", "CA"],
        "breach.cured_on": date(2025, 12, 31),
        "licensee.kind": "company",
    }
    assert verdict(terms, "run", facts) == "prohibited"
    assert verdict(terms, "run", facts | {"breach.cured_on": date(2026, 1, 1)}) == "permitted"
    assert verdict(terms, "run", facts | {"use.countries": "worldwide"}) == "prohibited"


def test_what_is_given_as_unknown_is_not_known() -> None:
    terms = stopped("use.in_business")
    matter = inquiry_of(terms, "run").matter
    assert (
        matter.variable("use.in_business") not in know(matter, {"use.in_business": lk.UNKNOWN}, NOTHING_ASSUMED).world
    )


def test_the_day_is_unknown_but_not_before_the_release() -> None:
    terms = stopped("as_of before 2026-01-01", headers="released 2026-01-01")
    assert verdict(terms, "run") == "permitted"
    assert possible(stopped("as_of before 2026-01-01"), "run") == ["permitted", "prohibited"]
    assert verdict(stopped("as_of before 2026-01-01"), "run", as_of=date(2025, 12, 31)) == "prohibited"


def test_a_day_before_the_release_is_refused() -> None:
    old = stopped("use.personal", headers="released 2024-01-01")
    new = lk.parse('license new { title "New" released 2026-01-01 grant rights at "1" { may any act } }')
    for terms in (new, lk.all_of(old, new), lk.any_of(new, old)):
        with pytest.raises(lk.FactsError) as caught:
            decided(terms, "run", as_of=date(2025, 12, 31))
        (found,) = caught.value.diagnostics
        assert found.code == "LK522"
        assert found.message == (
            "the answer is asked for 2025-12-31, but what it is asked about was released on 2026-01-01"
        )
        assert decided(terms, "run", as_of=date(2026, 1, 1)).parts
    followed = lk.parse(
        'license base { title "Base" grant rights at "1" { may any act } converts to llama-4 at "2" on 2026-06-01 }'
    )
    assert verdict(followed, "run", as_of=date(2020, 1, 1)) == "permitted", "what follows is not there yet"


REVENUE = "product.revenue"
USERS = "product.monthly_active_users"


def test_a_month_of_a_series_is_the_last_full_one_before_the_day() -> None:
    terms = stopped(f"{USERS}.month more than 9")
    series = {f"{USERS}[2026-05]": 10, f"{USERS}[2026-04]": 3}
    assert verdict(terms, "run", series, as_of=JUNE) == "prohibited"
    assert verdict(terms, "run", series, as_of=date(2026, 5, 31)) == "permitted"
    assert verdict(terms, "run", series) == "unknown"


def test_a_series_computes_the_twelve_months_up_to_the_day() -> None:
    terms = stopped(f"{REVENUE}.trailing_12_months more than 120 USD")
    year = {f"{REVENUE}.month": {f"2025-{month:02}": "10 USD" for month in range(6, 13)}}
    year[f"{REVENUE}.month"] |= {f"2026-{month:02}": "10 USD" for month in range(1, 6)}
    assert verdict(terms, "run", year, as_of=JUNE) == "permitted"
    year[f"{REVENUE}.month"]["2026-05"] = "10.01 USD"
    assert verdict(terms, "run", year, as_of=JUNE) == "prohibited"
    assert verdict(terms, "run", year) == "unknown"


def test_months_under_different_names_make_one_series() -> None:
    terms = stopped(f"{REVENUE}.any_12_months at least 20 USD")
    facts = {f"{REVENUE}.month": "10 USD", f"{REVENUE}[2026-04]": "10 USD"}
    assert verdict(terms, "run", facts, as_of=JUNE) == "prohibited"
    assert verdict(terms, "run", facts) == "unknown", "without a day the month is no point of the series"


def test_a_window_that_is_given_wins_over_a_computed_one() -> None:
    terms = stopped(f"{REVENUE}.any_12_months more than 50 USD")
    facts = {f"{REVENUE}[2026-04]": "10 USD", f"{REVENUE}.any_12_months": "40 USD"}
    assert verdict(terms, "run", facts) == "permitted"


def test_a_window_that_contradicts_the_series_is_refused() -> None:
    terms = stopped(f"{REVENUE}.any_12_months more than 50 USD")
    facts = {f"{REVENUE}[2026-04]": "10 USD", f"{REVENUE}.any_12_months": "9 USD"}
    assert refused(terms, "run", facts) == [
        (
            "LK522",
            f"`{REVENUE}.any_12_months` (9 USD, given) contradicts its monthly series: "
            f"`{REVENUE}[2026-04]` (10 USD, given)",
            "give only one of the two, or correct it",
        )
    ]


def test_a_series_of_a_number_without_such_windows_computes_none() -> None:
    terms = stopped("product.monthly_unique_users.any_month more than 9")
    facts = {"product.monthly_unique_users[2026-04]": 10}
    assert verdict(terms, "run", facts) == "prohibited"
    computed = inquiry_of(terms, "run", facts, as_of=date(2026, 5, 1)).knowledge.computed
    assert {str(number) for number in computed} <= {
        f"product.monthly_unique_users.{name}" for name in ("month", "preceding_month", "any_month")
    }


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"calendar_year": "9 USD", "prior_tax_year": "8 USD", "trailing_12_months": "10 USD"}, "permitted"),
        ({"calendar_year": "11 USD", "prior_tax_year": "12 USD", "trailing_12_months": "13 USD"}, "prohibited"),
        ({"calendar_year": "9 USD", "prior_tax_year": "12 USD", "trailing_12_months": "13 USD"}, "unknown"),
        ({"calendar_year": "9 USD", "prior_tax_year": "8 USD"}, "unknown"),
        ({"year": "10 USD"}, "permitted"),
    ],
)
def test_a_year_of_no_stated_kind(facts: dict[str, str], expected: str) -> None:
    terms = stopped("group.revenue.year more than 10 USD")
    assert verdict(terms, "run", {f"group.revenue.{name}": amount for name, amount in facts.items()}) == expected


def test_a_year_given_must_not_contradict_the_three() -> None:
    kinds = dict.fromkeys(("calendar_year", "prior_tax_year", "trailing_12_months"), "5 USD")
    facts = {f"group.revenue.{kind}": amount for kind, amount in kinds.items()} | {"group.revenue.year": "6 USD"}
    found = refused(stopped("group.revenue.year more than 10 USD"), "run", facts)
    assert found[0][:2] == (
        "LK522",
        "`group.revenue.year` (6 USD, given) contradicts the calendar, tax and trailing year: "
        "`group.revenue.calendar_year` (5 USD, given) and `group.revenue.prior_tax_year` (5 USD, given) and "
        "`group.revenue.trailing_12_months` (5 USD, given)",
    )


MEANT = """
  meaning group.operates.model_service at "1" "hosted for others"
  meaning group.monthly_active_users.month at "1" "of all its products"
"""


def test_a_bare_name_is_taken_in_the_one_meaning_of_the_license() -> None:
    terms = stopped("group.operates.model_service", MEANT)
    decision = decided(terms, "run", {"group.operates.model_service": True})
    assert decision.verdict is lk.Verdict.PROHIBITED
    assert decision.notes == ("`group.operates.model_service` was taken in the meaning that small gives it",)
    assert verdict(terms, "run", {"group.operates.model_service@small": False}) == "permitted"
    assert verdict(terms, "run", {"use.in_business": True}) == "unknown"


def test_of_a_fact_that_has_no_meaning_of_its_own_nothing_is_noted() -> None:
    terms = stopped("group.operates.model_service and use.in_business", MEANT)
    assert decided(terms, "run", {"use.in_business": True}).notes == ()


def test_a_fact_in_two_meanings_must_be_given_in_full() -> None:
    one, other = (
        lk.parse(f"""license {name} {{
          title "{name}"
          meaning group.operates.model_service at "1" "in the sense of {name}"
          {GRANT}
          prohibition stop at "2" {{ must not run when group.operates.model_service }}
        }}""")
        for name in ("alpha", "beta")
    )
    both = lk.all_of(one, other)
    assert refused(both, "run", {"group.operates.model_service": True}) == [
        (
            "LK523",
            "`group.operates.model_service` means different things in these licences",
            "write one of `group.operates.model_service@alpha`, `group.operates.model_service@beta`",
        )
    ]
    facts = {"group.operates.model_service@alpha": False, "group.operates.model_service@beta": True}
    assert verdict(both, "run", facts) == "prohibited"
    assert verdict(one, "run", {"group.operates.model_service@alpha": False}) == "permitted"


def test_a_fact_that_one_license_takes_plainly_and_another_in_its_meaning_must_be_given_in_full() -> None:
    plain = stopped("group.operates.model_service")
    meant = lk.parse(f"""license meant {{
      title "Meant"
      meaning group.operates.model_service at "1" "in its own sense"
      {GRANT}
      prohibition stop at "2" {{ must not run when group.operates.model_service }}
    }}""")
    found = refused(lk.all_of(plain, meant), "run", {"group.operates.model_service": True})
    assert [code for code, _, _ in found] == ["LK523"]


def test_a_series_under_a_meaning() -> None:
    terms = stopped(
        "group.monthly_active_users.any_month more than 9",
        """
      meaning group.monthly_active_users.any_month at "1" "of all its products"
      meaning group.monthly_active_users.month at "1" "of all its products"
    """,
    )
    series = {"group.monthly_active_users[2026-04]@small": 10}
    assert verdict(terms, "run", series) == "prohibited"
    assert verdict(terms, "run", {"group.monthly_active_users.month@small": 10}, as_of=JUNE) == "prohibited"


def test_acts_imply_facts() -> None:
    terms = stopped(
        "use.in_business", 'prohibition reach at "3" { must not distribute when use.reaches_third_parties }'
    )
    decision = decided(terms, "distribute_copy")
    assert decision.verdict is lk.Verdict.PROHIBITED
    assert decision.relations == ("to give it out or to let others use it reaches third parties",)


def test_what_contradicts_an_act_is_refused() -> None:
    facts = {"use.reaches_third_parties": False, "product.exists": False}
    found = refused(stopped("use.in_business"), "embed", facts)
    assert [code for code, _, _ in found] == ["LK521", "LK521"]
    assert "`product.exists` is given as no, but to host or embed it is to use it" in found[0][1]
    assert found[0][2] == "leave out `product.exists`, or ask about other acts"


def test_what_agrees_with_an_act_is_taken() -> None:
    terms = license_of(f'{GRANT} prohibition stop at "2" {{ must not call_hosted when access.channel is other_host }}')
    assert verdict(terms, "call_hosted", {"access.channel": "other_host"}) == "prohibited"
    found = refused(terms, "call_hosted", {"access.channel": "own_copy"})
    assert found[0][1] == (
        "`access.channel` is given as own_copy, but who only calls a copy that others host does not run an own copy"
    )


def test_a_weak_implication_is_an_assumption_and_gives_way() -> None:
    terms = stopped("use.reaches_third_parties")
    assert possible(terms, "run", assume="safe") == ["permitted", "prohibited"]
    decision = decided(terms, "run", assume="standard")
    assert decision.verdict is lk.Verdict.PERMITTED
    assert [(one.fact, one.value, one.kind) for one in decision.assumptions] == [
        ("use.reaches_third_parties", "no", "weak")
    ]
    told = decided(terms, "run", {"use.reaches_third_parties": True}, assume="standard")
    assert (str(told.verdict), told.assumptions) == ("prohibited", ())


def test_an_implication_that_nothing_reads_is_not_listed() -> None:
    assert decided(stopped("use.in_business"), "run", assume="standard").assumptions == ()


def test_a_fact_of_conduct_is_assumed_or_attested() -> None:
    terms = stopped("conduct.military or breach.uncured")
    assert possible(terms, "run", assume="safe") == ["permitted", "prohibited"]
    standard = decided(terms, "run", assume="standard")
    assert standard.verdict is lk.Verdict.PERMITTED
    assert standard.rests_on_unattested_conduct
    assert [(one.fact, one.value, one.kind, one.group) for one in standard.assumptions] == [
        ("conduct.military", "no", "clean_hands", "conduct"),
        ("breach.uncured", "no", "clean_hands", "breach"),
    ]
    stated = lk.Attestation("Legal", JUNE, ("conduct",))
    partly = decided(terms, "run", assume="safe", attested=stated)
    assert partly.verdict is lk.Verdict.UNKNOWN
    wholly = decided(terms, "run", assume="none", attested=lk.Attestation("Legal", JUNE, ("conduct", "breach")))
    assert (str(wholly.verdict), wholly.rests_on_unattested_conduct) == ("permitted", False)
    assert {fact.fact: (fact.value, fact.source) for fact in wholly.facts}["conduct.military"] == ("no", "attested")


def test_what_is_given_is_never_assumed_away() -> None:
    assert verdict(stopped("conduct.military"), "run", {"conduct.military": True}, assume="standard") == "prohibited"


@pytest.mark.parametrize("read", ["conduct.military", "conduct.spam"])
def test_an_attestation_beside_what_it_denies_is_a_contradiction_read_or_not(read: str) -> None:
    stated = lk.Attestation("Legal", JUNE, ("conduct",))
    assert refused(stopped(read), "run", {"conduct.military": True}, attested=stated) == [
        (
            "LK522",
            "`conduct.military` (yes, given) cannot be so where its group is attested: that is to say no to it",
            "leave out the attestation, or correct the fact",
        )
    ]


def test_what_is_doubtful_is_asked_and_never_taken_for_granted() -> None:
    terms = stopped("conduct.automated_legal_decisions")
    assert verdict(terms, "run", assume="standard") == "permitted"
    decision = decided(terms, "run", {"conduct.high_risk_decisions": True}, assume="standard")
    assert decision.verdict is lk.Verdict.UNKNOWN
    assert [question.fact for question in decision.questions] == ["conduct.automated_legal_decisions"]
    stated = lk.Attestation("Legal", JUNE, ("disputes",))
    assert verdict(terms, "run", {"conduct.high_risk_decisions": True}, attested=stated) == "unknown"


@pytest.mark.parametrize("dated", ["breach.notified_on", "breach.discovered_on", "breach.cured_on"])
@pytest.mark.parametrize("fact", ["breach.uncured", "licensor.has_terminated"])
def test_who_dates_a_breach_is_asked_about_it(fact: str, dated: str) -> None:
    terms = stopped(fact)
    decision = decided(terms, "run", {dated: JUNE}, assume="standard")
    assert (str(decision.verdict), [each.fact for each in decision.questions]) == ("unknown", [fact])
    assert decision.unread == (), "the day is why it is asked"
    never_put_right = fact == "breach.uncured" and dated == "breach.cured_on"
    of_never = "unknown" if never_put_right else "permitted"  # else what never happened is no breach
    assert verdict(terms, "run", {dated: NEVER}, assume="standard") == of_never
    assert verdict(terms, "run", {dated: NEVER, "breach.happened": False}, assume="standard") == "permitted"
    use = terms.use(["run"], {dated: JUNE})
    assert terms.compile(assume="standard").verdict(use).possible == decision.possible


@pytest.mark.parametrize("fact", ["dispute.ip_claim", "licensor.has_terminated"])
def test_whose_outputs_were_not_made_under_the_licence_is_asked_what_ended_it(fact: str) -> None:
    terms = stopped(fact)
    assert verdict(terms, "run", {"outputs.made_under_license": False}, assume="standard") == "unknown"
    assert verdict(terms, "run", {"outputs.made_under_license": True}, assume="standard") == "permitted"


def test_who_tells_of_a_first_notice_is_asked_about_the_breach() -> None:
    terms = stopped("breach.uncured")
    assert verdict(terms, "run", {"breach.first_notice": True}, assume="standard") == "unknown"
    assert verdict(terms, "run", {"breach.first_notice": False}, assume="standard") == "unknown", "it may be the second"
    none = {"breach.first_notice": False, "breach.happened": False}
    assert verdict(terms, "run", none, assume="standard") == "permitted"


def test_a_safe_value_is_assumed_where_it_only_restricts() -> None:
    terms = stopped("not access.as_end_user_of_product")
    decision = decided(terms, "run", assume="safe")
    assert decision.verdict is lk.Verdict.PROHIBITED
    assert [(one.fact, one.value, one.kind, one.group) for one in decision.assumptions] == [
        ("access.as_end_user_of_product", "no", "safe", "")
    ]
    assert possible(terms, "run") == ["permitted", "prohibited"]


def test_a_safe_option_is_assumed_where_it_only_restricts() -> None:
    decision = decided(stopped("access.channel is own_copy"), "run", assume="safe")
    assert decision.verdict is lk.Verdict.PROHIBITED
    assert [(one.fact, one.value) for one in decision.assumptions] == [("access.channel", "own_copy")]


def test_a_value_that_could_make_the_answer_milder_is_not_assumed() -> None:
    terms = stopped("access.as_end_user_of_product")
    decision = decided(terms, "run", assume="safe")
    assert decision.verdict is lk.Verdict.UNKNOWN
    assert decision.assumptions == ()
    assert decision.notes == (
        "`access.as_end_user_of_product` was not assumed: here it could also make the answer milder",
    )


def test_of_several_licenses_all_must_bear_an_assumption() -> None:
    stricter, milder = stopped("not access.as_end_user_of_product"), stopped("access.as_end_user_of_product")
    assert decided(stricter, "run", assume="safe").assumptions != ()
    other = lk.parse(
        f'license other {{ title "Other" {GRANT} '
        'prohibition stop at "2" { must not run when access.as_end_user_of_product } }'
    )
    assert decided(lk.all_of(stricter, other), "run", assume="safe").assumptions == ()
    assert decided(milder, "run", assume="safe").assumptions == ()


def test_assumptions_take_part_in_rules() -> None:
    """What is assumed settles other facts, and what other facts settle is not assumed."""
    terms = stopped("use.reaches_third_parties or product.charged_for")
    decision = decided(terms, "run", {"product.exists": False}, assume="standard")
    assert decision.verdict is lk.Verdict.PERMITTED
    assert "there is no product, so nothing is true of it" in decision.relations


def test_relations_are_kept_for_some_kinds_of_use_alone() -> None:
    terms = stopped("group.monthly_active_users.month more than 9")
    inquiry = inquiry_of(terms, "run", {"group.monthly_active_users.any_month": 5})
    matter, kinds = inquiry.matter, inquiry.matter.kinds
    assert know(matter, inquiry_facts(5), NOTHING_ASSUMED).common is inquiry.knowledge.common
    kinds.update({(number,): inquiry.knowledge.common for number in range(MOST_KINDS)})
    other = {**inquiry_facts(5), "use.in_business": lk.Exactly(True)}
    kept = len(kinds)
    fresh = know(matter, other, NOTHING_ASSUMED)
    assert len(kinds) == kept
    assert fresh.world[matter.variable("group.monthly_active_users.month")] == Interval(0, 5)


def inquiry_facts(users: int) -> dict[str, Any]:
    return {"group.monthly_active_users.any_month": lk.Exactly(users)}


def test_the_same_kind_of_use_with_another_number_uses_the_same_relations() -> None:
    terms = stopped("group.monthly_active_users.month more than 9")
    assert [verdict(terms, "run", {"group.monthly_active_users.any_month": count}) for count in (9, 10)] == [
        "permitted",
        "unknown",
    ]


def test_the_mend_names_the_acts_that_imply_the_opposite() -> None:
    for acts, mend in (
        ("distribute", "without `distribute_in_product`"),
        ("distribute_in_product", "about other acts"),
    ):
        with pytest.raises(lk.FactsError) as caught:
            decided(stopped("product.exists"), acts, {"product.exists": False})
        assert caught.value.diagnostics[0].help == f"leave out `product.exists`, or ask {mend}"


def test_what_would_be_assumed_leaves_out_what_is_known_and_what_is_not_safe_to_assume() -> None:
    terms = stopped("conduct.military or conduct.unlawful or access.as_end_user_of_product")
    knowledge = inquiry_of(terms, "run", assume="standard").knowledge
    military, unlawful = (fact_variable(f"conduct.{name}", "yes_no") for name in ("military", "unlawful"))
    assert knowledge.assumable({}) == {military: False, unlawful: False}
    assert knowledge.assumable({military: True}) == {unlawful: False}


def test_what_acts_imply_goes_on_by_rule_whether_it_is_read_or_not() -> None:
    terms = license_of(
        f'{GRANT} prohibition stop at "2" {{ must not embed, run when group.operates.ai_work_assistant }}'
    )
    assert verdict(terms, "embed", {"product.is_ai_work_assistant": True}) == "prohibited"
    assert verdict(terms, "run", {"product.is_ai_work_assistant": True}) == "unknown"


def test_what_acts_imply_holds_under_a_meaning_that_no_clause_reads() -> None:
    terms = license_of(f'{GRANT} meaning product.exists at "2" "as told"')
    (clash,) = refused(terms, "embed", {"product.exists@small": False})
    assert clash[0] == "LK521"
