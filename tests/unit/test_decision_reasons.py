"""The clauses that an answer rests on, with their conditions and the facts that decided them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_license import decided, inquiry_of, license_of, single

import licensekit as lk
from licensekit.decision.cells import interval_text
from licensekit.decision.parts import ConditionShown, Reason
from licensekit.decision.reasons import clause_shown
from licensekit.meaning.domain import Interval
from licensekit.truth import FALSE, TRUE, UNKNOWN

GRANT = 'grant rights at "1" { may any act }'


def deciding(decision: lk.Decision) -> list[str]:
    return [reason.clause for reason in decision.reasons if reason.decides]


def reason(decision: lk.Decision, clause: str) -> Reason:
    (found,) = [one for one in decision.reasons if one.clause == clause]
    return found


def condition(decision: lk.Decision, clause: str) -> ConditionShown:
    found = reason(decision, clause).condition
    assert found is not None
    return found


RULES = license_of(f"""
  {GRANT}
  prohibition large at "2" {{ must not run when group.people.now more than 9 }}
  prohibition military at "2" {{ must not run when conduct.military }}
  duty notice at "3" {{ for run must include license_text }}
  gate ask at "4" {{ for run when product.charged_for needs consent from "X" }}
  exemption small at "5" {{ from large when licensee.kind is academic }}
""")
QUIET: dict[str, Any] = {"group.people.now": 9, "conduct.military": False, "product.charged_for": False}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (QUIET, ["rights", "notice"]),
        ({**QUIET, "conduct.military": True}, ["military"]),
        ({**QUIET, "product.charged_for": True}, ["rights", "ask"]),
        ({**QUIET, "group.people.now": 10, "licensee.kind": "company"}, ["large"]),
        ({**QUIET, "group.people.now": 10, "licensee.kind": "academic"}, ["rights", "notice", "small"]),
        ({"conduct.military": False, "product.charged_for": False}, ["rights", "large", "notice"]),
    ],
)
def test_the_clauses_that_make_the_answer(facts: dict[str, Any], expected: list[str]) -> None:
    assert deciding(decided(RULES, "run", facts)) == expected


def test_other_clauses_that_hold_are_shown_but_do_not_decide() -> None:
    decision = decided(RULES, "run", {**QUIET, "conduct.military": True, "product.charged_for": True})
    assert [(one.clause, one.decides) for one in decision.reasons] == [
        ("rights", False),
        ("military", True),
        ("notice", False),
        ("ask", False),
        ("small", False),
    ]


def test_what_lifts_a_clause_is_named_with_it() -> None:
    lifted = reason(decided(RULES, "run", {**QUIET, "group.people.now": 10, "licensee.kind": "academic"}), "large")
    assert (lifted.truth, lifted.decides, lifted.lifted_by) == (FALSE, False, ("small",))
    open_one = reason(decided(RULES, "run", {**QUIET, "group.people.now": 10}), "large")
    assert (open_one.truth, open_one.decides, open_one.lifted_by) == (UNKNOWN, True, ("small",))


def test_a_grant_that_does_not_reach_the_act_and_what_takes_it_away() -> None:
    terms = license_of("""
      grant rights at "1" { may any act but not sell when not work.multimodal }
      grant marks at "1" { may use_marks }
      reservation r at "2" { from marks when use.production }
      reservation s at "2" { from marks when conduct.military }
    """)
    facts = {"work.multimodal": True, "use.production": True, "conduct.military": False}
    assert deciding(decided(terms, "run", facts)) == ["rights"]
    assert deciding(decided(terms, "sell", facts)) == ["rights"]
    assert deciding(decided(terms, "use_marks", facts)) == ["marks", "r"]
    assert deciding(decided(terms, "use_marks", {"use.production": True, "conduct.military": True})) == [
        "marks",
        "r",
        "s",
    ]
    assert deciding(decided(terms, "use_marks", {"use.production": False})) == ["marks", "s"]
    assert deciding(decided(terms, "practise_patents", facts)) == []


def test_what_keeps_a_grant_from_being_taken_away() -> None:
    terms = license_of(f"""
      {GRANT}
      termination suit at "2" {{ when dispute.ip_claim ends rights }}
      exemption settled at "3" {{ from suit when use.evaluation }}
    """)
    decision = decided(terms, "run", {"dispute.ip_claim": True, "use.evaluation": True})
    assert decision.verdict is lk.Verdict.PERMITTED
    assert deciding(decision) == ["rights", "settled"]
    assert reason(decision, "suit").lifted_by == ("settled",)


def test_a_reason_names_the_acts_that_it_decides() -> None:
    terms = license_of(f"""
      {GRANT}
      prohibition sale at "2" {{ must not sell, transfer }}
    """)
    decision = decided(terms, "run sell")
    assert [(one.clause, one.acts) for one in decision.reasons] == [("rights", ("run",)), ("sale", ("sell",))]


def test_a_license_of_which_nothing_counts_gives_no_reason() -> None:
    other = lk.parse('license other { title "Other" grant all-acts at "1" { may any act } }')
    decision = decided(lk.any_of(other, RULES), "run", QUIET)
    assert [one.license for one in decision.reasons] == ["other"]


# --- conditions ---------------------------------------------------------------------------------------------


def test_a_condition_is_shown_with_its_parts_and_facts() -> None:
    terms = license_of(f"""
      {GRANT}
      define business at "2" {{ use.in_business or use.for_company }}
      prohibition stop at "3" {{
        must not run when business and group.revenue.year more than 5 USD and not use.evaluation
      }}
    """)
    facts = {"use.in_business": True, "group.revenue.year": "at least 6 USD"}
    shown = condition(decided(terms, "run", facts), "stop")
    assert shown.truth is UNKNOWN
    business, revenue, evaluation = shown.parts
    assert (business.text, business.truth) == ("business", TRUE)
    assert [part.text for part in business.parts[0].parts] == ["use.in_business", "use.for_company"]
    assert (evaluation.text, evaluation.truth) == ("not use.evaluation", UNKNOWN)
    assert evaluation.parts[0].facts[0].value == "unknown"
    assert revenue.truth is TRUE
    assert [tuple(fact) for fact in revenue.facts] == [("group.revenue.year", "at least 6 USD", "given")]


def test_a_definition_is_written_out_once() -> None:
    terms = license_of(f"""
      {GRANT}
      define business at "2" {{ use.in_business or use.for_company }}
      prohibition stop at "3" {{ must not run when (business and use.personal) or (business and use.evaluation) }}
    """)
    shown = condition(decided(terms, "run", {"use.for_company": True}), "stop")
    (first, _), (second, _) = (part.parts for part in shown.parts)
    assert (len(first.parts), len(second.parts)) == (1, 0)


@pytest.mark.parametrize("given", [True, False])
def test_the_same_condition_is_shown_as_it_is_in_each_use(given: bool) -> None:
    """What was shown for one use is kept, and must not be shown for another."""
    for value in (given, not given, given):
        shown = condition(
            decided(RULES, "run", {**QUIET, "product.charged_for": value, "group.people.now": 10}), "large"
        )
        assert shown.truth is TRUE
        stated = {**QUIET, "group.people.now": 10 if value else 11}
        assert condition(decided(RULES, "run", stated), "large").facts[0].value == ("10" if value else "11")


def test_a_condition_on_a_group_of_countries_is_that_of_the_day() -> None:
    terms = license_of('grant rights at "1" { may any act when licensee.domicile in { EU } or use.personal }')
    facts = {"licensee.domicile": "GB", "use.personal": False}
    for day, expected in ((date(2019, 1, 1), TRUE), (date(2026, 1, 1), FALSE), (date(2019, 1, 1), TRUE)):
        decision = decided(terms, "run", facts, as_of=day)
        shown = condition(decision, "rights")
        assert (shown.truth, shown.parts[0].truth) == (expected, expected)
        assert reason(decision, "rights").truth is expected


def test_a_condition_on_a_set_of_countries_is_that_of_the_day() -> None:
    terms = license_of('grant rights at "1" { may any act when any of use.countries in { EU } }')
    for day, expected in ((date(2019, 1, 1), TRUE), (date(2026, 1, 1), FALSE)):
        assert condition(decided(terms, "run", {"use.countries": ["GB"]}, as_of=day), "rights").truth is expected


def test_a_condition_on_a_list_of_countries_is_shown_alike_on_every_day() -> None:
    terms = license_of('grant rights at "1" { may any act when licensee.domicile in { GB } }')
    shown = [
        condition(decided(terms, "run", {"licensee.domicile": "GB"}, as_of=date(year, 1, 1)), "rights")
        for year in (2019, 2026)
    ]
    assert shown[0] == shown[1]
    assert shown[0].truth is TRUE


def test_amounts_are_shown_as_the_rates_convert_them() -> None:
    from decimal import Decimal

    terms = license_of(f'{GRANT} prohibition a at "2" {{ must not run when group.revenue.year more than 5 USD }}')
    rate = lk.Rate("USD", "EUR", Decimal("0.5"), date(2026, 6, 1))
    plain = condition(decided(terms, "run", {"group.revenue.year": "9 USD"}), "a")
    converted = condition(decided(terms, "run", {"group.revenue.year": "9 USD"}, rates=[rate]), "a")
    assert plain.facts[0].value == "9 USD"
    assert converted.facts[0].value == "4.5 EUR"


def test_an_amount_in_another_currency_is_unknown_here() -> None:
    terms = license_of(f'{GRANT} prohibition a at "2" {{ must not run when group.revenue.year more than 5 USD }}')
    (shown,) = condition(decided(terms, "run", {"group.revenue.year": "9 CNY"}), "a").facts
    because = "without a rate between CNY and USD, all that is known is whether it is zero"
    assert shown == ("group.revenue.year", "more than 0 USD", because)


def test_a_measure_shows_every_number_that_it_may_be() -> None:
    terms = license_of(f"""
      measure finances at "1" {{ takes client.revenue.year when use.for_client takes group.revenue.year otherwise }}
      measure highest at "1" {{ takes the larger of finances, licensee.revenue.year }}
      {GRANT}
      prohibition a at "2" {{ must not run when highest more than 5 USD }}
    """)
    facts = {"use.for_client": True, "client.revenue.year": "9 USD"}
    assert [(fact.fact, fact.value) for fact in condition(decided(terms, "run", facts), "a").facts] == [
        ("client.revenue.year", "9 USD"),
        ("group.revenue.year", "unknown"),
        ("licensee.revenue.year", "unknown"),
    ]


def test_a_reading_is_shown_as_it_was_taken() -> None:
    terms = license_of(f"""
      {GRANT}
      reading scope at "2" "?" {{ option wide "w" taken because "s" option narrow "n" }}
      prohibition a at "2" {{ must not run when reading scope is wide }}
    """)
    assert condition(decided(terms, "run"), "a").facts[0] == ("reading small.scope", "wide", "reading")
    strict = decided(terms, "run", readings="strict")
    assert condition(strict, "a").facts[0] == ("reading small.scope", "open", "reading")


def test_dates_and_approvals_in_conditions() -> None:
    terms = license_of(
        f"""
      {GRANT}
      gate ask at "2" {{ for sell needs consent from "X" }}
      prohibition a at "3" {{
        must not run
        when (not approval ask is held) and breach.cured_on within 3 days after breach.notified_on
          and as_of on_or_after 2026-01-01
      }}
    """,
        "released 2025-12-01",
    )
    facts = {"breach.notified_on": date(2026, 1, 1)}
    shown = condition(decided(terms, "run", facts), "a")
    approval, within, on_or_after = shown.parts
    assert approval.truth is TRUE
    assert [(fact.fact, fact.value) for fact in within.facts] == [
        ("breach.cured_on", "unknown"),
        ("breach.notified_on", "2026-01-01"),
    ]
    assert [(fact.fact, fact.value) for fact in on_or_after.facts] == [("as_of", "unknown")]
    dated = condition(decided(terms, "run", facts, as_of=date(2026, 1, 2)), "a")
    assert dated.parts[2].facts[0] == ("as_of", "2026-01-02", "the as-of date")


def test_what_an_act_leaves_of_an_option() -> None:
    terms = license_of(f'{GRANT} prohibition a at "2" {{ must not call_hosted when access.channel is other_host }}')
    (shown,) = condition(decided(terms, "call_hosted"), "a").facts
    assert shown.value == "one of licensor_official, certified_partner, other_host"
    assert shown.source == "who only calls a copy that others host does not run an own copy"


def test_a_fact_that_was_given_and_narrowed_says_both() -> None:
    terms = license_of(f'{GRANT} prohibition a at "2" {{ must not run when group.revenue.month more than 5 USD }}')
    facts = {"group.revenue.month": "at most 9 USD", "group.revenue.any_12_months": "at most 7 USD"}
    (shown,) = condition(decided(terms, "run", facts), "a").facts
    assert shown.value == "at most 7 USD"
    assert shown.source.startswith("given, and ")
    (plain,) = condition(decided(terms, "run", {"group.revenue.month": "at most 9 USD"}), "a").facts
    assert (plain.value, plain.source) == ("at most 9 USD", "given")


@pytest.mark.parametrize(
    ("known", "currency", "expected"),
    [
        (Interval(5, 5), "", "5"),
        (Interval(5000, 5000), "USD", "5_000 USD"),
        (Interval(0, None), "", "at least 0"),
        (Interval(0, None, low_open=True), "USD", "more than 0 USD"),
        (Interval(0, 5), "", "at most 5"),
        (Interval(0, 5, high_open=True), "", "less than 5"),
        (Interval(3, 5, low_open=True), "", "more than 3 and at most 5"),
        (Interval(3, None), "EUR", "at least 3 EUR"),
        (Interval(0, 5, low_open=True), "", "more than 0 and at most 5"),
    ],
)
def test_numbers_known_in_part_are_written_as_the_language_does(known: Interval, currency: str, expected: str) -> None:
    assert interval_text(known, currency) == expected


def test_any_clause_can_be_shown_whether_or_not_the_answer_rests_on_it() -> None:
    inquiry = inquiry_of(RULES, "run", {**QUIET, "licensee.kind": "company"})
    program = single(RULES).program
    shown = clause_shown(inquiry, program, program.number["large"], "run")
    assert (shown.clause, shown.truth, shown.decides, shown.acts) == ("large", FALSE, False, ("run",))
    assert shown.condition is not None
    assert shown.condition.facts[0] == ("group.people.now", "9", "given")


def test_what_is_said_of_an_unknown_number_is_not_that_of_an_earlier_question() -> None:
    terms = license_of(f'{GRANT} prohibition rich at "2" {{ must not run when group.revenue.year more than 5 USD }}')

    def said_of(**facts: str) -> str:
        fact = condition(decided(terms, "run", facts), "rich")
        return f"{fact.facts[0].value} {fact.facts[0].source}"

    assert said_of() == "unknown "
    assert said_of(**{"group.revenue.year": "at most 10 EUR"}) == "unknown given in EUR, without a rate to USD"
    assert said_of(**{"group.revenue.year": "10 EUR"}).startswith("more than 0 USD without a rate")
    assert said_of() == "unknown "
