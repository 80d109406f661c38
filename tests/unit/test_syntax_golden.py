"""Files beside what they must become: rough ones in the canonical layout, bad ones with all their findings.

`LICENSEKIT_WRITE_GOLDEN=1` writes the expected files anew; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from licensekit.diagnostics import rendered
from licensekit.span import Source
from licensekit.syntax.format import format_source
from licensekit.syntax.parse import parse_text

ROOM = Path(__file__).parents[1] / "golden" / "syntax"
WRITE = os.environ.get("LICENSEKIT_WRITE_GOLDEN") == "1"


def files(folder: str) -> list[Path]:
    return sorted((ROOM / folder).glob("*.lic"))


def agrees(expected: Path, made: str) -> bool:
    if WRITE:
        expected.write_text(made, encoding="utf-8")
    return expected.read_text(encoding="utf-8") == made


def test_there_are_golden_files() -> None:
    assert min(len(files(folder)) for folder in ("good", "rough", "bad")) >= 3


@pytest.mark.parametrize("path", files("good"), ids=lambda path: path.stem)
def test_canonical_files_stay_as_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_source(text, path.name) == text


@pytest.mark.parametrize("path", files("rough"), ids=lambda path: path.stem)
def test_rough_files_become_canonical(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    made = format_source(text, path.name)
    assert agrees(path.with_suffix(".expected"), made)
    assert parse_text(Source("x", made)).file == parse_text(Source("x", text)).file


@pytest.mark.parametrize("path", files("bad"), ids=lambda path: path.stem)
def test_bad_files_have_these_findings(path: Path) -> None:
    source = Source(path.name, path.read_text(encoding="utf-8"))
    parsed = parse_text(source)
    assert parsed.file is None
    shown = "\n\n".join(rendered(finding, {source.name: source}) for finding in parsed.diagnostics) + "\n"
    assert agrees(path.with_suffix(".stderr"), shown)


def test_one_word_left_out_is_one_finding() -> None:
    text = (ROOM / "good" / "kimi-and-mit.lic").read_text(encoding="utf-8")
    words = [found.span() for found in re.finditer(r'"[^"\n]*"|[{}(),:]|[^\s"{}(),:]+', text)]
    counts = [len(parse_text(Source("x", text[:start] + text[end:])).diagnostics) for start, end in words]
    assert max(counts) == 1
    assert counts.count(1) > 0.85 * len(counts)
