"""The sections of a memo about a decision: one function for each thing that a reader wants to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from licensekit.evaluate.decision import Decision
from licensekit.evaluate.memo import Item, Section, code, codes, listed, verdict_of
from licensekit.evaluate.shown import (
    ApprovalShown,
    ConditionShown,
    DutyShown,
    DutyStatus,
    FactShown,
    Part,
    Question,
    ReadingChange,
    ReadingShown,
    Reason,
)
from licensekit.meaning.verdict import Verdict
from licensekit.model.conditions import Locator
from licensekit.truth import FALSE, TRUE, UNKNOWN
from licensekit.vocabulary.words import printed


def place(decision: Decision, license_id: str, name: str, locator: Locator) -> str:
    """Where something stands: the place in the text, and its name; the licence too where there are several."""
    whose = f"{license_id}, " if len(decision.identity.licenses) > 1 else ""
    return f"{whose}{locator} ({code(name)})"


# --- acts ------------------------------------------------------------------------------------------------

_WHY_NOT: Final = {
    "silent": "the text says nothing of it",
    "condition": "the condition of the grant is not met",
    "withheld": "the grant leaves it out",
    "reserved": "the text reserves this case",
    "ended": "the rights have ended",
}


def acts(decision: Decision) -> Section:
    """Each act on its own, where they differ or where one is, or may be, not granted."""
    found = {(part.verdict, part.possible) for part in decision.parts}
    if len(found) == 1 and not any(part.not_granted for part in decision.parts):
        return Section("Acts", ())
    return Section("Acts", tuple(Item(_act(part)) for part in decision.parts))


def _act(part: Part) -> str:
    text = f"{code(part.act)}: {verdict_of(part.verdict, part.possible)}"
    if not part.not_granted:
        return text
    may_be = "" if part.verdict is Verdict.NOT_GRANTED else "if not granted, then because "
    return f"{text}; {may_be}{_WHY_NOT[part.not_granted]}"


def silence(decision: Decision) -> Section:
    """Acts that are permitted only because no text says anything of them."""
    silent = [part.act for part in decision.parts if part.basis == "unrestricted"]
    if not silent:
        return Section("Basis", ())
    return Section("Basis", (Item(f"unrestricted: nothing is said of {codes(silent)}, and nothing is granted there"),))


# --- duties, approvals and ways out ----------------------------------------------------------------------

_DUTIES: Final[dict[DutyStatus, str]] = {
    "due": "Duties",
    "open": "Duties that may apply",
    "would_apply": "Duties once it is approved",
    "not_done": "Duties not done: a breach",
    "done": "Duties done",
}
"""Duties that are moot are not shown."""


def duties(decision: Decision) -> Iterator[Section]:
    """The binding duties by status, each with its place; then what a text encourages without asking for it."""
    for status, title in _DUTIES.items():
        found = [duty for duty in decision.duties if duty.status == status and duty.strength == "must"]
        yield Section(title, tuple(Item(duty.text, (_duty(decision, duty),)) for duty in found))
    found = [duty for duty in decision.duties if duty.status in _DUTIES and duty.strength == "encouraged"]
    yield Section("Encouraged, not owed", tuple(Item(duty.text, (_duty(decision, duty),)) for duty in found))


def _duty(decision: Decision, duty: DutyShown) -> str:
    text = place(decision, duty.license, duty.clause, duty.locator)
    if duty.on_termination:
        text += ", because the licence has ended"
    elif len(duty.acts) < len(decision.parts):
        text += f", for {codes(duty.acts)}"
    if duty.could_end:
        text += f"; a breach can set off {codes(duty.could_end)}"
    return text


_STATES: Final = {
    "held": "held; its own terms were not read",
    "requested": "requested, and not yet held",
    "refused": "refused",
    "missing": "not held",
}


def approvals(decision: Decision) -> Section:
    """The approvals that are asked for, from whom, and how far they are there."""
    return Section("Approvals", tuple(_approval(decision, one) for one in decision.approvals))


def _approval(decision: Decision, one: ApprovalShown) -> Item:
    text = _whom(one.approval, one.party, one.contact)
    if one.subject:
        text += f', subject "{one.subject}"'
    if one.holder != "licensee":
        text += f", to be held by the {printed(one.holder)}"
    if one.truth is not TRUE:
        text += "; whether it is needed is open"
    effect = "it is the permission itself" if one.grants_it else "the use waits for it"
    return Item(text, (f"{_STATES[one.state]}; {effect}", place(decision, one.license, one.gate, one.locator)))


def ways_out(decision: Decision) -> Section:
    """The ways out that the text names."""
    return Section(
        "Ways out",
        tuple(
            Item(_whom(one.approval, one.party, one.contact), (place(decision, one.license, one.clause, one.locator),))
            for one in decision.remedies
        ),
    )


def _whom(approval: str, party: str, contact: str) -> str:
    return f"{printed(approval)} from {party}" + (f", {contact}" if contact else "")


# --- reasons ---------------------------------------------------------------------------------------------

_EFFECTS: Final = {
    "grant": "grants it",
    "reservation": "takes rights away",
    "prohibition": "prohibits it",
    "duty": "asks for something",
    "gate": "asks for an approval",
    "exemption": "lifts another clause",
    "termination": "ends rights",
}


def reasons(decision: Decision, *, most: int = 12) -> Section:
    """The clauses that make the answer, with the facts that decided them."""
    found = [reason for reason in decision.reasons if reason.decides]
    shown = tuple(Item(_reason(decision, reason), _condition(reason)) for reason in found[:most])
    return Section("Rests on", shown, max(0, len(found) - most))


def _reason(decision: Decision, reason: Reason) -> str:
    text = f"{place(decision, reason.license, reason.clause, reason.locator)}: {_EFFECTS[reason.kind]}"
    if reason.lifted_by:
        lifted = f"{codes(reason.lifted_by, 'or')} {'takes it away' if reason.kind == 'grant' else 'lifts it'}"
        return f"{text}, but {lifted}" if reason.truth is FALSE else f"{text}, unless {lifted}"
    if reason.truth is FALSE:
        return f"{text}, but not here"
    return f"{text}, perhaps" if reason.truth is UNKNOWN else text


def _condition(reason: Reason) -> tuple[str, ...]:
    if reason.condition is None:
        return ()
    read = dict.fromkeys(facts_read(reason.condition))
    known = [_fact(fact) for fact in read if fact.value != "unknown"]
    unknown = [fact.fact for fact in read if fact.value == "unknown"]
    details = [f"when {code(reason.condition.text)}"]
    if known:
        details.append(f"here {', '.join(known)}")
    if unknown and reason.condition.truth is UNKNOWN:
        details.append(f"not known: {', '.join(map(code, unknown))}")
    return tuple(details)


def facts_read(condition: ConditionShown) -> Iterator[FactShown]:
    """The facts that make a condition what it is, in order.

    Of several parts those count that have the truth of the whole: the true ones of a true `or`, the false ones of a
    false `and`, and of an open one those that leave it open.
    """
    yield from condition.facts
    for part in condition.parts:
        if len(condition.parts) == 1 or part.truth is condition.truth:
            yield from facts_read(part)


_PLAIN_SOURCES: Final = frozenset({"", "given", "reading", "the as-of date"})


def _fact(fact: FactShown) -> str:
    name = fact.fact.removeprefix("reading ")
    text = f"{code(name)} {'is read as' if fact.source == 'reading' else 'is'} {fact.value}"
    return text if fact.source in _PLAIN_SOURCES else f"{text} ({fact.source})"


# --- what is open ----------------------------------------------------------------------------------------


def readings(decision: Decision) -> Section:
    """Disputed wording that bears on the answer, with what each way to read it would give."""
    report = decision.readings
    items = [
        Item(one.question, (*_options(decision, one), place(decision, one.license, one.name, one.locator)))
        for one in report.readings
        if one.matters
    ]
    items += [Item(f"{_choice(change)}: {_outcome(decision, change)}") for change in report.together]
    if not report.complete:
        items.append(Item("More than two readings changed at once were not looked at: there are too many combinations"))
    return Section("Disputed wording", tuple(items))


def _options(decision: Decision, reading: ReadingShown) -> Iterator[str]:
    for (name, words), outcome in zip(reading.options, reading.outcomes, strict=True):
        text = f"{code(name)} ({words}): {_outcome(decision, outcome)}"
        if name != reading.taken:
            yield text
        else:
            yield f"{text}; taken because {reading.because}" if reading.because else f"{text}; as chosen"


def _choice(change: ReadingChange) -> str:
    return listed([f"{code(name)} read as {code(option)}" for name, option in change.choice], "and")


def _outcome(decision: Decision, change: ReadingChange) -> str:
    return verdict_of(change.verdict, change.possible) + _owed(decision, change.duties)


def _owed(decision: Decision, names: Iterable[str]) -> str:
    """The duties that an outcome brings, those that are only encouraged left out."""
    binding = {duty.clause for duty in decision.duties if duty.strength == "must"}
    owed = [name for name in names if name in binding]
    return f", with {codes(owed)}" if owed else ""


def questions(decision: Decision, *, most: int | None = None) -> Section:
    """What to ask, the question that settles most first, and what each answer would lead to."""
    found = decision.questions
    shown = found if most is None else found[:most]
    items = tuple(Item(_question(one), tuple(_answers(decision, one))) for one in shown)
    return Section("Open questions", items, len(found) - len(shown))


def _question(question: Question) -> str:
    judgement = " It takes a lawyer's judgement." if question.kind == "judgement" else ""
    return f"{question.text}{judgement} ({code(question.fact)})"


def _answers(decision: Decision, question: Question) -> Iterator[str]:
    yield from (f"as {meaning}" for meaning in question.meanings)
    for outcome in question.outcomes:
        yield f"{outcome.answer}: {verdict_of(outcome.verdict, outcome.possible)}{_owed(decision, outcome.duties)}"
