"""What the parts of a text are, as far as it can be told word by word: for everything that colours .lic files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from licensekit.syntax.grammar import reserved_words
from licensekit.syntax.words import BLOCKS, HEADERS

TextPartKind: TypeAlias = Literal[
    "block", "code", "comment", "date", "fact", "header", "keyword", "name", "number", "text"
]


class TextPart(NamedTuple):
    """A kind of part, and what it looks like: a pattern that Python and TextMate (Oniguruma) read alike."""

    kind: TextPartKind
    pattern: str


def parts() -> tuple[TextPart, ...]:
    """The kinds of parts, in the order in which they are tried; marks are what is left."""
    return (
        TextPart("comment", r"#[^\n]*"),
        TextPart("text", r'"(?:[^"\\\n]|\\[^\n])*"?'),
        TextPart("date", r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w.-])"),
        TextPart("number", r"[0-9][\w]*(?:[.-]\w+)*"),
        TextPart("block", _one_of(BLOCKS)),
        TextPart("keyword", _one_of(reserved_words() - {*BLOCKS, *HEADERS})),
        TextPart("header", _one_of(HEADERS)),
        TextPart("code", r"[A-Z]\w*"),
        TextPart("fact", r"[a-z]\w*\.[a-z]\w*(?:[.-]\w+)*(?:\[[0-9]{4}-[0-9]{2}\])?(?:@[a-z]\w*(?:[.-]\w+)*)?"),
        TextPart("name", r"[a-z]\w*(?:[.-]\w+)*"),
    )


def _one_of(words: Iterable[str]) -> str:
    """One of some words, whole: `act` is none in `activity`, and `duty` none in `duty-free` or `duty.free`."""
    return rf"(?<![\w.@-])(?:{'|'.join(sorted(words))})(?![\w@\[]|[.-]\w)"
