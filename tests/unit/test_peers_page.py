"""docs/peers.md: our answers there are those of today, for each founding licence; the other tools' were taken once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from by_path import loaded

ROOT = Path(__file__).parents[2]
COMPARED = loaded(ROOT / "scripts" / "compare_peers.py")
PAGE = (ROOT / "docs" / "peers.md").read_text(encoding="utf-8")
TABLE = re.findall(r"^\| ([a-z][\w.-]+) \| (.*) \|$", PAGE, re.MULTILINE)
ROWS = {name: cells.split(" | ") for name, cells in TABLE if name != "licence"}


def test_each_founding_licence_has_a_row_with_every_tool() -> None:
    asked = COMPARED.asked()
    assert (len(asked), [*ROWS]) == (28, [each.license for each in asked])
    assert {len(cells) for cells in ROWS.values()} == {8}
    assert [ROWS[each.license][0] for each in asked] == [each.work for each in asked]


@pytest.mark.parametrize("name", ROWS)
def test_our_answers_are_those_of_today(name: str) -> None:
    (small, _), (large, may) = COMPARED.ours(name, COMPARED.SMALL), COMPARED.ours(name, COMPARED.LARGE)
    assert ROWS[name][6:] == [small, large]
    assert not may or not any("†" in cell for cell in ROWS[name])
