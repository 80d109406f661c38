"""A gate reads files of its own folder: what of them is not as it was written is told, and many findings take seconds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from licensekit.catalogue import hub_index
from unit.command_line import called

POLICY = '[[products]]\nname = "p"\ninventory = "i.csv"\nacts = ["run"]\n'
AUDIT = ("audit", "p.toml", "--as-of", "2026-06-01")
ROW = {"product": "p", "component": "a", "licence": "mit", "duties": ["mit.notice"]}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.toml").write_text(POLICY, encoding="utf-8")
    Path("i.csv").write_text("name,license\na,MIT\n", encoding="utf-8")


@pytest.mark.parametrize(
    "changed",
    [
        {"schema": True},
        {"componets": []},
        {"components": [ROW, ROW]},
        {"components": [{**ROW, "duties": "mit.notice"}]},
        {"components": [{**ROW, "licence": 5}]},
        {"components": [{**ROW, "version": "1"}]},
        {"components": {}, "terms": {"mit": None}},
        {"asked": []},
    ],
    ids=str,
)
def test_a_baseline_that_is_not_as_it_was_written(changed: dict[str, Any]) -> None:
    """Of two of one name the first was lost, and a text was taken for the list of its letters."""
    whole = {"schema": 1, "components": [ROW], "terms": {}, "asked": {}}
    Path("b.json").write_text(json.dumps(whole), encoding="utf-8")
    assert called(*AUDIT, "--baseline", "b.json").status in {0, 1}
    Path("b.json").write_text(json.dumps({**whole, **changed}), encoding="utf-8")
    told = called(*AUDIT, "--baseline", "b.json")
    assert told.status == 2
    assert "error[LK851]: `b.json` cannot be read: it is no baseline of schema 1" in told.err


def test_a_baseline_as_it_is_written_is_read() -> None:
    assert called(*AUDIT, "--write-baseline", "b.json").status == 0
    assert "LK851" not in called(*AUDIT, "--baseline", "b.json").err


def test_names_that_are_none_are_looked_for_in_one_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row of the hub was read anew for each name: 2,000 lines of a table took more than a minute."""
    assert "moonshotai/Kimi-K2.5" in hub_index.called("kimi-k2.5")
    monkeypatch.setattr(hub_index, "rows", lambda: pytest.fail("the hub is read again"))
    assert hub_index.called("nobody-has-this") == ()


def test_a_line_is_found_without_going_through_those_before() -> None:
    rows = "".join(f"n{at},nope{at}\n" for at in range(40))
    Path("i.csv").write_text(f"name,license\n{rows}", encoding="utf-8")
    places = [line.strip() for line in called(*AUDIT).out.splitlines() if "--> i.csv" in line]
    assert places == [f"--> i.csv:{at}:1" for at in range(2, 42)]
