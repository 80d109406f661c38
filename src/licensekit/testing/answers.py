"""What an answer says, as far as a case can expect it; and a case that expects all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from licensekit.evaluate import Decision, Verdict
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


class Answer(NamedTuple):
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


def answer_of(decision: Decision) -> Answer:
    """What a decision says."""
    return Answer(
        verdicts=tuple((part.act, part.verdict, part.possible) for part in decision.parts),
        whole=decision.possible,
        bases=tuple(part.basis for part in decision.parts),
        refusals=tuple(part.not_granted for part in decision.parts),
        duties=frozenset((one.clause, one.strength, one.status) for one in decision.duties if one.status != "moot"),
        approvals=frozenset((one.gate, one.state) for one in decision.approvals if one.truth is not FALSE),
    )


def expected_of(decision: Decision, *, questions: bool = True) -> tuple[Expectation, ...]:
    """What a case may expect of a decision: verdict, duties by clause, why not, and what is to be asked."""
    return tuple(_expected(decision, questions=questions))


def _expected(decision: Decision, *, questions: bool) -> Iterator[Expectation]:
    yield ExpectVerdict(verdict=decision.verdict.value)
    if decision.verdict is Verdict.UNKNOWN:
        yield ExpectPossible(verdicts=tuple(verdict.value for verdict in decision.possible))
    elif decision.verdict is Verdict.NOT_GRANTED and decision.reason:
        yield ExpectReason(reason=decision.reason)
    if decision.basis not in {"", "granted"} and len({part.basis for part in decision.parts}) == 1:
        yield ExpectBasis(basis=decision.basis)
    for duty in decision.duties:
        if duty.status != "moot":
            encouraged = duty.strength == "encouraged"
            yield ExpectDuty(duty=duty.clause, status=duty.status, encouraged=encouraged)
    asks = decision.verdict is Verdict.UNKNOWN or any(duty.status == "open" for duty in decision.duties)
    if questions and asks:
        facts = [question.fact for question in decision.questions if question.kind in {"fact", "judgement", "date"}]
        if facts:
            yield ExpectAsks(facts=tuple(facts[:1]))


def under(decision: Decision, other: Decision, reading: str, option: str) -> Iterator[Expectation]:
    """What a case may expect of a decision under a reading, where another decision says otherwise."""
    if decision.verdict is not other.verdict:
        yield ExpectVerdict(verdict=decision.verdict.value, reading=reading, option=option)
    ours, theirs = _live(decision), _live(other)
    for duty, (status, encouraged) in ours.items():
        if theirs.get(duty) != (status, encouraged):
            yield ExpectDuty(duty=duty, status=status, encouraged=encouraged, reading=reading, option=option)
    for duty in theirs:
        if duty not in ours:
            yield ExpectDuty(duty=duty, absent=True, reading=reading, option=option)


def _live(decision: Decision) -> dict[str, tuple[str, bool]]:
    return {
        duty.clause: (duty.status, duty.strength == "encouraged") for duty in decision.duties if duty.status != "moot"
    }


def contrast(decision: Decision, other: Decision) -> Iterator[Expectation]:
    """What else sets a decision apart from another: a duty that does not apply, a clause that it rests on."""
    live = _live(decision)
    for duty in _live(other):
        if duty not in live:
            yield ExpectDuty(duty=duty, absent=True)
    if decision.basis and decision.basis != other.basis and len({part.basis for part in decision.parts}) == 1:
        yield ExpectBasis(basis=decision.basis)
    resting = _resting(decision)
    for name in resting:
        if name not in _resting(other):
            yield ExpectClause(clause=name)
    for name in _resting(other):
        if name not in resting:
            yield ExpectClause(clause=name, absent=True)


def _resting(decision: Decision) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason.clause for reason in decision.reasons if reason.decides))
