"""An answer that was kept for uses that differ in numbers alone is the one that would be worked out anew."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import licensekit as lk
from licensekit.decision import matter
from licensekit.testing.strategies import licenses, uses
from licensekit.values import Exactly, Money, Range


def anew(terms: lk.LicenseTerms, use: lk.Use, **circumstances: object) -> dict[str, object] | str:
    """What is answered where nothing is kept."""
    kept, matter._HERE = matter._HERE, matter._KeptHere()
    try:
        return answered(terms, use, **circumstances)
    finally:
        matter._HERE = kept


def answered(terms: lk.LicenseTerms, use: lk.Use, **circumstances: object) -> dict[str, object] | str:
    try:
        return terms.evaluate(use, **circumstances).to_dict()  # type: ignore[arg-type]
    except lk.LicensekitError as refused:
        return str(refused)


@given(st.data())
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_of_generated_licences(data: st.DataObject) -> None:
    terms = data.draw(licenses())
    use = data.draw(uses(terms))
    for _ in range(4):
        varied = {name: data.draw(numbers(known)) for name, known in use.facts().items()}
        other = terms.use(use.acts, varied)
        assert answered(terms, other) == anew(terms, other)


def numbers(known: object) -> st.SearchStrategy[object]:
    """Another number in the place of one, now and then in part; anything else stays."""
    said = known.value if isinstance(known, Exactly) else known.low or known.high if isinstance(known, Range) else None
    if isinstance(said, Money):
        near = [said.amount * share / 100 for share in (0, 50, 99, 100, 101, 300)]
        amounts = [Money(each.quantize(Decimal("0.01")), said.currency) for each in near]
        return st.sampled_from(amounts).flatmap(bounds)
    if isinstance(said, int) and not isinstance(said, bool):
        return st.sampled_from([0, said // 2, max(said - 1, 0), said, said + 1, 3 * said]).flatmap(bounds)
    return st.just(known)


def bounds(number: int | Money) -> st.SearchStrategy[object]:
    return st.sampled_from([Exactly(number), Exactly(number), lk.at_most(number), lk.at_least(number)])


CASES = (
    ("kimi-k2.5", ("product.monthly_active_users.month", "product.revenue.month:USD")),
    ("kimi-k3", ("group.revenue.any_12_months:USD", "product.monthly_active_users.month")),
    ("llama-3.1", ("product.monthly_active_users.month", "group.monthly_active_users.any_month")),
    (
        "unity-editor-terms-2026-06-30",
        ("group.revenue.trailing_12_months:USD", "client.revenue.trailing_12_months:USD"),
    ),
    ("polyform-small-business-1.0.0", ("group.revenue.prior_tax_year:USD", "group.people.now")),
    ("lfm-open-1.0", ("group.revenue.year:USD", "licensee.revenue.year:USD", "group.revenue.any_12_months:EUR")),
    (
        "stability-ai-community-2024",
        ("group.revenue.year:USD", "product.revenue.month:USD", "group.revenue.calendar_year:USD"),
    ),
)
"""Licences, and numbers of which they read some, and rules tie others to these."""


@pytest.mark.parametrize(("name", "facts"), CASES)
def test_of_rows_with_numbers_of_their_own(name: str, facts: tuple[str, ...]) -> None:
    chosen = random.Random(name)
    terms = lk.load(name)
    rate = lk.Rate("EUR", "USD", Decimal("1.08"), date(2026, 6, 1))
    ways = ({}, {"rates": (rate,), "as_of": date(2026, 6, 1)}, {"assume": "none"})
    differing = set[str]()
    for at in range(24):
        said: dict[str, object] = {}
        for fact in facts:
            base, _, currency = fact.partition(":")
            digits = chosen.choice((0, 5_000, 999_999, 1_000_000, 1_000_001, 20_000_000, 100_000_000, 700_000_001))
            number = Money(Decimal(digits), currency) if currency else digits
            if chosen.random() < 0.8:
                said[base] = chosen.choice((Exactly(number), Exactly(number), lk.at_most(number)))
        use, way = terms.use(["embed"], said), ways[at % len(ways)]
        told = answered(terms, use, **way)
        assert told == anew(terms, use, **way), (said, way)
        differing.add(str(told))
    assert len(differing) > 4


def test_of_mappings_that_their_caller_changes() -> None:
    terms, use = lk.load("kimi-k2.5"), lk.Use.of(["embed"], {"product.revenue.month": "21 million USD"})
    done, readings = {"display-name": True}, {"which-month": "last_month"}
    before = terms.evaluate(use, done=done, readings=readings)
    done["display-name"], readings["which-month"] = False, "any_month"
    then = terms.evaluate(use, done=done, readings=readings)
    assert [duty.status for duty in (*before.duties, *then.duties)] == ["done", "not_done"]
    assert then.to_dict() == anew(terms, use, done=done, readings=readings)
    done["no-such-duty"] = True
    with pytest.raises(lk.FactsError, match="no-such-duty"):
        terms.evaluate(use, done=done)
    of_work = lk.work("moonshotai/Kimi-K2.5").evaluate(use, done=MappingProxyType({"display-name": False}))
    assert [duty.status for duty in of_work.decisions[0].duties] == ["not_done"]
    assert before.deferred.put.circumstances.arguments["done"] == {"display-name": True}
