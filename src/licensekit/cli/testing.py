"""`licensekit test`: runs cases and says which do not come out as they expect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from licensekit.cli.call import Call
from licensekit.cli.files_named import HERE
from licensekit.cli.outcome import BAD_INPUT, NOT_SO, NOTHING, Exit
from licensekit.diagnostics import Diagnostic, Severity
from licensekit.report.as_text import painted
from licensekit.report.escape import as_json, visible
from licensekit.report.findings import finding_data, findings_in, findings_text
from licensekit.report.memo import counted
from licensekit.testing.case_text import expectation_text
from licensekit.testing.collect import Collected, Collection, cases_in
from licensekit.testing.failures import Ran, explained, findings_of, line_of, run
from licensekit.testing.junit import junit

_COLOURS: Final = {"  - ": "31", "  + ": "32"}


def run_test(call: Call) -> Exit:
    """Run cases: exit status 1 where one fails, 2 where a file cannot be used, 5 where there is nothing to run."""
    form, wanted, colour = call.form(), call.single("-k"), call.colour()
    if "-" in call.arguments.paths:
        call.add("LK703", "`test` reads no standard input", "write the licence to a file, and name it")
    call.problems.check()
    collected = cases_in(call.arguments.paths or [HERE])
    cases = [one for one in collected.cases if wanted is None or wanted.casefold() in one.name.casefold()]
    ran = tuple(_run(call, cases, stop=call.arguments.x))
    found = list(dict.fromkeys(collected.diagnostics))
    findings = found if cases or collected.has_errors else [*found, _nothing(collected, wanted)]
    failed = sum(not one.passed for one in ran)
    status = BAD_INPUT if collected.has_errors else NOTHING if not cases else NOT_SO if failed else 0
    sources = {source.name: source for source in collected.sources}
    if form == "json":
        told = {
            "schema": 1,
            "passed": len(ran) - failed,
            "failed": failed,
            "not_run": len(cases) - len(ran),
            "cases": [_case_data(one) for one in ran],
            "findings": [finding_data(finding, sources) for finding in findings],
        }
        return Exit(status, as_json(told))
    if form in {"github", "sarif"}:
        return Exit(status, findings_in(form, [*findings, *findings_of(ran)], sources))
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    left = cases[len(ran) :]
    out = junit(ran, left, errors, sources) if form == "junit" else "".join(_text(ran, len(cases), colour=colour))
    return Exit(status, out, findings_text(findings, sources, colour=call.surroundings.colour_err))


def _run(call: Call, cases: list[Collected], *, stop: bool) -> Iterator[Ran]:
    for at, one in enumerate(cases):
        call.progress(at, len(cases), "cases")
        ran = run(one)
        yield ran
        if stop and not ran.passed:
            break
    call.progress()


def _nothing(collected: Collection, wanted: str | None) -> Diagnostic:
    if wanted is not None and collected.cases:
        message = f"none of {counted(len(collected.cases), 'case')} has `{wanted}` in its name"
        return Diagnostic("LK706", message, help="leave out `-k`, or look for another word")
    mend = 'write `case "…" { … }` in the licence, or `cases for ID { … }`'
    return Diagnostic("LK706", "no case was found", help=mend)


def _text(ran: tuple[Ran, ...], cases: int, *, colour: bool) -> Iterator[str]:
    failed = [one for one in ran if not one.passed]
    for one in failed:
        yield painted(visible(f"FAILED {one.collected.name}"), "1;31", colour) + "\n"
        for line in explained(one):
            yield painted(visible(f"  {line}"), _COLOURS.get(line[:4], ""), colour) + "\n"
    if cases:
        left = cases - len(ran)
        parts = [f"{len(ran) - len(failed)} passed", *([f"{len(failed)} failed"] if failed else [])]
        parts += [f"{left} not run"] if left else []
        yield painted(", ".join(parts), "1;31" if failed else "1;32", colour) + "\n"


def _case_data(ran: Ran) -> dict[str, Any]:
    collected = ran.collected
    return {
        "licenses": list(collected.case.licenses),
        "name": collected.case.name,
        "file": "" if collected.source is None else collected.source.name,
        "line": line_of(collected),
        "passed": ran.passed,
        "explanation": [] if ran.passed else list(explained(ran)),
        "failures": [
            {
                "message": failure.message,
                "line": line_of(collected, failure),
                "expected": "" if failure.expected is None else expectation_text(failure.expected),
                "found": [expectation_text(one) for one in failure.found],
            }
            for failure in ran.failures
        ],
    }
