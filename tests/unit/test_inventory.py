"""What there is to choose from: licences, works, acts, and the facts of the vocabulary or of one licence."""

from __future__ import annotations

import pytest

import licensekit as lk
from licensekit.vocabulary.facts import FACTS

OWN = """
license own {
  title "Own"
  released 2026-03-15
  fact plan.name is one of { free, paid } "Which plan?"
  grant rights at "1" {
    may run when plan.name is free or group.monthly_active_users.month_before_release less than 1 million
  }
}
"""


def test_licences_are_ready_to_be_asked() -> None:
    every = lk.licenses()
    assert [terms.id for terms in every] == list(lk.ids())
    assert all(isinstance(terms, lk.LicenseTerms) for terms in every)
    assert {terms.id: terms.license.spdx for terms in every}["mit"] == "MIT"


def test_works_carry_their_licence() -> None:
    every = {work.id: work for work in lk.works()}
    assert every["kimi-k2.5"].license().id == "kimi-k2.5"
    assert repr(every["kimi-k2.5"]) == "PublishedWork(kimi-k2.5)"


def test_acts_and_the_groups_that_stand_for_them() -> None:
    every = {act.name: act for act in lk.acts()}
    assert every["run"] == lk.ActInfo("run", "run it", every["run"].kind)
    assert every["run"].kind == "on the work"
    assert (every["provide"].kind, every["provide"].stands_for) == (None, ("host_model", "host_software", "embed"))
    assert lk.Use.of(every).acts == tuple(every)


def test_facts_of_the_vocabulary() -> None:
    assert lk.facts() == tuple(FACTS.values())


def test_facts_that_one_licence_reads_its_own_and_months_by_their_date() -> None:
    read = {fact.name: fact for fact in lk.facts(lk.parse(OWN))}
    assert list(read)[-1] == "plan.name"
    assert (read["plan.name"].options, read["plan.name"].question) == (("free", "paid"), "Which plan?")
    assert "in 2026-02" in read["group.monthly_active_users[2026-02]"].question
    assert "product.charged_for" not in read


@pytest.mark.parametrize("name", ["kimi-k3", "llama-4", "gpl-3.0"])
def test_every_fact_listed_is_taken_by_a_use(name: str) -> None:
    terms = lk.load(name)
    read = lk.facts(name)
    assert lk.facts(terms) == read
    assert {fact.name for fact in read if fact.type == "yes_no"}
    stated = {fact.name: "unknown" for fact in read}
    use = terms.use(["run"], stated)
    assert (use.facts(), {*use.left_open}) == ({}, {*stated})


def test_facts_of_several_licences_are_those_of_each() -> None:
    mit, kimi = lk.load("mit"), lk.load("kimi-k2.5")
    names = {fact.name for fact in lk.facts(lk.all_of(mit, kimi))}
    assert names == {fact.name for terms in (mit, kimi) for fact in lk.facts(terms)}
