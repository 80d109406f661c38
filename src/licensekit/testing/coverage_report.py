"""Coverage for a terminal, as data, and as one HTML page: the source with what no case brings about beside it.

Names come from other people's files: whoever prints the lines escapes them. In the page everything is escaped; it has
no script, loads nothing, and says so to the browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from licensekit.limits import MAX_STEPS_TOGETHER
from licensekit.report.escape import html, page_head
from licensekit.report.memo import counted
from licensekit.span import Source
from licensekit.testing.coverage import OUTCOMES, Coverage, CoverageGoal, GoalKind, LicenseCoverage
from licensekit.testing.coverage_seen import ASKED, DECIDES_FALSE, DECIDES_TRUE, IN_FORCE

_MISSING: Final = {
    "true": "is never true",
    "false": "is never false",
    "unknown": "is never open",
    DECIDES_TRUE: "never decides by being true",
    DECIDES_FALSE: "never decides by being false",
    IN_FORCE: "nothing is expected under it",
    ASKED: "not asked about",
}
UNPROVED: Final = f"not all is proved in {MAX_STEPS_TOGETHER:_} steps (LK720): what may never be counts as missing"
_NAMES: Final[Mapping[GoalKind, tuple[str, str, str]]] = {
    "clause": ("clauses", "clauses", "clauses"),
    "atom": ("atoms", "atoms (MC/DC)", "atoms (MC/DC)"),
    "option": ("readings", "readings", "options of readings"),
    "act": ("acts", "acts", "acts"),
}
"""The kinds of goals: in data, in a terminal, on the page."""
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


def text_lines(coverage: Coverage, *, clauses: bool = True) -> Iterator[str]:
    """A table for each licence: the figures, each clause, and what is missing."""
    for license_ in coverage.licenses:
        yield f"{license_.license}: {license_.title} ({counted(license_.cases, 'case')})"
        for kind, (_, head, _) in _NAMES.items():
            count = license_.count(kind)
            yield f"  {head:<14}{count!s:>9}{percent(count.percent):>9}"
        if clauses:
            yield from _clause_table(license_)
        if not license_.proved:
            yield f"  {UNPROVED}"
        if license_.missing:
            yield "  missing"
        yield from (f"    {words(goal)}" for goal in license_.missing)
    yield f"covered: {percent(coverage.percent)}"


def _clause_table(license_: LicenseCoverage) -> Iterator[str]:
    goals = {f"{goal.text} at {goal.place}": goal for goal in license_.of("clause")}
    width = max(map(len, goals), default=0)
    yield f"  {'':<{width}}  true  false  open"
    for name, goal in goals.items():
        yes, no, still_open = (_mark(goal, outcome) for outcome in OUTCOMES)
        yield f"  {name:<{width}}  {yes:<4}  {no:<5}  {still_open}".rstrip()


def _mark(goal: CoverageGoal, outcome: str) -> str:
    """`yes` where a case brings an outcome about, `no` where none does, `-` where no use can."""
    if outcome not in goal.wanted:
        return "-"
    return "yes" if outcome in goal.seen else "no"


def words(goal: CoverageGoal) -> str:
    """What is missing of a goal, in words."""
    lacks = ", ".join(_MISSING[outcome] for outcome in goal.missing)
    match goal.kind:
        case "clause":
            return f"{goal.text} at {goal.place}: {lacks}"
        case "atom":
            return f"{goal.owner} at {goal.place}: `{goal.text}` {lacks}"
        case "option" | "act":
            return f"{'act ' if goal.kind == 'act' else ''}{goal.text}: {lacks}"


def percent(share: Fraction) -> str:
    """`91.3 %`, never rounded up to a hundred."""
    tenths = int(share * 10)
    return f"{tenths // 10}.{tenths % 10} %"


def data(coverage: Coverage) -> dict[str, Any]:
    """Coverage as plain data: figures, and every goal with what was and was not brought about."""
    return {
        "schema": 1,
        "percent": _number(coverage.percent),
        "licenses": [_license(each) for each in coverage.licenses],
    }


def _license(license_: LicenseCoverage) -> dict[str, Any]:
    counts = {name: license_.count(kind) for kind, (name, *_) in _NAMES.items()}
    return {
        "license": license_.license,
        "title": license_.title,
        "cases": license_.cases,
        "percent": _number(license_.percent),
        "proved": license_.proved,
        "figures": {name: {"covered": count.covered, "of": count.of} for name, count in counts.items()},
        "goals": [_goal(goal) for goal in license_.goals],
    }


def _goal(goal: CoverageGoal) -> dict[str, Any]:
    named = {name: getattr(goal, name) for name in ("kind", "owner", "part", "text", "place")}
    return {**named, "wanted": list(goal.wanted), "seen": sorted(goal.seen), "missing": list(goal.missing)}


def _number(share: Fraction) -> float:
    return float(round(share, 2))


# -- the page --------------------------------------------------------------------------------------------------


def page(coverage: Coverage) -> str:
    """The whole page."""
    return "".join(_page(coverage))


def _page(coverage: Coverage) -> Iterator[str]:
    yield f"{page_head('Clause coverage', _STYLE)}<h1>Clause coverage: {percent(coverage.percent)}</h1>\n"
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
    for kind, (*_, name) in _NAMES.items():
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
