"""Cells of a table as people write them: `$5,000`, `5000 USD`, `2 million`, `Yes`, nothing for what is unknown.

A cell is turned into the words of the language, and read by their one reader. What may mean two things is refused,
`5,000` as that reader refuses `5.000`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Literal, NamedTuple, TypeAlias, assert_never

from licensekit.diagnostics import clipped
from licensekit.errors import ValueProblem
from licensekit.numerals import SCALES, TWO_NUMBERS, day, two_numbers
from licensekit.use.number_mends import SIGN, SIGNS
from licensekit.use.reading import number_of, read_given, refuse_nothing
from licensekit.values import NEVER, Exactly, Known, Money, grouped
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact

Marks: TypeAlias = Literal["exact", "commas", "either"]
"""Who wrote a table: a program, whose point stands before decimals (JSON); somebody in whose CSV a comma stands between
columns, and so not before decimals; or somebody of whom nobody can say (`;` or a tab between columns, a workbook)."""
YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}
UNKNOWN_CELLS: Final = frozenset({"", "unknown"})
_EMPTY: Final = "leave the cell empty"

_BOUND: Final = r"[<>~]|(at (most|least)|more than|less than|up to|over|under|about|between)\b"
_GROUPS: Final = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"
_POINTS: Final = r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}"
_TURNED: Final = r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),([0-9]{1,4})"
"""With the marks of the other half of the world."""
_BEFORE: Final = rf"({SIGN}|[A-Z]{{3}}) ?([0-9].*)"
_AFTER: Final = rf"(.*[0-9a-z]) ?({SIGN}|[A-Z]{{3}})"
_ENGLISH: Final = frozenset({"$", "US$", "£"})
"""Signs that stand before an amount where commas stand between groups."""


class Cell(NamedTuple):
    """A number of a cell."""

    plain: str
    """In plain digits."""
    currency: str = ""
    """The currency that the cell names."""


def read_cell(name: str, text: str, currency: str = "", marks: Marks = "commas") -> dict[str, Known]:
    """What a cell says under a fact's name, where each row is decided by itself: bounds will do too.

    Nothing where it is unknown. Raises KeyError for an unknown name, ValueProblem for a value that cannot be.
    """
    info = fact(name)
    text = " ".join(text.split())
    if text in UNKNOWN_CELLS:
        return {}
    match info.type:
        case "yes_no":
            return {name: Exactly(YES_NO[text.lower()])} if read_yes_no(text) is not None else {}
        case "date":
            return read_given(name, read_day(text) or "unknown")
        case "count" | "money":
            if re.match(_BOUND, text, re.IGNORECASE):
                return read_given(name, text)
            cell = read_number(info, text, currency, marks)
            code = (cell and cell.currency) or currency
            return read_given(name, f"{grouped(Decimal(cell.plain))} {code}".rstrip()) if cell is not None else {}
        case "set_of":
            return read_given(name, text.replace(";", ","))
        case "one_of" | "territory" | "text":
            return read_given(name, text)
        case _:
            assert_never(info.type)


def read_number(info: FactInfo, text: str, currency: str, marks: Marks) -> Cell | None:
    """A count, or an amount, in a cell; None where it is unknown.

    `currency` is that of the column, if it has one: a cell may repeat it. Raises ValueProblem.
    """
    text = " ".join(text.split())
    if text in UNKNOWN_CELLS:
        return None
    refuse_nothing(text, _EMPTY)
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
    amount = number_of(info, f"{number} {code or currency}".rstrip())
    assert isinstance(amount, Money)
    return Cell(f"{amount.amount:f}", code)


def read_yes_no(text: str) -> bool | None:
    """Yes or no in a cell, true or false, in any case; None where it is unknown. Raises ValueProblem."""
    word = text.strip().lower()
    if word in UNKNOWN_CELLS:
        return None
    refuse_nothing(word, _EMPTY)
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
    refuse_nothing(text, _EMPTY)
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
    if marks == "exact" and re.fullmatch(TWO_NUMBERS, digits):
        digits += "0"
    if not (marks == "commas" or english or space) and re.fullmatch(TWO_NUMBERS, digits.replace(",", ".")):
        raise two_numbers(text, digits)
    if re.fullmatch(_GROUPS, digits):
        digits = digits.replace(",", "_")
    elif re.fullmatch(_POINTS, digits):
        digits = digits.replace(".", "_")
    elif turned := re.fullmatch(_TURNED, digits):
        mend = f"write `{turned[1].replace('.', '_')}.{turned[2]}`"
        raise ValueProblem(f"`{clipped(text, 40)}` is not a number", mend, "LK108")
    return digits + space + scale
