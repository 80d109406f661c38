"""Answers to questions in words: numbers, days, countries and options; and what suffices as an answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from small_license import inquiry_of

from licensekit.evaluate.cell_words import cell_text, enough
from licensekit.meaning.domain import Domain, Interval
from licensekit.evaluate.inquiry import Inquiry

GRANT = 'grant rights at "1" { may any act }'


def inquiry(condition: str, facts: dict[str, Any] | None = None) -> Inquiry:
    return inquiry_of(f'{GRANT} prohibition stop at "2" {{ must not run when {condition} }}', "run", facts)


REVENUE = "group.revenue.year more than 5 USD"


@pytest.mark.parametrize(
    ("condition", "variable", "cell", "expected"),
    [
        ("use.personal", "use.personal", True, "yes"),
        ("use.personal", "use.personal", False, "no"),
        ("group.people.now more than 5", "group.people.now", Interval(0, 5), "at most 5"),
        (REVENUE, "group.revenue.year:USD", Interval(5, None, low_open=True), "more than 5 USD"),
        (
            f"{REVENUE} of 2019 adjusted by us_cpi_u",
            "group.revenue.year:USD:us_cpi_u@2019",
            Interval(0, 5),
            "at most 5 USD of 2019",
        ),
        ("licensee.kind is academic", "licensee.kind", "academic", "academic"),
        ("licensee.kind is academic", "licensee.kind", "company", "another"),
        ("licensee.domicile in { EU, US }", "licensee.domicile", "DE", "in EU"),
        ("licensee.domicile in { EU, US }", "licensee.domicile", "US", "in US"),
        ("licensee.domicile in { EU, US }", "licensee.domicile", "JP", "elsewhere"),
        ("licensee.domicile in { EU } or licensee.domicile is DE", "licensee.domicile", "DE", "in EU, DE"),
        ("any of use.countries in { EU }", "use.countries", frozenset(), "nowhere"),
        ("any of use.countries in { EU }", "use.countries", frozenset({"DE", "JP", "BR"}), "elsewhere and in EU"),
        (
            "any of distribution.covers in { derivative }",
            "distribution.covers",
            frozenset({"derivative", "product_using"}),
            "in derivative and product_using",
        ),
        ("as_of before 2026-01-01", "as_of", Interval(739000, 739000), "2024-04-24"),
        ("as_of before 2026-01-01", "as_of", Interval(739000, 739001), "2024-04-24 to 2024-04-25"),
        ("breach.cured_on before 2026-01-01", "breach.cured_on", Interval(1, 2), "0001-01-01 to 0001-01-02"),
    ],
)
def test_a_cell_as_an_answer(condition: str, variable: str, cell: Domain, expected: str) -> None:
    assert cell_text(inquiry(condition), variable, cell) == expected


def test_what_suffices_is_the_side_below_the_nearest_threshold() -> None:
    below, above = Interval(0, 5), Interval(6, None)
    assert enough(inquiry("group.people.now more than 5"), "group.people.now", [below, above]) == "at most 5"
    open_end = Interval(0, 5, high_open=True)
    asked = inquiry("group.revenue.year at least 5 USD")
    assert enough(asked, "group.revenue.year:USD", [open_end, Interval(5, None)]) == "less than 5 USD"


def test_nothing_short_of_the_value_suffices_elsewhere() -> None:
    assert enough(inquiry("use.personal"), "use.personal", [True, False]) == ""
    unbounded = Interval(6, None)
    assert enough(inquiry("group.people.now more than 5"), "group.people.now", [unbounded]) == ""


@pytest.mark.parametrize(
    ("given", "high", "high_open", "expected"),
    [
        ("40 CNY", 8, False, "at most 0.2 USD for 1 CNY"),
        ("40 CNY", 8, True, "less than 0.2 USD for 1 CNY"),
        ("30 CNY", 20, False, "at most 0.66666666 USD for 1 CNY"),
        ("30 CNY", 20_000_000_000_000, False, "at most 666666660000 USD for 1 CNY"),
        ("40000000000 CNY", 8, False, "at most 0.0000000002 USD for 1 CNY"),
        ("at most 40 CNY", 8, False, "at most 8 USD"),
    ],
)
def test_where_only_a_rate_is_missing_a_rate_suffices(given: str, high: int, high_open: bool, expected: str) -> None:
    asked = inquiry("group.revenue.year more than 8 USD", {"group.revenue.year": given, "client.revenue.year": "3 CNY"})
    first = Interval(Decimal(0), Decimal(high), False, high_open)
    assert enough(asked, "group.revenue.year:USD", [first]) == expected
