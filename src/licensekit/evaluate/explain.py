"""A decision as a short memo: sections of plain sentences, which every reporter renders in its own way.

Names that a reader may type (facts, options, ids) stand in backquotes. Nothing here is escaped: that is the
duty of whoever writes to a terminal, a page or a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from licensekit.evaluate.decision import (
    ApprovalShown,
    ConditionShown,
    Decision,
    DutyShown,
    DutyStatus,
    FactShown,
    Part,
    Question,
    ReadingChange,
    ReadingShown,
    Reason,
)
from licensekit.evaluate.known import Assumption
from licensekit.evaluate.verdict import Verdict
from licensekit.model.conditions import Locator
from licensekit.truth import FALSE, TRUE
from licensekit.vocabulary.words import ATTESTATIONS, VERDICTS, printed

NOT_ADVICE: Final = "This applies a licence's terms to the facts given. It is not legal advice."


@dataclass(frozen=True, slots=True)
class Item:
    """One statement of a memo, and what stands below it."""

    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its statements; `more` counts those left out."""

    title: str
    items: tuple[Item, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Memo:
    """The first line, what was asked, and the sections that follow."""

    headline: str
    asked: str
    sections: tuple[Section, ...]


def memo(decision: Decision) -> str:
    """The memo of a decision as plain text: the answer, its duties, what it rests on, and what is still open."""
    return plain(Memo(headline(decision), asked(decision), short_sections(decision)))


def plain(whole: Memo) -> str:
    """A memo as plain text."""
    lines = [whole.headline, whole.asked]
    for section in whole.sections:
        lines += ["", f"{section.title}:"]
        for item in section.items:
            lines += [f"- {item.text}", *(f"  {detail}" for detail in item.details)]
        if section.more:
            lines.append(f"- and {section.more} more")
    return "\n".join(lines)


# --- the first lines -------------------------------------------------------------------------------------


def verdict_words(verdict: Verdict) -> str:
    """A verdict as people write it."""
    return VERDICTS[verdict.value]


def either(verdicts: Iterable[Verdict]) -> str:
    """Several verdicts in words: `permitted, needs approval or prohibited`."""
    return listed([verdict_words(verdict) for verdict in verdicts], "or")


def headline(decision: Decision) -> str:
    """The verdict in one line: with both ends and the first question where it is open, with what it takes for granted."""
    taken = taken_for_granted(decision)
    granted = f", taking for granted: {'; '.join(taken)}" if taken else ""
    if decision.verdict is not Verdict.UNKNOWN:
        return f"{verdict_words(decision.verdict).capitalize()}{granted}"
    ends = f"Unknown: from {verdict_words(decision.best)} to {verdict_words(decision.worst)}"
    if not decision.questions:
        return f"{ends}{granted}"
    first = decision.questions[0]
    return f"{ends}{granted}. First question: {first.text} (`{first.fact}`)"


def taken_for_granted(decision: Decision) -> tuple[str, ...]:
    """What a milder answer rests on though nobody has given or attested it: clean hands, and weak implications.

    A prohibition rests on none of it, for all of it can only make an answer milder.
    """
    if decision.verdict is Verdict.PROHIBITED:
        return ()
    groups = grouped(decision.assumptions)
    unattested = [
        f"nobody attested `{group}` ({counted(len(some), 'fact')})" for group, some in groups.items() if some and group
    ]
    weak = [f"`{one.fact}` is {one.value}" for one in decision.assumptions if one.kind == "weak"]
    return (*unattested, *weak)


def grouped(assumptions: Iterable[Assumption]) -> dict[str, list[Assumption]]:
    """The assumptions of clean hands by the group that would attest them."""
    groups: dict[str, list[Assumption]] = {}
    for one in assumptions:
        if one.kind == "clean_hands":
            groups.setdefault(one.group, []).append(one)
    return groups


def asked(decision: Decision) -> str:
    """What the answer is about: the acts, and the licences by title and id."""
    acts = listed([f"`{part.act}`" for part in decision.parts], "and")
    licenses = listed([f"{title} (`{name}`)" for name, title in decision.identity.licenses], "and")
    on = decision.identity.as_of
    return f"To {acts} under {licenses}" + (f", on {on.isoformat()}" if on is not None else "")


# --- sections --------------------------------------------------------------------------------------------


def short_sections(decision: Decision) -> tuple[Section, ...]:
    """What a memo says after its first lines; empty sections are left out."""
    return _present(
        acts_section(decision),
        silence_section(decision),
        duties_section(decision, "due", "Duties"),
        duties_section(decision, "open", "Duties that may apply"),
        duties_section(decision, "would_apply", "Duties once it is approved"),
        encouraged_section(decision),
        duties_section(decision, "not_done", "Breached: duties not done"),
        duties_section(decision, "done", "Duties done"),
        approvals_section(decision),
        remedies_section(decision),
        reasons_section(decision),
        readings_section(decision),
        questions_section(decision, most=5),
    )


def _present(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.items)


def acts_section(decision: Decision) -> Section:
    """Each act on its own, where they differ or where one is not granted."""
    found = {(part.verdict, part.possible) for part in decision.parts}
    why = any(part.not_granted for part in decision.parts)
    if len(found) == 1 and not why:
        return Section("Acts", ())
    return Section("Acts", tuple(Item(_act(part)) for part in decision.parts))


_NOT_GRANTED: Final = {
    "silent": "the text says nothing of it",
    "condition": "the grant has a condition that is not met",
    "withheld": "the grant leaves it out",
    "reserved": "the text reserves it: rights are not granted in this case",
    "ended": "the grant has ended",
    "": "",
}


def _act(part: Part) -> str:
    text = f"`{part.act}`: {verdict_words(part.verdict)}"
    if part.verdict is Verdict.UNKNOWN:
        text += f" ({either(part.possible)})"
    why = _NOT_GRANTED[part.not_granted]
    if not why:
        return text
    return f"{text}: {why}" if part.verdict is Verdict.NOT_GRANTED else f"{text}; it would not be granted because {why}"


def silence_section(decision: Decision) -> Section:
    """Acts that are permitted only because no text says anything of them."""
    silent = [f"`{part.act}`" for part in decision.parts if part.basis == "unrestricted"]
    if not silent:
        return Section("Basis", ())
    return Section("Basis", (Item(f"unrestricted: the text is silent on {listed(silent, 'and')}, and grants nothing there"),))


def duties_section(decision: Decision, status: DutyStatus, title: str) -> Section:
    """The binding duties of one status, each with its clause and place."""
    found = [duty for duty in decision.duties if duty.status == status and duty.strength == "must"]
    return Section(title, tuple(Item(duty.text, (_duty(decision, duty),)) for duty in found))


def encouraged_section(decision: Decision) -> Section:
    """What a text encourages without asking for it."""
    found = [duty for duty in decision.duties if duty.strength == "encouraged" and duty.status in {"due", "open"}]
    return Section("Encouraged, not owed", tuple(Item(duty.text, (_duty(decision, duty),)) for duty in found))


def _duty(decision: Decision, duty: DutyShown) -> str:
    text = place(duty.license, duty.clause, duty.locator)
    if duty.on_termination:
        text += "; because the licence has ended"
    elif len(duty.acts) < len(decision.parts):
        text += f"; for {listed([f'`{act}`' for act in duty.acts], 'and')}"
    if duty.could_end:
        text += f"; a breach can set off {listed([f'`{one}`' for one in duty.could_end], 'and')}"
    return text


_STATES: Final = {
    "held": "held; its own terms were not read",
    "requested": "requested, and not yet held",
    "refused": "refused",
    "missing": "not held",
}


def approvals_section(decision: Decision) -> Section:
    """The approvals that are needed, from whom, and how far they are there."""
    return Section("Approvals", tuple(Item(_approval(one), _approval_details(one)) for one in decision.approvals))


def _approval(one: ApprovalShown) -> str:
    text = f"{printed(one.approval)} from {one.party}"
    if one.contact:
        text += f", {one.contact}"
    if one.subject:
        text += f', subject "{one.subject}"'
    if one.holder != "licensee":
        text += f"; to be held by the {printed(one.holder)}"
    return text if one.truth is TRUE else f"{text}; whether it is needed is open"


def _approval_details(one: ApprovalShown) -> tuple[str, ...]:
    effect = "it is itself the permission" if one.grants_it else "the use waits for it"
    return (f"{_STATES[one.state]}; {effect}; {place(one.license, one.gate, one.locator)}",)


def remedies_section(decision: Decision) -> Section:
    """The ways out that the text names."""
    return Section(
        "Ways out",
        tuple(
            Item(
                f"{printed(one.approval)} from {one.party}" + (f", {one.contact}" if one.contact else ""),
                (place(one.license, one.clause, one.locator),),
            )
            for one in decision.remedies
        ),
    )


_KINDS: Final = {
    "grant": "grants it",
    "reservation": "takes rights away",
    "prohibition": "prohibits it",
    "duty": "asks for something",
    "gate": "asks for approval",
    "exemption": "lifts a clause",
    "termination": "ends rights",
}


def reasons_section(decision: Decision, *, most: int = 12) -> Section:
    """The clauses that make the answer, with the facts that decided them."""
    found = [reason for reason in decision.reasons if reason.decides]
    shown = tuple(Item(_reason(reason), _reason_details(reason)) for reason in found[:most])
    return Section("Rests on", shown, max(0, len(found) - most))


def _reason(reason: Reason) -> str:
    text = f"{place(reason.license, reason.clause, reason.locator)}: {_KINDS[reason.kind]}"
    lifted = listed([f"`{name}`" for name in reason.lifted_by], "and")
    if reason.truth is TRUE:
        return text
    if reason.lifted_by:
        return f"{text}, but {lifted} {'lifts' if len(reason.lifted_by) == 1 else 'lift'} it" + (
            "" if reason.truth is FALSE else ", perhaps"
        )
    return f"{text}, but not here" if reason.truth is FALSE else f"{text}, perhaps"


def _reason_details(reason: Reason) -> tuple[str, ...]:
    if reason.condition is None:
        return ()
    known = list(dict.fromkeys(_fact(fact) for fact in facts_read(reason.condition) if fact.value != "unknown"))
    unknown = list(dict.fromkeys(f"`{fact.fact}`" for fact in facts_read(reason.condition) if fact.value == "unknown"))
    details = [f"when {reason.condition.text}"]
    if known:
        details.append(f"here {', '.join(known)}")
    if unknown and reason.truth is not TRUE and reason.truth is not FALSE:
        details.append(f"unknown: {', '.join(unknown)}")
    return tuple(details)


def facts_read(condition: ConditionShown) -> Iterator[FactShown]:
    """The facts that a condition reads, in order."""
    yield from condition.facts
    for part in condition.parts:
        yield from facts_read(part)


def _fact(fact: FactShown) -> str:
    if fact.source == "reading":
        return f"{fact.fact.partition(' ')[2]} read as {fact.value}"
    source = "" if fact.source in {"given", "", "the as-of date"} else f" ({fact.source})"
    return f"`{fact.fact}` is {fact.value}{source}"


def readings_section(decision: Decision) -> Section:
    """Disputed wording that bears on the answer, with what each way to read it would give."""
    report = decision.readings
    items = [
        Item(f"{one.question} ({place(one.license, one.name, one.locator)})", tuple(_options(one)))
        for one in report.readings
        if one.matters
    ]
    items += [Item(f"together, {_choice(change)}: {_outcome(change)}") for change in report.together]
    return Section("Disputed wording", tuple(items))


def _options(reading: ReadingShown) -> Iterator[str]:
    for (name, words), outcome in zip(reading.options, reading.outcomes, strict=True):
        because = f"; taken: {reading.because}" if reading.because else "; chosen"
        yield f"`{name}`, {words}: {_outcome(outcome)}" + (because if name == reading.taken else "")


def _choice(change: ReadingChange) -> str:
    return listed([f"`{name}` read as `{option}`" for name, option in change.choice], "and")


def _outcome(change: ReadingChange) -> str:
    text = verdict_words(change.verdict)
    if change.verdict is Verdict.UNKNOWN:
        text += f" ({either(change.possible)})"
    return text + (f"; owes {listed([f'`{duty}`' for duty in change.duties], 'and')}" if change.duties else "")


def questions_section(decision: Decision, *, most: int | None = None) -> Section:
    """What to ask, the question that settles most first, and what each answer would lead to."""
    found = decision.questions
    shown = found if most is None else found[:most]
    items = tuple(Item(_question(one), tuple(_answers(one))) for one in shown)
    return Section("Open questions", items, len(found) - len(shown))


def _question(question: Question) -> str:
    judgement = " This is a judgement, for a lawyer to make." if question.kind == "judgement" else ""
    return f"{question.text}{judgement} (`{question.fact}`)"


def _answers(question: Question) -> Iterator[str]:
    yield from (f"as {meaning}" for meaning in question.meanings)
    for outcome in question.outcomes:
        text = verdict_words(outcome.verdict)
        if outcome.verdict is Verdict.UNKNOWN:
            text += f" ({either(outcome.possible)})"
        if outcome.duties:
            text += f"; owes {listed([f'`{duty}`' for duty in outcome.duties], 'and')}"
        yield f"{outcome.answer}: {text}"


# --- words -----------------------------------------------------------------------------------------------


def place(license_id: str, name: str, locator: Locator) -> str:
    """Where a clause stands: its licence, its name and the place in the text."""
    return f"`{license_id}` {name} at {locator}"


def counted(number: int, noun: str) -> str:
    """`1 fact`, `19 facts`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: list[str], last: str) -> str:
    """Words in a row: `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + f" {last} {words[-1]}"


__all__ = ["ATTESTATIONS", "NOT_ADVICE", "Item", "Memo", "Section", "headline", "memo", "plain"]
