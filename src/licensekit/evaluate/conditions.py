"""What each kind of condition means (docs/semantics.md, section 2): the truth of a condition in a world.

A condition is turned once, with its licence, into a test that asks a `Standing` for its truth; a use then pays
only for looking facts up. Every kind of condition has one case below, and the checker of types names this
module when a kind is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar, assert_never

from licensekit.meaning.calendar_days import Unit, later
from licensekit.meaning.domain import ANY_DAY, NOT_NEGATIVE, Among, Interval, compare
from licensekit.evaluate.setting import AS_WRITTEN
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

if TYPE_CHECKING:
    from licensekit.meaning.program import Program
    from licensekit.evaluate.standing import Standing

Test: TypeAlias = "Callable[[Standing], Truth]"

AS_OF = "as_of"
"""The variable of the day for which the question is asked."""


def reading_variable(name: str) -> str:
    """The variable of an open reading, `LICENSE.READING`."""
    return f"reading {name}"


def test_of(condition: Condition, program: Program) -> Test:
    """The test of a condition: true, false or unknown in a standing."""
    match condition:
        case Holds(fact=fact):
            return _holds(fact)
        case Defined(name=name):
            return lambda standing: standing.defined(name)
        case IsOneOf(fact=fact, values=values):
            return _is_one_of(fact, Listed.of(values))
        case SetMeets(values=values):
            listed = Listed.of(values)
            return lambda standing: _set_meets(standing, condition, listed)
        case Compares(quantity=quantity):
            return _compared(program, quantity, condition, condition.comparison)
        case DateOrder(date=date, order="on_or_after", other=other):
            return lambda standing: not_before(days(standing, date), days(standing, other))
        case DateOrder(date=date, other=other):
            return lambda standing: negation(not_before(days(standing, date), days(standing, other)))
        case DateWithin():
            return lambda standing: _within(standing, condition)
        case ReadingIs(reading=reading, option=option):
            name = f"{program.license.id}.{reading}"
            return lambda standing: _read_as(standing, name, option)
        case ApprovalHeld(gate=gate):
            name = f"{program.license.id}.{gate}"
            return lambda standing: truth(name in standing.held)
        case Not(part=part):
            inner = test_of(part, program)
            return lambda standing: negation(inner(standing))
        case AllOf(parts=parts):
            return _every([program.test(part) for part in parts])
        case AnyOf(parts=parts):
            return _some([program.test(part) for part in parts])
        case _:
            assert_never(condition)


def _holds(fact: str) -> Test:
    def holds(standing: Standing) -> Truth:
        known = standing.world.get(fact)
        return UNKNOWN if known is None else TRUE if known is True else FALSE

    return holds


def _every(tests: Sequence[Test]) -> Test:
    """And, by Kleene: one false part decides, else one unknown part leaves it open."""

    def every(standing: Standing) -> Truth:
        result = TRUE
        for test in tests:
            found = test(standing)
            if found is FALSE:
                return FALSE
            if found is UNKNOWN:
                result = UNKNOWN
        return result

    return every


def _some(tests: Sequence[Test]) -> Test:
    """Or, by Kleene: one true part decides, else one unknown part leaves it open."""

    def some(standing: Standing) -> Truth:
        result = FALSE
        for test in tests:
            found = test(standing)
            if found is TRUE:
                return TRUE
            if found is UNKNOWN:
                result = UNKNOWN
        return result

    return some


class Listed(NamedTuple):
    """The values that a condition lists: words and countries, and apart from them the groups of countries."""

    values: frozenset[str]
    groups: tuple[str, ...]

    @classmethod
    def of(cls, values: tuple[str, ...]) -> Listed:
        """The values, with the groups told apart."""
        return cls(frozenset(values), tuple(value for value in values if value in GROUPS))


def _is_one_of(fact: str, listed: Listed) -> Test:
    def is_one_of(standing: Standing) -> Truth:
        known = standing.world.get(fact)
        if isinstance(known, str):
            return TRUE if known in listed.values else _in_groups(standing, known, listed)
        if known is None:
            return UNKNOWN
        assert isinstance(known, Among)
        return _agreed(truth(option in listed.values) for option in known.options)

    return is_one_of


def _in_groups(standing: Standing, value: str, listed: Listed) -> Truth:
    """Whether a country belongs, on the as-of date, to a group that is listed."""
    if not listed.groups:
        return FALSE
    day = days(standing, DateFact(fact=AS_OF))
    return disjunction(in_group(value, group, day.first, day.last) for group in listed.groups)


def _set_meets(standing: Standing, condition: SetMeets, listed: Listed) -> Truth:
    known = standing.world.get(condition.fact)
    if known is None:
        return UNKNOWN
    if known is WORLDWIDE:
        return truth(condition.quantifier == "any")
    assert isinstance(known, frozenset)
    members = (TRUE if member in listed.values else _in_groups(standing, member, listed) for member in sorted(known))
    return disjunction(members) if condition.quantifier == "any" else conjunction(members)


def _read_as(standing: Standing, name: str, option: str) -> Truth:
    chosen = standing.setting.readings.get(name) or standing.world.get(reading_variable(name))
    return UNKNOWN if chosen is None else truth(chosen == option)


def _compared(program: Program, quantity: str, compares: Compares, comparison: Comparison) -> Test:
    """A number, or a measure of the licence, against a threshold."""
    measure = program.measures.get(quantity)
    if measure is not None:
        return _measured(program, measure, compares, comparison)

    as_written = AS_WRITTEN.threshold(quantity, compares)

    def compared(standing: Standing) -> Truth:
        setting = standing.setting
        variable, threshold = as_written if setting.plain else setting.threshold(quantity, compares)
        known = standing.world.get(variable, NOT_NEGATIVE)
        assert isinstance(known, Interval)
        return compare(known, comparison, threshold)

    return compared


def _measured(program: Program, measure: Measure, compares: Compares, comparison: Comparison) -> Test:
    if measure.larger_of:
        return _larger(program, measure.larger_of, compares, comparison)
    cases = [
        (
            None if case.when is None else program.test(case.when),
            _compared(program, case.quantity, compares, comparison),
        )
        for case in measure.cases
    ]

    def measured(standing: Standing) -> Truth:
        """The first case that holds; while that is open, what all candidates agree on."""
        candidates: list[Truth] = []
        for applies, compared in cases:
            holds = TRUE if applies is None else applies(standing)
            if holds is not FALSE:
                candidates.append(compared(standing))
            if holds is TRUE:
                break
        return _agreed(candidates)

    return measured


def _larger(program: Program, quantities: tuple[str, ...], compares: Compares, comparison: Comparison) -> Test:
    def each(by: Comparison) -> list[Test]:
        return [_compared(program, quantity, compares, by) for quantity in quantities]

    return larger(comparison, each, _every, _some)


T = TypeVar("T")


def larger(
    comparison: Comparison,
    each: Callable[[Comparison], list[T]],
    every: Callable[[list[T]], T],
    some: Callable[[list[T]], T],
) -> T:
    """The larger of several numbers exceeds a threshold if some does, and stays below it if all do.

    `each` compares every one of the numbers; the same rule for truths, generated code and columns.
    """
    match comparison:
        case "more_than" | "at_least":
            return some(each(comparison))
        case "at_most" | "less_than":
            return every(each(comparison))
        case "exactly":
            return every([*each("at_most"), some(each("exactly"))])
        case _:
            assert_never(comparison)


def days(standing: Standing, expression: DateExpression) -> Interval:
    """The days that a date can be."""
    match expression:
        case Day(on=on):
            return Interval(on.toordinal(), on.toordinal())
        case DateFact(fact=fact):
            known = standing.world.get(fact, ANY_DAY)
            assert isinstance(known, Interval)
            return known
        case YearsAfter(years=years, date=date):
            return _shifted(days(standing, date), years, "years")
        case Earlier(dates=dates):
            known_days = [days(standing, one) for one in dates]
            return Interval(min(day.low for day in known_days), min(day.last for day in known_days))
        case _:
            assert_never(expression)


def _within(standing: Standing, condition: DateWithin) -> Truth:
    date, after = days(standing, condition.date), days(standing, condition.after)
    end = _shifted(after, condition.count, condition.unit)
    too_late = not_before(date, Interval(end.first + 1, end.last + 1) if condition.limit == "within" else end)
    return conjunction((not_before(date, after), negation(too_late)))


def not_before(one: Interval, other: Interval) -> Truth:
    """Whether one date is the other or later."""
    if one.low >= other.last:
        return TRUE
    return FALSE if one.last < other.low else UNKNOWN


def _shifted(known: Interval, count: int, unit: Unit) -> Interval:
    return Interval(later(known.first, count, unit), later(known.last, count, unit))


def _agreed(truths: Iterable[Truth]) -> Truth:
    """What all candidates say, or unknown where they differ or there are none."""
    said = set(truths)
    return said.pop() if len(said) == 1 else UNKNOWN
