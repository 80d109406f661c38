"""Small things on which an answer rests, that no other test had noticed were they otherwise (docs/reliability-code.md)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from small_license import decided, license_of, possible

import licensekit as lk
from licensekit.api import LicenseTerms
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
