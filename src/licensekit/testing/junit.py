"""Outcomes of cases as a JUnit report, the form that CI services read. No times: nothing here reads a clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from licensekit.diagnostics import Diagnostic, rendered
from licensekit.report.escape import visible
from licensekit.span import Source
from licensekit.testing.collect import Collected
from licensekit.testing.failures import Ran, explained, line_of

SuiteEntry: TypeAlias = tuple[Collected, Ran | None] | tuple[Diagnostic, Mapping[str, Source]]
"""A case with what came of it, None where it was not run; or an error with the texts of places."""


def junit(
    ran: Iterable[Ran],
    not_run: Iterable[Collected] = (),
    errors: Iterable[Diagnostic] = (),
    sources: Mapping[str, Source] = MappingProxyType({}),
) -> str:
    """One suite for each file: its cases, those that failed with the reason, those not run, and what is wrong with it.

    `sources` are the texts in which errors have their places.
    """
    suites: dict[str, list[SuiteEntry]] = {}
    for each in ran:
        suites.setdefault(_file(each.collected), []).append((each.collected, each))
    for left in not_run:
        suites.setdefault(_file(left), []).append((left, None))
    for error in errors:
        suites.setdefault("" if error.span is None else error.span.source, []).append((error, sources))
    return "".join(_document(suites))


def _file(collected: Collected) -> str:
    return "" if collected.source is None else collected.source.name


def _document(suites: dict[str, list[SuiteEntry]]) -> Iterator[str]:
    every = [each for suite in suites.values() for each in suite]
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuites name="licensekit" {_counts(every)}>\n'
    for name, parts in suites.items():
        yield f"  <testsuite name={_value(name)} {_counts(parts)}>\n"
        for part in parts:
            yield from _error(part[0], part[1]) if isinstance(part[0], Diagnostic) else _case(part[0], part[1])
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _counts(parts: Iterable[SuiteEntry]) -> str:
    every = list(parts)
    ran = [each for _, each in every if isinstance(each, Ran)]
    errors = sum(isinstance(each, Diagnostic) for each, _ in every)
    failed, skipped = sum(not each.result.passed for each in ran), sum(each is None for _, each in every)
    return f'tests="{len(every)}" failures="{failed}" errors="{errors}" skipped="{skipped}"'


def _place(file: str, line: int | None) -> str:
    """In the attributes that CI services read."""
    return f" file={_value(file)}" + (f' line="{line}"' if line is not None else "") if file else ""


def _error(error: Diagnostic, sources: Mapping[str, Source]) -> Iterator[str]:
    """A file that cannot be used, as a test that could not be run."""
    file = "" if error.span is None else error.span.source
    line = sources[file].position(error.span.start).line if error.span is not None and file in sources else None
    yield f"    <testcase classname={_value(file)} name={_value(error.code)}{_place(file, line)}>\n"
    lines = escape("\n".join(map(visible, rendered(error, dict(sources)).splitlines())))
    yield f"      <error type={_value(error.code)} message={_value(error.message)}>{lines}\n"
    yield "      </error>\n    </testcase>\n"


def _case(collected: Collected, ran: Ran | None) -> Iterator[str]:
    named = f"classname={_value(', '.join(collected.case.licenses))} name={_value(collected.case.name)}"
    named += _place(_file(collected), line_of(collected))
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
