"""The conditions of a licence over the facts of a row, unknown where they are open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, assert_never

from licensekit.compile.logic import (
    FALSE,
    NULL,
    TRUE,
    Compare,
    Expr,
    Later,
    Lit,
    Operator,
    Within,
    case,
    every,
    has,
    known,
    negated,
    some,
)
from licensekit.compile.members import members
from licensekit.compile.plan import Plan
from licensekit.compile.row_facts import RowFacts, holds_as, number_mark, refuse
from licensekit.meaning.calendar_days import later
from licensekit.evaluate.conditions import AS_OF, larger
from licensekit.meaning.domain import NOT_NEGATIVE, Among, compare
from licensekit.meaning.program import Program
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Comparison,
    Condition,
    DateExpression,
    DateFact,
    DateOrder,
    DateWithin,
    Day,
    Defined,
    Holds,
    IsOneOf,
    Measure,
    Not,
    ReadingIs,
    SetMeets,
)
from licensekit.truth import TRUE as SURELY
from licensekit.truth import UNKNOWN
from licensekit.vocabulary.facts import fact


class RowConditions:
    """Turns the conditions of one licence into expressions over the columns of a table."""

    def __init__(self, plan: Plan, program: Program, facts: RowFacts) -> None:
        self.plan, self.program, self.facts = plan, program, facts
        self.defined: dict[str, Expr] = {}

    def truth(self, condition: Condition) -> Expr:
        """A condition, unknown where it is open."""
        match condition:
            case Holds(fact=name):
                return self.facts.fact(name)
            case Defined(name=name):
                if name not in self.defined:
                    self.defined[name] = self.truth(self.program.definitions[name].condition)
                return self.defined[name]
            case IsOneOf():
                return self._one_of(condition)
            case SetMeets():
                return self._set(condition)
            case Compares(quantity=quantity):
                return self._compares(quantity, condition, condition.comparison)
            case DateOrder(date=day, order=order, other=other):
                after = self._not_before(self._days(day), self._days(other))
                return after if order == "on_or_after" else negated(after)
            case DateWithin():
                return self._date_within(condition)
            case ReadingIs(reading=reading, option=option):
                chosen = self.plan.setting.readings.get(f"{self.program.license.id}.{reading}")
                return NULL if chosen is None else Lit(chosen == option)
            case ApprovalHeld(gate=gate):
                held = {f"{self.program.license.id}.{gate}" in gates for gates in self.plan.held.values()}
                if len(held) > 1:
                    raise refuse("an approval for some of the acts alone", "ask about the acts apart")
                return Lit(held.pop())
            case Not(part=part):
                return negated(self.truth(part))
            case AllOf(parts=parts):
                return every([self.truth(part) for part in parts])
            case AnyOf(parts=parts):
                return some([self.truth(part) for part in parts])
            case _:
                assert_never(condition)

    def _one_of(self, condition: IsOneOf) -> Expr:
        sure, maybe = members(condition.values, self.plan.as_of)
        value = self.facts.fact(condition.fact)
        if isinstance(value, Lit):
            inside: Expr = NULL if value.value is None else Lit(value.value in sure)
        else:
            inside = Within(value, tuple(sorted(sure)))
            if maybe:
                inside = some([inside, every([Within(value, tuple(sorted(maybe))), NULL])])
        narrowed = self.plan.defaults.get(condition.fact)
        if isinstance(narrowed, Among):
            agreed = {option in sure for option in narrowed.options}
            return known(inside, Lit(agreed.pop()) if len(agreed) == 1 else NULL)
        return inside

    def _set(self, condition: SetMeets) -> Expr:
        value = self.facts.fact(condition.fact)
        if value == NULL:
            return NULL
        options = fact(condition.fact).options
        if condition.quantifier == "any":
            return some([has(value, option) for option in condition.values])
        return negated(some([has(value, option) for option in options if option not in condition.values]))

    def _compares(self, quantity: str, compares: Compares, comparison: Comparison) -> Expr:
        measure = self.program.measures.get(quantity)
        if measure is not None:
            return self._measured(measure, compares, comparison)
        name, threshold = self.plan.setting.threshold(quantity, compares)
        settled = compare(NOT_NEGATIVE, comparison, threshold)
        if settled is not UNKNOWN:
            return Lit(settled is SURELY)
        match comparison:
            case "more_than":
                return self._beyond(name, ">", "<=", threshold)
            case "at_most":
                return negated(self._beyond(name, ">", "<=", threshold))
            case "at_least":
                return self._beyond(name, ">=", "<", threshold)
            case "less_than":
                return negated(self._beyond(name, ">=", "<", threshold))
            case "exactly":
                below = self._beyond(name, ">", "<=", threshold)
                above = TRUE if threshold == 0 else self._beyond(name, ">=", "<", threshold)
                return every([negated(below), above])
            case _:
                assert_never(comparison)

    def _beyond(self, name: str, yes: Operator, no: Operator, threshold: int | Decimal) -> Expr:
        mark, value = number_mark(name, threshold), self.facts.fact(name)
        found: list[tuple[Expr, Expr]] = []
        for other, guard, zero_only in self.facts.lowers.get(name, ()):
            if not zero_only or (yes, threshold) == (">", 0):
                found.append((self._guarded(Compare(self.facts.given(other), yes, mark), guard), TRUE))
        for other, guard, zero_only in self.facts.uppers.get(name, ()):
            over = (
                Compare(self.facts.given(other), "=", Lit(0))
                if zero_only
                else Compare(self.facts.given(other), no, mark)
            )
            found.append((self._guarded(over, guard), FALSE))
        own = NULL if value == NULL else Compare(value, yes, mark)
        return known(own, case(found, NULL))

    def _guarded(self, condition: Expr, guard: str) -> Expr:
        return every([condition, holds_as(self.facts.fact(guard), True)]) if guard else condition

    def _measured(self, measure: Measure, compares: Compares, comparison: Comparison) -> Expr:
        if measure.larger_of:
            return self._larger(measure.larger_of, compares, comparison)
        rest: Expr | None = None
        for one in reversed(measure.cases):
            holds = self._compares(one.quantity, compares, comparison)
            if one.when is None:
                rest = holds
                continue
            applies = self.truth(one.when)
            agreed = holds if rest is None else _agreed(holds, rest)
            rest = case([(applies, holds), (negated(applies), NULL if rest is None else rest)], agreed)
        return NULL if rest is None else rest

    def _larger(self, quantities: tuple[str, ...], compares: Compares, comparison: Comparison) -> Expr:
        def each(by: Comparison) -> list[Expr]:
            return [self._compares(quantity, compares, by) for quantity in quantities]

        return larger(comparison, each, every, some)

    def _days(self, expression: DateExpression) -> tuple[Expr, Expr]:
        """The first and the last day that a date can be."""
        match expression:
            case Day(on=on):
                return Lit(on), Lit(on)
            case DateFact(fact=name) if name == AS_OF:
                return Lit(date.fromordinal(self.plan.as_of.first)), Lit(date.fromordinal(self.plan.as_of.last))
            case DateFact(fact=name):
                return self.facts.fact(name), self.facts.fact(name)
            case _:
                raise refuse("dates of successors are not worked out on tables", "use `compile` for each row")

    def _not_before(self, one: tuple[Expr, Expr], other: tuple[Expr, Expr]) -> Expr:
        if NULL in {*one, *other}:
            return NULL
        after = _dates(one[0], ">=", other[1])
        if one[0] == one[1] and other[0] == other[1]:
            return after
        return case([(after, TRUE), (_dates(one[1], "<", other[0]), FALSE)], NULL)

    def _date_within(self, condition: DateWithin) -> Expr:
        day, after = self._days(condition.date), self._days(condition.after)
        if NULL in {*day, *after}:
            return NULL
        end = tuple(_later(one, condition.count, condition.unit) for one in after)
        if condition.limit == "within":
            end = tuple(_later(one, 1, "days") for one in end)
        return every([self._not_before(day, after), negated(self._not_before(day, (end[0], end[1])))])


def _agreed(one: Expr, other: Expr) -> Expr:
    return case([(every([one, other]), TRUE), (every([negated(one), negated(other)]), FALSE)], NULL)


def _dates(left: Expr, operator: Operator, right: Expr) -> Expr:
    if isinstance(left, Lit) and isinstance(right, Lit):
        assert isinstance(left.value, date)
        assert isinstance(right.value, date)
        return Lit(left.value >= right.value if operator == ">=" else left.value < right.value)
    return Compare(left, operator, right)


def _later(day: Expr, count: int, unit: Literal["days", "months", "years"]) -> Expr:
    if isinstance(day, Lit):
        assert isinstance(day.value, date)
        return Lit(date.fromordinal(later(day.value.toordinal(), count, unit)))
    return Later(day, count, unit)
