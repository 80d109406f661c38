"""The worlds that there are: rules and orders between facts, sets that can be, dates that can hold together.

What holds whatever is stated is made once for some terms. Dates depend on what is known of them, and an order between
numbers of which it is open whether it holds, on the numbers known: what these say is added for a use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from weakref import WeakKeyDictionary

from licensekit.diagram.nodes import Diagrams, Node, TooManySteps, size, variables_below
from licensekit.diagram.pairs import Copies, with_copies
from licensekit.meaning.calendar_days import LAST_DAY
from licensekit.meaning.connected import connected
from licensekit.meaning.days import Orders, linked
from licensekit.meaning.domain import Cut, Interval, meet, piece
from licensekit.meaning.formula import Formula, Formulas, variables_of
from licensekit.meaning.once import once
from licensekit.meaning.rules import RuleAmong, Rules
from licensekit.meaning.rules_among import sets_that_can_be
from licensekit.meaning.variable import (
    FactVariable,
    MemberVariable,
    OrderVariable,
    Variable,
    World,
    interval_of,
    truth_in,
)
from licensekit.truth import UNKNOWN

SMALL: Final = 60
"""Nodes up to which what holds in all worlds is kept as one diagram."""
MOST_ORDERS: Final = 200
"""Comparisons of dates that are looked at together; the step limit is reached long before by all but chains."""
Cuts = Mapping[Variable, Sequence[Cut]]


class Worlds:
    """What holds in every world, in diagrams that share no variable with those of another group."""

    def __init__(self, diagrams: Diagrams, rules: Rules, cuts: Cuts, read: Iterable[Variable]) -> None:
        self.diagrams = diagrams
        self.cuts = cuts
        # Before the rules name theirs: in an order that an earlier question happened to leave, diagrams may be large.
        for variable in read:
            diagrams.level(variable)
        self._formulas = Formulas()
        self._rules = frozenset(rules.rules)
        self._lacking: WeakKeyDictionary[Rules, tuple[RuleAmong, ...]] = WeakKeyDictionary()
        self._orders = [variable for variable in read if isinstance(variable, OrderVariable)]
        self._dates: dict[tuple[object, ...], Node] = {}
        spoken_of = (each.atom[0] for rule in rules.rules for each in rule.statements)
        members = [each for each in dict.fromkeys((*read, *spoken_of)) if isinstance(each, MemberVariable)]
        by_set = {variable.set: [each for each in members if each.set == variable.set] for variable in members}
        said = [formula for each in by_set.values() for formula in sets_that_can_be(self._formulas, each)]
        said += rules.formulas(self._formulas, cuts, members)
        self._groups = connected(said, variables_of)

    @once
    def _diagrams_of(self, formulas: tuple[Formula, ...], /) -> tuple[Node, ...]:
        """A group's formulas as diagrams, made once a use asks for one of its variables: most ask for few groups."""
        return tuple(self._merged(formulas))

    def _merged(self, formulas: Iterable[Formula]) -> Iterator[Node]:
        """Some formulas as few diagrams, none of which is large."""
        together = self.diagrams.true
        for formula in formulas:
            node = self.diagrams.formula(formula)
            more = self.diagrams.every((together, node))
            if size(more) > SMALL and together is not self.diagrams.true:
                yield together
                more = node
            together = more
        if together is not self.diagrams.true:
            yield together

    def around(self, roots: tuple[Node, ...], known: World, rules: Rules) -> tuple[Node, ...]:
        """What ties the variables of some diagrams to one another, for a use of which this much is known."""
        said = [self.diagrams.formula(each) for each in self.of_the_use(known, rules)]
        below = self.diagrams.variables
        asked = frozenset[Variable]().union(*map(below, roots), *map(below, said))
        near = (formulas for variables, formulas in self._groups if not variables.isdisjoint(asked))
        inside = [node for formulas in near for node in self._diagrams_of(formulas)]
        return (*inside, *said, *self._orders_of_dates(asked.union(*map(below, inside)), known))

    def lacking(self, rules: Rules) -> tuple[RuleAmong, ...]:
        """Of the rules of a use, those that speak of more than is read, and so are not in these worlds."""
        lacking = self._lacking.get(rules)
        if lacking is None:
            lacking = self._lacking[rules] = tuple(rule for rule in rules.rules if rule not in self._rules)
        return lacking

    @once
    def tied_to(self, *roots: Node) -> frozenset[Variable]:
        """The variables on which it can depend what some diagrams come to: their own, and those tied to them.

        Sets and dates stand beside their memberships and orders, since these are what a caller states.
        """
        asked = variables_below(*roots)
        while more := frozenset().union(*(group for group, _ in self._groups if group & asked), asked) - asked:
            asked |= more
        orders = [each for each in asked if isinstance(each, OrderVariable)]
        dates = {date for each in orders for date in each.dates} | asked
        near = [each for each in self._orders if not dates.isdisjoint(each.dates)]
        dates |= {date for each in near for date in each.dates}
        sets = {each.set for each in asked if isinstance(each, MemberVariable)}
        return frozenset({*dates, *sets})

    def of_the_use(self, known: World, rules: Rules) -> Iterator[Formula]:
        """What orders and rules say for this use alone: those that are open, those on more that is stated."""
        yield from (bound.carried_from(self._formulas, known) for bound in rules.open_bounds(known))
        left = (rule.left(self._formulas, known) for rule in self.lacking(rules))
        yield from (formula for formula in left if formula is not None)

    def _orders_of_dates(self, asked: frozenset[Variable], known: World) -> Iterator[Node]:
        open_orders = [each for each in self._orders if each in asked and truth_in(each, True, known) is UNKNOWN]
        for orders in linked(open_orders):
            dates = {date: interval_of(date, known) for each in orders for date in each.dates}
            key = (orders, *dates.items())
            node = self._dates.get(key)
            if node is None:
                node = self._dates[key] = dates_that_can_be(self.diagrams, orders, dates, self.cuts)
            yield node

    def shared_dates(self, root: Node, known: World, copies: Copies) -> tuple[Node, ...]:
        """Where dates have copies: which comparisons of both, and with dates that they share, can hold together."""
        asked = variables_below(root)
        compared = [each for each in self._orders if each in asked and truth_in(each, True, known) is UNKNOWN]
        both = with_copies(known, copies)
        cuts = {**self.cuts, **{copy: self.cuts[date] for date, copy in copies.items() if date in self.cuts}}
        nodes = []
        for orders in linked(compared):
            again = [copy for each in orders if isinstance(copy := copies.get(each), OrderVariable)]
            dates = {date: interval_of(date, both) for each in (*orders, *again) for date in each.dates}
            if again:
                nodes.append(dates_that_can_be(self.diagrams, (*orders, *again), dates, cuts))
        return tuple(nodes)


def dates_that_can_be(
    diagrams: Diagrams, orders: Sequence[OrderVariable], dates: Mapping[FactVariable, Interval], cuts: Cuts
) -> Node:
    """Which comparisons of some dates, and which parts of each date, can be so together. Raises TooManySteps."""
    if len(orders) > MOST_ORDERS:
        raise TooManySteps(diagrams.limit)
    cut = [date for date in dates if cuts.get(date) and not dates[date].exact]
    variables: list[FactVariable | OrderVariable] = sorted((*cut, *orders), key=diagrams.level)

    def below(place: int, held: Orders | None) -> Node:
        if held is None:
            return diagrams.false
        if place == len(variables):
            return diagrams.true
        diagrams.step(1 + len(orders) // 4)
        variable = variables[place]
        if isinstance(variable, OrderVariable):
            if variable.date not in held.bounds or variable.other not in held.bounds:
                return below(place + 1, held)
            sides = (held.having(variable, holds=holds) for holds in (False, True))
            return diagrams.node(variable, (), [below(place + 1, side) for side in sides])
        parts = tuple(cuts[variable])
        days = (meet(piece(parts, place, whole=True), dates[variable]) for place in range(len(parts) + 1))
        inside = [
            part and (held.without(variable) if part.first == LAST_DAY else held.bounded(variable, part))
            for part in days
        ]
        return diagrams.node(variable, parts, [below(place + 1, each) for each in inside])

    return below(0, Orders({date: days for date, days in dates.items() if days.first < LAST_DAY}, diagrams.step))
