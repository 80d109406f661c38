"""Formulas: what a condition means once everything that it names is put in. Equal formulas are one object.

An atom says that a variable lies in a part of its values. Formulas are made by a `Formulas`, which keeps each one once,
so that what two clauses share is worked out once. Their three-valued truth (strong Kleene) is the first pass of every
answer; what it leaves open is decided by diagrams.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from licensekit.meaning.variable import ValuePart, Variable, World, truth_in
from licensekit.truth import FALSE, TRUE, Truth, conjunction, disjunction, negation


@dataclass(frozen=True, slots=True, eq=False)
class Constant:
    """Always true, or never."""

    value: bool

    def truth(self, _: Truths) -> Truth:
        """Whatever is known."""
        return TRUE if self.value else FALSE


@dataclass(frozen=True, slots=True, eq=False)
class Atomic:
    """A variable lies in a part of its values."""

    variable: Variable
    part: ValuePart

    def truth(self, truths: Truths) -> Truth:
        """As far as the variable is known."""
        return truth_in(self.variable, self.part, truths.world)


@dataclass(frozen=True, slots=True, eq=False)
class Negation:
    """Not."""

    part: Formula

    def truth(self, truths: Truths) -> Truth:
        """Unknown stays unknown."""
        return negation(truths.of(self.part))


@dataclass(frozen=True, slots=True, eq=False)
class Conjunction:
    """And, of two parts or more."""

    parts: tuple[Formula, ...]

    def truth(self, truths: Truths) -> Truth:
        """One false part decides, else one unknown part leaves it open."""
        return conjunction(map(truths.of, self.parts))


@dataclass(frozen=True, slots=True, eq=False)
class Disjunction:
    """Or, of two parts or more."""

    parts: tuple[Formula, ...]

    def truth(self, truths: Truths) -> Truth:
        """One true part decides, else one unknown part leaves it open."""
        return disjunction(map(truths.of, self.parts))


Formula: TypeAlias = Constant | Atomic | Negation | Conjunction | Disjunction

ALWAYS = Constant(True)
NEVER = Constant(False)


class Truths:
    """The truth of formulas in one world, each worked out once."""

    __slots__ = ("_worked_out", "world")

    def __init__(self, world: World) -> None:
        self.world = world
        self._worked_out: dict[Formula, Truth] = {}

    def of(self, formula: Formula) -> Truth:
        """True, false, or not decided by what is known."""
        value = self._worked_out.get(formula)
        if value is None:
            value = self._worked_out[formula] = formula.truth(self)
        return value


@dataclass(slots=True)
class Formulas:
    """Makes formulas, and keeps each one once."""

    _made: dict[object, Formula] = field(default_factory=dict)

    def atom(self, variable: Variable, part: ValuePart) -> Formula:
        """A variable lies in a part. No value lies among no options."""
        if part == frozenset():
            return NEVER
        return self._made.setdefault((variable, part), Atomic(variable, part))

    def negation(self, part: Formula) -> Formula:
        """Not."""
        if isinstance(part, Constant):
            return NEVER if part.value else ALWAYS
        if isinstance(part, Negation):
            return part.part
        return self._made.setdefault(("not", part), Negation(part))

    def every(self, parts: Iterable[Formula]) -> Formula:
        """And; of nothing: true."""
        kept = self._flat(parts, Conjunction, ALWAYS, NEVER)
        if len(kept) < 2:
            return kept[0] if kept else ALWAYS
        return self._made.setdefault(("and", kept), Conjunction(kept))

    def some(self, parts: Iterable[Formula]) -> Formula:
        """Or; of nothing: false."""
        kept = self._flat(parts, Disjunction, NEVER, ALWAYS)
        if len(kept) < 2:
            return kept[0] if kept else NEVER
        return self._made.setdefault(("or", kept), Disjunction(kept))

    def choice(self, condition: Formula, then: Formula, otherwise: Formula) -> Formula:
        """One formula where the condition holds, another where not; where both agree, the condition plays no part."""
        if then is otherwise:
            return then
        held = self.every((condition, then))
        failed = self.every((self.negation(condition), otherwise))
        return self.some((held, failed, self.every((then, otherwise))))

    @staticmethod
    def _flat(
        parts: Iterable[Formula], kind: type[Conjunction | Disjunction], neutral: Constant, deciding: Constant
    ) -> tuple[Formula, ...]:
        """Parts once each in their order, those of a like part in its place; the deciding one alone where it occurs."""
        kept: dict[Formula, None] = {}
        for part in parts:
            if part is deciding:
                return (deciding,)
            if isinstance(part, kind):
                kept.update(dict.fromkeys(part.parts))
            elif part is not neutral:
                kept[part] = None
        return tuple(kept)


def atoms_of(*formulas: Formula) -> Iterator[Atomic]:
    """Every atom of some formulas once, in the order of the text."""
    met: set[Formula] = set()
    todo: list[Formula] = list(reversed(formulas))
    while todo:
        formula = todo.pop()
        if formula not in met:
            met.add(formula)
            if isinstance(formula, Atomic):
                yield formula
            todo.extend(reversed(parts_of(formula)))


def parts_of(formula: Formula) -> tuple[Formula, ...]:
    """The formulas that a formula is made of; none of an atom and of what is settled."""
    match formula:
        case Constant() | Atomic():
            return ()
        case Negation(part=part):
            return (part,)
        case Conjunction(parts=parts) | Disjunction(parts=parts):
            return parts
        case _:
            assert_never(formula)


def variables_of(*formulas: Formula) -> tuple[Variable, ...]:
    """The variables that some formulas read, once each, in the order of the text."""
    return tuple(dict.fromkeys(atom.variable for atom in atoms_of(*formulas)))
