"""More of test_decision_details.py: small things on which an answer rests (docs/reliability-code.md)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from small_license import decided, inquiry_of, license_of, named, possible

import licensekit as lk
from licensekit.decision.cells import cells_of
from licensekit.decision.change import ItemChange, situation, stated_as
from licensekit.decision.changed_values import Changes, joined
from licensekit.decision.circumstances import leaves_asked
from licensekit.decision.inquiry import is_looked_at
from licensekit.decision.questions import asks
from licensekit.decision.unread import taken_up
from licensekit.decision.windows import series_in
from licensekit.diagram.cheapest import Item
from licensekit.meaning.calendar_days import LAST_DAY
from licensekit.meaning.domain import Among, Interval
from licensekit.meaning.terms import shape_of
from licensekit.meaning.variable import FactVariable, amount_variable
from licensekit.truth import TRUE
from licensekit.values import IndexValue

GRANT = 'grant rights at "1" { may any act }'


def test_a_series_of_a_use_is_of_the_months_that_are_stated() -> None:
    first, second = (amount_variable(f"product.revenue[2026-0{month}]", "USD") for month in (1, 2))
    (series,) = series_in((first, second), None)
    assert [name for _, name in series.points] == [first, second]
    assert [name for _, name in series.only({second}).points] == [second]


def test_a_value_of_an_index_that_is_given_twice_must_be_the_same() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when conduct.military }}')
    day = date(2026, 6, 1)
    once, again, otherwise = (IndexValue("us_cpi_u", 2019, Decimal(factor), day) for factor in ("1.3", "1.30", "1.4"))
    assert possible(terms, "run", {"conduct.military": False}, indices=[once, again]) == ["permitted"]
    with pytest.raises(lk.FactsError, match=r"us_cpi_u@2019") as refused:
        decided(terms, "run", indices=[once, otherwise])
    assert [each.code for each in refused.value.diagnostics] == ["LK515"]


def test_a_part_of_a_fact_for_each_option_that_is_named_and_one_for_the_rest() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when licensee.kind is academic }}')
    inquiry = inquiry_of(terms, "run")
    kind = named(terms, "licensee.kind")
    assert isinstance(kind, FactVariable)
    first, second, *_ = kind.options
    rest = first if first != "academic" else second
    assert set(cells_of(inquiry.matter, kind, {})) == {rest, "academic"}
    named_first = inquiry_of(f'{GRANT} prohibition p at "2" {{ must not run when licensee.kind is {first} }}', "run")
    assert cells_of(named_first.matter, kind, {}) == (first, second)


def test_days_turn_on_the_comparisons_of_a_date_and_on_no_others() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run when breach.cured_on before 2026-03-01 '
        "and breach.discovered_on before breach.notified_on }"
    )
    known = {named(terms, "breach.discovered_on"): Interval(739_000, 739_000)}
    inquiry = inquiry_of(terms, "run")
    begins = {
        name: [each.low for each in cells_of(inquiry.matter, named(terms, name), known) if isinstance(each, Interval)]
        for name in ("breach.cured_on", "breach.notified_on")
    }
    assert begins == {
        "breach.cured_on": [1, date(2026, 3, 1).toordinal(), LAST_DAY],
        "breach.notified_on": [1, 739_001, LAST_DAY],
    }


def test_the_worst_of_readings_that_are_as_bad_is_the_nearer_one() -> None:
    words = " ".join(
        f'reading {name} at "2" "What?" {{ option a "as a" taken because "so" option b "as b" }}'
        for name in ("first", "second")
    )
    terms = license_of(
        f"{GRANT} {words} "
        'prohibition p at "3" { must not run when reading first is b and product.charged_for } '
        'duty d at "4" { for run must include license_text in every_copy '
        "when reading first is b and reading second is b and use.in_business }"
    )
    report = decided(terms, "run", {"access.channel": "own_copy"}).readings
    assert dict(report.worst.choice) == {"small.first": "b", "small.second": "a"}


def test_an_order_that_holds_under_a_condition_bounds_nothing_where_that_is_open() -> None:
    users = "product.monthly_active_users.month more than 10"
    facts = {"products_commercial.monthly_active_users.month": 5, "access.channel": "own_copy"}
    paid = license_of(f'{GRANT} prohibition p at "2" {{ must not run when {users} and product.charged_for }}')
    assert possible(paid, "run", facts) == ["permitted"]
    few = "products_commercial.monthly_active_users.month less than 10"
    low = license_of(f'{GRANT} prohibition p at "2" {{ must not run when {few} and product.charged_for }}')
    assert possible(low, "run", {"product.monthly_active_users.month": 15, "access.channel": "own_copy"}) == [
        "permitted"
    ]
    free = license_of(f'{GRANT} prohibition p at "2" {{ must not run when {users} }}')
    assert possible(free, "run", facts) == ["permitted", "prohibited"]


def test_what_an_act_implies_is_so_under_the_meaning_that_a_licence_gives_it() -> None:
    terms = license_of(
        'meaning work.modified at "1" "as defined here" '
        f'{GRANT} prohibition p at "2" {{ must not modify when work.modified }}'
    )
    assert possible(terms, "modify") == ["prohibited"]


def test_of_clean_hands_nothing_is_said_where_only_what_is_safe_is_assumed() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when conduct.military }}')
    told = decided(terms, "run", {"access.channel": "own_copy"}, assume="safe")
    assert ([each.value for each in told.possible], told.assumptions, told.notes) == (
        ["permitted", "prohibited"],
        (),
        (),
    )


ASKING = license_of(f'{GRANT} gate ask at "2" {{ for run needs consent from "X" }}')


def test_an_approval_for_acts_that_nobody_knows_is_refused() -> None:
    with pytest.raises(lk.FactsError, match="runn") as refused:
        decided(ASKING, "run", approvals=[lk.Approval("ask", acts=("runn",))])
    assert [each.path for each in refused.value.diagnostics] == ["acts"]


def test_an_approval_cannot_be_held_and_refused() -> None:
    with pytest.raises(lk.FactsError, match="held and refused"):
        decided(ASKING, "run", approvals=[lk.Approval("ask"), lk.Approval("ask", "refused")])


def test_an_approval_that_counts_is_held_and_one_that_does_not_is_missing() -> None:
    day = date(2026, 6, 1)
    (held,) = decided(ASKING, "run", approvals=[lk.Approval("ask", since=day)], as_of=day).approvals
    (undated,) = decided(ASKING, "run", approvals=[lk.Approval("ask", since=day)]).approvals
    (refused,) = decided(ASKING, "run", approvals=[lk.Approval("ask", "refused", since=day)]).approvals
    assert (held.state, undated.state, refused.state) == ("held", "missing", "refused")


def test_an_approval_to_come_says_nothing_of_today() -> None:
    soon = lk.Approval("ask", "refused", since=date(2026, 7, 1))
    now = lk.Approval("ask", until=date(2026, 6, 30))
    assert possible(ASKING, "run", approvals=[now, soon], as_of=date(2026, 6, 1)) == ["permitted"]


def test_a_question_of_what_cannot_be_is_none() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when product.charged_for }}')
    told = decided(terms, "run", {"product.exists": False})
    start = situation(told.deferred.inquiry, told.deferred.put)
    assert start.possible
    assert not start.changed(ItemChange(Item("fact", "product.charged_for"), True)).possible
    assert not start.changed(ItemChange(Item("act", "run"), False)).possible


def test_the_day_of_a_conversion_is_asked_for() -> None:
    terms = lk.parse(
        'license first { title "First" converts to second at "9" on 2027-01-01 prohibition p at "1" { must not run } }'
        f'license second {{ title "Second" {GRANT} }}',
        license="first",
    )
    told = decided(terms, "run")
    assert [each.value for each in told.possible] == ["permitted", "prohibited"]
    (day,) = told.questions
    assert [each.answer for each in day.outcomes] == ["2026-12-31 or earlier", "2027-01-01 or later"]


def test_the_weakest_basis_of_several_licences_is_told() -> None:
    granting = license_of('grant rights at "1" { may run }')
    asking = lk.parse(
        'license asking { title "A" gate ask at "1" { for run needs written_permission from "X" which grants it } }'
    )
    held = [lk.Approval("asking.ask")]
    assert [part.basis for part in decided(asking, "run", approvals=held).parts] == ["approved"]
    for both in (lk.all_of(granting, asking), lk.all_of(asking, granting)):
        assert [part.basis for part in decided(both, "run", approvals=held).parts] == ["approved"]


def test_a_meaning_of_no_licence_is_refused_where_the_fact_is_left_open() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when conduct.military }}')
    elsewhere = {"conduct.military@another": False}
    with pytest.raises(lk.FactsError, match=r"no licence asked about gives `conduct\.military` the meaning `another`"):
        decided(terms, "run", elsewhere)
    assert possible(terms, "run", {**elsewhere, "conduct.military": True}) == ["prohibited"]
    with pytest.raises(lk.FactsError, match="the meaning `small`"):
        decided(terms, "run", {"conduct.military@small": False, "conduct.military": True})


def test_acts_are_a_list() -> None:
    with pytest.raises(lk.FactsError, match=r"acts") as refused:
        leaves_asked("run")
    assert [each.help for each in refused.value.diagnostics] == ['write ["run"]']


def test_an_agreement_that_is_not_made_lifts_nothing() -> None:
    terms = license_of(f'{GRANT} prohibition sale at "2" {{ must not sell }}', headers='licensor "X"')
    (reason,) = [each for each in decided(terms, "sell").reasons if each.clause == "sale"]
    assert (reason.lifted_by, reason.truth) == ((), TRUE)
    agreed = decided(terms, "sell", approvals=[lk.Approval("agreement with X")])
    (reason,) = [each for each in agreed.reasons if each.clause == "sale"]
    assert reason.lifted_by == ("agreement with X",)


def test_the_day_and_readings_are_no_facts_of_a_question() -> None:
    matter = inquiry_of(
        f'{GRANT} prohibition p at "2" {{ must not run when as_of before 2026-01-01 and conduct.military }}', "run"
    ).matter
    assert [str(each) for each in matter.variables] == ["conduct.military"]


def test_a_fact_that_plays_no_part_is_not_taken_up() -> None:
    inquiry = inquiry_of(
        f'{GRANT} gate g at "2" {{ for run when use.reaches_third_parties needs consent from "X" }}',
        "run",
        {"work.modified": True, "product.offered_to_third_parties": True},
    )
    assert [str(each) for each in taken_up(inquiry)] == ["product.offered_to_third_parties"]


def users(low: int | Decimal, high: int | Decimal | None) -> tuple[ItemChange, ...]:
    return (ItemChange(Item("fact", "x.users"), Interval(low, high)),)


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ([users(0, 3), users(4, 5)], [users(0, 5)]),
        ([users(0, 3), users(5, 6)], [users(0, 3), users(5, 6)]),
        ([users(0, Decimal(3)), users(Decimal(4), 5)], [users(0, Decimal(3)), users(Decimal(4), 5)]),
        ([users(0, 9), users(4, None)], [users(0, None)]),
        ([users(0, 9), users(4, 5)], [users(0, 9)]),
    ],
)
def test_changes_are_joined_where_there_is_no_gap_between_them(every: list[Changes], expected: list[Changes]) -> None:
    assert list(joined(every, lambda _: "the same")) == expected


def test_options_are_joined_one_after_another() -> None:
    every = [(ItemChange(Item("fact", "x.kind"), option),) for option in ("a", "b", "c")]
    assert list(joined(every, lambda _: "the same")) == [(every[0][0]._replace(value=Among(("a", "b", "c"))),)]


def test_an_amount_is_stated_with_the_ends_that_it_has() -> None:
    told = [stated_as(Interval(1, 5, low_open=low_open), "USD") for low_open in (False, True)]
    assert [str(each) for each in told] == ["between 1 USD and 5 USD", "more than 1 USD and at most 5 USD"]


def test_an_approval_may_be_held_for_some_acts_and_refused_for_others() -> None:
    terms = license_of(f'{GRANT} gate ask at "2" {{ for run, sell needs consent from "X" }}')
    held = lk.Approval("ask", acts=("run",))
    assert possible(terms, "run", approvals=[held, lk.Approval("ask", "refused", acts=("sell",))]) == ["permitted"]
    for acts in (("run", "sell"), ()):
        with pytest.raises(lk.FactsError, match="held and refused"):
            decided(terms, "run", approvals=[held, lk.Approval("ask", "refused", acts=acts)])


def test_the_duties_looked_at_are_named_with_their_licence_or_without() -> None:
    (program,) = inquiry_of(
        f'{GRANT} duty d at "2" {{ for run must include license_text in every_copy }}', "run"
    ).matter.programs
    number = len(program.clauses) - 1
    looked_at = [is_looked_at(owing, program, number) for owing in (None, {"d"}, {"small.d"}, {"other.d"}, {"e"})]  # type: ignore[arg-type]
    assert looked_at == [True, True, True, False, False]


def test_which_act_would_be_allowed_alone_is_told_of_a_choice_and_of_nothing_else() -> None:
    first = lk.parse('license first { title "F" grant g at "1" { may run } prohibition p at "2" { must not sell } }')
    second = lk.parse('license second { title "S" grant g at "1" { may sell } prohibition p at "2" { must not run } }')
    assert decided(first, "run sell").notes == ()
    (note,) = decided(lk.any_of(first, second), "run sell").notes
    assert "run" in note


def test_an_index_that_converts_nothing_is_unread_without_any_rate() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when product.revenue.year more than 5 USD }}')
    index = IndexValue("us_cpi_u", 2019, Decimal("1.3"), date(2026, 6, 1))
    told = decided(terms, "run", {"product.revenue.year": "1 USD"}, indices=[index])
    assert ["us_cpi_u" in each.name for each in told.unread] == [True]


def test_of_what_is_prohibited_nothing_is_asked() -> None:
    terms = license_of(
        f'{GRANT} prohibition p at "2" {{ must not run when conduct.military }} '
        'duty d at "3" { for run must include license_text in every_copy when use.in_business } '
        'gate ask at "4" { for run when product.charged_for needs consent from "X" }'
    )
    asked = {
        military: inquiry_of(terms, "run", {"conduct.military": military, "access.channel": "own_copy"})
        for military in (True, False)
    }
    told = {
        military: [asks(inquiry, fact) for fact in ("use.in_business", "product.charged_for", "work.modified")]
        for military, inquiry in asked.items()
    }
    assert told == {True: [False, False, False], False: [True, True, False]}
    assert decided(terms, "run", {"conduct.military": True}).questions == ()


def test_what_bears_on_one_of_several_acts_is_asked() -> None:
    terms = license_of('grant rights at "1" { may run when product.charged_for }')
    told = decided(terms, "run sell", {"access.channel": "own_copy"})
    assert [each.value for each in told.possible] == ["not_granted"]
    assert [each.fact for each in told.questions] == ["product.charged_for"]


def test_a_number_that_is_at_least_one_bounds_those_above_it() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when group.people.now less than 1 }}')
    assert possible(terms, "run", {"licensee.people.now": 1}) == ["permitted"]


def test_terms_that_hold_together_are_not_those_among_which_one_chooses() -> None:
    parts = [lk.parse(f'license l{at} {{ title "L" grant rights at "1" {{ may run }} }}') for at in range(2)]
    together, chosen = lk.all_of(*parts), lk.any_of(*parts)
    assert shape_of(together.terms) != shape_of(chosen.terms)
    assert shape_of(together.terms) == shape_of(lk.all_of(*parts).terms)


def test_where_an_amount_is_known_in_other_money_is_told_of_each_use_by_itself() -> None:
    terms = license_of(f'{GRANT} prohibition p at "2" {{ must not run when product.revenue.year more than 5 USD }}')
    sources = []
    for facts in ({}, {"product.revenue.year": "at most 3 CNY"}, {}):
        (reason,) = [each for each in decided(terms, "run", facts).reasons if each.clause == "p"]
        assert reason.condition is not None
        sources.append([fact.source for fact in reason.condition.facts])
    assert sources == [[""], ["given in CNY, without a rate to USD"], [""]]


def test_why_a_licence_does_not_grant_is_told_by_the_nearest_reason() -> None:
    silent = lk.parse('license silent { title "S" grant g at "1" { may sell } }')
    ended = lk.parse(
        'license ended { title "E" grant g at "1" { may run } termination t at "2" { when dispute.ip_claim ends g } }'
    )
    for both in (lk.all_of(silent, ended), lk.all_of(ended, silent)):
        (part,) = decided(both, "run", {"dispute.ip_claim": True}).parts
        assert part.not_granted == "ended"
