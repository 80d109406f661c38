"""The registry of codes: complete, in use, and the page that is generated from it."""

from __future__ import annotations

import re
from pathlib import Path

from licensekit import codes, explanations

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'"(LK[0-9]{3})"')


def used() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in (ROOT / "src" / "licensekit").rglob("*.py"):
        if path.name != "codes.py":
            for code in CODE.findall(path.read_text(encoding="utf-8")):
                found.setdefault(code, set()).add(path.name)
    return found


def test_every_code_used_has_a_title() -> None:
    assert not {code: where for code, where in used().items() if code not in codes.TITLES}


def test_every_code_of_the_check_is_used() -> None:
    chapters = (codes.NAMES, codes.TYPES, codes.STRUCTURE, codes.CASES, codes.WORKS, codes.LOCATORS, codes.CATALOGUE)
    known = {code for chapter in chapters for code in chapter}
    assert known - used().keys() == set()


def test_no_code_stands_in_two_chapters() -> None:
    assert len(codes.TITLES) == sum(len(chapter) for _, chapter in codes.CHAPTERS)


def test_every_code_of_names_types_and_structure_has_a_golden_example() -> None:
    golden = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "golden" / "bad" / "check").glob("*.txt")
    )
    chapters = (codes.NAMES, codes.TYPES, codes.STRUCTURE, codes.CASES, codes.WORKS)
    missing = {code for chapter in chapters for code in chapter if not re.search(rf"^{code} ", golden, re.MULTILINE)}
    # what goes beyond a limit (tests/hostile has it) would make golden files that nobody reads
    assert missing == {"LK412", "LK425", "LK433", "LK434", "LK440"}


def test_the_page_is_generated() -> None:
    assert (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8") == explanations.as_markdown()
