"""`licensekit lint`: what the clauses of licences come to over all uses. Exit status 1 where there are warnings."""

from __future__ import annotations

from functools import partial

from licensekit.analyse.lint import lint
from licensekit.analyse.suppressions import split
from licensekit.catalogue import ids
from licensekit.catalogue.loading import checked_path, usable
from licensekit.catalogue.shelf import find
from licensekit.check.file import Checked
from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Exit
from licensekit.diagnostics import Diagnostic, Severity
from licensekit.report.escape import visible
from licensekit.report.findings import findings_github, findings_json, findings_sarif, findings_text, numbers_of
from licensekit.report.memo import counted
from licensekit.span import Source


def run_lint(call: Call) -> Exit:
    """Lint licences. Raises LicensekitError for files that cannot be used."""
    form, colour, problems = call.form(), call.colour(), call.problems
    names = tuple(dict.fromkeys(call.arguments.files)) or ids()
    paths = [path for name in names if (path := problems.take(partial(_path, name))) is not None]
    problems.check()
    sources: dict[str, Source] = {}
    findings: dict[object, Diagnostic] = {}
    # a clause that two licences have is found in both; each may have an example of its own
    own: dict[str, None] = {}
    for path in dict.fromkeys(paths):
        checked = problems.take(partial(_checked, path))
        if checked is not None:
            sources.update((source.name, source) for source in checked.sources)
            own.setdefault(checked.sources[0].name)
            for finding in (each for license in checked.licenses for each in lint(license)):
                findings.setdefault((finding.code, finding.message, finding.labels), finding)
    problems.check()
    kept, suppressed = split(findings.values(), [sources[name] for name in own])
    status = NOT_SO if any(finding.severity is not Severity.NOTE for finding in kept) else 0
    if form == "text":
        let = f"; {counted(len(suppressed), 'finding')} let stand" if suppressed else ""
        summary = visible(f"{numbers_of(len(own), kept)}{let}") + "\n"
        return Exit(status, findings_text(kept, sources, colour=colour) + summary)
    if form == "github":
        return Exit(status, findings_github(kept, sources))
    write = findings_sarif if form == "sarif" else findings_json
    return Exit(status, write(kept, suppressed, sources))


def _checked(path: str) -> Checked:
    return usable(checked_path(path))


def _path(name: str) -> str:
    """The file of an id, or the path as it is written."""
    if name.endswith(".lic"):
        return name
    from licensekit import api  # noqa: PLC0415 - an unknown id is refused as everywhere

    api.load(name)
    shelved = find(name)
    return name if shelved is None or shelved.path is None else str(shelved.path)
