"""Type checkers read what somebody writes who builds on licensekit, in their strictest mode."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from optional import needs

CONSUMER = Path(__file__).with_name("consumer.py")
SOURCE = Path(__file__).parents[2] / "src"
WRONG = """
import licensekit as lk

lk.Money(1.5, "USD")
lk.load("mit").evaluate({"acts": ["run"]})
lk.load("mit").evaluate(lk.Use(), assume="saef")
lk.load("mit").evaluate(lk.Use(), as_of="2026-06-01")
lk.Product(chargd_for=True)
"""


def checked_by(*command: str, path: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MYPYPATH": str(SOURCE), "PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        [*command, str(path)], capture_output=True, text=True, env=environment, check=False, cwd=path.parent
    )


def test_it_runs() -> None:
    runpy.run_path(str(CONSUMER), run_name="__main__")


@pytest.mark.slow
def test_mypy(tmp_path: Path) -> None:
    needs("mypy", extra="dev")
    command = (sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"))
    done = checked_by(*command, path=CONSUMER)
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / "wrong.py"
    wrong.write_text(WRONG, encoding="utf-8")
    found = checked_by(*command, path=wrong).stdout
    assert [line.split(":")[1] for line in found.splitlines() if ": error:" in line] == ["4", "5", "6", "7", "8"]


@pytest.mark.slow
def test_pyright(tmp_path: Path) -> None:
    needs("pyright", extra="dev")
    command = (sys.executable, "-m", "pyright", "--pythonpath", sys.executable)
    done = checked_by(*command, path=CONSUMER)
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / "wrong.py"
    wrong.write_text(WRONG, encoding="utf-8")
    found = checked_by(*command, path=wrong).stdout
    assert [line.split(":")[1] for line in found.splitlines() if " - error:" in line] == ["4", "5", "6", "7", "8"]
