"""What an answer rests on, in sections of a memo: clauses, bounds, distances, assumptions, what was applied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from licensekit.evaluate.decision import Decision
from licensekit.evaluate.shown import ConditionShown, FactShown, Reason
from licensekit.meaning.verdict import Verdict
from licensekit.report.answer_sections import place
from licensekit.report.memo import Point, Section, code, codes, counted, plain_section
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
    deciding = [reason for reason in decision.reasons if reason.decides]
    items = tuple(Point(_reason(decision, reason), _condition(reason)) for reason in deciding[:most])
    return Section("Rests on", items, max(0, len(deciding) - most))


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
    if decision.verdict is Verdict.UNKNOWN:
        return Section("Stays so while", ())
    return Section("Stays so while", tuple(Point(f"{code(bound.fact)} is {bound.value}") for bound in decision.bounds))


def headroom(decision: Decision) -> Section:
    """How far each number given lies from the thresholds that read it."""
    return Section(
        "Distance from thresholds",
        tuple(
            Point(
                f"{code(distance.fact)} is {distance.value}: "
                f"{distance.margin} {'past' if distance.met else 'short of'} "
                f"the line of {code(f'{distance.comparison} {distance.threshold}')}",
                (place(decision, distance.license, distance.clause, distance.locator),),
            )
            for distance in decision.headroom
        ),
    )


def assumed(decision: Decision) -> Section:
    """What was taken for granted: conduct by group, everything else one by one; and what somebody attested."""
    return Section("Assumed", tuple(_assumed(decision)))


def _assumed(decision: Decision) -> Iterator[Point]:
    groups: dict[str, int] = {}
    for assumption in decision.assumptions:
        if assumption.kind == "clean_hands":
            groups[assumption.group] = groups.get(assumption.group, 0) + 1
    for group, number in groups.items():
        yield Point(f"{_statement(group, number)} ({code(group)}; nobody attested it)")
    for assumption in decision.assumptions:
        if assumption.kind != "clean_hands":
            yield Point(f"{code(assumption.fact)} is {assumption.value}: {assumption.because}")
    if decision.attested:
        yield Point(f"attested: {decision.attested}")


def _statement(group: str, number: int) -> str:
    if group == "conduct":
        return (
            f"none of the {number} forbidden uses takes place"
            if number > 1
            else "the forbidden use does not take place"
        )
    return f"{ATTESTATIONS[group]} ({counted(number, 'fact')})"


def limits(decision: Decision) -> Section:
    """Prohibitions on acts that were not asked about."""
    every = decision.standing_limits
    items = tuple(
        Point(
            f"{codes(limit.acts)}{'' if limit.truth is TRUE else ', perhaps'}: "
            f"{place(decision, limit.license, limit.clause, limit.locator)}"
        )
        for limit in every[:MOST_LIMITS]
    )
    return Section("Prohibited besides", items, max(0, len(every) - MOST_LIMITS))


def identity(decision: Decision) -> Section:
    """What was applied: texts by fingerprint, the library, the day, and how assumptions and readings were treated."""
    known = decision.identity
    lines = [
        f"{code(' '.join(filter(None, (license_id, name))))} text, SHA-256 {sha256[:16]}…"
        for license_id, name, sha256 in known.texts
    ]
    day = "none given" if known.as_of is None else known.as_of.isoformat()
    circumstances = f"as-of date: {day}; assume: {known.assume}; readings: {known.readings}"
    return plain_section("Applied", (*lines, f"licensekit {known.library}; {circumstances}"))
