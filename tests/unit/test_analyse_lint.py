"""Lint on meaning: every lint finds what it is about, with place and use, and stays silent one step beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import called as command

import licensekit as lk
from licensekit.analyse.lint import lint
from licensekit.diagnostics import Diagnostic
from licensekit.span import Source

HEAD = (
    'license l {\n  title "L"\n  grant rights at "1" { may any act }\n'
    '  grant others at "1" { may practise_patents, use_marks, transfer }\n'
)


def linted(clauses: str) -> tuple[Diagnostic, ...]:
    return lint(lk.parse(f"{HEAD}{clauses}\n}}\n").license)


def codes(clauses: str) -> list[str]:
    return [one.code for one in linted(clauses)]


@pytest.mark.parametrize(
    ("clauses", "code", "message"),
    [
        (
            'prohibition p at "2" { must not embed when not product.exists }',
            "LK730",
            "`p` never applies: its condition holds for no use of the acts that it bears on",
        ),
        (
            'prohibition p at "2" { must not run when use.personal and use.in_business }',
            "LK730",
            "`p` never applies: its condition holds for no use of the acts that it bears on",
        ),
        (
            'prohibition p at "2" { must not run when use.personal }\n  exemption e at "3" { from p }',
            "LK730",
            "`p` never applies: `e` always lifts it",
        ),
        (
            'duty d at "2" { for embed when product.exists must comply with applicable_law }',
            "LK731",
            "the condition of `d` holds for every use of its acts",
        ),
        (
            'prohibition p at "2" { must not run when use.personal }\n'
            '  exemption e at "3" { from p when use.in_business }',
            "LK732",
            "`e` never lifts `p`: no use falls under both",
        ),
        (
            'prohibition p at "2" { must not run when product.charged_for }\n'
            '  duty d at "3" { for run when product.charged_for must comply with applicable_law }',
            "LK733",
            "`d` (comply with applicable law) is never owed: `p` at 2 forbids every use that it is about",
        ),
        (
            'gate g at "2" { for run when product.charged_for needs paid_license from "X" }\n'
            '  duty d at "3" { for run when product.charged_for must comply with applicable_law }',
            "LK733",
            "`d` (comply with applicable law) is owed only by those who hold an approval: `g` at 2 asks for it first",
        ),
        (
            'prohibition p at "2" { must not run }\n  grant further at "3" { may run when use.personal }',
            "LK734",
            "`further` grants nothing: other clauses forbid or gate all of it",
        ),
        (
            'prohibition p at "2" { must not run }\n  duty d at "3" { for run, embed must comply with applicable_law }\n'
            '  prohibition q at "4" { must not run when use.personal }',
            "LK735",
            "`use.personal` never matters under the readings as taken: `q` read it, and yes or no make no difference",
        ),
        (
            'prohibition p at "2" { must not run when group.people.now more than 10 }\n'
            '  duty d at "3" { for run when group.people.now less than 10 must comply with applicable_law }',
            "LK737",
            "`p` and `d`: `group.people.now more than 10` and `group.people.now less than 10` differ at exactly 10 "
            "and nowhere else",
        ),
    ],
)
def test_what_is_found(clauses: str, code: str, message: str) -> None:
    found = [one for one in linted(clauses) if one.code == code]
    assert [one.message for one in found] == [message]
    source = Source("<text>", f"{HEAD}{clauses}\n}}\n")
    label = found[0].labels[0]
    assert source.excerpt(label.span).split()[1] == label.text.split()[0]


@pytest.mark.parametrize(
    "clauses",
    [
        'prohibition p at "2" { must not embed when product.charged_for }',
        'prohibition p at "2" { must not run when use.in_business }\n  exemption e at "3" { from p when use.personal or use.for_client }',
        'gate g at "2" { for run when product.charged_for needs paid_license from "X" }\n'
        '  duty d at "3" { for run when use.in_business must comply with applicable_law }',
        'gate g at "2" { for run needs paid_license from "X" }\n'
        '  prohibition p at "3" { must not run when use.personal and not approval g is held }',
        'prohibition p at "2" { must not run when group.people.now more than 10 }\n'
        '  duty d at "3" { for run when group.people.now at most 10 must comply with applicable_law }',
    ],
)
def test_what_is_as_it_should_be(clauses: str) -> None:
    assert codes(clauses) == []


def test_silence_is_a_note() -> None:
    never_matters, silent = lint(lk.load("mit").license)
    assert never_matters.code == "LK735"
    assert never_matters.message.startswith("`trained_model.made_available` never matters under the readings as taken")
    assert silent.code == "LK736"
    assert silent.message == "the text of `mit` is silent on: use marks, transfer"


def test_minimax_asks_for_a_display_that_only_the_authorised_owe() -> None:
    found = [one for one in lint(lk.load("minimax-m2.7-initial").license) if one.code == "LK733"]
    assert found[0].message.endswith("`authorization` at 3 asks for it first")
    assert found[0].notes == ("for example to run, where use.in_business is yes",)
    assert [label.text for label in found[0].labels] == ["display at 2", "authorization at 3"]


FILE = HEAD + '  {comment}\n  prohibition p at "2" {{ must not embed when not product.exists }}\n}}\n'


def write(folder: Path, comment: str) -> str:
    path = folder / "l.lic"
    path.write_text(FILE.replace("{comment}", comment).replace("{{", "{").replace("}}", "}"), encoding="utf-8")
    return str(path)


def test_a_finding_may_be_let_stand_with_a_reason(tmp_path: Path) -> None:
    name = write(tmp_path, "# lint: allow LK730 because the text says so")
    outcome = command("lint", name)
    assert (outcome.status, outcome.out) == (0, "1 file: nothing found; 1 finding let stand\n")
    data = json.loads(command("lint", name, "--format", "json").out)
    assert data["let_stand"][0]["because"] == "the text says so"
    sarif = json.loads(command("lint", name, "--format", "sarif").out)
    (result,) = sarif["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "the text says so"}]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# lint: allow LK730", ["LK730", "LK738"]),
        ("# lint: allow LK730 because", ["LK730", "LK738"]),
        ("# lint: off", ["LK730", "LK738"]),
        ("# lint: allow LK732 because no", ["LK730", "LK739"]),
        ("# nothing to the linter", ["LK730"]),
    ],
)
def test_a_comment_without_reason_or_use_is_a_finding(tmp_path: Path, comment: str, expected: list[str]) -> None:
    outcome = command("lint", write(tmp_path, comment), "--format", "json")
    assert outcome.status == 1
    assert [one["code"] for one in json.loads(outcome.out)["findings"]] == expected


def test_for_github_and_sarif(tmp_path: Path) -> None:
    name = write(tmp_path, "")
    out = command("lint", name, "--format", "github").out
    assert out.startswith(f"::warning file={name},line=6,col=3,title=LK730::`p` never applies")
    run = json.loads(command("lint", name, "--format", "sarif").out)["runs"][0]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (6, 3)
    assert run["tool"]["driver"]["rules"][0]["id"] == "LK730"
