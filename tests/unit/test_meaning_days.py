"""Which comparisons of dates can hold together, found without trying days; and the least days for which they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise, product
from random import Random
from time import process_time

import pytest
from small_license import decided, inquiry_of, license_of, possible

from licensekit.api import LicenseTerms
from licensekit.decision.inquiry import Inquiry
from licensekit.diagram.nodes import Diagrams, TooManySteps
from licensekit.errors import FactsError
from licensekit.limits import MAX_STEPS
from licensekit.meaning.calendar_days import LAST_DAY, Unit, earliest, fewest_and_most, later
from licensekit.meaning.days import Orders, can_end, linked
from licensekit.meaning.domain import ANY_DAY, Interval
from licensekit.meaning.formula import Truths
from licensekit.meaning.variable import FactVariable, OrderVariable, fact_variable
from licensekit.truth import TRUE

NOTIFIED, CURED, FOUND = "breach.notified_on", "breach.cured_on", "breach.discovered_on"
A, B, C = (fact_variable(name, "date") for name in (NOTIFIED, CURED, FOUND))
FREE: dict[FactVariable, Interval] = dict.fromkeys((A, B, C), ANY_DAY)


def orders_of(bounds: dict[FactVariable, Interval], limit: int = MAX_STEPS) -> Orders:
    return Orders(bounds, Diagrams(limit).step)


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
    target = date.fromisoformat(day).toordinal()
    first = earliest(target, 1, unit)  # type: ignore[arg-type]
    assert later(first, 1, unit) >= target > later(first - 1, 1, unit)  # type: ignore[arg-type]


def test_the_least_days_for_which_comparisons_hold_are_the_example() -> None:
    soon, late = OrderVariable(B, A, 3, "days"), OrderVariable(B, A, 10, "days", 1)
    orders = orders_of({**FREE, A: Interval(738_000, ANY_DAY.high)}).having(soon, holds=True)
    assert orders is not None
    within = orders.having(late, holds=False)
    assert within is not None
    assert (within.least[A], within.least[B]) == (738_000, 738_003)
    assert orders_of(FREE).having(late, holds=True).having(soon, holds=False) is None  # type: ignore[union-attr]


def test_a_circle_of_months_ends() -> None:
    """One month after is never 32 days after; but 31 it is, from some months on."""
    for days, holds in ((31, True), (32, False)):
        orders = orders_of(FREE).having(OrderVariable(B, A, 1, "months"), holds=True)
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
    orders = orders_of({**FREE, A: Interval(739_311, 739_311)}).having(OrderVariable(B, A), holds=True)
    assert orders is not None
    assert orders.bounded(B, Interval(737_000, 737_000)) is None
    assert orders.bounded(B, Interval(739_000, 739_400)) is not None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (f"{CURED} within 41 days after {CURED}", ["permitted", "prohibited"]),
        (f"{CURED} before 2 months after {CURED}", ["permitted", "prohibited"]),
        (f"{CURED} on_or_after {CURED}", ["permitted", "prohibited"]),
        (f"not {CURED} within 0 days after {CURED}", ["permitted", "prohibited"]),
        (f"{CURED} before 0 days after {CURED}", ["permitted"]),
        (f"{CURED} before {CURED}", ["permitted"]),
    ],
)
def test_a_date_compared_with_itself_is_on_its_own_day(condition: str, expected: list[str]) -> None:
    terms = dated(condition)
    assert possible(terms, "run") == expected
    told = [possible(terms, "run", {CURED: day}) for day in (date(2026, 1, 31), "never")]
    assert sorted({verdict for each in told for verdict in each}) == expected, "each known day is among the unknown"


def test_a_century_that_is_no_leap_year_is_reached() -> None:
    """1,460 days are four years in no leap year alone: around 2100, far from where days are first looked for."""
    terms = dated(f"{CURED} within 1460 days after {NOTIFIED} and not {CURED} before 4 years after {NOTIFIED}")
    assert possible(terms, "run") == ["permitted", "prohibited"]
    assert possible(terms, "run", {NOTIFIED: date(2096, 3, 1), CURED: date(2100, 3, 1)}) == ["prohibited"]
    orders = orders_of({**FREE, A: Interval(739_617, LAST_DAY - 1), B: Interval(1, LAST_DAY - 1)})
    for order, holds in ((OrderVariable(B, A, 4, "years"), True), (OrderVariable(B, A, 1460, "days", 1), False)):
        orders = orders.having(order, holds=holds)  # type: ignore[assignment]
    assert date.fromordinal(orders.least[B]) == date(2100, 2, 28), "from a leap day on"


def test_to_move_on_by_days_is_counted_and_given_up_without_an_answer() -> None:
    first, second = OrderVariable(B, A, 4, "years"), OrderVariable(B, A, 1460, "days", 1)
    orders = orders_of(FREE, limit=1_000).having(first, holds=True)
    assert orders is not None
    with pytest.raises(TooManySteps, match="LK720"):
        orders.having(second, holds=False)


def test_a_circle_of_days_is_told_where_it_comes_round_and_takes_no_step() -> None:
    days = [fact_variable(f"x.d{at}", "date") for at in range(60)]
    orders = orders_of(dict.fromkeys(days, ANY_DAY), limit=0)
    for before, after in pairwise(days):
        orders = orders.having(OrderVariable(after, before), holds=True)  # type: ignore[assignment]
    assert orders.having(OrderVariable(days[0], days[-1]), holds=True) is not None, "all may be on one day"
    assert orders.having(OrderVariable(days[0], days[-1], 1), holds=True) is None


def test_a_chain_of_months_is_decided_or_refused_soon() -> None:
    for links in (3, 12, 60):
        facts = "\n".join(f'fact x.d{at} is date "Which day?"' for at in range(links + 1))
        after = " and ".join(f"x.d{at + 1} within {3 + at} months after x.d{at}" for at in range(links))
        terms = license_of(
            f'{facts}\ngrant rights at "1" {{ may any act }}\nprohibition p at "2" {{ must not run when {after} }}'
        )
        begun = process_time()
        try:
            assert possible(terms, "run") == ["permitted", "prohibited"]
            decided(terms, "run").alternatives()
            answered = True
        except TooManySteps:
            answered = False
        assert answered or links > 3
        assert process_time() - begun < 20


MONTHS: tuple[tuple[int, Unit], ...] = ((1, "months"), (2, "months"), (1, "years"), (4, "years"), (13, "months"))


@pytest.mark.parametrize(("count", "unit"), MONTHS)
def test_how_long_months_are_at_the_least_and_at_the_most(count: int, unit: Unit) -> None:
    months = count * (12 if unit == "years" else 1)
    first = date(1899, 1, 1).toordinal()
    lasting = {later(day, count, unit) - day for day in range(first, first + 146_097 // 4)}
    assert fewest_and_most(months) == (min(lasting), max(lasting))


def test_a_circle_is_told_from_what_some_days_allow() -> None:
    """Of random comparisons of three dates: what is said never to end, no days of eight years allow."""
    draw = Random(15)
    circles = 0
    for _ in range(150):
        held = []
        for _ in range(draw.randint(2, 5)):
            date_, until = draw.sample((A, B, C), 2)
            count, unit = draw.choice(
                [(0, "days"), (29, "days"), (30, "days"), (59, "days"), (1, "months"), (2, "months")]
            )
            held.append((OrderVariable(date_, until, count, unit, draw.randint(0, 1)), draw.random() < 0.5))
        if can_end(held, Diagrams().step):
            continue
        circles += 1
        least = dict.fromkeys((A, B, C), 738_000)
        while max(least.values()) <= 740_922:  # carried by hand, through eight years
            before = dict(least)
            for order, holds in held:
                target = order.date if holds else order.other
                least[target] = max(least[target], order.turning(target, least[order.partner(target)]))
            assert least != before, held
    assert circles > 20
