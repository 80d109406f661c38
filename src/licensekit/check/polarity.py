"""Which way a condition pushes an answer: towards milder, or towards stricter.

An assumption may only make an answer stricter (docs/semantics.md, section 9), and holding an approval may only make it
milder (law b). Both are shown here without looking at any use: each condition is followed through defines,
measures and `not` to the clause that it switches on or off, and from there through the exemptions that lift
it (details, "Assumptions"). The exact engine later replaces this by proof; until then, what cannot be shown
is taken as not so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import TypeAlias, assert_never

from licensekit.model import conditions as model
from licensekit.model.clauses import (
    Binding,
    Clause,
    Duty,
    Exemption,
    Gate,
    Grant,
    Prohibition,
    Reservation,
    Termination,
)
from licensekit.model.fold import Algebra, Atom, atoms_in, date_facts, facts_of, fold
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

AtomPushes: TypeAlias = Callable[[Atom], Pushes]
"""What the thing in question does to an atom; `NONE` for an atom that it does not touch."""


def opposite(pushes: Pushes) -> Pushes:
    """Every push turned round."""
    return frozenset(push.opposite for push in pushes)


def _together(pushes: Iterable[Pushes]) -> Pushes:
    return NONE.union(*pushes)


def safe_side(license: License, fact: str, value: Value) -> bool:
    """Whether taking `value` for an unknown fact can only make the answers of this licence stricter.

    `fact` is the name used in the model (`FACT@ORIGIN` for a fact under a meaning). False means "not shown".
    Source: details, "Assumptions".
    """
    if any(fact in date_facts(conversion.on) for conversion in license.conversions):
        return False
    return Push.DOWN not in answer_pushes(license, lambda atom: _decided(atom, fact, value))


def answer_pushes(license: License, decide: AtomPushes) -> Pushes:
    """All ways in which the atoms that `decide` names push the answers of a licence: up is stricter."""
    return _together(pushes for _, pushes in clause_pushes(license, decide))


def clause_pushes(license: License, decide: AtomPushes) -> Iterator[tuple[Clause, Pushes]]:
    """For each clause that has a condition: which ways it is made to push the answer."""
    conditions = _Conditions(license, decide)
    effects = _Effects(license)
    for clause in license.clauses:
        pushes = NONE if clause.when is None else conditions.of(clause.when)
        if pushes:
            effect = effects.of(clause)
            yield clause, _together(effect if push is Push.UP else opposite(effect) for push in pushes)


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
            case Reservation() | Prohibition() | Duty() | Gate() | Termination() | Binding():
                return UP
            case Exemption():
                return self._of_exemption(clause)
            case _:
                assert_never(clause)

    def _of_exemption(self, clause: Exemption) -> Pushes:
        if clause.id not in self._known:
            self._known[clause.id] = BOTH  # what a cycle, which is refused elsewhere, comes to
            lifted = [self._clauses[name] for name in clause.lifts if name in self._clauses]
            self._known[clause.id] = opposite(_together(self.of(each) for each in lifted))
        return self._known[clause.id]


class _Conditions:
    """How the atoms that `decide` names push conditions; up is towards true."""

    def __init__(self, license: License, decide: AtomPushes) -> None:
        self._decide = decide
        self._definitions = {definition.name: definition for definition in license.definitions}
        self._measures = {measure.name: measure for measure in license.measures}
        self._named: dict[str, Pushes] = {}
        self._algebra = Algebra(self._atom, _together, _together, opposite, self._defined)

    def of(self, condition: model.Condition) -> Pushes:
        return fold(condition, self._algebra)

    def _defined(self, condition: model.Defined) -> Pushes:
        name = condition.name
        if name not in self._named:
            self._named[name] = BOTH  # what a cycle, which is refused elsewhere, comes to
            self._named[name] = self.of(self._definitions[name].condition) if name in self._definitions else NONE
        return self._named[name]

    def _atom(self, atom: Atom) -> Pushes:
        """Another quantity may be larger or smaller: where a measure is pushed at all, it is pushed both ways."""
        if not isinstance(atom, model.Compares) or atom.quantity not in self._measures:
            return self._decide(atom)
        name = atom.quantity
        if name not in self._named:
            pushed = any(map(self._decide, atoms_in(atom, self._definitions, self._measures)))
            self._named[name] = BOTH if pushed else NONE
        return self._named[name]


def _decided(atom: Atom, fact: str, value: Value) -> Pushes:
    """How an atom is decided when the fact has this value."""
    if fact not in facts_of(atom):
        return NONE
    match atom:
        case model.Holds():
            return _as_push(value is True)
        case model.IsOneOf(values=values):
            return _as_push(value in values)
        case model.SetMeets() | model.Compares() | model.DateOrder() | model.DateWithin():
            return BOTH
        case model.ReadingIs() | model.ApprovalHeld():
            return NONE
        case _:
            assert_never(atom)


def _as_push(value: bool) -> Pushes:
    return UP if value else DOWN
