"""Nothing that an editor asks about a text, broken wherever it may be, ends in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.editor.written import OWN, own

from licensekit.editor.completion import suggestions, word_at
from licensekit.editor.document import Desk, findings
from licensekit.editor.hover import hover
from licensekit.editor.layout import layout_edits
from licensekit.editor.lenses import lenses
from licensekit.editor.mends import mends
from licensekit.editor.rename import references

GOLDEN = Path(__file__).parents[1] / "golden"
STEP = 23
"""Code points between two places that are asked about."""


def ask_everything(text: str, path: Path, step: int) -> None:
    document = Desk().put(path, text)
    for placed in findings(document)[:3]:
        mends(document, placed.finding)
    layout_edits(document)
    list(lenses(document))
    for offset in range(0, len(document.source.text) + 1, step):
        assert word_at(document, offset).end == offset
        suggestions(document, offset)
        hover(document, offset)
        list(references(document, offset))


@pytest.mark.parametrize("end", range(0, len(OWN), 97))
def test_a_text_that_ends_anywhere(end: int, tmp_path: Path) -> None:
    own(tmp_path)
    ask_everything(OWN[:end], tmp_path / "own.lic", STEP)


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "}", '"', "license", "license a {" * 80, "grant \u202e x", "# only a comment"]
)
def test_a_text_that_is_hardly_one(text: str, tmp_path: Path) -> None:
    ask_everything(text, tmp_path / "own.lic", STEP)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*/*/*.lic")), ids=lambda path: path.stem)
def test_every_golden_text(path: Path) -> None:
    ask_everything(path.read_bytes().decode("utf-8", "replace"), path, 3 * STEP)
