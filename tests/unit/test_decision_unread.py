"""What was stated and plays no part is listed, with what lies near it; what was read or concluded from is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_license import decided, license_of

import licensekit as lk
from licensekit.decision.parts import UnreadStatement
from licensekit.report.answer import Answer
from licensekit.report.answer_memo import headline
from licensekit.report.as_json import answer_data
from licensekit.report.as_text import as_text

GIVEN_OUT = "it is about what is given out: ask about `distribute` too"
PAID = license_of("""
  grant rights at "1" { may any act when not product.charged_for }
  duty credit at "2" { for distribute when work.modified must name licensor }
  gate ask at "3" { for sell when use.in_business needs consent from "X" }
""")


def unread(acts: str, facts: dict[str, Any], **stated: Any) -> dict[str, str]:
    return {each.name: each.why for each in decided(PAID, acts, facts, **stated).unread}


def test_a_fact_that_no_clause_reads_and_what_lies_near_it() -> None:
    decision = decided(PAID, "run", {"distribution.for_fee": True, "product.charged_for": False})
    assert decision.unread == (
        UnreadStatement("fact", "distribution.for_fee", "yes", GIVEN_OUT, ("product.charged_for",)),
    )


def test_a_fact_from_which_something_was_concluded_is_read() -> None:
    assert unread("run", {"product.exists": False}) == {}
    assert unread("run", {"product.exists": True}) == {"product.exists": "no clause reads it"}
    assert unread("run", {"product.offered_to_third_parties": False}) == {}
    gated = license_of(
        'gate g at "1" { for run when group.revenue.any_12_months more than 5 USD needs consent from "X" }'
    )
    month = decided(gated, "run", {"product.revenue[2026-01]": "1 USD", "work.modified": True})
    assert [each.name for each in month.unread] == ["work.modified"]


REACHING = license_of('gate g at "1" { for run when use.reaches_third_parties needs consent from "X" }')


def test_a_fact_that_an_open_rule_ties_to_some_that_are_read() -> None:
    """What is made available reaches others if it comes from the work: so one of the two says something of the other."""
    both = license_of("""
      gate g at "1" { for run when use.reaches_third_parties needs consent from "X" }
      gate h at "2" { for run when trained_model.derived_from_work needs consent from "X" }
    """)
    made = {"trained_model.made_available": True}
    assert decided(both, "run", made).unread == ()
    (alone,) = decided(REACHING, "run", made).unread
    assert (alone.name, alone.near) == ("trained_model.made_available", ("use.reaches_third_parties",))


def test_a_fact_that_keeps_another_from_being_assumed() -> None:
    met = {"use.affects_end_users": True}
    assert [each.name for each in decided(REACHING, "run", met).unread] == ["use.affects_end_users"]
    assert decided(REACHING, "run", met, assume="standard").unread == ()


def test_what_made_doubtful_a_fact_that_was_told_by_itself() -> None:
    """Who is asked for what a misdeed casts doubt on, and answers, has not said so of the misdeed: it is listed."""
    evil = license_of("""
      fact use.for_evil is yes_no "For evil?" assumed no with conduct asks when conduct.military
      grant rights at "1" { may any act }
      prohibition evil at "2" { must not any act when use.for_evil }
    """)
    military = {"conduct.military": True}
    asked = decided(evil, "run", military, assume="standard")
    assert (asked.verdict, asked.unread) == ("unknown", ())
    told = decided(evil, "run", {**military, "use.for_evil": False}, assume="standard")
    assert (told.verdict, [each.name for each in told.unread]) == ("permitted", ["conduct.military"])


def test_a_fact_that_is_read_of_those_alone_who_have_a_copy() -> None:
    """Nothing else of a licence bears on calling a hosted copy, where it binds nobody who does: it is listed."""
    unbound = license_of("""
      grant rights at "1" { may any act }
      binding callers at "1" { binds not callers, output_users }
      prohibition military at "2" { must not any act when conduct.military }
    """)
    military = {"conduct.military": True}
    decision = decided(unbound, "call_hosted", military, assume="standard")
    assert (decision.verdict, [each.name for each in decision.unread]) == ("permitted", ["conduct.military"])
    assert decided(unbound, "call_hosted run", military, assume="standard").verdict == "prohibited"


def test_a_fact_that_only_clauses_on_other_acts_read() -> None:
    assert unread("run", {"work.modified": True}) == {"work.modified": "only clauses on other acts read it (`credit`)"}
    assert unread("distribute_copy", {"work.modified": True}) == {}


def test_an_amount_in_money_to_which_no_rate_leads() -> None:
    gated = license_of('gate g at "1" { for run when group.revenue.year more than 5 USD needs consent from "X" }')
    for amount, why in (("at most 7 EUR", ["it is read in USD, to which no rate leads"]), ("7 EUR", [])):
        decision = decided(gated, "run", {"group.revenue.year": amount})
        assert [each.why for each in decision.unread if each.name == "group.revenue.year"] == why
    rate = lk.Rate("EUR", "USD", Decimal(2), date(2026, 1, 1))
    assert decided(gated, "run", {"group.revenue.year": "7 EUR"}, rates=[rate]).unread == ()


def test_a_fact_as_another_licence_means_it() -> None:
    terms = lk.load("mit")
    use = lk.Use.of(["run"], {"group.operates.model_service@qwen-3.8-max": True})
    decision = terms.evaluate(use)
    (statement,) = decision.unread
    assert statement.why == "it is said as qwen-3.8-max means it, which is not asked about"
    assert decision.notes == ()


def test_approvals_attestations_and_duties_that_nothing_asks_for() -> None:
    stated = {
        "approvals": [lk.Approval("ask")],
        "attested": lk.Attestation(by="Legal", on=date(2026, 1, 1), groups=("conduct",)),
        "done": ["credit"],
    }
    assert unread("run", {"product.charged_for": False}, **stated) == {
        "small.ask": "no gate asks for it here",
        "conduct": "no clause reads a fact of this group",
        "small.credit": "the duty is not due",
    }
    facts = {"product.charged_for": False, "work.modified": True}
    assert "small.credit" not in unread("distribute_copy", facts, done=["credit"])
    assert unread("distribute_copy", {"product.charged_for": False}, done=["credit"]) == {
        "small.credit": "whether the duty is due is open"
    }
    facts = {"product.charged_for": False, "use.in_business": True}
    assert unread("sell", facts, approvals=[lk.Approval("ask")]) == {}
    assert unread("sell", facts, approvals=[lk.Approval("ask", acts=("run",))]) == {
        "small.ask": "it is held for other acts than these"
    }


def test_what_the_catalogue_says_of_a_work_is_not_what_the_user_stated() -> None:
    terms = lk.work("llama-3.1").license()
    assert terms.given
    assert terms.evaluate(lk.Use.of(["run"])).unread == ()


# --- in answers ---------------------------------------------------------------------------------------------


def test_one_line_for_each_of_a_few_and_one_for_many() -> None:
    few = as_text(Answer(decided(PAID, "run", {"distribution.for_fee": True})))
    assert few.split("\n")[3:6] == [
        "Given, but nothing reads it",
        f"  `distribution.for_fee` is yes: {GIVEN_OUT}",
        "      nearest that a clause reads: `product.charged_for`",
    ]
    names = ("access.as_end_user_of_product", "distribution.for_fee", "use.production", "work.modified")
    many = as_text(Answer(decided(PAID, "run", dict.fromkeys(names, True))))
    assert "`use.production`" in many.partition("Given, but nothing reads it\n")[2].partition("\n\n")[0]
    assert "`use.production` is yes: no clause reads it" in many.partition("in detail\n")[2]


def test_the_form_for_programs() -> None:
    told = answer_data(Answer(decided(PAID, "run", {"work.modified": True})))
    why = "only clauses on other acts read it (`credit`)"
    assert told["unread"] == [{"kind": "fact", "name": "work.modified", "value": "yes", "why": why, "near": []}]
    assert told["unread_documents"] == []


@pytest.mark.parametrize("fact", ["conduct.high_risk_decisions", "conduct.child_abuse_material"])
def test_a_stated_misconduct_is_named_wherever_clean_hands_are_told(fact: str) -> None:
    terms = lk.load("minimax-m2.5")
    decision = terms.evaluate(lk.Use.of(["run"], {"use.in_business": True, fact: True}))
    text = as_text(Answer(decision))
    assert "clean hands" not in headline(decision) or f"though `{fact}` is stated" in headline(decision)
    assumed = " ".join(text.partition("\nAssumed\n")[2].split())
    assert "forbidden uses takes place (" not in assumed


def test_the_columns_of_a_table_that_play_no_part_whatever_stands_in_them() -> None:
    names = ("product.charged_for", "product.exists", "work.modified", "licensee.domicile")
    compiled = PAID.compile()
    assert compiled.idle(["run"], names) == ("work.modified", "licensee.domicile")
    assert compiled.idle(["distribute"], names) == ("licensee.domicile",)
    gated = license_of(
        'gate g at "1" { for run when group.revenue.any_12_months more than 5 USD needs consent from "X" }'
    )
    assert gated.compile().idle(["run"], ("group.revenue.month", "licensee.revenue.year", "use.production")) == (
        "use.production",
    )


def test_a_number_of_another_period_and_what_is_given_out_say_why_nothing_reads_them() -> None:
    terms = license_of(
        'duty d at "1" { for any act when group.revenue.year more than 1 USD must name "X" }'
        ' duty copy at "2" { for distribute must give license_text to every_recipient }'
    )
    decision = decided(terms, "run", {"group.revenue.calendar_year": "1 USD", "distribution.covers": ["work"]})
    assert {each.name: each.why for each in decision.unread} == {
        "group.revenue.calendar_year": "another period is read, `group.revenue.year`, known where calendar, tax and"
        " trailing year are",
        "distribution.covers": GIVEN_OUT,
    }


def test_rates_and_indices_that_convert_nothing() -> None:
    terms = lk.load("kimi-k2.5")
    use = terms.use(["embed"], {"product.charged_for": True, "product.revenue.month": "5 million CNY"})
    day = date(2026, 6, 1)
    yuan, euro = lk.Rate("CNY", "USD", Decimal("0.14"), day), lk.Rate("EUR", "USD", Decimal("1.1"), day)
    index = lk.IndexValue("us_cpi_u", 2019, Decimal("1.27"), day)
    decision = terms.evaluate(use, rates=[yuan, euro], indices=[index])
    assert [(each.kind, each.name) for each in decision.unread] == [("rate", "rate of EUR"), ("index", "us_cpi_u")]
    profile = lk.parse_profile('[[rates]]\nfrom = "EUR"\nto = "USD"\nrate = "1.1"\ndate = 2026-06-01\n')
    assert [each.name for each in terms.evaluate(use, rates=[yuan], profile=profile).unread] == []


def test_a_rate_that_leads_on_to_another_is_read() -> None:
    terms = lk.load("kimi-k2.5")
    use = terms.use(["embed"], {"product.charged_for": True, "product.revenue.month": "5 million CNY"})
    day = date(2026, 6, 1)
    rates = [lk.Rate("EUR", "USD", Decimal("1.1"), day), lk.Rate("CNY", "EUR", Decimal("0.13"), day)]
    assert [each.kind for each in terms.evaluate(use, rates=rates).unread] == []
