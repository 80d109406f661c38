"""The measure of interviews: few questions beside a profile, and README and docs/profile.md say what came out."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from statistics import median
from types import ModuleType

import pytest

from by_path import loaded

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "profile.md").read_text(encoding="utf-8")
MOST_MEDIAN = 5


@pytest.fixture(scope="module")
def interviews() -> ModuleType:
    return loaded(ROOT / "scripts" / "interviews.py")


@pytest.mark.parametrize("license_id", ["kimi-k3", "llama-4", "minimax-m2.7", "qwen-license-2024"])
def test_few_questions_are_left_beside_a_profile(interviews: ModuleType, license_id: str) -> None:
    every = [interviews.held(license_id, user, act) for user in interviews.USERS for act in interviews.ACTS]
    assert median(each.put for each in every) <= MOST_MEDIAN
    assert max(each.put for each in every) < interviews.MOST


def test_the_median_over_the_catalogue_that_was_measured_is_small() -> None:
    figure = re.search(r"^\| \*\*all\*\* \| ([\d.]+) \|", PAGE, re.MULTILINE)
    assert figure is not None
    assert float(figure[1]) <= MOST_MEDIAN


def test_the_readme_tells_what_was_measured() -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    measured = re.findall(r"^Of \d+ models .*product; with two bounds and a country, \d+\.$", PAGE, re.MULTILINE)
    assert len(measured) == 1
    assert measured[0] in readme


def test_the_page_prints_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    blocks = re.findall(r"^```python\n(.*?)^```$.*?^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    for code, shown in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "docs/profile.md", "exec"), names)
        assert printed.getvalue() == shown
