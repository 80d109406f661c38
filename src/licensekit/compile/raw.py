"""Facts as they come, checked and decided in one generated function.

It takes what it is sure about: exactly the facts that the clauses read, each of its type. Everything else goes
through `Use.of`, which accepts more ways to write a value and reports every slip at once; both accept the same.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, TypeAlias, assert_never

from licensekit.compile.code import NO, YES, assign, call, compared, read, when, words
from licensekit.compile.outcome import Judge, Outcome
from licensekit.compile.rows import Rows
from licensekit.compile.scalars import Written
from licensekit.decision.inquiry import Inquiry
from licensekit.errors import FactsError
from licensekit.limits import MAX_COUNT
from licensekit.values import Money
from licensekit.vocabulary.facts import fact
from licensekit.vocabulary.territories import TERRITORIES

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
