"""Law e: a group of acts is its leaves together, and as severe as the most severe of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from differential.asked import Asked
from licensekit.meaning.verdict import SEVERITY
from licensekit.vocabulary.acts import GROUPS
from property.strategies import decided, questions, said

one_group = st.sampled_from(sorted(GROUPS)).map(lambda name: (name,))


@given(questions(acts=one_group))
def test_a_group_is_the_worst_of_its_leaves(asked: Asked) -> None:
    (group,) = asked.acts
    whole = decided(asked)
    assert [part.act for part in whole.parts] == list(GROUPS[group])
    assert said(whole) == said(decided(replace(asked, acts=GROUPS[group])))
    assert SEVERITY[whole.worst] == max(SEVERITY[each] for part in whole.parts for each in part.possible)
