"""From a path to a case: the use, as few of its facts as will do, and what a case can expect of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, NamedTuple

from licensekit.analyse.uses import indices_at_base
from licensekit.analyse.witness import witness
from licensekit.api import LicenseTerms
from licensekit.decision import Decision, Single, Verdict
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.matter import matter_of
from licensekit.errors import FactsError
from licensekit.meaning.terms import Terms
from licensekit.meaning.variable import AS_OF, ReadingVariable, World
from licensekit.model import cases
from licensekit.model.cases import Case, Expectation
from licensekit.model.clauses import written_id
from licensekit.testing.cases import OtherReading, decision_of, passes
from licensekit.truth import FALSE
from licensekit.values import Exactly
from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.facts import FACTS, fact_name

ATTESTED_BY: Final = "author"
SOME_DAY: Final = date(2026, 1, 1)
"""The day of an attestation, where neither the case nor the licence names one."""


def case_of(terms: LicenseTerms, asked: Inquiry, path: World) -> Case | None:
    """The use of a path as a case that expects nothing yet; its conduct is attested where all of it must be clean.

    None where no use can be so.
    """
    facts: World = {name: part for name, part in path.items() if not isinstance(name, ReadingVariable)}
    use = witness(asked, facts, circumstances=at_base(terms.terms))
    if use is None:
        return None
    case = use.case("a use", Single(asked.matter.programs[0]))
    soiled = {_group(fact.fact) for fact in case.given if fact.value != Exactly(False)} | {""}
    clean = {
        fact.fact: group
        for fact in case.given
        if fact.value == Exactly(False) and (group := _group(fact.fact)) not in soiled
    }
    if not clean:
        return case
    day = case.as_of or terms.license.released or SOME_DAY
    attested = cases.GivenAttestation(by=ATTESTED_BY, on=day, groups=tuple(dict.fromkeys(clean.values())))
    given = tuple(fact for fact in case.given if fact.fact not in clean)
    return case.model_copy(update={"given": given, "attested": attested})


def _group(name: str) -> str:
    """The group with which a fact of clean hands is attested; empty for all others."""
    info = FACTS.get(fact_name(name).base)
    return "" if info is None else info.group


def at_base(terms: Terms) -> Circumstances:
    """Nothing is assumed, and every index that adjusts a threshold is at its base: adjusted amounts are plain ones."""
    matter, _ = matter_of(terms, tuple(LEAVES), Circumstances())
    return Circumstances(assume="none", indices=indices_at_base(matter))


# -- as few facts as will do, and what to expect ---------------------------------------------------------------


def telling(case: Case, terms: LicenseTerms, form: LicenseTerms, reading: OtherReading | None) -> Case | None:
    """The case with as few facts as tell two licences apart, and with the first one's answer as what it expects.

    None if it does not tell them apart. `reading` is a reading chosen otherwise, under which alone they differ.
    """
    answer = _answer(case, terms, reading)

    def tells(fewer: Case) -> bool:
        return _answer(fewer, terms, reading) == answer != _answer(fewer, form, reading)

    return _expecting(smallest(case, tells), terms, form, reading) if answer is not None and tells(case) else None


def smallest(case: Case, stands: Callable[[Case], bool]) -> Case:
    """The case without the facts, approvals and statements that can be left out while something stands."""

    def without(**fields: object) -> None:
        nonlocal case
        fewer = case.model_copy(update=fields)
        if stands(fewer):
            case = fewer

    for fact in reversed(case.given):
        without(given=tuple(each for each in case.given if each is not fact))
    for approval in reversed(case.approvals):
        without(approvals=tuple(each for each in case.approvals if each is not approval))
    for group in () if case.attested is None else case.attested.groups:
        attested = case.attested
        if attested is not None:
            groups = tuple(each for each in attested.groups if each != group)
            without(attested=attested.model_copy(update={"groups": groups}) if groups else None)
    if case.as_of is not None:
        without(as_of=None)
    if case.indices:
        without(indices=())
    return case


def _answer(case: Case, terms: LicenseTerms, reading: OtherReading | None) -> object:
    """What a case can expect of the answer, under another reading less. None if what is given contradicts itself."""
    decision = decided(case, terms, reading)
    if decision is None:
        return None
    answer = answer_of(decision)
    return answer if reading is None else (decision.verdict, answer.duties)


def decided(case: Case, terms: LicenseTerms, reading: OtherReading | None = None) -> Decision | None:
    """The answer to what a case gives; None if that contradicts itself, or names what these terms do not have."""
    try:
        return decision_of(case, terms, reading)
    except FactsError:
        return None


def _expecting(case: Case, terms: LicenseTerms, form: LicenseTerms, reading: OtherReading | None) -> Case | None:
    decision, instead = decided(case, terms), decided(case, form)
    assert decision is not None
    own = terms.license.id
    expected = list(expected_of(decision, own, questions=False))
    if reading is not None:
        otherwise, instead_then = decided(case, terms, reading), decided(case, form, reading)
        if otherwise is not None and instead_then is not None:
            expected += under(otherwise, instead_then, own, reading)
    case = case.model_copy(update={"expect": tuple(expected)})
    if instead is not None and passes(case, form):
        case = case.model_copy(update={"expect": (*expected, *contrast(decision, instead, own))})
    return None if passes(case, form) else case


# -- what an answer says ---------------------------------------------------------------------------------------


class _Expectable(NamedTuple):
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


def answer_of(decision: Decision) -> _Expectable:
    """What a decision says."""
    return _Expectable(
        verdicts=tuple((part.act, part.verdict, part.possible) for part in decision.parts),
        whole=decision.possible,
        bases=tuple(part.basis for part in decision.parts),
        refusals=tuple(part.not_granted for part in decision.parts),
        duties=frozenset(
            (each.clause, each.strength, each.status) for each in decision.duties if each.status != "moot"
        ),
        approvals=frozenset((each.gate, each.state) for each in decision.approvals if each.truth is not FALSE),
    )


def expected_of(decision: Decision, license_id: str, *, questions: bool = True) -> Iterator[Expectation]:
    """What a case of a licence may expect of a decision: verdict, its duties, why not, and what is to be asked.

    Of the duties of a licence that follows on a later day a case says nothing.
    """
    yield cases.ExpectVerdict(verdict=decision.verdict.value)
    if decision.verdict is Verdict.UNKNOWN:
        yield cases.ExpectPossible(verdicts=tuple(verdict.value for verdict in decision.possible))
    elif decision.verdict is Verdict.NOT_GRANTED and decision.reason:
        yield cases.ExpectReason(reason=decision.reason)
    if decision.basis not in {"", "granted"} and len({part.basis for part in decision.parts}) == 1:
        yield cases.ExpectBasis(basis=decision.basis)
    for duty, (status, encouraged) in live_duties(decision, license_id).items():
        yield cases.ExpectDuty(duty=duty, status=status, encouraged=encouraged)
    asks = decision.verdict is Verdict.UNKNOWN or any(duty.status == "open" for duty in decision.duties)
    if questions and asks:
        kinds = {"fact", "judgement", "date"}
        facts = [each.fact for each in decision.questions if each.kind in kinds and each.fact != str(AS_OF)]
        if facts:
            yield cases.ExpectAsks(facts=tuple(facts[:1]))


def under(decision: Decision, instead: Decision, license_id: str, reading: tuple[str, str]) -> Iterator[Expectation]:
    """What a case may expect of a decision under a reading, where another decision says otherwise."""
    name, option = reading
    if decision.verdict is not instead.verdict:
        yield cases.ExpectVerdict(verdict=decision.verdict.value, reading=name, option=option)
    theirs = live_duties(instead, license_id)
    for duty, (status, encouraged) in live_duties(decision, license_id).items():
        if theirs.get(duty) != (status, encouraged):
            yield cases.ExpectDuty(duty=duty, status=status, encouraged=encouraged, reading=name, option=option)
    for absent in _duties_alone(instead, decision, license_id):
        yield absent.model_copy(update={"reading": name, "option": option})


def _duties_alone(decision: Decision, instead: Decision, license_id: str) -> Iterator[Expectation]:
    """The duties that are live in one decision and not in another, as what does not apply there."""
    live = live_duties(instead, license_id)
    yield from (
        cases.ExpectDuty(duty=duty, absent=True) for duty in live_duties(decision, license_id) if duty not in live
    )


def live_duties(decision: Decision, license_id: str) -> dict[str, tuple[str, bool]]:
    """A licence's duties that are not moot, by clause: the status, and whether they are only encouraged."""
    return {
        duty.clause: (duty.status, duty.strength == "encouraged")
        for duty in decision.duties
        if duty.status != "moot" and duty.license == license_id
    }


def contrast(decision: Decision, instead: Decision, license_id: str) -> Iterator[Expectation]:
    """What else sets a decision apart from another: a duty that does not apply, a clause that it rests on."""
    yield from _duties_alone(instead, decision, license_id)
    if decision.basis and decision.basis != instead.basis and len({part.basis for part in decision.parts}) == 1:
        yield cases.ExpectBasis(basis=decision.basis)
    resting, otherwise = _resting(decision, license_id), _resting(instead, license_id)
    yield from (cases.ExpectClause(clause=name) for name in resting if name not in otherwise)
    yield from (cases.ExpectClause(clause=name, absent=True) for name in otherwise if name not in resting)


def _resting(decision: Decision, license_id: str) -> tuple[str, ...]:
    """The clauses of a licence that a decision rests on, as they were written: a case names them so."""
    resting = (reason.clause for reason in decision.reasons if reason.decides and reason.license == license_id)
    return tuple(dict.fromkeys(map(written_id, resting)))
