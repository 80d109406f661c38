"""Libraries as the check sees them: what stands under the names that a licence draws on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from licensekit.catalogue import shelf
from licensekit.catalogue.license_folder import LicenseFolder, is_id
from licensekit.catalogue.shelf import ShelfMark
from licensekit.catalogue.sources import parsed, parsed_file, source_at
from licensekit.span import Source

if TYPE_CHECKING:
    from licensekit.check.library import ParsedFile

_PARSED: Final[dict[str, ParsedFile]] = {}


class Shelf:
    """The catalogue as one collection sees it: a shipped file sees shipped ones alone, one of a pack its pack's first.

    Without a collection, as a file of the user's sees it: shipped files first, then those of packs. Each file is
    parsed once in a process.
    """

    def __init__(self, collection: LicenseFolder | None = None) -> None:
        self._collection = collection

    def parsed(self, name: str) -> ParsedFile | None:
        """The parsed file of this name. Raises LicenseError where it cannot be parsed."""
        mark = self._find(name)
        if mark is None or mark.path is None:
            return None
        if mark.name not in _PARSED:
            _PARSED[mark.name] = parsed_file(mark.path)
        return _PARSED[mark.name]

    def source(self, name: str) -> Source | None:
        """The text of this name; None where there is none. Raises LicenseError where it cannot be read."""
        mark = self._find(name)
        return None if mark is None or mark.path is None else source_at(mark.path)

    def kind(self, name: str) -> str:
        """`license`, `policy`, `template`, or nothing; without parsing."""
        mark = self._find(name)
        return "" if mark is None else mark.collection.kind(mark.id)

    def called(self, name: str) -> str:
        """`PACK:ID`, with no PACK for a shipped file; the empty string where there is none."""
        mark = self._find(name)
        return "" if mark is None else f"{mark.collection.name}:{mark.id}"

    def seen_from(self, name: str) -> Shelf:
        """What the file of this name sees itself."""
        mark = self._find(name)
        return self if mark is None or mark.collection is self._collection else Shelf(mark.collection)

    def names(self) -> Iterable[str]:
        """The ids that could be meant."""
        return (*(() if self._collection is None else self._collection.names), *shelf.names())

    def _find(self, name: str) -> ShelfMark | None:
        if self._collection is None:
            return shelf.find(name)
        own = ShelfMark(self._collection, name)
        if own.path is not None and is_id(name):
            return own
        return None if self._collection is shelf.shipped() else shelf.find(name)


class Neighbours:
    """A folder as the check sees it: `ID.lic` beside the file first, then the catalogue."""

    def __init__(self, folder: Path, catalogue: Shelf) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._parsed: dict[str, ParsedFile] = {}

    def parsed(self, name: str) -> ParsedFile | None:
        """The parsed file of this name. Raises LicenseError where it cannot be parsed."""
        path = self.path(name)
        if path is None:
            return self._catalogue.parsed(name)
        if name not in self._parsed:
            self._parsed[name] = parsed(source_at(path))
        return self._parsed[name]

    def source(self, name: str) -> Source | None:
        """The text of this name; None where there is none. Raises LicenseError where it cannot be read."""
        path = self.path(name)
        return self._catalogue.source(name) if path is None else source_at(path)

    def called(self, name: str) -> str:
        """The path of the file beside, else as the catalogue has it."""
        path = self.path(name)
        return self._catalogue.called(name) if path is None else str(path)

    def seen_from(self, name: str) -> Neighbours | Shelf:
        """What the file of this name sees itself: one beside sees the same as this one."""
        return self._catalogue.seen_from(name) if self.path(name) is None else self

    def kind(self, name: str) -> str:
        """`license`, `policy`, `template`, or nothing."""
        from licensekit.check.library import Named  # noqa: PLC0415 - imports the syntax tree

        if self.path(name) is None:
            return self._catalogue.kind(name)
        held = self.parsed(name)
        blocks = () if held is None or held.file is None else held.file.blocks
        named = (block for block in blocks if isinstance(block, Named) and block.id.text == name)
        return next((type(block).__name__.lower() for block in named), "")

    def names(self) -> Iterable[str]:
        """The ids that could be meant."""
        here = sorted(path.name.removesuffix(".lic") for path in self._folder.glob("*.lic"))
        return (*(name for name in here if not name.endswith(".cases")), *self._catalogue.names())

    def path(self, name: str) -> Path | None:
        """The file beside that has this name."""
        if not is_id(name):
            return None
        path = self._folder / f"{name}.lic"
        return path if path.is_file() else None
