"""Conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias, assert_never

from licensekit.model.conditions import ComparisonSign
from licensekit.syntax.tree.node import SyntaxNode
from licensekit.syntax.tree.words import Amount, CalendarUnit, Code, DateTerm, Name


class Holds(SyntaxNode):
    """A yes/no fact, or the name of a `define`."""

    name: Name


class FactIs(SyntaxNode):
    """`FACT is VALUE`, or `FACT in { … }`."""

    fact: Name
    values: tuple[Name | Code, ...]
    in_braces: bool


class SetMeets(SyntaxNode):
    """`any of FACT in { … }`, `all of FACT in { … }`."""

    quantifier: Literal["any", "all"]
    fact: Name
    values: tuple[Name | Code, ...]


class Compares(SyntaxNode):
    """`FACT more than 20 million USD`; a name as the amount is a parameter."""

    quantity: Name
    comparison: ComparisonSign
    amount: Amount | Name


class DateOrder(SyntaxNode):
    """`DATE before DATE`, `DATE on_or_after DATE`."""

    date: DateTerm
    order: Literal["before", "on_or_after"]
    other: DateTerm


class DateWithin(SyntaxNode):
    """`DATE within 32 days after DATE`, `DATE before 30 days after DATE`."""

    date: DateTerm
    limit: Literal["within", "before"]
    count: int
    unit: CalendarUnit
    after: DateTerm


class ReadingIs(SyntaxNode):
    """`reading R is O`."""

    reading: Name
    option: Name


class ApprovalHeld(SyntaxNode):
    """`approval G is held`."""

    gate: Name


class Not(SyntaxNode):
    """`not X`."""

    part: Condition


class And(SyntaxNode):
    """`X and Y and Z`, flat as written."""

    parts: tuple[Condition, ...]


class Or(SyntaxNode):
    """`X or Y or Z`, flat as written."""

    parts: tuple[Condition, ...]


Atom: TypeAlias = Holds | FactIs | SetMeets | Compares | DateOrder | DateWithin | ReadingIs | ApprovalHeld
"""A condition without parts."""

Condition: TypeAlias = Atom | Not | And | Or


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """What `and`, `or` and `not` join; nothing for an atom."""
    if isinstance(condition, Atom):
        return ()
    return (condition.part,) if isinstance(condition, Not) else condition.parts


def conditions_in(condition: Condition) -> Iterator[Condition]:
    """A condition and all its parts, from the outside in."""
    yield condition
    for part in parts_of(condition):
        yield from conditions_in(part)


def names_of(condition: Condition) -> tuple[Name, ...]:
    """The names in a condition itself, not in its parts, that may be those of a define or measure."""
    match condition:
        case Holds(name=name) | Compares(quantity=name):
            return (name,)
        case FactIs() | SetMeets() | DateOrder() | DateWithin() | ReadingIs() | ApprovalHeld():
            return ()
        case And() | Or() | Not():
            return ()
        case _:
            assert_never(condition)
