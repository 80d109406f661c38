"""docs/facts.md: what each use policy says of each conduct fact is what the script prints, and what the engine finds."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from small_license import clauses

import licensekit as lk
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


NINE_ACTS = [
    "run",
    "fine_tune",
    "embed",
    "host_model",
    "distribute_copy",
    "distil",
    "use_outputs",
    "call_hosted",
    "train_on_outputs",
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "month"), [("llama-2", "2023-06"), ("llama-3", "2024-03"), ("llama-3.1", "2024-06")])
def test_no_act_passes_by_what_a_policy_forbids(name: str, month: str) -> None:
    """Whoever states a misconduct that the policy names, or that lies near one, is never merely permitted, whichever the act."""
    column = SCRIPT.column(dict(SCRIPT.policies())[f"{name}-use"])
    named = [fact for fact, said in zip(SCRIPT.CONDUCT, column, strict=True) if said != "not named"]
    assert len(SCRIPT.CONDUCT) - len(named) == 3
    terms, few = lk.load(name), {f"group.monthly_active_users[{month}]": 0}
    for act in NINE_ACTS:
        for fact in named:
            decision = terms.evaluate(lk.Use.of([act], {fact: True, **few}), assume="standard")
            assert lk.Verdict.PROHIBITED in decision.possible, (act, fact)
