"""Conditions."""

from __future__ import annotations

from typing import Literal, TypeAlias

from licensekit.syntax.tree.words import Amount, Code, DateTerm, Name, Unit
from licensekit.syntax.written import Written, node

Comparison: TypeAlias = Literal["more_than", "less_than", "at_least", "at_most", "exactly"]


@node
class Holds(Written):
    """A yes/no fact, or the name of a `define`."""

    name: Name


@node
class FactIs(Written):
    """`FACT is VALUE`."""

    fact: Name
    value: Name | Code


@node
class FactIn(Written):
    """`FACT in { … }`."""

    fact: Name
    values: tuple[Name | Code, ...]


@node
class SetMeets(Written):
    """`any of FACT in { … }`, `all of FACT in { … }`."""

    quantifier: Literal["any", "all"]
    fact: Name
    values: tuple[Name | Code, ...]


@node
class Compares(Written):
    """`FACT more than 20 million USD`; a name as the amount is a parameter."""

    quantity: Name
    comparison: Comparison
    amount: Amount | Name


@node
class DateOrder(Written):
    """`DATE before DATE`, `DATE on_or_after DATE`."""

    date: DateTerm
    order: Literal["before", "on_or_after"]
    other: DateTerm


@node
class DateWithin(Written):
    """`DATE within 32 days after DATE`, `DATE before 30 days after DATE`."""

    date: DateTerm
    limit: Literal["within", "before"]
    count: int
    unit: Unit
    after: DateTerm


@node
class ReadingIs(Written):
    """`reading R is O`."""

    reading: Name
    option: Name


@node
class ApprovalHeld(Written):
    """`approval G is held`."""

    gate: Name


@node
class Not(Written):
    """`not X`."""

    part: Condition


@node
class And(Written):
    """`X and Y and Z`, flat as written."""

    parts: tuple[Condition, ...]


@node
class Or(Written):
    """`X or Y or Z`, flat as written."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = (
    Holds | FactIs | FactIn | SetMeets | Compares | DateOrder | DateWithin | ReadingIs | ApprovalHeld | Not | And | Or
)
