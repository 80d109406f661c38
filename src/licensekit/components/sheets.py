"""What stands in a workbook, looked through before its reader sees it (ECMA-376, parts 18.2 and 18.3).

The reader gives a cell that failed, that was never worked out, or that is covered by a merged one as empty, and of two
that have one place the last; and it makes room for every place between the first cell and the last, however few are
written. So what would be lost is told here, and what would take all memory is refused.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import FactsError
from licensekit.limits import MAX_DIAGNOSTICS, MAX_INPUT_BYTES, MAX_WORKBOOK_ELEMENTS, MAX_WORKBOOK_TEXT_BYTES

_BOOK: Final = "xl/workbook.xml"
_TEXTS: Final = "xl/sharedStrings.xml"
_PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
_FREE: Final = 200_000
"""Places that may stand empty in any sheet."""
_APART: Final = 50
"""Places beyond them for each cell that is written."""


def unreadable(shown: str, why: str, mend: str = "correct the file, or name another") -> Diagnostic:
    """The finding about a file as a whole."""
    return Diagnostic("LK506", f"`{shown}` cannot be read: {why}", help=mend)


class Sheet(NamedTuple):
    """A sheet: its name, whether it is shown, whether it holds something, and what of it would be lost."""

    name: str
    hidden: bool
    filled: bool
    findings: tuple[Diagnostic, ...]


def sheets_of(path: str, shown: str) -> tuple[Sheet, ...]:
    """The sheets of a workbook in their order. Raises FactsError for what is no workbook, or too large to be read."""
    try:
        with ZipFile(path) as packed:
            return tuple(_Book(packed, shown).sheets())
    except (BadZipFile, expat.ExpatError, zlib.error, OSError, ValueError, KeyError, EOFError, RuntimeError):
        raise FactsError([unreadable(shown, "it is no workbook of Excel, or damaged")]) from None


class _Book:
    def __init__(self, packed: ZipFile, shown: str) -> None:
        self._packed, self._shown = packed, shown
        parts = packed.infolist()
        self._check(sum(each.file_size for each in parts), MAX_INPUT_BYTES, "unpacked it has")
        names = [each.filename.casefold() for each in parts]
        if len({*names}) < len(names):
            raise ValueError("a part is there twice")
        if _TEXTS in packed.namelist():
            self._check(packed.getinfo(_TEXTS).file_size, MAX_WORKBOOK_TEXT_BYTES, "its texts have")

    def _check(self, size: int, most: int, what: str) -> None:
        if size > most:
            raise FactsError([unreadable(self._shown, f"{what} more than {most:_} bytes", "save it as CSV")])

    def sheets(self) -> Iterator[Sheet]:
        """Each sheet, looked through."""
        named: list[tuple[str, bool, str]] = []
        anew: list[bool] = []

        def start(tag: str, said: Mapping[str, str]) -> None:
            match _local(tag):
                case "sheet":
                    link = next((value for key, value in said.items() if key.endswith("relationships id")), "")
                    named.append((said.get("name", ""), said.get("state", "visible") != "visible", link))
                case "calcPr":
                    anew.append(said.get("fullCalcOnLoad", "") in {"1", "true"})

        self._read(_BOOK, start)
        links = dict(self._links())
        elements = 0
        for name, hidden, link in named:
            cells = _Cells(self._shown, elements, worked_out=not any(anew))
            self._read(links[link], cells.start, cells.end, cells.text)
            elements = cells.elements
            yield Sheet(name, hidden, cells.filled > 0, tuple(cells.told()))

    def _links(self) -> Iterator[tuple[str, str]]:
        links: list[tuple[str, str]] = []

        def start(tag: str, said: Mapping[str, str]) -> None:
            if _local(tag) == "Relationship":
                target = said["Target"].removeprefix("/")
                links.append((said["Id"], target if target.startswith("xl/") else f"xl/{target}"))

        self._read("xl/_rels/workbook.xml.rels", start)
        return iter(links)

    def _read(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        with self._packed.open(part) as stream:
            parser.ParseFile(stream)


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]


def _no_doctype(*_: object) -> None:
    raise ValueError("a workbook declares no types of its own")


class _Cells:
    """The cells of one sheet, as they come."""

    def __init__(self, shown: str, elements: int, *, worked_out: bool) -> None:
        self._shown, self.elements, self._worked_out = shown, elements, worked_out
        self._findings: list[Diagnostic] = []
        self._merged: list[str] = []
        self._cells = self.filled = 0
        self._row = self._column = self._widest = 0
        self._place, self._kind, self._formula, self._value = "", "", False, ""
        self._within = False

    def start(self, tag: str, said: Mapping[str, str]) -> None:
        """An element begins."""
        self.elements += 1
        if self.elements > MAX_WORKBOOK_ELEMENTS:
            raise FactsError([unreadable(self._shown, "it has too many cells", "save it as CSV")])
        match _local(tag):
            case "row":
                self._to(int(said.get("r", self._row + 1)), 0)
            case "c":
                self._cell(said)
            case "f":
                self._formula = True
            case "v" | "is":
                self._within = True
            case "mergeCell":
                self._merged.append(said.get("ref", ""))

    def text(self, text: str) -> None:
        """What stands in an element."""
        if self._within:
            self._value += text.strip()[:64]

    def end(self, tag: str) -> None:
        """An element ends."""
        match _local(tag):
            case "v" | "is":
                self._within = False
            case "c":
                self._ended()

    def _to(self, row: int, column: int) -> None:
        """Go on to a place, which lies behind the last one."""
        before = (self._row, self._column) if column else (self._row, _MOST_COLUMNS)
        if (row, column) <= before or row > _MOST_ROWS or column > _MOST_COLUMNS:
            raise ValueError("a place is written twice, out of order, or beyond the sheet")
        self._row, self._column, self._widest = row, column, max(self._widest, column)

    def _cell(self, said: Mapping[str, str]) -> None:
        place = _PLACE.fullmatch(said.get("r", "")) if "r" in said else None
        if "r" in said and (place is None or int(place[2]) != self._row):
            raise ValueError("a cell has no place in its row")
        self._to(self._row, self._column + 1 if place is None else _number(place[1]))
        self._cells += 1
        self._place, self._kind, self._formula, self._value = said.get("r", ""), said.get("t", "n"), False, ""

    def _ended(self) -> None:
        self.filled += bool(self._value)
        if self._kind == "e":
            self._add(self._place, f"`{clipped(self._value)}` stands for an error", "mend its formula, or empty it")
        elif self._formula and not (self._worked_out and (self._value or self._kind == "str")):
            mend = "open the workbook in a spreadsheet, save it there, and name it again"
            self._add(self._place, "a formula that was not worked out", mend)

    def _add(self, place: str, what: str, mend: str) -> None:
        if len(self._findings) < MAX_DIAGNOSTICS:
            where = f", {place}" if place else f", row {self._row}"
            self._findings.append(Diagnostic("LK502", f"`{self._shown}`{where}: {what}", help=mend))

    def told(self) -> Iterator[Diagnostic]:
        """What would be lost, and what would take all memory."""
        places = self._row * self._widest
        if places > min(_FREE + _APART * self._cells, MAX_WORKBOOK_ELEMENTS):
            mend = "delete the cells that lie far from the others, or save it as CSV"
            yield unreadable(self._shown, "the cells of the sheet lie too far apart", mend)
        yield from self._findings
        for merged in self._merged[: MAX_DIAGNOSTICS - len(self._findings)]:
            mend = "unmerge them, and write in each what is so of its row"
            yield Diagnostic("LK502", f"`{self._shown}`, {clipped(merged)}: merged cells", help=mend)


def _number(letters: str) -> int:
    """Which column some letters mean."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
