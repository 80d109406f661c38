"""Clause coverage: which outcomes of a licence's clauses, conditions, readings and acts its cases bring about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from licensekit.api import LicenseTerms
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single, programs
from licensekit.span import Source
from licensekit.testing.collect import Collected
from licensekit.testing.coverage_goals import DECIDES_TRUE, CoverageGoal, GoalKind, Hit, decides_nowhere, goals
from licensekit.testing.coverage_seen import hits_of
from licensekit.testing.owners import owners
from licensekit.testing.telling import Original


class GoalLine(NamedTuple):
    """A goal, and what cases brought about of it."""

    goal: CoverageGoal
    seen: frozenset[str]

    @property
    def missing(self) -> tuple[str, ...]:
        """The outcomes that no case brings about."""
        return tuple(each for each in self.goal.wanted if each not in self.seen)

    @property
    def covered(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


class Count(NamedTuple):
    """How many of how many."""

    covered: int
    of: int

    @property
    def percent(self) -> Fraction:
        """From 0 to 100; of nothing, all is covered."""
        return Fraction(100 * self.covered, self.of) if self.of else Fraction(100)

    def __str__(self) -> str:
        return f"{self.covered}/{self.of}"

    def __add__(self, other: object) -> Count:
        assert isinstance(other, Count)
        return Count(self.covered + other.covered, self.of + other.of)


@dataclass(frozen=True)
class LicenseCoverage:
    """The coverage of one licence by the cases that were run."""

    license: str
    title: str
    lines: tuple[GoalLine, ...]
    cases: int

    def of(self, kind: GoalKind) -> tuple[GoalLine, ...]:
        """The goals of one kind."""
        return tuple(line for line in self.lines if line.goal.kind == kind)

    def outcomes(self, kind: GoalKind) -> Count:
        """Outcomes brought about, of those that can be."""
        lines = self.of(kind)
        wanted = sum(len(line.goal.wanted) for line in lines)
        return Count(wanted - sum(len(line.missing) for line in lines), wanted)

    @property
    def clauses(self) -> Count:
        """Clauses that cases make true, and false and unknown where that can be."""
        return _covered(self.of("clause"))

    @property
    def pairs(self) -> Count:
        """Atoms with both halves of their MC/DC pair."""
        return _covered(self.of("atom"))

    @property
    def options(self) -> Count:
        """Options of readings under which something is expected."""
        return _covered(self.of("option"))

    @property
    def acts(self) -> Count:
        """Acts asked about; those that the licence treats alike count once."""
        return _covered(self.of("act"))

    @property
    def percent(self) -> Fraction:
        """Outcomes of all kinds together, from 0 to 100: what `--fail-under` compares."""
        return sum((self.outcomes(kind) for kind in KINDS), Count(0, 0)).percent


KINDS: tuple[GoalKind, ...] = ("clause", "atom", "option", "act")


def _covered(lines: Iterable[GoalLine]) -> Count:
    wanted = [line for line in lines if line.goal.wanted]
    return Count(sum(line.covered for line in wanted), len(wanted))


@dataclass(frozen=True)
class Coverage:
    """The coverage of several licences, and the texts that their goals stand in."""

    licenses: tuple[LicenseCoverage, ...]
    sources: Mapping[str, Source]

    @property
    def percent(self) -> Fraction:
        """Over all licences."""
        return sum((each.outcomes(kind) for each in self.licenses for kind in KINDS), Count(0, 0)).percent


def coverage_of(cases: Iterable[Collected], sources: Mapping[str, Source] | None = None) -> Coverage:
    """Run cases and see what they bring about, in every licence that decides in one of them."""
    collected = tuple(cases)
    hits: set[Hit] = set()
    for each in collected:
        hits |= hits_of(each.case, each.terms, hits)
    return from_hits(collected, hits, sources or {})


def from_hits(cases: Iterable[Collected], hits: Iterable[Hit], sources: Mapping[str, Source]) -> Coverage:
    """The coverage that hits come to: they may have been seen elsewhere, by the workers of a test run for instance."""
    known: dict[str, Program] = {}
    counted: dict[str, int] = {}
    for each in cases:
        for name in each.case.licenses:
            counted[name] = counted.get(name, 0) + 1
        for program in programs(each.terms.terms):
            if program.license.id in each.case.licenses:
                known.setdefault(program.license.id, program)
    seen: dict[tuple[str, str], set[str]] = {}
    for license_id, key, outcome in hits:
        seen.setdefault((license_id, key), set()).add(outcome)
    return Coverage(tuple(_license(program, seen, counted.get(name, 0)) for name, program in known.items()), sources)


def _license(program: Program, seen: Mapping[tuple[str, str], set[str]], cases: int) -> LicenseCoverage:
    name = program.license.id
    lines = tuple(GoalLine(goal, frozenset(seen.get((name, goal.key), ()))) for goal in goals(program))
    return LicenseCoverage(name, program.license.title, tuple(_possible(program, lines)), cases)


def _possible(program: Program, lines: Iterable[GoalLine]) -> Iterator[GoalLine]:
    """The lines without what no use can bring about: looked for only where it is missing."""
    original = Original(LicenseTerms(Single(program)))
    conditions = {owner.title: owner for owner in owners(program.license)}
    for line in lines:
        if line.goal.kind != "atom" or line.covered:
            yield line
            continue
        owner = conditions[line.goal.owner]
        impossible = {
            outcome
            for outcome in line.missing
            if decides_nowhere(original, owner, line.goal.part, value=outcome == DECIDES_TRUE)
        }
        wanted = tuple(outcome for outcome in line.goal.wanted if outcome not in impossible)
        yield GoalLine(line.goal._replace(wanted=wanted), line.seen)


def missing(coverage: LicenseCoverage) -> Iterator[GoalLine]:
    """The goals of which something is missing, in the order of the licence."""
    return (line for line in coverage.lines if not line.covered)
