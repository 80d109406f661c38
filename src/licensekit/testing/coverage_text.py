"""Coverage for a terminal, and as data. Names come from other people's files: whoever prints this escapes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from licensekit.limits import MAX_STEPS_TOGETHER
from licensekit.report.memo import counted
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
_NAMES: Final[Mapping[GoalKind, str]] = {"clause": "clauses", "atom": "atoms", "option": "readings", "act": "acts"}


def text_lines(coverage: Coverage, *, clauses: bool = True) -> Iterator[str]:
    """A table for each licence: the figures, each clause, and what is missing."""
    for license_ in coverage.licenses:
        yield f"{license_.license}: {license_.title} ({counted(license_.cases, 'case')})"
        for kind, name in _NAMES.items():
            count, head = license_.count(kind), "atoms (MC/DC)" if kind == "atom" else name
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
    counts = {name: license_.count(kind) for kind, name in _NAMES.items()}
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
