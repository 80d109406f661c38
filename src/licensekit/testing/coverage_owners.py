"""The conditions of a licence, their atoms, and the acts that it tells apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from licensekit.meaning.program import Program
from licensekit.model.conditions import AllOf, AnyOf, Compares, Condition, Defined, Not
from licensekit.span import Span
from licensekit.vocabulary.acts import LEAVES


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
