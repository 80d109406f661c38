"""Orders between numbers: a month of a product's revenue is at most its group's revenue over any 12 months.

The triples (subject, measure, window) are partly ordered: by whose number it is, by what it counts, and by the period
that it covers. The orders are closed by transitivity, through triples that are no facts of the vocabulary too.
What they say of a use: docs/semantics.md, section 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from licensekit.errors import ValueProblem
from licensekit.values import YearMonth
from licensekit.vocabulary.facts import fact_name
from licensekit.vocabulary.words import OWNERS, WINDOWS

SUBJECT_ORDER: Final[tuple[tuple[str, str, str], ...]] = (
    ("product", "products_with_work", "product.exists"),
    ("product", "products_commercial", "product.charged_for"),
    ("products_with_work", "licensee", ""),
    ("products_commercial", "licensee", ""),
    ("licensee", "group", ""),
)
"""Lower subject, upper subject, and the yes/no fact on which it depends (none: always)."""

REVENUE_ORDER: Final = (*SUBJECT_ORDER, ("products_with_work", "products_commercial", ""))
"""The same of revenue: a product that has some is a commercial one."""

SAME_WINDOW: Final[Mapping[str, str]] = {"preceding_month": "month"}
"""Windows that are one period under two names."""

MONEY_WINDOWS: Final[tuple[tuple[str, str], ...]] = (
    ("month", "trailing_12_months"),
    ("month", "year"),
    ("dated", "any_12_months"),
    ("year", "any_12_months"),
    ("trailing_12_months", "any_12_months"),
    ("calendar_year", "any_12_months"),
    ("prior_tax_year", "any_12_months"),
)
"""Shorter and longer periods of money received; `dated` stands for any one calendar month named by its date."""

USER_WINDOWS: Final[tuple[tuple[str, str], ...]] = (("month", "any_month"), ("dated", "any_month"))
"""A month and the highest of all months; user counts have no relation to years."""

_WINDOW_ORDERS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "revenue": MONEY_WINDOWS,
    "recurring_revenue": MONEY_WINDOWS,
    "monthly_active_users": USER_WINDOWS,
    "monthly_unique_users": USER_WINDOWS,
    "people": (),
    "end_users": (("now", "any_30_days"),),
}

_PART_OF: Final[Mapping[str, str]] = {"recurring_revenue": "revenue"}

# A charged-for product exists, so a path that needs only its existence is the weaker condition.
GUARDS: Final = ("", "product.exists", "product.charged_for")


class Relation(NamedTuple):
    """One number is at most another: `lower` is never more than `upper`.

    `guard` names a yes/no fact on which the relation depends, and is empty where it always holds; while the
    guard is not known to be `yes`, the relation is not used.
    """

    lower: str
    upper: str
    guard: str
    text: str


class _Place(NamedTuple):
    subject: str
    measure: str
    window: str
    month: YearMonth | None
    meaning: str


@cache
def relation(lower_name: str, upper_name: str) -> Relation | None:
    """The relation by which the first number is at most the second, or None where there is none.

    A fact under a meaning takes part only with the same meaning.
    """
    lower, upper = _place(lower_name), _place(upper_name)
    if lower is None or upper is None or lower_name == upper_name:
        return None
    if upper.measure not in {lower.measure, _PART_OF.get(lower.measure)} or lower.meaning != upper.meaning:
        return None
    guard = _subject_guard(lower.subject, upper.subject, REVENUE_ORDER if upper.measure == "revenue" else SUBJECT_ORDER)
    if guard is None or not _within(lower, upper):
        return None
    return Relation(lower_name, upper_name, guard, _text(lower, upper))


@cache
def _place(name: str) -> _Place | None:
    try:
        base, month, meaning = fact_name(name)
    except ValueProblem:
        return None
    subject, measure, *windows = base.split(".")
    if measure not in _WINDOW_ORDERS or len(windows) != (month is None):
        return None
    window = windows[0] if windows else "dated"
    same = SAME_WINDOW.get(window, window)
    return _Place(subject, measure, same, month, meaning) if window in {*WINDOWS, "dated"} else None


def _within(lower: _Place, upper: _Place) -> bool:
    if lower.window == upper.window:
        return lower.month == upper.month
    return upper.window in _above(lower.window, _WINDOW_ORDERS[lower.measure])


@cache
def _above(window: str, order: tuple[tuple[str, str], ...]) -> frozenset[str]:
    direct = {upper for lower, upper in order if lower == window}
    return frozenset(direct).union(*(_above(upper, order) for upper in direct))


@cache
def _subject_guard(lower: str, upper: str, order: tuple[tuple[str, str, str], ...]) -> str | None:
    """The weakest condition under which the lower subject's numbers are at most the upper's; None: never."""
    if lower == upper:
        return ""
    guards = []
    for below, above, guard in order:
        rest = _subject_guard(above, upper, order) if below == lower else None
        if rest is not None:
            guards.append(max(guard, rest, key=GUARDS.index))
    return min(guards, key=GUARDS.index, default=None)


def _text(lower: _Place, upper: _Place) -> str:
    if lower == upper:
        return "the preceding calendar month is the last full one"
    measure = lower.measure.replace("_", " ")
    verb = "are" if measure.endswith("s") else "is"
    figure = f"{_owner(lower.subject)} {measure} {_period(lower)} {verb} at most"
    if lower.measure != upper.measure:
        return f"{figure} {_owner(upper.subject)} {upper.measure} {_period(upper)}"
    return f"{figure} {'the same' if lower.subject == upper.subject else _owner(upper.subject)} {_period(upper)}"


def _owner(subject: str) -> str:
    return OWNERS.get(subject, subject)


def _period(place: _Place) -> str:
    return f"in {place.month}" if place.month else WINDOWS[place.window]
