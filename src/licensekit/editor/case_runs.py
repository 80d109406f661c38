"""Cases run from an editor: those of a text and beside it, and what a clause decides in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from licensekit import api
from licensekit.api import LicenseTerms
from licensekit.decision.circumstances import leaves_asked
from licensekit.editor.document import Document
from licensekit.errors import FactsError, LicensekitError
from licensekit.model.clauses import written_id
from licensekit.model.license import License
from licensekit.testing.cases import decision_of, passes
from licensekit.testing.collect import Collected, Collection, collected
from licensekit.testing.mutants import without
from licensekit.testing.sayings import statements
from licensekit.testing.subject import Subject, edited, of_cases, with_license
from licensekit.vocabulary.acts import LEAVES

MOST_CASES: Final = 200
"""With more, a hover takes longer than a reader waits (figures in docs/editor.md)."""


def terms_for(document: Document, name: str) -> LicenseTerms:
    """A licence as a text sees it: its own, that of a file beside, or of the catalogue. Raises LicensekitError."""
    path = document.library.path(name)
    holds = any(license.id == name for license in document.checked.licenses)
    near = document if holds else None if path is None else document.desk.document(path)
    return api.load(name) if near is None else api.terms_in(near.checked, name)


def cases_in(document: Document) -> Collection:
    """The cases that stand in a text, each with the licences that decide it."""
    return collected(lambda: document.checked, lambda name: terms_for(document, name))


def _near(document: Document) -> Iterator[Collected]:
    """The cases of a text, and those of the file of cases, or of the licence, beside it."""
    name = document.path.name
    ends = (".cases.lic", ".lic") if name.endswith(".cases.lic") else (".lic", ".cases.lic")
    beside = document.desk.document(document.path.with_name(name.removesuffix(ends[0]) + ends[1]))
    for each in (document, beside):
        yield from () if each is None else cases_in(each).cases


class ClauseCost(NamedTuple):
    """Of so many cases, those that come out otherwise, in words."""

    cases: int
    changed: tuple[str, ...]


def changed_without(document: Document, license: License, clause: str) -> ClauseCost | None:
    """What becomes of the cases of a licence without one of its clauses.

    None where there are no cases, or too many to run them while somebody waits, or none that passes.
    """
    try:
        subject = of_cases(terms_for(document, license.id), Collection(tuple(_near(document))))
        if not 0 < len(subject.cases) <= MOST_CASES:
            return None
        return ClauseCost(len(subject.cases), tuple(_changed(subject, clause)))
    except LicensekitError:  # `check` and `test` say what is wrong
        return None


def _changed(subject: Subject, clause: str) -> Iterator[str]:
    license = subject.license
    for each in subject.license.clauses:
        if written_id(each.id) == clause:
            license = without(license, each.id)
    changed = edited(subject.single, license)
    told = {leaf for leaf in LEAVES if statements(subject.single, leaf) != statements(changed, leaf)}
    for case in subject.cases:
        if told.isdisjoint(leaves_asked(case.case.acts)):
            continue
        first, terms_then = decision_of(case.case, case.terms).verdict, with_license(case.terms, changed)
        try:
            then = decision_of(case.case, terms_then).verdict
        except FactsError:  # it states an approval of this gate, or that this duty is done
            yield f"{case.case.name}: {first.value}, and without it there is nothing to state this of"
            continue
        if first is not then:
            yield f"{case.case.name}: {first.value}, and without it {then.value}"
        elif passes(case.case, case.terms) and not passes(case.case, terms_then):
            yield f"{case.case.name}: {first.value} all the same, but not everything that it expects"
