"""Leaving out a fact never makes an answer milder: scripts/failsafe.py, here over a sample of the catalogue's cases."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

import licensekit as lk
from by_path import loaded
from licensekit.model.cases import Case, GivenFact

ROOT = Path(__file__).resolve().parents[2]
P, D, N, X = lk.Verdict.PERMITTED, lk.Verdict.PERMITTED_WITH_DUTIES, lk.Verdict.NOT_GRANTED, lk.Verdict.PROHIBITED


@pytest.fixture(scope="module")
def failsafe() -> ModuleType:
    return loaded(ROOT / "scripts" / "failsafe.py")


@pytest.mark.slow
def test_no_fact_left_out_makes_an_answer_milder(failsafe: ModuleType) -> None:
    count = failsafe.Count()
    broken = []
    for case in failsafe.sample(failsafe.cases(), 120):
        for step in failsafe.steps(case):
            count.add(step)
            if step.milder or step.narrower:
                broken.append(str(step))
    assert not broken, "\n".join(broken)
    # A run in which the facts that are left out do not matter would show nothing.
    assert count.steps - count.as_strict > 100


@pytest.mark.parametrize(
    ("with_it", "without_it", "milder", "narrower"),
    [
        ((P,), (P, X), False, False),
        ((P, X), (P, X), False, False),
        ((X,), (P,), True, True),
        ((P, X), (P,), True, True),
        ((P,), (X,), False, True),
        ((D, N), (P, N), False, True),
    ],
)
def test_what_breaks_a_law_is_seen(
    failsafe: ModuleType,
    with_it: tuple[lk.Verdict, ...],
    without_it: tuple[lk.Verdict, ...],
    milder: bool,
    narrower: bool,
) -> None:
    given = failsafe.Given({"product.exists": lk.Exactly(True)}, None)
    case = Case(name="a use", licenses=("mit",), acts=("run",))
    step = failsafe.Step(case, given, "product.exists", with_it, without_it)
    assert step.milder is milder
    assert step.narrower is narrower
    assert "given    product.exists is yes" in str(step)


def test_each_fact_and_each_run_of_facts_is_left_out(failsafe: ModuleType) -> None:
    facts = tuple(GivenFact(fact=name, value=lk.Exactly(True)) for name in ("use.in_business", "product.charged_for"))
    case = Case(name="a use", licenses=("kimi-k2.5",), acts=("run",), given=facts)
    found = [(step.given.names, step.dropped) for step in failsafe.steps(case)]
    both = ("use.in_business", "product.charged_for")
    assert found == [
        (both, "use.in_business"),
        (both, "product.charged_for"),
        (both, "product.charged_for"),
        (("use.in_business",), "use.in_business"),
    ]
