"""The variables that a question depends on, in the order in which the texts name them."""

from __future__ import annotations

from small_license import license_of

import licensekit as lk
from licensekit.api import LicenseTerms
from licensekit.meaning.domain import Cut
from licensekit.evaluate.layout import Layout, layout_of
from licensekit.evaluate.setting import Setting

TERMS = license_of("""
  grant rights at "1" { may any act when not use.personal }
  define business at "2" { use.in_business and (use.for_company or use.production) }
  prohibition first at "2" { must not run when business }
  prohibition second at "3" { must not sell when group.people.now more than 5 }
  prohibition third at "4" { must not run when business and group.people.now at least 3 }
  exemption small at "5" { from first when group.revenue.year at most 9 USD or group.people.now exactly 7 }
  exemption abroad at "6" { from small when licensee.domicile in { EU, CH } }
""")


def laid_out(terms: LicenseTerms, *leaves: str, setting: Setting | None = None) -> Layout:
    return layout_of(terms.terms, leaves, setting or Setting())


def test_facts_are_read_in_the_order_of_the_text() -> None:
    assert laid_out(TERMS, "run").facts == (
        "use.personal",
        "use.in_business",
        "use.for_company",
        "use.production",
        "group.people.now",
        "group.revenue.year",
        "licensee.domicile",
    )


def test_clauses_on_other_acts_are_not_read() -> None:
    assert laid_out(TERMS, "sell").facts == ("use.personal", "group.people.now")
    assert laid_out(TERMS, "sell", "run").facts == laid_out(TERMS, "run").facts


def test_a_number_is_cut_by_every_clause_that_compares_it() -> None:
    found = laid_out(TERMS, "run")
    assert found.sorted_cuts("group.people.now") == (
        Cut(3, after=False),
        Cut(7, after=False),
        Cut(7, after=True),
    )
    spot, whole, _ = found.numbers["group.people.now"]
    assert (spot.fact, whole) == ("group.people.now", True)
    spot, whole, _ = found.numbers["group.revenue.year:USD"]
    assert (spot.fact, spot.currency, whole) == ("group.revenue.year", "USD", False)


def test_the_clauses_that_read_a_variable() -> None:
    found = laid_out(TERMS, "run")
    assert list(found.readers["use.in_business"]) == [(0, 1), (0, 3)]
    assert list(found.readers["group.people.now"]) == [(0, 3), (0, 4)]
    assert found.first_use["group.people.now"] == (0, 3)


def test_every_comparison_is_kept_with_its_clause() -> None:
    found = laid_out(TERMS, "run")
    assert [(one.variable, one.threshold, one.program.clauses[one.clause].id) for one in found.comparisons] == [
        ("group.people.now", 3, "third"),
        ("group.revenue.year:USD", 9, "small"),
        ("group.people.now", 7, "small"),
    ]


def test_a_group_of_countries_makes_the_day_matter() -> None:
    found = laid_out(TERMS, "run")
    assert list(found.groups) == ["EU"]
    assert list(found.dates) == ["as_of"]
    assert found.members["licensee.domicile"][1] == [("EU", "CH")]
    assert list(found.sets) == []
    assert "as_of" not in found.facts


def test_sets_and_options() -> None:
    found = laid_out(
        license_of("""
          grant rights at "1" { may any act }
          prohibition a at "2" { must not run when any of use.countries in { US } }
          prohibition b at "2" { must not run when all of distribution.covers in { derivative } }
          prohibition c at "2" { must not run when licensee.kind in { academic, company } }
          prohibition d at "2" { must not run when licensee.kind is other }
        """),
        "run",
    )
    assert list(found.sets) == ["use.countries", "distribution.covers"]
    assert "DE" in found.members["use.countries"][0]
    assert "work" in found.members["distribution.covers"][0]
    options, named = found.options["licensee.kind"]
    assert list(named) == ["academic", "company", "other"]
    assert set(named) < set(options)
    assert list(found.dates) == []


def test_facts_of_the_license_itself_keep_their_own_options() -> None:
    found = laid_out(
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
    assert found.options["own.plan"][0] == ("student", "pro")
    assert "DE" in found.members["own.places"][0]
    assert found.members["own.parts"][0] == ("head", "tail")
    assert "own.home" in found.members
    assert "own.home" not in found.sets


READING = license_of("""
  grant rights at "1" { may any act }
  reading scope at "2" "How far?" { option wide "w" taken because "s" option narrow "n" }
  prohibition a at "2" { must not run when reading scope is wide and use.in_business }
""")


def test_a_reading_is_a_variable_only_while_it_is_open() -> None:
    open_one = laid_out(READING, "run")
    assert open_one.open_readings == {"reading small.scope": ("wide", "narrow")}
    assert list(open_one.first_use) == ["reading small.scope", "use.in_business"]
    assert open_one.facts == ("use.in_business",)
    chosen = laid_out(READING, "run", setting=Setting(readings={"small.scope": "narrow"}))
    assert chosen.open_readings == {}
    assert list(chosen.readings) == ["small.scope"]


def test_a_measure_reads_all_that_it_may_be() -> None:
    found = laid_out(
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
    found = laid_out(lk.all_of(one, other), "run")
    assert found.meanings == {
        "group.operates.model_service": ("group.operates.model_service@alpha", "group.operates.model_service@beta")
    }
    assert laid_out(TERMS, "run").meanings == {}


def test_terminations_that_ask_for_something_are_read_whatever_the_act() -> None:
    terms = license_of("""
      grant rights at "1" { may run }
      grant marks at "1" { may use_marks }
      termination quiet at "2" { when dispute.patent_claim ends marks }
      termination loud at "2" { when dispute.ip_claim ends marks must delete every_copy }
    """)
    assert laid_out(terms, "run").facts == ("dispute.ip_claim",)


def test_approvals_are_no_variables() -> None:
    terms = license_of("""
      grant rights at "1" { may any act }
      gate ask at "2" { for sell needs consent from "X" }
      prohibition a at "3" { must not run when use.production and not approval ask is held }
    """)
    assert laid_out(terms, "run").facts == ("use.production",)


def test_a_definition_that_a_clause_names_twice_is_read_once() -> None:
    terms = license_of("""
      define large at "1" { group.people.now more than 5 }
      grant rights at "1" { may any act }
      prohibition a at "2" { must not run when (large and use.production) or (large and use.personal) }
      prohibition b at "2" { must not run when large }
    """)
    found = laid_out(terms, "run")
    assert [one.clause for one in found.comparisons] == [1, 2]
    assert found.facts == ("group.people.now", "use.production", "use.personal")
