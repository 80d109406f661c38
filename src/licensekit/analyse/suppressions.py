"""Findings that an author has looked at and let stand: `# lint: allow LK733 because the text says so`.

The comment stands right above a clause, or at the end of its first line, and gives a reason. One without a reason,
or one that lets nothing stand, is a finding itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from licensekit.diagnostics import Diagnostic, Label, Severity
from licensekit.span import Source, Span

_COMMENT: Final = re.compile(r"#[ \t]*lint:[ \t]*(?P<rest>[^\n]*)")
_ALLOW: Final = re.compile(
    r"allow[ \t]+(?P<codes>LK7[0-9]{2}(?:,[ \t]*LK7[0-9]{2})*)[ \t]+because[ \t]+(?P<reason>\S.*)"
)
_MEND: Final = "write `# lint: allow LK733 because …` right above the clause"


@dataclass(frozen=True)
class _Suppression:
    """A comment that lets findings of some codes stand for the clause on one line."""

    codes: tuple[str, ...]
    reason: str
    line: int
    """The line on which the clause begins, counted from 1."""
    span: Span


def split(
    findings: Iterable[Diagnostic], sources: Iterable[Source]
) -> tuple[tuple[Diagnostic, ...], tuple[tuple[Diagnostic, str], ...]]:
    """The findings that stay, with those about the comments themselves; and those let stand, with the reason."""
    texts = {source.name: source for source in sources}
    comments = [comment for source in texts.values() for comment in _comments(source)]
    allowed = [comment for comment in comments if isinstance(comment, _Suppression)]
    kept = [comment for comment in comments if isinstance(comment, Diagnostic)]
    suppressed: list[tuple[Diagnostic, str]] = []
    used: set[_Suppression] = set()
    left = []
    for finding in findings:
        by = next((one for one in allowed if _covers(one, finding, texts)), None)
        if by is None:
            left.append(finding)
        else:
            used.add(by)
            suppressed.append((finding, by.reason))
    for idle in allowed:
        if idle not in used:
            message = f"nothing of {', '.join(idle.codes)} is found here to let stand"
            label = Label(idle.span)
            kept.append(Diagnostic("LK739", message, (label,), "remove the comment", severity=Severity.WARNING))
    return (*left, *kept), tuple(suppressed)


def _comments(source: Source) -> Iterator[_Suppression | Diagnostic]:
    lines = source.text.split("\n")
    for comment in _COMMENT.finditer(source.text):
        span = Span(source.name, comment.start(), comment.end())
        said = _ALLOW.fullmatch(comment["rest"].strip())
        if said is None:
            message = "a comment to the linter that gives no code or no reason"
            yield Diagnostic("LK738", message, (Label(span),), _MEND, severity=Severity.WARNING)
            continue
        line = source.position(comment.start()).line
        if lines[line - 1].lstrip().startswith("#"):
            line += 1
            while line <= len(lines) and lines[line - 1].lstrip().startswith("#"):
                line += 1
        codes = tuple(code.strip() for code in said["codes"].split(","))
        yield _Suppression(codes, said["reason"].strip(), line, span)


def _covers(allowed: _Suppression, finding: Diagnostic, texts: dict[str, Source]) -> bool:
    span = finding.span
    if span is None or span.source != allowed.span.source or finding.code not in allowed.codes:
        return False
    return texts[span.source].position(span.start).line == allowed.line
