"""Three-valued expressions as functions, built from syntax nodes.

Every name in them is made here, and every value from a licence file is a constant of the tree, or bound from outside:
nothing is pasted into source.

A condition is two expressions: known to be true, known to be false. Where a row cannot leave it open the second is the
first turned around, and is written only where it is needed.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, assert_never

from licensekit.compile import logic
from licensekit.compile.logic import Expr

YES, NO, NOTHING = ast.Constant(True), ast.Constant(False), ast.Constant(None)


class Pair(NamedTuple):
    """A condition: where it is known to be true, and where to be false; None where it is false wherever not true."""

    true: ast.expr
    false: ast.expr | None = None


def is_constant(node: ast.expr, value: bool) -> bool:
    """Whether an expression is this constant."""
    return isinstance(node, ast.Constant) and node.value is value


def words(values: Iterable[str | None]) -> ast.expr:
    """A set of words."""
    return ast.Constant(frozenset(values))  # type: ignore[arg-type]


def read(name: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(name, ast.Load())


def call(name: str, *arguments: ast.expr) -> ast.expr:
    """A call of a function that is bound to a name of ours."""
    return ast.Call(read(name), list(arguments), [])


def assign(name: str, value: ast.expr) -> ast.stmt:
    """An assignment."""
    return ast.Assign([ast.Name(name, ast.Store())], value)


def when(condition: ast.expr, *then: ast.stmt) -> ast.stmt:
    """An `if`."""
    return ast.If(condition, list(then), [])


def compared(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
    """A comparison."""
    return ast.Compare(left, [operator], [right])


def function(arguments: Iterable[str], body: list[ast.stmt], bound: Mapping[str, object]) -> Callable[..., Any]:
    """A function of these arguments, from its statements and what its free names stand for."""
    signature = ast.arguments([], [ast.arg(name) for name in arguments], None, [], [], None, [])
    tree = ast.Module([ast.FunctionDef("decide", signature, body or [ast.Pass()], [], None)], [])
    builtins = {"KeyError": KeyError, "len": len, "type": type, "int": int, "str": str}
    space: dict[str, Any] = {"__builtins__": builtins, **bound}
    exec(compile(ast.fix_missing_locations(tree), "<licence>", "exec"), space)  # noqa: S102 - a tree of our own nodes
    made: Callable[..., Any] = space["decide"]
    return made


class FunctionCode(ABC):
    """Writes expressions as pairs; what is staged is worked out once, and only where something needs it."""

    def __init__(self, staged: Mapping[str, Expr]) -> None:
        self.staged: Final = staged
        self.bound: Final[dict[str, object]] = {}
        self._once: dict[str, tuple[str, ast.expr]] = {}
        self._truths: dict[str, Pair] = {}

    # -- what a column is: said by each kind of function -------------------------------------------------------

    @abstractmethod
    def column(self, name: str) -> Pair:
        """A column of yes and no."""

    @abstractmethod
    def unknown(self, name: str) -> ast.expr:
        """Where a column is unknown."""

    @abstractmethod
    def compared(self, value: logic.Compare) -> Pair:
        """A number or a date beside another."""

    @abstractmethod
    def within(self, value: logic.Within) -> Pair:
        """One of some words."""

    @abstractmethod
    def in_set(self, value: logic.Meets | logic.Strange) -> Pair:
        """A question to a set of words."""

    @abstractmethod
    def joined(self, left: ast.expr, right: ast.expr, *, both: bool) -> ast.expr:
        """And, or or, of two expressions that are no constants."""

    @abstractmethod
    def inverted(self, part: ast.expr) -> ast.expr:
        """Not, of an expression that is no constant."""

    # -- connectives -------------------------------------------------------------------------------------------

    def conjoined(self, *parts: ast.expr) -> ast.expr:
        """And."""
        return self._folded(parts, both=True)

    def disjoined(self, *parts: ast.expr) -> ast.expr:
        """Or."""
        return self._folded(parts, both=False)

    def _folded(self, parts: Iterable[ast.expr], *, both: bool) -> ast.expr:
        answer: ast.expr | None = None
        for part in parts:
            if is_constant(part, not both):
                return part
            if not is_constant(part, both):
                answer = part if answer is None or answer is part else self.joined(answer, part, both=both)
                if isinstance(answer, ast.Constant):  # what two of them come to may be settled, as `A or not A` is
                    return answer
        return ast.Constant(both) if answer is None else answer

    def negated(self, part: ast.expr) -> ast.expr:
        """Not."""
        if isinstance(part, ast.Constant):
            return ast.Constant(part.value is not True)
        return part.operand if isinstance(part, ast.UnaryOp) else self.inverted(part)

    def turned(self, pair: Pair) -> Pair:
        """Not, by Kleene."""
        return Pair(self.negated(pair.true)) if pair.false is None else Pair(pair.false, pair.true)

    def false(self, pair: Pair) -> ast.expr:
        """Where a condition is known to be false."""
        return self.negated(pair.true) if pair.false is None else pair.false

    def open(self, pair: Pair) -> ast.expr:
        """Where a condition is neither known to be true nor to be false."""
        return NO if pair.false is None else self.negated(self.disjoined(*(each for each in pair if each is not None)))

    def joined_pairs(self, pairs: Sequence[Pair], *, both: bool) -> Pair:
        """And, or or, by Kleene."""
        true = self._folded((pair.true for pair in pairs), both=both)
        if is_constant(true, value=True) or all(pair.false is None for pair in pairs):
            return Pair(true)
        return Pair(true, self._folded(map(self.false, pairs), both=not both))

    def by_condition(self, condition: ast.expr, then: Pair, otherwise: Pair) -> Pair:
        """One condition in some rows, another in the rest."""
        rest = self.negated(condition)

        def either(one: ast.expr, two: ast.expr) -> ast.expr:
            return self.disjoined(self.conjoined(condition, one), self.conjoined(rest, two))

        true = either(then.true, otherwise.true)
        if then.false is otherwise.false is None:
            return Pair(true)
        return Pair(true, either(self.false(then), self.false(otherwise)))

    # -- expressions -------------------------------------------------------------------------------------------

    def truth(self, value: Expr) -> Pair:
        """A condition."""
        match value:
            case logic.Lit(value=constant):
                return Pair(NO, NO) if constant is None else Pair(ast.Constant(constant is True))
            case logic.Col(name=name):
                return self._named(name)
            case logic.Negated(part=part):
                return self.turned(self.truth(part))
            case logic.Joined(parts=parts, every=every):
                return self.joined_pairs([self.truth(part) for part in parts], both=every)
            case logic.IsNull(part=logic.Col(name=name)) if name not in self.staged:
                return Pair(self.unknown(name))
            case logic.IsNull(part=part):
                return Pair(self.open(self.truth(part)))
            case logic.FirstOf(first=first, second=logic.Lit(value=bool() as default)):
                inner = self.truth(first)
                return Pair(self.negated(self.false(inner)) if default else inner.true)
            case logic.FirstOf(first=first, second=second):
                inner, rest = self.truth(first), self.truth(second)
                if inner.false is None:
                    return inner
                true = self.disjoined(inner.true, self.conjoined(self.negated(inner.false), rest.true))
                if rest.false is None:
                    return Pair(true)
                return Pair(true, self.disjoined(inner.false, self.conjoined(self.negated(inner.true), rest.false)))
            case logic.Branches(cases=cases, otherwise=otherwise):
                answer = self.truth(otherwise)
                for condition, then in reversed(cases):
                    answer = self.by_condition(self.truth(condition).true, self.truth(then), answer)
                return answer
            case logic.Compare():
                return self.compared(value)
            case logic.Within():
                return self.within(value)
            case logic.Meets() | logic.Strange():
                return self.in_set(value)
            case logic.Listed():
                raise TypeError("a list of words is no condition")
            case _:
                assert_never(value)

    def _named(self, name: str) -> Pair:
        pair = self._truths.get(name)
        if pair is None:
            if name in self.staged:
                inner = self.truth(self.staged[name])
                pair = Pair(self.once(inner.true), None if inner.false is None else self.once(inner.false))
            else:
                pair = self.column(name)
            self._truths[name] = pair
        return pair

    def once(self, value: ast.expr) -> ast.expr:
        """A value that is worked out once, before it is needed."""
        if isinstance(value, ast.Constant | ast.Name):
            return value
        name, _ = self._once.setdefault(ast.dump(value), (f"t{len(self._once)}", value))
        return read(name)

    def bind(self, value: object) -> str:
        """A name for a value that no constant can hold."""
        name = next((name for name, kept in self.bound.items() if kept is value), f"b{len(self.bound)}")
        self.bound[name] = value
        return name

    def prelude(self, *wanted: ast.AST) -> list[ast.stmt]:
        """What is worked out once, of that what some statements need, in order."""
        needed = {node.id for each in wanted for node in ast.walk(each) if isinstance(node, ast.Name)}
        kept: list[ast.stmt] = []
        for name, value in reversed(self._once.values()):
            if name in needed:
                needed |= {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
                kept.append(assign(name, value))
        return kept[::-1]
