"""`licensekit check`: everything that is wrong with licence files."""

from __future__ import annotations

from licensekit.catalogue.loading import checked_path, checked_text
from licensekit.check.file import Checked
from licensekit.cli.call import Call
from licensekit.cli.outcome import BAD_INPUT, Exit
from licensekit.cli.subject import source_of
from licensekit.errors import LicenseError
from licensekit.report.escape import as_json, visible
from licensekit.report.findings import finding_data, findings_text, numbers_of


def run_check(call: Call) -> Exit:
    """Check files: findings go to standard error, or with `--format json` to standard output."""
    form, colour, files = call.form(), call.colour(err=True), call.arguments.files
    if not files:
        call.add("LK705", "no file is named", "write the path of a .lic file, or `-`")
    if files.count("-") > 1:
        call.add("LK704", "standard input is read for two things", "write `-` once")
    call.problems.check()
    names = list(dict.fromkeys(files))
    every = [_checked(call, name) for name in names]
    status = BAD_INPUT if any(checked.has_errors for checked in every) else 0
    sources = {source.name: source for checked in every for source in checked.sources}
    findings = [finding for checked in every for finding in checked.diagnostics]
    if form == "json":
        told = [finding_data(finding, sources) for finding in findings]
        return Exit(status, as_json({"schema": 1, "files": names, "findings": told}))
    summary = visible(numbers_of(len(names), findings)) + "\n"
    return Exit(status, summary, findings_text(findings, sources, colour=colour))


def _checked(call: Call, name: str) -> Checked:
    if name != "-":
        return checked_path(name)
    try:
        return checked_text(source_of(call, name).text, "<stdin>")
    except LicenseError as error:
        return Checked(diagnostics=error.diagnostics)
