"""A profile is somebody's file, and may lie in a folder that one was sent: whatever it holds, it is read or refused."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.errors import FactsError
from licensekit.limits import MAX_DIAGNOSTICS, MAX_FACTS_BYTES
from unit.command_line import answered, called, findings

HOSTILE = {
    "nothing": b"",
    "no text": bytes(range(256)),
    "half a character": b'[facts]\n"licensee.kind" = "\xc3',
    "a picture": b"\x89PNG\r\n\x1a\n",
    "deep": b"a = " + b"[" * 100_000,
    "deep in JSON": b'{"facts":' + b'{"a":' * 200 + b"1" + b"}" * 201,
    "dots": b".".join([b"a"] * 100_000) + b" = 1",
    "a long number": b'[facts]\n"product.monthly_active_users.month" = ' + b"9" * 10_000,
    "too big": b"#" * (MAX_FACTS_BYTES + 1),
    "a table where a list is": b"[approvals]\ngate = 1",
    "a list where a table is": b"facts = [1]",
    "a list of nothing": b"attested = [1, 2]",
    "an empty list": b"attested = []",
    "numbers for names": b"done = [1]\nreadings = [2]\napprovals = [3]\nrates = [4]\nindices = [5]",
    "nothing at all in JSON": b'{"facts": {"licensee.kind": null}}',
    "not a number": b'[facts]\n"group.revenue.any_12_months" = nan',
    "a fact of facts": b'[facts."licensee.kind".x]\ny = 1',
    "a name like a path": b'done = ["../../etc/passwd.x"]',
    "a gate of dots": b'[[approvals]]\ngate = "....."\nstate = "held"',
    "a reading of dots": b'[[readings]]\nreading = "."\noption = "."',
    "an agreement with nobody": b'[[approvals]]\ngate = "agreement with "\nstate = "held"',
    "a day without end": b'[attested]\nby = "L"\non = 99999-01-01\ngroups = ["conduct"]',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_read_or_refused_with_a_code_in_time(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "licensekit.toml").write_bytes(HOSTILE[name])
    begin = time.monotonic()
    outcome = called("ask", "mit", "--act", "run")
    assert time.monotonic() - begin < 20
    assert outcome.status in {0, 2}, outcome.err
    assert outcome.status == 0 or findings(outcome)
    assert outcome.err.isascii() or "\x1b" not in outcome.err


def test_very_many_mistakes_are_not_all_told() -> None:
    text = "[facts]\n" + "".join(f'"product.no_{at}" = 1\n' for at in range(2 * MAX_DIAGNOSTICS))
    with pytest.raises(FactsError) as error:
        lk.parse_profile(text)
    assert len(error.value.diagnostics) == MAX_DIAGNOSTICS + 1
    assert error.value.diagnostics[-1].code == "LK511"


def test_nothing_in_it_acts_on_a_terminal_or_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = "a\x1b[31m\u202eb<script>.json"
    said = {"attested": {"by": "<b>L</b>", "on": "2026-06-01", "groups": ["conduct"]}, "done": ["x\x1b[2J.y"]}
    (tmp_path / name).write_text(json.dumps(said), encoding="utf-8")
    refused = called("ask", "mit", "--act", "run", "--profile", name)
    assert findings(refused)
    del said["done"]
    (tmp_path / name).write_text(json.dumps(said), encoding="utf-8")
    for form in ("text", "json", "markdown"):
        outcome = called("ask", "deepseek-model-1.0", "--act", "run", "--profile", name, "--format", form)
        shown = outcome.out + outcome.err + refused.err
        assert outcome.status == 0
        assert not {"\x1b", "\u202e"} & set(shown)
        assert "<script>" not in outcome.out or form == "text"
    narrowed = called("compare", "mit", "apache-2.0", "--act", "run", "--profile", name)
    assert not {"\x1b", "\u202e"} & set(narrowed.out + narrowed.err)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are a thing of Unix")
def test_a_pipe_or_folder_of_that_name_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "licensekit.toml")
    assert called("ask", "mit", "--act", "run").status == 0
    (tmp_path / "licensekit.toml").unlink()
    (tmp_path / "licensekit.toml").mkdir()
    assert called("ask", "mit", "--act", "run").status == 0
    outcome = called("ask", "mit", "--act", "run", "--profile", "licensekit.toml")
    assert findings(outcome) == ["error[LK506]: the profile `licensekit.toml` cannot be read: is a directory"]


@pytest.mark.parametrize("name", ["", "\0", "x" * 5000, "/dev/null", "no/such"])
def test_any_name_of_a_profile(name: str) -> None:
    outcome = called("ask", "mit", "--act", "run", "--profile", name)
    assert outcome.status in {0, 2}
    assert outcome.status == 0 or [line[6:11] for line in findings(outcome)] == ["LK506" if name else "LK703"]


def test_a_profile_is_read_by_no_command_over_many_uses_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "licensekit.toml").write_bytes(b"\xff")
    assert called("compare", "mit", "apache-2.0", "--act", "run").status == 0
    assert called("ask", "mit", "--act", "run").status == 2


@pytest.mark.parametrize(
    "line", ["\x1b[31m", "x" * 100_000, "\0", "yes\nno", "--set", "<" * 50, "١٢", "1e400", "{ {", "worldwide"]
)
def test_any_answer_is_taken_or_refused(line: str) -> None:
    for license_id in ("kimi-k2.5", "minimax-h3", "llama-4"):
        outcome, prompts = answered("ask", license_id, "--act", "embed", "--interactive", answers=[line] * 8)
        assert outcome.status in {0, 1, 3}, outcome.err
        assert not any("\x1b" in part for prompt in prompts for part in prompt.lines)


@pytest.mark.parametrize("line", ["\x1b[31m", "x" * 100_000, "\0", "' \" = [", "a\u202eb on 2026-06-01"])
def test_any_answer_to_init_is_taken_or_refused(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome, _ = answered("init", answers=[part for _ in range(8) for part in (line, "?")])
    assert outcome.status in {0, 2}, outcome.err
    if outcome.status == 0:
        lk.read_profile("licensekit.toml")
