"""Diagnostics for people and programs: text, JSON, GitHub's workflow commands, and SARIF 2.1.0.

They go to standard error as text, or are the answer of `check`, `lint` and `test` in one of the other forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from licensekit.diagnostics import Diagnostic, Label, Severity, rendered
from licensekit.explanations import explanations
from licensekit.report.escape import as_json, visible
from licensekit.report.memo import counted
from licensekit.span import Source
from licensekit.version import VERSION

Sources = Mapping[str, Source]
_COLOURS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def findings_text(found: Iterable[Diagnostic], sources: Sources, *, colour: bool = False) -> str:
    """Findings one after another, each with its source line and a caret; empty where there are none."""
    return "".join(_text(one, sources, colour=colour) + "\n" for one in found)


def _text(finding: Diagnostic, sources: Sources, *, colour: bool) -> str:
    text = rendered(finding, dict(sources))
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


# --- forms for programs ----------------------------------------------------------------------------------

Suppressed = Iterable[tuple[Diagnostic, str]]
FORMS: Final = ("json", "github", "sarif")
"""In which findings are told to programs."""
_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def findings_in(form: str, kept: Iterable[Diagnostic], sources: Sources, suppressed: Suppressed = ()) -> str:
    """Findings in one of FORMS, those let stand with their reasons where the form has a place for them."""
    if form == "github":
        return "".join(_command(finding, sources) for finding in kept)
    write = _sarif if form == "sarif" else findings_json
    return write(kept, suppressed, sources)


def findings_json(kept: Iterable[Diagnostic], suppressed: Suppressed, sources: Sources, **beside: object) -> str:
    """Findings as JSON, those let stand with their reasons; `beside` is what a command says besides."""
    return as_json(
        {
            "schema": 1,
            **beside,
            "findings": [finding_data(one, sources) for one in kept],
            "let_stand": [{**finding_data(one, sources), "because": reason} for one, reason in suppressed],
        }
    )


def _command(finding: Diagnostic, sources: Sources) -> str:
    """A workflow command that annotates a line of a pull request."""
    parts = {}
    if finding.labels:
        span = finding.labels[0].span
        parts["file"] = Path(span.source).as_posix()
        if span.source in sources:  # a file that cannot be read has no lines
            where = sources[span.source].position(span.start)
            parts |= {"line": str(where.line), "col": str(where.column)}
    parts["title"] = finding.code
    escaped = {name: _message(value).replace(":", "%3A").replace(",", "%2C") for name, value in parts.items()}
    said = ",".join(f"{name}={value}" for name, value in escaped.items())
    return f"::{_COMMANDS[finding.severity]} {said}::{_message(_in_a_line(finding))}\n"


def _in_a_line(finding: Diagnostic) -> str:
    """What a finding says, its notes and the mend."""
    return "; ".join((finding.message, *finding.notes, *([finding.help] if finding.help else [])))


def _message(text: str) -> str:
    """Signs that end or begin a command are written out, as GitHub asks."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _sarif(kept: Iterable[Diagnostic], suppressed: Suppressed, sources: Sources) -> str:
    """A SARIF 2.1.0 log; findings that were let stand are in it as suppressed ones."""
    every = [*((finding, None) for finding in kept), *suppressed]
    codes = sorted({finding.code for finding, _ in every})
    driver = {
        "name": "licensekit",
        "version": VERSION,
        "rules": list(map(_rule, codes)),
    }
    results = [_result(finding, reason, codes, sources) for finding, reason in every]
    return as_json(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
        }
    )


def _rule(code: str) -> dict[str, Any]:
    one = explanations()[code]
    texts = {"shortDescription": one.title, "fullDescription": one.meaning, "help": one.mend}
    return {"id": code, **{key: {"text": text} for key, text in texts.items()}}


def _result(finding: Diagnostic, reason: str | None, codes: list[str], sources: Sources) -> dict[str, Any]:
    places = [_location(label, sources) for label in finding.labels]
    let_stand = {} if reason is None else {"suppressions": [{"kind": "inSource", "justification": reason}]}
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity.value,
        "message": {"text": _in_a_line(finding)},
        "locations": places[:1],
        "relatedLocations": [{"id": at, **place} for at, place in enumerate(places[1:], 1)],
        **let_stand,
    }


def _location(label: Label, sources: Sources) -> dict[str, Any]:
    path = Path(label.span.source)
    place: dict[str, Any] = {
        "artifactLocation": {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())}
    }
    if (source := sources.get(label.span.source)) is not None:
        start, end = source.position(label.span.start), source.position(label.span.end)
        ends = {"endLine": end.line, "endColumn": end.column}
        place["region"] = {"startLine": start.line, "startColumn": start.column, **ends}
    message = {"message": {"text": label.text}} if label.text else {}
    return {"physicalLocation": place, **message}
