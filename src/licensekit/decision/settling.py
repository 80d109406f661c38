"""What would settle an open answer: which facts, once known, leave nothing open, whatever their values are.

A set of facts settles an answer if no two worlds that agree on these facts differ in the answer. So wherever two
worlds differ, one of the facts in which they differ has to be known: the smallest sets that meet every such pair are
found set by set, each against a pair that it does not meet yet. Pairs are walked as one: two copies of the diagrams
that share what is known (diagram/pairs.py). Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from licensekit.decision.alternatives import alternatives
from licensekit.decision.decision import Decision, Settling
from licensekit.decision.inquiry import ALLOWED, Inquiry
from licensekit.decision.questions import counting
from licensekit.diagram.nodes import Node
from licensekit.meaning.variable import AmountVariable, ReadingVariable, Stated
from licensekit.meaning.verdict import Verdict

MOST_SETS: Final = 12


def settling(decision: Decision) -> Settling | None:
    """What settles a verdict that is unknown, or the duties that are open; None where nothing is.

    Raises LicensekitError (LK720) where more steps would be needed than there may be.
    """
    inquiry = decision.deferred.inquiry
    inquiry.matter.diagrams.spent = 0
    aspects = tuple(dict.fromkeys(_aspects(decision, inquiry)))
    if not aspects:
        return None
    sets = _Sets(inquiry, aspects)
    always, more = sets.smallest()
    if decision.verdict is not Verdict.UNKNOWN:
        return Settling(always, more, None, None, sets.asked)
    facts = frozenset(str(variable.name) for variable in _open(inquiry).values())
    permits, refuses = (alternatives(decision, goal, only=facts) for goal in ("allowed", "refused"))
    return Settling(always, more, permits, refuses, sets.asked + permits.worlds + refuses.worlds)


def _aspects(decision: Decision, inquiry: Inquiry) -> Iterator[Node]:
    """The parts of the answer that are open: the verdict, but for duties; or, of a permission, each duty."""
    if decision.verdict is Verdict.UNKNOWN:
        diagrams = inquiry.matter.diagrams
        yield diagrams.mapped(
            inquiry.whole, lambda verdict: Verdict.PERMITTED if verdict in ALLOWED else verdict, "but for duties"
        )
        return
    known = {program.license.id: program for program in inquiry.matter.programs}
    for duty in decision.duties:
        if duty.status == "open":
            program = known[duty.license]
            yield from (counting(inquiry, program, program.number[duty.clause], leaf) for leaf in duty.acts)


def _open(inquiry: Inquiry) -> dict[str, Stated]:
    """The variables that are open, by what has to be known; readings are not asked for.

    An amount is known in one currency and, where an index is not given, not in the money of another year.
    """
    opened: dict[str, Stated] = {}
    numbers = [each for each in inquiry.matter.readers if isinstance(each, AmountVariable)]
    for variable in inquiry.matter.readers:
        if isinstance(variable, ReadingVariable) or not inquiry.is_open(variable):
            continue
        told = str(variable.name)
        if isinstance(variable, AmountVariable):
            currencies = {each.currency for each in numbers if each.name == variable.name}
            if variable.index:
                told = f"{told} in {variable.currency} of {variable.index.partition('@')[2]}"
            elif len(currencies) > 1:
                told = f"{told} in {variable.currency}"
        opened[told] = variable
    return opened


class _Sets:
    """The search for smallest sets of facts."""

    def __init__(self, inquiry: Inquiry, aspects: tuple[Node, ...]) -> None:
        self.inquiry, self.aspects = inquiry, aspects
        self.asked = 0
        self.variables = _open(inquiry)
        self.order = list(self.variables)
        self.readings = tuple(each for each in inquiry.matter.readings if each not in inquiry.world)

    def smallest(self) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """The sets, and whether there may be more."""
        if self.readings and self._differ(()):
            return (), False
        needed = frozenset(name for name in self.order if self._differ((name,)))
        sets: list[frozenset[str]] = []
        todo: dict[frozenset[str], None] = {needed: None}
        while todo and len(sets) < MOST_SETS:
            names = min(todo, key=lambda each: (len(each), sorted(each)))
            del todo[names]
            if any(each <= names for each in sets):
                continue
            differing = self._differing(names)
            if differing:
                todo |= {names | {name}: None for name in differing}
            else:
                sets.append(self._without_what_is_not_needed(names, needed))
        told = dict.fromkeys(tuple(sorted(each, key=self.order.index)) for each in sets)
        left = any(not any(each <= names for each in sets) for names in todo)
        return tuple(sorted(told, key=lambda names: (len(names), [*map(self.order.index, names)]))), left

    def _without_what_is_not_needed(self, names: frozenset[str], needed: frozenset[str]) -> frozenset[str]:
        for name in sorted(names - needed):
            if not self._differ(each for each in self.order if each not in names or each == name):
                names -= {name}
        return names

    def _differing(self, names: frozenset[str]) -> tuple[str, ...]:
        """Facts of which one must be known besides: two worlds that agree on all others lead apart. None: no such."""
        others = [each for each in self.order if each not in names]
        if not self._differ(others):
            return ()
        for name in tuple(others):
            fewer = [each for each in others if each != name]
            if self._differ(fewer):
                others = fewer
        return tuple(others)

    def _differ(self, names: Iterable[str]) -> bool:
        """Whether two worlds that differ in some facts alone, and in open readings, lead apart."""
        self.asked += 1
        return self.inquiry.leads_apart((*(self.variables[name] for name in names), *self.readings), self.aspects)
