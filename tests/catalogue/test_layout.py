"""Every shipped licence, and every example, is in the canonical layout: a diff is a change of terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensekit.syntax.format import format_source

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*ROOT.glob("licenses/*/*.lic"), *ROOT.glob("examples/*.lic")])


def test_there_are_files() -> None:
    assert len(FILES) > 50


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_source(text, path.name) == text, f"run: licensekit fmt {path.relative_to(ROOT)}"
