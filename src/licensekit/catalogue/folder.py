"""The files beside one's own: `my-policy.lic` in the same folder can be named by `my-licence.lic`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from licensekit.catalogue.shelf import ID
from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicenseError
from licensekit.limits import MAX_SOURCE_BYTES
from licensekit.span import Source
from licensekit.syntax.scan import decode_source

if TYPE_CHECKING:
    from licensekit.catalogue.before import Readable
    from licensekit.check.library import ParsedFile


class Folder:
    """A folder as the check sees it: `ID.lic` beside the file first, then the catalogue."""

    def __init__(self, folder: Path, catalogue: Readable) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._parsed: dict[str, ParsedFile] = {}

    def parsed(self, name: str) -> ParsedFile | None:
        """The parsed file of this name. Raises LicenseError where it cannot be parsed."""
        path = self.path(name)
        if path is None:
            return self._catalogue.parsed(name)
        if name not in self._parsed:
            self._parsed[name] = _parsed(path)
        return self._parsed[name]

    def source(self, name: str) -> Source | None:
        """The text of this name; None where there is none. Raises LicenseError where it cannot be read."""
        path = self.path(name)
        return self._catalogue.source(name) if path is None else _source(path)

    def kind(self, name: str) -> str:
        """`license`, `policy`, `template`, or nothing."""
        from licensekit.check.library import Named  # noqa: PLC0415 - imports the syntax tree

        if self.path(name) is None:
            return self._catalogue.kind(name)
        found = self.parsed(name)
        blocks = () if found is None or found.file is None else found.file.blocks
        named = (block for block in blocks if isinstance(block, Named) and block.id.text == name)
        return next((type(block).__name__.lower() for block in named), "")

    def names(self) -> Iterable[str]:
        """The ids that could be meant."""
        beside = sorted(path.name.removesuffix(".lic") for path in self._folder.glob("*.lic"))
        return (*(name for name in beside if not name.endswith(".cases")), *self._catalogue.names())

    def path(self, name: str) -> Path | None:
        """The file beside that has this name."""
        if not ID.fullmatch(name) or name.endswith(".cases"):
            return None
        path = self._folder / f"{name}.lic"
        return path if path.is_file() else None


def _source(path: Path) -> Source:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_SOURCE_BYTES + 1)
    except OSError as problem:
        reason = (problem.strerror or "unknown reason").lower()
        raise LicenseError([Diagnostic("LK605", f"`{path}` cannot be read: {reason}")]) from None
    source = decode_source(str(path), data)
    if not isinstance(source, Source):
        raise LicenseError(source)
    return source


def _parsed(path: Path) -> ParsedFile:
    from licensekit.check.library import ParsedFile  # noqa: PLC0415 - imports the syntax tree
    from licensekit.syntax.parse import parse_text  # noqa: PLC0415 - imports the parser

    source = _source(path)
    parsed = parse_text(source)
    if parsed.file is None:
        raise LicenseError(parsed.diagnostics, (source,))
    return ParsedFile(source, parsed.file)
