"""Why: the clauses that an answer rests on, with their conditions and the facts that decided them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from licensekit.evaluate.conditions import AS_OF, reading_variable
from licensekit.meaning.domain import Among, Amount, Domain, Interval
from licensekit.evaluate.inquiry import ALLOWED, Inquiry
from licensekit.evaluate.layout import date_facts
from licensekit.meaning.program import Program
from licensekit.evaluate.setting import AS_WRITTEN, Setting, coordinate
from licensekit.evaluate.shown import ConditionShown, FactShown, NotGranted, Reason
from licensekit.evaluate.standing import Standing
from licensekit.evaluate.terms import Outlook, programs
from licensekit.meaning.verdict import Possible, Verdict
from licensekit.model.clauses import Reservation, Termination
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
from licensekit.model.phrase import condition_text
from licensekit.truth import FALSE, TRUE, Truth
from licensekit.values import grouped
from licensekit.values import value_shown as shown
from licensekit.vocabulary.territories import GROUPS


class Bearing(NamedTuple):
    """A clause that bears on an answer, and how it stands for an act, the first for which its licence counts."""

    program: Program
    number: int
    leaf: str
    truth: Truth
    decides: bool
    lifted_by: tuple[str, ...]
    acts: tuple[str, ...]
    shape: Shape | None
    """What its condition looks like; None where it has none."""


def bearing(inquiry: Inquiry, possible: dict[str, Possible]) -> Iterator[Bearing]:
    """The clauses that bear on the acts asked about and that are not plainly out, in the order of the texts."""
    outlook = inquiry.known
    for program in programs(inquiry.terms):
        counting = [
            leaf
            for leaf in inquiry.leaves
            if any(one is program and counts is not FALSE for one, counts in outlook.in_force(inquiry.terms, leaf))
        ]
        if not counting:
            continue
        deciding: dict[int, dict[str, None]] = {}
        for leaf in counting:
            for number in _deciding(outlook.standing(program, leaf), leaf, possible[leaf]):
                deciding.setdefault(number, {})[leaf] = None
        standing = outlook.standing(program, counting[0])
        for number in program.concerning(tuple(counting)):
            if number in deciding or standing.own(number) is not FALSE:
                acts = tuple(deciding.get(number, ()))
                yield _bearing(standing, number, counting[0], acts, decides=number in deciding)


def _bearing(standing: Standing, number: int, leaf: str, acts: tuple[str, ...], *, decides: bool) -> Bearing:
    program = standing.program
    lifting = tuple(
        program.clauses[lifter].id for lifter in program.lifters[number] if standing.active(lifter) is not FALSE
    )
    when = program.clauses[number].when
    shape = None if when is None else shape_of(program, when)
    return Bearing(program, number, leaf, standing.active(number), decides, lifting, acts, shape)


def _deciding(standing: Standing, leaf: str, possible: Possible) -> Iterator[int]:
    """The clauses that make the verdict of an act, or that leave it open, and those that lift one that would."""
    covering = standing.program.covering(leaf)
    restrictive = (*covering.prohibitions, *covering.granting_gates, *covering.holding_gates)
    if possible == {Verdict.PROHIBITED}:
        yield from (number for number in covering.prohibitions if standing.active(number) is TRUE)
        return
    yield from (number for number in covering.prohibitions if standing.active(number) is not FALSE)
    if Verdict.NOT_GRANTED in possible:
        yield from _refusing(standing, leaf)
    else:
        yield from (number for number in covering.grants if standing.active(number) is not FALSE)
    if possible == {Verdict.NOT_GRANTED}:
        return
    yield from (number for number in restrictive[len(covering.prohibitions) :] if standing.active(number) is not FALSE)
    if possible & ALLOWED:
        yield from (number for number in covering.duties if standing.active(number) is not FALSE)
    lifters = standing.program.lifters
    taking_away = (lifter for number in covering.grants for lifter in lifters[number])
    for number in (*restrictive, *covering.duties, *taking_away):
        if standing.active(number) is not TRUE and standing.own(number) is TRUE:
            yield from (lifter for lifter in lifters[number] if standing.active(lifter) is not FALSE)


def _refusing(standing: Standing, leaf: str) -> Iterator[int]:
    """The grants that do not reach an act, and what takes them away."""
    covering = standing.program.covering(leaf)
    for number in covering.grants:
        yield number
        yield from (lifter for lifter in standing.program.lifters[number] if standing.active(lifter) is not FALSE)
    if not covering.grants:
        yield from covering.withholding


def why_not_granted(standing: Standing, leaf: str) -> NotGranted:
    """The reason of `not_granted`: docs/semantics.md, section 3."""
    program, covering = standing.program, standing.program.covering(leaf)
    taken_away = [
        program.clauses[lifter]
        for number in covering.grants
        if standing.own(number) is not FALSE
        for lifter in program.lifters[number]
        if standing.active(lifter) is not FALSE
    ]
    if any(isinstance(clause, Termination) for clause in taken_away):
        return "ended"
    if any(isinstance(clause, Reservation) for clause in taken_away):
        return "reserved"
    if covering.grants:
        return "condition"
    return "withheld" if covering.withholding else "silent"


def refusal(outlook: Outlook, inquiry: Inquiry, leaf: str, possible: Possible) -> NotGranted:
    """Why an act is not granted, by the licence that refuses it; empty where none may."""
    if Verdict.NOT_GRANTED not in possible:
        return ""
    counting = [program for program, counts in outlook.in_force(inquiry.terms, leaf) if counts is not FALSE]
    said: list[NotGranted] = [
        why_not_granted(outlook.standing(program, leaf), leaf)
        for program in counting
        if not _plainly_granted(outlook.standing(program, leaf), program, leaf)
    ]
    order: tuple[NotGranted, ...] = ("ended", "reserved", "condition", "withheld", "silent")
    return min(said, key=order.index) if said else ""


def _plainly_granted(standing: Standing, program: Program, leaf: str) -> bool:
    return any(standing.active(number) is TRUE for number in program.covering(leaf).grants)


def clause_shown(inquiry: Inquiry, program: Program, number: int, leaf: str) -> Reason:
    """How a clause stands for an act, with its condition and facts, whether or not the answer rests on it."""
    standing = inquiry.known.standing(program, leaf)
    return reason(inquiry, _bearing(standing, number, leaf, (leaf,), decides=False))


def reason(inquiry: Inquiry, found: Bearing) -> Reason:
    """A clause that the answer rests on, with its condition and the facts that decided it."""
    program, number, leaf, truth, decides, lifted_by, acts, shape = found
    clause = program.clauses[number]
    shown_condition = None if shape is None else condition_shown(inquiry, program, leaf, shape)
    return Reason(
        program.license.id, clause.id, clause.kind, clause.locator, truth, decides, shown_condition, lifted_by, acts
    )


MOST_KEPT: Final = 4096
"""Conditions with their facts that are kept with a licence: uses of one product differ in few facts."""


@dataclass(frozen=True)
class Shape:
    """What a condition looks like in a reason, whatever the use: its words, the variables it reads, its parts."""

    condition: Condition
    text: str
    variables: tuple[str, ...]
    parts: tuple[Shape, ...]
    reads: tuple[str, ...] | None
    """All variables that the condition and its parts read; None where it depends on more than these."""


def shape_of(program: Program, condition: Condition) -> Shape:
    """The shape of a condition; kept with the licence, and shared where a definition is used twice."""
    found = program.shapes.get(id(condition))
    if not isinstance(found, Shape):
        found = program.shapes[id(condition)] = _shape(program, condition)
    return found


def _shape(program: Program, condition: Condition) -> Shape:
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            inner: tuple[Condition, ...] = parts
        case Not(part=part):
            inner = (part,)
        case Defined(name=name):
            inner = (program.definitions[name].condition,)
        case _:
            inner = ()
    parts_shown = tuple(shape_of(program, part) for part in inner)
    own = variables(program, AS_WRITTEN, condition)
    return Shape(condition, condition_text(condition), own, parts_shown, _reads(condition, own, parts_shown))


def _reads(condition: Condition, own: tuple[str, ...], parts: tuple[Shape, ...]) -> tuple[str, ...] | None:
    if isinstance(condition, ApprovalHeld | ReadingIs | DateOrder | DateWithin):
        return None
    if isinstance(condition, Compares) and len(own) > 1:
        return None
    if isinstance(condition, IsOneOf | SetMeets) and not GROUPS.keys().isdisjoint(condition.values):
        return None  # who belongs to a group of countries depends on the day
    found = dict.fromkeys(own)
    for part in parts:
        if part.reads is None:
            return None
        found.update(dict.fromkeys(part.reads))
    return tuple(found)


def condition_shown(inquiry: Inquiry, program: Program, leaf: str, shape: Shape) -> ConditionShown:
    """A condition with its truth, the facts it reads, and its parts; the same facts give the same object again."""
    key = _facts_read(inquiry, shape)
    found = program.conditions_shown.get(key)
    if not isinstance(found, ConditionShown):
        found = _condition_shown(inquiry, inquiry.known.standing(program, leaf), shape)
        if key and len(program.conditions_shown) < MOST_KEPT:
            program.conditions_shown[key] = found
    return found


def _facts_read(inquiry: Inquiry, shape: Shape) -> tuple[object, ...]:
    """What tells one showing of a condition from another; empty where that is more than some facts that are known."""
    if shape.reads is None or not inquiry.setting.plain:
        return ()
    world, sources = inquiry.knowledge.world, inquiry.knowledge.sources
    known = [world.get(name) for name in shape.reads]
    return () if None in known else (id(shape), *known, *[sources.get(name) for name in shape.reads])


def _condition_shown(
    inquiry: Inquiry, standing: Standing, shape: Shape, told: set[str] | None = None
) -> ConditionShown:
    """The whole tree; a definition is written out where it stands first, and named after that."""
    told = set() if told is None else told
    names = shape.variables if inquiry.setting.plain else variables(standing.program, inquiry.setting, shape.condition)
    parts = shape.parts
    if isinstance(shape.condition, Defined):
        parts = () if shape.condition.name in told else parts
        told.add(shape.condition.name)
    return ConditionShown(
        shape.text,
        standing.truth(shape.condition),
        tuple([fact_shown(inquiry, name) for name in names]),
        tuple([_condition_shown(inquiry, standing, part, told) for part in parts]),
    )


def variables(program: Program, setting: Setting, condition: Condition) -> tuple[str, ...]:
    """The variables that an atom reads; none for what is made of parts."""
    match condition:
        case Holds(fact=fact) | IsOneOf(fact=fact) | SetMeets(fact=fact):
            return (fact,)
        case Compares(quantity=quantity):
            return tuple(setting.threshold(fact, condition)[0] for fact in measured_facts(program, quantity))
        case DateOrder(date=one, other=other) | DateWithin(date=one, after=other):
            return (*date_facts(one), *date_facts(other))
        case ReadingIs(reading=reading):
            return (reading_variable(f"{program.license.id}.{reading}"),)
        case _:
            return ()


def measured_facts(program: Program, quantity: str) -> tuple[str, ...]:
    """The facts that a quantity may be: itself, or those of a measure."""
    measure = program.measures.get(quantity)
    if measure is None:
        return (quantity,)
    inner = (*measure.larger_of, *(case.quantity for case in measure.cases))
    return tuple(dict.fromkeys(fact for name in inner for fact in measured_facts(program, name)))


def fact_shown(inquiry: Inquiry, variable: str) -> FactShown:
    """A variable as a reason shows it; the same in all reasons of a decision."""
    shown_before = inquiry.shown.get(variable)
    if not isinstance(shown_before, FactShown):
        shown_before = inquiry.shown[variable] = _fact_shown(inquiry, variable)
    return shown_before


def _fact_shown(inquiry: Inquiry, variable: str) -> FactShown:
    if variable.startswith("reading "):
        name = variable.removeprefix("reading ")
        return FactShown(variable, inquiry.setting.readings.get(name, "open"), "reading")
    known = inquiry.knowledge.world.get(variable)
    spot = inquiry.knowledge.layout.numbers.get(variable)
    name = spot[0].fact if spot is not None else variable
    currency = "" if spot is None else spot[0].currency
    if known is None or (variable == AS_OF and isinstance(known, Interval) and not known.exact):
        return FactShown(name, "unknown", _elsewhere(inquiry, name, currency))
    return FactShown(
        name, domain_shown(inquiry, variable, known, currency), inquiry.knowledge.sources.get(variable, "")
    )


def _elsewhere(inquiry: Inquiry, name: str, currency: str) -> str:
    """Where a number is known after all, but not in the currency that is asked about."""
    others = [
        spot.currency
        for other, fact in inquiry.knowledge.given.items()
        if fact == name and ":" in other and (spot := coordinate(name, other.split(":")[1])).currency != currency
    ]
    return f"given in {', '.join(sorted(others))}, without a rate to {currency}" if currency and others else ""


def domain_shown(inquiry: Inquiry, variable: str, known: Domain, currency: str) -> str:
    """What is known of a variable, as the language writes it; of a date, a single day."""
    match known:
        case Interval() if variable in inquiry.knowledge.layout.dates or variable == AS_OF:
            return date.fromordinal(known.first).isoformat()
        case Interval():
            return interval_shown(known, currency)
        case Among(options=options):
            return "one of " + ", ".join(options)
        case _:
            return shown(known)


def interval_shown(known: Interval, currency: str) -> str:
    """Numbers known in part, as the language writes them."""

    def number(amount: Amount) -> str:
        return f"{grouped(amount)} {currency}".rstrip()

    if known.exact:
        return number(known.low)
    sides = []
    if known.low > 0 or known.low_open or known.high is None:
        sides.append(f"{'more than' if known.low_open else 'at least'} {number(known.low)}")
    if known.high is not None:
        sides.append(f"{'less than' if known.high_open else 'at most'} {number(known.high)}")
    return " and ".join(sides)
