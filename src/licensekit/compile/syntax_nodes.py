"""Expressions of Python as syntax nodes, with what is constant folded away.

Every name in them is made here, and every value from a licence file is a constant of the tree: nothing is pasted
into source.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple

YES, NO, NOTHING = ast.Constant(True), ast.Constant(False), ast.Constant(None)


class Pair(NamedTuple):
    """A condition as two expressions: it is known to be true, it is known to be false."""

    true: ast.expr
    false: ast.expr

    @property
    def turned(self) -> Pair:
        """The condition's negation."""
        return Pair(self.false, self.true)


ALWAYS, NEVER, OPEN = Pair(YES, NO), Pair(NO, YES), Pair(NO, NO)


def sure(expression: ast.expr) -> Pair:
    """A condition all of whose facts are known."""
    return Pair(expression, negated(expression))


def either(value: bool | None) -> Pair:
    """A condition that is settled before any use is seen; None: it stays open."""
    return OPEN if value is None else ALWAYS if value else NEVER


def every(pairs: Iterable[Pair]) -> Pair:
    """And, by Kleene."""
    parts = list(pairs)
    return Pair(conjoined(part.true for part in parts), disjoined(part.false for part in parts))


def some(pairs: Iterable[Pair]) -> Pair:
    """Or, by Kleene."""
    parts = list(pairs)
    return Pair(disjoined(part.true for part in parts), conjoined(part.false for part in parts))


def constant(value: object) -> ast.expr:
    """A value of a licence file: a number, a word, or a set of words."""
    return ast.Constant(value)  # type: ignore[arg-type]


def is_constant(node: ast.expr, value: bool) -> bool:
    """Whether an expression is this constant."""
    return isinstance(node, ast.Constant) and node.value is value


def conjoined(parts: Iterable[ast.expr]) -> ast.expr:
    """Expressions joined by `and`."""
    return _joined(ast.And(), parts, neutral=True)


def disjoined(parts: Iterable[ast.expr]) -> ast.expr:
    """Expressions joined by `or`."""
    return _joined(ast.Or(), parts, neutral=False)


def _joined(operator: ast.boolop, parts: Iterable[ast.expr], *, neutral: bool) -> ast.expr:
    left = [part for part in parts if not is_constant(part, neutral)]
    if any(is_constant(part, not neutral) for part in left):
        return ast.Constant(not neutral)
    if not left:
        return ast.Constant(neutral)
    return left[0] if len(left) == 1 else ast.BoolOp(operator, left)


def negated(node: ast.expr) -> ast.expr:
    """An expression with `not` before it."""
    if isinstance(node, ast.Constant):
        return ast.Constant(node.value is not True)
    return ast.UnaryOp(ast.Not(), node)


def compared(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
    """A comparison."""
    return ast.Compare(left, [operator], [right])


def known(node: ast.expr) -> ast.expr:
    """Whether a fact is given."""
    return compared(node, ast.IsNot(), NOTHING)


def unknown(node: ast.expr) -> ast.expr:
    """Whether a fact is not given."""
    return compared(node, ast.Is(), NOTHING)


def read(name: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(name, ast.Load())


def written(name: str) -> ast.Name:
    """A name that is assigned."""
    return ast.Name(name, ast.Store())


def call(name: str, *arguments: ast.expr) -> ast.expr:
    """A call of a function that is bound to a name of ours."""
    return ast.Call(read(name), list(arguments), [])


def assign(name: str, value: ast.expr) -> ast.stmt:
    """An assignment."""
    return ast.Assign([written(name)], value)


def when(condition: ast.expr, *then: ast.stmt, otherwise: Iterable[ast.stmt] = ()) -> ast.stmt:
    """An `if`."""
    return ast.If(condition, list(then), list(otherwise))
