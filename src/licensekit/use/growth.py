"""How a number grows, as people write it on a command line: at a rate or by an amount, each month or each year.

product.monthly_active_users.month=5% a month
group.revenue.any_12_months=-3.5% a year
product.revenue.month=2 million USD a month
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from licensekit.diagnostics import clipped
from licensekit.errors import ValueProblem
from licensekit.use.reading import number_of
from licensekit.values import Money
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact, fact_name

_RATE: Final = r"([+-]?)([0-9]{1,6}(?:\.[0-9]{1,6})?) ?%"
_EVERY: Final = r"(.+) (?:a|per) (month|year)"
_MEND: Final = "write FACT=5% a month, FACT=60% a year or FACT=2 million USD a month"


@dataclass(frozen=True, slots=True)
class Growth:
    """How a number grows: by a share of itself, or by an amount, each month or each year."""

    fact: str
    share: Fraction | None
    """What is added each time, as a share of what there is: 1/20 for 5 %."""
    amount: Fraction | None
    """What is added each time, in the number's own unit."""
    currency: str
    """Of the amount; empty for counts and shares."""
    every: Literal["month", "year"]
    written: str


def read_growth(text: str, declared: Mapping[str, FactInfo] | None = None) -> Growth:
    """`FACT=5% a month`. Raises KeyError with the name of an unknown fact, and ValueProblem for what cannot be."""
    name, sign, written = (part.strip() for part in " ".join(text.split()).partition("="))
    if not sign:
        raise ValueProblem(f"`{clipped(text)}` says of no fact how it grows", _MEND)
    info = (declared or {}).get(name) or fact(name)
    if not info.is_number:
        raise ValueProblem(f"`{clipped(name)}` is no number, so it does not grow", _MEND)
    if name not in (declared or {}) and fact_name(name).month is not None:
        raise ValueProblem(f"`{clipped(name)}` is the figure of one month, which does not grow", _MEND)
    pace = re.fullmatch(_EVERY, written)
    if not pace:
        raise ValueProblem(f"`{clipped(written)}` does not say how it grows", _MEND)
    every: Literal["month", "year"] = "month" if pace[2] == "month" else "year"
    return _read(info, name, pace[1], every, written)


def _read(info: FactInfo, name: str, much: str, every: Literal["month", "year"], written: str) -> Growth:
    rate = re.fullmatch(_RATE, much)
    if rate:
        share = Fraction(rate[2]) / 100 * (-1 if rate[1] == "-" else 1)
        if share <= -1:
            raise ValueProblem(f"`{clipped(written)}` leaves nothing", "write a loss of less than 100%")
        return Growth(name, share, None, "", every, written)
    sign = -1 if much.startswith("-") else 1
    number = number_of(info, much.lstrip("+-"))
    if isinstance(number, Money):
        return Growth(name, None, sign * Fraction(number.amount), number.currency, every, written)
    return Growth(name, None, sign * Fraction(number), "", every, written)
