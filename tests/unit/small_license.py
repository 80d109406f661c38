"""A small licence around some clauses, and a question about it: what the tests of evaluate/ start from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import licensekit as lk
from licensekit.api import LicenseTerms
from licensekit.evaluate.asking import Circumstances, checked, leaves_asked
from licensekit.evaluate.inquiry import Inquiry
from licensekit.evaluate.known import Asked, know
from licensekit.evaluate.layout import layout_of
from licensekit.meaning.program import Program
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.standing import Standing
from licensekit.evaluate.terms import Single, programs


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


def standing(terms: LicenseTerms, world: Mapping[str, Any], held: frozenset[str] = frozenset()) -> Standing:
    """How the clauses of the first of these licences stand in a world, every reading as taken."""
    program = programs(terms.terms)[0]
    readings = {f"{program.license.id}.{name}": reading.taken for name, reading in program.readings.items()}
    return Standing(program, world, Setting(readings=readings), held)


def single(terms: LicenseTerms) -> Single:
    """The terms as one licence."""
    assert isinstance(terms.terms, Single)
    return terms.terms


def inquiry_of(terms: LicenseTerms | str, acts: str, facts: Mapping[str, Any] | None = None, **stated: Any) -> Inquiry:
    """The question as `decide` puts it, for tests of what is worked out of it."""
    terms = license_of(terms) if isinstance(terms, str) else terms
    circumstances = Circumstances(**{"assume": "none", **stated})
    leaves = leaves_asked(acts.split())
    setting = checked(terms.terms, circumstances).setting
    layout = layout_of(terms.terms, leaves, setting)
    given = terms.use(acts.split(), facts).facts()
    asked = Asked(leaves, given, circumstances.as_of, circumstances.assume, frozenset())
    return Inquiry(terms.terms, leaves, setting, know(terms.terms, asked, layout, setting))
