"""What may be written at a place: names and words of the language, in a file that is broken too."""

from __future__ import annotations

import re
from typing import Final

from licensekit.catalogue.outline import from_json
from licensekit.catalogue.shelf import outline_path
from licensekit.catalogue.sources import regular_bytes
from licensekit.editor.document import Document
from licensekit.editor.names import Lookup
from licensekit.editor.words import CURRENCY_CODES, Cursor, Suggestion, names_at
from licensekit.limits import MAX_FACTS_BYTES
from licensekit.span import Source, Span
from licensekit.syntax import tree
from licensekit.syntax.explain import expected_words
from licensekit.syntax.grammar import LimitError
from licensekit.syntax.recover import end_of
from licensekit.syntax.words import HEADERS

_WRITTEN: Final = re.compile(r"[A-Za-z0-9_.@\[\]-]*\Z")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_IN_LOCATOR: Final = re.compile(r'\bat(?:\s+(?P<document>[a-z][A-Za-z0-9_.-]*))?\s+"(?P<place>[^"]*)\Z')


def word_at(document: Document, offset: int) -> Span:
    """What is written so far of the word at a place; in a place of the text, all of it behind its quote."""
    before = document.source.text[:offset]
    quoted = _IN_LOCATOR.search(_line(before))
    start = offset - len(quoted["place"]) if quoted else _start(before)
    return Span(document.source.name, start, offset)


def _start(before: str) -> int:
    matched = _WRITTEN.search(before)
    return matched.start() if matched else len(before)


def _line(before: str) -> str:
    return before[before.rfind("\n") + 1 :]


def suggestions(document: Document, offset: int) -> tuple[Suggestion, ...]:
    """Everything that may stand at a place: what the language takes there, each name with what it means.

    In a comment, and in a text in quotes that is no place in the licence's text, nothing is suggested.
    """
    before = document.source.text[:offset]
    if locator := _IN_LOCATOR.search(_line(before)):
        return tuple(_labels(document, locator["document"] or ""))
    outside = _QUOTED.sub("", _line(before))
    if '"' in outside or "#" in outside:
        return ()
    try:
        here = end_of(Source(document.source.name, before[: _start(before)]))
    except LimitError:
        return ()
    lookup, block = Lookup(document), document.block_at(offset)
    place = Cursor(here, lookup, lookup.held(block), block)
    keywords = expected_words(here)
    names: tuple[Suggestion, ...] = ()
    if here.fits("NAME") or here.fits("CODE"):
        names = names_at(place)
    if here.fits("NAME") and {"grant", "part"} & keywords:
        names = tuple(Suggestion(key, "keyword", "header") for key in _headers(block))
    if here.fits("CODE") and (place.previous[:1].isdigit() or place.previous in {"thousand", "million", "billion"}):
        names = CURRENCY_CODES
    taken = {each.text for each in names}
    words = [word for word in sorted(keywords) if word not in taken]
    return (*names, *(Suggestion(word, "keyword") for word in words))


def _headers(block: tree.Block | None) -> tuple[str, ...]:
    return ("title", "model") if isinstance(block, tree.Work) else HEADERS


def _labels(document: Document, name: str) -> list[Suggestion]:
    """The places of the text, as the outline beside the file has them."""
    try:
        outlines = from_json(regular_bytes(outline_path(document.path), MAX_FACTS_BYTES).decode("utf-8"))
    except (OSError, ValueError):  # without an outline, or with a broken one, `check` says what is wrong
        return []
    outline = outlines.get(name)
    return [] if outline is None else [Suggestion(each, "value", "a place in the text") for each in outline.places]
