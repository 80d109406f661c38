"""Terms, decisions, compiled licences and errors travel to other processes: a pool, a task queue, joblib."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from typing import TypeVar

import pytest

import licensekit as lk
from licensekit.diagram.nodes import TooManySteps

T = TypeVar("T")

USE = lk.Use.of(["embed"], {"product.charged_for": True, "product.monthly_active_users.month": 120_000_000})
OWN = """
license own {
  title "Own"
  fact plan.name is one of { free, paid } "Which plan?"
  grant rights at "1" { may run when plan.name is free }
}
"""


def travelled(thing: T) -> T:
    """The same after a journey."""
    there: T = pickle.loads(pickle.dumps(thing))
    return there


def asked_here(question: tuple[lk.LicenseTerms, lk.Use]) -> lk.Decision:
    """What a worker of a pool does."""
    terms, use = question
    return terms.evaluate(use)


def test_a_pool_of_fresh_processes_answers_as_this_one_does() -> None:
    asked = [(lk.load(name), USE) for name in ("kimi-k2.5", "minimax-m2.7", "mit")]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(asked_here, asked)) == [terms.evaluate(use) for terms, use in asked]


@pytest.mark.parametrize("used", [False, True], ids=["fresh", "used before"])
def test_terms_of_every_shape(used: bool) -> None:
    mit, kimi, gpl = lk.load("mit"), lk.load("kimi-k2.5"), lk.load("gpl-3.0")
    work = lk.work("MiniMaxAI/MiniMax-M2.7").license(obtained=date(2026, 4, 12))
    for terms in (kimi, lk.all_of(mit, kimi), lk.any_of(kimi, gpl), work):
        if used:
            terms.evaluate(USE)
        there = travelled(terms)
        assert (there.id, there.given, repr(there)) == (terms.id, terms.given, repr(terms))
        assert there.evaluate(USE) == terms.evaluate(USE)


def test_facts_that_a_licence_declares_itself_travel_with_it() -> None:
    own = travelled(lk.parse(OWN))
    assert own.evaluate(own.use(["run"], {"plan.name": "free"})).verdict is lk.Verdict.PERMITTED


def test_a_decision_with_what_is_worked_out_on_first_access() -> None:
    decision = lk.load("minimax-m2.7").evaluate(
        lk.Use.of(["run"], {"use.in_business": True}), as_of=date(2026, 6, 1), assume="none", readings="strict"
    )
    for there in (travelled(decision), copy.deepcopy(decision)):
        assert there == decision
        assert there.questions == decision.questions
        assert there.readings == decision.readings
        assert there.explain() == decision.explain()


def test_a_compiled_licence_and_a_set_of_them() -> None:
    compiled = lk.load("kimi-k2.5").compile(assume="none")
    there = travelled(compiled)
    assert (there.verdict(USE).verdict, repr(there)) == (compiled.verdict(USE).verdict, "Compiled(kimi-k2.5)")
    assert there.verdict(lk.Use.of(["embed"])).possible == compiled.verdict(lk.Use.of(["embed"])).possible
    several = lk.compile_all(["mit", "llama-4"])
    assert {name: found.verdict for name, found in travelled(several).verdicts(USE).items()} == {
        name: found.verdict for name, found in several.verdicts(USE).items()
    }


def test_an_error_keeps_its_kind_its_findings_and_its_text() -> None:
    with pytest.raises(lk.LicenseError) as caught:
        lk.parse("license a {")
    there = travelled(caught.value)
    assert type(there) is lk.LicenseError
    assert there.diagnostics == caught.value.diagnostics
    assert str(there) == str(caught.value)
    assert "^" in str(there)


def test_an_error_made_from_a_number_travels_too() -> None:
    there = travelled(TooManySteps(5))
    assert (type(there), str(there)) == (TooManySteps, str(TooManySteps(5)))
    assert copy.deepcopy(there).diagnostics == TooManySteps(5).diagnostics


@pytest.mark.parametrize("name", ["mit", "kimi-k3", "busl-1.1-hashicorp-terraform-2023"])
def test_terms_and_decisions_stay_equal_and_alike_in_sets(name: str) -> None:
    terms = lk.load(name)
    use = lk.Use.of(["run", "distribute_copy"], {"use.in_business": True})
    decision = terms.evaluate(use, as_of=date(2026, 6, 1))
    for here, there in ((terms, travelled(terms)), (decision, travelled(decision))):
        assert here is not there
        assert {here: "kept"}[there] == "kept"
    assert terms.evaluate(use, as_of=date(2026, 6, 2)) != decision


def test_terms_differ_by_their_licences_how_they_are_joined_and_what_a_work_settles() -> None:
    mit, gpl = lk.load("mit"), lk.load("gpl-3.0")
    scout = lk.work("meta-llama/Llama-4-Scout-17B-16E-Instruct").license()
    every = [mit, gpl, lk.all_of(mit, gpl), lk.all_of(gpl, mit), lk.any_of(mit, gpl), scout, lk.load("llama-4")]
    assert len(set(every)) == len(every)
    assert set(map(travelled, every)) == set(every)
    assert lk.parse(OWN) == lk.parse(OWN, "elsewhere.lic")
    assert lk.parse(OWN) != lk.parse(OWN.replace("is free", "is paid"))
    assert mit != "mit"
