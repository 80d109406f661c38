"""The variables that a question depends on, in the order in which the texts name them."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from typing import Any

from small_license import license_of

import licensekit as lk
from licensekit.api import LicenseTerms
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.matter import Matter, matter_of
from licensekit.meaning.domain import Cut
from licensekit.meaning.variable import FactVariable
from licensekit.values import Rate

TERMS = license_of("""
  grant rights at "1" { may any act when not use.personal }
  define business at "2" { use.in_business and (use.for_company or use.production) }
  prohibition first at "2" { must not run when business }
  prohibition second at "3" { must not sell when group.people.now more than 5 }
  prohibition third at "4" { must not run when business and group.people.now at least 3 }
  exemption small at "5" { from first when group.revenue.year at most 9 USD or group.people.now exactly 7 }
  exemption abroad at "6" { from small when licensee.domicile in { EU, CH } }
""")


def matter(terms: LicenseTerms, *leaves: str) -> Matter:
    return matter_of(terms.terms, leaves, Circumstances())[0]


def by_name(found: Matter, name: str) -> Any:
    (variable,) = [each for each in found.readers if str(each) == name]
    return variable


def test_facts_are_read_in_the_order_of_the_text() -> None:
    assert matter(TERMS, "run").facts == (
        "use.personal",
        "use.in_business",
        "use.for_company",
        "use.production",
        "group.people.now",
        "group.revenue.year",
        "licensee.domicile",
    )


def test_clauses_on_other_acts_are_not_read() -> None:
    assert matter(TERMS, "sell").facts == ("use.personal", "group.people.now")
    assert matter(TERMS, "sell", "run").facts == matter(TERMS, "run").facts


def test_a_number_is_cut_by_every_clause_that_compares_it() -> None:
    found = matter(TERMS, "run")
    people, revenue = by_name(found, "group.people.now"), by_name(found, "group.revenue.year:USD")
    assert found.cuts[people] == (Cut(2, after=True), Cut(6, after=True), Cut(7, after=True)), "people are whole"
    assert found.cuts[revenue] == (Cut(9, after=True),)


def test_the_clauses_that_read_a_variable() -> None:
    found = matter(TERMS, "run")
    assert list(found.readers[by_name(found, "use.in_business")]) == [(0, 1), (0, 3)]
    assert list(found.readers[by_name(found, "group.people.now")]) == [(0, 3), (0, 4)]


def test_every_comparison_is_kept_with_its_clause() -> None:
    found = matter(TERMS, "run")
    assert [(str(one.variable), one.threshold, one.program.clauses[one.clause].id) for one in found.comparisons] == [
        ("group.people.now", 3, "third"),
        ("group.revenue.year:USD", 9, "small"),
        ("group.people.now", 7, "small"),
    ]


def test_a_group_of_countries_makes_the_day_matter() -> None:
    found = matter(TERMS, "run")
    assert list(found.groups) == ["EU"]
    assert found.lists[by_name(found, "licensee.domicile")] == [("EU", "CH")]
    assert found.first_day == date(1993, 11, 1).toordinal(), "the day before, there was no such group"
    assert matter(TERMS, "sell").first_day == 1
    assert "as_of" not in found.facts


def test_sets_and_options() -> None:
    found = matter(
        license_of("""
          grant rights at "1" { may any act }
          prohibition a at "2" { must not run when any of use.countries in { US } }
          prohibition b at "2" { must not run when all of distribution.covers in { derivative } }
          prohibition c at "2" { must not run when licensee.kind in { academic, company } }
          prohibition d at "2" { must not run when licensee.kind is other }
        """),
        "run",
    )
    assert {str(name): values for name, values in found.lists.items()} == {
        "use.countries": [("US",)],
        "distribution.covers": [("derivative",)],
        "licensee.kind": [("academic", "company"), ("other",)],
    }
    assert by_name(found, "use.countries").options == ("territory",)
    assert "work" in by_name(found, "distribution.covers").options
    assert {"academic", "company", "other"} < set(by_name(found, "licensee.kind").options)
    assert list(found.groups) == []


def test_facts_of_the_license_itself_keep_their_own_options() -> None:
    found = matter(
        license_of("""
          fact own.plan is one of { student, pro } "Which plan?"
          fact own.places is set of territory "Where?"
          fact own.home is territory "From where?"
          fact own.parts is set of { head, tail } "Which parts?"
          grant rights at "1" { may any act }
          prohibition a at "2" { must not run when own.plan is pro }
          prohibition b at "2" { must not run when any of own.places in { US } or own.home is DE }
          prohibition c at "2" { must not run when any of own.parts in { head } }
        """),
        "run",
    )
    shapes = {str(name): (name.type, name.options) for name in found.variables if isinstance(name, FactVariable)}
    assert shapes == {
        "own.plan": ("one_of", ("student", "pro")),
        "own.places": ("set_of", ("territory",)),
        "own.home": ("territory", ()),
        "own.parts": ("set_of", ("head", "tail")),
    }


READING = license_of("""
  grant rights at "1" { may any act }
  reading scope at "2" "How far?" { option wide "w" taken because "s" option narrow "n" }
  prohibition a at "2" { must not run when reading scope is wide and use.in_business }
""")


def test_a_reading_is_a_variable() -> None:
    found = matter(READING, "run")
    assert [str(name) for name in found.readers] == ["reading small.scope", "use.in_business"]
    assert [(name.qualified, name.options) for name in found.readings] == [("small.scope", ("wide", "narrow"))]
    assert found.facts == ("use.in_business",)


def test_a_measure_reads_all_that_it_may_be() -> None:
    found = matter(
        license_of("""
          measure finances at "1" { takes client.revenue.year when use.for_client takes group.revenue.year otherwise }
          measure highest at "1" { takes the larger of finances, licensee.revenue.year }
          grant rights at "1" { may any act }
          prohibition a at "2" { must not run when highest more than 5 USD }
        """),
        "run",
    )
    assert found.facts == ("use.for_client", "client.revenue.year", "group.revenue.year", "licensee.revenue.year")


def test_facts_under_a_meaning_are_known_by_their_plain_name() -> None:
    one, other = (
        lk.parse(f"""license {name} {{
          title "{name}"
          meaning group.operates.model_service at "1" "in the sense of {name}"
          grant rights at "1" {{ may any act }}
          prohibition a at "2" {{ must not run when group.operates.model_service }}
        }}""")
        for name in ("alpha", "beta")
    )
    found = matter(lk.all_of(one, other), "run")
    assert found.meanings_of == {
        "group.operates.model_service": ("group.operates.model_service@alpha", "group.operates.model_service@beta")
    }
    assert matter(TERMS, "run").meanings_of == {}


def test_terminations_that_ask_for_something_are_read_whatever_the_act() -> None:
    terms = license_of("""
      grant rights at "1" { may run }
      grant marks at "1" { may use_marks }
      termination quiet at "2" { when dispute.patent_claim ends marks }
      termination loud at "2" { when dispute.ip_claim ends marks must delete every_copy }
    """)
    assert matter(terms, "run").facts == ("dispute.ip_claim",)


def test_approvals_are_no_variables() -> None:
    terms = license_of("""
      grant rights at "1" { may any act }
      gate ask at "2" { for sell needs consent from "X" }
      prohibition a at "3" { must not run when use.production and not approval ask is held }
    """)
    assert matter(terms, "run").facts == ("use.production",)


def test_a_definition_that_a_clause_names_twice_is_read_once() -> None:
    terms = license_of("""
      define large at "1" { group.people.now more than 5 }
      grant rights at "1" { may any act }
      prohibition a at "2" { must not run when (large and use.production) or (large and use.personal) }
      prohibition b at "2" { must not run when large }
    """)
    found = matter(terms, "run")
    assert [one.clause for one in found.comparisons] == [1, 2]
    assert found.facts == ("group.people.now", "use.production", "use.personal")


def test_what_is_worked_out_beside_rates_is_kept_while_they_are_the_same() -> None:
    """A profile has rates: each row of an inventory made all diagrams anew."""

    def beside(*rates: tuple[str, str]) -> Matter:
        every = tuple(Rate(source, "USD", Decimal(rate), date(2026, 6, 1)) for source, rate in rates)
        return matter_of(TERMS.terms, ("run",), Circumstances(rates=every))[0]

    first = beside(("EUR", "1.08"))
    assert beside(("EUR", "1.08")) is first
    other = beside(("EUR", "1.09"))
    assert other is not first
    assert (first.exchange.rates["EUR"].rate, other.exchange.rates["EUR"].rate) == (Decimal("1.08"), Decimal("1.09"))
    assert beside(("EUR", "1.09"), ("CNY", "0.14")).exchange.rates.keys() == {"EUR", "CNY"}
    assert matter(TERMS, "run").exchange.plain


def test_an_answer_does_not_wait_on_the_order_in_which_earlier_questions_named_facts() -> None:
    asked = lk.Use.of(["run", "use_outputs"], {"breach.uncured": True})
    by_itself, after_others = (pickle.loads(pickle.dumps(lk.load("big-time-2.0.0"))) for _ in range(2))
    for act in ("sublicense", "sell"):
        assert after_others.evaluate(lk.Use.of([act])).to_json()
    assert after_others.evaluate(asked).to_json() == by_itself.evaluate(asked).to_json()
