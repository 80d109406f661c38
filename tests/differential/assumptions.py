"""Assumptions, as docs/semantics.md, section 9, has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licensekit.model.clauses import Exemption, Gate, Grant
from licensekit.model.conditions import AllOf, AnyOf, Compares, Condition, Defined, Holds, IsOneOf, Not
from licensekit.model.license import License
from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.facts import fact as entry

SAFE: dict[str, bool | str] = {"access.channel": "own_copy", "access.as_end_user_of_product": False}


def own(licenses: Iterable[License]) -> dict[str, tuple[bool | str, str]]:
    """The own facts of which something is assumed, each with the value and the group; not where licences differ."""
    said: dict[str, set[tuple[str, str]]] = {}
    types: dict[str, str] = {}
    for license in licenses:
        for fact in license.facts:
            said.setdefault(fact.name, set()).add((fact.assumed, fact.group))
            types[fact.name] = fact.type
    agreed = {name: min(each) for name, each in said.items() if len(each) == 1}
    return {
        name: (value if types[name] == "one_of" else value == "yes", group)
        for name, (value, group) in agreed.items()
        if value
    }


def clean_hands(names: Iterable[str], licenses: Iterable[License]) -> Iterator[tuple[str, bool]]:
    """The clean-hands facts among these are no."""
    for name, (_, group) in own(licenses).items():
        if group:
            yield name, False
    for name in dict.fromkeys(names):
        try:
            info = entry(name)
        except KeyError:
            continue
        if info.assumption == "clean_hands":
            yield name, False


def safe_side(licenses: Iterable[License]) -> Iterator[tuple[str, bool | str]]:
    """The safe-side facts that are safe in all of these licences."""
    licenses = tuple(licenses)
    of_licenses = {name: value for name, (value, group) in own(licenses).items() if not group}
    for fact, value in {**SAFE, **of_licenses}.items():
        if all(is_safe(license, fact, value) for license in licenses):
            yield fact, value


def is_safe(license: License, fact: str, value: bool | str) -> bool:
    """Whether the value only switches off what permits and switches on what restricts.

    A granting gate does both, if it covers an act that needs a grant; else it only restricts.
    """
    for clause in license.clauses:
        sides = set(effects(license, clause.when, fact, value))
        if sides and isinstance(clause, Gate) and clause.grants_it and grants_something(clause):
            return False
        if sides - {restricts(license, clause.id)}:
            return False
    return True


def grants_something(gate: Gate) -> bool:
    return any(LEAVES[leaf].needs_grant for leaf in gate.acts.leaves)


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
        case Compares(quantity=name):
            # A quantity that is one number or another can move either way.
            if fact in measured(license, name):
                yield from (True, False)
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


def measured(license: License, quantity: str) -> set[str]:
    """The yes/no facts and options on which it depends which number a quantity is."""
    found: set[str] = set()
    for measure in license.measures:
        if measure.name == quantity:
            for case in measure.cases:
                found |= {part.fact for part in parts_of(license, case.when) if isinstance(part, Holds | IsOneOf)}
                found |= measured(license, case.quantity)
            for name in measure.larger_of:
                found |= measured(license, name)
    return found


def parts_of(license: License, condition: Condition | None) -> Iterator[Condition]:
    match condition:
        case None:
            return
        case Defined(name=name):
            yield from parts_of(license, next(each for each in license.definitions if each.name == name).condition)
        case Not(part=part):
            yield from parts_of(license, part)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from parts_of(license, part)
        case _:
            yield condition
