"""The licence under test: its terms, the cases that decide under it, and the texts in which both stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from licensekit import published
from licensekit.api import LicenseTerms
from licensekit.catalogue import shelf
from licensekit.catalogue.loading import read_all
from licensekit.decision import LicenseChoice, Program, Single, Terms, Together
from licensekit.decision.matter import sharing
from licensekit.errors import LicenseError
from licensekit.model.license import License
from licensekit.span import Source
from licensekit.testing.collect import Collected, Collection, cases_in


@dataclass(frozen=True)
class Subject:
    """A licence under test."""

    terms: LicenseTerms
    cases: tuple[Collected, ...]
    sources: Mapping[str, Source]

    @property
    def license(self) -> License:
        """The checked licence."""
        return self.terms.license

    @property
    def single(self) -> Single:
        """The licence with those that follow it."""
        assert isinstance(self.terms.terms, Single)
        return self.terms.terms


def subject(name: str, *, license: str | None = None) -> Subject:
    """The licence of a file, or of the catalogue by its id, with its cases and those beside its policies.

    Raises LicenseError and CatalogueError.
    """
    terms = published.named(name, license=license)
    path, is_file, _ = name.rpartition(".lic")
    place = f"{path}.lic" if is_file else name if shelf.find(name) is not None else terms.license.id
    collection = cases_in((place, *_policies(terms.license, place)))
    if collection.has_errors:
        raise LicenseError(collection.diagnostics, collection.sources)
    return of_cases(terms, collection)


def subjects(name: str) -> Iterator[Subject]:
    """The licence of this name; of a file that holds several, each of them. Raises LicenseError and CatalogueError."""
    held = read_all(name) if name.endswith(".lic") else ()
    for license_id in [each.id for each in held] if len(held) > 1 else [None]:
        yield subject(name, license=license_id)


def of_cases(terms: LicenseTerms, collection: Collection) -> Subject:
    """A licence with those cases of a collection that it decides, alone or with others."""
    cases = tuple(each for each in collection.cases if terms.license.id in each.case.licenses)
    return Subject(terms, cases, {source.name: source for source in collection.sources})


def _policies(license: License, name: str) -> Iterator[str]:
    """The files of the policies that a licence takes in, and of the bases that stand beside its own."""
    for clause in license.clauses:
        source = "" if clause.span is None else clause.span.source
        is_beside = name.endswith(".lic") and Path(source).parent == Path(name).parent
        if source.endswith(".lic") and clause.origin != license.id and ("." in clause.id or is_beside):
            yield source


def edited(terms: Single, license: License) -> Single:
    """The same terms with another form of the licence; of those that follow it, the ones that it still names.

    What both forms say is the same formula, and the same node of one manager of diagrams.
    """
    after = {each.license: then for each, then in terms.successors}
    successors = tuple((each, after[each.license]) for each in license.conversions if each.license in after)
    other = Single(Program(license, terms.program), successors)
    sharing(other, terms)
    return other


def _put_in(terms: Terms, changed: Single) -> Terms:
    """Some terms with one licence replaced, wherever it stands."""
    match terms:
        case Single(program=program):
            return changed if program.license.id == changed.program.license.id else terms
        case Together(parts=parts) | LicenseChoice(parts=parts):
            return type(terms)(tuple(_put_in(part, changed) for part in parts))


def with_license(terms: LicenseTerms, changed: Single) -> LicenseTerms:
    """Some terms with one licence replaced."""
    other = _put_in(terms.terms, changed)
    sharing(other, terms.terms)
    return replace(terms, terms=other)
