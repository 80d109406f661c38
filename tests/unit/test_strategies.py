"""The Hypothesis strategies: what they make, how failures shrink, and the properties built on them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from licensekit.api import LicenseTerms, load, parse
from licensekit.decision import Allowed, Decision, Verdict
from licensekit.model.license import License
from licensekit.testing import hypothesis_entry, strategies
from licensekit.testing.properties import agrees, monotone, never_permits
from licensekit.testing.strategies import (
    PutUse,
    as_of_days,
    consistent,
    decisions,
    licenses,
    neighbours,
    questions,
    uses,
)
from licensekit.use import Use
from licensekit.values import Exactly, Money, Range

TERMS = parse("""license small {
  title "Small"
  grant rights at "1" { may any act but not sell }
  define at-work at "2" { use.in_business or use.for_company }
  duty label at "2" {
    for embed when product.charged_for and product.monthly_active_users.month more than 100_000
    must display "Small" on user_interface
  }
  gate large at "3" {
    for any act when at-work and group.revenue.any_12_months at least 1 million USD
    needs separate_license from licensor
  }
  prohibition arms at "4" { must not any act when conduct.military }
}""")
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(max_examples=3000, deadline=None, database=None)


def money(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def smallest(condition: Any, **given_: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    use = find(uses(TERMS, **given_), condition, settings=MANY)
    return tuple(use.acts), dict(use.facts())


def test_a_failing_use_shrinks_to_the_facts_that_matter_at_the_boundary() -> None:
    def label_due(use: Use) -> bool:
        return any(duty.clause == "label" and duty.status == "due" for duty in TERMS.evaluate(use).duties)

    assert smallest(label_due, acts=("embed",)) == (
        ("embed",),
        {
            "product.charged_for": Exactly(value=True),
            "product.monthly_active_users.month": Exactly(value=100_001),
        },
    )


def test_a_threshold_that_counts_is_reached_exactly() -> None:
    def gate_surely(use: Use) -> bool:
        return TERMS.evaluate(use, assume="standard").verdict.value == "needs_approval"

    acts, facts = smallest(gate_surely)
    assert len(acts) == 1
    assert facts.pop("group.revenue.any_12_months") == Exactly(value=money("1000000"))
    assert list(facts.values()) == [Exactly(value=True)]
    assert set(facts) < {"use.in_business", "use.for_company"}


@pytest.mark.long
def test_what_does_not_matter_stays_unknown() -> None:
    assert smallest(lambda use: TERMS.evaluate(use).allowed is Allowed.NO, fixed={"conduct.military": True})[1] == {
        "conduct.military": Exactly(value=True)
    }


def test_values_lie_at_just_above_and_just_below() -> None:
    assert neighbours(5) == (5, 6, 4, 0)
    assert neighbours(money("0.005")) == (money("0.005"), money("0.015"), money("0"))
    seen: set[object] = set()

    @settings(max_examples=300, deadline=None, database=None)
    @given(uses(TERMS))
    def look(use: Use) -> None:
        seen.add(use.facts().get("product.monthly_active_users.month"))

    look()
    assert {Exactly(value=number) for number in (99_999, 100_000, 100_001)} <= seen
    assert {Range(high=100_000), Range(low=100_000, low_open=True), None} <= seen


@FEW
@given(uses(TERMS))
def test_uses_do_not_contradict_themselves(use: Use) -> None:
    assert consistent(TERMS, use)


@FEW
@given(uses(load("minimax-m2.7")))
def test_uses_of_a_licence_with_readings_and_many_facts(use: Use) -> None:
    assert load("minimax-m2.7").evaluate(use).possible


@FEW
@given(uses())
def test_uses_without_a_licence_are_uses(use: Use) -> None:
    assert Use.of(use.acts, use.facts()) == use


@FEW
@given(licenses().flatmap(lambda terms: st.tuples(st.just(terms), uses(terms))))
def test_licences_decide_their_uses(made: tuple[LicenseTerms, Use]) -> None:
    terms, use = made
    assert terms.evaluate(use).possible


@pytest.mark.long
def test_licences_shrink_to_one_grant() -> None:
    found = find(licenses(), lambda terms: len(terms.license.clauses) > 0, settings=MANY)
    assert [clause.kind for clause in found.license.clauses] == ["grant"]
    assert found.license.clauses[0].when is None


@FEW
@given(decisions(TERMS))
def test_decisions(decision: Decision) -> None:
    assert decision.worst in decision.possible


@pytest.mark.parametrize("kind", [Use, License, LicenseTerms, Decision])
def test_types_are_registered(kind: type) -> None:
    assert strategies
    seen: list[object] = []

    @settings(max_examples=3, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.from_type(kind))
    def look(made: object) -> None:
        seen.append(made)

    look()
    assert seen
    assert all(isinstance(made, kind) for made in seen)


def test_the_entry_point_registers_uses_without_loading_the_strategies() -> None:
    assert hypothesis_entry
    code = (
        "import sys, licensekit.testing.hypothesis_entry\n"
        "assert 'licensekit.testing.strategies' not in sys.modules\n"
        "from hypothesis import strategies as st, find\n"
        "from licensekit.use import Use\n"
        "assert isinstance(find(st.from_type(Use), lambda _: True), Use)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# --- what is stated beside a use -------------------------------------------------------------------------

DATED = parse(
    """license dated {
  title "Dated"
  released 2025-04-05
  grant rights at "1" { may any act }
  prohibition large at "2" { must not run when product.revenue.month more than 5 USD }
  prohibition europe at "3" { must not run when any of use.countries in { EU } and group.people.now more than 5 }
  converts to later at "4" on 2 years after 2026-02-28
}
license later { title "Later" grant rights at "1" { may any act } }""",
    license="dated",
)


def seen_in(terms: LicenseTerms) -> list[PutUse]:
    seen: list[PutUse] = []

    @settings(max_examples=400, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(questions(terms))
    def look(asked: PutUse) -> None:
        seen.append(asked)
        assert terms.evaluate(asked.use, **asked.stated).possible

    look()
    return seen


@pytest.mark.long
def test_questions_have_days_rates_and_figures_of_single_months() -> None:
    seen = seen_in(DATED)
    days = {asked.stated["as_of"] for asked in seen}
    assert {None, date(2025, 4, 5), date(2028, 2, 27), date(2028, 2, 28)} <= days
    assert min(day for day in days if day) == date(2025, 4, 5), "nothing is asked for a day before the licence"
    rates = {(str(rate.rate), rate.source, rate.target) for asked in seen for rate in asked.stated["rates"]}
    assert rates == {("1", "CNY", "USD"), ("0.5", "CNY", "USD"), ("2", "CNY", "USD")}
    facts = [asked.use.facts() for asked in seen]
    assert any("product.revenue[2025-03]" in each for each in facts)
    assert Exactly(value=Money(Decimal(5), "CNY")) in [each.get("product.revenue.month") for each in facts]


def test_days_are_those_that_a_licence_tells_apart() -> None:
    days = as_of_days(DATED)
    named = [date(2025, 4, 5), date(2026, 1, 1), date(2028, 2, 28)]
    assert {day + timedelta(days=step) for day in named for step in (0, 1)} <= set(days)
    assert days == tuple(sorted(days))
    assert date(2020, 2, 1) in as_of_days(parse(EU_ONLY)), "a country left the group that the licence names"
    assert as_of_days(TERMS) == (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2))


EU_ONLY = """license europe { title "E" grant rights at "1" { may any act when licensee.domicile in { EU } } }"""


@pytest.mark.long
def test_a_licence_in_another_currency_is_asked_in_a_third() -> None:
    terms = parse("""license yuan {
      title "Y"
      grant rights at "1" { may any act when group.revenue.year less than 4 CNY }
    }""")
    rates = {(str(rate.rate), rate.source, rate.target) for asked in seen_in(terms) for rate in asked.stated["rates"]}
    assert rates == {("1", "EUR", "CNY"), ("0.5", "EUR", "CNY"), ("2", "EUR", "CNY")}


@pytest.mark.long
def test_a_failing_question_shrinks_to_a_rate_only_if_it_needs_one() -> None:
    def prohibited(asked: PutUse) -> bool:
        return DATED.evaluate(asked.use, **asked.stated).verdict is Verdict.PROHIBITED

    found = find(questions(DATED, acts=("run",)), prohibited, settings=MANY)
    assert found.stated == {"as_of": date(2025, 4, 5), "rates": ()}, "later on another licence may be in force"
    assert dict(found.use.facts()) == {"product.revenue.month": Exactly(value=money("5.01"))}

    def converted(asked: PutUse) -> bool:
        return prohibited(asked) and bool(asked.stated["rates"]) and "CNY" in str(asked.use.facts())

    found = find(questions(DATED, acts=("run",)), converted, settings=MANY)
    assert len(found.stated["rates"]) == 1
    assert list(found.use.facts()) == ["product.revenue.month"]


# --- properties ------------------------------------------------------------------------------------------


def test_never_permits() -> None:
    never_permits(TERMS, {"conduct.military": True}, examples=50)
    with pytest.raises(AssertionError, match=r"product\.charged_for: yes"):
        never_permits(TERMS, {"product.charged_for": True}, acts=["embed"])


def test_monotone() -> None:
    monotone(TERMS, "group.revenue.any_12_months", examples=50)
    with pytest.raises(AssertionError, match=r"group\.revenue\.any_12_months: (at most )?1_000_000 USD"):
        monotone(TERMS, "group.revenue.any_12_months", stricter="down", examples=400)
    with pytest.raises(ValueError, match="no fact that small reads"):
        monotone(TERMS, "product.revenue.month")


def test_agrees_but_for_what_changed() -> None:
    peaceful = parse("""license peaceful {
      title "Peaceful"
      grant rights at "1" { may any act but not sell }
      define at-work at "2" { use.in_business or use.for_company }
      duty label at "2" {
        for embed when product.charged_for and product.monthly_active_users.month more than 100_000
        must display "Small" on user_interface
      }
      gate large at "3" {
        for any act when at-work and group.revenue.any_12_months at least 1 million USD
        needs separate_license from licensor
      }
    }""")
    agrees(TERMS, peaceful, where={"conduct.military": False}, examples=50)
    with pytest.raises(AssertionError, match=r"conduct\.military: yes"):
        agrees(TERMS, peaceful, examples=300)


def test_licences_may_agree_on_verdicts_and_not_on_duties_or_approvals() -> None:
    written = """license {name} {{
      title "A"
      grant rights at "1" {{ may any act }}
      duty label at "2" {{ for embed must display "{name}" on user_interface }}
      gate large at "3" {{ for run when use.in_business needs {approval} from licensor }}
    }}"""
    one = parse(written.format(name="first", approval="license_key"))
    two = parse(written.format(name="second", approval="license_key"))
    three = parse(written.format(name="first", approval="paid_license"))
    agrees(one, two, on=["verdicts", "approvals"], examples=50)
    agrees(one, three, on=["verdicts", "duties"], examples=50)
    with pytest.raises(AssertionError, match=r"^they differ in duties: embed; nothing given"):
        agrees(one, two, examples=100)
    with pytest.raises(AssertionError, match=r"^they differ in approvals: run; "):
        agrees(one, three, examples=100)
    with pytest.raises(ValueError, match="`on` names nothing"):
        agrees(one, two, on=[])


def test_a_property_that_fails_on_one_day_alone_names_it() -> None:
    written = """license dated {{
      title "Dated"
      prohibition stop at "1" {{ must not any act }}
      converts to later at "4" on 2 years after {start}
    }}
    license later {{ title "Later" grant rights at "1" {{ may any act }} }}"""
    one, other = (parse(written.format(start=start), license="dated") for start in ("2026-02-27", "2026-02-28"))
    agrees(one, other, on=["duties"], examples=50)
    with pytest.raises(AssertionError, match=r"^they differ in verdicts: run; nothing given; as of 2028-02-27\n"):
        agrees(one, other, examples=300)
