"""docs/facts.md: what each use policy says of each conduct fact is what the script prints, and what the engine finds."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from small_license import clauses

from by_path import loaded
from licensekit.api import LicenseTerms
from licensekit.meaning.program import Program
from licensekit.meaning.terms import Single
from licensekit.model.license import License
from licensekit.truth import Truth

ROOT = Path(__file__).parents[2]


def _script() -> ModuleType:
    return loaded(ROOT / "scripts" / "facts_and_policies.py")


SCRIPT: Any = _script()


def test_the_page_is_what_the_script_writes() -> None:
    assert SCRIPT.PAGE.read_text(encoding="utf-8").splitlines() == list(SCRIPT.page())


@pytest.mark.slow
def test_the_engine_finds_what_the_page_says() -> None:
    policies: dict[str, License] = dict(SCRIPT.policies())
    for name in {SCRIPT.column(license): name for name, license in policies.items()}.values():
        the_engine_finds_it(name, policies[name])


def the_engine_finds_it(name: str, license: License) -> None:
    terms = LicenseTerms(Single(Program(license)))
    forbidding = {clause.id for clause, _ in SCRIPT.forbidden(license)}
    numbers = [number for number, clause in enumerate(license.clauses) if clause.id in forbidding]
    for fact, said in zip(SCRIPT.CONDUCT, SCRIPT.column(license), strict=True):
        there = clauses(terms, "run", {fact: True}, assume="standard")
        found = {there.active(number) for number in numbers}
        worst = Truth.TRUE if Truth.TRUE in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.FALSE
        # What stands in parentheses depends on something else: a reading that is not taken, or a fact that is open.
        sure = [part for part in said.split("; ") if not part.startswith(("**(", "ask ("))]
        if not sure:
            assert worst is not Truth.TRUE, (name, fact, said)
            continue
        expected = {"ask": Truth.UNKNOWN, "not": Truth.FALSE}.get(sure[0].split()[0], Truth.TRUE)
        assert worst is expected, (name, fact, said)
