"""What an answer rests on, in sections of a memo: clauses, bounds, distances, assumptions, what was applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from licensekit.evaluate.decision import Decision
from licensekit.evaluate.shown import ConditionShown, FactShown, Headroom, Reason, StandingLimit
from licensekit.meaning.verdict import Verdict
from licensekit.report.answer_sections import place
from licensekit.report.memo import Point, Section, code, codes, counted, section
from licensekit.truth import FALSE, TRUE, UNKNOWN
from licensekit.vocabulary.words import ATTESTATIONS

MOST_LIMITS: Final = 6

# --- reasons ---------------------------------------------------------------------------------------------

EFFECTS: Final = {
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
    deciding = (reason for reason in decision.reasons if reason.decides)
    return section("Rests on", (Point(_reason(decision, reason), _condition(reason)) for reason in deciding), most)


def _reason(decision: Decision, reason: Reason) -> str:
    text = f"{place(decision, reason.license, reason.clause, reason.locator)}: {EFFECTS[reason.kind]}"
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


# --- what else -------------------------------------------------------------------------------------------


def bounds(decision: Decision) -> Section:
    """Within what the answer stands; nothing where there is no one answer."""
    within = () if decision.verdict is Verdict.UNKNOWN else decision.bounds
    return section("Stays so while", (f"{code(bound.fact)} is {bound.value}" for bound in within))


def headroom(decision: Decision) -> Section:
    """How far each number given lies from the thresholds that read it."""
    return section("Distance from thresholds", (_distance(decision, one) for one in decision.headroom))


def _distance(decision: Decision, far: Headroom) -> Point:
    line = code(f"{far.comparison} {far.threshold}")
    text = f"{code(far.fact)} is {far.value}: {far.margin} {'past' if far.met else 'short of'} the line of {line}"
    return Point(text, (place(decision, far.license, far.clause, far.locator),))


def assumed(decision: Decision) -> Section:
    """What was taken for granted: conduct by group, everything else one by one; and what somebody attested."""
    return section("Assumed", _assumed(decision))


def _assumed(decision: Decision) -> Iterator[str]:
    groups = Counter(one.group for one in decision.assumptions if one.kind == "clean_hands")
    for group, number in groups.items():
        yield f"{_statement(group, number)} ({code(group)}; nobody attested it)"
    for one in decision.assumptions:
        if one.kind != "clean_hands":
            yield f"{code(one.fact)} is {one.value}: {one.because}"
    if decision.attested:
        yield f"attested: {decision.attested}"


def _statement(group: str, number: int) -> str:
    if group != "conduct":
        return f"{ATTESTATIONS[group]} ({counted(number, 'fact')})"
    return f"none of the {number} forbidden uses takes place" if number > 1 else "the forbidden use does not take place"


def limits(decision: Decision) -> Section:
    """Prohibitions on acts that were not asked about."""
    return section("Prohibited besides", (_limit(decision, one) for one in decision.standing_limits), MOST_LIMITS)


def _limit(decision: Decision, limit: StandingLimit) -> str:
    where = place(decision, limit.license, limit.clause, limit.locator)
    return f"{codes(limit.acts)}{'' if limit.truth is TRUE else ', perhaps'}: {where}"


def identity(decision: Decision) -> Section:
    """What was applied: texts by fingerprint, the library, the day, and how assumptions and readings were treated."""
    known = decision.identity
    lines = [
        f"{code(' '.join(filter(None, (license_id, name))))} text, SHA-256 {sha256[:16]}…"
        for license_id, name, sha256 in known.texts
    ]
    day = "none given" if known.as_of is None else known.as_of.isoformat()
    circumstances = f"as-of date: {day}; assume: {known.assume}; readings: {known.readings}"
    return section("Applied", (*lines, f"licensekit {known.library}; {circumstances}"))
