"""What would change an answer, in small (docs/reliability-code.md): the ways that are told, and no others."""

from __future__ import annotations

from datetime import date

from small_license import decided, license_of

GRANT = 'grant rights at "1" { may any act }'
OWN = {"access.channel": "own_copy"}


def test_ways_can_be_put_into_a_set() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when product.charged_for }}')
    ways = decided(terms, "run", {**OWN, "product.charged_for": True}).alternatives().found
    assert len({*ways}) == len(ways) == 1


def test_a_day_may_follow_from_the_new_day_of_a_date() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run when not (breach.cured_on on_or_after 2026-06-01 '
        "and as_of on_or_after breach.cured_on and not as_of within 30 days after breach.cured_on) }"
    )
    told = decided(terms, "run", {**OWN, "breach.cured_on": date(2026, 1, 1)}, as_of=date(2026, 1, 10))
    assert [[step.item.name for step in way.steps] for way in told.alternatives().found] == [
        ["as_of", "breach.cured_on"]
    ]


def test_a_number_helps_by_what_is_computed_from_it() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run when group.revenue.calendar_year more than 20 USD }}'
    )
    told = decided(terms, "run", {**OWN, "group.revenue.year": "30 USD"})
    assert [[step.item.name for step in way.steps] for way in told.alternatives().found] == [["group.revenue.year"]]


def test_a_set_needs_a_member_of_each_list_and_no_fewer() -> None:
    others = " or ".join(f"any of use.countries in {{ {each} }}" for each in ("FR", "IT", "ES", "PL", "JP", "CN"))
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run when '
        "not (any of use.countries in { US } and any of use.countries in { DE }) } "
        f'prohibition q at "3" {{ must not run when {others} }}'
    )
    told = decided(terms, "run", {**OWN, "use.countries": ["FR"]})
    assert [[step.value for step in way.steps] for way in told.alternatives().found] == [[frozenset(("DE", "US"))]]


def test_a_month_is_told_that_bounds_a_number_of_another() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run when product.monthly_active_users.month more than 100 }}'
    )
    months: dict[str, object] = {"group.monthly_active_users[2025-11]": 500, "group.monthly_active_users[2025-12]": 600}
    told = decided(terms, "run", OWN | months, as_of=date(2026, 1, 5))
    ways = [[step.item.name for step in way.steps] for way in told.alternatives("allowed").found]
    assert ["group.monthly_active_users[2025-12]"] in ways
