"""Workbooks of Excel: a sheet as rows of text (extra `xlsx`), and rows of text as a workbook, always the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from licensekit.components.sheets import Sheet, sheets_of, unreadable
from licensekit.diagnostics import Diagnostic, clipped, did_you_mean
from licensekit.errors import FactsError
from licensekit.limits import MAX_DIAGNOSTICS

_NOTHING: Final = ("", None)
MOST_EXACT: Final = 2**53
"""Beyond this a workbook holds no whole number exactly."""
_LONGEST: Final = 32_767
"""Letters that a cell of a workbook may hold."""


def rows_of_workbook(path: str, sheet: str | None, shown: str) -> list[list[str]]:
    """A sheet of a workbook as rows of text, cells as they are. Raises FactsError.

    Without a name there may be one sheet that holds something. A cell whose value would be lost is refused.
    """
    import python_calamine as calamine  # noqa: PLC0415 - the extra `xlsx`

    wanted = _wanted(sheets_of(path, shown), sheet, shown)
    if wanted.findings:
        raise FactsError(wanted.findings)
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        rows = _full(book.get_sheet_by_name(wanted.name).to_python(skip_empty_area=False))
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError):
        raise FactsError([unreadable(shown, "it is no workbook of Excel, or damaged")]) from None
    if not rows:
        raise FactsError([unreadable(shown, "the sheet is empty", "name a sheet whose first row names its columns")])
    findings: list[Diagnostic] = []
    header = [_cell(each, f"`{shown}`, row 1", findings) for each in rows[0]]
    cells = [
        [_cell(each, f"`{clipped(name)}`, row {number}", findings) for each, name in zip(row, header, strict=True)]
        for number, row in enumerate(rows, 1)
    ]
    if findings:
        raise FactsError(findings[:MAX_DIAGNOSTICS])
    return cells


def _full(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """The rows of a sheet without the empty ones at its end, nor the columns that hold nothing and have no name."""
    least = max((at + 1 for at, row in enumerate(rows) if any(each not in _NOTHING for each in row)), default=0)
    columns = [at for at in range(len(rows[0]) if rows else 0) if any(row[at] not in _NOTHING for row in rows)]
    return [[row[at] for at in columns] for row in rows[:least]]


def _wanted(sheets: Sequence[Sheet], name: str | None, shown: str) -> Sheet:
    """The sheet that is named, else the one that holds something and is shown. Raises FactsError."""
    meant = [each for each in sheets if (each.filled if name is None else each.name == name)]
    listed = ", ".join(f"`{clipped(each.name)}`" for each in meant or sheets)
    if len(meant) == 1 and not (name is None and meant[0].hidden):
        return meant[0]
    if name is not None and not meant:
        mend = did_you_mean(name, [each.name for each in sheets]) or f"name one of {listed}"
        raise FactsError([Diagnostic("LK703", f"`{shown}` has no sheet `{clipped(name)}`", help=mend)])
    if name is not None:
        raise FactsError([unreadable(shown, f"two of its sheets are called {listed}", "give one another name")])
    if len(meant) == 1:
        message = f"what `{shown}` holds stands in a sheet that is hidden: {listed}"
        raise FactsError([Diagnostic("LK705", message, help="write `--sheet NAME`, if it is meant")])
    if meant:
        message = f"`{shown}` holds several sheets: {listed}"
        raise FactsError([Diagnostic("LK705", message, help="write `--sheet NAME`")])
    mend = "name a workbook with a sheet whose first row names its columns"
    raise FactsError([unreadable(shown, "its sheets are empty", mend)])


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


# --- written ---------------------------------------------------------------------------------------------

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARED: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="answers" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""What an archive says of its files where nobody reads a clock."""


def workbook_of_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of text as a workbook of one sheet; every cell is a text, so that none is a formula."""
    sheet = "".join(f"<row>{''.join(map(_written, row))}</row>" for row in rows)
    parts = {
        **_PARTS,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(zipfile.ZipInfo(name, _FIRST_DAY), f"{_DECLARED}\n{text}", zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _written(cell: str) -> str:
    text = cell if len(cell) <= _LONGEST else cell[: _LONGEST - 1] + "…"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape("".join(_printable(text)))}</t></is></c>'


def _printable(text: str) -> Iterator[str]:
    """XML has no place for most control characters."""
    return (char if char.isprintable() or char == "\n" else "\ufffd" for char in text)
