"""A licence over NumPy arrays: category codes and numbers in, bits out, block by block. Needs the extra `numpy`.

The conditions are those of `tables`; here each becomes bits, and an answer costs an eighth of a byte for each row.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from licensekit.compile.bits import FUNCTIONS, Array, Bits, Column, Input
from licensekit.compile.code import NO, function, read
from licensekit.compile.naming import Naming
from licensekit.compile.prepared import Prepared
from licensekit.compile.rows import refuse
from licensekit.compile.tables import Levels, Table, table_for
from licensekit.use.checks import kind_of
from licensekit.vocabulary.facts import fact

_BLOCK: Final = 65_536
"""Rows worked on at a time: few enough to stay in the cache, a multiple of eight."""
VERDICTS: Final = ("permitted", *reversed(Levels._fields), "unknown", "problem")
"""What a row can come to; `problem` where it contradicts itself, or holds what is no value of its fact."""


@dataclass(frozen=True)
class Packed:
    """The answers for some rows, as bits in the order of Arrow: row 0 is the lowest bit of byte 0."""

    rows: int
    planes: Mapping[str, Array | bool]
    """For each verdict but `permitted` the rows that come to it; True or False where all rows or none do."""
    clauses: Mapping[str, tuple[Array | bool, Array | bool]]
    """For each clause, as `LICENSE.CLAUSE`, the rows in which it is active, and those in which that is open."""
    idle: Mapping[str, Array | bool]
    """For each fact of which some value plays no part, the rows that hold such a value."""

    def where(self, verdict: str) -> Array:
        """The rows that come to a verdict, as booleans. Raises KeyError for a word that is none."""
        if verdict != "permitted":
            return self._unpacked(self.planes[verdict])
        kept = np.ones(self.rows, bool)
        for plane in self.planes.values():
            kept &= ~self._unpacked(plane)
        return kept

    def verdicts(self) -> Array:
        """For each row the place of its verdict in `VERDICTS`, as a byte."""
        kept = np.zeros(self.rows, np.uint8)
        for verdict, plane in self.planes.items():
            if plane is not False:
                kept += self._unpacked(plane) * np.uint8(VERDICTS.index(verdict))
        return kept

    def active(self, clause: str) -> Array:
        """The rows in which a clause is active, as booleans. Raises KeyError."""
        return self._unpacked(self.clauses[clause][0])

    def open(self, clause: str) -> Array:
        """The rows in which it is open whether a clause is active, as booleans. Raises KeyError."""
        return self._unpacked(self.clauses[clause][1])

    def unread(self, fact: str) -> Array:
        """The rows in which what is said of a fact plays no part, as booleans."""
        return self._unpacked(self.idle.get(fact, False))

    def _unpacked(self, plane: Array | bool) -> Array:
        if isinstance(plane, bool):
            return np.full(self.rows, plane)
        return np.unpackbits(plane, count=self.rows, bitorder="little").view(bool)


def packed(
    compiled: Prepared,
    columns: Mapping[str, Array | Column],
    acts: Iterable[str],
    naming: Naming,
    *,
    block: int = _BLOCK,
) -> Packed:
    """The answers for columns named like facts, each an array or a `Column`, all of one length.

    A masked row is unknown, and so is a fact without a column. `block` is how many rows are worked on at a time, a
    multiple of eight. Raises FactsError for arrays that cannot be read safely: floats, objects, dates with a time,
    words that are no category codes.
    """
    if not isinstance(columns, Mapping):
        raise refuse(f"`columns`: this is {kind_of(columns)}, not a mapping", 'write {"FACT": array}')
    named = naming.facts(columns, fact)
    given = {label: _column(label, columns[label]) for label in named.values()}
    rows = _rows(given)
    for variable, label in named.items():
        _check_type(variable, label, given[label])
    inputs = {
        label: Input(label, f"x{at}", variable, given[label]) for at, (variable, label) in enumerate(named.items())
    }
    table = table_for(compiled, acts, named)
    table.check_dates()
    key = ("arrays", *(each.key for each in inputs.values()))
    made: _BlockFunction = table.question.tables.of(key, lambda: _BlockFunction(table, inputs))
    return made.run(inputs, rows, block)


class _BlockFunction:
    """The function for one question about columns of some types."""

    def __init__(self, table: Table, inputs: Mapping[str, Input]) -> None:
        self.bits = Bits(table.stages.columns, inputs)
        fine = self.bits.negated(bad := self.bits.truth(table.bad).true)
        rest = fine
        planes: dict[str, ast.expr] = {"problem": bad, **dict.fromkeys(VERDICTS[:-1], NO)}
        for condition, word in table.words():
            here = self.bits.truth(condition).true
            planes[word] = self.bits.disjoined(planes[word], self.bits.conjoined(rest, here))
            rest = self.bits.conjoined(rest, self.bits.negated(here))
        del planes["permitted"]
        truths = {table.name(number): self.bits.truth(active) for number, active in table.active.items()}
        wanted: dict[object, ast.expr] = dict(planes.items())
        for name, unread in table.unread.items():
            wanted[name, "unread"] = self.bits.conjoined(fine, self.bits.truth(unread).true)
        self.unread = tuple(table.unread)
        for name, truth in truths.items():
            wanted[name, "active"], wanted[name, "open"] = truth.true, self.bits.open(truth)
        self.verdicts, self.clauses = tuple(planes), tuple(truths)
        self.settled = {name: node.value is True for name, node in wanted.items() if isinstance(node, ast.Constant)}
        self.outputs = {name: f"o{at}" for at, name in enumerate(wanted) if name not in self.settled}
        arguments = [name for each in inputs.values() for name in each.arrays]
        filled: list[ast.stmt] = [
            ast.Assign([ast.Subscript(read(place), ast.Slice(), ast.Store())], wanted[name])
            for name, place in self.outputs.items()
        ]
        body = [*self.bits.prelude(*filled), *filled]
        self.function = function([*arguments, *self.outputs.values()], body, {**FUNCTIONS, **self.bits.bound})

    def run(self, inputs: Mapping[str, Input], rows: int, block: int) -> Packed:
        """Work every block out."""
        width = (rows + 7) // 8
        kept = np.empty((len(self.outputs), width), np.uint8)
        values = [value for each in inputs.values() for value in each.arrays.values()]
        for start in range(0, rows, block):
            first, last = start // 8, (min(start + block, rows) + 7) // 8
            here = (array[first:last] if is_bits else array[start : start + block] for array, is_bits in values)
            self.function(*here, *kept[:, first:last])
        if rows % 8:
            kept[:, -1] &= np.uint8((1 << rows % 8) - 1)
        planes: dict[object, Array | bool] = {**self.settled, **dict(zip(self.outputs, kept, strict=True))}
        return Packed(
            rows,
            {verdict: planes[verdict] for verdict in self.verdicts},
            {name: (planes[name, "active"], planes[name, "open"]) for name in self.clauses},
            {name: planes[name, "unread"] for name in self.unread},
        )


# ---- columns


def _column(label: str, given: Array | Column) -> Column:
    column = given if isinstance(given, Column) else Column(given)
    if isinstance(column.values, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(column.values)
        column = Column(column.values.data, column.categories, ~mask, column.decimals)
    if not isinstance(column.values, np.ndarray) or column.values.ndim != 1:
        raise refuse(f"`{label}` is no array of one dimension", "give a NumPy array with a value for each row")
    return column


def _rows(given: Mapping[str, Column]) -> int:
    lengths = {label: len(column.values) for label, column in given.items()}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"`{label}` has {rows}" for label, rows in lengths.items())
        raise refuse(f"columns of different lengths: {shown}", "give every column a value for each row")
    if not lengths:
        raise refuse("no column is named like a fact", "name columns as `licensekit facts` does, or use `rename`")
    rows = next(iter(lengths.values()))
    for label, column in given.items():
        if column.known is not None and len(column.known) != ((rows + 7) // 8 if column.is_packed else rows):
            raise refuse(f"`known` of `{label}` is not as long as the column", "give a boolean, or a bit, for each row")
    return rows


_WANTED: Final[Mapping[str, tuple[str, str]]] = {
    "yes_no": ("b", "booleans"),
    "count": ("iu", "whole numbers"),
    "money": ("iu", "whole numbers; `decimals` says how many digits stand after the point"),
    "date": ("M", "days, as `datetime64[D]`"),
    "one_of": ("iu", "category codes, as `Column(codes, categories)`"),
    "territory": ("iu", "category codes, as `Column(codes, categories)`"),
    "text": ("iu", "category codes, as `Column(codes, categories)`"),
}


def _check_type(variable: str, label: str, column: Column) -> None:
    kind, dtype = fact(variable.partition(":")[0]).type, column.values.dtype
    if kind not in _WANTED:
        raise refuse(
            f"`{label}` is a set of words, which arrays cannot hold", "use `columns`, or `compile` for each row"
        )
    kinds, words = _WANTED[kind]
    right = dtype.kind in kinds and (kind != "date" or str(dtype) == "datetime64[D]")
    if not right or (kind in {"one_of", "territory", "text"} and not column.categories):
        raise refuse(
            f"`{label}` is an array of {dtype}, but `{variable}` needs {words}",
            "convert the array",
            "LK504" if dtype.kind == "f" else "LK508",
        )


__all__ = ["VERDICTS", "Column", "Packed", "packed"]
