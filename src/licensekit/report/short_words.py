"""What a short answer says, in plain words: the verdict as a sentence, duties, approvals, numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from licensekit.decision.decision import Decision
from licensekit.decision.parts import Allowed, ApprovalShown, DutyShown, DutyStatus, Part
from licensekit.meaning.verdict import Verdict
from licensekit.model.clauses import Action
from licensekit.model.phrase import action_text
from licensekit.report.answer_sections import though
from licensekit.report.memo import code, codes, counted, listed
from licensekit.truth import FALSE, TRUE
from licensekit.vocabulary.acts import ACT_TITLES
from licensekit.vocabulary.plain_words import CLEAN_HANDS, ONE_FORBIDDEN, OWED_ANYWAY, WEAKLY_IMPLIED, said

MOST_NAMED: Final = 2
"""Approvals that a sentence names; further ones are counted."""
LONGEST_IF: Final = 120
"""Signs of a duty that stands in the first sentence; a longer one stands below it alone."""


# --- numbers ---------------------------------------------------------------------------------------------

_NUMBER: Final = re.compile(r"(?:(at least|less than) )?\b(\d{1,3}(?:_\d{3})+)\b(?![._\d])( [A-Z]{3}\b)?")


def plain_numbers(text: str) -> str:
    """Numbers as people write them: `at least 100_000_001` (of things that are whole) is more than 100 million."""
    return _NUMBER.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    words, number, currency = match[1] or "", int(match[2].replace("_", "")), match[3] or ""
    if words == "at least" and not currency and number % 1000 == 1:
        words, number = "more than", number - 1
    return f"{words} {_scaled(number)}{currency}".lstrip()


def _scaled(number: int) -> str:
    for scale, word in ((10**9, "billion"), (10**6, "million")):
        if number >= scale and number % (scale // 100) == 0:
            whole, rest = divmod(number // (scale // 100), 100)
            return f"{whole}{f'.{rest:02}'.rstrip('0') if rest else ''} {word}"
    return f"{number:,}"


# --- duties ----------------------------------------------------------------------------------------------


def duties(decision: Decision, *statuses: DutyStatus, quiet: bool = False) -> dict[str, list[DutyShown]]:
    """What is to be done, in plain words, once each, with the duties that ask for it."""
    asked = {part.act for part in decision.parts}
    owed: dict[str, list[DutyShown]] = {}
    for duty in decision.duties:
        if duty.strength == "must" and duty.status in statuses and is_quiet(duty) is quiet:
            owed.setdefault(duty_words(duty, asked), []).append(duty)
    return owed


def is_quiet(duty: DutyShown) -> bool:
    """Whether a duty asks for nothing but what everybody owes anyway, such as to comply with the law."""
    actions = [action for must in duty.obligations for action in must.alternatives]
    things = [action.with_text for action in actions if action.verb == "comply" and not action.objects]
    return len(things) == len(actions) and all(
        thing is not None and not thing.quoted and thing.name in OWED_ANYWAY for thing in things
    )


def duty_words(duty: DutyShown, asked: Iterable[str]) -> str:
    """What is to be done; of acts before which it is to be done, those asked about."""
    return "; and ".join(
        " or ".join(_action(action, asked) for action in must.alternatives) for must in duty.obligations
    )


def _action(action: Action, asked: Iterable[str]) -> str:
    text = action_text(action.model_copy(update={"before": ()}), said)
    if action.verb == "bind":
        text = text.replace(" with ", " by ", 1)
    before = [ACT_TITLES[act] for act in action.before if act in asked]
    return f"{text} before you {listed(before, 'or')}" if before else text


# --- approvals -------------------------------------------------------------------------------------------


def missing(decision: Decision) -> list[ApprovalShown]:
    """The approvals that are, or may be, needed and are not held."""
    return [each for each in decision.approvals if each.state != "held" and each.truth is not FALSE]


def approval_words(approval: str, party: str) -> str:
    """`a written authorization from MiniMax`."""
    return f"{with_article(approval)} from {party}"


def with_article(approval: str) -> str:
    """`an express authorization`."""
    words = said(approval)
    return f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


_STATES: Final = {"requested": ", which is asked for and not yet given", "refused": ", which was refused"}


def _needed(decision: Decision) -> str:
    asked = {
        approval_words(each.approval, each.party)
        + (f" held by the {each.holder}" if each.holder != "licensee" else "")
        + _STATES.get(each.state, ""): None
        for each in missing(decision)
    }
    named = [*asked][:MOST_NAMED]
    more = len(asked) - len(named)
    return listed([*named, *([counted(more, "other approval")] if more else [])], "and") or "an approval"


# --- the verdict as a sentence ---------------------------------------------------------------------------

_WHY_NOT: Final = {
    "silent": "{the} licence does not grant {it}, its text says nothing of it",
    "condition": "{the} licence grants {it} only on a condition that is not met here",
    "withheld": "{the} licence leaves {it} out of what it grants",
    "reserved": "{the} licence does not grant {it} in this case",
    "ended": "the rights under {the} licence have ended",
    "": "{the} licence does not grant {it}",
}


def answer(decision: Decision) -> str:
    """The verdict, what it assumes, and what it rests on that nobody read, in a few sentences."""
    return " ".join([verdict_sentence(decision), *_besides(decision)])


def verdict_sentence(decision: Decision) -> str:
    """The verdict, with what it asks for."""
    no, it = "No", "it"
    if any(not _REFUSED.issuperset(part.possible) for part in decision.parts):
        no, it = "Not all of it", codes(part.act for part in decision.parts if part.verdict is decision.verdict)
    match decision.verdict:
        case Verdict.PERMITTED | Verdict.PERMITTED_WITH_DUTIES:
            return _yes(decision)
        case Verdict.NEEDS_APPROVAL:
            return f"Not without {_needed(decision)}."
        case Verdict.NOT_GRANTED:
            the = "a" if len(decision.identity.licenses) > 1 else "the"
            return f"{no}: {_WHY_NOT[decision.reason].format(it=it, the=the)}."
        case Verdict.PROHIBITED:
            return f"{no}: {_forbidding(decision)} forbids {it}."
        case Verdict.UNKNOWN:
            return _depends(decision)


def _forbidding(decision: Decision) -> str:
    """Of several licences, the one that forbids a use."""
    titles = dict(decision.identity.licenses)
    forbidding = {
        reason.license
        for reason in decision.reasons
        if reason.decides and reason.truth is TRUE and reason.kind in ("prohibition", "termination")
    }
    if len(titles) == 1:
        return "the licence"
    return titles[forbidding.pop()] if len(forbidding & titles.keys()) == 1 else "a licence"


_REFUSED: Final = frozenset({Verdict.NEEDS_APPROVAL, Verdict.NOT_GRANTED, Verdict.PROHIBITED})


def _yes(decision: Decision) -> str:
    unless = ", unless a document that was not read says otherwise" if decision.unread_documents else ""
    owed = list(duties(decision, "due", "not_done"))
    perhaps = [text for text in duties(decision, "open") if text not in owed]
    if owed:
        further = "another" if len(perhaps) == 1 else f"{len(perhaps)} more"
        more = f", and perhaps {further}" if perhaps else ""
        number = "one thing" if len(owed) == 1 else f"{len(owed)} things"
        things = owed[0] if len(owed) == 1 and not more and _is_short(owed[0]) else f"do {number}"
        undone = any(duty.status == "not_done" for duty in decision.duties)
        return f"Yes, if you {things}{more}{unless}.{' Not to do what you must is a breach.' if undone else ''}"
    if not perhaps:
        return f"Yes{_on_what_basis(decision)}{unless}."
    owing = "owe a duty" if len(perhaps) == 1 else f"owe any of {len(perhaps)} duties"
    whether = f"must {perhaps[0]}" if len(perhaps) == 1 and _is_short(perhaps[0]) else owing
    return f"Yes{unless}. Whether you {whether} depends on {_facts(decision)}."


def _is_short(duty: str) -> bool:
    return len(duty) <= LONGEST_IF


def _on_what_basis(decision: Decision) -> str:
    """What a permission that owes nothing of its own rests on."""
    if any(part.unbound for part in decision.parts):
        return ", as far as this licence goes: it does not bind who has no copy of their own; the terms of the host do"
    if all(part.basis == "unrestricted" for part in decision.parts):
        return ": the licence says nothing against it"
    if any(duty.status == "done" for duty in decision.duties):
        return ", and what it asks for is done"
    return "" if any(duty.status in ("due", "open") for duty in decision.duties) else ", and nothing is owed"


def _facts(decision: Decision) -> str:
    number = len(decision.questions)
    return "one fact" if number == 1 else f"{number} facts" if number else "what is not known"


MAY_BE: Final = {
    Verdict.PERMITTED: "permitted",
    Verdict.PERMITTED_WITH_DUTIES: "permitted with duties",
    Verdict.NEEDS_APPROVAL: "in need of an approval",
    Verdict.NOT_GRANTED: "not granted",
    Verdict.PROHIBITED: "forbidden",
}


def _depends(decision: Decision) -> str:
    may_be = listed([MAY_BE[verdict] for verdict in decision.possible], "or")
    if decision.allowed is Allowed.NO:
        return f"No, as it stands: {may_be}, depending on {_facts(decision)}."
    if len(decision.questions) == 1:
        return f"It depends on one fact: {decision.questions[0].text}"
    return f"It depends on {_facts(decision)}: it may be {may_be}."


# --- what it assumes -------------------------------------------------------------------------------------


def _besides(decision: Decision) -> Iterator[str]:
    settled = decision.verdict is Verdict.UNKNOWN or decision.worst is Verdict.PERMITTED_WITH_DUTIES
    if len(decision.possible) > 1 and not settled:
        possible = listed([MAY_BE[verdict] for verdict in decision.possible], "or")
        yield f"That is the worst of what is possible ({possible})."
    held = [each for each in decision.approvals if each.state == "held"]
    agreements = dict.fromkeys(name for part in decision.parts for name in part.rests_on)
    if decision.allowed is not Allowed.NO and held:
        named = listed(dict.fromkeys(approval_words(each.approval, each.party) for each in held), "and")
        yield f"You hold {named}, the terms of which were not read."
    if agreements:
        yield f"It rests on the {listed(agreements, 'and')}, which was not read and says what you owe."
    refused = decision.verdict in (Verdict.PROHIBITED, Verdict.NOT_GRANTED)  # whatever is assumed
    assumed = [] if refused else list(_assumed(decision))
    if assumed:
        yield f"Assumed, not attested: {', '.join(assumed)}."


def _assumed(decision: Decision) -> Iterator[str]:
    groups = Counter(each.group for each in decision.assumptions if each.kind == "clean_hands")
    for group, number in groups.items():
        words = ONE_FORBIDDEN if (group, number) == ("conduct", 1) else CLEAN_HANDS[group].format(count=number)
        yield words + though(decision, group)
    for each in decision.assumptions:
        if each.kind == "weak":
            yield WEAKLY_IMPLIED.get(each.fact, f"{code(each.fact)} is {each.value}")


def part_words(part: Part) -> str:
    """The answer for one act among several."""
    if part.verdict is Verdict.UNKNOWN:
        return listed([MAY_BE[verdict] for verdict in part.possible], "or")
    return MAY_BE[part.verdict]
