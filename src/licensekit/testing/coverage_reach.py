"""Which outcomes of a clause some use can bring about at all: what the acts imply settles some clauses for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from licensekit.evaluate.inquiry import Inquiry
from licensekit.evaluate.known import Asked, know
from licensekit.evaluate.layout import layout_of
from licensekit.evaluate.program import Program
from licensekit.evaluate.search import Answers
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.terms import Outlook, Single
from licensekit.model.conditions import AllOf, AnyOf, ApprovalHeld, Condition, Defined, Not
from licensekit.truth import FALSE, TRUE, UNKNOWN

OUTCOMES = ("true", "false", "unknown")


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
