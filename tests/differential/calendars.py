"""Days and countries, as docs/semantics.md, section 2, has them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from licensekit.truth import TRUE
from licensekit.vocabulary.territories import GROUPS, TERRITORIES, in_group


def shifted(day: date, count: int, unit: str) -> date:
    """So many units later (earlier if negative), clipped to the last day of the month and to the calendar."""
    try:
        if unit == "days":
            return day + timedelta(days=count)
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "years" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return date.max if count > 0 else date.min


def is_among(code: str, values: Iterable[str], as_of: date | None) -> bool:
    """Whether a country is named, or is a member, on the as-of date, of a group that is named."""
    for value in values:
        if value == code:
            return True
        if value in GROUPS:
            assert as_of is not None, "a group was named, so there is an as-of date"
            if in_group(code, value, as_of, as_of) is TRUE:
                return True
    return False


def telling_countries(named: Iterable[str]) -> list[str]:
    """The countries named, and for each history of membership in a group that is named one that is not named."""
    named = list(dict.fromkeys(named))
    groups = [group for group in named if group in GROUPS]
    others: dict[tuple[object, ...], str] = {}
    for code in sorted(TERRITORIES):
        if code not in named:
            others.setdefault(tuple(GROUPS[group].get(code) for group in groups), code)
    return [code for code in named if code not in GROUPS] + list(others.values())


def days_of_change(groups: Iterable[str]) -> set[date]:
    """The days on which the membership of a group changed."""
    changes: set[date] = set()
    for group in groups:
        for held in GROUPS[group].values():
            changes.add(held.first)
            if held.last is not None:
                changes.add(held.last + timedelta(days=1))
    return changes
