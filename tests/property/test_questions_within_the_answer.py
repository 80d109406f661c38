"""What a question holds out lies within the answer: no outcome has a verdict that the answer excludes."""

from __future__ import annotations

from hypothesis import given

from differential.asked import Asked
from licensekit.meaning.verdict import Verdict
from property.strategies import decided, questions


@given(questions(unknown=6))
def test_no_outcome_has_a_verdict_that_the_answer_excludes(asked: Asked) -> None:
    found = decided(asked)
    for question in found.questions:
        for outcome in question.outcomes:
            assert set(outcome.possible) <= set(found.possible), (question.fact, outcome.answer)


@given(questions(unknown=6))
def test_what_is_prohibited_asks_nothing(asked: Asked) -> None:
    found = decided(asked)
    if found.possible == (Verdict.PROHIBITED,):
        assert found.questions == ()
