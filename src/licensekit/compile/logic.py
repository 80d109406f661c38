"""Three-valued expressions over the columns of a table, where a null is an unknown: one form for every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any, Final, Literal, TypeAlias

from licensekit.meaning.calendar_days import Unit

Operator: TypeAlias = Literal[">", ">=", "<", "<="]
HOLDS: Final[Mapping[Operator, Callable[[Any, Any], Any]]] = {">": gt, ">=": ge, "<": lt, "<=": le}
_TURNED: Final[Mapping[Operator, Operator]] = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_Plainly: TypeAlias = bool | int | str | Decimal | date | frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Lit:
    """A constant; None is unknown."""

    value: _Plainly


@dataclass(frozen=True, slots=True)
class Col:
    """A column: of the table, or one that an earlier stage made."""

    name: str


@dataclass(frozen=True, slots=True)
class Later:
    """A date some days, months or years after another, clipped to the last day of its month, and some days more."""

    day: Col
    count: int
    unit: Unit
    days: int


@dataclass(frozen=True, slots=True)
class Compare:
    """A number or a date of the row beside a constant or another one; unknown where a side is."""

    left: Col
    operator: Operator
    right: Lit | Col | Later

    @staticmethod
    def of(left: Expr, operator: Operator, right: Expr) -> Expr:
        """A comparison of columns and constants, with what is settled folded away."""
        match left, right:
            case (Lit(value=None), _) | (_, Lit(value=None)):
                return NULL
            case Col(), Col() | Lit():
                return Compare(left, operator, right)
            case Lit(), Col():
                return Compare(right, _TURNED[operator], left)
            case Lit(value=value), Lit(value=mark):
                return Lit(HOLDS[operator](value, mark))
            case _:
                raise TypeError(f"{left} {operator} {right}")


@dataclass(frozen=True, slots=True)
class Within:
    """A word of the row is one of these; unknown where the column is."""

    column: Col
    values: tuple[str, ...]

    @staticmethod
    def of(value: Expr, words: tuple[str, ...]) -> Expr:
        """That a column or a constant is one of some words, with what is settled folded away."""
        match value:
            case Lit(value=word):
                return Lit(None if word is None else word in words)
            case Col():
                return Within(value, words)
            case _:
                raise TypeError(f"{value} is no column")


@dataclass(frozen=True, slots=True)
class Meets:
    """A set of the row holds one of these words; `beyond`: or is worldwide, which no list holds whole."""

    column: Col
    values: tuple[str, ...]
    beyond: bool = False

    @staticmethod
    def of(value: Expr, words: tuple[str, ...], *, beyond: bool) -> Expr:
        """That a column or a constant holds one of some words, with what is settled folded away."""
        match value:
            case Lit(value=frozenset() as members):
                return Lit(not members.isdisjoint(words))
            case Lit():
                return NULL
            case Col():
                return Meets(value, words, beyond)
            case _:
                raise TypeError(f"{value} is no column")


@dataclass(frozen=True, slots=True)
class Strange:
    """A list that holds more than these words, once each: one that is none of them, one twice, or an unknown one."""

    column: Col
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IsNull:
    """Whether a condition or a column is unknown: itself never unknown."""

    part: Expr


@dataclass(frozen=True, slots=True)
class Negated:
    """The part is false."""

    part: Expr


@dataclass(frozen=True, slots=True)
class Joined:
    """Every part is true, or some part is, by Kleene."""

    parts: tuple[Expr, ...]
    every: bool


@dataclass(frozen=True, slots=True)
class Branches:
    """The value of the first condition that is true, else the last value."""

    cases: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first of two that is not unknown."""

    first: Expr
    second: Expr


@dataclass(frozen=True, slots=True)
class Listed:
    """The words whose condition is true, in a row; the empty text where there is none."""

    words: tuple[tuple[Expr, str], ...]


Expr: TypeAlias = (
    Lit | Col | Compare | Within | Meets | Strange | IsNull | Negated | Joined | Branches | FirstOf | Listed
)

TRUE, FALSE, NULL = Lit(True), Lit(False), Lit(None)


def every(parts: Iterable[Expr]) -> Expr:
    """And, with what is settled folded away."""
    return _joined(parts, TRUE, FALSE)


def some(parts: Iterable[Expr]) -> Expr:
    """Or, with what is settled folded away."""
    return _joined(parts, FALSE, TRUE)


def _joined(parts: Iterable[Expr], neutral: Expr, deciding: Expr) -> Expr:
    left = tuple(dict.fromkeys(part for part in parts if part != neutral))
    if deciding in left:
        return deciding
    return neutral if not left else left[0] if len(left) == 1 else Joined(left, every=neutral == TRUE)


def negated(part: Expr) -> Expr:
    """Negated, with what is settled folded away."""
    match part:
        case Lit(value=value):
            return NULL if value is None else Lit(value is not True)
        case Negated(part=inner):
            return inner
        case _:
            return Negated(part)


def unknown(part: Expr) -> Expr:
    """Whether something is unknown."""
    return Lit(part.value is None) if isinstance(part, Lit) else IsNull(part)


def first_of(*values: Expr) -> Expr:
    """The first of some that is not unknown; unknown where all are."""
    answer: Expr = NULL
    for value in reversed(values):
        if value != NULL:
            answer = value if answer == NULL or isinstance(value, Lit) else FirstOf(value, answer)
    return answer


def surely(part: Expr) -> Expr:
    """Whether something is true, and not unknown."""
    return first_of(part, FALSE)


def perhaps(part: Expr) -> Expr:
    """Whether something is true or unknown."""
    return first_of(part, TRUE)


def case(cases: Iterable[tuple[Expr, Expr]], otherwise: Expr) -> Expr:
    """The value of the first condition that is true, with what is settled folded away."""
    left: list[tuple[Expr, Expr]] = []
    for condition, value in cases:
        if condition == TRUE:
            otherwise = value
            break
        if condition not in {FALSE, NULL}:
            left.append((condition, value))
    return Branches(tuple(left), otherwise) if left else otherwise


def columns_in(value: object) -> Iterator[str]:
    """The columns that an expression reads."""
    if isinstance(value, Col):
        yield value.name
    elif isinstance(value, tuple):
        for part in value:
            yield from columns_in(part)
    elif not isinstance(value, Lit) and is_dataclass(value):
        for each in fields(value):
            yield from columns_in(getattr(value, each.name))


class Stages:
    """Columns that are worked out stage by stage, each from the table and from the stages before."""

    PREFIX = "_lk_"

    def __init__(self) -> None:
        self.columns: dict[str, Expr] = {}
        """All of them, in an order in which each comes after those that it reads."""
        self._depth: dict[str, int] = {}
        self._names: dict[Expr, Col] = {}

    def named(self, name: str, value: Expr) -> Expr:
        """A value as a column; what is a constant or a column already, or was named before, as it is."""
        if isinstance(value, Lit | Col):
            return value
        column = self._names.get(value)
        if column is None:
            column = self._names[value] = Col(f"{self.PREFIX}{name}{len(self.columns)}")
            self._depth[column.name] = self.depth_of(value)
            self.columns[column.name] = value
        return column

    def depth_of(self, value: Expr) -> int:
        """The stage in which a value can be worked out."""
        return max((self._depth[name] + 1 for name in columns_in(value) if name in self._depth), default=0)

    def stages(self, *wanted: Expr) -> list[list[tuple[str, Expr]]]:
        """The columns that some values need, by stage."""
        needed: set[str] = set()
        todo = [name for value in wanted for name in columns_in(value)]
        while todo:
            name = todo.pop()
            if name in self.columns and name not in needed:
                needed.add(name)
                todo.extend(columns_in(self.columns[name]))
        stages: dict[int, list[tuple[str, Expr]]] = {}
        for name, value in self.columns.items():
            if name in needed:
                stages.setdefault(self._depth[name], []).append((name, value))
        return [stages[depth] for depth in sorted(stages)]
