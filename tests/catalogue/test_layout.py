"""Every shipped licence, and every example, is in the canonical layout: a diff is a change of terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from every_licence import every
from licensekit.syntax.format import format_source

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*ROOT.glob("licenses/*/*.lic"), *ROOT.glob("examples/*.lic")])


def test_there_are_files() -> None:
    assert len(FILES) > 50


@pytest.mark.parametrize("name", every(path.name.removesuffix(".lic") for path in FILES))
def test_file(name: str) -> None:
    (path,) = (path for path in FILES if path.name == f"{name}.lic")
    text = path.read_text(encoding="utf-8")
    assert format_source(text, path.name) == text, f"run: licensekit fmt {path.relative_to(ROOT)}"
