"""Which way a condition pushes an answer: towards milder, or towards stricter.

An assumption may only make an answer stricter (docs/semantics.md, section 9), and holding an approval may only make it
milder (law b). Both are shown here without looking at any use: each condition is followed through defines,
measures and `not` to the clause that it switches on or off, and from there through the exemptions that lift
it (details, "Assumptions"). The exact engine later replaces this by proof; until then, what cannot be shown
is taken as not so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import TypeAlias, assert_never

from licensekit.model.clauses import Clause, Duty, Exemption, Gate, Grant, Prohibition, Reservation, Termination
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Condition,
    DateExpression,
    DateFact,
    DateOrder,
    DateWithin,
    Day,
    Defined,
    Earlier,
    Holds,
    IsOneOf,
    Measure,
    Not,
    ReadingIs,
    SetMeets,
    YearsAfter,
)
from licensekit.model.license import License
from licensekit.values import Value
from licensekit.vocabulary.acts import LEAVES


class Push(Enum):
    """A condition is pushed towards true, or towards false; an answer towards stricter, or towards milder."""

    UP = "up"
    DOWN = "down"

    @property
    def opposite(self) -> Push:
        """The other way."""
        return Push.DOWN if self is Push.UP else Push.UP


Pushes: TypeAlias = frozenset[Push]
NONE: Pushes = frozenset()
UP: Pushes = frozenset({Push.UP})
DOWN: Pushes = frozenset({Push.DOWN})
BOTH: Pushes = UP | DOWN

Decide: TypeAlias = Callable[[Condition], Pushes]
"""What the thing in question does to an atom; `NONE` for an atom that it does not touch."""


def opposite(pushes: Pushes) -> Pushes:
    """Every push turned round."""
    return frozenset(push.opposite for push in pushes)


def safe_side(license: License, fact: str, value: Value) -> bool:
    """Whether taking `value` for an unknown fact can only make the answers of this licence stricter.

    `fact` is the name used in the model (`FACT@ORIGIN` for a fact under a meaning). False means "not shown".
    Source: details, "Assumptions".
    """
    if any(fact in _dates(conversion.on) for conversion in license.conversions):
        return False
    return Push.DOWN not in answer_pushes(license, lambda atom: _decided(atom, fact, value))


def answer_pushes(license: License, decide: Decide) -> Pushes:
    """All ways in which the atoms that `decide` names push the answers of a licence: up is stricter."""
    return frozenset().union(*(pushes for _, pushes in clause_pushes(license, decide)))


def clause_pushes(license: License, decide: Decide) -> Iterator[tuple[Clause, Pushes]]:
    """For each clause that has a condition: which ways it is made to push the answer."""
    walk = _Walk(license, decide)
    effects = _Effects(license)
    for clause in license.clauses:
        if clause.when is None:
            continue
        pushes = walk.condition(clause.when)
        if pushes:
            yield clause, _through(pushes, effects.of(clause))


def _through(condition: Pushes, effect: Pushes) -> Pushes:
    """A clause of this effect, its condition pushed so."""
    return frozenset(sign if push is Push.UP else sign.opposite for push in condition for sign in effect)


class _Effects:
    """What switching a clause on does to the answer: up is stricter."""

    def __init__(self, license: License) -> None:
        self._clauses = {clause.id: clause for clause in license.clauses}
        self._known: dict[str, Pushes] = {}

    def of(self, clause: Clause) -> Pushes:
        match clause:
            case Grant():
                return DOWN
            case Gate(grants_it=True) if any(LEAVES[leaf].needs_grant for leaf in clause.acts.leaves):
                return BOTH  # it turns not_granted into needs_approval, and permitted as well
            case Reservation() | Prohibition() | Duty() | Gate() | Termination():
                return UP
            case Exemption():
                return self._of_exemption(clause)
            case _:
                assert_never(clause)

    def _of_exemption(self, clause: Exemption) -> Pushes:
        if clause.id not in self._known:
            self._known[clause.id] = BOTH  # what a cycle, which is refused elsewhere, comes to
            lifted = [self._clauses[name] for name in clause.lifts if name in self._clauses]
            self._known[clause.id] = opposite(frozenset().union(*(self.of(each) for each in lifted)))
        return self._known[clause.id]


class _Walk:
    """How the atoms that `decide` names push a condition; up is towards true."""

    def __init__(self, license: License, decide: Decide) -> None:
        self._decide = decide
        self._definitions = {definition.name: definition.condition for definition in license.definitions}
        self._measures = {measure.name: measure for measure in license.measures}
        self._known: dict[str, Pushes] = {}

    def condition(self, condition: Condition) -> Pushes:
        match condition:
            case Not():
                return opposite(self.condition(condition.part))
            case AllOf() | AnyOf():
                return frozenset().union(*(self.condition(part) for part in condition.parts))
            case Defined():
                return self._named(condition.name)
            case Compares() if condition.quantity in self._measures:
                return self._measure(condition.quantity)
            case (
                Holds() | IsOneOf() | SetMeets() | Compares() | DateOrder() | DateWithin() | ReadingIs()
                | ApprovalHeld()
            ):  # fmt: skip
                return self._decide(condition)
            case _:
                assert_never(condition)

    def _named(self, name: str) -> Pushes:
        if name not in self._known:
            self._known[name] = BOTH
            known = self._definitions.get(name)
            self._known[name] = NONE if known is None else self.condition(known)
        return self._known[name]

    def _measure(self, name: str) -> Pushes:
        """Another quantity may be larger or smaller: a measure that is touched at all pushes both ways."""
        if name not in self._known:
            self._known[name] = BOTH
            self._known[name] = BOTH if self._touched(self._measures[name]) else NONE
        return self._known[name]

    def _touched(self, measure: Measure) -> bool:
        quantities = [case.quantity for case in measure.cases] + list(measure.larger_of)
        return (
            any(case.when is not None and self.condition(case.when) for case in measure.cases)
            or any(self._measure(name) for name in quantities if name in self._measures)
            or any(self._decide(_probe(name)) for name in quantities if name not in self._measures)
        )


def _probe(fact: str) -> Condition:
    return Compares(quantity=fact, comparison="exactly", amount=0)


def _decided(atom: Condition, fact: str, value: Value) -> Pushes:
    """How an atom is decided when the fact has this value."""
    match atom:
        case Holds():
            return NONE if atom.fact != fact else _as_push(value is True)
        case IsOneOf():
            return NONE if atom.fact != fact else _as_push(value in atom.values)
        case SetMeets() | Compares() | DateOrder() | DateWithin():
            return BOTH if fact in atom_facts(atom) else NONE
        case _:
            return NONE


def _as_push(value: bool) -> Pushes:
    return UP if value else DOWN


def atom_facts(atom: Condition) -> tuple[str, ...]:
    """The facts (or measures) that one atom reads, in its own order."""
    match atom:
        case Holds() | IsOneOf() | SetMeets():
            return (atom.fact,)
        case Compares():
            return (atom.quantity,)
        case DateOrder():
            return _dates(atom.date) + _dates(atom.other)
        case DateWithin():
            return _dates(atom.date) + _dates(atom.after)
        case _:
            return ()


def _dates(date: DateExpression) -> tuple[str, ...]:
    match date:
        case Day():
            return ()
        case DateFact():
            return (date.fact,)
        case YearsAfter():
            return _dates(date.date)
        case Earlier():
            return tuple(fact for each in date.dates for fact in _dates(each))
        case _:
            assert_never(date)
