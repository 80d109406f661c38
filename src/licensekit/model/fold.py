"""One walk over conditions for every reader: what a condition is made of, and how a value of it is put together.

Whatever is asked of a condition (its words, its truth, what it reads, the same with something changed) is said by an
`Algebra`: what an atom gives, and how the values of parts combine. A new kind of atom is added to
`Atom` and `facts_of`, a new kind of condition with parts to the walks of this module alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeAlias, TypeVar, assert_never

from licensekit.model import conditions

Atom: TypeAlias = (
    conditions.Holds
    | conditions.IsOneOf
    | conditions.SetMeets
    | conditions.Compares
    | conditions.DateOrder
    | conditions.DateWithin
    | conditions.ReadingIs
    | conditions.ApprovalHeld
)
"""A condition without parts."""

T = TypeVar("T")


class Algebra(NamedTuple, Generic[T]):
    """What each kind of condition gives, from what its parts give."""

    atom: Callable[[Atom], T]
    every: Callable[[Sequence[T]], T]
    some: Callable[[Sequence[T]], T]
    negation: Callable[[T], T]
    defined: Callable[[conditions.Defined], T]


def fold(condition: conditions.Condition, algebra: Algebra[T]) -> T:
    """The value of a condition under an algebra."""
    # By type and not by pattern: every question walks conditions, and an atom is what four patterns fail on.
    if type(condition) is conditions.AllOf:
        return algebra.every([fold(part, algebra) for part in condition.parts])
    if type(condition) is conditions.AnyOf:
        return algebra.some([fold(part, algebra) for part in condition.parts])
    if type(condition) is conditions.Not:
        return algebra.negation(fold(condition.part, algebra))
    if type(condition) is conditions.Defined:
        return algebra.defined(condition)
    return algebra.atom(condition)


def rewritten(
    condition: conditions.Condition,
    change: Callable[[Atom], conditions.Condition],
    defined: Callable[[conditions.Defined], conditions.Condition] = lambda name: name,
) -> conditions.Condition:
    """The same condition with each atom replaced; an unchanged part stays the same object."""
    if isinstance(condition, Atom):
        return change(condition)
    match condition:
        case conditions.AllOf(parts=parts) | conditions.AnyOf(parts=parts):
            changed = tuple(rewritten(part, change, defined) for part in parts)
            same = all(new is old for new, old in zip(changed, parts, strict=True))
            return condition if same else condition.model_copy(update={"parts": changed})
        case conditions.Not(part=part):
            negated = rewritten(part, change, defined)
            return condition if negated is part else condition.model_copy(update={"part": negated})
        case conditions.Defined():
            return defined(condition)
        case _:
            assert_never(condition)


def parts_of(condition: conditions.Condition) -> tuple[conditions.Condition, ...]:
    """What a condition is directly made of: nothing for an atom, and for a definition, which is named, not opened."""
    if type(condition) is conditions.AllOf or type(condition) is conditions.AnyOf:
        return condition.parts
    return (condition.part,) if type(condition) is conditions.Not else ()


def conditions_in(condition: conditions.Condition) -> Iterator[conditions.Condition]:
    """A condition and all its parts, from the outside in; definitions are named, not opened."""
    todo = [condition]
    while todo:
        outer = todo.pop()
        yield outer
        todo.extend(reversed(parts_of(outer)))


def atoms_in(
    condition: conditions.Condition,
    definitions: Mapping[str, conditions.Definition],
    measures: Mapping[str, conditions.Measure],
) -> Iterator[Atom]:
    """Every atom that a condition reads in the order of the text: through definitions and measures, each opened once.

    A comparison of a measure gives a comparison of each fact that the measure may take, and the atoms of its cases.
    """
    opened: set[str] = set()

    def quantity(name: str, compares: conditions.Compares) -> Iterator[Atom]:
        measure = measures.get(name)
        if measure is None:
            yield compares if name == compares.quantity else compares.model_copy(update={"quantity": name})
            return
        for larger in measure.larger_of:
            yield from quantity(larger, compares)
        for case in measure.cases:
            if case.when is not None:
                yield from walk(case.when)
            yield from quantity(case.quantity, compares)

    def walk(outer: conditions.Condition) -> Iterator[Atom]:
        for part in conditions_in(outer):
            if isinstance(part, conditions.Holds):
                yield part
            elif isinstance(part, conditions.Compares):
                yield from quantity(part.quantity, part)
            elif isinstance(part, conditions.Defined):
                if part.name not in opened:
                    opened.add(part.name)
                    yield from walk(definitions[part.name].condition)
            elif isinstance(part, Atom):
                yield part

    return walk(condition)


def dates_in(expression: conditions.DateExpression) -> Iterator[conditions.Day | conditions.DateFact]:
    """The fixed days and the date facts that a date is made of, in the order written."""
    match expression:
        case conditions.Day() | conditions.DateFact():
            yield expression
        case conditions.YearsAfter(date=date):
            yield date
        case conditions.Earlier(dates=dates):
            for earlier in dates:
                yield from dates_in(earlier)
        case _:
            assert_never(expression)


def date_facts(*expressions: conditions.DateExpression) -> tuple[str, ...]:
    """The date facts that dates are made of, in the order written."""
    return tuple(
        part.fact
        for expression in expressions
        for part in dates_in(expression)
        if isinstance(part, conditions.DateFact)
    )


def facts_of(atom: Atom) -> tuple[str, ...]:
    """The facts (or measures) that an atom reads, in its own order; a reading or an approval is no fact."""
    match atom:
        case conditions.Holds(fact=fact) | conditions.IsOneOf(fact=fact) | conditions.SetMeets(fact=fact):
            return (fact,)
        case conditions.Compares(quantity=quantity):
            return (quantity,)
        case conditions.DateOrder():
            return date_facts(atom.date, atom.other)
        case conditions.DateWithin():
            return date_facts(atom.date, atom.after)
        case conditions.ReadingIs() | conditions.ApprovalHeld():
            return ()
        case _:
            assert_never(atom)
