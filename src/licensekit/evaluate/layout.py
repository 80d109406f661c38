"""The variables that a question depends on, and the cells into which the licences' thresholds cut each.

Every atom compares a fact with a constant, so a number matters only through the cuts that the clauses in
question make; a yes/no fact has two cells, a one-of fact one for each option named and one for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, assert_never

from licensekit.evaluate.conditions import AS_OF, reading_variable
from licensekit.meaning.domain import Amount, Cut, Domain, Interval, cuts_of
from licensekit.meaning.program import Program
from licensekit.evaluate.setting import Coordinate, Setting
from licensekit.evaluate.terms import Terms, dates_awaited, programs
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
    Not,
    ReadingIs,
    SetMeets,
    YearsAfter,
)
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.facts import fact as vocabulary_fact
from licensekit.vocabulary.territories import GROUPS, TERRITORIES

if TYPE_CHECKING:
    from licensekit.evaluate.consequences import Consequences
    from licensekit.evaluate.kinds import Kind, KindKey
    from licensekit.truth import Truth


class Comparing(NamedTuple):
    """A comparison of a number in a clause."""

    variable: str
    compares: Compares
    threshold: Amount
    program: Program
    clause: int


@dataclass
class Layout:
    """What the clauses that bear on a question read. Kept in the order in which the texts name it."""

    yes_no: dict[str, None] = field(default_factory=dict)
    options: dict[str, tuple[tuple[str, ...], dict[str, None]]] = field(default_factory=dict)
    """One-of facts: all their options, and those that clauses name."""
    open_readings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    members: dict[str, tuple[tuple[str, ...], list[tuple[str, ...]]]] = field(default_factory=dict)
    """Territory facts and set facts: all that can be a member, and the lists that clauses compare with."""
    sets: dict[str, None] = field(default_factory=dict)
    """Those of `members` that are sets."""
    numbers: dict[str, tuple[Coordinate, bool, set[Cut]]] = field(default_factory=dict)
    """By variable: its fact and currency, whether it is a count, and its cuts."""
    groups: dict[str, None] = field(default_factory=dict)
    """Groups of countries that clauses name; who belongs to them depends on the day."""
    dates: dict[str, None] = field(default_factory=dict)
    date_pairs: list[tuple[DateExpression, DateExpression, int, str]] = field(default_factory=list)
    """Two dates compared, with the distance at which they are (0 days where only their order counts)."""
    comparisons: list[Comparing] = field(default_factory=list)
    """Every comparison of a number, with the clause that makes it."""
    readings: dict[str, Program] = field(default_factory=dict)
    """Every reading that is named, as `LICENSE.READING`."""
    readers: dict[str, dict[tuple[int, int], None]] = field(default_factory=dict)
    """By variable: the clauses that read it, as licence and clause."""
    apart: dict[tuple[str, Interval, int | None], tuple[Domain, ...]] = field(default_factory=dict)
    """The cells of territory and set facts, by the days that the as-of date can be."""
    kinds: dict[KindKey, Kind] = field(default_factory=dict)
    """What was worked out for uses of which the same facts are given."""
    consequences: dict[tuple[Truth, ...], Consequences] = field(default_factory=dict)
    """What followed from how the clauses stood before."""
    first_use: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where each variable is first named: licence and clause, for the order of questions."""

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts read, once each, in order; readings and `as_of` are none."""
        found = dict.fromkeys(
            coordinate.fact if (coordinate := self._coordinate(name)) else name for name in self.first_use
        )
        return tuple(name for name in found if name != AS_OF and name not in self.open_readings)

    @cached_property
    def meanings(self) -> dict[str, tuple[str, ...]]:
        """The facts that are read under a meaning, by their plain name."""
        found: dict[str, tuple[str, ...]] = {}
        for name in self.facts:
            plain, _, meaning = name.partition("@")
            if meaning:
                found[plain] = (*found.get(plain, ()), name)
        return found

    @cached_property
    def clean_hands(self) -> frozenset[str]:
        """The yes/no facts of conduct, disputes and the like, which mostly are not so."""
        return frozenset(
            name
            for name in self.yes_no
            if (info := FACTS.get(name.partition("@")[0])) is not None and info.assumption == "clean_hands"
        )

    def _coordinate(self, name: str) -> Coordinate | None:
        return self.numbers[name][0] if name in self.numbers else None

    def sorted_cuts(self, name: str) -> tuple[Cut, ...]:
        """The cuts of a number, from the lowest."""
        return tuple(sorted(self.numbers[name][2]))


def layout_of(terms: Terms, leaves: tuple[str, ...], setting: Setting) -> Layout:
    """What a question about these acts depends on."""
    layout = Layout()
    for order, program in enumerate(programs(terms)):
        walker = _Walker(layout, program, setting, order)
        for number in dict.fromkeys((*program.concerning(leaves), *program.ending())):
            when = program.clauses[number].when
            if when is not None:
                walker.at, walker.seen = number, set()
                walker.walk(when)
    for program, awaited in dates_awaited(terms):
        _Walker(layout, program, setting, 0).compare_dates(DateFact(fact=AS_OF), awaited, 0, "days")
    return layout


class _Walker:
    def __init__(self, layout: Layout, program: Program, setting: Setting, order: int) -> None:
        self.layout, self.program, self.setting, self.order = layout, program, setting, order
        self.at = 0
        self.seen: set[str] = set()

    def use(self, name: str) -> None:
        self.layout.first_use.setdefault(name, (self.order, self.at))
        self.layout.readers.setdefault(name, {})[self.order, self.at] = None

    def walk(self, condition: Condition) -> None:
        layout = self.layout
        match condition:
            case Holds(fact=fact):
                self.use(fact)
                layout.yes_no[fact] = None
            case Compares():
                self.quantity(condition.quantity, condition)
            case AllOf(parts=parts) | AnyOf(parts=parts):
                for part in parts:
                    self.walk(part)
            case Not(part=part):
                self.walk(part)
            case Defined(name=name):
                if name not in self.seen:
                    self.seen.add(name)
                    self.walk(self.program.definitions[name].condition)
            case IsOneOf(fact=fact, values=values):
                self.one_of(fact, values)
            case SetMeets(fact=fact, values=values):
                self.use(fact)
                layout.sets[fact] = None
                self.member(fact, values)
            case ReadingIs(reading=reading):
                self.reading(reading)
            case DateOrder(date=date, other=other):
                self.compare_dates(date, other, 0, "days")
            case DateWithin(date=date, after=after, count=count, unit=unit):
                self.compare_dates(date, after, count, unit)
            case ApprovalHeld():
                pass
            case _:
                assert_never(condition)

    def one_of(self, fact: str, values: tuple[str, ...]) -> None:
        self.use(fact)
        kind, options = fact_shape(self.program, fact)
        if kind == "territory":
            self.member(fact, values)
        else:
            _, named = self.layout.options.setdefault(fact, (options, {}))
            named.update(dict.fromkeys(values))

    def member(self, fact: str, values: tuple[str, ...]) -> None:
        kind, options = fact_shape(self.program, fact)
        countries = kind == "territory" or options == ("territory",)
        _, lists = self.layout.members.setdefault(fact, (tuple(TERRITORIES) if countries else options, []))
        lists.append(values)
        self.membership(values)

    def membership(self, values: tuple[str, ...]) -> None:
        """Who belongs to a group of countries depends on the day."""
        groups = [value for value in values if value in GROUPS]
        if groups:
            self.layout.groups.update(dict.fromkeys(groups))
            self.layout.dates.setdefault(AS_OF)

    def reading(self, reading: str) -> None:
        name = f"{self.program.license.id}.{reading}"
        self.layout.readings[name] = self.program
        if name not in self.setting.readings:
            variable = reading_variable(name)
            self.use(variable)
            self.layout.open_readings[variable] = tuple(
                option.name for option in self.program.readings[reading].options
            )

    def quantity(self, quantity: str, compares: Compares) -> None:
        measure = self.program.measures.get(quantity)
        if measure is None:
            self.number(quantity, compares)
            return
        for larger in measure.larger_of:
            self.quantity(larger, compares)
        for case in measure.cases:
            if case.when is not None:
                self.walk(case.when)
            self.quantity(case.quantity, compares)

    def number(self, fact: str, compares: Compares) -> None:
        coordinate, threshold = self.setting.spot(fact, compares)
        self.use(coordinate.name)
        _, _, cuts = self.layout.numbers.setdefault(coordinate.name, (coordinate, isinstance(threshold, int), set()))
        cuts.update(cuts_of(compares.comparison, threshold))
        self.layout.comparisons.append(Comparing(coordinate.name, compares, threshold, self.program, self.at))

    def compare_dates(self, one: DateExpression, other: DateExpression, count: int, unit: str) -> None:
        for name in (*date_facts(one), *date_facts(other)):
            self.use(name)
            self.layout.dates[name] = None
        self.layout.date_pairs.append((one, other, count, unit))


def fact_shape(program: Program, fact: str) -> tuple[str, tuple[str, ...]]:
    """The type and the options of a fact, of the vocabulary or of this licence alone."""
    local = program.local.get(fact)
    known = vocabulary_fact(fact) if local is None else local
    return known.type, known.options


def date_facts(expression: DateExpression) -> Iterator[str]:
    """The date facts, and `as_of`, that a date is made of."""
    match expression:
        case Day():
            return
        case DateFact(fact=fact):
            yield fact
        case YearsAfter(date=date):
            yield from date_facts(date)
        case Earlier(dates=dates):
            for one in dates:
                yield from date_facts(one)
        case _:
            assert_never(expression)
