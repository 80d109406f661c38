"""A document that binds and was not read: no front end calls a use permitted without saying so, and no status does."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from optional import needs

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
from command_line import called

TERMS = 'license un { title "U" grant g at "1" { may any act } %s %s }'
UNREAD = 'incorporates "Use\\nPolicy" from "https://example.org/aup" at "2" unread'
MILITARY = 'prohibition p at "2" { must not any act when conduct.military }'
NAMED = "Use\\x0aPolicy (https://example.org/aup)"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("un.lic").write_text(TERMS % (UNREAD, MILITARY))
    Path("read.lic").write_text(TERMS % ("", MILITARY))


def test_a_permission_says_so_in_its_first_line_and_is_no_permission_for_scripts() -> None:
    question = ("ask", "un.lic", "--act", "run", "--set", "conduct.military=no")
    for form in (("--full",), ("--format", "markdown", "--full"), ("--format", "json")):
        outcome = called(*question, *form)
        assert outcome.status == 3
        assert "Permitted, unless what was not read says otherwise: " in outcome.out.partition('"verdict"')[0]
    for form in ("text", "markdown", "json"):
        outcome = called(*question, "--format", form)
        assert outcome.status == 3
        assert "Yes, and nothing is owed, unless a document that was not read says otherwise." in outcome.out
        assert "the document Use" in outcome.out
    assert called("ask", "read.lic", "--act", "run", "--set", "conduct.military=no").status == 0


def test_what_is_forbidden_is_forbidden_whatever_else_there_is_to_read() -> None:
    outcome = called("ask", "un.lic", "--act", "run", "--set", "conduct.military=yes")
    assert (outcome.status, outcome.out.partition("\n")[0]) == (1, "No: the licence forbids it.")


@pytest.mark.parametrize("command", ["compare un.lic mit --act run", "diff un.lic mit --act run", "openness un.lic"])
def test_what_is_said_of_all_uses_says_so(command: str) -> None:
    assert NAMED in called(*command.split()).out


def test_what_was_not_read_meets_no_criterion() -> None:
    Path("un.lic").write_text(TERMS % (UNREAD, ""))
    outcome = called("openness", "un.lic")
    assert outcome.status == 1
    assert outcome.out.startswith(f"un may be open source or not: {NAMED} was not read\n")
    assert "  met " not in outcome.out


def test_a_table_and_a_query_say_so() -> None:
    needs("narwhals", "polars", "sqlglot")
    Path("u.csv").write_text("conduct.military\nno\n")
    assert (
        f"not read, and it may forbid more: {NAMED}\n"
        in called("batch", "un.lic", "u.csv", "-o", "o.csv", "--act", "run").out
    )
    assert called("sql", "un.lic", "--act", "run").out.startswith(
        f"-- not read, and it may forbid more: {NAMED}\nSELECT"
    )


@pytest.mark.parametrize(
    ("clause", "criterion"),
    [
        ('duty d at "2" { for any act must pay "1000 USD" to "X" }', "OSD 1"),
        (
            'duty d at "2" { for sell must pay "1000 USD" to "X" when group.revenue.year more than 1 million USD }',
            "OSD 1",
        ),
        ('prohibition o at "2" { must not use_outputs }', "OSAID use"),
    ],
)
def test_a_fee_and_forbidden_outputs_fail_a_criterion(clause: str, criterion: str) -> None:
    Path("fee.lic").write_text(TERMS % (clause, ""))
    assert f"it fails {criterion}" in called("openness", "fee.lic").out.partition("\n")[0]
