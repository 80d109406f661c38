"""Words, numbers, dates and places in the text."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from licensekit.syntax.tree.node import SyntaxNode


class Name(SyntaxNode):
    """A word in lower case: an id, a fact, an act, an option, a word of a closed list, a parameter."""

    text: str


class Code(SyntaxNode):
    """A code in upper case: a territory, a group of territories, a currency."""

    text: str


class Text(SyntaxNode):
    """A text in quotes; `value` has its escapes resolved."""

    value: str


class WrittenNumber(SyntaxNode):
    """An exact number with its scale word worked in: `1.5 million` has the value 1500000."""

    value: int | Decimal
    """An int if the number is whole."""
    written: str = field(compare=False)
    """The digits as the canonical layout prints them, and the scale word: `1.5 million`."""


class Day(SyntaxNode):
    """A day: `2026-06-01`."""

    on: date


class Adjusted(SyntaxNode):
    """`of 2019 adjusted by us_cpi_u`."""

    year: int
    index: Name


class Amount(SyntaxNode):
    """A count or an amount of money: `100_000_001`, `20 million USD (or equivalent)`."""

    number: WrittenNumber
    currency: Code | None = None
    adjusted: Adjusted | None = None
    or_equivalent: bool = False


Word: TypeAlias = Name | Text
"""A name, or an exact text in quotes: objects and parties of duties, parties of gates."""


def word_of(word: Word) -> str:
    """The name, or the text without its quotes."""
    return word.value if isinstance(word, Text) else word.text


def value_of(text: Text | None) -> str:
    """The text without its quotes; an empty string where none was written."""
    return "" if text is None else text.value


class Locator(SyntaxNode):
    """`at "1.b.i(A)"`, or `at use-policy "3.1"` where the licence has several documents."""

    document: Name | None
    place: Text


DateTerm: TypeAlias = Day | Name
"""A day, a date fact, `as_of`, or a parameter."""


class YearsAfter(SyntaxNode):
    """`4 years after work.version_published_on`."""

    years: int
    date: DateTerm


class Earlier(SyntaxNode):
    """`the earlier of D, D`."""

    dates: tuple[DateTerm | YearsAfter, ...]


DateExpression: TypeAlias = DateTerm | YearsAfter | Earlier

CalendarUnit: TypeAlias = Literal["days", "months", "years"]
