"""What an answer says, as far as a case can expect it; and a case that expects all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from licensekit.decision import Decision, Verdict
from licensekit.meaning.variable import AS_OF
from licensekit.model.cases import (
    ExpectAsks,
    Expectation,
    ExpectBasis,
    ExpectClause,
    ExpectDuty,
    ExpectPossible,
    ExpectReason,
    ExpectVerdict,
)
from licensekit.truth import FALSE


class Expectable(NamedTuple):
    """What makes two answers the same. Moot duties count as none."""

    verdicts: tuple[tuple[str, Verdict, tuple[Verdict, ...]], ...]
    """By act: the verdict, and the verdicts that remain possible."""
    whole: tuple[Verdict, ...]
    bases: tuple[str, ...]
    refusals: tuple[str, ...]
    duties: frozenset[tuple[str, str, str]]
    """Clause, strength and status."""
    approvals: frozenset[tuple[str, str]]
    """Gate and state, of the gates that play a part."""


def answer_of(decision: Decision) -> Expectable:
    """What a decision says."""
    return Expectable(
        verdicts=tuple((part.act, part.verdict, part.possible) for part in decision.parts),
        whole=decision.possible,
        bases=tuple(part.basis for part in decision.parts),
        refusals=tuple(part.not_granted for part in decision.parts),
        duties=frozenset(
            (each.clause, each.strength, each.status) for each in decision.duties if each.status != "moot"
        ),
        approvals=frozenset((each.gate, each.state) for each in decision.approvals if each.truth is not FALSE),
    )


def expected_of(decision: Decision, license_id: str, *, questions: bool = True) -> tuple[Expectation, ...]:
    """What a case of a licence may expect of a decision: verdict, its duties, why not, and what is to be asked.

    Of the duties of a licence that follows on a later day a case says nothing.
    """
    return tuple(_expected(decision, license_id, questions=questions))


def _expected(decision: Decision, license_id: str, *, questions: bool) -> Iterator[Expectation]:
    yield ExpectVerdict(verdict=decision.verdict.value)
    if decision.verdict is Verdict.UNKNOWN:
        yield ExpectPossible(verdicts=tuple(verdict.value for verdict in decision.possible))
    elif decision.verdict is Verdict.NOT_GRANTED and decision.reason:
        yield ExpectReason(reason=decision.reason)
    if decision.basis not in {"", "granted"} and len({part.basis for part in decision.parts}) == 1:
        yield ExpectBasis(basis=decision.basis)
    for duty, (status, encouraged) in live_duties(decision, license_id).items():
        yield ExpectDuty(duty=duty, status=status, encouraged=encouraged)
    asks = decision.verdict is Verdict.UNKNOWN or any(duty.status == "open" for duty in decision.duties)
    if questions and asks:
        kinds = {"fact", "judgement", "date"}
        facts = [each.fact for each in decision.questions if each.kind in kinds and each.fact != str(AS_OF)]
        if facts:
            yield ExpectAsks(facts=tuple(facts[:1]))


def under(decision: Decision, instead: Decision, license_id: str, reading: tuple[str, str]) -> Iterator[Expectation]:
    """What a case may expect of a decision under a reading, where another decision says otherwise."""
    name, option = reading
    if decision.verdict is not instead.verdict:
        yield ExpectVerdict(verdict=decision.verdict.value, reading=name, option=option)
    ours, theirs = live_duties(decision, license_id), live_duties(instead, license_id)
    for duty, (status, encouraged) in ours.items():
        if theirs.get(duty) != (status, encouraged):
            yield ExpectDuty(duty=duty, status=status, encouraged=encouraged, reading=name, option=option)
    for duty in theirs:
        if duty not in ours:
            yield ExpectDuty(duty=duty, absent=True, reading=name, option=option)


def live_duties(decision: Decision, license_id: str) -> dict[str, tuple[str, bool]]:
    """A licence's duties that are not moot, by clause: the status, and whether they are only encouraged."""
    return {
        duty.clause: (duty.status, duty.strength == "encouraged")
        for duty in decision.duties
        if duty.status != "moot" and duty.license == license_id
    }


def contrast(decision: Decision, instead: Decision, license_id: str) -> Iterator[Expectation]:
    """What else sets a decision apart from another: a duty that does not apply, a clause that it rests on."""
    live = live_duties(decision, license_id)
    for duty in live_duties(instead, license_id):
        if duty not in live:
            yield ExpectDuty(duty=duty, absent=True)
    if decision.basis and decision.basis != instead.basis and len({part.basis for part in decision.parts}) == 1:
        yield ExpectBasis(basis=decision.basis)
    resting, otherwise = _resting(decision, license_id), _resting(instead, license_id)
    yield from (ExpectClause(clause=name) for name in resting if name not in otherwise)
    yield from (ExpectClause(clause=name, absent=True) for name in otherwise if name not in resting)


def _resting(decision: Decision, license_id: str) -> tuple[str, ...]:
    found = (reason.clause for reason in decision.reasons if reason.decides and reason.license == license_id)
    return tuple(dict.fromkeys(found))
