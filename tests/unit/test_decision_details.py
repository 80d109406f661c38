"""Small things on which an answer rests, that no other test had noticed were they otherwise (docs/reliability-code.md)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_license import decided, license_of, possible

import licensekit as lk
from licensekit.api import LicenseTerms
from licensekit.decision.alternatives import duty_changes
from licensekit.decision.circumstances import Circumstances
from licensekit.diagram.nodes import Diagrams
from licensekit.meaning.variable import fact_variable
from licensekit.numerals import FACTOR_DECIMALS
from licensekit.values import IndexValue
from licensekit.vocabulary.rules import rules


@pytest.mark.parametrize("name", ["approvals", "rates", "indices"])
def test_each_list_of_a_question_may_be_read_once_only(name: str) -> None:
    day = date(2026, 6, 1)
    values: dict[str, Any] = {
        "approvals": lk.Approval("small.gate"),
        "rates": lk.Rate("CNY", "USD", Decimal("0.14"), day),
        "indices": IndexValue("us_cpi_u", 2019, Decimal("1.3"), day),
    }
    asked = Circumstances(**{name: iter([values[name]])})
    assert getattr(asked, name) == (values[name],)
    assert hash(asked) == hash(Circumstances(**{name: (values[name],)}))


def test_a_clause_that_is_not_active_is_no_reason_and_a_binding_that_decides_nothing_is_none() -> None:
    terms = license_of(
        'grant rights at "1" { may any act }\n'
        'prohibition off at "3" { must not run when conduct.military }\n'
        'binding people at "4" { binds callers when conduct.unlawful }'
    )
    told = decided(terms, "run", {"conduct.military": False, "access.channel": "own_copy"})
    assert [reason.clause for reason in told.reasons] == ["rights"]


def test_what_lifts_a_prohibition_is_among_the_reasons_that_decide() -> None:
    terms = license_of(
        'grant rights at "1" { may any act }\n'
        'prohibition military at "2" { must not run when conduct.military }\n'
        'exemption internal at "3" { from military when not use.reaches_third_parties }'
    )
    told = decided(terms, "run", {"conduct.military": True, "use.reaches_third_parties": False})
    assert str(told.verdict) == "permitted"
    assert {reason.clause for reason in told.reasons if reason.decides} == {"rights", "internal"}


def test_a_breach_sets_off_an_ending_that_asks_for_more_than_the_breach() -> None:
    terms = license_of(
        'grant rights at "1" { may any act }\n'
        'duty notice at "2" { for run must include license_text in every_copy }\n'
        'termination ending at "3" { when breach.uncured and product.charged_for ends every grant }\n'
        'termination suit at "4" { when dispute.patent_claim ends every grant }'
    )
    facts = {"breach.uncured": False, "dispute.patent_claim": False}
    (duty,) = decided(terms, "run", facts, done={"notice": False}).duties
    assert (duty.status, duty.could_end) == ("not_done", ("ending",))


def test_a_licence_without_a_clause_for_an_act_leaves_nothing_unsaid_of_who_does_it() -> None:
    silent = license_of('grant rights at "1" { may run }')
    facts = {"access.channel": "licensor_official"}
    assert [part.unsaid for part in decided(silent, "use_outputs", facts).parts] == [()]
    speaking = license_of('grant rights at "1" { may run }\nprohibition no at "2" { must not use_outputs }')
    assert [part.unsaid for part in decided(speaking, "use_outputs", facts).parts] == [("small",)]


def test_doubt_is_cast_by_what_is_known_and_not_by_what_is_open() -> None:
    terms = license_of(
        'grant rights at "1" { may any act }\nprohibition p at "2" { must not run when use.reaches_third_parties }'
    )
    assert possible(terms, "run", assume="standard") == ["permitted"], "to run it alone reaches nobody"
    assert possible(terms, "run", {"product.exists": True}, assume="standard") == ["permitted", "prohibited"]
    assert possible(terms, "run", {"product.exists": False}, assume="standard") == ["permitted"]


def test_nothing_doubtful_is_assumed_where_bounds_are_sought() -> None:
    """Bounds leave out what an answer does not rest on: what is assumed of a fact that is doubtful is none of it."""
    terms = license_of(
        'grant rights at "1" { may any act }\n'
        'prohibition p at "2" { must not run when use.reaches_third_parties or conduct.military }'
    )
    told = decided(terms, "run", {"product.exists": True, "use.reaches_third_parties": False}, assume="standard")
    assert str(told.verdict) == "permitted"
    assert [bound.fact for bound in told.bounds] == ["use.reaches_third_parties"]


def test_no_rule_says_less_than_another() -> None:
    said = [frozenset(rule.statements) for rule in rules()]
    assert len(set(said)) == len(said) > 500
    by_statement: dict[object, list[frozenset[object]]] = {}
    for each in said:
        for statement in each:
            by_statement.setdefault(statement, []).append(each)
    assert not [each for each in said if any(less < each for statement in each for less in by_statement[statement])]


def test_diagrams_know_how_many_nodes_they_keep_and_which_are_answers() -> None:
    diagrams = Diagrams()
    first, second = (fact_variable(name, "yes_no") for name in ("x.a", "x.b"))
    node = diagrams.every([diagrams.atom(first, part=True), diagrams.atom(second, part=True)])
    kept = len(diagrams)
    assert diagrams.true.is_leaf
    assert not node.is_leaf
    assert diagrams.mapped(node, lambda value: "yes" if value else "no", "in words") is not node
    assert diagrams.leaves(diagrams.mapped(node, lambda value: "yes" if value else "no", "in words")) == {"yes", "no"}
    assert len(diagrams) > kept
    diagrams.late([diagrams.atom(second, part=True), diagrams.atom(first, part=True), node], every=False)
    assert len(diagrams) > kept + 2


def test_a_binding_on_which_it_rests_who_is_bound_is_a_reason() -> None:
    terms = license_of(
        'grant rights at "1" { may any act }\n'
        'prohibition military at "2" { must not run when conduct.military }\n'
        'binding people at "3" { binds callers when conduct.unlawful }'
    )
    facts = {"conduct.military": True, "access.channel": "other_host", "conduct.unlawful": True}
    told = decided(terms, "run", facts, assume="none")
    assert {reason.clause for reason in told.reasons if reason.decides} >= {"people", "military"}


def test_a_rate_may_have_as_many_decimals_as_one_that_is_written() -> None:
    most = Decimal(1).scaleb(-FACTOR_DECIMALS)
    assert Circumstances(rates=(lk.Rate("CNY", "USD", most, date(2026, 6, 1)),)).rates
    terms = license_of('grant rights at "1" { may run when product.revenue.month at most 1 USD }')
    facts = {"product.revenue.month": "1 CNY"}
    assert possible(terms, "run", facts, rates=[lk.Rate("CNY", "USD", most, date(2026, 6, 1))]) == ["permitted"]
    with pytest.raises(lk.ValueProblem, match="LK516"):
        lk.Rate("CNY", "USD", most / 10, date(2026, 6, 1))


def _with_meanings(name: str, meanings: tuple[str, ...], forbidden: str) -> LicenseTerms:
    defined = " ".join(f'meaning {fact} at "1" "as defined here"' for fact in meanings)
    clauses = f'grant rights at "1" {{ may any act }} prohibition p at "2" {{ must not run when {forbidden} }}'
    return lk.parse(f'license {name} {{ title "{name}" {defined} {clauses} }}')


def test_no_rule_leads_from_one_meaning_to_another() -> None:
    crime = _with_meanings("alpha", ("conduct.other_crime",), "conduct.other_crime and product.charged_for")
    unlawful = _with_meanings("beta", ("conduct.unlawful",), "conduct.unlawful")
    both = lk.all_of(crime, unlawful)
    facts = {"conduct.other_crime@alpha": True, "product.charged_for": False}
    assert possible(both, "run", facts) == ["permitted", "prohibited"]
    assert possible(both, "run", {**facts, "conduct.unlawful@beta": False}) == ["permitted"]


def test_a_rule_speaks_of_a_fact_under_a_meaning_beside_the_plain_one() -> None:
    defined = _with_meanings(
        "alpha",
        ("conduct.other_crime", "conduct.unlawful"),
        "conduct.unlawful or (conduct.other_crime and product.exists)",
    )
    plain = _with_meanings("beta", (), "conduct.other_crime")
    facts = {"conduct.other_crime@alpha": True, "conduct.other_crime": False, "product.exists": False}
    assert possible(lk.all_of(defined, plain), "run", facts) == ["prohibited"], (
        "a crime is unlawful, as alpha means both"
    )


def test_a_duty_is_spared_whatever_becomes_of_one_that_is_open() -> None:
    terms = license_of(
        'grant rights at "1" { may any act }\n'
        'duty first at "2" { for run must include license_text in every_copy when use.production }\n'
        'duty second at "3" { for run must include license_text in every_copy when conduct.military }'
    )
    (change,) = duty_changes(decided(terms, "run", {"use.production": True, "access.channel": "own_copy"}))
    assert (change.clause, change.goal) == ("first", "spared")
    assert change.alternatives is not None
    assert [step.item.name for way in change.alternatives.found for step in way.steps] == ["use.production"]


def test_of_several_grants_one_is_enough_to_be_granted() -> None:
    terms = license_of('grant first at "1" { may run }\ngrant second at "2" { may run when product.charged_for }')
    assert [part.basis for part in decided(terms, "run", {"product.charged_for": False}).parts] == ["granted"]


@pytest.mark.parametrize(("state", "shown"), [("held", "missing"), ("refused", "refused")])
def test_an_approval_that_has_ended_is_not_held(state: Any, shown: str) -> None:
    terms = license_of('grant rights at "1" { may any act }\ngate ask at "2" { for run needs consent from "X" }')
    ended = lk.Approval("ask", state, until=date(2026, 1, 1))
    (told,) = decided(terms, "run", approvals=[ended], as_of=date(2026, 6, 1)).approvals
    assert told.state == shown


def test_what_two_countries_of_one_name_lead_to_is_not_settled_by_one_of_them() -> None:
    terms = license_of(
        'grant rights at "1" { may any act }\nprohibition p at "2" { must not run when licensee.domicile in { EU } }'
    )
    question = next(each for each in decided(terms, "run").questions if each.fact == "licensee.domicile")
    assert {each.answer: each.settled for each in question.outcomes} == {"elsewhere": True, "in EU": False}


def test_as_many_stretches_of_days_as_are_shown() -> None:
    duty = 'duty d{0} at "{0}" {{ for run must include license_text in every_copy when as_of before 202{0}-01-01 }}'
    shown = {}
    for most in (5, 6):
        terms = license_of("\n".join(['grant rights at "9" { may any act }', *map(duty.format, range(most))]))
        day = next(each for each in decided(terms, "run").questions if each.fact == "as_of")
        shown[most] = len(day.outcomes)
    assert shown == {5: 6, 6: 0}


def test_which_fact_says_something_else_under_its_meaning() -> None:
    terms = _with_meanings("beta", ("conduct.military",), "conduct.military or product.charged_for")
    facts = {"access.channel": "own_copy", "product.charged_for": True}
    facts |= {"conduct.military": True, "conduct.military@beta": False}
    with pytest.raises(lk.FactsError, match=r"`conduct\.military` is given as yes and `conduct\.military@beta` as no"):
        decided(terms, "run", facts)


def test_a_profile_without_readings_leaves_them_as_they_are_taken() -> None:
    profile = lk.parse_profile('[facts]\n"product.charged_for" = true\n')
    terms = license_of('grant rights at "1" { may any act }')
    assert terms.evaluate(terms.use(["run"]), profile=profile).identity.readings == "taken"


def test_the_last_full_month_is_a_month_of_the_series() -> None:
    terms = license_of(
        'grant rights at "1" { may any act }\n'
        'prohibition p at "2" { must not run when product.revenue.trailing_12_months more than 20 USD }'
    )
    months = [f"2025-{at:02}" for at in range(6, 13)] + [f"2026-{at:02}" for at in range(1, 5)]
    dated = {f"product.revenue[{month}]": "1 USD" for month in months}
    day = date(2026, 6, 15)
    assert possible(terms, "run", {**dated, "product.revenue.month": "1 USD"}, as_of=day) == ["permitted"]
    assert possible(terms, "run", {**dated, "product.revenue.month": "50 USD"}, as_of=day) == ["prohibited"]
    assert possible(terms, "run", dated, as_of=day) == ["permitted", "prohibited"]


def test_an_index_is_taken_to_be_no_lower_than_its_base_where_things_are_taken_for_granted() -> None:
    terms = license_of(
        'grant rights at "1" { may any act }\n'
        'prohibition p at "2" { must not run when group.revenue.year more than 20 USD of 2019 adjusted by us_cpi_u }'
    )
    facts = {"group.revenue.year": "10 USD"}
    assert possible(terms, "run", facts, assume="standard") == ["permitted"]
    assert possible(terms, "run", facts) == ["permitted", "prohibited"]
    told = {assume: decided(terms, "run", facts, assume=assume).assumptions for assume in ("none", "standard")}
    assert {assume: [each.fact for each in every] for assume, every in told.items()} == {
        "none": [],
        "standard": ["us_cpi_u@2019"],
    }


def test_a_duty_is_due_where_the_use_is_allowed_without_the_agreement_too() -> None:
    terms = license_of(
        'grant rights at "1" { may any act }\n'
        'duty notice at "2" { for run must include license_text in every_copy }\n'
        'prohibition sale at "3" { must not sell }',
        headers='licensor "X"',
    )
    (duty,) = decided(terms, "run", approvals=[lk.Approval("agreement with X")]).duties
    assert duty.status == "due"
