"""Law i: every completion of a use lies within its possible set."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from differential.asked import Asked
from licensekit.values import Exactly
from property.strategies import both, completions, decided, licenses, questions, read, values


@given(questions(st.one_of(licenses(), both("all"), both("any"))), st.data())
def test_every_completion_is_possible(asked: Asked, data: st.DataObject) -> None:
    before = decided(asked)
    full: dict[str, Any] = dict(asked.given)
    as_of = asked.as_of
    for name in read(asked):
        if name == "as_of":
            as_of = as_of or data.draw(values(name), label=name)
        elif not isinstance(full.get(name), Exactly):
            full[name] = Exactly(data.draw(completions(name, full.get(name)), label=name))
    after = decided(replace(asked, given=full, as_of=as_of))
    assert set(after.possible) <= set(before.possible)
    for part, wider in zip(after.parts, before.parts, strict=True):
        assert set(part.possible) <= set(wider.possible)
