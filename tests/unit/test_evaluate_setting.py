"""Rates and index values: which number a comparison reads, and with what it compares it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from small_license import decided, license_of, possible, verdict

import licensekit as lk
from licensekit.evaluate.setting import Approval, Coordinate, Setting
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
    for setting in (Setting(), Setting(rates=RATES)):
        assert setting.threshold("group.people.now", compares) == ("group.people.now", 5)
    assert Setting(rates=RATES).spot("group.people.now", compares) == (
        Coordinate("group.people.now", "group.people.now", "", ""),
        5,
    )


def test_an_amount_is_compared_in_its_currency() -> None:
    assert Setting().threshold(FACT, amount("5")) == (f"{FACT}:USD", Decimal(5))
    assert Setting(rates=RATES).threshold(FACT, amount("5")) == (f"{FACT}:USD", Decimal(5))


def test_a_threshold_is_converted_along_the_rates() -> None:
    setting = Setting(rates=RATES)
    assert setting.threshold(FACT, amount("100", "CNY")) == (f"{FACT}:USD", Decimal("14.00"))
    assert setting.threshold(FACT, amount("100", "JPY")) == (f"{FACT}:USD", Decimal("0.7"))


def test_an_adjusted_amount_without_its_index_is_a_number_of_its_own() -> None:
    assert Setting().threshold(FACT, amount("8", of=2019)) == (f"{FACT}:USD:us_cpi_u@2019", Decimal(8))
    assert Setting(indices=INDEX).threshold(FACT, amount("8", of=2020)) == (f"{FACT}:USD:us_cpi_u@2020", Decimal(8))


def test_an_adjusted_amount_is_multiplied_by_its_index() -> None:
    assert Setting(indices=INDEX).threshold(FACT, amount("8", of=2019)) == (f"{FACT}:USD", Decimal(10))


def test_a_setting_is_plain_without_rates_and_indices() -> None:
    assert Setting().plain
    assert not Setting(rates=RATES).plain
    assert not Setting(indices=INDEX).plain


def test_an_approval_without_acts_reaches_all() -> None:
    setting = Setting(approvals=(Approval("x.a", frozenset()), Approval("x.b", frozenset({"run"}))))
    assert setting.held("run") == {"x.a", "x.b"}
    assert setting.held("sell") == {"x.a"}
    assert Setting().held("run") == frozenset()


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
