"""From bits to an answer: which clauses are active, what they come to, and what goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import product
from typing import NamedTuple

from licensekit.compile.plan import Plan
from licensekit.evaluate.closing import NO_CLOSURE
from licensekit.evaluate.consequences import counting_licenses, gated_acts
from licensekit.evaluate.inquiry import ALLOWED, DutyKey, Inquiry
from licensekit.evaluate.known import Knowledge
from licensekit.meaning.program import Program, needs_a_grant
from licensekit.evaluate.shown import DutyStatus
from licensekit.evaluate.standing import Standing
from licensekit.evaluate.terms import Choice, Outlook, Single, Terms, Together
from licensekit.meaning.verdict import Pillars, Possible, Verdict, all_of_sets, in_order, kleene_set, severest, summary
from licensekit.model.conditions import AllOf, Condition
from licensekit.model.license import Conversion
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, disjunction

ANYTHING: Condition = AllOf(parts=())


class Bit(NamedTuple):
    """What a bit stands for: a clause's own condition, or the day on which another licence follows."""

    program: Program
    held: frozenset[str]
    condition: Condition
    number: int
    conversion: Conversion | None = None


class _Masks(NamedTuple):
    """The clauses that cover an act, as bits, by their part in the decision table."""

    leaf: str
    prohibited: int
    approval_missing: int
    granted: int
    approved: int
    held_back: int
    duty: int


class Outcome:
    """The answer of the fast evaluator: never milder than the reference, and the same where every fact is known.

    `possible` holds the verdicts that three-valued logic leaves; where it holds more than one, the reference may
    know better, and `exact` is false.
    """

    __slots__ = ("__dict__", "_judge", "active", "open", "possible", "verdict")

    def __init__(self, judge: Judge, possible: Possible, active: int, opened: int) -> None:
        self._judge = judge
        self.possible: tuple[Verdict, ...] = in_order(possible)
        self.verdict: Verdict = severest(possible) if judge.strict else summary(possible)
        self.active: int = active
        """Clauses that are active, a bit each; `active_clauses` names them."""
        self.open: int = opened
        """Clauses of which it is not known whether they are active."""

    def __repr__(self) -> str:
        return f"Outcome({self.verdict.value!r}, active={list(self.active_clauses)}, open={list(self.open_clauses)})"

    @property
    def exact(self) -> bool:
        """Whether the answer is the exact one: a single verdict remains."""
        return len(self.possible) == 1

    @property
    def method(self) -> str:
        """`exact`, or `kleene` where the possible verdicts may be too many."""
        return "exact" if self.exact else "kleene"

    @cached_property
    def active_clauses(self) -> tuple[str, ...]:
        """The clauses that are active, as `LICENSE.CLAUSE`."""
        return tuple(self._judge.named(self.active))

    @cached_property
    def open_clauses(self) -> tuple[str, ...]:
        """The clauses that may be active, as `LICENSE.CLAUSE`."""
        return tuple(self._judge.named(self.open))

    @cached_property
    def duties(self) -> tuple[str, ...]:
        """The duties that are due, as `LICENSE.CLAUSE`; encouraged ones and those of a termination included."""
        return tuple(name for name, status in self.statuses.items() if status == "due")

    @cached_property
    def open_duties(self) -> tuple[str, ...]:
        """The duties that may be due."""
        return tuple(name for name, status in self.statuses.items() if status == "open")

    @cached_property
    def statuses(self) -> dict[str, DutyStatus]:
        """The status of every duty that is, or may be, active."""
        return self._judge.statuses(self)

    @cached_property
    def approvals(self) -> tuple[str, ...]:
        """The gates, as `LICENSE.GATE`, whose approval is missing, or may be."""
        return tuple(self._judge.approvals(self))


class BitStanding(Standing):
    """How the clauses of a licence stand, from the bits."""

    __slots__ = ("owns",)

    def __init__(self, program: Program, plan: Plan, held: frozenset[str], owns: dict[int, Truth]) -> None:
        super().__init__(program, {}, plan.setting, held)
        self.owns = owns

    def own(self, number: int) -> Truth:
        """Whether a clause's own condition holds, by its bit."""
        return self.owns.get(number, FALSE)


@dataclass
class BitOutlook(Outlook):
    """Several licences, from the bits."""

    judge: Judge | None = None
    true: int = 0
    opened: int = 0

    def standing(self, program: Program, leaf: str) -> Standing:
        """A licence's clauses, by their bits."""
        assert self.judge is not None
        held = self.judge.plan.held[leaf]
        key = (program, held)
        found = self._standings.get(key)
        if found is None:
            owns = self.judge.owns(program, held, self.true, self.opened)
            found = self._standings[key] = BitStanding(program, self.judge.plan, held, owns)
        return found

    def arrived(self, program: Program, conversion: Conversion) -> Truth:  # noqa: ARG002 - its bit says it all
        """Whether the day of a conversion has come, by its bit."""
        assert self.judge is not None
        return _truth(self.true, self.opened, self.judge.arrivals[id(conversion)])


class Judge:
    """Turns the bits of a use into its outcome; made once for a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.strict = plan.circumstances.readings == "strict"
        views = tuple(dict.fromkeys(plan.held.values()))
        found = [
            Bit(clauses.program, held, clauses.program.clauses[number].when or ANYTHING, number)
            for held in views
            for clauses in plan.clauses
            for number in clauses.numbers
        ]
        self.arrivals: dict[int, int] = {}
        for program, conversion in _conversions(plan.terms):
            if id(conversion) not in self.arrivals:
                self.arrivals[id(conversion)] = 1 << len(found)
                found.append(Bit(program, views[0], ANYTHING, -1, conversion))
        self.bits = tuple(found)
        self.place = {(id(bit.program), bit.held, bit.number): 1 << at for at, bit in enumerate(self.bits)}
        self.simple = isinstance(plan.terms, Single) and not plan.terms.successors and len(views) == 1
        self.lifted = tuple(
            each for held in views for clauses in plan.clauses for each in self._lifted(clauses.program, held)
        )
        self.covering = tuple(map(self._covering, plan.leaves)) if self.simple else ()
        self.needs = {leaf: needs_a_grant(leaf) for leaf in plan.leaves}

    def _lifted(self, program: Program, held: frozenset[str]) -> tuple[tuple[int, int], ...]:
        """Clauses that others lift, with those others: the lifters of a clause come before it."""
        found, done = list[tuple[int, int]](), set[int]()

        def bit(number: int) -> int:
            return self.place[id(program), held, number]

        def visit(number: int) -> None:
            if number in done:
                return
            done.add(number)
            lifters = program.lifters[number]
            for lifter in lifters:
                visit(lifter)
            if lifters:
                found.append((bit(number), sum(map(bit, lifters))))

        for clauses in self.plan.clauses:
            if clauses.program is program:
                for number in clauses.numbers:
                    visit(number)
        return tuple(found)

    def _bit(self, number: int) -> int:
        program = self.plan.programs[0]
        return self.place[id(program), next(iter(self.plan.held.values())), number]

    def _covering(self, leaf: str) -> _Masks:
        program, held = self.plan.programs[0], self.plan.held[leaf]
        covering = program.covering(leaf)

        def mask(numbers: tuple[int, ...], *, approved: bool | None = None) -> int:
            names = {at: f"{program.license.id}.{program.clauses[at].id}" in held for at in numbers}
            return sum(self._bit(at) for at in numbers if approved is None or names[at] is approved)

        return _Masks(
            leaf=leaf,
            prohibited=mask(covering.prohibitions),
            approval_missing=mask(covering.granting_gates, approved=False),
            granted=mask(covering.grants),
            approved=mask(covering.granting_gates, approved=True),
            held_back=mask(covering.holding_gates, approved=False),
            duty=mask(covering.duties),
        )

    def outcome(self, true: int, opened: int) -> Outcome:
        """The outcome for the conditions that are true, and those that are open."""
        for bit, lifters in self.lifted:
            if true & lifters:
                true &= ~bit
                opened &= ~bit
            elif opened & lifters and true & bit:
                true &= ~bit
                opened |= bit
        if not self.simple:
            outlook = self.outlook(true, opened)
            sets = [outlook.possible(self.plan.terms, leaf) for leaf in self.plan.leaves]
            return Outcome(self, reduce(all_of_sets, sets), true, opened)
        sets = [self._possible(masks, true, opened) for masks in self.covering]
        return Outcome(self, reduce(all_of_sets, sets), true, opened)

    def _possible(self, masks: _Masks, true: int, opened: int) -> Possible:
        pillars = Pillars(*(_truth(true, opened, mask) for mask in masks[1:]))
        return kleene_set(pillars, self.needs[masks.leaf])

    def outlook(self, true: int, opened: int) -> BitOutlook:
        """The licences of the plan as these bits have them."""
        return BitOutlook({}, self.plan.setting, judge=self, true=true, opened=opened)

    def owns(self, program: Program, held: frozenset[str], true: int, opened: int) -> dict[int, Truth]:
        """The truth of each clause's condition."""
        clauses = next(clauses for clauses in self.plan.clauses if clauses.program is program)
        return {number: _truth(true, opened, self.place[id(program), held, number]) for number in clauses.numbers}

    def named(self, bits: int) -> Iterator[str]:
        """The clauses of some bits, each once."""
        names = (
            f"{bit.program.license.id}.{bit.program.clauses[bit.number].id}"
            for at, bit in enumerate(self.bits)
            if bits >> at & 1 and bit.conversion is None
        )
        yield from dict.fromkeys(names)

    @cached_property
    def inquiry(self) -> Inquiry:
        """The question without any knowledge: for what depends on clauses alone."""
        plan = self.plan
        return Inquiry(plan.terms, plan.leaves, plan.setting, Knowledge(plan.layout, NO_CLOSURE))

    def statuses(self, outcome: Outcome) -> dict[str, DutyStatus]:
        """Each duty with the first status that it has for some act; see docs/semantics.md, section 11."""
        outlook = self.outlook(outcome.active, outcome.open)
        found: dict[str, DutyStatus] = {}
        for (license_id, clause_id, _), status in self._by_act(outlook):
            name = f"{license_id}.{clause_id}"
            found[name] = min(found.get(name, "moot"), status, key=STATUSES.index)
        for program in self.plan.programs:
            for number in program.endings:
                binding = disjunction(self.inquiry.binding(outlook, program, number, leaf) for leaf in self.plan.leaves)
                if binding is not FALSE:
                    found[f"{program.license.id}.{program.clauses[number].id}"] = "due" if binding is TRUE else "open"
        return found

    def _by_act(self, outlook: BitOutlook) -> Iterator[tuple[DutyKey, DutyStatus]]:
        terms = self.plan.terms
        for leaf in self.plan.leaves:
            possible = outlook.possible(terms, leaf)
            hopes = self.inquiry.way_out(outlook, leaf)
            for program in self.plan.programs:
                covering = program.covering(leaf)
                for number in (*covering.duties, *covering.encouraged):
                    active = self.inquiry.binding(outlook, program, number, leaf)
                    if active is FALSE:
                        continue
                    options = (True, False) if active is UNKNOWN else (True,)
                    status = status_of(product(possible, options, hopes))
                    if status is not None:
                        yield (program.license.id, program.clauses[number].id, leaf), status

    def approvals(self, outcome: Outcome) -> Iterator[str]:
        """The gates whose approval is missing, or may be, and matters."""
        outlook = self.outlook(outcome.active, outcome.open)
        possible = {leaf: outlook.possible(self.plan.terms, leaf) for leaf in self.plan.leaves}
        for program in counting_licenses(self.inquiry, outlook):
            for number in program.gates:
                acts, _ = gated_acts(self.inquiry, outlook, program, number, possible)
                if acts and not all(outlook.standing(program, leaf).approved(number) for leaf in acts):
                    yield f"{program.license.id}.{program.clauses[number].id}"


def status_of(worlds: Iterable[tuple[Verdict, bool, bool]]) -> DutyStatus | None:
    """A duty's status from what may be: the verdict, whether it is active, whether there is a way out.

    None where it is never active. docs/semantics.md, section 11.
    """
    found = tuple(worlds)
    where_allowed = {active for verdict, active, _ in found if verdict in ALLOWED}
    if where_allowed == {True}:
        return "due"
    if True in where_allowed:
        return "open"
    elsewhere = {(verdict, way_out) for verdict, active, way_out in found if active}
    if any(verdict is Verdict.NEEDS_APPROVAL for verdict, _ in elsewhere) or (Verdict.NOT_GRANTED, True) in elsewhere:
        return "would_apply"
    return "moot" if elsewhere else None


STATUSES: tuple[DutyStatus, ...] = ("due", "open", "would_apply", "moot")


def _truth(true: int, opened: int, mask: int) -> Truth:
    return TRUE if true & mask else UNKNOWN if opened & mask else FALSE


def _conversions(terms: Terms) -> Iterator[tuple[Program, Conversion]]:
    match terms:
        case Single(program=program, successors=successors):
            for conversion, successor in successors:
                yield program, conversion
                yield from _conversions(successor)
        case Together(parts=parts) | Choice(parts=parts):
            for part in parts:
                yield from _conversions(part)
