"""What there is to cover in a licence: its clauses, the atoms of its conditions, its readings and its acts.

A goal names the outcomes that cases should bring about. What no use can bring about is no goal: a clause without a
condition is never false, and `product.exists` is never open when somebody asks about embedding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.api import LicenseTerms
from licensekit.diagram.nodes import TooManySteps
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single
from licensekit.model.conditions import AllOf, AnyOf, Condition
from licensekit.model.phrase import condition_text
from licensekit.span import Span
from licensekit.testing.owners import Owner, atoms, kinds_of_acts, owners, with_atom
from licensekit.testing.subject import edited
from licensekit.testing.telling import OpenApprovals, Original
from licensekit.truth import UNKNOWN

GoalKind: TypeAlias = Literal["clause", "atom", "option", "act"]
Hit: TypeAlias = tuple[str, str, str]
"""Licence, key of a goal, outcome."""

OUTCOMES: Final = ("true", "false", "unknown")
DECIDES_TRUE: Final = "decides true"
DECIDES_FALSE: Final = "decides false"
IN_FORCE: Final = "in force"
ASKED: Final = "asked"


class CoverageGoal(NamedTuple):
    """One thing to cover, and the outcomes that cases should bring about."""

    license: str
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

    @property
    def key(self) -> str:
        """What hits name it by, within its licence."""
        return f"{self.kind} {self.owner} {self.part}".rstrip()


def goals(program: Program) -> tuple[CoverageGoal, ...]:
    """All goals of a licence, in the order of its text."""
    return (*_clauses(program), *_atoms(program), *_options(program), *_acts(program))


def _clauses(program: Program) -> Iterator[CoverageGoal]:
    within_reach = reachable(program, kinds_of_acts(program))
    for number, clause in enumerate(program.clauses):
        wanted, title, place = within_reach.get(number, ()), f"{clause.kind} {clause.id}", str(clause.locator)
        yield CoverageGoal(program.license.id, "clause", clause.id, "", title, place, wanted, clause.span)


def _atoms(program: Program) -> Iterator[CoverageGoal]:
    for owner in owners(program.license):
        for path, atom in atoms(owner.condition):
            wanted, text, span = (DECIDES_TRUE, DECIDES_FALSE), condition_text(atom), atom.span or owner.span
            yield CoverageGoal(program.license.id, "atom", owner.title, path, text, str(owner.place), wanted, span)


def _options(program: Program) -> Iterator[CoverageGoal]:
    for reading in program.license.readings:
        for option in reading.options:
            text, place = f"reading {reading.name} is {option.name}", str(reading.locator)
            yield CoverageGoal(
                program.license.id, "option", reading.name, option.name, text, place, (IN_FORCE,), reading.span
            )


def _acts(program: Program) -> Iterator[CoverageGoal]:
    for first, alike in kinds_of_acts(program).items():
        words = ", ".join(alike[:4]) + (f" and {len(alike) - 4} more" if len(alike) > 4 else "")
        yield CoverageGoal(program.license.id, "act", first, "", words, "", (ASKED,))


# -- what no use can bring about -------------------------------------------------------------------------------


def reachable(program: Program, leaves: Iterable[str]) -> dict[int, tuple[str, ...]]:
    """The outcomes of each clause, by its number, over all uses that ask about one of these acts.

    Open it is where nothing is known; true or false, where a path leads there in some world, under some reading and
    with approvals held or not.
    """
    original = Original(LicenseTerms(Single(program)))
    outcomes: dict[int, set[str]] = {}
    for leaf in leaves:
        as_taken, asked = original.asked(leaf), original.asked(leaf, "strict")
        clauses, diagrams, gates = (
            as_taken.clauses(program, leaf),
            asked.matter.diagrams,
            OpenApprovals.of(asked.matter),
        )
        for number in program.taking_part((leaf,)):
            reached = outcomes.setdefault(number, set())
            if len(reached) == len(OUTCOMES):
                continue
            if clauses.active(number) is UNKNOWN:
                reached.add("unknown")
            diagrams.spent = 0
            active = gates.node(asked.matter.clause(program, number))
            reached.update("true" if truth else "false" for (truth,) in asked.reached(active, most=2))
    return {number: tuple(each for each in OUTCOMES if each in reached) for number, reached in outcomes.items()}


def decides_nowhere(original: Original, owner: Owner, path: str, *, value: bool) -> bool:
    """Whether no use at all lets an atom decide by being true, or false: proved, not guessed.

    An atom that decides by being true tells the licence from one in which it is always false. Where no use tells these
    two apart, as where another clause of the text says the same, nothing is missing.
    """
    constant: Condition = AnyOf(parts=()) if value else AllOf(parts=())
    number = [each for each, _ in atoms(owner.condition)].index(path)
    license = owner.put(original.terms.license, with_atom(owner.condition, number, constant))
    try:
        return next(original.tellings(edited(original.single, license)), None) is None
    except TooManySteps:
        return False
