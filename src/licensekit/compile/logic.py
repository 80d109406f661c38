"""Three-valued expressions over the columns of a table, where a null is an unknown: one form for every engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

Operator: TypeAlias = Literal["=", ">", ">=", "<", "<="]
Literal_: TypeAlias = bool | int | str | Decimal | date | frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Lit:
    """A constant; None is unknown. `kind` tells what an unknown is unknown of."""

    value: Literal_


@dataclass(frozen=True, slots=True)
class Col:
    """A column."""

    name: str


@dataclass(frozen=True, slots=True)
class Later:
    """A date some days, months or years after another, clipped to the last day of its month."""

    day: Expr
    count: int
    unit: Literal["days", "months", "years"]


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison; unknown where a side is."""

    left: Expr
    operator: Operator
    right: Expr


@dataclass(frozen=True, slots=True)
class Within:
    """One of some words; unknown where the column is."""

    column: Expr
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Has:
    """A list that holds a word."""

    column: Expr
    value: str


@dataclass(frozen=True, slots=True)
class Strange:
    """A list that holds more than these words, once each: one that is none of them, one twice, or an unknown one."""

    column: Expr
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsNull:
    """Whether something is unknown: itself never unknown."""

    part: Expr


@dataclass(frozen=True, slots=True)
class Not:
    """The part is false."""

    part: Expr


@dataclass(frozen=True, slots=True)
class All:
    """Every part is true, by Kleene."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Some part is true, by Kleene."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """The value of the first condition that is true, else the last value."""

    cases: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class Known:
    """The first of two that is known."""

    first: Expr
    second: Expr


@dataclass(frozen=True, slots=True)
class Listed:
    """The words whose condition is true, in a row; the empty text where there is none."""

    words: tuple[tuple[Expr, str], ...]


Expr: TypeAlias = (
    Lit | Col | Later | Compare | Within | Has | Strange | IsNull | Not | All | Some | Case | Known | Listed
)

TRUE, FALSE, NULL = Lit(True), Lit(False), Lit(None)


def every(parts: list[Expr]) -> Expr:
    """And, with what is settled folded away."""
    left = [part for part in parts if part != TRUE]
    if FALSE in left:
        return FALSE
    return TRUE if not left else left[0] if len(left) == 1 else All(tuple(left))


def some(parts: list[Expr]) -> Expr:
    """Or, with what is settled folded away."""
    left = [part for part in parts if part != FALSE]
    if TRUE in left:
        return TRUE
    return FALSE if not left else left[0] if len(left) == 1 else Some(tuple(left))


def negated(part: Expr) -> Expr:
    """Not, with what is settled folded away."""
    match part:
        case Lit(value=None):
            return NULL
        case Lit(value=value):
            return Lit(value is not True)
        case Not(part=inner):
            return inner
        case _:
            return Not(part)


def has(column: Expr, word: str) -> Expr:
    """Whether a list holds a word, with what is settled folded away."""
    match column:
        case Lit(value=frozenset() as words):
            return Lit(word in words)
        case Lit(value=None):
            return NULL
        case _:
            return Has(column, word)


def unknown(part: Expr) -> Expr:
    """Whether something is unknown."""
    return Lit(part.value is None) if isinstance(part, Lit) else IsNull(part)


def known(first: Expr, second: Expr) -> Expr:
    """The first of two that is known."""
    if first == NULL:
        return second
    if second == NULL:
        return first
    return first if isinstance(first, Lit) else Known(first, second)


def surely(part: Expr) -> Expr:
    """Whether something is known to be true."""
    return known(part, FALSE)


def perhaps(part: Expr) -> Expr:
    """Whether something is true or unknown."""
    return known(part, TRUE)


def case(cases: list[tuple[Expr, Expr]], otherwise: Expr) -> Expr:
    """The value of the first condition that is true, with what is settled folded away."""
    left: list[tuple[Expr, Expr]] = []
    for condition, value in cases:
        if condition == TRUE:
            otherwise = value
            break
        if condition not in {FALSE, NULL}:
            left.append((condition, value))
    return Case(tuple(left), otherwise) if left else otherwise
