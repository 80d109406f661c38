"""What would settle an open answer: which facts, once known, leave nothing open, whatever their values are.

A set of facts settles an answer if no two worlds that agree on these facts differ in the answer. So wherever two
worlds differ, one of the facts in which they differ has to be known: the smallest sets that meet every such pair are
found set by set, each against a pair that it does not meet yet. Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from licensekit.analyse.alternatives import Alternatives, alternatives
from licensekit.analyse.budget import Budget
from licensekit.analyse.candidates import items_of
from licensekit.analyse.cells import World, narrowed_to
from licensekit.analyse.situation import Situation, situation
from licensekit.analyse.worlds import Claim, Otherwise, unknowns
from licensekit.decision import Decision, Verdict
from licensekit.meaning.domain import Interval
from licensekit.decision.inquiry import ALLOWED, Inquiry
from licensekit.meaning.program import Program
from licensekit.evaluate.search import Answers, OpenClauses, Question
from licensekit.evaluate.standing import Standing
from licensekit.meaning.terms import Outlook, programs
from licensekit.limits import MAX_WHAT_IF_NODES
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth

MOST_SETS: Final = 12


@dataclass(frozen=True)
class Settling:
    """What settles an open answer."""

    always: tuple[tuple[str, ...], ...]
    """Smallest sets of facts (`as_of` is the day) that settle it whatever their values, the shortest first.

    Where an amount is compared in several currencies, or in the money of an earlier year, it is told which is meant.
    """
    more: bool
    """Whether there may be further such sets."""
    permits: Alternatives | None
    """Facts that are open and whose right values make the use allowed; None where the verdict is settled already."""
    refuses: Alternatives | None
    """Facts that are open and whose right values make it refused."""
    worlds: int


class _Aspect(NamedTuple):
    """A part of the answer that is open: what it can be in a world, and the clauses that leave it open."""

    answers: Question
    clauses: OpenClauses


@dataclass(frozen=True)
class _Says:
    """An aspect of the answer is this."""

    aspect: _Aspect
    answer: object

    def truth(self, outlook: Outlook) -> Truth:
        """Whether it is."""
        found = self.aspect.answers(outlook)
        return FALSE if self.answer not in found else TRUE if len(found) == 1 else UNKNOWN

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves it open."""
        return unknowns(self.aspect.clauses(outlook))


def settling(decision: Decision, *, limit: int = MAX_WHAT_IF_NODES) -> Settling | None:
    """What settles a verdict that is unknown, or the duties that are open; None where nothing is.

    Raises LicensekitError (LK720) where more than `limit` worlds would have to be looked at.
    """
    budget = Budget(limit)
    start = situation(decision.deferred.put, budget)
    aspects = tuple(_aspects(decision, start.inquiry))
    if not aspects:
        return None
    found, more = _Sets(start, aspects).found()
    if decision.verdict is not Verdict.UNKNOWN:
        return Settling(found, more, None, None, budget.spent)
    facts = frozenset(fact for fact, _ in _open(start).values())
    permits = alternatives(decision, "allowed", limit=limit, only=facts)
    refuses = alternatives(decision, "refused", limit=limit, only=facts)
    return Settling(found, more, permits, refuses, budget.spent + permits.worlds + refuses.worlds)


def _aspects(decision: Decision, inquiry: Inquiry) -> Iterator[_Aspect]:
    if decision.verdict is Verdict.UNKNOWN:
        yield _Aspect(
            lambda outlook: frozenset(map(_kind, inquiry.whole(outlook))),
            lambda outlook: inquiry.pressing(outlook, inquiry.leaves),
        )
        return
    known = {program.license.id: program for program in programs(inquiry.terms)}
    for duty in decision.duties:
        program = known[duty.license]
        if duty.status == "open":
            number = program.number[duty.clause]
            yield from (_duty(inquiry, program, number, leaf) for leaf in duty.acts)


def _kind(verdict: Verdict) -> Verdict:
    """Duties do not keep an answer open."""
    return Verdict.PERMITTED if verdict in ALLOWED else verdict


def _duty(inquiry: Inquiry, program: Program, number: int, leaf: str) -> _Aspect:
    def answers(outlook: Outlook) -> Answers:
        active = inquiry.binding(outlook, program, number, leaf)
        options = (True, False) if active is UNKNOWN else (active is TRUE,)
        return frozenset(
            verdict in ALLOWED and one for verdict in outlook.possible(inquiry.terms, leaf) for one in options
        )

    def clauses(outlook: Outlook) -> Iterator[tuple[Standing, int]]:
        yield outlook.standing(program, leaf), number
        yield from inquiry.open_clauses(outlook, leaf)

    return _Aspect(answers, clauses)


def _open(start: Situation) -> dict[str, tuple[str, str]]:
    """The variables that are open, each with its fact and with what has to be known; readings are not asked for.

    An amount is known in one currency and, where an index is not given, not in the money of another year.
    """
    knowledge = start.inquiry.knowledge
    currencies: dict[str, set[str]] = {}
    for spot, _, _ in knowledge.layout.numbers.values():
        currencies.setdefault(spot.fact, set()).add(spot.currency)
    found: dict[str, tuple[str, str]] = {}
    for variable in dict.fromkeys((*knowledge.layout.first_use, *knowledge.layout.dates)):
        known = knowledge.world.get(variable)
        fact = next((item.name for item in items_of(knowledge, variable)), None)
        if fact is None or not (known is None or (isinstance(known, Interval) and not known.exact)):
            continue
        told = fact
        if variable in knowledge.layout.numbers:
            spot = knowledge.layout.numbers[variable][0]
            if spot.adjusted:
                told = f"{fact} in {spot.currency} of {spot.adjusted.partition('@')[2]}"
            elif len(currencies[fact]) > 1:
                told = f"{fact} in {spot.currency}"
        found[variable] = fact, told
    return found


@dataclass
class _Sets:
    """The search for smallest sets of facts."""

    start: Situation
    aspects: tuple[_Aspect, ...]
    variables: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.variables = {told: (variable,) for variable, (_, told) in _open(self.start).items()}

    def found(self) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """The sets, and whether there may be more."""
        result: list[frozenset[str]] = []
        todo: dict[frozenset[str], None] = {frozenset(): None}
        while todo and len(result) < MOST_SETS:
            chosen = min(todo, key=lambda names: (len(names), sorted(names)))
            del todo[chosen]
            if any(one <= chosen for one in result):
                continue
            apart = self._apart(chosen)
            if apart is None:
                result.append(self._without_what_is_not_needed(chosen))
            else:
                todo |= {chosen | {name}: None for name in apart}
        order = list(self.variables)
        sets = dict.fromkeys(tuple(sorted(one, key=order.index)) for one in result)
        left = any(not any(one <= chosen for one in result) for chosen in todo)
        return tuple(sorted(sets, key=lambda names: (len(names), [order.index(name) for name in names]))), left

    def _without_what_is_not_needed(self, chosen: frozenset[str]) -> frozenset[str]:
        for name in sorted(chosen):
            if self._apart(chosen - {name}) is None:
                chosen -= {name}
        return chosen

    def _apart(self, chosen: frozenset[str]) -> tuple[str, ...] | None:
        """Facts of which one must be known besides: two worlds that agree on those chosen differ in no others.

        None where there are no such worlds: the facts chosen settle the answer.
        """
        names = tuple(variable for name in self.variables if name in chosen for variable in self.variables[name])
        for aspect in self.aspects:
            found = self._unsettled(aspect, self.start.around.root, names)
            if found is not None:
                return self._differing(aspect, *found)
        return None

    def _unsettled(self, aspect: _Aspect, world: World, names: tuple[str, ...]) -> tuple[World, World, object] | None:
        """Worlds that agree on some variables, one of which gives an answer that not all others give."""
        around = self.start.around
        self.start.budget.spend()
        answers = aspect.answers(around.outlook(world))
        if len(answers) == 1:
            return None
        if names:
            first, *rest = names
            for cell in around.cells(world, first):
                inner = around.within({first: cell}, world)
                found = None if inner is None else self._unsettled(aspect, inner, tuple(rest))
                if found is not None:
                    return found
            return None
        for answer in sorted(answers, key=str):
            claim = _Says(aspect, answer)
            one, other = around.first(claim, world), around.first(Otherwise(claim), world)
            if one is not None and other is not None:
                inside = around.within(one, world)
                assert inside is not None
                return inside, world, answer
        return None

    def _differing(self, aspect: _Aspect, one: World, base: World, answer: object) -> tuple[str, ...]:
        """The facts in which a world must differ from one that gives an answer, to give another."""
        around = self.start.around
        claim: Claim = Otherwise(_Says(aspect, answer))
        known = [variable for variables in self.variables.values() for variable in variables if variable in one]
        alike, other = base, self._another(claim, base)
        assert other is not None
        apart = _apart(one, other, known)
        for some in ([variable for variable in known if variable not in apart], *([name] for name in apart)):
            nearer = around.within({variable: one[variable] for variable in some}, alike)
            found = None if nearer is None else self._another(claim, nearer)
            if nearer is not None and found is not None:
                alike, other = nearer, found
        for variable in _apart(one, other, known):  # where not all that was alike could stay so at once
            nearer = around.within({variable: one[variable]}, alike)
            found = None if nearer is None else self._another(claim, nearer)
            if nearer is not None and found is not None:
                alike, other = nearer, found
        left = set(_apart(one, other, known))
        return tuple(name for name, variables in self.variables.items() if left & set(variables))

    def _another(self, claim: Claim, world: World) -> World | None:
        """A world in which something holds; None where there is none."""
        way = self.start.around.first(claim, world)
        return None if way is None else self.start.around.within(way, world)


def _apart(one: World, other: World, variables: Iterable[str]) -> list[str]:
    """The variables in which two worlds differ for certain."""
    return [name for name in variables if name in other and narrowed_to(one[name], other[name]) is None]
