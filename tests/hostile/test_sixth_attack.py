"""What the sixth attack found, by its kind (docs/reliability-attacks-6.md)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest

import licensekit as lk
from licensekit.cli.outcome import Exit
from optional import needs
from unit.command_line import called

APACHE = Path(__file__).parents[2] / "examples/labels/mislabelled/LICENSE"
MILITARY = """\
license own {
  title "Own"
  grant g at "1" { may run }
  prohibition p at "2" { must not any act when conduct.military }
}
"""
LATER = "conduct by Legal on 2026-06-01"


# --- an attestation of a later day than is asked about counted ------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "verdict"), [("2026-05-31", "unknown"), ("2026-06-01", "permitted"), (None, "permitted")]
)
def test_what_is_attested_counts_from_its_day_on(day: str | None, verdict: str) -> None:
    attested = lk.Attestation("Legal", date(2026, 6, 1), ("conduct",))
    as_of = None if day is None else date.fromisoformat(day)
    decision = lk.parse(MILITARY).evaluate(lk.Use.of(["run"]), as_of=as_of, assume="none", attested=attested)
    assert decision.verdict == verdict
    assert [each.name for each in decision.unread] == (["conduct"] if verdict == "unknown" else [])
    assert (decision.attested == "") is (verdict == "unknown")


def test_of_several_attestations_those_made_by_then_count() -> None:
    early = lk.Attestation("Ops", date(2026, 5, 1), ("sanctions",))
    both = lk.Attestation("Legal", date(2026, 6, 1), ("conduct",), (early,))
    decision = lk.parse(MILITARY).evaluate(lk.Use.of(["run"]), as_of=date(2026, 5, 15), assume="none", attested=both)
    assert decision.verdict == "unknown"
    assert decision.attested == "sanctions by Ops on 2026-05-01"


def test_a_later_attestation_over_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("narwhals", "polars")
    monkeypatch.chdir(tmp_path)
    Path("own.lic").write_text(MILITARY)
    Path("p.toml").write_text('[[attested]]\nby = "Legal"\non = 2026-06-01\ngroups = ["conduct"]\n')
    Path("u.csv").write_text("conduct.military\nunknown\n")
    batch = ("batch", "own.lic", "u.csv", "-o", "-", "--act", "run", "--assume", "none", "--profile", "p.toml")
    assert "unknown" in called(*batch, "--as-of", "2026-05-31").out
    later = called(*batch, "--as-of", "2026-06-01")
    assert "permitted" in later.out
    assert "nobody attested" not in later.out + later.err


def test_a_later_attestation_in_every_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.lic").write_text(MILITARY)
    Path("p.toml").write_text('[[attested]]\nby = "Legal"\non = 2026-06-01\ngroups = ["conduct"]\n')
    asked = ("ask", "own.lic", "--act", "run", "--assume", "none", "--as-of", "2026-05-31")
    for stated in (("--attest", LATER), ("--profile", "p.toml"), ("--facts", "p.toml")):
        assert called(*asked, *stated).status == 3
    assert "before that" in called(*asked, "--attest", LATER).out
    full = called(*asked, "--profile", "p.toml", "--full").out
    assert "(what comes after 2026-05-31 counts for nothing" in full.replace("\n    ", " ")
    drawn = called(
        "map",
        "own.lic",
        "--act",
        "run",
        "--assume",
        "none",
        "--x",
        "as_of",
        "--y",
        "conduct.military",
        "--attest",
        LATER,
    )
    assert "1: until 2026-05-31" in drawn.out


# --- a fact of one row, or layer, beside another value of the same for all ----------------------------------------------


@pytest.mark.parametrize("stated", [("--set", "conduct.military=yes"), ("--profile", "p.toml")])
def test_a_cell_beside_what_is_stated_of_all_rows_is_told(
    stated: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("narwhals", "polars")
    monkeypatch.chdir(tmp_path)
    Path("own.lic").write_text(MILITARY)
    Path("p.toml").write_text('[facts]\n"conduct.military" = true\n')
    told = "what a row says goes before what is stated of all rows: `conduct.military`\n"
    batch = ("batch", "own.lic", "-", "-o", "-", "--act", "run", *stated, "--ignore", "x")
    outcome = called(*batch, stdin=b"x,conduct.military\n1,no\n2,\n")
    assert [line.split(",")[2] for line in outcome.out.splitlines()[1:]] == ["permitted", "prohibited"]
    assert told in outcome.err
    assert told not in called(*batch, stdin=b"x,conduct.weapons\n1,no\n").err
    refused = called(*batch, stdin=b"x,conduct.military\n1,no\n2, Unknown\n")
    assert (refused.status, refused.out) == (2, "")
    said = "`conduct.military`, row 3: it is said to be unknown, and something is stated of it in all rows"
    assert f"error[LK515]: {said}\n" in refused.err
    assert told in called("sql", "own.lic", "--act", "run", "--columns", "conduct.military", *stated).out


def test_what_a_layer_or_row_says_beside_what_is_stated_of_all_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.toml").write_text(
        '[[layers]]\nname = "a"\nlicense = "deepseek-model-1.0"\nfacts = { "conduct.military" = false }\n'
    )
    Path("i.csv").write_text("name,license,conduct.military\na,deepseek-model-1.0,no\n")
    for command in (("ask", "--chain", "c.toml"), ("inventory", "c.toml"), ("inventory", "i.csv")):
        outcome = called(*command, "--act", "run", "--set", "conduct.military=yes")
        assert "what a component says itself goes before what is stated of all: `conduct.military`" in outcome.out
        assert "goes before" not in called(*command, "--act", "run", "--set", "conduct.weapons=no").out


# --- labels: terms in a folder, and cards of other languages, were passed over ---------------------------------------------


def labelled(folder: Path, files: dict[str, str]) -> Exit:
    for name, text in {"README.md": CARD.format("mit"), **files}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return called("label", str(folder))


def first_lines(outcome: Exit) -> list[str]:
    return [line for line in outcome.out.splitlines() if line.startswith(("error[", "warning["))]


CARD = "---\nlicense: {}\n---\n"


@pytest.mark.parametrize("name", ["LICENSE/LICENSE.txt", "LICENSE/terms", "Copying/weights.md", "model_license/x.txt"])
def test_the_texts_of_a_folder_that_is_called_as_a_licence_are_read(name: str, tmp_path: Path) -> None:
    needs("yaml")
    outcome = labelled(tmp_path, {name: APACHE.read_text()})
    assert outcome.status == 1
    assert first_lines(outcome) == [f"error[LK801]: the label says `mit`; `{name}` is the text of `apache-2.0`"]


@pytest.mark.parametrize("name", ["licenses/part.txt", "license_plates/x.txt", "LICENSE/weights.bin"])
def test_other_folders_are_of_others(name: str, tmp_path: Path) -> None:
    needs("yaml")
    assert labelled(tmp_path, {name: APACHE.read_text()}).status == 0


def test_a_folder_in_the_place_of_a_text_is_told(tmp_path: Path) -> None:
    needs("yaml")
    (tmp_path / "LICENSE.md").mkdir()
    (tmp_path / "terms").symlink_to("LICENSE.md")
    outcome = labelled(tmp_path, {})
    assert outcome.status == 2
    assert first_lines(outcome) == [
        "error[LK813]: `LICENSE.md` cannot be read: it is a folder",
        "error[LK813]: `terms` cannot be read: it is a folder",
    ]


@pytest.mark.parametrize("name", ["README_zh.md", "readme-en.md", "README.pt-BR.md", "README_zh_CN.md"])
def test_a_card_in_another_language_is_read(name: str, tmp_path: Path) -> None:
    needs("yaml")
    outcome = labelled(tmp_path, {name: CARD.format("apache-2.0")})
    assert first_lines(outcome) == ["warning[LK803]: `mit` and `apache-2.0` are labels of different licences"]
    assert labelled(tmp_path, {name: CARD.format("mit")}).status == 0


# --- names that say two things ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["GPL-2.0-only+", "GPL-2.0-or-later-only", "LGPL-2.1 only or later"])
def test_only_and_later_at_once_are_no_choice_of_versions(name: str) -> None:
    """`GPL-2.0-only+` was taken for version 2 or 3, of which one may be chosen."""
    with pytest.raises(lk.CatalogueError, match="LK601"):
        lk.load(name)


# --- bills of materials: licences in places that nobody read --------------------------------------------------------------


def inventoried(folder: Path, document: dict[str, Any], name: str = "b.json") -> Exit:
    (folder / name).write_text(json.dumps(document))
    return called("inventory", str(folder / name), "--act", "sell")


CYCLONE = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
BY_NC = "https://creativecommons.org/licenses/by-nc/4.0/"


def cyclone(**more: Any) -> dict[str, Any]:
    plain = {"type": "library", "name": "a", "version": "1", "licenses": [{"license": {"id": "MIT"}}]}
    return {**CYCLONE, "components": [{**plain, **more}]}


@pytest.mark.parametrize(
    ("url", "status"), [(BY_NC, 3), ("https://opensource.org/licenses/MIT", 0), ("https://acme.example/terms", 0)]
)
def test_an_address_of_another_licence_beside_its_id(url: str, status: int, tmp_path: Path) -> None:
    needs("cyclonedx")
    beside = {"licenses": [{"license": {"id": "MIT", "url": url}}]}
    assert inventoried(tmp_path, cyclone(**beside)).status == status
    assert inventoried(tmp_path, cyclone(externalReferences=[{"type": "license", "url": url}])).status == status


@pytest.mark.parametrize("key", ["license", "licenseDeclared", "Licence"])
def test_a_key_of_licences_that_the_form_does_not_have(key: str, tmp_path: Path) -> None:
    needs("cyclonedx", "spdx_tools")
    outcome = inventoried(tmp_path, cyclone(**{key: "CC-BY-NC-4.0"}))
    assert (outcome.status, f"`{key}` of `a@1` is no key of CycloneDX" in outcome.err) == (2, True)
    if key != "licenseDeclared":
        outcome = inventoried(tmp_path, spdx2(**{key: "CC-BY-NC-4.0"}))
        assert (outcome.status, f"`{key}` is no key of a package in SPDX 2" in outcome.err) == (2, True)
    written = f"<{key}>CC-BY-NC-4.0</{key}>"
    (tmp_path / "b.xml").write_text(
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components><component type="library">'
        f"<name>a</name><version>1</version>{written}</component></components></bom>"
    )
    outcome = called("inventory", str(tmp_path / "b.xml"), "--act", "sell")
    assert (outcome.status, f"`{key}` of `a@1` is no key of CycloneDX" in outcome.err) == (2, True)


def spdx2(version: str = "SPDX-2.3", **more: Any) -> dict[str, Any]:
    package = {
        "SPDXID": "SPDXRef-a", "name": "a", "versionInfo": "1", "downloadLocation": "NOASSERTION",
        "licenseConcluded": "MIT", "licenseDeclared": "MIT", "copyrightText": "NOASSERTION", "filesAnalyzed": False,
    }  # fmt: skip
    return {
        "spdxVersion": version, "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "d",
        "documentNamespace": "https://acme.example/d", "packages": [{**package, **more}],
        "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: x"]},
    }  # fmt: skip


def test_a_version_of_spdx_that_nobody_here_knows_is_refused(tmp_path: Path) -> None:
    needs("spdx_tools")
    assert inventoried(tmp_path, spdx2()).status == 0
    outcome = inventoried(tmp_path, spdx2("SPDX-2.9"))
    assert (outcome.status, "it is of SPDX-2.9, which may say what is not read here" in outcome.err) == (2, True)


def graph(*more: dict[str, Any], **of_package: Any) -> dict[str, Any]:
    package = {"type": "software_Package", "spdxId": "u:a", "name": "a", "software_packageVersion": "1", **of_package}
    license = {"type": "simplelicensing_LicenseExpression", "spdxId": "u:l"}
    relation = {"type": "Relationship", "spdxId": "u:r", "from": "u:a", "to": ["u:l"]}
    return {
        "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
        "@graph": [
            package, {**license, "simplelicensing_licenseExpression": "MIT"},
            {**relation, "relationshipType": "hasDeclaredLicense"}, *more,
        ],
    }  # fmt: skip


def test_a_package_url_among_other_names_of_spdx_3(tmp_path: Path) -> None:
    assert inventoried(tmp_path, graph()).status == 0
    its = {"type": "ExternalIdentifier", "externalIdentifierType": "packageUrl"}
    its["identifier"] = "pkg:huggingface/meta-llama/Llama-3.1-8B"
    assert inventoried(tmp_path, graph(externalIdentifier=[its])).status == 3
    two = inventoried(tmp_path, graph(externalIdentifier=[its], software_packageUrl="pkg:huggingface/Qwen/Qwen3-0.6B"))
    assert two.status == 3
    assert "pkg:huggingface/meta-llama/Llama-3.1-8B" in two.out


def test_two_elements_of_one_id(tmp_path: Path) -> None:
    """The last one won: a package under CC BY-NC was permitted under MIT, or the other way round."""
    license = {"type": "simplelicensing_LicenseExpression", "spdxId": "u:l"}
    outcome = inventoried(tmp_path, graph({**license, "simplelicensing_licenseExpression": "CC-BY-NC-4.0"}))
    assert (outcome.status, "`u:l` is two elements that differ" in outcome.err) == (2, True)
    again = {**license, "simplelicensing_licenseExpression": "MIT"}
    assert inventoried(tmp_path, graph(again, {"spdxId": "u:l"})).status == 0


def test_a_list_that_says_it_is_not_whole_is_told(tmp_path: Path) -> None:
    needs("cyclonedx", "spdx_tools")
    incomplete = {**cyclone(), "compositions": [{"aggregate": "incomplete"}]}
    whole = {**cyclone(), "compositions": [{"aggregate": "complete"}]}
    said = "it says of itself that it is incomplete"
    assert said in inventoried(tmp_path, incomplete).out
    assert said not in inventoried(tmp_path, whole).out
    relation = {"type": "Relationship", "spdxId": "u:r2", "from": "u:a", "to": [], "relationshipType": "contains"}
    assert said in inventoried(tmp_path, graph({**relation, "completeness": "incomplete"})).out
    elsewhere = "other documents to which it points are not read: 1"
    assert elsewhere in inventoried(tmp_path, cyclone(externalReferences=[{"type": "bom", "url": "urn:cdx:x/1"}])).out
    document = {"type": "SpdxDocument", "spdxId": "u:d", "import": [{"externalSpdxId": "u:e"}]}
    assert elsewhere in inventoried(tmp_path, graph(document)).out
    linked = {"externalDocumentId": "DocumentRef-o", "spdxDocument": "https://acme.example/o"}
    linked |= {"checksum": {"algorithm": "SHA1", "checksumValue": "0" * 40}}  # type: ignore[dict-item]
    assert elsewhere in inventoried(tmp_path, {**spdx2(), "externalDocumentRefs": [linked]}).out


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("Acme EULA", 3),
        ("apache-2.0 AND Acme EULA", 3),
        ("gpl", 3),
        ("apache", 0),
        ("Apache-2.0", 0),
        ("other", 0),
        ("custom", 0),
    ],
)
def test_a_claim_that_nobody_can_read_beside_a_known_model(claim: str, status: int, tmp_path: Path) -> None:
    """Whatever an inventory said of a model that is known here was passed over where it named no licence."""
    (tmp_path / "i.csv").write_text(f"name,license\nQwen/Qwen3-0.6B,{claim}\n")
    outcome = called("inventory", str(tmp_path / "i.csv"), "--act", "sell")
    assert outcome.status == status
    assert ("open: there is no licence" in outcome.out or "open: `gpl`" in outcome.out) is (status == 3)


# --- snapshots in a hub's cache: cards beside the card, and keys beside its keys --------------------------------------------


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"README.md": CARD.format("mit")}, 0),
        ({"README.md": CARD.format("mit"), "README_zh.md": CARD.format("mit")}, 0),
        ({"README.md": CARD.format("mit"), "README_zh.md": CARD.format("cc-by-nc-4.0")}, 3),
        ({"README.md": CARD.format("mit"), "readme.md": CARD.format("cc-by-nc-4.0")}, 3),
        ({"README.md": CARD.format("mit"), "README_fr.md": f"---\nlicense_link: {BY_NC}\n---\n"}, 3),
        ({"README.md": CARD.format("mit\nlicense_details: not for sale")}, 3),
        ({"README.md": CARD.format("mit"), "README_fr.md": CARD.format("mit\nlicence: other")}, 3),
        ({"README.md": CARD.format("mit"), "COPYING/terms": "Not for sale."}, 3),
    ],
)
def test_a_snapshot_with_more_than_its_card(files: dict[str, str], status: int, tmp_path: Path) -> None:
    needs("yaml")
    snapshot = tmp_path / "models--acme--x" / "snapshots" / ("a" * 40)
    for name, text in files.items():
        (snapshot / name).parent.mkdir(parents=True, exist_ok=True)
        (snapshot / name).write_text(text)
    outcome = called("inventory", str(tmp_path), "--act", "sell")
    assert outcome.status == status


def test_a_key_of_licences_that_cards_do_not_have(tmp_path: Path) -> None:
    needs("yaml")
    outcome = labelled(tmp_path, {"README.md": CARD.format("mit\nlicense_details: not for sale")})
    assert first_lines(outcome) == [
        "error[LK813]: `README.md` cannot be read: `license_details` is not read, and may speak of its licence"
    ]


# --- metadata of packages: of two that differ the second was passed over ------------------------------------------------------


@pytest.mark.parametrize(
    ("metadata", "status"),
    [
        ({"license": "MIT", "classifier": ["License :: OSI Approved :: MIT License", "License :: OSI Approved"]}, 0),
        ({"license": "BSD-3-Clause", "classifier": ["License :: OSI Approved :: BSD License"]}, 0),
        ({"license_expression": "MIT", "license": "MIT License"}, 0),
        ({"license": "MIT", "classifier": ["License :: Other/Proprietary License"]}, 3),
        ({"license": "MIT", "classifier": ["License :: Free for non-commercial use"]}, 3),
        ({"license_expression": "MIT", "license": "CC-BY-NC-4.0"}, 3),
        ({"license_expression": "MIT", "license": "UNKNOWN"}, 0),
    ],
)
def test_metadata_that_say_two_things(metadata: dict[str, Any], status: int, tmp_path: Path) -> None:
    listed = {"version": "1", "installed": [{"metadata": {"name": "a", "version": "1", **metadata}}]}
    assert inventoried(tmp_path, listed).status == status


# --- chains with choices ----------------------------------------------------------------------------------------------------


def test_choices_of_many_layers_are_tried_pair_by_pair(tmp_path: Path) -> None:
    """Each of 64 ways to choose had all pairs of layers looked at anew: 12 seconds for 5 kB."""
    licenses = ["GPL-2.0-only OR CDDL-1.0"] * 6 + ["GPL-3.0-only"] * 58
    (tmp_path / "c.toml").write_text(
        "".join(
            f'[[layers]]\nname = "{at}"\nlicense = "{each}"\nkind = "code"\nfacts = {{ "work.combined" = true }}\n'
            for at, each in enumerate(licenses)
        )
    )
    before = process_time()
    outcome = called("ask", "--chain", str(tmp_path / "c.toml"), "--act", "distribute_in_product")
    assert outcome.status in {1, 3}  # neither version 2 nor CDDL goes together with version 3
    assert process_time() - before < 20


# --- names of models that are paths --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "models--meta-llama--Llama-3.1-8B",
        "meta-llama--Llama-3.1-8B",
        "meta-llama/Llama-3.1-8B:latest",
        "hf.co/meta-llama/Llama-3.1-8B:Q4_K_M",
        "/srv/models/meta-llama/Llama-3.1-8B",
        "meta-llama//llama-3.1-8b",
        "C:\\models\\meta-llama\\Llama-3.1-8B",
        "~/.cache/huggingface/hub/models--meta-llama--Llama-3.1-8B/snapshots/abc",
        "s3://bucket/meta-llama/Llama-3.1-8B@v1",
    ],
)
def test_a_known_model_by_the_path_of_its_copy(name: str, tmp_path: Path) -> None:
    """What an inventory claims of it was all that counted: Llama under MIT."""
    (tmp_path / "i.csv").write_text(f"name,license\n{name},MIT\n")
    outcome = called("inventory", str(tmp_path / "i.csv"), "--act", "sell", "--format", "json")
    (row,) = json.loads(outcome.out)["components"]
    assert (outcome.status, row["licence"], row["grade"]) == (3, "llama-3.1 or mit", "conflict")


@pytest.mark.parametrize("name", ["acme/own:latest", "own--copy", "/srv/models/own/model"])
def test_other_paths_are_under_what_is_said_of_them(name: str, tmp_path: Path) -> None:
    (tmp_path / "i.csv").write_text(f"name,license\n{name},MIT\n")
    assert called("inventory", str(tmp_path / "i.csv"), "--act", "sell").status == 0


def test_two_attestations_in_one_option(tmp_path: Path) -> None:
    """All of the first but its groups was taken for the name of whoever vouched on the day of the second."""
    (tmp_path / "own.lic").write_text(MILITARY)
    two = "conduct by Legal on 2027-01-01 and disputes by Ops on 2026-01-01"
    outcome = called("ask", str(tmp_path / "own.lic"), "--act", "run", "--as-of", "2026-06-01", "--attest", two)
    assert (outcome.status, outcome.err.splitlines()[0]) == (
        2,
        f"error[LK502]: `--attest`: `{two}` is more than one attestation",
    )
