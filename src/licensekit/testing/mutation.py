"""Mutation testing: the edits of a licence that no case notices.

Each mutant is decided by the cases that can notice it; a case cannot where every clause that the edit bears on stands
alike before and after, whatever is still unknown. A mutant that no case notices is compared with the licence itself:
if a use tells the two apart, the mutant has survived, and the use is shown as the case that is missing; if none does,
the edit changes nothing that a case could expect, and does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final

from licensekit.diagnostics import Diagnostic, Label
from licensekit.errors import LicensekitError
from licensekit.meaning.terms import Single
from licensekit.model.cases import Case
from licensekit.span import Source
from licensekit.testing.apart import Apart, Undecided
from licensekit.testing.cases import passes
from licensekit.testing.mutants import Mutant, mutants
from licensekit.testing.notice import Watching
from licensekit.testing.subject import Subject, edited, with_license
from licensekit.testing.touched import Bearing, Names, touched
from licensekit.testing.witness import witness

MAX_MUTANT_NODES: Final = 10_000
"""Worlds looked at, at most, to find a use that tells a licence and its mutant apart."""

Progress = Callable[[int, int], None]
"""How many mutants are done, of how many."""


class Fate(Enum):
    """What became of a mutant."""

    KILLED = "noticed"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    UNDECIDED = "not decided"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A mutant, what became of it, and how that is known."""

    mutant: Mutant
    fate: Fate
    noticed_by: str = ""
    """A case that fails under it."""
    witness: Case | None = None
    """A use that tells the licence and its mutant apart, as a case that the licence passes and the mutant does not."""
    with_it: str = ""
    """Of a survivor, the first survivor by whose witness it would be noticed too; itself if by no other."""


@dataclass(frozen=True, slots=True)
class MutationReport:
    """What became of every mutant of a licence."""

    license: str
    cases: int
    outcomes: tuple[Outcome, ...]

    def of(self, fate: Fate) -> tuple[Outcome, ...]:
        """The mutants with one fate."""
        return tuple(one for one in self.outcomes if one.fate is fate)

    @property
    def counted(self) -> int:
        """The mutants that count: those that are not equivalent, as far as that could be decided."""
        return len(self.of(Fate.KILLED)) + len(self.of(Fate.SURVIVED))

    @property
    def percent(self) -> Fraction:
        """How many of a hundred mutants that count were noticed; 100 where there are none."""
        return Fraction(100 * len(self.of(Fate.KILLED)), self.counted) if self.counted else Fraction(100)


def mutation(
    subject: Subject, *, only: Iterable[str] = (), progress: Progress | None = None, limit: int = MAX_MUTANT_NODES
) -> MutationReport:
    """Run the cases of a licence against every mutant of it; `only` names mutants by id, or by the start of it.

    Raises CasesFail where a case does not pass for the licence as it is.
    """
    chosen = tuple(only)
    found = [one for one in mutants(subject.license) if not chosen or one.id.startswith(chosen)]
    failing = [one.case for one in subject.cases if not passes(one.case, one.terms)]
    if failing:
        raise CasesFail(failing, tuple(subject.sources.values()))
    hunt = _Hunt(subject, limit)
    outcomes = []
    for number, mutant in enumerate(found):
        if progress is not None:
            progress(number, len(found))
        outcomes.append(hunt.outcome(mutant))
    if progress is not None:
        progress(len(found), len(found))
    return MutationReport(subject.license.id, len(subject.cases), tuple(outcomes))


class CasesFail(LicensekitError):  # noqa: N818 - it says what is so, as the other findings do
    """Cases fail for the licence as it is: then nothing can be learnt from edits of it."""

    def __init__(self, cases: list[Case], sources: tuple[Source, ...]) -> None:
        mend = "use `licensekit test` to see why, and mend the licence or the case"
        super().__init__(
            [
                Diagnostic(
                    "LK708",
                    f"the case `{case.name}` fails for the licence as it is",
                    (Label(case.span),) if case.span is not None else (),
                    help=mend,
                )
                for case in cases
            ],
            sources,
        )


class _Hunt:
    def __init__(self, subject: Subject, limit: int) -> None:
        self.subject = subject
        self.limit = limit
        self.names = Names(subject.single.program)
        self.survivors: list[tuple[str, Case]] = []
        self.watching = sorted((Watching(one, subject.single) for one in subject.cases), key=lambda one: one.asks)

    def outcome(self, mutant: Mutant) -> Outcome:
        """What becomes of a mutant."""
        changed = edited(self.subject.single, mutant.license)
        bearing = self._bearing(mutant, changed)
        killer = self._killer(changed, bearing)
        if killer:
            return Outcome(mutant, Fate.KILLED, killer)
        return self._alone(mutant, changed, bearing)

    def _bearing(self, mutant: Mutant, changed: Single) -> Bearing | None:
        """The clauses that the edit bears on; None where it is about what follows the licence, and so about all."""
        if mutant.license.conversions is not self.subject.license.conversions:
            return None
        return touched(self.subject.single.program, changed.program, self.names)

    def _killer(self, changed: Single, bearing: Bearing | None) -> str:
        for one in self.watching:
            changed_terms = with_license(one.collected.terms, changed)
            if one.may_notice(changed, bearing) and not passes(one.collected.case, changed_terms):
                return one.collected.case.name
        return ""

    def _alone(self, mutant: Mutant, changed: Single, bearing: Bearing | None) -> Outcome:
        """A mutant that no case notices: equivalent, or a survivor with the use that is missing."""
        try:
            found = Apart(self.subject.single, changed, bearing, limit=self.limit).found()
        except Undecided:
            return Outcome(mutant, Fate.UNDECIDED)
        if found is None:
            return Outcome(mutant, Fate.EQUIVALENT)
        terms, other = self.subject.terms, with_license(self.subject.terms, changed)
        told = witness(found, terms, other, mutant.description)
        if told is None:
            return Outcome(mutant, Fate.UNDECIDED)
        with_it = next((name for name, case in self.survivors if not passes(case, other)), mutant.id)
        if with_it == mutant.id:
            self.survivors.append((mutant.id, told))
        return Outcome(mutant, Fate.SURVIVED, witness=told, with_it=with_it)
