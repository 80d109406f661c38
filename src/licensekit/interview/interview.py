"""An interview with somebody who wants to use a work: it asks what settles the answer, and takes what it is told.

    interview = lk.Interview(lk.load("kimi-k2.5"), ["embed"])
    while (question := interview.question) is not None:
        interview = interview.answer(question.options[0])
    interview.decision

Like a decision it never changes: `answer`, `skip` and `back` give another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple

from licensekit.api import LicenseTerms
from licensekit.decision import Circumstances, Decision
from licensekit.decision.questions import asked
from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import FactsError, ValueProblem
from licensekit.interview.questions import InterviewQuestion, Offer, interview_question
from licensekit.use.checks import of_kind, refuse
from licensekit.use.entries import date_of
from licensekit.use.options import read_index, read_rate
from licensekit.use.problems import about
from licensekit.use.profile import Profile
from licensekit.use.raw import read_raw_given
from licensekit.use.reading import read_given
from licensekit.use.record import checked_acts
from licensekit.values import UNKNOWN, IndexValue, Known, Rate
from licensekit.vocabulary.facts import fact

DONT_KNOW: Final = frozenset({"", "?", "unknown", "don't know", "do not know"})
"""Words that say that one does not know."""
_YES_NO: Final = {"yes": True, "no": False, True: True, False: False}


class Answered(NamedTuple):
    """A question that was put, and the answer; None where it was skipped."""

    question: InterviewQuestion
    answer: Any


class Progress(NamedTuple):
    """How far an interview has come."""

    answered: int
    skipped: int
    open: int
    """How many questions are open now; an answer may settle several, and may raise others."""

    @property
    def done(self) -> bool:
        """Whether nothing is left to ask."""
        return self.open == 0


@dataclass(frozen=True, eq=False)
class Interview:
    """Questions and answers about some acts under some terms, and the decision that they come to so far.

    `profile` says what holds of us for every question (`lk.read_profile`), `facts` what is known of this one,
    `circumstances` what else is stated. Raises FactsError where what is given cannot be used.
    """

    terms: LicenseTerms
    acts: Iterable[str]
    _: KW_ONLY
    profile: Profile | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    circumstances: Circumstances = field(default_factory=Circumstances)
    past: tuple[Answered, ...] = field(default=(), repr=False)
    """What was asked and answered, the first question first."""
    before: Interview | None = field(default=None, repr=False)
    """The interview before the last answer."""
    apart: frozenset[str] = field(default=frozenset(), repr=False)
    """Groups of conduct whose facts are asked one by one, because somebody said no to the whole."""

    def __post_init__(self) -> None:
        refuse(self._misplaced())
        object.__setattr__(self, "acts", checked_acts(self.acts))
        use = self.terms.use((), self.facts)
        object.__setattr__(self, "facts", {**dict.fromkeys(use.left_open, UNKNOWN), **use.given})

    def _misplaced(self) -> Iterator[Diagnostic]:
        yield from of_kind("terms", self.terms, LicenseTerms, "terms", 'write `lk.load("kimi-k2.5")`')
        mend = 'write `lk.Circumstances(assume="safe")`'
        yield from of_kind("circumstances", self.circumstances, Circumstances, "Circumstances", mend)
        if self.profile is not None:
            yield from of_kind("profile", self.profile, Profile, "a Profile", 'write `lk.read_profile("company.toml")`')

    def __eq__(self, other: object) -> bool:
        """Whether the same was stated, asked and answered."""
        return isinstance(other, Interview) and self._stated == other._stated

    def __hash__(self) -> int:
        return hash((self.terms, self.acts, frozenset(self.facts), len(self.past)))

    @property
    def _stated(self) -> tuple[object, ...]:
        return self.terms, self.acts, self.profile, self.facts, self.circumstances, self.past, self.apart

    @cached_property
    def decision(self) -> Decision:
        """The answer as far as it is known; what nobody knew is open."""
        use = self.terms.use(self.acts, self.facts)
        return self.terms.evaluate(use, **self.circumstances.arguments, profile=self.profile)

    @cached_property
    def _open(self) -> tuple[InterviewQuestion, ...]:
        inquiry = self.decision.deferred.inquiry
        skipped = {each.question.key for each in self.past if each.answer is None}
        facts = (each for each in asked(inquiry, self.apart) if each.question.kind != "reading")  # that is for counsel
        every = (interview_question(inquiry, each) for each in facts)
        return tuple(each for each in every if each.key not in skipped)

    @property
    def question(self) -> InterviewQuestion | None:
        """What to ask next: what settles most. None where nothing is left to ask."""
        return self._open[0] if self._open else None

    @property
    def progress(self) -> Progress:
        """How many questions were answered and skipped, and how many are open now."""
        skipped = sum(each.answer is None for each in self.past)
        return Progress(len(self.past) - skipped, skipped, len(self._open))

    def answer(self, value: Any) -> Interview:
        """The interview with an answer to its question.

        The value is one of the question's options, its value or its words, or any other that fits: typed as `terms.use`
        takes it, or written as on the command line; a country also by its name. `unknown` skips. Raises FactsError for
        what the fact cannot be, and for what contradicts what is known; then this interview still stands.
        """
        question = self._asked()
        if isinstance(value, Offer):
            value = value.value
        if value is UNKNOWN or (isinstance(value, str) and value.strip().lower() in DONT_KNOW):
            return self.skip()
        if value is None:
            problem = ValueProblem("nothing is no answer", "call `skip()` where it is not known")
            raise FactsError([about(question.fact, problem)])
        try:
            following = self._with(question, value)
        except ValueProblem as problem:
            raise FactsError([about(question.fact, problem)]) from None
        following.decision  # noqa: B018 - whoever contradicts himself is told at once
        return following

    def skip(self) -> Interview:
        """The interview without an answer to its question, which is not asked again."""
        question = self._asked()
        return replace(self, past=(*self.past, Answered(question, None)), before=self)

    def back(self) -> Interview:
        """The interview before the last answer; at the beginning, this one."""
        return self if self.before is None else self.before

    def _asked(self) -> InterviewQuestion:
        if self.question is None:
            raise FactsError([Diagnostic("LK519", "nothing is asked", help="see `decision`, or go `back`")])
        return self.question

    def _with(self, question: InterviewQuestion, value: Any) -> Interview:
        told = self.circumstances
        match question.type:
            case "statement":
                sure = _yes_no(value)
                stated = {**self.facts, **question.options[0].facts} if sure else self.facts
                apart = self.apart if sure else self.apart | {question.fact}
                return self._after(question, sure, facts=stated, apart=apart)
            case "rate":
                rate = value if isinstance(value, Rate) else read_rate(str(value), question.example)
                return self._after(question, rate, circumstances=replace(told, rates=(*told.rates, rate)))
            case "index":
                index = value if isinstance(value, IndexValue) else read_index(str(value), question.example)
                return self._after(question, index, circumstances=replace(told, indices=(*told.indices, index)))
            case "date" if question.fact == "as_of":
                day = value if isinstance(value, date) else date_of(value)
                return self._after(question, day, circumstances=replace(told, as_of=day))
            case _:
                known = self._read(question, value)
                if all(self.facts.get(name) == each for name, each in known.items()):
                    return self.skip()  # it was said before, and does not settle it
                return self._after(question, value, facts={**self.facts, **known})

    def _after(self, question: InterviewQuestion, answer: Any, **changed: Any) -> Interview:
        return replace(self, past=(*self.past, Answered(question, answer)), before=self, **changed)

    def _read(self, question: InterviewQuestion, value: Any) -> dict[str, Known]:
        name = question.fact
        info = self.terms.declared.get(name) or fact(name)
        if not isinstance(value, str):
            return read_raw_given(name, value, info)
        titled = (each.words for each in question.options if each.title and each.title.lower() == value.strip().lower())
        return read_given(name, next(titled, value), info)


def _yes_no(value: Any) -> bool:
    word = value.strip().lower() if isinstance(value, str) else value
    if not isinstance(word, str | bool) or word not in _YES_NO:
        raise ValueProblem(f"`{clipped(str(value))}` is neither yes nor no", "write `yes` or `no`")
    return _YES_NO[word]
