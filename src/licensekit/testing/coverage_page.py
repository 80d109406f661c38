"""Coverage as one HTML page: the licence's source with what no case brings about beside it.

Everything that comes from a file is escaped; the page has no script, loads nothing, and says so to the browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from licensekit.report.escape import html
from licensekit.span import Source
from licensekit.testing.coverage import Coverage, CoverageGoal, GoalKind, LicenseCoverage
from licensekit.testing.coverage_text import UNPROVED, percent, words

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
_NAMES: Final[Mapping[GoalKind, str]] = {
    "clause": "clauses",
    "atom": "atoms (MC/DC)",
    "option": "options of readings",
    "act": "acts",
}


def page(coverage: Coverage) -> str:
    """The whole page."""
    return "".join(_page(coverage))


def _page(coverage: Coverage) -> Iterator[str]:
    yield f"{_HEAD}{_STYLE}</style>\n</head>\n<body>\n<h1>Clause coverage: {percent(coverage.percent)}</h1>\n"
    for license_ in coverage.licenses:
        yield f"<h2>{html(f'{license_.license}: {license_.title}')}</h2>\n"
        yield from _figures(license_)
        for name in dict.fromkeys(goal.span.source for goal in license_.goals if goal.span is not None):
            source = coverage.sources.get(name)
            if source is not None:
                yield from _source(license_, source)
        yield from _elsewhere(license_, coverage)
    yield "</body>\n</html>\n"


def _figures(license_: LicenseCoverage) -> Iterator[str]:
    yield '<table class="figures">\n<tr><th>goals</th><th>covered</th><th>of</th><th></th></tr>\n'
    for kind, name in _NAMES.items():
        count = license_.count(kind)
        yield f"<tr><td>{name}</td><td>{count.covered}</td><td>{count.of}</td><td>{percent(count.percent)}</td></tr>\n"
    yield "</table>\n"
    if not license_.proved:
        yield f"<p>{html(UNPROVED)}</p>\n"


def _source(license_: LicenseCoverage, source: Source) -> Iterator[str]:
    """A file line by line, each with the goals that begin on it."""
    at: dict[int, list[CoverageGoal]] = {}
    for goal in license_.goals:
        if goal.span is not None and goal.span.source == source.name:
            at.setdefault(source.position(goal.span.start).line, []).append(goal)
    yield f'<h3>{html(source.name)}</h3>\n<table class="source">\n'
    for number, text in enumerate(source.text.rstrip("\n").split("\n"), start=1):
        goals = at.get(number, [])
        notes = "<br>".join(html(words(goal)) for goal in goals if goal.missing)
        yield (
            f'<tr class="{_state(goals)}"><td class="number">{number}</td><td class="text">{html(text)}</td>'
            f'<td class="notes">{notes}</td></tr>\n'
        )
    yield "</table>\n"


def _state(goals: list[CoverageGoal]) -> str:
    wanted = [goal for goal in goals if goal.wanted]
    if not wanted:
        return "plain"
    if not any(goal.missing for goal in wanted):
        return "covered"
    return "missing" if all(goal.missing == goal.wanted for goal in wanted) else "partly"


def _elsewhere(license_: LicenseCoverage, coverage: Coverage) -> Iterator[str]:
    """What is missing and stands in no text at hand: acts, above all."""
    left = [goal for goal in license_.missing if goal.span is None or goal.span.source not in coverage.sources]
    if left:
        yield "<ul>\n"
        yield from (f"<li>{html(words(goal))}</li>\n" for goal in left)
        yield "</ul>\n"
