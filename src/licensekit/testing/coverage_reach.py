"""Which outcomes of a clause some use can bring about at all: what the acts imply settles some clauses for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from licensekit.errors import FactsError
from licensekit.evaluate.inquiry import Inquiry
from licensekit.evaluate.known import Asked, know
from licensekit.evaluate.layout import layout_of
from licensekit.meaning.program import Program
from licensekit.evaluate.search import Answers
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.terms import Outlook, Single
from licensekit.model.conditions import AllOf, AnyOf, ApprovalHeld, Condition, Defined, Measure, Not
from licensekit.model.license import License
from licensekit.testing.apart import Apart, Undecided
from licensekit.testing.coverage_owners import Owner
from licensekit.testing.subject import edited
from licensekit.testing.touched import Names, touched
from licensekit.truth import FALSE, TRUE, UNKNOWN

OUTCOMES: Final = ("true", "false", "unknown")
MOST_WORLDS: Final = 20_000
"""Worlds that are looked at before it is left open whether an atom can decide at all."""


def reachable(program: Program, leaves: Iterable[str]) -> dict[int, tuple[str, ...]]:
    """The outcomes of each clause, by its number, over all uses that ask about one of these acts."""
    found: dict[int, set[str]] = {}
    for leaf in leaves:
        as_taken, open_readings = (
            _nothing_known(program, leaf, strict=False),
            _nothing_known(program, leaf, strict=True),
        )
        for number in dict.fromkeys((*program.concerning((leaf,)), *program.ending())):
            known = found.setdefault(number, set())
            if len(known) < len(OUTCOMES):
                known |= set(_outcomes(program, number, leaf, as_taken, open_readings))
    return {number: tuple(one for one in OUTCOMES if one in known) for number, known in found.items()}


def _nothing_known(program: Program, leaf: str, *, strict: bool) -> Inquiry:
    readings = {f"{program.license.id}.{reading.name}": reading.taken for reading in program.license.readings}
    setting = Setting(readings={} if strict else readings)
    terms = Single(program)
    layout = layout_of(terms, (leaf,), setting)
    knowledge = know(terms, Asked((leaf,), {}, None, "none", frozenset()), layout, setting)
    return Inquiry(terms, (leaf,), setting, knowledge, limit=2000)


def _outcomes(program: Program, number: int, leaf: str, as_taken: Inquiry, open_readings: Inquiry) -> Iterator[str]:
    if _needs_an_approval(program, number):  # approvals stand outside the facts and are not searched
        yield from OUTCOMES[:2]
    if as_taken.known.standing(program, leaf).active(number) is UNKNOWN:
        yield "unknown"

    def truths(outlook: Outlook) -> Answers:
        active = outlook.standing(program, leaf).active(number)
        return frozenset((TRUE, FALSE)) if active is UNKNOWN else frozenset((active,))

    worlds, _ = open_readings.search(truths, lambda outlook: iter(((outlook.standing(program, leaf), number),)))
    yield from ("true" if truth is TRUE else "false" for truth in worlds)


def _needs_an_approval(program: Program, number: int) -> bool:
    clauses = (number, *program.lifters[number])
    conditions = (program.clauses[at].when for at in clauses)
    return any(condition is not None and _asks_approval(program, condition) for condition in conditions)


def _asks_approval(program: Program, condition: Condition) -> bool:
    match condition:
        case ApprovalHeld():
            return True
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return any(_asks_approval(program, part) for part in parts)
        case Not(part=part):
            return _asks_approval(program, part)
        case Defined(name=name):
            return _asks_approval(program, program.definitions[name].condition)
        case _:
            return False


def decides_nowhere(terms: Single, owner: Owner, path: str, *, value: bool) -> bool:
    """Whether no use at all lets an atom decide by being true, or false: proved, not guessed.

    An atom that decides by being true tells the licence from one in which it is always false. Where no use tells these
    two apart, as where another clause of the text says the same, nothing is missing.
    """
    constant: Condition = AnyOf(parts=()) if value else AllOf(parts=())
    other = edited(terms, _with(terms.program.license, owner, replaced(owner.condition, path, constant)))
    bearing = touched(terms.program, other.program, Names(terms.program))
    try:
        return Apart(terms, other, bearing, limit=MOST_WORLDS).found() is None
    except (Undecided, FactsError):
        return False


def replaced(condition: Condition, path: str, by: Condition, at: str = "") -> Condition:
    """A condition with the atom at a path replaced."""
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            inner = tuple(
                replaced(part, path, by, f"{at}.{number}" if at else str(number)) for number, part in enumerate(parts)
            )
            return condition.model_copy(update={"parts": inner})
        case Not(part=part):
            return condition.model_copy(update={"part": replaced(part, path, by, at)})
        case _:
            return by if at == path else condition


def _with(license: License, owner: Owner, condition: Condition) -> License:
    if owner.kind == "clause":
        clauses = (
            clause.model_copy(update={"when": condition}) if clause.id == owner.name else clause
            for clause in license.clauses
        )
        return license.model_copy(update={"clauses": tuple(clauses)})
    if owner.kind == "define":
        definitions = (
            one.model_copy(update={"condition": condition}) if one.name == owner.name else one
            for one in license.definitions
        )
        return license.model_copy(update={"definitions": tuple(definitions)})
    return license.model_copy(update={"measures": tuple(_measure(one, owner, condition) for one in license.measures)})


def _measure(measure: Measure, owner: Owner, condition: Condition) -> Measure:
    name, _, number = owner.name.rpartition(".")
    if measure.name != name:
        return measure
    cases = (
        case.model_copy(update={"when": condition}) if at == int(number) else case
        for at, case in enumerate(measure.cases)
    )
    return measure.model_copy(update={"cases": tuple(cases)})
