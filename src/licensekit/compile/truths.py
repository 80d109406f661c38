"""What each kind of condition means, as two expressions: known to be true, known to be false.

Reads like `licensekit.evaluate.conditions`, of which it says the same; the tests in tests/differential hold the two
together.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import assert_never

from licensekit.compile.members import all_meet, any_meets, first_case, members
from licensekit.compile.plan import Default, Plan, Special
from licensekit.compile.snapshot import SCALE
from licensekit.compile.syntax_nodes import (
    ALWAYS,
    NEVER,
    NOTHING,
    OPEN,
    Pair,
    assign,
    call,
    compared,
    conjoined,
    constant,
    disjoined,
    either,
    every,
    known,
    negated,
    read,
    some,
    sure,
    unknown,
)
from licensekit.evaluate.closing import EXISTS
from licensekit.evaluate.conditions import AS_OF, larger, not_before, test_of
from licensekit.evaluate.conditions import days as days_of
from licensekit.meaning.domain import NOT_NEGATIVE, Among, Amount, Domain, Interval, compare
from licensekit.evaluate.layout import date_facts
from licensekit.meaning.program import Program
from licensekit.evaluate.standing import Standing
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Comparison,
    Condition,
    DateFact,
    DateOrder,
    DateWithin,
    Defined,
    Holds,
    IsOneOf,
    Measure,
    Not,
    ReadingIs,
    SetMeets,
)
from licensekit.model.license import Conversion
from licensekit.truth import TRUE, UNKNOWN, Truth


@dataclass
class Names:
    """The names in a function: one for each fact that is read, one for each value bound from outside."""

    facts: dict[str, str] = field(default_factory=dict)
    bound: dict[str, object] = field(default_factory=dict)
    prelude: list[ast.stmt] = field(default_factory=list)
    """What is worked out once, before the clauses."""

    def fact(self, variable: str) -> ast.expr:
        """The local name of a variable of the use."""
        return read(self.facts.setdefault(variable, f"f{len(self.facts)}"))

    def bind(self, value: object) -> str:
        """A name for a value that no constant can hold."""
        name = f"b{len(self.bound)}"
        self.bound[name] = value
        return name

    def once(self, value: ast.expr) -> ast.expr:
        """A value that is worked out once."""
        name = f"t{len(self.prelude)}"
        self.prelude.append(assign(name, value))
        return read(name)


class Truths:
    """Turns the conditions of one licence into pairs of expressions."""

    def __init__(  # noqa: PLR0913 - each is fixed for a function
        self,
        plan: Plan,
        special: Special,
        names: Names,
        program: Program,
        held: frozenset[str],
        *,
        scaled: bool = True,
    ) -> None:
        self.scaled = scaled
        self.plan, self.names, self.program, self.held = plan, names, program, held
        self.setting = plan.setting
        self.special, self.sure = special, special.complete
        self.derived = dict(special.derived)
        self.lowers: dict[str, list[str]] = {}
        self.uppers: dict[str, list[str]] = {}
        for tie in special.floors:
            self.lowers.setdefault(tie.upper, []).append(tie.lower)
        for tie in special.ceilings:
            self.uppers.setdefault(tie.lower, []).append(tie.upper)
        self._made: dict[int, Pair] = {}
        self._defined: dict[str, Pair] = {}

    def of(self, condition: Condition) -> Pair:
        """The pair of a condition; made once for each."""
        found = self._made.get(id(condition))
        if found is None:
            found = self._made[id(condition)] = self._of(condition)
        return found

    def _of(self, condition: Condition) -> Pair:
        match condition:
            case Holds(fact=fact):
                return self._holds(fact)
            case Defined(name=name):
                return self._definition(name)
            case IsOneOf():
                return self._one_of(condition)
            case SetMeets():
                return self._set(condition)
            case Compares(quantity=quantity):
                return self._compares(quantity, condition, condition.comparison)
            case DateOrder(date=date, other=other):
                return self._dates((*date_facts(date), *date_facts(other)), test_of(condition, self.program))
            case DateWithin(date=date, after=after):
                return self._dates((*date_facts(date), *date_facts(after)), test_of(condition, self.program))
            case ReadingIs(reading=reading, option=option):
                chosen = self.setting.readings.get(f"{self.program.license.id}.{reading}")
                return OPEN if chosen is None else either(chosen == option)
            case ApprovalHeld(gate=gate):
                return either(f"{self.program.license.id}.{gate}" in self.held)
            case Not(part=part):
                return self.of(part).turned
            case AllOf(parts=parts):
                return every(map(self.of, parts))
            case AnyOf(parts=parts):
                return some(map(self.of, parts))
            case _:
                assert_never(condition)

    def _holds(self, fact: str) -> Pair:
        if fact in self.derived:
            return either(self.derived[fact])
        if self.special.lacks(fact) and not (fact == EXISTS and self.special.speakers):
            default = self.plan.defaults.get(fact)
            return either(default if isinstance(default, bool) else None)
        return self._decided(self.names.fact(fact))

    def _decided(self, value: ast.expr) -> Pair:
        """A value that is True, False, or None where it is open."""
        return sure(value) if self.sure else Pair(value, compared(value, ast.Is(), ast.Constant(False)))

    def _definition(self, name: str) -> Pair:
        found = self._defined.get(name)
        if found is None:
            found = self._defined[name] = self._named(self.of(self.program.definitions[name].condition))
        return found

    def _named(self, pair: Pair) -> Pair:
        """A pair that is worked out once."""
        if isinstance(pair.true, ast.Constant) and isinstance(pair.false, ast.Constant):
            return pair
        return self._decided(self.names.once(self._value(pair)))

    def _value(self, pair: Pair) -> ast.expr:
        """A pair as one value: True, False or None."""
        if self.sure:
            return pair.true
        return ast.IfExp(pair.true, ast.Constant(True), ast.IfExp(pair.false, ast.Constant(False), NOTHING))

    def _one_of(self, condition: IsOneOf) -> Pair:
        surely, perhaps = members(condition.values, self.plan.as_of)
        narrowed = self.plan.defaults.get(condition.fact)
        if self.special.lacks(condition.fact):
            return _among(narrowed, surely)
        value = self.names.fact(condition.fact)
        if self.sure and not perhaps:
            return sure(_within(value, surely))
        outside = conjoined((known(value), negated(_within(value, surely | perhaps))))
        true, false = _within(value, surely), outside
        if isinstance(narrowed, Among):
            absent = _among(narrowed, surely)
            true = disjoined((conjoined((unknown(value), absent.true)), true))
            false = disjoined((conjoined((unknown(value), absent.false)), false))
        return Pair(true, false)

    def _set(self, condition: SetMeets) -> Pair:
        if self.special.lacks(condition.fact):
            return OPEN
        surely, perhaps = members(condition.values, self.plan.as_of)
        test = any_meets(surely, perhaps) if condition.quantifier == "any" else all_meet(surely, perhaps)
        return self._decided(self.names.once(call(self.names.bind(test), self.names.fact(condition.fact))))

    def _dates(self, facts: tuple[str, ...], test: Callable[[Standing], Truth]) -> Pair:
        """A comparison of dates: left to the reference, with the days that are known."""
        given = tuple(dict.fromkeys(name for name in facts if name != AS_OF and not self.special.lacks(name)))
        if not given:
            return either(_plainly(test(self._standing({AS_OF: self.plan.as_of}))))

        def decided(*days: int | None) -> bool | None:
            world: dict[str, Domain] = {AS_OF: self.plan.as_of}
            world |= {name: Interval(day, day) for name, day in zip(given, days, strict=True) if day is not None}
            return _plainly(test(self._standing(world)))

        value = self.names.once(call(self.names.bind(decided), *map(self.names.fact, given)))
        return self._decided(value)

    def _standing(self, world: dict[str, Domain]) -> Standing:
        return Standing(self.program, world, self.setting, self.held)

    def arrived(self, conversion: Conversion) -> Pair:
        """Whether the day has come on which another licence follows."""

        def test(standing: Standing) -> Truth:
            return not_before(days_of(standing, DateFact(fact=AS_OF)), days_of(standing, conversion.on))

        return self._dates((AS_OF, *date_facts(conversion.on)), test)

    def _compares(self, quantity: str, compares: Compares, comparison: Comparison) -> Pair:
        measure = self.program.measures.get(quantity)
        if measure is not None:
            return self._named(self._measured(measure, compares, comparison))
        variable, threshold = self.setting.threshold(quantity, compares)
        settled = compare(NOT_NEGATIVE, comparison, threshold)
        if settled is not UNKNOWN:
            return either(settled is TRUE)
        match comparison:
            case "more_than":
                return self._beyond(variable, ast.Gt(), ast.LtE(), compares, threshold)
            case "at_most":
                return self._beyond(variable, ast.Gt(), ast.LtE(), compares, threshold).turned
            case "at_least":
                return self._beyond(variable, ast.GtE(), ast.Lt(), compares, threshold)
            case "less_than":
                return self._beyond(variable, ast.GtE(), ast.Lt(), compares, threshold).turned
            case "exactly":
                return self._exactly(variable, compares, threshold)
            case _:
                assert_never(comparison)

    def _beyond(self, variable: str, yes: ast.cmpop, no: ast.cmpop, compares: Compares, threshold: Amount) -> Pair:
        mark = self._mark(compares, threshold)
        if self.sure:
            return sure(compared(self.names.fact(variable), yes, mark))
        lowers = [compared(self.names.fact(other), yes, mark) for other in self.lowers.get(variable, ())]
        uppers = [compared(self.names.fact(other), no, mark) for other in self.uppers.get(variable, ())]
        if not self.special.lacks(variable):
            value = self.names.fact(variable)
            given = () if self.special.order is not None else (known(value),)
            lowers.insert(0, conjoined((*given, compared(value, yes, mark))))
            uppers.insert(0, conjoined((*given, compared(value, no, mark))))
        return Pair(disjoined(lowers), disjoined(uppers))

    def _exactly(self, variable: str, compares: Compares, threshold: Amount) -> Pair:
        mark = self._mark(compares, threshold)
        if self.sure:
            return sure(compared(self.names.fact(variable), ast.Eq(), mark))
        lowers = [self.names.fact(other) for other in self.lowers.get(variable, ())]
        uppers = [self.names.fact(other) for other in self.uppers.get(variable, ())]
        least = ALWAYS.true if threshold == 0 else disjoined(compared(one, ast.Eq(), mark) for one in lowers)
        most = disjoined(compared(one, ast.Eq(), mark) for one in uppers)
        apart = [compared(one, ast.Gt(), mark) for one in lowers] + [compared(one, ast.Lt(), mark) for one in uppers]
        equal = [conjoined((least, most))]
        if not self.special.lacks(variable):
            value = self.names.fact(variable)
            apart.append(conjoined((known(value), compared(value, ast.NotEq(), mark))))
            equal.append(compared(value, ast.Eq(), mark))
        return Pair(disjoined(equal), disjoined(apart))

    def _mark(self, compares: Compares, threshold: Amount) -> ast.expr:
        """A threshold, in the unit of the plain values."""
        if isinstance(compares.amount, int):
            return constant(threshold)
        if not self.scaled:
            return read(self.names.bind(Decimal(threshold)))
        scaled = Decimal(threshold) * SCALE
        return ast.Constant(int(scaled)) if scaled == int(scaled) else read(self.names.bind(scaled))

    def _measured(self, measure: Measure, compares: Compares, comparison: Comparison) -> Pair:
        if measure.larger_of:
            return self._larger(measure.larger_of, compares, comparison)
        cases = [
            (ALWAYS if case.when is None else self.of(case.when), self._compares(case.quantity, compares, comparison))
            for case in measure.cases
        ]
        values = [self._tuple(*case) for case in cases]
        return self._decided(self.names.once(call(self.names.bind(first_case), *values)))

    def _tuple(self, applies: Pair, holds: Pair) -> ast.expr:
        return ast.Tuple([self._value(applies), self._value(holds)], ast.Load())

    def _larger(self, quantities: tuple[str, ...], compares: Compares, comparison: Comparison) -> Pair:
        def each(by: Comparison) -> list[Pair]:
            return [self._compares(quantity, compares, by) for quantity in quantities]

        return larger(comparison, each, every, some)


def _among(default: Default | None, surely: frozenset[str]) -> Pair:
    """Whether a one-of fact that is not given is listed: as it is taken, or as what is left of it agrees."""
    options = default.options if isinstance(default, Among) else (default,) if isinstance(default, str) else ()
    inside = {option in surely for option in options}
    return either(inside.pop()) if len(inside) == 1 else OPEN


def _plainly(truth: Truth) -> bool | None:
    return None if truth is UNKNOWN else truth is TRUE


def _within(value: ast.expr, options: frozenset[str]) -> ast.expr:
    if not options:
        return NEVER.true
    if len(options) == 1:
        return compared(value, ast.Eq(), ast.Constant(next(iter(options))))
    return compared(value, ast.In(), constant(options))
