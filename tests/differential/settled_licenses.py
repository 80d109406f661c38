"""A licence with something in it settled: a fact has a value, or a reading is taken so.

To see whether a fact ever matters, and whether one value or reading is stricter than another, the two licences that
come of it are compared over all uses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, assert_never

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
from licensekit.model.license import License

ALWAYS, NEVER = AllOf(parts=()), AnyOf(parts=())
Settles: TypeAlias = Callable[[Condition], bool | None]
"""Whether an atom is true or false where something is settled; None for one that it does not settle."""


def with_fact(license: License, fact: str, *, value: bool) -> License:
    """The licence as it reads where a yes/no fact is known; under an id of its own."""

    def settles(atom: Condition) -> bool | None:
        return value if isinstance(atom, Holds) and atom.fact == fact else None

    return settled(license, settles, f"{fact} is {'yes' if value else 'no'}")


def with_option(license: License, fact: str, option: str) -> License:
    """The licence as it reads where a one-of fact is known; under an id of its own."""

    def settles(atom: Condition) -> bool | None:
        return option in atom.values if isinstance(atom, IsOneOf) and atom.fact == fact else None

    return settled(license, settles, f"{fact} is {option}")


def with_reading(license: License, reading: str, option: str) -> License:
    """The licence as it reads under one option of a reading; under an id of its own."""

    def settles(atom: Condition) -> bool | None:
        return atom.option == option if isinstance(atom, ReadingIs) and atom.reading == reading else None

    return settled(license, settles, f"{reading} is {option}")


def settled(license: License, settles: Settles, label: str) -> License:
    """The licence with every atom that is settled made true or false; `label` is added to its id."""

    def whole(condition: Condition) -> Condition:
        return _settled(condition, settles)

    def when(condition: Condition | None) -> Condition | None:
        return None if condition is None else whole(condition)

    measures = tuple(
        measure.model_copy(
            update={"cases": tuple(case.model_copy(update={"when": when(case.when)}) for case in measure.cases)}
        )
        for measure in license.measures
    )
    definitions = tuple(one.model_copy(update={"condition": whole(one.condition)}) for one in license.definitions)
    return license.model_copy(
        update={
            "id": f"{license.id} ({label})",
            "clauses": tuple(one.model_copy(update={"when": when(one.when)}) for one in license.clauses),
            "definitions": definitions,
            "measures": measures,
        }
    )


def _settled(condition: Condition, settles: Settles) -> Condition:
    match condition:
        case Not(part=part):
            return Not(part=_settled(part, settles))
        case AllOf(parts=parts):
            return AllOf(parts=tuple(_settled(part, settles) for part in parts))
        case AnyOf(parts=parts):
            return AnyOf(parts=tuple(_settled(part, settles) for part in parts))
        case (
            Holds()
            | Defined()
            | IsOneOf()
            | SetMeets()
            | Compares()
            | DateOrder()
            | DateWithin()
            | ReadingIs()
            | ApprovalHeld()
        ):
            found = settles(condition)
            return condition if found is None else ALWAYS if found else NEVER
        case _:
            assert_never(condition)
