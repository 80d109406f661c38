"""Positions as the protocol has them: lines from 0, columns in the units that client and server agreed on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import PositionCodec

from licensekit.editor.document import TextChange
from licensekit.span import Source, Span


class Positions:
    """The places of one text, to and from those of the protocol."""

    def __init__(self, source: Source, codec: PositionCodec) -> None:
        self._source = source
        self._lines = source.text.split("\n")
        self._codec = codec

    def offset(self, position: types.Position) -> int:
        """The code point at a position; one beyond the text is its end, one beyond its line that line's end."""
        if position.line >= len(self._lines):
            return len(self._source.text)
        at = self._codec.position_from_client_units(self._lines, position)
        before = sum(len(line) + 1 for line in self._lines[: at.line])
        return before + min(at.character, len(self._lines[at.line]))

    def range(self, span: Span) -> types.Range:
        """A span as a range."""
        return types.Range(self._position(span.start), self._position(span.end))

    def _position(self, offset: int) -> types.Position:
        line, column = self._source.position(offset)
        plain = types.Position(line - 1, column - 1)
        return self._codec.position_to_client_units(self._lines, plain)

    def edits(self, edits: Iterable[TextChange]) -> list[types.TextEdit]:
        """Edits of this text as the protocol has them."""
        return [types.TextEdit(self.range(edit.span), edit.text) for edit in edits]


def path_of(uri: str) -> Path:
    """Where a text lies; of one that was never saved, where it would lie."""
    return Path(to_fs_path(uri) or f"{uri.rpartition(':')[2].rpartition('/')[2]}.lic")


def uri_of(name: str) -> str:
    """The address of the file of a source."""
    return from_fs_path(str(Path(name).absolute())) or name
