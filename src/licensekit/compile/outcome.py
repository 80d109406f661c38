"""From bits to an answer: which clauses are active, what they come to, and what goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache, reduce
from itertools import product
from typing import Final, NamedTuple

from licensekit.decision.circumstances import Circumstances
from licensekit.decision.consequences import counting_licenses, gated_acts
from licensekit.decision.inquiry import ALLOWED, Inquiry
from licensekit.decision.parts import DutyStatus
from licensekit.diagram.outcomes import names_a_way_out
from licensekit.meaning.formula import Formula
from licensekit.meaning.program import Program, needs_a_grant
from licensekit.meaning.terms import Single, conversions
from licensekit.meaning.variable import ApprovalVariable
from licensekit.meaning.verdict import Columns, Possible, Verdict, all_of_sets, in_order, left_open, severest, summary
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, disjunction

View = frozenset[ApprovalVariable]
"""The approvals held for an act."""
STATUSES: Final[tuple[DutyStatus, ...]] = ("due", "open", "would_apply", "moot")


class Bit(NamedTuple):
    """What a bit stands for: that a clause is active, with some approvals held; or that another licence follows."""

    view: View
    formula: Formula
    program: Program
    number: int | None
    """The clause; None for the day on which another licence follows."""

    @property
    def name(self) -> str:
        """The clause as `LICENSE.CLAUSE`."""
        return "" if self.number is None else _name(self.program, self.number)


class Outcome:
    """The answer of the fast evaluator: the same as that of the reference.

    Where some clause is open although the verdict is settled, its duties are those that three-valued logic leaves open.
    """

    __slots__ = ("__dict__", "_inquiry", "_judge", "active", "open", "possible", "verdict")

    def __init__(self, judge: Judge, possible: Possible, active: int, opened: int, inquiry: Inquiry | None = None) -> None:
        self._judge = judge
        self._inquiry = inquiry
        self.possible: tuple[Verdict, ...] = in_order(possible)
        self.verdict: Verdict = severest(possible) if judge.strict else summary(possible)
        self.active: int = active
        """Clauses that are active, a bit each; `active_clauses` names them."""
        self.open: int = opened
        """Clauses of which it is not known whether they are active."""

    def __repr__(self) -> str:
        return f"Outcome({self.verdict.value!r}, active={list(self.active_clauses)}, open={list(self.open_clauses)})"

    @cached_property
    def active_clauses(self) -> tuple[str, ...]:
        """The clauses that are active, as `LICENSE.CLAUSE`."""
        return self._judge.named(self.active)

    @cached_property
    def open_clauses(self) -> tuple[str, ...]:
        """The clauses that may be active, as `LICENSE.CLAUSE`."""
        return self._judge.named(self.open)

    @property
    def duties(self) -> tuple[str, ...]:
        """The duties that are due, as `LICENSE.CLAUSE`; encouraged ones and those of a termination included."""
        return tuple(name for name, status in self.statuses.items() if status == "due")

    @property
    def open_duties(self) -> tuple[str, ...]:
        """The duties that may be due."""
        return tuple(name for name, status in self.statuses.items() if status == "open")

    @cached_property
    def statuses(self) -> dict[str, DutyStatus]:
        """The status of every duty that is, or may be, active."""
        by_act = self._judge.duties(self) if self._inquiry is None else _duties(self._inquiry)
        return {name: status for name, status in _first_status(by_act) if status is not None}

    @cached_property
    def approvals(self) -> tuple[str, ...]:
        """The gates, as `LICENSE.GATE`, whose approval is missing, or may be."""
        return tuple(self._judge.gates(self) if self._inquiry is None else _gates(self._inquiry))


class Judge:
    """Turns the bits of a use into its outcome; made once for a question, which states no fact."""

    def __init__(self, inquiry: Inquiry, circumstances: Circumstances) -> None:
        self.inquiry, self.leaves, self.terms = inquiry, inquiry.leaves, inquiry.terms
        self.strict = circumstances.readings == "strict"
        self.held = {leaf: inquiry.checked.held(leaf) for leaf in self.leaves}
        self.views = tuple(dict.fromkeys(self.held.values()))
        meanings = inquiry.matter.meanings
        clauses = [
            Bit(view, meanings[program.license.id].active(number), program, number)
            for view in self.views
            for program in inquiry.matter.programs
            for number in program.taking_part(self.leaves)
        ]
        days = [
            Bit(self.views[0], meanings[program.license.id].lowering.arrived(conversion.on), program, None)
            for program, conversion in conversions(self.terms)
        ]
        self.bits: tuple[Bit, ...] = (*clauses, *days)
        self._place = {(bit.view, bit.number): 1 << at for at, bit in enumerate(clauses)}
        self.simple = isinstance(self.terms, Single) and not self.terms.successors
        """Whether one licence alone is asked about, of which the bits say it all."""
        self._masks = [(self._columns(leaf), needs_a_grant(leaf)) for leaf in self.leaves] if self.simple else []

    def formulas(self, view: View) -> tuple[Formula, ...]:
        """What the bits stand for, with some approvals held."""
        return tuple(bit.formula for bit in self.bits if bit.view == view)

    def _columns(self, leaf: str) -> Columns[int]:
        (program,) = self.inquiry.matter.programs
        covering, view = program.covering(leaf), self.held[leaf]

        def mask(numbers: Iterable[int], *, held: bool | None = None) -> int:
            wanted = (each for each in numbers if held is None or self._is_held(program, each, leaf) is held)
            return sum(self._place[view, number] for number in wanted)

        return Columns(
            prohibited=mask(covering.prohibitions),
            approval_missing=mask(covering.granting_gates, held=False),
            granted=mask(covering.grants),
            approved=mask(covering.granting_gates, held=True),
            held_back=mask(covering.holding_gates, held=False),
            duty=mask(covering.duties),
        )

    def _is_held(self, program: Program, gate: int, leaf: str) -> bool:
        return ApprovalVariable(program.license.id, program.clauses[gate].id) in self.held[leaf]

    def outcome(self, true: int, opened: int) -> Outcome | None:
        """The outcome for the clauses that are active, and those that are open; None where these do not say it."""
        if not self.simple:
            return None
        possible = reduce(all_of_sets, (self._possible(at, true, opened) for at in range(len(self.leaves))))
        return Outcome(self, possible, true, opened) if len(possible) == 1 else None

    def _possible(self, at: int, true: int, opened: int) -> Possible:
        masks, needs_grant = self._masks[at]
        return _left(Columns(*[_truth(true, opened, mask) for mask in masks]), needs_grant)

    def of_reference(self, inquiry: Inquiry) -> Outcome:
        """The outcome of a question put to the reference."""
        true = opened = 0
        leaves = {view: leaf for leaf, view in self.held.items()}
        for at, bit in enumerate(self.bits):
            truth = inquiry.truths(leaves[bit.view]).of(bit.formula)
            true |= (truth is TRUE) << at
            opened |= (truth is UNKNOWN) << at
        return Outcome(self, inquiry.verdicts(), true, opened, inquiry)

    def named(self, bits: int) -> tuple[str, ...]:
        """The clauses of some bits, each once."""
        names = (bit.name for at, bit in enumerate(self.bits) if bits >> at & 1 and bit.number is not None)
        return tuple(dict.fromkeys(names))

    def duties(self, outcome: Outcome) -> Iterator[tuple[str, DutyStatus | None]]:
        """The status of every duty for every act, as far as the bits tell."""
        (program,) = self.inquiry.matter.programs
        for at, leaf in enumerate(self.leaves):
            possible = self._possible(at, outcome.active, outcome.open)
            covering, hope = program.covering(leaf), names_a_way_out(program, leaf)
            for number in (*covering.duties, *covering.encouraged):
                active = _truth(outcome.active, outcome.open, self._place[self.held[leaf], number])
                options = {TRUE: (True,), UNKNOWN: (True, False), FALSE: ()}[active]
                yield _name(program, number), _status(list(product(possible, options)), hope=hope)
        for number in program.endings:
            bits = sum(self._place[view, number] for view in self.views)
            active = _truth(outcome.active, outcome.open, bits)
            if active is not FALSE:
                yield _name(program, number), "due" if active is TRUE else "open"

    def gates(self, outcome: Outcome) -> Iterator[str]:
        """The gates whose approval is missing, or may be, and matters."""
        (program,) = self.inquiry.matter.programs
        acts = [
            (leaf, view, program.covering(leaf))
            for at, (leaf, view) in enumerate(self.held.items())
            if Verdict.NEEDS_APPROVAL in self._possible(at, outcome.active, outcome.open)
        ]
        for number in program.gates:
            if any(
                number in (*covering.granting_gates, *covering.holding_gates)
                and not self._is_held(program, number, leaf)
                and (outcome.active | outcome.open) & self._place[view, number]
                for leaf, view, covering in acts
            ):
                yield _name(program, number)


_left = lru_cache(maxsize=4096)(lambda columns, needs_grant: left_open(columns, needs_grant=needs_grant))


def _truth(true: int, opened: int, mask: int) -> Truth:
    return TRUE if true & mask else UNKNOWN if opened & mask else FALSE


def _name(program: Program, number: int) -> str:
    return f"{program.license.id}.{program.clauses[number].id}"


def _first_status(by_act: Iterable[tuple[str, DutyStatus | None]]) -> Iterator[tuple[str, DutyStatus | None]]:
    """Each duty with the first status that it has for some act."""
    statuses: dict[str, DutyStatus] = {}
    for name, status in by_act:
        if status is not None:
            statuses[name] = min(statuses.get(name, "moot"), status, key=STATUSES.index)
    yield from statuses.items()


def _status(worlds: list[tuple[Verdict, bool]], *, hope: bool) -> DutyStatus | None:
    """A duty's status from what may be: the verdict, whether it is active. docs/semantics.md, section 11."""
    where_allowed = {active for verdict, active in worlds if verdict in ALLOWED}
    if True in where_allowed:
        return "open" if False in where_allowed else "due"
    elsewhere = {verdict for verdict, active in worlds if active}
    if Verdict.NEEDS_APPROVAL in elsewhere or (hope and Verdict.NOT_GRANTED in elsewhere):
        return "would_apply"
    return "moot" if elsewhere else None


def _duties(inquiry: Inquiry) -> Iterator[tuple[str, DutyStatus | None]]:
    for (license_id, clause, _), status in inquiry.duty_statuses():
        yield f"{license_id}.{clause}", status
    for program in inquiry.matter.programs:
        for number in program.endings:
            binding = disjunction(inquiry.binding(program, number, leaf) for leaf in inquiry.leaves)
            if binding is not FALSE:
                yield _name(program, number), "due" if inquiry.surely_binding(program, number) else "open"


def _gates(inquiry: Inquiry) -> Iterator[str]:
    possible = {leaf: inquiry.verdicts((leaf,)) for leaf in inquiry.leaves}
    for program in counting_licenses(inquiry):
        for number in program.gates:
            acts, _ = gated_acts(inquiry, program, number, possible)
            if acts and not all(inquiry.clauses(program, leaf).approved(number) for leaf in acts):
                yield _name(program, number)
