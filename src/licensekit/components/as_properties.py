"""Decisions as properties of the components asked about: a CycloneDX document, or one of SPDX 3, to be merged or kept.

The properties are those that `inventory` writes, with what the question was. In SPDX 3 they stand in its extension for
properties of CycloneDX. The same answer gives the same bytes: no number is drawn, and no clock is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import Any, Final, NamedTuple

from licensekit.components.as_cyclonedx import properties_of
from licensekit.components.asides import BEGIN
from licensekit.components.component import Component
from licensekit.components.rows import ComponentRow, row_of_decision
from licensekit.decision import Decision
from licensekit.meaning.terms import LicenseChoice
from licensekit.report.answer import Answer
from licensekit.report.escape import as_json, visible
from licensekit.report.memo import NOT_ADVICE

_TYPES: Final = {"weights": "machine-learning-model", "all": "machine-learning-model", "data": "data"}
_PACKAGE: Final = "software_Package"
_SPDX_TYPES: Final = {"weights": "ai_AIPackage", "all": "ai_AIPackage"}
_CONTEXT: Final = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
_SPDX_VERSION: Final = "3.0.1"
_AT: Final = "_:creation"


def answer_as_cyclonedx(answer: Answer) -> str:
    """A document of CycloneDX 1.6 with one component."""
    component = {
        "type": _TYPES.get(_part(answer), "library"),
        "bom-ref": "component-1",
        "name": _name(answer),
        "properties": [{"name": name, "value": value} for name, value in _properties(answer)],
    }
    return as_json({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [component]})


def answer_as_spdx3(answer: Answer) -> str:
    """A document of SPDX 3 in JSON-LD with one package. The decision must have a day: such a document needs one."""
    day = answer.decision.identity.as_of
    assert day is not None, "the caller has seen to it"
    kind = _SPDX_TYPES.get(_part(answer), _PACKAGE)
    return _spdx3([_SpdxPackage(_name(answer), tuple(_properties(answer)), kind)], day)


def rows_as_spdx3(components: Iterable[Component], rows: Iterable[ComponentRow], day: date | None) -> str:
    """The same of an inventory, with a package for each component; `day`, the one asked about, is needed too."""
    assert day is not None, "the caller has seen to it"
    return _spdx3(
        [
            _SpdxPackage(
                visible(component.name),
                tuple(properties_of(row)),
                _SPDX_TYPES.get(component.kind, _PACKAGE),
                visible(component.version),
                visible(component.copyright),
            )
            for component, row in zip(components, rows, strict=True)
        ],
        day,
    )


class _SpdxPackage(NamedTuple):
    """A package of SPDX 3, and what is told of it."""

    name: str
    properties: tuple[tuple[str, str], ...]
    type: str
    version: str = ""
    copyright: str = ""

    def element(self, spdx_id: str) -> dict[str, Any]:
        entries = [
            {"type": "extension_CdxPropertyEntry", "extension_cdxPropName": name, "extension_cdxPropValue": value}
            for name, value in self.properties
        ]
        beside = {"software_packageVersion": self.version, "software_copyrightText": self.copyright}
        return {
            "type": self.type,
            "spdxId": spdx_id,
            "creationInfo": _AT,
            "name": self.name,
            **{name: value for name, value in beside.items() if value},
            "extension": [{"type": "extension_CdxPropertiesExtension", "extension_cdxProperty": entries}],
        }


def _spdx3(packages: list[_SpdxPackage], day: date) -> str:
    named = repr(([tuple(each) for each in packages], day.isoformat()))  # whatever is told names the document
    base = f"https://spdx.org/spdxdocs/licensekit-{sha256(named.encode()).hexdigest()[:32]}"
    by, elements = f"{base}#licensekit", [f"{base}#component-{at}" for at, _ in enumerate(packages, 1)]
    graph: list[dict[str, Any]] = [
        {
            "type": "CreationInfo",
            "@id": _AT,
            "specVersion": _SPDX_VERSION,
            "created": f"{day.isoformat()}T00:00:00Z",
            "createdBy": [by],
            "comment": f"created is the day asked about. {NOT_ADVICE}",
        },
        {"type": "SoftwareAgent", "spdxId": by, "creationInfo": _AT, "name": "licensekit"},
        *(each.element(spdx_id) for each, spdx_id in zip(packages, elements, strict=True)),
        {
            "type": "SpdxDocument",
            "spdxId": f"{base}#document",
            "creationInfo": _AT,
            "profileConformance": ["core", "software", "extension"],
            "rootElement": elements,
        },
    ]
    return as_json({"@context": _CONTEXT, "@graph": graph})


def _part(answer: Answer) -> str:
    return "" if answer.work is None else answer.work.part


def _name(answer: Answer) -> str:
    """The work; where licences alone are asked about, what stands under them."""
    if answer.work is not None:
        return visible(answer.work.id)
    return visible(f"a work under {_licenses(answer.decision)}")


def _licenses(decision: Decision) -> str:
    """The licences by id: all bind, or one is enough."""
    choice = isinstance(decision.deferred.put.terms, LicenseChoice)
    return (" or " if choice else " + ").join(name for name, _ in decision.identity.licenses)


def _properties(answer: Answer) -> Iterator[tuple[str, str]]:
    decision, work = answer.decision, answer.work
    yield from properties_of(_row(answer))
    asked = decision.identity
    beside = {
        "act": [part.act for part in decision.parts],
        "as_of": [] if asked.as_of is None else [asked.as_of.isoformat()],
        "assume": [asked.assume],
        "readings": [asked.readings] if isinstance(asked.readings, str) else [],
        "attested": [decision.attested],
        "text": [f"{license} {document} {digest}".replace("  ", " ") for license, document, digest in asked.texts],
        "part": [] if work is None else [work.part],
        "version": [asked.library],
        "disclaimer": [NOT_ADVICE],
    }
    for name, values in beside.items():
        yield from ((f"{BEGIN}{name}", visible(value)) for value in values if value)


def _row(answer: Answer) -> ComponentRow:
    grade = "" if answer.work is None else answer.work.grade
    return row_of_decision(answer.decision, _name(answer), _licenses(answer.decision), grade)
