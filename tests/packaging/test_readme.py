"""README.md says what is so: its outputs, its Python, its quotations, its links and its two one-line commands."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from types import ModuleType

import pytest

from by_path import loaded

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    return loaded(ROOT / "scripts" / "refresh_readme.py")


def blocks(language: str) -> list[str]:
    """The contents of the code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_every_output_and_quotation_is_as_it_is_now(refresh: ModuleType) -> None:
    assert refresh.refreshed(TEXT) == TEXT, "run: python scripts/refresh_readme.py"


def test_the_two_one_line_commands_stand_there_word_for_word() -> None:
    assert (
        "python3 -m venv .venv && .venv/bin/pip install -q . && "
        ".venv/bin/licensekit ask kimi-k2.5 --act embed --set product.charged_for=yes\n"
    ) in blocks("sh")
    assert "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]' && .venv/bin/pytest\n" in blocks("sh")


def test_the_other_commands_run(refresh: ModuleType, tmp_path: Path) -> None:
    others = [line for block in blocks("sh") for line in block.splitlines() if not line.startswith("python3 -m venv")]
    assert others == [
        "licensekit ask examples/my-licence.lic --facts - --assume safe --readings strict < examples/facts.json"
    ]
    command = tmp_path / "licensekit"
    command.write_text(f'#!/bin/sh\nexec {refresh.sys.executable} -m licensekit "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    assert refresh.output(others[0], str(tmp_path)).startswith("Yes, and nothing is owed.\n")


def test_the_python_prints_what_is_shown_below_it() -> None:
    (code,) = blocks("python")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    assert printed.getvalue() == blocks("text")[0]


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert len(targets) > 5
    assert [target for target in targets if not (ROOT / target).exists()] == []
