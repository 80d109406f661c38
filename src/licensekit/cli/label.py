"""`licensekit label`: what a checkout, a hub snapshot or a distribution says of its licence, and whether it holds."""

from __future__ import annotations

from pathlib import Path

from licensekit.cli.call import Call, reason
from licensekit.cli.outcome import BAD_INPUT, NOT_SO, Exit
from licensekit.diagnostics import Severity, mend_of
from licensekit.report.findings import findings_in, findings_text, numbers_of


def run_label(call: Call) -> Exit:
    """Compare labels and texts: exit status 1 where something is wrong with them, 2 where a file cannot be read."""
    form, colour, model, named = call.form(), call.colour(), call.single("--model"), call.arguments.folders
    if len(named) != 1:
        call.add("LK705", "one folder is needed", "write the path of a checkout, a snapshot or a .dist-info")
    if model is not None and not all(model.partition("/")[::2]):
        call.add("LK703", f"`--model` cannot be `{model}`", "write it as on the hub: ORG/NAME")
    call.needing("label", "yaml")
    call.problems.check()
    from licensekit.label.checkout import checkout  # noqa: PLC0415 - what is wrong with the command is said first
    from licensekit.label.findings import findings  # noqa: PLC0415

    try:
        folder = checkout(Path(named[0]), model or "")
    except (OSError, ValueError) as problem:
        call.add("LK605", f"`{named[0]}` cannot be read: {reason(problem)}", mend_of(problem))
        call.problems.check()
        raise
    told = findings(folder)
    broken = any(each.code == "LK813" and each.severity is Severity.ERROR for each in told)
    wrong = any(each.severity is not Severity.NOTE for each in told)
    status = BAD_INPUT if broken else NOT_SO if wrong else 0
    if form != "text":
        return Exit(status, findings_in(form, told, folder.sources))
    files = len(folder.sources)
    return Exit(status, findings_text(told, folder.sources, colour=colour) + numbers_of(files, told) + "\n")
