"""The order of numbers: by whose they are, and by the period they cover."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations, product

import pytest

from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.relations import Relation, relation

HOLD = [
    ("product.revenue.month", "product.revenue.trailing_12_months", ""),
    ("product.revenue.month", "product.revenue.year", ""),
    ("product.revenue.month", "product.revenue.any_12_months", ""),
    ("product.revenue.year", "product.revenue.any_12_months", ""),
    ("group.revenue.calendar_year", "group.revenue.any_12_months", ""),
    ("group.revenue.prior_tax_year", "group.revenue.any_12_months", ""),
    ("group.revenue[2026-01]", "group.revenue.any_12_months", ""),
    ("client.revenue.year", "client.revenue.any_12_months", ""),
    ("product.revenue.year", "products_with_work.revenue.year", "product.exists"),
    ("products_commercial.revenue.year", "licensee.revenue.year", ""),
    ("products_with_work.revenue.year", "group.revenue.year", ""),
    ("product.revenue.month", "group.revenue.any_12_months", "product.exists"),
    ("licensee.revenue.month", "group.revenue.any_12_months", ""),
    ("product.monthly_active_users.month", "group.monthly_active_users.any_month", "product.exists"),
    ("product.monthly_active_users.preceding_month", "product.monthly_active_users.any_month", ""),
    ("group.monthly_active_users[2025-03]", "group.monthly_active_users.any_month", ""),
    ("licensee.monthly_active_users[2025-03]", "group.monthly_active_users[2025-03]", ""),
    ("product.revenue.month@m", "product.revenue.year@m", ""),
    ("product.monthly_active_users.month", "product.monthly_active_users.preceding_month", ""),
    ("product.monthly_active_users.preceding_month", "product.monthly_active_users.month", ""),
    ("product.monthly_active_users.preceding_month", "group.monthly_active_users.month", "product.exists"),
    ("products_with_work.revenue.year", "products_commercial.revenue.year", ""),
    ("product.revenue.year", "products_commercial.revenue.year", "product.exists"),
    ("product.recurring_revenue.year", "product.revenue.year", ""),
    ("licensee.people.now", "group.people.now", ""),
    ("licensee.people.peak_prior_tax_year", "group.people.peak_prior_tax_year", ""),
    ("deployment.end_users.now", "deployment.end_users.any_30_days", ""),
    ("product.recurring_revenue.year", "group.revenue.any_12_months", "product.exists"),
]

FAIL = [
    ("product.revenue.year", "product.revenue.month"),
    ("group.revenue.year", "product.revenue.year"),
    ("product.revenue.month", "product.revenue.calendar_year"),
    ("product.revenue.month", "product.revenue.month"),
    ("group.revenue.calendar_year", "group.revenue.prior_tax_year"),
    ("group.revenue.trailing_12_months", "group.revenue.year"),
    ("group.monthly_active_users[2025-03]", "group.monthly_active_users[2025-04]"),
    ("group.monthly_active_users[2025-03]", "group.monthly_active_users.month"),
    ("product.monthly_active_users.month", "group.revenue.any_12_months"),
    ("product.revenue.month@a", "product.revenue.year@b"),
    ("product.revenue.month@a", "product.revenue.year"),
    ("group.people.now", "group.people.peak_prior_tax_year"),
    ("client.revenue.year", "group.revenue.year"),
    ("product.charged_for", "product.exists"),
    ("nonsense", "product.revenue.year"),
    ("product.revenue.fortnight", "product.revenue.fortnight_and_more"),
]


@pytest.mark.parametrize(("lower", "upper", "guard"), HOLD)
def test_is_at_most(lower: str, upper: str, guard: str) -> None:
    found = relation(lower, upper)
    assert found is not None
    assert (found.lower, found.upper, found.guard) == (lower, upper, guard)


@pytest.mark.parametrize(("lower", "upper"), FAIL)
def test_is_unrelated(lower: str, upper: str) -> None:
    assert relation(lower, upper) is None


def test_a_relation_says_itself_in_words() -> None:
    found = relation("product.revenue.month", "group.revenue.any_12_months")
    assert found is not None
    assert found.text == (
        "the product's revenue in the last full calendar month is at most the group's in any 12 months in a row"
    )
    twice = relation("product.monthly_active_users.preceding_month", "product.monthly_active_users.month")
    assert twice is not None
    assert twice.text == "the preceding calendar month is the last full one"
    part = relation("product.recurring_revenue.year", "product.revenue.year")
    assert part is not None
    assert part.text == (
        "the product's recurring revenue in a year, of whichever kind is at most the product's revenue "
        "in a year, of whichever kind"
    )
    same = relation("group.monthly_active_users[2025-03]", "group.monthly_active_users.any_month")
    assert same is not None
    assert same.text == (
        "the group's monthly active users in 2025-03 are at most the same in any one calendar month so far"
    )


def lower_than(names: Iterable[str]) -> list[Relation]:
    """All relations among some facts, in the order of the names."""
    return [each for pair in permutations(names, 2) if (each := relation(*pair)) is not None]


def test_the_relations_are_a_partial_order_of_numbers_some_of_which_have_two_names() -> None:
    names = [info.name for info in FACTS.values() if info.measure] + ["group.revenue[2026-01]"]
    pairs = {(each.lower, each.upper) for each in lower_than(names)}
    both_ways = {lower for lower, upper in pairs if (upper, lower) in pairs}
    assert {name.rpartition(".")[2] for name in both_ways} == {"month", "preceding_month"}
    above: dict[str, set[str]] = {}
    for lower, upper in pairs:
        above.setdefault(lower, set()).add(upper)
    missing = [
        (lower, top)
        for lower, uppers in above.items()
        for upper in uppers
        for top in above.get(upper, set()) - uppers - {lower}
    ]
    assert missing == []


def test_all_relations_among_some_names_in_the_order_of_the_names() -> None:
    names = ["group.revenue.year", "product.charged_for", "product.revenue.month", "licensee.revenue.year"]
    found = [(each.lower, each.upper) for each in lower_than(names)]
    assert found == [
        ("product.revenue.month", "group.revenue.year"),
        ("product.revenue.month", "licensee.revenue.year"),
        ("licensee.revenue.year", "group.revenue.year"),
    ]
    assert found == [(lower, upper) for lower, upper in product(names, names) if relation(lower, upper)]
