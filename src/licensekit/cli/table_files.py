"""Files of uses for `licensekit batch`: read as the vocabulary says, and written whole or not at all."""

from __future__ import annotations

import codecs
import csv
import glob
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeAlias

from licensekit.cli.call import reason
from licensekit.compile.naming import plain
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import FactsError, ValueProblem
from licensekit.limits import MAX_DECIMALS, MAX_DIAGNOSTICS
from licensekit.use.problems import about
from licensekit.use.reading import plain_cell
from licensekit.vocabulary.entries import FactInfo, FactType

Info: TypeAlias = Callable[[str], FactInfo]
"""What is known of a fact; KeyError for a name that is none."""
YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}
SEPARATORS: Final = (",", ";", "\t")
"""What may stand between the columns of a file of CSV."""
MAX_HEADER: Final = 1_000_000
BETWEEN: Final = ";"
"""What stands between the words of a set in a file of CSV."""
_PLAIN: Final[Mapping[FactType, str]] = {
    "count": r"^-?(0|[1-9][0-9]{0,14})$",
    "money": rf"^-?(0|[1-9][0-9]{{0,14}})(\.[0-9]{{1,{MAX_DECIMALS}}})?$",
    "date": "^$",
}


def read(path: str, rename: Mapping[str, str], info: Info, refused: list[Diagnostic]) -> tuple[Any, tuple[str, ...]]:
    """A lazy frame of a file, and its columns; what a file without types holds is read as the vocabulary says.

    The cells that cannot be read are kept in `refused`, once the frame is worked out. Raises FactsError.
    """
    import polars as pl  # noqa: PLC0415 - an extra

    form, file = path.rpartition(".")[2], plain_file(path)
    if form == "parquet":
        frame = pl.scan_parquet(file)
        return frame, tuple(frame.collect_schema().names())

    def kind_of(name: str) -> FactType | None:
        try:
            return info(plain(rename.get(name, name))).type
        except KeyError:
            return None

    scan: Any
    if form == "csv":
        separator, names = _header(path, kind_of)
        if len({*names}) < len(names):
            return None, names
        scan = partial(pl.scan_csv, file, separator=separator)
    else:
        _check_lines(path)
        scan = partial(pl.scan_ndjson, file, infer_schema_length=None)
    kinds = {name: kind_of(name) for name in scan().collect_schema().names()}
    types: dict[str, Any] = {} if form == "csv" else {"yes_no": pl.Boolean, "set_of": pl.List(pl.String)}
    frame = scan(schema_overrides={name: types.get(kind, pl.String) for name, kind in kinds.items() if kind})
    cells = [_cells(name, kind, refused) for name, kind in kinds.items() if kind in {"count", "money", "date"}]
    if form == "csv":
        readers: dict[str, Callable[[str], Any]] = {"set_of": _set, "yes_no": _yes_no}
        cells += [readers[kind](name) for name, kind in kinds.items() if kind in readers]
    return frame.with_columns(*cells), tuple(kinds)


def plain_file(path: str) -> str:
    """The path of one file as Polars takes it: neither a pattern of several nor an address. Raises OSError."""
    if not os.path.isfile(path):  # noqa: PTH113
        raise FileNotFoundError("there is no such file")
    return glob.escape(os.path.abspath(path))  # noqa: PTH100


def _header(path: str, kind_of: Callable[[str], FactType | None]) -> tuple[str, tuple[str, ...]]:
    """What stands between the columns of a file of CSV, so that most are facts, and their names. Raises FactsError."""
    with open(path, "rb") as file:  # noqa: PTH123
        line = file.readline(MAX_HEADER)
    if b"\0" in line or line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FactsError([Diagnostic("LK506", f"`{path}` is not UTF-8", help="save the file as UTF-8")])
    text = line.decode("utf-8-sig", "replace").rstrip("\r\n")
    readings = {each: tuple(next(csv.reader([text], delimiter=each), ())) for each in SEPARATORS}
    facts = {each: len([name for name in names if kind_of(name)]) for each, names in readings.items()}
    separator = max(SEPARATORS, key=lambda each: (facts[each], each == SEPARATORS[0]))
    return separator, readings[separator]


def _check_lines(path: str) -> None:
    """Refuse keys that are written twice, and numbers that would not be read as they are written. Raises FactsError."""
    findings: list[Diagnostic] = []
    slips: list[tuple[str, str, str]] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        doubled = (name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        slips.extend(("LK509", f"`{clipped(name)}` is written twice", "keep one of the two") for name in doubled)
        return dict(pairs)

    def number(written: str) -> str:
        if Decimal(written) != Decimal(repr(float(written))):
            short = clipped(written, 40)
            slips.append(("LK504", f"{short} is a float, and floats are not exact", f'write "{short}" in quotes'))
        return written

    with open(path, "rb") as file:  # noqa: PTH123
        for place, written in enumerate(file, 1):
            with suppress(ValueError, RecursionError):  # which Polars says, with the reason
                json.loads(written, object_pairs_hook=once, parse_float=number, parse_int=str)
            for code, message, mend in slips:
                findings.append(Diagnostic(code, f"`{path}`, line {place}: {message}", help=mend))
            slips.clear()
            if len(findings) >= MAX_DIAGNOSTICS:
                break
    if findings:
        raise FactsError(findings[:MAX_DIAGNOSTICS])


def _set(name: str) -> Any:
    """The words of a set, from their text."""
    import polars as pl  # noqa: PLC0415 - an extra

    return pl.col(name).str.split(BETWEEN).list.eval(pl.element().str.strip_chars())


def _yes_no(name: str) -> Any:
    """Yes or no, as people write it in the language, or true or false, as tables have it; nothing is unknown."""
    import polars as pl  # noqa: PLC0415 - an extra

    written = pl.col(name).str.strip_chars().str.to_lowercase()
    answer = written.replace_strict(YES_NO, default=None, return_dtype=pl.Boolean)
    other = pl.concat_str(pl.lit(f"neither yes nor no in `{name}`: "), written)
    known = written.is_null() | written.is_in(["", "unknown"]) | answer.is_not_null()
    checked = pl.when(known).then(pl.lit("0")).otherwise(other).cast(pl.Decimal(2, 0))
    return pl.when(checked.is_not_null()).then(answer).alias(name)


def _cells(name: str, kind: FactType, refused: list[Diagnostic]) -> Any:
    """The counts, amounts or days of a column of text, read as the language reads them; what is none is refused.

    What is written in plain digits, as almost all of a large file is, is told by Polars alone. A negative number is
    the business of its row.
    """
    import polars as pl  # noqa: PLC0415 - an extra

    types: dict[FactType, Any] = {"count": pl.Int64(), "money": pl.Decimal(38, MAX_DECIMALS), "date": pl.Date()}

    def read(column: Any) -> Any:
        written = column.filter(~column.str.contains(_PLAIN[kind])).unique().drop_nulls().sort()
        plain: dict[str, str | None] = {}
        for cell in written:
            try:
                plain[cell] = plain_cell(kind, cell)
            except ValueProblem as problem:
                refused.append(about(name, problem))
        if refused:
            raise pl.exceptions.ComputeError("some cells cannot be read")
        column = column.replace(plain)
        return column.str.to_date() if kind == "date" else column.cast(types[kind])

    return pl.col(name).map_batches(read, return_dtype=types[kind], is_elementwise=True)


@contextmanager
def readable(path: str, refused: list[Diagnostic]) -> Iterator[None]:
    """What goes wrong with the rows of a file is a finding. Raises FactsError."""
    import polars as pl  # noqa: PLC0415 - an extra

    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as problem:
        if refused:
            raise FactsError(refused) from None
        why = str(problem).partition("\n")[0][:200]
        mend = "name a file of uses" if isinstance(problem, OSError) else "correct the file, or name another"
        raise FactsError([Diagnostic("LK506", f"`{path}` cannot be read: {why}", help=mend)]) from None


def write(frame: Any, path: str) -> None:
    """Write a lazy frame as it is worked out, so that a file larger than memory streams; the whole, or nothing.

    Raises FactsError where nothing can be written there.
    """
    kind = path.rpartition(".")[2]
    part = f"{path}.{os.urandom(8).hex()}.part"
    if kind == "csv":
        frame = _without_lists(frame)
    try:
        # Opened here: a thread of Polars that still runs when the rows turn out to be wrong could make the file again.
        written = open(part, "xb")  # noqa: PTH123, SIM115
    except OSError as problem:
        message, mend = f"`{path}` cannot be written: {reason(problem)}", "name another file for the answers"
        raise FactsError([Diagnostic("LK707", message, help=mend)]) from None
    try:
        with written:
            {"parquet": frame.sink_parquet, "csv": frame.sink_csv, "jsonl": frame.sink_ndjson}[kind](written)
        os.replace(part, path)  # noqa: PTH105
    finally:
        if os.path.exists(part):  # noqa: PTH110
            os.remove(part)  # noqa: PTH107


def _without_lists(frame: Any) -> Any:
    """Sets of words as text: a file of CSV holds no lists."""
    import polars as pl  # noqa: PLC0415 - an extra

    lists = [name for name, dtype in frame.collect_schema().items() if dtype == pl.List(pl.String)]
    return frame.with_columns(pl.col(name).list.join(BETWEEN) for name in lists)
