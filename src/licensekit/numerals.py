"""How numbers and days are written (docs/language.md, 2): one reader for every place where somebody writes one.

`.lic` files, `--set` and the other options, files of facts and the cells of tables mean the same by the same words,
and refuse the same with the same finding. The grammar's rules are the measure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Final, NamedTuple

from licensekit.diagnostics import clipped
from licensekit.errors import ValueProblem
from licensekit.limits import MAX_DECIMALS, MAX_DIGITS

SCALES: Final[Mapping[str, int]] = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
FACTOR_DECIMALS: Final = 12
"""Decimals of a rate of exchange or of a price index."""
EXACT: Final = Context(prec=10_000, traps=[])
"""Arithmetic that rounds nothing, whatever the context of the caller's thread: more digits than all rates together."""

NUMERAL: Final = r"[0-9][A-Za-z0-9_]*(?:[.\-][A-Za-z0-9_]+)*(?: (?:thousand|million|billion))?"
"""What is taken for a number, rightly written or not: the grammar's NUMBER and its scale word."""
_NUMERAL: Final = r"([0-9]{1,3}(?:_[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?"
TWO_NUMBERS: Final = r"[1-9][0-9]{0,2}\.[0-9]{3}"
"""Digits of which nobody knows without the author's country whether they are groups, or decimals behind a point."""
_SUFFIXED: Final = r"([0-9][0-9_]*(?:\.[0-9]+)?)(k|m|mn|mio|b|bn)"
SUFFIXES: Final = {"k": "thousand", "m": "million", "mn": "million", "mio": "million", "b": "billion", "bn": "billion"}


class Numeral(NamedTuple):
    """A number as it was written."""

    value: int | Decimal
    """An int if the number is whole."""
    written: str
    """Its digits as the canonical layout prints them, and the scale word: `1.5 million`."""


def numeral(text: str, decimals: int = MAX_DECIMALS, *, whole: bool = True) -> Numeral:
    """The exact number of some digits and a scale word: `100_000_001`, `1.5 million`. Raises ValueProblem.

    What counts or is paid is refused where it may be two numbers, `100.000` (LK543); a factor has a point before its
    decimals. `whole` is false where a scale word follows, which says that they are decimals.
    """
    digits, space, scale = text.partition(" ")
    parts = re.fullmatch(_NUMERAL, digits)
    if parts is None or (space and scale not in SCALES):
        if re.fullmatch(r"[0-9]+(-[0-9]+)+", text):
            message = f"there is no day or month `{clipped(text, 40)}`"
            raise ValueProblem(message, "write a day as 2026-06-01, a month as 2026-06", "LK122")
        raise ValueProblem(f"`{clipped(text, 40)}` is not a number", _numeral_mend(digits), "LK108")
    if whole and decimals == MAX_DECIMALS and re.fullmatch(TWO_NUMBERS, text):
        raise two_numbers(text, digits)
    units, fraction = parts[1].replace("_", ""), parts[2] or ""
    if len(units) > 1 and units.startswith("0"):
        mend = f"write `{clipped(units.lstrip('0'), 40) or 0}`"
        raise ValueProblem("a number does not begin with 0", mend, "LK108")
    if len(fraction) > decimals:
        raise ValueProblem(f"a number has at most {decimals} decimals", "round as the text does", "LK108")
    if len(units) <= MAX_DIGITS:
        value = EXACT.multiply(Decimal(f"{units}.{fraction or 0}"), SCALES.get(scale, 1))
        if value < 10**MAX_DIGITS:
            written = f"{int(units):_}" + (f".{fraction}" if fraction else "") + space + scale
            return Numeral(int(value) if value == int(value) else value, written)
    raise ValueProblem(f"a number has at most {MAX_DIGITS} digits", "see whether a digit is there twice", "LK108")


def _numeral_mend(digits: str) -> str:
    if suffixed := re.fullmatch(_SUFFIXED, digits, re.IGNORECASE):
        return f"write `{suffixed[1].replace('_', '')} {SUFFIXES[suffixed[2].lower()]}`"
    if re.fullmatch(r"[0-9_]+", digits):
        return f"write `{int(digits.replace('_', '')[:18]):_}`"
    if re.fullmatch(r"[0-9]+(\.[0-9]{3}){2,}", digits):
        return f"write `{digits.replace('.', '_')}`"
    return "write digits, with `_` between groups of three, and a scale word if you like: `1.5 million`"


def two_numbers(text: str, digits: str) -> ValueProblem:
    """The finding on a number that may be two, by the point or comma between its digits."""
    units, mark, rest = re.split(r"([.,])", digits)
    message = f"`{clipped(text, 40)}` may be two numbers: what the `{mark}` stands for differs from country to country"
    mend = f"put `_` between groups, `{units}_{rest}`, or a point and one more zero for decimals, `{units}.{rest}0`"
    return ValueProblem(message, mend, "LK543")


def whole_number(digits: str, most: int = 9999) -> int:
    """A plain whole number of days, months or years, or a year itself. Raises ValueProblem."""
    if not re.fullmatch(r"[0-9]{1,9}", digits) or int(digits) > most:
        message = f"`{clipped(digits, 40)}` is not a whole number from 0 to {most}"
        raise ValueProblem(message, "write a plain whole number", "LK108")
    return int(digits)


def day(text: str) -> date:
    """A day of the calendar, written as 2026-06-01. Raises ValueProblem."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    mend = "write year-month-day, such as 2026-06-01"
    if meant := re.fullmatch(r"([0-9]{4})([-/. ]?)([0-9]{1,2})\2([0-9]{1,2})", text):
        with suppress(ValueError):
            mend = f"write `{date(int(meant[1]), int(meant[3]), int(meant[4])).isoformat()}`"
    raise ValueProblem(f"there is no day `{clipped(text, 40)}`", mend, "LK122")


def factor(number: Numeral) -> Decimal:
    """The number by which a rate of exchange or an index multiplies. Raises ValueProblem for zero."""
    if not number.value:
        raise ValueProblem(f"`{number.written}` is not a positive number", 'write it like "0.14"', "LK311")
    return Decimal(number.value)


def check_conversion(what: str, number: object, on: object) -> None:
    """Refuse a factor that no amount can be multiplied by, in the bounds of one that is written, and no day.

    Raises ValueProblem.
    """
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else ""
    if not (
        isinstance(number, Decimal)
        and isinstance(exponent, int)
        and number > 0
        and exponent >= -FACTOR_DECIMALS
        and number.adjusted() < MAX_DIGITS
    ):
        mend = f'write a Decimal of at most {MAX_DIGITS} digits and {FACTOR_DECIMALS} decimals, such as Decimal("0.14")'
        message = f"the {what} is {clipped(repr(number), 40)}, which is not a positive decimal number"
        raise ValueProblem(message, mend, "LK516")
    if isinstance(on, datetime) or not isinstance(on, date):
        mend = "name the day on which it was stated: `date(2026, 6, 1)`"
        raise ValueProblem(f"the {what} is of {clipped(repr(on), 40)}, which is no day", mend, "LK508")
