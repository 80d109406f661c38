"""From bits to an answer: which clauses are active, what they come to, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, reduce
from typing import Final, NamedTuple

from licensekit.decision.consequences import gated_acts
from licensekit.decision.inquiry import ALLOWED, Inquiry
from licensekit.decision.parts import DutyStatus
from licensekit.diagram.outcomes import names_a_way_out
from licensekit.meaning.formula import Formula
from licensekit.meaning.program import Program
from licensekit.meaning.terms import conversions
from licensekit.meaning.variable import ApprovalVariable
from licensekit.meaning.verdict import Possible, Verdict, all_of_sets, in_order, severest, summary
from licensekit.truth import FALSE, TRUE, UNKNOWN, disjunction

_Held = frozenset[ApprovalVariable]
"""The approvals held for an act."""
_STATUSES: Final[tuple[DutyStatus, ...]] = ("due", "open", "would_apply", "moot")


class _Bit(NamedTuple):
    """What a bit stands for: a clause is active, with some approvals held; a licence binds; another follows."""

    view: _Held
    formula: Formula
    program: Program
    number: int | None
    """The clause; None for who is bound, and for the day on which another licence follows."""


class Outcome:
    """The answer of the fast evaluator: its verdicts are those of the reference.

    Where some clause is open although the verdict is settled, its duties are those that three-valued logic leaves open.
    """

    __slots__ = ("__dict__", "_ask", "_judge", "_walked", "active", "open", "possible", "verdict")

    def __init__(  # noqa: PLR0913 - made in one place alone
        self, judge: Judge, possible: Possible, active: int, opened: int, ask: Callable[[], Inquiry], *, walked: bool
    ) -> None:
        self._judge, self._ask, self._walked = judge, ask, walked
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
        """The status of every duty that is, or may be, active: the first that it has for some act."""
        inquiry, statuses = self._ask(), dict[str, DutyStatus]()
        inquiry.matter.diagrams.spent = 0
        exact = ((f"{license_id}.{clause}", status) for (license_id, clause, _), status in inquiry.duty_statuses())
        for name, status in (*(exact if self._walked else _left_open(inquiry)), *_on_termination(inquiry)):
            statuses[name] = min(statuses.get(name, "moot"), status, key=_STATUSES.index)
        return statuses

    @cached_property
    def approvals(self) -> tuple[str, ...]:
        """The gates, as `LICENSE.GATE`, whose approval is missing, or may be."""
        inquiry = self._ask()
        possible = {
            leaf: inquiry.verdicts((leaf,)) if self._walked else inquiry.left(inquiry.terms, leaf)
            for leaf in inquiry.leaves
        }
        gates = [(program, number) for program in inquiry.counting for number in program.gates]
        acts = {gate: gated_acts(inquiry, *gate, possible)[0] for gate in gates}
        return tuple(
            _name(program, number)
            for program, number in gates
            if not all(inquiry.clauses(program, leaf).approved(number, leaf) for leaf in acts[program, number])
        )


class Judge:
    """Turns a use into its outcome; made once for a question, which states no fact."""

    def __init__(self, inquiry: Inquiry, *, strict: bool) -> None:
        self.inquiry, self.leaves, self.terms, self.strict = inquiry, inquiry.leaves, inquiry.terms, strict
        self.held = {leaf: inquiry.checked.held(leaf) for leaf in self.leaves}
        self.views = {view: leaf for leaf, view in self.held.items()}
        """Approvals that are held, each with an act for which they are."""
        meanings = inquiry.matter.meanings
        clauses = (
            _Bit(view, meanings[program.license.id].active(number), program, number)
            for view in self.views
            for program in inquiry.matter.programs
            for number in program.taking_part(self.leaves)
        )
        bounds = (
            _Bit(self.held[leaf], meanings[program.license.id].bound(leaf), program, None)
            for program in inquiry.matter.programs
            for leaf in self.leaves
        )
        days = (
            _Bit(next(iter(self.views)), meanings[program.license.id].lowering.arrived(each.on), program, None)
            for program, each in conversions(self.terms)
        )
        self.bits: tuple[_Bit, ...] = (*clauses, *bounds, *days)

    def formulas(self, view: _Held) -> tuple[Formula, ...]:
        """What the bits stand for, with some approvals held."""
        return tuple(bit.formula for bit in self.bits if bit.view == view)

    def named(self, bits: int) -> tuple[str, ...]:
        """The clauses of some bits, each once."""
        named = (bit for at, bit in enumerate(self.bits) if bits >> at & 1)
        return tuple(dict.fromkeys(_name(bit.program, bit.number) for bit in named if bit.number is not None))

    def outcome(self, ask: Callable[[], Inquiry]) -> Outcome:
        """The outcome of a question put to the reference. Raises FactsError."""
        inquiry = ask()
        inquiry.matter.diagrams.spent = 0
        return Outcome(self, inquiry.verdicts(), *self._bits_of(inquiry), ask, walked=True)

    def outcome_of_bits(self, true: int, opened: int, ask: Callable[[], Inquiry]) -> Outcome | None:
        """The outcome of all uses with these bits, one of which is asked; None where it is no matter of the bits."""
        inquiry = ask()
        if (true, opened) != self._bits_of(inquiry):
            return None
        possible = reduce(all_of_sets, (inquiry.left(self.terms, leaf) for leaf in self.leaves))
        if opened and len(possible) > 1:
            return None
        return Outcome(
            self, possible if len(possible) == 1 else inquiry.verdicts(), true, opened, ask, walked=not opened
        )

    def _bits_of(self, inquiry: Inquiry) -> tuple[int, int]:
        truths = [inquiry.truths(self.views[bit.view]).of(bit.formula) for bit in self.bits]
        true, opened = (sum((truth is wanted) << at for at, truth in enumerate(truths)) for wanted in (TRUE, UNKNOWN))
        return true, opened


def _name(program: Program, number: int) -> str:
    return f"{program.license.id}.{program.clauses[number].id}"


def _left_open(inquiry: Inquiry) -> Iterator[tuple[str, DutyStatus]]:
    """The statuses of duties as three-valued logic leaves them. docs/semantics.md, section 11."""
    for leaf in inquiry.leaves:
        possible = inquiry.left(inquiry.terms, leaf)
        for program in inquiry.matter.programs:
            covering, hope = program.covering(leaf), names_a_way_out(program, leaf)
            for number in (*covering.duties, *covering.encouraged):
                binding = inquiry.binding(program, number, leaf)
                hopes = Verdict.NEEDS_APPROVAL in possible or (hope and Verdict.NOT_GRANTED in possible)
                if binding is not FALSE and possible & ALLOWED:
                    yield _name(program, number), "due" if binding is TRUE else "open"
                elif binding is not FALSE:
                    yield _name(program, number), "would_apply" if hopes else "moot"


def _on_termination(inquiry: Inquiry) -> Iterator[tuple[str, DutyStatus]]:
    for program in inquiry.matter.programs:
        for number in program.endings:
            binding = disjunction(inquiry.binding(program, number, leaf) for leaf in inquiry.leaves)
            if binding is not FALSE:
                yield _name(program, number), "due" if binding is TRUE else "open"
