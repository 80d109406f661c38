"""The licences of this folder check without a finding, are laid out canonically, and pass their cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensekit.cli.main import main

HERE = Path(__file__).parent
CASES = {
    "index-tts-bilibili": 77,
}
"""The licences, and how many cases each has."""
FILES = sorted(str(path) for path in HERE.glob("*.lic"))


def test_there_are_no_other_files() -> None:
    licenses = {Path(path).name.removesuffix(".lic") for path in FILES if not path.endswith(".cases.lic")}
    assert {path.name.removesuffix(".outline.json") for path in HERE.glob("*.json")} == licenses


def test_nothing_is_found_in_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *FILES]) == 0
    assert capsys.readouterr().out == f"{len(FILES)} files: nothing found\n"


def test_they_are_laid_out_canonically(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fmt", "--check", *FILES]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("name", "count"), CASES.items())
def test_their_cases_pass(name: str, count: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(HERE / f"{name}.cases.lic")]) == 0
    assert capsys.readouterr().out == f"{count} passed\n"
