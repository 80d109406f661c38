"""Any licences of the catalogue may be asked about together: what two of them call alike is one thing to both."""

from __future__ import annotations

import pytest

import licensekit as lk
from licensekit import catalogue
from licensekit.model.clashes import clashes


def test_no_two_licences_call_two_things_alike() -> None:
    every = {each.id: each for name in catalogue.ids() for each in [catalogue.load(name)]}
    assert [f"{what} {name}: {first.id}, {again.id}" for _, what, name, first, again in clashes(every.values())] == []


@pytest.mark.slow
@pytest.mark.parametrize("act", ["embed", "host_model"])
def test_three_large_licences_are_answered_with_nothing_stated(act: str) -> None:
    """Most of what each asks is settled by what may be assumed: what is open of the three together is little."""
    terms = lk.all_of(*map(lk.load, ("llama-4", "minimax-m2.7", "minimax-h3")))
    decision = terms.evaluate(lk.Use.of([act]))
    alone = [each.evaluate(lk.Use.of([act])) for each in map(lk.load, ("llama-4", "minimax-m2.7", "minimax-h3"))]
    assert decision.verdict is lk.Verdict.UNKNOWN
    assert set(decision.possible) <= {each for answer in alone for each in answer.possible}
    assert {each.fact for answer in alone for each in answer.questions} <= {each.fact for each in decision.questions}
    assert len(decision.readings.readings) == sum(len(answer.readings.readings) for answer in alone)
