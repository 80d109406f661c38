"""The naive evaluator and the real one give the same answers about the licences of the catalogue."""

from __future__ import annotations

import pytest

import licensekit as lk
from differential.run_catalogue import compare_license

pytestmark = pytest.mark.long


@pytest.mark.parametrize("name", lk.ids())
def test_a_few_questions_about_each(name: str) -> None:
    terms = lk.load(name)
    if len(terms.licenses) > 1:
        pytest.skip("another licence follows it")
    tally = compare_license(terms.license, 15)
    assert tally.failures == []
    assert tally.pairs == 15
