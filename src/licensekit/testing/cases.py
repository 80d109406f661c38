"""Runs `case` statements: decides the case and compares the answer with everything that it expects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from typing import TypeAlias, assert_never

from licensekit.api import LicenseTerms
from licensekit.decision import Decision, Verdict
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.decide import BriefAnswer, inquire
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.parts import DutyStatus, reason_of
from licensekit.errors import FactsError
from licensekit.meaning.verdict import all_of_sets, in_order, summary
from licensekit.model import cases
from licensekit.model.cases import Case, Expectation
from licensekit.model.clauses import written_id
from licensekit.span import Span
from licensekit.testing.case_text import expectation_text
from licensekit.use import Approval, Attestation, Use
from licensekit.vocabulary.acts import leaves_of
from licensekit.vocabulary.facts import ATTESTED

OtherReading: TypeAlias = tuple[str, str]
"""A reading of the licence and an option of it, chosen otherwise than it is taken."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a case expects and the answer does not give. The place is that of the expectation."""

    message: str
    place: Span | None = None
    expected: Expectation | None = None
    found: tuple[Expectation, ...] = ()
    """What the answer gives in its place."""


def run_case(case: Case, terms: LicenseTerms) -> tuple[Failure, ...]:
    """Decide a case under the licences that it names, and compare; nothing where it passes. Raises nothing for it."""
    try:
        return tuple(
            Failure(message, expected.span, expected, instead)
            for expected, decision in _decided(case, terms)
            for message, instead in differences(expected, decision)
        )
    except FactsError as refused:
        return tuple(Failure(f"what is given cannot be: {each.message}") for each in refused.diagnostics)


def passes(case: Case, terms: LicenseTerms) -> bool:
    """Whether everything that a case expects is so; looks no further than the first thing that is not."""
    try:
        return all(next(differences(*pair), None) is None for pair in _decided(case, terms))
    except FactsError:
        return False


def _decided(case: Case, terms: LicenseTerms) -> Iterator[tuple[Expectation, BriefAnswer]]:
    """Each thing expected with the answer that it is about. Raises FactsError, also where nothing is expected."""
    owing = frozenset(each.duty for each in case.expect if isinstance(each, cases.ExpectDuty))
    use = _use(case, terms)

    @cache
    def answer(reading: OtherReading | None) -> BriefAnswer:
        return terms.brief(use, _stated(case, reading), owing=owing)

    answer(None)
    yield from ((expected, answer(reading_of(expected))) for expected in case.expect)


def decision_of(case: Case, terms: LicenseTerms, reading: OtherReading | None = None) -> Decision:
    """What is answered to a case, perhaps under a reading chosen otherwise. Raises FactsError."""
    return terms.evaluate(_use(case, terms), **_stated(case, reading).arguments)


def inquiry_of(case: Case, terms: LicenseTerms, reading: OtherReading | None = None) -> Inquiry:
    """The question that a case puts, which `decision_of` answers. Raises FactsError."""
    return inquire(terms.terms, _use(case, terms), _stated(case, reading))


def _use(case: Case, terms: LicenseTerms) -> Use:
    return terms.use(case.acts, {given.fact: given.value for given in case.given})


def _stated(case: Case, reading: OtherReading | None) -> Circumstances:
    """What a case states beside its facts."""
    attested = case.attested
    return Circumstances(
        as_of=case.as_of,
        assume=case.assume,
        readings=dict([reading]) if reading else "taken",
        approvals=tuple(
            Approval(each.gate, each.state, each.since, each.until, each.acts, each.holder) for each in case.approvals
        ),
        done=case.done,
        rates=case.rates,
        indices=case.indices,
        attested=None if attested is None else Attestation(attested.by, attested.on, attested.groups),
    )


def reading_of(expected: Expectation) -> OtherReading | None:
    """The reading under which something is expected; None as taken."""
    if isinstance(expected, cases.ExpectVerdict | cases.ExpectDuty) and expected.reading:
        return expected.reading, expected.option
    return None


AnswerSeen: TypeAlias = Decision | BriefAnswer
"""A decision, or what a case looks at of one."""
Discrepancy: TypeAlias = tuple[str, tuple[Expectation, ...]]
"""A message, and what the answer gives instead, as something that could be expected."""


def differences(expected: Expectation, decision: AnswerSeen) -> Iterator[Discrepancy]:
    """What an answer gives otherwise than expected; nothing where it is as expected."""
    for found, instead in _otherwise(expected, decision):
        yield f"{expectation_text(expected).replace('expect ', 'expected ', 1)}; {found}", instead


def _otherwise(expected: Expectation, decision: AnswerSeen) -> Iterator[Discrepancy]:
    """What is found instead, in words and as expectations."""
    match expected:
        case cases.ExpectVerdict():
            yield from _verdict(expected, decision)
        case cases.ExpectPossible(verdicts=verdicts):
            actual = tuple(verdict.value for verdict in decision.possible)
            if sorted(actual) != sorted(verdicts):
                yield f"found {', '.join(actual)}", (cases.ExpectPossible(verdicts=actual),)
        case cases.ExpectDuty():
            yield from _duty(expected, decision)
        case cases.ExpectReason(reason=reason):
            if (actual_reason := reason_of(decision.parts)) != reason:
                instead = (cases.ExpectReason(reason=actual_reason),) if actual_reason else ()
                yield f"found {actual_reason or 'none: it is not refused'}", instead
        case cases.ExpectBasis():
            yield from _basis(expected, decision)
        case cases.ExpectClause():
            yield from _clause(expected, decision)
        case cases.ExpectAsks(facts=facts):
            yield from _asks(facts, decision)
        case _:
            assert_never(expected)


def _verdict(expected: cases.ExpectVerdict, decision: AnswerSeen) -> Iterator[Discrepancy]:
    verdict, possible = _verdict_for(decision, expected.act)
    if verdict.value != expected.verdict:
        words = tuple(each.value for each in possible)
        remain = f" ({', '.join(words)})" if verdict is Verdict.UNKNOWN else ""
        instead: tuple[Expectation, ...] = (expected.model_copy(update={"verdict": verdict.value}),)
        if remain and not expected.act and not expected.reading:
            instead = (*instead, cases.ExpectPossible(verdicts=words))
        yield f"found {verdict.value}{remain}", instead


def _verdict_for(decision: AnswerSeen, act: str = "") -> tuple[Verdict, tuple[Verdict, ...]]:
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


def _duty(expected: cases.ExpectDuty, decision: AnswerSeen) -> Iterator[Discrepancy]:
    actual = [
        (duty.strength == "encouraged", duty.status)
        for duty in decision.duties
        if _named(expected.duty, duty.license, duty.clause)
    ]
    if expected.absent:
        live = [(encouraged, status) for encouraged, status in actual if status != "moot"]
        if live:
            yield f"found {', '.join(status for _, status in live)}", _duties(expected, live)
    elif (expected.encouraged, expected.status) not in actual:
        statuses = ", ".join(f"{status}, as encouraged" if encouraged else status for encouraged, status in actual)
        yield f"found {statuses or 'none: it does not apply'}", _duties(expected, actual)


def _duties(expected: cases.ExpectDuty, actual: Sequence[tuple[bool, DutyStatus]]) -> tuple[Expectation, ...]:
    if not actual:
        return (expected.model_copy(update={"status": "", "absent": True, "encouraged": False}),)
    return tuple(
        expected.model_copy(update={"status": status, "absent": False, "encouraged": encouraged})
        for encouraged, status in actual
    )


def _basis(expected: cases.ExpectBasis, decision: AnswerSeen) -> Iterator[Discrepancy]:
    parts = [part for part in decision.parts if not expected.act or part.act in leaves_of(expected.act)]
    actual = {part.basis for part in parts}
    if actual != {expected.basis}:
        found = ", ".join(sorted(each or "none: it is not permitted" for each in actual))
        instead = tuple(cases.ExpectBasis(basis=part.basis, act=part.act) for part in parts if part.basis)
        yield f"found {found or 'none: it is not asked about'}", instead


def _clause(expected: cases.ExpectClause, decision: AnswerSeen) -> Iterator[Discrepancy]:
    among = [reason for reason in decision.reasons if reason.decides]
    actual = any(_named(expected.clause, reason.license, reason.clause) for reason in among)
    if actual is expected.absent:
        names = tuple(dict.fromkeys(written_id(reason.clause) for reason in among))
        others = () if expected.absent else tuple(cases.ExpectClause(clause=name) for name in names)
        instead = cases.ExpectClause(clause=expected.clause, absent=not expected.absent)
        yield f"the answer rests on {', '.join(names) or 'no clause'}", (instead, *others)


def _named(name: str, license_id: str, clause: str) -> bool:
    return name in {written_id(clause), f"{license_id}.{written_id(clause)}"}


def _asks(facts: tuple[str, ...], decision: AnswerSeen) -> Iterator[Discrepancy]:
    if len(facts) == 1 and isinstance(decision, BriefAnswer) and decision.asks(facts[0]):
        return  # of one fact it makes no difference what comes before it
    asked = [question.fact for question in decision.questions]
    at = 0
    for fact in facts:
        place = next((i for i in range(at, len(asked)) if asked[i] == fact or fact in ATTESTED.get(asked[i], ())), None)
        if place is None:
            yield f"asked are {', '.join(asked) or 'none'}", (cases.ExpectAsks(facts=tuple(asked)),) if asked else ()
            return
        at = place + 1
