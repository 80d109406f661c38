"""A small licence around some clauses, and a question about it: what the tests of evaluate/ start from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import licensekit as lk
from licensekit.api import LicenseTerms
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.decide import inquire
from licensekit.decision.inquiry import ClauseTruths, Inquiry
from licensekit.decision.matter import matter_of
from licensekit.meaning.domain import ANY_DAY, Interval
from licensekit.meaning.formula import Truths
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single, programs
from licensekit.meaning.variable import AS_OF, ApprovalVariable, Variable, amount_variable
from licensekit.model.conditions import Defined
from licensekit.truth import Truth


def license_of(body: str, headers: str = "") -> LicenseTerms:
    """The terms of licence `small` with these statements."""
    return lk.parse(f'license small {{ title "Small" {headers}\n{body}\n}}')


def without_otherwise(terms: LicenseTerms, *names: str) -> LicenseTerms:
    """The same terms, but that these measures are nothing where none of their conditions holds.

    The language has no such measure; a model that was made by hand can.
    """
    measures = tuple(
        measure.model_copy(update={"cases": measure.cases[:-1]}) if measure.name in names else measure
        for measure in terms.license.measures
    )
    return LicenseTerms(Single(Program(terms.license.model_copy(update={"measures": measures}))))


def decided(terms: LicenseTerms | str, acts: str, facts: Mapping[str, Any] | None = None, **stated: Any) -> lk.Decision:
    """The decision about some acts, separated by blanks, with nothing assumed unless the test says so."""
    terms = license_of(terms) if isinstance(terms, str) else terms
    return terms.evaluate(terms.use(acts.split(), facts), **{"assume": "none", **stated})


def verdict(terms: LicenseTerms | str, acts: str, facts: Mapping[str, Any] | None = None, **stated: Any) -> str:
    """The verdict in its word."""
    return str(decided(terms, acts, facts, **stated).verdict)


def possible(terms: LicenseTerms | str, acts: str, facts: Mapping[str, Any] | None = None, **stated: Any) -> list[str]:
    """The possible verdicts in their words, from the mildest."""
    return [str(one) for one in decided(terms, acts, facts, **stated).possible]


def clauses(
    terms: LicenseTerms | str, leaf: str, facts: Mapping[str, Any] | None = None, **stated: Any
) -> ClauseTruths:
    """The clauses of the first of these licences in what is known, for an act."""
    inquiry = inquiry_of(terms, leaf, facts, **stated)
    return inquiry.clauses(programs(inquiry.terms)[0], leaf)


def named(terms: LicenseTerms, name: str) -> Variable:
    """The variable of `FACT`, `FACT:USD`, `FACT:USD:INDEX@YEAR` or `reading LICENSE.READING`."""
    matter, _ = matter_of(terms.terms, ("run",), Circumstances())
    if name.startswith("reading "):
        return next(variable for variable in matter.readings if str(variable) == name)
    fact, *money = name.split(":")
    return amount_variable(fact, *money) if money else AS_OF if fact == "as_of" else matter.variable(fact)


def in_world(terms: LicenseTerms, world: Mapping[str, Any], held: Iterable[str] = ()) -> ClauseTruths:
    """The clauses of the first of these licences in a world, by the names of its facts; every reading as taken."""
    matter, fixed = matter_of(terms.terms, ("run",), Circumstances())
    approvals = frozenset(ApprovalVariable(*gate.split(".")) for gate in held)
    known: dict[Variable, Any] = {named(terms, name): value for name, value in world.items()}
    some_day = {AS_OF: Interval(matter.first_day, ANY_DAY.high)}
    truths = Truths({**fixed.readings, **some_day, **known, **dict.fromkeys(approvals, True)})
    program = matter.programs[0]
    return ClauseTruths(matter.meanings[program.license.id], program, truths)


def defined(terms: LicenseTerms, name: str, world: Mapping[str, Any], held: Iterable[str] = ()) -> Truth:
    """The truth of a condition that the licence defines, in a world."""
    clauses_there = in_world(terms, world, held)
    return clauses_there.truth(clauses_there.program.as_written.lowering.formula(Defined(name=name)))


def single(terms: LicenseTerms) -> Single:
    """The terms as one licence."""
    assert isinstance(terms.terms, Single)
    return terms.terms


def inquiry_of(terms: LicenseTerms | str, acts: str, facts: Mapping[str, Any] | None = None, **stated: Any) -> Inquiry:
    """The question as `decide` puts it, for tests of what is worked out of it."""
    terms = license_of(terms) if isinstance(terms, str) else terms
    circumstances = Circumstances(**{"assume": "none", **stated})
    return inquire(terms.terms, terms.use(acts.split(), facts), circumstances)
