"""Runs `case` statements: decides the case and compares the answer with everything that it expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import assert_never

from licensekit.api import LicenseTerms
from licensekit.errors import FactsError
from licensekit.evaluate import Decision, Verdict
from licensekit.evaluate.verdict import all_of_sets, in_order, summary
from licensekit.model.cases import (
    Case,
    ExpectAsks,
    Expectation,
    ExpectBasis,
    ExpectClause,
    ExpectDuty,
    ExpectPossible,
    ExpectReason,
    ExpectVerdict,
)
from licensekit.span import Span
from licensekit.use import Approval, Attestation
from licensekit.values import Exactly, Range
from licensekit.vocabulary.acts import leaves_of
from licensekit.vocabulary.facts import ATTESTED


@dataclass(frozen=True, slots=True)
class Failure:
    """What a case expects and the answer does not give. The place is that of the expectation."""

    message: str
    place: Span | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one case."""

    case: Case
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> bool:
        """Whether everything expected is so."""
        return not self.failures


def run_case(case: Case, terms: LicenseTerms) -> Result:
    """Decide a case under the licences that it names, and compare. Raises nothing for what the case gives."""
    try:
        decide = decider(case, terms)
        decision = decide({})
        found = tuple(
            Failure(message, one.span)
            for one in case.expect
            for message in _differences(one, decision if not _reading(one) else decide(_reading(one)))
        )
    except FactsError as refused:
        return Result(case, tuple(Failure(f"what is given cannot be: {one.message}") for one in refused.diagnostics))
    return Result(case, found)


Decide = Callable[[dict[str, str]], Decision]


def decider(case: Case, terms: LicenseTerms) -> Decide:
    """How to decide what a case gives, under readings chosen otherwise. Raises FactsError, here or when it decides."""
    facts: dict[str, Exactly | Range] = {one.fact: one.value for one in case.given}
    use = terms.use(case.acts, facts)
    attested = case.attested

    def decide(readings: dict[str, str]) -> Decision:
        return terms.evaluate(
            use,
            as_of=case.as_of,
            assume=case.assume,
            readings=readings or "taken",
            approvals=[
                Approval(one.gate, one.state, one.since, one.until, one.acts, one.holder) for one in case.approvals
            ],
            done=case.done,
            rates=case.rates,
            indices=case.indices,
            attested=None if attested is None else Attestation(attested.by, attested.on, attested.groups),
        )

    return decide


def _reading(expected: Expectation) -> dict[str, str]:
    if isinstance(expected, ExpectVerdict | ExpectDuty) and expected.reading:
        return {expected.reading: expected.option}
    return {}


def _differences(expected: Expectation, decision: Decision) -> Iterator[str]:
    match expected:
        case ExpectVerdict():
            yield from _verdict(expected, decision)
        case ExpectPossible(verdicts=verdicts):
            found = [verdict.value for verdict in decision.possible]
            if sorted(found) != sorted(verdicts):
                yield f"expected possible {', '.join(verdicts)}; found {', '.join(found)}"
        case ExpectDuty():
            yield from _duty(expected, decision)
        case ExpectReason(reason=reason):
            if decision.reason != reason:
                yield f"expected reason {reason}; found {decision.reason or 'none: it is not refused'}"
        case ExpectBasis():
            yield from _basis(expected, decision)
        case ExpectClause():
            yield from _clause(expected, decision)
        case ExpectAsks(facts=facts):
            yield from _asks(facts, decision)
        case _:
            assert_never(expected)


def _verdict(expected: ExpectVerdict, decision: Decision) -> Iterator[str]:
    verdict, possible = verdict_for(decision, expected.act)
    if verdict.value != expected.verdict:
        of = f" for {expected.act}" if expected.act else ""
        remain = f" ({', '.join(one.value for one in possible)})" if verdict is Verdict.UNKNOWN else ""
        yield f"expected {expected.verdict}{of}{_under(expected)}; found {verdict.value}{remain}"


def verdict_for(decision: Decision, act: str = "") -> tuple[Verdict, tuple[Verdict, ...]]:
    """The verdict of a decision, or of one act or group of it, and what remains possible.

    An act that was not asked about counts as unknown with nothing possible.
    """
    if not act:
        return decision.verdict, decision.possible
    parts = [part for part in decision.parts if part.act in leaves_of(act)]
    if not parts:
        return Verdict.UNKNOWN, ()
    if len(parts) == 1:
        return parts[0].verdict, parts[0].possible
    possible = reduce(all_of_sets, (frozenset(part.possible) for part in parts))
    return summary(possible), in_order(possible)


def _duty(expected: ExpectDuty, decision: Decision) -> Iterator[str]:
    found = [
        (duty.strength == "encouraged", duty.status)
        for duty in decision.duties
        if _named(expected.duty, duty.license, duty.clause)
    ]
    if expected.absent:
        live = [status for _, status in found if status != "moot"]
        if live:
            yield f"expected not duty {expected.duty}{_under(expected)}; found {', '.join(live)}"
    elif (expected.encouraged, expected.status) not in found:
        statuses = ", ".join(f"{status}, as encouraged" if encouraged else status for encouraged, status in found)
        which = "encouraged duty" if expected.encouraged else "duty"
        shown = statuses or "none: it does not apply"
        yield f"expected {which} {expected.duty} is {expected.status}{_under(expected)}; found {shown}"


def _under(expected: ExpectVerdict | ExpectDuty) -> str:
    return f" under reading {expected.reading} is {expected.option}" if expected.reading else ""


def _basis(expected: ExpectBasis, decision: Decision) -> Iterator[str]:
    found = {part.basis for part in decision.parts if not expected.act or part.act in leaves_of(expected.act)}
    if found != {expected.basis}:
        of = f" for {expected.act}" if expected.act else ""
        shown = ", ".join(sorted(one or "none: it is not permitted" for one in found)) or "none: it is not asked about"
        yield f"expected basis {expected.basis}{of}; found {shown}"


def _clause(expected: ExpectClause, decision: Decision) -> Iterator[str]:
    among = [reason for reason in decision.reasons if reason.decides]
    found = any(_named(expected.clause, reason.license, reason.clause) for reason in among)
    if found is expected.absent:
        resting = ", ".join(reason.clause for reason in among) or "no clause"
        yield f"expected {'not ' if expected.absent else ''}clause {expected.clause}; the answer rests on {resting}"


def _named(name: str, license_id: str, clause: str) -> bool:
    return name in {clause, f"{license_id}.{clause}"}


def _asks(facts: tuple[str, ...], decision: Decision) -> Iterator[str]:
    asked = [question.fact for question in decision.questions]
    at = 0
    for fact in facts:
        place = next((i for i in range(at, len(asked)) if asked[i] == fact or fact in ATTESTED.get(asked[i], ())), None)
        if place is None:
            yield f"expected asks {', '.join(facts)}; asked are {', '.join(asked) or 'none'}"
            return
        at = place + 1
