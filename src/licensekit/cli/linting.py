"""`licensekit lint`: what the clauses of licences come to over all uses. Exit status 1 where there are warnings."""

from __future__ import annotations

from functools import partial

from licensekit.analyse.lint import lint
from licensekit.analyse.suppressions import split
from licensekit.catalogue.loading import checked_path, checked_text, usable
from licensekit.catalogue.shelf import find
from licensekit.check.file import Checked
from licensekit.cli.call import Call, Problems
from licensekit.cli.files_named import HERE, expanded
from licensekit.cli.outcome import BAD_INPUT, NOT_SO, NOTHING, Exit
from licensekit.cli.subject import input_is_read_once, source_of
from licensekit.diagnostics import Diagnostic, Severity
from licensekit.report.escape import visible
from licensekit.report.findings import findings_in, findings_text, numbers_of
from licensekit.report.memo import counted
from licensekit.span import Source


def run_lint(call: Call) -> Exit:
    """Lint licences, without a name those below this folder; what is wrong with a file is among the findings."""
    form, colour, broken, named = call.form(), call.colour(), Problems(), call.arguments.files or [HERE]
    input_is_read_once(call)
    call.problems.check()
    below = expanded(named)
    names, empty = below
    of_names = [broken.take(partial(_paths, name)) or () for name in names]
    paths = [path for paths in of_names for path in paths]
    sources: dict[str, Source] = {}
    findings: dict[object, Diagnostic] = {}
    # a clause that two licences have is found in both; each may have an example of its own
    own: dict[str, None] = {}
    for at, path in enumerate(dict.fromkeys(paths)):
        call.progress(at, len(paths))
        checked = broken.take(partial(_checked, call, path))
        if checked is not None:
            sources.update((source.name, source) for source in checked.sources)
            own.setdefault(checked.sources[0].name)
            for finding in (each for license in checked.licenses for each in lint(license)):
                findings.setdefault((finding.code, finding.message, finding.labels), finding)
    call.progress()
    kept, suppressed = split(findings.values(), [sources[name] for name in own])
    kept, sources = (*broken.found, *empty, *kept), {**broken.sources, **sources}
    warned = any(finding.severity is not Severity.NOTE for finding in kept)
    status = BAD_INPUT if broken.found or below.has_errors else NOTHING if not names else NOT_SO if warned else 0
    if form != "text":
        return Exit(status, findings_in(form, kept, sources, suppressed))
    let = f"; {counted(len(suppressed), 'finding')} let stand" if suppressed else ""
    summary = visible(f"{numbers_of(sum(len(paths) or 1 for paths in of_names), kept)}{let}") + "\n"
    errors = findings_text([*broken.found, *empty], sources, colour=call.colour(err=True))
    told = findings_text(kept[len(broken.found) + len(empty) :], sources, colour=colour)
    return Exit(status, told + summary, errors)


def _checked(call: Call, path: str) -> Checked:
    return usable(checked_text(source_of(call, path).text, "<stdin>") if path == "-" else checked_path(path))


def _paths(name: str) -> list[str]:
    """The files of the licences of the catalogue that a name stands for, or the path as it is written."""
    if name == "-" or name.endswith(".lic"):
        return [name]
    from licensekit import api  # noqa: PLC0415 - an unknown id is refused as everywhere
    from licensekit.published import ids_named  # noqa: PLC0415

    api.load(name)
    shelved = map(find, (name,) if find(name) is not None else ids_named(name))
    return [str(one.path) for one in shelved if one is not None and one.path is not None] or [name]
