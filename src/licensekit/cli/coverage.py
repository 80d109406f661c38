"""`licensekit coverage`: which outcomes of a licence's clauses its cases bring about."""

from __future__ import annotations

import argparse
import re
from fractions import Fraction
from pathlib import Path
from typing import Final

from licensekit.cli.outcome import BAD_INPUT, NOT_SO, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.report.escape import as_json, visible
from licensekit.report.findings import findings_text
from licensekit.span import Source
from licensekit.testing.coverage import Coverage, LicenseCoverage, coverage_of
from licensekit.testing.coverage_page import page
from licensekit.testing.coverage_text import data, percent, text_lines
from licensekit.testing.subject import subject

_SHARE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?")


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Measure coverage: exit status 1 where it is less than `--fail-under`, 2 where a file cannot be used."""
    form = problems.word(arguments.format, "--format", ("text", "json", "html"))
    target = problems.single(arguments.output, "-o")
    least = share(problems.single(arguments.fail_under, "--fail-under"), problems)
    if not arguments.licenses:
        problems.add("LK705", "no licence is named", "write an id such as `kimi-k2.5`, or a path")
    problems.check()
    coverage = _measured(arguments.licenses)
    if not any(one.cases for one in coverage.licenses):
        problems.add("LK706", "no case was found", 'write `case "…" { … }` in the licence, or `cases for ID { … }`')
        problems.check()
    told = _told(coverage, form)
    status, err = 0, ""
    if least is not None and coverage.percent < least:
        status, err = NOT_SO, f"coverage of {percent(coverage.percent)} is less than {percent(least)}\n"
    if target is None:
        return Outcome(status, told, err)
    return _written(Path(target), told, Outcome(status, "", err), surroundings)


def share(text: str | None, problems: Problems) -> Fraction | None:
    """The value of `--fail-under`: a share of a hundred; None where it is not given, or cannot be read."""
    if text is None:
        return None
    least = Fraction(text) if _SHARE.fullmatch(text) else None
    if least is None or least > Fraction(100):
        problems.add("LK703", f"`--fail-under` cannot be `{text}`", "write a share from 0 to 100, such as `95`")
        return None
    return least


def _measured(names: list[str]) -> Coverage:
    """Each licence by the cases that it decides; a licence beside it in the same case is not measured."""
    found: dict[str, LicenseCoverage] = {}
    sources: dict[str, Source] = {}
    for name in names:
        one = subject(name)
        sources.update(one.sources)
        wanted = one.license.id
        measured = coverage_of(one.cases, one.sources).licenses
        found.update({each.license: each for each in measured if each.license == wanted})
    return Coverage(tuple(found.values()), sources)


def _told(coverage: Coverage, form: str) -> str:
    match form:
        case "json":
            return as_json(data(coverage))
        case "html":
            return page(coverage)
        case _:
            return "".join(visible(line) + "\n" for line in text_lines(coverage))


def _written(path: Path, text: str, outcome: Outcome, surroundings: Surroundings) -> Outcome:
    from licensekit.diagnostics import Diagnostic  # noqa: PLC0415 - only where something went wrong

    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "unknown reason"
        finding = Diagnostic("LK707", f"`{path}` cannot be written: {reason.lower()}")
        return Outcome(BAD_INPUT, "", findings_text([finding], {}, colour=surroundings.colour_err))
    return outcome
