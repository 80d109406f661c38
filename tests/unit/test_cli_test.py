"""`licensekit test`: what a failed case prints, and the forms of the report."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from licensekit.cli.main import run
from licensekit.cli.outcome import Exit, Surroundings

LICENSE = """license small {
  title "Small"
  grant rights at "1" { may any act }
  duty label at "2" {
    for embed when product.charged_for and product.monthly_active_users.month more than 5
    must display "Small" on user_interface
  }
  case "above" {
    acts embed
    assume standard
    given product.charged_for is yes
    given product.monthly_active_users.month is 6
    expect permitted_with_duties
    expect duty label is due
  }
  case "at the line <&>" {
    acts embed
    assume standard
    given product.charged_for is yes
    given product.monthly_active_users.month is 5
    expect permitted
    expect duty label is due
  }
  case "without a product" {
    acts run
    assume standard
    expect permitted_with_duties
  }
}
"""


def called(*words: str) -> Exit:
    return run(["test", *words], Surroundings(lambda _: b"", lambda: pytest.fail("no clock")))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "small.lic"
    file.write_text(LICENSE, encoding="utf-8")
    return file


def test_a_failure_shows_the_difference_the_clause_and_the_facts(path: Path) -> None:
    outcome = called(str(path), "-k", "at the line")
    assert outcome.status == 1
    assert (
        outcome.out.replace(str(path), "small.lic")
        == """\
FAILED small: at the line <&>
  small.lic:22: expected duty label is due; found none: it does not apply
      expect permitted
    - expect duty label is due
    + expect not duty label
    because duty label at 2 does not apply
      small.lic:4: duty label at "2" {
      product.charged_for: yes
      product.monthly_active_users.month: 5
0 passed, 1 failed
"""
    )


def test_a_duty_about_other_acts_is_said_to_be(path: Path) -> None:
    case = """
    cases for small {
      case "run" {
        acts run
        given product.charged_for is yes
        given product.monthly_active_users.month is 6
        expect permitted
        expect duty label is due
      }
    }"""
    path.write_text(LICENSE + case, encoding="utf-8")
    out = called(str(path), "-k", "run").out
    assert "    because duty label at 2 is about other acts\n" in out


def test_a_wrong_verdict_names_the_clauses_it_rests_on(path: Path) -> None:
    out = called(str(path), "-k", "without").out
    assert "    - expect permitted_with_duties\n    + expect permitted\n" in out
    assert "    because grant rights at 1 applies\n" in out


def test_stops_at_the_first_failure(path: Path) -> None:
    assert called(str(path), "-x").out.endswith("1 passed, 1 failed, 1 not run\n")


def test_junit_is_well_formed_and_counts(path: Path) -> None:
    outcome = called(str(path), "-x", "--format", "junit")
    assert outcome.status == 1
    root = ET.fromstring(outcome.out.encode())
    assert root.attrib == {"name": "licensekit", "tests": "3", "failures": "1", "errors": "0", "skipped": "1"}
    passed, failed, left = root.iter("testcase")
    assert [one.get("name") for one in (passed, failed, left)] == ["above", "at the line <&>", "without a product"]
    failure = failed.find("failure")
    assert failure is not None
    assert failure.get("message") == "expected duty label is due; found none: it does not apply"
    assert "- expect duty label is due" in (failure.text or "")
    assert len(passed) == 0
    assert left.find("skipped") is not None


def test_json_says_what_was_expected_and_found(path: Path) -> None:
    data = json.loads(called(str(path), "--format", "json").out)
    failure = data["cases"][1]["failures"][0]
    assert (failure["expected"], failure["found"]) == ("expect duty label is due", ["expect not duty label"])


def test_without_a_path_the_current_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    assert called("-k", "above").out == "1 passed\n"


def test_nothing_collected_has_a_status_of_its_own(tmp_path: Path) -> None:
    outcome = called(str(tmp_path))
    assert outcome.status == 5
    assert outcome.err.startswith("error[LK706]: no case was found\n")


def test_ids_of_the_catalogue_work() -> None:
    assert called("mit").status == 0


@pytest.mark.parametrize(
    ("line", "code", "underlined"),
    [
        ("expect basis unrestrcted", "LK223", "unrestrcted"),
        ("expect basis granted for embedd", "LK202", "embedd"),
        ("expect duty lable is due", "LK455", "lable"),
        ("expect not duty label under reading scope is wide", "LK204", "scope"),
    ],
)
def test_a_case_with_an_unknown_word_is_an_error(tmp_path: Path, line: str, code: str, underlined: str) -> None:
    file = tmp_path / "small.lic"
    file.write_text(LICENSE.replace("    expect duty label is due", f"    {line}", 1), encoding="utf-8")
    outcome = called(str(file))
    assert (outcome.status, outcome.err.partition(":")[0]) == (2, f"error[{code}]")
    lines = outcome.err.split("\n")
    caret = next(at for at, shown in enumerate(lines) if "^" in shown)
    start = lines[caret].index("^")
    assert lines[caret - 1][start : start + lines[caret].count("^")] == underlined
