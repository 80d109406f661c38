"""`licensekit check`: everything that is wrong with licence files."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable

from licensekit.catalogue.loading import checked_path, checked_text
from licensekit.check.file import Checked
from licensekit.cli.outcome import BAD_INPUT, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.diagnostics import Diagnostic, Severity
from licensekit.evaluate.memo import counted
from licensekit.limits import MAX_SOURCE_BYTES
from licensekit.report.escape import as_json, visible
from licensekit.report.findings import finding_data, findings_text
from licensekit.span import Source
from licensekit.syntax.scan import decode_source


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Check files: findings go to standard error, or with `--format json` to standard output."""
    form = problems.word(arguments.format, "--format", ("text", "json"))
    colour = problems.colour(arguments.color, surroundings.colour_err, bool(os.environ.get("NO_COLOR")))
    if not arguments.files:
        problems.add("LK705", "no file is named", "write the path of a .lic file, or `-`")
    if arguments.files.count("-") > 1:
        problems.add("LK704", "standard input is read for two things", "write `-` once")
    problems.check()
    names = tuple(dict.fromkeys(arguments.files))
    found = {name: _checked(name, surroundings) for name in names}
    status = BAD_INPUT if any(checked.has_errors for checked in found.values()) else 0
    sources = {source.name: source for checked in found.values() for source in checked.sources}
    every = [finding for checked in found.values() for finding in checked.diagnostics]
    if form == "json":
        findings = [finding_data(finding, sources) for finding in every]
        return Outcome(status, as_json({"schema": 1, "files": list(names), "findings": findings}))
    return Outcome(status, visible(_summary(len(names), every)) + "\n", findings_text(every, sources, colour=colour))


def _checked(name: str, surroundings: Surroundings) -> Checked:
    if name != "-":
        return checked_path(name)
    source = decode_source("<stdin>", surroundings.read_input(MAX_SOURCE_BYTES + 1))
    return checked_text(source.text, source.name) if isinstance(source, Source) else Checked(diagnostics=source)


def _summary(files: int, found: Iterable[Diagnostic]) -> str:
    severities = [finding.severity for finding in found]
    counts = [
        counted(severities.count(severity), severity.value)
        for severity in (Severity.ERROR, Severity.WARNING)
        if severity in severities
    ]
    return f"{counted(files, 'file')}: {', '.join(counts) or 'nothing found'}"
