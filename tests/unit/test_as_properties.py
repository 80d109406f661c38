"""A decision as properties of a component, in CycloneDX and in SPDX 3: what the inventory writes, and what was asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import called, findings

from licensekit.components import spdx3
from optional import needs

ASKED = ("ask", "kimi-k2.5", "--act", "embed", "--set", "product.charged_for=yes", "--as-of", "2026-06-01")
MODEL = (
    "ask",
    "--model",
    "MiniMaxAI/MiniMax-M2.7",
    "--act",
    "run",
    "--set",
    "use.in_business=yes",
    "--as-of",
    "2026-06-01",
)


def document(*words: str, form: str) -> Any:
    return json.loads(called(*words, "--format", form).out)


def properties(*words: str) -> list[tuple[str, str]]:
    """Those of the one component, which both forms have alike."""
    (component,) = document(*words, form="cyclonedx")["components"]
    told = [(each["name"], each["value"]) for each in component["properties"]]
    (package,) = [each for each in document(*words, form="spdx3")["@graph"] if each["type"].endswith("Package")]
    (extension,) = package["extension"]
    assert extension["type"] == "extension_CdxPropertiesExtension"
    entries = extension["extension_cdxProperty"]
    assert {each["type"] for each in entries} == {"extension_CdxPropertyEntry"}
    assert [(each["extension_cdxPropName"], each["extension_cdxPropValue"]) for each in entries] == told
    assert package["name"] == component["name"]
    return told


def test_the_properties_are_those_of_an_inventory(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("name,license,kind\nmine,kimi-k2.5,weights\n", encoding="utf-8")
    words = ("inventory", str(file), *ASKED[2:], "--format", "cyclonedx")
    (row,) = json.loads(called(*words).out)["components"]
    of_list = {(each["name"], each["value"]) for each in row["properties"] if each["name"] != "licensekit:grade"}
    told = properties(*ASKED)
    assert of_list <= {*told}
    assert {name for name, _ in told} - {name for name, _ in of_list} == {
        *("licensekit:act", "licensekit:as_of", "licensekit:assume", "licensekit:readings", "licensekit:text"),
        *("licensekit:version", "licensekit:disclaimer"),
    }


def test_a_model_is_the_component() -> None:
    told = dict(properties(*MODEL))
    assert told["licensekit:verdict"] == "needs_approval"
    assert told["licensekit:approvals"] == "a written authorization from MiniMax (minimax-m2.7 3)"
    assert told["licensekit:grade"] == "text seen"
    (component,) = document(*MODEL, form="cyclonedx")["components"]
    assert component["type"] == "machine-learning-model"
    assert "ai_AIPackage" in [each["type"] for each in document(*MODEL, form="spdx3")["@graph"]]


def test_documents_that_tell_different_things_have_different_names(tmp_path: Path) -> None:
    names = set[str]()
    rows = ("a,1,X,weights", "a,2,X,weights", "a,1,Y,weights", "a,1,X,code")
    for row in rows:
        (tmp_path / "list.csv").write_text(f"name,version,copyright,kind,license\n{row},MIT\n", encoding="utf-8")
        words = ("inventory", str(tmp_path / "list.csv"), "--act", "run", "--as-of", "2026-06-01")
        names |= {each["spdxId"] for each in document(*words, form="spdx3")["@graph"] if each["type"] == "SpdxDocument"}
    assert len(names) == len(rows)


def test_what_is_open_says_between_what() -> None:
    told = dict(properties("ask", "minimax-m2.7", "--act", "run", "--as-of", "2026-06-01"))
    assert told["licensekit:verdict"] == "unknown"
    assert told["licensekit:range"] == "from permitted to needs approval"
    assert "licensekit:first_question" in told


def test_licences_that_bind_together_are_no_choice() -> None:
    two = ("ask", "mit", "apache-2.0", "--act", "run", "--as-of", "2026-06-01")
    assert dict(properties(*two))["licensekit:licence"] == "mit + apache-2.0"
    assert dict(properties(*two, "--any"))["licensekit:licence"] == "mit or apache-2.0"


def test_the_document_of_spdx_is_whole_and_the_same_each_time() -> None:
    whole = document(*ASKED, form="spdx3")
    assert whole == document(*ASKED, form="spdx3")
    graph = whole["@graph"]
    ids = {each["spdxId"] for each in graph if "spdxId" in each}
    (creation,) = [each for each in graph if each["type"] == "CreationInfo"]
    (head,) = [each for each in graph if each["type"] == "SpdxDocument"]
    assert creation["created"] == "2026-06-01T00:00:00Z"
    assert creation["specVersion"] == "3.0.1"
    assert {*creation["createdBy"], *head["rootElement"]} <= ids
    assert {each["creationInfo"] for each in graph if each is not creation} == {creation["@id"]}
    assert len(ids) == len(graph) - 1
    assert whole != document(*ASKED, "--set", "work.modified=yes", "--assume", "none", form="spdx3")
    (component,) = spdx3.components_of_spdx3(whole, "answer").components
    assert component.name == "a work under kimi-k2.5"


def test_the_document_of_cyclonedx_is_valid() -> None:
    needs("cyclonedx.validation.json")
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    for words in (ASKED, MODEL):
        out = called(*words, "--format", "cyclonedx").out
        assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(out) is None


@pytest.mark.parametrize("form", ["cyclonedx", "spdx3"])
@pytest.mark.parametrize(
    "more", [["--what-if"], ["--growth", "product.monthly_active_users.month=5% a month"], ["--full"]]
)
def test_what_has_no_place_there_is_refused(form: str, more: list[str]) -> None:
    told = called(*ASKED, *more, "--format", form)
    assert (told.status, told.out) == (2, "")
    assert findings(told) == [f"error[LK704]: `{more[0]}` is not told in `{form}`"]


def test_an_inventory_as_a_document_of_spdx_is_that_of_cyclonedx_and_is_read_again(tmp_path: Path) -> None:
    file, target = tmp_path / "list.csv", tmp_path / "answers.spdx.json"
    file.write_text(
        "name,license,kind,version\nmine,kimi-k2.5,weights,\nparser,MIT,code,1.2\nlost,,,\n", encoding="utf-8"
    )
    words = ("inventory", str(file), "--act", "embed", "--as-of", "2026-06-01")
    assert called(*words, "-o", str(target)).status == 3
    whole = json.loads(target.read_text(encoding="utf-8"))
    assert whole == document(*words, form="spdx3")
    packages = [each for each in whole["@graph"] if each["type"].endswith("Package")]
    assert [each["type"] for each in packages] == ["ai_AIPackage", "software_Package", "software_Package"]
    components = document(*words, form="cyclonedx")["components"]
    for package, component in zip(packages, components, strict=True):
        (extension,) = package["extension"]
        entries = extension["extension_cdxProperty"]
        told = [{"name": each["extension_cdxPropName"], "value": each["extension_cdxPropValue"]} for each in entries]
        assert (package["name"], told) == (component["name"], component["properties"])
    (head,) = [each for each in whole["@graph"] if each["type"] == "SpdxDocument"]
    assert head["rootElement"] == [each["spdxId"] for each in packages]
    again = spdx3.components_of_spdx3(whole, "answers").components
    assert [(each.name, each.version) for each in again] == [("mine", ""), ("parser", "1.2"), ("lost", "")]
    without = called(*words[:-2], "-o", str(tmp_path / "other.spdx.json"))
    assert findings(without) == ["error[LK705]: a document of SPDX 3 needs a day"]
    assert not (tmp_path / "other.spdx.json").exists()


def test_a_document_of_spdx_needs_a_day() -> None:
    told = called(*ASKED[:-2], "--format", "spdx3")
    assert findings(told) == ["error[LK705]: a document of SPDX 3 needs a day"]
    assert called(*ASKED[:-2], "--format", "cyclonedx").status == 0


@pytest.mark.parametrize("form", ["cyclonedx", "spdx3"])
def test_several_models_are_for_an_inventory(form: str) -> None:
    words = (
        "ask",
        "--model",
        "moonshotai/Kimi-K2.5",
        "--model",
        "moonshotai/Kimi-K2",
        "--act",
        "run",
        "--as-of",
        "2026-06-01",
    )
    told = called(*words, "--format", form)
    assert (told.status, told.out) == (2, "")
    assert findings(told)[0].startswith("error[LK703]: `--format`")
