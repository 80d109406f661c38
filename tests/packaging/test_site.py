"""The site of docs: every page stands in its contents, it is built without a warning, and loads nothing from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIG = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_every_page_stands_in_the_contents_once() -> None:
    listed = re.findall(r"([\w./-]+\.md)$", CONFIG.partition("\nnav:\n")[2], re.MULTILINE)
    pages = (page.relative_to(ROOT / "docs") for page in (ROOT / "docs").rglob("*.md"))
    generated = "catalogue/*/*.md"  # led to by catalogue/README.md
    assert generated in CONFIG
    assert sorted(listed) == sorted(str(page) for page in pages if not page.match(generated))


class _Loading(HTMLParser):
    """What a page loads by itself: what it links to is only loaded by whoever follows the link."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [value or "" for name, value in attrs if name == "src" or (name == "href" and tag == "link")]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("material") is None, reason="the extra `docs` is not installed")
def test_the_site_is_built_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) > len(list((ROOT / "docs").rglob("*.md")))  # and the page of what is not there
    for page in pages:
        reader = _Loading()
        reader.feed(page.read_text(encoding="utf-8"))
        assert reader.loaded
        assert [each for each in reader.loaded if re.match("(?:https?:)?//", each)] == []
    for style in tmp_path.rglob("*.css"):
        assert re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", style.read_text(encoding="utf-8")) == []
    tutorial = (tmp_path / "tutorial.html").read_text(encoding="utf-8")
    assert re.findall(r"<p>File <code>([\w.]+)</code>:</p>", tutorial) == ["tern.lic", "tern.cases.lic", "test_tern.py"]
