"""What a document says of licences and bases in properties and annotations counts, or is told: it had been passed over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

import licensekit as lk
from licensekit.components.asides import BEGIN, asides
from licensekit.components.component import ComponentList
from licensekit.components.reading import inventory_in
from optional import needs

ELASTIC = "Also under the Elastic License 2.0, as its header says"


@pytest.mark.parametrize(
    ("name", "value", "claims", "bases", "unread"),
    [
        ("license", "AGPL-3.0-only", ("AGPL-3.0-only",), (), ()),
        ("acme:licence", "Acme EULA", ("Acme EULA",), (), ()),
        ("huggingface.license_name", "kimi-k2.5", ("kimi-k2.5",), (), ()),
        ("acme:license-seen", "GPL-3.0-only", ("GPL-3.0-only",), (), ()),
        ("acme:license-confidence", "0.98", (), (), ("`acme:license-confidence`",)),
        ("license", "NOASSERTION", (), (), ()),
        ("license", "MIT", (), (), ()),
        (f"{BEGIN}licence", "gpl-3.0", (), (), ()),
        ("acme:base_model", "meta-llama/Llama-3.1-8B, acme/x", (), ("meta-llama/Llama-3.1-8B", "acme/x"), ()),
        ("acme:weights", "meta-llama/Llama-3.1-8B", (), (), ("`acme:weights`",)),
        ("acme:path", "src/main", (), (), ()),
        ("acme:note", ELASTIC, ("elastic-2.0",), (), ()),
    ],
)
def test_a_property(
    name: str, value: str, claims: tuple[str, ...], bases: tuple[str, ...], unread: tuple[str, ...]
) -> None:
    assert asides([(name, value)], (), ("MIT",)) == (claims, bases, unread)


def read(document: Mapping[str, Any] | str, form: str | None = None) -> ComponentList:
    text = document if isinstance(document, str) else json.dumps(document)
    return inventory_in(text.encode(), "bom", form)[0]


def of_cyclonedx() -> ComponentList:
    mit = {"licenses": [{"license": {"id": "MIT"}}]}
    said = [{"name": "license", "value": "AGPL-3.0-only"}, {"name": "base_model", "value": "a"}]
    components = [
        {"type": "library", "name": "a", "bom-ref": "a", **mit},
        {"type": "library", "name": "b", "bom-ref": "b", "properties": said, **mit},
    ]
    annotation = {"subjects": ["a"], "annotator": {"individual": {"name": "x"}}, "text": ELASTIC}
    annotation["timestamp"] = "2026-01-01T00:00:00Z"
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    return read({**head, "components": components, "annotations": [annotation]})


@pytest.mark.parametrize("in_license", [True, False])
def test_sentences_beside_a_licence_name_those_that_restrict(in_license: bool) -> None:
    needs("cyclonedx")
    license: dict[str, Any] = {"id": "MIT"}
    component: dict[str, Any] = {"type": "library", "name": "a", "licenses": [{"license": license}]}
    if in_license:
        license["properties"] = [{"name": "note", "value": ELASTIC}]
    else:
        component["description"] = ELASTIC
    listed = read({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [component]})
    assert [each.claims for each in listed.components] == [("MIT", "elastic-2.0")]


def of_cyclonedx_xml() -> ComponentList:
    mit = "<licenses><license><id>MIT</id></license></licenses>"
    said = '<property name="license">AGPL-3.0-only</property><property name="base_model">a</property>'
    return read(
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>'
        f'<component type="library" bom-ref="a"><name>a</name>{mit}</component>'
        f'<component type="library" bom-ref="b"><name>b</name>{mit}<properties>{said}</properties></component>'
        '</components><annotations><annotation><subjects><subject ref="a"/></subjects><annotator><individual>'
        "<name>x</name></individual></annotator><timestamp>2026-01-01T00:00:00Z</timestamp>"
        f"<text>{ELASTIC}</text></annotation></annotations></bom>",
        "cyclonedx-xml",
    )


def of_spdx3() -> ComponentList:
    entries = [("license", "AGPL-3.0-only"), ("base_model", "a")]
    properties = [
        {"type": "extension_CdxPropertyEntry", "extension_cdxPropName": name, "extension_cdxPropValue": value}
        for name, value in entries
    ]
    extension = {"type": "extension_CdxPropertiesExtension", "extension_cdxProperty": properties}
    graph: list[dict[str, Any]] = [
        {"type": "software_Package", "spdxId": "urn:a", "name": "a"},
        {"type": "software_Package", "spdxId": "urn:b", "name": "b", "extension": [extension]},
        {"type": "simplelicensing_LicenseExpression", "spdxId": "urn:mit", "simplelicensing_licenseExpression": "MIT"},
        {"type": "Annotation", "spdxId": "urn:n", "subject": "urn:a", "statement": ELASTIC, "annotationType": "other"},
    ]
    for at in ("urn:a", "urn:b"):
        to = {"relationshipType": "hasConcludedLicense", "from": at, "to": ["urn:mit"]}
        graph.append({"type": "Relationship", "spdxId": f"{at}-r", **to})
    return read({"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph})


@pytest.mark.parametrize("of", [of_cyclonedx, of_cyclonedx_xml, of_spdx3])
def test_properties_and_annotations_of_documents_count(of: Any) -> None:
    needs("cyclonedx", "defusedxml")
    listed = of()
    first, second = listed.components
    assert (first.claims, second.claims) == (("MIT", "elastic-2.0"), ("MIT", "AGPL-3.0-only"))
    assert second.bases == ("a",)
    assert any(note.startswith("annotations that speak of licences") for note in listed.notes)
    answers = lk.decide_all(listed.components, ["host_model"])
    assert [each.grade for each in answers] == ["conflict", "conflict"]


def test_annotations_of_spdx_2_count() -> None:
    needs("spdx_tools")
    text = f"""SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: x
DocumentNamespace: https://example.org/x
Creator: Person: x
Created: 2026-01-01T00:00:00Z

PackageName: a
SPDXID: SPDXRef-a
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
PackageLicenseConcluded: MIT
PackageLicenseDeclared: MIT
PackageCopyrightText: NOASSERTION

Annotator: Person: x
AnnotationDate: 2026-01-01T00:00:00Z
AnnotationComment: <text>{ELASTIC}</text>
AnnotationType: OTHER
SPDXREF: SPDXRef-a
"""
    listed = read(text, "spdx-tags")
    assert [each.claims for each in listed.components] == [("MIT", "elastic-2.0")]
    assert any(note.startswith("annotations that speak of licences") for note in listed.notes)
