"""What fits a use: the works or licences that permit it, found by deciding each licence, or set of joined ones, once.

lk.find(lk.Use.of(["embed"]), profile=lk.read_profile("company.toml"), without_duties=["display"])
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeAlias, TypeVar

from licensekit import catalogue
from licensekit.api import LicenseTerms, all_of, load
from licensekit.catalogue import hub_index, registry
from licensekit.catalogue.lineage import Grade, Licenses, lineage
from licensekit.decision import Circumstances, Verdict
from licensekit.decision.circumstances import Assume
from licensekit.decision.decide import BriefAnswer
from licensekit.decision.parts import DutyShown
from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError, LicensekitError
from licensekit.model.works import WorkFact
from licensekit.patience import while_somebody_waits
from licensekit.published import ends
from licensekit.use import Attestation, Use
from licensekit.use.checks import a_day, a_word, listed, of_kind, refuse, texts
from licensekit.use.profile import Profile
from licensekit.values import IndexValue, Rate
from licensekit.vocabulary.words import VERBS

T = TypeVar("T")
Permission: TypeAlias = Literal["yes", "if", "ask", "no"]
"""Allowed, with duties or without, whatever is open; allowed or not, by what is open; needs an approval; neither."""
PERMISSIONS: Final[tuple[Permission, ...]] = ("yes", "if", "ask", "no")
SoughtKind: TypeAlias = Literal["works", "licenses"]
ANY_DUTY: Final = "any"
DUTY_KINDS: Final = (ANY_DUTY, *VERBS)
"""What a duty asks, by its verb: `display`, `include`, `pay`; or `any`."""
_OWED: Final = frozenset({"due", "open", "not_done"})
_PERMISSION: Final[Mapping[Verdict, Permission]] = {
    Verdict.PERMITTED: "yes",
    Verdict.PERMITTED_WITH_DUTIES: "yes",
    Verdict.NEEDS_APPROVAL: "ask",
    Verdict.NOT_GRANTED: "no",
    Verdict.PROHIBITED: "no",
}


@dataclass(frozen=True)
class LicenseAnswer:
    """What a licence, or all of a set that bind together, say of the use."""

    licenses: Licenses
    possible: tuple[Verdict, ...]
    duties: tuple[DutyShown, ...]
    """What must be done, or may have to be."""
    unread_documents: tuple[str, ...]

    @cached_property
    def verbs(self) -> frozenset[str]:
        """What the duties ask, by their verbs, whichever alternative is taken."""
        musts = (must for duty in self.duties for must in duty.obligations)
        return frozenset(action.verb for must in musts for action in must.alternatives)


@dataclass(frozen=True)
class Candidate:
    """A work or licence that fits, and what each set of licences says that may bind it."""

    id: str
    permission: Permission
    answers: tuple[LicenseAnswer, ...]
    """Of the sets of licences one binds; none where nothing is known."""
    grade: Grade | Literal[""] = ""
    """How well it is known what binds a work."""
    open: tuple[str, ...] = ()
    """Why further or other terms may bind."""
    downloads: int = 0
    """Of a work of the hub, on its source's day; 0 where no source says."""


@dataclass(frozen=True)
class Selection:
    """What fits, most downloaded first, and how many were left out for what."""

    among: SoughtKind
    candidates: tuple[Candidate, ...]
    looked_at: int
    left_out: Mapping[str, int]
    """Why, and how many."""
    unread: tuple[str, ...] = ()
    """Facts of the use that no licence which was asked reads."""


def find(  # noqa: PLR0913 - each names one thing that a caller may state
    use: Use,
    *,
    among: SoughtKind = "works",
    allowed: Iterable[Permission] = ("yes",),
    without_duties: Iterable[str] = (),
    words: Iterable[str] = (),
    obtained: date | None = None,
    profile: Profile | None = None,
    as_of: date | None = None,
    assume: Assume = "standard",
    readings: Literal["taken", "strict"] = "taken",
    rates: Iterable[Rate] = (),
    indices: Iterable[IndexValue] = (),
    attested: Attestation | None = None,
) -> Selection:
    """The works, or licences, that permit a use, each licence, or set of licences that bind together, decided once.

    >>> found = find(Use.of(["distribute"]), among="licenses", without_duties=["any"], words=["zero", "cc0"])
    >>> [(each.id, each.permission) for each in found.candidates]
    [('bsd-zero', 'yes'), ('cc0-1.0', 'yes')]

    `use` is what is asked of each, `among` works or licences. `allowed` says which are wanted: `"yes"`, allowed
    whatever is open; `"if"`, where that depends; `"ask"`, with an approval; `"no"`. What draws in a document that was
    not read is never `"yes"`, nor is a work of which it is open what binds. `without_duties` names verbs of duties that
    must not be owed, nor be open, in any alternative, or `"any"`; terms that are not known may ask for all of them.
    With `words`, only what has one of them in its id.
    `obtained` is the day on which copies are got (`lk.work`); `profile`, `as_of`, `assume`, `readings`, `rates`,
    `indices` and `attested` are as for `evaluate`, and readings, approvals and duties done of some licence stand in the
    profile. Of a work its weights are asked about.

    Raises FactsError: for words that there are not (LK502), and for what can be used under no licence.
    """
    wanted, kinds, names = listed(allowed), listed(without_duties), listed(words)
    refuse(
        [
            *of_kind("use", use, Use, "a Use", "write `lk.Use.of(acts, facts)`"),
            *a_word("among", among, ("works", "licenses")),
            *(each for at, word in enumerate(wanted) for each in a_word(f"allowed[{at}]", word, PERMISSIONS)),
            *(each for at, word in enumerate(kinds) for each in a_word(f"without_duties[{at}]", word, DUTY_KINDS)),
            *texts("words", names),
            *a_day("obtained", obtained),
            *a_word("readings", readings, ("taken", "strict")),
            *(
                ()
                if profile is None
                else of_kind("profile", profile, Profile, "a Profile", 'write `lk.read_profile("company.toml")`')
            ),
        ]
    )
    circumstances = Circumstances(
        as_of, assume, readings, rates=listed(rates), indices=listed(indices), attested=attested
    )
    deciding = _Deciding(use, circumstances, profile, wanted)
    looked_at = _works(deciding, names, obtained) if among == "works" else _licenses(deciding, names)
    every = list(while_somebody_waits(looked_at))
    deciding.check()
    fitting, left_out = list[Candidate](), Counter[str]()
    for each in every:
        why = each if isinstance(each, str) else _owes(each, kinds)
        if isinstance(each, Candidate) and not why:
            fitting.append(each)
        else:
            left_out[why] += 1
    fitting.sort(key=lambda each: (-each.downloads, each.id.casefold()))
    return Selection(among, tuple(fitting), len(every), dict(sorted(left_out.items())), deciding.unread())


def _owes(candidate: Candidate, kinds: tuple[str, ...]) -> str:
    """Why it does not fit for what it asks, or may ask; empty where it does."""
    asked = {verb for answer in candidate.answers for verb in answer.verbs}
    not_read = candidate.open or any(answer.unread_documents for answer in candidate.answers)
    met = [kind for kind in kinds if not_read or kind in asked or (kind == ANY_DUTY and asked)]
    return f"duty: {met[0]}" if met else ""


class _Sought(NamedTuple):
    """What may bind a work or licence that is looked at: of the sets of licences one binds."""

    possible: tuple[Licenses, ...]
    more: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    grade: Grade | Literal[""] = ""
    given: tuple[WorkFact, ...] = ()
    """What the work settles."""
    downloads: int = 0


class _Deciding:
    """Answers to a use, each set of licences asked once; what cannot be decided is told by its finding.

    Duties are worked out for what is allowed as it is wanted: of the rest nobody is told them.
    """

    def __init__(
        self, use: Use, circumstances: Circumstances, profile: Profile | None, wanted: tuple[Permission, ...]
    ) -> None:
        self._use = use
        self._circumstances = circumstances
        self._profile = profile
        self._wanted = wanted
        self._kept: dict[object, BriefAnswer | Diagnostic] = {}
        self._whole: dict[object, LicenseAnswer | Diagnostic] = {}

    def candidate(self, name: str, sought: _Sought) -> Candidate | str:
        """What fits, or why it does not."""
        briefs = list[BriefAnswer]()
        for brief in (self._once(self._kept, self._brief, names, sought.given) for names in sought.possible if names):
            if isinstance(brief, Diagnostic):
                return _refused(brief)
            briefs.append(brief)
        best, worst = (None, None) if () in sought.possible else ends(briefs, sought.more, sought.otherwise)
        permission = _permission(best, worst, briefs)
        if permission not in self._wanted:
            return f"allowed: {permission}"
        answers = list[LicenseAnswer]()
        for answer in (
            self._once(self._whole, self._answer, names, sought.given) for names in sought.possible if names
        ):
            if isinstance(answer, Diagnostic):
                return _refused(answer)
            answers.append(answer)
        why = (*sought.more, *sought.otherwise)
        return Candidate(name, permission, tuple(answers), sought.grade, why, sought.downloads)

    def _once(
        self,
        kept: dict[object, T | Diagnostic],
        work_out: Callable[[Licenses, tuple[WorkFact, ...]], T],
        names: Licenses,
        given: tuple[WorkFact, ...],
    ) -> T | Diagnostic:
        about = names, given
        if about not in kept:
            try:
                kept[about] = work_out(names, given)
            except LicensekitError as refused:
                kept[about] = refused.diagnostics[0]
        return kept[about]

    def _brief(self, names: Licenses, given: tuple[WorkFact, ...]) -> BriefAnswer:
        """The verdicts under licences that all bind, of a work that settles some facts."""
        joined = all_of(*map(load, names))
        terms = LicenseTerms(joined.terms, {each.fact: each.value for each in given}) if given else joined
        return terms.brief(self._use, self._circumstances, self._profile)

    def _answer(self, names: Licenses, given: tuple[WorkFact, ...]) -> LicenseAnswer:
        """The same with the duties."""
        brief = self._kept[names, given]
        assert isinstance(brief, BriefAnswer), "what cannot be decided is no candidate"
        duties = tuple(each for each in brief.duties if each.strength == "must" and each.status in _OWED)
        return LicenseAnswer(names, brief.possible, duties, brief.unread_documents)

    def check(self) -> None:
        """Raise FactsError where the use can be asked of no licence: then it is the use that is wrong."""
        findings = [each for each in self._kept.values() if isinstance(each, Diagnostic)]
        if findings and len(findings) == len(self._kept):
            raise FactsError(tuple(dict.fromkeys(findings)))

    def unread(self) -> tuple[str, ...]:
        """The facts of the use that none of the licences reads."""
        left = dict.fromkeys(self._use.facts())
        for brief in self._kept.values():
            if not left or isinstance(brief, Diagnostic):
                continue
            idle = {each.name for each in brief.unread}
            left = {name: None for name in left if name in idle}
        return tuple(left)


def _licenses(deciding: _Deciding, words: tuple[str, ...]) -> Iterator[Candidate | str]:
    for name in catalogue.ids():
        if _has(words, name):
            yield deciding.candidate(name, _Sought(((name,),)))


def _works(deciding: _Deciding, words: tuple[str, ...], obtained: date | None) -> Iterator[Candidate | str]:
    recorded = dict.fromkeys(name for work in registry.works() for name in (work.models or (work.id,)))
    told = {name.casefold() for name in recorded}
    of_the_hub = ((row.id, row.downloads) for row in hub_index.rows() if row.id.casefold() not in told)
    for name, downloads in (*((name, _downloads(name)) for name in recorded), *of_the_hub):
        if _has(words, name):
            whole = lineage(name, obtained)
            assert whole is not None, "it is of the index, or recorded"
            sought = _Sought(whole.possible, whole.more, whole.otherwise, whole.grade, whole.facts, downloads)
            yield deciding.candidate(name, sought)


def _downloads(name: str) -> int:
    row = hub_index.row(name)
    return 0 if row is None else row.downloads


def _permission(best: Verdict | None, worst: Verdict | None, answers: Iterable[BriefAnswer]) -> Permission:
    """What is allowed between the mildest and the most severe that is possible; None is open."""
    if worst is not None and _PERMISSION[worst] == "yes":
        return "if" if any(each.unread_documents for each in answers) else "yes"
    return "if" if best is None or _PERMISSION[best] == "yes" else _PERMISSION[best]


def _refused(finding: Diagnostic) -> str:
    return f"not decided: {finding.message} ({finding.code})"


def _has(words: tuple[str, ...], name: str) -> bool:
    return not words or any(word.casefold().replace(" ", "-") in name.casefold() for word in words)
