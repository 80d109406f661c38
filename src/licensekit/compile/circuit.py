"""Which verdicts a row that leaves facts open can come to: the diagram of the verdict, walked by all rows at once.

A node of the diagram is a column: whether what a row leaves open can lead there. The root can be reached; a child can,
where its node can and the row leaves that part of the variable. The diagram is that of the worlds too, so that facts
that are tied to one another are never set apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from itertools import pairwise
from typing import Final

from licensekit.compile.logic import FALSE, TRUE, Expr, every, negated, perhaps, some, unknown
from licensekit.compile.rows import Rows, refuse
from licensekit.diagram.nodes import Node, variables_below
from licensekit.diagram.worlds import Worlds
from licensekit.meaning.days import linked
from licensekit.meaning.domain import Domain
from licensekit.meaning.variable import (
    AS_OF,
    FactVariable,
    OrderVariable,
    ReadingVariable,
    Variable,
    interval_of,
    is_cut,
    is_listed,
    universe,
)
from licensekit.meaning.verdict import Verdict

_MOST_NODES: Final = 4_000
"""Nodes that become columns; of more it is left to the reference what a row can come to."""


def verdicts_reached(rows: Rows, opened: Expr) -> dict[Verdict, Expr]:
    """For each verdict, which of the rows that are `opened` can come to it. Raises FactsError for too many nodes."""
    matter = rows.inquiry.matter
    diagrams = matter.diagrams
    diagrams.spent = 0
    whole = rows.inquiry.whole
    worlds = Worlds(diagrams, rows.rules, matter.cuts, matter.atoms)
    known: dict[Variable, Domain] = {AS_OF: interval_of(AS_OF, rows.inquiry.world)}
    there = diagrams.every(worlds.around((whole,), known, rows.rules))
    free = variables_below(there) - {*matter.atoms, *rows.named}

    def whatever(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
        """A world that there is, whatever a fact is of which no row tells and which no clause reads."""
        (at,) = nodes
        while at.variable in free:
            at = diagrams.some(at.children)
        return at if at.is_leaf else (at,)

    there = diagrams.merged((there,), whatever, ("whatever", free))
    start = diagrams.where(there, whole, diagrams.leaf(None))
    coming: dict[Node, list[Expr]] = {start: [opened]}
    todo = [(start.level, 0, start)]
    reached: dict[Verdict, Expr] = {}
    while todo:
        _, _, node = heappop(todo)
        here = rows.stages.named("n", some(coming[node]))
        if isinstance(node.value, Verdict):
            reached[node.value] = here
        if node.is_leaf:
            continue
        for possible, child in zip(_parts_left(rows, node), node.children, strict=True):
            through = every((here, possible))
            if through == FALSE:
                continue
            if child not in coming:
                coming[child] = []
                heappush(todo, (child.level, len(coming), child))
                if len(coming) > _MOST_NODES:
                    raise refuse("the licence is too large to be worked out on tables", "use `compile` for each row")
            coming[child].append(through)
    return reached


def _parts_left(rows: Rows, node: Node) -> Iterator[Expr]:
    """For each part of a variable, whether a row leaves it."""
    variable = node.variable
    assert variable is not None
    inside: list[Expr]
    if is_cut(variable):
        beyond = [TRUE, *(rows.atom(variable, cut) for cut in node.cuts), FALSE]
        inside = [every((low, negated(high))) for low, high in pairwise(beyond)]
    elif is_listed(variable):
        assert isinstance(variable, FactVariable | ReadingVariable)
        groups = node.groups
        inside = [rows.atom(variable, group) for group in groups]
        rest = frozenset(universe(variable)).difference(*groups)
        inside.append(rows.atom(variable, rest) if rest else every(map(negated, inside)))
    else:
        atom = rows.atom(variable, part=True)
        inside = [negated(atom), atom]
    return (rows.stages.named("p", perhaps(rows.stages.named("v", each))) for each in inside)


def dates_in_part(rows: Rows) -> Expr:
    """Where a row has some and not all of dates that are compared with one another so that it makes a difference.

    What such dates can come to depends on the days themselves, and not on the parts in which they lie. Of two dates
    that are compared with nothing else, by days or one way round, one leaves all that both leave.
    """
    matter = rows.inquiry.matter
    orders = [each for each in matter.atoms if isinstance(each, OrderVariable)]
    return some(_in_part(rows, group, matter.cuts) for group in linked(orders))


def _in_part(rows: Rows, orders: tuple[OrderVariable, ...], cuts: Mapping[Variable, object]) -> Expr:
    day = interval_of(AS_OF, rows.inquiry.world)
    dates = {date for each in orders for date in (each.date, each.other) if date != AS_OF or not day.exact}
    units = {each.unit for each in orders if each.count} - {"days"}
    alike = not units or (len(units) == 1 and len({each.date for each in orders}) == 1)
    if len(dates) < 2 or (len(dates) == 2 and alike and not any(date in cuts for date in dates)):
        return FALSE
    absent = [every(map(unknown, rows.named.get(date, ()))) for date in sorted(dates, key=str)]
    return every((some(absent), some(map(negated, absent))))
