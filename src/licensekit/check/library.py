"""Where a file finds the licences, policies and templates that it names: by id, never by path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol, TypeAlias

from licensekit.check.findings import FindingList
from licensekit.diagnostics import Diagnostic, slip_of_id
from licensekit.errors import LicenseError
from licensekit.limits import MAX_NAME
from licensekit.span import Source
from licensekit.syntax import tree

Named: TypeAlias = tree.License | tree.Template | tree.Policy

KINDS: Final = {"license": "licence", "policy": "policy", "template": "template"}
"""What the keyword of a block is called in a message."""

ID: Final = re.compile(rf"[A-Za-z0-9][A-Za-z0-9.-]{{0,{MAX_NAME - 1}}}")


class ParsedFile(NamedTuple):
    """A text and its syntax tree; the tree is None where the text could not be parsed."""

    source: Source
    file: tree.File | None


class Library(Protocol):
    """The licence files that one file sees, each found by the id of a block in it."""

    def parsed(self, name: str) -> ParsedFile | None:
        """The file that holds the licence, policy or template of this id; None where there is none."""

    def kind(self, name: str) -> str:
        """`license`, `policy` or `template`, without parsing; the empty string where there is none."""

    def called(self, name: str) -> str:
        """How the file of this id is found again: `PACK:ID` in the catalogue, a path beside; empty where none is."""

    def seen_from(self, name: str) -> Library:
        """What the file of this id sees itself."""

    def names(self) -> Iterable[str]:
        """Every id of the collection, for suggestions."""


class _Home(NamedTuple):
    """A file, and what the names in it lead to: its own blocks first, then those of its library."""

    blocks: dict[str, Named]
    library: Library | None
    called: str = ""
    """How the file is found again; empty for the one that is checked."""

    def lead_on(self, name: str) -> Library | None:
        """The library that is asked for a name: none where the file has it itself."""
        return None if name in self.blocks or not ID.fullmatch(name) else self.library


class Blocks:
    """What names lead to: each is looked up from the file in which it is written, whoever draws on that file."""

    def __init__(self, own: tree.File, source: Source, library: Library | None) -> None:
        self._own = _Home(_named(own), library)
        self._homes = {source.name: self._own}
        self.sources: dict[str, Source] = {source.name: source}

    def named(self, name: tree.Name) -> Named | None:
        """The licence, template or policy of this id; None where there is none."""
        home, id_ = self._home(name), name.text
        library = home.lead_on(id_)
        parsed = None if library is None else library.parsed(id_)
        if library is None or parsed is None or parsed.file is None:
            return home.blocks.get(id_)
        source = parsed.source
        if self.sources.setdefault(source.name, source) != source:
            message, mend = f"two texts are called `{source.name}` here", "give the one that is checked another name"
            raise LicenseError([Diagnostic("LK609", message, help=mend)])
        if source.name not in self._homes:
            self._homes[source.name] = _Home(_named(parsed.file), library.seen_from(id_), library.called(id_))
        return self._homes[source.name].blocks.get(id_)

    def _home(self, name: tree.Name) -> _Home:
        return self._homes.get(name.span.source, self._own)

    def kind(self, name: tree.Name) -> str:
        """What a name stands for, without parsing the library: `license`, `policy`, `template` or nothing."""
        home = self._home(name)
        library = home.lead_on(name.text)
        own = home.blocks.get(name.text)
        return library.kind(name.text) if library is not None else type(own).__name__.lower() if own else ""

    def names(self) -> list[str]:
        """Every id that could be meant, for suggestions."""
        library = self._own.library
        return sorted({*self._own.blocks, *(() if library is None else library.names())})

    def check_license(self, name: tree.Name, findings: FindingList, code: str = "LK213", mend: str = "") -> str:
        """How the file of a licence is found again: empty for the one that is checked.

        Reports a name that is not the id of a licence; `code` and `mend` are for one that stands for nothing.
        """
        kind = self.kind(name)
        if not kind:
            mend = mend or "use an id that `licensekit list` shows, or a file beside"
            mend = slip_of_id(name.text, self.names()) or mend
            findings.error(code, name.span, f"there is no licence `{name.text}`", mend)
        elif kind != "license":
            message = f"`{name.text}` is a {KINDS[kind]}, not a licence"
            findings.error("LK435", name.span, message, "use the id of a licence")
        home = self._home(name)
        library = home.lead_on(name.text)
        return home.called if library is None else library.called(name.text)


def _named(file: tree.File) -> dict[str, Named]:
    blocks: dict[str, Named] = {}
    for block in file.blocks:
        if isinstance(block, Named):
            blocks.setdefault(block.id.text, block)
    return blocks
