"""What is stated counts: it is read, concluded from, listed as unread, or contradicted; and what is unread is idle."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import licensekit as lk
from licensekit.errors import FactsError
from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.facts import FACTS, SERIES
from property.strategies import said, values

LICENSES = lk.ids()
NAMES = (*FACTS, *(f"{number}[{month}]" for number in SERIES for month in ("2026-11", "2026-05")))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
    """A licence of the catalogue, an act or two, and two facts of the vocabulary."""
    acts = draw(st.lists(st.sampled_from(tuple(LEAVES)), min_size=1, max_size=2, unique=True))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True))
    return draw(st.sampled_from(LICENSES)), tuple(acts), {name: draw(values(name)) for name in names}


@given(pairs(), st.sampled_from(("none", "standard")), st.sampled_from((None, date(2026, 12, 1))))
def test_no_fact_is_lost(
    question: tuple[str, tuple[str, ...], Mapping[str, Any]], assume: Any, as_of: date | None
) -> None:
    name, acts, facts = question
    terms = lk.load(name)
    decision = contradicted = None
    try:
        decision = terms.evaluate(terms.use(acts, facts), assume=assume, as_of=as_of)
    except FactsError as refused:
        contradicted = {finding.code for finding in refused.diagnostics}
    if decision is None:
        assert contradicted, "a use is refused for what contradicts in it alone"
        assert contradicted <= {"LK521", "LK522"}
        return
    unread = {each.name for each in decision.unread if each.kind == "fact"}
    assert len(unread) == len(decision.unread)
    given_facts = {fact.fact.partition("@")[0] for fact in decision.facts if fact.source.startswith("given")}
    for fact in facts:
        rest = {other: value for other, value in facts.items() if other != fact}
        without = terms.evaluate(terms.use(acts, rest), assume=assume, as_of=as_of)
        if fact in unread:
            assert (said(decision), decision.facts) == (said(without), without.facts), "the answer rests on it"
        elif fact not in given_facts:
            assert (decision.relations, decision.facts) != (without.relations, without.facts), "nothing is said of it"
