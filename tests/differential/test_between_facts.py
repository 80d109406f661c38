"""The rules that the oracle has written apart are those of the tables, with all that follows from several."""

from __future__ import annotations

import pytest

from differential.between_facts import CLAUSES, DOUBTED, Meanings, among
from licensekit.vocabulary.rules import DOUBTFUL, YES, Statement, kinds_of_misdeeds, rules

FACTS = sorted(
    {each.fact for clause in CLAUSES for each in clause}
    | {each.fact for doubt in DOUBTED for each in doubt.where}
    | {doubt.doubtful for doubt in DOUBTED}
)


def test_what_follows_is_the_same() -> None:
    here = {frozenset(tuple(each) for each in clause) for clause in among(frozenset(FACTS))}
    there = {frozenset(tuple(each) for each in rule.statements) for rule in rules() if not rule.doubtful}
    assert there - here == set()
    # What says no more than that there is a product is said there of all facts of a product at once.
    assert [clause for clause in here - there if ("product.exists", "yes", True) not in clause] == []


@pytest.mark.parametrize("so", [True, False])
@pytest.mark.parametrize("fact", FACTS)
def test_what_is_doubtful_is_the_same(fact: str, so: bool) -> None:
    meanings = Meanings({name: (name, "") for name in FACTS})
    known = meanings.known({(fact, "yes"): so})
    follows = {Statement(name, part, so=value) for (name, part), value in known.items() if isinstance(name, str)}
    doubted = {
        rule.doubtful
        for rule in rules()
        if rule.doubtful and all(~each in follows for each in rule.statements if each.part != DOUBTFUL)
    }
    for general, kinds in kinds_of_misdeeds().items():
        known_kinds = follows & {Statement(each, YES, so=True) for each in kinds}
        doubted |= kinds if Statement(general, YES, so=True) in follows and not known_kinds else set()
    # What is known to be so is not taken for granted anyway.
    assert meanings.doubtful(known) - {name for name, _ in known} == doubted - {each.fact for each in follows}
    assert Statement(fact, YES, so=so) in follows
