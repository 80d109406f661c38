"""`licensekit identify`: its words, its statuses, and files that are no texts."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from command_line import called, findings

ROOT = Path(__file__).parents[2]
APACHE = (ROOT / "LICENSE").read_text(encoding="utf-8")
CLAUSE = "Any commercial use of this work needs a written agreement with the licensor."


def test_an_exact_text_and_one_that_is_not(tmp_path: Path) -> None:
    exact, altered = tmp_path / "exact", tmp_path / "altered"
    exact.write_text(APACHE)
    altered.write_text(f"{APACHE}{CLAUSE}\n")
    aside = "  set aside, line 190: Copyright [yyyy] [name of copyright owner]\n"
    assert called("identify", str(exact)) == (0, f"{exact}: exactly `apache-2.0`\n{aside}", "")
    outcome = called("identify", str(exact), str(altered))
    assert outcome.status == 3
    said = f"{altered}: unknown: `apache-2.0`, plus 13 words at line 203\n  line 203: 13 words added: {CLAUSE}\n"
    assert outcome.out.removeprefix(f"{exact}: exactly `apache-2.0`\n{aside}") == said + aside


def test_standard_input_and_json() -> None:
    outcome = called("identify", "-", "--format", "json", stdin=APACHE.replace("50%", "60%").encode())
    (file,) = json.loads(outcome.out)["files"]
    assert (outcome.status, file["file"], file["kind"], file["licenses"]) == (3, "-", "altered", [])
    assert [text["id"] for text in file["texts"]] == ["apache-2.0"]
    assert [(each["what"], each["text"], each["line"]) for each in file["passages"]] == [("changed", "60", 21)]


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"a\n\xff", "LK112", "is not valid UTF-8 at byte 2 (line 2): invalid start byte"),
        (b"GGUF\0\0", "LK113", "this is no text"),
        (b"x" * 5_000_001, "LK111", "has more than 5_000_000 bytes"),
    ],
)
def test_files_that_are_no_texts(data: bytes, code: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    outcome = called("identify", str(path), str(ROOT / "LICENSE"))
    assert (outcome.status, len(findings(outcome))) == (2, 1)
    assert findings(outcome)[0].startswith(f"error[{code}]: ")
    assert said in findings(outcome)[0]
    assert "exactly `apache-2.0`" in outcome.out


def test_devices_pipes_and_folders_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    outcome = called("identify", "/dev/zero", str(tmp_path / "pipe"), str(tmp_path), str(tmp_path / "nothing"))
    assert outcome.status == 2
    assert [line.partition(": ")[0] for line in findings(outcome)] == ["error[LK605]"] * 4
    assert findings(outcome)[1].endswith("/pipe` is a device or a pipe, not a file")


def test_nothing_named_and_input_named_twice() -> None:
    assert findings(called("identify")) == ["error[LK705]: no file is named"]
    assert findings(called("identify", "-", "-")) == ["error[LK704]: standard input is named twice"]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff\n"])
def test_of_a_file_in_which_nothing_is_nobody_is_told_that_it_is_unknown(tmp_path: Path, text: str) -> None:
    path = tmp_path / "LICENSE"
    path.write_text(text, encoding="utf-8")
    outcome = called("identify", str(path))
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"error[LK114]: nothing is in `{path}`\n")
    assert called("identify", "-", stdin=text.encode()).status == 2
