"""Terms, decisions, compiled licences and errors travel to other processes: a pool, a task queue, joblib."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from typing import TypeVar

import pytest

import licensekit as lk
from licensekit.catalogue import shelf
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


@pytest.mark.parametrize(
    "terms",
    [lk.load("Apache 2.0"), lk.work("meta-llama/Llama-4-Scout-17B-16E-Instruct").license()],
    ids=["by another name", "of a work that settles facts"],
)
def test_a_decision_travels_with_what_its_terms_say_besides(terms: lk.LicenseTerms) -> None:
    decision = terms.evaluate(lk.Use.of(["run"], {"use.in_business": True}))
    assert decision.notes
    assert travelled(travelled(decision)) == decision
    assert travelled(decision).to_dict() == decision.to_dict()


def test_a_decision_that_is_read_in_another_thread_has_nothing_to_do_with_the_diagrams_of_its_own() -> None:
    """Two threads that count their steps in one manager of diagrams lower each other's limit (LK720)."""
    terms = lk.parse(shelf.source("kimi-k2.5").replace("license kimi-k2.5", "license read-elsewhere"))
    decision = terms.evaluate(lk.Use.of(["embed"]))
    mine = decision.deferred.inquiry.matter.diagrams
    before = len(mine), mine.spent
    told: list[object] = []

    def elsewhere() -> None:
        told.append(decision.deferred.inquiry.matter.diagrams)
        told.extend((decision.to_dict(), decision.alternatives(), decision.settling()))

    reading = threading.Thread(target=elsewhere)
    reading.start()
    reading.join()
    assert told[0] is not mine
    assert (len(mine), mine.spent) == before
    again = terms.evaluate(lk.Use.of(["embed"]))
    assert told[1] == again.to_dict()
    assert told[2] == again.alternatives()
    assert told[3] == again.settling()


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


ASKED_AT_ONCE = """
import sys, threading
import licensekit as lk
from licensekit.catalogue import shelf

sys.setswitchinterval(1e-5)
acts = [["fine_tune", "distribute"], ["embed"], ["host_model"], ["run", "use_outputs"], ["distribute_copy", "modify"]]
known = [{}, {"product.charged_for": True}, {"use.in_business": True}, {"licensee.domicile": "DE"}]
asked = [(each, facts) for each in acts for facts in known]
told, together = {}, threading.Barrier(4)

def ask(at):
    terms = lk.load("llama-4")
    return terms.evaluate(terms.use(*asked[at])).to_dict()

def some(first):
    together.wait()
    for at in range(first, len(asked), 4):
        told[at] = ask(at)

lk.load("llama-4")
threads = [threading.Thread(target=some, args=(first,)) for first in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert len(told) == len(asked)
assert told == {at: ask(at) for at in range(len(asked))}
"""


@pytest.mark.slow
def test_threads_that_ask_at_once_are_answered_as_one() -> None:
    """In a process of its own, in which no diagram is made yet."""
    done = subprocess.run([sys.executable, "-c", ASKED_AT_ONCE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
