"""Do two licences treat an act by the same clauses? Clause by clause, over the facts of each clause alone.

Equal clauses answer every use alike, so this is tried first: it costs no search. What it cannot tell is left to the
search over both licences at once, since one clause may mask another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, assert_never

from licensekit.analyse.budget import Enough
from licensekit.analyse.chosen import SECOND
from licensekit.analyse.sides import Shared, Side, UnlikeClauses, content_of
from licensekit.analyse.worlds import Space, unknowns
from licensekit.meaning.program import Program
from licensekit.evaluate.terms import Choice, Outlook, Single, Terms, Together, programs
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
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth

Place: TypeAlias = tuple[Program, int]
Column: TypeAlias = dict[object, Place]
COLUMNS: Final = "columns as written"
STANDPOINT: Final = 4
"""The columns of the decision table that tell what may be done; duties come after them."""
MOST_UNLIKE: Final = 4
MOST_BY_NAME: Final = 2_000
MOST_WORLDS: Final = 500
"""Worlds looked at to tell two clauses of one name apart."""


def alike(space: Space, one: Side, other: Side) -> bool:
    """Whether two sides have the same clauses for their act, whatever these are called and wherever they stand.

    First as written; then, of clauses of one name, by a search over the facts of these two alone.
    """
    if one.terms is other.terms:
        return True
    if space.asking.setting.approvals or not (_plain(one.terms) and _plain(other.terms)):
        return False  # which of two like gates an approval answers is not seen in what they ask
    ours, theirs = _table(one), _table(other)
    return all(
        here.keys() == there.keys() or _named_alike(space, one.leaf, here, there)
        for here, there in zip(ours, theirs, strict=True)
    )


@dataclass(frozen=True)
class Unlike:
    """Of two clauses one is active and the other is not."""

    one: Place
    other: Place
    leaf: str

    def truth(self, outlook: Outlook) -> Truth:
        """Whether it is so."""
        here, there = (
            outlook.standing(program, self.leaf).active(number) for program, number in (self.one, self.other)
        )
        if UNKNOWN in (here, there):
            return UNKNOWN
        return FALSE if here is there else TRUE

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves either open."""
        return unknowns((outlook.standing(program, self.leaf), number) for program, number in (self.one, self.other))


def _named_alike(space: Space, leaf: str, here: Column, there: Column) -> bool:
    """Whether the clauses in which two columns differ as written come to the same, name by name."""
    ours = {_name(place): place for key, place in here.items() if key not in there}
    theirs = {_name(place): place for key, place in there.items() if key not in here}
    if ours.keys() != theirs.keys() or len(ours) > MOST_BY_NAME:
        return False
    for name, place in ours.items():
        partner = theirs[name]
        asked, also = (_content(*each) for each in (place, partner))
        try:
            with space.asking.budget.part(MOST_WORLDS):
                if asked != also or space.first(Unlike(place, partner, leaf)) is not None:
                    return False
        except Enough:
            return False
    return True


def unlike_clauses(one: Side, other: Side, *, held: bool = False) -> UnlikeClauses:
    """The clauses in which two sides differ as written, in each column on which it rests what may be done.

    None where that cannot be told, as where approvals are held, or where they are many: to look at them first would
    then be no short cut.
    """
    if held or not (_plain(one.terms) and _plain(other.terms)):
        return UnlikeClauses(one.leaf, ())
    pairs = zip(_table(one)[:STANDPOINT], _table(other)[:STANDPOINT], strict=True)
    columns = tuple(
        (
            tuple(place for key, place in here.items() if key not in there),
            tuple(place for key, place in there.items() if key not in here),
        )
        for here, there in pairs
    )
    many = sum(len(side) for column in columns for side in column) > MOST_UNLIKE
    return UnlikeClauses(one.leaf, () if many else columns)


def sharing(one: Side, other: Side, *, held: bool = False) -> Side:
    """The second side, so that the clauses that both have as written are looked at in the first alone.

    The very same side where that cannot be told, as where approvals are held. For what may be done only: duties and
    the clauses that a standpoint rests on are read as before.
    """
    if held or not (_plain(one.terms) and _plain(other.terms)):
        return other
    (program,) = programs(one.terms)
    pairs = [(here, there) for here, there in zip(_table(one), _table(other), strict=True)][:STANDPOINT]
    columns = tuple(tuple(here[key][1] for key in there if key in here) for here, there in pairs)
    own = tuple(tuple(place[1] for key, place in there.items() if key not in here) for here, there in pairs)
    if not any(columns):
        return other
    return replace(other, shared=Shared(program, columns, own))


def _name(place: Place) -> str:
    return place[0].clauses[place[1]].id


def _content(program: Program, number: int) -> object:
    clause = program.clauses[number]
    return content_of(program, clause) if isinstance(clause, Duty | Gate) else None


def _plain(terms: Terms) -> bool:
    return isinstance(terms, Single) and not terms.successors


def _table(side: Side) -> tuple[Column, ...]:
    """The columns of the decision table, each with what its clauses come to; kept with the terms."""
    kept = side.terms.layouts.get((COLUMNS, side.leaf))
    if not isinstance(kept, tuple):
        kept = side.terms.layouts[COLUMNS, side.leaf] = _columns(side)
    return kept


def _columns(side: Side) -> tuple[Column, ...]:
    (program,) = programs(side.terms)
    columns = program.covering(side.leaf)
    written: dict[int, object] = {}
    return tuple({_clause(program, number, written): (program, number) for number in column} for column in columns[:6])


def _clause(program: Program, number: int, written: dict[int, object]) -> object:
    """What a clause comes to: what it asks, when, and what lifts it."""
    if number not in written:
        clause = program.clauses[number]
        content = _content(program, number)
        when = None if clause.when is None else expanded(program, clause.when)
        lifters = frozenset(_clause(program, lifter, written) for lifter in program.lifters[number])
        written[number] = (content, when, lifters)
    return written[number]


def expanded(program: Program, condition: Condition, *, negated: bool = False) -> object:
    """A condition with its defines, measures and readings written out, negations at its atoms, parts without order."""
    match condition:
        case Defined(name=name):
            return expanded(program, program.definitions[name].condition, negated=negated)
        case Not(part=part):
            return expanded(program, part, negated=not negated)
        case AllOf(parts=parts):
            return _joined("or" if negated else "and", (expanded(program, part, negated=negated) for part in parts))
        case AnyOf(parts=parts):
            return _joined("and" if negated else "or", (expanded(program, part, negated=negated) for part in parts))
        case ReadingIs(reading=reading, option=option):
            return (program.readings[reading].taken == option) is not negated
        case ApprovalHeld():
            return negated
        case Compares(quantity=quantity, comparison=comparison, amount=amount, adjusted=adjusted):
            found = _quantity(program, quantity), amount, adjusted
            if comparison in _OPPOSITE:
                return (*found, _OPPOSITE[comparison] if negated else comparison)
            return ("not", *found) if negated else (*found, comparison)
        case Holds() | IsOneOf() | SetMeets() | DateOrder() | DateWithin():
            return ("not", condition) if negated else condition
        case _:
            assert_never(condition)


_OPPOSITE: Final[dict[str, str]] = {
    "more_than": "at_most",
    "at_most": "more_than",
    "at_least": "less_than",
    "less_than": "at_least",
}


def _joined(how: str, parts: Iterable[object]) -> object:
    """Parts of one kind in one: parts that are the same count once, and a part of the same kind is taken apart."""
    found: dict[object, None] = {}
    decides = how == "or"
    for part in parts:
        if part is decides:
            return decides
        if part is (not decides):
            continue
        inner = part[1] if isinstance(part, tuple) and part[0] is how and isinstance(part[1], frozenset) else (part,)
        found.update(dict.fromkeys(inner))
    if not found:
        return not decides
    return next(iter(found)) if len(found) == 1 else (how, frozenset(found))


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
                program = Program(program.license.model_copy(update={"id": f"{name}{SECOND}"}))
            return Single(program, tuple((one, _renamed(then, clashing)) for one, then in successors))
        case Together(parts=parts):
            return Together(tuple(_renamed(part, clashing) for part in parts))
        case Choice(parts=parts):
            return Choice(tuple(_renamed(part, clashing) for part in parts))
        case _:
            assert_never(terms)
