"""What is looked at before a file of uses is read: the header of CSV, each line of JSON, the sheet of a workbook."""

from __future__ import annotations

import codecs
import csv
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from licensekit.diagnostics import Diagnostic, clipped, did_you_mean
from licensekit.errors import FactsError
from licensekit.limits import MAX_DIAGNOSTICS, MAX_INPUT_BYTES
from licensekit.report.memo import counted
from licensekit.vocabulary.entries import FactInfo

SEPARATORS: Final = (",", ";", "\t", "|")
"""What may stand between the columns of a file of CSV."""
MAX_HEADER: Final = 1_000_000
_SAID: Final = re.compile(r'"?sep=(.)"?')
"""The first line in which Excel says what stands between columns."""
_NOTHING: Final = ("", None)
MOST_EXACT: Final = 2**53
"""Beyond this a workbook holds no whole number exactly."""


def unreadable(shown: str, why: str, mend: str = "correct the file, or name another") -> Diagnostic:
    """The finding about a file as a whole."""
    return Diagnostic("LK506", f"`{shown}` cannot be read: {why}", help=mend)


# --- CSV -------------------------------------------------------------------------------------------------


class Header(NamedTuple):
    """The first line of a file of CSV."""

    separator: str
    names: tuple[str, ...]
    skipped: int
    """The lines before it: 1 where Excel says what stands between columns."""


def csv_header(path: str, shown: str, is_meant: Callable[[str], bool]) -> Header:
    """The header; what stands between columns is what a first line says, else so that most are meant here.

    Raises FactsError.
    """
    with open(path, "rb") as file:  # noqa: PTH123
        line = file.readline(MAX_HEADER)
        said = _SAID.fullmatch(_text(line))
        if said is not None:
            line = file.readline(MAX_HEADER)
    if b"\0" in line or line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FactsError([_not_utf8(shown)])
    text = _text(line)
    if not text.strip():
        raise FactsError([unreadable(shown, "it is empty", "name a file whose first line names its columns")])
    readings = {each: _fields(text, each) for each in ((said[1],) if said else SEPARATORS)}
    meant = {each: len([name for name in names if is_meant(name)]) for each, names in readings.items()}
    separator = max(readings, key=lambda each: (meant[each], each == SEPARATORS[0]))
    return Header(separator, readings[separator], int(said is not None))


def _text(line: bytes) -> str:
    return line.decode("utf-8-sig", "replace").rstrip("\r\n")


def _fields(line: str, separator: str) -> tuple[str, ...]:
    with suppress(csv.Error):
        return tuple(next(csv.reader([line], delimiter=separator), ()))
    return (line,)


def _not_utf8(shown: str, where: str = "") -> Diagnostic:
    return Diagnostic("LK506", f"`{shown}` is not UTF-8{where}", help="save the file as UTF-8")


def check_csv(path: str, shown: str) -> None:
    """Find what is wrong with the form of a file that cannot be read, and in which row. Raises FactsError."""
    said = 0

    def lines() -> Iterator[str]:
        nonlocal said
        with open(path, "rb") as file:  # noqa: PTH123
            for number, line in enumerate(file, 1):
                try:
                    yield line.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError:
                    raise FactsError([_not_utf8(shown, f" in line {number}")]) from None

    header = csv_header(path, shown, bool)
    width = 0
    try:
        for number, row in enumerate(csv.reader(lines(), delimiter=header.separator, strict=True), 1):
            if number == 1 + header.skipped:
                width = len(row)
            elif width and len(row) > width:
                why = f"row {number} has {len(row)} cells, and the header names {counted(width, 'column')}"
                mend = "put the cell in which a separator stands in quotes"
                raise FactsError([unreadable(shown, why, mend)])
    except csv.Error:
        raise FactsError([unreadable(shown, "a quote is opened and never closed", "close it, or double it")]) from None


# --- JSON lines ------------------------------------------------------------------------------------------


def check_lines(path: str, shown: str, known: Callable[[str], FactInfo | None]) -> None:
    """Refuse what is no object with a value for each fact, keys that are written twice, and numbers that would not be
    read as they are written. Raises FactsError.
    """  # noqa: D205
    findings: list[Diagnostic] = []
    slips: list[tuple[str, str, str]] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        doubled = (name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        slips.extend(("LK509", f"`{clipped(name)}` is written twice", "keep one of the two") for name in doubled)
        return dict(pairs)

    def number(written: str) -> Decimal:
        if Decimal(written) != Decimal(repr(float(written))):
            short = clipped(written, 40)
            slips.append(("LK504", f"{short} is a float, and floats are not exact", f'write "{short}" in quotes'))
        return Decimal(written)

    def constant(written: str) -> str:
        slips.append(("LK510", f"{written} is no number that can be compared", "leave it out"))
        return written

    some = False
    with open(path, "rb") as file:  # noqa: PTH123
        for place, written in enumerate(file, 1):
            if not written.strip():
                continue
            some = True
            try:
                line = json.loads(
                    written, object_pairs_hook=once, parse_float=number, parse_int=str, parse_constant=constant
                )
            except (ValueError, RecursionError):
                line = None
            if isinstance(line, dict):
                slips.extend(_misfits(line, known))
            else:
                slips.append(("LK507", "it is no JSON object", 'write {"product.charged_for": true} in one line'))
            for code, message, mend in slips:
                findings.append(Diagnostic(code, f"`{shown}`, line {place}: {message}", help=mend))
            slips.clear()
            if len(findings) >= MAX_DIAGNOSTICS:
                break
    if not some:
        findings.append(unreadable(shown, "it is empty", "name a file with a JSON object in each line"))
    if findings:
        raise FactsError(findings[:MAX_DIAGNOSTICS])


def _misfits(line: dict[str, object], known: Callable[[str], FactInfo | None]) -> Iterator[tuple[str, str, str]]:
    """The values of a line that are of no kind that their facts can be."""
    for name, value in line.items():
        info = known(name)
        if info is None or value is None:
            continue
        if info.type == "set_of":
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                yield "LK508", f"`{clipped(name)}` is no list of words", f"write {json.dumps([*info.options[:2]])}"
        elif isinstance(value, list | dict):
            yield "LK508", f"`{clipped(name)}` is not one value", "write a text, a number, true or false"


# --- workbooks -------------------------------------------------------------------------------------------


def workbook_as_csv(path: str, target: str, sheet: str | None, shown: str) -> str:
    """Write a sheet of a workbook as CSV, row for row, cells as they are; the path. Raises FactsError.

    Without a name there may be one sheet that holds something.
    """
    import python_calamine as calamine  # noqa: PLC0415 - the extra `xlsx`

    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(each.file_size for each in packed.infolist())
        if size > MAX_INPUT_BYTES:
            raise FactsError(
                [unreadable(shown, f"unpacked it has more than {MAX_INPUT_BYTES:_} bytes", "save it as CSV")]
            )
        book = calamine.CalamineWorkbook.from_path(path)
        names = [sheet] if sheet in book.sheet_names else []
        if not names and sheet is None:
            names = [name for name in book.sheet_names if book.get_sheet_by_name(name).end is not None]
        if len(names) != 1:
            raise FactsError([_which_sheet(shown, sheet, names or book.sheet_names, full=bool(names))])
        rows = _full(book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False))
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError):
        raise FactsError([unreadable(shown, "it is no workbook of Excel, or damaged")]) from None
    if not rows:
        raise FactsError([unreadable(shown, "the sheet is empty", "name a sheet whose first row names its columns")])
    findings: list[Diagnostic] = []
    header = [_cell(each, f"`{shown}`, row 1", findings) for each in rows[0]]
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number, row in enumerate(rows, 1):
            places = (f"`{clipped(name)}`, row {number}" for name in header)
            writer.writerow([_cell(each, place, findings) for each, place in zip(row, places, strict=True)])
    if findings:
        raise FactsError(findings[:MAX_DIAGNOSTICS])
    return target


def _full(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """The rows of a sheet without the empty ones at its end, nor the columns that hold nothing and have no name."""
    least = max((at + 1 for at, row in enumerate(rows) if any(each not in _NOTHING for each in row)), default=0)
    columns = [at for at in range(len(rows[0]) if rows else 0) if any(row[at] not in _NOTHING for row in rows)]
    return [[row[at] for at in columns] for row in rows[:least]]


def _which_sheet(shown: str, sheet: str | None, names: Iterable[str], *, full: bool) -> Diagnostic:
    listed = ", ".join(f"`{clipped(name)}`" for name in names)
    if sheet is not None:
        mend = did_you_mean(sheet, [*names]) or f"name one of {listed}"
        return Diagnostic("LK703", f"`{shown}` has no sheet `{clipped(sheet)}`", help=mend)
    if not full:
        return unreadable(
            shown, "its sheets are empty", "name a workbook with a sheet whose first row names its columns"
        )
    return Diagnostic("LK705", f"`{shown}` holds several sheets: {listed}", help="write `--sheet NAME`")


def _cell(value: object, place: str, findings: list[Diagnostic]) -> str:
    """A cell as text; a number as its digits, so that no point of it can stand between groups."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) <= MOST_EXACT:
            return str(int(value))
        case float():
            if abs(value) > MOST_EXACT:
                message = f"{place}: {value!r} is not exact, as a workbook holds it"
                findings.append(Diagnostic("LK504", message, help="write it as a text"))
            digits = f"{Decimal(repr(value)):f}"
            return f"{digits}0" if len(digits.partition(".")[2]) == 3 else digits
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case time() | timedelta():
            return str(value)
        case _:
            return str(value)
