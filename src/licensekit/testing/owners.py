"""The conditions of a licence under the names of what they stand in, their atoms, and the acts that it tells apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from licensekit.meaning.program import Program
from licensekit.model.conditions import AllOf, AnyOf, Condition, Defined, Locator, Not
from licensekit.model.fold import Atom
from licensekit.model.license import License
from licensekit.span import Span
from licensekit.vocabulary.acts import LEAVES


@dataclass(frozen=True)
class Owner:
    """A condition of a licence under the name of the clause, definition or measure that it belongs to."""

    kind: Literal["clause", "define", "measure"]
    name: str
    place: Locator
    condition: Condition
    span: Span | None
    case: int = 0
    """Of a measure, the number of the case."""

    @property
    def title(self) -> str:
        """`display-name`, `define commercial`, `measure finances.0`."""
        return {"clause": self.name, "define": f"define {self.name}"}.get(self.kind, f"measure {self.name}.{self.case}")

    def put(self, license: License, condition: Condition | None) -> License:
        """The licence with another condition in this place; a clause may have none."""
        match self.kind:
            case "clause":
                return replaced(license, "clauses", self.name, when=condition)
            case "define":
                return replaced(license, "definitions", self.name, condition=condition)
            case "measure":
                (measure,) = (each for each in license.measures if each.name == self.name)
                changed = measure.cases[self.case].model_copy(update={"when": condition})
                cases = (*measure.cases[: self.case], changed, *measure.cases[self.case + 1 :])
                return replaced(license, "measures", self.name, cases=cases)


def replaced(license: License, field: str, name: str, **changes: object) -> License:
    """A licence with something changed in the clause, definition, measure or reading of this name."""
    members = tuple(
        each.model_copy(update=changes) if name in {getattr(each, "id", ""), getattr(each, "name", "")} else each
        for each in getattr(license, field)
    )
    return license.model_copy(update={field: members})


def owners(license: License) -> Iterator[Owner]:
    """Every condition of a licence: those of clauses, of definitions, and of the cases of measures."""
    for clause in license.clauses:
        if clause.when is not None:
            yield Owner("clause", clause.id, clause.locator, clause.when, clause.span)
    for each in license.definitions:
        yield Owner("define", each.name, each.locator, each.condition, each.span)
    for measure in license.measures:
        for number, case in enumerate(measure.cases):
            if case.when is not None:
                yield Owner("measure", measure.name, measure.locator, case.when, case.span or measure.span, number)


def atoms(condition: Condition, path: str = "") -> Iterator[tuple[str, Atom | Defined]]:
    """The atoms of a condition with their paths; a definition that is named counts as one."""
    if isinstance(condition, AllOf | AnyOf):
        for number, part in enumerate(condition.parts):
            yield from atoms(part, f"{path}.{number}" if path else str(number))
    elif isinstance(condition, Not):
        yield from atoms(condition.part, path)
    else:
        yield path, condition


def kinds_of_acts(program: Program) -> dict[str, tuple[str, ...]]:
    """The acts that some clause covers, those together that the same clauses cover; by the first of them."""
    kinds: dict[object, list[str]] = {}
    for leaf in LEAVES:
        covering = program.covering(leaf)
        if any(covering):
            kinds.setdefault((covering, LEAVES[leaf], *program.persons(leaf)), []).append(leaf)
    return {alike[0]: tuple(alike) for alike in kinds.values()}
