"""Mutation testing: the edits of a licence that no case notices.

Each mutant is decided by the cases that can notice it; a case cannot where it settles every clause that is edited, and
alike. A mutant that no case notices is compared with the licence itself: if a use tells the two apart, the mutant has
survived, and the use is shown as the case that is missing; if none does, the edit changes nothing that a case could
expect, and does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from licensekit.api import LicenseTerms
from licensekit.diagnostics import Diagnostic, Label
from licensekit.diagram.nodes import TooManySteps
from licensekit.errors import LicensekitError
from licensekit.meaning.terms import Terms
from licensekit.model.cases import Case
from licensekit.span import Source
from licensekit.testing.cases import passes
from licensekit.testing.mutants import Mutant, mutants
from licensekit.testing.subject import Subject, edited, with_license
from licensekit.testing.telling import Original, Same
from licensekit.testing.watching import Chance, Edited, Watching

Progress = Callable[[int, int], None]
"""How many mutants are done, of how many."""


class Fate(Enum):
    """What became of a mutant."""

    KILLED = "noticed"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    UNDECIDED = "not decided"


@dataclass(frozen=True, slots=True)
class MutantFate:
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
    outcomes: tuple[MutantFate, ...]

    def of(self, fate: Fate) -> tuple[MutantFate, ...]:
        """The mutants with one fate."""
        return tuple(each for each in self.outcomes if each.fate is fate)

    @property
    def counted(self) -> int:
        """The mutants that count: those that are not equivalent, as far as that could be decided."""
        return len(self.of(Fate.KILLED)) + len(self.of(Fate.SURVIVED))

    @property
    def percent(self) -> Fraction:
        """How many of a hundred mutants that count were noticed; 100 where there are none."""
        return Fraction(100 * len(self.of(Fate.KILLED)), self.counted) if self.counted else Fraction(100)


def mutation(subject: Subject, *, only: Iterable[str] = (), progress: Progress | None = None) -> MutationReport:
    """Run the cases of a licence against every mutant of it; `only` names mutants by id, or by the start of it.

    Raises CasesFail where a case does not pass for the licence as it is.
    """
    wanted = tuple(only)
    edits = [each for each in mutants(subject.license) if not wanted or each.id.startswith(wanted)]
    failing = [each.case for each in subject.cases if not passes(each.case, each.terms)]
    if failing:
        raise CasesFail(failing, tuple(subject.sources.values()))
    hunt = _Hunt(subject)
    fates = []
    for number, mutant in enumerate(edits):
        if progress is not None:
            progress(number, len(edits))
        fates.append(hunt.fate(mutant))
    if progress is not None:
        progress(len(edits), len(edits))
    return MutationReport(subject.license.id, len(subject.cases), tuple(fates))


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
    def __init__(self, subject: Subject) -> None:
        self.original = Original(subject.terms)
        self.survivors: list[tuple[str, Case]] = []
        watching = (Watching(each, subject.single) for each in subject.cases)
        self.watching = sorted(watching, key=lambda each: each.asks)

    def fate(self, mutant: Mutant) -> MutantFate:
        """What becomes of a mutant."""
        changed = edited(self.original.single, mutant.license)
        trial = _Trial(self.watching, Edited(self.original.single, changed))
        if killer := trial.sure_killer() or trial.killer(Chance.GOOD):
            return self._killed(mutant, killer)
        try:
            told = self.original.tells(changed, mutant.description)
        except Same:
            return MutantFate(mutant, Fate.EQUIVALENT)
        except TooManySteps:
            told = None
        if killer := trial.killer(Chance.SLIGHT):
            return self._killed(mutant, killer)
        if told is None:
            return MutantFate(mutant, Fate.UNDECIDED)
        other = with_license(self.original.terms, changed)
        with_it = next((name for name, case in self.survivors if not passes(case, other)), mutant.id)
        if with_it == mutant.id:
            self.survivors.append((mutant.id, told))
        return MutantFate(mutant, Fate.SURVIVED, witness=told, with_it=with_it)

    def _killed(self, mutant: Mutant, killer: Watching) -> MutantFate:
        """The case that noticed an edit is tried first on the next one, which is often made to the same clause."""
        if not killer.asks:
            self.watching.remove(killer)
            self.watching.insert(0, killer)
        return MutantFate(mutant, Fate.KILLED, killer.collected.case.name)


class _Trial:
    """Cases that are run under one edited licence."""

    def __init__(self, watching: Iterable[Watching], edited: Edited) -> None:
        self.watching = watching
        self.edited = edited
        self._chances: dict[Watching, Chance] = {}
        self._under: dict[Terms, LicenseTerms] = {}

    def sure_killer(self) -> Watching | None:
        """A case that fails, as is plain without running it."""
        return next((each for each in self.watching if each.surely_fails(self.edited)), None)

    def killer(self, chance: Chance) -> Watching | None:
        """A case with this chance that fails."""
        for each in self.watching:
            if each not in self._chances:
                self._chances[each] = each.chance(self.edited)
            if self._chances[each] is chance and not passes(each.collected.case, self._terms(each.collected.terms)):
                return each
        return None

    def _terms(self, terms: LicenseTerms) -> LicenseTerms:
        if terms.terms not in self._under:
            self._under[terms.terms] = with_license(terms, self.edited.other)
        return self._under[terms.terms]
