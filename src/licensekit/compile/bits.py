"""Three-valued expressions over NumPy arrays, as bits: eight rows in a byte, every operation in a local of its own."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from math import floor
from typing import Any, Final, TypeAlias

import numpy as np

from licensekit.compile.code import NO, YES, FunctionCode, Pair, call, read
from licensekit.compile.logic import Col, Compare, Expr, Later, Lit, Meets, Operator, Strange, Within
from licensekit.compile.rows import refuse
from licensekit.numerals import EXACT
from licensekit.vocabulary.facts import fact

Array: TypeAlias = Any
"""A NumPy array of one dimension."""
_FEW: Final = 8
"""So many codes are compared one by one; more are looked up."""
_ATOMS: Final[Mapping[Operator, str]] = {">": "more", ">=": "at_least", "<": "less", "<=": "at_most"}


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

    @property
    def is_packed(self) -> bool:
        """Whether the rows that are known come as bits, and not as booleans."""
        return self.known is not None and str(self.known.dtype) == "uint8"


@dataclass(frozen=True)
class Input:
    """A column of a question."""

    label: str
    """Its name in the table."""
    name: str
    """Its name in the function; of what says where it is known: with a `k` before it."""
    variable: str
    column: Column

    @property
    def kind(self) -> str:
        """The type of its fact."""
        return fact(self.variable.partition(":")[0]).type

    @property
    def key(self) -> tuple[object, ...]:
        """What the function for it depends on."""
        dtypes = (str(each.dtype) for each in (self.column.values, self.column.known) if each is not None)
        return (self.label, self.variable, self.column.categories, self.column.decimals, *dtypes)

    @property
    def arrays(self) -> dict[str, tuple[Array, bool]]:
        """The arrays by their names in the function, and whether eight rows stand in a byte of them."""
        arrays = {self.name: (self.column.values, False)}
        if self.column.known is not None:
            arrays[f"k{self.name}"] = self.column.known, self.column.is_packed
        return arrays


class Bits(FunctionCode):
    """Expressions over the rows of a block."""

    def __init__(self, staged: Mapping[str, Expr], inputs: Mapping[str, Input]) -> None:
        super().__init__(staged)
        self.inputs: Final = inputs
        self._inverses: dict[str, ast.expr] = {}

    def joined(self, left: ast.expr, right: ast.expr, *, both: bool) -> ast.expr:
        """And, or or."""
        if ast.dump(left) == ast.dump(right):
            return left
        if any(ast.dump(self.negated(one)) == ast.dump(other) for one, other in ((left, right), (right, left))):
            return NO if both else YES
        return self.once(ast.BinOp(left, ast.BitAnd() if both else ast.BitOr(), right))

    def inverted(self, part: ast.expr) -> ast.expr:
        """Not."""
        if isinstance(part, ast.Name) and part.id in self._inverses:
            return self._inverses[part.id]
        turned = self.once(ast.UnaryOp(ast.Invert(), part))
        assert isinstance(turned, ast.Name)
        self._inverses[turned.id] = part
        return turned

    def column(self, name: str) -> Pair:
        """Yes or no."""
        column = self.inputs[name]
        return self._where_known(column, self._atom("pack", column))

    def unknown(self, name: str) -> ast.expr:
        """Where a column is unknown."""
        return self.negated(self._where_stated(self.inputs[name]))

    def compared(self, value: Compare) -> Pair:
        """A number or a date beside another."""
        column = self.inputs[value.left.name]
        match value.right:
            case Lit(value=date() as day):
                mark = read(self.bind(_constant(day)))
                return self._where_known(column, self._atom(_ATOMS[value.operator], column, mark))
            case Lit(value=int() | Decimal() as mark):
                return self._number(column, value.operator, Decimal(mark).scaleb(column.column.decimals, EXACT))
            case Col(name=name):
                return self._against(column, value.operator, self.inputs[name])
            case Lit() | Later():
                raise refuse(
                    "days counted from a day of the row are not worked out on arrays",
                    "use `columns`, or `compile` for each row",
                )

    def within(self, value: Within) -> Pair:
        """The rows whose code stands for one of some words."""
        column = self.inputs[value.column.name]
        words, listed = column.column.categories, frozenset(value.values)
        inside = [code for code, word in enumerate(words) if word in listed]
        outside = [code for code, word in enumerate(words) if word not in listed]
        if not outside:
            return self._where_known(
                column, self.negated(self._atom("seldom_beyond", column, ast.Constant(len(words))))
            )
        if len(inside) <= min(_FEW, len(outside)):
            return self._where_known(column, self.disjoined(*(self._equal(column, code) for code in inside)))
        if len(outside) <= _FEW:
            holds = self.negated(self.disjoined(*(self._equal(column, code) for code in outside)))
            return self._where_known(column, holds)
        table = read(self.bind(_constant(tuple(word in listed for word in words))))
        return self._where_known(column, self._atom("looked_up", column, table))

    def in_set(self, value: Meets | Strange) -> Pair:  # noqa: ARG002 - whatever is asked
        """Sets are left to other engines."""
        raise refuse("sets of words are not worked out on arrays", "use `columns`, or `compile` for each row")

    def _atom(self, function: str, column: Input, *arguments: ast.expr) -> ast.expr:
        return self.once(call(function, read(column.name), *arguments))

    def _equal(self, column: Input, code: int) -> ast.expr:
        return self._atom("equal", column, ast.Constant(code))

    def _where_stated(self, column: Input) -> ast.expr:
        """The rows in which a column is known."""
        parts: list[ast.expr] = []
        if column.column.known is not None:
            bits = read(f"k{column.name}")
            parts.append(bits if column.column.is_packed else self.once(call("pack", bits)))
        if column.column.categories and column.column.values.dtype.kind == "i":
            parts.append(self._atom("coded", column))
        if column.kind == "date":
            parts.append(self._atom("dated", column))
        return self.conjoined(*parts)

    def _where_known(self, column: Input, holds: ast.expr, *others: Input) -> Pair:
        known = self.conjoined(*map(self._where_stated, (column, *others)))
        if isinstance(known, ast.Constant):
            return Pair(holds)
        return Pair(self.conjoined(holds, known), self.conjoined(self.negated(holds), known))

    def _number(self, column: Input, operator: Operator, mark: Decimal) -> Pair:
        whole = floor(mark)
        if whole != mark:  # between two whole numbers
            operator = ">" if operator in {">", ">="} else "<="
        if (operator, whole) == ("<", 0):
            unsigned = column.column.values.dtype.kind == "u"
            return self._where_known(column, NO if unsigned else self._atom("seldom_negative", column))
        return self._where_known(column, self._atom(_ATOMS[operator], column, ast.Constant(whole)))

    def _against(self, column: Input, operator: Operator, other: Input) -> Pair:
        if column.column.decimals != other.column.decimals:
            raise refuse(
                f"`{column.variable}` and `{other.variable}` have different numbers of decimals",
                "give both with as many decimals as the one that has more",
            )
        return self._where_known(column, self._atom(_ATOMS[operator], column, read(other.name)), other)


def _constant(value: date | tuple[bool, ...]) -> Any:
    """A day, or a table of words, as NumPy has it."""
    return np.datetime64(value, "D") if isinstance(value, date) else np.array(value, bool)


_pack: Final = partial(np.packbits, bitorder="little")


def _packing(compare: Callable[..., Array]) -> Callable[..., Array]:
    return lambda values, mark: _pack(compare(values, mark))


def _none(values: Array) -> Array:
    return np.zeros((len(values) + 7) // 8, np.uint8)


FUNCTIONS: Final[Mapping[str, Callable[..., Array]]] = {
    "pack": _pack,
    "coded": lambda codes: _pack(codes >= 0),
    "dated": lambda days: _pack(~np.isnat(days)),
    "equal": _packing(np.equal),
    "more": _packing(np.greater),
    "at_least": _packing(np.greater_equal),
    "less": _packing(np.less),
    "at_most": _packing(np.less_equal),
    # what hardly any row is costs a look at the least or greatest value alone
    "seldom_negative": lambda values: _pack(values < 0) if values.min() < 0 else _none(values),
    "seldom_beyond": lambda codes, end: _pack(codes >= end) if codes.max() >= end else _none(codes),
    "looked_up": lambda codes, table: _pack(table.take(codes, mode="clip")),
}
"""What the function calls, each giving the bits of a block."""
