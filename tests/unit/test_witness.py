"""A path down the diagrams of a question, made into a use: it shows what the path leads to."""

from __future__ import annotations

from datetime import date

import pytest

import licensekit as lk
from licensekit.analyse.witness import decide, witness
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.decide import inquire
from licensekit.decision.inquiry import Inquiry
from licensekit.diagram.paths import path_to
from licensekit.meaning.variable import FactVariable, MemberVariable
from licensekit.use import Use

NOTHING = Circumstances(assume="none")

SEVERAL = """license several {
  title "Several"
  released 2021-03-04
  fact several.text is text "Which text?"
  grant rights at "1" { may any act }
  prohibition places at "2" { must not run when any of use.countries in { EU } and not any of use.countries in { US } }
  prohibition late at "3" { must not edit when not breach.cured_on before 2024-01-01 }
  gate money at "4" {
    for run when group.revenue.any_12_months more than 20 USD and group.revenue.any_12_months more than 30 EUR
    needs paid_license from licensor
  }
  prohibition monthly at "5" {
    must not modify when product.revenue.month more than 5 USD and group.revenue.any_12_months at most 6 USD
  }
  prohibition kind at "6" { must not embed when not licensee.kind in { individual, academic } }
}"""


def inquiry(terms: lk.LicenseTerms, act: str, circumstances: Circumstances = NOTHING) -> Inquiry:
    return inquire(terms.terms, Use.of([act]), circumstances)


@pytest.mark.parametrize("name", ["minimax-m2.7", "kimi-k3", "llama-4", "gpl-3.0", "minimax-h3", "several"])
def test_every_verdict_that_can_be_reached_is_shown_by_a_use(name: str) -> None:
    terms = lk.parse(SEVERAL) if name == "several" else lk.load(name)
    shown = 0
    for act in ("run", "edit", "embed", "distribute_copy", "host_model", "fine_tune"):
        asked = inquiry(terms, act)
        for verdict in asked.verdicts():
            ties = asked.ties(asked.whole)
            path = path_to(
                asked.matter.diagrams, (asked.whole,), ties, asked.world, lambda at, v=verdict: at == (v,), usual={}
            )
            assert path is not None
            use = witness(asked, path, circumstances=NOTHING)
            assert use is not None
            assert use.also == ("group.revenue.any_12_months",) or decide(terms.terms, use).possible == (verdict,)
            shown += 1
    assert shown > 8


def test_no_path_leads_where_no_world_is() -> None:
    asked = inquiry(lk.parse(SEVERAL), "edit")
    path = path_to(
        asked.matter.diagrams,
        (asked.whole,),
        asked.ties(asked.whole),
        asked.world,
        lambda at: at == (lk.Verdict.NEEDS_APPROVAL,),
        usual={},
    )
    assert path is None


def test_a_set_has_the_members_that_it_needs_and_none_that_it_must_not_have() -> None:
    asked = inquiry(lk.parse(SEVERAL), "run")
    members = [each for each in asked.matter.atoms if isinstance(each, MemberVariable)]
    in_us = next(each for each in members if each.members == {"US"})
    path = {each: each is not in_us for each in members if "DE" in each.members or each is in_us}
    use = witness(asked, path, circumstances=NOTHING)
    assert use is not None
    (countries,) = (known.value for known in use.facts.values() if isinstance(known, lk.Exactly))
    assert isinstance(countries, frozenset)
    assert len(countries) == 1
    assert "US" not in countries


def test_a_path_that_contradicts_what_is_known_has_no_use() -> None:
    asked = inquire(lk.parse(SEVERAL).terms, Use.of(["run"], {"product.exists": False}), NOTHING)
    exists = next(each for each in asked.world if isinstance(each, FactVariable) and str(each) == "product.exists")
    assert witness(asked, {exists: True}, circumstances=NOTHING) is None


def test_days_are_the_least_that_satisfy_their_comparisons_and_not_long_ago() -> None:
    terms = lk.parse(
        'license l { title "L" grant rights at "1" { may any act } '
        'prohibition p at "2" { must not run when not breach.cured_on within 30 days after breach.notified_on } }'
    )
    asked = inquiry(terms, "run")
    ties = asked.ties(asked.whole)
    for verdict in (lk.Verdict.PROHIBITED, lk.Verdict.PERMITTED):
        path = path_to(
            asked.matter.diagrams, (asked.whole,), ties, asked.world, lambda at, v=verdict: at == (v,), usual={}
        )
        assert path is not None
        use = witness(asked, path, circumstances=NOTHING)
        assert use is not None
        days = [known.value for known in use.facts.values() if isinstance(known, lk.Exactly)]
        assert len(days) == 2
        assert all(isinstance(day, date) and 2020 <= day.year <= 2021 for day in days)
        assert decide(terms.terms, use).possible == (verdict,)


def test_a_year_of_whichever_kind_is_not_stated_beside_another_of_one_kind() -> None:
    years = lk.parse(
        """license odd-years {
  title "Years"
  grant rights at "1" { may run }
  prohibition odd at "2" {
    must not run when licensee.revenue.year less than 3 USD and licensee.revenue.calendar_year more than 1 million USD
  }
}"""
    )
    plain = lk.parse('license plain {\n  title "Plain"\n  grant rights at "1" { may run }\n}')
    (difference,) = lk.diff(years, plain).differences
    assert [str(difference.one.standpoint), str(difference.other.standpoint)] == ["prohibited", "allowed"]
    assert difference.witness.also == ("licensee.revenue.calendar_year",)
    assert list(difference.witness.facts) == ["licensee.revenue.year"]
