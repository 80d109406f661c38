"""What is looked at before a file of uses is read: the header of CSV, each line of JSON, the sheet of a workbook."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from licensekit.components.sheets import unreadable
from licensekit.components.workbooks import rows_of_workbook
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import FactsError
from licensekit.json_keys import each_once, not_too_deep
from licensekit.limits import MAX_DIAGNOSTICS
from licensekit.report.memo import counted
from licensekit.vocabulary.entries import FactInfo

SEPARATORS: Final = (",", ";", "\t", "|")
"""What may stand between the columns of a file of CSV."""
MAX_HEADER: Final = 1_000_000
_SAID: Final = re.compile(r'"?sep=(.)"?')
"""The first line in which Excel says what stands between columns."""


# --- CSV -------------------------------------------------------------------------------------------------


class CsvHeader(NamedTuple):
    """The first line of a file of CSV."""

    separator: str
    names: tuple[str, ...]
    skipped: int
    """The lines before it: 1 where Excel says what stands between columns."""


def csv_header(path: str, shown: str, is_meant: Callable[[str], bool]) -> CsvHeader:
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
    return CsvHeader(separator, readings[separator], int(said is not None))


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

    def twice(key: str) -> None:
        slips.append(("LK509", f"`{clipped(key)}` is written twice", "keep one of the two"))

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
                    not_too_deep(written),
                    object_pairs_hook=each_once(twice),
                    parse_float=number,
                    parse_int=str,
                    parse_constant=constant,
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


def workbook_as_csv(path: str, target: str, sheet: str | None, shown: str) -> str:
    """Write a sheet of a workbook as CSV, row for row, cells as they are; the path. Raises FactsError."""
    rows = rows_of_workbook(path, sheet, shown)
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return target
