"""Which clauses an edit can bear on: those it changes, and all that these lift, lift again, and so on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, assert_never

from licensekit.meaning.program import Program, named_by
from licensekit.model.clauses import Clause, Reservation, Termination
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Condition,
    DateOrder,
    DateWithin,
    Defined,
    Holds,
    IsOneOf,
    Not,
    ReadingIs,
    SetMeets,
)


class Names:
    """What each clause of a licence names: definitions, measures and readings, those within these included."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._inside: dict[str, frozenset[str]] = {}
        self.of = {
            clause.id: frozenset() if clause.when is None else frozenset(self._named(clause.when))
            for clause in program.clauses
        }

    def _named(self, condition: Condition) -> Iterator[str]:
        match condition:
            case Defined(name=name):
                yield name
                yield from self._kept(f"define {name}", (self._program.definitions[name].condition,), ())
            case Compares(quantity=quantity):
                yield from self._quantity(quantity)
            case ReadingIs(reading=reading):
                yield reading
            case AllOf(parts=parts) | AnyOf(parts=parts):
                for part in parts:
                    yield from self._named(part)
            case Not(part=part):
                yield from self._named(part)
            case Holds() | IsOneOf() | SetMeets() | DateOrder() | DateWithin() | ApprovalHeld():
                return
            case _:
                assert_never(condition)

    def _quantity(self, name: str) -> Iterator[str]:
        measure = self._program.measures.get(name)
        if measure is not None:
            yield name
            whens = tuple(case.when for case in measure.cases if case.when is not None)
            inner = (*(case.quantity for case in measure.cases), *measure.larger_of)
            yield from self._kept(f"measure {name}", whens, inner)

    def _kept(self, key: str, conditions: Iterable[Condition], quantities: Iterable[str]) -> frozenset[str]:
        if key not in self._inside:
            found = {name for condition in conditions for name in self._named(condition)}
            found |= {name for quantity in quantities for name in self._quantity(quantity)}
            self._inside[key] = frozenset(found)
        return self._inside[key]


class Bearing(NamedTuple):
    """The clauses that an edit bears on, by id."""

    changed: tuple[str, ...]
    """Those whose own words, or the words that they name, are changed."""
    lifted: tuple[str, ...]
    """Those that these lift, and those that these lift in turn."""

    @property
    def all(self) -> tuple[str, ...]:
        """All of them, the changed ones first."""
        return self.changed + self.lifted


def touched(before: Program, after: Program, names: Names) -> Bearing:
    """The clauses that may stand otherwise in some world than before; `names` are those of the first licence."""
    changed = _changed_names(before, after)
    own = {clause.id: clause for clause in after.clauses}
    found = [
        clause.id
        for clause in before.clauses
        if (own.get(clause.id) is not clause and own.get(clause.id) != clause) or names.of[clause.id] & changed
    ]
    found += [name for name in own if name not in before.number]
    return Bearing(tuple(found), lifted_by(found, (before, after)))


def _changed_names(before: Program, after: Program) -> frozenset[str]:
    """The definitions, measures and readings that are not what they were."""
    found = {name for name, one in before.definitions.items() if after.definitions.get(name) != one}
    found |= {name for name, measure in before.measures.items() if after.measures.get(name) != measure}
    found |= {name for name, reading in before.readings.items() if after.readings.get(name) != reading}
    return frozenset(found)


def lifted_by(names: list[str], programs: tuple[Program, ...]) -> tuple[str, ...]:
    """The clauses that some clauses lift, those that these lift, and so on; without the first ones."""
    found = dict.fromkeys(names)
    todo = list(names)
    for name in todo:
        for program in programs:
            at = program.number.get(name)
            if at is not None:
                lifted = [other for other in _lifted(program, program.clauses[at]) if other not in found]
                found |= dict.fromkeys(lifted)
                todo += lifted
    return tuple(name for name in found if name not in names)


def _lifted(program: Program, clause: Clause) -> Iterable[str]:
    if isinstance(clause, Reservation | Termination) and clause.every_grant:
        return (other.id for other in program.clauses if other.kind == "grant")
    return named_by(clause)
