"""From checked licences to terms: with the licences that follow, and how terms are titled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from licensekit import catalogue
from licensekit.catalogue.loading import found_at, only
from licensekit.decision import LicenseChoice, Program, Single, Terms, Together
from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicenseError
from licensekit.model.license import License


def from_file(licenses: tuple[License, ...], name: str, wanted: str | None) -> Single:
    """The licence wanted of those of a file, or the only one, with those that follow it. Raises LicenseError."""
    return _with_successors(only(licenses, name, wanted), {license.id: license for license in licenses}, ())


def from_catalogue(name: str) -> Single:
    """The licence of this name in the catalogue, with those that follow it. Raises CatalogueError and LicenseError."""
    license = catalogue.load(name)
    return _with_successors(license, found_at(name), ())


def _with_successors(license: License, siblings: Mapping[str, License], trail: tuple[str, ...]) -> Single:
    """A licence and those that follow it, each where the check found it; `siblings` stand in its own file."""
    if license.id in trail:
        raise LicenseError([_circle((*trail[trail.index(license.id) :], license.id))])
    successors = []
    for conversion in license.conversions:
        there = found_at(conversion.found) if conversion.found else siblings
        after = only(there.values(), conversion.found or license.id, conversion.license)
        successors.append((conversion, _with_successors(after, there, (*trail, license.id))))
    return Single(Program(license), tuple(successors))


def _circle(ids: tuple[str, ...]) -> Diagnostic:
    return Diagnostic(
        "LK438",
        f"licences follow one another in a circle: {' → '.join(f'`{one}`' for one in ids)}",
        help="remove one of these `converts` or `offers` lines",
    )


def titles(terms: Terms) -> str:
    """The titles of some terms: `A and B` where both bind, `A or B` where one may be chosen."""
    match terms:
        case Single(program=program):
            return program.license.title
        case Together(parts=parts):
            return " and ".join(_titles_within(part) for part in parts)
        case LicenseChoice(parts=parts):
            return " or ".join(_titles_within(part) for part in parts)
        case _:
            assert_never(terms)


def _titles_within(terms: Terms) -> str:
    return titles(terms) if isinstance(terms, Single) else f"({titles(terms)})"
