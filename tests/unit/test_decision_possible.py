"""The exact possible set: facts are split, not atoms."""

from __future__ import annotations

from datetime import date

import pytest
from small_license import decided, license_of, possible, single, without_otherwise

import licensekit as lk
from licensekit.api import LicenseTerms
from licensekit.decision import Circumstances, Program, Single, decide

GRANT = 'grant rights at "1" { may any act }'


def stopped(condition: str, more: str = "") -> LicenseTerms:
    return license_of(f'{GRANT} {more} prohibition stop at "2" {{ must not run when {condition} }}')


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("use.in_business", ["permitted", "prohibited"]),
        ("use.in_business or not use.in_business", ["prohibited"]),
        ("use.in_business and not use.in_business", ["permitted"]),
        ("group.people.now more than 5 and group.people.now less than 4", ["permitted"]),
        ("group.people.now more than 5 and group.people.now less than 7", ["permitted", "prohibited"]),
        ("group.people.now more than 5 and group.people.now less than 6", ["permitted"]),
        ("group.revenue.year more than 5 USD and group.revenue.year less than 6 USD", ["permitted", "prohibited"]),
        ("group.people.now at least 3 or group.people.now exactly 2 or group.people.now at most 1", ["prohibited"]),
        ("licensee.kind is company and licensee.kind is academic", ["permitted"]),
        ("(not licensee.kind is company) and not licensee.kind is academic", ["permitted", "prohibited"]),
        (
            "licensee.kind in { individual, company, nonprofit } or licensee.kind in { academic, public_body, other }",
            ["prohibited"],
        ),
        ("licensee.domicile in { EU } and licensee.domicile is US", ["permitted"]),
        ("licensee.domicile in { EU } and licensee.domicile is DE", ["permitted", "prohibited"]),
        ("licensee.domicile is DE and not licensee.domicile in { EU }", ["permitted"]),
        ("licensee.domicile is GB and licensee.domicile in { EU }", ["permitted", "prohibited"]),
        ("any of use.countries in { US } and all of use.countries in { DE }", ["permitted"]),
        ("any of use.countries in { US } and any of use.countries in { DE }", ["permitted", "prohibited"]),
        ("all of use.countries in { US } and all of use.countries in { DE }", ["permitted", "prohibited"]),
        ("breach.cured_on before 2026-01-01 and breach.cured_on on_or_after 2026-01-02", ["permitted"]),
        ("breach.cured_on before 2026-01-02 and breach.cured_on on_or_after 2026-01-01", ["permitted", "prohibited"]),
        # it may never have been cured
        ("breach.cured_on before 2026-01-01 or breach.cured_on on_or_after 2026-01-01", ["permitted", "prohibited"]),
        ("not breach.cured_on before 2026-01-01 or not breach.cured_on on_or_after 2026-01-01", ["prohibited"]),
    ],
)
def test_atoms_on_one_fact_are_not_independent(condition: str, expected: list[str]) -> None:
    terms = stopped(condition)
    decision = decided(terms, "run")
    assert [str(one) for one in decision.possible] == expected


def test_a_group_of_countries_is_that_of_the_day() -> None:
    terms = stopped("licensee.domicile in { EU } and licensee.domicile is GB")
    assert possible(terms, "run", as_of=date(2019, 1, 1)) == ["permitted", "prohibited"]
    assert possible(terms, "run", as_of=date(2026, 1, 1)) == ["permitted"]
    assert possible(terms, "run", {"licensee.domicile": "GB"}, as_of=date(2019, 1, 1)) == ["prohibited"]


def test_what_an_act_rules_out_is_no_world() -> None:
    terms = license_of(f'{GRANT} prohibition own at "2" {{ must not call_hosted when access.channel is own_copy }}')
    assert possible(terms, "call_hosted") == ["permitted"]
    other = license_of(
        f'{GRANT} prohibition elsewhere at "2" {{ must not call_hosted when access.channel is other_host }}'
    )
    assert possible(other, "call_hosted") == ["permitted", "prohibited"]
    every = license_of(
        f'{GRANT} prohibition elsewhere at "2" {{ '
        "must not call_hosted when access.channel in { licensor_official, certified_partner, other_host } }"
    )
    assert possible(every, "call_hosted") == ["prohibited"]


def test_a_world_that_contradicts_a_rule_is_no_world() -> None:
    terms = stopped("use.personal and use.in_business")
    assert possible(terms, "run") == ["permitted"]
    offered = stopped("product.charged_for and not product.offered_to_third_parties")
    assert possible(offered, "run") == ["permitted"]


def test_a_world_that_contradicts_a_relation_is_no_world() -> None:
    terms = stopped("group.revenue.month more than 9 USD and group.revenue.any_12_months less than 5 USD")
    assert possible(terms, "run") == ["permitted"]


def test_what_is_given_in_part_leaves_its_own_cells() -> None:
    terms = stopped("group.people.now more than 10")
    assert possible(terms, "run", {"group.people.now": lk.at_most(10)}) == ["permitted"]
    assert possible(terms, "run", {"group.people.now": lk.at_most(11)}) == ["permitted", "prohibited"]
    assert possible(terms, "run", {"group.people.now": lk.more_than(10)}) == ["prohibited"]


def test_an_open_reading_takes_each_option() -> None:
    reading = 'reading r at "3" "?" { option a "a" taken because "b" option b "b" option c "c" }'
    decided_by_two = stopped("reading r is a or reading r is b", reading)
    assert possible(decided_by_two, "run", readings="strict") == ["permitted", "prohibited"]
    by_all = stopped("reading r is a or reading r is b or reading r is c", reading)
    assert possible(by_all, "run", readings="strict") == ["prohibited"]


def test_acts_are_looked_at_together() -> None:
    terms = license_of(f"""
      {GRANT}
      prohibition business at "2" {{ must not run when use.in_business }}
      prohibition other at "2" {{ must not sell when not use.in_business }}
    """)
    decision = decided(terms, "run sell")
    assert [str(one) for one in decision.possible] == ["prohibited"]
    assert {part.act: [str(one) for one in part.possible] for part in decision.parts} == {
        "run": ["permitted", "prohibited"],
        "sell": ["permitted", "prohibited"],
    }


def test_facts_without_number_that_play_no_part() -> None:
    facts = [
        "use.in_business",
        "use.production",
        "use.affects_end_users",
        "use.earns_money",
        "use.through_api",
        "work.modified",
        "work.combined",
        "work.multimodal",
        "purpose.research",
        "purpose.education",
        "outputs.published",
        "outputs.sold",
        "distribution.for_fee",
        "licensee.researcher",
        "breach.first_notice",
    ]
    always = " and ".join(f"({fact} or not {fact})" for fact in facts)
    decision = decided(stopped(always), "run")
    assert [str(one) for one in decision.possible] == ["prohibited"]
    known = decided(stopped(always), "run", dict.fromkeys(facts[:10], True))
    assert str(known.verdict) == "prohibited"


def test_a_world_in_which_a_guarded_relation_fails_is_no_world() -> None:
    terms = stopped("product.charged_for")
    users = {"product.monthly_active_users.month": 10, "products_commercial.monthly_active_users.month": 5}
    assert possible(terms, "run", users) == ["permitted"]
    assert possible(terms, "run", {**users, "product.monthly_active_users.month": 5}) == ["permitted", "prohibited"]


def test_what_no_fact_can_settle_stays_open() -> None:
    limit = 'measure limit at "3" { takes client.revenue.year when use.for_client takes group.revenue.year otherwise }'
    terms = without_otherwise(stopped("limit more than 5 USD", limit), "limit")
    assert possible(terms, "run", {"use.for_client": False}) == ["permitted", "prohibited"]
    assert decided(terms, "run", {"use.for_client": False}).questions == ()
    assert possible(terms, "run", {"use.for_client": True, "client.revenue.year": "5 USD"}) == ["permitted"]


def test_a_measure_may_have_a_hyphen_in_its_name() -> None:
    limit = (
        'measure year-money at "3" { takes client.revenue.year when use.for_client takes group.revenue.year otherwise }'
    )
    terms = stopped("year-money more than 5 USD", limit)
    assert possible(terms, "run", {"use.for_client": True, "client.revenue.year": "6 USD"}) == ["prohibited"]


def test_a_measure_whose_cases_leave_nothing_open_needs_no_other() -> None:
    limit = (
        'measure limit at "3" { takes client.revenue.year when use.for_client'
        " takes licensee.revenue.year when not use.for_client takes group.revenue.year otherwise }"
    )
    terms = without_otherwise(stopped("limit more than 5 USD", limit), "limit")
    assert possible(terms, "run", {"client.revenue.year": "9 USD", "licensee.revenue.year": "8 USD"}) == ["prohibited"]


def test_a_set_of_options_is_split_by_the_options_named() -> None:
    covers = "distribution.covers"
    terms = license_of(f"""
      {GRANT}
      prohibition weights at "2" {{ must not sell when any of {covers} in {{ product_containing }} }}
      prohibition others at "2" {{ must not sell when all of {covers} in {{ derivative, product_using }} }}
    """)
    assert possible(terms, "sell") == ["permitted", "prohibited"]
    assert possible(terms, "sell", {covers: ["product_containing"]}) == ["prohibited"]
    assert possible(terms, "sell", {covers: []}) == ["prohibited"], "all members of the empty set are among them"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("conduct.military or use.personal", ["permitted", "prohibited"]),
        ("conduct.military and use.personal", ["permitted", "prohibited"]),
        ("conduct.military or not conduct.military", ["prohibited"]),
        ("conduct.military and not conduct.military", ["permitted"]),
        ("conduct.military and conduct.unlawful", ["permitted", "prohibited"]),
        ("conduct.military or (conduct.unlawful or not conduct.unlawful)", ["prohibited"]),
        ("(conduct.military and not conduct.unlawful) or use.personal or not use.personal", ["prohibited"]),
    ],
)
def test_clean_worlds_are_looked_at_first_but_not_alone(condition: str, expected: list[str]) -> None:
    assert possible(stopped(condition), "run") == expected


def test_of_a_text_there_is_always_another_one() -> None:
    """The checker lets no condition compare a text; a licence that was built otherwise may."""
    terms = stopped("own.plan in { student, pro }", 'fact own.plan is one of { student, pro } "Which plan?"')
    assert possible(terms, "run") == ["prohibited"]
    one_of = single(terms).program.license
    text = one_of.model_copy(
        update={"facts": tuple(fact.model_copy(update={"type": "text", "options": ()}) for fact in one_of.facts)}
    )
    decision = decide(Single(Program(text)), terms.use(["run"]), Circumstances(assume="none"))
    assert [str(one) for one in decision.possible] == ["permitted", "prohibited"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("any of use.countries in { EU }", ["permitted", "prohibited"]),
        ("any of use.countries in { EU } or not any of use.countries in { EU }", ["prohibited"]),
        ("any of use.countries in { EU } and all of use.countries in { US }", ["permitted"]),
        (
            "any of use.countries in { EU } and all of use.countries in { EEA } and not any of use.countries in { NO }",
            ["permitted", "prohibited"],
        ),
        ("all of use.countries in { EU } and all of use.countries in { GB }", ["permitted", "prohibited"]),
    ],
)
def test_sets_against_groups_of_countries_without_a_day(condition: str, expected: list[str]) -> None:
    """About thirty countries can each belong or not, as long as the day is open: their subsets are not all tried."""
    decision = decided(stopped(condition), "run")
    assert [str(one) for one in decision.possible] == expected


def test_sets_of_two_members_a_list_tell_everything_apart() -> None:
    terms = stopped(
        "any of use.countries in { US } and any of use.countries in { CA } and any of use.countries in { MX }"
        " and not all of use.countries in { US, CA, MX }"
    )
    assert possible(terms, "run") == ["permitted", "prohibited"]
    assert possible(terms, "run", {"use.countries": ["US", "CA", "MX"]}) == ["permitted"]
    assert possible(terms, "run", {"use.countries": ["US", "CA", "MX", "DE"]}) == ["prohibited"]


MANY = [
    "US",
    "CA",
    "DE",
    "FR",
    "IT",
    "ES",
    "PT",
    "NL",
    "BE",
    "AT",
    "CH",
    "SE",
    "NO",
    "DK",
    "FI",
    "PL",
    "CZ",
    "HU",
    "RO",
    "BG",
    "GR",
    "IE",
]


def test_of_more_sets_than_can_be_shown_there_are_examples() -> None:
    stops = " ".join(
        f'prohibition p-{code.lower()} at "2" {{ must not run when any of use.countries in {{ {code} }} }}'
        for code in MANY
    )
    terms = license_of(f"{GRANT} {stops}")
    decision = decided(terms, "run")
    assert [str(one) for one in decision.possible] == ["permitted", "prohibited"]
    (question,) = decision.questions
    assert question.fact == "use.countries"
    assert [outcome.answer for outcome in question.outcomes][:3] == ["nowhere", "elsewhere", "in AT"]
    assert len(question.outcomes) == len(MANY) + 2, "one member each, as examples"
    assert possible(terms, "run", {"use.countries": ["JP"]}) == ["permitted"]


def test_a_question_shows_each_answer_once() -> None:
    terms = stopped("licensee.domicile in { EU }")
    where, when = decided(terms, "run").questions
    assert [(one.answer, str(one.verdict)) for one in where.outcomes] == [
        ("elsewhere", "permitted"),
        ("in EU", "unknown"),
    ]
    assert (when.fact, when.outcomes) == ("as_of", ())  # who belongs to the EU depends on the day
