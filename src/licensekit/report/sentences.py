"""The verdict in a few sentences: first what each says, as data, then the same in English.

A reader in another language gets the data (`web/page/zh.json` has the words), so that there is one place that decides
what is said. Duties, approvals and names are as the licence and the vocabulary write them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias, assert_never, get_args

from licensekit.decision.decision import Decision
from licensekit.decision.parts import Allowed, ApprovalShown
from licensekit.meaning.verdict import Verdict
from licensekit.report.memo import code, codes, counted, listed
from licensekit.report.short_words import MAY_BE, approval_words, duties, missing
from licensekit.truth import TRUE
from licensekit.values import Exactly
from licensekit.vocabulary.facts import ATTESTED
from licensekit.vocabulary.plain_words import CLEAN_HANDS, ONE_FORBIDDEN, WEAKLY_IMPLIED

MOST_NAMED: Final = 2
"""Approvals that a sentence names; further ones are counted."""
LONGEST_IF: Final = 120
"""Signs of a duty that stands in the first sentence; a longer one stands below it alone."""
Saying: TypeAlias = Literal[
    "yes",
    "yes_if",
    "yes_whether",
    "not_without",
    "not_granted",
    "forbidden",
    "stands_refused",
    "one_fact",
    "depends",
    "worst",
    "held",
    "rests_on",
    "assumed",
    "assumed_unknown",
]
SAYINGS: Final[tuple[Saying, ...]] = get_args(Saying)
"""Every kind of sentence."""


class Sentence(NamedTuple):
    """What a sentence says: which of SAYINGS, and what stands in it, as plain data."""

    say: Saying
    values: Mapping[str, Any]


def answer(decision: Decision) -> str:
    """The verdict, what it assumes, and what it rests on that nobody read, in a few sentences."""
    return " ".join(map(english, sentences(decision)))


def verdict_sentence(decision: Decision) -> str:
    """The verdict, with what it asks for."""
    return english(_verdict(decision))


def sentences(decision: Decision) -> tuple[Sentence, ...]:
    """The same as data, the verdict first."""
    return (_verdict(decision), *_besides(decision))


# --- what is said ----------------------------------------------------------------------------------------

_REFUSED: Final = frozenset({Verdict.NEEDS_APPROVAL, Verdict.NOT_GRANTED, Verdict.PROHIBITED})


def _verdict(decision: Decision) -> Sentence:
    several = len(decision.identity.licenses) > 1
    match decision.verdict:
        case Verdict.PERMITTED | Verdict.PERMITTED_WITH_DUTIES:
            return _yes(decision)
        case Verdict.NEEDS_APPROVAL:
            return Sentence("not_without", _approvals(missing(decision), MOST_NAMED))
        case Verdict.NOT_GRANTED:
            return Sentence("not_granted", {"why": decision.reason, "several": several, "acts": _refused(decision)})
        case Verdict.PROHIBITED:
            by = _forbidding(decision)
            return Sentence("forbidden", {"by": by, "several": several, "acts": _refused(decision)})
        case Verdict.UNKNOWN:
            return _depends(decision)
        case _:
            assert_never(decision.verdict)


def _refused(decision: Decision) -> list[str]:
    """The acts that are refused, where others are not; none where all are."""
    if all(_REFUSED.issuperset(part.possible) for part in decision.parts):
        return []
    return [part.act for part in decision.parts if part.verdict is decision.verdict]


def _approvals(shown: list[ApprovalShown], most: int | None = None) -> dict[str, Any]:
    """Approvals, each once, and how many more there are."""
    every: list[dict[str, str]] = []
    for each in shown:
        holder = "" if each.holder == "licensee" else each.holder
        state = each.state if each.state in _STATES else ""
        told = {"approval": each.approval, "party": each.party, "holder": holder, "state": state}
        if told not in every:
            every.append(told)
    return {"approvals": every[:most], "more": len(every[most:]) if most is not None else 0}


def _forbidding(decision: Decision) -> str:
    """Of several licences, the title of the one that forbids a use; empty where it is the only one, or unsettled."""
    titles = dict(decision.identity.licenses)
    forbidding = {
        reason.license
        for reason in decision.reasons
        if reason.decides and reason.truth is TRUE and reason.kind in ("prohibition", "termination")
    }
    return titles[forbidding.pop()] if len(titles) > 1 and len(forbidding & titles.keys()) == 1 else ""


def _yes(decision: Decision) -> Sentence:
    unread = bool(decision.unread_documents)
    owed = list(duties(decision, "due", "not_done"))
    perhaps = [text for text in duties(decision, "open") if text not in owed]
    if owed:
        thing = owed[0] if len(owed) == 1 and not perhaps and len(owed[0]) <= LONGEST_IF else ""
        undone = any(duty.status == "not_done" for duty in decision.duties)
        told = {"count": len(owed), "thing": thing, "perhaps": len(perhaps), "unread": unread, "undone": undone}
        return Sentence("yes_if", told)
    if not perhaps:
        return Sentence("yes", {"basis": _basis(decision), "unread": unread})
    thing = perhaps[0] if len(perhaps) == 1 and len(perhaps[0]) <= LONGEST_IF else ""
    facts = len(decision.questions)
    return Sentence("yes_whether", {"count": len(perhaps), "thing": thing, "facts": facts, "unread": unread})


def _basis(decision: Decision) -> str:
    """What a permission that owes nothing of its own rests on."""
    if any(part.unbound for part in decision.parts):
        return "unbound"
    if all(part.basis == "unrestricted" for part in decision.parts):
        return "unrestricted"
    if any(duty.status == "done" for duty in decision.duties):
        return "done"
    return "" if any(duty.status in ("due", "open") for duty in decision.duties) else "nothing_owed"


def _depends(decision: Decision) -> Sentence:
    facts, possible = len(decision.questions), [verdict.value for verdict in decision.possible]
    if decision.allowed is Allowed.NO:
        return Sentence("stands_refused", {"possible": possible, "facts": facts})
    if facts == 1:
        question = decision.questions[0]
        return Sentence("one_fact", {"fact": question.fact, "question": question.text})
    return Sentence("depends", {"possible": possible, "facts": facts})


def _besides(decision: Decision) -> Iterator[Sentence]:
    settled = decision.verdict is Verdict.UNKNOWN or decision.worst is Verdict.PERMITTED_WITH_DUTIES
    if len(decision.possible) > 1 and not settled:
        yield Sentence("worst", {"possible": [verdict.value for verdict in decision.possible]})
    held = [each for each in decision.approvals if each.state == "held"]
    if decision.allowed is not Allowed.NO and held:
        yield Sentence("held", _approvals(held))
    agreements = dict.fromkeys(name for part in decision.parts for name in part.rests_on)
    if agreements:
        yield Sentence("rests_on", {"names": list(agreements)})
    refused = decision.verdict in (Verdict.PROHIBITED, Verdict.NOT_GRANTED)  # whatever is assumed
    assumed = [] if refused else list(_assumed(decision))
    if assumed:
        yield Sentence("assumed", {"things": assumed})
    unknown = [{"fact": each.fact, "value": each.value} for each in decision.assumptions if each.said_unknown]
    if unknown and not refused:
        yield Sentence("assumed_unknown", {"things": unknown[:_MOST_UNKNOWN], "more": len(unknown[_MOST_UNKNOWN:])})


_MOST_UNKNOWN: Final = 2
"""Facts said to be unknown that a sentence names; it counts the others."""


def _assumed(decision: Decision) -> Iterator[dict[str, Any]]:
    groups = Counter(each.group for each in decision.assumptions if each.kind == "clean_hands")
    for group, number in groups.items():
        yield {"group": group, "count": number, "though": stated_against(decision, group)}
    for each in decision.assumptions:
        if each.kind == "weak":
            yield {"fact": each.fact, "value": each.value}


# --- in English ------------------------------------------------------------------------------------------

_WHY_NOT: Final = {
    "silent": "{the} licence does not grant {it}, its text says nothing of it",
    "condition": "{the} licence grants {it} only on a condition that is not met here",
    "withheld": "{the} licence leaves {it} out of what it grants",
    "reserved": "{the} licence does not grant {it} in this case",
    "ended": "the rights under {the} licence have ended",
    "": "{the} licence does not grant {it}",
}
_BASIS: Final = {
    "unbound": ", as far as this licence goes: it does not bind who has no copy of their own; the terms of the host do",
    "unrestricted": ": the licence says nothing against it",
    "done": ", and what it asks for is done",
    "": "",
    "nothing_owed": ", and nothing is owed",
}
_STATES: Final = {"requested": ", which is asked for and not yet given", "refused": ", which was refused"}


def english(sentence: Sentence) -> str:
    """A sentence in English."""
    told = sentence.values
    unless = ", unless a document that was not read says otherwise" if told.get("unread") else ""
    match sentence.say:
        case "yes":
            return f"Yes{_BASIS[told['basis']]}{unless}."
        case "yes_if":
            return _yes_if(told, unless)
        case "yes_whether":
            owing = "owe a duty" if told["count"] == 1 else f"owe any of {told['count']} duties"
            whether = f"must {told['thing']}" if told["thing"] else owing
            return f"Yes{unless}. Whether you {whether} depends on {_facts(told['facts'])}."
        case "not_without":
            return f"Not without {_named(told).removesuffix('.')}."  # as that of "Acme Ltd."
        case "not_granted":
            no, it = _it(told)
            return f"{no}: {_WHY_NOT[told['why']].format(it=it, the='a' if told['several'] else 'the')}."
        case "forbidden":
            no, it = _it(told)
            return f"{no}: {told['by'] or ('a licence' if told['several'] else 'the licence')} forbids {it}."
        case "stands_refused":
            return f"No, as it stands: {_possible(told)}, depending on {_facts(told['facts'])}."
        case "one_fact":
            return f"It depends on one fact: {told['question']}"
        case "depends":
            return f"It depends on {_facts(told['facts'])}: it may be {_possible(told)}."
        case "worst":
            return f"That is the worst of what is possible ({_possible(told)})."
        case "held":
            held = dict.fromkeys(approval_words(each["approval"], each["party"]) for each in told["approvals"])
            return f"You hold {listed(held, 'and')}, the terms of which were not read."
        case "rests_on":
            return f"It rests on the {listed(told['names'], 'and')}, which was not read and says what you owe."
        case "assumed":
            return f"Assumed, not attested: {', '.join(map(_thing, told['things']))}."
        case "assumed_unknown":
            taken = [f"{code(each['fact'])} is {each['value']}" for each in told["things"]]
            more = [counted(told["more"], "more fact")] if told["more"] else []
            return f"Assumed though you say that it is unknown: {listed([*taken, *more], 'and')}."
        case _:
            assert_never(sentence.say)


def _yes_if(told: Mapping[str, Any], unless: str) -> str:
    further = "another" if told["perhaps"] == 1 else f"{told['perhaps']} more"
    more = f", and perhaps {further}" if told["perhaps"] else ""
    number = "one thing" if told["count"] == 1 else f"{told['count']} things"
    things = told["thing"] or f"do {number}"
    return f"Yes, if you {things}{more}{unless}.{' Not to do what you must is a breach.' if told['undone'] else ''}"


def _it(told: Mapping[str, Any]) -> tuple[str, str]:
    return ("Not all of it", codes(told["acts"])) if told["acts"] else ("No", "it")


def _facts(number: int) -> str:
    return "one fact" if number == 1 else f"{number} facts" if number else "what is not known"


def _possible(told: Mapping[str, Any]) -> str:
    return listed([MAY_BE[Verdict(verdict)] for verdict in told["possible"]], "or")


def _named(told: Mapping[str, Any]) -> str:
    named = [
        approval_words(each["approval"], each["party"])
        + (f" held by the {each['holder']}" if each["holder"] else "")
        + _STATES.get(each["state"], "")
        for each in told["approvals"]
    ]
    more = [counted(told["more"], "other approval")] if told["more"] else []
    return listed([*named, *more], "and") or "an approval"


def _thing(thing: Mapping[str, Any]) -> str:
    if "fact" in thing:
        return WEAKLY_IMPLIED.get((thing["fact"], thing["value"]), f"{code(thing['fact'])} is {thing['value']}")
    group, number = thing["group"], thing["count"]
    words = ONE_FORBIDDEN if (group, number) == ("conduct", 1) else CLEAN_HANDS[group].format(count=number)
    return words + though_words(thing["though"])


def stated_against(decision: Decision, *groups: str) -> list[str]:
    """The clean-hands facts of some groups that are stated, and are not clean."""
    facts = decision.deferred.put.use.facts()
    against = {name for group in groups for name in ATTESTED[group]}
    return [name for name in facts if name.partition("@")[0] in against and facts[name] == Exactly(True)]


def though_words(stated: list[str]) -> str:
    """The same in words, behind what is assumed."""
    return f", though {codes(stated)} {'is' if len(stated) == 1 else 'are'} stated" if stated else ""
