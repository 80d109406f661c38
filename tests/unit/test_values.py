"""Values: what is accepted as exact, what is refused and why, and how each is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from licensekit import LicenseError, parse
from licensekit.errors import ValueProblem
from licensekit.numerals import FACTOR_DECIMALS, factor, numeral
from licensekit.values import (
    UNKNOWN,
    WORLDWIDE,
    Exactly,
    IndexValue,
    Known,
    Money,
    NotOption,
    Number,
    Range,
    Rate,
    YearMonth,
    at_least,
    at_most,
    between,
    exact_amount,
    exact_count,
    grouped,
    known_shown,
    less_than,
    more_than,
)


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


AMOUNTS_ACCEPTED: list[tuple[object, str]] = [
    (0, "0"),
    (1, "1"),
    (20_000_000, "20000000"),
    (999_999_999_999_999, "999999999999999"),
    ("0", "0"),
    ("0.00", "0"),
    ("20000000", "20000000"),
    ("20_000_000", "20000000"),
    ("1.5 million", "1500000"),
    ("20000000.00", "20000000"),
    ("0.01", "0.01"),
    ("1.10", "1.1"),
    ("12.3400", "12.34"),
    ("0.0001", "0.0001"),
    ("999999999999999.9999", "999999999999999.9999"),
    (Decimal(0), "0"),
    (Decimal("-0"), "0"),
    (Decimal("1E+3"), "1000"),
    (Decimal("1E-4"), "0.0001"),
    (Decimal("2.50"), "2.5"),
    (Decimal(100), "100"),
]
AMOUNTS_REFUSED: list[tuple[object, str]] = [
    (0.1, "never a float"),
    (20_000_000.0, "never a float"),
    (float("nan"), "never a float"),
    (float("inf"), "never a float"),
    (True, "never a float"),
    ("", "is not a number"),
    (" 1", "is not a number"),
    ("1 ", "is not a number"),
    ("1_0_0", "is not a number"),
    ("007", "does not begin with 0"),
    ("5.00000000", "at most 4 decimals"),
    ("1,000", "is not a number"),
    ("-1", "is not a number"),
    ("+1", "is not a number"),
    ("1.", "is not a number"),
    (".5", "is not a number"),
    ("1e3", "is not a number"),
    ("NaN", "is not a number"),
    ("Infinity", "is not a number"),
    ("1\n", "is not a number"),
    ("١٢", "is not a number"),
    ("\uff11\uff12", "is not a number"),
    ("0.00001", "at most 4 decimals"),
    ("1.23456", "at most 4 decimals"),
    ("1000000000000000", "at most 15 digits"),
    ("9" * 5_000, "at most 15 digits"),
    (10**15, "at most 15 digits"),
    (Decimal("1E+1000000"), "at most 15 digits"),
    (Decimal("1E-5"), "at most 4 decimals"),
    (Decimal(-1), "never negative"),
    (-1, "never negative"),
    (Decimal("NaN"), "finite"),
    (Decimal("sNaN"), "finite"),
    (Decimal("Infinity"), "finite"),
    (Decimal("-Infinity"), "finite"),
    (None, "finite"),
    (b"1", "finite"),
    ([1], "finite"),
]


@pytest.mark.parametrize(("raw", "plain"), AMOUNTS_ACCEPTED, ids=repr)
def test_amounts_accepted(raw: object, plain: str) -> None:
    found = exact_amount(raw)
    assert isinstance(found, Decimal)
    assert f"{found:f}" == plain, "one amount, one spelling"
    assert exact_amount(found) == found


@pytest.mark.parametrize(("raw", "why"), AMOUNTS_REFUSED, ids=lambda raw: repr(raw)[:30])
def test_amounts_refused(raw: object, why: str) -> None:
    with pytest.raises(ValueProblem, match=why):
        exact_amount(raw)


def test_the_text_of_a_refused_amount_is_cut_short() -> None:
    with pytest.raises(ValueProblem) as refused:
        exact_amount("9" * 5_000)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize("raw", [0, 1, 100_000_001, 10**15 - 1])
def test_counts_accepted(raw: int) -> None:
    assert exact_count(raw) == raw


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (-1, "never negative"),
        (10**15, "at most 15 digits"),
        (10**4_000, "at most 15 digits"),
        (True, "whole number"),
        (False, "whole number"),
        (1.0, "whole number"),
        ("1", "whole number"),
        (Decimal(1), "whole number"),
        (None, "whole number"),
    ],
    ids=lambda raw: repr(raw)[:30],
)
def test_counts_refused(raw: object, why: str) -> None:
    with pytest.raises(ValueProblem, match=why):
        exact_count(raw)


# -- money ------------------------------------------------------------------------------------------------------


def test_money_is_one_value_whatever_the_spelling() -> None:
    assert usd("20000000.00") == usd("2E+7") == Money(Decimal(20_000_000), "USD")
    assert len({usd("1"), usd("1.0"), usd("1.00")}) == 1
    assert usd("1") != Money(Decimal(1), "EUR")


@pytest.mark.parametrize("code", ["usd", "US", "USDT", "", "U$D", "US1", "USD\n", "ÜSD"])
def test_what_is_no_currency_code(code: str) -> None:
    with pytest.raises(ValueProblem, match="is not a currency"):
        Money(Decimal(1), code)


def test_money_refuses_a_float() -> None:
    with pytest.raises(ValueProblem, match=r'write "0\.1" as a string with its currency'):
        Money(0.1, "USD")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "0 USD"), ("1234.5", "1_234.5 USD"), ("20000000", "20_000_000 USD"), ("0.0001", "0.0001 USD")],
)
def test_money_as_written(amount: str, text: str) -> None:
    assert str(usd(amount)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1_000"),
        (100_000_001, "100_000_001"),
        (Decimal("1000.25"), "1_000.25"),
        (Decimal("1000.00"), "1_000"),
        (Decimal("0.0"), "0"),
        (Decimal("1e3"), "1_000"),
        (Decimal("0.10"), "0.1"),
        (Decimal("12.125"), "12.1250"),
        (Decimal("1012.125"), "1_012.125"),
        (Decimal("0.125"), "0.125"),
    ],
)
def test_digits_in_groups(number: int | Decimal, text: str) -> None:
    assert grouped(number) == text


# -- months -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "month"), [("2025-03", (2025, 3)), ("0001-01", (1, 1)), ("9999-12", (9999, 12))])
def test_months_accepted(text: str, month: tuple[int, int]) -> None:
    assert YearMonth.parse(text) == month
    assert str(YearMonth.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "2025-3",
        "2025-00",
        "2025-13",
        "0000-01",
        "25-03",
        "2025/03",
        "2025-03-01",
        " 2025-03",
        "2025-03\n",
        "",
        "٢٠٢٥-٠٣",
    ],
)
def test_months_refused(text: str) -> None:
    with pytest.raises(ValueProblem, match=r"there is no month `.*`") as refused:
        YearMonth.parse(text)
    assert (refused.value.code, refused.value.help) == ("LK122", "write year-month, such as 2026-01")


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2025, 4, 1), (2025, 3)),
        (date(2025, 4, 30), (2025, 3)),
        (date(2025, 1, 31), (2024, 12)),
        (date(2024, 3, 1), (2024, 2)),
    ],
)
def test_the_last_full_month_before_a_day(day: date, month: tuple[int, int]) -> None:
    assert YearMonth.before(day) == month


@pytest.mark.parametrize(
    ("months", "later"),
    [(0, (2025, 3)), (1, (2025, 4)), (9, (2025, 12)), (10, (2026, 1)), (-3, (2024, 12)), (-27, (2022, 12))],
)
def test_months_shifted(months: int, later: tuple[int, int]) -> None:
    assert YearMonth(2025, 3).shifted(months) == later


# -- ranges -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (at_most(5), "at most 5"),
        (less_than(5), "less than 5"),
        (at_least(5), "at least 5"),
        (more_than(5), "more than 5"),
        (between(1, 5), "between 1 and 5"),
        (between(5, 5), "between 5 and 5"),
        (at_most(usd("20000000")), "at most 20_000_000 USD"),
        (Range(1, 5, low_open=True), "more than 1 and at most 5"),
        (Range(1, 5, high_open=True), "at least 1 and less than 5"),
        (Range(usd("1"), usd("5"), low_open=True, high_open=True), "more than 1 USD and less than 5 USD"),
        (Range(4, 6, low_open=True, high_open=True), "more than 4 and less than 6"),
    ],
    ids=str,
)
def test_ranges_as_written(known: Range, text: str) -> None:
    assert str(known) == text == known_shown(known)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({}, "needs at least one bound"),
        ({"low": 5, "high": 4}, "no number is between 5 and 4"),
        ({"low": 5, "high": 5, "low_open": True}, "no number is more than 5 and at most 5"),
        ({"low": 5, "high": 5, "high_open": True}, "no number is"),
        ({"low": 5, "high": 6, "low_open": True, "high_open": True}, "no number is more than 5 and less than 6"),
        ({"low": usd("5"), "high": usd("4.99")}, "no number is"),
        ({"low": usd("5"), "high": usd("5"), "low_open": True}, "no number is"),
        ({"low": usd("1"), "high": Money(Decimal(2), "EUR")}, "in one currency, not USD and EUR"),
        ({"high": "5 million USD"}, "`5 million USD` is a text, not a number"),
        ({"low": 1, "high": usd("2")}, "both are money"),
        ({"low": usd("1"), "high": 2}, "both are money"),
        ({"low": -1}, "never negative"),
        ({"high": 10**15}, "at most 15 digits"),
        ({"high": 1.5}, "whole number"),
        ({"low": True}, "whole number"),
    ],
    ids=str,
)
def test_ranges_refused(arguments: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueProblem, match=why):
        Range(**arguments)


def test_there_is_money_between_five_and_six_and_no_count() -> None:
    assert str(Range(usd("5"), usd("6"), low_open=True, high_open=True)) == "more than 5 USD and less than 6 USD"
    with pytest.raises(ValueProblem, match="no number is"):
        Range(5, 6, low_open=True, high_open=True)


@pytest.mark.parametrize("number", [0, 7, usd("0"), usd("7.5")], ids=str)
def test_the_five_ways_to_bound_a_number(number: Number) -> None:
    assert (at_most(number).high, at_most(number).low, at_most(number).high_open) == (number, None, False)
    assert (at_least(number).low, at_least(number).high, at_least(number).low_open) == (number, None, False)
    assert (more_than(number).low, more_than(number).low_open) == (number, True)
    assert (less_than(number).high, less_than(number).high_open) == (number, True)
    assert between(number, number) == Range(number, number)


# -- showing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (Exactly(value=True), "yes"),
        (Exactly(value=False), "no"),
        (Exactly(0), "0"),
        (Exactly(1), "1"),
        (Exactly(100_000_001), "100_000_001"),
        (Exactly(usd("20000000")), "20_000_000 USD"),
        (Exactly(date(2026, 6, 1)), "2026-06-01"),
        (Exactly("own_copy"), "own_copy"),
        (Exactly(frozenset({"FR", "DE"})), "{ DE, FR }"),
        (Exactly(frozenset()), "{ }"),
        (Exactly(WORLDWIDE), "worldwide"),
        (UNKNOWN, "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_values_as_written(known: Known, text: str) -> None:
    assert known_shown(known) == text


def test_unknown_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match=r"compare it with licensekit\.UNKNOWN"):
        bool(UNKNOWN)
    assert repr(UNKNOWN) == "UNKNOWN"


def test_a_value_of_an_index_as_written() -> None:
    assert (
        str(IndexValue("US CPI-U", 2024, Decimal("1.020"), date(2026, 6, 1)))
        == "US CPI-U = 1.020 of 2024 on 2026-06-01"
    )


def test_a_rate_as_written() -> None:
    assert str(Rate("CNY", "USD", Decimal("0.14"), date(2026, 6, 1))) == "1 CNY = 0.14 USD on 2026-06-01"
    assert str(Rate("CNY", "USD", Decimal("1E-3"), date(2026, 6, 1))) == "1 CNY = 0.001 USD on 2026-06-01"


@pytest.mark.parametrize(
    ("rate", "read_as"),
    [
        ("1.380", "USD to KRW at 1.38 (if you mean 1_380, write `1_380`)"),
        ("1.38", ""),
        ("0.140", ""),
        ("1380", ""),
    ],
)
def test_a_rate_that_may_be_two_says_how_it_was_read(rate: str, read_as: str) -> None:
    assert Rate("USD", "KRW", Decimal(rate), date(2026, 6, 1)).read_as == read_as


# -- spelling ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("0", 0, "0"),
        ("100000001", 100_000_001, "100_000_001"),
        ("1.50 million", 1_500_000, "1.50 million"),
        ("0.14", Decimal("0.14"), "0.14"),
        ("999_999_999_999_999", 10**15 - 1, "999_999_999_999_999"),
    ],
)
def test_numbers_as_written(text: str, value: int | Decimal, written: str) -> None:
    assert numeral(text) == (value, written)


def test_a_point_that_may_stand_between_groups_is_refused_wherever_a_number_is_written() -> None:
    """`100.000` had been read as a hundred: who meant a hundred thousand was below every threshold."""
    for text in ("100.000", "1.000", "12.125"):
        with pytest.raises(ValueProblem, match="may be two numbers") as refused:
            numeral(text)
        assert refused.value.code == "LK543"
        with pytest.raises(ValueProblem, match="may be two numbers"):
            Money(text, "EUR")
    assert numeral("1.234 million").value == 1_234_000  # the word says which
    assert numeral("1.125", FACTOR_DECIMALS).value == Decimal("1.125")
    assert Money(str(numeral(grouped(Decimal("12.125"))).value), "USD") == Money(Decimal("12.125"), "USD")
    source = 'license x { title "X" grant rights at "1" { may run when group.people.now more than 700.000 } }'
    with pytest.raises(LicenseError) as checked:
        parse(source)
    (finding,) = checked.value.diagnostics
    assert (finding.code, source[slice(*finding.labels[0].span[1:])]) == ("LK543", "700.000")
    parse(source.replace("700.000", "1.234 million"))


def test_what_multiplies_is_above_zero() -> None:
    assert factor(numeral("0.000000000001", FACTOR_DECIMALS)) == Decimal("1E-12")
    with pytest.raises(ValueProblem, match="`0` is not a positive number") as refused:
        factor(numeral("0"))
    assert refused.value.code == "LK311"


def test_what_an_option_is_not_is_said_so() -> None:
    assert str(NotOption("own_copy")) == "not own_copy"
