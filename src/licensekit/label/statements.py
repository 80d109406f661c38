"""What files say of a licence: each statement with its place, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from licensekit.components.headers import said_by_key
from licensekit.diagnostics import Diagnostic, Label
from licensekit.identify.identification import Identification
from licensekit.span import Source, Span

What: TypeAlias = Literal[
    "license", "name", "classifier", "link", "file", "linked", "base", "loaded", "tag", "gated", "open source"
]
"""`link`: the licence at an address; `file`: where the text is said to be, `linked` by a card; `loaded`: from what a
configuration was written, which may be a base."""


_LONGEST_NAME: Final = 120
"""Characters of a field that in old metadata may be the whole text."""


@dataclass(frozen=True)
class LabelStatement:
    """One thing that a file says: a licence, the name beside `other`, a base, a tag, that access is gated."""

    what: What
    value: str
    span: Span


@dataclass(frozen=True)
class LabelFile:
    """A file that was read: its text, or what was read of it, and what it says."""

    source: Source
    statements: tuple[LabelStatement, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    texts: tuple[Source, ...] = ()
    """Whole texts of licences that stand in it."""


@dataclass(frozen=True)
class LicenseFile:
    """A file that holds terms or notices, and which text it is; a notice is not identified."""

    source: Source
    told: Identification | None


@dataclass(frozen=True)
class Checkout:
    """A folder as it was read."""

    model: str
    """Its name on a hub, `ORG/NAME`, where that is known; else what the folder is called."""
    labels: tuple[LabelFile, ...]
    texts: tuple[LicenseFile, ...]
    problems: tuple[Diagnostic, ...]

    def said(self, *what: What) -> tuple[LabelStatement, ...]:
        """Every statement of some kinds, in the order of the files."""
        return tuple(each for file in self.labels for each in file.statements if each.what in what)

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every text by its name."""
        every = [*(each.source for each in self.labels), *(each.source for each in self.texts)]
        return {source.name: source for source in every}


def unreadable(name: str, why: str, mend: str, span: Span | None = None) -> Diagnostic:
    """The finding of a file that is not what its name says (LK813)."""
    return Diagnostic("LK813", f"`{name}` cannot be read: {why}", (Label(span or Span(name, 0, 0)),), mend)


def is_a_text(value: str) -> bool:
    """Whether a field holds the text of a licence, and no name of one."""
    return "\n" in value or len(value) > _LONGEST_NAME


def text_in(source: Source, text: str) -> Source:
    """A text that stands in the field for the licence."""
    return Source(f"{source.name}#License", text)


def place_of(source: Source, value: str) -> Span:
    """Where a value stands; the beginning, where it is written in another way."""
    at = max(source.text.find(value), 0)
    return Span(source.name, at, at + len(value))


def pairs_source(name: str, pairs: Mapping[str, str]) -> LabelFile:
    """What a binary file says, one `key = value` a line, with statements for the keys that are known."""
    text, statements = "", list[LabelStatement]()
    for key, value in pairs.items():
        shown = value if value.isprintable() else "".join(c if c.isprintable() else " " for c in value)
        begin = len(text) + len(key) + 3
        text += f"{key} = {shown}\n"
        what = said_by_key(key)
        if what is not None and shown.strip():
            statements.append(LabelStatement(what, shown.strip(), Span(name, begin, begin + len(shown))))
    return LabelFile(Source(name, text), tuple(statements))
