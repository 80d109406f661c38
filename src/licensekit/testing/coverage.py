"""Clause coverage: what there is to cover in a licence, and which of these outcomes its cases bring about.

There are goals for its clauses, the atoms of its conditions, its readings and its acts. What no use can bring about is
no goal: a clause without a condition is never false, and `product.exists` is never open when somebody asks about
embedding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.api import LicenseTerms
from licensekit.diagram.nodes import TooManySteps
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single, programs
from licensekit.model.conditions import AllOf, AnyOf, Condition, Defined
from licensekit.model.fold import Atom, rewritten
from licensekit.model.phrase import condition_text
from licensekit.span import Source, Span
from licensekit.testing.collect import Collected
from licensekit.testing.coverage_seen import ASKED, DECIDES_FALSE, DECIDES_TRUE, IN_FORCE, Hit, hits_of
from licensekit.testing.owners import Owner, atoms, kinds_of_acts, owners
from licensekit.testing.subject import edited
from licensekit.testing.telling import Original
from licensekit.truth import UNKNOWN

GoalKind: TypeAlias = Literal["clause", "atom", "option", "act"]
OUTCOMES: Final = ("true", "false", "unknown")


class CoverageGoal(NamedTuple):
    """One thing to cover: the outcomes that cases should bring about, and those that they do."""

    kind: GoalKind
    owner: str
    """The clause, definition, measure or reading; of an act, the first that the licence treats alike."""
    part: str
    """Where in the owner: the path of an atom, the name of an option."""
    text: str
    place: str
    """The locator in the licence's text."""
    wanted: tuple[str, ...]
    span: Span | None = None
    seen: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """What hits name it by, within its licence."""
        return f"{self.kind} {self.owner} {self.part}".rstrip()

    @property
    def missing(self) -> tuple[str, ...]:
        """The outcomes that no case brings about."""
        return tuple(each for each in self.wanted if each not in self.seen)


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


@dataclass(frozen=True)
class LicenseCoverage:
    """The coverage of one licence by the cases that were run."""

    license: str
    title: str
    goals: tuple[CoverageGoal, ...]
    """In the order of the text: clauses, atoms, options of readings, acts."""
    cases: int
    proved: bool = True
    """Whether all that no use can bring about was looked for; what was not counts as missing."""

    def of(self, kind: GoalKind) -> tuple[CoverageGoal, ...]:
        """The goals of one kind."""
        return tuple(goal for goal in self.goals if goal.kind == kind)

    def count(self, kind: GoalKind) -> Count:
        """Goals of a kind of which nothing is missing: acts that the licence treats alike count once."""
        wanted = [goal for goal in self.of(kind) if goal.wanted]
        return Count(sum(not goal.missing for goal in wanted), len(wanted))

    @property
    def missing(self) -> tuple[CoverageGoal, ...]:
        """The goals of which something is missing."""
        return tuple(goal for goal in self.goals if goal.missing)

    @property
    def percent(self) -> Fraction:
        """Outcomes of all kinds together, from 0 to 100: what `--fail-under` compares."""
        return _outcomes(self.goals).percent


@dataclass(frozen=True)
class Coverage:
    """The coverage of several licences, and the texts that their goals stand in."""

    licenses: tuple[LicenseCoverage, ...]
    sources: Mapping[str, Source]

    @property
    def percent(self) -> Fraction:
        """Over all licences."""
        return _outcomes([goal for each in self.licenses for goal in each.goals]).percent


def _outcomes(goals: Iterable[CoverageGoal]) -> Count:
    """Outcomes brought about, of those that can be."""
    wanted = [each in goal.seen for goal in goals for each in goal.wanted]
    return Count(sum(wanted), len(wanted))


def coverage_of(cases: Iterable[Collected], sources: Mapping[str, Source] | None = None) -> Coverage:
    """Run cases and see what they bring about, in every licence that decides in one of them."""
    collected = tuple(cases)
    hits: set[Hit] = set()
    for each in collected:
        hits |= hits_of(each.case, each.terms, hits)
    return from_hits(collected, hits, sources or {})


def from_hits(cases: Sequence[Collected], hits: Iterable[Hit], sources: Mapping[str, Source]) -> Coverage:
    """The coverage that hits come to: they may have been seen elsewhere, by the workers of a test run for instance."""
    counted = Counter(name for each in cases for name in each.case.licenses)
    known: dict[str, Program] = {}
    for each in cases:
        for program in programs(each.terms.terms):
            if program.license.id in each.case.licenses:
                known.setdefault(program.license.id, program)
    seen: dict[tuple[str, str], set[str]] = {}
    for license_id, key, outcome in hits:
        seen.setdefault((license_id, key), set()).add(outcome)
    covered = []
    for name, program in known.items():
        original = Original(LicenseTerms(Single(program)))
        goals = tuple(_goals(original, program, seen))
        proved = not original.is_spent
        covered.append(LicenseCoverage(name, program.license.title, goals, counted[name], proved))
    return Coverage(tuple(covered), sources)


def _goals(original: Original, program: Program, hits: Mapping[tuple[str, str], set[str]]) -> Iterator[CoverageGoal]:
    """All goals of a licence with what was seen, without what no use can bring about."""
    conditions = {owner.title: owner for owner in owners(program.license)}
    for goal in (*_clauses(original, program), *_atoms(program), *_options(program), *_acts(program)):
        seen = goal._replace(seen=frozenset(hits.get((program.license.id, goal.key), ())))
        if goal.kind == "atom":  # whether an atom can decide at all is looked for only where it is missing
            impossible = {
                each for each in seen.missing if _decides_nowhere(original, conditions[goal.owner], goal.part, each)
            }
            seen = seen._replace(wanted=tuple(each for each in goal.wanted if each not in impossible))
        yield seen


# -- goals -----------------------------------------------------------------------------------------------------


def _clauses(original: Original, program: Program) -> Iterator[CoverageGoal]:
    within_reach = _reachable(original, program, kinds_of_acts(program))
    for number, clause in enumerate(program.clauses):
        wanted, title, place = within_reach.get(number, ()), f"{clause.kind} {clause.id}", str(clause.locator)
        yield CoverageGoal("clause", clause.id, "", title, place, wanted, clause.span)


def _atoms(program: Program) -> Iterator[CoverageGoal]:
    for owner in owners(program.license):
        for path, atom in atoms(owner.condition):
            wanted, text, span = (DECIDES_TRUE, DECIDES_FALSE), condition_text(atom), atom.span or owner.span
            yield CoverageGoal("atom", owner.title, path, text, str(owner.place), wanted, span)


def _options(program: Program) -> Iterator[CoverageGoal]:
    for reading in program.license.readings:
        for option in reading.options:
            text, place = f"reading {reading.name} is {option.name}", str(reading.locator)
            yield CoverageGoal("option", reading.name, option.name, text, place, (IN_FORCE,), reading.span)


def _acts(program: Program) -> Iterator[CoverageGoal]:
    for first, alike in kinds_of_acts(program).items():
        words = ", ".join(alike[:4]) + (f" and {len(alike) - 4} more" if len(alike) > 4 else "")
        yield CoverageGoal("act", first, "", words, "", (ASKED,))


# -- what no use can bring about -------------------------------------------------------------------------------


def _reachable(original: Original, program: Program, leaves: Iterable[str]) -> dict[int, tuple[str, ...]]:
    """The outcomes of each clause, by its number, over all uses that ask about one of these acts.

    Open it is where nothing is known; true or false, where a path leads there in some world, under some reading and
    with approvals held or not.
    """
    outcomes: dict[int, set[str]] = {}
    for leaf in leaves:
        clauses, asked = original.asked(leaf).clauses(program, leaf), original.asked(leaf, "strict")
        for number in program.taking_part((leaf,)):
            reached = outcomes.setdefault(number, set())
            if original.is_spent:
                reached.update(OUTCOMES)
            if len(reached) == len(OUTCOMES):
                continue
            if clauses.active(number) is UNKNOWN:
                reached.add("unknown")
            asked.matter.diagrams.begin()
            active = asked.matter.clause(program, number)
            reached.update("true" if truth else "false" for (truth,) in asked.reached(active, most=2))
    return {number: tuple(each for each in OUTCOMES if each in reached) for number, reached in outcomes.items()}


def _decides_nowhere(original: Original, owner: Owner, path: str, outcome: str) -> bool:
    """Whether no use at all lets an atom decide by being true, or false: proved, not guessed, and not for ever.

    An atom that decides by being true tells the licence from one in which it is always false. Where no use tells these
    two apart, as where another clause of the text says the same, nothing is missing.
    """
    if original.is_spent:
        return False
    constant: Condition = AnyOf(parts=()) if outcome == DECIDES_TRUE else AllOf(parts=())
    license = owner.put(original.terms.license, _with_atom(owner.condition, path, constant))
    try:
        return not original.differs(edited(original.single, license))
    except TooManySteps:
        return False


def _with_atom(condition: Condition, path: str, by: Condition) -> Condition:
    """A condition with one of its atoms replaced."""
    paths = (each for each, _ in atoms(condition))

    def change(atom: Atom | Defined) -> Condition:
        return by if next(paths) == path else atom

    return rewritten(condition, change, change)
