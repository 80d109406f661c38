"""A licence with one yes/no fact settled: to see whether the fact ever matters."""

from __future__ import annotations

from typing import assert_never

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


def with_fact(license: License, fact: str, *, value: bool) -> License:
    """The licence as it reads where a yes/no fact is known; under an id of its own."""

    def settled(condition: Condition | None) -> Condition | None:
        return None if condition is None else _settled(condition, fact, value=value)

    measures = tuple(
        measure.model_copy(
            update={"cases": tuple(case.model_copy(update={"when": settled(case.when)}) for case in measure.cases)}
        )
        for measure in license.measures
    )
    return license.model_copy(
        update={
            "id": f"{license.id} ({fact} is {'yes' if value else 'no'})",
            "clauses": tuple(one.model_copy(update={"when": settled(one.when)}) for one in license.clauses),
            "definitions": tuple(
                one.model_copy(update={"condition": settled(one.condition)}) for one in license.definitions
            ),
            "measures": measures,
        }
    )


def _settled(condition: Condition, fact: str, *, value: bool) -> Condition:
    match condition:
        case Holds(fact=name):
            return condition if name != fact else ALWAYS if value else NEVER
        case Not(part=part):
            return Not(part=_settled(part, fact, value=value))
        case AllOf(parts=parts):
            return AllOf(parts=tuple(_settled(part, fact, value=value) for part in parts))
        case AnyOf(parts=parts):
            return AnyOf(parts=tuple(_settled(part, fact, value=value) for part in parts))
        case (
            Defined() | IsOneOf() | SetMeets() | Compares() | DateOrder() | DateWithin() | ReadingIs() | ApprovalHeld()
        ):
            return condition
        case _:
            assert_never(condition)
