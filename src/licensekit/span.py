"""Where something stands in a source text.

Positions are code-point offsets into the text as read (after a leading byte order mark is dropped and CRLF
is folded to LF). Lines are separated by LF alone, so that a caret can never point at another line than an
editor shows (reliability study, row 8).
"""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points `[start, end)` of the source called `source`."""

    source: str
    start: int
    end: int

    def to(self, other: Span) -> Span:
        """The smallest span that holds both; both must come from one source."""
        return Span(self.source, min(self.start, other.start), max(self.end, other.end))


class Position(NamedTuple):
    """A line and a column, both counted from 1; columns count code points."""

    line: int
    column: int


class Source(NamedTuple):
    """A named text: a file's path, `<stdin>`, or the name a caller gave."""

    name: str
    text: str

    def position(self, offset: int) -> Position:
        """Line and column of a code-point offset."""
        before = self.text[:offset]
        return Position(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line feed."""
        return self.text.split("\n")[number - 1]

    def excerpt(self, span: Span) -> str:
        """The text that a span covers."""
        return self.text[span.start : span.end]
