"""The headers of a licence or policy: what it is called, who wrote it, which texts it encodes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, assert_never

from licensekit.check.findings import Findings
from licensekit.diagnostics import Label
from licensekit.model.license import TextReference
from licensekit.span import Span
from licensekit.syntax import tree

_HEX: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Headers:
    """The headers by key; a text is kept as written, a day in its ISO form."""

    texts: tuple[TextReference, ...] = ()
    released: date | None = None
    words: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.words.get(key, "")

    @property
    def documents(self) -> frozenset[str]:
        """The names of the documents."""
        return frozenset(text.name for text in self.texts if text.name)


def headers(items: Iterable[object], findings: Findings) -> Headers:
    """The headers among the items of a block; each key once, each of its type."""
    found = Headers()
    first: dict[str, Span] = {}
    texts: list[TextReference] = []
    for item in items:
        if isinstance(item, tree.Header):
            if item.key in first:
                findings.error(
                    "LK215", item.span, f"`{item.key}` is written twice", "remove one of them",
                    also=(Label(first[item.key], "first here"),),
                )  # fmt: skip
                continue
            first[item.key] = item.span
            _take(item, found)
        elif isinstance(item, tree.TextHeader):
            texts.append(_text(item, first, findings))
    found.texts = tuple(texts)
    return found


def _take(header: tree.Header, found: Headers) -> None:
    """Keep a header; the syntax has seen to its type, and in a template it may be a parameter."""
    value = header.value
    match value:
        case tree.Text():
            found.words[header.key] = value.value
        case tree.Day() if header.key == "released":
            found.released = value.on
        case tree.Day():
            found.words[header.key] = value.on.isoformat()
        case tree.Name():
            pass
        case _:
            assert_never(value)


def _text(header: tree.TextHeader, first: dict[str, Span], findings: Findings) -> TextReference:
    name = "" if header.document is None else header.document.text
    place = header.span if header.document is None else header.document.span
    if not _HEX.fullmatch(header.sha256.value):
        findings.error(
            "LK436",
            header.sha256.span,
            "a SHA-256 is written as 64 digits and letters from a to f",
            "write the output of `sha256sum` for the text",
        )
    key = f"text {name}"
    if key in first:
        message = f"the text `{name}` is written twice" if name else "a licence with several texts names each of them"
        findings.error(
            "LK214" if name else "LK437",
            place,
            message,
            "write `text NAME sha256 …` with a name of its own",
            also=(Label(first[key], "first here"),),
        )
    first[key] = place
    return TextReference(name=name, sha256=header.sha256.value, url=header.url.value, span=header.span)


def check_names(found: Headers, items: Iterable[object], findings: Findings) -> None:
    """Where a licence has several texts, each has a name."""
    texts = [item for item in items if isinstance(item, tree.TextHeader)]
    unnamed = [item for item in texts if item.document is None]
    if len(texts) > 1 and len(unnamed) == 1 and found.documents:
        findings.error(
            "LK437",
            unnamed[0].span,
            "a licence with several texts names each of them",
            "write `text NAME sha256 …`, so that locators can say which document they mean",
        )
