"""What a generated function takes in: a use as plain values, or facts as they come.

A snapshot is made once for each use, whatever the licences it is asked about. Its names and keys are interned: looking
one up then compares addresses, and not the text of two strings.

Facts as they come are checked and decided in one function. It takes what it is sure about: exactly the facts that the
clauses read, each of its type. Everything else goes through `Use.of`, which accepts more ways to write a value and
reports every slip at once; both accept the same.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, TypeAlias, assert_never

from licensekit.compile.code import NO, YES, assign, call, compared, read, when, words
from licensekit.compile.outcome import Judge, Outcome
from licensekit.compile.rows import Rows
from licensekit.compile.scalars import Written
from licensekit.decision.inquiry import Inquiry
from licensekit.errors import FactsError
from licensekit.limits import MAX_COUNT, MAX_DECIMALS
from licensekit.numerals import EXACT
from licensekit.use import Use
from licensekit.use.checks import misplaced, refuse
from licensekit.values import Exactly, Known, Money, Worldwide
from licensekit.vocabulary.facts import fact
from licensekit.vocabulary.territories import TERRITORIES

_Plain: TypeAlias = bool | int | str | frozenset[str] | Worldwide
"""Amounts are in ten-thousandths of their currency; days are proleptic ordinals."""
KEY: Final = "plain_snapshot"


class Snapshot:
    """The plain values of a use, and the key of its shape: which acts are asked about, and which facts are stated."""

    __slots__ = ("acts", "key", "row", "values")

    def __init__(self, acts: tuple[str, ...], values: dict[str, _Plain], *, plain: bool) -> None:
        self.acts = acts
        self.values = values
        """By name: of a fact, or of an amount with its currency."""
        self.row = tuple(values.values())
        """The values alone, in the order in which the key names the facts."""
        self.key: str = sys.intern("|".join((",".join(acts), *values))) if plain else ""
        """Empty where a fact is not known exactly, or declared by a licence alone."""


def snapshot(use: Use) -> Snapshot:
    """The snapshot of a use, kept with it: a use never changes."""
    if not isinstance(use, Use):
        refuse([misplaced("use", use, "a Use", "write `lk.Use.of(acts, facts)`")])
    kept = use.__dict__.get(KEY)
    if kept is None:
        values = dict(_plain(use.given))
        plain = not use.local and len(values) == len(use.given)
        kept = use.__dict__[KEY] = Snapshot(use.leaves, values, plain=plain)
    return kept


def _plain(facts: Mapping[str, Known]) -> Iterator[tuple[str, _Plain]]:
    for name, stated in facts.items():
        if not isinstance(stated, Exactly):
            continue
        value = stated.value
        if isinstance(value, Money):
            yield sys.intern(f"{name}:{value.currency}"), int(value.amount.scaleb(MAX_DECIMALS, EXACT))
        else:
            yield sys.intern(name), value.toordinal() if isinstance(value, date) else value


def from_snapshot(order: Sequence[str] | None) -> Callable[[Sequence[str]], list[ast.stmt]]:
    """Every fact that is read, in one go: from the row of a snapshot where its order is fixed, else by name."""

    def fetch(names: Sequence[str]) -> list[ast.stmt]:
        targets = [
            f"f{names.index(name)}" if name in names else "unread" for name in (names if order is None else order)
        ]
        if not names or not targets:
            return []
        if order is not None:
            values: ast.expr = ast.Attribute(read("plain"), "row", ast.Load())
        else:
            get = ast.Attribute(ast.Attribute(read("plain"), "values", ast.Load()), "get", ast.Load())
            values = call("each", get, read("wanted"))
        return [ast.Assign([ast.Tuple([ast.Name(name, ast.Store()) for name in targets], ast.Store())], values)]

    return fetch


# -- facts as they come ----------------------------------------------------------------------------------------

Raw: TypeAlias = Mapping[str, object]
DecideRaw: TypeAlias = Callable[[Raw], Outcome]

_RAW: Final = "raw"


def raw_function(judge: Judge, names: Sequence[str], other: DecideRaw, ask: Callable[[Raw], Inquiry]) -> DecideRaw:
    """The function for raw facts; `other` where one generated for it could leave a clause open."""
    plain = [name.partition(":")[0] for name in names]
    declared = judge.inquiry.matter.declared
    if not names or len(set(plain)) < len(plain) or any(name in declared for name in plain):
        return other
    try:
        written = Written(judge, Rows(judge.inquiry, {name: name for name in names}), names, scaled=False)
    except FactsError:
        return other
    if not written.sure:
        return other
    written.code.bound.update({"Money": Money, "date": date, "frozenset": frozenset})
    return written.function((_RAW,), partial(_fetch, names), other, ask)


def _fetch(names: Sequence[str], read_by_clauses: Sequence[str]) -> list[ast.stmt]:
    """What hands anything unusual on, and fetches and checks all the rest."""
    go = ast.Return(call("other", read(_RAW)))
    locals_ = {name: f"f{read_by_clauses.index(name)}" if name in read_by_clauses else f"x{at}"
               for at, name in enumerate(names)}  # fmt: skip
    fetch = [
        assign(local, ast.Subscript(read(_RAW), ast.Constant(name.partition(":")[0]), ast.Load()))
        for name, local in locals_.items()
    ]
    size = compared(call("len", read(_RAW)), ast.NotEq(), ast.Constant(len(fetch)))
    checks = [check for name, local in locals_.items() for check in _checks(name, local, go)]
    return [when(size, go), ast.Try(fetch, [ast.ExceptHandler(read("KeyError"), None, [go])], [], []), *checks]


def _checks(variable: str, local: str, go: ast.stmt) -> list[ast.stmt]:
    """What a value must be for the function to take it."""
    plain, _, currency = variable.partition(":")
    info, value = fact(plain), read(local)
    match info.type:
        case "yes_no":
            return [when(ast.BoolOp(ast.And(), [compared(value, ast.IsNot(), each) for each in (YES, NO)]), go)]
        case "count":
            low, high = (
                compared(value, *end) for end in ((ast.Lt(), ast.Constant(0)), (ast.Gt(), ast.Constant(MAX_COUNT)))
            )
            return [when(_any([_is_no(value, "int"), low, high]), go)]
        case "money":
            other = compared(ast.Attribute(value, "currency", ast.Load()), ast.NotEq(), ast.Constant(currency))
            amount = ast.Attribute(value, "amount", ast.Load())
            return [when(_any([_is_no(value, "Money"), other]), go), assign(local, amount)]
        case "one_of" | "territory":
            options = words(info.options if info.type == "one_of" else TERRITORIES)
            return [when(_any([_is_no(value, "str"), compared(value, ast.NotIn(), options)]), go)]
        case "date":
            ordinal = ast.Call(ast.Attribute(value, "toordinal", ast.Load()), [], [])
            return [when(_is_no(value, "date"), go), assign(local, ordinal)]
        case "set_of":
            options = words(TERRITORIES if info.options == ("territory",) else info.options)
            inside = compared(value, ast.LtE(), options)
            return [when(_any([_is_no(value, "frozenset"), ast.UnaryOp(ast.Not(), inside)]), go)]
        case "text":
            return [go]
        case _:
            assert_never(info.type)


def _any(parts: list[ast.expr]) -> ast.expr:
    return ast.BoolOp(ast.Or(), parts)


def _is_no(value: ast.expr, kind: str) -> ast.expr:
    return compared(call("type", value), ast.IsNot(), read(kind))
