"""Labels against texts: what is found in a folder, at which place, and nothing where all agree."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
from command_line import called

pytest.importorskip("yaml", reason="the extra `label` is not installed")

from licensekit.diagnostics import Severity
from licensekit.identify.identification import identify
from licensekit.label.checkout import checkout
from licensekit.label.findings import findings

ROOT = Path(__file__).parents[2]
APACHE = (ROOT / "LICENSE").read_text(encoding="utf-8")
TEXTS = ROOT.parent / "shared" / "texts"
EXAMPLES = ROOT / "examples" / "labels"
LLAMA = "meta-llama/Llama-3.1-8B-Instruct"
NOTICE = "Llama 3.1 is licensed under the Llama 3.1 Community License, Copyright \u00a9 Meta Platforms, Inc. All Rights Reserved."


SEAT = "51 Franklin Street, Fifth Floor, Boston, MA 02110-1301 USA"


def told(folder: Path, model: str = "", **files: str) -> list[tuple[str, str, str]]:
    """Code, severity and place of each finding in a folder of some files."""
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    whole = checkout(folder, model)
    return [
        (
            each.code,
            each.severity.value,
            "" if each.span is None else whole.sources[each.span.source].excerpt(each.span),
        )
        for each in findings(whole)
    ]


def card(*lines: str, body: str = "") -> str:
    return "\n".join(("---", *lines, "---", "", body, ""))


# --- nothing is wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files",
    [
        {"README__md": card("license: apache-2.0"), "LICENSE": APACHE},
        {"README__md": card("license: mit OR Apache-2.0"), "LICENSE-APACHE": APACHE},
        {"README__md": card("license:", "- mit", "- apache-2.0")},
        {"README__md": card("license: other", "license_name: kimi-k2.5", "license_link: LICENSE")},
        {"README__md": card("license: llama3.1", f"base_model: {LLAMA}"), "NOTICE": f"{NOTICE}\n"},
        {"README__md": card("license: apache-2.0", body="It is compared with open-source models.")},
        {
            "METADATA": "Metadata-Version: 2.4\nName: x\nLicense-Expression: Apache-2.0\nLicense-File: LICENSE\n",
            "LICENSE": APACHE,
        },
        {"METADATA": "Metadata-Version: 2.1\nName: x\nClassifier: License :: OSI Approved :: MIT License\n"},
        {"pyproject__toml": '[project]\nname = "x"\nlicense = "Apache-2.0"\n', "LICENSE": APACHE},
        {"config__json": '{"_name_or_path": "x", "torch_dtype": "bfloat16"}', "LICENSE": APACHE},
    ],
    ids=range(10),
)
def test_no_alarm_where_all_agree(files: dict[str, str], tmp_path: Path) -> None:
    assert [each for each in told(tmp_path, "example/Llama-mine", **files) if each[1] != "note"] == []


def test_the_clean_example_and_the_project_itself() -> None:
    for folder in (EXAMPLES / "clean", ROOT):
        assert called("label", str(folder)).status == 0


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ({"license": {"type": "apache-2.0", "url": "https://x"}}, []),
        ({"licenses": [{"type": "mit"}, {"type": "apache-2.0"}]}, []),
        ({"licenses": ["mit", "apache-2.0"]}, []),
        ({"licenses": [{"type": "mit"}]}, [("LK801", "error")]),
        ({"licenses": {"name": "MIT"}}, [("LK801", "error")]),
    ],
)
def test_the_forms_of_old_in_package_json(written: object, places: list[tuple[str, str]], tmp_path: Path) -> None:
    files = {"package__json": json.dumps(written), "LICENSE": APACHE}
    assert [each[:2] for each in told(tmp_path, **files)] == places


@pytest.mark.parametrize(
    ("lines", "excerpts"),
    [
        (("license: [mit, gpl-3.0]", "license_name: acme-research-1.0"), ["acme-research-1.0"]),
        (("license: mit", "license_name: acme-research-1.0"), ["acme-research-1.0"]),
        (("license: [mit, acme-research-1.0]",), ["acme-research-1.0"]),
        (("license: [mit, other]",), ["other"]),
        (("license: other", "license_name: acme-research-1.0"), []),
        (("license: mit", "license_name: The MIT License"), []),
    ],
    ids=range(6),
)
def test_a_name_that_nobody_knows_beside_one_that_is_known(
    lines: tuple[str, ...], excerpts: list[str], tmp_path: Path
) -> None:
    alarms = [each for each in told(tmp_path, README__md=card(*lines)) if each[0] == "LK804"]
    assert alarms == [("LK804", "warning", each) for each in excerpts]


# --- labels and texts ----------------------------------------------------------------------------------------


def test_the_text_of_another_licence(tmp_path: Path) -> None:
    files = {"README__md": card("license: mit"), "LICENSE": APACHE}
    assert told(tmp_path, **files) == [("LK801", "error", "                                 Apache License")]


def test_words_that_the_label_does_not_say_are_placed_at_their_line(tmp_path: Path) -> None:
    clause = "Any commercial use of this work needs a written agreement with the licensor."
    files = {"README__md": card("license: apache-2.0"), "LICENSE": f"{APACHE}{clause}\n"}
    assert told(tmp_path, **files) == [("LK801", "error", clause)]


def test_a_company_in_place_of_a_name_is_a_note_and_a_number_is_not(tmp_path: Path) -> None:
    files = {
        "README__md": card("license: apache-2.0"),
        "LICENSE": APACHE.replace("by the copyright owner as", "by Example Inc. as"),
    }
    assert [each[:2] for each in told(tmp_path, **files)] == [("LK802", "note")]
    files["LICENSE"] = APACHE.replace("fifty percent (50%)", "ten percent (10%)")
    assert [each[:2] for each in told(tmp_path, **files)] == [("LK801", "warning")]


def test_a_text_that_only_points_to_the_licence_is_a_note(tmp_path: Path) -> None:
    files = {"README__md": card("license: apache-2.0"), "LICENSE": "It is under the Apache License, which see.\n"}
    assert [each[:2] for each in told(tmp_path, **files)] == [("LK802", "note")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("(50%)", "(10%)"),
        ("Version 2.0, January 2004", "Version 2.0, January 2005"),
        ("State", "NATO"),
        ("You", "Acme"),
    ],
)
def test_a_number_or_a_country_in_capitals_is_no_name(before: str, after: str, tmp_path: Path) -> None:
    """Each was told as a note, "in names alone", and the label passed: so did 70 million in the place of 700 million."""
    changed = APACHE.replace(before, after, 1) if before in APACHE else APACHE.replace("shall", after, 1)
    files = {"README__md": card("license: apache-2.0"), "LICENSE": changed}
    assert [each[:2] for each in told(tmp_path, **files)] == [("LK801", "warning")]


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ("", "note"),
        ("Copyright 2026 Acme. All rights reserved.", "note"),
        ("You may get it at https://www.apache.org/licenses/.", "note"),
        ("Any commercial use needs a written permission.", "warning"),
        ("It is for research use.", "warning"),
        ("It may not be sold.", "warning"),
        ("Copyright 2014-2019 Grant Jenks", "note"),
        ("Copyright 2014-2019 Grant Jenks. Ask him before any use.", "warning"),
        ("It contains a modified version of tables of Acme, and can be directly used with a browser.", "note"),
        ("It contains a modified version of the Apache License.", "warning"),
        ("It can be used with a written permission.", "warning"),
        ("It is modified.", "warning"),
    ],
)
def test_a_text_that_points_to_the_licence_and_says_more_is_no_note(more: str, severity: str, tmp_path: Path) -> None:
    files = {
        "README__md": card("license: apache-2.0"),
        "LICENSE": f"It is under the Apache License, which see.\n\n{more}\n",
    }
    assert [each[:2] for each in told(tmp_path, **files)] == [("LK802", severity)]


@pytest.mark.parametrize(
    ("holder", "severity"),
    [
        ("Copyright (c) 2020 Grant Jenks", "note"),
        ("Copyright (c) 1990-2020 Free Software Foundation, Inc.", "note"),
        ("Copyright (c) 2020 Ahmed Mustafa", "note"),
        ("Copyright 2007, 2008 Acme (v. 1.7 and later)", "note"),
        ("Copyright 2004 Acme (v. 0.2-1.6b)", "note"),
        ("Copyright 2004 Acme (the original version)", "note"),
        ("Copyright 2004 Acme (only v. 0.2)", "warning"),
        ("Copyright 2004 Acme (v. 1.7 and later not for sale)", "warning"),
        ("Copyright (c) 2020 Acme. Grant no copies.", "warning"),
        ("Copyright (c) 2020 Acme Noncommercial", "warning"),
        ("Copyright (c) 2020 Acme Free Only", "warning"),
        ("Copyright (c) 2020 Acme free of charge", "warning"),
    ],
)
def test_a_holder_who_is_called_as_terms_begin_is_a_note(holder: str, severity: str, tmp_path: Path) -> None:
    """What is no verdict, `identify` keeps among the terms; the words beside are those of the text, by their hash."""
    files = {"README__md": card("license: apache-2.0"), "LICENSE": f"{APACHE}\n\n{holder}\n"}
    assert identify(files["LICENSE"]).licenses == ()
    assert [each[1] for each in told(tmp_path, **files)] == [severity]
    files["LICENSE"] = files["LICENSE"].replace("(50%)", "(10%)")
    assert [each[:2] for each in told(tmp_path, **files)] == [("LK801", "warning")]


CLAUSE = "Neither the name of the copyright holder nor the names of its\n   contributors may be used"


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the texts are no part of the project")
@pytest.mark.parametrize(
    ("license", "before", "after", "severity"),
    [
        ("mit", "permission notice shall", "permission notice (including the next\nparagraph) shall", "note"),
        ("mit", "NONINFRINGEMENT", "NON-INFRINGEMENT", "note"),
        ("mit", "NONINFRINGEMENT", "INFRINGEMENT", "warning"),
        ("mit", "permission notice shall", "permission notice (including every\nparagraph) shall", "warning"),
        ("isc", "modify, and/or distribute", "modify, and distribute", "note"),
        ("isc", "copy, modify, and/or distribute", "copy, and/or distribute", "warning"),
        ("isc", "copy, modify, and/or distribute", "copy, modify, and not distribute", "warning"),
        ("bsd-3-clause", "the copyright holder nor the names of its\n", "the author nor the names of other\n", "note"),
        ("bsd-3-clause", "the copyright holder nor the names of its\n", "the authors nor the names of any\n", "note"),
        ("bsd-3-clause", CLAUSE, "The name of the author may not be used", "note"),
        ("bsd-3-clause", CLAUSE, "The name of the author may be used", "warning"),
        ("bsd-3-clause", "THE COPYRIGHT HOLDERS AND CONTRIBUTORS", "THE AUTHOR", "note"),
        ("bsd-3-clause", "THE COPYRIGHT HOLDER OR CONTRIBUTORS BE", "THE AUTHORS BE", "note"),
        ("bsd-3-clause", "THE COPYRIGHT HOLDER OR CONTRIBUTORS BE", "THE USER BE", "warning"),
        ("bsd-3-clause", "the copyright holder nor the names of its\n", "the author nor the names of no\n", "warning"),
    ],
)
def test_a_wording_that_says_the_same_is_a_note(
    license: str, before: str, after: str, severity: str, tmp_path: Path
) -> None:
    """As `build`, `mkdocs-material`, `isoduration` and `webcolors` have it; beside another change it is an alarm."""
    whole = (TEXTS / f"{license}.txt").read_text(encoding="utf-8")
    assert before in whole
    files = {"README__md": card(f"license: {license}"), "LICENSE": whole}
    assert told(tmp_path, **files) == []
    files["LICENSE"] = whole.replace(before, after)
    assert [each[1] for each in told(tmp_path, **files)] == [severity]
    files["LICENSE"] += "\nNot for sale.\n"
    assert [each[1] for each in told(tmp_path, **files)] == ["warning"]


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the texts are no part of the project")
@pytest.mark.parametrize(
    ("before", "after", "severity"),
    [
        (SEAT, "59 Temple Place, Suite 330, Boston, MA  02111-1307  USA", "note"),
        (SEAT, "675 Mass Ave, Cambridge, MA 02139, USA", "note"),
        (SEAT, "59 Temple Place, Suite 331, Boston, MA  02111-1307  USA", "error"),
        ("GNU Lesser General Public License instead", "GNU Library General Public License instead", "note"),
        ("GNU Lesser General Public License instead", "GNU General Public License instead", "warning"),
    ],
)
def test_what_older_copies_of_the_gnu_licences_have_is_a_note(
    before: str, after: str, severity: str, tmp_path: Path
) -> None:
    """The seat of the foundation, and the former name of the Lesser GPL, as `pyphen` has them."""
    whole = (TEXTS / "gpl-2.0.txt").read_text(encoding="utf-8")
    files = {"README__md": card("license: gpl-2.0"), "LICENSE": whole.replace(before, after)}
    assert before in whole
    assert [each[1] for each in told(tmp_path, **files)] == [severity]
    files["LICENSE"] = files["LICENSE"].replace("at least three", "at least two")
    assert {each[0] for each in told(tmp_path, **files)} == {"LK801"}


@pytest.mark.parametrize(
    ("before", "severity"),
    [
        ("Acme is licensed under the terms of the Apache license, reproduced below.\n\n= = = = =\n\n", "note"),
        ("Acme is licensed under the terms of the Apache license, reproduced below, but not for sale.\n\n", "warning"),
        ("This software is under the\n", "note"),
        ("acme - a parser\n\n", "note"),
        ("Copyright (c) 2010-202x The acme developers\n\n", "note"),
        ("Copyright (c) 2024 (Some portions) ACME & AFFILIATES. All rights reserved.\n\n", "note"),
        ("Copyright Jason R. Example\n\n", "note"),
        ("It is not to be sold.\n\n", "warning"),
        ("It is for hobbyists.\n\n", "warning"),
        ("At most 100 users.\n\n", "warning"),
        ("Non-commercial\n\n", "warning"),
        ("Free only within Acme\n\n", "warning"),
        ("It is under another licence where a file says so, without warranty.\n\n", "warning"),
    ],
)
def test_words_before_the_text_that_set_no_terms_are_a_note(before: str, severity: str, tmp_path: Path) -> None:
    files = {"README__md": card("license: apache-2.0"), "LICENSE": before + APACHE}
    assert [each[1] for each in told(tmp_path, **files)] == [severity]
    behind = {"README__md": card("license: apache-2.0"), "LICENSE": f"{APACHE}\n{before}"}
    assert {each[1] for each in told(tmp_path, **behind)} <= {"warning", "error"}
    assert told(tmp_path, **behind) != []


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("acme/Llama-3-tune", True),
        ("acme/Llama_3-tune", True),
        ("acme/Llama-tune-3", False),
        ("acme/Meta-Llama-3-tune", False),
        ("acme/Llama3-tune", False),
    ],
)
def test_a_name_of_the_hub_has_hyphens_in_the_place_of_spaces(name: str, begins: bool, tmp_path: Path) -> None:
    """The name must begin with `Llama 3`, and no name there has a space."""
    files = {"README__md": card("license: llama3", "base_model: meta-llama/Meta-Llama-3-8B")}
    assert ("LK807" not in {each[0] for each in told(tmp_path, name, **files)}) is begins


def test_a_text_that_points_to_a_version_is_told_with_that_version(tmp_path: Path) -> None:
    """Of `Apache Software License` on the label the first title was told, 1.0."""
    classifier = "License :: OSI Approved :: Apache Software License"
    (tmp_path / "METADATA").write_text(f"Name: x\nLicense: Apache 2.0\nClassifier: {classifier}\n")
    (tmp_path / "LICENSE").write_text("Licensed under the Apache License, Version 2.0.\n")
    (finding,) = findings(checkout(tmp_path, ""))
    assert "it names `Apache License 2.0`" in finding.message


def test_the_header_that_apache_asks_for_points_to_the_licence(tmp_path: Path) -> None:
    header = APACHE[APACHE.index("   Licensed under the Apache License") :]
    files = {"README__md": card("license: apache-2.0"), "LICENSE": header}
    assert [each[:2] for each in told(tmp_path, **files)] == [("LK802", "note")]


def test_texts_of_parts_that_others_made_say_nothing_of_the_label(tmp_path: Path) -> None:
    (tmp_path / "licenses" / "LICENSES").mkdir(parents=True)
    (tmp_path / "licenses" / "LICENSES" / "LICENSE-of-a-part").write_text("You may do this. " * 30)
    files = {"README__md": card("license: apache-2.0"), "LICENSE": APACHE, "LICENSE-of-a-part": "Do as you like. " * 30}
    assert told(tmp_path, **files) == []


def test_a_text_of_its_own_under_a_label(tmp_path: Path) -> None:
    files = {"README__md": card("license: mit"), "LICENSE": "You may do this. " * 30}
    assert [each[:2] for each in told(tmp_path, **files)] == [("LK802", "warning")]


@pytest.mark.parametrize(
    ("label", "text", "severity"),
    [
        ("apache", APACHE, "note"),
        ("bsd", APACHE, "warning"),
        ("other", APACHE, "warning"),
        ("apache", APACHE.replace("(50%)", "(10%)"), "warning"),
    ],
)
def test_a_family_whose_licence_the_text_settles_is_a_note(
    label: str, text: str, severity: str, tmp_path: Path
) -> None:
    """As `semantic_version` has `BSD` beside the text of two clauses; a text that is not exact settles nothing."""
    files = {"README__md": card(f"license: {label}"), "LICENSE": text}
    assert [each[:2] for each in told(tmp_path, **files)] == [("LK804", severity)]


@pytest.mark.parametrize("label", ["other", "gpl", "a licence of ours"])
def test_a_label_that_names_nothing(label: str, tmp_path: Path) -> None:
    assert told(tmp_path, README__md=card(f"license: {label}")) == [("LK804", "warning", label)]


def test_what_a_card_takes_in_by_a_merge_key_is_told_beside_what_it_says(tmp_path: Path) -> None:
    label = card("<<: {base_model: a/b}", "license: gpl")
    assert told(tmp_path, README__md=label) == [("LK813", "error", "<<"), ("LK804", "warning", "gpl")]


def test_nothing_says_what_the_licence_is(tmp_path: Path) -> None:
    assert told(tmp_path) == [("LK812", "warning", "")]


def test_card_and_weights_disagree(tmp_path: Path) -> None:
    head = json.dumps({"__metadata__": {"license": "mit"}}).encode()
    (tmp_path / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head)
    assert told(tmp_path, README__md=card("license: apache-2.0")) == [("LK803", "warning", "apache-2.0")]


def gguf(*pairs: tuple[str, str]) -> bytes:
    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value)) + value.encode()

    words = text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 2) + text("a") + text("b")
    count = struct.pack("<I", 4) + struct.pack("<I", 32)
    told = b"".join(text(key) + struct.pack("<I", 8) + text(value) for key, value in pairs)
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(pairs) + 2) + words + text("llama.n") + count + told


def test_gguf_says_it_behind_its_vocabulary(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(gguf(("general.license", "mit"), ("general.name", "x")))
    assert told(tmp_path, LICENSE=APACHE) == [("LK801", "error", "                                 Apache License")]


# --- registry and bases --------------------------------------------------------------------------------------


def test_another_licence_than_is_recorded(tmp_path: Path) -> None:
    files = {"README__md": card("license: apache-2.0"), "LICENSE": APACHE}
    assert told(tmp_path, "moonshotai/Kimi-K2.5", **files) == [
        ("LK805", "warning", "                                 Apache License"),
        ("LK805", "warning", "apache-2.0"),
    ]


def test_a_snapshot_of_a_hub_s_cache_says_its_model(tmp_path: Path) -> None:
    snapshot = tmp_path / "models--moonshotai--Kimi-K2.5" / "snapshots" / "abc"
    (tmp_path / "models--moonshotai--Kimi-K2.5" / "blobs").mkdir(parents=True)
    snapshot.mkdir(parents=True)
    blob = tmp_path / "models--moonshotai--Kimi-K2.5" / "blobs" / "1"
    blob.write_text(card("license: mit"))
    (snapshot / "README.md").symlink_to(blob)
    assert told(snapshot) == [("LK805", "warning", "mit")]


def test_a_base_whose_terms_the_label_leaves_out() -> None:
    codes = [(each.code, each.severity) for each in findings(checkout(EXAMPLES / "fine-tune"))]
    assert codes == [
        ("LK806", Severity.ERROR),
        ("LK808", Severity.WARNING),
        ("LK807", Severity.WARNING),
        ("LK809", Severity.WARNING),
    ]


def test_the_licensor_may_label_its_own_work_otherwise(tmp_path: Path) -> None:
    label = card("license: apache-2.0", f"base_model: {LLAMA}")
    assert [each[0] for each in told(tmp_path, "meta-llama/Other-8B", README__md=label)] == []


def test_gated_and_bound_to_countries_are_notes(tmp_path: Path) -> None:
    label = card("license: other", "license_name: llama4", "extra_gated_prompt: Agree first")
    codes = {each[:2] for each in told(tmp_path, README__md=label)}
    assert {("LK810", "note"), ("LK811", "note")} <= codes


# --- forms ---------------------------------------------------------------------------------------------------


def test_statuses_and_forms_for_programs() -> None:
    folder = str(EXAMPLES / "mislabelled")
    assert called("label", folder).status == 1
    said = called("label", folder, "--format", "github").out
    assert said.startswith(
        "::error file=LICENSE,line=2,col=1,title=LK801::the label says `mit`; `LICENSE` is the text of"
    )
    (finding,) = json.loads(called("label", folder, "--format", "json").out)["findings"]
    assert [(place["file"], place["line"], place["text"]) for place in finding["places"]][1] == ("README.md", 2, "mit")
    (run,) = json.loads(called("label", folder, "--format", "sarif").out)["runs"]
    assert [each["ruleId"] for each in run["results"]] == ["LK801"]


def test_words_that_are_wrong() -> None:
    outcome = called("label", "a", "b", "--model", "x")
    assert outcome.status == 2
    assert [line for line in outcome.out.splitlines() + outcome.err.splitlines() if line.startswith("error[")] == [
        "error[LK705]: one folder is needed",
        "error[LK703]: `--model` cannot be `x`",
    ]
    assert "error[LK605]: `nowhere` cannot be read" in called("label", "nowhere").err


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("License-Expression: MIT\nLicense: GPL-3.0-only", ["LK803"]),
        ("License: MIT\nClassifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)", ["LK803"]),
        ("License-Expression: MIT\nLicense: MIT License\nClassifier: License :: OSI Approved :: MIT License", []),
        ("License: BSD-3-Clause\nClassifier: License :: OSI Approved :: BSD License", []),
    ],
)
def test_fields_of_one_distribution_that_name_different_licences(
    tmp_path: Path, fields: str, expected: list[str]
) -> None:
    written = told(tmp_path, METADATA=f"Metadata-Version: 2.4\nName: x\nVersion: 1\n{fields}\n\n")
    assert [each[0] for each in written] == expected
