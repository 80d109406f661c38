"""Runs `case` statements: decides the case and compares the answer with everything that it expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import assert_never

from licensekit.api import LicenseTerms
from licensekit.decision import Decision, Verdict
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.decide import inquire
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.parts import DutyStatus
from licensekit.errors import FactsError
from licensekit.meaning.verdict import all_of_sets, in_order, summary
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
from licensekit.model.clauses import written_id
from licensekit.span import Span
from licensekit.use import Approval, Attestation
from licensekit.vocabulary.acts import leaves_of
from licensekit.vocabulary.facts import ATTESTED


@dataclass(frozen=True, slots=True)
class Failure:
    """What a case expects and the answer does not give. The place is that of the expectation."""

    message: str
    place: Span | None = None
    expected: Expectation | None = None
    found: tuple[Expectation, ...] = ()
    """What the answer gives in its place."""


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
        failures = tuple(
            Failure(message, expected.span, expected, instead)
            for expected, decision in _decided(case, terms)
            for message, instead in differences(expected, decision)
        )
    except FactsError as refused:
        return Result(case, tuple(Failure(f"what is given cannot be: {each.message}") for each in refused.diagnostics))
    return Result(case, failures)


def passes(case: Case, terms: LicenseTerms) -> bool:
    """Whether everything that a case expects is so; looks no further than the first thing that is not."""
    try:
        return all(next(differences(*pair), None) is None for pair in _decided(case, terms))
    except FactsError:
        return False


def _decided(case: Case, terms: LicenseTerms) -> Iterator[tuple[Expectation, Decision]]:
    """Each thing expected with the decision that it is about. Raises FactsError, also where nothing is expected."""
    decide = decider(case, terms)
    decision = decide({})
    for expected in case.expect:
        reading = reading_of(expected)
        yield expected, decide(reading) if reading else decision


Decider = Callable[[dict[str, str]], Decision]


def decider(case: Case, terms: LicenseTerms) -> Decider:
    """How to decide what a case gives, under readings chosen otherwise. Raises FactsError, here or when it decides."""
    use = terms.use(case.acts, {given.fact: given.value for given in case.given})

    def decide(readings: dict[str, str]) -> Decision:
        stated = _stated(case, readings)
        return terms.evaluate(use, **stated.arguments)

    return decide


def inquiry_of(case: Case, terms: LicenseTerms, readings: dict[str, str]) -> Inquiry:
    """The question that a case puts, under readings chosen otherwise; `decider` answers it. Raises FactsError."""
    use = terms.use(case.acts, {given.fact: given.value for given in case.given})
    return inquire(terms.terms, use, _stated(case, readings))


def _stated(case: Case, readings: dict[str, str]) -> Circumstances:
    """What a case states beside its facts."""
    attested = case.attested
    return Circumstances(
        as_of=case.as_of,
        assume=case.assume,
        readings=readings or "taken",
        approvals=tuple(
            Approval(each.gate, each.state, each.since, each.until, each.acts, each.holder) for each in case.approvals
        ),
        done=case.done,
        rates=case.rates,
        indices=case.indices,
        attested=None if attested is None else Attestation(attested.by, attested.on, attested.groups),
    )


def reading_of(expected: Expectation) -> dict[str, str]:
    """The reading under which something is expected; empty as taken."""
    if isinstance(expected, ExpectVerdict | ExpectDuty) and expected.reading:
        return {expected.reading: expected.option}
    return {}


Discrepancy = tuple[str, tuple[Expectation, ...]]
"""A message, and what the answer gives instead, as something that could be expected."""


def differences(expected: Expectation, decision: Decision) -> Iterator[Discrepancy]:
    """What an answer gives otherwise than expected; nothing where it is as expected."""
    match expected:
        case ExpectVerdict():
            yield from _verdict(expected, decision)
        case ExpectPossible(verdicts=verdicts):
            actual = tuple(verdict.value for verdict in decision.possible)
            if sorted(actual) != sorted(verdicts):
                message = f"expected possible {', '.join(verdicts)}; found {', '.join(actual)}"
                yield message, (ExpectPossible(verdicts=actual),)
        case ExpectDuty():
            yield from _duty(expected, decision)
        case ExpectReason(reason=reason):
            if decision.reason != reason:
                instead = (ExpectReason(reason=decision.reason),) if decision.reason else ()
                yield f"expected reason {reason}; found {decision.reason or 'none: it is not refused'}", instead
        case ExpectBasis():
            yield from _basis(expected, decision)
        case ExpectClause():
            yield from _clause(expected, decision)
        case ExpectAsks(facts=facts):
            yield from _asks(facts, decision)
        case _:
            assert_never(expected)


def _verdict(expected: ExpectVerdict, decision: Decision) -> Iterator[Discrepancy]:
    verdict, possible = verdict_for(decision, expected.act)
    if verdict.value != expected.verdict:
        of = f" for {expected.act}" if expected.act else ""
        words = tuple(each.value for each in possible)
        remain = f" ({', '.join(words)})" if verdict is Verdict.UNKNOWN else ""
        instead: tuple[Expectation, ...] = (expected.model_copy(update={"verdict": verdict.value}),)
        if remain and not expected.act and not expected.reading:
            instead = (*instead, ExpectPossible(verdicts=words))
        yield f"expected {expected.verdict}{of}{_under(expected)}; found {verdict.value}{remain}", instead


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


def _duty(expected: ExpectDuty, decision: Decision) -> Iterator[Discrepancy]:
    actual = [
        (duty.strength == "encouraged", duty.status)
        for duty in decision.duties
        if _named(expected.duty, duty.license, duty.clause)
    ]
    if expected.absent:
        live = [(encouraged, status) for encouraged, status in actual if status != "moot"]
        if live:
            statuses = ", ".join(status for _, status in live)
            yield f"expected not duty {expected.duty}{_under(expected)}; found {statuses}", _duties(expected, live)
    elif (expected.encouraged, expected.status) not in actual:
        statuses = ", ".join(f"{status}, as encouraged" if encouraged else status for encouraged, status in actual)
        which = "encouraged duty" if expected.encouraged else "duty"
        shown = statuses or "none: it does not apply"
        message = f"expected {which} {expected.duty} is {expected.status}{_under(expected)}; found {shown}"
        yield message, _duties(expected, actual)


def _duties(expected: ExpectDuty, actual: Sequence[tuple[bool, DutyStatus]]) -> tuple[Expectation, ...]:
    if not actual:
        return (expected.model_copy(update={"status": "", "absent": True, "encouraged": False}),)
    return tuple(
        expected.model_copy(update={"status": status, "absent": False, "encouraged": encouraged})
        for encouraged, status in actual
    )


def _under(expected: ExpectVerdict | ExpectDuty) -> str:
    return f" under reading {expected.reading} is {expected.option}" if expected.reading else ""


def _basis(expected: ExpectBasis, decision: Decision) -> Iterator[Discrepancy]:
    parts = [part for part in decision.parts if not expected.act or part.act in leaves_of(expected.act)]
    actual = {part.basis for part in parts}
    if actual != {expected.basis}:
        of = f" for {expected.act}" if expected.act else ""
        shown = (
            ", ".join(sorted(each or "none: it is not permitted" for each in actual)) or "none: it is not asked about"
        )
        instead = tuple(ExpectBasis(basis=part.basis, act=part.act) for part in parts if part.basis)
        yield f"expected basis {expected.basis}{of}; found {shown}", instead


def _clause(expected: ExpectClause, decision: Decision) -> Iterator[Discrepancy]:
    among = [reason for reason in decision.reasons if reason.decides]
    actual = any(_named(expected.clause, reason.license, reason.clause) for reason in among)
    if actual is expected.absent:
        resting = ", ".join(reason.clause for reason in among) or "no clause"
        message = f"expected {'not ' if expected.absent else ''}clause {expected.clause}; the answer rests on {resting}"
        others = () if expected.absent else tuple(ExpectClause(clause=reason.clause) for reason in among)
        yield message, (ExpectClause(clause=expected.clause, absent=not expected.absent), *others)


def _named(name: str, license_id: str, clause: str) -> bool:
    return name in {written_id(clause), f"{license_id}.{written_id(clause)}"}


def _asks(facts: tuple[str, ...], decision: Decision) -> Iterator[Discrepancy]:
    asked = [question.fact for question in decision.questions]
    at = 0
    for fact in facts:
        place = next((i for i in range(at, len(asked)) if asked[i] == fact or fact in ATTESTED.get(asked[i], ())), None)
        if place is None:
            message = f"expected asks {', '.join(facts)}; asked are {', '.join(asked) or 'none'}"
            yield message, (ExpectAsks(facts=tuple(asked)),) if asked else ()
            return
        at = place + 1
