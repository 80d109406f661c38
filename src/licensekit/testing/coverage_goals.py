"""What there is to cover in a licence: its clauses, the atoms of its conditions, its readings and its acts.

A goal names the outcomes that cases should bring about. What no use can bring about is no goal: a clause without a
condition is never false, and `product.exists` is never open when somebody asks about embedding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from licensekit.evaluate.program import Program
from licensekit.model.conditions import AllOf, AnyOf, Compares, Condition, Defined, Not
from licensekit.model.phrase import condition_text
from licensekit.span import Span
from licensekit.testing.coverage_reach import reachable
from licensekit.vocabulary.acts import LEAVES

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


@dataclass(frozen=True)
class Owner:
    """A condition of a licence under the name of the clause, definition or measure that it belongs to."""

    kind: Literal["clause", "define", "measure"]
    name: str
    place: str
    condition: Condition
    span: Span | None

    @property
    def title(self) -> str:
        """`display-name`, `define commercial`."""
        return self.name if self.kind == "clause" else f"{self.kind} {self.name}"


def owners(program: Program) -> Iterator[Owner]:
    """Every condition of a licence: those of clauses, of definitions, and of the cases of measures."""
    for clause in program.clauses:
        if clause.when is not None:
            yield Owner("clause", clause.id, str(clause.locator), clause.when, clause.span)
    for one in program.license.definitions:
        yield Owner("define", one.name, str(one.locator), one.condition, one.span)
    for measure in program.license.measures:
        for number, case in enumerate(measure.cases):
            if case.when is not None:
                yield Owner("measure", f"{measure.name}.{number}", str(measure.locator), case.when, measure.span)


def atoms(condition: Condition, path: str = "") -> Iterator[tuple[str, Condition]]:
    """The atoms of a condition with their paths; a definition that is named counts as one."""
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for number, part in enumerate(parts):
                yield from atoms(part, f"{path}.{number}" if path else str(number))
        case Not(part=part):
            yield from atoms(part, path)
        case _:
            yield path, condition


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


def kinds_of_acts(program: Program) -> dict[str, tuple[str, ...]]:
    """The acts that some clause covers, those together that the same clauses cover; by the first of them."""
    found: dict[object, list[str]] = {}
    for leaf in LEAVES:
        covering = program.covering(leaf)
        if any(covering):
            found.setdefault((covering, LEAVES[leaf]), []).append(leaf)
    return {alike[0]: tuple(alike) for alike in found.values()}


def reads(program: Program, condition: Condition, seen: frozenset[str] = frozenset()) -> Iterator[Condition]:
    """The atoms of a condition, those of the definitions and measures that it names included."""
    for _, atom in atoms(condition):
        yield atom
        if isinstance(atom, Defined) and atom.name not in seen:
            yield from reads(program, program.definitions[atom.name].condition, seen | {atom.name})
        elif isinstance(atom, Compares) and atom.quantity in program.measures and atom.quantity not in seen:
            for case in program.measures[atom.quantity].cases:
                if case.when is not None:
                    yield from reads(program, case.when, seen | {atom.quantity})
