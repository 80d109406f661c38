"""Law x: what a finding on a number says to write is read when it is written, and is the number that was meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensekit.errors import ValueProblem
from licensekit.use.reading import read_given
from licensekit.values import Exactly, Money, Range

COUNT, MONEY = "product.monthly_active_users.month", "product.revenue.month"
BOUNDS = ["", "", "<", "<=", "> ", ">= ", "under ", "up to ", "no more than ", "over ", "at most ", "more than "]
BEFORE, AFTER = (
    ["", "", "$", "US$", "€ ", "USD ", "eur "],
    ["", "", " USD", " usd", " dollars", "$", " €", " users", "+"],
)
DIGITS = [
    *("5", "40", "5,000", "5 000", "5_000", "50_00", "1.000.000", "007", "1,5", "12.5", "12.5.1", "1e6", "100,000,000"),
    *("0.5", "1_000", "5,00,000", "five"),
]
SCALES = ["", "", "k", "K", "M", " M", "mn", " mio", "bn", " million", " Millions", " thousands", "million", "x"]
SPELLINGS = st.tuples(*map(st.sampled_from, (BOUNDS, BEFORE, DIGITS, SCALES, AFTER))).map("".join)


def proposed(name: str, text: str) -> str | None:
    """What is said to be written instead; None where nothing is."""
    try:
        read_given(name, text)
    except ValueProblem as problem:
        wording = re.match("write `([^`]*)`", problem.help)
        return wording[1] if wording else None
    return None


@given(st.sampled_from([COUNT, MONEY]), SPELLINGS)
def test_what_is_said_to_be_written_is_read(name: str, text: str) -> None:
    mend = proposed(name, text)
    if mend is not None:
        assert read_given(name, mend), f"{text} -> {mend}"


@pytest.mark.parametrize(
    ("name", "text", "mend", "amount"),
    [
        (COUNT, "200k", "200 thousand", 200_000),
        (COUNT, "40M", "40 million", 40_000_000),
        (COUNT, "5,000 users", "5_000", 5_000),
        (MONEY, "$40M", "40 million USD", Money("40000000", "USD")),
        (MONEY, "40M", "40 million USD", Money("40000000", "USD")),
        (MONEY, "US$ 1,234,567.5", "1_234_567.5 USD", Money("1234567.5", "USD")),
        (MONEY, "1.5bn dollars", "1.5 billion USD", Money("1500000000", "USD")),
        (MONEY, "eur 5 000", "5_000 EUR", Money("5000", "EUR")),
        (MONEY, "5000 usd", "5_000 USD", Money("5000", "USD")),
    ],
)
def test_the_mend_is_the_number_that_was_meant(name: str, text: str, mend: str, amount: object) -> None:
    assert proposed(name, text) == mend
    assert read_given(name, mend) == {name: Exactly(amount)}


@pytest.mark.parametrize(
    ("text", "mend"),
    [("<40M", "less than 40 million"), (">= 5,000", "at least 5_000"), ("up to 2 mio", "at most 2 million")],
)
def test_a_bound_stays_a_bound(text: str, mend: str) -> None:
    assert proposed(COUNT, text) == mend
    assert isinstance(read_given(COUNT, mend)[COUNT], Range)


@pytest.mark.parametrize(
    ("name", "text", "mend"),
    [
        ("use.countries", "DE;FR", "DE,FR"),
        ("use.countries", "{ DE FR }", "DE,FR"),
        ("use.countries", "DE,", "DE"),
        ("distribution.covers", "work; derivative", "work,derivative"),
        ("access.channel", "Own copy", "own_copy"),
        ("access.channel", "not_own_copy", "not own_copy"),
        ("breach.cured_on", "2026/06/01", "2026-06-01"),
        ("breach.cured_on", "2026-6-1", "2026-06-01"),
        ("breach.cured_on", "20260601", "2026-06-01"),
    ],
)
def test_what_is_nearly_a_value_of_another_type_is_proposed_too(name: str, text: str, mend: str) -> None:
    assert proposed(name, text) == mend
    assert read_given(name, mend)


@pytest.mark.parametrize("text", ["01/06/2026", "1.6.2026", "2026-02-30"])
def test_no_day_is_proposed_where_it_may_be_two_or_none(text: str) -> None:
    assert proposed("breach.cured_on", text) is None


@pytest.mark.parametrize("name", [COUNT, MONEY])
@pytest.mark.parametrize("text", ["12.5.1", "1e6", "five million", "$5 EUR"])
def test_nothing_is_proposed_where_what_was_meant_cannot_be_told(name: str, text: str) -> None:
    assert proposed(name, text) is None
