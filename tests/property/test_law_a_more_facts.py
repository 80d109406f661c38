"""Law a: a further fact never makes a verdict possible that was not; so `worst` never gets milder by dropping one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from differential.asked import Asked
from licensekit.values import Exactly
from property.strategies import completions, decided, questions, read


@given(questions(), st.data())
def test_a_further_fact_only_narrows(asked: Asked, data: st.DataObject) -> None:
    exact = {name for name, known in asked.given.items() if isinstance(known, Exactly)}
    names = [name for name in read(asked) if name not in exact and (name != "as_of" or asked.as_of is None)]
    assume(names)
    before = decided(asked)
    name = data.draw(st.sampled_from(names))
    value = data.draw(completions(name, asked.given.get(name)))
    more = (
        replace(asked, as_of=value) if name == "as_of" else replace(asked, given={**asked.given, name: Exactly(value)})
    )
    after = decided(more)
    assert set(after.possible) <= set(before.possible)
    for part, wider in zip(after.parts, before.parts, strict=True):
        assert set(part.possible) <= set(wider.possible)
