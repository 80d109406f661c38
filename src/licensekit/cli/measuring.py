"""`licensekit coverage`, `mutate` and `boundaries`: how far the cases of a licence go, and cases that are lacking."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Exit
from licensekit.cli.progress import bar
from licensekit.cli.subject import license_wanted
from licensekit.report.escape import as_json, visible_all
from licensekit.span import Source
from licensekit.testing.boundaries import boundaries
from licensekit.testing.coverage import Coverage, LicenseCoverage, coverage_of
from licensekit.testing.coverage_report import data, page, percent, text_lines
from licensekit.testing.mutation import mutation
from licensekit.testing.proposed import boundary_data, boundary_lines, mutation_data, mutation_lines
from licensekit.testing.subject import Subject, subject, subjects

_SHARE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?")


def run_coverage(call: Call) -> Exit:
    """Measure coverage: exit status 1 where it is less than `--fail-under`, 2 where a file cannot be used."""
    form, target, least = call.form(), call.single("-o"), _share(call)
    if not call.arguments.licenses:
        call.add("LK705", "no licence is named", "write an id such as `kimi-k2.5`, or a path")
    call.problems.check()
    coverage = _measured(call.arguments.licenses)
    _with_cases(call, any(one.cases for one in coverage.licenses))
    told = _told(coverage, form)
    status, err = 0, ""
    if least is not None and coverage.percent < least:
        status, err = NOT_SO, f"coverage of {percent(coverage.percent)} is less than {percent(least)}\n"
    if target is None:
        return Exit(status, told, err)
    call.write(target, told.encode())
    return Exit(status, "", err)


def _share(call: Call) -> Fraction | None:
    """The value of `--fail-under`: a share of a hundred; None where there is none, or it cannot be read."""
    text = call.single("--fail-under")
    if text is None:
        return None
    least = Fraction(text) if _SHARE.fullmatch(text) else None
    if least is None or least > Fraction(100):
        call.add("LK703", f"`--fail-under` cannot be `{text}`", "write a share from 0 to 100, such as `95`")
        return None
    return least


def _measured(names: list[str]) -> Coverage:
    """Each licence by the cases that it decides; a licence beside it in the same case is not measured."""
    measured: dict[str, LicenseCoverage] = {}
    sources: dict[str, Source] = {}
    for tested in (tested for name in names for tested in subjects(name)):
        sources.update(tested.sources)
        licenses = coverage_of(tested.cases, tested.sources).licenses
        measured.update({each.license: each for each in licenses if each.license == tested.license.id})
    return Coverage(tuple(measured.values()), sources)


def _told(coverage: Coverage, form: str) -> str:
    if form == "json":
        return as_json(data(coverage))
    return page(coverage) if form == "html" else visible_all(text_lines(coverage))


def run_mutate(call: Call) -> Exit:
    """Mutate one licence: exit status 1 where less is noticed than `--fail-under`, 2 where a file cannot be used."""
    problems, only = call.problems, call.values("--only")
    form, least = call.form(), _share(call)
    tested = _tested(call, "`mutate` edits one licence")
    _with_cases(call, bool(tested.cases))
    show = call.surroundings.progress
    progress = None if show is None else lambda done, total: show(bar(done, total))
    try:
        report = mutation(tested, only=only, progress=progress)
    finally:
        if show is not None:
            show("")
    if not report.outcomes:
        begin = " or ".join(f"`{word}`" for word in only)
        problems.add("LK703", f"no edit of `{report.license}` begins with {begin}", "write the name of a clause")
        problems.check()
    status, err = 0, ""
    if least is not None and report.percent < least:
        status, err = NOT_SO, f"{percent(report.percent)} of the edits are noticed, less than {percent(least)}\n"
    elif least is not None and report.not_looked_at:
        status, err = NOT_SO, f"{report.not_looked_at} edits were not looked at: the share is not known\n"
    if form == "json":
        return Exit(status, as_json(mutation_data(report, tested.license, tested.sources)), err)
    return Exit(status, visible_all(mutation_lines(report, tested.license, tested.sources)), err)


def run_boundaries(call: Call) -> Exit:
    """Propose cases for one licence; exit status 2 where a file cannot be used."""
    form = call.form()
    tested = _tested(call, "`boundaries` looks at one licence")
    proposed = boundaries(tested.terms)
    if form == "json":
        return Exit(out=as_json(boundary_data(proposed, tested.license, tested.sources)))
    return Exit(out=visible_all(boundary_lines(proposed, tested.license, tested.sources)))


def _tested(call: Call, message: str) -> Subject:
    """The one licence that is looked at. Raises LicensekitError."""
    wanted, names = license_wanted(call), call.arguments.licenses
    if len(names) != 1:
        call.add("LK705", message, "write an id such as `kimi-k2.5`, or a path")
    call.problems.check()
    return subject(names[0], license=wanted)


def _with_cases(call: Call, there_are_some: bool) -> None:
    if not there_are_some:
        call.add("LK706", "no case was found", 'write `case "…" { … }` in the licence, or `cases for ID { … }`')
    call.problems.check()
