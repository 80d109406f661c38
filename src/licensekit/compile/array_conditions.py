"""The conditions of a table over NumPy arrays: each becomes operations on bits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeAlias, assert_never

from licensekit.compile.bits import ONES, ZERO, Graph, Node, Truth
from licensekit.compile.logic import (
    All,
    Case,
    Col,
    Compare,
    Expr,
    Has,
    IsNull,
    Known,
    Later,
    Listed,
    Lit,
    Not,
    Operator,
    Some,
    Strange,
    Within,
)
from licensekit.compile.row_facts import refuse
from licensekit.vocabulary.facts import fact

Array: TypeAlias = Any
"""A NumPy array of one dimension."""
FEW: Final = 8
"""So many codes are compared one by one; more are looked up."""
TURNED: Final[dict[Operator, Operator]] = {"=": "=", ">": "<", ">=": "<=", "<": ">", "<=": ">="}


@dataclass(frozen=True)
class Column:
    """The values of a fact as an array, where a plain array does not say enough.

    `categories`: the words that whole numbers stand for, as in a Polars Enum, an Arrow dictionary or a pandas
    Categorical; a negative code is unknown. `known`: the rows in which the fact is known, as booleans, or as bits in
    the order of Arrow's validity. `decimals`: how many digits of an amount stand after its point.
    """

    values: Array
    categories: tuple[str, ...] = ()
    known: Array | None = None
    decimals: int = 0


def is_packed(known: Array) -> bool:
    """Whether the rows that are known come as bits, and not as booleans."""
    return str(known.dtype) == "uint8"


@dataclass(frozen=True)
class Input:
    """A column of a question."""

    label: str
    """Its name in the table."""
    name: str
    """Its name in the function."""
    variable: str
    column: Column
    known: str = ""
    """The name in the function of what says where it is known; empty where every row is."""

    @property
    def kind(self) -> str:
        """The type of its fact."""
        return fact(self.variable.partition(":")[0]).type

    @property
    def dtype(self) -> str:
        """The types of its arrays, which the function for it depends on."""
        return f"{self.column.values.dtype} {'' if self.column.known is None else self.column.known.dtype}"

    @property
    def names(self) -> tuple[str, ...]:
        """Its names in the function."""
        return (self.name, self.known) if self.known else (self.name,)

    @property
    def arrays(self) -> tuple[tuple[Array, bool], ...]:
        """The arrays that go by these names, and whether eight rows stand in a byte of them."""
        values = (self.column.values, False)
        return (values, (self.column.known, is_packed(self.column.known))) if self.known else (values,)


class ArrayConditions:
    """Turns the expressions of a table into operations on bits."""

    def __init__(self, inputs: Mapping[str, Input], staged: Mapping[str, Expr]) -> None:
        self.graph = Graph()
        self.inputs = inputs
        self.staged = staged
        self._truths: dict[str, Truth] = {}
        self.constants: dict[str, object] = {}

    def truth(self, value: Expr) -> Truth:
        """A condition as bits."""
        graph = self.graph
        match value:
            case Lit(value=constant):
                return Truth(ONES if constant is True else ZERO, ONES if constant is False else ZERO)
            case Col(name=name):
                return self._column(name)
            case Not(part=part):
                return Truth(*reversed(self.truth(part)))
            case All(parts=parts):
                return graph.all_of(map(self.truth, parts))
            case Some(parts=parts):
                return graph.any_of(map(self.truth, parts))
            case Known(first=first, second=second):
                one = self.truth(first)
                return graph.chosen(graph.open(one), self.truth(second), one)
            case IsNull(part=part):
                return graph.sure(self.unknown(part))
            case Case(cases=cases, otherwise=otherwise):
                found = self.truth(otherwise)
                for condition, then in reversed(cases):
                    found = graph.chosen(self.truth(condition).true, self.truth(then), found)
                return found
            case Compare(left=left, operator=operator, right=right):
                return self._compared(left, operator, right)
            case Within(column=column, values=values):
                return self._within(column, values)
            case Has() | Strange():
                raise refuse("sets of words are not worked out on arrays", "use `columns`, or `compile` for each row")
            case Later() | Listed():
                raise AssertionError(value)
            case _:
                assert_never(value)

    def unknown(self, value: Expr) -> Node:
        """The rows in which a condition, a number or a word is unknown."""
        graph = self.graph
        match value:
            case Lit(value=constant):
                return ONES if constant is None else ZERO
            case Col(name=name) if name in self.staged:
                return self.unknown(self.staged[name])
            case Col(name=name):
                return graph.turned(self._known(self.inputs[name]))
            case Known(first=first, second=second):
                return graph.every((self.unknown(first), self.unknown(second)))
            case Case(cases=cases, otherwise=otherwise):
                found = self.unknown(otherwise)
                for condition, then in reversed(cases):
                    where = self.truth(condition).true
                    either = graph.every((where, self.unknown(then))), graph.every((graph.turned(where), found))
                    found = graph.some(either)
                return found
            case Later(day=day):
                return self.unknown(day)
            case _:
                return graph.open(self.truth(value))

    def _column(self, name: str) -> Truth:
        found = self._truths.get(name)
        if found is None:
            if name in self.staged:
                found = self.truth(self.staged[name])
            else:
                one = self.inputs[name]
                found = self._within_known(one, self.graph.atom("pack", one.name))
            self._truths[name] = found
        return found

    def _known(self, one: Input) -> Node:
        """The rows in which a column is known."""
        graph, found = self.graph, list[Node]()
        if one.known:
            found.append(graph.atom("same" if is_packed(one.column.known) else "pack", one.known))
        if one.column.categories and one.column.values.dtype.kind == "i":
            found.append(graph.atom("coded", one.name))
        if one.kind == "date":
            found.append(graph.atom("dated", one.name))
        return graph.every(found)

    def _within_known(self, one: Input, holds: Node) -> Truth:
        known = self._known(one)
        return Truth(self.graph.every((holds, known)), self.graph.every((self.graph.turned(holds), known)))

    # ---- comparisons

    def _compared(self, left: Expr, operator: Operator, right: Expr) -> Truth:
        match left, right:
            case (Lit(value=None), _) | (_, Lit(value=None)):
                return Truth(ZERO, ZERO)
            case Lit(value=one), Lit(value=other):
                return self.truth(Lit(_settled(one, operator, other)))
            case Lit(), _:
                return self._compared(right, TURNED[operator], left)
            case Col(name=name), _ if name in self.staged:
                return self._compared(self.staged[name], operator, right)
            case Known(first=first, second=second), _:
                return self.truth(Known(Compare(first, operator, right), Compare(second, operator, right)))
            case Case(cases=cases, otherwise=otherwise), _:
                branches = tuple((on, Compare(then, operator, right)) for on, then in cases)
                return self.truth(Case(branches, Compare(otherwise, operator, right)))
            case Col(name=name), Lit(value=mark):
                return self._beside(self.inputs[name], operator, mark)
            case Col(name=name), Col(name=other) if other not in self.staged:
                return self._beside_each_other(self.inputs[name], operator, self.inputs[other])
            case Col(), Col() | Known() | Case():
                return self._compared(right, TURNED[operator], left)
            case _:
                raise refuse(
                    "days counted from a day of the row are not worked out on arrays",
                    "use `columns`, or `compile` for each row",
                )

    def _beside(self, one: Input, operator: Operator, mark: object) -> Truth:
        """A column beside a constant."""
        match mark:
            case bool():
                found = self._column(one.label)
                return found if mark else Truth(found.false, found.true)
            case str():
                return self._within(Col(one.label), (mark,))
            case date():
                return self._within_known(one, self._atom(operator, one.name, self._constant(mark)))
            case int() | Decimal():
                return self._number(one, operator, Decimal(mark).scaleb(one.column.decimals))
            case _:
                raise AssertionError(mark)

    def _number(self, one: Input, operator: Operator, mark: Decimal) -> Truth:
        whole = int(mark // 1) if mark >= 0 else -int(-mark // 1)
        if whole != mark:  # between two whole numbers
            if operator == "=":
                return self._within_known(one, ZERO)
            operator = ">" if operator in {">", ">="} else "<="
        if (operator, whole) == ("<", 0):
            unsigned = one.column.values.dtype.kind == "u"
            return self._within_known(one, ZERO if unsigned else self.graph.atom("seldom_negative", one.name))
        return self._within_known(one, self._atom(operator, one.name, (whole,)))

    def _beside_each_other(self, one: Input, operator: Operator, other: Input) -> Truth:
        if one.column.decimals != other.column.decimals:
            raise refuse(
                f"`{one.variable}` and `{other.variable}` have different numbers of decimals",
                "give both with as many decimals as the one that has more",
            )
        graph, known = self.graph, self.graph.every((self._known(one), self._known(other)))
        holds = self._atom(operator, one.name, other.name)
        return Truth(graph.every((holds, known)), graph.every((graph.turned(holds), known)))

    def _atom(self, operator: Operator, *arguments: object) -> Node:
        return self.graph.atom(NAMES[operator], *arguments)

    def _constant(self, value: object) -> str:
        found = next((name for name, kept in self.constants.items() if kept is value), f"c{len(self.constants)}")
        self.constants[found] = value
        return found

    def _within(self, column: Expr, values: tuple[str, ...]) -> Truth:
        match column:
            case Lit(value=word):
                return self.truth(Lit(None if word is None else word in values))
            case Col(name=name) if name in self.staged:
                return self._within(self.staged[name], values)
            case Col(name=name):
                return self._coded(self.inputs[name], frozenset(values))
            case Known(first=first, second=second):
                return self.truth(Known(Within(first, values), Within(second, values)))
            case Case(cases=cases, otherwise=otherwise):
                branches = tuple((on, Within(then, values)) for on, then in cases)
                return self.truth(Case(branches, Within(otherwise, values)))
            case _:
                raise AssertionError(column)

    def _coded(self, one: Input, values: frozenset[str]) -> Truth:
        """The rows whose code stands for one of some words."""
        graph, words = self.graph, one.column.categories
        inside = [code for code, word in enumerate(words) if word in values]
        outside = [code for code, word in enumerate(words) if word not in values]
        if not outside:
            holds = graph.turned(graph.atom("seldom_beyond", one.name, (len(words),)))
        elif len(inside) <= min(FEW, len(outside)):
            holds = graph.some(self._atom("=", one.name, (code,)) for code in inside)
        elif len(outside) <= FEW:
            holds = graph.turned(graph.some(self._atom("=", one.name, (code,)) for code in outside))
        else:
            table = tuple(word in values for word in words)
            holds = graph.atom("looked_up", one.name, self._constant(table))
        return self._within_known(one, holds)


NAMES: Final[dict[Operator, str]] = {"=": "equal", ">": "more", ">=": "at_least", "<": "less", "<=": "at_most"}


def _settled(one: Any, operator: Operator, other: Any) -> bool:
    match operator:
        case "=":
            return bool(one == other)
        case ">":
            return bool(one > other)
        case ">=":
            return bool(one >= other)
        case "<":
            return bool(one < other)
        case "<=":
            return bool(one <= other)
        case _:
            assert_never(operator)


def atoms(constants: Mapping[str, object]) -> dict[str, object]:
    """What the function calls, each giving the bits of a block; with its constants as NumPy has them."""
    import numpy as np  # noqa: PLC0415 - the extra `numpy`

    pack = partial(np.packbits, bitorder="little")

    def packing(compare: Callable[..., Array]) -> Callable[..., Array]:
        return lambda values, mark: pack(compare(values, mark))

    def none(values: Array) -> Array:
        return np.zeros((len(values) + 7) // 8, np.uint8)

    def kept(value: object) -> object:
        return np.datetime64(value, "D") if isinstance(value, date) else np.array(value, bool)

    return {
        "pack": pack,
        "same": lambda bits: bits,
        "coded": lambda codes: pack(codes >= 0),
        "dated": lambda days: pack(~np.isnat(days)),
        "equal": packing(np.equal),
        "more": packing(np.greater),
        "at_least": packing(np.greater_equal),
        "less": packing(np.less),
        "at_most": packing(np.less_equal),
        # what hardly any row is costs a look at the least or greatest value alone
        "seldom_negative": lambda values: pack(values < 0) if values.min() < 0 else none(values),
        "seldom_beyond": lambda codes, end: pack(codes >= end) if codes.max() >= end else none(codes),
        "looked_up": lambda codes, table: pack(table.take(codes, mode="clip")),
        **{name: kept(value) for name, value in constants.items()},
    }
