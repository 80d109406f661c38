"""Days enough to tell apart every outcome of the comparisons of dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import pytest
from small_license import decided, license_of, possible, standing

from licensekit.api import LicenseTerms
from licensekit.evaluate.days import ANCHOR, TooMany, candidate_days
from licensekit.meaning.domain import Interval
from licensekit.evaluate.layout import Layout, layout_of
from licensekit.evaluate.setting import Setting
from licensekit.truth import Truth

NOTIFIED, CURED, FOUND = "breach.notified_on", "breach.cured_on", "breach.discovered_on"


def dated(*conditions: str) -> LicenseTerms:
    stops = "\n".join(
        f'prohibition p{number} at "2" {{ must not run when {condition} }}'
        for number, condition in enumerate(conditions)
    )
    return license_of(f'grant rights at "1" {{ may any act }}\n{stops}')


def layout(terms: LicenseTerms) -> Layout:
    return layout_of(terms.terms, ("run",), Setting())


def exactly(day: int) -> Interval:
    return Interval(day, day)


Days = Callable[[Mapping[str, Interval], str], Iterable[int]]
"""The days at which a date is to be tried, in a world in which some dates are known."""


def outcomes(terms: LicenseTerms, names: tuple[str, ...], days: Days) -> set[tuple[Truth, ...]]:
    """Which prohibitions are active together, over all choices of days for one date after the other."""

    def worlds(world: dict[str, Interval], left: tuple[str, ...]) -> Iterator[dict[str, Interval]]:
        if not left:
            yield world
            return
        for day in days(world, left[0]):
            yield from worlds({**world, left[0]: exactly(day)}, left[1:])

    found = set()
    for world in worlds({}, names):
        one = standing(terms, world)
        found.add(tuple(one.active(number) for number in range(1, len(one.program.clauses))))
    return found


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
    ],
)
def test_every_outcome_of_all_days_is_an_outcome_of_the_candidates(
    names: tuple[str, ...], conditions: tuple[str, ...]
) -> None:
    terms = dated(*conditions)
    read = layout(terms)
    first = date(2026, 1, 1) if len(names) == 1 else date(2026, 1, 15)
    every = range(first.toordinal(), first.toordinal() + (150 if len(names) == 1 else 75))
    candidates = outcomes(terms, names, lambda world, name: candidate_days(read, world, name))
    assert candidates >= outcomes(terms, names, lambda _world, _name: every)
    assert len(candidate_days(read, {}, names[0])) < 100


def test_days_that_are_known_are_where_the_search_begins() -> None:
    terms = dated(f"{CURED} within 30 days after {NOTIFIED}")
    noticed = date(2026, 1, 10).toordinal()
    world: Mapping[str, Interval] = {NOTIFIED: exactly(noticed)}
    days = candidate_days(layout(terms), world, CURED)
    assert {noticed - 1, noticed, noticed + 30, noticed + 31} <= set(days)
    assert ANCHOR not in days


def test_where_no_day_is_named_only_distances_matter() -> None:
    days = candidate_days(layout(dated(f"{CURED} before {NOTIFIED}")), {}, CURED)
    assert days == tuple(range(ANCHOR - 2, ANCHOR + 3))


def test_days_on_which_a_group_of_countries_changed_are_candidates() -> None:
    days = candidate_days(layout(dated("licensee.domicile in { EU }")), {}, "as_of")
    accession, leaving = date(2013, 7, 1).toordinal(), date(2020, 2, 1).toordinal()
    assert {accession, leaving} <= set(days)


def test_the_candidates_stay_within_the_calendar() -> None:
    terms = dated(f"{CURED} within 3000 years after 9000-01-01", f"{CURED} before 0001-01-01")
    days = candidate_days(layout(terms), {}, CURED)
    assert days[0] == 1
    assert days[-1] == date.max.toordinal()


APART = (11, 140, 900, 1900, 5500, 9000)


def test_days_grow_by_one_distance_for_each_unknown_date() -> None:
    """However many comparisons say the same (seed 1003/4340 of the comparison with the naive evaluator)."""
    conditions = [f"{CURED} within {count} days after 2026-01-01" for count in APART]
    once = candidate_days(layout(dated(*conditions)), {}, CURED)
    assert once == candidate_days(layout(dated(*conditions * 9)), {}, CURED)
    assert len(once) < 3 + 8 * len(APART)


def test_the_candidates_do_not_grow_without_end() -> None:
    terms = dated(*(f"{CURED} within {count} days after {name}" for count in APART for name in (NOTIFIED, FOUND)))
    # All days at three of these distances from each other.
    with pytest.raises(TooMany):
        candidate_days(layout(terms), {}, CURED)


def test_where_there_are_too_many_days_the_answer_says_that_it_is_not_exact() -> None:
    when = " or ".join(f"{CURED} within {count} days after {name}" for count in APART for name in (NOTIFIED, FOUND))
    terms = license_of(f'grant rights at "1" {{ may run when {when} }}')
    (part,) = decided(terms, "run").parts
    assert (part.method, [str(one) for one in part.possible]) == ("kleene", ["permitted", "not_granted"])
    assert [question.fact for question in decided(terms, "run").questions], "which can be worked out all the same"
    assert decided(terms, "run", {NOTIFIED: date(2026, 1, 1), FOUND: date(2026, 1, 1)}).method == "exact"


def test_dates_of_licenses_that_follow_are_candidates() -> None:
    terms = license_of(
        'grant rights at "1" { may run }\n'
        'converts to mit at "2" on the earlier of 2 years after work.version_published_on, 2031-05-01'
    )
    found = layout_of(terms.terms, ("sell",), Setting())
    published = date(2024, 2, 29).toordinal()
    days = candidate_days(found, {"work.version_published_on": exactly(published)}, "as_of")
    assert {date(2026, 2, 28).toordinal(), date(2031, 5, 1).toordinal()} <= set(days)
    assert possible(terms, "sell", {"work.version_published_on": date(2024, 2, 29)}) == [
        "permitted_with_duties",
        "not_granted",
    ]


@pytest.mark.parametrize(
    "condition",
    [
        "work.version_published_on before 1 days after as_of",
        "work.version_published_on within 40 days after as_of",
        "as_of within 1 months after work.version_published_on",
    ],
)
@pytest.mark.parametrize("named", ["", 'prohibition old at "3" { must not sell when as_of before 2024-01-31 }'])
def test_days_are_sought_where_the_as_of_date_may_lie(condition: str, named: str) -> None:
    """No as-of date precedes the release (seed 1094/6798 of the comparison with the naive evaluator)."""
    body = f'grant rights at "1" {{ may any act }}\nprohibition p at "2" {{ must not run when {condition} }}\n{named}'
    for headers in ("", "released 2024-02-15"):
        assert possible(license_of(body, headers), "run") == ["permitted", "prohibited"]
    released = Interval(date(2024, 2, 15).toordinal(), date.max.toordinal())
    days = candidate_days(layout(license_of(body, "released 2024-02-15")), {"as_of": released}, "as_of")
    assert {released.first - 1, released.first, released.first + 1} <= set(days)
