"""docs/inventory.md says what is so: its commands run, its Python prints what stands below."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

from unit.command_line import called

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "inventory.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The contents of the code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("cyclonedx", "defusedxml", "spdx_tools"):
        pytest.importorskip(name, reason="the extra `sbom`")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)


COMMANDS = [shlex.split(line) for line in "".join(blocks("sh")).splitlines()]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_runs(words: list[str]) -> None:
    outcome = called(*words[1:])
    assert (outcome.status in {0, 1, 3}, outcome.err) == (True, "")
    if "-o" in words:
        assert Path(words[words.index("-o") + 1]).stat().st_size > 0


def test_the_python_prints_what_is_shown_below_it() -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(blocks("python")[0], "docs/inventory.md", "exec"), {})
    assert printed.getvalue() == blocks("text")[0]
