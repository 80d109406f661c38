"""What the pages name is so: codes of findings, limits, and files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from licensekit import limits
from licensekit.codes import TITLES

ROOT = Path(__file__).parents[2]
WRITTEN = ROOT / "docs" / "catalogue"
"""Pages that a script writes from the encodings, which tests/catalogue/test_catalogue_pages.py holds to them."""
DOCS = (page for page in (ROOT / "docs").rglob("*.md") if WRITTEN not in page.parents)
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "SECURITY.md", *DOCS])
HISTORY = {"CHANGELOG.md", "0002-facts-are-split-not-atoms.md"}
"""Pages that say what was so once."""
GONE = re.compile(r"(?i)method: ?kleene|`method`|20,000 worlds|extra `exact`|licensekit\.evaluate|\bevaluate/")


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def page(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


def test_codes_are_those_of_the_library(page: Path) -> None:
    assert sorted(set(re.findall(r"\bLK\d+\b", page.read_text(encoding="utf-8"))) - set(TITLES)) == []


def test_limits_are_those_of_the_library(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [name for name in re.findall(r"\bMAX_[A-Z_]+\b", text) if not hasattr(limits, name)] == []
    steps = [int(said.replace(",", "")) for said in re.findall(r"(\d[\d,]*) steps", " ".join(text.split()))]
    assert [said for said in steps if said != limits.MAX_STEPS] == []


def test_files_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"\b((?:tests|scripts|docs|benchmarks|examples|licenses|grammars)/[\w./-]+\.\w+)", text)
    linked = re.findall(r"\]\((?!https?:)([^)#\s]+)", text)
    missing = [path for path in named if not (ROOT / path).exists()]
    missing += [path for path in linked if not (page.parent / path).exists()]
    assert missing == []


def test_nothing_is_told_of_the_engine_that_searched(page: Path) -> None:
    if page.name not in HISTORY | {"0010-diagrams-not-searches.md"}:
        assert GONE.findall(page.read_text(encoding="utf-8")) == []


CITED = re.compile(r"(docs/\w+\.md), section (\d+)")
SOURCES = sorted((ROOT / "src" / "licensekit").rglob("*.py"))


def test_docstrings_cite_sections_that_stand_in_the_pages() -> None:
    texts = {source: " ".join(source.read_text(encoding="utf-8").split()) for source in SOURCES}
    cited = {section for text in texts.values() for section in CITED.findall(text)}
    assert len(cited) >= 8
    headings = {
        (f"docs/{page.name}", number)
        for page in (ROOT / "docs").glob("*.md")
        for number in re.findall(r"^## (\d+)\. ", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert cited - headings == set()
    assert [source.name for source in SOURCES if re.search("DESIGN|design details", texts[source])] == []
