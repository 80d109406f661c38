"""What would change an answer: the fewest changes that make a use allowed, or that would end a permission.

A change alters one fact, has somebody attest a group of clean-hands facts, obtains (or loses) one approval, drops one
act, or waits for a day. A set of changes counts
only if the answer it leads to holds in every world that it leaves open, and if no smaller set of the same things
does. The search is exact: it asks the question as changed so far, takes a world in which the answer is not the one
wanted, finds the few things known that make it so (conflicts.py), and changes each of these in turn to each of its
cells. Whatever brings about the answer has to change one of them, so nothing is missed. Sets of fewer changes are
looked at first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias, get_args

from licensekit.analyse.boxes import boxes, place
from licensekit.analyse.budget import Budget, TooLarge
from licensekit.analyse.candidates import candidates
from licensekit.analyse.conflicts import Conflict, Goal, Wanted, conflict, contradiction
from licensekit.analyse.situation import DAY, Item, Situation, Step, day_cell, situation
from licensekit.analyse.worlds import Otherwise
from licensekit.diagnostics import ValueProblem
from licensekit.evaluate import Decision
from licensekit.evaluate.decide import decide
from licensekit.evaluate.shown import Allowed
from licensekit.evaluate.terms import programs
from licensekit.meaning.verdict import SEVERITY
from licensekit.limits import MAX_WHAT_IF_NODES

Turn: TypeAlias = Literal["allowed", "refused"]
"""Which way an answer is to turn."""
MOST_CHANGES: Final = 5
MOST_CHANGES_OF_DUTIES: Final = 3
MAX_DUTY_NODES: Final = 4_000
"""Worlds looked at for one duty."""
ENOUGH_ONCE_FOUND: Final = 5_000
"""Worlds looked at after which sets of more changes are no longer looked for, if some were found."""
MOST_ALTERNATIVES: Final = 64


@dataclass(frozen=True)
class Alternative:
    """Changes that together bring about another answer, and that answer.

    No part of the things changed would do, whatever they became.
    """

    steps: tuple[Step, ...]
    before: Situation = field(repr=False, compare=False)
    after: Situation = field(repr=False, compare=False)
    decision: Decision = field(compare=False)
    """The answer to the question as changed."""

    @property
    def items(self) -> frozenset[Item]:
        """What is changed, whatever it becomes."""
        return frozenset(step.item for step in self.steps)


@dataclass(frozen=True)
class DutyChange:
    """What would bring a duty of a permission, or spare it."""

    license: str
    clause: str
    goal: Goal
    alternatives: Alternatives | None
    """None where that was too much to look for."""


@dataclass(frozen=True)
class Alternatives:
    """What would change an answer."""

    goal: Goal
    decision: Decision = field(repr=False, compare=False)
    """The answer as it is."""
    found: tuple[Alternative, ...]
    """Fewest changes first."""
    looked_at: int
    """All sets of at most so many changes were looked at."""
    more: bool
    """Whether there are further ones of so many changes that are not listed."""
    worlds: int

    @property
    def fewest(self) -> int:
        """How many changes are needed at least; 0 where none of those looked at is enough."""
        return min((len(one.steps) for one in self.found), default=0)


def goal_of(decision: Decision) -> Turn:
    """For a permission, what would end it; for every other answer, what would make the use allowed."""
    return "refused" if decision.allowed is Allowed.YES else "allowed"


def alternatives(
    decision: Decision,
    goal: Turn | None = None,
    *,
    most_changes: int = MOST_CHANGES,
    limit: int = MAX_WHAT_IF_NODES,
    only: frozenset[str] | None = None,
) -> Alternatives:
    """The fewest changes that lead to another answer: see this module.

    `goal` is `allowed` (with or without duties) or `refused` (an approval is needed, not granted, or prohibited); by
    default the opposite of a permission, and `allowed` where the use is not, or not surely, permitted. `only` names
    the facts that may change; then approvals and acts stay as they are. Raises LicensekitError (LK720) where more
    than `limit` worlds would have to be looked at to try single changes; ValueError for another goal.
    """
    if goal not in (None, *get_args(Turn)):
        raise ValueError(f"`{goal}` is no answer to be reached; write `allowed` or `refused`")
    budget = Budget(limit)
    put = decision.deferred.put
    wanted = goal or goal_of(decision)
    return _found(decision, _Search(situation(put, budget), Wanted(wanted), only), most_changes)


def _found(decision: Decision, search: _Search, most_changes: int) -> Alternatives:
    looked_at = search.run(most_changes)
    every = sorted((_alternative(search.start, steps, after) for steps, after in boxes(search.found)), key=_order)
    listed, more = tuple(every[:MOST_ALTERNATIVES]), len(every) > MOST_ALTERNATIVES
    return Alternatives(search.wanted.goal, decision, listed, looked_at, more, search.start.budget.spent)


def duty_changes(decision: Decision, *, limit: int = MAX_DUTY_NODES) -> tuple[DutyChange, ...]:
    """Of a permission: for each duty that could come or go, the fewest changes of facts that bring it or spare it.

    A duty that is open is left out: see `settling`. One for which more than `limit` worlds would have to be looked at
    comes without alternatives.
    """
    if decision.allowed is not Allowed.YES:
        return ()
    status = {(duty.license, duty.clause): duty.status for duty in decision.duties if duty.strength == "must"}
    start = situation(decision.deferred.put, Budget(limit))
    found = []
    for program in programs(start.terms):
        numbers = dict.fromkeys(number for leaf in start.leaves for number in program.covering(leaf).duties)
        for number in sorted(numbers):
            clause = program.clauses[number]
            now = status.get((program.license.id, clause.id))
            if now != "open" and (clause.when is not None or program.lifters[number]):
                goal: Goal = "owed" if now in {None, "moot"} else "spared"
                budget = Budget(limit)
                search = _Search(replace(start, budget=budget), Wanted(goal, program, number))
                found.append(DutyChange(program.license.id, clause.id, goal, _or_none(decision, search)))
    return tuple(found)


def _or_none(decision: Decision, search: _Search) -> Alternatives | None:
    try:
        return _found(decision, search, MOST_CHANGES_OF_DUTIES)
    except TooLarge:
        return None


def _alternative(start: Situation, steps: tuple[Step, ...], after: Situation) -> Alternative:
    return Alternative(steps, start, after, decide(after.terms, after.use, after.circumstances))


def _order(one: Alternative) -> tuple[object, ...]:
    return (
        len(one.steps),
        sum(step.item.kind == "fact" and step.item.name not in one.before.facts for step in one.steps),
        max(SEVERITY[verdict] for verdict in one.decision.possible),
        [(_KINDS.index(step.item.kind), step.item.name, place(step)) for step in one.steps],
    )


_KINDS: Final = ("fact", "attest", "approval", "act", "day")


@dataclass
class _Search:
    start: Situation
    wanted: Wanted
    only: frozenset[str] | None = None
    found: list[tuple[tuple[Step, ...], Situation]] = field(default_factory=list)

    def run(self, most: int) -> int:
        """Look at all sets of so many changes; how many were. Raises TooLarge where not even single ones could be."""
        todo: dict[frozenset[Step], Situation] = {frozenset(): self.start}
        for size in range(most + 1):
            known = [frozenset(step.item for step in steps) for steps, _ in self.found]
            if not todo:
                return most
            if known and self.start.budget.spent > ENOUGH_ONCE_FOUND:
                return size - 1
            following: dict[frozenset[Step], Situation] = {}
            try:
                for steps, changed in todo.items():
                    items = frozenset(step.item for step in steps)
                    if any(fewer <= items for fewer in known):
                        continue
                    for step in self._looked_at(steps, changed, last=size == most):
                        self._put(following, steps, step, changed)
            except TooLarge:
                if size < 2:
                    raise
                self.found = self.found[: len(known)]
                return size - 1
            todo = following
        return most

    @staticmethod
    def _put(todo: dict[frozenset[Step], Situation], steps: frozenset[Step], step: Step, changed: Situation) -> None:
        if steps | {step} not in todo:
            with suppress(ValueProblem):  # a cell between two numbers that can be written: nobody can state it
                todo[steps | {step}] = changed.changed(step)

    def _looked_at(self, steps: frozenset[Step], changed: Situation, *, last: bool) -> Iterator[Step]:
        """The changes to try besides; none where these are enough, which is put down."""
        conflicting = self._conflict(steps, changed)
        if conflicting is None:
            self.found.append((tuple(sorted(steps, key=lambda step: step.item)), changed))
        elif not last:
            done = {step.item for step in steps}
            for item in conflicting.items:
                if item not in done and self._may_change(item):
                    yield from self._changes(changed, item, conflicting)

    def _may_change(self, item: Item) -> bool:
        if self.only is not None:
            return item.kind == "attest" or (item.kind in {"fact", "day"} and item.name in self.only)
        if item.kind == "act":
            return self.wanted.goal == "allowed"
        return item.kind != "fact" or item.name in self.start.changeable

    def _conflict(self, steps: frozenset[Step], changed: Situation) -> Conflict | None:
        """Why the question as changed does not have the answer wanted; None where it has."""
        self.start.budget.spend()
        if not changed.possible:
            facts = frozenset(step.item.name for step in steps if step.item.kind == "fact")
            return Conflict(contradiction(changed, facts), {})
        way = changed.around.first(Otherwise(self.wanted.claim(changed.inquiry, changed.leaves)))
        return None if way is None else conflict(changed, self.wanted, way)

    def _changes(self, changed: Situation, item: Item, conflicting: Conflict) -> Iterator[Step]:
        match item.kind:
            case "approval":
                yield Step(item, self.wanted.goal == "allowed")
            case "act":
                yield Step(item, value=False)
            case "attest":
                yield Step(item, value=True)
            case "fact" | "day":
                inquiry = changed.inquiry if changed.possible else self.start.inquiry
                as_of = changed.circumstances.as_of
                yield from candidates(inquiry, item, as_of, conflicting.chosen)
                if item.kind == "day":
                    days = changed.days_of_approvals(changed.gates)
                    yield from (Step(item, day_cell(day), DAY) for day in days if as_of is None or day > as_of)
