"""What to ask: only facts that can change the answer, the one that settles most first."""

from __future__ import annotations

from datetime import date
from typing import Any

from small_license import decided, license_of

import licensekit as lk
from licensekit.api import LicenseTerms
from licensekit.decision.parts import Question

GRANT = 'grant rights at "1" { may any act }'


def stopped(condition: str, more: str = "", headers: str = "") -> LicenseTerms:
    return license_of(f'{GRANT} {more} prohibition stop at "2" {{ must not run when {condition} }}', headers)


def questions(
    terms: LicenseTerms, acts: str = "run", facts: dict[str, Any] | None = None, **stated: Any
) -> tuple[Question, ...]:
    return decided(terms, acts, facts, **stated).questions


def asked(terms: LicenseTerms, acts: str = "run", facts: dict[str, Any] | None = None, **stated: Any) -> list[str]:
    return [one.fact for one in questions(terms, acts, facts, **stated)]


def answers(question: Question) -> dict[str, str]:
    return {outcome.answer: str(outcome.verdict) for outcome in question.outcomes}


def test_a_yes_no_fact_is_asked_with_what_each_answer_leads_to() -> None:
    (question,) = questions(stopped("use.personal"))
    assert answers(question) == {"yes": "prohibited", "no": "permitted"}
    assert (question.kind, question.enough, question.clauses) == ("fact", "", ("stop",))
    assert all(outcome.settled for outcome in question.outcomes)


def test_nothing_is_asked_where_nothing_is_open() -> None:
    assert asked(stopped("use.personal"), facts={"use.personal": True}) == []


def test_a_fact_that_changes_nothing_is_not_asked() -> None:
    assert asked(stopped("use.personal or not use.personal")) == []
    assert asked(stopped("use.personal and use.production"), facts={"use.production": False}) == []


def test_a_fact_that_matters_only_with_another_is_asked() -> None:
    terms = stopped("(use.personal and use.production) or (use.evaluation and not use.personal)")
    assert set(asked(terms)) == {"use.personal", "use.production", "use.evaluation"}


def test_the_fact_that_settles_most_comes_first() -> None:
    terms = stopped("use.production and (use.personal or work.modified)")
    assert asked(terms) == ["use.production", "use.personal", "work.modified"]


def test_of_equals_neutral_facts_come_before_judgements_and_then_the_order_of_the_text() -> None:
    terms = stopped(
        "own.fair or use.production or use.evaluation",
        'fact own.fair is yes_no "Is it fair?" judgement',
    )
    found = questions(terms)
    assert [(one.fact, one.kind) for one in found] == [
        ("use.production", "fact"),
        ("use.evaluation", "fact"),
        ("own.fair", "judgement"),
    ]
    assert found[2].text == "Is it fair?"


def test_a_number_is_asked_at_its_cuts_and_equal_answers_are_one() -> None:
    terms = stopped("group.people.now more than 10 or group.people.now exactly 3")
    (question,) = questions(terms)
    assert answers(question) == {
        "at most 2": "permitted",
        "3": "prohibited",
        "at least 4 and at most 10": "permitted",
        "at least 11": "prohibited",
    }
    assert question.enough == "at most 2"
    two_cuts = stopped(
        "group.people.now more than 10", 'prohibition p at "3" { must not run when group.people.now more than 20 }'
    )
    (question,) = questions(two_cuts)
    assert answers(question) == {"at most 10": "permitted", "at least 11": "prohibited"}
    assert question.clauses == ("p", "stop")


def test_an_amount_is_asked_in_its_currency() -> None:
    (question,) = questions(
        stopped("group.revenue.year more than 5 USD"), facts={"group.revenue.year": "at most 9 USD"}
    )
    assert answers(question) == {"at most 5 USD": "permitted", "more than 5 USD and at most 9 USD": "prohibited"}
    assert question.enough == "at most 5 USD"


def test_an_adjusted_amount_is_asked_in_money_of_its_year() -> None:
    (question,) = questions(stopped("group.revenue.year more than 5 USD of 2019 adjusted by us_cpi_u"))
    assert question.kind == "fact"
    assert answers(question) == {"at most 5 USD of 2019": "permitted", "more than 5 USD of 2019": "prohibited"}


def test_an_option_is_asked_with_the_others_as_one() -> None:
    (question,) = questions(stopped("licensee.kind in { academic, nonprofit }"))
    assert answers(question) == {"nonprofit": "prohibited", "academic": "prohibited", "another": "permitted"}


def test_a_country_is_asked_by_the_lists_that_tell_it_apart() -> None:
    (question,) = questions(stopped("licensee.domicile in { EU, CH }"), as_of=date(2026, 1, 1))
    assert answers(question) == {"in EU": "prohibited", "elsewhere": "permitted"}
    (question,) = questions(stopped("licensee.domicile in { US, CH }"))
    assert answers(question) == {"elsewhere": "permitted", "in CH": "prohibited"}, "CH stands for all that are named"


def test_a_set_is_asked_by_its_members() -> None:
    (question,) = questions(stopped("any of use.countries in { US } and not any of use.countries in { DE }"))
    assert answers(question) == {
        "nowhere": "permitted",
        "elsewhere": "permitted",
        "in DE": "permitted",
        "in US": "prohibited",
        "elsewhere and in DE": "permitted",
        "elsewhere and in US": "prohibited",
        "in DE and in US": "permitted",
    }, "one set for each way in which the lists come out: a third member adds none"


def test_a_set_of_options_is_asked_by_its_options() -> None:
    (question,) = questions(stopped("any of distribution.covers in { derivative }"))
    assert answers(question)["derivative"] == "prohibited"
    assert answers(question)["none of them"] == "permitted"


def test_a_date_is_asked_by_its_days() -> None:
    (question,) = questions(stopped("breach.cured_on before 2026-01-02"))
    assert question.fact == "breach.cured_on"
    assert [str(outcome.verdict) for outcome in question.outcomes] == ["prohibited", "permitted"]
    assert [outcome.answer for outcome in question.outcomes] == [
        "2026-01-01 or earlier",
        "2026-01-02 or later, or never",
    ]


def test_a_single_day_is_that_day() -> None:
    terms = stopped("breach.cured_on on_or_after 2026-01-02 and breach.cured_on before 2026-01-03")
    (question,) = questions(terms)
    assert [outcome.answer for outcome in question.outcomes][1] == "2026-01-02"


def test_the_day_of_the_question_is_asked() -> None:
    (question,) = questions(stopped("as_of before 2026-01-02", headers="released 2026-01-01"))
    assert (question.fact, question.kind, question.text) == ("as_of", "date", "For which day is the question asked?")
    assert answers(question)["2026-01-01"] == "prohibited"


def test_the_day_is_asked_where_a_group_of_countries_turns_on_it() -> None:
    terms = stopped("licensee.domicile in { EU }")
    decision = decided(terms, "run", {"licensee.domicile": "GB"})
    (question,) = decision.questions
    assert (question.fact, question.kind) == ("as_of", "date")
    assert answers(question) == {"1993-11-01 to 2020-01-31": "prohibited", "2020-02-01 or later": "permitted"}
    settled = decision.settling()
    assert settled is not None
    assert settled.always == (("as_of",),)


def test_what_would_change_an_answer_may_be_the_day() -> None:
    """It ended in a KeyError where the day itself stands in a condition."""
    settled = decided(stopped("as_of before 2027-01-01"), "run").settling()
    assert settled is not None
    assert settled.permits is not None
    assert [[step.item.kind for step in each.steps] for each in settled.permits.found] == [["day"]]


def test_days_that_tell_nothing_or_too_much_are_not_listed() -> None:
    terms = stopped("as_of before 30 days after breach.cured_on and as_of on_or_after breach.notified_on")
    never = {"some day": "unknown", "never": "permitted"}  # that it never happened tells, which day it was does not
    assert {one.fact: answers(one) for one in questions(terms)} == {
        "as_of": {},
        "breach.cured_on": never,
        "breach.notified_on": never,
    }
    days = [f"2026-0{month}-01" for month in range(1, 9)]
    every_other = [
        f"(as_of on_or_after {one} and as_of before {two})" for one, two in zip(days[::2], days[1::2], strict=True)
    ]
    assert questions(stopped(" or ".join(every_other)))[0].outcomes == ()


def test_countries_of_one_name_are_one_answer() -> None:
    question = questions(stopped("licensee.domicile in { EU }"))[0]
    assert answers(question) == {"elsewhere": "permitted", "in EU": "unknown"}


def test_a_rate_question_names_the_break_even_rate_and_an_index_question_the_value() -> None:
    (question,) = questions(stopped("group.revenue.year more than 20 USD"), facts={"group.revenue.year": "25 EUR"})
    assert question.kind == "rate"
    assert answers(question) == {
        "at most 0.8 USD for 1 EUR": "permitted",
        "more than 0.8 USD for 1 EUR": "prohibited",
    }
    adjusted = stopped("group.revenue.year more than 20 USD of 2019 adjusted by us_cpi_u")
    (question,) = questions(adjusted, facts={"group.revenue.year": "30 USD"})
    assert (question.kind, question.enough) == ("index", "at least 1.5 of 2019")
    assert answers(question) == {"at least 1.5 of 2019": "permitted", "less than 1.5 of 2019": "prohibited"}
    (question,) = questions(adjusted, facts={"group.revenue.year": "30 USD"}, assume="standard")
    assert answers(question) == {
        "at least 1.5 of 2019": "permitted",
        "at least 1 and less than 1.5 of 2019": "prohibited",
    }
    (question,) = questions(adjusted, facts={"group.revenue.year": "25 EUR"})
    assert question.kind == "rate"
    assert answers(question) == {  # of a rate, whatever the index: amounts are no answer to it
        "at most 0.8 USD for 1 EUR, times us_cpi_u as a multiple of 2019": "permitted",
        "more than 0.8 USD for 1 EUR, times us_cpi_u as a multiple of 2019": "prohibited",
    }
    exact = stopped("group.revenue.year exactly 20 USD")
    (question,) = questions(exact, facts={"group.revenue.year": "30 EUR"})
    assert "20 USD" in answers(question), "no rate of eight digits makes 20 of 30"


def test_a_rate_for_an_amount_known_in_part_is_asked_by_what_it_comes_to() -> None:
    """The question asked for a rate, and offered amounts of money as its answers."""
    adjusted = stopped("group.revenue.year more than 20 USD of 2019 adjusted by us_cpi_u")
    (question,) = questions(adjusted, facts={"group.revenue.year": "at least 25 EUR"})
    assert (question.kind, question.enough) == ("rate", "one that makes it at most 20 USD of 2019")
    assert answers(question) == {
        "one that makes it more than 0 USD and at most 20 USD of 2019": "permitted",
        "one that makes it more than 20 USD of 2019": "prohibited",
    }


def test_an_open_reading_is_asked() -> None:
    reading = 'reading scope at "3" "How far does it reach?" { option wide "w" taken because "s" option narrow "n" }'
    (question,) = questions(stopped("reading scope is wide", reading), readings="strict")
    assert (question.fact, question.kind, question.text) == ("reading small.scope", "reading", "How far does it reach?")
    assert answers(question) == {"wide": "prohibited", "narrow": "permitted"}
    assert asked(stopped("reading scope is wide", reading)) == []


# --- conduct ------------------------------------------------------------------------------------------------

CONDUCT = stopped(
    "conduct.military",
    """
  prohibition crime at "3" { must not run when conduct.unlawful }
  termination suit at "4" { when dispute.ip_claim ends rights }
""",
)


def test_facts_of_conduct_are_asked_as_one_statement() -> None:
    found = {one.fact: one for one in questions(CONDUCT)}
    assert set(found) == {"conduct", "dispute.ip_claim"}
    statement = found["conduct"]
    assert statement.text.startswith("Is it so that none of the uses that use policies forbid takes place")
    assert statement.text.endswith("(It covers 2 facts.)")
    assert statement.enough == "yes"
    assert answers(statement) == {"yes": "unknown", "no": "unknown"}
    assert statement.clauses == ("crime", "stop")


def test_a_statement_that_settles_the_answer() -> None:
    (statement,) = questions(CONDUCT, facts={"dispute.ip_claim": False})
    assert answers(statement) == {"yes": "permitted", "no": "unknown"}
    assert [outcome.settled for outcome in statement.outcomes] == [True, False]


def test_a_single_fact_of_conduct_is_asked_as_itself() -> None:
    (question,) = questions(CONDUCT, facts={"dispute.ip_claim": False, "conduct.unlawful": False})
    assert (question.fact, answers(question)) == ("conduct.military", {"yes": "prohibited", "no": "permitted"})


# --- duties and approvals -----------------------------------------------------------------------------------


def test_a_fact_that_decides_about_a_duty_alone_is_asked() -> None:
    terms = license_of(f"""
      {GRANT}
      duty notice at "2" {{ for run must include license_text }}
      duty paid at "2" {{ for run when product.charged_for must pay licensor }}
      exemption small at "3" {{ from paid when work.modified }}
      duty other at "2" {{ for sell when use.personal must pay licensor }}
    """)
    found = questions(terms)
    assert [one.fact for one in found] == ["product.charged_for", "work.modified"]
    charged = next(one for one in found if one.fact == "product.charged_for")
    assert answers(charged) == {"yes": "permitted_with_duties", "no": "permitted_with_duties"}
    assert [outcome.settled for outcome in charged.outcomes] == [False, True], "a duty that is open is not settled"
    assert [outcome.duties for outcome in charged.outcomes] == [("notice",), ("notice",)]
    assert asked(terms, facts={"product.charged_for": True}) == ["work.modified"]


def test_a_duty_of_what_is_not_allowed_asks_nothing() -> None:
    terms = license_of(f"""
      {GRANT}
      prohibition none at "2" {{ must not run }}
      duty paid at "2" {{ for run when product.charged_for must pay licensor }}
    """)
    assert asked(terms) == []


def test_a_fact_that_decides_which_approval_is_missing_is_asked() -> None:
    terms = license_of(f"""
      {GRANT}
      gate always at "2" {{ for run needs consent from "X" }}
      gate perhaps at "2" {{ for run when product.charged_for needs consent from "Y" }}
    """)
    assert decided(terms, "run").verdict is lk.Verdict.NEEDS_APPROVAL
    (question,) = questions(terms)
    assert question.fact == "product.charged_for"
    assert [outcome.settled for outcome in question.outcomes] == [True, True]


def test_a_fact_that_decides_about_one_act_of_several_is_asked() -> None:
    terms = license_of(f"""
      {GRANT}
      prohibition none at "2" {{ must not sell }}
      prohibition some at "2" {{ must not run when use.personal }}
    """)
    assert asked(terms, "run sublicense") == ["use.personal"]
    assert decided(terms, "run sell").verdict is lk.Verdict.PROHIBITED
    assert asked(terms, "run sell") == [], "whatever is learnt of `run`, both together are prohibited"


def test_a_choice_of_licenses_asks_what_decides_which_is_taken() -> None:
    free = lk.parse(
        'license free { title "Free" grant rights at "1" { may any act } duty n at "2" { for run must give notice } }'
    )
    decision = decided(lk.any_of(stopped("use.personal"), free), "run")
    assert [one.fact for one in decision.questions] == ["use.personal"]


# --- meanings -----------------------------------------------------------------------------------------------


def test_the_licenses_own_meaning_is_put_with_the_question() -> None:
    terms = license_of(f"""
      meaning group at "1" "companies under common control"
      meaning group.operates.model_service at "1" "hosted for others"
      {GRANT}
      prohibition stop at "2" {{ must not run when group.operates.model_service }}
      prohibition large at "3" {{ must not run when group.people.now more than 5 }}
    """)
    found = {one.fact: one.meanings for one in questions(terms)}
    assert found == {
        "group.operates.model_service@small": ("small 1: hosted for others",),
        "group.people.now": ("small 1: companies under common control",),
    }


def test_a_fact_that_is_named_and_plays_no_part_is_not_asked() -> None:
    terms = stopped("use.personal and (use.evaluation or not use.evaluation)")
    assert [one.fact for one in decided(terms, "run").questions] == ["use.personal"]


def test_a_fact_that_bears_on_one_duty_of_several_acts() -> None:
    terms = license_of(f"""
      {GRANT}
      duty always at "2" {{ for run, sell must include license_text }}
      duty paid at "2" {{ for sell when product.charged_for must pay licensor }}
    """)
    decision = decided(terms, "run sell")
    assert decision.verdict is lk.Verdict.PERMITTED_WITH_DUTIES
    assert [one.fact for one in decision.questions] == ["product.charged_for"]


def test_a_duty_that_depends_on_whether_the_act_is_allowed() -> None:
    """The duty is active where the fact says so; whether it counts is for other facts to say."""
    terms = license_of(f"""
      {GRANT}
      prohibition stop at "2" {{ must not run when use.production }}
      duty always at "2" {{ for run must include license_text }}
      duty paid at "2" {{ for run when product.charged_for must pay licensor }}
    """)
    found = {one.fact: answers(one) for one in questions(terms)}
    assert found == {
        "use.production": {"yes": "prohibited", "no": "permitted_with_duties"},
        "product.charged_for": {"yes": "unknown", "no": "unknown"},
    }


def test_conduct_that_decides_only_beside_other_conduct() -> None:
    terms = stopped("(conduct.military and use.personal) or (use.evaluation and not use.personal)")
    assert set(asked(terms)) == {"use.personal", "use.evaluation", "conduct.military"}
    both = stopped("conduct.military and conduct.unlawful and use.personal")
    assert set(asked(both)) == {"use.personal", "conduct"}


def test_a_number_that_matters_only_with_other_facts() -> None:
    terms = stopped(
        "(group.people.now more than 5 and use.personal) or (group.people.now at most 5 and use.evaluation)"
    )
    found = {one.fact: answers(one) for one in questions(terms)}
    assert set(found) == {"group.people.now", "use.personal", "use.evaluation"}
    assert found["group.people.now"] == {"at most 5": "unknown", "at least 6": "unknown"}


def test_a_number_of_which_one_cell_is_left_is_not_asked() -> None:
    terms = stopped("group.people.now more than 5 and use.personal")
    assert asked(terms, facts={"group.people.now": lk.at_least(6)}) == ["use.personal"]
