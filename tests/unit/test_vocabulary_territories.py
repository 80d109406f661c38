"""Territories and their groups on a day; currencies."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from licensekit.currencies import CURRENCIES
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth
from licensekit.vocabulary.territories import GROUP_TITLES, GROUPS, TERRITORIES, countries_meant, in_group, members

TODAY = date(2026, 6, 1)


def test_codes_are_those_of_the_standard() -> None:
    assert len(TERRITORIES) == 249
    assert all(len(code) == 2 and code.isupper() for code in TERRITORIES)
    assert TERRITORIES["GB"] == "United Kingdom"
    assert "UK" not in TERRITORIES
    assert "XK" not in TERRITORIES


def test_currencies_are_money() -> None:
    assert 150 <= len(CURRENCIES) <= 180
    assert {"USD", "EUR", "CNY", "GBP", "JPY", "INR", "CHF", "SGD", "KRW"} <= set(CURRENCIES)
    assert not {"XAU", "XTS", "XXX", "BTC"} & set(CURRENCIES)


@pytest.mark.parametrize(("on", "states"), [(TODAY, 27), (date(2020, 1, 31), 28), (date(2013, 6, 30), 27)])
def test_the_union_has_its_states(on: date, states: int) -> None:
    regions = {"GF", "GP", "MF", "MQ", "RE", "YT", "AX", "BL"}
    assert len(members("EU", on) - regions) == states


def test_without_a_day_the_latest_members_are_meant() -> None:
    assert members("EU") == members("EU", TODAY)
    assert members("EEA") - members("EU") == {"IS", "LI", "NO"}


@pytest.mark.parametrize(
    ("code", "group", "first", "last", "expected"),
    [
        ("GB", "EU", date(2020, 1, 31), date(2020, 1, 31), TRUE),
        ("GB", "EU", date(2020, 2, 1), date(2020, 2, 1), FALSE),
        ("GB", "EU", date(2020, 1, 31), date(2020, 2, 1), UNKNOWN),
        ("GB", "EU", None, None, UNKNOWN),
        ("GB", "EU", TODAY, None, FALSE),
        ("HR", "EU", date(2013, 7, 1), TODAY, TRUE),
        ("HR", "EU", date(2013, 6, 30), TODAY, UNKNOWN),
        ("HR", "EU", date(2013, 6, 30), date(2013, 6, 30), FALSE),
        ("HR", "EU", date(2013, 6, 30), date(2013, 7, 1), UNKNOWN),
        ("FR", "EU", None, None, TRUE),
        ("FR", "EU", date(1990, 1, 1), date(1990, 1, 1), FALSE),
        ("US", "EU", None, None, FALSE),
        ("CH", "EEA", TODAY, TODAY, FALSE),
        ("NO", "EEA", TODAY, TODAY, TRUE),
        ("NO", "EU", TODAY, TODAY, FALSE),
        ("RE", "EU", TODAY, TODAY, TRUE),
        ("NC", "EU", TODAY, TODAY, FALSE),
    ],
)
def test_membership_over_days(code: str, group: str, first: date | None, last: date | None, expected: Truth) -> None:
    assert in_group(code, group, first, last) is expected
    ordinals = (day.toordinal() if day else None for day in (first, last))
    assert in_group(code, group, *ordinals) is expected


def test_groups_consist_of_territories() -> None:
    assert set(GROUPS) == set(GROUP_TITLES)
    assert not set(GROUPS) & set(TERRITORIES)
    assert all(code in TERRITORIES for group in GROUPS.values() for code in group)
    with pytest.raises(KeyError):
        members("ASEAN")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("germany", ("DE",)),
        ("Korea", ("KP", "KR")),
        ("Frnce", ("FR",)),
        ("EL", ("GR",)),
        ("the Netherlands", ("NL",)),
        ("usa", ("US",)),
        ("Europe", ()),
        ("XQ", ()),
    ],
)
def test_which_countries_a_name_may_mean(text: str, codes: tuple[str, ...]) -> None:
    assert countries_meant(text) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Scotland", "GB"),
        ("U.S.", "US"),
        ("the Emirates", "AE"),
        ("PRC", "CN"),
        ("Holland", "NL"),
        ("Czech Republic", "CZ"),
        ("Turkey", "TR"),
        ("Macau", "MO"),
    ],
)
def test_names_that_are_spoken_and_written_nowhere(text: str, code: str) -> None:
    assert countries_meant(text) == (code,)


@pytest.mark.parametrize(
    ("group", "first", "codes"),
    [
        ("EU", date(1993, 11, 1), "BE DE DK ES FR GB GR IE IT LU NL PT BL RE"),
        ("EU", date(1995, 1, 1), "AT FI SE AX"),
        ("EU", date(2004, 5, 1), "CY CZ EE HU LT LV MT PL SI SK"),
        ("EU", date(2007, 1, 1), "BG RO"),
        ("EU", date(2013, 7, 1), "HR"),
        ("EU", date(2014, 1, 1), "YT"),
        ("EEA", date(1994, 1, 1), "AT BE DE FI FR GB IS NO SE BL RE"),
        ("EEA", date(1995, 5, 1), "LI"),
        ("EEA", date(2004, 5, 1), "CY CZ EE HU LT LV MT PL SI SK"),
        ("EEA", date(2007, 8, 1), "BG RO"),
        ("EEA", date(2014, 1, 1), "YT"),
        ("EEA", date(2014, 4, 12), "HR"),
    ],
)
def test_members_belong_to_it_from_their_first_day_on(group: str, first: date, codes: str) -> None:
    before = first - timedelta(days=1)
    for code in codes.split():
        assert (code, in_group(code, group, before, before), in_group(code, group, first, first)) == (code, FALSE, TRUE)


@pytest.mark.parametrize(("code", "last"), [("GB", date(2020, 1, 31)), ("BL", date(2011, 12, 31))])
@pytest.mark.parametrize("group", ["EU", "EEA"])
def test_who_has_left_belonged_to_it_until_the_last_day(group: str, code: str, last: date) -> None:
    after = last + timedelta(days=1)
    assert (in_group(code, group, last, last), in_group(code, group, after, after)) == (TRUE, FALSE)
