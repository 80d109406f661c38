"""Several licences at once, a choice between several, and licences that follow on a day."""

from __future__ import annotations

from datetime import date

import pytest
from small_license import decided, license_of, possible, verdict

import licensekit as lk
from licensekit.api import LicenseTerms
from licensekit.meaning.domain import Domain
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.terms import Outlook, dates_awaited, programs, rank
from licensekit.meaning.verdict import Verdict


def named(name: str, body: str) -> LicenseTerms:
    return lk.parse(f'license {name} {{ title "{name}" {body} }}')


FREE = named("free", 'grant rights at "1" { may any act }')
NOTICE = named(
    "notice", 'grant rights at "1" { may any act } duty notice at "2" { for any act must give license_text }'
)
SILENT = named("silent", 'grant rights at "1" { may run }')
NO_SALE = named("no-sale", 'grant rights at "1" { may any act } prohibition sale at "2" { must not sell }')
GATED = named("gated", 'grant rights at "1" { may any act } gate ask at "2" { for sell needs consent from "X" }')
IF_CHARGED = named(
    "if-charged",
    'grant rights at "1" { may any act } prohibition paid at "2" { must not any act when product.charged_for }',
)
IF_FREE = named(
    "if-free",
    'grant rights at "1" { may any act } prohibition unpaid at "2" { must not any act when not product.charged_for }',
)


@pytest.mark.parametrize(
    ("parts", "together", "choice"),
    [
        ((FREE, NOTICE), "permitted_with_duties", "permitted"),
        ((NOTICE, NO_SALE), "prohibited", "permitted_with_duties"),
        ((SILENT, GATED), "not_granted", "needs_approval"),
        ((SILENT, NO_SALE), "prohibited", "not_granted"),
        ((NO_SALE, GATED, NOTICE), "prohibited", "permitted_with_duties"),
    ],
)
def test_the_more_severe_of_all_the_milder_of_any(parts: tuple[LicenseTerms, ...], together: str, choice: str) -> None:
    for order in (parts, parts[::-1]):
        assert verdict(lk.all_of(*order), "sell") == together
        assert verdict(lk.any_of(*order), "sell") == choice


def test_licenses_are_joined_in_their_name() -> None:
    assert lk.all_of(FREE, NOTICE).id == "all of (free, notice)"
    assert lk.any_of(FREE, lk.all_of(NOTICE, SILENT)).id == "any of (free, all of (notice, silent))"


def test_a_world_is_shared_by_all() -> None:
    """In no world do both prohibit, in none does neither."""
    both = (IF_CHARGED, IF_FREE)
    assert possible(lk.all_of(*both), "run") == ["prohibited"]
    assert possible(lk.any_of(*both), "run") == ["permitted"]


def test_the_duties_of_all_and_of_the_license_taken() -> None:
    other = named("other", 'grant rights at "1" { may any act } duty credit at "2" { for any act must give notice }')
    together = decided(lk.all_of(NOTICE, other), "run")
    assert [(duty.license, duty.clause) for duty in together.duties] == [("notice", "notice"), ("other", "credit")]
    first_of_equals = decided(lk.any_of(other, NOTICE), "run")
    assert [(duty.license, duty.clause) for duty in first_of_equals.duties] == [("other", "credit")]
    milder = decided(lk.any_of(other, FREE), "run")
    assert milder.duties == ()
    assert milder.parts[0].licenses == ("free",)


def test_duties_are_open_while_it_is_open_which_license_is_taken() -> None:
    choice = lk.any_of(IF_CHARGED, NOTICE)
    decision = decided(choice, "run")
    assert [str(one) for one in decision.possible] == ["permitted", "permitted_with_duties"]
    assert [(duty.clause, duty.status) for duty in decision.duties] == [("notice", "open")]
    assert decision.parts[0].licenses == ("if-charged", "notice")
    assert [duty.status for duty in decided(choice, "run", {"product.charged_for": True}).duties] == ["due"]
    assert decided(choice, "run", {"product.charged_for": False}).duties == ()


def test_one_license_of_several_is_taken_for_each_act() -> None:
    parts = {part.act: part for part in decided(lk.any_of(SILENT, NO_SALE), "run sell embed").parts}
    assert {act: str(part.verdict) for act, part in parts.items()} == {
        "run": "permitted",
        "embed": "permitted",
        "sell": "not_granted",
    }
    assert parts["run"].licenses == ("silent",)
    assert parts["embed"].licenses == ("no-sale",)


def following(body: str) -> LicenseTerms:
    return lk.parse(
        f"""
      license later {{ title "Later" grant rights at "1" {{ may any act }} }}
      license start {{ title "Start" grant rights at "1" {{ may run }} {body} }}
    """,
        license="start",
    )


CONVERTS = following('converts to later at "2" on 2030-01-01')


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2029, 12, 31), ["not_granted"]),
        (date(2030, 1, 1), ["permitted"]),
        (None, ["permitted", "not_granted"]),
    ],
)
def test_a_license_that_replaces_another_from_a_day_on(as_of: date | None, expected: list[str]) -> None:
    assert possible(CONVERTS, "sell", as_of=as_of) == expected
    assert possible(CONVERTS, "run", as_of=as_of) == ["permitted"]


def test_which_license_counts_on_a_day() -> None:
    def counting(as_of: date | None) -> tuple[str, ...]:
        return decided(CONVERTS, "run", as_of=as_of).parts[0].licenses

    assert counting(date(2029, 12, 31)) == ("start",)
    assert counting(date(2030, 1, 1)) == ("later",)
    assert counting(None) == ("start", "later")


OFFERS = lk.parse(
    """
  license gift { title "Gift" grant rights at "1" { may any act } duty thanks at "2" { for any act must give thanks } }
  license start { title "Start"
    grant rights at "1" { may run }
    prohibition sale at "2" { must not sell }
    offers gift at "3" on 2030-01-01
  }
""",
    license="start",
)


@pytest.mark.parametrize(
    ("as_of", "expected", "taken"),
    [
        (date(2029, 12, 31), ["prohibited"], ("start",)),
        (date(2030, 1, 1), ["permitted_with_duties"], ("gift",)),
        (None, ["permitted_with_duties", "prohibited"], ("start", "gift")),
    ],
)
def test_a_license_that_is_offered_from_a_day_on(
    as_of: date | None, expected: list[str], taken: tuple[str, ...]
) -> None:
    decision = decided(OFFERS, "sell", as_of=as_of)
    assert [str(one) for one in decision.possible] == expected
    assert decision.parts[0].licenses == taken
    assert verdict(OFFERS, "run", as_of=as_of) == "permitted"


def test_what_is_offered_is_not_taken_where_it_is_no_milder() -> None:
    decision = decided(OFFERS, "run", as_of=date(2031, 1, 1))
    assert decision.duties == ()
    assert decision.parts[0].licenses == ("start",)


CHAIN = lk.parse(
    """
  license last { title "Last" grant rights at "1" { may any act } }
  license middle { title "Middle"
    grant rights at "1" { may run, sell }
    prohibition sale at "2" { must not sell }
    converts to last at "3" on 2031-01-01
  }
  license start { title "Start" grant rights at "1" { may run } converts to middle at "3" on 2030-01-01 }
""",
    license="start",
)


def test_licenses_follow_each_other() -> None:
    days = (date(2029, 1, 1), date(2030, 1, 1), date(2031, 1, 1))
    assert [verdict(CHAIN, "sell", as_of=day) for day in days] == ["not_granted", "prohibited", "permitted"]
    assert possible(CHAIN, "sell") == ["permitted", "not_granted", "prohibited"]
    assert [program.license.id for program in programs(CHAIN.terms)] == ["start", "middle", "last"]
    assert [program.license.id for program, _ in dates_awaited(lk.all_of(CHAIN, FREE).terms)] == ["start", "middle"]


EARLIER = following('converts to later at "2" on the earlier of 2030-11-01, 4 years after work.version_published_on')


@pytest.mark.parametrize(
    ("published", "as_of", "expected"),
    [
        ("2024-02-29", "2028-02-28", ["not_granted"]),
        ("2024-02-29", "2028-02-29", ["permitted"]),
        ("2029-01-01", "2030-10-31", ["not_granted"]),
        ("2029-01-01", "2030-11-01", ["permitted"]),
        (None, "2030-11-01", ["permitted"]),
        (None, "2028-01-01", ["permitted", "not_granted"]),
        ("2024-02-29", None, ["permitted", "not_granted"]),
        (None, None, ["permitted", "not_granted"]),
    ],
)
def test_the_earlier_of_a_day_and_some_years_after_another(
    published: str | None, as_of: str | None, expected: list[str]
) -> None:
    facts = {} if published is None else {"work.version_published_on": date.fromisoformat(published)}
    day = None if as_of is None else date.fromisoformat(as_of)
    assert possible(EARLIER, "sell", facts, as_of=day) == expected


def test_a_license_that_stands_in_the_terms_twice_is_one_license() -> None:
    assert [program.license.id for program in programs(lk.all_of(FREE, lk.any_of(FREE, NOTICE)).terms)] == [
        "free",
        "notice",
    ]


def test_a_choice_that_follows_in_a_conjunction() -> None:
    terms = lk.all_of(OFFERS, NOTICE)
    assert verdict(terms, "sell", as_of=date(2029, 1, 1)) == "prohibited"
    decision = decided(terms, "sell", as_of=date(2030, 1, 1))
    assert decision.verdict is lk.Verdict.PERMITTED_WITH_DUTIES
    assert [duty.clause for duty in decision.duties] == ["thanks", "notice"]


def test_a_possible_set_is_as_severe_as_its_worst_then_as_its_best() -> None:
    mild, hard = frozenset({Verdict.PERMITTED, Verdict.PROHIBITED}), frozenset({Verdict.PROHIBITED})
    assert sorted([hard, mild, frozenset({Verdict.NOT_GRANTED})], key=rank) == [
        frozenset({Verdict.NOT_GRANTED}),
        mild,
        hard,
    ]


def test_an_act_must_be_granted_by_the_license_asked_about() -> None:
    assert decided(license_of('grant rights at "1" { may run }'), "sell").reason == "silent"


def test_where_more_is_known_the_licenses_stand_as_if_looked_at_anew() -> None:
    terms = lk.all_of(IF_CHARGED, lk.any_of(NOTICE, IF_FREE)).terms
    before = Outlook({}, Setting())
    assert before.possible(terms, "run") == {Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES, Verdict.PROHIBITED}
    for charged in (True, False):
        world: dict[str, Domain] = {"product.charged_for": charged}
        anew = Outlook(world, Setting())
        for leaf in ("run", "use_outputs"):
            assert before.narrowed(world).possible(terms, leaf) == anew.possible(terms, leaf)
            assert before.narrowed(world).in_force(terms, leaf) == anew.in_force(terms, leaf)


def test_a_verdict_that_was_settled_stays_settled() -> None:
    before = Outlook({}, Setting())
    settled = before.possible(NO_SALE.terms, "sell")
    assert len(settled) == 1
    assert before.narrowed({"use.personal": True}).possible(NO_SALE.terms, "sell") is settled
