"""Cells of a table as people write them: `$5,000`, `5000 USD`, `2 million`, `Yes`, nothing for what is unknown.

A cell is turned into the words of the language, and read by their one reader. What may mean two things is refused:
of `5,000` and `5.000` nobody knows without the author's country whether the mark stands between groups or before
decimals.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.diagnostics import clipped
from licensekit.errors import ValueProblem
from licensekit.numerals import SCALES, day
from licensekit.use.reading import SIGNS, number_of
from licensekit.values import NEVER, Money
from licensekit.vocabulary.entries import FactInfo

Marks: TypeAlias = Literal["exact", "commas", "either"]
"""Who wrote a table: a program, whose point stands before decimals (JSON); somebody in whose CSV a comma stands between
columns, and so not before decimals; or somebody of whom nobody can say (`;` or a tab between columns, a workbook)."""
YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}
UNKNOWN_CELLS: Final = frozenset({"", "unknown"})

_BOUND: Final = r"[<>~]|(at (most|least)|more than|less than|up to|over|under|about|between)\b"
_GROUPS: Final = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"
_POINTS: Final = r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}"
_TURNED: Final = r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),([0-9]{1,4})"
"""With the marks of the other half of the world."""
_SIGN: Final = "|".join(map(re.escape, sorted(SIGNS, key=len, reverse=True)))
_BEFORE: Final = rf"({_SIGN}|[A-Z]{{3}}) ?([0-9].*)"
_AFTER: Final = rf"(.*[0-9a-z]) ?({_SIGN}|[A-Z]{{3}})"
_ENGLISH: Final = frozenset({"$", "US$", "£"})
"""Signs that stand before an amount where commas stand between groups."""


class Cell(NamedTuple):
    """A number of a cell."""

    plain: str
    """In plain digits."""
    currency: str = ""
    """The currency that the cell names."""


def read_number(info: FactInfo, text: str, currency: str, marks: Marks) -> Cell | None:
    """A count, or an amount, in a cell; None where it is unknown.

    `currency` is that of the column, if it has one: a cell may repeat it. Raises ValueProblem.
    """
    text = " ".join(text.split())
    if text in UNKNOWN_CELLS:
        return None
    if re.match(_BOUND, text, re.IGNORECASE):
        mend = "leave the cell empty, or ask about this row with `licensekit ask`"
        raise ValueProblem(f"`{clipped(text, 40)}` is a bound, and a cell holds one number", mend)
    number, named = _without_currency(text) if info.type == "money" else (text, "")
    code = SIGNS.get(named, named)
    number = _in_words(number, text, marks, english=named in _ENGLISH and text.startswith(named))
    if info.type == "count":
        return Cell(str(number_of(info, number)))
    if code and currency and code != currency:
        mend = f"write `{number} {currency}`, or give what is in another currency a column of its own"
        if "$" in named and currency.endswith("D"):
            raise ValueProblem(f"the `$` of `{clipped(text)}` may be {code} or {currency}", mend, "LK543")
        raise ValueProblem(f"`{clipped(text)}` is not in {currency}, as its column is", mend)
    if not (code or currency):
        raise ValueProblem("an amount of money needs its currency", f"write `{number} USD`, or another", "LK302")
    amount = number_of(info, f"{number} {code or currency}")
    assert isinstance(amount, Money)
    return Cell(f"{amount.amount:f}", code)


def read_yes_no(text: str) -> bool | None:
    """Yes or no in a cell, true or false, in any case; None where it is unknown. Raises ValueProblem."""
    word = text.strip().lower()
    if word in UNKNOWN_CELLS:
        return None
    if word not in YES_NO:
        meant = {"y": "yes", "1": "yes", "x": "yes", "n": "no", "0": "no"}.get(word)
        mend = f"write `{meant}`" if meant else "write `yes` or `no`, or leave the cell empty"
        raise ValueProblem(f"`{clipped(text)}` is neither yes nor no", mend)
    return YES_NO[word]


def read_day(text: str) -> str | None:
    """A day in a cell, as 2026-06-01; None where it is unknown. Raises ValueProblem."""
    text = " ".join(text.split())
    if text in UNKNOWN_CELLS:
        return None
    if re.fullmatch(r"[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}", text):
        message = f"`{clipped(text)}` may be a day of two months"
        raise ValueProblem(message, "write year-month-day, such as 2026-06-01", "LK543")
    return (NEVER if text == "never" else day(text)).isoformat()


def currency_named(text: str) -> str:
    """The currency that the cell of an amount names; empty where it names none."""
    named = _without_currency(" ".join(text.split()))[1]
    return SIGNS.get(named, named)


def _without_currency(text: str) -> tuple[str, str]:
    """An amount, and the sign or code of its currency, before it or after it."""
    if before := re.fullmatch(_BEFORE, text):
        return before[2], before[1]
    if after := re.fullmatch(_AFTER, text):
        return after[1], after[2]
    return text, ""


def _in_words(number: str, text: str, marks: Marks, *, english: bool) -> str:
    """A number as the language writes it. Raises ValueProblem for one that may be two."""
    digits, space, scale = number.partition(" ")
    scale = scale.lower() if scale.lower() in SCALES else scale
    for mark, sure in ((".", marks == "exact"), (",", marks == "commas" or english)):
        if not (sure or space) and re.fullmatch(rf"[1-9][0-9]{{0,2}}{re.escape(mark)}[0-9]{{3}}", digits):
            raise _two(text, digits, mark)
    if re.fullmatch(_GROUPS, digits):
        digits = digits.replace(",", "_")
    elif re.fullmatch(_POINTS, digits):
        digits = digits.replace(".", "_")
    elif turned := re.fullmatch(_TURNED, digits):
        mend = f"write `{turned[1].replace('.', '_')}.{turned[2]}`"
        raise ValueProblem(f"`{clipped(text, 40)}` is not a number", mend, "LK108")
    return digits + space + scale


def _two(text: str, digits: str, mark: str) -> ValueProblem:
    whole, _, rest = digits.partition(mark)
    message = f"`{clipped(text, 40)}` may be two numbers: what the `{mark}` stands for differs from country to country"
    return ValueProblem(message, f"write `{whole}_{rest}`, or `{whole}.{rest.rstrip('0') or '0'}`", "LK543")
