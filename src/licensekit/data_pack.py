"""The catalogue as one object for other programs: terms, thresholds, duties, what licences are called, works.

    licensekit export --format json -o licensekit.json

Made of what ships with the library: no clock is read, packs that are installed are left out, and everything stands in
the order of its id, so that the same version gives the same bytes. The schema is docs/data-pack.schema.json.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from licensekit import catalogue
from licensekit.analyse.features import openness_in_brief
from licensekit.api import load
from licensekit.catalogue import hub_index, registry
from licensekit.catalogue.lineage import Grade, Lineage, lineage
from licensekit.catalogue.name_table import entries
from licensekit.model.clauses import Duty, Obligation, Termination
from licensekit.model.conditions import Adjusted, ComparisonSign, Condition, Locator
from licensekit.model.license import License
from licensekit.model.phrase import condition_text, obligations_text
from licensekit.model.thresholds import NamedThreshold, thresholds_of
from licensekit.report.memo import NOT_ADVICE
from licensekit.use.schema import DRAFT
from licensekit.values import Money
from licensekit.version import VERSION

SCHEMA: Final = "licensekit-data-pack/1"


class _PackRow(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class PackThreshold(_PackRow):
    """A number on which clauses turn."""

    fact: str
    comparison: ComparisonSign
    amount: int | Money
    or_equivalent: bool
    adjusted: Adjusted | None
    clauses: tuple[str, ...]


class PackDuty(_PackRow):
    """What a clause asks to be done."""

    clause: str
    place: Locator
    strength: Literal["must", "encouraged"]
    acts: tuple[str, ...]
    """Empty where it is owed because the licence has ended."""
    when: str
    """As the language writes it; empty where it always is."""
    text: str
    obligations: tuple[Obligation, ...]


class PackLicense(_PackRow):
    """A licence: its terms whole, and what people look for first."""

    id: str
    terms: License
    thresholds: tuple[PackThreshold, ...]
    duties: tuple[PackDuty, ...]
    criteria: dict[str, Literal["met", "failed", "undecided"]]
    """Of openness."""
    classes: tuple[str, ...]


class PackName(_PackRow):
    """What a licence is called, encoded here or not; of a family's name the id is empty."""

    id: str
    kind: Literal["", "exception", "family"]
    encoded: bool
    title: str
    spdx: str
    scancode: str
    names: tuple[str, ...]
    only: tuple[str, ...]
    """Patterns of hub ids: a name that several licences share means this one there."""
    since: date | None


class PackWork(_PackRow):
    """A model or package, and what binds its weights."""

    id: str
    grade: Grade
    licenses: tuple[tuple[str, ...], ...]
    """The sets of licences of which one binds; an empty set where nothing is known."""
    settled: bool
    open: tuple[str, ...]
    """Why further or other terms may bind."""
    bases: tuple[str, ...]
    relation: str
    released: date | None
    downloads: int
    sources: tuple[str, ...]


class DataPack(_PackRow):
    """All of it."""

    format: Literal["licensekit-data-pack/1"]
    version: str
    licenses: tuple[PackLicense, ...]
    names: tuple[PackName, ...]
    works: tuple[PackWork, ...]
    disclaimer: str


def data_pack() -> DataPack:
    """The catalogue as it ships."""
    names = sorted(name for name in catalogue.ids() if ":" not in name)
    return DataPack(
        format=SCHEMA,
        version=VERSION,
        licenses=tuple(map(_license, names)),
        names=tuple(sorted(_names(), key=lambda each: (each.id, each.names))),
        works=tuple(sorted(_works(), key=lambda each: (each.id.casefold(), each.id))),
        disclaimer=NOT_ADVICE,
    )


def data_pack_schema() -> dict[str, Any]:
    """The JSON Schema of `data_pack` as JSON."""
    return {"$schema": DRAFT, **DataPack.model_json_schema(mode="serialization")}


def _license(name: str) -> PackLicense:
    terms = load(name)
    brief = openness_in_brief(terms.terms)
    return PackLicense(
        id=name,
        terms=terms.license,
        thresholds=tuple(map(_threshold, thresholds_of(terms.license))),
        duties=tuple(_duties(terms.license)),
        criteria=dict(brief.criteria),  # type: ignore[arg-type]
        classes=brief.classes,
    )


def _threshold(threshold: NamedThreshold) -> PackThreshold:
    said = {name: value for name, value in vars(threshold).items() if name != "clauses"}
    return PackThreshold(**said, clauses=tuple(clause.id for clause in threshold.clauses))


def _duties(license: License) -> Iterator[PackDuty]:
    for clause in license.clauses:
        if isinstance(clause, Duty):
            yield _duty(clause, clause.strength, clause.acts.leaves)
        elif isinstance(clause, Termination) and clause.obligations:
            yield _duty(clause, "must", ())


def _duty(clause: Duty | Termination, strength: Literal["must", "encouraged"], acts: tuple[str, ...]) -> PackDuty:
    return PackDuty(
        clause=clause.id,
        place=clause.locator,
        strength=strength,
        acts=acts,
        when=_when(clause.when),
        text=obligations_text(clause.obligations),
        obligations=clause.obligations,
    )


def _when(condition: Condition | None) -> str:
    return "" if condition is None else condition_text(condition)


def _names() -> Iterator[PackName]:
    for entry in entries():
        said = {name: value for name, value in entry._asdict().items() if name != "text"}
        yield PackName(**said, encoded=bool(entry.id) and entry.is_encoded)


def _works() -> Iterator[PackWork]:
    recorded = [name for work in registry.shipped_works() for name in (work.models or (work.id,))]
    told = {name.casefold() for name in recorded}
    of_the_hub = (row.id for row in hub_index.rows() if row.id.casefold() not in told)
    for name in (*recorded, *of_the_hub):
        whole = lineage(name)
        assert whole is not None, "it is of the index, or recorded"
        yield _work(name, whole)


def _work(name: str, whole: Lineage) -> PackWork:
    row = hub_index.row(name)
    return PackWork(
        id=name,
        grade=whole.grade,
        licenses=whole.possible,
        settled=bool(whole.settled),
        open=(*whole.more, *whole.otherwise),
        bases=() if row is None else row.bases,
        relation="" if row is None else row.relation,
        released=None if row is None else row.released,
        downloads=0 if row is None else row.downloads,
        sources=tuple(dict.fromkeys(layer.source for layer in whole.layers if layer.source)),
    )
