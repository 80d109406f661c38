"""Every file of tests/golden/bad/check has its findings beside it; every file of good/check has none.

A finding is written as its code, the text that it underlines, what it says, and the mend.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from licensekit.catalogue.loading import checked_path
from licensekit.check.file import Checked

GOLDEN = Path(__file__).parents[1] / "golden"
BAD = sorted((GOLDEN / "bad" / "check").glob("*.lic"))
GOOD = sorted((GOLDEN / "good" / "check").glob("*.lic"))


def shown(checked: Checked) -> str:
    sources = {source.name: source for source in checked.sources}
    lines = []
    for found in checked.diagnostics:
        places = [sources[label.span.source].excerpt(label.span) for label in found.labels]
        underlined = " + ".join(" ".join(place.split()) for place in places)
        severity = "" if found.severity.value == "error" else f" ({found.severity.value})"
        lines += [f"{found.code}{severity} {underlined}", f"  {found.message}"]
        lines += [f"  note: {note}" for note in found.notes]
        lines += [f"  help: {found.help}"] if found.help else []
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_findings_are_those_beside_the_file(path: Path) -> None:
    found = shown(checked_path(path))
    beside = path.with_suffix(".txt")
    if os.environ.get("LICENSEKIT_WRITE_GOLDEN"):
        beside.write_text(found, encoding="utf-8")
    assert found == beside.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_files_have_no_findings(path: Path) -> None:
    checked = checked_path(path)
    assert shown(checked) == "\n"
    assert checked.licenses


def test_the_rooms_are_not_empty() -> None:
    assert len(BAD) >= 12
    assert GOOD
