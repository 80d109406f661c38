"""Answers to questions in words: numbers, days, countries and options; and what suffices as an answer."""

from __future__ import annotations

from typing import Any

import pytest
from small_license import inquiry_of, license_of, named

from licensekit.decision.cells import cell_text
from licensekit.decision.inquiry import Inquiry
from licensekit.meaning.domain import Domain, Interval

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
            "derivative and product_using",
        ),
        ("any of distribution.covers in { derivative }", "distribution.covers", frozenset(), "none of them"),
        ("as_of before 2026-01-01", "as_of", Interval(739000, 739000), "2024-04-24"),
        ("as_of before 2026-01-01", "as_of", Interval(739000, 739001), "2024-04-24 to 2024-04-25"),
        ("breach.cured_on before 2026-01-01", "breach.cured_on", Interval(1, 2), "0001-01-02 or earlier"),
    ],
)
def test_a_cell_as_an_answer(condition: str, variable: str, cell: Domain, expected: str) -> None:
    terms = license_of(f'{GRANT} prohibition stop at "2" {{ must not run when {condition} }}')
    assert cell_text(inquiry_of(terms, "run").matter, named(terms, variable), cell) == expected
