"""The sections of a memo about a decision: one function for each thing that a reader wants to know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from licensekit.decision.decision import Decision
from licensekit.decision.parts import (
    ANYWAY,
    ApprovalShown,
    ConditionShown,
    DutyShown,
    DutyStatus,
    FactShown,
    Headroom,
    Part,
    Question,
    ReadingChange,
    ReadingReport,
    ReadingShown,
    Reason,
    UnreadStatement,
)
from licensekit.meaning.verdict import Verdict
from licensekit.model.clauses import written_id
from licensekit.model.conditions import Locator
from licensekit.report.memo import Point, Section, code, codes, counted, listed, once_each, section, verdict_of
from licensekit.report.sentences import stated_against, though_words
from licensekit.report.short_words import approval_words, duty_words
from licensekit.truth import FALSE, TRUE, UNKNOWN
from licensekit.vocabulary.words import ATTESTATIONS, printed


def place(decision: Decision, license_id: str, name: str, locator: Locator) -> str:
    """Where something stands: the place in the text, and its name; the licence too where there are several."""
    whose = f"{license_id}, " if len(decision.identity.licenses) > 1 else ""
    return f"{whose}{locator} ({code(written_id(name))})"


# --- what was said for nothing ---------------------------------------------------------------------------

MOST_UNREAD: Final = 3
_UNREAD: Final = "Given, but nothing reads it"


def unread(decision: Decision) -> Section:
    """What was stated and plays no part: a few with what lies near them, many by their names alone."""
    if len(decision.unread) > MOST_UNREAD:
        return section(_UNREAD, [f"{codes(one.name for one in decision.unread)} (see below)"])
    return section(_UNREAD, map(_unread, decision.unread))


def unread_in_detail(decision: Decision) -> Section:
    """Each of many, with what lies near it."""
    many = decision.unread if len(decision.unread) > MOST_UNREAD else ()
    return section(f"{_UNREAD}, in detail", map(_unread, many))


def _unread(statement: UnreadStatement) -> Point:
    near = (f"nearest that a clause reads: {codes(statement.near)}",) if statement.near else ()
    return Point(f"{code(statement.name)} is {statement.value}: {statement.why}", near)


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
    answers = {(part.verdict, part.possible) for part in decision.parts}
    differ = len(answers) > 1 or any(part.not_granted for part in decision.parts)
    return section("Acts", map(_act, decision.parts) if differ else ())


def _act(part: Part) -> str:
    text = f"{code(part.act)}: {verdict_of(part.verdict, part.possible)}"
    if not part.not_granted:
        return text
    may_be = "" if part.verdict is Verdict.NOT_GRANTED else "if not granted, then because "
    return f"{text}; {may_be}{_WHY_NOT[part.not_granted]}"


def silence(decision: Decision) -> Section:
    """Acts that are permitted only because no text says anything of them."""
    silent = [part.act for part in decision.parts if part.basis == "unrestricted" and not part.unbound]
    unbound = {part.act: part.unbound for part in decision.parts if part.unbound}
    unsaid = dict.fromkeys(name for part in decision.parts for name in part.unsaid)
    whose = codes(dict.fromkeys(name for names in unbound.values() for name in names))
    binds = "may not bind" if any(part.licenses for part in decision.parts if part.unbound) else "does not bind"
    terms = "what applies are the terms of whoever hosts it or offers the product"
    said = {
        f"unrestricted: nothing is said of {codes(silent)}, and nothing is granted there": silent,
        f"whether {codes(unsaid)} binds who has no copy of their own is not said; it is taken to": unsaid,
        f"{whose} {binds} who does {codes(unbound)} without a copy of their own; {terms}": unbound,
    }
    return section("Basis", [words for words, named in said.items() if named])


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
        owed = [duty for duty in decision.duties if duty.status == status and duty.strength == "must"]
        perhaps = [duty for duty in owed if status == "would_apply" and duty.truth is not TRUE]
        yield section(title, _once_each(decision, (duty for duty in owed if duty not in perhaps)))
        yield section("Duties that may apply once it is approved", _once_each(decision, perhaps))
    asked = (duty for duty in decision.duties if duty.status in _DUTIES and duty.strength == "encouraged")
    yield section("Encouraged, not owed", _once_each(decision, asked))


def _once_each(decision: Decision, duties: Iterable[DutyShown]) -> Iterator[Point]:
    """What is to be done, once, with each clause that asks for it, and why it does."""
    return once_each(
        Point(duty.text, (_duty(decision, duty), *_why(decision, duty.license, duty.clause))) for duty in duties
    )


def _why(decision: Decision, license_id: str, clause: str) -> Iterator[str]:
    """The condition of a duty or gate, with the facts that decided it."""
    for reason in decision.reasons:
        if (reason.license, reason.clause) == (license_id, clause) and reason.decides:
            yield from _condition(reason)
            if reason.lifted_by:
                yield f"unless {codes(reason.lifted_by, 'or')} lifts it"


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
    return section("Approvals", once_each(_approval(decision, asked) for asked in decision.approvals))


def _approval(decision: Decision, asked: ApprovalShown) -> Point:
    text = _whom(asked.approval, asked.party, asked.contact)
    if asked.subject:
        text += f', subject "{asked.subject}"'
    if asked.holder != "licensee":
        text += f", to be held by the {printed(asked.holder)}"
    if asked.truth is not TRUE:
        text += "; whether it is needed is open"
    effect = "; it is the permission itself" if asked.grants_it else "; the use waits for it"
    state = _STATES[asked.state] + (effect if asked.grants_it or asked.state != "held" else "")
    where = place(decision, asked.license, asked.gate, asked.locator)
    return Point(text, (state, where, *_why(decision, asked.license, asked.gate)))


def ways_out(decision: Decision) -> Section:
    """The ways out that the text names."""
    ways = (
        Point(_whom(way.approval, way.party, way.contact), (place(decision, way.license, way.clause, way.locator),))
        for way in decision.remedies
    )
    return section("Ways out", once_each(ways))


def _whom(approval: str, party: str, contact: str) -> str:
    return f"{printed(approval)} from {party}" + (f", {contact}" if contact else "")


# --- what is open ----------------------------------------------------------------------------------------


def readings(decision: Decision) -> Section:
    """Disputed wording that bears on the answer, with what each way to read it would give."""
    return section("Disputed wording", _readings(decision, decision.readings))


def _readings(decision: Decision, report: ReadingReport) -> Iterator[Point | str]:
    for reading in report.readings:
        if reading.matters:
            where = place(decision, reading.license, reading.name, reading.locator)
            yield Point(reading.question, (*_options(decision, reading), where))
    for change in report.together:
        choice = (f"{code(name)} read as {code(option)}" for name, option in change.choice)
        yield f"{listed(choice, 'and')}: {_outcome(decision, change)}"


def _options(decision: Decision, reading: ReadingShown) -> Iterator[str]:
    for (name, words), outcome in zip(reading.options, reading.outcomes, strict=True):
        text = f"{code(name)} ({words}): {_outcome(decision, outcome)}"
        if name != reading.taken:
            yield text
        else:
            yield f"{text}; taken because {reading.because}" if reading.because else f"{text}; as chosen"


def _outcome(decision: Decision, change: ReadingChange) -> str:
    return verdict_of(change.verdict, change.possible) + _owed(decision, change.duties) + _spared(decision, change)


def _owed(decision: Decision, names: Iterable[str]) -> str:
    """The duties that an outcome brings besides those that are due anyway; what is only encouraged is left out."""
    binding = {duty.clause for duty in decision.duties if duty.strength == "must" and duty.status not in ANYWAY}
    owed = dict.fromkeys(name for name in map(written_id, names) if name in binding)
    return f", with {codes(owed)}" if owed else ""


def _spared(decision: Decision, change: ReadingChange) -> str:
    """The duties due as the answer stands that an outcome spares; but of one that refuses more, none."""
    due = (duty.clause for duty in decision.duties if duty.strength == "must" and duty.status in ANYWAY)
    spared = dict.fromkeys(name for name in due if name not in set(map(written_id, change.duties)))
    alike = {Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES, *decision.possible}
    return f", without {codes(spared)}" if spared and alike.issuperset(change.possible) else ""


def questions(decision: Decision) -> Section:
    """What to ask, the question that settles most first, and what each answer would lead to.

    Those whose answers read alike stand together: each by itself tells nothing.
    """
    alone: list[Point] = []
    together: list[str] = []
    for asked in decision.questions:
        meant = [f"as {meaning}" for meaning in asked.meanings]
        grouped = _answers(decision, asked)
        if asked.outcomes and len(grouped) < 2:
            together += [_question(asked), *meant]
        else:
            then = (f"{listed(answers, 'or')}: {text}" for text, answers in grouped.items())
            alone.append(Point(_question(asked), (*meant, *then)))
    if together:
        alone.append(Point("What settles nothing by itself, but together with others:", tuple(together)))
    return section("Open questions", alone)


def _question(question: Question) -> str:
    judgement = " It takes a lawyer's judgement." if question.kind == "judgement" else ""
    return f"{question.text}{judgement} ({code(question.fact)})"


def _answers(decision: Decision, question: Question) -> dict[str, list[str]]:
    """The answers by what they lead to."""
    grouped: dict[str, list[str]] = {}
    for outcome in question.outcomes:
        text = verdict_of(outcome.verdict, outcome.possible) + _owed(decision, outcome.duties)
        grouped.setdefault(text, []).append(outcome.answer)
    return grouped


# --- reasons ---------------------------------------------------------------------------------------------

EFFECTS: Final = {
    "grant": "grants it",
    "reservation": "takes rights away",
    "prohibition": "prohibits it",
    "duty": "asks for something",
    "gate": "asks for an approval",
    "exemption": "lifts another clause",
    "termination": "ends rights",
    "binding": "says whether it binds who has no copy of their own",
}


def reasons(decision: Decision) -> Section:
    """The clauses that make the answer, with the facts that decided them; duties and approvals stand above."""
    told = {(duty.license, duty.clause) for duty in decision.duties if duty.status in _DUTIES}
    told |= {(asked.license, asked.gate) for asked in decision.approvals}
    deciding = (each for each in decision.reasons if each.decides and (each.license, each.clause) not in told)
    return section("Rests on", _clauses(decision, deciding))


def every_reason(decision: Decision) -> Iterator[Point]:
    """Every clause that makes the answer, those of duties and approvals too."""
    return _clauses(decision, (each for each in decision.reasons if each.decides))


def _clauses(decision: Decision, reasons: Iterable[Reason]) -> Iterator[Point]:
    """Each clause once: what it says of several families of acts stands together."""
    return once_each(Point(_reason(decision, reason), _condition(reason)) for reason in reasons)


def _effect(decision: Decision, reason: Reason) -> str:
    """What a clause does to the answer; of a duty or a gate, what it asks for."""
    acts = {part.act for part in decision.parts}
    for duty in decision.duties:
        same = (duty.license, written_id(duty.clause)) == (reason.license, written_id(reason.clause))
        if same and duty.strength == "must" and reason.kind == "duty":
            return f"asks you to {duty_words(duty, acts)}"
    for asked in decision.approvals:
        if (asked.license, asked.gate) == (reason.license, reason.clause):
            return f"asks for {approval_words(asked.approval, asked.party)}"
    return EFFECTS[reason.kind]


def _reason(decision: Decision, reason: Reason) -> str:
    text = f"{place(decision, reason.license, reason.clause, reason.locator)}: {_effect(decision, reason)}"
    if reason.lifted_by:
        lifted = f"{codes(reason.lifted_by, 'or')} {'takes it away' if reason.kind == 'grant' else 'lifts it'}"
        perhaps = ", perhaps" if reason.condition is not None and reason.condition.truth is UNKNOWN else ""
        return f"{text}, but {lifted}" if reason.truth is FALSE else f"{text}{perhaps}, unless {lifted}"
    if reason.truth is FALSE:
        return f"{text}, but not here"
    return f"{text}, perhaps" if reason.truth is UNKNOWN else text


def _condition(reason: Reason) -> tuple[str, ...]:
    if reason.condition is None:
        return ()
    read = dict.fromkeys(reason.condition.facts_read)
    known = [_fact(fact) for fact in read if fact.value != "unknown"]
    unknown = [fact.fact for fact in read if fact.value == "unknown"]
    details = [f"when {code(reason.condition.text)}"]
    if known:
        details.append(f"here {', '.join(known)}")
    if unknown and reason.condition.truth is UNKNOWN:
        details.append(f"not known: {', '.join(map(code, unknown))}")
    return tuple(details)


_PLAIN_SOURCES: Final = frozenset({"", "given", "reading", "the as-of date"})


def _fact(fact: FactShown) -> str:
    name = fact.fact.removeprefix("reading ")
    text = f"{code(name)} {'is read as' if fact.source == 'reading' else 'is'} {fact.value}"
    return text if fact.source in _PLAIN_SOURCES else f"{text} ({fact.source})"


# --- what else -------------------------------------------------------------------------------------------


def bounds(decision: Decision) -> Section:
    """Within what the answer stands; nothing where there is no one answer."""
    within = () if decision.verdict is Verdict.UNKNOWN else decision.bounds
    besides = ("and what is assumed, below, is so",) if within and decision.assumptions else ()
    return section("Stays so while", (*(f"{code(bound.fact)} is {bound.value}" for bound in within), *besides))


def headroom(decision: Decision) -> Section:
    """How far each number given lies from the thresholds that read it."""
    return section("Distance from thresholds", once_each(_distance(decision, far) for far in decision.headroom))


def _distance(decision: Decision, far: Headroom) -> Point:
    text = f"{code(far.fact)} is {far.value}: {far.margin} {_lies(far)} of {code(f'{far.comparison} {far.threshold}')}"
    return Point(text, (place(decision, far.license, far.clause, far.locator),))


def _lies(far: Headroom) -> str:
    """On which side of a threshold a number lies: what must be reached is a line, what must be kept to a limit."""
    if far.comparison.startswith(("less", "at most")):
        return "within the limit" if far.met else "beyond the limit"
    return "past the line" if far.met else "short of the line" if far.comparison != "exactly" else "from the line"


def assumed(decision: Decision) -> Section:
    """What was taken for granted: conduct by group, everything else one by one; and what somebody attested."""
    return section("Assumed", _assumed(decision))


def _assumed(decision: Decision) -> Iterator[str]:
    groups = Counter(one.group for one in decision.assumptions if one.kind == "clean_hands")
    for group, number in groups.items():
        against = though(decision, group)
        said = _statement(group, number, other=" other" if against else "")
        yield f"{said}{against} ({code(group)}; nobody attested it)"
    for taken in decision.assumptions:
        said = "assumed though you say that it is unknown" if taken.said_unknown else ""
        because = "" if taken.kind == "clean_hands" else taken.because
        if said or because:
            yield f"{code(taken.fact)} is {taken.value}: {', '.join(filter(None, (because, said)))}"
    if decision.attested:
        yield f"attested: {decision.attested}"


def though(decision: Decision, *groups: str) -> str:
    """What is stated against the clean hands of some groups, so that nobody reads that there is nothing."""
    return though_words(stated_against(decision, *groups))


def _statement(group: str, number: int, *, other: str) -> str:
    if group != "conduct":
        return f"{ATTESTATIONS[group]} ({counted(number, 'fact')})"
    if number > 1:
        return f"none of the {number}{other} forbidden uses takes place"
    return f"the{other} forbidden use does not take place"


def limits(decision: Decision) -> Section:
    """Prohibitions on acts that were not asked about."""
    told = (
        f"{codes(limit.acts)}{'' if limit.truth is TRUE else ', perhaps'}: "
        + place(decision, limit.license, limit.clause, limit.locator)
        for limit in decision.standing_limits
    )
    return section("Prohibited besides", told)


def defined_words(decision: Decision) -> Section:
    """What the definitions mean on which the answer rests, in the order in which they are read."""
    programs = {program.license.id: program for program in decision.deferred.inquiry.matter.programs}
    points: dict[tuple[str, str], Point] = {}
    for reason in decision.reasons:
        known = programs[reason.license].definitions
        for part in () if reason.condition is None or not reason.decides else _parts(reason.condition):
            if part.text in known and (reason.license, part.text) not in points and part.parts:
                where = place(decision, reason.license, part.text, known[part.text].locator)
                meant = part.parts[0]
                points[reason.license, part.text] = Point(f"{where}: {_HOLDS[meant.truth]}", (code(meant.text),))
    return section("Defined words", points.values())


_HOLDS: Final = {TRUE: "it is so here", FALSE: "it is not so here", UNKNOWN: "whether it is so is open"}


def _parts(condition: ConditionShown) -> Iterator[ConditionShown]:
    yield condition
    for part in condition.parts:
        yield from _parts(part)


def identity(decision: Decision, *, whole: bool = False) -> Section:
    """What was applied: texts by fingerprint, the library, the day, and how assumptions and readings were treated.

    The `whole` fingerprints stand with where each text was found.
    """
    known = decision.identity
    lines = [
        Point(
            f"{code(' '.join(filter(None, (program.license.id, text.name))))} text, SHA-256 "
            + (text.sha256 if whole else f"{text.sha256[:16]}…"),
            (text.url,) if whole else (),
        )
        for program in decision.deferred.inquiry.matter.programs
        for text in program.license.texts
    ]
    day = "none given" if known.as_of is None else known.as_of.isoformat()
    circumstances = f"as-of date: {day}; assume: {known.assume}; readings: {known.readings}"
    return section("Applied", (*lines, f"licensekit {known.library}; {circumstances}"))
