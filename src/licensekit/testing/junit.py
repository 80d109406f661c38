"""Outcomes of cases as a JUnit report, the form that CI services read. No times: nothing here reads a clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from licensekit.report.escape import visible
from licensekit.testing.collect import Collected
from licensekit.testing.failures import Ran, explained


def junit(ran: Iterable[Ran], not_run: Iterable[Collected] = ()) -> str:
    """One suite for each file: its cases, those that failed with the reason, and those that were not run."""
    suites: dict[str, list[tuple[Collected, Ran | None]]] = {}
    for each in ran:
        suites.setdefault(_file(each.collected), []).append((each.collected, each))
    for left in not_run:
        suites.setdefault(_file(left), []).append((left, None))
    return "".join(_document(suites))


def _file(collected: Collected) -> str:
    return "" if collected.source is None else collected.source.name


def _document(suites: dict[str, list[tuple[Collected, Ran | None]]]) -> Iterator[str]:
    every = [each for suite in suites.values() for each in suite]
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuites name="licensekit" {_counts(every)}>\n'
    for name, cases in suites.items():
        yield f"  <testsuite name={_value(name)} {_counts(cases)}>\n"
        for collected, ran in cases:
            yield from _case(collected, ran)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _counts(cases: Iterable[tuple[Collected, Ran | None]]) -> str:
    ran = [each for _, each in cases]
    failed = sum(each is not None and not each.result.passed for each in ran)
    return f'tests="{len(ran)}" failures="{failed}" errors="0" skipped="{sum(one is None for one in ran)}"'


def _case(collected: Collected, ran: Ran | None) -> Iterator[str]:
    named = f"classname={_value(', '.join(collected.case.licenses))} name={_value(collected.case.name)}"
    if ran is None:
        yield f'    <testcase {named}>\n      <skipped message="an earlier case failed"/>\n    </testcase>\n'
    elif ran.result.passed:
        yield f"    <testcase {named}/>\n"
    else:
        message = "; ".join(failure.message for failure in ran.result.failures)
        lines = "\n".join(escape(visible(line)) for line in explained(*ran))
        yield f'    <testcase {named}>\n      <failure type="case" message={_value(message)}>{lines}\n'
        yield "      </failure>\n    </testcase>\n"


def _value(text: str) -> str:
    return quoteattr(visible(text))
