"""When a number that grows crosses a threshold: exactly, and without a clock."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from command_line import called, findings

import licensekit as lk
from licensekit.analyse.growth import MOST_MONTHS, Outgrown, outgrown
from licensekit.decision import Decision
from licensekit.errors import ValueProblem
from licensekit.use.growth import Growth, read_growth

USERS = "product.monthly_active_users.month"
REVENUE = "product.revenue.month"


def kimi(facts: dict[str, object], **more: object) -> Decision:
    terms = lk.load("kimi-k2.5")
    return terms.evaluate(terms.use(("embed",), facts | {"product.charged_for": True}), **more)  # type: ignore[arg-type]


def months(found: Outgrown) -> list[int]:
    return [one.months for one in found.crossings]


# --- reading it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"{USERS}=5% a month", (Fraction(1, 20), None, "", "month")),
        (f"{USERS} = -3.5 % per year", (Fraction(-7, 200), None, "", "year")),
        (f"{USERS}=200_000 a month", (None, Fraction(200_000), "", "month")),
        (f"{USERS}=-1 million a year", (None, Fraction(-1_000_000), "", "year")),
        (f"{REVENUE}=2.5 million USD a year", (None, Fraction(2_500_000), "USD", "year")),
    ],
)
def test_a_growth_is_read(written: str, expected: tuple[object, ...]) -> None:
    found = read_growth(written)
    assert (found.share, found.amount, found.currency, found.every) == expected


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (USERS, "says of no fact how it grows"),
        (f"{USERS}=5%", "`5%` does not say how it grows"),
        (f"{USERS}=5% a week", "`5% a week` does not say how it grows"),
        (f"{USERS}=-100% a month", "leaves nothing"),
        (f"{USERS}=five a month", "five"),
        (f"{REVENUE}=5 a month", "an amount of money needs its currency"),
        ("product.charged_for=5% a month", "is no number"),
        ("group.monthly_active_users[2025-03]=5% a month", "is the figure of one month"),
    ],
)
def test_what_is_no_growth_is_refused(written: str, message: str) -> None:
    with pytest.raises(ValueProblem, match=message.replace("[", r"\[")):
        read_growth(written)


# --- months ------------------------------------------------------------------------------------------------


def test_the_first_month_past_the_threshold_and_the_answer_from_then_on() -> None:
    decision = kimi({USERS: 20_000_000, REVENUE: lk.Money(Decimal(0), "USD")}, as_of=date(2026, 6, 15))
    (one,) = outgrown(decision, [read_growth(f"{USERS}=5% a month")]).crossings
    assert Fraction(21, 20) ** 32 * 20 < 100 < Fraction(21, 20) ** 33 * 20
    assert (one.months, one.latest, str(one.month), one.met, one.clause) == (33, 33, "2029-02", True, "display-name")
    assert one.then is not None
    assert [duty.clause for duty in one.then.duties if duty.status == "due"] == ["display-name"]


@pytest.mark.parametrize(
    ("growth", "expected"),
    [
        ("100% a month", 3),  # 25, 50, 100 (not more than 100), 200
        ("100% a year", 25),  # 25 · 2^(24/12) is 100, which is not more than 100
        ("25 million a month", 4),
        ("300 million a year", 4),
        ("-5% a month", None),
    ],
)
def test_a_threshold_that_is_reached_exactly_is_not_passed(growth: str, expected: int | None) -> None:
    decision = kimi({USERS: 25_000_000, REVENUE: lk.Money(Decimal(0), "USD")})
    assert months(outgrown(decision, [read_growth(f"{USERS}={growth}")])) == ([] if expected is None else [expected])


def test_every_month_by_trying() -> None:
    for start in (1, 99_999_999, 100_000_000, 60_000_000):
        for percent in (1, 7, 250):
            decision = kimi({USERS: start, REVENUE: lk.Money(Decimal(0), "USD")})
            value, expected = Fraction(start), 0
            while value <= 100_000_000 and expected <= MOST_MONTHS:
                value, expected = value * (100 + percent) / 100, expected + 1
            found = months(outgrown(decision, [read_growth(f"{USERS}={percent}% a month")]))
            assert found == ([expected] if expected <= MOST_MONTHS else [])


def test_a_number_that_shrinks_no_longer_passes() -> None:
    decision = kimi({USERS: 200_000_000, REVENUE: lk.Money(Decimal(0), "USD")})
    (one,) = outgrown(decision, [read_growth(f"{USERS}=-50% a month")]).crossings
    assert (one.months, one.met) == (1, False)


def test_a_number_known_in_part_crosses_at_the_earliest() -> None:
    decision = kimi({USERS: lk.at_most(50_000_000), REVENUE: lk.Money(Decimal(0), "USD")})
    (one,) = outgrown(decision, [read_growth(f"{USERS}=100% a month")]).crossings
    assert (one.months, one.latest, one.month) == (2, None, None)


def test_two_numbers_grow_together() -> None:
    decision = kimi({USERS: 60_000_000, REVENUE: lk.Money(Decimal(19_000_000), "USD")})
    found = outgrown(decision, [read_growth(f"{USERS}=10% a month"), read_growth(f"{REVENUE}=1 million USD a month")])
    assert [(one.fact, one.months) for one in found.crossings] == [(REVENUE, 2), (USERS, 6)]


def test_what_cannot_stay_so_is_told() -> None:
    facts = {USERS: 60_000_000, "licensee.monthly_active_users.month": 70_000_000, REVENUE: lk.Money(Decimal(0), "USD")}
    (one,) = outgrown(kimi(facts), [read_growth(f"{USERS}=10% a month")]).crossings
    assert one.then is None
    assert "licensee.monthly_active_users.month" in one.contradiction


@pytest.mark.parametrize(
    ("growth", "note"),
    [
        ("group.people.now=5% a month", "`group.people.now` is compared with no threshold here"),
        (f"{REVENUE}=5% a month", f"`{REVENUE}` is not stated, so there is nothing from which it could grow"),
        (f"{USERS}=0.0001% a year", f"`{USERS}` crosses no threshold within 600 months"),
    ],
)
def test_numbers_that_cross_nothing_say_why(growth: str, note: str) -> None:
    assert outgrown(kimi({USERS: 20_000_000}), [read_growth(growth)]).notes == (note,)


def test_growth_is_exact_for_huge_and_tiny_shares() -> None:
    growth = Growth(USERS, Fraction(1, 10**8), None, "", "month", "")
    assert months(outgrown(kimi({USERS: 100_000_000}), [growth])) == [1]


# --- on the command line -----------------------------------------------------------------------------------

WORDS = ("ask", "kimi-k2.5", "--act", "embed", "--set", f"{USERS}=20 million", "--set", "product.charged_for=yes")


def test_the_month_is_counted_from_the_as_of_date_and_told_without_one() -> None:
    growth = ("--growth", f"{USERS}=5% a month")
    dated, undated = called(*WORDS, *growth, "--as-of", "2026-06-15").out, called(*WORDS, *growth).out
    assert (
        f"\nAs it grows\n  2029-02 (in 33 months): `{USERS}` passes the line of `more than\n    100_000_000`\n" in dated
    )
    assert f"\nAs it grows\n  in 33 months: `{USERS}` passes the line of `more than 100_000_000`\n" in undated
    assert "What would" not in undated


def test_growth_as_data() -> None:
    told = json.loads(called(*WORDS, "--growth", f"{USERS}=5% a month", "--format", "json").out)["what_if"]
    (one,) = told["growth"]["crossings"]
    assert (one["months"], one["month"], one["verdict"]) == (33, None, "permitted_with_duties")
    assert (told["alternatives"], told["settling"]) == (None, None)


def test_slips_are_found_with_all_others() -> None:
    words = ("--growth", f"{USERS}=5%", "--growth", "x.y=1% a month", "--assume", "much")
    assert [line.partition("]")[0] for line in findings(called(*WORDS, *words))] == [
        "error[LK703", "error[LK502", "error[LK501",
    ]  # fmt: skip
    twice = ("--growth", f"{USERS}=5% a month", "--growth", f"{USERS}=6% a month")
    assert findings(called(*WORDS, *twice)) == [f"error[LK704]: `{USERS}` grows in two ways"]
