"""SBOMs in the forms that SPDX and CycloneDX allow: nothing that is said of a licence or a base in them is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import licensekit as lk
from unit.command_line import called

pytest.importorskip("spdx_tools", reason="the extra `sbom` is not installed")

LLAMA = "meta-llama/Llama-3.1-8B"
TERMS = "https://spdx.org/rdf/3.0.1/terms/"
MIT, NON_COMMERCIAL = "https://spdx.org/licenses/MIT", "https://spdx.org/licenses/CC-BY-NC-4.0"


def read(folder: Path, document: dict[str, Any]) -> Any:
    (folder / "sbom.json").write_text(json.dumps(document))
    return lk.read_components(folder / "sbom.json")


def claims(listed: Any) -> dict[str, tuple[str, ...]]:
    return {each.name: each.claims for each in listed.components}


# --- SPDX 3 --------------------------------------------------------------------------------------------------


def spdx3(*elements: object) -> dict[str, Any]:
    return {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [*elements]}


def package(name: str, type_: object = "software_Package", **more: object) -> dict[str, object]:
    return {"type": type_, "spdxId": name, "name": name, **more}


def relationship(source: str, kind: str, *targets: object) -> dict[str, object]:
    return {"type": "Relationship", "from": source, "relationshipType": kind, "to": [*targets]}


def license_(key: str, type_: str, **more: object) -> dict[str, object]:
    return {"type": type_, "spdxId": key, **more}


def test_entries_that_are_no_objects_are_told(tmp_path: Path) -> None:
    listed = read(tmp_path, spdx3(7, "x", None, package("a")))
    assert listed.notes == ("3 of the entries of its `@graph` are no objects, and are not read",)


@pytest.mark.parametrize("type_", [["software_Package"], ["Element", "software_Package"], f"{TERMS}Software/Package"])
def test_types_in_lists_and_by_their_full_names(type_: object, tmp_path: Path) -> None:
    kind = f"{TERMS}Core/RelationshipType/hasDeclaredLicense"
    listed = read(tmp_path, spdx3(package("a", type_), relationship("a", kind, MIT)))
    assert [(each.name, each.kind, each.claims) for each in listed.components] == [("a", "code", ("MIT",))]


@pytest.mark.parametrize(
    ("target", "claimed"),
    [
        (license_("own", "expandedlicensing_CustomLicense", name="MIT"), ("MIT",)),
        (
            license_(
                "own", "expandedlicensing_CustomLicense", name="MIT", simplelicensing_licenseText="Research only."
            ),
            ("MIT", "the text that stands with it is no text that is encoded, and near to none"),
        ),
        (
            license_(
                "own",
                "expandedlicensing_ConjunctiveLicenseSet",
                name="MIT",
                expandedlicensing_member=[MIT, NON_COMMERCIAL],
            ),
            ("(MIT) AND (CC-BY-NC-4.0)",),
        ),
        (
            license_("own", "expandedlicensing_DisjunctiveLicenseSet", expandedlicensing_member=[MIT, NON_COMMERCIAL]),
            ("(MIT) OR (CC-BY-NC-4.0)",),
        ),
        (
            license_("own", "expandedlicensing_ConjunctiveLicenseSet", expandedlicensing_member=["own"] * 2),
            ("((own) AND (own)) AND ((own) AND (own))",),
        ),
        (license_("own", "expandedlicensing_WithAdditionOperator", name="MIT"), ("own",)),
        (
            {"type": "simplelicensing_LicenseExpression", "simplelicensing_licenseExpression": "CC-BY-NC-4.0"},
            ("CC-BY-NC-4.0",),
        ),
        (
            {
                "@type": f"{TERMS}SimpleLicensing/LicenseExpression",
                f"{TERMS}SimpleLicensing/licenseExpression": "CC-BY-NC-4.0",
            },
            ("CC-BY-NC-4.0",),
        ),
        (
            {"type": "expandedlicensing_CustomLicense"},
            ("the text that stands with it is a licence that cannot be read",),
        ),
        (f"{TERMS}Licensing/NoneLicense", ("NONE",)),
        (f"{TERMS}Licensing/NoAssertionLicense", ()),
    ],
    ids=[
        "a name",
        "its text",
        "all of",
        "one of",
        "a circle",
        "an operator",
        "in its place",
        "in full",
        "empty",
        "none",
        "unsaid",
    ],
)
def test_what_a_licence_of_spdx_3_claims(target: Any, claimed: tuple[str, ...], tmp_path: Path) -> None:
    is_own = isinstance(target, dict) and "spdxId" in target
    elements = [package("a"), relationship("a", "hasDeclaredLicense", target["spdxId"] if is_own else target)]
    assert claims(read(tmp_path, spdx3(*elements, *([target] if is_own else []))))["a"] == claimed


def test_licences_of_files_bind_their_package_or_are_told(tmp_path: Path) -> None:
    files = [{"type": "software_File", "spdxId": name} for name in ("in", "out")]
    licensed = [relationship(name, "hasConcludedLicense", NON_COMMERCIAL) for name in ("in", "out")]
    whole = [package("a"), relationship("a", "hasDeclaredLicense", MIT), *files, *licensed]
    listed = read(tmp_path, spdx3(*whole))
    assert listed.notes == ("licences of what is no package, nor in one, are not asked about: CC-BY-NC-4.0",)
    listed = read(tmp_path, spdx3(*whole, relationship("a", "contains", "in", "out")))
    assert (listed.notes, claims(listed)["a"]) == ((), ("MIT", "CC-BY-NC-4.0"))


@pytest.mark.parametrize("kind", ["ancestorOf", "hasVariant", "copiedTo", "generates"])
def test_what_something_is_made_from_is_its_base(kind: str, tmp_path: Path) -> None:
    listed = read(tmp_path, spdx3(package("base"), package("tune"), relationship("base", kind, "tune")))
    assert [each.bases for each in listed.components] == [(), ("base",)]


def test_what_is_contained_and_stands_nowhere_else_binds_by_its_licence(tmp_path: Path) -> None:
    licensed = relationship("far", "hasDeclaredLicense", MIT)
    listed = read(tmp_path, spdx3(package("a"), relationship("a", "contains", "far"), licensed))
    assert (listed.notes, claims(listed)["a"]) == ((), ("MIT",))


def test_what_a_file_in_a_package_is_made_from_binds_the_package(tmp_path: Path) -> None:
    files = [{"type": "software_File", "spdxId": name, "name": name} for name in ("binary", "source")]
    ties = (relationship("a", "contains", "binary"), relationship("source", "generates", "binary"))
    licensed = relationship(
        "source",
        "hasDeclaredLicense",
        {"type": "simplelicensing_LicenseExpression", "simplelicensing_licenseExpression": "CC-BY-NC-4.0"},
    )
    listed = read(tmp_path, spdx3(package("a"), relationship("a", "hasDeclaredLicense", MIT), *files, *ties, licensed))
    assert (listed.notes, claims(listed)["a"]) == ((), ("MIT", "CC-BY-NC-4.0"))
    ties = (relationship("a", "contains", "binary"), relationship("b", "generates", "binary"))
    listed = read(tmp_path, spdx3(package("a"), package("b"), *files, *ties))
    assert [each.bases for each in listed.components] == [("b",), ()]
    listed = read(tmp_path, spdx3(package("a"), *files, relationship("source", "generates", "a"), licensed))
    assert (listed.components[0].bases, listed.notes, claims(listed)["a"]) == ((), (), ("CC-BY-NC-4.0",))


# --- SPDX 2 --------------------------------------------------------------------------------------------------


def spdx2(**more: object) -> dict[str, Any]:
    created = {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: x"]}
    purl = {
        "referenceCategory": "PACKAGE-MANAGER",
        "referenceType": "purl",
        "referenceLocator": f"pkg:huggingface/{LLAMA}",
    }
    nowhere = {"downloadLocation": "NOASSERTION"}
    packages = [
        {"SPDXID": "SPDXRef-tune", "name": "tune", "licenseDeclared": "Apache-2.0", **nowhere},
        {"SPDXID": "SPDXRef-base", "name": "base", "externalRefs": [purl], **nowhere},
    ]
    checksums = [{"algorithm": "SHA1", "checksumValue": "d6a770ba38583ed4bb4525bd96e50461655d2758"}]
    file = {"SPDXID": "SPDXRef-file", "fileName": "w.bin", "checksums": checksums, "licenseConcluded": "CC-BY-NC-4.0"}
    head = {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "d"}
    return {
        **head,
        "documentNamespace": "https://x/y",
        "creationInfo": created,
        "packages": packages,
        "files": [file],
        **more,
    }


def tied(upper: str, kind: str, lower: str) -> dict[str, object]:
    pair = {"spdxElementId": f"SPDXRef-{upper}", "relatedSpdxElement": f"SPDXRef-{lower}"}
    return {"relationships": [{**pair, "relationshipType": kind}]}


@pytest.mark.parametrize(
    "how",
    [("tune", "DESCENDANT_OF", "base"), ("base", "ANCESTOR_OF", "tune"), ("tune", "GENERATED_FROM", "base")],
    ids=lambda how: how[1],
)
def test_a_base_in_spdx_2_binds(how: tuple[str, str, str], tmp_path: Path) -> None:
    listed = read(tmp_path, spdx2(**tied(*how)))
    (tune, _) = lk.decide_all(listed.components, ["distribute_copy"])
    assert [layer.bound.named for layer in tune.layers] == ["apache-2.0", "llama-3.1"]


def test_a_base_in_another_document_binds_in_spdx_2(tmp_path: Path) -> None:
    pair = {"spdxElementId": "SPDXRef-tune", "relatedSpdxElement": "DocumentRef-far:SPDXRef-base"}
    listed = read(tmp_path, spdx2(relationships=[{**pair, "relationshipType": "DESCENDANT_OF"}]))
    (tune, _) = lk.decide_all(listed.components, ["distribute_copy"])
    assert (tune.component.bases, tune.verdict) == (("DocumentRef-far:SPDXRef-base",), "unknown")


def test_licences_of_files_in_spdx_2_bind_their_package_or_are_told(tmp_path: Path) -> None:
    listed = read(tmp_path, spdx2())
    assert listed.notes == ("licences of files in no package are not asked about: CC-BY-NC-4.0",)
    for how in (("tune", "CONTAINS", "file"), ("file", "CONTAINED_BY", "tune")):
        listed = read(tmp_path, spdx2(**tied(*how)))
        assert (listed.notes, claims(listed)["tune"]) == ((), ("Apache-2.0", "CC-BY-NC-4.0"))


@pytest.mark.parametrize(
    "ties",
    [
        [("tune", "GENERATED_FROM", "file")],
        [("file", "GENERATES", "tune")],
        [("tune", "CONTAINS", "binary"), ("binary", "GENERATED_FROM", "file")],
        [("tune", "CONTAINS", "binary"), ("binary", "COPY_OF", "step"), ("step", "GENERATED_FROM", "file")],
        [("tune", "CONTAINS", "binary"), ("binary", "DESCENDANT_OF", "binary"), ("file", "ANCESTOR_OF", "binary")],
    ],
)
def test_what_a_package_or_a_file_in_it_is_made_from_binds_it(ties: list[tuple[str, str, str]], tmp_path: Path) -> None:
    document = spdx2()
    own = {"licenseConcluded": "NOASSERTION", "licenseInfoInFiles": []}
    document["files"] += [
        {**document["files"][0], **own, "SPDXID": f"SPDXRef-{name}", "fileName": f"./{name}"}
        for name in ("binary", "step")
    ]
    document["relationships"] = [tied(*each)["relationships"][0] for each in ties]  # type: ignore[index]
    listed = read(tmp_path, document)
    assert (listed.notes, claims(listed)["tune"]) == ((), ("Apache-2.0", "CC-BY-NC-4.0"))


def test_a_file_that_is_made_from_a_package_makes_it_a_base_of_its_own(tmp_path: Path) -> None:
    document = spdx2()
    ties = [("tune", "CONTAINS", "file"), ("file", "GENERATED_FROM", "base")]
    document["relationships"] = [tied(*each)["relationships"][0] for each in ties]  # type: ignore[index]
    assert [each.bases for each in read(tmp_path, document).components] == [("base",), ()]


@pytest.mark.parametrize("key", ["licenseComments", "attributionTexts"])
def test_a_licence_that_restricts_and_is_named_beside_the_declared_one_is_a_claim(key: str, tmp_path: Path) -> None:
    for prose, claimed in (
        ("It is licensed under the Llama 3.1 Community License.", ("Apache-2.0", "llama-3.1")),
        ("Parts are under the MIT License.", ("Apache-2.0",)),
    ):
        document = spdx2()
        document["packages"][0][key] = prose if key == "licenseComments" else [prose]
        assert claims(read(tmp_path, document))["tune"] == claimed


def test_the_same_in_spdx_3(tmp_path: Path) -> None:
    said = {**package("a"), "software_attributionText": ["It is licensed under the Llama 3.1 Community License."]}
    listed = read(tmp_path, spdx3(said, relationship("a", "hasDeclaredLicense", MIT)))
    assert claims(listed)["a"] == ("MIT", "llama-3.1")


def test_a_text_of_the_documents_own_within_an_expression_is_a_claim(tmp_path: Path) -> None:
    own = {"licenseId": "LicenseRef-scancode-mit", "extractedText": "Research only.", "name": "MIT"}
    document = spdx2(hasExtractedLicensingInfos=[own])
    document["packages"][0]["licenseDeclared"] = "Apache-2.0 AND LicenseRef-scancode-mit"
    listed = read(tmp_path, document)
    assert claims(listed)["tune"][1:] == ("the text that stands with it is no text that is encoded, and near to none",)
    assert lk.decide_all(listed.components[:1], ["run"])[0].verdict == "unknown"


@pytest.mark.parametrize(
    ("name", "purl", "purpose", "told"),
    [
        ("bert-base-uncased", "pkg:pypi/bert-base-uncased@1", "", ("code", "permitted")),
        ("bert-base-uncased", "", "LIBRARY", ("code", "permitted")),
        ("bert-base-uncased", "", "ARCHIVE", ("", "unknown")),
        ("bert-base-uncased", "", "", ("", "unknown")),
        (LLAMA, "", "LIBRARY", ("", "unknown")),
        (LLAMA, f"pkg:huggingface/{LLAMA}", "LIBRARY", ("weights", "unknown")),
        (LLAMA, "pkg:github/meta-llama/llama3", "", ("", "unknown")),
    ],
)
def test_what_a_package_of_spdx_2_is(name: str, purl: str, purpose: str, told: tuple[str, str], tmp_path: Path) -> None:
    document = spdx2()
    refs = [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}] if purl else []
    package = {"SPDXID": "SPDXRef-a", "name": name, "licenseDeclared": "MIT", "downloadLocation": "NONE"}
    document["packages"] = [
        {**package, "externalRefs": refs, **({"primaryPackagePurpose": purpose} if purpose else {})}
    ]
    (component,) = read(tmp_path, document).components
    (answer,) = lk.decide_all([component], ["run"])
    assert (component.kind, answer.verdict) == told


@pytest.mark.parametrize(
    ("component", "kind", "verdict"),
    [
        ({"type": "library", "name": "bert-base-uncased"}, "code", "permitted"),
        ({"type": "file", "name": "bert-base-uncased"}, "", "unknown"),
        ({"type": "library", "name": LLAMA}, "", "unknown"),
        ({"type": "library", "group": "meta-llama", "name": "Llama-3.1-8B"}, "", "unknown"),
        ({"type": "data", "name": LLAMA}, "", "unknown"),
        ({"type": "library", "name": LLAMA, "purl": "pkg:npm/llama@1"}, "code", "permitted"),
        ({"type": "library", "name": "x", "purl": f"pkg:huggingface/{LLAMA}"}, "weights", "unknown"),
    ],
)
def test_what_is_called_as_a_known_model_in_cyclonedx_is_no_library_for_that(
    component: dict[str, Any], kind: str, verdict: str, tmp_path: Path
) -> None:
    """A claim of MIT beside it was all that was asked about."""
    document = cyclonedx({"type": "application", "name": "app"})
    document["components"] = [{**component, **LICENSED}]
    (listed,) = read(tmp_path, document).components
    (answer,) = lk.decide_all([listed], ["run"])
    assert (listed.kind, answer.verdict) == (kind, verdict)


@pytest.mark.parametrize(("name", "kind"), [(LLAMA, ""), ("acme/tool", "code")])
def test_the_same_of_a_package_of_spdx_3(name: str, kind: str, tmp_path: Path) -> None:
    listed = read(tmp_path, spdx3(package(name), relationship(name, "hasDeclaredLicense", MIT)))
    assert [each.kind for each in listed.components] == [kind]


# --- what a CycloneDX document is about -------------------------------------------------------------------------


def cyclonedx(subject: dict[str, Any]) -> dict[str, Any]:
    part = {"type": "library", "name": "part", "licenses": [{"license": {"id": "MIT"}}]}
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": subject}, "components": [part]}


LICENSED = {"licenses": [{"license": {"id": "MIT"}}]}


def test_a_model_that_a_document_is_about_is_asked_about(tmp_path: Path) -> None:
    model = {"type": "machine-learning-model", "bom-ref": "m", "name": LLAMA, **LICENSED}
    model["modelCard"] = {"modelParameters": {"datasets": [{"type": "dataset", "name": "faq"}]}}
    listed = read(tmp_path, cyclonedx(model))
    assert ([each.name for each in listed.components], listed.notes) == ([LLAMA, "faq", "part"], ())
    written = called("inventory", str(tmp_path / "sbom.json"), "--act", "run", "--format", "cyclonedx").out
    (verdict, *_) = json.loads(written)["metadata"]["component"]["properties"]
    assert verdict["name"] == "licensekit:verdict"


def test_an_application_that_a_document_is_about_is_told_and_its_parts_are_asked_about(tmp_path: Path) -> None:
    inner = {"type": "library", "name": "inner", **LICENSED}
    listed = read(tmp_path, cyclonedx({"type": "application", "name": "app", "components": [inner], **LICENSED}))
    assert [each.name for each in listed.components] == ["inner", "part"]
    assert listed.notes == ("what it is about, `app`, is not asked about, nor its licences",)
    assert read(tmp_path, cyclonedx({"type": "application", "name": "app"})).notes == ()


def test_the_same_in_xml(tmp_path: Path) -> None:
    licenses = "<licenses><license><id>MIT</id></license></licenses>"
    tool = "<tools><components><component type='library'><name>tool</name></component></components></tools>"
    model = f"<component type='machine-learning-model'><name>{LLAMA}</name>{licenses}</component>"
    (tmp_path / "sbom.xml").write_text(
        f"<bom xmlns='http://cyclonedx.org/schema/bom/1.6'><metadata>{tool}{model}</metadata><components/></bom>"
    )
    listed = lk.read_components(tmp_path / "sbom.xml")
    assert ([each.name for each in listed.components], listed.notes) == ([LLAMA], ())
