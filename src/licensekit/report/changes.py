"""Changes in words, and the question as changed as a `case` that passes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Final, Literal, NamedTuple, assert_never

from licensekit.decision.cells import cell_text, domain_text, interval_text
from licensekit.decision.change import DAY, ItemChange, Situation
from licensekit.decision.decision import Alternative, Decision
from licensekit.meaning.domain import Among, Interval
from licensekit.meaning.terms import LicenseChoice, Terms, Together, asked_about
from licensekit.meaning.variable import ReadingVariable, Stated
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
from licensekit.values import Unknown, Worldwide, known_shown, value_shown
from licensekit.vocabulary.acts import ACT_TITLES
from licensekit.vocabulary.words import AGREEMENT, ATTESTATIONS, printed

FactOrigin = Literal["stated", "assumed", "concluded", "open", "held", "asked", "day"]
_NOT_ONES_OWN: Final[Mapping[str, str]] = {
    "licensor": "it is the licensor's to do",
    "work.multimodal": "it is so or not of the work itself",
    "work.has_notice_file": "it is so or not of the work itself",
}
_AGREEING: Final = "the licence does not offer it; what it would allow, and ask in return, it alone says"


class ChangeShown(NamedTuple):
    """One change in words: what it is about, what is so now, and what would have to be so."""

    kind: str
    """fact, attest, approval, act or day."""
    name: str
    before: str
    after: str
    source: FactOrigin
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


def changes_shown(alternative: Alternative) -> tuple[ChangeShown, ...]:
    """All changes of an alternative, in words."""
    return tuple(_in_words(alternative.before, change) for change in alternative.steps)


def _in_words(before: Situation, change: ItemChange) -> ChangeShown:
    kind, name = change.item
    match kind:
        case "fact":
            now, source = _now(before, name)
            title = before.inquiry.matter.info(name).title
            return ChangeShown("fact", name, now, _value_text(before, change), source, _fixed(name, change), title)
        case "approval":
            states = ("held", "not held")
            then, now = states if change.value is True else reversed(states)
            gate = before.gates.get(name)
            if gate is None:
                what = f"an agreement of your own with {name.rpartition(AGREEMENT)[2]}"
                return ChangeShown("approval", name, now, then, "held", _AGREEING if change.value is True else "", what)
            fixed = "" if gate.holder == "licensee" else f"it must be held by the {gate.holder}"
            what = f"{printed(gate.approval)} from {party_text(gate.party)}"
            return ChangeShown("approval", name, now, then, "held", fixed, what)
        case "act":
            return ChangeShown("act", name, "asked about", "left out", "asked", "", ACT_TITLES[name])
        case "day":
            day = before.circumstances.as_of
            now, then = "none given" if day is None else day.isoformat(), _value_text(before, change)
            return ChangeShown("day", name, now, then, "day", "it comes by waiting", "the day asked about")
        case "attest":
            return ChangeShown("attest", name, "not attested", "attested", "open", "", ATTESTATIONS[name])
        case _:
            assert_never(kind)


def _fixed(name: str, change: ItemChange) -> str:
    plain = name.partition("@")[0]
    if change.unit == DAY:
        return "a day that has passed stays as it was"
    return _NOT_ONES_OWN.get(plain, _NOT_ONES_OWN.get(plain.partition(".")[0], ""))


def _now(before: Situation, name: str) -> tuple[str, FactOrigin]:
    stated = before.facts.get(name)
    if stated is not None:
        return known_shown(stated), "stated"
    knowledge = before.inquiry.knowledge
    for assumption in knowledge.assumptions:
        if assumption.fact == name:
            return assumption.value, "assumed"
    known = (
        (variable, knowledge.world[variable]) for variable in _variables(before, name) if variable in knowledge.world
    )
    return next(((domain_text(variable, domain), "concluded") for variable, domain in known), ("unknown", "open"))


def _variables(before: Situation, name: str) -> tuple[Stated, ...]:
    """The variables of a fact: those that are read, or that of one that no clause reads."""
    matter = before.inquiry.matter
    readers = (each for each in matter.readers if not isinstance(each, ReadingVariable) and str(each.name) == name)
    return tuple(readers) or (matter.variable(name),)


def _value_text(before: Situation, change: ItemChange) -> str:
    """What an item becomes: `no`, `at most 100_000_000`, `in EU`, `one of a, b`."""
    match change.value:
        case Interval() as known if change.unit == DAY:
            return value_shown(date.fromordinal(known.first))
        case Interval() as known:
            return interval_text(known, change.unit)
        case Among(options=options):
            return "one of " + ", ".join(options)
        case bool() | str() | frozenset() | Worldwide() as value:
            (variable,) = _variables(before, change.item.name)
            matter = before.inquiry.matter
            return cell_text(matter, variable, value) if variable in matter.readers else value_shown(value)
        case _:
            assert_never(change.value)


def clauses_shown(before: Decision, after: Decision) -> tuple[ClauseShown, ...]:
    """The clauses that decide one answer and not the other, duties apart: those that fall away first."""
    ours, theirs = (
        {
            (reason.license, reason.clause): str(reason.locator)
            for reason in decision.reasons
            if reason.decides and reason.kind != "duty"
        }
        for decision in (before, after)
    )
    gone = [ClauseShown(*key, place, "decides no longer") for key, place in ours.items() if key not in theirs]
    new = [ClauseShown(*key, place, "decides") for key, place in theirs.items() if key not in ours]
    return (*gone, *new)


# --- as a case ---------------------------------------------------------------------------------------------


def case_of(alternative: Alternative, name: str) -> Case | None:
    """The question as changed, with the answer that it has; None where a `case` cannot put it.

    A case decides licences together, not by choice, and takes each reading as its licence does.
    """
    after, circumstances = alternative.after, alternative.after.circumstances
    if _has_a_choice(after.terms) or circumstances.readings not in ("taken", {}):
        return None
    licenses = tuple(program.license.id for program in asked_about(after.terms))
    done = circumstances.done
    names = tuple(duty for duty in done if not isinstance(done, Mapping) or done[duty])
    return Case(
        name=name,
        licenses=licenses,
        acts=after.leaves,
        as_of=circumstances.as_of,
        assume=circumstances.assume,
        given=tuple(
            GivenFact(fact=fact, value=known)
            for fact, known in sorted(after.facts.items())
            if not isinstance(known, Unknown)
        ),
        approvals=tuple(GivenApproval(**asdict(each)) for each in circumstances.approvals),
        done=names,
        rates=circumstances.rates,
        indices=circumstances.indices,
        attested=_attested(circumstances.vouched),
        expect=tuple(_expected(alternative.decision, duties=len(licenses) == 1)),
    )


def _attested(attested: Attestation | None) -> GivenAttestation | None:
    """As a case puts it: one statement of all who attest, on the last of their days."""
    if attested is None:
        return None
    people, days = dict.fromkeys(each.by for each in attested.each), [each.on for each in attested.each]
    return GivenAttestation(by=" and ".join(people), on=max(days), groups=attested.covered)


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
    return isinstance(terms, LicenseChoice) or (isinstance(terms, Together) and any(map(_has_a_choice, terms.parts)))
