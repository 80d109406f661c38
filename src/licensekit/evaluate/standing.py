"""How the conditions and clauses of one licence stand in one world (DESIGN section 4, first bullet).

    truth(condition)   strong Kleene logic over what the world knows
    active(clause)     its condition holds, and no active clause that names it switches it off
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, assert_never

from licensekit.evaluate.calendar_days import Unit, later
from licensekit.evaluate.domain import ANY_DAY, NOT_NEGATIVE, Among, Domain, Interval, compare
from licensekit.evaluate.program import Program
from licensekit.evaluate.setting import Setting
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Condition,
    DateExpression,
    DateFact,
    DateOrder,
    DateWithin,
    Day,
    Defined,
    Earlier,
    Holds,
    IsOneOf,
    Measure,
    Not,
    ReadingIs,
    SetMeets,
    YearsAfter,
)
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, conjunction, disjunction, negation, truth
from licensekit.values import WORLDWIDE
from licensekit.vocabulary.territories import GROUPS, in_group

World: TypeAlias = Mapping[str, Domain]
"""What is known of a use: variables (facts, and amounts in a currency) that are absent are unknown."""

AS_OF = "as_of"
"""The variable of the day for which the question is asked."""


class Standing:
    """One licence in one world, for an act: the approvals held may differ from act to act."""

    __slots__ = ("_active", "_defined", "held", "program", "setting", "world")

    def __init__(self, program: Program, world: World, setting: Setting, held: frozenset[str]) -> None:
        self.program = program
        self.world = world
        self.setting = setting
        self.held = held
        self._defined: dict[str, Truth] = {}
        self._active: dict[int, Truth] = {}

    def active(self, number: int) -> Truth:
        """Whether a clause is active. A clause that names another lifts it; there are no cycles."""
        known = self._active.get(number)
        if known is None:
            own = self.own(number)
            if own is not FALSE and (lifters := self.program.lifters[number]):
                own = conjunction((own, negation(disjunction(self.active(lifter) for lifter in lifters))))
            known = self._active[number] = own
        return known

    def own(self, number: int) -> Truth:
        """Whether a clause's own condition holds, whatever may lift it."""
        when = self.program.clauses[number].when
        return TRUE if when is None else self.truth(when)

    def approved(self, number: int) -> bool:
        """Whether the approval that a gate asks for is held, for this act."""
        return self.gate_name(self.program.clauses[number].id) in self.held

    def gate_name(self, gate: str) -> str:
        """A gate's name among several licences."""
        return f"{self.program.license.id}.{gate}"

    def truth(self, condition: Condition) -> Truth:
        """The truth of a condition."""
        match condition:
            case Holds(fact=fact):
                known = self.world.get(fact)
                return UNKNOWN if known is None else truth(known is True)
            case Compares():
                return self._compared(condition.quantity, condition)
            case AllOf(parts=parts):
                return conjunction(self.truth(part) for part in parts)
            case AnyOf(parts=parts):
                return disjunction(self.truth(part) for part in parts)
            case Not(part=part):
                return negation(self.truth(part))
            case Defined(name=name):
                return self._definition(name)
            case IsOneOf():
                return self._is_one_of(condition)
            case ReadingIs(reading=reading, option=option):
                return self._read_as(reading, option)
            case ApprovalHeld(gate=gate):
                return truth(self.gate_name(gate) in self.held)
            case SetMeets():
                return self._set_meets(condition)
            case DateOrder(date=date, order=order, other=other):
                on_or_after = not_before(self.days(date), self.days(other))
                return on_or_after if order == "on_or_after" else negation(on_or_after)
            case DateWithin():
                return self._within(condition)
            case _:
                assert_never(condition)

    def _definition(self, name: str) -> Truth:
        known = self._defined.get(name)
        if known is None:
            known = self._defined[name] = self.truth(self.program.definitions[name].condition)
        return known

    def _read_as(self, reading: str, option: str) -> Truth:
        name = f"{self.program.license.id}.{reading}"
        chosen = self.setting.readings.get(name)
        if chosen is None:
            chosen = self.world.get(reading_variable(name))  # type: ignore[assignment]
        return UNKNOWN if chosen is None else truth(chosen == option)

    def _is_one_of(self, condition: IsOneOf) -> Truth:
        match self.world.get(condition.fact):
            case None:
                return UNKNOWN
            case Among(options=options):
                return _agreed(truth(option in condition.values) for option in options)
            case str() as value:
                return self._belongs(value, condition.values)
            case other:
                raise AssertionError(other)

    def _belongs(self, value: str, values: tuple[str, ...]) -> Truth:
        """Whether a word, or a country on the as-of date, is among these words, countries and groups of countries."""
        if value in values:
            return TRUE
        groups = [group for group in values if group in GROUPS]
        if not groups:
            return FALSE
        day = self.world.get(AS_OF, ANY_DAY)
        assert isinstance(day, Interval)
        return disjunction(in_group(value, group, day.first, day.last) for group in groups)

    def _set_meets(self, condition: SetMeets) -> Truth:
        known = self.world.get(condition.fact)
        if known is None:
            return UNKNOWN
        if known is WORLDWIDE:
            return truth(condition.quantifier == "any")
        assert isinstance(known, frozenset)
        members = (self._belongs(member, condition.values) for member in sorted(known))
        return disjunction(members) if condition.quantifier == "any" else conjunction(members)

    def _compared(self, quantity: str, condition: Compares) -> Truth:
        measure = self.program.measures.get(quantity)
        if measure is not None:
            return self._measured(measure, condition)
        variable, threshold = self.setting.threshold(quantity, condition)
        known = self.world.get(variable, NOT_NEGATIVE)
        assert isinstance(known, Interval)
        return compare(known, condition.comparison, threshold)

    def _measured(self, measure: Measure, condition: Compares) -> Truth:
        if measure.larger_of:
            return self._larger(measure.larger_of, condition)
        open_so_far: list[Truth] = []
        for case in measure.cases:
            applies = TRUE if case.when is None else self.truth(case.when)
            if applies is not FALSE:
                open_so_far.append(self._compared(case.quantity, condition))
            if applies is TRUE:
                break
        return _agreed(open_so_far)

    def _larger(self, quantities: tuple[str, ...], condition: Compares) -> Truth:
        def each(comparison: Compares) -> list[Truth]:
            return [self._compared(quantity, comparison) for quantity in quantities]

        match condition.comparison:
            case "more_than" | "at_least":
                return disjunction(each(condition))
            case "at_most" | "less_than":
                return conjunction(each(condition))
            case "exactly":
                no_more = conjunction(each(condition.model_copy(update={"comparison": "at_most"})))
                return conjunction((no_more, disjunction(each(condition))))
            case _:
                assert_never(condition.comparison)

    def days(self, expression: DateExpression) -> Interval:
        """The days that a date can be."""
        match expression:
            case Day(on=on):
                return Interval(on.toordinal(), on.toordinal())
            case DateFact(fact=fact):
                known = self.world.get(fact, ANY_DAY)
                assert isinstance(known, Interval)
                return known
            case YearsAfter(years=years, date=date):
                return _shifted(self.days(date), years, "years")
            case Earlier(dates=dates):
                known_days = [self.days(date) for date in dates]
                return Interval(min(day.low for day in known_days), min(day.last for day in known_days))
            case _:
                assert_never(expression)

    def _within(self, condition: DateWithin) -> Truth:
        date, after = self.days(condition.date), self.days(condition.after)
        end = _shifted(after, condition.count, condition.unit)
        too_late = not_before(date, Interval(end.first + 1, end.last + 1) if condition.limit == "within" else end)
        return conjunction((not_before(date, after), negation(too_late)))


def reading_variable(name: str) -> str:
    """The variable of an open reading, `LICENSE.READING`."""
    return f"reading {name}"


def not_before(one: Interval, other: Interval) -> Truth:
    """Whether one date is the other or later."""
    if one.low >= other.last:
        return TRUE
    return FALSE if one.last < other.low else UNKNOWN


def _shifted(days: Interval, count: int, unit: Unit) -> Interval:
    return Interval(later(days.first, count, unit), later(days.last, count, unit))


def _agreed(truths: Iterable[Truth]) -> Truth:
    """What all candidates say, or unknown where they differ or there are none."""
    said = set(truths)
    return said.pop() if len(said) == 1 else UNKNOWN
