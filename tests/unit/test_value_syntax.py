"""Values as people write them after `is`: every form of every type, and the mend for what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensekit.currencies import CURRENCIES
from licensekit.errors import ValueProblem
from licensekit.use.problems import fact_mend
from licensekit.use.raw import read_raw, written
from licensekit.use.reading import read_given, read_value
from licensekit.values import (
    UNKNOWN,
    WORLDWIDE,
    Exactly,
    Known,
    Money,
    Range,
    at_least,
    at_most,
    between,
    known_shown,
    less_than,
    more_than,
)
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact
from licensekit.vocabulary.territories import TERRITORIES

USERS = "product.monthly_active_users.month"
REVENUE = "product.revenue.month"


def usd(amount: int | str) -> Money:
    return Money(Decimal(amount), "USD")


READ = [
    ("product.charged_for", "yes", Exactly(True)),
    ("product.charged_for", " no ", Exactly(False)),
    ("product.charged_for", "unknown", UNKNOWN),
    (USERS, "0", Exactly(0)),
    (USERS, "100_000_001", Exactly(100_000_001)),
    (USERS, "120 million", Exactly(120_000_000)),
    (USERS, "1.5 million", Exactly(1_500_000)),
    (USERS, "2 thousand", Exactly(2_000)),
    (USERS, "1  billion", Exactly(1_000_000_000)),
    (USERS, "at most 1 million", at_most(1_000_000)),
    (USERS, "at least 1 million", at_least(1_000_000)),
    (USERS, "more than 1 million", more_than(1_000_000)),
    (USERS, "less than 1 million", less_than(1_000_000)),
    (USERS, "between 5 and 9 million", between(5, 9_000_000)),
    (USERS, "between 7 and 7", Exactly(7)),
    (USERS, "more than 5 and at most 9", Range(5, 9, low_open=True)),
    (USERS, "at least 5 and less than 9", Range(5, 9, high_open=True)),
    (USERS, "exactly 5", Exactly(5)),
    (USERS, "at least 5 and at most 5", Exactly(5)),
    (USERS, "unknown", UNKNOWN),
    (REVENUE, "20 million USD", Exactly(usd(20_000_000))),
    (REVENUE, "0.5 million USD", Exactly(usd(500_000))),
    (REVENUE, "19_999_999.99 USD", Exactly(usd("19999999.99"))),
    (REVENUE, "at most 20 million USD", at_most(usd(20_000_000))),
    (REVENUE, "between 5 million USD and 9 million USD", between(usd(5_000_000), usd(9_000_000))),
    ("work.version_published_on", "2026-06-01", Exactly(date(2026, 6, 1))),
    ("licensee.domicile", "FR", Exactly("FR")),
    ("licensee.kind", "public_body", Exactly("public_body")),
    ("use.countries", "DE,FR", Exactly(frozenset({"DE", "FR"}))),
    ("use.countries", "{ DE, FR }", Exactly(frozenset({"DE", "FR"}))),
    ("use.countries", "DE", Exactly(frozenset({"DE"}))),
    ("use.countries", "{ }", Exactly(frozenset())),
    ("use.countries", "worldwide", Exactly(WORLDWIDE)),
    ("distribution.covers", "work, derivative", Exactly(frozenset({"work", "derivative"}))),
]


@pytest.mark.parametrize(("name", "text", "expected"), READ)
def test_a_text_reads_as(name: str, text: str, expected: Known) -> None:
    assert read_value(fact(name), text) == expected


TWO = "may be two numbers: what the `.` stands for differs from country to country"
REFUSED = [
    ("product.charged_for", "true", "LK502", "`true` is neither yes nor no", "write `yes`"),
    ("product.charged_for", "No", "LK502", "`No` is neither yes nor no", "write `no`"),
    ("product.charged_for", "maybe", "LK502", "`maybe` is neither yes nor no", "write `yes` or `no`"),
    ("product.charged_for", "", "LK502", "a value is missing", "write `unknown`, or leave the fact out"),
    ("product.charged_for", "n/a", "LK502", "`n/a` does not say whether it is unknown or none", "write `unknown`"),
    (USERS, "?", "LK502", "`?` does not say whether it is unknown or none", "write `unknown`"),
    (USERS, "100.000", "LK543", f"`100.000` {TWO}", "put `_` between groups, `100_000`, or a point and"),
    (USERS, "at most 100.000", "LK543", f"`100.000` {TWO}", "put `_` between groups, `100_000`, or"),
    ("product.revenue.month", "12.125 USD", "LK543", f"`12.125` {TWO}", "put `_` between groups, `12_125`, or a point"),
    ("product.revenue.month", "between 1.000 USD and 2.000 USD", "LK543", f"`1.000` {TWO}", "write both"),
    (USERS, "40 lakh", "LK303", "`lakh` does not stand behind a count", "write it in digits, or with `thousand`"),
    (USERS, "at most 40 MM", "LK303", "`MM` does not stand behind a count", "write it in digits"),
    (USERS, "40MM", "LK108", "`40MM` is not a number", "write digits, with `_` between groups of three"),
    (USERS, "40 million users", "LK303", "a count has no currency", "write `40 million`"),
    (USERS, "5,000 monthly active users", "LK108", "`5,000 monthly active users` is not a count", "write `5_000`"),
    (USERS, "120M", "LK108", "`120M` is not a number", "write `120 million`"),
    (USERS, "2bn", "LK108", "`2bn` is not a number", "write `2 billion`"),
    (USERS, "3 millions", "LK108", "`3 millions` is not a count", "write `3 million`"),
    (USERS, "100,000,001", "LK108", "`100,000,001` is not a count", "write `100_000_001`"),
    (
        USERS,
        "1.5",
        "LK311",
        "a count is a whole number, written without a decimal point",
        "write a whole number from 0 on",
    ),
    (USERS, "5 USD", "LK303", "a count has no currency", "write `5`"),
    (USERS, "<= 5 million", "LK108", "`<= 5 million` is not a count", "write `at most 5 million`"),
    (USERS, "over 5 million", "LK108", "`over 5 million` is not a count", "write `more than 5 million`"),
    (USERS, "-5", "LK108", "`-5` is not a count", "write it like `120 million` or `at most 120 million`"),
    (USERS, "1_0_0", "LK108", "`1_0_0` is not a number", "write `100`"),
    (USERS, "007", "LK108", "a number does not begin with 0", "write `7`"),
    (USERS, "2026-1", "LK122", "there is no day or month `2026-1`", "write a day as 2026-06-01"),
    (
        USERS,
        "less than 9 and at least 5",
        "LK458",
        "two bounds are a lower and an upper one, in this order",
        "write `more",
    ),
    (
        USERS,
        "exactly 5 and at most 9",
        "LK458",
        "two bounds are a lower and an upper one, in this order",
        "write `more",
    ),
    (USERS, "yes", "LK502", "`yes` is not a count", "write it like `120 million` or `at most 120 million`"),
    (
        USERS,
        "at most 5 and at most 9",
        "LK458",
        "two bounds are a lower and an upper one, in this order",
        "write `more than 5 and at most 9`",
    ),
    (
        USERS,
        "{ 2026-01: 5 }",
        "LK502",
        "a monthly series stands only where a figure for `month` does",
        "write one value",
    ),
    (
        REVENUE,
        "20 million",
        "LK302",
        "an amount of money needs its currency",
        "write `20 million USD`, or another currency",
    ),
    (REVENUE, "$20 million", "LK108", "`$20 million` is not an amount of money", "write `20 million USD`"),
    (REVENUE, "USD 20 million", "LK108", "`USD 20 million` is not an amount of money", "write `20 million USD`"),
    (REVENUE, "20 million usd", "LK208", "`usd` is not a currency", "write `20 million USD`"),
    (REVENUE, "20 million UDS", "LK208", "`UDS` is not a currency", "did you mean `USD`?"),
    (
        REVENUE,
        "20 million dollars",
        "LK208",
        "`dollars` is not a currency",
        "write `20 million USD`, or another currency",
    ),
    (REVENUE, "20 million ABCDEFG", "LK208", "`ABCDEFG` is not a currency", "write an ISO 4217 code such as USD"),
    (REVENUE, "1e6 USD", "LK108", "`1e6` is not a number", "write digits, with `_` between groups of three"),
    (
        "work.version_published_on",
        "2026-02-30",
        "LK122",
        "there is no day `2026-02-30`",
        "write year-month-day, such as 2026-06-01",
    ),
    (
        "work.version_published_on",
        "1 June 2026",
        "LK122",
        "there is no day `1 June 2026`",
        "write year-month-day, such as 2026-06-01",
    ),
    ("licensee.domicile", "UK", "LK502", "`UK` is not the code of a country", "did you mean `GB`?"),
    ("licensee.domicile", "de", "LK502", "`de` is not the code of a country", "did you mean `DE`?"),
    ("licensee.domicile", "Germany", "LK502", "`Germany` is not the code of a country", "did you mean `DE`?"),
    (
        "licensee.domicile",
        "EU",
        "LK502",
        "`EU` is a group of countries, and who belongs to it changes",
        "name the countries",
    ),
    ("use.countries", "DE;FR", "LK502", "`DE;FR` is no list of members", "write `DE,FR`"),
    ("use.countries", "{ DE", "LK502", "a set has two braces or none", "write `{ DE, FR }` or `DE,FR`"),
    (
        "access.channel",
        "not_own_copy",
        "LK502",
        "`not_own_copy` is not one of its options",
        "write `not own_copy` for all",
    ),
    ("licensee.kind", "firm", "LK502", "`firm` is not one of its options", "use one of `individual`, `company`, "),
    ("distribution.covers", "worldwide", "LK502", "`worldwide` is not one of its options", "use one of `work`, "),
]


@pytest.mark.parametrize(("name", "text", "code", "message", "mend"), REFUSED)
def test_a_text_is_refused_with_its_mend(name: str, text: str, code: str, message: str, mend: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        read_value(fact(name), text)
    assert refused.value.message == message
    assert refused.value.help.startswith(mend)
    assert bool(refused.value.help) == bool(mend)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        (USERS, "1" * 10_000, "at most 15 digits"),
        (USERS, "1" * 30, "at most 15 digits"),
        (REVENUE, "1" * 30 + " USD", "at most 15 digits"),
        (REVENUE, "0.00001 USD", "at most 4 decimals"),
        (USERS, "between 9 and 5", "no number is between 9 and 5"),
        (REVENUE, "between 1 USD and 2 EUR", "both ends of a range are in one currency"),
        (USERS, "x" * 20_000, "at most 10_000 characters"),
    ],
)
def test_absurd_values_are_refused_at_once(name: str, text: str, part: str) -> None:
    with pytest.raises(ValueProblem, match=part):
        read_value(fact(name), text)


def test_a_monthly_series_gives_a_fact_for_each_month() -> None:
    points = read_given(REVENUE, "{ 2026-01: 3 million USD, 2026-02: at most 4 million USD }")
    assert points == {
        "product.revenue[2026-01]": Exactly(usd(3_000_000)),
        "product.revenue[2026-02]": at_most(usd(4_000_000)),
    }


def test_a_series_under_a_meaning_keeps_the_meaning() -> None:
    assert list(read_given(f"{REVENUE}@m", "{ 2026-01: 3 USD }")) == ["product.revenue[2026-01]@m"]


@pytest.mark.parametrize(
    ("name", "text", "code", "message"),
    [
        (REVENUE, "{ 2026-01: 3 USD, 2026-01: 4 USD }", "LK505", "the month 2026-01 is given twice"),
        (REVENUE, "{ January: 3 USD }", "LK502", "`January: 3 USD` is no month with its figure"),
        ("product.revenue.year", "{ 2026-01: 3 USD }", "LK502", "a monthly series stands only where "),
        ("product.revenue[2026-01]", "{ 2026-01: 3 USD }", "LK502", "a monthly series stands only where "),
    ],
)
def test_a_series_that_is_refused(name: str, text: str, code: str, message: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        read_given(name, text)
    assert refused.value.code == code
    assert refused.value.message.startswith(message)


def test_a_month_that_is_none_is_refused() -> None:
    with pytest.raises(ValueProblem, match="there is no month `2026-13`"):
        read_given(REVENUE, "{ 2026-13: 3 USD }")


def test_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        read_given("product.charged_fr", "yes")


COUNTS = st.integers(0, 10**15 - 1)
AMOUNTS = st.builds(
    Money,
    st.decimals(0, 10**14, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(sorted(CURRENCIES)),
)


@st.composite
def _ranges(draw: st.DrawFn, money: bool) -> Range:
    low, gap = draw(st.integers(0, 10**14)), draw(st.integers(2, 10**14))
    currency = draw(st.sampled_from(sorted(CURRENCIES)))
    ends = [Money(Decimal(end), currency) if money else end for end in (low, low + gap)]
    left, right = draw(st.booleans()), draw(st.booleans())
    match draw(st.sampled_from(["low", "high", "both"])):
        case "low":
            return Range(low=ends[0], low_open=left)
        case "high":
            return Range(high=ends[1], high_open=right)
        case _:
            return Range(ends[0], ends[1], left, right)


VALUES = {
    "product.charged_for": st.booleans().map(Exactly),
    USERS: COUNTS.map(Exactly) | _ranges(money=False),
    REVENUE: AMOUNTS.map(Exactly) | _ranges(money=True),
    "work.version_published_on": st.dates(date(1, 1, 1)).map(Exactly),
    "licensee.domicile": st.sampled_from(sorted(TERRITORIES)).map(Exactly),
    "use.countries": st.frozensets(st.sampled_from(sorted(TERRITORIES)), max_size=5).map(Exactly)
    | st.just(Exactly(WORLDWIDE)),
    "licensee.kind": st.sampled_from(fact("licensee.kind").options).map(Exactly),
}


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_what_is_shown_reads_back_the_same(name: str, data: st.DataObject) -> None:
    known: Known = data.draw(VALUES[name] | st.just(UNKNOWN))
    info: FactInfo = fact(name)
    assert read_value(info, known_shown(known)) == known


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_what_is_written_as_json_reads_back_the_same(name: str, data: st.DataObject) -> None:
    known: Known = data.draw(VALUES[name] | st.just(UNKNOWN))
    assert read_raw(fact(name), written(known)) == known


@given(text=st.text(max_size=60))
def test_no_text_is_more_than_refused(text: str) -> None:
    for name in VALUES:
        try:
            known = read_value(fact(name), text)
        except ValueProblem:
            continue
        assert read_value(fact(name), known_shown(known)) == known


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("product.charged_fr", "did you mean `product.charged_for`?"),
        ("prodct.charged_for", "did you mean `product.charged_for`?"),
        ("use.charged_for", "did you mean `product.charged_for`?"),
        ("charged_for", "did you mean `product.charged_for`?"),
        ("prodct.exist", "did you mean `product.exists`?"),
        ("conduct.zzzzzzz", "see `licensekit facts` for the facts of `conduct`"),
        ("zzz.qqqqqqqqqqqqqqqqqqq", "see `licensekit facts WORD` for what there is about a word"),
        ("product.revenue.quarter", "use the measure in one of its windows: `product.revenue.month`, "),
        ("product.revenue[2025-13]", "use the measure in one of its windows: `product.revenue.month`, "),
        (
            "product.recurring_revenue[2025-03]",
            "use the measure in one of its windows: `product.recurring_revenue.year`",
        ),
        (
            "group.monthly_active_users.month_before_release",
            "write the month by its date, such as `group.monthly_active_users[2025-03]`",
        ),
        ("group.operates.model_servce@kimi-k3", "did you mean `group.operates.model_service`?"),
    ],
)
def test_what_to_write_instead_of_a_name_that_is_no_fact(name: str, mend: str) -> None:
    assert fact_mend(name).startswith(mend)


def test_a_licences_own_facts_are_among_the_suggestions() -> None:
    assert fact_mend("unity.pln", ["unity.plan"]) == "did you mean `unity.plan`?"
    assert fact_mend("unty.plan", ["unity.plan"]) == "did you mean `unity.plan`?"
