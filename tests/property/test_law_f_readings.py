"""Law f: an open reading gives the union of its options."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from differential.asked import Asked
from licensekit.meaning.verdict import severest
from property.strategies import both, decided, licenses, questions


@given(questions(st.one_of(licenses(), both("all"), both("any"))))
def test_an_open_reading_is_the_union_of_its_options(asked: Asked) -> None:
    names = [f"{license.id}.scope" for license in asked.licenses()]
    assume(any("reading_is" in str(license.model_dump()) for license in asked.licenses()))
    strict = decided(replace(asked, readings="strict"))
    union = set()
    for options in product(("wide", "narrow"), repeat=len(names)):
        union |= set(decided(replace(asked, readings=dict(zip(names, options, strict=True)))).possible)
    assert set(strict.possible) == union
    assert strict.verdict is severest(union)
