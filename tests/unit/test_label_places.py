"""Places at which a label or a term may stand: none that is known is passed over."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

pytest.importorskip("yaml", reason="the extra `label` is not installed")

from licensekit.label.checkout import checkout, checkout_of_texts
from licensekit.label.findings import findings

APACHE = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")
LLAMA = "meta-llama/Llama-3.1-8B"
OWN = "You may look at it and do nothing else with it, whoever you are. " * 20


def found(folder: Path, files: dict[str, str | bytes], model: str = "acme/tune") -> list[tuple[str, str, str]]:
    """The code, the severity, and the file of each finding."""
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    told = findings(checkout(folder, model))
    return [(each.code, each.severity.value, each.span.source if each.span else "") for each in told]


def card(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", ""))


MIT = {"README.md": card("license: mit")}


# --- texts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["LICENSE", "License-Model", "MODEL_LICENSE", "Copying.txt", "TERMS.txt", "Terms-of-Use.md", "EULA", "LEGAL.md",
     "model-agreement.txt"],
)  # fmt: skip
def test_a_text_is_found_by_what_files_of_terms_are_called(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, {**MIT, name: APACHE}) == [("LK801", "error", name)]


def test_the_text_of_the_weights_counts_beside_one_that_fits(tmp_path: Path) -> None:
    files = {"README.md": card("license: apache-2.0"), "LICENSE": APACHE}
    assert found(tmp_path, {**files, "LICENSE-of-a-part": OWN}) == []
    assert found(tmp_path, {**files, "LICENSE-MODEL": OWN}) == [("LK802", "warning", "LICENSE-MODEL")]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("ADDITIONAL_TERMS.md", True), ("Terms-of-Use.md", True), ("EULA.txt", True), ("LICENSE.addendum", True),
        ("LICENSE-THIRD-PARTY", False), ("contributor-agreement.md", False), ("LICENSE-determs", False),
    ],
)  # fmt: skip
def test_terms_of_the_work_itself_beside_a_text_that_fits(name: str, counts: bool, tmp_path: Path) -> None:
    files = {"README.md": card("license: apache-2.0"), "LICENSE": APACHE, name: OWN}
    assert found(tmp_path, files) == ([("LK802", "warning", name)] if counts else [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("METADATA", "Name: x\nLicense: {}\nClassifier: License :: OSI Approved :: MIT License\n"),
        ("pyproject.toml", "[project]\nlicense = {{text = '''{}'''}}\n"),
    ],
)
def test_a_text_within_metadata_is_a_text(name: str, text: str, tmp_path: Path) -> None:
    whole = text.format(APACHE.replace("\n", "\n        ").replace("'", "\u2019"))
    told = found(tmp_path, {**MIT, name: whole})
    assert ("LK801", "error", f"{name}#License") in told


def test_a_text_within_metadata_that_cannot_be_read_is_told() -> None:
    whole = checkout_of_texts({"METADATA": f"Name: x\nLicense: {'a' * 200}\0\n"})
    assert [each.code for each in whole.problems] == ["LK813"]


def test_the_licence_of_poetry(tmp_path: Path) -> None:
    files = {"pyproject.toml": '[tool.poetry]\nlicense = "MIT"\n', "LICENSE": APACHE}
    assert found(tmp_path, files) == [("LK801", "error", "LICENSE")]


# --- use policies --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("mit", [("LK802", "warning", "USE_POLICY.md")]),
        ("apache-2.0", [("LK802", "warning", "USE_POLICY.md")]),
        ("llama3.1", []),
        ("other", []),
    ],
)
def test_a_use_policy_beside_a_licence_that_has_none(
    label: str, told: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    files = {"README.md": card(f"license: {label}", "license_name: own-1.0" if label == "other" else "")}
    alarms = found(tmp_path, {**files, "USE_POLICY.md": OWN})
    assert [each for each in alarms if each[1] != "note"] == told


# --- bases and labels in other places ------------------------------------------------------------------------


def gguf(pairs: dict[str, str]) -> bytes:
    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value.encode())) + value.encode()

    body = b"".join(text(key) + struct.pack("<I", 8) + text(value) for key, value in pairs.items())
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(pairs)) + body


@pytest.mark.parametrize(
    "files",
    [
        {"README.md": card("license: mit", f"base_model: {LLAMA}")},
        {"README.md": card("license: mit", f"base_model: https://huggingface.co/{LLAMA}")},
        {"README.md": card("license: mit", f"tags: ['base_model:{LLAMA}']")},
        {"README.md": card("license: mit", f"tags: ['base_model:finetune:{LLAMA}']")},
        {**MIT, "adapter_config.json": json.dumps({"base_model_name_or_path": LLAMA})},
        {**MIT, "m.gguf": gguf({"general.base_model.0.repo_url": f"https://huggingface.co/{LLAMA}"})},
    ],
    ids=["by name", "by address", "a tag", "a tag with how", "an adapter", "gguf"],
)
def test_a_base_binds_wherever_it_is_named(files: dict[str, str | bytes], tmp_path: Path) -> None:
    assert {each[:2] for each in found(tmp_path, files)} >= {("LK806", "error"), ("LK807", "warning")}


def test_a_base_of_ones_own_by_address_is_ones_own(tmp_path: Path) -> None:
    files = {"README.md": card("license: mit", f"base_model: https://huggingface.co/{LLAMA}")}
    assert "LK806" not in {each[0] for each in found(tmp_path, files, "meta-llama/Next")}


def test_a_tag_of_another_licence_is_told(tmp_path: Path) -> None:
    files = {"README.md": card("license: apache-2.0", "tags: ['license:cc-by-nc-4.0', 'text-generation']")}
    assert found(tmp_path, files) == [("LK803", "warning", "README.md")]
    assert found(tmp_path, {"README.md": card("license: mit", "tags: ['license:mit']")}) == []


def test_a_name_of_another_licence_beside_the_label_is_told(tmp_path: Path) -> None:
    files = {"README.md": card("license: apache-2.0", "license_name: cc-by-nc-4.0")}
    assert found(tmp_path, files) == [("LK803", "warning", "README.md")]
    assert found(tmp_path, {"README.md": card("license: apache-2.0", "license_name: Apache License 2.0")}) == []


def test_metadata_of_safetensors_that_are_no_texts_are_told(tmp_path: Path) -> None:
    head = json.dumps({"__metadata__": {"license": ["cc-by-nc-4.0"]}}).encode()
    files = {**MIT, "m.safetensors": struct.pack("<Q", len(head)) + head}
    assert found(tmp_path, files) == [("LK813", "error", "m.safetensors")]


# --- manifests -----------------------------------------------------------------------------------------------

MANIFESTS = {
    "Cargo.toml": '[package]\nname = "x"\nlicense = "{}"\n',
    "setup.cfg": "[metadata]\nname = x\nlicense = {}\n",
    "CITATION.cff": "cff-version: 1.2.0\ntitle: x\nlicense: {}\n",
    "composer.json": '{{"name": "a/x", "license": ["{}"]}}',
    "package.json": '{{"name": "x", "license": "{}"}}',
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_the_licence_of_a_manifest_is_a_label(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, {name: MANIFESTS[name].format("Apache-2.0"), "LICENSE": APACHE}) == []
    assert found(tmp_path, {name: MANIFESTS[name].format("MIT")}) == [("LK801", "error", "LICENSE")]
    assert found(tmp_path, {name: MANIFESTS[name].format("Acme Terms"), "LICENSE": APACHE}) == [
        ("LK804", "warning", name)
    ]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"Cargo.toml": '[package]\nlicense = "MIT/Apache-2.0"\n', "LICENSE-APACHE": APACHE}, []),
        ({"Cargo.toml": "[package]\nlicense.workspace = true\n", "LICENSE": APACHE}, []),
        (
            {"Cargo.toml": '[workspace.package]\nlicense = "MIT"\n[package]\nlicense.workspace = true\n', "LICENSE": APACHE},
            [("LK801", "error", "LICENSE")],
        ),
        ({"Cargo.toml": '[package]\nlicense-file = "OWN.txt"\n', "OWN.txt": APACHE}, []),
        ({"Cargo.toml": '[package]\nlicense-file = "OWN.txt"\n', "OWN.txt": OWN}, [("LK812", "warning", "OWN.txt")]),
        (
            {"Cargo.toml": '[package]\nlicense = "MIT"\nlicense-file = "OWN.txt"\n', "OWN.txt": APACHE},
            [("LK801", "error", "OWN.txt")],
        ),
        ({"Cargo.toml": '[package]\nlicense-file = "../LICENSE"\n', "LICENSE": APACHE}, [("LK813", "note", "Cargo.toml")]),
        ({"package.json": '{"license": "SEE LICENSE IN terms/own.txt"}', "LICENSE": APACHE}, [("LK813", "warning", "package.json")]),
        ({"package.json": '{"license": "SEE LICENSE IN LICENSE"}', "LICENSE": APACHE}, []),
        ({"setup.cfg": "[metadata]\nlicense = file: OWN.txt\n", "OWN.txt": APACHE}, []),
        ({"setup.cfg": "[metadata]\nlicense_files = LICEN[CS]E*\n", "LICENSE": APACHE}, []),
        (
            {"setup.cfg": "[metadata]\nclassifiers =\n  License :: OSI Approved\n  License :: OSI Approved :: MIT License\n", "LICENSE": APACHE},
            [("LK801", "error", "LICENSE")],
        ),
        ({"setup.cfg": "[flake8]\nignore = E501\n", "LICENSE": APACHE}, []),
        ({"CITATION.cff": "license:\n- MIT\n- Apache-2.0\n", "LICENSE": APACHE}, []),
        ({"CITATION.cff": "title: x\nlicense-url: https://example.org/terms\n", "LICENSE": APACHE}, []),
        ({"CITATION.cff": "license: MIT\n", "Cargo.toml": '[package]\nlicense = "Apache-2.0"\n'}, [("LK803", "warning", "CITATION.cff")]),
    ],
)  # fmt: skip
def test_what_manifests_say(files: dict[str, str], told: list[tuple[str, str, str]], tmp_path: Path) -> None:
    assert sorted(found(tmp_path, files)) == told


# --- hints of bases, and prose -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "lines", "told"),
    [
        (LLAMA, ["license: mit"], [("LK806", "warning", "config.json")]),
        (LLAMA, ["license: llama3.1"], []),
        ("mistralai/Mistral-7B-v0.1", ["license: mit"], []),
        ("acme/step-3", ["license: mit"], []),
        ("/home/me/meta-llama/Llama-3.1-8B", ["license: mit"], []),
        ("./out", ["license: mit"], []),
        ("", ["license: mit"], []),
    ],
)
def test_what_a_configuration_was_written_from_is_a_hint(
    config: str, lines: list[str], told: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    files = {"README.md": card(*lines), "config.json": json.dumps({"_name_or_path": config})}
    assert [each for each in found(tmp_path, files) if each[1] != "note"] == told


def test_a_declared_base_is_not_told_twice_and_ones_own_not_at_all(tmp_path: Path) -> None:
    files = {
        "README.md": card("license: mit", f"base_model: {LLAMA}"),
        "config.json": json.dumps({"_name_or_path": LLAMA}),
    }
    assert [each for each in found(tmp_path, files) if each[0] == "LK806"] == [("LK806", "error", "README.md")]
    (tmp_path / "README.md").unlink()
    alarms = found(tmp_path, {**MIT, "config.json": files["config.json"]}, "meta-llama/Next")
    assert [each for each in alarms if each[0] == "LK806"] == []


@pytest.mark.parametrize(
    ("prose", "lines", "told"),
    [
        ("Tune is licensed under the Llama 3.1\nCommunity License.", ["license: mit"], [("LK806", "warning", "NOTICE")]),
        ("Tune is licensed under the Llama 3.1 Community License.", ["license: llama3.1"], []),
        ("Gemma is provided under and subject to the Gemma Terms of Use.", ["license: mit"], [("LK806", "warning", "NOTICE")]),
        ("It has parts under the Apache License 2.0, the MIT License and the GNU General Public License v3.", ["license: mit"], []),
        ("Copyright 2026 Acme. It may be used under open terms.", ["license: mit"], []),
    ],
)  # fmt: skip
def test_a_notice_that_names_a_licence_which_restricts(
    prose: str, lines: list[str], told: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    alarms = found(tmp_path, {"README.md": card(*lines), "NOTICE": prose})
    assert [each for each in alarms if each[1] != "note"] == told


# --- where a card says that the text is ------------------------------------------------------------------------

BASE = "https://huggingface.co/meta-llama/Llama-3.1-8B/blob/main/LICENSE"


@pytest.mark.parametrize(
    ("lines", "files", "told"),
    [
        (["license: mit", f"license_link: {BASE}"], {}, [("LK803", "warning", "README.md")]),
        (["license: llama3.1", f"license_link: {BASE}"], {}, []),
        (["license: other", f"license_link: {BASE}"], {}, []),
        (["license: mit", "license_link: https://opensource.org/licenses/MIT"], {}, []),
        (["license: mit", "license_link: https://www.apache.org/licenses/LICENSE-2.0"], {}, [("LK803", "warning", "README.md")]),
        (["license: mit", "license_link: https://acme.example/terms"], {}, [("LK814", "note", "README.md")]),
        (["license: mit", "license_link: LICENSE"], {}, [("LK813", "note", "README.md")]),
        (["license: mit", "license_link: our-words.txt"], {"our-words.txt": APACHE}, [("LK801", "error", "our-words.txt")]),
        (["license: apache-2.0", "license_link: our-words.txt"], {"our-words.txt": APACHE}, []),
        (["license: apache-2.0", "license_link: ours.txt"], {"LICENSE": APACHE, "ours.txt": "No sale. " * 30}, [("LK802", "warning", "ours.txt")]),
        (["license: apache-2.0", "license_link: https://huggingface.co/acme/tune/blob/main/ours.txt"], {"LICENSE": APACHE, "ours.txt": "No sale. " * 30}, [("LK802", "warning", "ours.txt")]),
        (["license: mit", "license_link: ours.pdf"], {"ours.pdf": b"%PDF\0\xff"}, [("LK813", "warning", "ours.pdf")]),
    ],
)  # fmt: skip
def test_what_the_link_of_a_card_leads_to(
    lines: list[str], files: dict[str, str | bytes], told: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    alarms = found(tmp_path, {"README.md": card(*lines), **files})
    assert [each for each in alarms if each[0] != "LK811"] == told


def test_the_link_in_a_header_of_weights_counts_too(tmp_path: Path) -> None:
    files = {**MIT, "m.gguf": gguf({"general.license.link": BASE})}
    assert found(tmp_path, files)[0] == ("LK803", "warning", "README.md")


@pytest.mark.parametrize(("model", "told"), [("acme/tune", [("LK806", "warning", "m.gguf")]), ("meta-llama/tune", [])])
def test_from_what_a_header_says_that_weights_were_made_is_a_hint(
    model: str, told: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    files = {**MIT, "m.gguf": gguf({"general.source.url": "https://huggingface.co/meta-llama/Llama-3.1-8B"})}
    assert [each for each in found(tmp_path, files, model) if each[1] != "note"] == told


def test_a_text_that_a_manifest_names_counts_whatever_lies_beside_it(tmp_path: Path) -> None:
    """A `LICENSE` as the label says made what the manifest itself names as the text go unseen."""
    manifest = '[package]\nname = "x"\nlicense = "Apache-2.0"\nlicense-file = "./ours.txt"\n'
    files = {"Cargo.toml": manifest, "LICENSE": APACHE, "ours.txt": "No sale. " * 30}
    assert found(tmp_path, files) == [("LK802", "warning", "ours.txt")]


# --- pom.xml ---------------------------------------------------------------------------------------------------

LICENSED = "<license><name>{}</name><url>{}</url></license>"
AT_APACHE = "https://www.apache.org/licenses/LICENSE-2.0.txt"


def pom(*licenses: tuple[str, str], head: str = "") -> str:
    inner = "".join(LICENSED.format(*each) for each in licenses)
    project = f'<project xmlns="http://maven.apache.org/POM/4.0.0"><licenses>{inner}</licenses>'
    deeper = "<profiles><profile><licenses><license><name>GPL-3.0</name></license></licenses></profile></profiles>"
    return f"{head}{project}{deeper}</project>"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (pom(("Apache License, Version 2.0", AT_APACHE)), []),
        (pom(("MIT", "https://opensource.org/licenses/MIT"), ("Apache-2.0", AT_APACHE)), []),
        (pom(("Acme", AT_APACHE)), []),
        (pom(("MIT License", "")), [("LK801", "error", "LICENSE")]),
        (pom(("Apache-2.0", "https://opensource.org/licenses/MIT")), [("LK803", "warning", "pom.xml")]),
        (pom(("Acme", "")), [("LK804", "warning", "pom.xml")]),
        (pom(("Apache-2.0", ""), head='<!DOCTYPE a [<!ENTITY b "x">]>'), [("LK813", "error", "pom.xml")]),
        (pom(("Apache-2.0", ""))[:-9], [("LK813", "error", "pom.xml")]),
        ("<a>" * 100_000, [("LK813", "error", "pom.xml")]),
        ("<project/>", []),
    ],
)
def test_licences_of_a_pom(text: str, told: list[tuple[str, str, str]], tmp_path: Path) -> None:
    assert found(tmp_path, {"pom.xml": text, "LICENSE": APACHE}) == told


@pytest.mark.parametrize("key", ["base_model", "base_models", "base_model_name_or_path"])
def test_a_base_in_the_header_of_weights_is_one(key: str, tmp_path: Path) -> None:
    """What stands in a header under the names that cards and adapters have for it had been passed over."""
    head = json.dumps({"__metadata__": {"license": "apache-2.0", key: "meta-llama/Llama-3.1-8B"}}).encode()
    files = {"m.safetensors": struct.pack("<Q", len(head)) + head}
    assert ("LK806", "error", "m.safetensors") in found(tmp_path, files)
