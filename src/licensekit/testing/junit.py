"""Outcomes of cases as a JUnit report, the form that CI services read. No times: nothing here reads a clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from licensekit.diagnostics import Diagnostic, rendered
from licensekit.report.escape import visible
from licensekit.span import Source
from licensekit.testing.collect import Collected
from licensekit.testing.failures import Ran, explained, line_of

_Entry: TypeAlias = tuple[str, str]
"""What came of a test, as the report counts it (empty where it passed), and the test itself."""


def junit(
    ran: Iterable[Ran],
    not_run: Iterable[Collected] = (),
    errors: Iterable[Diagnostic] = (),
    sources: Mapping[str, Source] = MappingProxyType({}),
    passed: Iterable[tuple[str, str]] = (),
) -> str:
    """One suite for each file: its cases, those that failed with the reason, those not run, and what is wrong with it.

    `sources` are the texts in which errors have their places; what `passed` and is no case has its class and its name.
    """
    suites: dict[str, list[_Entry]] = {}
    for owner, name in passed:
        suites.setdefault(owner, []).append(("", _test(f"classname={_value(owner)} name={_value(name)}")))
    for each in ran:
        suites.setdefault(_file(each.collected), []).append(_case(each))
    for collected in not_run:
        skipped = _test(_named(collected), '      <skipped message="an earlier case failed"/>\n')
        suites.setdefault(_file(collected), []).append(("skipped", skipped))
    for error in errors:
        file = "" if error.span is None else error.span.source
        suites.setdefault(file, []).append(("errors", _error(error, sources)))
    return "".join(_document(suites))


def _file(collected: Collected) -> str:
    return "" if collected.source is None else collected.source.name


def _document(suites: Mapping[str, list[_Entry]]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuites name="licensekit" {_counts([each for suite in suites.values() for each in suite])}>\n'
    for name, entries in suites.items():
        yield f"  <testsuite name={_value(name)} {_counts(entries)}>\n"
        yield from (test for _, test in entries)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _counts(entries: list[_Entry]) -> str:
    counted = Counter(kind for kind, _ in entries)
    return f'tests="{len(entries)}" ' + " ".join(
        f'{kind}="{counted[kind]}"' for kind in ("failures", "errors", "skipped")
    )


def _test(named: str, *inside: str) -> str:
    """A test with its attributes, and with what came of it."""
    return f"    <testcase {named}>\n{''.join(inside)}    </testcase>\n" if inside else f"    <testcase {named}/>\n"


def _place(file: str, line: int | None) -> str:
    """In the attributes that CI services read."""
    return f" file={_value(file)}" + (f' line="{line}"' if line is not None else "") if file else ""


def _error(error: Diagnostic, sources: Mapping[str, Source]) -> str:
    """A file that cannot be used, as a test that could not be run."""
    file = "" if error.span is None else error.span.source
    line = sources[file].position(error.span.start).line if error.span is not None and file in sources else None
    lines = escape("\n".join(map(visible, rendered(error, dict(sources)).splitlines())))
    return _test(
        f"classname={_value(file)} name={_value(error.code)}{_place(file, line)}",
        f"      <error type={_value(error.code)} message={_value(error.message)}>{lines}\n      </error>\n",
    )


def _named(collected: Collected) -> str:
    named = f"classname={_value(', '.join(collected.case.licenses))} name={_value(collected.case.name)}"
    return named + _place(_file(collected), line_of(collected))


def _case(ran: Ran) -> _Entry:
    """A case with what came of it."""
    if ran.passed:
        return "", _test(_named(ran.collected))
    message = "; ".join(failure.message for failure in ran.failures)
    lines = "\n".join(escape(visible(line)) for line in explained(ran))
    failure = f'      <failure type="case" message={_value(message)}>{lines}\n      </failure>\n'
    return "failures", _test(_named(ran.collected), failure)


def _value(text: str) -> str:
    return quoteattr(visible(text))
