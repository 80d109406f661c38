"""Two licences in z3: the same question, put to another solver. Only what generated licences without days read."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import z3

from licensekit.analyse.sides import Side, Standpoint
from licensekit.analyse.worlds import Space
from licensekit.meaning.rules import EXISTS
from licensekit.meaning.domain import Among, Interval
from licensekit.meaning.program import Program, needs_a_grant
from licensekit.meaning.terms import Single
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Condition,
    Defined,
    Holds,
    IsOneOf,
    Not,
    ReadingIs,
)


class BeyondError(Exception):
    """Something that is not put into z3 here: days, sets and countries, measures, what follows a licence."""


class InZ3:
    """One space in z3: its variables, and the rules and relations between them."""

    def __init__(self, space: Space) -> None:
        self.space = space
        layout = space.layout
        if layout.dates or layout.members or layout.open_readings:
            raise BeyondError
        self.variables: dict[str, Any] = {}
        self.rules: list[Any] = [self.known(name, domain) for name, domain in space.root.items() if name != "as_of"]
        closure = space.knowledge.closure
        for rule in closure.rules:
            self.rules.append(z3.Implies(self.fact(rule.trigger) == rule.value, self.fact(rule.target) == rule.outcome))
        for bound in closure.bounds:
            below = self.number(bound.lower) <= self.number(bound.upper)
            self.rules.append(z3.Implies(self.fact(bound.guard), below) if bound.guard else below)
        for name, nothing in closure.products:
            if isinstance(nothing, frozenset):
                raise BeyondError
            empty = self.number(name) == 0 if isinstance(nothing, Interval) else z3.Not(self.fact(name))
            self.rules.append(z3.Implies(z3.Not(self.fact(EXISTS)), empty))
        for name, (_, whole, _) in layout.numbers.items():
            self.rules.append(self.number(name, whole=whole) >= 0)

    # -- variables -----------------------------------------------------------------------------------------------

    def fact(self, name: str) -> Any:
        return self.variables.setdefault(name, z3.Bool(name))

    def number(self, name: str, *, whole: bool | None = None) -> Any:
        if name not in self.variables:
            spot = self.space.layout.numbers.get(name)
            counted = spot[1] if whole is None and spot is not None else bool(whole)
            self.variables[name] = z3.Int(name) if counted else z3.Real(name)
        return self.variables[name]

    def option(self, name: str) -> Any:
        return self.variables.setdefault(name, z3.String(name))

    def known(self, name: str, domain: object) -> Any:
        match domain:
            case bool():
                return self.fact(name) == domain
            case Interval(low=low, high=high, low_open=low_open, high_open=high_open):
                number = self.number(name)
                above = number > value(low) if low_open else number >= value(low)
                if high is None:
                    return above
                return z3.And(above, number < value(high) if high_open else number <= value(high))
            case Among(options=options):
                return z3.Or([self.option(name) == z3.StringVal(one) for one in options])
            case str():
                return self.option(name) == z3.StringVal(domain)
            case _:
                raise BeyondError

    # -- conditions and clauses ----------------------------------------------------------------------------------

    def condition(self, program: Program, condition: Condition) -> Any:
        match condition:
            case Holds(fact=fact):
                return self.fact(fact)
            case Defined(name=name):
                return self.condition(program, program.definitions[name].condition)
            case Not(part=part):
                return z3.Not(self.condition(program, part))
            case AllOf(parts=parts):
                return z3.And([self.condition(program, part) for part in parts])
            case AnyOf(parts=parts):
                return z3.Or([self.condition(program, part) for part in parts])
            case IsOneOf(fact=fact, values=values):
                return z3.Or([self.option(fact) == z3.StringVal(one) for one in values])
            case ReadingIs(reading=reading, option=option):
                return z3.BoolVal(program.readings[reading].taken == option)
            case ApprovalHeld():
                return z3.BoolVal(False)
            case Compares(quantity=quantity) if quantity not in program.measures:
                return self.compared(quantity, condition)
            case _:
                raise BeyondError

    def compared(self, quantity: str, compares: Compares) -> Any:
        name, threshold = self.space.asking.setting.threshold(quantity, compares)
        number, limit = self.number(name), value(threshold)
        return {
            "more_than": number > limit,
            "at_least": number >= limit,
            "less_than": number < limit,
            "at_most": number <= limit,
            "exactly": number == limit,
        }[compares.comparison]

    def active(self, program: Program, number: int) -> Any:
        when = program.clauses[number].when
        own = z3.BoolVal(True) if when is None else self.condition(program, when)
        lifters = program.lifters[number]
        return z3.And(own, z3.Not(z3.Or([self.active(program, one) for one in lifters]))) if lifters else own

    def standing(self, side: Side) -> dict[Standpoint, Any]:
        """When a side stands how; for a single licence without approvals."""
        if not isinstance(side.terms, Single) or side.terms.successors:
            raise BeyondError
        program = side.terms.program
        columns = program.covering(side.leaf)
        some = {
            name: z3.Or([self.active(program, number) for number in numbers])
            for name, numbers in zip(columns._fields, columns, strict=True)
        }
        p, n = some["prohibitions"], some["granting_gates"]
        ungranted = z3.And(z3.Not(some["grants"]), z3.BoolVal(needs_a_grant(side.leaf)))
        gated = z3.Or(n, z3.And(z3.Not(ungranted), some["holding_gates"]))
        return {
            Standpoint.PROHIBITED: p,
            Standpoint.NEEDS_APPROVAL: z3.And(z3.Not(p), gated),
            Standpoint.NOT_GRANTED: z3.And(z3.Not(p), z3.Not(n), ungranted),
            Standpoint.ALLOWED: z3.And(z3.Not(p), z3.Not(gated), z3.Not(ungranted)),
        }

    def differences(self, one: Side, other: Side) -> Iterator[tuple[object, Any]]:
        """Every way in which two sides may differ, with the formula of the worlds that show it."""
        ours, theirs = self.standing(one), self.standing(other)
        for before, here in ours.items():
            for after, there in theirs.items():
                if before is not after:
                    yield (before, after), z3.And(here, there)
        both = z3.And(ours[Standpoint.ALLOWED], theirs[Standpoint.ALLOWED])
        for content in dict.fromkeys((*one.contents, *other.contents)):
            asked, also = (
                z3.Or([self.active(program, number) for program, number in side.contents.get(content, ())])
                for side in (one, other)
            )
            if hasattr(content, "words"):
                yield ("one", content), z3.And(both, asked, z3.Not(also))
                yield ("other", content), z3.And(both, also, z3.Not(asked))

    def solver(self) -> Any:
        found = z3.Solver()
        found.add(*self.rules)
        return found


def value(amount: object) -> Any:
    exact = Fraction(amount)  # type: ignore[arg-type]
    return z3.RealVal(f"{exact.numerator}/{exact.denominator}") if exact.denominator != 1 else exact.numerator
