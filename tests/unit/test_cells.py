"""Cells of a table as people write them: read as the language reads its own words, refused where they may be two things."""

from __future__ import annotations

import pytest

from licensekit.errors import ValueProblem
from licensekit.use.cells import Marks, currency_named, read_day, read_number, read_yes_no
from licensekit.use.options import read_setting
from licensekit.values import Exactly, Money
from licensekit.vocabulary.facts import fact

REVENUE, USERS = fact("product.revenue.month"), fact("product.monthly_active_users.month")
ALL: tuple[Marks, ...] = ("exact", "commas", "either")


@pytest.mark.parametrize("marks", ALL)
@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("$5,000", "5000"),
        ("US$ 5,000.50", "5000.5"),
        ("5000 USD", "5000"),
        ("USD 5_000", "5000"),
        ("$1,234,567", "1234567"),
        ("1.234.567 USD", "1234567"),
        ("2 million USD", "2000000"),
        ("2 Million USD", "2000000"),
        (" 1.5  million\u00a0USD ", "1500000"),
        ("0.500 USD", "0.5"),
    ],
)
def test_amounts(text: str, plain: str, marks: Marks) -> None:
    found = read_number(REVENUE, text, "", marks)
    assert found is not None
    assert (found.plain, found.currency) == (plain, "USD")
    assert read_setting(f"product.revenue.month={found.plain} {found.currency}") == {
        "product.revenue.month": Exactly(Money(plain, "USD"))
    }
    assert read_number(REVENUE, text, "USD", marks) == found
    with pytest.raises(ValueProblem, match="not in EUR, as its column is"):
        read_number(REVENUE, text, "EUR", marks)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("5.000", {"commas", "either"}),
        ("120.000 USD", {"commas", "either"}),
        ("5,000", {"exact", "either"}),
        ("5,000 €", {"exact", "either"}),
        ("€5,000", {"exact", "either"}),
        ("$5.000", {"commas", "either"}),
        ("5.000 million", set()),
        ("1234.500", set()),
        ("5,000,000", set()),
    ],
)
def test_what_may_be_two_numbers(text: str, refused: set[Marks]) -> None:
    assert {marks for marks in ALL if _code(text, marks) == "LK543"} == refused


def _code(text: str, marks: Marks) -> str:
    try:
        read_number(REVENUE, text, "EUR" if "€" in text else "USD", marks)
    except ValueProblem as problem:
        return problem.code
    return ""


@pytest.mark.parametrize(
    ("text", "currency", "code", "mend"),
    [
        ("5000", "", "LK302", "write `5_000 USD`, or another currency"),
        ("$5", "CAD", "LK543", "write `5 CAD`"),
        ("5 EUR", "USD", "LK502", "write `5 USD`"),
        ("5 XYZ", "", "LK208", ""),
        ("1,5", "USD", "LK108", "write `1.5`"),
        ("1.234,50", "USD", "LK108", "write `1_234.50`"),
        ("5k", "USD", "LK108", "write `5 thousand USD`"),
        ("5 thousands", "USD", "LK108", ""),
        ("at most 5 million", "USD", "LK502", "leave the cell empty"),
        ("<5000", "USD", "LK502", "leave the cell empty"),
        ("n/a", "USD", "LK502", "leave the cell empty where nobody knows"),
        ("-", "", "LK502", "leave the cell empty where nobody knows"),
        ("20M", "", "LK108", "write `20 million USD`, or another currency"),
        ("5k", "", "LK108", "write `5 thousand USD`, or another currency"),
        ("007", "USD", "LK108", "write `7 USD`"),
    ],
)
def test_amounts_that_are_refused(text: str, currency: str, code: str, mend: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        read_number(REVENUE, text, currency, "commas")
    assert refused.value.code == code
    assert mend in refused.value.help


def test_counts_have_no_currency_and_no_fraction() -> None:
    found = read_number(USERS, "2 million", "", "commas")
    assert found is not None
    assert found.plain == "2000000"
    for text, code in (("5 USD", "LK303"), ("$5", "LK108"), ("1.5", "LK311"), ("5.000", "LK543")):
        with pytest.raises(ValueProblem) as refused:
            read_number(USERS, text, "", "commas")
        assert refused.value.code == code, text


@pytest.mark.parametrize(
    ("text", "meant"), [("Yes", True), (" TRUE", True), ("no", False), ("", None), ("unknown", None)]
)
def test_yes_and_no(text: str, meant: bool | None) -> None:
    assert read_yes_no(text) is meant


@pytest.mark.parametrize(
    ("text", "mend"), [("1", "write `yes`"), ("N", "write `no`"), ("maybe", "leave the cell empty")]
)
def test_neither_yes_nor_no(text: str, mend: str) -> None:
    with pytest.raises(ValueProblem, match="is neither yes nor no") as refused:
        read_yes_no(text)
    assert mend in refused.value.help


def test_days() -> None:
    assert [read_day(text) for text in ("2026-06-01", " ", "unknown")] == ["2026-06-01", None, None]
    for read in (read_day, read_yes_no):
        with pytest.raises(ValueProblem, match="does not say whether it is unknown or none"):
            read("TBD")
    for text, code in (("1.2.2026", "LK543"), ("01/02/26", "LK543"), ("2026-6-1", "LK122"), ("June", "LK122")):
        with pytest.raises(ValueProblem) as refused:
            read_day(text)
        assert refused.value.code == code, text


def test_a_bare_number_names_no_currency() -> None:
    assert [currency_named(text) for text in ("5", "5 €", "£5", "CHF 7", "million")] == ["", "EUR", "GBP", "CHF", ""]
