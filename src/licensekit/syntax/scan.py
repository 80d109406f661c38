"""What is looked at before the lexer: encoding, size, and characters that mislead a reader.

A licence text is read by people. A character that an editor does not show, shows elsewhere than it stands, or
takes for the end of a line, would let a file say one thing to its reader and another to the parser (Trojan
Source, CVE-2021-42574), so such characters are refused everywhere, in comments and quoted texts too.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from licensekit.diagnostics import Diagnostic, Label
from licensekit.limits import MAX_DIAGNOSTICS, MAX_SOURCE_BYTES
from licensekit.span import Source, Span

_REFUSED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_ALLOWED_CONTROLS: Final = frozenset("\t\n")
_INVISIBLE: Final = frozenset(
    [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
)
"""Letters, marks and symbols that show nothing; category alone does not tell them."""


def decode_source(name: str, data: bytes) -> Source | tuple[Diagnostic, ...]:
    """The text of a file: strict UTF-8, one leading byte order mark dropped, CRLF read as LF.

    Where it cannot be read, the findings are returned instead, each with its place.
    """
    if len(data) > MAX_SOURCE_BYTES:
        return (_too_big(name),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        return (_not_utf8(name, data, problem),)
    return text_source(name, text)


def text_source(name: str, text: str) -> Source:
    """A source from a text already decoded; one leading byte order mark is dropped, CRLF is read as LF."""
    return Source(name, text.removeprefix("\ufeff").replace("\r\n", "\n"))


def text_findings(source: Source) -> tuple[Diagnostic, ...]:
    """What stands in the way of reading a text at all: its size, refused characters, or that nothing is in it."""
    text = source.text
    if len(text) > MAX_SOURCE_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_SOURCE_BYTES:
        return (_too_big(source.name),)
    refused = "".join(sorted(character for character in set(text) if is_refused(character)))
    if refused:
        places = re.finditer(f"[{re.escape(refused)}]", text)
        return tuple(_refused(source.name, place) for place, _ in zip(places, range(MAX_DIAGNOSTICS), strict=False))
    if not re.search(r"^[ \t]*[^#\s]", text, re.MULTILINE):
        help_ = 'write a licence, such as `license my-licence { title "…" }`'
        return (Diagnostic("LK114", "nothing is in this file", (Label(Span(source.name, 0, 0)),), help_),)
    return ()


def is_refused(character: str) -> bool:
    """Whether a character may stand nowhere in a source text."""
    if character.isprintable() and ord(character) not in _INVISIBLE:
        return unicodedata.category(character) in _REFUSED_CATEGORIES
    if character in _ALLOWED_CONTROLS:
        return False
    return unicodedata.category(character) in _REFUSED_CATEGORIES or ord(character) in _INVISIBLE


def character_name(character: str) -> str:
    """`U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, _unnamed(character))}"


def _unnamed(character: str) -> str:
    controls = {0x00: "NUL", 0x0B: "LINE TABULATION", 0x0C: "FORM FEED", 0x0D: "CARRIAGE RETURN", 0x1B: "ESCAPE"}
    kinds = {"Cc": "control character", "Cs": "half of a surrogate pair", "Co": "private use", "Cn": "unassigned"}
    return controls.get(ord(character)) or kinds.get(unicodedata.category(character), "no name")


def _refused(name: str, place: re.Match[str]) -> Diagnostic:
    character = place.group()
    help_ = "end lines with LF or CRLF" if character == "\r" else "remove it"
    message = f"the character {character_name(character)} is refused: a reader would not see it as it is"
    return Diagnostic("LK113", message, (Label(Span(name, place.start(), place.end())),), help_)


def _too_big(name: str) -> Diagnostic:
    message = f"the file has more than {MAX_SOURCE_BYTES:_} bytes"
    return Diagnostic("LK111", message, (Label(Span(name, 0, 0)),), "split it, one licence in each file")


def _not_utf8(name: str, data: bytes, problem: UnicodeDecodeError) -> Diagnostic:
    line = data.count(b"\n", 0, problem.start) + 1
    message = f"not valid UTF-8 at byte {problem.start} (line {line}): {problem.reason}"
    return Diagnostic("LK112", message, (Label(Span(name, 0, 0)),), "save the file as UTF-8")
