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
from functools import cache

from licensekit.api import LicenseTerms
from licensekit.diagnostics import Diagnostic, Label
from licensekit.diagram.nodes import TooManySteps
from licensekit.errors import LicensekitError
from licensekit.meaning.terms import Terms
from licensekit.model.cases import Case
from licensekit.testing.cases import passes
from licensekit.testing.mutants import Mutant, mutants
from licensekit.testing.subject import Subject, edited, with_license
from licensekit.testing.telling import Original, Same
from licensekit.testing.watching import Chance, Edited, Resting, Watching

_Progress = Callable[[int, int], None]
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
    not_looked_at: int = 0
    """Of the undecided ones, how many were not looked at: all together took too many steps."""

    def of(self, fate: Fate) -> tuple[MutantFate, ...]:
        """The mutants with one fate."""
        return tuple(each for each in self.outcomes if each.fate is fate)

    @property
    def percent(self) -> Fraction:
        """How many of a hundred mutants were noticed, equivalent and undecided ones not counted; 100 where none are."""
        killed = len(self.of(Fate.KILLED))
        counted = killed + len(self.of(Fate.SURVIVED))
        return Fraction(100 * killed, counted) if counted else Fraction(100)


def mutation(subject: Subject, *, only: Iterable[str] = (), progress: _Progress | None = None) -> MutationReport:
    """Run the cases of a licence against every mutant of it; `only` names mutants by id, or by the start of it.

    Raises LicensekitError where a case does not pass for the licence as it is.
    """
    wanted = tuple(only)
    edits = [each for each in mutants(subject.license) if not wanted or each.id.startswith(wanted)]
    failing = [each.case for each in subject.cases if not passes(each.case, each.terms)]
    if failing:
        raise LicensekitError([_fails(case) for case in failing], tuple(subject.sources.values()))
    hunt, show = _Hunt(subject), progress or (lambda _done, _total: None)
    fates = []
    for number, mutant in enumerate(edits):
        if hunt.original.is_spent:
            break
        show(number, len(edits))
        fates.append(hunt.fate(mutant))
    show(len(edits), len(edits))
    left = [MutantFate(mutant, Fate.UNDECIDED) for mutant in edits[len(fates) :]]
    return MutationReport(subject.license.id, len(subject.cases), (*fates, *left), len(left))


def _fails(case: Case) -> Diagnostic:
    """A case fails for the licence as it is: then nothing can be learnt from edits of it."""
    labels = () if case.span is None else (Label(case.span),)
    mend = "use `licensekit test` to see why, and mend the licence or the case"
    return Diagnostic("LK708", f"the case `{case.name}` fails for the licence as it is", labels, help=mend)


class _Hunt:
    def __init__(self, subject: Subject) -> None:
        self.original = Original(subject.terms)
        self.survivors: list[tuple[str, Case]] = []
        self.resting = Resting(self.original.single)
        watching = (Watching(each, subject.single) for each in subject.cases)
        self.watching = sorted(watching, key=lambda each: each.asks)

    def fate(self, mutant: Mutant) -> MutantFate:
        """What becomes of a mutant."""
        changed = edited(self.original.single, mutant.license)
        forms = Edited(self.resting, changed)
        under: dict[Terms, LicenseTerms] = {}

        @cache
        def chance_of(each: Watching) -> Chance:
            return each.chance(forms)

        def fails(each: Watching) -> bool:
            terms = each.collected.terms
            if terms.terms not in under:
                under[terms.terms] = with_license(terms, changed)
            return not self._passes(each.collected.case, under[terms.terms])

        def killer(chance: Chance) -> Watching | None:
            return next((each for each in self.watching if chance_of(each) is chance and fails(each)), None)

        noticing = next((each for each in self.watching if each.surely_fails(forms)), None) or killer(Chance.GOOD)
        if noticing:
            return self._killed(mutant, noticing)
        try:
            told = self.original.tells(changed, mutant.description)
        except Same:
            return MutantFate(mutant, Fate.EQUIVALENT)
        except TooManySteps:
            told = None
        if noticing := killer(Chance.SLIGHT):
            return self._killed(mutant, noticing)
        if told is None:
            return MutantFate(mutant, Fate.UNDECIDED)
        other = with_license(self.original.terms, changed)
        with_it = next((name for name, case in self.survivors if not self._passes(case, other)), mutant.id)
        if with_it == mutant.id:
            self.survivors.append((mutant.id, told))
        return MutantFate(mutant, Fate.SURVIVED, witness=told, with_it=with_it)

    def _passes(self, case: Case, terms: LicenseTerms) -> bool:
        self.original.ask_more()
        return passes(case, terms)

    def _killed(self, mutant: Mutant, killer: Watching) -> MutantFate:
        """The case that noticed an edit is tried first on the next one, which is often made to the same clause."""
        if not killer.asks:
            self.watching.remove(killer)
            self.watching.insert(0, killer)
        return MutantFate(mutant, Fate.KILLED, killer.collected.case.name)
