"""More of test_decision_particulars.py: small things on which an answer rests (docs/reliability-code.md)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from small_license import decided, inquiry_of, license_of, named, possible

import licensekit as lk
from licensekit.decision.cells import cells_of
from licensekit.decision.change import ItemChange
from licensekit.decision.changed_values import DAY, Becoming
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.questions import asks
from licensekit.diagram.cheapest import Item
from licensekit.meaning.domain import Interval
from licensekit.meaning.variable import ANOTHER_TEXT, FactVariable
from licensekit.truth import TRUE, UNKNOWN

GRANT = 'grant rights at "1" { may any act }'
OWN = {"access.channel": "own_copy"}
CURED, NOTIFIED = "breach.cured_on", "breach.notified_on"


def test_of_what_is_prohibited_in_part_nothing_is_asked() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run }} '
        'gate ask at "3" { for sell when product.charged_for needs consent from "X" }'
    )
    told = decided(terms, "run sell", OWN)
    assert (told.verdict, told.questions) == ("prohibited", ())
    assert [asks(inquiry_of(terms, acts, OWN), "product.charged_for") for acts in ("run sell", "sell")] == [False, True]
    assert [each.fact for each in decided(terms, "sell", OWN).questions] == ["product.charged_for"]


@pytest.mark.parametrize(
    ("cured", "expected"),
    [
        (date(2026, 6, 1), ["2026-05-30", "2026-05-31", "2026-06-06"]),
        (date(2026, 5, 31), ["2026-05-30", "2026-06-05", "2026-06-06"]),
    ],
)
def test_the_days_on_which_a_date_could_turn_an_answer(cured: date, expected: list[str]) -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when {CURED} within 5 days after {NOTIFIED} }}')
    becoming = Becoming(inquiry_of(terms, "run", {CURED: cured, NOTIFIED: date(2026, 5, 31)}))
    item, variable = Item("fact", CURED), named(terms, CURED)
    assert isinstance(variable, FactVariable)
    assert [date.fromordinal(day).isoformat() for day in becoming.days(variable)] == expected
    days = [date.fromisoformat(day).toordinal() for day in expected]
    assert list(becoming.changes(item, {})) == [ItemChange(item, Interval(day, day), DAY) for day in days]


def test_a_number_is_cut_where_those_end_that_are_tied_to_it() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when group.people.now more than 10 }}')
    becoming = Becoming(inquiry_of(terms, "run", {"licensee.people.now": 7}))
    number = named(terms, "group.people.now")
    assert isinstance(number, FactVariable)
    assert [cut.threshold for cut in becoming.cuts(number) if cut.after] == [6, 7, 10]


def test_a_text_may_be_any() -> None:
    matter = inquiry_of(license_of(f'fact x.place is text "Where?" {GRANT}'), "run").matter
    assert cells_of(matter, matter.variable("x.place"), {}) == (ANOTHER_TEXT,)


def test_an_approval_that_is_refused_says_nothing_of_the_next() -> None:
    terms = license_of(
        f'{GRANT} gate first at "2" {{ for run needs consent from "X" }} gate second at "3" {{ for sell needs consent from "Y" }}'
    )
    approvals = [lk.Approval("first", "refused"), lk.Approval("second")]
    assert possible(terms, "sell", OWN, approvals=approvals) == ["permitted"]
    assert possible(terms, "run", OWN, approvals=approvals) != ["permitted"]


def test_an_option_of_a_reading_that_there_is_not_is_mended_by_those_that_there_are() -> None:
    terms = license_of(
        f'{GRANT} reading first at "2" "What?" {{ option a "as a" taken because "so" option b "as b" }} '
        'prohibition p at "3" { must not run when reading first is b }'
    )
    with pytest.raises(lk.FactsError, match="has no option") as refused:
        decided(terms, "run", readings={"first": "elephant"})
    assert [each.help for each in refused.value.diagnostics] == ["write one of a, b"]


def test_what_cannot_be_assumed_is_refused_where_nothing_else_is_stated() -> None:
    with pytest.raises(lk.LicensekitError, match="nonsense"):
        decided(license_of(GRANT), "run", assume="nonsense")


def test_a_duty_binds_in_all_worlds_where_it_is_due_and_in_some_where_that_is_open() -> None:
    terms = license_of(
        f'{GRANT} duty d at "2" {{ for run must include license_text in every_copy when product.charged_for }}'
    )
    (due,) = decided(terms, "run", {**OWN, "product.charged_for": True}).duties
    (left,) = decided(terms, "run", OWN).duties
    assert [(each.status, each.truth) for each in (due, left)] == [("due", TRUE), ("open", UNKNOWN)]


def test_where_all_is_allowed_it_is_not_told_which_act_would_be_alone() -> None:
    first = lk.parse(
        'license first { title "F" grant g at "1" { may any act } '
        'duty d at "2" { for run must include license_text in every_copy when product.charged_for } }'
    )
    second = lk.parse('license second { title "S" prohibition p at "2" { must not any act } }')
    told = decided(lk.any_of(first, second), "run sell", OWN)
    assert [each.value for each in told.possible] == ["permitted", "permitted_with_duties"]
    assert told.notes == ()


def test_the_circumstances_of_a_decision_are_stated_and_no_profiles() -> None:
    terms = license_of(f'{GRANT} gate ask at "2" {{ for run needs consent from "X" }}')
    profile = lk.parse_profile('[facts]\n"product.charged_for" = true\n')
    beside = terms.evaluate(terms.use(["run"]), profile=profile)
    assert type(beside.circumstances) is type(decided(terms, "run").circumstances)
    alone = decided(terms, "run", approvals=[lk.Approval("ask")])
    assert alone.circumstances is alone.deferred.put.circumstances


def test_an_amount_in_money_of_another_year_is_not_told_to_be_in_another_currency() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ '
        "must not run when group.revenue.year more than 20 USD of 2019 adjusted by us_cpi_u }"
    )
    told = decided(terms, "run", {"group.revenue.year": "at most 30 USD"})
    (reason,) = [each for each in told.reasons if each.clause == "p"]
    assert reason.condition is not None
    assert [(fact.value, fact.source) for fact in reason.condition.facts] == [("unknown", "")]


def test_a_column_that_can_make_a_fact_doubtful_plays_a_part() -> None:
    reaching = license_of('gate g at "1" { for run when use.reaches_third_parties needs consent from "X" }')
    assert reaching.compile().idle(["run"], ("use.affects_end_users", "work.modified")) == ("work.modified",)


def test_two_things_of_one_name_are_told_by_where_they_stand() -> None:
    text = "\n".join(
        f'license l{at} {{ title "L" fact x.y is yes_no "Is it {at}?" grant g at "1" {{ may run when x.y }} }}'
        for at in range(2)
    )
    parts = [lk.parse(text, license=f"l{at}") for at in range(2)]
    with pytest.raises(lk.LicensekitError, match="two things here: in `l0` and in `l1`"):
        lk.all_of(*parts)


@pytest.mark.parametrize(
    ("known", "doubtful"),
    [
        ({"conduct.deception": True}, "use.reaches_third_parties"),
        ({"conduct.disparagement": True}, "conduct.defamation"),
        ({"conduct.disparagement": True}, "conduct.harassment"),
        ({"breach.discovered_on": date(2026, 5, 1)}, "licensor.has_terminated"),
        ({"breach.discovered_on": date(2026, 5, 1)}, "breach.uncured"),
    ],
)
def test_what_is_known_keeps_what_may_follow_from_being_taken_for_granted(
    known: dict[str, object], doubtful: str
) -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when {doubtful} }}')
    assert possible(terms, "run", OWN, assume="standard") == ["permitted"]
    assert possible(terms, "run", OWN | known, assume="standard", as_of=date(2026, 6, 1)) == ["permitted", "prohibited"]


def test_terms_and_alternatives_are_shown_without_all_that_they_rest_on() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when product.charged_for }}')
    ways = decided(terms, "run", {**OWN, "product.charged_for": True}).alternatives()
    assert ways.found
    assert "Decision" not in repr(ways)
    assert "Situation" not in repr(ways.found)


def test_duties_done_are_told_once_and_those_that_are_due_beside_one_that_is_not() -> None:
    asked = Circumstances(done=["d"])  # type: ignore[arg-type]
    assert (asked.done, hash(asked)) == (("d",), hash(Circumstances(done=("d",))))
    terms = license_of(
        f'{GRANT} duty d at "2" {{ for run must include license_text in every_copy when product.charged_for }} '
        'duty e at "3" { for run must include license_text in every_copy }'
    )
    (unread,) = decided(terms, "run", {"product.charged_for": False}, done=["d"]).unread
    assert (unread.name, unread.near) == ("small.d", ("small.e",))


def test_each_operation_has_its_own_steps() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when product.charged_for or use.in_business }}')
    told = decided(terms, "run", OWN)
    diagrams = told.deferred.inquiry.matter.diagrams
    diagrams.spent = diagrams.limit
    assert told.settling() is not None


def test_what_can_be_of_one_act_is_not_taken_from_another() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run when any of use.countries in {{ US }} }} '
        'prohibition q at "3" { must not sell when any of use.countries in { DE } and not any of use.countries in { DE, FR } }'
    )
    assert possible(terms, "run", OWN) == ["permitted", "prohibited"]
    assert possible(terms, "sell", OWN) == ["permitted"]


def test_the_way_that_surely_leads_to_less_is_told_first() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run when product.charged_for and use.in_business }} '
        'duty d at "3" { for run must include license_text in every_copy when (not product.charged_for) and use.production }'
    )
    told = decided(terms, "run", {**OWN, "product.charged_for": True, "use.in_business": True}).alternatives()
    assert [[step.item.name for step in way.steps] for way in told.found][:2] == [
        ["use.in_business"],
        ["product.charged_for"],
    ]


def test_a_number_that_is_known_in_part_becomes_what_is_left_of_it() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when group.people.now more than 10 }}')
    becoming = Becoming(inquiry_of(terms, "run", {"group.people.now": "between 5 and 20"}))
    pieces = [each.value for each in becoming.changes(Item("fact", "group.people.now"), {})]
    assert Interval(5, 10) in pieces
    assert Interval(0, 10) not in pieces


def test_a_duty_that_is_open_for_one_act_is_not_told_to_bind_surely() -> None:
    terms = license_of(
        f'{GRANT} gate ask at "2" {{ for sell when use.in_business needs consent from "X" }} '
        'duty d at "3" { for run, sell must include license_text in every_copy when use.in_business }'
    )
    (duty,) = decided(terms, "run sell", OWN).duties
    assert (duty.status, duty.truth) == ("open", UNKNOWN)


def test_an_approval_that_its_gate_does_not_ask_for_is_nothing_to_rest_on() -> None:
    terms = license_of(
        'gate g at "2" { for use_outputs when product.charged_for needs consent from "X" which grants it }'
    )
    told = decided(terms, "use_outputs", {"product.charged_for": False}, approvals=[lk.Approval("g")])
    assert (str(told.verdict), told.basis) == ("permitted", "unrestricted")


def test_a_duty_that_only_would_apply_does_not_bear_on_the_bounds() -> None:
    terms = license_of(
        f'{GRANT} gate g at "2" {{ for sell needs consent from "X" }} '
        'duty d at "3" { for sell must include license_text in every_copy when product.charged_for }'
    )
    told = decided(terms, "sell", {**OWN, "product.charged_for": False})
    assert (str(told.verdict), told.bounds) == ("needs_approval", ())


def test_the_day_from_which_something_is_attested_would_change_an_answer() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when conduct.fraud }}')
    later = lk.Attestation("Legal", date(2026, 6, 10), ("conduct",))
    ways = decided(terms, "run", OWN, attested=later, as_of=date(2026, 6, 1)).alternatives().found
    day = date(2026, 6, 10).toordinal()
    assert Interval(day, day) in [step.value for way in ways for step in way.steps if step.item.kind == "day"]


def test_of_two_licences_that_are_as_mild_the_first_counts_alone() -> None:
    first, second = (
        lk.parse(
            f'license {name} {{ title "L" {GRANT} duty d at "2" {{ for run must include license_text in every_copy }} }}'
        )
        for name in ("first", "second")
    )
    (part,) = decided(lk.any_of(first, second), "run", OWN).parts
    assert part.licenses == ("first",)


@pytest.mark.parametrize("how", [lk.any_of, lk.all_of])
def test_nothing_rests_on_an_agreement_with_a_licensor_whose_licence_does_not_allow_it(how: Any) -> None:
    agreed = lk.parse(
        f'license agreed {{ title "A" licensor "Example Inc." {GRANT} prohibition p at "2" {{ must not run }} }}'
    )
    free = lk.parse(f'license free {{ title "F" {GRANT} }}')
    barred = lk.parse(f'license barred {{ title "B" {GRANT} prohibition p at "2" {{ must not run }} }}')
    terms = how(free if how is lk.any_of else barred, agreed)
    (part,) = decided(terms, "run", OWN, approvals=[lk.Approval("agreement with Example Inc.")]).parts
    assert part.rests_on == ()


def test_the_bounds_of_months_are_those_of_the_year_that_they_make() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run when group.revenue.calendar_year more than 1_000 USD }}'
    )
    months: dict[str, object] = {f"group.revenue[2025-{month:02}]": "10 USD" for month in range(1, 13)}
    told = decided(terms, "run", OWN | months, as_of=date(2026, 6, 10)).bounds
    assert [(each.fact, each.value) for each in told] == [(month, "at most 10 USD") for month in months]


def test_a_year_of_no_kind_is_known_by_the_kinds_that_months_make() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when group.revenue.year more than 1_000 USD }}')
    months: dict[str, object] = {f"group.revenue[2025-{month:02}]": "10 USD" for month in range(1, 13)}
    told = decided(terms, "run", months | {"group.revenue.prior_tax_year": "20 USD"}, as_of=date(2026, 1, 10))
    assert (str(told.verdict), told.unread) == ("permitted", ())


def test_of_a_product_that_is_not_there_all_numbers_are_nothing() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run when product.monthly_active_users.month at least 1 }}'
    )
    assert possible(terms, "run", {**OWN, "product.exists": False}) == ["permitted"]


def test_what_the_question_states_is_not_told_to_come_from_the_profile() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when product.charged_for and use.in_business }}')
    profile = lk.parse_profile('[facts]\n"product.charged_for" = true\n', "ours.toml")
    told = terms.evaluate(terms.use(["run"], {"use.in_business": True}), profile=profile)
    assert {each.fact: "profile" in each.source for each in told.facts} == {
        "product.charged_for": True,
        "use.in_business": False,
    }


def test_an_open_reading_on_which_nothing_hangs_hides_no_facts_that_settle() -> None:
    terms = license_of(
        f'{GRANT} reading first at "2" "What?" {{ option a "as a" taken because "so" option b "as b" }} '
        'duty d at "3" { for run must include license_text in every_copy when reading first is b and product.charged_for } '
        'duty e at "4" { for run must include notices in every_copy when use.in_business }'
    )
    settled = decided(terms, "run", {**OWN, "product.charged_for": False}, readings="strict").settling()
    assert settled is not None
    assert settled.always == (("use.in_business",),)


def test_no_more_than_three_facts_are_told_to_be_near() -> None:
    kinds = " or ".join(f"conduct.{each}" for each in ("fraud", "spam", "military", "harassment", "defamation"))
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when {kinds} }}')
    (unread,) = decided(terms, "run", {"conduct.hate": True}).unread
    assert len(unread.near) == 3


@pytest.mark.parametrize("part", ["readings", "questions"])
def test_each_part_of_an_answer_has_its_own_steps(part: str) -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when conduct.military and product.charged_for }}')
    told = decided(terms, "run", OWN)
    diagrams = told.deferred.inquiry.matter.diagrams
    diagrams.spent = diagrams.limit
    assert getattr(told, part)


def test_each_cell_of_a_number_that_is_known_in_part_has_the_answer_of_that_cell() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run when group.people.now more than 10 and product.charged_for }} '
        'prohibition q at "3" { must not run when group.people.now more than 10 and not product.charged_for }'
    )
    (question,) = decided(terms, "run", {**OWN, "group.people.now": "between 5 and 20"}).questions
    assert [[str(each) for each in outcome.possible] for outcome in question.outcomes] == [
        ["permitted"],
        ["prohibited"],
    ]


@pytest.mark.parametrize(
    ("known", "doubtful", "why"),
    [
        ("breach.first_notice", "breach.uncured", "a breach of which notice came may not be put right"),
        ("conduct.disparagement", "conduct.defamation", "to disparage somebody may be to defame"),
    ],
)
def test_what_is_doubtful_is_told_with_the_rule_that_says_so_outright(known: str, doubtful: str, why: str) -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when {doubtful} }}')
    (note,) = decided(terms, "run", {**OWN, known: True}, assume="standard").notes
    assert note.startswith(f"`{doubtful}` was not taken for granted: {why}")
