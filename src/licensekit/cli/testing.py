"""`licensekit test`: runs cases and says which do not come out as they expect."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from typing import Any, Final

from licensekit.cli.outcome import BAD_INPUT, NOT_SO, Outcome, Surroundings
from licensekit.cli.problems import Problems
from licensekit.diagnostics import Diagnostic
from licensekit.evaluate.memo import counted
from licensekit.report.as_text import painted
from licensekit.report.escape import as_json, visible
from licensekit.report.findings import finding_data, findings_text
from licensekit.testing.cases import Failure, run_case
from licensekit.testing.collect import Collected, Collection, cases_in
from licensekit.testing.expectations import expectation_text
from licensekit.testing.failures import Ran, explained
from licensekit.testing.junit import junit

_COLOURS: Final = {"  - ": "31", "  + ": "32"}


def run(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> Outcome:
    """Run cases: exit status 1 where one fails, 2 where a file cannot be used or no case is found."""
    form = problems.word(arguments.format, "--format", ("text", "json", "junit"))
    wanted = problems.single(arguments.k, "-k")
    plain = bool(os.environ.get("NO_COLOR"))
    colour = problems.colour(arguments.color, surroundings.colour_out, plain)
    problems.check()
    found = cases_in(arguments.paths or ["."])
    cases = [one for one in found.cases if wanted is None or wanted.casefold() in one.name.casefold()]
    ran = tuple(_run(cases, stop=arguments.x))
    findings = [*found.diagnostics, *([] if cases else [_nothing(found, wanted)])]
    status = BAD_INPUT if found.has_errors or not cases else NOT_SO if any(not one.result.passed for one in ran) else 0
    sources = {source.name: source for source in found.sources}
    if form == "json":
        return Outcome(status, as_json(_data(ran, len(cases), findings, found)))
    if form == "junit":
        page = junit(ran, cases[len(ran) :])
        return Outcome(status, page, findings_text(findings, sources, colour=surroundings.colour_err))
    out = "".join(_text(ran, len(cases), colour=colour))
    return Outcome(status, out, findings_text(findings, sources, colour=surroundings.colour_err))


def _run(cases: Iterable[Collected], *, stop: bool) -> Iterator[Ran]:
    for one in cases:
        ran = Ran(one, run_case(one.case, one.terms))
        yield ran
        if stop and not ran.result.passed:
            return


def _nothing(found: Collection, wanted: str | None) -> Diagnostic:
    if wanted is not None and found.cases:
        return Diagnostic("LK706", f"none of {counted(len(found.cases), 'case')} has `{wanted}` in its name")
    return Diagnostic(
        "LK706", "no case was found", help='write `case "…" { … }` in the licence, or `cases for ID { … }`'
    )


def _text(ran: tuple[Ran, ...], cases: int, *, colour: bool) -> Iterator[str]:
    failed = [one for one in ran if not one.result.passed]
    for one in failed:
        yield painted(visible(f"FAILED {one.collected.name}"), "1;31", colour) + "\n"
        for line in explained(*one):
            yield painted(visible(f"  {line}"), _COLOURS.get(line[:4], ""), colour) + "\n"
    if cases:
        left = cases - len(ran)
        parts = [f"{len(ran) - len(failed)} passed", *([f"{len(failed)} failed"] if failed else [])]
        parts += [f"{left} not run"] if left else []
        yield painted(", ".join(parts), "1;31" if failed else "1;32", colour) + "\n"


def _line(failure: Failure, collected: Collected) -> int:
    place = failure.place or collected.case.span
    if place is None or collected.source is None:
        return 0
    return collected.source.position(place.start).line


def _data(ran: tuple[Ran, ...], cases: int, findings: list[Diagnostic], found: Collection) -> dict[str, Any]:
    sources = {source.name: source for source in found.sources}
    failed = sum(not one.result.passed for one in ran)
    return {
        "schema": 1,
        "passed": len(ran) - failed,
        "failed": failed,
        "not_run": cases - len(ran),
        "cases": [_case_data(one) for one in ran],
        "findings": [finding_data(finding, sources) for finding in findings],
    }


def _case_data(ran: Ran) -> dict[str, Any]:
    source = ran.collected.source
    return {
        "licenses": list(ran.collected.case.licenses),
        "name": ran.collected.case.name,
        "file": "" if source is None else source.name,
        "passed": ran.result.passed,
        "explanation": [] if ran.result.passed else list(explained(*ran)),
        "failures": [
            {
                "message": failure.message,
                "line": _line(failure, ran.collected) or None,
                "expected": "" if failure.expected is None else expectation_text(failure.expected),
                "found": [expectation_text(one) for one in failure.found],
            }
            for failure in ran.result.failures
        ],
    }
