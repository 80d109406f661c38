"""The real evaluator and the naive one agree; and the comparison would notice if they did not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from differential import compare
from differential.asked import Asked, HeldApproval, Several
from differential.compare import Skipped, differences, reproduction, shrunk
from differential.generate import Generator
from differential.oracle import oracle
from differential.pool import DISPLAY, HERE
from differential.run import QUESTIONS, work
from licensekit.decision import decide
from licensekit.decision.decision import Decision
from licensekit.meaning.verdict import Verdict
from licensekit.model.clauses import Acts, Clause, Duty, Exemption, Gate, Grant, Party, Prohibition, Reservation
from licensekit.model.conditions import Compares, Condition, DateFact, DateWithin, Holds, IsOneOf, SetMeets
from licensekit.model.license import License
from licensekit.values import WORLDWIDE, Exactly, Money, Range, Rate

EMBED = Acts(leaves=("embed",), written=("embed",))
BASE = {"locator": HERE, "origin": "l"}
GRANT = Grant(**BASE, id="rights", acts=EMBED)
USERS = "product.monthly_active_users.month"


def duty(when: Condition | None = None) -> Duty:
    return Duty(**BASE, id="display", acts=EMBED, when=when, obligations=(DISPLAY,))


def licensed(*clauses: Clause, name: str = "l") -> License:
    return License(id=name, title=name, clauses=clauses)


def over(amount: int | Money, quantity: str = USERS) -> Compares:
    return Compares(quantity=quantity, comparison="more_than", amount=amount)


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


# -- the naive evaluator itself, on answers worked out by hand ---------------------------------------------------


@pytest.mark.parametrize(
    ("clauses", "given", "possible"),
    [
        ((GRANT,), {}, {"permitted"}),
        ((), {}, {"not_granted"}),
        ((GRANT, duty()), {}, {"permitted_with_duties"}),
        ((GRANT, duty(over(100))), {}, {"permitted", "permitted_with_duties"}),
        ((GRANT, duty(over(100))), {USERS: Exactly(100)}, {"permitted"}),
        ((GRANT, duty(over(100))), {USERS: Exactly(101)}, {"permitted_with_duties"}),
        ((GRANT, duty(over(100))), {USERS: Range(high=100)}, {"permitted"}),
        # a year bounds its months, the group bounds its products
        (
            (GRANT, duty(over(usd("9"), "product.revenue.month"))),
            {"product.revenue.year": Range(high=usd("9"))},
            {"permitted"},
        ),
        (
            (GRANT, duty(over(usd("9"), "product.revenue.month"))),
            {"group.revenue.any_12_months": Range(high=usd("9.01"))},
            {"permitted", "permitted_with_duties"},
        ),
        # embedding means that there is a product; without one, there are no users
        ((GRANT, duty(Holds(fact="product.exists"))), {}, {"permitted_with_duties"}),
        ((GRANT, duty(over(100))), {"product.exists": Exactly(value=False)}, set()),
        # a fact and its negation are no third thing
        (
            (
                GRANT,
                Prohibition(**BASE, id="p", acts=EMBED, when=Holds(fact="use.personal")),
                duty(Holds(fact="use.in_business")),
            ),
            {},
            {"permitted", "permitted_with_duties", "prohibited"},
        ),
        ((GRANT, duty(Holds(fact="use.in_business"))), {"use.personal": Exactly(value=True)}, {"permitted"}),
        (
            (
                GRANT,
                Reservation(
                    **BASE,
                    id="r",
                    grants=("rights",),
                    when=SetMeets(quantifier="all", fact="use.countries", values=("DE",)),
                ),
            ),
            {"use.countries": Exactly(WORLDWIDE)},
            {"permitted"},
        ),
        ((GRANT, duty(), Exemption(**BASE, id="e", lifts=("display",))), {}, {"permitted"}),
    ],
)
def test_the_naive_evaluator_by_hand(clauses: tuple[Clause, ...], given: dict[str, Any], possible: set[str]) -> None:
    assert oracle(Asked(licensed(*clauses), ("embed",), given)).possible == possible


def test_the_naive_evaluator_on_several_licenses() -> None:
    free, barred = licensed(GRANT, duty()), licensed(Prohibition(**BASE, id="p", acts=EMBED), name="barred")
    every = oracle(Asked(Several("all", (free, barred)), ("embed",)))
    either = oracle(Asked(Several("any", (barred, free)), ("embed",)))
    assert (every.possible, every.duties) == ({"prohibited"}, {("l", "display"): "moot"})
    assert (either.possible, either.duties) == ({"permitted_with_duties"}, {("l", "display"): "due"})


def test_the_naive_evaluator_on_approvals() -> None:
    gate = Gate(**BASE, id="g", acts=EMBED, approval="paid", party=Party(name="licensor"), grants_it=True)
    asked = Asked(licensed(gate, duty()), ("embed",))
    held = replace(asked, approvals=(HeldApproval("l", "g", since=date(2026, 1, 1)),))
    assert oracle(asked).possible == {"needs_approval"}
    assert oracle(asked).duties == {("l", "display"): "would_apply"}
    assert oracle(held).possible == {"needs_approval"}, "its dates are not known to include the as-of date"
    assert oracle(replace(held, as_of=date(2026, 1, 1))).possible == {"permitted_with_duties"}
    assert oracle(replace(held, as_of=date(2025, 12, 31))).possible == {"needs_approval"}


def test_the_naive_evaluator_on_money_and_countries() -> None:
    prohibited = Prohibition(**BASE, id="p", acts=EMBED, when=over(usd("14"), "group.revenue.any_12_months"))
    asked = Asked(
        licensed(GRANT, prohibited),
        ("embed",),
        {"group.revenue.any_12_months": Exactly(Money(Decimal("100.01"), "CNY"))},
    )
    rate = Rate("CNY", "USD", Decimal("0.14"), date(2026, 1, 1))
    assert oracle(asked).possible == {"permitted", "prohibited"}
    assert oracle(replace(asked, rates=(rate,))).possible == {"prohibited"}
    european = Prohibition(**BASE, id="p", acts=EMBED, when=IsOneOf(fact="licensee.domicile", values=("EU",)))
    british = Asked(licensed(GRANT, european), ("embed",), {"licensee.domicile": Exactly("GB")})
    assert oracle(replace(british, as_of=date(2020, 1, 31))).possible == {"prohibited"}
    assert oracle(replace(british, as_of=date(2020, 2, 1))).possible == {"permitted"}


def test_more_than_an_amount_in_a_month_is_more_in_its_year() -> None:
    """Found by the long run, seed 1048/7254: the naive evaluator took the year to be at least what the month is above."""
    above = Range(low=usd("9"), low_open=True)
    given = {"product.revenue.month": above, "licensee.revenue.calendar_year": Exactly(usd("9"))}
    asked = Asked(licensed(GRANT), ("embed",), given, as_of=date(2026, 1, 30))
    assert (oracle(asked).worlds, differences(asked)) == (0, [])
    in_march = replace(asked, as_of=date(2026, 3, 30))
    assert oracle(in_march).worlds > 0
    assert differences(in_march) == []
    year = Prohibition(**BASE, id="p", acts=EMBED, when=over(usd("9"), "group.revenue.any_12_months"))
    for low_open, possible in ((True, {"prohibited"}), (False, {"permitted", "prohibited"})):
        of_one_month = {"group.revenue[2025-12]": replace(above, low_open=low_open)}
        asked = Asked(licensed(GRANT, year), ("embed",), of_one_month)
        assert oracle(asked).possible == possible
        assert differences(asked) == []


def test_days_after_the_release_are_looked_at() -> None:
    """Found by the long run, seed 1094/6798: only days around the days named were tried, and all lay before it."""
    within = DateWithin(
        date=DateFact(fact="work.version_published_on"),
        limit="before",
        count=1,
        unit="days",
        after=DateFact(fact="as_of"),
    )
    gate = Gate(**BASE, id="g", acts=EMBED, approval="paid", party=Party(name="licensor"), when=within)
    released = licensed(GRANT, gate).model_copy(update={"released": date(2024, 2, 15)})
    asked = Asked(released, ("embed",))
    assert oracle(asked).possible == {"permitted", "needs_approval"}
    assert differences(asked) == []


def test_the_naive_evaluator_on_two_unknown_days() -> None:
    notified, cured = DateFact(fact="breach.notified_on"), DateFact(fact="breach.cured_on")
    in_time = DateWithin(date=cured, limit="within", count=32, unit="days", after=notified)
    soon = DateWithin(date=cured, limit="before", count=33, unit="days", after=notified)
    asked = Asked(licensed(GRANT, duty(in_time), Exemption(**BASE, id="e", lifts=("display",), when=soon)), ("embed",))
    assert oracle(asked).possible == {"permitted"}, "in whole days the two say the same"


# -- both together ----------------------------------------------------------------------------------------------


@pytest.mark.long
def test_both_evaluators_agree() -> None:
    tally = work(seed=20261124, start=0, step=1, pairs=1_500, seconds=60)
    assert not tally.failures, "\n".join(tally.failures)
    assert tally.pairs >= 1_500
    assert not tally.missing(), tally


def test_a_broken_evaluator_is_noticed_and_the_case_shrinks(monkeypatch: pytest.MonkeyPatch) -> None:
    def milder(*args: Any, **named: Any) -> Decision:
        found = decide(*args, **named)
        possible = tuple(v for v in found.possible if v is not Verdict.PROHIBITED) or (Verdict.PERMITTED,)
        return replace(found, possible=possible)

    def fails(asked: Asked) -> bool:
        with suppress(Skipped):
            return any(line.startswith("possible") for line in differences(asked))
        return False

    monkeypatch.setattr(compare, "decide", milder)
    generator = Generator(8)  # of 7 the prohibition stands in a licence that follows
    asked = next(each for each in (generator.asked(unknown=0) for _ in range(200)) if fails(each))
    smallest = shrunk(asked, fails)
    assert fails(smallest)
    assert isinstance(smallest.terms, License)
    assert [clause.kind for clause in smallest.terms.clauses] in (["prohibition"], ["termination"])
    assert not smallest.given
    assert "possible: naive prohibited, real permitted" in reproduction(smallest)


def test_the_same_seed_gives_the_same_questions() -> None:
    one, other = (work(seed=3, start=0, step=1, pairs=QUESTIONS * 6, seconds=60) for _ in range(2))
    assert (str(one), one.failures) == (str(other), other.failures)
