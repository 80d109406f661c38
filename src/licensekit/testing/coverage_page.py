"""Coverage as one HTML page: the licence's source with what no case brings about beside it.

Everything that comes from a file is escaped; the page has no script, loads nothing, and says so to the browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from licensekit.report.escape import visible
from licensekit.span import Source
from licensekit.testing.coverage import Coverage, GoalLine, LicenseCoverage
from licensekit.testing.coverage_text import percent, words

_STYLE: Final = """\
body { font-family: system-ui, sans-serif; margin: 2rem; color: #222; background: #fff; }
table.figures td, table.figures th { padding: .1rem .8rem; text-align: right; }
table.figures th:first-child, table.figures td:first-child { text-align: left; }
table.source { border-collapse: collapse; font-family: ui-monospace, monospace; font-size: .85rem; }
table.source td { padding: 0 .6rem; vertical-align: top; white-space: pre-wrap; }
td.number { color: #888; text-align: right; user-select: none; }
tr.covered td.text { background: #e8f5e9; }
tr.partly td.text { background: #fff8e1; }
tr.missing td.text { background: #ffebee; }
td.notes { color: #8a1c1c; font-family: system-ui, sans-serif; }
"""
_HEAD: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Clause coverage</title>
<style>
"""


def page(coverage: Coverage) -> str:
    """The whole page."""
    return "".join(_page(coverage))


def _page(coverage: Coverage) -> Iterator[str]:
    yield f"{_HEAD}{_STYLE}</style>\n</head>\n<body>\n<h1>Clause coverage: {percent(coverage.percent)}</h1>\n"
    for license_ in coverage.licenses:
        yield f"<h2>{_visible(f'{license_.license}: {license_.title}')}</h2>\n"
        yield from _figures(license_)
        for name in dict.fromkeys(line.goal.span.source for line in license_.lines if line.goal.span is not None):
            source = coverage.sources.get(name)
            if source is not None:
                yield from _source(license_, source)
        yield from _elsewhere(license_, coverage)
    yield "</body>\n</html>\n"


def _figures(license_: LicenseCoverage) -> Iterator[str]:
    yield '<table class="figures">\n<tr><th>goals</th><th>covered</th><th>of</th><th></th></tr>\n'
    named = (
        ("clauses", license_.clauses),
        ("atoms (MC/DC)", license_.pairs),
        ("options of readings", license_.options),
        ("acts", license_.acts),
    )
    for name, count in named:
        yield f"<tr><td>{name}</td><td>{count.covered}</td><td>{count.of}</td><td>{percent(count.percent)}</td></tr>\n"
    yield "</table>\n"


def _source(license_: LicenseCoverage, source: Source) -> Iterator[str]:
    """A file line by line, each with the goals that begin on it."""
    at: dict[int, list[GoalLine]] = {}
    for line in license_.lines:
        span = line.goal.span
        if span is not None and span.source == source.name:
            at.setdefault(source.position(span.start).line, []).append(line)
    yield f'<h3>{_visible(source.name)}</h3>\n<table class="source">\n'
    for number, text in enumerate(source.text.rstrip("\n").split("\n"), start=1):
        lines = at.get(number, [])
        notes = "<br>".join(_visible(words(line)) for line in lines if not line.covered)
        yield (
            f'<tr class="{_state(lines)}"><td class="number">{number}</td><td class="text">{_visible(text)}</td>'
            f'<td class="notes">{notes}</td></tr>\n'
        )
    yield "</table>\n"


def _state(lines: list[GoalLine]) -> str:
    wanted = [line for line in lines if line.goal.wanted]
    if not wanted:
        return "plain"
    if all(line.covered for line in wanted):
        return "covered"
    nothing = all(len(line.missing) == len(line.goal.wanted) for line in wanted)
    return "missing" if nothing else "partly"


def _elsewhere(license_: LicenseCoverage, coverage: Coverage) -> Iterator[str]:
    """What is missing and stands in no text at hand: acts, above all."""
    left = [
        line
        for line in license_.lines
        if not line.covered and (line.goal.span is None or line.goal.span.source not in coverage.sources)
    ]
    if left:
        yield "<ul>\n"
        yield from (f"<li>{_visible(words(line))}</li>\n" for line in left)
        yield "</ul>\n"


def _visible(text: str) -> str:
    return escape(visible(text), quote=True)
