"""What a model card says of its licence: in its front matter, and whether its text calls the work open source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from licensekit.components.documents import keys_of_licenses
from licensekit.components.front_matter import CardEntry, CardScalar, FrontMatter, front_matter, key_seen, said_by_tag
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.label.statements import LabelFile, LabelStatement, What, unreadable
from licensekit.span import Source, Span

_KEYS: Final[dict[str, What]] = {
    "license": "license",
    "license_name": "name",
    "license_link": "link",
    "base_model": "base",
    "tags": "tag",
    "extra_gated_prompt": "gated",
    "extra_gated_heading": "gated",
    "extra_gated_fields": "gated",
    "extra_gated_eu_disallowed": "gated",
}
_TAGGED: Final[dict[str, What]] = {"license": "classifier", "base": "base"}
_OPEN: Final = re.compile(
    r"\b(?:is|are|as|under)\s+(?:(?:an?|the|fully|truly|completely)\s+)*open[- ]sourced?\b(?!\s+(?:model|data)s\b)"
    r"|\bopen[- ]source\s+licen[cs]e\b",
    re.IGNORECASE,
)


def card(source: Source) -> LabelFile:
    """What a model card says in its front matter, and whether its text calls the work open source."""
    head = front_matter(source.text)
    called_open = _OPEN.search(source.text, head.end)
    body = () if called_open is None else (_statement("open source", called_open[0], source, *called_open.span()),)
    statements = (each for entry in head.entries for each in _statements(entry, source))
    return LabelFile(source, (*statements, *body), tuple(_problems(head, source)))


def _statement(what: What, text: str, source: Source, start: int, end: int) -> LabelStatement:
    return LabelStatement(what, text, Span(source.name, start, end))


def _statements(entry: CardEntry, source: Source) -> Iterator[LabelStatement]:
    """The texts of a key; that access is gated is said by the key alone."""
    what = _KEYS.get(entry.key)
    if what == "tag":
        yield from (_tagged(each, source) for each in entry.scalars)
    elif what == "gated":
        yield _statement(what, entry.key, source, entry.start, entry.end)
    elif what is not None:
        yield from (_statement(what, each.text, source, each.start, each.end) for each in entry.scalars)


def _tagged(tag: CardScalar, source: Source) -> LabelStatement:
    said = said_by_tag(tag.text)
    return _statement(_TAGGED.get(said.what, "tag"), said.text, source, tag.start, tag.end)


def _problems(head: FrontMatter, source: Source) -> Iterator[Diagnostic]:
    if head.problem is not None:
        why, mend, start, end = head.problem
        yield unreadable(source.name, why, mend, Span(source.name, start, end))
    keys = set[str]()
    for entry in head.entries:
        place = Span(source.name, entry.start, entry.end)
        if entry.key in keys:
            yield unreadable(source.name, f"`{clipped(entry.key)}` is written twice", "keep one of them", place)
        keys.add(entry.key)
        if entry.key not in _KEYS and (meant := key_seen(entry.key)) in _KEYS:
            why = f"`{clipped(entry.key)}` is not read: keys are told apart by each letter"
            yield unreadable(source.name, why, f"write `{meant}`", place)
        elif [*keys_of_licenses([entry.key], _KEYS)]:
            why = f"`{clipped(entry.key)}` is not read, and may speak of its licence"
            yield unreadable(source.name, why, "say it with `license`, `license_name` and `license_link`", place)
        if _KEYS.get(entry.key, "gated") != "gated" and not entry.is_plain:
            why = f"`{entry.key}` is neither a text nor a short list of texts"
            yield unreadable(source.name, why, "write it as a text", place)
