"""Facts as they come, checked and decided in one generated function.

It takes what it is sure about: exactly the facts that the clauses read, each of its type. Everything else goes
through `Use.of`, which accepts more ways to write a value and reports every slip at once; both accept the same.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Final, TypeAlias, assert_never

from licensekit.compile.generate import assembled, conditions, prologue
from licensekit.compile.outcome import Judge, Outcome
from licensekit.compile.plan import Plan, Special
from licensekit.compile.snapshot import STATED, Shape
from licensekit.compile.syntax_nodes import (
    assign,
    call,
    compared,
    conjoined,
    constant,
    disjoined,
    negated,
    read,
    when,
)
from licensekit.limits import MAX_COUNT
from licensekit.values import Money
from licensekit.vocabulary.facts import fact
from licensekit.vocabulary.territories import TERRITORIES

Raw: TypeAlias = Mapping[str, object]
DecideRaw: TypeAlias = Callable[[Raw], Outcome]

RAW: Final = "raw"
OTHER: Final = "other"
MOST_STATED: Final = 4


def raw_function(plan: Plan, judge: Judge, other: DecideRaw) -> DecideRaw:
    """The function for raw facts; `other` where one generated for it could not keep to the rules between facts."""
    special = _special(plan)
    if special is None or not plan.readers:
        return other
    made = conditions(plan, special, judge.bits, scaled=False)
    names = made.names
    later = prologue(plan, special, names, otherwise=ast.Return(call(OTHER, read(RAW))))
    go = ast.Return(call(OTHER, read(RAW)))
    fetch = [
        assign(local, ast.Subscript(read(RAW), ast.Constant(_fact(name)), ast.Load()))
        for name, local in _locals(plan, names.facts)
    ]
    handler = ast.ExceptHandler(read("KeyError"), None, [go])
    size = compared(call("len", read(RAW)), ast.NotEq(), ast.Constant(len(fetch)))
    bound: dict[str, object] = {OTHER: other, "Money": Money, "date": date, "frozenset": frozenset}
    before: list[ast.stmt] = [when(size, go), ast.Try(fetch, [handler], [], [])]
    for name, local in _locals(plan, names.facts):
        before += _checks(name, local, go)
    return assembled((RAW,), [*before, *later], made, judge, special, bound)  # type: ignore[return-value]


def _locals(plan: Plan, facts: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, facts.get(name, f"x{at}")) for at, name in enumerate(plan.readers)]


def _special(plan: Plan) -> Special | None:
    """What is special where exactly the facts read are given, if that is so whatever their values."""
    if not plan.can_be_sure or plan.local or len({_fact(name) for name in plan.readers}) < len(plan.readers):
        return None
    stated = [name for name in STATED if name in plan.readers]
    if len(stated) > MOST_STATED:
        return None
    found = set[Special | None]()
    for values in product((True, False), repeat=len(stated)):
        shape = Shape(plan.leaves, plan.readers, frozenset(plan.readers), dict(zip(stated, values, strict=True)), True)
        special = plan.special(shape)
        found.add(special and replace(special, derived=()))
    return found.pop() if len(found) == 1 else None


def _fact(variable: str) -> str:
    """The name of a fact, of an amount without its currency."""
    return variable.partition(":")[0]


def _checks(variable: str, local: str, go: ast.stmt) -> list[ast.stmt]:
    """What a value must be for the function to take it."""
    info, value = fact(_fact(variable)), read(local)
    match info.type:
        case "yes_no":
            no_bool = [compared(value, ast.IsNot(), ast.Constant(one)) for one in (True, False)]
            return [when(conjoined(no_bool), go)]
        case "count":
            low = compared(value, ast.Lt(), ast.Constant(0))
            high = compared(value, ast.Gt(), ast.Constant(MAX_COUNT))
            return [when(disjoined((_is_no(value, "int"), low, high)), go)]
        case "money":
            currency = ast.Attribute(value, "currency", ast.Load())
            other = compared(currency, ast.NotEq(), ast.Constant(variable.partition(":")[2]))
            return [
                when(disjoined((_is_no(value, "Money"), other)), go),
                assign(local, ast.Attribute(value, "amount", ast.Load())),
            ]
        case "one_of" | "territory":
            options = frozenset(info.options if info.type == "one_of" else TERRITORIES)
            return [when(disjoined((_is_no(value, "str"), compared(value, ast.NotIn(), constant(options)))), go)]
        case "date":
            ordinal = ast.Call(ast.Attribute(value, "toordinal", ast.Load()), [], [])
            return [when(_is_no(value, "date"), go), assign(local, ordinal)]
        case "set_of":
            options = frozenset(TERRITORIES if info.options == ("territory",) else info.options)
            inside = compared(value, ast.LtE(), constant(options))
            return [when(disjoined((_is_no(value, "frozenset"), negated(inside))), go)]
        case "text":
            return [go]
        case _:
            assert_never(info.type)


def _is_no(value: ast.expr, kind: str) -> ast.expr:
    return compared(call("type", value), ast.IsNot(), read(kind))
