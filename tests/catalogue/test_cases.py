"""Every case of the shipped catalogue, one test a file; and that the runner sees what is not as it should be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from every_licence import every
from licensekit import api, catalogue
from licensekit.catalogue import shelf
from licensekit.model.cases import (
    Case,
    ExpectAsks,
    Expectation,
    ExpectClause,
    ExpectDuty,
    ExpectPossible,
    ExpectReason,
    ExpectVerdict,
    GivenFact,
)
from licensekit.testing.cases import run_case
from licensekit.testing.collect import Collected, shipped_cases
from licensekit.values import Exactly

FILES = tuple(shelf.shipped().files)


def test_there_is_a_file_of_cases_for_every_licence() -> None:
    assert [name for name in catalogue.ids() if f"{name}.cases" not in FILES] == []


@pytest.mark.parametrize("name", every(FILES))
def test_a_file_can_be_used_and_its_cases_come_out_as_they_say(name: str) -> None:
    of_file = shipped_cases(name)
    assert [finding.message for finding in of_file.diagnostics] == []
    own = name.removesuffix(".cases")
    if own != name and own in catalogue.ids():
        assert own in {license for one in of_file.cases for license in one.case.licenses}
    results = ((one.name, run_case(one.case, one.terms)) for one in of_file.cases)
    assert [(case, each.message) for case, failures in results for each in failures] == []


def _case(name: str) -> Collected:
    return next(one for one in shipped_cases("kimi-k2.5.cases").cases if one.name == name)


OVER = "kimi-k2.5: one user over the line"


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        (ExpectVerdict(verdict="permitted"), "expected permitted; found permitted_with_duties"),
        (
            ExpectVerdict(verdict="permitted", act="distribute"),
            "expected permitted for distribute; found permitted_with_duties",
        ),
        (
            ExpectVerdict(verdict="permitted", act="provide", reading="commercial-product", option="paid"),
            "expected permitted for provide under reading commercial-product is paid; found permitted_with_duties",
        ),
        (ExpectVerdict(verdict="permitted", act="run"), "expected permitted for run; found unknown ()"),
        (
            ExpectPossible(verdicts=("permitted", "prohibited")),
            "expected possible permitted, prohibited; found permitted_with_duties",
        ),
        (ExpectDuty(duty="notice", status="done"), "expected duty notice is done; found due"),
        (ExpectDuty(duty="kimi-k2.5.notice", absent=True), "expected not duty kimi-k2.5.notice; found due"),
        (ExpectDuty(duty="none-such", status="due"), "expected duty none-such is due; found none: it does not apply"),
        (ExpectReason(reason="silent"), "expected reason silent; found none: it is not refused"),
        (
            ExpectClause(clause="none-such"),
            "expected clause none-such; the answer rests on rights, notice, display-name",
        ),
        (
            ExpectClause(clause="display-name", absent=True),
            "expected not clause display-name; the answer rests on rights, notice, display-name",
        ),
        (
            ExpectAsks(facts=("product.exists",)),
            "expected asks product.exists; asked are use.in_business, distribution.for_fee,"
            " licensee.served_product.users.month, licensee.served_product.revenue.month",  # of another display
        ),
    ],
)
def test_a_difference_is_a_failure_that_says_both(expected: Expectation, message: str) -> None:
    collected = _case(OVER)
    changed = collected.case.model_copy(update={"expect": (expected,)})
    assert [failure.message for failure in run_case(changed, collected.terms)] == [message]


def test_questions_are_expected_in_their_order_and_by_the_group_that_asks_for_them() -> None:
    terms = api.load("kimi-k3")
    case = Case(name="open", licenses=("kimi-k3",), acts=("run",))
    asked = [question.fact for question in terms.evaluate(terms.use(["run"]), assume="none").questions]
    assert len(asked) > 1
    in_order = case.model_copy(update={"expect": (ExpectAsks(facts=tuple(asked[:2])),)})
    assert not run_case(in_order, terms)
    turned = case.model_copy(update={"expect": (ExpectAsks(facts=tuple(reversed(asked[:2]))),)})
    assert run_case(turned, terms)


def test_facts_that_contradict_the_acts_fail_the_case_with_the_finding() -> None:
    collected = _case(OVER)
    given = GivenFact(fact="product.exists", value=Exactly(value=False))
    changed = replace(collected, case=collected.case.model_copy(update={"given": (given,)}))
    (failure, *_) = run_case(changed.case, changed.terms)
    assert failure.message.startswith("what is given cannot be: `product.exists` is given as no, but")


def test_a_question_asked_for_a_whole_group_counts_as_asking_each_of_its_facts() -> None:
    terms = api.load("llama-4")
    case = Case(name="open", licenses=("llama-4",), acts=("run",), expect=(ExpectAsks(facts=("conduct.military",)),))
    assert not run_case(case, terms)
