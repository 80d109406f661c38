"""From a path to a case: the use, as few of its facts as will do, and what to expect of the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from licensekit.analyse.witness import witness
from licensekit.api import LicenseTerms
from licensekit.decision import Decision, Single
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.inquiry import Inquiry
from licensekit.errors import FactsError
from licensekit.meaning.terms import Terms, programs
from licensekit.meaning.variable import ReadingVariable, World
from licensekit.model.cases import Case, GivenAttestation
from licensekit.model.conditions import Compares
from licensekit.model.fold import atoms_in
from licensekit.testing.answers import answer_of, contrast, expected_of, under
from licensekit.testing.cases import decider, passes
from licensekit.values import Exactly, IndexValue
from licensekit.vocabulary.facts import FACTS, fact_name

OtherReading = tuple[str, str]
"""A reading of the licence and an option of it, chosen otherwise than it is taken."""
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
    attested = GivenAttestation(by=ATTESTED_BY, on=day, groups=tuple(dict.fromkeys(clean.values())))
    given = tuple(fact for fact in case.given if fact.fact not in clean)
    return case.model_copy(update={"given": given, "attested": attested})


def _group(name: str) -> str:
    """The group with which a fact of clean hands is attested; empty for all others."""
    info = FACTS.get(fact_name(name).base)
    return "" if info is None else info.group


def at_base(terms: Terms) -> Circumstances:
    """Nothing is assumed, and every index that adjusts a threshold is at its base: adjusted amounts are plain ones."""
    adjusted = {
        atom.adjusted
        for program in programs(terms)
        for clause in program.clauses
        if clause.when is not None
        for atom in atoms_in(clause.when, program.definitions, program.measures)
        if isinstance(atom, Compares) and atom.adjusted is not None
    }
    indices = (IndexValue(each.index, each.year, Decimal(1), date(each.year, 12, 31)) for each in adjusted)
    return Circumstances(assume="none", indices=tuple(sorted(indices, key=lambda each: (each.name, each.base))))


# -- as few facts as will do, and what to expect ---------------------------------------------------------------


def telling(case: Case, terms: LicenseTerms, form: LicenseTerms, reading: OtherReading | None) -> Case | None:
    """The case with as few facts as tell two licences apart, and with the first one's answer as what it expects.

    None if it does not tell them apart. `reading` is a reading chosen otherwise, under which alone they differ.
    """
    answer = _answer(case, terms, reading)
    if answer is None or answer == _answer(case, form, reading):
        return None
    fewest = smallest(
        case, lambda fewer: _answer(fewer, terms, reading) == answer and _answer(fewer, form, reading) != answer
    )
    return _expecting(fewest, terms, form, reading)


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
        return decider(case, terms)({} if reading is None else dict([reading]))
    except FactsError:
        return None


def _expecting(case: Case, terms: LicenseTerms, form: LicenseTerms, reading: OtherReading | None) -> Case | None:
    decision, instead = decided(case, terms), decided(case, form)
    assert decision is not None
    own = terms.license.id
    expected = expected_of(decision, own, questions=False)
    if reading is not None:
        otherwise, instead_then = decided(case, terms, reading), decided(case, form, reading)
        if otherwise is not None and instead_then is not None:
            expected = (*expected, *under(otherwise, instead_then, own, reading))
    case = case.model_copy(update={"expect": expected})
    if instead is not None and passes(case, form):
        case = case.model_copy(update={"expect": (*expected, *contrast(decision, instead, own))})
    return None if passes(case, form) else case
