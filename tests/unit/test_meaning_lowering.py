"""Rates and index values: which number a comparison reads, and with what it compares it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from small_license import decided, inquiry_of, license_of, possible, verdict

import licensekit as lk
from licensekit.meaning.lowering import Exchange, threshold_of
from licensekit.meaning.variable import amount_variable, fact_variable
from licensekit.model.conditions import Adjusted, Compares

ON = date(2026, 6, 1)
FACT = "group.revenue.year"


def amount(text: str, currency: str = "USD", *, of: int = 0) -> Compares:
    adjusted = Adjusted(year=of, index="us_cpi_u") if of else None
    return Compares(quantity=FACT, comparison="at_most", amount=lk.Money(Decimal(text), currency), adjusted=adjusted)


RATES = {"CNY": lk.Rate("CNY", "USD", Decimal("0.14"), ON), "JPY": lk.Rate("JPY", "CNY", Decimal("0.05"), ON)}
INDEX = {"us_cpi_u@2019": lk.IndexValue("us_cpi_u", 2019, Decimal("1.25"), ON)}


def test_a_count_is_compared_as_it_is() -> None:
    compares = Compares(quantity="group.people.now", comparison="at_most", amount=5)
    for exchange in (Exchange(), Exchange(rates=RATES)):
        assert threshold_of("group.people.now", compares, exchange) == (fact_variable("group.people.now", "count"), 5)


def test_an_amount_is_compared_in_its_currency() -> None:
    for exchange in (Exchange(), Exchange(rates=RATES)):
        assert threshold_of(FACT, amount("5"), exchange) == (amount_variable(FACT, "USD"), Decimal(5))


def test_a_threshold_is_converted_along_the_rates() -> None:
    exchange = Exchange(rates=RATES)
    assert threshold_of(FACT, amount("100", "CNY"), exchange) == (amount_variable(FACT, "USD"), Decimal("14.00"))
    assert threshold_of(FACT, amount("100", "JPY"), exchange) == (amount_variable(FACT, "USD"), Decimal("0.7"))


def test_an_adjusted_amount_without_its_index_is_a_number_of_its_own() -> None:
    for exchange, year in ((Exchange(), 2019), (Exchange(indices=INDEX), 2020)):
        variable = amount_variable(FACT, "USD", f"us_cpi_u@{year}")
        assert threshold_of(FACT, amount("8", of=year), exchange) == (variable, Decimal(8))


def test_an_adjusted_amount_is_multiplied_by_its_index() -> None:
    assert threshold_of(FACT, amount("8", of=2019), Exchange(indices=INDEX)) == (amount_variable(FACT, "USD"), 10)


def test_amounts_are_as_written_without_rates_and_indices() -> None:
    assert Exchange().plain
    assert not Exchange(rates=RATES).plain
    assert not Exchange(indices=INDEX).plain


def test_an_approval_without_acts_reaches_all() -> None:
    terms = license_of("""
      grant rights at "1" { may any act }
      gate a at "2" { for run, sell needs consent from "X" }
      gate b at "2" { for run, sell needs consent from "X" }
    """)
    checked = inquiry_of(terms, "run sell", approvals=(lk.Approval("a"), lk.Approval("b", acts=("run",)))).checked
    assert {gate.gate for gate in checked.held("run")} == {"a", "b"}
    assert {gate.gate for gate in checked.held("sell")} == {"a"}
    assert inquiry_of(terms, "run").checked.held("run") == frozenset()


YEAR = license_of(f"""
  grant rights at "1" {{ may any act }}
  prohibition large at "2" {{ must not run when {FACT} more than 8 USD of 2019 adjusted by us_cpi_u }}
""")


def test_an_index_decides_about_an_adjusted_threshold() -> None:
    index = lk.IndexValue("us_cpi_u", 2019, Decimal("1.25"), ON)
    assert verdict(YEAR, "run", {FACT: "10 USD"}, indices=[index]) == "permitted"
    assert verdict(YEAR, "run", {FACT: "10.01 USD"}, indices=[index]) == "prohibited"


def test_without_the_index_only_the_standard_assumption_decides() -> None:
    assert possible(YEAR, "run", {FACT: "8 USD"}) == ["permitted", "prohibited"]
    decision = decided(YEAR, "run", {FACT: "8 USD"}, assume="standard")
    assert decision.verdict is lk.Verdict.PERMITTED
    assert [(one.fact, one.value, one.kind) for one in decision.assumptions] == [
        ("us_cpi_u@2019", "at least its base", "index")
    ]
    assert possible(YEAR, "run", {FACT: "8.01 USD"}, assume="standard") == ["permitted", "prohibited"]


def test_the_index_is_asked_where_it_alone_is_missing() -> None:
    (question,) = decided(YEAR, "run", {FACT: "9 USD"}).questions
    assert question.kind == "index"
    assert question.text == "What is the index us_cpi_u on the day of the question, as a multiple of 2019?"


def test_the_rate_is_asked_where_it_alone_is_missing() -> None:
    plain = license_of(f"""
      grant rights at "1" {{ may any act }}
      prohibition large at "2" {{ must not run when {FACT} more than 8 USD }}
    """)
    (question,) = decided(plain, "run", {FACT: "40 CNY"}).questions
    assert question.kind == "rate"
    assert question.text == "At what rate, and on what day, is CNY converted to USD?"
    assert question.enough == "at most 0.2 USD for 1 CNY"
    assert verdict(plain, "run", {FACT: "40 CNY"}, rates=[lk.Rate("CNY", "USD", Decimal("0.2"), ON)]) == "permitted"
    assert verdict(plain, "run", {FACT: "40 CNY"}, rates=[lk.Rate("CNY", "USD", Decimal("0.21"), ON)]) == "prohibited"


@pytest.mark.parametrize(
    ("stated", "threshold", "expected"),
    [
        ("40 CNY", "more than 8", "at most 0.2 USD for 1 CNY"),
        ("40 CNY", "at least 8", "less than 0.2 USD for 1 CNY"),
        ("30 CNY", "more than 20", "at most 0.66666666 USD for 1 CNY"),
        ("30 CNY", "more than 20_000_000_000_000", "at most 666_666_660_000 USD for 1 CNY"),
        ("40000000000 CNY", "more than 8", "at most 0.0000000002 USD for 1 CNY"),
        ("at most 40 CNY", "more than 8", "one that makes it at most 8 USD"),
    ],
)
def test_where_only_a_rate_is_missing_a_rate_suffices(stated: str, threshold: str, expected: str) -> None:
    """A rate is cut to eight digits, never rounded up, and written without an exponent."""
    terms = (
        f'grant rights at "1" {{ may any act }} prohibition stop at "2" {{ must not run when {FACT} {threshold} USD }}'
    )
    (question,) = decided(terms, "run", {FACT: stated, "client.revenue.year": "3 CNY"}).questions
    assert question.enough == expected
