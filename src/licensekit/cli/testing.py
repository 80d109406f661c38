"""`licensekit test`: runs cases and says which do not come out as they expect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from licensekit.cli.call import Call
from licensekit.cli.outcome import BAD_INPUT, NOT_SO, Exit
from licensekit.diagnostics import Diagnostic
from licensekit.report.as_text import painted
from licensekit.report.escape import as_json, visible
from licensekit.report.findings import finding_data, findings_text
from licensekit.report.memo import counted
from licensekit.testing.case_text import expectation_text
from licensekit.testing.cases import Failure, run_case
from licensekit.testing.collect import Collected, Collection, cases_in
from licensekit.testing.failures import Ran, explained
from licensekit.testing.junit import junit

_COLOURS: Final = {"  - ": "31", "  + ": "32"}


def run_test(call: Call) -> Exit:
    """Run cases: exit status 1 where one fails, 2 where a file cannot be used or no case is found."""
    form, wanted, colour = call.form(), call.single("-k"), call.colour()
    call.problems.check()
    collected = cases_in(call.arguments.paths or ["."])
    cases = [one for one in collected.cases if wanted is None or wanted.casefold() in one.name.casefold()]
    ran = tuple(_run(cases, stop=call.arguments.x))
    findings = [*collected.diagnostics, *([] if cases else [_nothing(collected, wanted)])]
    failed = sum(not one.result.passed for one in ran)
    status = BAD_INPUT if collected.has_errors or not cases else NOT_SO if failed else 0
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
    out = junit(ran, cases[len(ran) :]) if form == "junit" else "".join(_text(ran, len(cases), colour=colour))
    return Exit(status, out, findings_text(findings, sources, colour=call.surroundings.colour_err))


def _run(cases: Iterable[Collected], *, stop: bool) -> Iterator[Ran]:
    for one in cases:
        ran = Ran(one, run_case(one.case, one.terms))
        yield ran
        if stop and not ran.result.passed:
            return


def _nothing(collected: Collection, wanted: str | None) -> Diagnostic:
    if wanted is not None and collected.cases:
        return Diagnostic("LK706", f"none of {counted(len(collected.cases), 'case')} has `{wanted}` in its name")
    mend = 'write `case "…" { … }` in the licence, or `cases for ID { … }`'
    return Diagnostic("LK706", "no case was found", help=mend)


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


def _line(failure: Failure, collected: Collected) -> int | None:
    """The line of what fails, or of its case; None where there is no text."""
    place = failure.place or collected.case.span
    if place is None or collected.source is None:
        return None
    return collected.source.position(place.start).line


def _case_data(ran: Ran) -> dict[str, Any]:
    case, source = ran.collected.case, ran.collected.source
    return {
        "licenses": list(case.licenses),
        "name": case.name,
        "file": "" if source is None else source.name,
        "passed": ran.result.passed,
        "explanation": [] if ran.result.passed else list(explained(*ran)),
        "failures": [
            {
                "message": failure.message,
                "line": _line(failure, ran.collected),
                "expected": "" if failure.expected is None else expectation_text(failure.expected),
                "found": [expectation_text(one) for one in failure.found],
            }
            for failure in ran.result.failures
        ],
    }
