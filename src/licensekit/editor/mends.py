"""Mends that can be applied: what the help of a finding says to write, tried, and offered where it mends.

The help is read as people read it: what it puts in backquotes is put in the place of what stands there. A mend is
offered only if the text with it no longer has the finding and has no other one instead; whoever applies it decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from licensekit.diagnostics import Diagnostic
from licensekit.editor.document import Document, TextChange, edited, findings
from licensekit.editor.names import uses
from licensekit.span import Span
from licensekit.syntax import tree

MOST_TRIED: Final = 8
"""Places at which one piece of help is tried."""
MOST_OFFERED: Final = 8
_AROUND: Final = 6
"""Words on each side of a finding that a mend may take in."""

_PIECE: Final = re.compile(r"`([^`]+)`")
_WORD: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|[A-Za-z0-9_.\-@\[\]]+|[^\sA-Za-z0-9_]')
_TO_FILL: Final = re.compile(r"…|\b(?:NAME|FACT|VALUE|TITLE|URL|LICENCE|LICENSE|KIND|R|O)\b")
_OF_ITS_OWN: Final = re.compile(r"\b[A-Z]{2,}\b|[0-9]")
_FOR_EXAMPLE: Final = re.compile(r"\b(?:such as|as in|for instance)\b")
_NAMES_ONLY: Final = frozenset({"LK103", "LK123", "LK219"})
"""Findings about a name: any other name will do, and the one that is proposed is as good as another."""
_EXAMPLES: Final = frozenset({"LK305", "LK307", "LK309", "LK451", "LK452"})
"""Findings whose help shows how such a thing is written, and not what is meant here."""


class Mend(NamedTuple):
    """What to change, and what is said of it."""

    title: str
    edits: tuple[TextChange, ...]


def mends(document: Document, finding: Diagnostic) -> tuple[Mend, ...]:
    """The mends of a finding that can be applied, each tried; none where something is to be filled in."""
    span = finding.span
    if span is None or span.source != document.source.name:
        return ()
    offered: dict[str, Mend] = {}
    for edits in _proposed(document, finding, span):
        working = next((edit for edit in edits if _works(document, finding, edit)), None)
        if working is not None:
            title = _title(document, working)
            offered.setdefault(title, Mend(title, (working,)))
        if len(offered) == MOST_OFFERED:
            break
    return tuple(offered.values())


def _works(document: Document, finding: Diagnostic, edit: TextChange) -> bool:
    """Whether the finding is gone, and nothing else is found than before."""
    before = [_told(each.finding) for each in findings(document)]
    trial = document.desk.trial({document.path: edited(document.source.text, (edit,))})[document.path]
    after = [_told(each.finding) for each in findings(trial)]
    if trial.parsed.file is not None and document.parsed.file is None:
        return True  # what the check finds beyond the syntax was there all along
    left = before.copy()
    left.remove(_told(finding))
    return all(after.count(each) <= left.count(each) for each in after)


def _told(finding: Diagnostic) -> tuple[str, str]:
    return finding.code, finding.message


def _title(document: Document, edit: TextChange) -> str:
    return f"write `{edit.text.strip()}`" if edit.text else f"remove `{_short(document.source.excerpt(edit.span))}`"


def _proposed(document: Document, finding: Diagnostic, span: Span) -> Iterator[list[TextChange]]:
    """What each piece of the help says, as the ways in which it can be meant."""
    help_, code = finding.help, finding.code
    if help_.startswith("remove"):
        first = [label.span for label in finding.labels[1:] if label.span.source == span.source]
        for place in (span, *first) if "one of them" in help_ else (span,):
            yield _removals(document, place)
    if code in _EXAMPLES or (_FOR_EXAMPLE.search(help_) and code not in _NAMES_ONLY):
        return
    for piece in dict.fromkeys(_PIECE.findall(help_)):
        if _TO_FILL.search(piece) or (not help_.startswith("did you mean") and _brings_in(document, span, piece)):
            continue
        yield [*_insertions(document, finding, span, piece), *_replacements(document, span, piece)]


def _short(text: str) -> str:
    line = " ".join(text.split()).strip(", ")
    return line if len(line) <= 40 else line[:39] + "…"


def _brings_in(document: Document, span: Span, piece: str) -> bool:
    """Whether a piece has a number or a code that does not stand here: only an example has one."""
    around = [word for words in _around(document, span) for word in words]
    digits = "".join(re.findall(r"[0-9]", "".join(around)))
    for word in _WORD.findall(piece):
        number = re.sub(r"\D", "", word)
        if _OF_ITS_OWN.search(word) and word.strip('"') not in around and (not number or number not in digits):
            return True
    return False


def _around(document: Document, span: Span) -> tuple[list[str], list[str], list[str]]:
    """The words before, at and after a place."""
    text = document.source.text
    before = _WORD.findall(text[max(0, span.start - 200) : span.start])[-_AROUND:]
    after = _WORD.findall(text[span.end : span.end + 200])[:_AROUND]
    return before, _WORD.findall(document.source.excerpt(span)), after


def _insertions(document: Document, finding: Diagnostic, span: Span, piece: str) -> Iterator[TextChange]:
    """`write … before it`, `after it`; what closes a bracket stands before what cannot be inside."""
    if " before the place" in finding.help:
        quoted = span.start + document.source.excerpt(span).index('"')
        yield TextChange(span._replace(start=quoted, end=quoted), f"{piece} ")
    if finding.code == "LK102":
        for label in finding.labels[1:]:
            yield TextChange(label.span._replace(end=label.span.start), f"{piece} ")
    if " before it" in finding.help:
        yield TextChange(span._replace(end=span.start), f"{piece} ")
    if " after it" in finding.help:
        yield TextChange(span._replace(start=span.end), f" {piece}")


def _replacements(document: Document, span: Span, piece: str) -> list[TextChange]:
    """The place itself, or it with words around that the piece has too, the likest first."""
    text, wanted = document.source.text, _WORD.findall(piece)
    starts = [match.start() for match in _WORD.finditer(text, max(0, span.start - 200), span.start)][-_AROUND:]
    ends = [match.end() for match in _WORD.finditer(text, span.end, min(len(text), span.end + 200))][:_AROUND]
    regions = [(start, end) for start in (*starts, span.start) for end in (span.end, *ends)]
    told = []
    for start, end in regions:
        lost = [*_WORD.findall(text[start : span.start]), *_WORD.findall(text[span.end : end])]
        if all(word in wanted for word in lost) or _letters(text[start:end]) == _letters(piece):
            likeness = SequenceMatcher(None, _WORD.findall(text[start:end]), wanted, autojunk=False).ratio()
            same = sorted(_letters(text[start:end])) == sorted(_letters(piece))
            told.append((not same, -likeness, end - start, TextChange(Span(span.source, start, end), piece)))
    return [edit for *_, edit in sorted(told)[:MOST_TRIED]]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _removals(document: Document, span: Span) -> list[TextChange]:
    """The place, or what it is the name of: with its whole line, with a comma before or behind it, or alone."""
    regions = [span, *(use.within.span for use in uses(document) if use.name.span == span and _is_of_name(use.within))]
    around = re.compile(r"\([^()]*\)").finditer(document.source.text)
    regions += [
        span._replace(start=each.start(), end=each.end()) for each in around if span.start in range(*each.span())
    ]
    return [TextChange(removed, "") for region in regions for removed in _removed(document, region)]


def _is_of_name(node: tree.SyntaxNode) -> bool:
    """Whether a node says something of a name, so that it goes with it."""
    return isinstance(node, tree.GivenFact | tree.Argument | tree.Fact)


def _removed(document: Document, span: Span) -> Iterator[Span]:
    text = document.source.text
    line = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end + 1
    if not text[line : span.start].strip() and not text[span.end : end].strip():
        yield Span(span.source, line, end)
    if comma := re.compile(r"\s*,\s*").match(text, span.end):
        yield Span(span.source, span.start, comma.end())
    if comma := re.search(r"\s*,\s*\Z", text[: span.start]):
        yield Span(span.source, comma.start(), span.end)
    spaced = len(text[: span.start]) - len(text[: span.start].rstrip(" "))
    yield Span(span.source, span.start - spaced, span.end)
    yield span
