"""`licensekit coverage`: which outcomes of a licence's clauses its cases bring about."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from licensekit.cli.call import Call
from licensekit.cli.outcome import NOT_SO, Outcome
from licensekit.report.escape import as_json, visible_all
from licensekit.span import Source
from licensekit.testing.coverage import Coverage, LicenseCoverage, coverage_of
from licensekit.testing.coverage_page import page
from licensekit.testing.coverage_text import data, percent, text_lines
from licensekit.testing.subject import subject

NO_CASE: Final = ("LK706", "no case was found", 'write `case "…" { … }` in the licence, or `cases for ID { … }`')
_SHARE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?")


def run(call: Call) -> Outcome:
    """Measure coverage: exit status 1 where it is less than `--fail-under`, 2 where a file cannot be used."""
    form, target, least = call.form(), call.single("-o"), share(call)
    if not call.arguments.licenses:
        call.problems.add("LK705", "no licence is named", "write an id such as `kimi-k2.5`, or a path")
    call.problems.check()
    coverage = _measured(call.arguments.licenses)
    if not any(one.cases for one in coverage.licenses):
        call.problems.add(*NO_CASE)
        call.problems.check()
    told = _told(coverage, form)
    status, err = 0, ""
    if least is not None and coverage.percent < least:
        status, err = NOT_SO, f"coverage of {percent(coverage.percent)} is less than {percent(least)}\n"
    if target is None:
        return Outcome(status, told, err)
    call.write(target, told.encode())
    return Outcome(status, "", err)


def share(call: Call) -> Fraction | None:
    """The value of `--fail-under`: a share of a hundred; None where there is none, or it cannot be read."""
    text = call.single("--fail-under")
    if text is None:
        return None
    least = Fraction(text) if _SHARE.fullmatch(text) else None
    if least is None or least > Fraction(100):
        mend = "write a share from 0 to 100, such as `95`"
        call.problems.add("LK703", f"`--fail-under` cannot be `{text}`", mend)
        return None
    return least


def _measured(names: list[str]) -> Coverage:
    """Each licence by the cases that it decides; a licence beside it in the same case is not measured."""
    measured: dict[str, LicenseCoverage] = {}
    sources: dict[str, Source] = {}
    for name in names:
        tested = subject(name)
        sources.update(tested.sources)
        licenses = coverage_of(tested.cases, tested.sources).licenses
        measured.update({each.license: each for each in licenses if each.license == tested.license.id})
    return Coverage(tuple(measured.values()), sources)


def _told(coverage: Coverage, form: str) -> str:
    if form == "json":
        return as_json(data(coverage))
    return page(coverage) if form == "html" else visible_all(text_lines(coverage))
