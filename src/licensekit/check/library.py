"""Where a file finds the licences, policies and templates that it names: by id, never by path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol, TypeAlias

from licensekit.check.findings import FindingList
from licensekit.diagnostics import did_you_mean
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
    """A collection of licence files, each found by the id of a block in it."""

    def parsed(self, name: str) -> ParsedFile | None:
        """The file that holds the licence, policy or template of this id; None where there is none."""

    def kind(self, name: str) -> str:
        """`license`, `policy` or `template`, without parsing; the empty string where there is none."""

    def names(self) -> Iterable[str]:
        """Every id of the collection, for suggestions."""


class Blocks:
    """The blocks of one file first, then those of the library, where there is one."""

    def __init__(self, own: tree.File, source: Source, library: Library | None) -> None:
        self._own: dict[str, Named] = {}
        for block in own.blocks:
            if isinstance(block, Named):
                self._own.setdefault(block.id.text, block)
        self._library = library
        self.sources: dict[str, Source] = {source.name: source}

    def named(self, name: str) -> Named | None:
        """The licence, template or policy of this id; None where there is none."""
        own = self._own.get(name)
        if own is not None or self._library is None or not ID.fullmatch(name):
            return own
        parsed = self._library.parsed(name)
        if parsed is None or parsed.file is None:
            return None
        self.sources[parsed.source.name] = parsed.source
        for block in parsed.file.blocks:
            if isinstance(block, Named) and block.id.text == name:
                return block
        return None

    def kind(self, name: str) -> str:
        """What a name stands for, without parsing the library: `license`, `policy`, `template` or nothing."""
        own = self._own.get(name)
        if own is not None:
            return type(own).__name__.lower()
        return self._library.kind(name) if self._library is not None and ID.fullmatch(name) else ""

    def names(self) -> list[str]:
        """Every id that could be meant, for suggestions."""
        return sorted({*self._own, *(() if self._library is None else self._library.names())})

    def check_license(self, name: tree.Name, findings: FindingList, code: str = "LK213", mend: str = "") -> None:
        """Report a name that is not the id of a licence; `code` and `mend` are for one that stands for nothing."""
        kind = self.kind(name.text)
        if not kind:
            mend = did_you_mean(name.text, self.names()) or mend
            findings.error(code, name.span, f"there is no licence `{name.text}`", mend)
        elif kind != "license":
            message = f"`{name.text}` is a {KINDS[kind]}, not a licence"
            findings.error("LK435", name.span, message, "use the id of a licence")
