"""The function for one kind of use: it sets a bit for each clause that is active, and looks the answer up.

Where a bit stays open and the verdict hangs on it, the answer is looked up by the cells in which the facts lie: all
facts in the same cells have the same answer.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import floor
from typing import Any, Final

from licensekit.compile import logic
from licensekit.compile.code import (
    NO,
    NOTHING,
    FunctionCode,
    Pair,
    assign,
    call,
    compared,
    function,
    is_constant,
    read,
    when,
    words,
)
from licensekit.compile.logic import Col, Compare, Expr, Later, Lit, Meets, Strange, Within, some
from licensekit.compile.outcome import Judge, Outcome
from licensekit.compile.rows import Rows
from licensekit.decision.inquiry import Inquiry
from licensekit.limits import MAX_DECIMALS
from licensekit.meaning.calendar_days import Unit, later
from licensekit.meaning.domain import Cut
from licensekit.meaning.variable import AS_OF, AmountVariable, FactVariable, OrderVariable, Variable
from licensekit.numerals import EXACT
from licensekit.values import WORLDWIDE

SCALE: Final = 10**MAX_DECIMALS
"""Amounts are in ten-thousandths of their currency, so that they are whole."""
_WORD: Final = 60
"""Bits in one local: a small int each."""
_MOST_OUTCOMES: Final = 16_384
"""Of each function; an outcome keeps the use that it was worked out for."""
_OPERATORS: Final[Mapping[str, type[ast.cmpop]]] = {">": ast.Gt, ">=": ast.GtE, "<": ast.Lt, "<=": ast.LtE}


class _Scalars(FunctionCode):
    """Expressions over the facts of a single use, each in a local of its own; None where it is not stated."""

    def __init__(self, staged: Mapping[str, Expr], stated: Iterable[str] = (), *, scaled: bool = True) -> None:
        super().__init__(staged)
        self.locals: Final[dict[str, str]] = {}
        self.stated: Final = frozenset(stated)
        """The facts that every use of this kind states."""
        self.scaled: Final = scaled
        """Whether amounts come in ten-thousandths, and not as decimals."""

    def local(self, name: str) -> ast.expr:
        """The local of a fact."""
        return read(self.locals.setdefault(name, f"f{len(self.locals)}"))

    def column(self, name: str) -> Pair:
        """Yes or no."""
        value = self.local(name)
        return Pair(value) if name in self.stated else Pair(value, compared(value, ast.Is(), NO))

    def unknown(self, name: str) -> ast.expr:
        """Whether a fact is not stated."""
        return NO if name in self.stated else compared(self.local(name), ast.Is(), NOTHING)

    def compared(self, value: Compare) -> Pair:
        """A number or a date beside another."""
        left, right = self.local(value.left.name), self._right(value.left.name, value.right)
        names = [name for name in logic.columns_in(value) if name not in self.stated]
        there = [compared(self.local(name), ast.IsNot(), NOTHING) for name in names]
        operators = _OPERATORS[value.operator], _OPERATORS[{">": "<=", ">=": "<", "<": ">=", "<=": ">"}[value.operator]]
        yes, no = (self.conjoined(*there, compared(left, operator(), right)) for operator in operators)
        return Pair(yes, no) if there else Pair(yes)

    def _right(self, name: str, right: object) -> ast.expr:
        match right:
            case Lit(value=date() as day):
                return ast.Constant(day.toordinal())
            case Lit(value=int() | Decimal() as mark) if ":" in name:
                mark = EXACT.multiply(Decimal(mark), SCALE) if self.scaled else Decimal(mark)
                return ast.Constant(int(mark)) if self.scaled and mark == int(mark) else read(self.bind(mark))
            case Lit(value=int() as mark):
                return ast.Constant(mark)
            case Later(day=day, count=count, unit=unit, days=days):
                start = self.local(day.name)
                moved = call(self.bind(_moved), start, *map(ast.Constant, (count, unit, days)))
                if day.name in self.stated:
                    return moved
                return self.once(ast.IfExp(compared(start, ast.Is(), NOTHING), NOTHING, moved))
            case Col(name=other):
                return self.local(other)
            case _:
                raise TypeError(f"{right} stands beside no number")

    def within(self, value: Within) -> Pair:
        """One of some words."""
        fact = self.local(value.column.name)
        inside = compared(fact, ast.In(), words(value.values))
        if len(value.values) == 1:
            inside = compared(fact, ast.Eq(), ast.Constant(value.values[0]))
        if value.column.name in self.stated:
            return Pair(inside)
        return Pair(inside, compared(fact, ast.NotIn(), words((*value.values, None))))

    def in_set(self, value: Meets | Strange) -> Pair:
        """Whether a set holds one of some words; values were looked at before."""
        if isinstance(value, Strange):
            return Pair(NO)
        listed, beyond = frozenset(value.values), bool(value.values) or value.beyond

        def test(members: object) -> bool | None:
            if members is None or members is WORLDWIDE:
                return None if members is None else beyond
            assert isinstance(members, frozenset)
            return not members.isdisjoint(listed)

        answer = self.once(call(self.bind(test), self.local(value.column.name)))
        return Pair(answer) if value.column.name in self.stated else Pair(answer, compared(answer, ast.Is(), NO))

    def joined(self, left: ast.expr, right: ast.expr, *, both: bool) -> ast.expr:
        """And, or or."""
        operator = ast.And if both else ast.Or
        parts = [*left.values] if isinstance(left, ast.BoolOp) and isinstance(left.op, operator) else [left]
        return ast.BoolOp(operator(), [*parts, right])

    def inverted(self, part: ast.expr) -> ast.expr:
        """Not."""
        return ast.UnaryOp(ast.Not(), part)


def _moved(day: int, count: int, unit: Unit, days: int) -> int:
    return later(day, count, unit) + days


class Written:
    """The parts of a function for uses of a kind, before they are put together. Raises FactsError as `Rows` does."""

    def __init__(self, judge: Judge, rows: Rows, stated: Iterable[str] = (), *, scaled: bool = True) -> None:
        self.judge, self.rows = judge, rows
        by_view = {view: rows.formulas(*judge.formulas(view), held=view) for view in judge.views}
        self.code = _Scalars(rows.stages.columns, stated, scaled=scaled)
        self.pairs = [self.code.truth(by_view[bit.view][bit.formula]) for bit in judge.bits]
        self.bad = self.code.truth(some(rows.problems)).true
        self.sure = all(pair.false is None for pair in self.pairs)
        """Whether no use of this kind leaves a clause open."""
        self.words = max(1, -(-len(self.pairs) * (1 if self.sure else 2) // _WORD))

    def function(
        self,
        arguments: tuple[str, ...],
        fetch: Callable[[Sequence[str]], list[ast.stmt]],
        other: Callable[[Any], Outcome],
        ask: Callable[[Any], Inquiry],
    ) -> Callable[..., Outcome]:
        """The function: it fetches its facts, and hands its last argument to `other` where they contradict themselves.

        `ask` puts the question to the reference, where no answer is kept.
        """
        use = read(arguments[-1])
        outcomes: dict[object, Outcome | None] = {}
        exact: dict[object, Outcome] = {}

        def miss(key: object, asked: Any) -> Outcome | None:
            true, opened = self._masks(key)
            outcome = self.judge.outcome_of_bits(true, opened, lambda: ask(asked))
            if len(outcomes) < _MOST_OUTCOMES:
                outcomes[key] = outcome
            return outcome

        def reference(key: object, asked: Any) -> Outcome:
            outcome = self.judge.outcome(lambda: ask(asked))
            if len(exact) < _MOST_OUTCOMES:
                exact[key] = outcome
            return outcome

        bits, cells = self._bits(), [] if self.sure else [self._cell(name) for name in self.rows.columns]
        inside = [*bits, *self._lookup(use, cells)]
        bad = [] if is_constant(self.bad, value=False) else [when(self.bad, ast.Return(call("other", use)))]
        body = [*self.code.prelude(*bad, *inside), *bad, *inside]
        bound = {"known": outcomes, "miss": miss, "exact": exact, "reference": reference, "other": other}
        bound |= {"each": map, "wanted": tuple(self.code.locals), "bisect": bisect_right, **self.code.bound}
        return function(arguments, [*fetch(tuple(self.code.locals)), *body], bound)

    def _bits(self) -> list[ast.stmt]:
        """A bit for each condition known to be true; another, above these, for each that stays open."""
        start: list[int] = []
        alike: dict[str, tuple[ast.expr, ast.expr, list[int]]] = {}
        for number, pair in enumerate(self.pairs):
            left = NO if pair.false is None else self.code.negated(pair.false)
            if is_constant(pair.true, value=True):
                start.append(number)
            elif is_constant(pair.true, value=False) and is_constant(left, value=True):
                start.append(number + len(self.pairs))
            elif not (is_constant(pair.true, value=False) and is_constant(left, value=False)):
                key = f"{ast.dump(pair.true)}|{ast.dump(left)}"
                alike.setdefault(key, (pair.true, left, []))[2].append(number)
        written = [assign(f"m{at}", ast.Constant(bits)) for at, bits in enumerate(self._in_words(start))]
        for condition, left, numbers in alike.values():
            opens = [] if is_constant(left, value=False) else self._sets(each + len(self.pairs) for each in numbers)
            if opens and not is_constant(left, value=True):
                opens = [when(left, *opens)]
            if is_constant(condition, value=False):
                written += opens
            else:
                written.append(ast.If(condition, self._sets(numbers), opens))
        return written

    def _in_words(self, numbers: Iterable[int]) -> list[int]:
        bits = sum(1 << number for number in numbers)
        return [bits >> _WORD * at & (1 << _WORD) - 1 for at in range(self.words)]

    def _sets(self, numbers: Iterable[int]) -> list[ast.stmt]:
        return [
            ast.AugAssign(ast.Name(f"m{at}", ast.Store()), ast.BitOr(), ast.Constant(bits))
            for at, bits in enumerate(self._in_words(numbers))
            if bits
        ]

    def _lookup(self, use: ast.expr, cells: list[ast.expr]) -> list[ast.stmt]:
        """The answer for these bits, or else for these cells: kept, or worked out now."""
        names: list[ast.expr] = [read(f"m{at}") for at in range(self.words)]
        key = names[0] if len(names) == 1 else ast.Tuple(names, ast.Load())
        if self.sure:
            return [_kept("known", key, "miss", use)]
        otherwise = ast.ExceptHandler(read("KeyError"), None, [assign("answer", call("miss", key, use))])
        fetched = ast.Try([assign("answer", ast.Subscript(read("known"), key, ast.Load()))], [otherwise], [], [])
        settled = when(compared(read("answer"), ast.IsNot(), NOTHING), ast.Return(read("answer")))
        where = assign("cells", ast.Tuple(cells, ast.Load()))
        return [fetched, settled, where, _kept("exact", read("cells"), "reference", use)]

    def _masks(self, key: object) -> tuple[int, int]:
        bits = sum(part << _WORD * at for at, part in enumerate(key if isinstance(key, tuple) else (key,)))
        return bits & (1 << len(self.pairs)) - 1, bits >> len(self.pairs)

    def _cell(self, name: str) -> ast.expr:
        """What of a fact can make a difference to an answer: of a number or a date, the cell in which it lies."""
        value = self.code.local(name)
        variable = self.rows.variable(name)
        orders = [each for each in self.rows.inquiry.matter.atoms if isinstance(each, OrderVariable)]
        tied: list[tuple[Variable, Variable]] = [(each.date, each.other) for each in orders]
        tied += [(each.lower, each.upper) for each in self.rows.rules.bounds if each.guard is not None]
        whole = any(variable in pair and self.rows.named.keys() >= {*pair} - {AS_OF} for pair in tied)
        dated = any(variable in pair for pair in tied[: len(orders)])
        if whole or dated or not (isinstance(variable, AmountVariable) or variable.type in {"count", "date"}):
            return value
        marks = self.code.bind(_least_beyond(self.rows.inquiry.matter.cuts, variable))
        cell = call("bisect", read(marks), value)
        return cell if name in self.code.stated else ast.IfExp(compared(value, ast.Is(), NOTHING), NOTHING, cell)


def _least_beyond(cuts: Mapping[Variable, tuple[Cut, ...]], variable: Variable) -> tuple[int, ...]:
    """The least plain values beyond the cuts of a variable, and of all that an order may tie it to."""
    dated = isinstance(variable, FactVariable) and variable.type == "date"
    scale = SCALE if isinstance(variable, AmountVariable) else 1
    least = {1} if not dated else set[int]()
    for other, parts in cuts.items():
        if other == variable or (not dated and type(other) is type(variable)):
            for threshold, after in parts:
                mark = EXACT.multiply(Decimal(threshold), scale)
                least.add(floor(mark) + 1 if after or mark != floor(mark) else int(mark))
    return tuple(sorted(least))


def _kept(store: str, key: ast.expr, otherwise: str, use: ast.expr) -> ast.stmt:
    handler = ast.ExceptHandler(read("KeyError"), None, [ast.Return(call(otherwise, key, use))])
    return ast.Try([ast.Return(ast.Subscript(read(store), key, ast.Load()))], [handler], [], [])
