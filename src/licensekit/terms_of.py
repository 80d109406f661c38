"""From checked licences to terms: with the licences that follow, and how terms are titled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from licensekit import catalogue
from licensekit.catalogue.loading import only
from licensekit.decision import LicenseChoice, Program, Single, Terms, Together
from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicenseError
from licensekit.model.license import License


def from_file(licenses: tuple[License, ...], name: str, wanted: str | None) -> Single:
    """The licence wanted of those of a file, or the only one, with those that follow it. Raises LicenseError."""
    siblings = {license.id: license for license in licenses}
    return with_successors(only(licenses, name, wanted), siblings, ())


def with_successors(license: License, siblings: Mapping[str, License], trail: tuple[str, ...]) -> Single:
    """A licence and those that follow it, which stand in the same file or in the catalogue."""
    if license.id in trail:
        raise LicenseError([_circle((*trail[trail.index(license.id) :], license.id))])
    successors = tuple(
        (
            conversion,
            with_successors(
                siblings.get(conversion.license) or catalogue.load(conversion.license), siblings, (*trail, license.id)
            ),
        )
        for conversion in license.conversions
    )
    return Single(Program(license), successors)


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
