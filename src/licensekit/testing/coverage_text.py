"""Coverage for a terminal, and as data. Names come from other people's files: whoever prints this escapes it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from licensekit.report.memo import counted
from licensekit.testing.coverage import KINDS, Count, Coverage, GoalLine, LicenseCoverage, missing
from licensekit.testing.coverage_goals import ASKED, DECIDES_FALSE, DECIDES_TRUE, IN_FORCE, OUTCOMES

MISSING_WORDS = {
    "true": "is never true",
    "false": "is never false",
    "unknown": "is never open",
    DECIDES_TRUE: "never decides by being true",
    DECIDES_FALSE: "never decides by being false",
    IN_FORCE: "nothing is expected under it",
    ASKED: "not asked about",
}
_HEADS = ("clauses", "atoms (MC/DC)", "readings", "acts")


def text_lines(coverage: Coverage, *, clauses: bool = True) -> Iterator[str]:
    """A table for each licence: the figures, each clause, and what is missing."""
    for license_ in coverage.licenses:
        yield f"{license_.license}: {license_.title} ({counted(license_.cases, 'case')})"
        for head, count in zip(_HEADS, _counts(license_), strict=True):
            yield f"  {head:<14}{count!s:>9}{percent(count.percent):>9}"
        if clauses:
            yield from _clause_table(license_)
        open_ones = tuple(missing(license_))
        if open_ones:
            yield "  missing"
        yield from (f"    {words(line)}" for line in open_ones)
    yield f"covered: {percent(coverage.percent)}"


def _counts(license_: LicenseCoverage) -> tuple[Count, Count, Count, Count]:
    return license_.clauses, license_.pairs, license_.options, license_.acts


def _clause_table(license_: LicenseCoverage) -> Iterator[str]:
    lines = license_.of("clause")
    width = max((len(_named(line)) for line in lines), default=0)
    yield f"  {'':<{width}}  true  false  open"
    for line in lines:
        yes, no, still_open = (mark(line, outcome) for outcome in OUTCOMES)
        yield f"  {_named(line):<{width}}  {yes:<4}  {no:<5}  {still_open}".rstrip()


def _named(line: GoalLine) -> str:
    return f"{line.goal.text} at {line.goal.place}"


def mark(line: GoalLine, outcome: str) -> str:
    """`yes` where a case brings an outcome about, `no` where none does, `-` where no use can."""
    if outcome not in line.goal.wanted:
        return "-"
    return "yes" if outcome in line.seen else "no"


def words(line: GoalLine) -> str:
    """What is missing of a goal, in words."""
    goal = line.goal
    lacks = ", ".join(MISSING_WORDS[license_] for license_ in line.missing)
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
    figures = zip(("clauses", "atoms", "readings", "acts"), _counts(license_), strict=True)
    return {
        "license": license_.license,
        "title": license_.title,
        "cases": license_.cases,
        "percent": _number(license_.percent),
        "figures": {name: {"covered": count.covered, "of": count.of} for name, count in figures},
        "goals": [_goal(line) for kind in KINDS for line in license_.of(kind)],
    }


def _goal(line: GoalLine) -> dict[str, Any]:
    goal = line.goal
    return {
        "kind": goal.kind,
        "owner": goal.owner,
        "part": goal.part,
        "text": goal.text,
        "place": goal.place,
        "wanted": list(goal.wanted),
        "seen": sorted(line.seen),
        "missing": list(line.missing),
    }


def _number(share: Fraction) -> float:
    return float(round(share, 2))
