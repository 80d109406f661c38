"""What there is to cover in a licence: its clauses, the atoms of its conditions, its readings and its acts.

A goal names the outcomes that cases should bring about. What no use can bring about is no goal: a clause without a
condition is never false, and `product.exists` is never open when somebody asks about embedding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.meaning.program import Program
from licensekit.model.phrase import condition_text
from licensekit.span import Span
from licensekit.testing.coverage_owners import atoms, kinds_of_acts, owners
from licensekit.testing.coverage_reach import reachable

Kind: TypeAlias = Literal["clause", "atom", "option", "act"]
Hit: TypeAlias = tuple[str, str, str]
"""Licence, key of a goal, outcome."""

DECIDES_TRUE: Final = "decides true"
DECIDES_FALSE: Final = "decides false"
IN_FORCE: Final = "in force"
ASKED: Final = "asked"


class Goal(NamedTuple):
    """One thing to cover, and the outcomes that cases should bring about."""

    license: str
    kind: Kind
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


def goals(program: Program) -> tuple[Goal, ...]:
    """All goals of a licence, in the order of its text."""
    return (*_clauses(program), *_atoms(program), *_options(program), *_acts(program))


def _clauses(program: Program) -> Iterator[Goal]:
    within_reach = reachable(program, kinds_of_acts(program))
    for number, clause in enumerate(program.clauses):
        wanted = within_reach.get(number, ())
        yield Goal(
            program.license.id,
            "clause",
            clause.id,
            "",
            f"{clause.kind} {clause.id}",
            str(clause.locator),
            wanted,
            clause.span,
        )


def _atoms(program: Program) -> Iterator[Goal]:
    for owner in owners(program):
        for path, atom in atoms(owner.condition):
            yield Goal(
                program.license.id,
                "atom",
                owner.title,
                path,
                condition_text(atom),
                owner.place,
                (DECIDES_TRUE, DECIDES_FALSE),
                atom.span or owner.span,
            )


def _options(program: Program) -> Iterator[Goal]:
    for reading in program.license.readings:
        for option in reading.options:
            yield Goal(
                program.license.id,
                "option",
                reading.name,
                option.name,
                f"reading {reading.name} is {option.name}",
                str(reading.locator),
                (IN_FORCE,),
                reading.span,
            )


def _acts(program: Program) -> Iterator[Goal]:
    for first, alike in kinds_of_acts(program).items():
        words = ", ".join(alike[:4]) + (f" and {len(alike) - 4} more" if len(alike) > 4 else "")
        yield Goal(program.license.id, "act", first, "", words, "", (ASKED,))
