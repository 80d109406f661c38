"""The generated pages and the table of openness are those of the encodings as they are now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import licensekit as lk
from licensekit.analyse.features import openness_in_brief, shape_digest, worked_out
from licensekit.model.thresholds import thresholds_of

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "catalogue"
STALE = "run: python scripts/catalogue_pages.py --write"


@pytest.mark.slow
def test_no_page_is_stale() -> None:
    command = [sys.executable, "scripts/catalogue_pages.py", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, ""), STALE


@pytest.mark.parametrize("name", ["mit", "kimi-k2.5"])
def test_what_is_kept_of_openness_is_what_it_comes_to(name: str) -> None:
    terms = lk.load(name).terms
    assert openness_in_brief(terms) == worked_out(terms)


def test_a_row_of_another_text_does_not_count() -> None:
    """A licence of the same id that says something else is worked out anew."""
    own = lk.parse('license mit { title "Mine" prohibition p at "1" { must not sell } }').terms
    assert shape_digest(own) != shape_digest(lk.load("mit").terms)
    assert openness_in_brief(own).criteria["OSD 1"] == "failed"
    assert openness_in_brief(lk.load("mit").terms).open_source == "met"


@pytest.mark.slow
def test_every_page_is_short_and_tells_every_threshold() -> None:
    for name in lk.ids():
        page = (PAGES / "licenses" / f"{name}.md").read_text(encoding="utf-8")
        assert len(page.split()) < 2_000, name
        for threshold in thresholds_of(lk.load(name).license):
            number = threshold.amount if isinstance(threshold.amount, int) else int(threshold.amount.amount)
            assert f"{number:,}" in page, (name, threshold)
