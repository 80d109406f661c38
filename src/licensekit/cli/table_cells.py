"""The cells of a file without types, read by the one reader of cells; each that cannot be is told with its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final, NamedTuple

from licensekit.currencies import currency_of
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import FactsError, ValueProblem
from licensekit.limits import MAX_DECIMALS, MAX_DIAGNOSTICS
from licensekit.use.cells import Marks, currency_named, read_day, read_number, read_yes_no
from licensekit.vocabulary.entries import FactInfo, FactType

_WHOLE: Final = r"-?(0|[1-9][0-9]{0,14})"
_PLAIN: Final[Mapping[FactType, str]] = {
    "count": f"^{_WHOLE}$",
    # a point before three decimals may stand between groups, unless more than three digits stand before it
    "money": rf"^({_WHOLE}(\.([0-9]{{1,2}}|[0-9]{{4}}))?|-?[1-9][0-9]{{3,14}}\.[0-9]{{3}})$",
}
"""What is read by Polars alone, as almost all of a large file is. A negative number is the business of its row."""
MOST_ROWS: Final = 3
"""Places of one cell that are told."""


class TableColumn(NamedTuple):
    """A column of a file, and the fact that it stands for."""

    name: str
    info: FactInfo
    currency: str
    """Of an amount, where it is stated of the column."""
    by_cell: bool = False
    """Whether each cell names the currency of its amount."""


class Refused:
    """The cells that cannot be read, each kept once; once there are too many, the reading ends."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str], ValueProblem] = {}
        self._raw: Any = None
        self._first = 1

    def place(self, raw: Any, first: int) -> None:
        """The lazy frame of cells as they are, and the number of the first of its rows, as its reader counts them."""
        self._raw, self._first = raw, first

    def add(self, column: str, cell: str, problem: ValueProblem) -> None:
        """Keep a cell. Raises an error of Polars where there are too many: it ends the work."""
        import polars as pl  # noqa: PLC0415 - an extra

        self.cells[column, cell] = problem
        if len(self.cells) >= MAX_DIAGNOSTICS:
            raise pl.exceptions.ComputeError("too many cells cannot be read")

    def check(self) -> None:
        """Raise FactsError with all cells that cannot be read, and where each stands."""
        if self.cells:
            rows = self._rows()
            raise FactsError(
                [
                    Diagnostic(
                        problem.code,
                        f"`{clipped(cell[0])}`, {_in_words(rows[cell])}: {problem.message}",
                        help=problem.help,
                    )
                    for cell, problem in sorted(self.cells.items(), key=lambda each: (rows[each[0]], each[0]))
                ]
            )

    def _rows(self) -> dict[tuple[str, str], list[int]]:
        """The first rows in which each cell stands."""
        import polars as pl  # noqa: PLC0415 - an extra

        wrong: dict[str, list[str]] = defaultdict(list)
        for column, cell in self.cells:
            wrong[column].append(cell)
        rows = dict[tuple[str, str], list[int]]()
        for column, words in wrong.items():
            at = self._raw.select(pl.col(column).alias("cell")).with_row_index("row", self._first)
            at = at.filter(pl.col("cell").is_in(words)).group_by("cell").agg(pl.col("row").sort().head(MOST_ROWS + 1))
            rows |= {(column, cell): numbers for cell, numbers in at.collect(engine="streaming").iter_rows()}
        return rows


def _in_words(rows: list[int]) -> str:
    more = ", …" if len(rows) > MOST_ROWS else ""
    return f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows[:MOST_ROWS]))}{more}"


def cells(column: TableColumn, marks: Marks, refused: Refused) -> Any:
    """A column of text as what its fact holds."""
    import polars as pl  # noqa: PLC0415 - an extra

    name, info = column.name, column.info
    match info.type:
        case "yes_no":
            return _read(name, "^$", read_yes_no, pl.Boolean(), refused)
        case "date":
            return _read(name, "^$", read_day, pl.Date(), refused)
        case "count" | "money":
            known = rf"^-?[0-9]{{1,15}}(\.[0-9]{{1,{MAX_DECIMALS}}})?$" if marks == "exact" else _PLAIN[info.type]
            known = _PLAIN["count"] if info.type == "count" else known
            kind = pl.Int64() if info.type == "count" else pl.Decimal(38, MAX_DECIMALS)
            known = "^$" if column.by_cell else known
            return _read(name, known, partial(_plain_number, info, column.currency, marks), kind, refused)
        case "set_of":
            text = pl.col(name).str.strip_chars().str.strip_chars("{}").str.replace_all(",", ";", literal=True)
            words = text.str.split(";").list.eval(pl.element().str.strip_chars())
            return pl.when(_stated(name)).then(words).alias(name)
        case "one_of" | "territory":
            return pl.when(_stated(name)).then(pl.col(name).str.strip_chars()).alias(name)
        case "text":
            return pl.when(_stated(name)).then(pl.col(name)).alias(name)


def refusing_unknown(column: TableColumn, refused: Refused) -> Any:
    """The cells as they are, of a fact that is stated of all rows too: which of the two counts is not guessed."""
    import polars as pl  # noqa: PLC0415 - an extra

    mend = "leave the cell empty, and what is stated of all rows is so there; else state nothing of all"
    why = ValueProblem("it is said to be unknown, and something is stated of it in all rows", mend, "LK515")

    def of_part(cells: Any) -> Any:
        for cell in cells.filter(cells.str.strip_chars().str.to_lowercase() == "unknown").unique():
            refused.add(column.name, cell, why)
        return cells

    return pl.col(column.name).map_batches(of_part, return_dtype=pl.String(), is_elementwise=True)


def _stated(name: str) -> Any:
    """Whether a cell says something."""
    import polars as pl  # noqa: PLC0415 - an extra

    return ~pl.col(name).str.strip_chars().is_in(["", "unknown"])


def _plain_number(info: FactInfo, currency: str, marks: Marks, text: str) -> str | None:
    cell = read_number(info, text, currency, marks)
    return None if cell is None else cell.plain


def _read(name: str, known: str, read: Callable[[str], bool | str | None], kind: Any, refused: Refused) -> Any:
    """A column read cell by cell, each that is not plain once; one that cannot be read is kept, and unknown here."""
    import polars as pl  # noqa: PLC0415 - an extra

    def of_part(column: Any) -> Any:
        odd = column.filter(~column.str.contains(known)).unique().drop_nulls()
        meant: dict[str, bool | str | None] = {}
        for cell in odd:
            try:
                meant[cell] = read(cell)
            except ValueProblem as problem:
                refused.add(name, cell, problem)
                meant[cell] = None
        if isinstance(kind, pl.Boolean):
            return column.replace_strict(meant, default=None, return_dtype=kind)
        column = column.replace(meant) if meant else column
        return column.str.to_date() if isinstance(kind, pl.Date) else column.cast(kind)

    return pl.col(name).map_batches(of_part, return_dtype=kind, is_elementwise=True)


def currencies(raw: Any, columns: Iterable[TableColumn]) -> dict[str, str]:
    """Of columns of money without a stated currency, the one that the cells name.

    Raises FactsError where they name several.
    """
    import polars as pl  # noqa: PLC0415 - an extra

    named: dict[str, str] = {}
    findings: list[Diagnostic] = []
    for column in columns:
        text = raw.select(pl.col(column.name).str.extract_all(r"[A-Z$€£]+").list.join(" ").unique())
        words = text.collect(engine="streaming").get_column(column.name).drop_nulls().to_list()
        codes = sorted({code for word in words for code in _codes(word)})
        if len(codes) == 1:
            named[column.name] = codes[0]
        elif codes:
            message = f"`{clipped(column.name)}` holds amounts in {' and in '.join(codes[:MOST_ROWS])}"
            findings.append(Diagnostic("LK508", message, help="give each currency a column of its own"))
    if findings:
        raise FactsError(findings)
    return named


def _codes(letters: str) -> Iterable[str]:
    """The currency that capital letters and signs of a cell name, if it is one."""
    with suppress(ValueProblem):
        yield currency_of(currency_named(f"1 {letters}"))


def without_lists(frame: Any, between: str) -> Any:
    """Sets of words as text: a file of CSV holds no lists."""
    import polars as pl  # noqa: PLC0415 - an extra

    lists = [name for name, dtype in frame.collect_schema().items() if dtype == pl.List(pl.String)]
    return frame.with_columns(pl.col(name).list.join(between) for name in lists)
