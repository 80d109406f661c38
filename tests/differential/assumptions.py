
"""Assumptions, as docs/semantics.md, section 9, has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licensekit.model.clauses import Exemption, Gate, Grant
from licensekit.model.conditions import AllOf, AnyOf, Condition, Defined, Holds, IsOneOf, Not
from licensekit.model.license import License
from licensekit.vocabulary.facts import fact as entry

SAFE: dict[str, bool | str] = {"access.channel": "own_copy", "access.as_end_user_of_product": False}


def clean_hands(names: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The clean-hands facts among these are no."""
    for name in names:
        try:
            info = entry(name)
        except KeyError:
            continue
        if info.assumption == "clean_hands":
            yield name, False


def safe_side(licenses: Iterable[License]) -> Iterator[tuple[str, bool | str]]:
    """The safe-side facts that are safe in all of these licences."""
    licenses = tuple(licenses)
    for fact, value in SAFE.items():
        if all(is_safe(license, fact, value) for license in licenses):
            yield fact, value


def is_safe(license: License, fact: str, value: bool | str) -> bool:
    """Whether the value only switches off what permits and switches on what restricts."""
    return (
        all(
            towards == switches_on
            for clause in license.clauses
            for switches_on, sides in [(restricts(license, clause.id), effects(license, clause.when, fact, value))]
            for towards in sides
            if not (isinstance(clause, Gate) and clause.grants_it)
        )
        and not any(
            list(effects(license, clause.when, fact, value))
            for clause in license.clauses
            if isinstance(clause, Gate) and clause.grants_it
        )
        and not any(
            list(effects(license, case.when, fact, value)) for measure in license.measures for case in measure.cases
        )
    )


def restricts(license: License, name: str) -> bool:
    """Whether an active clause is stricter than none."""
    clause = license.clause(name)
    if isinstance(clause, Exemption):
        return not any(restricts(license, lifted) for lifted in clause.lifts)
    return not isinstance(clause, Grant)


def effects(license: License, condition: Condition | None, fact: str, value: bool | str) -> Iterator[bool]:
    """For each place where a fact is read: whether the value takes the whole condition towards true."""
    match condition:
        case Holds(fact=name) if name == fact:
            yield value is True
        case IsOneOf(fact=name, values=values) if name == fact:
            yield value in values
        case Defined(name=name):
            definition = next(each for each in license.definitions if each.name == name)
            yield from effects(license, definition.condition, fact, value)
        case Not(part=part):
            yield from (not towards for towards in effects(license, part, fact, value))
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from effects(license, part, fact, value)
        case _:
            return
