"""What follows from what is known: rules between yes/no facts, and orders between numbers."""

from __future__ import annotations

from datetime import date

import pytest
from small_license import decided, license_of, possible, verdict

import licensekit as lk
from licensekit.meaning.domain import Domain, Interval
from licensekit.meaning.rules import Contradiction, Premises, Rules
from licensekit.meaning.rules_among import rules_among
from licensekit.meaning.variable import Variable, amount_variable, fact_variable, truth_in
from licensekit.truth import UNKNOWN
from licensekit.values import WORLDWIDE
from licensekit.vocabulary.facts import FACTS
from licensekit.vocabulary.facts import fact as entry


def variable(name: str) -> Variable:
    """A variable by its name, an amount with its currency and index."""
    fact, *money = name.split(":")
    if fact == "product.regions":  # no such fact is in the vocabulary: any set that is said of a product
        return fact_variable(fact, "set_of", ("territory",))
    return amount_variable(fact, *money) if money else fact_variable(fact, entry(fact).type, entry(fact).options)


def among(*names: str, index: bool = False) -> Rules:
    return rules_among(map(variable, names), Premises(index))


def closed(
    world: dict[str, Domain], *, yes_no: tuple[str, ...] = (), sets: tuple[str, ...] = (), numbers: tuple[str, ...] = ()
) -> dict[str, Domain]:
    known = {variable(name): domain for name, domain in world.items()}
    among("product.exists", *yes_no, *sets, *numbers).close(known)
    return {str(name): domain for name, domain in known.items()}


SERVED = "service.inference_or_tuning"
USERS = "product.monthly_active_users.month"
GROUP_USERS = "group.monthly_active_users.month"
MOST_USERS = "group.monthly_active_users.any_month"


def test_without_a_product_nothing_is_true_of_it() -> None:
    found = closed(
        {"product.exists": False}, yes_no=(SERVED, "use.personal"), sets=("product.regions",), numbers=(USERS,)
    )
    assert found == {
        "product.exists": False,
        SERVED: False,
        "product.regions": frozenset(),
        USERS: Interval(0, 0),
    }


@pytest.mark.parametrize(
    ("variable", "known"),
    [
        (SERVED, True),
        ("product.regions", frozenset({"DE"})),
        ("product.regions", WORLDWIDE),
        (USERS, Interval(1, None)),
        (USERS, Interval(0, 5, low_open=True)),
    ],
)
def test_what_is_true_of_a_product_means_that_there_is_one(variable: str, known: Domain) -> None:
    kinds = {"yes_no": (SERVED,), "sets": ("product.regions",), "numbers": (USERS,)}
    assert closed({variable: known}, **kinds)["product.exists"] is True
    with pytest.raises(Contradiction):
        closed({variable: known, "product.exists": False}, **kinds)


@pytest.mark.parametrize(
    ("variable", "known"),
    [(SERVED, False), ("product.regions", frozenset()), (USERS, Interval(0, 0)), (USERS, Interval(0, 9))],
)
def test_what_may_be_nothing_does_not_mean_that_there_is_a_product(variable: str, known: Domain) -> None:
    world = {variable: known}
    assert closed(world, yes_no=(SERVED,), sets=("product.regions",), numbers=(USERS,)) == world


def test_a_product_that_exists_says_nothing_more() -> None:
    world: dict[str, Domain] = {"product.exists": True, USERS: Interval(0, 9)}
    assert closed(world, numbers=(USERS,)) == world


def test_what_nobody_is_offered_is_not_charged_for() -> None:
    both = ("product.offered_to_third_parties", "product.charged_for")
    assert closed({both[0]: False}, yes_no=both)[both[1]] is False
    assert closed({both[1]: True}, yes_no=both)[both[0]] is True
    assert closed({both[0]: True}, yes_no=both) == {both[0]: True, "product.exists": True}


@pytest.mark.parametrize("fact", ["use.in_business", "use.for_company", "use.for_client"])
def test_a_personal_use_is_not_in_business(fact: str) -> None:
    both = ("use.personal", fact)
    assert closed({"use.personal": True}, yes_no=both)[fact] is False
    assert closed({fact: True}, yes_no=both)["use.personal"] is False
    assert closed({"use.personal": False}, yes_no=both) == {"use.personal": False}
    with pytest.raises(Contradiction) as clash:
        closed({"use.personal": True, fact: True}, yes_no=both)
    step = clash.value.step
    assert (str(step.variable), [str(source) for source in step.sources]) == (fact, ["use.personal"])


def test_an_upper_bound_is_carried_down_and_a_lower_bound_up() -> None:
    names = (GROUP_USERS, MOST_USERS)
    found = closed({MOST_USERS: Interval(0, 9, high_open=True)}, numbers=names)
    assert found[GROUP_USERS] == Interval(0, 9, high_open=True)
    found = closed({GROUP_USERS: Interval(4, 6, low_open=True)}, numbers=names)
    assert found[MOST_USERS] == Interval(4, None, low_open=True)


def test_a_bound_that_says_nothing_new_changes_nothing() -> None:
    world: dict[str, Domain] = {GROUP_USERS: Interval(0, 5), MOST_USERS: Interval(3, 9)}
    assert closed(world, numbers=(GROUP_USERS, MOST_USERS)) == world


def test_bounds_travel_along_a_chain() -> None:
    names = (USERS, "products_with_work.monthly_active_users.month", GROUP_USERS, MOST_USERS)
    found = closed({MOST_USERS: Interval(0, 9)}, numbers=names)
    assert [found[name] for name in names] == [Interval(0, 9)] * 4


def test_bounds_that_cannot_both_hold_are_a_contradiction() -> None:
    with pytest.raises(Contradiction) as clash:
        closed({GROUP_USERS: Interval(10, 10), MOST_USERS: Interval(0, 9)}, numbers=(GROUP_USERS, MOST_USERS))
    step = clash.value.step
    assert {str(step.variable), *map(str, step.sources)} == {GROUP_USERS, MOST_USERS}


def test_a_bound_with_a_guard_holds_where_the_guard_is_yes() -> None:
    lower, upper = USERS, "products_commercial.monthly_active_users.month"
    for charged, expected in ((True, Interval(0, 5)), (False, None)):
        world = closed(
            {"product.charged_for": charged, upper: Interval(0, 5)},
            yes_no=("product.charged_for",),
            numbers=(lower, upper),
        )
        assert world.get(lower) == expected


def test_amounts_in_two_currencies_are_different_numbers() -> None:
    (bound,) = among("product.revenue.month:EUR", "product.revenue.any_12_months:USD", index=True).bounds
    assert bound.zero_only
    assert bound.why.endswith("in any 12 months in a row, and zero is zero in all money")


def test_an_amount_of_a_base_year_is_at_most_the_plain_one_where_that_is_assumed() -> None:
    plain, deflated = "group.revenue.year:USD", "group.revenue.year:USD:us_cpi_u@2019"
    for assumed in (False, True):
        bounds = among(plain, deflated, index=assumed).bounds
        found = {(str(bound.lower), str(bound.upper)): bound.zero_only for bound in bounds}
        assert found == {(plain, deflated): True, (deflated, plain): not assumed}


LIMITED = license_of(
    """
  grant rights at "1" { may any act }
  prohibition large at "2" { must not run when group.monthly_active_users.month_before_release more than 9 }
  prohibition now at "3" { must not run when group.monthly_active_users.month more than 9 }
""",
    "released 2026-06-10",
)


def test_the_last_full_month_is_one_month_under_three_names() -> None:
    limit = "group.monthly_active_users[2026-05]"
    assert verdict(LIMITED, "run", {limit: 9}, as_of=date(2026, 6, 30)) == "permitted"
    assert verdict(LIMITED, "run", {"group.monthly_active_users.month": 9}, as_of=date(2026, 6, 30)) == "permitted"
    assert verdict(LIMITED, "run", {limit: 9}, as_of=date(2026, 7, 1)) == "unknown"


def test_a_relation_that_was_used_is_listed() -> None:
    decision = decided(LIMITED, "run", {MOST_USERS: 9})
    assert decision.verdict is lk.Verdict.PERMITTED
    month, in_may = decision.relations
    assert "the last full calendar month are at most" in month
    assert "2026-05 are at most" in in_may


def test_facts_that_contradict_each_other_are_refused_by_name() -> None:
    with pytest.raises(lk.FactsError) as caught:
        decided(LIMITED, "run", {MOST_USERS: 9, GROUP_USERS: 10})
    (found,) = caught.value.diagnostics
    assert found.code == "LK522"
    assert found.message.startswith(f"`{GROUP_USERS}` (10, given) and `{MOST_USERS}` (9, given) cannot all be so: ")
    assert found.help == "correct what is not so"


def test_clean_hands_are_together_what_no_rule_forbids() -> None:
    clean = {name: info for name, info in FACTS.items() if info.assumption == "clean_hands"}
    assert len(clean) > 60
    assert all(info.type == "yes_no" for info in clean.values())
    everything = tuple(name for name, info in FACTS.items() if info.type == "yes_no")
    assert closed(dict.fromkeys(clean, False), yes_no=everything) == dict.fromkeys(clean, False)


def money(text: str) -> dict[str, str]:
    """Facts of revenue, written `owner.window amount`, one a line."""
    return {f"{one.partition('.')[0]}.revenue.{one.partition('.')[2]}": two for one, two in _pairs(text)}


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(line.split()[0], " ".join(line.split()[1:])) for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    ("stop", "given", "expected"),
    [
        ("product.revenue.month exactly 0 EUR", "product.month 5 USD", "permitted"),
        ("group.revenue.any_12_months exactly 0 EUR", "product.month 5 USD", "permitted"),
        ("product.revenue.month more than 0 EUR", "group.any_12_months 0 USD", "permitted"),
        ("product.revenue.month at most 0 EUR", "group.any_12_months 0 USD", "prohibited"),
        ("product.revenue.month exactly 0 USD of 2019 adjusted by us_cpi_u", "product.month 0 EUR", "prohibited"),
        ("product.revenue.month exactly 0 USD of 2019 adjusted by us_cpi_u", "product.month 1 EUR", "permitted"),
        ("product.revenue.month more than 9 EUR", "group.any_12_months 5 USD", "unknown"),
        ("group.revenue.any_12_months exactly 0 EUR", "product.month 0 USD", "unknown"),
    ],
)
def test_zero_is_zero_in_all_money(stop: str, given: str, expected: str) -> None:
    """Amounts that no rate joins say nothing of each other but whether they are nothing, along relations too."""
    terms = license_of(
        f'grant rights at "1" {{ may any act }} prohibition stop at "2" {{ must not any act when {stop} }}'
    )
    assert verdict(terms, "run", money(given)) == expected


def test_an_amount_in_money_of_a_year_follows_from_related_plain_amounts() -> None:
    """Whose own plain amount is neither read nor given (seed 1/12553 of the comparison with the naive evaluator)."""
    terms = license_of("""
      grant rights at "1" {
        may any act
        when products_with_work.revenue.month exactly 10_000 USD of 2019 adjusted by us_cpi_u
      }
    """)
    below = {"licensee.revenue.trailing_12_months": "less than 10_000 USD"}
    assert verdict(terms, "run", below, assume="standard") == "not_granted"
    assert verdict(terms, "run", below, assume="none") == "unknown", "the index may be below its base"


@pytest.mark.parametrize(
    ("stop", "expected"),
    [
        ("product.revenue.year more than 11 USD", "permitted"),
        ("product.revenue.year more than 10 USD", "unknown"),
        ("group.revenue.year more than 6 USD", "prohibited"),
        ("group.revenue.year more than 7 USD", "unknown"),
    ],
)
def test_a_year_that_follows_from_three_kinds_is_carried_along_relations(stop: str, expected: str) -> None:
    terms = license_of(
        f'grant rights at "1" {{ may any act }} prohibition stop at "2" {{ must not any act when {stop} }}'
    )
    three = money("licensee.calendar_year 11 USD\nlicensee.prior_tax_year 7 USD\nlicensee.trailing_12_months 9 USD")
    assert verdict(terms, "run", three) == expected
    assert verdict(terms, "run", dict(list(three.items())[:2])) == "unknown", "one of the three is missing"


@pytest.mark.parametrize(("charged", "is_possible"), [(None, True), (False, True), (True, False)])
def test_an_order_that_depends_on_a_fact_says_nothing_while_that_is_open(
    charged: bool | None, is_possible: bool
) -> None:
    users = "monthly_active_users.month more than 9"
    terms = license_of(f"""
      grant rights at "1" {{ may run }}
      prohibition p at "2" {{ must not run when product.{users} and not products_commercial.{users} }}
    """)
    facts = {} if charged is None else {"product.charged_for": charged}
    assert ("prohibited" in possible(terms, "run", facts)) is is_possible


def test_of_what_is_not_known_every_statement_of_a_rule_is_open() -> None:
    every = tuple(f"{name}:USD" if info.type == "money" else name for name, info in FACTS.items())
    rules = among(*every)
    statements = {each for rule in rules.rules for each in rule.statements}
    statements |= {each for doubt in rules.doubts for each in doubt.unless}
    assert len(statements) > 100
    assert {truth_in(*each.atom, {}) for each in statements} == {UNKNOWN}
