"""`check`, `lint` and `test` over folders: what is one's own, what the status says, and the forms for programs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from command_line import called, findings

from licensekit.catalogue.below import licence_files

CASES = '  case "may run" { acts run expect permitted }\n'
GOOD = 'license {} {{\n  title "Good"\n  grant rights at "1" {{ may run }}\n' + CASES + "}}\n"
BAD = 'license bad {\n  title "Bad"\n  grant rights at "1" { may rn }\n}\n'
FAILS = GOOD.replace("expect permitted", "expect prohibited")
SARIF = json.loads((Path(__file__).parents[1] / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def put(folder: Path, name: str, text: str = GOOD) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("{{", "{").replace("}}", "}").replace("license {}", f"license {path.stem}"), "utf-8")


def below(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in licence_files(folder).files]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a licence of its own among much that is not."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("build/\n*.tmp.lic\n!kept.tmp.lic\n")
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "pyvenv.cfg").touch()
    not_own = (".venv/a.lic", ".hidden/b.lic", ".c.lic", "build/d.lic", "tools/lib/e.lic", "x/node_modules/f.lic")
    for name in (*not_own, "x/site-packages/g.lic", "x/h.tmp.lic"):
        put(tmp_path, name, BAD)
    put(tmp_path, "x/own.lic")
    put(tmp_path, "kept.tmp.lic", GOOD.replace("license {}", "license kept"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_hidden_ignored_or_installed_is_not_ones_own(project: Path) -> None:
    assert below(project) == ["kept.tmp.lic", "x/own.lic"]
    assert below(project / "x") == ["own.lic"]  # the patterns of folders around it hold too
    assert below(project / "build") == ["d.lic"]  # what is named is meant


def test_patterns_of_git_mean_what_they_mean_to_git(tmp_path: Path) -> None:
    names = [f"{folder}/{name}.lic" for folder in (".", "a", "c/d", "e", "a/e/f") for name in ("b", "x1", "!y")]
    for name in names:
        put(tmp_path, name)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    patterns = (
        "/a/e\n",
        "b.lic \n!c/**/b.lic\n",
        "**/f\nx?.lic\n",
        "\\!y.lic\n[!b].lic\n",
        "a/**\n#e\n",
        "*\n!*/\n!x1.lic",
    )
    for pattern in patterns:
        (tmp_path / ".gitignore").write_text(pattern)
        listing = ["git", "-C", str(tmp_path), "ls-files", "-o", "--exclude-standard", "*.lic"]
        seen = subprocess.run(listing, capture_output=True, check=True, text=True).stdout.split()
        assert below(tmp_path) == sorted(seen, key=lambda name: name.split("/")), pattern


def test_a_pattern_that_is_all_stars_takes_no_time(tmp_path: Path) -> None:
    put(tmp_path, "a" * 80 + ".lic")
    (tmp_path / ".gitignore").write_text("**/" * 40 + "*a" * 60 + "b\n")
    assert len(below(tmp_path)) == 1


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "own/a.lic")
    (tmp_path / "own" / "again").symlink_to(tmp_path)
    assert below(tmp_path) == ["own/a.lic"]


@pytest.mark.parametrize("command", ["check", "lint", "test"])
@pytest.mark.usefixtures("project")
def test_without_a_path_this_folder(command: str) -> None:
    outcome = called(command)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.endswith({"test": "2 passed\n"}.get(command, "") or "")
    assert "2 " in outcome.out


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("check", "warning[LK709]: no licence file lies below `.`"),
        ("lint", "warning[LK709]: no licence file lies below `.`"),
        ("test", "error[LK706]: no case was found"),
    ],
)
def test_nothing_of_ones_own_has_a_status_of_its_own(
    command: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, ".venv/lib/licenses/mit.lic")
    monkeypatch.chdir(tmp_path)
    outcome = called(command)
    assert (outcome.status, findings(outcome)) == (5, [found])


def test_an_empty_folder_beside_a_full_one_is_told(project: Path) -> None:
    (project / "nothing").mkdir()
    outcome = called("check", "nothing", "x")
    assert (outcome.status, findings(outcome)) == (0, ["warning[LK709]: no licence file lies below `nothing`"])


@pytest.mark.usefixtures("project")
def test_the_cases_of_the_catalogue_are_not_those_of_a_file_that_has_the_same_id() -> None:
    """`FILE.lic:ID` named the shipped licence of that id: all its cases passed, and none of the file's was run."""
    put(Path(), "own.lic", GOOD.replace("license {}", "license mit"))
    for name in ("own.lic:mit", "x/own.lic:own"):
        outcome = called("test", name)
        assert (outcome.status, findings(outcome)) == (2, [f"error[LK605]: there is no file `{name}`"])


def test_lint_takes_what_stands_for_licences_of_the_catalogue() -> None:
    assert called("lint", "MIT") == called("lint", "mit")
    assert called("lint", "0BSD OR MIT").out.count("the text of `") == 2


def test_fmt_takes_folders(project: Path) -> None:
    put(project, "x/own.lic", 'license own{title "O" grant g at "1" {may run} }\n')
    assert called("fmt", "--check", "x") == (1, "x/own.lic would change\n", "")


# --- forms for programs ------------------------------------------------------------------------------------


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put(tmp_path, "bad.lic", BAD)
    put(tmp_path, "a b.lic", GOOD.replace("license {}", "license good").replace("may run", "may run, sell", 1))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", ["check", "lint", "test"])
@pytest.mark.usefixtures("broken")
def test_an_error_of_a_file_is_told_in_every_form_with_its_line(command: str) -> None:
    outcome = called(command, "bad.lic", "--format", "github")
    line = "::error file=bad.lic,line=3,col=29,title=LK202::unknown act `rn`; did you mean `run`?\n"
    assert outcome == (2, line, "")
    outcome = called(command, "bad.lic", "--format", "json")
    (finding,) = json.loads(outcome.out)["findings"]
    place = {"file": "bad.lic", "line": 3, "column": 29, "text": "rn", "label": ""}
    assert (outcome.status, finding["code"], finding["places"], outcome.err) == (2, "LK202", [place], "")
    outcome = called(command, "bad.lic", "--format", "sarif")
    (result,) = sarif(outcome.out)["results"]
    assert (outcome.status, result["ruleId"], result["level"]) == (2, "LK202", "error")
    (rule,) = sarif(outcome.out)["tool"]["driver"]["rules"]
    assert (rule["id"], rule["shortDescription"]) == ("LK202", {"text": "unknown act"})
    assert rule["help"]["text"].startswith("Look it up with `licensekit facts WORD`")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 29, "endLine": 3, "endColumn": 31}


@pytest.mark.parametrize("command", ["check", "lint", "test"])
def test_a_file_that_cannot_be_read_is_named_in_every_form(command: str, broken: Path) -> None:
    """It has no lines to point at, but a finding without its file is one that nobody finds."""
    (broken / "bad.lic").write_bytes(b"\xff\xfe")
    out = called(command, "bad.lic", "--format", "github").out
    assert out.startswith("::error file=bad.lic,title=LK112::not valid UTF-8 at byte 0"), out
    (result,) = sarif(called(command, "bad.lic", "--format", "sarif").out)["results"]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "bad.lic"}}}]
    (finding,) = json.loads(called(command, "bad.lic", "--format", "json").out)["findings"]
    assert [(each["file"], each["line"]) for each in finding["places"]] == [("bad.lic", None)]


def sarif(text: str) -> Any:
    log = json.loads(text)
    jsonschema.validate(log, SARIF)
    return log["runs"][0]


def test_the_schema_refuses_what_is_no_log() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]}, SARIF)


@pytest.mark.parametrize("command", ["check", "lint", "test"])
def test_every_log_of_sarif_is_one(command: str, broken: Path) -> None:
    put(broken, "fails.lic", FAILS)
    for words in (["."], ["a b.lic"], ["nowhere.lic"], [str(broken / "bad.lic")], ["--frob"]):
        sarif(called(command, *words, "--format", "sarif").out)


def test_the_uri_of_a_file_is_one(broken: Path) -> None:
    put(broken, "a b.lic", BAD)
    for name, uri in (("a b.lic", "a%20b.lic"), ("./a b.lic", "a%20b.lic")):
        (result,) = sarif(called("check", name, "--format", "sarif").out)["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    (result,) = sarif(called("check", str(broken / "a b.lic"), "--format", "sarif").out)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (broken / "a b.lic").as_uri()


@pytest.mark.parametrize("command", ["check", "lint", "test"])
def test_a_slip_in_the_words_is_told_in_the_form_that_they_ask_for(command: str) -> None:
    message = f"`--frob` is not an option of `licensekit {command}`"
    outcome = called(command, "--format", "json", "--frob")
    assert (outcome.status, outcome.err) == (2, "")
    assert [finding["message"] for finding in json.loads(outcome.out)["findings"]] == [message]
    outcome = called(command, "--format", "github", "--frob")
    assert outcome.out == f"::error title=LK701::{message}; see `licensekit {command} --help`\n"


@pytest.mark.usefixtures("broken")
def test_lint_goes_on_after_a_file_that_cannot_be_used() -> None:
    outcome = called("lint", ".", "--format", "json")
    assert outcome.status == 2
    assert [one["code"] for one in json.loads(outcome.out)["findings"]] == ["LK202", "LK736"]
    outcome = called("lint", ".")
    assert findings(outcome) == ["error[LK202]: unknown act `rn`"]
    assert "LK736" in outcome.out
    assert outcome.out.endswith("2 files: 1 error, 1 note\n")


def test_an_error_of_a_base_is_told_once(broken: Path) -> None:
    for child in ("one", "two"):
        put(broken, f"{child}.lic", f'license {child} extends bad {{ title "{child}" }}\n')
    outcome = called("check", "one.lic", "two.lic", "bad.lic")
    assert [found for found in findings(outcome) if "LK202" in found] == ["error[LK202]: unknown act `rn`"]


# --- test: lines of cases ----------------------------------------------------------------------------------


def test_a_case_that_fails_is_told_at_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "fails.lic", FAILS)
    monkeypatch.chdir(tmp_path)
    outcome = called("test", "--format", "github")
    message = "fails: may run: expected prohibited; found permitted"
    assert outcome == (1, f"::error file=fails.lic,line=4,col=29,title=LK710::{message}\n", "")
    (result,) = sarif(called("test", "--format", "sarif").out)["results"]
    assert (result["ruleId"], result["message"]["text"]) == ("LK710", message)
    (case,) = json.loads(called("test", "--format", "json").out)["cases"]
    assert (case["file"], case["line"], case["failures"][0]["line"]) == ("fails.lic", 4, 4)
    (case,) = ET.fromstring(called("test", "--format", "junit").out.encode()).iter("testcase")
    assert (case.get("file"), case.get("line")) == ("fails.lic", "4")


@pytest.mark.usefixtures("broken")
def test_a_file_that_cannot_be_used_is_an_error_of_its_suite() -> None:
    root = ET.fromstring(called("test", "--format", "junit").out.encode())
    assert {key: root.get(key) for key in ("tests", "errors", "failures")} == {
        "tests": "2",
        "errors": "1",
        "failures": "0",
    }
    (case,) = [one for one in root.iter("testcase") if one.find("error") is not None]
    assert (case.get("file"), case.get("line"), case.get("name")) == ("bad.lic", "3", "LK202")


@pytest.mark.usefixtures("broken")
def test_an_error_is_not_followed_by_one_about_cases() -> None:
    assert findings(called("test", "bad.lic")) == ["error[LK202]: unknown act `rn`"]


def test_lint_reads_standard_input() -> None:
    outcome = called("lint", "-", stdin=b'license a { title "A" grant g at "1" { may run } }')
    assert (outcome.status, outcome.err) == (0, "")
    assert "  --> <stdin>:1:23\n" in outcome.out


def test_a_file_that_is_not_there_is_near_by_its_name_not_its_ending(tmp_path: Path) -> None:
    put(tmp_path, "own.lic")
    assert "did you mean" not in called("check", str(tmp_path / "nowhere.lic")).err
    for command in ("check", "fmt"):
        assert "`licensekit show mit` shows it" in called(command, "mit").err
        assert "did you mean `mit`, which is spelt nearly so?" in called(command, "mti").err
    assert "did you mean `own.lic`?" in called("check", str(tmp_path / "owns.lic")).err
