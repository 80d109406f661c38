"""The interview: it asks what settles most, takes what is offered and what is written, and never asks again in vain."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal

import pytest

import licensekit as lk
from licensekit.errors import FactsError
from licensekit.interview import Interview, Offer
from unit.command_line import TODAY
from unit.small_license import license_of

KIMI = lk.load("kimi-k2.5")


def interview(text: str, *acts: str, **given: object) -> Interview:
    return Interview(license_of(text), acts or ("run",), **given)  # type: ignore[arg-type]


def offered(held: Interview) -> list[tuple[str, str]]:
    assert held.question is not None
    return [(each.words, each.leads_to) for each in held.question.options]


def refused(held: Interview, value: object) -> tuple[str, str, str]:
    with pytest.raises(FactsError) as error:
        held.answer(value)
    (finding,) = error.value.diagnostics
    return finding.code, finding.message, finding.help


# -- a question --------------------------------------------------------------------------------------------------


def test_a_question_says_what_why_and_by_which_clause() -> None:
    question = Interview(KIMI, ["embed"]).question
    assert question is not None
    assert (question.fact, question.type) == ("product.revenue.month", "money")
    assert question.words == "How much revenue does the product make in the last full calendar month?"
    assert [str(each) for each in question.clauses] == ["¶4 (`display-name`)"]
    assert question.why == "¶4 (`display-name`) depends on it: permitted or permitted with duties"
    assert question.enough == "at most 20_000_000 USD"
    assert [each.value for each in question.options] == [
        lk.at_most(lk.Money(Decimal(20_000_000), "USD")),
        lk.more_than(lk.Money(Decimal(20_000_000), "USD")),
    ]


def test_an_offer_says_what_it_leads_to_and_the_duties_that_only_it_brings() -> None:
    assert offered(Interview(KIMI, ["embed"])) == [
        ("at most 20_000_000 USD", "permitted, perhaps with duties"),
        ("more than 20_000_000 USD", "permitted with duties, with `display-name`"),
    ]


def test_a_judgement_is_named_as_one() -> None:
    held = interview(
        'grant rights at "1" { may run } prohibition p at "2" { must not run when purpose.primarily_commercial }'
    )
    assert held.question is not None
    assert held.question.judgement


# -- answers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [lk.at_most(lk.Money(Decimal(5), "USD")), "at most 20 million USD", lk.Money(Decimal(5), "USD"), "5 USD"],
)
def test_an_answer_may_be_typed_or_written(value: object) -> None:
    held = Interview(KIMI, ["embed"]).answer(value)
    assert held.question is not None
    assert held.question.fact != "product.revenue.month"
    assert held.progress.answered == 1


def test_the_answers_come_to_a_decision() -> None:
    held = Interview(KIMI, ["embed"]).answer("at most 20 million USD").answer("at most 100 million")
    assert held.question is None
    assert held.progress.done
    assert held.decision.possible == (lk.Verdict.PERMITTED,)
    assert dict(held.facts) == {
        "product.monthly_active_users.month": lk.at_most(100_000_000),
        "product.revenue.month": lk.at_most(lk.Money(Decimal(20_000_000), "USD")),
    }


def test_nothing_changes_an_interview() -> None:
    first = Interview(KIMI, ["embed"])
    second = first.answer("at most 20 million USD")
    assert first.question != second.question
    assert second.back() is first
    assert first.back() is first
    assert dict(first.facts) == {}


def test_who_does_not_know_is_asked_something_else_and_never_again() -> None:
    held, seen = Interview(KIMI, ["embed"]), []
    while (question := held.question) is not None:
        seen.append(question.key)
        held = held.answer("don't know")
    assert len(seen) == len(set(seen)) > 2
    assert held.progress == (0, len(seen), 0)
    assert held.decision.verdict is lk.Verdict.PERMITTED_WITH_DUTIES
    assert held.decision.possible == (lk.Verdict.PERMITTED, lk.Verdict.PERMITTED_WITH_DUTIES)


def test_an_answer_that_says_nothing_new_is_none() -> None:
    held = Interview(KIMI, ["embed"]).answer("at most 900 million USD")
    assert held.question is not None
    assert held.question.fact == "product.revenue.month"
    again = held.answer("at most 900 million USD")
    assert again.progress.skipped == 1
    assert again.question is None or again.question.fact != "product.revenue.month"


def test_a_country_may_be_named() -> None:
    held = Interview(
        lk.load("llama-4"), ["run"], facts={"work.multimodal": True, "group.monthly_active_users[2025-03]": 5}
    )
    assert held.question is not None
    assert (held.question.fact, len(held.question.options)) == ("licensee.domicile", 249)
    assert {each.answer for each in held.question.outcomes} == {"in EU", "elsewhere"}
    assert held.answer("France").decision.verdict is lk.Verdict.NOT_GRANTED
    assert held.answer("US").decision.allowed is lk.Allowed.YES
    assert refused(held, "EU")[:2] == (
        "LK502",
        "`licensee.domicile`: `EU` is a group of countries, and who belongs to it changes",
    )


def test_conduct_is_one_statement_and_no_asks_one_by_one() -> None:
    text = """grant rights at "1" { may run }
    prohibition a at "2" { must not run when conduct.military }
    prohibition b at "3" { must not run when conduct.surveillance }"""
    held = interview(text, circumstances=lk.Circumstances(assume="none"))
    assert held.question is not None
    assert (held.question.fact, held.question.type) == ("conduct", "statement")
    yes, no = held.question.options
    assert yes.facts == {"conduct.military": False, "conduct.surveillance": False}
    assert held.answer(yes).decision.possible == (lk.Verdict.PERMITTED,)
    apart = held.answer(no)
    assert apart.question is not None
    assert apart.question.fact == "conduct.military"
    assert apart.answer(False).answer(True).decision.verdict is lk.Verdict.PROHIBITED
    assert refused(held, "perhaps")[:2] == ("LK502", "`conduct`: `perhaps` is neither yes nor no")


def test_a_rate_is_asked_for_and_taken() -> None:
    held = Interview(
        KIMI,
        ["embed"],
        facts={
            "product.revenue.month": "30 million EUR",
            "product.charged_for": True,
            "product.monthly_active_users.month": 5,
        },
    )
    assert held.question is not None
    assert (held.question.type, held.question.options) == ("rate", ())
    assert held.answer("1 EUR = 1.1 USD on 2026-06-01").decision.possible == (lk.Verdict.PERMITTED_WITH_DUTIES,)
    assert refused(held, "1.1")[1] == "`product.revenue.month`: `1.1` is not a rate"
    assert held.question.example == "1 EUR = 1.2 USD on 2026-06-01", "not of another currency than was stated"
    with pytest.raises(FactsError) as caught:
        held.answer("1.1")
    assert caught.value.diagnostics[0].help == "write `1 EUR = 1.2 USD on 2026-06-01`"
    assert held.answer(held.question.example).decision.circumstances.rates[0].source == "EUR"


def test_the_day_is_asked_for_and_taken() -> None:
    text = 'grant rights at "1" { may run when as_of before 2026-01-01 }'
    held = interview(text)
    assert held.question is not None
    assert (held.question.fact, held.question.type) == ("as_of", "date")
    assert held.answer(TODAY).decision.verdict is lk.Verdict.NOT_GRANTED
    assert held.answer("2025-06-01").circumstances.as_of == date(2025, 6, 1)
    assert refused(held, "soon")[0] == "LK122"


def test_a_set_takes_several_and_a_text_is_written() -> None:
    held = Interview(lk.load("minimax-h3"), ["run"])
    while held.question is not None and held.question.fact != "use.countries":
        held = held.skip()
    assert held.question is not None
    assert {"worldwide", "DE", "FR"} <= {each.words for each in held.question.options}
    assert held.answer(frozenset({"DE", "FR"})).facts["use.countries"] == lk.Exactly(frozenset({"DE", "FR"}))
    assert held.answer("DE,FR").facts["use.countries"] == lk.Exactly(frozenset({"DE", "FR"}))


def test_disputed_wording_is_never_asked() -> None:
    held = Interview(lk.load("minimax-m2.7"), ["run"], circumstances=lk.Circumstances(readings="strict"))
    while (question := held.question) is not None:
        assert not question.fact.startswith("reading ")
        held = held.skip()


# -- slips -------------------------------------------------------------------------------------------------------


def test_two_are_equal_that_say_the_same_here_and_in_another_process() -> None:
    held = Interview(KIMI, ["embed"], facts={"product.charged_for": True})
    answered = held.answer("at most 5 million").skip()
    for each in (held, answered):
        travelled = pickle.loads(pickle.dumps(each))
        assert (travelled, hash(travelled)) == (each, hash(each))
        assert travelled.question == each.question
    assert held == Interview(KIMI, ["embed"], facts={"product.charged_for": True})
    assert held not in (answered, Interview(KIMI, ["run"], facts={"product.charged_for": True}), held.skip())
    assert answered.back().back() == held


def test_nothing_is_no_answer_and_the_mend_skips() -> None:
    with pytest.raises(FactsError) as error:
        lk.Interview(lk.load("kimi-k2.5"), ["embed"]).answer(None)
    assert error.value.diagnostics[0].help == "call `skip()` where it is not known"


def test_an_answer_that_cannot_be_is_refused_and_the_question_stands() -> None:
    held = Interview(KIMI, ["embed"])
    assert refused(held, "much") == (
        "LK502",
        "`product.revenue.month`: `much` is not an amount of money",
        "write it like `20 million USD` or `at most 20 million USD`",
    )
    assert refused(held, 1.5)[0] == "LK504"
    assert held.progress.answered == 0


def test_an_answer_that_contradicts_what_is_known_is_told_at_once() -> None:
    held = Interview(KIMI, ["embed"], facts={"group.revenue.any_12_months": "at most 90 million USD"})
    code, message, _ = refused(held, "200 million USD")
    assert code == "LK522"
    assert "`group.revenue.any_12_months` (at most 90_000_000 USD, given)" in message


def test_nothing_is_answered_where_nothing_is_asked() -> None:
    done = Interview(lk.load("mit"), ["run"])
    assert done.question is None
    assert refused(done, True) == ("LK519", "nothing is asked", "see `decision`, or go `back`")
    with pytest.raises(FactsError):
        done.skip()


def test_acts_and_facts_that_cannot_be_are_refused_at_once() -> None:
    with pytest.raises(FactsError) as error:
        Interview(KIMI, ["rn"])
    assert [each.code for each in error.value.diagnostics] == ["LK503"]
    with pytest.raises(FactsError) as error:
        Interview(KIMI, lk.Use.of(["run"]))  # type: ignore[arg-type]
    assert [(each.code, each.message, each.help) for each in error.value.diagnostics] == [
        (
            "LK508",
            "`acts`: this is a Use, not a list of acts",
            "write `use.acts`, and what it says as `facts=use.given`",
        )
    ]
    with pytest.raises(FactsError) as error:
        Interview("mit", ["run"], profile="c.toml", circumstances="none")  # type: ignore[arg-type]
    assert [(each.code, each.path) for each in error.value.diagnostics] == [
        ("LK508", "terms"),
        ("LK508", "circumstances"),
        ("LK508", "profile"),
    ]
    with pytest.raises(FactsError) as error:
        Interview(KIMI, ["run"], facts={"product.nothing": True})
    assert [each.code for each in error.value.diagnostics] == ["LK501"]


# -- beside a profile --------------------------------------------------------------------------------------------


def test_a_profile_saves_questions_and_an_answer_wins_over_it() -> None:
    profile = lk.parse_profile('[facts]\n"product.monthly_active_users.month" = "at most 5 million"\n', "c.toml")
    held = Interview(KIMI, ["embed"], profile=profile)
    assert held.question is not None
    assert held.question.fact == "product.revenue.month"
    done = held.answer("at most 1 million USD")
    assert done.question is None
    assert any(note.startswith("profile c.toml says 1 thing") for note in done.decision.notes)


def test_an_interview_travels() -> None:
    held = Interview(KIMI, ["embed"]).answer("at most 20 million USD")
    there = pickle.loads(pickle.dumps(held))
    assert there.question == held.question
    assert there.decision.verdict == held.decision.verdict


def test_an_offer_is_its_value() -> None:
    held = Interview(KIMI, ["embed"])
    assert held.question is not None
    for offer in held.question.options:
        assert isinstance(offer, Offer)
        by = [held.answer(each).facts for each in (offer, offer.value, offer.words)]
        assert by[0] == by[1] == by[2]


def test_clauses_are_named_as_they_are_written() -> None:
    """A duty that is asked for two ways has two numbers inside, and one name in the text."""
    question = Interview(lk.load("agpl-3.0"), ["modify", "provide"]).question
    assert question is not None
    named = [each.clause for each in question.clauses]
    named += [name for option in question.options for name in option.besides]
    assert "copyright-notice" in named
    assert [name for name in named if "/" in name] == []
    assert len({str(each) for each in question.clauses}) == len(question.clauses)
