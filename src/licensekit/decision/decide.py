"""The decision: what is known, what remains possible, and everything that goes with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from threading import local
from typing import Final, TypeVar

from licensekit.decision.bounds import bounds, headroom
from licensekit.decision.circumstances import Circumstances, Put, leaves_asked
from licensekit.decision.consequences import (
    approvals_of,
    consequences,
    duties_of,
    parts_of,
    unread_documents,
)
from licensekit.decision.decision import Alternatives, Decision, Deferred, Settling, Turn
from licensekit.decision.inquiry import ALLOWED, Inquiry, Owing
from licensekit.decision.knowledge import know
from licensekit.decision.matter import Matter, matter_of
from licensekit.decision.parts import (
    ApprovalShown,
    DutyShown,
    FactShown,
    Identity,
    Part,
    Question,
    StandingLimit,
    UnreadStatement,
)
from licensekit.decision.questions import asked, asks
from licensekit.decision.readings import readings_report
from licensekit.decision.reasons import Bearing, Reasons, bearing
from licensekit.decision.unread import facts_unread, names_unread, steps_taken, taken_up, unread
from licensekit.diagnostics import Label
from licensekit.diagram.nodes import TooManySteps
from licensekit.diagram.outcomes import WorldOutcome
from licensekit.meaning.formula import variables_of
from licensekit.meaning.terms import Terms
from licensekit.meaning.variable import ReadingVariable
from licensekit.meaning.verdict import in_order, severest, summary
from licensekit.model.clauses import Prohibition
from licensekit.truth import FALSE
from licensekit.use import Use
from licensekit.use.local import read_local
from licensekit.values import Money, Told
from licensekit.version import VERSION

T = TypeVar("T")


def decide(terms: Terms, use: Use, circumstances: Circumstances) -> Decision:
    """Decide whether a use is permitted under some terms.

    Pure: reads no clock, no environment and no file. Raises FactsError, with every finding, where what was given is
    unknown to the licences, cannot be read, or contradicts itself.
    """
    return _decision(inquire(terms, use, circumstances), Put(terms, use, circumstances))


class BriefAnswer:
    """What a decision comes to, named as there, without its words; most is worked out when it is asked for.

    Raises as `decide` does.
    """

    def __init__(self, terms: Terms, use: Use, circumstances: Circumstances, owing: Owing = None) -> None:
        self._use, self._owing, self._strict = use, owing, circumstances.strict
        self._inquiry = inquire(terms, use, circumstances)
        self.possible: Final = in_order(_counted(self._inquiry, lambda whole: whole.verdicts()))
        self.verdict: Final = severest(self.possible) if self._strict else summary(frozenset(self.possible))
        self.unread_documents: Final = unread_documents(self._inquiry)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The answer for each act."""
        return _counted(self._inquiry, lambda whole: parts_of(whole, strict=self._strict))

    @cached_property
    def duties(self) -> tuple[DutyShown, ...]:
        """The duties that are looked at."""
        return _counted(self._inquiry, lambda whole: duties_of(whole, self._owing))

    @cached_property
    def approvals(self) -> tuple[ApprovalShown, ...]:
        """The approvals that play a part."""
        return _counted(self._inquiry, lambda whole: tuple(approvals_of(whole)))

    @cached_property
    def reasons(self) -> tuple[Bearing, ...]:
        """The clauses that the answer rests on."""
        return _counted(self._inquiry, lambda whole: tuple(bearing(whole)))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The facts to ask for."""
        return _questions(self._inquiry)

    def asks(self, fact: str) -> bool:
        """Whether a fact is among those to ask for."""
        return _counted(self._inquiry, lambda whole: asks(whole, fact))

    @property
    def unread(self) -> tuple[UnreadStatement, ...]:
        """The facts that were stated and that nothing reads."""
        return tuple(facts_unread(self._inquiry, _facts_stated(self._inquiry.matter, self._use)))


def inquire(terms: Terms, use: Use, circumstances: Circumstances) -> Inquiry:
    """The question as put, before it is answered. Raises FactsError where what was given cannot be used."""
    matter, checked = matter_of(terms, leaves_asked(use.acts), circumstances)
    return Inquiry(matter, checked, know(matter, _facts_stated(matter, use), circumstances, use.left_open))


def _facts_stated(matter: Matter, use: Use) -> Mapping[str, Told]:
    """The facts of a use; those that a licence declares itself are read as it declares them."""
    return {**use.facts(), **read_local(use.local, matter.declared)} if use.local else use.facts()


def _questions(inquiry: Inquiry) -> tuple[Question, ...]:
    return inquiry.matter.questions.of(
        inquiry.stands_in_words,
        lambda: _counted(inquiry, lambda whole: tuple([each.question for each in asked(whole)])),
    )


def _decision(inquiry: Inquiry, put: Put) -> Decision:
    circumstances, knowledge = put.circumstances, inquiry.knowledge
    of_thread = local()
    of_thread.inquiry = inquiry

    def here() -> Inquiry:
        """The question; in another thread, put anew once: diagrams are those of the thread that asked first."""
        if not hasattr(of_thread, "inquiry"):
            of_thread.inquiry = inquire(*put)
        asked_here: Inquiry = of_thread.inquiry
        return asked_here

    follows = _counted(inquiry, lambda whole: consequences(whole, circumstances))
    reasons = Reasons(inquiry)

    def idle() -> tuple[UnreadStatement, ...]:
        asked_here = here()
        return tuple(unread(asked_here, follows, circumstances, _facts_stated(asked_here.matter, put.use)))

    def names_idle() -> Iterator[str]:
        return names_unread(inquiry, follows, circumstances, _facts_stated(inquiry.matter, put.use))

    return Decision(
        verdict=follows.verdict,
        possible=follows.possible,
        parts=follows.parts,
        duties=follows.duties,
        approvals=follows.approvals,
        remedies=follows.remedies,
        reasons=tuple([reasons.reason(bearing) for bearing in follows.bearing]),
        assumptions=tuple(knowledge.assumptions),
        relations=tuple(dict.fromkeys(step.why for step in reversed(steps_taken(inquiry, {*inquiry.matter.readers})))),
        unread_documents=follows.unread_documents,
        notes=(*knowledge.notes, *_notes(inquiry), *_rates_read(circumstances), *_of_profile(put, names_idle)),
        attested="" if (vouched := circumstances.vouched) is None else str(vouched),
        identity=Identity(
            *inquiry.matter.identity, VERSION, circumstances.as_of, circumstances.assume, circumstances.readings_said
        ),
        deferred=Deferred(
            questions=lambda: _questions(here()),
            bounds=lambda: _counted(here(), bounds),
            headroom=lambda: tuple(headroom(here())),
            readings=lambda: _counted(here(), readings_report),
            facts=lambda: tuple(_facts(here())),
            standing_limits=lambda: tuple(_standing_limits(here())),
            unread=idle,
            alternatives=_alternatives,
            settling=_settling,
            put=put,
            here=here,
        ),
    )


def _alternatives(decision: Decision, goal: Turn | None) -> Alternatives:
    from licensekit.decision.alternatives import alternatives  # noqa: PLC0415 - loaded when it is asked for

    return _counted(decision.deferred.inquiry, lambda _: alternatives(decision, goal))


def _settling(decision: Decision) -> Settling | None:
    from licensekit.decision.settling import settling  # noqa: PLC0415 - loaded when it is asked for

    return _counted(decision.deferred.inquiry, lambda _: settling(decision))


def _counted(inquiry: Inquiry, work: Callable[[Inquiry], T]) -> T:
    """One operation, whose steps are counted by themselves. Raises TooManySteps, at the clause that is largest."""
    diagrams = inquiry.matter.diagrams
    diagrams.begin()
    try:
        return work(inquiry)
    except TooManySteps:
        raise TooManySteps(diagrams.limit, tuple(_largest_clause(inquiry.matter))) from None


def _largest_clause(matter: Matter) -> Iterator[Label]:
    """The place of the clause that most variables have to do with, where it was read from a file."""
    clauses = ((program, number) for program in matter.programs for number in program.concerning(matter.leaves))
    by_size = [
        (len(variables_of(matter.meanings[program.license.id].active(number))), program, number)
        for program, number in clauses
    ]
    _, program, number = max(by_size, key=lambda each: each[0])
    clause, license_id = program.clauses[number], program.license.id
    if clause.span is not None:
        taken_over = "" if clause.origin == license_id else f", which `{license_id}` takes in"
        yield Label(clause.span, f"the clause on which most depends{taken_over}")


def _standing_limits(inquiry: Inquiry) -> Iterator[StandingLimit]:
    """Prohibitions that hold, or may, on acts that were not asked about."""
    for program in inquiry.counting:
        clauses = inquiry.clauses(program, inquiry.leaves[0])
        for number, clause in enumerate(program.clauses):
            if not isinstance(clause, Prohibition) or set(clause.acts.leaves) & set(inquiry.leaves):
                continue
            truth = clauses.active(number)
            if truth is not FALSE:
                yield StandingLimit(program.license.id, clause.id, clause.locator, clause.acts.written, truth)


def _notes(inquiry: Inquiry) -> Iterator[str]:
    """What a reader should know of the numbers compared, and of facts that a licence defines in its own way."""
    yield from _each_alone(inquiry)
    if not inquiry.matter.exchange.plain:
        compared = [each.compares for each in inquiry.matter.comparisons if not each.compares.or_equivalent]
        amounts = ((each.quantity, each.amount.currency) for each in compared if isinstance(each.amount, Money))
        for name, currency in dict.fromkeys(amounts):
            yield f"the text does not say how amounts in other currencies than {currency} count towards `{name}`"
    if inquiry.matter.meanings_of:
        for full in inquiry.knowledge.stated.values():
            plain, _, meaning = full.partition("@")
            if meaning and full in inquiry.matter.facts:
                yield f"`{plain}` was taken in the meaning that {meaning} gives it"


def _each_alone(inquiry: Inquiry) -> Iterator[str]:
    """Of a choice: which acts would be allowed if each were asked about by itself, where together they are not."""
    outcomes = inquiry.matter.outcomes
    if not inquiry.matter.is_chosen or len(inquiry.leaves) == 1 or inquiry.verdicts() <= ALLOWED:
        return
    alone: dict[str, str] = {}
    for leaf in inquiry.leaves:
        met = inquiry.reached(outcomes.held(outcomes.act(inquiry.terms, leaf), inquiry.checked.held(leaf)))
        here = [outcome for (outcome,) in met if isinstance(outcome, WorldOutcome)]
        if all(outcome.verdict in ALLOWED for outcome in here):
            alone[leaf] = " or ".join(sorted({" and ".join(f"`{name}`" for name in each.licenses) for each in here}))
    if not all(inquiry.verdicts((leaf,)) <= ALLOWED for leaf in alone):
        each = ", ".join(f"`{leaf}` under {names}" for leaf, names in alone.items())
        yield f"one licence is taken for all of these acts; asked about by itself, this is allowed: {each}"


def _rates_read(circumstances: Circumstances) -> Iterator[str]:
    yield from (f"a rate may be two numbers: {each.read_as}" for each in circumstances.rates if each.read_as)


def _of_profile(put: Put, idle: Callable[[], Iterable[str]]) -> Iterator[str]:
    """What was taken from a profile, how much of it plays no part, and what the question states otherwise."""
    profile = put.circumstances.from_profile
    if profile is None:
        return
    without_part = sum(map(profile.names, idle()))
    bearing = len(profile.facts) + len(profile.beside) - without_part
    things = "1 thing" if profile.says == 1 else f"{profile.says} things"
    yield f"{profile.profile} says {things}, of which {bearing} bear on this answer"
    yield from profile.told


def _facts(inquiry: Inquiry) -> Iterator[FactShown]:
    reasons = Reasons(inquiry)
    for variable in (*inquiry.matter.readers, *taken_up(inquiry)):
        if not isinstance(variable, ReadingVariable):
            yield reasons.fact(variable)
