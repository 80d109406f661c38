"""What somebody meant who wrote nearly a number: for `$40M` it is proposed to write `40 million USD`.

Nothing is read so: `5,000` is five thousand in one half of the world and five in the other, and whoever is asked to
write it otherwise sees which it would be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from licensekit.currencies import CURRENCIES, SPOKEN
from licensekit.errors import ValueProblem
from licensekit.numerals import SUFFIXES, numeral

SIGNS: Final[Mapping[str, str]] = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP"}
SIGN: Final = "|".join(map(re.escape, sorted(SIGNS, key=len, reverse=True)))
"""The pattern of a sign."""
_BOUNDS: Final[Mapping[str, str]] = {
    "<=": "at most",
    ">=": "at least",
    "<": "less than",
    ">": "more than",
    "up to": "at most",
    "no more than": "at most",
    "under": "less than",
    "below": "less than",
    "over": "more than",
    "above": "more than",
}
_DIGITS: Final = r"[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]+)?|[0-9]+,[0-9]{1,2}|[0-9]+(?:[._][0-9]+)*"
_SCALE: Final = rf"thousands?|millions?|billions?|{'|'.join(sorted(SUFFIXES, key=len, reverse=True))}"
_LOOSE: Final = (
    rf"(?P<bound>{'|'.join(_BOUNDS)})?\s*(?P<before>{SIGN}|[a-z]{{3}}(?=[ 0-9]))?\s*(?P<digits>{_DIGITS})"
    rf"[\s_-]?(?P<scale>(?:{_SCALE})(?![a-z]))?\s?(?P<after>{SIGN}|[a-z ]*)"
)


class NumberMeant(NamedTuple):
    """A number as it is written here, which can be read."""

    number: str
    """With the words of a bound before it: `at most 40 million`."""
    currency: str
    """Its code; empty where none is named."""
    surely: bool
    """Whether that is the code that was named: there are several dollars."""


def is_counted(words: str, question: str) -> bool:
    """Whether words behind a number name what is counted: `5,000 users`, where the question asks for users."""
    return bool(words) and f" {words.lower()} " in question.lower()


def number_meant(text: str, counted: str) -> NumberMeant | None:
    """What was meant by something that is no number as it stands; None where that cannot be told.

    `counted` is the question that asks for a count, empty for money. What it counts may be named behind a number; of
    any other word it is not known what it makes of the number, as `40 lakh` or `40MM`.
    """
    parts = re.fullmatch(_LOOSE, text, re.IGNORECASE)
    if parts is None or (parts["before"] and parts["after"]):
        return None
    named = (parts["before"] or parts["after"] or "").strip()
    currency = SIGNS.get(named.upper()) or SPOKEN.get(named.upper().removesuffix("S")) or named.upper()
    if named and currency not in CURRENCIES:
        if parts["before"] or not is_counted(named, counted):
            return None
        currency = ""
    scale = (parts["scale"] or "").lower().removesuffix("s")
    number = f"{_digits(parts['digits'])} {SUFFIXES.get(scale, scale)}".rstrip()
    try:
        value, written = numeral(number)
    except ValueProblem:
        return None
    if counted and not isinstance(value, int):
        return None
    bound = _BOUNDS.get((parts["bound"] or "").lower(), "")
    return NumberMeant(f"{bound} {written}".lstrip(), currency, bool(named) and currency == named.upper())


def _digits(text: str) -> str:
    """Digits with `_` between groups, and a point before decimals."""
    if re.fullmatch(r"[0-9]+,[0-9]{1,2}", text):
        return text.replace(",", ".")
    if re.fullmatch(r"[0-9]+(?:\.[0-9]{3}){2,}", text):
        text = text.replace(".", "")
    whole, point, decimals = text.partition(".")
    return re.sub("[, _]", "", whole).lstrip("0").rjust(1, "0") + point + decimals
