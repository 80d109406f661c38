"""Law k: the order of clauses, definitions, facts, acts and approvals carries no meaning."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from differential.asked import Asked
from licensekit.model.license import License
from property.strategies import decided, questions, said


@given(questions(), st.data())
def test_the_order_does_not_matter(asked: Asked, data: st.DataObject) -> None:
    assert isinstance(asked.terms, License)
    clauses = tuple(data.draw(st.permutations(asked.terms.clauses)))
    given_facts = dict(data.draw(st.permutations(sorted(asked.given.items()))))
    other = replace(
        asked,
        terms=asked.terms.model_copy(update={"clauses": clauses}),
        given=given_facts,
        acts=tuple(reversed(asked.acts)),
        approvals=tuple(reversed(asked.approvals)),
    )
    one, same = decided(asked), decided(other)
    assert said(one) == said(same)
    assert [part.act for part in one.parts] == [part.act for part in same.parts]
    assert (one.basis, one.reason) == (same.basis, same.reason)
