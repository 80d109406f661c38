"""Cells in words: what an answer to a question may be, and what would do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Context, Decimal

from licensekit.evaluate.conditions import AS_OF
from licensekit.meaning.domain import Domain, Interval
from licensekit.evaluate.inquiry import Inquiry
from licensekit.evaluate.reasons import domain_shown, interval_shown
from licensekit.vocabulary.territories import GROUPS, TERRITORIES

RATES = Context(prec=8, rounding=ROUND_DOWN)
"""A rate that suffices is cut to eight digits, never rounded up: the rate said must suffice itself."""


def cell_text(inquiry: Inquiry, variable: str, cell: Domain) -> str:
    """A cell as an answer: `yes`, `at most 100_000_000`, `in EU`, `elsewhere`."""
    layout = inquiry.knowledge.layout
    if variable in layout.numbers:
        spot = layout.numbers[variable][0]
        assert isinstance(cell, Interval)
        return interval_shown(cell, spot.currency) + (f" of {spot.adjusted.partition('@')[2]}" if spot.adjusted else "")
    if variable in layout.dates or variable == AS_OF:
        return _days(inquiry, variable, cell)
    if variable in layout.members:
        _, lists = layout.members[variable]
        named = list(dict.fromkeys(name for values in lists for name in values))
        if isinstance(cell, frozenset):
            return _places(sorted(cell), named)
        return _place(str(cell), named)
    if variable in layout.options and str(cell) not in layout.options[variable][1]:
        return "another"
    return domain_shown(inquiry, variable, cell, "")


def _days(inquiry: Inquiry, variable: str, cell: Domain) -> str:
    """A single day, or the days from one to another where several gave the same answer."""
    assert isinstance(cell, Interval)
    first = domain_shown(inquiry, variable, Interval(cell.low, cell.low), "")
    if cell.exact or cell.high is None:
        return first
    return f"{first} to {domain_shown(inquiry, variable, Interval(cell.high, cell.high), '')}"


def _place(member: str, named: Sequence[str]) -> str:
    groups = [name for name in named if name == member or (name in GROUPS and member in GROUPS[name])]
    if groups:
        return "in " + ", ".join(groups)
    return "elsewhere" if member in TERRITORIES else member


def _places(members: Sequence[str], named: Sequence[str]) -> str:
    if not members:
        return "nowhere"
    return " and ".join(dict.fromkeys(_place(member, named) for member in members))


def enough(inquiry: Inquiry, variable: str, cells: Sequence[Domain]) -> str:
    """What suffices as an answer about a number: the side of the nearest cut that matters."""
    layout = inquiry.knowledge.layout
    first = cells[0]
    if variable not in layout.numbers or not isinstance(first, Interval) or first.high is None:
        return ""
    spot = layout.numbers[variable][0]
    bound = interval_shown(Interval(0, first.high, False, first.high_open), spot.currency)
    turning = _turning_point(inquiry, variable, first)
    return turning or bound


def _turning_point(inquiry: Inquiry, variable: str, first: Interval) -> str:
    """Where only a rate is missing: up to which rate the first answer holds."""
    spot = inquiry.knowledge.layout.numbers[variable][0]
    for name, fact in inquiry.knowledge.given.items():
        known = inquiry.knowledge.world.get(name)
        if fact != spot.fact or name == spot.name or ":" not in name or not isinstance(known, Interval):
            continue
        currency = name.split(":")[1]
        if currency != spot.currency and known.exact and known.low > 0 and first.high is not None:
            side = "less than" if first.high_open else "at most"
            rate = RATES.divide(Decimal(first.high), Decimal(known.low)).normalize(RATES)
            return f"{side} {rate:f} {spot.currency} for 1 {currency}"
    return ""
