"""The headers of a licence or policy: what it is called, who wrote it, which texts it encodes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, assert_never

from licensekit.check.findings import FindingList
from licensekit.model.license import TextReference
from licensekit.span import Span
from licensekit.syntax import tree

_HEX: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Headers:
    """The headers by key; a text is kept as written, a day in its ISO form."""

    texts: tuple[TextReference, ...] = ()
    released: date | None = None
    words: dict[str, Any] = field(default_factory=lambda: {"title": ""})

    @property
    def documents(self) -> frozenset[str]:
        """The names of the documents."""
        return frozenset(text.name for text in self.texts if text.name)


def headers(items: Iterable[object], findings: FindingList) -> Headers:
    """The headers among the items of a block; each key once, each of its type."""
    taken = Headers()
    first: dict[str, Span] = {}
    texts: list[TextReference] = []
    for item in items:
        if isinstance(item, tree.Header) and item.key in first:
            findings.again("LK215", item.span, first[item.key], f"`{item.key}` is written twice", "remove one of them")
        elif isinstance(item, tree.Header):
            first[item.key] = item.span
            _take(item, taken)
        elif isinstance(item, tree.TextHeader):
            texts.append(_text(item, first, findings))
    taken.texts = tuple(texts)
    return taken


def _take(header: tree.Header, headers: Headers) -> None:
    """Keep a header; the syntax has seen to its type, and in a template it may be a parameter."""
    match header.value:
        case tree.Text(value=words):
            headers.words[header.key] = words
        case tree.Day(on=day) if header.key == "released":
            headers.released = day
        case tree.Day(on=day):
            headers.words[header.key] = day.isoformat()
        case tree.Name():
            pass
        case _:
            assert_never(header.value)


_UNNAMED: Final = "a licence with several texts names each of them"


def _text(header: tree.TextHeader, first: dict[str, Span], findings: FindingList) -> TextReference:
    name = "" if header.document is None else header.document.text
    place = header.span if header.document is None else header.document.span
    if not _HEX.fullmatch(header.sha256.value):
        message = "a SHA-256 is written as 64 digits and letters from a to f"
        findings.error("LK436", header.sha256.span, message, "write the output of `sha256sum` for the text")
    key = f"text {name}"
    if key in first:
        code, message = ("LK214", f"the text `{name}` is written twice") if name else ("LK437", _UNNAMED)
        findings.again(code, place, first[key], message, "write `text NAME sha256 …` with a name of its own")
    first[key] = place
    return TextReference(name=name, sha256=header.sha256.value, url=header.url.value, span=header.span)


def check_names(headers: Headers, items: Iterable[object], findings: FindingList) -> None:
    """Where a licence has several texts, each has a name."""
    texts = [item for item in items if isinstance(item, tree.TextHeader)]
    unnamed = [item for item in texts if item.document is None]
    if len(texts) > 1 and len(unnamed) == 1 and headers.documents:
        mend = "write `text NAME sha256 …`, so that locators can say which document they mean"
        findings.error("LK437", unnamed[0].span, _UNNAMED, mend)
