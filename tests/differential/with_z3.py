"""Two licences in z3: the same question, put to another solver. Only what generated licences without days read."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import z3

from licensekit.analyse.standpoints import Stance, Standpoint
from licensekit.analyse.uses import Uses
from licensekit.meaning.domain import Among, Cut, Interval
from licensekit.meaning.lowering import threshold_of
from licensekit.meaning.program import Program, needs_a_grant
from licensekit.meaning.rules import EXISTS
from licensekit.meaning.terms import Single
from licensekit.meaning.variable import AS_OF, AmountVariable, FactVariable, ReadingVariable, Variable
from licensekit.model.clauses import Binding
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
    """All uses of an act in z3: its variables, and the rules and relations between them."""

    def __init__(self, uses: Uses) -> None:
        matter, knowledge = uses.inquiry.matter, uses.inquiry.knowledge
        self.exchange = matter.exchange
        dated = {"date", "set_of", "territory"}
        if AS_OF in matter.readers or any(isinstance(v, FactVariable) and v.type in dated for v in matter.variables):
            raise BeyondError
        self.variables: dict[str, Any] = {}
        self.rules: list[Any] = [
            self.known(name, domain)
            for name, domain in knowledge.world.items()
            if name != AS_OF and not isinstance(name, ReadingVariable)
        ]
        rules = knowledge.common.rules
        for rule in rules.rules:
            self.rules.append(z3.Or([self.holds(name, part) == so for name, part, so in rule.statements]))
        for bound in rules.bounds:
            lower, upper = self.number(bound.lower), self.number(bound.upper)
            below = z3.Implies(upper == 0, lower == 0) if bound.zero_only else lower <= upper
            self.rules.append(z3.Implies(self.fact(str(bound.guard)), below) if bound.guard else below)
        for name, nothing in rules.of_product:
            if isinstance(nothing, frozenset):
                continue  # no set is read
            empty = self.number(name) == 0 if isinstance(nothing, Interval) else z3.Not(self.fact(str(name)))
            self.rules.append(z3.Implies(z3.Not(self.fact(str(EXISTS))), empty))
        self.rules += [
            self.number(name) >= 0
            for name in (*matter.variables, *(name for bound in rules.bounds for name in (bound.lower, bound.upper)))
            if isinstance(name, AmountVariable) or name.type == "count"
        ]
        self.rules += [
            z3.Or([self.option(str(name)) == z3.StringVal(option) for option in name.options])
            for name in matter.variables
            if isinstance(name, FactVariable) and name.type == "one_of"
        ]

    # -- variables -----------------------------------------------------------------------------------------------

    def holds(self, name: Any, part: Any) -> Any:
        """What a rule says of a fact: that it is yes, more than nothing, or an option."""
        if part is True:
            return self.fact(str(name))
        if isinstance(part, Cut):
            return self.number(name) > 0
        return z3.Or([self.option(str(name)) == z3.StringVal(each) for each in sorted(part)])

    def fact(self, name: str) -> Any:
        return self.variables.setdefault(name, z3.Bool(name))

    def number(self, of: Variable) -> Any:
        return self.variables.setdefault(str(of), (z3.Int if isinstance(of, FactVariable) else z3.Real)(str(of)))

    def option(self, name: str) -> Any:
        return self.variables.setdefault(name, z3.String(name))

    def known(self, name: Variable, domain: object) -> Any:
        match domain:
            case bool():
                return self.fact(str(name)) == domain
            case Interval(low=low, high=high, low_open=low_open, high_open=high_open):
                number = self.number(name)
                above = number > value(low) if low_open else number >= value(low)
                if high is None:
                    return above
                return z3.And(above, number < value(high) if high_open else number <= value(high))
            case Among(options=options):
                return z3.Or([self.option(str(name)) == z3.StringVal(one) for one in options])
            case str():
                return self.option(str(name)) == z3.StringVal(domain)
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
        variable, threshold = threshold_of(quantity, compares, self.exchange)
        number, limit = self.number(variable), value(threshold)
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

    def bound(self, side: Stance) -> Any:
        """Whether a side binds whoever does the act: each person that it speaks of is none, or bound."""
        if not isinstance(side.terms, Single) or side.terms.successors:
            raise BeyondError
        program = side.terms.program
        persons = []
        for _, no_such, numbers in program.persons(side.leaf):
            clauses = [(at, program.clauses[at]) for at in numbers]
            ways = [self.active(program, at) for at, clause in clauses if isinstance(clause, Binding) and clause.binds]
            persons.append(z3.Or([*ways, *([] if no_such is None else [self.condition(program, no_such)])]))
        return z3.And(persons)

    def standing(self, side: Stance) -> dict[Standpoint, Any]:
        """When a side stands how; for a single licence without approvals."""
        bound, program = self.bound(side), side.terms.program
        columns = program.covering(side.leaf)
        some = {
            name: z3.Or([self.active(program, number) for number in numbers])
            for name, numbers in zip(columns._fields, columns, strict=True)
        }
        p, n = some["prohibitions"], some["granting_gates"]
        ungranted = z3.And(z3.Not(some["grants"]), z3.BoolVal(needs_a_grant(side.leaf)))
        gated = z3.Or(n, z3.And(z3.Not(ungranted), some["holding_gates"]))
        return {
            Standpoint.PROHIBITED: z3.And(bound, p),
            Standpoint.NEEDS_APPROVAL: z3.And(bound, z3.Not(p), gated),
            Standpoint.NOT_GRANTED: z3.And(bound, z3.Not(p), z3.Not(n), ungranted),
            Standpoint.ALLOWED: z3.Or(z3.Not(bound), z3.And(z3.Not(p), z3.Not(gated), z3.Not(ungranted))),
        }

    def differences(self, one: Stance, other: Stance) -> Iterator[tuple[object, Any]]:
        """Every way in which two sides may differ, with the formula of the worlds that show it."""
        ours, theirs = self.standing(one), self.standing(other)
        for before, here in ours.items():
            for after, there in theirs.items():
                if before is not after:
                    yield (before, after), z3.And(here, there)
        both = z3.And(ours[Standpoint.ALLOWED], theirs[Standpoint.ALLOWED])
        for content in dict.fromkeys((*one.contents, *other.contents)):
            asked, also = (
                z3.And(self.bound(side), z3.Or([self.active(*place) for place in side.contents.get(content, ())]))
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
