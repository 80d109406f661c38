"""`licensekit lint`: what the clauses of licences come to over all uses. Exit status 1 where there are warnings."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from functools import partial

from licensekit.analyse.lint import lint
from licensekit.analyse.suppressions import split
from licensekit.catalogue import ids
from licensekit.catalogue.loading import checked_path, usable
from licensekit.catalogue.shelf import find
from licensekit.check.file import Checked
from licensekit.cli.outcome import NOT_SO, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.diagnostics import Diagnostic, Severity
from licensekit.evaluate.memo import counted
from licensekit.model.license import License
from licensekit.report.escape import visible
from licensekit.report.findings import findings_text
from licensekit.report.lint_report import findings_github, findings_json, findings_sarif
from licensekit.span import Source


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Lint licences. Raises LicensekitError for files that cannot be used."""
    form = problems.word(arguments.format, "--format", ("text", "json", "github", "sarif"))
    colour = problems.colour(arguments.color, surroundings.colour_out, bool(os.environ.get("NO_COLOR")))
    names = tuple(dict.fromkeys(arguments.files)) or ids()
    paths = [path for name in names if (path := problems.take(partial(_path, name))) is not None]
    problems.check()
    sources: dict[str, Source] = {}
    found: dict[Diagnostic, None] = {}
    own: dict[str, None] = {}
    for path in dict.fromkeys(paths):
        checked = problems.take(partial(_checked, path))
        if checked is not None:
            sources.update((source.name, source) for source in checked.sources)
            own.setdefault(checked.sources[0].name)
            found.update(dict.fromkeys(_found(checked.licenses)))
    problems.check()
    kept, suppressed = split(found, [sources[name] for name in own])
    status = NOT_SO if any(one.severity is not Severity.NOTE for one in kept) else 0
    if form == "text":
        text = findings_text(kept, sources, colour=colour)
        return Outcome(status, text + visible(_summary(len(own), kept, len(suppressed))) + "\n")
    if form == "github":
        return Outcome(status, findings_github(kept, sources))
    write = findings_sarif if form == "sarif" else findings_json
    return Outcome(status, write(kept, suppressed, sources))


def _checked(path: str) -> Checked:
    return usable(checked_path(path))


def _found(licenses: tuple[License, ...]) -> Iterator[Diagnostic]:
    for license in licenses:
        yield from lint(license)


def _path(name: str) -> str:
    """The file of an id, or the path as given."""
    if name.endswith(".lic"):
        return name
    from licensekit import api  # noqa: PLC0415 - an unknown id is refused as everywhere

    api.load(name)
    found = find(name)
    return name if found is None or found.path is None else str(found.path)


def _summary(files: int, kept: tuple[Diagnostic, ...], suppressed: int) -> str:
    severities = [finding.severity for finding in kept]
    counts = [
        counted(severities.count(severity), severity.value)
        for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        if severity in severities
    ]
    let = f"; {counted(suppressed, 'finding')} let stand" if suppressed else ""
    return f"{counted(files, 'file')}: {', '.join(counts) or 'nothing found'}{let}"
