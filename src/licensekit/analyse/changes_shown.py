"""Changes in words, and the question as changed as a `case` that passes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal, NamedTuple, assert_never

from licensekit.analyse.alternatives import Alternative
from licensekit.analyse.situation import DAY, Item, Situation, Step
from licensekit.evaluate.cell_words import cell_text
from licensekit.evaluate.decision import Decision
from licensekit.evaluate.reasons import interval_shown
from licensekit.evaluate.shown import Reason
from licensekit.evaluate.terms import Choice, Single, Terms, Together
from licensekit.meaning.domain import Among, Domain, Interval
from licensekit.meaning.verdict import Verdict
from licensekit.model.cases import (
    Case,
    Expectation,
    ExpectDuty,
    ExpectPossible,
    ExpectVerdict,
    GivenApproval,
    GivenAttestation,
    GivenFact,
)
from licensekit.model.phrase import party_text
from licensekit.use.statements import Attestation
from licensekit.values import known_shown
from licensekit.vocabulary.acts import ACT_TITLES
from licensekit.vocabulary.facts import fact as vocabulary_fact
from licensekit.vocabulary.words import ATTESTATIONS, printed

Source = Literal["stated", "assumed", "concluded", "open", "held", "asked", "day"]
_NOT_ONES_OWN: Final[Mapping[str, str]] = {
    "licensor": "it is the licensor's to do",
    "work.multimodal": "it is so or not of the work itself",
    "work.has_notice_file": "it is so or not of the work itself",
}


class ChangeShown(NamedTuple):
    """One change in words: what it is about, what is so now, and what would have to be so."""

    kind: str
    """fact, attest, approval, act or day."""
    name: str
    before: str
    after: str
    source: Source
    """Where what is so now comes from: stated, assumed, concluded from something else, or open."""
    fixed: str
    """Why nobody can bring it about at will; empty where somebody can."""
    what: str
    """In words: the title of the fact, the approval and who gives it, or the act."""


class ClauseShown(NamedTuple):
    """A clause that bears on the answer before the changes alone, or after them alone."""

    license: str
    clause: str
    place: str
    now: Literal["decides", "decides no longer"]


def changes_shown(one: Alternative) -> tuple[ChangeShown, ...]:
    """All changes of an alternative, in words."""
    return tuple(_shown(one.before, step) for step in one.steps)


def _shown(before: Situation, step: Step) -> ChangeShown:
    item = step.item
    match item.kind:
        case "fact":
            known, source = _known(before, item)
            fixed, title = _fixed(item.name, step), _title(before, item.name)
            return ChangeShown("fact", item.name, known, value_text(before, step), source, fixed, title)
        case "approval":
            held = step.value is True
            now, then = ("not held", "held") if held else ("held", "not held")
            gate = before.gates[item.name]
            fixed = "" if gate.holder == "licensee" else f"it must be held by the {gate.holder}"
            what = f"{printed(gate.approval)} from {party_text(gate.party)}"
            return ChangeShown("approval", item.name, now, then, "held", fixed, what)
        case "act":
            return ChangeShown("act", item.name, "asked about", "left out", "asked", "", ACT_TITLES[item.name])
        case "day":
            day = before.circumstances.as_of
            now = "none given" if day is None else day.isoformat()
            when = value_text(before, step)
            return ChangeShown("day", item.name, now, when, "day", "it comes by waiting", "the day asked about")
        case "attest":
            return ChangeShown("attest", item.name, "not attested", "attested", "open", "", ATTESTATIONS[item.name])
        case _:
            assert_never(item.kind)


def _fixed(name: str, step: Step) -> str:
    plain = name.partition("@")[0]
    if step.unit == DAY:
        return "a day that has passed stays as it was"
    return _NOT_ONES_OWN.get(plain, _NOT_ONES_OWN.get(plain.partition(".")[0], ""))


def _title(before: Situation, name: str) -> str:
    info = before.declared.get(name)
    if info is not None:
        return info.title
    try:
        return vocabulary_fact(name).title
    except KeyError:
        return name


def _known(before: Situation, item: Item) -> tuple[str, Source]:
    given = before.facts.get(item.name)
    if given is not None:
        return known_shown(given), "stated"
    knowledge = before.inquiry.knowledge
    for one in knowledge.assumptions:
        if one.fact == item.name:
            return one.value, "assumed"
    for variable, (spot, _, _) in knowledge.layout.numbers.items():
        number = knowledge.world.get(variable)
        if spot.fact == item.name and isinstance(number, Interval):
            return interval_shown(number, spot.currency), "concluded"
    known = knowledge.world.get(item.name)
    return ("unknown", "open") if known is None else (_concluded(known), "concluded")


def _concluded(known: Domain) -> str:
    match known:
        case Interval():
            return interval_shown(known, "")
        case Among(options=options):
            return "one of " + ", ".join(options)
        case _:
            return _plain(known)


def value_text(before: Situation, step: Step) -> str:
    """What an item becomes: `no`, `at most 100_000_000`, `in EU`, `one of a, b`."""
    value, layout = step.value, before.inquiry.knowledge.layout
    if isinstance(value, Interval) and step.unit == DAY:
        return date.fromordinal(value.first).isoformat()
    if isinstance(value, Interval):
        return interval_shown(value, step.unit)
    if isinstance(value, Among):
        return "one of " + ", ".join(value.options)
    if step.item.name in layout.first_use:
        return cell_text(before.inquiry, step.item.name, value)
    return _plain(value)


def _plain(value: Domain) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def clauses_shown(before: Decision, after: Decision) -> tuple[ClauseShown, ...]:
    """The clauses that decide one answer and not the other, duties apart: those that fall away first."""
    ours, theirs = (dict(_deciding(decision.reasons)) for decision in (before, after))
    gone = [ClauseShown(*key, place, "decides no longer") for key, place in ours.items() if key not in theirs]
    new = [ClauseShown(*key, place, "decides") for key, place in theirs.items() if key not in ours]
    return (*gone, *new)


def _deciding(reasons: tuple[Reason, ...]) -> Iterator[tuple[tuple[str, str], str]]:
    yield from (((one.license, one.clause), str(one.locator)) for one in reasons if one.decides and one.kind != "duty")


# --- as a case ---------------------------------------------------------------------------------------------


def case_of(one: Alternative, name: str) -> Case | None:
    """The question as changed, with the answer that it has; None where a `case` cannot put it.

    A case decides licences together, not by choice, and takes each reading as its licence does.
    """
    after, circumstances = one.after, one.after.circumstances
    if _has_a_choice(after.terms) or circumstances.readings not in ("taken", {}):
        return None
    licenses = tuple(_bound(after.terms))
    done = circumstances.done
    names = tuple(duty for duty in done if not isinstance(done, Mapping) or done[duty])
    return Case(
        name=name,
        licenses=licenses,
        acts=after.leaves,
        as_of=circumstances.as_of,
        assume=circumstances.assume,
        given=tuple(GivenFact(fact=fact, value=known) for fact, known in sorted(after.facts.items())),
        approvals=tuple(
            GivenApproval(
                gate=given.gate,
                state=given.state,
                since=given.since,
                until=given.until,
                acts=given.acts,
                holder=given.holder,
            )
            for given in circumstances.approvals
        ),
        done=names,
        rates=circumstances.rates,
        indices=circumstances.indices,
        attested=_attested(circumstances.attested),
        expect=tuple(_expected(one.decision, duties=len(licenses) == 1)),
    )


def _attested(attested: Attestation | None) -> GivenAttestation | None:
    return None if attested is None else GivenAttestation(by=attested.by, on=attested.on, groups=attested.groups)


def _expected(decision: Decision, *, duties: bool) -> Iterator[Expectation]:
    if decision.verdict is Verdict.UNKNOWN:
        yield ExpectPossible(verdicts=tuple(verdict.value for verdict in decision.possible))
    else:
        yield ExpectVerdict(verdict=decision.verdict.value)
    seen: set[str] = set()
    for duty in decision.duties if duties else ():
        if duty.status == "due" and duty.strength == "must" and not duty.on_termination and duty.clause not in seen:
            seen.add(duty.clause)
            yield ExpectDuty(duty=duty.clause, status="due")


def _has_a_choice(terms: Terms) -> bool:
    match terms:
        case Single():
            return False
        case Choice():
            return True
        case Together(parts=parts):
            return any(_has_a_choice(part) for part in parts)
        case _:
            assert_never(terms)


def _bound(terms: Terms) -> Iterator[str]:
    """The licences that bind together, without those that follow on a later day."""
    match terms:
        case Single(program=program):
            yield program.license.id
        case Together(parts=parts) | Choice(parts=parts):
            for part in parts:
                yield from _bound(part)
        case _:
            assert_never(terms)
