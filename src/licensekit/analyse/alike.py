"""Do two licences treat an act by the same clauses? Clause by clause, over the facts of each clause alone.

Equal clauses answer every use alike, so this is tried first: it costs no search. What it cannot tell is left to the
search over both licences at once, since one clause may mask another.
"""

from __future__ import annotations

from typing import assert_never

from licensekit.analyse.sides import Side, content_of
from licensekit.evaluate.program import Program
from licensekit.evaluate.terms import Choice, Single, Terms, Together, programs
from licensekit.model.clauses import Duty, Gate
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


def alike(one: Side, other: Side) -> bool:
    """Whether two sides have the same clauses for their act, whatever these are called and wherever they stand."""
    if one.terms is other.terms:
        return True
    if not (_plain(one.terms) and _plain(other.terms)):
        return False
    return _table(one) == _table(other)


def _plain(terms: Terms) -> bool:
    return isinstance(terms, Single) and not terms.successors


def _table(side: Side) -> object:
    """The columns of the decision table, each with what its clauses come to."""
    (program,) = programs(side.terms)
    columns = program.covering(side.leaf)
    written: dict[int, object] = {}
    return tuple(frozenset(_clause(program, number, written) for number in column) for column in columns[:6])


def _clause(program: Program, number: int, written: dict[int, object]) -> object:
    """What a clause comes to: what it asks, when, and what lifts it."""
    if number not in written:
        clause = program.clauses[number]
        content = content_of(program, clause) if isinstance(clause, Duty | Gate) else None
        when = None if clause.when is None else expanded(program, clause.when)
        lifters = frozenset(_clause(program, lifter, written) for lifter in program.lifters[number])
        written[number] = (content, when, lifters)
    return written[number]


def expanded(program: Program, condition: Condition) -> object:
    """A condition with its defines, measures and readings written out; alternatives have no order."""
    match condition:
        case Defined(name=name):
            return expanded(program, program.definitions[name].condition)
        case ReadingIs(reading=reading, option=option):
            return program.readings[reading].taken == option
        case ApprovalHeld():
            return False
        case Not(part=part):
            return "not", expanded(program, part)
        case AllOf(parts=parts):
            return "and", frozenset(expanded(program, part) for part in parts)
        case AnyOf(parts=parts):
            return "or", frozenset(expanded(program, part) for part in parts)
        case Compares(quantity=quantity, comparison=comparison, amount=amount, adjusted=adjusted):
            return comparison, amount, adjusted, _quantity(program, quantity)
        case Holds() | IsOneOf() | SetMeets() | DateOrder() | DateWithin():
            return condition
        case _:
            assert_never(condition)


def _quantity(program: Program, quantity: str) -> object:
    measure = program.measures.get(quantity)
    if measure is None:
        return quantity
    cases = tuple(
        (None if case.when is None else expanded(program, case.when), _quantity(program, case.quantity))
        for case in measure.cases
    )
    return cases, frozenset(_quantity(program, name) for name in measure.larger_of)


def apart(one: Terms, other: Terms) -> Terms:
    """The second terms, with licences renamed that have an id of the first but another meaning."""
    ours = {program.license.id: program for program in programs(one)}
    clashing = {
        program.license.id
        for program in programs(other)
        if program.license.id in ours and ours[program.license.id].license != program.license
    }
    return _renamed(other, clashing) if clashing else other


def _renamed(terms: Terms, clashing: set[str]) -> Terms:
    match terms:
        case Single(program=program, successors=successors):
            name = program.license.id
            if name in clashing:
                program = Program(program.license.model_copy(update={"id": f"{name} (second)"}))
            return Single(program, tuple((one, _renamed(then, clashing)) for one, then in successors))
        case Together(parts=parts):
            return Together(tuple(_renamed(part, clashing) for part in parts))
        case Choice(parts=parts):
            return Choice(tuple(_renamed(part, clashing) for part in parts))
        case _:
            assert_never(terms)
