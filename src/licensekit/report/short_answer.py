"""The short answer: at most twelve lines for somebody who has a product to ship and no law degree.

It says the verdict in plain words, what must be done, what to find out first, where it says so, what is disputed and
what was not read. Nothing owed, forbidden or open is left out without its count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, Literal, NamedTuple, assert_never

from licensekit.decision.decision import Decision
from licensekit.decision.parts import ANYWAY, Allowed, DutyShown, OutcomeShown, Question, ReadingShown
from licensekit.decision.short import PartKind, ShortAnswer, ShortPart
from licensekit.errors import LicensekitError
from licensekit.meaning.terms import LicenseChoice
from licensekit.meaning.verdict import Verdict, severest
from licensekit.model.clauses import written_id
from licensekit.report.memo import code, codes, listed
from licensekit.report.sentences import answer, verdict_sentence
from licensekit.report.short_layout import EXPLAIN, FittedPart, fitted
from licensekit.report.short_words import (
    MAY_BE,
    duties,
    missing,
    part_words,
    plain_numbers,
    with_article,
)
from licensekit.truth import TRUE
from licensekit.use import Use
from licensekit.vocabulary.acts import ACT_TITLES, implied_by
from licensekit.vocabulary.plain_words import overlooked

_FORMS: Final[dict[PartKind, tuple[str, int, tuple[str, str]]]] = {
    "asked": ("", 2, ("", "")),
    "by_act": ("Act by act", 3, ("act by itself", "acts by themselves")),
    "must": ("You must", 6, ("duty", "duties")),
    "once_approved": ("Once approved", 4, ("duty once it is approved", "duties once it is approved")),
    "may_owe": ("You may owe", 4, ("duty that may apply", "duties that may apply")),
    "also": ("And, as always", 2, ("general duty", "general duties")),
    "ask": ("Ask", 3, ("approval or way out", "approvals or ways out")),
    "find_out": ("Find out first", 4, ("question", "questions")),
    "because": ("Because", 2, ("", "")),
    "where": ("Where it says so", 2, ("place in the text", "places in the text")),
    "disputed": ("Disputed", 3, ("disputed wording", "disputed wordings")),
    "not_read": ("Not read", 2, ("thing not read", "things not read")),
    "must_not": ("Also forbidden", 2, ("prohibition on another act", "prohibitions on other acts")),
    "if_you_also": ("If you also", 3, ("", "")),
}
"""Each part in the order in which it stands: its heading, its lines at most, and how one and many are counted."""
IMPORTANCE: Final = (
    *("answer", "asked", "by_act", "must", "find_out", "ask", "because", "once_approved", "may_owe", "disputed"),
    *("where", "not_read", "if_you_also", "also", "must_not"),
)
"""Which parts grow first, and which have a line where there is not one for each."""
_OPTIONAL: Final = ("if_you_also", "also", "must_not")
LAST: Final = "This is not legal advice."


def short_answer(decision: Decision, named: str = "", rest: str = EXPLAIN) -> ShortAnswer:
    """A decision in at most twelve lines; `named` is the work asked about, where it is not a licence.

    `rest` is where its reader finds what has no room.
    """
    opening = FittedPart("answer", "", [answer(decision)], most=3)
    blocks = fitted_parts(decision, named, rest)
    lines = fitted([opening, *blocks.values()], LAST, IMPORTANCE, rest)
    # Constructed, since a validator for what has just been worked out takes as long to build as the answer to find.
    parts = (
        ShortPart.model_construct(
            kind=kind,
            label=block.label,
            items=tuple(block.items[: block.shown]),
            more=len(block.items) - block.shown + block.more,
        )
        for kind, block in blocks.items()
    )
    return ShortAnswer.model_construct(answer=opening.items[0], parts=tuple(parts), lines=tuple(lines))


def fitted_parts(decision: Decision, named: str, rest: str, under: str = "") -> dict[PartKind, FittedPart]:
    """What follows the first sentence; `under` is how the licences are called, where not by their titles."""
    blocks = {
        kind: fitted_part(kind, items, more, rest)
        for kind, items, more in _parts(decision, named, under)
        if items or more
    }
    if (first := _first_question(decision)) is not None and "find_out" in blocks:
        blocks["find_out"].keep = code(first.fact)
    return blocks


def fitted_part(kind: PartKind, items: Sequence[str], more: int, rest: str) -> FittedPart:
    """A part as it is headed, counted and given room."""
    label, most, counted = _FORMS[kind]
    return FittedPart(kind, label, items, more, most, kind in _OPTIONAL, counted, rest=rest)


def _parts(decision: Decision, named: str, under: str) -> Iterator[tuple[PartKind, list[str], int]]:
    """Each part with its items, and how many there are of which it tells nothing."""
    yield "asked", [asked(decision, named, under)], 0
    yield "by_act", list(_by_act(decision)), 0
    told: set[str] = set()
    for kind, statuses in OWED:
        owed = {text: by for text, by in duties(decision, *statuses).items() if text not in told}
        told |= owed.keys()
        yield kind, [_owed(decision, text, by) for text, by in owed.items()], 0
    every = duties(decision, "due", "not_done", "open", "would_apply", quiet=True)
    yield "also", [_owed(decision, text, by) for text, by in every.items()], 0
    yield "ask", list(_whom_to_ask(decision)), 0
    yield "find_out", *_question(decision)
    yield "because", list(dict.fromkeys(_against(decision))), 0
    yield "where", list(dict.fromkeys(_places(decision))), 0
    yield "disputed", *_disputed(decision)
    unread = (f"{_is(each.name, each.value)}: {each.why}" for each in decision.unread)
    profile = decision.deferred.put.circumstances.from_profile
    strangers = () if profile is None else profile.strangers
    yield "not_read", [*(f"the document {name}" for name in decision.unread_documents), *strangers, *unread], 0
    yield "must_not", list(_limits(decision)), 0
    yield "if_you_also", list(if_you_also(decision)), 0


OWED: Final[tuple[tuple[PartKind, tuple[Literal["due", "not_done", "would_apply", "open"], ...]], ...]] = (
    ("must", ("due", "not_done")),
    ("once_approved", ("would_apply",)),
    ("may_owe", ("open",)),
)


def asked(decision: Decision, named: str, under: str = "") -> str:
    """What is asked about, under which licences, for which work, and for which day."""
    acts = [part.act for part in decision.parts]
    what = f"{ACT_TITLES[acts[0]]} ({code(acts[0])})" if len(acts) == 1 else codes(acts)
    under = under or _licenses(decision)
    day = decision.identity.as_of
    work = f", for {named}" if named else ""
    rates = "".join(f", {each.read_as}" for each in decision.deferred.put.circumstances.rates if each.read_as)
    return f"To {what}, under {under}{work}" + (f", on {day.isoformat()}" if day is not None else "") + rates


def _licenses(decision: Decision) -> str:
    """The licences that are in force, by title; of a choice that one does for, which it is."""
    every = dict(decision.identity.licenses)
    counting = {name for part in decision.parts for name in part.licenses} & every.keys() or every.keys()
    titles = [title for name, title in every.items() if name in counting]
    choice = isinstance(decision.deferred.put.terms, LicenseChoice)
    if choice and len(titles) == 1 < len(every):
        return f"{titles[0]} (of {len(every)} to choose from)"
    names = listed(titles, "or" if choice else "and")
    return names if len(titles) < 3 else f"{len(titles)} licences: {names}"


def _by_act(decision: Decision) -> Iterator[str]:
    if len({*map(part_words, decision.parts)}) > 1:
        for words, parts in groupby(sorted(decision.parts, key=part_words), key=part_words):
            yield f"{words}: {codes(part.act for part in parts)}"


def _against(decision: Decision) -> Iterator[str]:
    """What a clause refuses the use for: what is stated, and what the acts usually imply; else what follows."""
    refusing = (
        reason.condition
        for reason in decision.reasons
        if decision.allowed is Allowed.NO and reason.decides and (reason.kind in _REFUSING) is (reason.truth is TRUE)
    )
    profile = decision.deferred.put.circumstances.from_profile
    stated = ("given",) if profile is None else ("given", profile.profile)
    implied = {each.fact for each in decision.assumptions if each.kind == "weak"}
    by_acts = {each.because for each in implied_by(tuple(part.act for part in decision.parts))}
    read = [fact for condition in refusing if condition is not None for fact in condition.facts_read]
    first = [fact for fact in read if fact.source.startswith(stated) or fact.fact in implied]
    for fact in first or (fact for fact in read if fact.source not in by_acts.union(_NO_GROUND)):
        yield _is(fact.fact, fact.value) + ("" if fact.source == "given" else f": {fact.source}")


_NO_GROUND: Final = ("", "assumed", "reading", "the as-of date")
"""What is not known or taken for granted, and what the lines on the question and on disputed wording say."""
_REFUSING: Final = ("prohibition", "reservation", "gate", "termination")
"""Clauses that refuse where they are active; a grant does where it is not."""


def _is(fact: str, value: str) -> str:
    braces = value[2:-2] if value.startswith("{ ") else value
    return plain_numbers(f"{code(fact)} is {braces}")


def _owed(decision: Decision, text: str, by: Iterable[DutyShown]) -> str:
    where = dict.fromkeys(_where(decision, duty.license, str(duty.locator)) for duty in by)
    undone = "; you say that it is not done" if any(duty.status == "not_done" for duty in by) else ""
    return f"{text} ({', '.join(where)}{undone})"


def _where(decision: Decision, license_id: str, locator: str) -> str:
    return f"{license_id} {locator}" if len(decision.identity.licenses) > 1 else locator


def _whom_to_ask(decision: Decision) -> Iterator[str]:
    """Whom to ask for what, once each, and where the text names it."""
    whom: dict[str, list[str]] = {}
    for each in missing(decision):
        subject = f', subject "{each.subject}"' if each.subject else ""
        perhaps = "perhaps " if each.truth is not TRUE else ""
        where = f"{_where(decision, each.license, str(each.locator))}, {code(each.gate)}"
        words = f"{perhaps}{_for(each.party, each.approval, each.contact)}{subject}"
        whom.setdefault(words, []).append(where)
    for way in decision.remedies:
        where = _where(decision, way.license, str(way.locator))
        whom.setdefault(_for(way.party, way.approval, way.contact), []).append(where)
    return (f"{words} ({'; '.join(dict.fromkeys(places))})" for words, places in whom.items())


def _for(party: str, approval: str, contact: str) -> str:
    return f"{party} for {with_article(approval)}" + (f": {contact}" if contact else "")


def _limits(decision: Decision) -> Iterator[str]:
    """Acts not asked about that are forbidden, those first that surely are."""
    limits: dict[str, list[str]] = {}
    for limit in sorted(decision.standing_limits, key=lambda each: each.truth is not TRUE):
        words = listed([ACT_TITLES.get(act, "do anything else with it") for act in limit.acts], "or")  # or `any act`
        perhaps = "" if limit.truth is TRUE else "perhaps "
        limits.setdefault(f"{perhaps}to {words}", []).append(_where(decision, limit.license, str(limit.locator)))
    return (f"{words} ({', '.join(dict.fromkeys(places))})" for words, places in limits.items())


def _places(decision: Decision) -> Iterator[str]:
    """The clauses that the answer rests on; of a refusal, those first that refuse."""
    permits = ("grant", "binding") if decision.allowed is Allowed.NO else ()
    for reason in sorted(decision.reasons, key=lambda each: each.kind in permits):
        if reason.decides:
            where = _where(decision, reason.license, str(reason.locator))
            yield f"{where} ({code(written_id(reason.clause))})"


# --- what is open ----------------------------------------------------------------------------------------


def _question(decision: Decision) -> tuple[list[str], int]:
    """The question that settles most, of those whose answers lead apart, with what they lead to; and how many more."""
    first = _first_question(decision)
    if first is None:
        return [], 0
    alone = len(decision.questions) == 1 and decision.verdict is Verdict.UNKNOWN and decision.allowed is Allowed.OPEN
    which = f"the {first.kind} for {code(first.fact)}:" if first.kind in ("rate", "index") else code(first.fact)
    text = which if alone else f"{first.text} ({code(first.fact)})"
    grouped = _outcomes(decision, first)
    then = "; ".join(f"if {listed(answers, 'or')}: {_outcome_words(said)}" for said, answers in grouped.items())
    if len(grouped) < 2:
        then = "it counts only together with other facts" if first.outcomes else "the day decides"
    return [plain_numbers(f"{text} {then[:1].upper()}{then[1:]}")], len(decision.questions) - 1


def _first_question(decision: Decision) -> Question | None:
    """The question that settles most, of those whose answers lead apart."""
    telling = (each for each in decision.questions if len(_outcomes(decision, each)) > 1)
    return next(telling, next(iter(decision.questions), None))


class OutcomeSaid(NamedTuple):
    """What answers to a question lead to, before it is put into words."""

    say: Literal["applies", "nothing_owed", "nothing_more_owed", "open", "may_be"]
    possible: tuple[Verdict, ...] = ()
    """The verdicts that remain, of `may_be`."""
    owed: tuple[str, ...] = ()
    """The places of the duties that it brings."""


def first_question_data(decision: Decision) -> dict[str, Any] | None:
    """The question that is to be found out first, with what its answers lead to, as plain data.

    `outcomes` has fewer than two entries where the answers lead alike: it counts only together with other facts, or
    the day decides (then there is none).
    """
    first = _first_question(decision)
    if first is None:
        return None
    outcomes = [
        {
            "answers": list(map(plain_numbers, answers)),
            "say": said.say,
            "possible": [verdict.value for verdict in said.possible],
            "owed": list(said.owed),
        }
        for said, answers in _outcomes(decision, first).items()
    ]
    return {"fact": first.fact, "question": first.text, "outcomes": outcomes, "more": len(decision.questions) - 1}


def _outcomes(decision: Decision, question: Question) -> dict[OutcomeSaid, list[str]]:
    """The answers to a question by what they lead to."""
    outcomes: dict[OutcomeSaid, list[str]] = {}
    for outcome in question.outcomes:
        outcomes.setdefault(_outcome(decision, outcome), []).append(outcome.answer)
    return outcomes


def _outcome(decision: Decision, outcome: OutcomeShown) -> OutcomeSaid:
    """What an answer leads to: of a permission, what is owed besides; else the verdict."""
    then = set(map(written_id, outcome.duties))
    owed = dict.fromkeys(
        _where(decision, duty.license, str(duty.locator))
        for duty in decision.duties
        if duty.clause in then and duty.strength == "must" and duty.status not in ANYWAY
    )
    if decision.allowed is Allowed.YES:
        return OutcomeSaid("applies", owed=tuple(owed)) if owed else OutcomeSaid(_settled(decision, outcome))
    if outcome.possible == decision.possible:
        return OutcomeSaid("open", owed=tuple(owed))
    return OutcomeSaid("may_be", tuple(outcome.possible), tuple(owed))


def _settled(decision: Decision, outcome: OutcomeShown) -> Literal["open", "nothing_owed", "nothing_more_owed"]:
    if not outcome.settled:
        return "open"
    return "nothing_more_owed" if duties(decision, "due", "not_done") else "nothing_owed"


def _outcome_words(told: OutcomeSaid) -> str:
    applies = f"{listed(told.owed, 'and')} {'applies' if len(told.owed) == 1 else 'apply'}" if told.owed else ""
    match told.say:
        case "applies":
            return applies
        case "nothing_owed":
            return "nothing is owed"
        case "nothing_more_owed":
            return "nothing more is owed"
        case "open":
            words = "still open"
        case "may_be":
            words = listed([MAY_BE[verdict] for verdict in told.possible], "or")
        case _:
            assert_never(told.say)
    return f"{words}, and {applies}" if applies else words


def _disputed(decision: Decision) -> tuple[list[str], int]:
    """Disputed wording, that first which changes the verdict; of a refusal, that alone."""
    turning: list[str] = []
    owing: list[str] = []
    for reading in decision.readings.readings:
        if reading.matters:
            turns = any(then.verdict is not decision.verdict for then in reading.outcomes)
            (turning if turns else owing).append(_reading(decision, reading))
    if decision.allowed is Allowed.NO:
        together = (each.verdict for each in decision.readings.together)
        return turning, sum(verdict is not decision.verdict for verdict in together)
    return [*turning, *owing], len(decision.readings.together)


def _reading(decision: Decision, reading: ReadingShown) -> str:
    """What the other ways to read a wording would give, and the question."""
    otherwise: dict[str, list[str]] = {}
    for (name, _), then in zip(reading.options, reading.outcomes, strict=True):
        if name != reading.taken:
            otherwise.setdefault(_otherwise(decision, then.verdict), []).append(name)
    read = ", ".join(f"as {codes(names, 'or')} {words}" for words, names in otherwise.items())
    where = _where(decision, reading.license, str(reading.locator))
    return f"read {read}: {reading.question} ({where})"


def _otherwise(decision: Decision, verdict: Verdict) -> str:
    if verdict is Verdict.UNKNOWN:
        return "it is open"
    return "the duties differ" if verdict is decision.verdict else f"it is {MAY_BE[verdict]}"


# --- acts that people overlook ---------------------------------------------------------------------------


def if_you_also(decision: Decision) -> Iterator[str]:
    """What an act that people take for the one asked about would add."""
    if decision.allowed is Allowed.NO:
        return
    put = decision.deferred.put
    acts = tuple(part.act for part in decision.parts)
    owed = {*duties(decision, "due", "open", "not_done"), *duties(decision, "due", "open", "not_done", quiet=True)}
    for overlook in overlooked(acts):
        try:
            then = Decision.again(put.terms, Use.of((*acts, overlook.act), put.use.facts()), put.circumstances)
        except LicensekitError:  # it contradicts what is stated: nobody does both
            continue
        worse = then.worst is not decision.worst and severest((then.worst, decision.worst)) is then.worst
        if text := verdict_sentence(then) if worse and then.allowed is not Allowed.YES else _added(then, owed):
            yield f"{overlook.words} ({code(overlook.act)}): {text}"


def _added(then: Decision, owed: Iterable[str]) -> str:
    """What is owed besides."""
    more = {text: by for text, by in duties(then, "due", "open", "not_done").items() if text not in owed}
    if not more:
        return ""
    perhaps = "perhaps " if all(duty.status == "open" for by in more.values() for duty in by) else ""
    return f"{perhaps}{'also' if len(more) == 1 else f'{len(more)} more duties:'} {', '.join(more)}"
