"""What a licence says of an act, as diagrams: everything that a case can expect of an answer, each by itself.

The verdict; on what a permission rests; why the act is not granted; each duty that is due, or due once approved; what
is to be done at the end; each approval that is missing. Two forms of a licence answer alike if these are the same
objects.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from functools import cached_property
from itertools import compress
from typing import Final, TypeAlias

from licensekit.decision.inquiry import ALLOWED
from licensekit.decision.matter import Matter
from licensekit.diagram.nodes import Node
from licensekit.diagram.outcomes import WorldOutcome, names_a_way_out
from licensekit.meaning.formula import ALWAYS, Formula
from licensekit.meaning.once import once
from licensekit.meaning.program import ClauseFormulas, Program
from licensekit.meaning.terms import Single
from licensekit.meaning.verdict import Verdict
from licensekit.model.clauses import Clause, Reservation, Termination

About: TypeAlias = tuple[str, ...]
"""What is said something of: `verdict`, `basis`, `reason`; `duty`, `ending` or `approval` with the clause."""
Says: TypeAlias = Callable[[WorldOutcome, tuple[object, ...]], object]
"""What is said where an outcome comes with some other leaves."""
NOTHING: Final = ""
RestsOn: TypeAlias = tuple[str, Formula]
"""Something that an answer rests on, by name, and when it is so."""


class Sayings:
    """What one licence, with those that follow it, says of the act of a matter, whatever is known and approved."""

    def __init__(self, matter: Matter) -> None:
        (self.leaf,) = matter.leaves
        self.matter: Final = matter
        self.diagrams: Final = matter.diagrams
        self.outcome: Final = matter.outcomes.act(matter.terms, self.leaf)
        self.head: Final = matter.programs[0]
        """Of the duties and approvals of licences that follow it on a later day, a case cannot speak."""

    @cached_property
    def about(self) -> tuple[About, ...]:
        """Everything that something is said of."""
        return tuple(self._every())

    def _every(self) -> Iterator[About]:
        yield from (("verdict",), ("reason",), ("basis",))
        clauses, covering = self.head.clauses, self.head.covering(self.leaf)
        yield from (("duty", clauses[at].id, "must") for at in covering.duties)
        yield from (("duty", clauses[at].id, "encouraged") for at in covering.encouraged)
        yield from (("ending", clauses[at].id) for at in self.head.endings)
        yield from (("approval", clauses[at].id) for at in (*covering.granting_gates, *covering.holding_gates))

    @once
    def of(self, about: About, /) -> Node:
        """The diagram of what is said; of a clause that there is not, nothing."""
        if about not in self.about:
            return self.diagrams.leaf(NOTHING)
        what, *named = about
        if what == "verdict":
            return self.matter.outcomes.verdict(self.outcome)
        if what == "basis":
            return self._by_license(self._basis, ALLOWED, about)
        if what == "reason":
            return self._by_license(self._reason, {Verdict.NOT_GRANTED}, about)
        number = self.head.number[named[0]]
        active = self.matter.clause(self.head, number)
        if what == "approval":
            missing = self.diagrams.negation(self.diagrams.formula(self._meaning(self.head).held(number, self.leaf)))
            active = self.diagrams.every((active, missing))

        def says(outcome: WorldOutcome, active: tuple[object, ...]) -> object:
            counts = active == (True,) and self.head.license.id in outcome.licenses
            return _status(what, outcome) if counts else NOTHING

        return self._with([active], says, about)

    def _meaning(self, program: Program) -> ClauseFormulas:
        return self.matter.meanings[program.license.id]

    def _with(self, others: list[Node], says: Says, about: About) -> Node:
        """What is said where the outcome comes with other leaves; settled early where these play no part."""

        def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
            outcome, *rest = nodes
            if not outcome.is_leaf:
                return self.diagrams.leaf(NOTHING) if rest[0] is self.diagrams.false else nodes
            assert isinstance(outcome.value, WorldOutcome)
            if all(node.is_leaf for node in rest):
                return self.diagrams.leaf(says(outcome.value, tuple(node.value for node in rest)))
            plays_no_part = len(rest) == 1 and says(outcome.value, (True,)) == says(outcome.value, (False,))
            return self.diagrams.leaf(says(outcome.value, (False,))) if plays_no_part else nodes

        order = tuple(program.license.id for program in self.matter.programs)
        return self.diagrams.merged((self.outcome, *others), rule, (about[0], order))

    # -- why ---------------------------------------------------------------------------------------------------

    def _by_license(self, why: Callable[[Program], Node], verdicts: Container[Verdict], about: About) -> Node:
        """Why it comes to one of some verdicts, by each licence that counts."""
        programs = self.matter.programs

        def says(outcome: WorldOutcome, said: tuple[object, ...]) -> object:
            counting = (program.license.id in outcome.licenses for program in programs)
            return tuple(compress(said, counting)) if outcome.verdict in verdicts else NOTHING

        return self._with([why(program) for program in programs], says, about)

    def _basis(self, program: Program) -> Node:
        columns = self._meaning(program).columns(self.leaf)
        granted, approved = self.diagrams.formula(columns.granted), self.diagrams.formula(columns.approved)
        leaf = self.diagrams.leaf
        otherwise = self.diagrams.where(approved, leaf("approved"), leaf("unrestricted"))
        return self.diagrams.where(granted, leaf("granted"), otherwise)

    def _reason(self, program: Program) -> Node:
        """Why an act is not granted: docs/semantics.md, section 3."""
        covering, leaf = program.covering(self.leaf), self.diagrams.leaf
        plain = "condition" if covering.grants else "withheld" if covering.withholding else "silent"
        ended, reserved = (self.diagrams.formula(taken) for taken in _taken_away(self._meaning(program), self.leaf))
        return self.diagrams.where(ended, leaf("ended"), self.diagrams.where(reserved, leaf("reserved"), leaf(plain)))


def _status(what: str, outcome: WorldOutcome) -> str:
    """What an outcome says of a duty, an ending or an approval that is missing, whose clause is active and counts."""
    if what == "approval":
        return "missing" if outcome.verdict is Verdict.NEEDS_APPROVAL else NOTHING
    if what == "ending" or outcome.verdict in ALLOWED:
        return "due"
    hope = outcome.verdict is Verdict.NOT_GRANTED and outcome.way_out
    return "would_apply" if hope or outcome.verdict is Verdict.NEEDS_APPROVAL else NOTHING


def _taken_away(meaning: ClauseFormulas, leaf: str) -> tuple[Formula, Formula]:
    """That a grant of an act whose own condition holds has ended, and that it is reserved."""
    program, formulas = meaning.program, meaning.lowering.formulas

    def by(kind: type[Clause]) -> Formula:
        return formulas.some(
            [
                formulas.every((meaning.own(grant), meaning.active(lifter)))
                for grant in program.covering(leaf).grants
                for lifter in program.lifters[grant]
                if isinstance(program.clauses[lifter], kind)
            ]
        )

    return by(Termination), by(Reservation)


def statements(terms: Single, leaf: str) -> tuple[RestsOn, ...]:
    """All that the sayings of a licence about an act are made of; what follows it, and when, is no part of it.

    Two forms of a licence that share their formulas say the same of an act if these are equal.
    """
    program = terms.program
    meaning, covering = program.as_written, program.covering(leaf)
    plain = "condition" if covering.grants else "withheld" if covering.withholding else "silent"
    columns = (*zip(meaning.columns(leaf)._fields, meaning.columns(leaf), strict=True),)
    ended, reserved = _taken_away(meaning, leaf)
    return (
        *columns,
        ("bound", meaning.bound(leaf)),
        ("ended", ended),
        ("reserved", reserved),
        (f"refused {plain}", ALWAYS),
        (f"hope {names_a_way_out(program, leaf)}", ALWAYS),
        *(
            (f"{column} {program.clauses[at].id}", meaning.active(at))
            for column, numbers in (*zip(covering._fields[1:], covering[1:], strict=True), ("ending", program.endings))
            for at in numbers
            if column not in {"grants", "withholding", "bindings"}
        ),
    )
