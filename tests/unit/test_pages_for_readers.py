"""The pages for readers: the index leads to all of them, answers are as they are now, the glossary keeps its form."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
from command_line import called

import licensekit as lk
from by_path import loaded
from licensekit.report.short_answer import _FORMS

DOCS = Path(__file__).parents[2] / "docs"
READING, WHICH, GLOSSARY, INDEX = (
    (DOCS / name).read_text(encoding="utf-8")
    for name in ("reading-an-answer.md", "which-act.md", "glossary.md", "README.md")
)


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    return loaded(DOCS.parent / "scripts" / "refresh_readme.py")


@pytest.mark.parametrize("text", [READING, WHICH], ids=["reading-an-answer", "which-act"])
def test_every_output_is_as_it_is_now(refresh: ModuleType, text: str) -> None:
    assert text.count("```console\n$ licensekit ") >= 1
    assert refresh.refreshed(text) == text, "run: python scripts/refresh_readme.py"


def test_the_table_has_every_line_of_a_short_answer_in_its_order() -> None:
    table = READING.partition("## Every line that there is")[2].partition("\n## ")[0]
    labels = [label for label, *_ in _FORMS.values() if label]
    of_models = ["Under", "Its licence"]  # report/short_of_sets.py
    assert re.findall(r"^\| ([A-Z][^|]+?) \|", table, re.MULTILINE) == [*labels, *of_models]


def test_the_lines_that_are_explained_are_those_of_the_answer_above() -> None:
    (answer,) = re.findall(r"^\$ licensekit ask kimi-k2.5 .*\n((?:.+\n)+?)```", READING, re.MULTILINE)
    labels = [label for label, *_ in _FORMS.values() if label]
    shown = [label for label in labels if re.search(rf"^{label}  ", answer, re.MULTILINE)]
    explained = re.findall(r"^- \*\*([^*]+)\*\*", READING, re.MULTILINE)
    assert shown == explained[2:-1]
    assert len(shown) >= 6


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("permitted", "mit --act embed"),
        ("permitted_with_duties", "mit --act distribute_copy"),
        ("needs_approval", "minimax-m2.7 --facts examples/company-workflow.toml"),
        ("not_granted", "mit --act use_marks"),
        ("prohibited", "deepseek-model-1.0 --act run --set conduct.military=yes"),
        ("unknown", "minimax-m3 --act embed"),
    ],
)
def test_verdicts_begin_and_end_as_the_table_says(verdict: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCS.parent)
    outcome = called("ask", *words.split())
    ((first, status),) = re.findall(rf"^\| `{verdict}` \| ([^|]+?) \| (\d) \|$", READING, re.MULTILINE)
    assert outcome.out.startswith(first.removesuffix("…").strip())
    assert outcome.status == int(status)
    asked = called("ask", *words.split(), "--format", "json")
    assert f'"verdict": "{verdict}"' in asked.out


def test_the_table_has_every_verdict() -> None:
    assert re.findall(r"^\| `(\w+)` \|", READING, re.MULTILINE) == [verdict.value for verdict in lk.Verdict]


# --- the glossary ------------------------------------------------------------------------------------------

ENTRIES = re.findall(r"^- \*\*(.+?)\*\*: (.+(?:\n  .+)*)", GLOSSARY, re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """What headings are called in links, as GitHub and MkDocs both make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r" ", "-", re.sub(r"[^\w -]", "", heading.lower())) for heading in headings}


def test_entries_are_in_order_and_of_two_sentences_with_a_link() -> None:
    names = [name for name, _ in ENTRIES]
    assert names == sorted(set(names))
    assert len(names) == GLOSSARY.count("\n- ") >= 35
    for name, text in ENTRIES:
        sentences = " ".join(text.split())
        assert re.fullmatch(r".+? \(\[[^\]]+\]\([^)]+\)\)\.", sentences), name
        assert len(re.findall(r"[.](?= [A-Z`*]|$)", sentences)) == 2, name


LINKING = [DOCS / "README.md", DOCS / "glossary.md", DOCS / "reading-an-answer.md", DOCS / "which-act.md"]


@pytest.mark.parametrize("page", LINKING, ids=lambda page: page.name)
def test_links_lead_to_headings(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]*)#([^)]+)\)", page.read_text(encoding="utf-8"))
    assert [(path, part) for path, part in links if part not in anchors(page.parent / path if path else page)] == []


def test_the_index_leads_to_every_page() -> None:
    linked = set(re.findall(r"\]\(([\w./-]+\.md)", INDEX))
    pages = {page.name for page in DOCS.glob("*.md")} - {"README.md"}
    assert pages - linked == set()


def test_pages_are_short_that_are_no_reference() -> None:
    sections = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)+)", INDEX, re.MULTILINE))
    assert list(sections) == [
        "Ask",
        "Write and test a licence",
        "Embed",
        "CI",
        "Whole inventories",
        "Reference",
        "How we know",
    ]
    reference = {DOCS / name for name in re.findall(r"\]\(([\w-]+\.md)", sections["Reference"])}
    pages = {*DOCS.glob("*.md"), *DOCS.glob("second-readings/*.md"), *DOCS.glob("decisions/*.md")} - reference
    words = {page.name: len(page.read_text(encoding="utf-8").split()) for page in pages}
    assert {name: number for name, number in words.items() if number > 2000} == {}
    assert len(words) > 40
