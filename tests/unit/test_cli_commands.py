"""The commands besides `ask`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from command_line import called, findings

import licensekit as lk
from every_licence import every
from licensekit import catalogue
from licensekit.vocabulary.facts import FACTS

GOOD = 'license good {\n  title "Good"\n  grant rights at "1" { may run }\n}\n'
BAD = 'license bad {\n  title "Bad"\n  grant rights at "1" { may rn }\n  duty d at "2" { for run must includ notice }\n}\n'
OWN_FACT = 'license own { title "O" fact own.odd is yes_no "Odd?" grant g at "1" { may run when own.odd } }\n'
UNTIDY = '# kept\nlicense good { title "Good" grant rights at "1" { may run } }\n'
TIDY = '# kept\nlicense good {\n  title "Good"\n  grant rights at "1" { may run }\n}\n'


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


# --- list, show, facts, schema -----------------------------------------------------------------------------


def test_list_shows_every_licence_under_its_family() -> None:
    out = called("list").out
    assert "\nkimi\n  kimi-k2         Kimi K2 Modified MIT License\n" in out
    listed = json.loads(called("list", "--format", "json").out)
    assert sorted(one["id"] for one in listed) == sorted(catalogue.ids())
    mit = {"id": "mit", "title": "MIT License", "family": "permissive", "licensor": "", "spdx": "MIT"}
    assert {**mit, "reviewed": "2026-11-24"} in listed
    titles = dict(line.split(None, 1) for line in out.splitlines() if line.startswith("  "))
    assert titles["elastic-2.0"] == "Elastic License 2.0"
    assert titles["isc"] == "ISC License"
    assert titles["busl-1.1-akb"] == "Business Source License 1.1 for AKB"
    assert titles["kimi-k2.6"] == "Kimi K2.6 Modified MIT License (audited)"
    behind = {line.index("PolyForm ") for line in called("list", "polyform").out.splitlines() if "PolyForm" in line}
    assert len(behind) == 1, "titles stand below one another, however long an id is"


def test_list_shows_works_with_their_periods() -> None:
    out = called("list", "--works").out
    assert "  weights minimax-m2.7-initial from 2026-04-11 until 2026-04-15, that day not included\n" in out
    assert (
        "withdrawn after an hour from 2026-04-11 until 2026-04-12, that day not included, whose text is not at hand\n"
        in out
    )
    assert "  hosted only; the terms of the service apply\n" in out
    works = json.loads(called("list", "--works", "--format", "json").out)
    assert "MiniMaxAI/MiniMax-M2.7" in [model for work in works for model in work["models"]]


def test_show_says_each_clause_in_words_with_its_place() -> None:
    out = called("show", "kimi-k2.5").out
    assert out.splitlines()[0] == "Kimi K2.5 Modified MIT License (kimi-k2.5)"
    assert "  ¶1  grant rights\n      you may do any act on the work\n" in out
    assert '      to do any act, you must display "Kimi K2.5" prominently on the user interface, when commercial' in out
    assert "      in_business: any product offered in or for a business (taken because" in out
    assert "Left out\n  ¶3  warranty and liability\n" in out


@pytest.mark.parametrize("name", every())
def test_every_licence_can_be_shown(name: str) -> None:
    found = catalogue.load(name)
    out = called("show", name).out
    assert all(f"{clause.locator}  {clause.kind} {clause.id}\n" in out for clause in found.clauses)
    assert all(omission.what in " ".join(out.split()) for omission in found.omissions)
    assert json.loads(called("show", name, "--format", "json").out)["id"] == name


def test_show_of_several_and_of_none() -> None:
    assert [one["id"] for one in json.loads(called("show", "mit", "apache-2.0", "--format", "json").out)] == [
        "mit",
        "apache-2.0",
    ]
    assert findings(called("show")) == ["error[LK705]: no licence is named"]
    assert findings(called("show", "mitt", "kimi")) == [
        "error[LK601]: there is no licence `mitt` in the catalogue",
        "error[LK613]: `kimi` does not say which licence is meant",
    ]


def test_facts_lists_the_whole_vocabulary_with_its_questions() -> None:
    out = called("facts").out
    listed = json.loads(called("facts", "--format", "json").out)
    assert [one["name"] for one in listed["facts"]] == list(FACTS)
    assert all(f"      {info.question}\n" in out for info in FACTS.values())
    assert "  modify: fine_tune, quantize, merge_models, combine_code, edit\n      change it in any way\n" in out
    assert "(yes or no; assumed no, attested with `conduct`)" in out
    assert "(yes or no; a judgement)" in out


def test_facts_by_a_word() -> None:
    assert "group.revenue.any_12_months" in called("facts", "REVENUE").out
    assert "product.charged_for" not in called("facts", "REVENUE").out
    nothing = called("facts", "xyzzy")
    assert (nothing.status, nothing.out) == (1, "")
    assert nothing.err.startswith("no fact and no act has one of these words\n  = help: try another word for it")


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("logo", "use_marks"),
        ("trademark", "use.marks_only_as_required"),
        ("ads", "use.earns_money"),
        ("lawsuit", "dispute.patent_claim"),
        ("SaaS", "host_software"),
        ("self-host", "run"),
        ("self hosting", "run"),
        ("firmware", "product.locked_for_everyone"),
        ("jailbreak", "circumvent_safeguards"),
        ("student", "purpose.education"),
        ("turnover", "group.revenue.year"),
        ("LoRA", "fine_tune"),
        ("MAU", "product.monthly_active_users.month"),
        ("watermarks", "remove_provenance"),
        ("chatbot", "embed"),
        ("wrapper", "embed"),
        ("deploy", "host_model"),
        ("download", "run"),
        ("Android", "distribute_in_product"),
        ("AWS", "access.channel"),
        ("scrape", "conduct.personal_data_without_right"),
        ("bank", "conduct.automated_legal_decisions"),
        ("redistribution", "distribute_copy"),
    ],
)
def test_everyday_words_lead_to_facts_and_acts(word: str, name: str) -> None:
    assert f"\n  {name}" in called("facts", word).out


def test_a_short_word_is_no_part_of_another() -> None:
    assert "trained_model" not in called("facts", "ad").out
    assert "did you mean `logo`, which is spelt nearly so?" in called("facts", "lgo").err


def test_a_slip_of_an_id_is_told_where_words_are_looked_for() -> None:
    for words in (("facts", "mti"), ("list", "mti"), ("test", "mti"), ("show", "mti")):
        assert "did you mean `mit`, which is spelt nearly so?" in called(*words).err, words


def test_what_fits_best_comes_first() -> None:
    assert called("facts", "SaaS").out.startswith("acts: what you do\n  embed\n")
    assert called("facts", "sell").out.startswith("acts: what you do\n  sell\n")
    lines = called("facts", "firmware").out.splitlines()
    assert lines[1] == "  product.consumer_device  (yes or no)"
    assert lines.index("acts: what you do") > lines.index("distribution: what you give out or make available")


def test_facts_of_a_licence_with_its_own_its_meanings_and_dated_months() -> None:
    out = called("facts", "llama-4").out
    assert out.startswith("Llama 4 Community License Agreement (llama-4) reads ")
    assert "  group.monthly_active_users[2025-03]  (count)\n" in out
    assert "\nacts:" not in out
    out = called("facts", "kimi-k3", "model service").out
    assert "  group.operates.model_service@kimi-k3  (yes or no; a judgement)\n" in out
    assert "      here: Others get inference or tuning of any language model" in out
    names = [one["name"] for one in json.loads(called("facts", "kimi-k3", "--format", "json").out)["facts"]]
    assert names == [fact.name for fact in lk.facts("kimi-k3")]


def test_facts_of_a_file_with_a_fact_of_its_own(tmp_path: Path) -> None:
    name = written(tmp_path, "own.lic", OWN_FACT)
    assert "  own.odd  (yes or no)\n      Odd?\n" in called("facts", name).out
    assert called("facts", "MIT").out.startswith("MIT License (mit) reads ")
    assert findings(called("facts", "nobody/nothing.lic")) == ["error[LK605]: there is no file `nobody/nothing.lic`"]


# --- models where licences are named -----------------------------------------------------------------------

MODEL = "moonshotai/Kimi-K2.5"


@pytest.mark.parametrize("words", ["show", "facts", "openness", "coverage", "test"])
def test_a_model_stands_for_the_licence_that_it_carries(words: str) -> None:
    outcome, of_licence = called(words, MODEL), called(words, "kimi-k2.5")
    assert (outcome.status, outcome.out) == (of_licence.status, of_licence.out)


def test_what_was_taken_for_what_is_told_with_how_it_is_known() -> None:
    assert called("show", MODEL).err == f"`{MODEL}` carries `kimi-k2.5` (text seen)\n"
    assert called("show", "kimi-k2.5", "Apache 2.0").err == ""


def test_a_question_about_a_model_needs_no_option() -> None:
    asked = ("--act", "embed", "--set", "product.charged_for=yes")
    assert called("ask", MODEL, *asked) == called("ask", "--model", MODEL, *asked)
    both = called("ask", MODEL, "moonshotai/Kimi-K3", *asked)
    assert both == called("ask", "--model", MODEL, "--model", "moonshotai/Kimi-K3", *asked)
    assert findings(called("ask", "mit", MODEL, *asked)) == ["error[LK704]: a licence and `--model` are both given"]


def test_a_model_that_is_not_known_or_whose_licence_changed_is_a_finding() -> None:
    for words in ("show no/such", "ask no/such --act run", "ask moonshotai/Kimi-K2.5 no/such --act run"):
        found = findings(called(*words.split()))
        assert found == ["error[LK602]: there is no work `no/such` in the catalogue"]
    changed = called("show", "MiniMaxAI/MiniMax-M2.7").err
    assert changed.startswith("error[LK603]: the licence of `minimax-m2.7` (weights) changed")
    assert "  = note: minimax-m2.7-initial from 2026-04-11" in changed
    assert changed.endswith("  = help: write the licence that your copy came with instead\n")


def test_in_python_a_model_is_asked_for_by_work() -> None:
    with pytest.raises(lk.CatalogueError) as refused:
        lk.load(MODEL)
    assert [(one.code, one.help) for one in refused.value.diagnostics] == [
        ("LK601", f'use `lk.work("{MODEL}").license()`')
    ]


def test_list_by_a_word() -> None:
    assert called("list", "KIMI").out.splitlines()[0] == "kimi"
    assert "mit " not in called("list", "kimi").out
    assert called("list", "--works", "M2.7").out.startswith("MiniMax M2.7 (minimax-m2.7)\n")
    for name in ("llama3.1", "meta-llama/Llama-3.1-8B"):
        assert [line.split()[0] for line in called("list", name).out.splitlines()] == ["llama", "llama-3.1"]
    nothing = called("list", "xyzzy")
    assert (nothing.status, nothing.out) == (1, "")
    mend = "`licensekit list` lists everything; `licensekit list --works xyzzy` looks among models"
    assert nothing.err == f"nothing is called `xyzzy`\n  = help: {mend}\n"


def test_schema_of_one_and_of_all() -> None:
    every = json.loads(called("schema").out)
    assert list(every) == ["use", "facts", "decision", "pack"]
    assert json.loads(called("schema", "decision").out) == every["decision"]
    assert list(json.loads(called("schema", "decision", "use").out)) == ["decision", "use"]
    assert findings(called("schema", "decison")) == ["error[LK703]: there is no schema `decison`"]


# --- check -------------------------------------------------------------------------------------------------


def test_check_reports_every_finding_of_every_file(tmp_path: Path) -> None:
    good, bad = written(tmp_path, "good.lic", GOOD), written(tmp_path, "bad.lic", BAD)
    outcome = called("check", good, bad, str(tmp_path / "none.lic"), str(tmp_path))
    assert (outcome.status, outcome.out) == (2, "3 files: 3 errors\n")
    assert [line[:13] for line in findings(outcome)] == [
        "error[LK202]:",
        "error[LK210]:",
        "error[LK605]:",
    ]
    assert f"  --> {bad}:3:29\n" in outcome.err
    assert ' 3 |   grant rights at "1" { may rn }\n   |                             ^^\n' in outcome.err


def test_check_of_good_files_and_of_standard_input(tmp_path: Path) -> None:
    assert called("check", written(tmp_path, "good.lic", GOOD)) == (0, "1 file: nothing found\n", "")
    assert called("check", "-", stdin=BAD.encode()).status == 2
    assert findings(called("check", "-", stdin=b"\xff")) == [
        "error[LK112]: not valid UTF-8 at byte 0 (line 1): invalid start byte"
    ]
    assert findings(called("check", "-", "-")) == ["error[LK704]: standard input is read for two things"]


def test_check_as_json(tmp_path: Path) -> None:
    bad = written(tmp_path, "bad.lic", BAD)
    outcome = called("check", "--format", "json", bad)
    found = json.loads(outcome.out)
    assert (outcome.status, outcome.err, found["schema"]) == (2, "", 1)
    assert found["findings"][0] == {
        "code": "LK202",
        "severity": "error",
        "message": "unknown act `rn`",
        "places": [{"file": bad, "line": 3, "column": 29, "text": "rn", "label": ""}],
        "help": "did you mean `run`?",
        "notes": [],
    }


def test_a_policy_beside_ones_own_file_is_found(tmp_path: Path) -> None:
    written(
        tmp_path,
        "my-policy.lic",
        'policy my-policy { prohibition war at "1" { must not any act when conduct.military } }',
    )
    text = GOOD.replace("}\n", '}\n  incorporates my-policy at "2"\n', 1)
    own = written(tmp_path, "good.lic", text)
    assert called("check", own).status == 0
    assert called("ask", own, "--act", "run", "--set", "conduct.military=yes").out.startswith(
        "No: the licence forbids it.\n"
    )
    written(tmp_path, "my-policy.lic", "policy my-policy {")
    assert f"{tmp_path}/my-policy.lic" in called("check", own).err


# --- fmt ---------------------------------------------------------------------------------------------------


def test_fmt_lays_out_in_place_and_says_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "good.lic"
    written(tmp_path, "good.lic", UNTIDY)
    path.chmod(0o640)
    assert called("fmt", str(path)) == (0, f"{path} changed\n", "")
    assert path.read_text(encoding="utf-8") == TIDY
    assert path.stat().st_mode & 0o777 == 0o640
    assert called("fmt", str(path)) == (0, "", "")
    assert [each.name for each in tmp_path.iterdir()] == ["good.lic"]


def test_fmt_check_and_diff_change_nothing(tmp_path: Path) -> None:
    name = written(tmp_path, "good.lic", UNTIDY)
    tidy = written(tmp_path, "tidy.lic", TIDY)
    assert called("fmt", "--check", name, tidy) == (1, f"{name} would change\n", "")
    diff = called("fmt", "--diff", name, tidy)
    assert diff.status == 1
    assert diff.out.startswith(f"--- {name}\n+++ {name} (fmt)\n@@ -1,2 +1,5 @@\n # kept\n-license good")
    assert called("fmt", "--check", "--diff", tidy) == (0, "", "")
    assert "\x1b[32m+" in called("fmt", "--diff", "--color", "always", name).out
    assert Path(name).read_text(encoding="utf-8") == UNTIDY


def test_fmt_of_standard_input() -> None:
    assert called("fmt", "-", stdin=UNTIDY.encode()) == (0, TIDY, "")


def test_fmt_leaves_a_file_that_does_not_parse_and_lays_out_the_others(tmp_path: Path) -> None:
    broken, name = written(tmp_path, "broken.lic", "license {"), written(tmp_path, "good.lic", UNTIDY)
    outcome = called("fmt", broken, name)
    assert (outcome.status, outcome.out) == (2, f"{name} changed\n")
    assert f"  --> {broken}:1:" in outcome.err
    assert Path(broken).read_text(encoding="utf-8") == "license {"


def test_fmt_says_why_a_file_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = written(tmp_path, "good.lic", UNTIDY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    outcome = called("fmt", name)
    assert findings(outcome) == [f"error[LK707]: `{name}` cannot be written: no space left on device"]
    assert Path(name).read_text(encoding="utf-8") == UNTIDY
    assert [each.name for each in tmp_path.iterdir()] == ["good.lic"]


def test_fmt_expand_says_what_a_file_draws_on(tmp_path: Path) -> None:
    text = (
        'license child extends mit {\n  title "Child"\n  incorporates llama-2-use at "3"\n'
        '  prohibition war at "7.a" { must not any act when conduct.military }\n'
        '  exemption cure at "5" { from all of "7" when use.personal }\n}\n'
    )
    name = written(tmp_path, "child.lic", text)
    out = called("fmt", "--expand", name).out
    assert out.startswith(
        "# inherited through mit: grant rights, grant patents, duty notice, duty notice-kept, duty notice-kept/2\n"
    )
    assert "\n# taken in from policies: llama-2-use." in out
    assert "  # all of 7: war\n  exemption cure" in out
    assert Path(name).read_text(encoding="utf-8") == text
    assert findings(called("fmt", "--expand", "--check", name)) == [
        "error[LK704]: `--expand` changes nothing that could be compared"
    ]
    assert findings(called("fmt")) == ["error[LK705]: no file is named"]


# --- test --------------------------------------------------------------------------------------------------

WITH_CASES = """license good {
  title "Good"
  grant rights at "1" { may run }
  case "run" { acts run expect permitted }
  case "sell" { acts sell expect permitted expect reason silent }
  case "embed" { acts embed expect prohibited }
}
"""


def test_test_says_which_case_fails_and_where(tmp_path: Path) -> None:
    name = written(tmp_path, "good.lic", WITH_CASES)
    outcome = called("test", name)
    assert outcome == (
        1,
        "FAILED good: sell\n"
        f"  {name}:5: expected permitted; found not_granted\n"
        "    - expect permitted\n"
        "    + expect not_granted\n"
        "      expect reason silent\n"
        "    because no clause bears on what is asked\n"
        "FAILED good: embed\n"
        f"  {name}:6: expected prohibited; found not_granted\n"
        "    - expect prohibited\n"
        "    + expect not_granted\n"
        "    because no clause bears on what is asked\n"
        "1 passed, 2 failed\n",
        "",
    )


def test_test_stops_at_the_first_failure_and_chooses_by_name(tmp_path: Path) -> None:
    name = written(tmp_path, "good.lic", WITH_CASES)
    assert called("test", "-x", name).out.splitlines()[-1] == "1 passed, 1 failed, 1 not run"
    assert called("test", name, "-k", "RUN") == (0, "1 passed\n", "")
    nothing = called("test", name, "-k", "xyzzy")
    assert (nothing.status, findings(nothing)) == (5, ["error[LK706]: none of 3 cases has `xyzzy` in its name"])


def test_test_fails_where_nothing_was_collected(tmp_path: Path) -> None:
    written(tmp_path, "good.lic", GOOD)
    outcome = called("test", str(tmp_path))
    assert (outcome.status, outcome.out, findings(outcome)) == (5, "", ["error[LK706]: no case was found"])
    missing = called("test", str(tmp_path / "none.lic"))
    assert (missing.status, [one[:13] for one in findings(missing)]) == (2, ["error[LK605]:"])


def test_test_finds_cases_beside_a_licence_in_a_folder_and_in_the_catalogue(tmp_path: Path) -> None:
    own = written(tmp_path, "good.lic", GOOD)
    written(tmp_path, "good.cases.lic", 'cases for good { case "run" { acts run expect permitted } }')
    assert called("test", own) == (0, "1 passed\n", "")
    assert called("test", own, str(tmp_path)) == (0, "1 passed\n", "")
    assert called("test", "mit").status == 0
    assert called("test", "mit", own).out == f"{len(catalogue.cases_for('mit')) + 1} passed\n"


def test_test_reports_files_that_cannot_be_used_and_runs_the_others(tmp_path: Path) -> None:
    written(tmp_path, "bad.lic", BAD)
    written(tmp_path, "good.lic", WITH_CASES)
    outcome = called("test", str(tmp_path))
    assert (outcome.status, outcome.out.splitlines()[-1]) == (2, "1 passed, 2 failed")
    assert "error[LK202]" in outcome.err


def test_test_as_json(tmp_path: Path) -> None:
    name = written(tmp_path, "good.lic", WITH_CASES)
    outcome = called("test", "--format", "json", "-x", name)
    told = json.loads(outcome.out)
    assert (outcome.status, outcome.err) == (1, "")
    assert {key: told[key] for key in ("schema", "passed", "failed", "not_run", "findings")} == {
        "schema": 1, "passed": 1, "failed": 1, "not_run": 1, "findings": []
    }  # fmt: skip
    assert told["cases"][1] == {
        "licenses": ["good"],
        "name": "sell",
        "file": name,
        "line": 5,
        "passed": False,
        "explanation": [
            f"{name}:5: expected permitted; found not_granted",
            "  - expect permitted",
            "  + expect not_granted",
            "    expect reason silent",
            "  because no clause bears on what is asked",
        ],
        "failures": [
            {
                "message": "expected permitted; found not_granted",
                "line": 5,
                "expected": "expect permitted",
                "found": ["expect not_granted"],
            }
        ],
    }


def test_a_licence_that_follows_itself_is_no_licence() -> None:
    text = (
        'license first { title "One" converts to second at "1" on 2030-01-01 grant rights at "1" { may run } }\n'
        'license second { title "Two" converts to first at "1" on 2031-01-01 grant rights at "1" { may run } }\n'
    )
    outcome = called("ask", "-", "--license", "first", "--act", "run", stdin=text.encode())
    assert findings(outcome) == ["error[LK438]: licences follow one another in a circle: `first` → `second` → `first`"]


# --- outline -----------------------------------------------------------------------------------------------

TEXT = b"Terms\n\nCopyright 2026 Own\n\n1. You may run it.\n\n2. You must not sell it.\n"


def _with_text(sha256: str) -> str:
    return f'license good {{\n  title "Good"\n  text sha256 "{sha256}" from "https://example.org"\n  grant rights at "1" {{ may run }}\n}}\n'


def test_outline_is_built_beside_the_licence_and_verifies_it(tmp_path: Path) -> None:
    name = written(tmp_path, "good.lic", _with_text(hashlib.sha256(TEXT).hexdigest()))
    (tmp_path / "text.txt").write_bytes(TEXT)
    outcome = called("outline", name, str(tmp_path / "text.txt"))
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(f"{tmp_path}/good.outline.json: ")
    assert called("check", name).out == "1 file: nothing found\n"
    other = Path(name).read_text(encoding="utf-8").replace('at "1"', 'at "9"')
    Path(name).write_text(other, encoding="utf-8")
    assert "warning[LK480]" in called("check", name).err


def test_outline_of_another_text_is_refused(tmp_path: Path) -> None:
    name = written(tmp_path, "good.lic", _with_text("0" * 64))
    (tmp_path / "text.txt").write_bytes(TEXT)
    assert findings(called("outline", name, str(tmp_path / "text.txt"))) == [
        "error[LK481]: none of these files is `its text` of `good`"
    ]
    assert findings(called("outline", name)) == ["error[LK705]: a .lic file and its texts are needed"]
    assert findings(called("outline", name, str(tmp_path / "none.txt")))[0].startswith("error[LK605]")
    assert findings(called("outline", "--check", str(tmp_path / "none"))) == [
        f"error[LK605]: there is no folder `{tmp_path / 'none'}`"
    ]
    assert findings(called("outline", "--check", "a", "b")) == ["error[LK704]: `--check` compares the whole catalogue"]


def test_outlines_of_the_catalogue_without_its_texts_are_told_as_such(tmp_path: Path) -> None:
    outcome = called("outline", "--check", str(tmp_path))
    assert outcome.status == 0
    assert "kimi-k2.5: its text is not there\n" in outcome.out
    assert outcome.out.endswith("0 outlines are the same\n")


def test_a_family_where_a_word_is_looked_for_asks_which_licence() -> None:
    told = called("facts", "kimi")
    assert (told.status, told.out) == (1, "")
    assert "  = help: use one of `kimi-k2`, `kimi-k2.5`" in told.err


def test_publish_leads_to_copies_and_to_a_model_that_is_made_available() -> None:
    told = called("facts", "publish").out
    for name in ("  distribute_copy\n", "  trained_model.made_available  ", "  outputs.published  "):
        assert name in told


def test_two_licences_of_one_expression_are_two_files() -> None:
    assert called("lint", "Apache-2.0 OR MIT").out.splitlines()[-1].startswith("2 files: ")
    assert called("lint", "nope", "mit").out.splitlines()[-1].startswith("2 files: 1 error")


def test_a_memo_without_an_ending_says_so() -> None:
    assert "error[LK703]: `memo` has no ending" in called("memo", "mit", "--act", "run", "-o", "memo").err


def test_cases_beside_a_file_of_another_name_say_what_it_is_to_be_called(tmp_path: Path) -> None:
    written(tmp_path, "x.lic", 'license heron { title "H" grant rights at "1" { may run } }')
    written(tmp_path, "x.cases.lic", 'cases for heron { case "a" { acts run expect permitted } }')
    told = called("test", str(tmp_path))
    assert told.status == 2
    assert "call its file `heron.lic`, beside this one" in told.err


def test_two_licences_with_one_verdict_say_that_each_asks_for_something_of_its_own() -> None:
    told = called("compare", "mit", "apache-2.0").out
    assert (
        "mit is stricter to reproduce: permitted with duties under both, and it asks for what the other does not"
        in told
    )
    assert "permitted with duties → permitted with duties" not in told
