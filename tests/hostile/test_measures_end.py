"""`coverage`, `mutate` and `boundaries` end: each of their questions had a bound, and the command as a whole had none."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from licensekit.limits import QUESTION_STEPS
from unit.command_line import called

CODES = ["DE", "FR", "IT", "ES", "PL", "NL", "BE", "AT", "SE", "DK", "FI", "IE", "PT", "GR", "CZ", "HU", "RO"]


@pytest.fixture(autouse=True)
def _licence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen disjunctions of sets: it took more than 40 seconds of the processor."""
    lists = " or ".join(
        f"(licensee.domicile in {{ {CODES[at]}, {CODES[at + 1]} }} and any of use.countries in {{ {CODES[at + 1]} }})"
        for at in range(16)
    )
    case = 'case "c" { acts run\nassume none\ngiven licensee.domicile is JP\ngiven use.countries is { JP }\nexpect not_granted }'
    duty = 'duty d at "2" { for sell must keep copyright_notice }'
    text = f'license own {{ title "Own"\ngrant g at "1" {{ may any act when {lists} }}\n{duty}\n{case} }}'
    monkeypatch.chdir(tmp_path)
    Path("own.lic").write_text(text, encoding="utf-8")


def few_steps(monkeypatch: pytest.MonkeyPatch, questions: int) -> None:
    monkeypatch.setattr("licensekit.testing.telling.MAX_STEPS_TOGETHER", questions * QUESTION_STEPS)


def test_edits_that_were_not_looked_at_are_told_and_meet_no_share(monkeypatch: pytest.MonkeyPatch) -> None:
    few_steps(monkeypatch, 60)
    told = called("mutate", "own.lic")
    assert told.status == 0
    assert (
        " were not looked at: all together take more than 10_000_000 steps (LK720); look at one clause with" in told.out
    )
    data = json.loads(called("mutate", "own.lic", "--format", "json").out)
    assert data["not_looked_at"] > 0
    refused = called("mutate", "own.lic", "--fail-under", "0")
    assert (refused.status, refused.err) == (
        1,
        f"{data['not_looked_at']} edits were not looked at: the share is not known\n",
    )


def test_what_was_not_proved_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = json.loads(called("coverage", "own.lic", "--format", "json").out)
    few_steps(monkeypatch, 3)
    part = json.loads(called("coverage", "own.lic", "--format", "json").out)
    assert (whole["licenses"][0]["proved"], part["licenses"][0]["proved"]) == (True, False)
    for form in ("text", "html"):
        assert "not all is proved in 10_000_000 steps (LK720)" in called("coverage", "own.lic", "--format", form).out
    few_steps(monkeypatch, -1)
    none = json.loads(called("coverage", "own.lic", "--format", "json").out)
    clauses = [each for each in none["licenses"][0]["goals"] if each["kind"] == "clause"]
    assert none["percent"] < whole["percent"]
    assert all(each["wanted"] == ["true", "false", "unknown"] for each in clauses)


def test_boundaries_that_were_not_looked_at_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ninety thresholds of amounts, none too large by itself, took minutes of the processor."""
    acts = ("run", "reproduce", "sell", "edit")
    clauses = "".join(
        f'prohibition p{at} at "2" {{ must not {act} when group.revenue.year more than {at + 1} USD }}\n'
        for at, act in enumerate(acts)
    )
    Path("many.lic").write_text(f'license own {{ title "Own"\ngrant g at "1" {{ may any act }}\n{clauses}}}', "utf-8")
    whole = json.loads(called("boundaries", "many.lic", "--format", "json").out)["boundaries"]
    assert [each["matters"] for each in whole] == [True] * 4
    few_steps(monkeypatch, -1)
    told = json.loads(called("boundaries", "many.lic", "--format", "json").out)["boundaries"]
    assert [each["matters"] for each in told] == [None] * 4
    assert called("boundaries", "many.lic").out.count("it was not decided whether") == 4


def test_steps_over_many_thresholds_weigh_what_they_take() -> None:
    """A path past ninety thresholds of amounts that bound one another took minutes, and few steps."""
    windows = ("month", "year", "calendar_year", "prior_tax_year", "trailing_12_months", "any_12_months")
    facts = [f"{whose}.revenue.{window}" for whose in ("licensee", "group", "product") for window in windows]
    clauses = "".join(
        f'prohibition p{at} at "2" {{ must not run when {facts[at % len(facts)]} more than {1000 * (at * 7 % 100 + 1)} USD }}\n'
        for at in range(90)
    )
    Path("many.lic").write_text(f'license own {{ title "Own"\ngrant g at "1" {{ may any act }}\n{clauses}}}', "utf-8")
    start = time.process_time()
    called("boundaries", "many.lic", "--format", "json")
    assert time.process_time() - start < 40
