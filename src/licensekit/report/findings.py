"""Diagnostics for people and programs. They go to standard error, or are the answer of `check --format json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from licensekit.diagnostics import Diagnostic, Label, Severity, rendered
from licensekit.report.escape import visible_lines
from licensekit.report.memo import counted
from licensekit.span import Source

Sources = Mapping[str, Source]
_COLOURS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def findings_text(found: Iterable[Diagnostic], sources: Sources, *, colour: bool = False) -> str:
    """Findings one after another, each with its source line and a caret; empty where there are none."""
    return "".join(_text(one, sources, colour=colour) + "\n" for one in found)


def _text(finding: Diagnostic, sources: Sources, *, colour: bool) -> str:
    text = visible_lines(rendered(finding, dict(sources)))
    if not colour:
        return text
    head, separator, rest = text.partition("]: ")
    return f"\x1b[1;{_COLOURS[finding.severity]}m{head}]\x1b[0m: {rest}" if separator else text


def finding_data(finding: Diagnostic, sources: Sources) -> dict[str, Any]:
    """A finding as plain data; lines and columns count from 1, columns in code points."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "places": [_place(label, sources) for label in finding.labels],
        "help": finding.help,
        "notes": list(finding.notes),
    }


def _place(label: Label, sources: Sources) -> dict[str, Any]:
    source = sources.get(label.span.source)
    where = None if source is None else source.position(label.span.start)
    return {
        "file": label.span.source,
        "line": None if where is None else where.line,
        "column": None if where is None else where.column,
        "text": "" if source is None else source.excerpt(label.span),
        "label": label.text,
    }


def numbers_of(files: int, findings: Iterable[Diagnostic]) -> str:
    """How much was found in how many files: `2 files: 1 error, 3 warnings`."""
    severities = [finding.severity for finding in findings]
    counts = [counted(severities.count(each), each.value) for each in Severity if each in severities]
    return f"{counted(files, 'file')}: {', '.join(counts) or 'nothing found'}"
