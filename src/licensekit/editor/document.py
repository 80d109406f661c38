"""Texts that are open in an editor, and what lies beside them: each parsed once as long as it stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from licensekit.catalogue.libraries import Neighbours, Shelf
from licensekit.catalogue.license_folder import is_id
from licensekit.catalogue.locators import misplaced
from licensekit.catalogue.sources import read_source
from licensekit.check.file import Checked, check_file
from licensekit.check.library import Blocks, ParsedFile
from licensekit.diagnostics import Diagnostic, Label
from licensekit.errors import LicenseError
from licensekit.span import Source, Span
from licensekit.syntax import tree
from licensekit.syntax.parse import Parsed, parse_text, read_as_far
from licensekit.syntax.scan import text_source


class TextChange(NamedTuple):
    """Another text for a place of a source."""

    span: Span
    text: str


def edited(text: str, edits: Iterable[TextChange]) -> str:
    """A text with edits made; they do not overlap."""
    for edit in sorted(edits, key=lambda each: each.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@dataclass(frozen=True, eq=False)
class Document:
    """One text with what is known of it; everything is worked out when it is first asked for."""

    source: Source
    desk: Desk

    @property
    def path(self) -> Path:
        """Where the text lies, or would lie."""
        return Path(self.source.name)

    @cached_property
    def library(self) -> Neighbours:
        """What the text sees under the names that it draws on."""
        return _OpenNeighbours(self.path.parent, self.desk, strict=True)

    @cached_property
    def parsed(self) -> Parsed:
        """Its tree, or what is wrong with its syntax."""
        return self.desk.parsed(self.source)

    @cached_property
    def file(self) -> tree.File | None:
        """Its tree as far as it can be read; None where no block can be."""
        return self.parsed.file or read_as_far(self.source)

    @cached_property
    def readable(self) -> Neighbours:
        """The same, each file as far as it can be read: for who writes on, never to decide by."""
        return _OpenNeighbours(self.path.parent, self.desk, strict=False)

    @cached_property
    def blocks(self) -> Blocks:
        """What names lead to, written in it or in what it draws on, as far as that can be read."""
        file = self.file or tree.File((), span=Span(self.source.name, 0, 0))
        return Blocks(file, self.source, self.readable)

    @cached_property
    def checked(self) -> Checked:
        """What the text holds and all that was found in it, places in the text of the licence included."""
        if self.parsed.file is None:
            return Checked(diagnostics=self.parsed.diagnostics, sources=(self.source,))
        try:
            checked = check_file(ParsedFile(self.source, self.parsed.file), self.library)
        except LicenseError as broken:  # a licence that it draws on
            return Checked(diagnostics=broken.diagnostics, sources=(self.source, *broken.sources.values()))
        if checked.has_errors:
            return checked
        return replace(checked, diagnostics=(*checked.diagnostics, *misplaced(self.path, checked)))

    def block_at(self, offset: int) -> tree.Block | None:
        """The block around a place, or the last one that begins before it; None where none does."""
        blocks = () if self.file is None else self.file.blocks
        return next((block for block in reversed(blocks) if block.span.start <= offset), None)

    @property
    def neighbours(self) -> Iterator[Document]:
        """The other .lic files of its folder, in order of the name."""
        for path in sorted(self.path.parent.glob("*.lic")):
            document = None if path == self.path else self.desk.document(path)
            if document is not None:
                yield document


class Desk:
    """The texts that are open. Whatever is not open is read from its file, as it is now."""

    def __init__(self) -> None:
        self._open: dict[str, Source] = {}
        self._documents: dict[str, Document] = {}
        self._parsed: dict[str, tuple[Source, Parsed]] = {}

    def put(self, path: Path, text: str) -> Document:
        """Open a text, or another form of it."""
        self._open[str(path)] = text_source(str(path), text)
        self._documents.clear()  # what draws on it is another matter now
        document = self.document(path)
        assert document is not None, "it is open"
        return document

    def close(self, path: Path) -> None:
        """What the file holds counts again."""
        self._open.pop(str(path), None)
        self._documents.clear()

    def is_open(self, path: Path) -> bool:
        """Whether the text of this path stands in the editor."""
        return str(path) in self._open

    def document(self, path: Path) -> Document | None:
        """The text of this path; None where no file can be read there."""
        name = str(path)
        source = self._open.get(name)
        if source is None:
            read = read_source(path)
            source = read if isinstance(read, Source) else None
        if source is None:
            return None
        before = self._documents.get(name)
        if before is None or before.source != source:
            self._documents[name] = Document(source, self)
        return self._documents[name]

    def trial(self, texts: Mapping[Path, str]) -> dict[Path, Document]:
        """Documents as they would be with other texts, those of the desk left as they are."""
        desk = Desk()
        desk._open, desk._parsed = dict(self._open), dict(self._parsed)
        for path, text in texts.items():
            desk.put(path, text)
        return {path: document for path in texts if (document := desk.document(path)) is not None}

    def parsed(self, source: Source) -> Parsed:
        """The tree of a text, as it was parsed last where it is the same text."""
        before = self._parsed.get(source.name)
        if before is None or before[0] != source:
            self._parsed[source.name] = (source, parse_text(source))
        return self._parsed[source.name][1]


class _OpenNeighbours(Neighbours):
    """A folder in which open texts count as they stand in the editor; unless `strict`, as far as they can be read."""

    def __init__(self, folder: Path, desk: Desk, *, strict: bool) -> None:
        super().__init__(folder, Shelf())
        self._desk = desk
        self._strict = strict

    def path(self, name: str) -> Path | None:
        """The file beside that has this name, or the open text that will have it."""
        path = self._folder / f"{name}.lic"
        return path if is_id(name) and self._desk.is_open(path) else super().path(name)

    def parsed(self, name: str) -> ParsedFile | None:
        """The parsed file of this name. Raises LicenseError where it cannot be parsed."""
        path = self.path(name)
        document = None if path is None else self._desk.document(path)
        if document is None:
            return super().parsed(name)
        file = document.parsed.file if self._strict else document.file
        if file is not None:
            return ParsedFile(document.source, file)
        if self._strict:
            raise LicenseError(document.parsed.diagnostics, (document.source,))
        return None


class PlacedFinding(NamedTuple):
    """A finding at its place in the text; `elsewhere` where its own place is in a text that this one draws on."""

    span: Span
    finding: Diagnostic
    elsewhere: Label | None = None


def findings(document: Document) -> tuple[PlacedFinding, ...]:
    """All that `licensekit check` finds; what stands in another file is told where that file is named."""
    return tuple(_placed(finding, document) for finding in document.checked.diagnostics)


def _placed(finding: Diagnostic, document: Document) -> PlacedFinding:
    own = next((label for label in finding.labels if label.span.source == document.source.name), None)
    if finding.span is None or finding.span.source == document.source.name:
        return PlacedFinding(finding.span or _first_line(document.source), finding)
    return PlacedFinding(own.span if own else _first_line(document.source), finding, finding.labels[0])


def _first_line(source: Source) -> Span:
    return Span(source.name, 0, len(source.line(1)))


def source_of(span: Span, document: Document) -> Source | None:
    """The text into which a place points: this one, one that it draws on, or a file; None where there is none."""
    if span.source == document.source.name:
        return document.source
    with suppress(LicenseError):
        return {**_drawn_on(document), **document.blocks.sources}.get(span.source)
    return None


def _drawn_on(document: Document) -> Mapping[str, Source]:
    return {source.name: source for source in document.checked.sources}
