"""What each kind of condition means (docs/semantics.md, section 2), in a world that may leave facts open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_license import defined, license_of, without_otherwise

from licensekit.meaning.domain import Among, Interval
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth
from licensekit.values import WORLDWIDE

DEFINED_BESIDE = """
  gate held at "2" { for sell needs consent from "X" }
  reading scope at "3" "How far?" {
    option wide "all" taken because "stricter"
    option narrow "some"
  }
  measure finances at "4" {
    takes client.revenue.year when use.for_client
    takes licensee.revenue.year when use.for_company
    takes group.revenue.year otherwise
  }
  measure decided at "4" {
    takes client.revenue.year when use.for_client
    takes licensee.revenue.year when not use.for_client
    takes group.revenue.year otherwise
  }
  measure both at "4" { takes the larger of licensee.revenue.year, client.revenue.year }
  measure highest at "4" { takes the larger of finances, group.revenue.month }
"""


def truth_of(condition: str, world: dict[str, Any] | None = None, held: str = "") -> Truth:
    terms = license_of(f"""
      {DEFINED_BESIDE}
      grant rights at "1" {{ may any act }}
      define case-a at "5" {{ {condition} }}
      prohibition uses at "5" {{ must not run when case-a }}
    """)
    return defined(without_otherwise(terms, "decided"), "case-a", world or {}, held.split())


def exactly(number: int) -> Interval:
    return Interval(number, number)


def on(day: str) -> Interval:
    return exactly(date.fromisoformat(day).toordinal())


def dates(first: str, last: str) -> Interval:
    return Interval(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())


@pytest.mark.parametrize(("known", "expected"), [(True, TRUE), (False, FALSE), (None, UNKNOWN)])
def test_a_yes_no_fact(known: bool | None, expected: Truth) -> None:
    world = {} if known is None else {"product.charged_for": known}
    assert truth_of("product.charged_for", world) is expected


A, B = "use.in_business", "use.production"
NOT = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}


@pytest.mark.parametrize("a", [True, False, None])
@pytest.mark.parametrize("b", [True, False, None])
def test_and_or_not_are_those_of_kleene(a: bool | None, b: bool | None) -> None:
    world = {name: known for name, known in ((A, a), (B, b)) if known is not None}
    some = TRUE if True in (a, b) else UNKNOWN if None in (a, b) else FALSE
    every = FALSE if False in (a, b) else UNKNOWN if None in (a, b) else TRUE
    assert truth_of(f"{A} or {B}", world) is some
    assert truth_of(f"{A} and {B}", world) is every
    assert truth_of(f"not ({A} and {B})", world) is NOT[every]


def test_a_definition_of_a_definition() -> None:
    terms = license_of("""
      grant rights at "1" { may any act }
      define inner at "2" { use.in_business }
      define outer at "2" { not inner }
      prohibition uses at "3" { must not run when outer }
    """)
    for known, expected in ((True, FALSE), (False, TRUE)):
        assert defined(terms, "outer", {"use.in_business": known}) is expected
    assert defined(terms, "outer", {}) is UNKNOWN


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("academic", TRUE),
        ("nonprofit", TRUE),
        ("company", FALSE),
        (None, UNKNOWN),
        (Among(("academic", "nonprofit")), TRUE),
        (Among(("company", "other")), FALSE),
        (Among(("academic", "other")), UNKNOWN),
    ],
)
def test_one_of_several_options(known: Any, expected: Truth) -> None:
    world = {} if known is None else {"licensee.kind": known}
    assert truth_of("licensee.kind in { academic, nonprofit }", world) is expected


GB_LEFT = "2020-02-01"
"""The first day on which GB was no member of the EU."""


@pytest.mark.parametrize(
    ("country", "as_of", "expected"),
    [
        ("CH", on("2026-01-01"), TRUE),
        ("DE", on("2026-01-01"), TRUE),
        ("US", on("2026-01-01"), FALSE),
        ("US", None, FALSE),
        ("DE", None, TRUE),
        ("HR", None, UNKNOWN),
        ("GB", on("2020-01-31"), TRUE),
        ("GB", on(GB_LEFT), FALSE),
        ("GB", dates("2020-01-31", GB_LEFT), UNKNOWN),
        ("GB", dates(GB_LEFT, "2026-01-01"), FALSE),
    ],
)
def test_a_country_belongs_to_a_group_on_a_day(country: str, as_of: Interval | None, expected: Truth) -> None:
    world: dict[str, Any] = {"licensee.domicile": country} | ({} if as_of is None else {"as_of": as_of})
    assert truth_of("licensee.domicile in { CH, EU }", world) is expected
    assert truth_of("any of use.countries in { CH, EU }", {**world, "use.countries": frozenset({country})}) is expected


def test_a_country_that_is_not_named_is_not_in_a_list() -> None:
    assert truth_of("licensee.domicile in { CH, GB }", {"licensee.domicile": "GB"}) is TRUE
    assert truth_of("licensee.domicile in { CH, GB }", {"licensee.domicile": "DE"}) is FALSE


@pytest.mark.parametrize(
    ("known", "some", "every"),
    [
        (frozenset(), FALSE, TRUE),
        (frozenset({"US"}), TRUE, TRUE),
        (frozenset({"DE"}), FALSE, FALSE),
        (frozenset({"US", "DE"}), TRUE, FALSE),
        (WORLDWIDE, TRUE, FALSE),
        (None, UNKNOWN, UNKNOWN),
    ],
)
def test_any_and_all_members_of_a_set(known: Any, some: Truth, every: Truth) -> None:
    world = {} if known is None else {"use.countries": known}
    assert truth_of("any of use.countries in { US, CA }", world) is some
    assert truth_of("all of use.countries in { US, CA }", world) is every


USERS = "product.monthly_active_users.month"


@pytest.mark.parametrize(
    ("words", "at", "below", "above"),
    [
        ("more than", FALSE, FALSE, TRUE),
        ("at least", TRUE, FALSE, TRUE),
        ("less than", FALSE, TRUE, FALSE),
        ("at most", TRUE, TRUE, FALSE),
        ("exactly", TRUE, FALSE, FALSE),
    ],
)
def test_a_count_against_a_threshold(words: str, at: Truth, below: Truth, above: Truth) -> None:
    for known, expected in ((100, at), (99, below), (101, above)):
        assert truth_of(f"{USERS} {words} 100", {USERS: exactly(known)}) is expected
    assert truth_of(f"{USERS} {words} 100") is UNKNOWN


def test_a_number_is_never_negative() -> None:
    assert truth_of(f"{USERS} at least 0") is TRUE
    assert truth_of(f"{USERS} less than 0") is FALSE


def test_money_in_another_currency_says_nothing() -> None:
    revenue = "group.revenue.year"
    assert truth_of(f"{revenue} more than 5 USD", {f"{revenue}:USD": exactly(6)}) is TRUE
    assert truth_of(f"{revenue} more than 5 USD", {f"{revenue}:EUR": exactly(6)}) is UNKNOWN


CLIENT, LICENSEE, GROUP = "client.revenue.year:USD", "licensee.revenue.year:USD", "group.revenue.year:USD"


@pytest.mark.parametrize(
    ("world", "expected"),
    [
        ({"use.for_client": True, CLIENT: exactly(9), LICENSEE: exactly(1)}, TRUE),
        ({"use.for_client": True, LICENSEE: exactly(9)}, UNKNOWN),
        ({"use.for_client": False, "use.for_company": True, LICENSEE: exactly(9)}, TRUE),
        ({"use.for_client": False, "use.for_company": False, GROUP: exactly(9)}, TRUE),
        ({"use.for_client": False, "use.for_company": False, GROUP: exactly(1), CLIENT: exactly(9)}, FALSE),
        # While it is open which number counts, the answer is that on which all candidates agree.
        ({CLIENT: exactly(9), LICENSEE: exactly(9), GROUP: exactly(9)}, TRUE),
        ({CLIENT: exactly(1), LICENSEE: exactly(1), GROUP: exactly(1)}, FALSE),
        ({CLIENT: exactly(9), LICENSEE: exactly(9), GROUP: exactly(1)}, UNKNOWN),
        ({"use.for_company": True, CLIENT: exactly(9), LICENSEE: exactly(9), GROUP: exactly(1)}, TRUE),
        ({}, UNKNOWN),
    ],
)
def test_a_measure_is_the_first_number_whose_case_holds(world: dict[str, Any], expected: Truth) -> None:
    assert truth_of("finances more than 5 USD", world) is expected


@pytest.mark.parametrize(
    ("words", "one", "other", "expected"),
    [
        ("more than", 6, None, TRUE),
        ("more than", 5, 5, FALSE),
        ("more than", 5, None, UNKNOWN),
        ("at least", 5, None, TRUE),
        ("at least", 4, 4, FALSE),
        ("at most", 5, 5, TRUE),
        ("at most", 6, None, FALSE),
        ("at most", 5, None, UNKNOWN),
        ("less than", 4, 4, TRUE),
        ("less than", 5, None, FALSE),
        ("exactly", 5, 4, TRUE),
        ("exactly", 5, 5, TRUE),
        ("exactly", 4, 4, FALSE),
        ("exactly", 5, 6, FALSE),
        ("exactly", 5, None, UNKNOWN),
        ("exactly", 6, None, FALSE),
    ],
)
def test_the_larger_of_two_numbers(words: str, one: int, other: int | None, expected: Truth) -> None:
    world = {LICENSEE: exactly(one)} | ({} if other is None else {CLIENT: exactly(other)})
    assert truth_of(f"both {words} 5 USD", world) is expected


def test_the_larger_of_a_measure_and_a_number() -> None:
    world: dict[str, Any] = {"use.for_client": True, CLIENT: exactly(9), "group.revenue.month:USD": exactly(1)}
    assert truth_of("highest more than 5 USD", world) is TRUE
    assert truth_of("highest more than 5 USD", {**world, CLIENT: exactly(3)}) is FALSE


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (on("2026-05-31"), TRUE),
        (on("2026-06-01"), FALSE),
        (dates("2026-01-01", "2026-05-31"), TRUE),
        (dates("2026-06-01", "2026-12-31"), FALSE),
        (dates("2026-05-31", "2026-06-01"), UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_before_a_day_or_on_or_after_it(day: Interval | None, before: Truth) -> None:
    world = {} if day is None else {"work.obtained_on": day}
    assert truth_of("work.obtained_on before 2026-06-01", world) is before
    assert truth_of("work.obtained_on on_or_after 2026-06-01", world) is NOT[before]


NOTIFIED, CURED = "breach.notified_on", "breach.cured_on"


@pytest.mark.parametrize(
    ("cured", "within", "before"),
    [
        ("2026-01-30", FALSE, FALSE),
        ("2026-01-31", TRUE, TRUE),
        ("2026-03-01", TRUE, TRUE),
        ("2026-03-02", TRUE, FALSE),
        ("2026-03-03", FALSE, FALSE),
    ],
)
def test_within_and_before_some_days_after(cured: str, within: Truth, before: Truth) -> None:
    world = {NOTIFIED: on("2026-01-31"), CURED: on(cured)}
    assert truth_of(f"{CURED} within 30 days after {NOTIFIED}", world) is within
    assert truth_of(f"{CURED} before 30 days after {NOTIFIED}", world) is before


@pytest.mark.parametrize(
    ("unit", "last"), [("1 days", "2026-02-01"), ("1 months", "2026-02-28"), ("2 years", "2028-01-31")]
)
def test_months_and_years_are_those_of_the_calendar(unit: str, last: str) -> None:
    world = {NOTIFIED: on("2026-01-31")}
    after = on(last).first + 1
    assert truth_of(f"{CURED} within {unit} after {NOTIFIED}", {**world, CURED: on(last)}) is TRUE
    assert truth_of(f"{CURED} within {unit} after {NOTIFIED}", {**world, CURED: exactly(after)}) is FALSE


def test_a_date_that_is_open_leaves_a_distance_open() -> None:
    assert truth_of(f"{CURED} within 30 days after {NOTIFIED}", {NOTIFIED: on("2026-01-31")}) is UNKNOWN
    assert truth_of(f"{CURED} within 30 days after {NOTIFIED}", {CURED: on("2026-01-31")}) is UNKNOWN
    long_ago = {NOTIFIED: dates("2026-01-01", "2026-01-31"), CURED: on("2025-12-31")}
    assert truth_of(f"{CURED} within 30 days after {NOTIFIED}", long_ago) is FALSE


def test_a_reading_is_as_taken() -> None:
    assert truth_of("reading scope is wide") is TRUE
    assert truth_of("reading scope is narrow") is FALSE


def test_an_approval_is_held_or_not() -> None:
    assert truth_of("not approval held is held") is TRUE
    assert truth_of("not approval held is held", held="small.held") is FALSE


def test_a_measure_without_a_case_for_everything_else() -> None:
    for_client = {"use.for_client": True, CLIENT: exactly(9), LICENSEE: exactly(1)}
    assert truth_of("decided more than 5 USD", for_client) is TRUE
    assert truth_of("decided more than 5 USD", {**for_client, "use.for_client": False}) is FALSE
    assert truth_of("decided more than 5 USD", {CLIENT: exactly(9), LICENSEE: exactly(1)}) is UNKNOWN


def test_a_measure_of_which_no_case_holds_is_open() -> None:
    terms = license_of("""
      measure limit at "1" { takes client.revenue.year when use.for_client takes group.revenue.year otherwise }
      grant rights at "1" { may any act }
      define large at "2" { limit more than 5 USD }
      prohibition uses at "2" { must not run when large }
    """)
    terms = without_otherwise(terms, "limit")
    world = {"use.for_client": False, CLIENT: exactly(9), LICENSEE: exactly(9)}
    assert defined(terms, "large", world) is UNKNOWN
