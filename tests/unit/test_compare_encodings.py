"""scripts/compare_encodings.py: two encodings of one text, asked the same questions."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from by_path import loaded

_SCRIPT = Path(__file__).parents[2] / "scripts" / "compare_encodings.py"

_FIRST = """
license first {
  title "A text, first reading"
  grant rights at "1" { may any act }
  duty name at "2" {
    for any act when product.monthly_active_users.month more than 100
    must display "Name" on user_interface
  }
  prohibition war at "3" { must not any act when conduct.military }
}
"""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return loaded(_SCRIPT)


def report(script: ModuleType, tmp_path: Path, second: str, *, same: tuple[str, ...] = ()) -> list[str]:
    paths = tmp_path / "first.lic", tmp_path / "second.lic"
    for path, text in zip(paths, (_FIRST, second), strict=True):
        path.write_text(text, encoding="utf-8")
    sides = tuple(script.Side.of(script.license_of(str(path))) for path in paths)
    comparison = script.Comparison(sides, list(same), [])
    for question in script.one_at_a_time(script.values_of(sides)):
        comparison.ask(question)
    return [line for line in comparison.report() if line]


def test_an_encoding_agrees_with_itself_under_other_names(script: ModuleType, tmp_path: Path) -> None:
    second = _FIRST.replace("license first", "license second").replace("duty name", "duty banner")
    assert [line.partition(": ")[2].rsplit(", ", 2)[1] for line in report(script, tmp_path, second)] == ["0 differ"]


def test_a_limit_that_is_reached_rather_than_passed_shows_at_the_limit_alone(
    script: ModuleType, tmp_path: Path
) -> None:
    second = _FIRST.replace("license first", "license second").replace("more than 100", "at least 100")
    lines = report(script, tmp_path, second)
    assert lines[0].endswith("in 1 groups")
    assert lines[2] == "  only B asks name"
    assert "{'product.monthly_active_users.month': 100}" in lines[3]


def test_a_prohibition_that_one_reader_missed_names_the_clause(script: ModuleType, tmp_path: Path) -> None:
    second = _FIRST.replace("license first", "license second").replace(
        '  prohibition war at "3" { must not any act when conduct.military }\n', ""
    )
    lines = report(script, tmp_path, second)
    assert "  prohibited by war" in lines
    assert "  permitted by nothing" in lines
    assert any("{'conduct.military': True}" in line for line in lines)


def test_one_deed_in_two_wordings_is_the_same_once_that_is_said(script: ModuleType, tmp_path: Path) -> None:
    second = (
        _FIRST.replace("license first", "license second")
        .replace("duty name", "duty banner")
        .replace('display "Name"', 'name "Name"')
    )
    assert any(line == "  only A asks name" for line in report(script, tmp_path, second))
    assert report(script, tmp_path, second, same=("name=banner",))[0].endswith("in 0 groups")
