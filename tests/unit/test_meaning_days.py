"""Which comparisons of dates can hold together, found without trying days; and the least days for which they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

import pytest
from small_license import decided, inquiry_of, license_of, possible

from licensekit.api import LicenseTerms
from licensekit.decision.inquiry import Inquiry
from licensekit.errors import FactsError
from licensekit.meaning.calendar_days import LAST_DAY
from licensekit.meaning.days import Orders, earliest, linked
from licensekit.meaning.domain import ANY_DAY, Interval
from licensekit.meaning.formula import Truths
from licensekit.meaning.variable import FactVariable, OrderVariable, fact_variable
from licensekit.truth import TRUE

NOTIFIED, CURED, FOUND = "breach.notified_on", "breach.cured_on", "breach.discovered_on"
A, B, C = (fact_variable(name, "date") for name in (NOTIFIED, CURED, FOUND))
FREE: dict[FactVariable, Interval] = dict.fromkeys((A, B, C), ANY_DAY)


def dated(*conditions: str, headers: str = "") -> LicenseTerms:
    stops = "\n".join(
        f'prohibition p{number} at "2" {{ must not run when {condition} }}'
        for number, condition in enumerate(conditions)
    )
    return license_of(f'grant rights at "1" {{ may any act }}\n{stops}', headers)


def stops(inquiry: Inquiry) -> range:
    return range(1, len(inquiry.matter.programs[0].clauses))


def reachable(terms: LicenseTerms) -> set[tuple[object, ...]]:
    """Which prohibitions can be active together, by the diagrams."""
    inquiry = inquiry_of(terms, "run")
    program = inquiry.matter.programs[0]
    return set(inquiry.reached(*(inquiry.clause(program, number, "run") for number in stops(inquiry))))


def tried(terms: LicenseTerms, names: tuple[str, ...], days: Iterable[int]) -> Iterator[tuple[bool, ...]]:
    """The same, from all of some days."""
    inquiry = inquiry_of(terms, "run")
    meaning = inquiry.matter.programs[0].as_written
    variables = [fact_variable(name, "date") for name in names]
    for chosen in product(days, repeat=len(names)):
        world = {name: Interval(day, day) for name, day in zip(variables, chosen, strict=True)}
        truths = Truths({**inquiry.world, **world})
        yield tuple(truths.of(meaning.active(number)) is TRUE for number in stops(inquiry))


@pytest.mark.parametrize(
    ("names", "conditions"),
    [
        ((CURED,), (f"{CURED} before 2026-03-01", f"{CURED} on_or_after 2026-02-27")),
        ((CURED,), (f"{CURED} within 3 days after 2026-02-26", f"{CURED} before 3 days after 2026-02-26")),
        ((CURED,), (f"{CURED} within 1 months after 2026-01-30", f"{CURED} within 2 months after 2026-01-31")),
        ((NOTIFIED,), ("2026-02-28 within 1 months after breach.notified_on",)),
        ((NOTIFIED,), ("2026-02-28 before 1 months after breach.notified_on", f"{NOTIFIED} before 2026-01-30")),
        ((CURED, NOTIFIED), (f"{CURED} before {NOTIFIED}", f"{NOTIFIED} before 2026-02-10")),
        (
            (CURED, NOTIFIED),
            (f"{CURED} within 5 days after {NOTIFIED}", f"{CURED} before 2026-02-01", f"{NOTIFIED} before 2026-02-03"),
        ),
        ((CURED, NOTIFIED), (f"{CURED} within 1 months after {NOTIFIED}", f"{CURED} before 1 months after {NOTIFIED}")),
        # in no February do thirty days pass before the month does
        (
            (CURED, NOTIFIED),
            (
                f"{CURED} within 1 months after {NOTIFIED}",
                f"{CURED} within 30 days after {NOTIFIED}",
                f"{NOTIFIED} before 2026-02-02",
            ),
        ),
    ],
)
def test_what_can_be_is_what_some_days_give(names: tuple[str, ...], conditions: tuple[str, ...]) -> None:
    terms = dated(*conditions)
    first = date(2025, 11, 1).toordinal() if len(names) == 1 else date(2025, 12, 20).toordinal()
    days = [*range(first, first + (300 if len(names) == 1 else 105)), LAST_DAY]  # the last one stands for never
    assert reachable(terms) == set(tried(terms, names, days))


@pytest.mark.parametrize(
    ("condition", "cured", "notified", "expected"),
    [
        (f"{CURED} before {NOTIFIED}", date(2026, 1, 1), "never", "permitted"),
        (f"{CURED} before {NOTIFIED}", "never", date(2026, 1, 1), "permitted"),
        (f"{CURED} on_or_after {NOTIFIED}", "never", date(2026, 1, 1), "permitted"),
        (f"{CURED} on_or_after {NOTIFIED}", "never", "never", "permitted"),
        (f"not {CURED} on_or_after {NOTIFIED}", "never", date(2026, 1, 1), "prohibited"),
        (f"{CURED} within 5 days after {NOTIFIED}", "never", "never", "permitted"),
        (f"as_of within 5 days after {NOTIFIED}", "never", "never", "permitted"),
        (f"{CURED} on_or_after 2026-01-01", "never", "never", "permitted"),
        (f"{CURED} before 2026-01-01 or {CURED} on_or_after 2026-01-01", date(2026, 1, 1), "never", "prohibited"),
        (f"{CURED} before 2026-01-01 or {CURED} on_or_after 2026-01-01", "never", "never", "permitted"),
    ],
)
def test_what_never_happened_is_neither_before_nor_after(
    condition: str, cured: object, notified: object, expected: str
) -> None:
    terms = dated(condition)
    assert possible(terms, "run", {CURED: cured, NOTIFIED: notified}) == [expected]
    assert expected in possible(terms, "run", {NOTIFIED: notified}), "unknown is not never, but may be"


def test_a_licence_never_follows_from_what_never_happens() -> None:
    terms = license_of(
        'grant rights at "1" { may run }\n'
        'converts to mit at "2" on the earlier of 2 years after work.version_published_on, breach.cured_on'
    )
    never = {"work.version_published_on": "never", "breach.cured_on": "never"}
    assert possible(terms, "sell", never) == ["not_granted"]
    assert possible(terms, "sell", never | {"breach.cured_on": date(2026, 1, 1)}, as_of=date(2026, 1, 1)) == [
        "permitted_with_duties"
    ]
    with pytest.raises(FactsError, match="a day that never comes"):
        decided(terms, "sell", as_of=date.max)


def test_two_dates_and_their_distance_know_one_another() -> None:
    terms = dated(f"{CURED} before {NOTIFIED}", f"{NOTIFIED} before {FOUND}", f"{FOUND} before {CURED}")
    assert reachable(terms) == set(product((True, False), repeat=3)) - {(True, True, True)}, "they run in no circle"


@pytest.mark.parametrize(
    "condition",
    [
        "work.version_published_on before 1 days after as_of",
        "work.version_published_on within 40 days after as_of",
        "as_of within 1 months after work.version_published_on",
    ],
)
@pytest.mark.parametrize("named", ["", "as_of before 2024-01-31"])
def test_days_lie_where_the_as_of_date_may_lie(condition: str, named: str) -> None:
    """No as-of date precedes the release (seed 1094/6798 of the comparison with the naive evaluator)."""
    for headers in ("", "released 2024-02-15"):
        terms = dated(condition, *([named] if named else []), headers=headers)
        assert possible(terms, "run") == ["permitted", "prohibited"]


def test_many_distances_and_dates_are_still_exact() -> None:
    apart = (11, 140, 900, 1900, 5500, 9000)
    when = " or ".join(f"{CURED} within {count} days after {name}" for count in apart for name in (NOTIFIED, FOUND))
    terms = license_of(f'grant rights at "1" {{ may run when {when} }}')
    assert possible(terms, "run") == ["permitted", "not_granted"]
    assert [question.fact for question in decided(terms, "run").questions]
    always = license_of(f'grant rights at "1" {{ may run when ({when}) or not ({when}) }}')
    assert possible(always, "run") == ["permitted"]


def test_the_day_on_which_a_licence_follows() -> None:
    terms = license_of(
        'grant rights at "1" { may run }\n'
        'converts to mit at "2" on the earlier of 2 years after work.version_published_on, 2031-05-01'
    )
    published = {"work.version_published_on": date(2024, 2, 29)}
    assert possible(terms, "sell", published) == ["permitted_with_duties", "not_granted"]
    for day, expected in ((date(2026, 2, 27), "not_granted"), (date(2026, 2, 28), "permitted_with_duties")):
        assert possible(terms, "sell", published, as_of=day) == [expected]
    assert possible(terms, "sell", as_of=date(2031, 5, 1)) == ["permitted_with_duties"]


@pytest.mark.parametrize(("day", "unit"), [("2026-02-28", "months"), ("2026-03-30", "months"), ("2024-02-29", "years")])
def test_the_first_day_from_which_a_day_is_reached(day: str, unit: str) -> None:
    from licensekit.meaning.calendar_days import later

    target = date.fromisoformat(day).toordinal()
    first = earliest(target, 1, unit)  # type: ignore[arg-type]
    assert later(first, 1, unit) >= target > later(first - 1, 1, unit)  # type: ignore[arg-type]


def test_the_least_days_for_which_comparisons_hold_are_the_example() -> None:
    soon, late = OrderVariable(B, A, 3, "days"), OrderVariable(B, A, 10, "days", 1)
    orders = Orders({**FREE, A: Interval(738_000, ANY_DAY.high)}).having(soon, holds=True)
    assert orders is not None
    within = orders.having(late, holds=False)
    assert within is not None
    assert (within.least[A], within.least[B]) == (738_000, 738_003)
    assert Orders(FREE).having(late, holds=True).having(soon, holds=False) is None  # type: ignore[union-attr]


def test_a_circle_of_months_ends() -> None:
    """One month after is never 32 days after; but 31 it is, from some months on."""
    for days, holds in ((31, True), (32, False)):
        orders = Orders(FREE).having(OrderVariable(B, A, 1, "months"), holds=True)
        assert orders is not None
        more = orders.having(OrderVariable(B, A, days, "days"), holds=True)
        assert more is not None
        again = more.having(OrderVariable(B, A, 1, "months", 1), holds=False)
        assert (again is not None) is holds


def test_comparisons_that_share_no_date_are_apart() -> None:
    d, e = (fact_variable(name, "date") for name in ("work.obtained_on", "work.version_published_on"))
    orders = (OrderVariable(A, B), OrderVariable(d, e), OrderVariable(B, C))
    assert {frozenset(group) for group in linked(orders)} == {
        frozenset((orders[0], orders[2])),
        frozenset((orders[1],)),
    }


def test_a_date_that_is_bounded_by_another_fits_no_part_of_its_days_before_that() -> None:
    """An order settled first, and the part of the days after it (seed 901/194 of the comparison with the naive one)."""
    orders = Orders({**FREE, A: Interval(739_311, 739_311)}).having(OrderVariable(B, A), holds=True)
    assert orders is not None
    assert orders.bounded(B, Interval(737_000, 737_000)) is None
    assert orders.bounded(B, Interval(739_000, 739_400)) is not None
