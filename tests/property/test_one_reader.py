"""Numbers, days and amounts mean the same wherever they are written, or are refused with the same code.

Stated in a case of a `.lic` file, with `--set`, in a file of facts (TOML and JSON), to `Use.of`, and, where a cell can
hold it, in a table of CSV.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from licensekit.catalogue.loading import checked_text
from licensekit.cli.table_cells import Refused
from licensekit.cli.table_files import ColumnsMeant, TableFile, read, readable
from licensekit.errors import FactsError, ValueProblem
from licensekit.use import Use
from licensekit.use.files import read_facts
from licensekit.use.options import read_rate, read_setting
from licensekit.values import Exactly, Known, Money, YearMonth, at_most, between, more_than
from licensekit.vocabulary.facts import fact
from optional import needs

USERS = "product.monthly_active_users.month"
REVENUE = "product.revenue.month"
PUBLISHED = "work.version_published_on"

Meant = Mapping[str, Known] | frozenset[str]
"""The facts that a statement gives, or the codes with which it is refused."""


def in_a_case(name: str, value: str) -> Meant:
    found = case_with(f"given {name} is {value}")
    return found if isinstance(found, frozenset) else {each.fact: each.value for each in found.given}


def case_with(line: str) -> Any:
    """The case that holds a line, or the codes of what is wrong with it."""
    case = f'case "one" {{ acts run {line} expect permitted }}'
    checked = checked_text(f'license l {{ title "L" grant g at "1" {{ may run }} {case} }}')
    if checked.diagnostics:
        return frozenset(found.code for found in checked.diagnostics)
    return checked.cases[0]


def refused(read_it: Callable[[], Any]) -> Any:
    """What is read, or the codes with which it is refused."""
    try:
        return read_it()
    except ValueProblem as problem:
        return frozenset({problem.code})
    except FactsError as error:
        return frozenset(found.code for found in error.diagnostics)


def in_an_option(name: str, value: str) -> Meant:
    return refused(lambda: read_setting(f"{name}={value}"))


def in_json(name: str, value: str) -> Meant:
    return refused(lambda: read_facts(json.dumps({"facts": {name: value}}), "json").facts)


def in_toml(name: str, value: str) -> Meant:
    return refused(lambda: read_facts(f'[facts]\n"{name}" = "{value}"', "toml").facts)


def in_python(name: str, value: str) -> Meant:
    return refused(lambda: Use.of((), {name: value}).facts())


def in_a_cell(name: str, value: str, currency: str = "") -> Meant:
    needs("narwhals", "polars")

    def cell() -> Meant:
        column = f"{name}:{currency}" if currency else name
        wrong = Refused()
        with TemporaryDirectory() as folder:
            path = Path(folder) / "uses.csv"
            path.write_text(f'"{column}"\n"{value}"\n')
            file = TableFile("uses.csv", str(path), "csv")
            with readable(file, wrong):
                (held,) = read(file, ColumnsMeant({}, fact), wrong).frame.collect().get_column(column).to_list()
        return {name: Exactly(Money(held, currency) if currency else held)}

    return refused(cell)


WHERE = (in_an_option, in_json, in_toml, in_python)


def agree(name: str, value: str, *others: Meant) -> Meant:
    """What a statement means in a case, which every other place agrees with."""
    meant = in_a_case(name, value)
    for there in (*(where(name, value) for where in WHERE), *others):
        if isinstance(meant, frozenset):
            assert isinstance(there, frozenset), value
            assert len(there) == 1, value
            assert there <= meant, value
        else:
            assert there == meant, value
    return meant


DIGITS = st.one_of(
    st.from_regex(
        r"[0-9]{1,3}(_[0-9]{1,3}){0,5}(\.[0-9]{1,6})?", fullmatch=True, alphabet=st.characters(codec="ascii")
    ),
    st.from_regex(
        r"[1-9][0-9]{0,2}(_[0-9]{3}){0,4}(\.[0-9]{1,4})?", fullmatch=True, alphabet=st.characters(codec="ascii")
    ),
    st.integers(0, 10**17).map(str),
    st.from_regex(r"[0-9]{1,4}(k|K|M|m|bn|mio|e6|x1)", fullmatch=True, alphabet=st.characters(codec="ascii")),
)
RIGHT = st.one_of(st.integers(0, 10**6).map(lambda number: f"{number:_}"), st.sampled_from(["1.5", "0.25", "5"]))
SCALE = st.sampled_from(["", "", " thousand", " million", " billion"])
CURRENCY = st.sampled_from(["", " USD", " USD", " EUR", " UDS"])
WORD = st.sampled_from(["at most", "at least", "more than", "less than", "exactly"])


def amounts(digits: st.SearchStrategy[str], currency: st.SearchStrategy[str] = CURRENCY) -> st.SearchStrategy[str]:
    return st.tuples(digits, SCALE, currency).map("".join)


STATEMENTS = st.one_of(
    amounts(DIGITS),
    st.tuples(WORD, amounts(DIGITS)).map(" ".join),
    st.tuples(WORD, amounts(RIGHT), st.just("and"), WORD, amounts(RIGHT)).map(" ".join),
    st.tuples(st.just("between"), amounts(RIGHT), st.just("and"), amounts(RIGHT)).map(" ".join),
)


@given(name=st.sampled_from([USERS, REVENUE]), value=STATEMENTS)
@example(name=USERS, value="1_0_0")
@example(name=USERS, value="007")
@example(name=USERS, value="exactly 5")
@example(name=USERS, value="between 5 and 5")
@example(name=USERS, value="1_000_000_000_000_000")
@example(name=REVENUE, value="at least 5 USD and at most 5 USD")
@example(name=REVENUE, value="less than 9 USD and at least 5 USD")
@example(name=REVENUE, value="between 5 USD and 9 EUR")
def test_numbers_and_amounts_mean_the_same_everywhere(name: str, value: str) -> None:
    agree(name, value)


@given(digits=DIGITS, scale=SCALE)
@example(digits="1_0_0", scale="")
@example(digits="007", scale="")
@example(digits="1.5", scale=" million")
@example(digits="120.000", scale="")
def test_a_cell_holds_what_an_amount_means(digits: str, scale: str) -> None:
    number = digits + scale
    if re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", number):  # a point between groups, or before decimals
        assert in_a_cell(USERS, number) == in_a_cell(REVENUE, number, "EUR") == frozenset({"LK543"})
        return
    agree(USERS, number, in_a_cell(USERS, number))
    agree(
        REVENUE, f"{number} EUR", {**cell} if isinstance(cell := in_a_cell(REVENUE, number, "EUR"), Mapping) else cell
    )


@given(number=st.integers(0, 10**17))
def test_a_whole_number_of_json_means_what_its_digits_mean(number: int) -> None:
    bare = refused(lambda: read_facts(json.dumps({"facts": {USERS: number}}), "json").facts)
    agree(USERS, str(number), bare, refused(lambda: Use.of((), {USERS: number}).facts()))


DAYS = st.one_of(
    st.dates().map(date.isoformat),
    st.from_regex(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,5}-[0-9]{1,2}-[0-9]{1,2}",
        fullmatch=True,
        alphabet=st.characters(codec="ascii"),
    ),
)


@given(day=DAYS)
@example(day="2026-02-30")
@example(day="0000-01-01")
@example(day="2026-6-1")
def test_days_mean_the_same_everywhere(day: str) -> None:
    agree(PUBLISHED, day, in_a_cell(PUBLISHED, day))


@given(
    month=st.from_regex(r"(19|20)[0-9]{2}-[0-9]{2}|0000-01", fullmatch=True, alphabet=st.characters(codec="ascii")),
    amount=amounts(RIGHT),
)
@example(month="2026-13", amount="5 USD")
def test_months_of_a_series_mean_the_same_everywhere(month: str, amount: str) -> None:
    series = f"{{ {month}: {amount} }}"
    in_a_table = {REVENUE: {month: amount}}
    agree(REVENUE, series, refused(lambda: read_facts(json.dumps({"facts": in_a_table}), "json").facts))


@given(digits=DIGITS, scale=SCALE)
@example(digits="0", scale="")
@example(digits="0.000000000001", scale="")
@example(digits="0.0000000000001", scale="")
def test_rates_mean_the_same_everywhere(digits: str, scale: str) -> None:
    number = digits + scale
    found = case_with(f"given rate 1 CNY is {number} USD on 2026-06-01")
    meant = found if isinstance(found, frozenset) else found.rates[0]
    entry = json.dumps({"rates": [{"from": "CNY", "to": "USD", "rate": number, "date": "2026-06-01"}]})
    assert refused(lambda: read_rate(f"1 CNY = {number} USD on 2026-06-01")) == meant
    assert refused(lambda: read_facts(entry, "json").rates[0]) == meant


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("1_0_0", frozenset({"LK108"})),
        ("007", frozenset({"LK108"})),
        ("1_000_000_000_000_000", frozenset({"LK108"})),
        ("exactly 5", {USERS: Exactly(5)}),
        ("between 5 and 5", {USERS: Exactly(5)}),
        ("at least 5 and at most 5", {USERS: Exactly(5)}),
        ("between 5 and 9", {USERS: between(5, 9)}),
        ("at most 1.5 million", {USERS: at_most(1_500_000)}),
        ("more than 0", {USERS: more_than(0)}),
        ("less than 9 and at least 5", frozenset({"LK458"})),
        ("between 9 and 5", frozenset({"LK458"})),
        ("exactly 5 and at most 9", frozenset({"LK458"})),
        ("1.5", frozenset({"LK311"})),
        ("5 USD", frozenset({"LK303"})),
        ("2026-1", frozenset({"LK122"})),
    ],
)
def test_counts(value: str, meant: Meant) -> None:
    assert agree(USERS, value) == meant


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("20 million", frozenset({"LK302"})),
        ("20 million UDS", frozenset({"LK208"})),
        ("1.23456 USD", frozenset({"LK108"})),
        ("exactly 5 USD", {REVENUE: Exactly(Money(Decimal(5), "USD"))}),
        ("between 5 USD and 5.00 USD", {REVENUE: Exactly(Money(Decimal(5), "USD"))}),
        ("between 5 USD and 9 EUR", frozenset({"LK458"})),
        ("{ 2026-13: 5 USD }", frozenset({"LK122"})),
        ("{ 2026-01: 5 USD }", {f"product.revenue[{YearMonth(2026, 1)}]": Exactly(Money(Decimal(5), "USD"))}),
    ],
)
def test_amounts(value: str, meant: Meant) -> None:
    assert agree(REVENUE, value) == meant


def test_the_same_words_are_said_of_a_number_that_is_none() -> None:
    with pytest.raises(FactsError) as error:
        read_facts(json.dumps({"facts": {USERS: "1_0_0"}}), "json")
    (stated,) = error.value.diagnostics
    (written,) = checked_text(
        f'license l {{ title "L" grant g at "1" {{ may run }} case "one" {{ acts run given {USERS} is 1_0_0 expect permitted }} }}'
    ).diagnostics
    assert (stated.code, stated.help) == (written.code, written.help) == ("LK108", "write `100`")
    assert re.fullmatch(f"`{re.escape(USERS)}`: {re.escape(written.message)}", stated.message)
