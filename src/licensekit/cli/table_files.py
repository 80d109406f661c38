"""Files of uses for `licensekit batch`: opened by kind, read as the vocabulary says, written whole or not at all."""

from __future__ import annotations

import errno
import glob
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from licensekit.cli.call import reason
from licensekit.cli.table_cells import Refused, TableColumn, cells, currencies, refusing_unknown, without_lists
from licensekit.cli.table_forms import (
    check_csv,
    check_lines,
    csv_header,
    workbook_as_csv,
)
from licensekit.compile.naming import given_twice, plain
from licensekit.components.sheets import unreadable
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.limits import MAX_INPUT_BYTES
from licensekit.use.cells import Marks
from licensekit.use.profile import plain_fact
from licensekit.vocabulary.entries import FactInfo
from licensekit.whole_file import whole_file

Info: TypeAlias = Callable[[str], FactInfo]
"""What is known of a fact; KeyError for a name that is none."""
Form: TypeAlias = Literal["parquet", "csv", "jsonl", "xlsx"]
READ: Final[tuple[Form, ...]] = ("parquet", "csv", "jsonl", "xlsx")
WRITTEN: Final[tuple[Form, ...]] = ("parquet", "csv", "jsonl")
STREAM: Final = "-"
"""Standard input, or standard output."""
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What ends the writing of a file, never the reading."""
BETWEEN: Final = ";"
"""What stands between the words of a set in a file of CSV."""


class TableFile(NamedTuple):
    """A file of uses that lies on this machine."""

    shown: str
    """Its name in messages."""
    path: str
    form: Form
    """How the file at `path` is read: a workbook was turned into CSV."""
    by_hand: bool = False
    """Whether it was a workbook, of which nobody can say which mark stands before decimals."""


@contextmanager
def opened(
    name: str, read_input: Callable[[int], bytes], sheet: str | None, folder: str | None = None
) -> Iterator[TableFile]:
    """A file of uses, or standard input, for as long as it is read. Raises FactsError."""
    with _kept_on_the_way(folder) as kept:
        shown, path, form = name, name, form_of(name)
        if name == STREAM:
            data = read_input(MAX_INPUT_BYTES + 1)
            if len(data) > MAX_INPUT_BYTES:
                message = f"standard input is too big: at most {MAX_INPUT_BYTES:_} bytes"
                raise FactsError([Diagnostic("LK506", message, help="name the file")])
            shown, form = "<stdin>", _form_of_bytes(data)
            path = str(Path(kept) / f"stdin.{form}")
            with _keeping():
                Path(path).write_bytes(data)
        if not os.path.isfile(path):  # noqa: PTH113
            raise FactsError([unreadable(shown, "there is no such file", "name a file of uses")])
        if form == "xlsx":
            with _keeping():
                path = workbook_as_csv(path, str(Path(kept) / "sheet.csv"), sheet, shown)
        assert form is not None, "a file of no known kind was refused before"
        yield TableFile(shown, path, "csv" if form == "xlsx" else form, form == "xlsx")


@contextmanager
def _kept_on_the_way(folder: str | None = None) -> Iterator[str]:
    """A folder for what is needed until the answers are written. Raises FactsError."""
    with _keeping():
        kept = tempfile.TemporaryDirectory(dir=folder)
    with kept as name:
        yield name


@contextmanager
def _keeping() -> Iterator[None]:
    """What cannot be kept there is a finding. Raises FactsError."""
    try:
        yield
    except OSError as problem:
        raise FactsError([_not_kept(problem)]) from None


def form_of(name: str) -> Form | None:
    """The kind of a file, by its name."""
    ending = name.rpartition(".")[2].lower()
    return next((form for form in READ if form == ending), None)


def _form_of_bytes(data: bytes) -> Form:
    """The kind of what comes on standard input, by how it begins."""
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    return "jsonl" if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else "csv"


class TableRead(NamedTuple):
    """A lazy frame of a file, its columns, and what each stands for."""

    frame: Any
    names: tuple[str, ...]
    rename: Mapping[str, str]
    """Facts by columns; of money without a stated currency, with the one that all its cells name."""


class ColumnsMeant(NamedTuple):
    """What the columns of a file stand for."""

    rename: Mapping[str, str]
    """Facts by the columns that are named otherwise."""
    info: Info
    currency: str = ""
    """Of every column of money whose name does not end in one."""
    own: tuple[str, ...] = ()
    """Columns of words that are no facts and are read too."""
    everywhere: AbstractSet[str] = frozenset()
    """Facts, by their plain names, that are stated of all rows."""


def read(file: TableFile, meant: ColumnsMeant, refused: Refused) -> TableRead:
    """A lazy frame of a file; what a file without types holds is read as the vocabulary says.

    The cells that cannot be read are kept in `refused`, once the frame is worked out. Raises FactsError.
    """
    import polars as pl  # noqa: PLC0415 - an extra

    name, rename = plain_file(file.path), meant.rename
    if file.form == "parquet":
        frame = pl.scan_parquet(name)
        names = tuple(frame.collect_schema().names())
        return TableRead(frame.with_columns(_words(names, meant)), names, rename)

    def fact_of(column: str) -> FactInfo | None:
        try:
            return meant.info(plain(rename.get(column, column)))
        except KeyError:
            return None

    marks: Marks = "exact"
    if file.form == "csv":
        header = csv_header(
            file.path, file.shown, lambda name: fact_of(name) is not None or rename.get(name, name) in meant.own
        )
        marks = "either" if file.by_hand or header.separator != "," else "commas"
        raw: Any = pl.scan_csv(name, separator=header.separator, skip_lines=header.skipped, infer_schema=False)
        raw = _with_names(raw, header.names, file.shown)
        if twice := list(given_twice(name for name in header.names if name.strip())):
            raise FactsError(twice)
        first = 2 + header.skipped
    else:
        check_lines(file.path, file.shown, fact_of)
        scan = partial(pl.scan_ndjson, name, infer_schema_length=None)
        keys = scan().collect_schema().names()
        types = {each: pl.List(pl.String) if _is_set(fact_of(each)) else pl.String for each in keys if fact_of(each)}
        raw, first = scan(schema_overrides=types), 1
    columns = [
        TableColumn(each, fact, rename.get(each, each).partition(":")[2] or meant.currency)
        for each in raw.collect_schema().names()
        if (fact := fact_of(each)) is not None and not (file.form == "jsonl" and fact.type == "set_of")
    ]
    refused.place(raw, first)
    named = currencies(raw, [each for each in columns if each.info.type == "money" and not each.currency])
    renamed = {name: f"{plain(rename.get(name, name))}:{code}" for name, code in named.items()}
    columns = [each._replace(by_cell=each.name in named) for each in columns]
    both = [each for each in columns if plain_fact(plain(rename.get(each.name, each.name))) in meant.everywhere]
    frame = raw.with_columns(refusing_unknown(each, refused) for each in both)
    frame = frame.with_columns(cells(each, marks, refused) for each in columns)
    names = tuple(raw.collect_schema().names())
    frame = frame.with_columns(_words(names, meant))
    return TableRead(frame, names, {**rename, **renamed})


def _words(names: Iterable[str], meant: ColumnsMeant) -> list[Any]:
    """The columns of words that are no facts: without the space around them; an empty one says nothing."""
    import polars as pl  # noqa: PLC0415 - an extra

    own = (name for name in names if meant.rename.get(name, name) in meant.own)
    words = (pl.col(name).cast(pl.String).str.strip_chars() for name in own)
    return [pl.when(each != "").then(each) for each in words]


def _with_names(raw: Any, names: tuple[str, ...], shown: str) -> Any:
    """The frame without the columns that have no name and hold nothing. Raises FactsError where one holds something."""
    import polars as pl  # noqa: PLC0415 - an extra

    every = raw.collect_schema().names()
    unnamed = {at: every[at - 1] for at, said in enumerate(names[: len(every)], 1) if not said.strip()}
    if not unnamed:
        return raw
    columns = pl.col([*unnamed.values()])
    full = raw.select(columns.str.strip_chars().ne("").any()).collect(engine="streaming").row(0)
    if any(full):
        at = next(at for at, says in zip(unnamed, full, strict=True) if says)
        message = f"column {at} of `{shown}` has no name, and cells below it say something"
        raise FactsError([Diagnostic("LK540", message, help="name it, or empty it")])
    return raw.drop(unnamed.values())


def _is_set(info: FactInfo | None) -> bool:
    return info is not None and info.type == "set_of"


def plain_file(path: str) -> str:
    """The path of one file as Polars takes it: neither a pattern of several nor an address."""
    return glob.escape(os.path.abspath(path))  # noqa: PTH100


@contextmanager
def readable(file: TableFile, refused: Refused) -> Iterator[None]:
    """What goes wrong with the rows of a file is a finding, in words of ours. Raises FactsError."""
    import polars as pl  # noqa: PLC0415 - an extra

    broken = pl.exceptions.PolarsError, pl.exceptions.PanicException
    try:
        yield
        refused.check()
    except OSError as problem:
        with suppress(*broken):  # where no row can be counted, the file is told
            refused.check()
        raise FactsError([unreadable(file.shown, reason(problem), "name a file of uses")]) from None
    except broken:
        with suppress(*broken):
            refused.check()
        if file.form == "csv":
            check_csv(file.path, file.shown)
        why = {
            "csv": "it is no text of CSV",
            "jsonl": "one key holds different kinds of things",
            "parquet": "it is no file of Parquet, or damaged",
        }[file.form]
        raise FactsError([unreadable(file.shown, why)]) from None


def write(frame: Any, path: str, form: Form, refused: Refused) -> str:
    """Write a lazy frame as it is worked out, so that a file larger than memory streams; the whole, or nothing.

    What goes to standard output is handed back. Raises FactsError where nothing can be written there, or where some
    cells could not be read.
    """
    if path == STREAM:
        with _kept_on_the_way() as folder:
            target = Path(folder) / "answers"
            _sunk(frame, target, form, refused, _not_kept)
            return target.read_text(encoding="utf-8")
    _sunk(frame, Path(path), form, refused, partial(_unwritable, path))
    return ""


def _sunk(frame: Any, target: Path, form: Form, refused: Refused, unwritable: Callable[[OSError], Diagnostic]) -> None:
    import polars as pl  # noqa: PLC0415 - an extra

    if form == "csv":
        frame = without_lists(frame, BETWEEN)
    sink = {"parquet": frame.sink_parquet, "csv": frame.sink_csv, "jsonl": frame.sink_ndjson}[form]
    unread: list[OSError] = []
    try:
        # Opened here: a thread of Polars that still runs when the rows turn out to be wrong could make the file again.
        with whole_file(target) as written:
            try:
                sink(written)
            except (OSError, pl.exceptions.PolarsError) as problem:
                if (number := _number(problem)) in _NO_ROOM:
                    raise OSError(number, os.strerror(number)) from None
                unread += [problem] if isinstance(problem, OSError) else []
                raise
            refused.check()
    except OSError as problem:
        if problem in unread:  # `readable` says what was wrong with the file that is read
            raise
        raise FactsError([unwritable(problem)]) from None


def _number(problem: Exception) -> int:
    """The number of an error of the system, which Polars tells in words alone, of Parquet in an error of its own."""
    said = re.search(r"os error ([0-9]+)", str(problem))
    return getattr(problem, "errno", None) or (int(said[1]) if said else 0)


def _unwritable(path: str, problem: OSError) -> Diagnostic:
    why = os.strerror(_number(problem)).lower() if _number(problem) else reason(problem)
    return Diagnostic("LK707", f"`{path}` cannot be written: {why}", help="name another file for the answers")


def _not_kept(problem: OSError) -> Diagnostic:
    message = f"no temporary file can be written: {reason(problem)}"
    return Diagnostic("LK707", message, help="make room there, or name another folder with the variable TMPDIR")


__all__ = ["BETWEEN", "READ", "STREAM", "WRITTEN", "Form", "TableFile", "opened", "read", "readable", "write"]
