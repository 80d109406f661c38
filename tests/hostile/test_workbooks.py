"""A workbook is somebody's file: what its reader would lose, or take all memory for, is refused at its place."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

import licensekit as lk
from licensekit.components.workbooks import rows_of_workbook
from licensekit.errors import LicensekitError
from optional import needs

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD: Final = {"A1": "name", "B1": "license", "C1": "base_model"}


@pytest.fixture(autouse=True)
def _reader() -> None:
    needs("python_calamine")


def cells(written: Mapping[str, str], below: str = "") -> str:
    """A sheet of cells, each as a text, or as it is where it begins with `<`; a row for each number."""
    rows: dict[str, list[str]] = {}
    for place, value in written.items():
        kind = "" if value.startswith("<") else ' t="inlineStr"'
        held = value if value.startswith("<") else f"<is><t>{value}</t></is>"
        cell = held if value.startswith("<c ") else f'<c r="{place}"{kind}>{held}</c>'
        rows.setdefault(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), []).append(cell)
    return f"<sheetData>{''.join(row(number, *each) for number, each in rows.items())}</sheetData>{below}"


def row(number: str, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def workbook(path: Path, *sheets: tuple[str, str], hidden: tuple[str, ...] = (), book: str = "") -> Path:
    """A workbook of sheets by their names, as other programs write it."""
    numbered = list(enumerate(sheets, 1))
    states = {name: "hidden" if name in hidden else "visible" for name, _ in sheets}
    named = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}" state="{states[name]}"/>' for at, (name, _) in numbered
    )
    over = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{TYPES}.worksheet+xml"/>' for at, _ in numbered
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at, _ in numbered
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>{over}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{named}</sheets>{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LINKS}">{links}</Relationships>',
        **{f"xl/worksheets/sheet{at}.xml": f'<worksheet xmlns="{MAIN}">{xml}</worksheet>' for at, (_, xml) in numbered},
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return path


def refused(path: Path, sheet: str | None = None) -> list[str]:
    with pytest.raises(LicensekitError) as error:
        lk.read_components(path, sheet=sheet)
    return [f"{each.code} {each.message}" for each in error.value.diagnostics]


def test_a_workbook_as_it_should_be_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "i.xlsx", ("a", cells({**HEAD, "A2": "x", "B2": "MIT"})))
    (component,) = lk.read_components(path).components
    assert (component.name, component.claims) == ("x", ("MIT",))


LLAMA: Final = "meta-llama/Llama-4-Scout-17B-16E"
MIT: Final = {**HEAD, "A2": "x", "B2": "MIT"}


@pytest.mark.parametrize(
    ("written", "below", "said"),
    [
        ({**MIT, "C2": LLAMA, "A3": "y", "B3": "MIT"}, "C2:C3", "LK502 `i.xlsx`, C2:C3: merged cells"),
        ({**MIT, "C2": f'<f>"{LLAMA}"</f>'}, "", "LK502 `i.xlsx`, C2: a formula that was not worked out"),
        ({**MIT, "C2": "<f>D2</f><v/>"}, "", "LK502 `i.xlsx`, C2: a formula that was not worked out"),
        ({**MIT, "C2": '<c r="C2" t="e"><v>#REF!</v></c>'}, "", "LK502 `i.xlsx`, C2: `#REF!` stands for an error"),
    ],
    ids=["merged", "no value", "an empty value", "an error"],
)
def test_a_cell_whose_value_would_be_lost(
    written: Mapping[str, str], below: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model from which it is made was read as none: permitted under MIT alone."""
    monkeypatch.chdir(tmp_path)
    merged = f'<mergeCells><mergeCell ref="{below}"/></mergeCells>' if below else ""
    workbook(Path("i.xlsx"), ("a", cells(written, merged)))
    assert refused(Path("i.xlsx")) == [said]


def test_a_result_that_its_writer_did_not_vouch_for(tmp_path: Path) -> None:
    """Libraries that write workbooks put 0 or nothing where a formula stands, and ask for it to be worked out."""
    sheet = ("a", cells({**MIT, "C2": f'<c r="C2" t="str"><f>D2</f><v>{LLAMA}</v></c>'}))
    path = workbook(tmp_path / "i.xlsx", sheet)
    assert lk.read_components(path).components[0].bases == (LLAMA,)
    path = workbook(path, sheet, book='<calcPr calcId="1" fullCalcOnLoad="1"/>')
    assert [each[:5] for each in refused(path)] == ["LK502"]


@pytest.mark.parametrize(
    "rows",
    [
        row("2", '<c r="A2"><v>1</v></c>') + row("2", '<c r="A2"><v>2</v></c>'),
        row("2", '<c r="A2"><v>1</v></c>', '<c r="A2"><v>2</v></c>'),
        row("2", '<c r="A3"><v>1</v></c>'),
        row("2", '<c r="B2"><v>1</v></c>', '<c r="A2"><v>2</v></c>'),
        row("2", '<c r="XFE2"><v>1</v></c>'),
        row("1048577", "<c><v>1</v></c>"),
    ],
    ids=[
        "a row twice",
        "a cell twice",
        "of another row",
        "out of order",
        "beyond the last column",
        "beyond the last row",
    ],
)
def test_a_place_is_written_once(rows: str, tmp_path: Path) -> None:
    """Of two rows of one number the first was lost, and with it what was prohibited."""
    head = cells({"A1": "name"}).removesuffix("</sheetData>")
    path = workbook(tmp_path / "i.xlsx", ("a", f"{head}{rows}</sheetData>"))
    assert [each[:5] for each in refused(path)] == ["LK506"]


def test_cells_far_from_one_another_take_no_memory(tmp_path: Path) -> None:
    """1,593 bytes made the reader ask for 400 GB, and the process was ended by it."""
    path = workbook(tmp_path / "i.xlsx", ("a", cells({**HEAD, "XFD1048576": "x"})))
    (said,) = refused(path)
    assert "the cells of the sheet lie too far apart" in said


def test_a_sheet_that_nobody_sees_is_named_or_left(tmp_path: Path) -> None:
    sheet, other = cells({**HEAD, "A2": "x", "B2": "MIT"}), cells({})
    path = workbook(tmp_path / "i.xlsx", ("seen", other), ("kept", sheet), hidden=("kept",))
    assert [each[:5] for each in refused(path)] == ["LK705"]
    assert len(lk.read_components(path, sheet="kept").components) == 1
    path = workbook(tmp_path / "i.xlsx", ("a", sheet), ("a", sheet))
    assert [each[:5] for each in refused(path, "a")] == ["LK506"]


def test_a_workbook_declares_nothing_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "i.xlsx"
    workbook(path, ("a", cells(MIT)))
    with zipfile.ZipFile(path) as packed:
        parts = {each: packed.read(each) for each in packed.namelist()}
    named = "xl/worksheets/sheet1.xml"
    parts[named] = parts[named].replace(b"<worksheet", b'<!DOCTYPE worksheet [<!ENTITY a "MIT">]><worksheet')
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    assert [each[:5] for each in refused(path)] == ["LK506"]


def test_rows_of_text_come_back(tmp_path: Path) -> None:
    from licensekit.components.workbooks import workbook_of_rows

    rows = [["name", "note"], ["x", "=1+1"], ["y", "two\nlines"]]
    (tmp_path / "o.xlsx").write_bytes(workbook_of_rows(rows))
    assert rows_of_workbook(str(tmp_path / "o.xlsx"), None, "o.xlsx") == rows
