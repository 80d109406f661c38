"""Inventories of somebody who means ill: clear findings, bounded time, and nothing written or read elsewhere."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.components.component import Component
from licensekit.errors import LicensekitError
from optional import needs
from unit.command_line import called

APACHE = (Path(__file__).parents[2] / "LICENSE").read_text(encoding="utf-8")
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><bom>&c;</bom>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]><bom>&x;</bom>'
NAMESPACE = 'xmlns="http://cyclonedx.org/schema/bom/1.6"'
BAD = {
    "laughs.xml": (LAUGHS, "it declares a document type, and entities are not resolved"),
    "outside.xml": (OUTSIDE, "it declares a document type, and entities are not resolved"),
    "cut.xml": (f"<bom {NAMESPACE}><components>", "it is no XML: no element found"),
    "odd.xml": (f"<bom {NAMESPACE}><components><component/></components></bom>", "it is no CycloneDX that can be read"),
    "doubled.json": ('{"bomFormat": "CycloneDX", "bomFormat": "x"}', "the key `bomFormat` is written twice"),
    "nameless.csv": ("name,license, ,\na,mit,,x\n", "column 4 has no name, and cells below it say something"),
    "nameless.jsonl": ('{"name": "a", "license": "mit", " ": "x"}\n', "line 1 says something under no name"),
    "deep.json": ('{"bomFormat": ' + "[" * 100_000, "it is too deeply nested"),
    "digits.json": ('{"bomFormat": ' + "9" * 10_000 + "}", "a number with too many digits"),
    "cut.json": ('{"bomFormat": "CycloneDX", ', "it is not JSON in line 1"),
    "other.json": ('{"name": "left-pad"}', "it is no CycloneDX, SPDX or `pip inspect`"),
    "ref.json": (
        '{"bomFormat": "CycloneDX", "components": [{"type": "library", "name": "a", "bom-ref": {"a": 1}}]}',
        "`bom-ref` of a component is no text: {'a': 1}",
    ),
    "subject.json": (
        '{"bomFormat": "CycloneDX", "metadata": {"component": {"type": {}, "name": "a"}}}',
        "`type` of a component is no text: {}",
    ),
    "true.json": (
        '{"bomFormat": "CycloneDX", "components": [{"type": "library", "bom-ref": true, "modelCard": {}, "Licenses": 1}]}',
        "`bom-ref` of a component is no text: True",
    ),
    "kind.json": ('{"bomFormat": "CycloneDX", "components": [{"type": "nonsense"}]}', "it is no CycloneDX that can be"),
    "spdx.json": ('{"spdxVersion": "SPDX-2.3", "packages": [7]}', "it is no SPDX that can be read"),
    "graph.json": ('{"@context": "x", "@graph": 7}', "its `@graph` is no list"),
    "tags.spdx": ("PackageName\nnonsense", "it is no SPDX that can be read"),
    "empty.csv": ("", "it is empty"),
    "nobody.csv": ("supplier\nx\n", "no column says which component a row is"),
    "twice.csv": ("name,name\na,b\n", "the column `name` is there twice"),
    "wide.csv": ("name\na,b\n", "row 2 has more cells than the header names"),
    "quote.csv": ('name\n"a\n', "it is no CSV"),
    "list.jsonl": ("[1]\n", "it is no JSON object"),
    "empty.txt": ("# nothing\n", "it names no package"),
    "nothing.toml": ("", "a chain has no layers"),
    "other.bin": ("nothing", "its form is not known here"),
}


WITH_SBOM = {
    *("laughs.xml", "outside.xml", "cut.xml", "odd.xml"),
    *("kind.json", "ref.json", "subject.json", "true.json", "spdx.json", "tags.spdx"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_one_finding_and_writes_nothing(name: str, tmp_path: Path) -> None:
    for module in ("cyclonedx", "defusedxml", "spdx_tools") if name in WITH_SBOM else ():
        pytest.importorskip(module, reason="the extra `sbom`")
    text, why = BAD[name]
    file, target = tmp_path / name, tmp_path / "answers.csv"
    file.write_text(text)
    outcome = called("inventory", str(file), "--act", "run", "-o", str(target))
    assert (outcome.status, outcome.out) == (2, "")
    assert why in outcome.err
    assert outcome.err.count("error[") == 1
    assert "= help: " in outcome.err
    assert sorted(each.name for each in tmp_path.iterdir()) == [name]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"name\n\xff\n")
    with pytest.raises(LicensekitError, match="it is not UTF-8 at byte 5"):
        lk.read_components(tmp_path / "x.csv")


def test_bytes_that_are_no_workbook(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine", reason="the extra `xlsx`")
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(LicensekitError, match="it is no workbook of Excel, or damaged"):
        lk.read_components(tmp_path / "x.xlsx")


def test_a_workbook_that_unpacks_to_more_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("python_calamine", reason="the extra `xlsx`")
    monkeypatch.setattr("licensekit.components.sheets.MAX_INPUT_BYTES", 1000)
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", " " * 10_000)
    with pytest.raises(LicensekitError, match="unpacked it has more than"):
        lk.read_components(tmp_path / "x.xlsx")


def test_too_big_is_told_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from licensekit.components import documents

    (tmp_path / "x.csv").write_text("name\n" + "a\n" * 100)
    monkeypatch.setattr(documents.bytes_of, "__defaults__", (50,))
    with pytest.raises(LicensekitError, match="it is too big: at most 50 bytes"):
        lk.read_components(tmp_path / "x.csv")


# --- a cache of the hub ------------------------------------------------------------------------------------

BOMB = "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"


BESIDE = "the text that stands with it is "
"""How a claim begins that names no licence, so that the component stays open."""


@pytest.mark.parametrize(
    ("card", "claims"),
    [
        (f"---\n{BOMB}license: *c\n---\n", (f"{BESIDE}a card of which `license` is no text",)),
        ("---\nlicense: mit\nlicense: apache-2.0\n---\n", ("(mit) AND (apache-2.0)",)),
        (
            "---\nlicense: mit\n" + "x" * 200 + "\n",
            (f"{BESIDE}a card that cannot be read: its front matter has no end",),
        ),
        ("---\nlicense: mit\n---\n" + "#" * 3_000_000, ("mit",)),
        ("license: mit\n", ()),
        ("\n \n---\nlicense: mit\n---\n", ("mit",)),
        ("---\nlicense: [mit,\n  gpl-3.0]\n---\n", ("(mit) AND (gpl-3.0)",)),
        ("---\nlicense: {a: gpl-3.0}\n---\n", (f"{BESIDE}a card of which `license` is no text",)),
        ("---\nlicense: mit\nbase_model: {a: b/c}\n---\n", ("mit", f"{BESIDE}a card of which `base_model` is no text")),
        (
            "---\nlicense: mit\n<<: {base_model: a/b}\n---\n",
            ("mit", f"{BESIDE}a card that cannot be read: its front matter takes in the keys of another table"),
        ),
    ],
    ids=[
        *("aliases", "a key twice", "never closed", "long", "no header", "blank lines", "over lines"),
        *("a table", "bases in a table", "merged"),
    ],
)
def test_cards_that_are_not_what_they_seem(card: str, claims: tuple[str, ...], tmp_path: Path) -> None:
    assert cached(tmp_path, **{"README.md": card}).claims == claims


@pytest.mark.parametrize("card", ['license: mit\n"base_model": a/b', "license: mit\nbase_model: [a/b,\n  c/d]"])
def test_bases_are_read_in_whatever_form_of_yaml(card: str, tmp_path: Path) -> None:
    read = cached(tmp_path, **{"README.md": f"---\n{card}\n---\n"})
    assert (read.claims, read.bases[0]) == (("mit",), "a/b")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (APACHE, "permitted_with_duties"),
        (f"{APACHE}\nNo commercial use.\n", "unknown"),
        (APACHE + " " * 5_000_000 + "No commercial use.\n", "unknown"),
        ("\0", "unknown"),
        ("You may look at it.\n", "unknown"),
    ],
    ids=["the same", "a sentence more", "too long", "no text", "of its own"],
)
def test_a_text_beside_a_card_is_a_claim_too(text: str, verdict: str, tmp_path: Path) -> None:
    read = cached(tmp_path, **{"README.md": "---\nlicense: apache-2.0\n---\n", "LICENSE.txt": text})
    (answer,) = lk.decide_all([read], ["distribute_copy"])
    assert answer.verdict == verdict


def test_a_text_of_another_licence_beside_a_card_is_a_conflict(tmp_path: Path) -> None:
    read = cached(tmp_path, **{"README.md": "---\nlicense: mit\n---\n", "LICENSE": APACHE})
    (answer,) = lk.decide_all([read], ["distribute_copy"])
    assert (answer.grade, answer.layers[0].bound.named) == ("conflict", "mit or apache-2.0")


def cached(folder: Path, **files: str) -> Component:
    """What is read of a snapshot of some files."""
    snapshot = folder / "models--acme--x" / "snapshots" / "1"
    snapshot.mkdir(parents=True)
    for name, text in files.items():
        (snapshot / name).write_text(text)
    (read,) = lk.read_components(folder).components
    return read


def test_links_that_lead_in_a_circle_or_out_of_the_cache(tmp_path: Path) -> None:
    repository = tmp_path / "cache" / "models--acme--x"
    (repository / "snapshots" / "1").mkdir(parents=True)
    (repository / "snapshots" / "1" / "README.md").symlink_to("README.md")
    (tmp_path / "cache" / "models--acme--loop").symlink_to("models--acme--loop")
    read = lk.read_components(tmp_path / "cache").components
    assert [(each.name, each.claims) for each in read] == [("acme/x", (f"{BESIDE}`README.md`, which cannot be read",))]


def test_names_that_would_draw_on_a_terminal_or_break_a_line(tmp_path: Path) -> None:
    listed = {"installed": [{"metadata": {"name": "a\x1b[2J\nb\u202e", "version": "1", "license": "MIT"}}]}
    (tmp_path / "x.json").write_text(json.dumps(listed))
    for form in ("text", "csv", "html", "json", "cyclonedx"):
        out = called("inventory", str(tmp_path / "x.json"), "--act", "run", "--format", form).out
        assert "[2J" in out
        assert "\x1b" not in out
        assert "\u202e" not in out


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x9b"])
@pytest.mark.parametrize("column", ["name", "version", "license", "model", "base_model", "copyright"])
def test_a_control_character_in_a_cell_is_told_at_its_place(column: str, character: str, tmp_path: Path) -> None:
    cells = {"name": "a", "license": "MIT"} | {column: f"acme/m{character}it"}
    (tmp_path / "x.jsonl").write_text(json.dumps(cells))
    told = called("inventory", str(tmp_path / "x.jsonl"), "--act", "run")
    assert (told.status, told.out) == (2, "")
    assert f"x.jsonl`, line 1, `{column}` holds a control character" in told.err


@pytest.mark.parametrize("name", ["x.csv", "x.tsv", "x.jsonl", "x.txt", "x.spdx", "x.json"])
def test_a_nul_is_in_no_text(name: str, tmp_path: Path) -> None:
    if name.endswith(".spdx"):
        needs("spdx_tools")
    (tmp_path / name).write_bytes(b"{\na\0")
    told = called("inventory", str(tmp_path / name), "--act", "run")
    assert (told.status, told.out) == (2, "")
    assert "a NUL character stands in line 2" in told.err


OTHER_TEXT = "No commercial use."


def assert_graded(path: Path, grade: str) -> None:
    """The one component of a document is known by this grade, and decided by a tag alone."""
    done = called("inventory", str(path), "--act", "embed")
    assert f"({grade})" in done.out
    assert done.status == (0 if grade == "tag only" else 3)


CYCLONE = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}


@pytest.mark.parametrize(
    ("said", "grade"),
    [
        ({"licenses": [{"license": {"id": "MIT"}}]}, "tag only"),
        ({"licenses": [{"license": {"id": "MIT", "text": {"content": OTHER_TEXT}}}]}, "conflict"),
        (
            {
                "licenses": [
                    {"license": {"id": "MIT", "text": {"content": "Tm8gY29tbWVyY2lhbCB1c2Uu", "encoding": "base64"}}}
                ]
            },
            "conflict",
        ),
        (
            {"licenses": [{"license": {"id": "MIT"}}], "evidence": {"licenses": [{"license": {"id": "GPL-3.0-only"}}]}},
            "conflict",
        ),
        (
            {"licenses": [{"license": {"id": "MIT"}}], "evidence": {"licenses": [{"license": {"id": "MIT"}}]}},
            "tag only",
        ),
    ],
    ids=range(5),
)
def test_a_text_or_evidence_beside_the_name_of_a_licence_counts(
    said: dict[str, object], grade: str, tmp_path: Path
) -> None:
    pytest.importorskip("cyclonedx")
    path = tmp_path / "sbom.json"
    document = {**CYCLONE, "components": [{"type": "library", "name": "a", "version": "1", **said}]}
    path.write_text(json.dumps(document))
    assert_graded(path, grade)


def test_services_are_told(tmp_path: Path) -> None:
    pytest.importorskip("cyclonedx")
    path = tmp_path / "sbom.json"
    part = {"type": "library", "name": "a", "version": "1", "licenses": [{"license": {"id": "MIT"}}]}
    path.write_text(json.dumps({**CYCLONE, "services": [{"name": "s"}], "components": [part]}))
    assert "1 of its services are not asked about" in called("inventory", str(path), "--act", "embed").out


@pytest.mark.parametrize(
    ("package", "grade"),
    [
        ({"licenseConcluded": "LicenseRef-1"}, "conflict"),
        (
            {"licenseConcluded": "MIT", "filesAnalyzed": True, "licenseInfoFromFiles": ["MIT", "GPL-3.0-only"]},
            "conflict",
        ),
        ({"licenseConcluded": "MIT", "filesAnalyzed": True, "licenseInfoFromFiles": ["MIT", "NONE"]}, "tag only"),
    ],
    ids=range(3),
)
def test_a_text_of_the_documents_own_and_what_files_say_count(
    package: dict[str, object], grade: str, tmp_path: Path
) -> None:
    pytest.importorskip("spdx_tools")
    path = tmp_path / "sbom.spdx.json"
    path.write_text(
        json.dumps({
            "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "x",
            "documentNamespace": "https://example.org/x",
            "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: x"]},
            "packages": [{"SPDXID": "SPDXRef-a", "name": "a", "downloadLocation": "NOASSERTION", "filesAnalyzed": False, **package}],
            "hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-1", "name": "MIT", "extractedText": OTHER_TEXT}],
        })
    )  # fmt: skip
    assert_graded(path, grade)


@pytest.mark.parametrize("form", ["csv", "cyclonedx"])
def test_what_was_not_read_is_told_beside_a_form_without_room_for_it(form: str, tmp_path: Path) -> None:
    if form == "cyclonedx":
        pytest.importorskip("cyclonedx")
    path = tmp_path / "parts.csv"
    path.write_text("name,license,colour\na,MIT,red\n")
    done = called("inventory", str(path), "--act", "embed", "--format", form)
    assert "colour" in done.err
    assert "colour" not in done.out
