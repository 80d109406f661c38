"""Two worlds that differ in some facts alone: whether they can lead to different leaves.

The second world is a copy of the first in which these facts have variables of their own, next to those of the first in
the order; everything else is shared. One fact may be several variables: a date is compared with several others, a set
has a member among several lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias, TypeVar, assert_never

from licensekit.diagram.bottom_up import bottom_up
from licensekit.diagram.nodes import Diagrams, Node
from licensekit.diagram.walk import State, Walk
from licensekit.meaning.domain import Domain
from licensekit.meaning.variable import (
    AmountVariable,
    FactVariable,
    MemberVariable,
    OrderVariable,
    Read,
    ReadingVariable,
    Variable,
    World,
)

Copies: TypeAlias = Mapping[Variable, Variable]
"""The variables of a fact, each with its copy."""
MARK = "'"
"""No name in a licence ends so."""


def copies_of(diagrams: Diagrams, facts: Iterable[Read], atoms: Iterable[Variable]) -> Copies:
    """The variables by which some facts are asked for, each with a copy just below it in the order."""
    copies: dict[Variable, Variable] = {fact: _copy(fact) for fact in facts}
    for atom in atoms:
        if isinstance(atom, MemberVariable) and atom.set in copies:
            copies[atom] = replace(atom, set=_copy(atom.set))
        elif isinstance(atom, OrderVariable) and (atom.date in copies or atom.other in copies):
            date, other = (_copy(each) if each in copies else each for each in (atom.date, atom.other))
            copies[atom] = replace(atom, date=date, other=other)
    for variable, copy in copies.items():
        diagrams.levels.setdefault(copy, diagrams.level(variable) + 1)
    return copies


V = TypeVar("V", bound=Read)


def _copy(variable: V) -> V:
    match variable:
        case ReadingVariable(reading=reading):
            return replace(variable, reading=reading + MARK)
        case FactVariable(name=name) | AmountVariable(name=name):
            return replace(variable, name=name._replace(base=name.base + MARK))
        case _:
            assert_never(variable)


def with_copies(known: World, copies: Copies) -> World:
    """What is known, of the copies too."""
    also: dict[Variable, Domain] = {copy: known[variable] for variable, copy in copies.items() if variable in known}
    return {**known, **also}


def copied(diagrams: Diagrams, node: Node, copies: Copies, done: dict[Node, Node] | None = None) -> Node:
    """The same diagram in the other world; `done` keeps what was copied so."""
    done = {} if done is None else done

    def copy(at: Node) -> Node:
        if at.variable is None:
            return at
        diagrams.step()
        return diagrams.node(copies.get(at.variable, at.variable), at.parts, [done[child] for child in at.children])

    return bottom_up(node, done, lambda at: at.children, copy)


class _DifferenceWalk(Walk):
    """A walk of two roots that ends where they have come to be the same."""

    def state(self, roots: tuple[Node, ...], worlds: Iterable[Node]) -> State | None:
        first, second = roots
        return None if first is second else super().state(roots, worlds)


def differ(  # noqa: PLR0913 - each names one part of the question
    diagrams: Diagrams, root: Node, ties: Iterable[Node], known: World, copies: Copies, *, joint: Iterable[Node] = ()
) -> bool:
    """Whether two worlds that differ in some facts alone lead to different leaves. Raises TooManySteps.

    `ties` hold in each of the worlds by itself, `joint` in both together: dates that are shared.
    """
    copy = copied(diagrams, root, copies)
    if copy is root:
        return False
    both = (*ties, *(copied(diagrams, tie, copies) for tie in ties), *joint)
    walk = _DifferenceWalk(diagrams, with_copies(known, copies))
    return bool(walk.reached((root, copy), both, lambda met: len(met) > 0))
