"""What the check makes of a licence: names resolved, bases expanded, policies taken in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licensekit.catalogue.loading import checked_text, load
from licensekit.check.file import Checked
from licensekit.limits import MAX_CLAUSES, MAX_DEFINITIONS, MAX_EXTENDS_DEPTH
from licensekit.model import clauses as c
from licensekit.model import conditions as k
from licensekit.model.license import License
from licensekit.values import Money
from licensekit.vocabulary.acts import ANY_ACT, ANY_ACT_FORBIDDEN, ANY_ACT_GRANTED, GROUPS

SHA = "c524b41658421b8bc524b41658421b8bc524b41658421b8bc524b41658421b8b"


def checked(text: str) -> Checked:
    found = checked_text(text)
    assert found.diagnostics == ()
    return found


def license_of(text: str, name: str = "a") -> License:
    return {each.id: each for each in checked(text).licenses}[name]


def body(text: str) -> License:
    return license_of(f'license a {{ title "A" {text} }}')


def when(condition: str, *, others: str = "") -> k.Condition:
    found = body(f'{others} grant rights at "1" {{ may run when {condition} }}').clause("rights").when
    assert found is not None
    return found


def test_what_is_given_out_may_be_the_work_itself() -> None:
    found = when("any of distribution.covers in { work, derivative }")
    assert isinstance(found, k.SetMeets)
    assert found.values == ("work", "derivative")


def codes(text: str) -> list[str]:
    return [found.code for found in checked_text(text).diagnostics]


# --- acts ------------------------------------------------------------------------------------------------


def test_any_act_of_a_grant_is_every_act_on_the_work() -> None:
    grant = body('grant rights at "1" { may any act but not sell, transfer }').clause("rights")
    assert isinstance(grant, c.Grant)
    assert grant.acts.leaves == tuple(leaf for leaf in ANY_ACT_GRANTED if leaf != "sell")
    assert grant.acts.withheld == ("sell", "transfer")
    assert grant.acts.written == ("any act",)


def test_any_act_of_what_forbids_is_tampering_too() -> None:
    license = body("""
      prohibition crime at "2" { must not any act when conduct.unlawful }
      grant rights at "1" { may any act }
      termination over at "4" { when breach.happened ends every grant and must not any act }
    """)
    crime, over = map(license.clause, ("crime", "over"))
    assert isinstance(crime, c.Prohibition)
    assert isinstance(over, c.Termination)
    for acts in (crime.acts, over.stops):
        assert acts is not None
        assert acts.leaves == ANY_ACT_FORBIDDEN
        assert {*GROUPS["tamper"]} < {*acts.leaves}
        assert "publish_benchmarks" not in acts.leaves


def test_any_act_of_a_duty_is_every_leaf_but_tampering() -> None:
    duty = body('duty law at "1" { for any act must comply with applicable_law }').clause("law")
    assert isinstance(duty, c.Duty)
    assert duty.acts.leaves == ANY_ACT
    assert "call_hosted" in duty.acts.leaves
    assert "remove_notices" not in duty.acts.leaves


def test_a_group_stands_for_its_leaves_in_the_order_of_the_vocabulary() -> None:
    grant = body('grant rights at "1" { may embed, modify, run }').clause("rights")
    assert isinstance(grant, c.Grant)
    assert grant.acts.leaves == ("run", *GROUPS["modify"], "embed", "call_hosted")
    assert grant.acts.written == ("embed", "modify", "run")


# --- conditions ------------------------------------------------------------------------------------------


def test_conditions_keep_their_shape() -> None:
    found = when("product.charged_for and (licensee.kind in { company, other, company } or not use.personal)")
    assert found == k.AllOf(
        parts=(
            k.Holds(fact="product.charged_for"),
            k.AnyOf(
                parts=(
                    k.IsOneOf(fact="licensee.kind", values=("company", "other")),
                    k.Not(part=k.Holds(fact="use.personal")),
                )
            ),
        )
    )


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("group.people.now less than 100", 100),
        ("product.monthly_active_users.month less than 1.5 million", 1_500_000),
        ("product.revenue.month less than 20 million USD", Money(Decimal(20_000_000), "USD")),
        ("product.revenue.month less than 0.5 EUR", Money(Decimal("0.5"), "EUR")),
    ],
)
def test_amounts_are_exact(written: str, amount: int | Money) -> None:
    found = when(written)
    assert isinstance(found, k.Compares)
    assert found.amount == amount
    assert found.comparison == "less_than"


def test_equivalents_and_indices_are_kept() -> None:
    found = when("group.revenue.year less than 1 million USD of 2019 adjusted by us_cpi_u (or equivalent)")
    assert isinstance(found, k.Compares)
    assert found.adjusted == k.Adjusted(year=2019, index="us_cpi_u")
    assert found.or_equivalent


def test_territories_and_their_groups_keep_their_names() -> None:
    assert when("licensee.domicile is EU") == k.IsOneOf(fact="licensee.domicile", values=("EU",))
    assert when("all of use.countries in { EU, GB }") == k.SetMeets(
        quantifier="all", fact="use.countries", values=("EU", "GB")
    )


def test_dates_compare_facts_days_and_the_day_asked_about() -> None:
    found = when("as_of before 2026-01-01 and breach.cured_on within 32 days after breach.notified_on")
    assert found == k.AllOf(
        parts=(
            k.DateOrder(date=k.DateFact(fact="as_of"), order="before", other=k.Day(on=date(2026, 1, 1))),
            k.DateWithin(
                date=k.DateFact(fact="breach.cured_on"),
                limit="within",
                count=32,
                unit="days",
                after=k.DateFact(fact="breach.notified_on"),
            ),
        )
    )


def test_the_month_before_the_release_is_a_dated_month() -> None:
    found = when("group.monthly_active_users.month_before_release more than 5", others="released 2025-01-05")
    assert isinstance(found, k.Compares)
    assert found.quantity == "group.monthly_active_users[2024-12]"


def test_a_child_has_its_own_month_before_release() -> None:
    text = """
    license base { title "B" released 2024-04-18
      gate large at "2" { for run when group.monthly_active_users.month_before_release more than 5
        needs permit from "B" which grants it } }
    license a extends base { title "A" released 2025-04-05 }
    """
    condition = license_of(text).clause("large").when
    assert isinstance(condition, k.Compares)
    assert condition.quantity == "group.monthly_active_users[2025-03]"


def test_local_facts_extend_the_vocabulary() -> None:
    others = """fact unity.plan is one of { student, pro } "Which plan?"
      fact licensee.budget.year is money "Budget?" fact unity.seats is set of { left, right } "Seats?" judgement"""
    assert when("unity.plan is pro", others=others) == k.IsOneOf(fact="unity.plan", values=("pro",))
    assert isinstance(when("licensee.budget.year more than 5 USD", others=others), k.Compares)
    assert isinstance(when("any of unity.seats in { left }", others=others), k.SetMeets)
    assert codes('license a { title "A" fact unity.plan is one of { student, pro } "?" '
                 'grant rights at "1" { may run when unity.plan is prof } }') == ["LK216"]  # fmt: skip


# --- defines, measures, readings, meanings ---------------------------------------------------------------


def test_measures_may_name_measures() -> None:
    text = """measure size at "1" { takes the larger of group.revenue.year, other }
      measure other at "2" { takes client.revenue.year when use.for_client takes licensee.revenue.year otherwise }"""
    found = body(f'{text} grant rights at "1" {{ may run when size more than 5 USD }}')
    assert found.measures[0].larger_of == ("group.revenue.year", "other")
    assert [case.quantity for case in found.measures[1].cases] == ["client.revenue.year", "licensee.revenue.year"]
    assert found.measures[1].cases[1].when is None


def test_a_meaning_keys_every_occurrence_of_its_fact() -> None:
    text = """meaning group.operates.model_service at "2" "relaying is out" meaning group at "1" "control"
      define maas at "2" { group.operates.model_service } grant rights at "1" { may run when maas or not
      group.operates.model_service }"""
    found = body(text)
    assert found.definitions[0].condition == k.Holds(fact="group.operates.model_service@a")
    assert [meaning.key for meaning in found.meanings] == ["group.operates.model_service@a", "group"]
    assert "group.operates.model_service@a" in repr(found.clause("rights").when)


def test_an_inherited_meaning_keeps_its_id_and_a_replaced_one_has_its_own() -> None:
    text = """
    license base { title "B" meaning use.production at "2" "any live use"
      grant rights at "1" { may run when not use.production } }
    license child extends base { title "C" }
    license a extends child { title "A" replace meaning use.production at "3" "staging too" }
    """
    assert license_of(text, "child").clause("rights").when == k.Not(part=k.Holds(fact="use.production@base"))
    assert license_of(text).clause("rights").when == k.Not(part=k.Holds(fact="use.production@a"))


def test_a_policy_has_its_own_meanings_and_takes_those_of_the_licence() -> None:
    text = """
    policy rules { meaning conduct.military at "1" "wars" define armed at "1" { conduct.military or conduct.weapons }
      prohibition war at "1" { must not any act when armed } }
    license a { title "A" meaning conduct.military at "2" "armies" meaning conduct.weapons at "2" "guns"
      prohibition own at "3" { must not any act when conduct.military } incorporates rules at "4" }
    """
    found = license_of(text)
    assert found.clause("own").when == k.Holds(fact="conduct.military@a")
    assert found.clause("rules.war").when == k.Defined(name="rules.armed")
    assert found.definitions[0].name == "rules.armed"
    assert found.definitions[0].condition == k.AnyOf(
        parts=(k.Holds(fact="conduct.military@rules"), k.Holds(fact="conduct.weapons@a"))
    )


# --- extends ---------------------------------------------------------------------------------------------

BASE = """
license base {
  title "Base" spdx "MIT" licensor "B" reviewed "2026-01-01"
  grant rights at "1" { may any act }
  duty notice at "2" { for distribute must keep notices }
  termination breach at "3" { when breach.uncured ends rights }
  omits "warranty" at "4"
  case "one" { acts run expect permitted }
}
"""


def test_only_what_is_listed_is_inherited() -> None:
    found = license_of(BASE + 'license a extends base { title "A" }')
    assert [clause.id for clause in found.clauses] == ["rights", "notice", "breach"]
    assert {clause.origin for clause in found.clauses} == {"base"}
    assert [omission.what for omission in found.omissions] == ["warranty"]
    assert (found.spdx, found.licensor, found.reviewed, found.extends) == ("", "", "", "base")


def test_replace_keeps_the_position_remove_drops_and_additions_follow() -> None:
    found = license_of(
        BASE
        + """license a extends base { title "A"
          duty extra at "6" { for run must pay fee }
          replace duty notice at "7" { for run must display "A" on website }
          remove termination breach at "8"
          relocate rights at "9" }"""
    )
    assert [(clause.id, clause.origin, str(clause.locator)) for clause in found.clauses] == [
        ("rights", "base", "9"),
        ("notice", "a", "7"),
        ("extra", "a", "6"),
    ]


def test_a_removed_name_may_be_used_again_for_another_kind() -> None:
    text = (
        BASE
        + """license a extends base { title "A" remove duty notice at "2"
      gate notice at "2" { for run needs permit from "A" } }"""
    )
    assert isinstance(license_of(text).clause("notice"), c.Gate)


def test_a_chain_is_at_most_so_deep() -> None:
    links = ['license l0 { title "0" grant rights at "1" { may run } }']
    links += [f'license l{n} extends l{n - 1} {{ title "{n}" }}' for n in range(1, MAX_EXTENDS_DEPTH + 2)]
    assert codes("\n".join(links[:-1])) == []
    assert codes("\n".join(links)) == ["LK412"]


def test_limits_have_codes_of_their_own() -> None:
    many = "\n".join(f'prohibition g{n} at "1" {{ must not run }}' for n in range(MAX_CLAUSES // 3 + 1))
    wrapped = " ".join(f'policy q{n} {{ incorporates p at "1" }}' for n in range(3))
    taken = " ".join(f'incorporates q{n} at "1"' for n in range(3))
    assert codes(f'policy p {{ {many} }} {wrapped} license a {{ title "A" {taken} }}') == ["LK425"]
    many = "\n".join(f'define d{n} at "1" {{ use.personal }}' for n in range(MAX_DEFINITIONS + 1))
    assert codes(f'license a {{ title "A" {many} grant rights at "1" {{ may run when d0 }} }}') == ["LK433"]


# --- templates -------------------------------------------------------------------------------------------

TEMPLATES = """
template dated(change_date, change_license, holder, limit) {
  grant base at "1" { may any act when group.revenue.year less than limit or as_of before change_date }
  gate ask at "2" { for transfer needs permit from holder which grants it }
  duty place at "3" { for distribute must place derivative under change_license }
  converts to change_license at "2" on the earlier of change_date, 4 years after work.version_published_on
}
license later { title "Later" grant rights at "1" { may any act } }
"""


def test_parameters_are_values_in_every_place() -> None:
    found = license_of(
        TEMPLATES
        + """license a extends dated(change_date: 2030-01-01, change_license: later, holder: "Me", limit: 5 USD) {
          title "A" }"""
    )
    conversion = found.conversions[0]
    assert (conversion.license, conversion.kind) == ("later", "converts")
    assert conversion.on == k.Earlier(
        dates=(
            k.Day(on=date(2030, 1, 1)),
            k.YearsAfter(years=4, date=k.DateFact(fact="work.version_published_on")),
        )
    )
    gate, duty = found.clause("ask"), found.clause("place")
    assert isinstance(gate, c.Gate)
    assert (gate.party, gate.origin) == (c.Party(name="Me", quoted=True), "dated")
    assert isinstance(duty, c.Duty)
    assert duty.obligations[0].alternatives[0].licenses == c.Choice(quantifier="one", names=("later",))


def test_a_date_expression_is_a_value_too() -> None:
    text = TEMPLATES.replace("or as_of before change_date", "").replace("the earlier of change_date, 4 years after "
        "work.version_published_on", "change_date")  # fmt: skip
    found = license_of(
        text
        + """license a extends dated(change_date: 4 years after work.version_published_on, change_license: later,
          holder: licensor, limit: 5 USD) { title "A" }"""
    )
    assert found.conversions[0].on == k.YearsAfter(years=4, date=k.DateFact(fact="work.version_published_on"))


def test_the_base_of_a_template_may_be_a_parameter() -> None:
    text = """
    template overlay(base, seller) extends base {
      reservation no-sell at "par. 1" { from every grant when product.charged_for }
      exemption spared at "par. 2" { from notice when product.charged_for }
    }
    license a extends overlay(base: mit, seller: "S") { title "A" }
    """
    inherited = [clause.id for clause in load("mit").clauses]
    assert [clause.id for clause in license_of(text).clauses] == [*inherited, "no-sell", "spared"]


def test_templates_hand_on_parameters() -> None:
    text = (
        TEMPLATES
        + """
    template inner(moment) extends dated(change_date: moment, change_license: later, holder: "H", limit: 1 USD) { }
    license a extends inner(moment: 2031-05-05) { title "A" }
    """
    )
    assert k.Day(on=date(2031, 5, 5)) in license_of(text).conversions[0].on.dates  # type: ignore[union-attr]


# --- exemptions, policies, documents -----------------------------------------------------------------------


def test_a_section_is_expanded_by_the_beginning_of_the_locator() -> None:
    text = """grant rights at "III" { may any act }
      duty one_of_them at "III.1" { for run must pay fee } duty other at "III, last par." { for run must pay fee }
      duty far at "IIIA" { for run must pay fee } duty four at "IV.1" { for run must pay fee }
      gate open at "III.2" { for run needs permit from "A" which grants it }
      exemption all-three at "III, end" { from all of "III" when use.personal }"""
    exemption = body(text).clause("all-three")
    assert isinstance(exemption, c.Exemption)
    assert exemption.lifts == ("one_of_them", "other")
    assert exemption.section == "III"


def test_a_section_of_this_text_is_not_that_of_an_incorporated_policy() -> None:
    text = """
    policy rules { prohibition war at "4" { must not any act when conduct.military } }
    license a { title "A" grant rights at "1" { may any act } incorporates rules at "2"
      duty fee at "4.1" { for run must pay fee }
      exemption spared at "5" { from all of "4" when use.personal } }
    """
    exemption = license_of(text).clause("spared")
    assert isinstance(exemption, c.Exemption)
    assert exemption.lifts == ("fee",)


def test_the_clauses_of_a_policy_keep_its_id_and_its_document() -> None:
    text = f"""
    policy rules {{ text sha256 "{SHA}" from "https://example.org/p"
      prohibition war at "1" {{ must not any act when conduct.military }} }}
    policy notes {{ incorporates rules at "all" duty keep at "2" {{ for run must keep notices }} }}
    license a {{ title "A"
      text agreement sha256 "{SHA.replace("c", "d")}" from "https://example.org/a"
      text use-policy sha256 "{SHA}" from "https://example.org/p"
      grant rights at agreement "1" {{ may any act }}
      incorporates notes at agreement "2"
      exemption spared at agreement "3" {{ from notes.rules.war, notes.keep when use.personal }}
      binding users at agreement "4" {{ binds callers, output_users, end_users }} }}
    """
    found = license_of(text)
    assert [(clause.id, clause.origin) for clause in found.clauses] == [
        ("notes.rules.war", "rules"),
        ("notes.keep", "notes"),
        ("rights", "a"),
        ("spared", "a"),
        ("users", "a"),
    ]
    assert license_of(text.replace("incorporates notes", "incorporates rules").replace("notes.rules.war, notes.keep",
        "rules.war")).clause("rules.war").locator == k.Locator(document="use-policy", place="1")  # fmt: skip


def test_two_spellings_of_one_licence_are_equal() -> None:
    one = body('grant rights at "1" { may run when product.revenue.month more than 1.5 million USD }')
    other = body('\n\n grant rights at "1" {\n may run\n when product.revenue.month more than 1_500_000 USD\n}')
    assert one == other
    assert one.model_dump_json() == other.model_dump_json()


def test_a_file_with_an_error_in_a_base_says_whose_it_is() -> None:
    found = checked_text(BASE + 'license a extends base { title "A" remove grant rights at "1" }').diagnostics
    assert [each.notes for each in found] == [("`a` inherits this from `base`",)]


@pytest.mark.parametrize(
    ("said", "conversions"),
    [
        ("", [("converts", "mit")]),
        ('remove converts mit at "2"', []),
        ('converts to isc at "3" on 2031-01-01', [("converts", "mit"), ("converts", "isc")]),
    ],
)
def test_what_a_template_converts_to_is_passed_on_unless_it_is_removed(
    said: str, conversions: list[tuple[str, str]]
) -> None:
    shared = 'template shared(moment) { title "S" grant rights at "1" { may run } converts to mit at "2" on moment }'
    found = license_of(f'{shared} license a extends shared(moment: 2030-01-01) {{ title "A" {said} }}')
    assert [(each.kind, each.license) for each in found.conversions] == conversions
