"""What a monthly series says of the windows of a number."""

from __future__ import annotations

from datetime import date

import pytest

import licensekit as lk
from licensekit.decision.windows import windows_of, year_of
from licensekit.meaning.domain import Interval
from licensekit.values import YearMonth

JUNE = date(2026, 6, 15)


def exactly(number: int) -> Interval:
    return Interval(number, number)


def months(first: str, *points: Interval) -> dict[YearMonth, Interval]:
    start = YearMonth.parse(first)
    return {start.shifted(at): point for at, point in enumerate(points)}


def test_the_last_full_month_before_the_day_is_the_month() -> None:
    found = windows_of(months("2026-04", exactly(4), exactly(5)), JUNE, money=False)
    assert found["month"] == found["preceding_month"] == exactly(5)


def test_a_month_that_is_not_given_is_not_known() -> None:
    found = windows_of(months("2026-03", exactly(3), exactly(4)), JUNE, money=False)
    assert "month" not in found
    assert "preceding_month" not in found


def test_users_are_never_summed() -> None:
    found = windows_of(months("2025-06", *[exactly(7)] * 12), JUNE, money=False)
    assert found == {"month": exactly(7), "preceding_month": exactly(7), "any_month": Interval(7, None)}


def test_the_highest_month_is_at_least_the_greatest_of_those_known() -> None:
    points = months("2024-01", Interval(0, 9), Interval(6, 8), exactly(2))
    assert windows_of(points, None, money=False) == {"any_month": Interval(6, None)}


def test_twelve_known_months_are_a_year() -> None:
    found = windows_of(months("2025-06", *[exactly(10)] * 12), JUNE, money=True)
    assert found["trailing_12_months"] == exactly(120)
    assert found["calendar_year"] == Interval(70, None), "June to December of 2025"
    assert found["any_12_months"] == Interval(120, None)


def test_a_calendar_year_is_the_one_before_the_day() -> None:
    found = windows_of(months("2025-01", *[exactly(1)] * 12), JUNE, money=True)
    assert found["calendar_year"] == exactly(12)
    assert found["trailing_12_months"] == Interval(7, None)


def test_months_known_in_part_give_a_year_known_in_part() -> None:
    points = months("2025-06", *[exactly(10)] * 10, Interval(5, 6, high_open=True), Interval(1, 3, low_open=True))
    assert windows_of(points, JUNE, money=True)["trailing_12_months"] == Interval(106, 109, True, True)


def test_a_month_without_an_upper_end_leaves_the_year_without_one() -> None:
    points = months("2025-06", *[exactly(10)] * 11, Interval(1, None, low_open=True))
    assert windows_of(points, JUNE, money=True)["trailing_12_months"] == Interval(111, None, True)


def test_any_twelve_months_are_at_least_the_greatest_sum_in_a_row() -> None:
    points = {**months("2024-01", exactly(50)), **months("2024-12", exactly(30), exactly(1))}
    assert windows_of(points, None, money=True) == {"any_12_months": Interval(80, None)}


def test_more_than_an_amount_in_one_month_is_more_in_twelve() -> None:
    above = Interval(20, None, low_open=True)
    assert windows_of(months("2026-01", above), None, money=True) == {"any_12_months": above}
    points = {**months("2024-01", exactly(30)), **months("2025-12", exactly(10), above)}
    assert windows_of(points, None, money=True) == {"any_12_months": Interval(30, None, low_open=True)}
    points = {**months("2024-01", exactly(31)), **months("2025-12", exactly(10), above)}
    assert windows_of(points, None, money=True) == {"any_12_months": Interval(31, None)}


def test_months_of_other_years_say_nothing_of_the_last_one() -> None:
    found = windows_of(months("2020-01", exactly(5)), JUNE, money=True)
    assert found == {"any_12_months": Interval(5, None)}


def test_a_year_of_no_stated_kind_lies_between_the_three() -> None:
    assert year_of(exactly(3), exactly(7), exactly(5)) == Interval(3, 7)
    assert year_of(exactly(3), Interval(7, None), exactly(5)) == Interval(3, None)


def test_a_year_of_no_stated_kind_keeps_an_end_that_one_of_the_three_reaches() -> None:
    assert year_of(Interval(3, 7, True, True), Interval(3, 5), Interval(4, 7)) == Interval(3, 7)
    assert year_of(Interval(3, 7, True, True), Interval(4, 5), Interval(4, 6)) == Interval(3, 7, True, True)


TAX_YEAR = lk.parse(
    'license own { title "Own" grant rights at "1" { may run when group.revenue.prior_tax_year at most 1 million USD } }'
)


@pytest.mark.parametrize("whose", ["group", "licensee", "product"])
def test_a_year_of_whichever_kind_is_each_kind_of_year(whose: str) -> None:
    """A year told of all kinds was unread where a licence reads one kind, and the answer stayed open."""
    use = lk.Use.of(["run"], {f"{whose}.revenue.year": lk.Money("2000000", "USD")})
    decision = TAX_YEAR.evaluate(use)
    assert [str(each) for each in decision.possible] == ["not_granted"]
    assert decision.unread == ()


def test_a_kind_of_year_must_not_contradict_the_year_of_whichever_kind() -> None:
    """One dollar in the tax year beside two million in a year of whichever kind was permitted."""
    year = {"group.revenue.year": lk.Money("2000000", "USD"), "group.revenue.prior_tax_year": lk.Money("1", "USD")}
    with pytest.raises(lk.FactsError) as caught:
        TAX_YEAR.evaluate(lk.Use.of(["run"], year))
    (finding,) = caught.value.diagnostics
    assert finding.code == "LK522"
    assert all(f"`{name}`" in finding.message for name in year)


def test_a_kind_of_year_that_is_told_wins_over_a_bound_on_all_kinds() -> None:
    told = {
        "group.revenue.year": lk.at_most(lk.Money("5000000", "USD")),
        "group.revenue.prior_tax_year": lk.Money("1", "USD"),
    }
    assert str(TAX_YEAR.evaluate(lk.Use.of(["run"], told)).verdict) == "permitted"


def test_from_one_kind_of_year_nothing_follows_for_the_year_of_whichever_kind() -> None:
    any_year = lk.parse(
        'license own { title "Own" grant rights at "1" { may run when group.revenue.year at most 1 million USD } }'
    )
    told = {"group.revenue.prior_tax_year": lk.Money("1", "USD")}
    assert str(any_year.evaluate(lk.Use.of(["run"], told)).verdict) == "unknown"
