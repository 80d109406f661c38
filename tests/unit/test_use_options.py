"""Statements on a command line: facts, approvals, rates, indices, attestations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from licensekit.errors import ValueProblem
from licensekit.model.license import LocalFact
from licensekit.use.options import read_approval, read_attestation, read_index, read_rate, read_setting
from licensekit.use.problems import ManyRefused
from licensekit.use.statements import Approval, Attestation
from licensekit.values import Exactly, IndexValue, Money, Rate, at_most

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (read_setting, "product.charged_for=yes", {"product.charged_for": Exactly(True)}),
        (
            read_setting,
            "product.revenue.month = at most 20 million USD",
            {"product.revenue.month": at_most(Money(Decimal(20_000_000), "USD"))},
        ),
        (read_setting, "use.countries=DE,FR", {"use.countries": Exactly(frozenset({"DE", "FR"}))}),
        (
            read_setting,
            "product.revenue.month={ 2026-01: 3 USD }",
            {"product.revenue[2026-01]": Exactly(Money(Decimal(3), "USD"))},
        ),
        (read_approval, "minimax-m2.7.authorization=held", Approval("minimax-m2.7.authorization")),
        (read_approval, "g=held:2026-06-01", Approval("g", "held", DAY)),
        (read_approval, "g=refused", Approval("g", "refused")),
        (read_rate, "1 CNY = 0.14 USD on 2026-06-01", Rate("CNY", "USD", Decimal("0.14"), DAY)),
        (read_rate, "1  CNY is 0.14 USD  on 2026-06-01", Rate("CNY", "USD", Decimal("0.14"), DAY)),
        (read_index, "us_cpi_u = 1.27 of 2019 on 2026-06-01", IndexValue("us_cpi_u", 2019, Decimal("1.27"), DAY)),
        (
            read_attestation,
            "disputes, conduct by Legal on 2026-06-01",
            Attestation("Legal", DAY, ("conduct", "disputes")),
        ),
        (read_attestation, "conduct by A by B on 2026-06-01", Attestation("A by B", DAY, ("conduct",))),
    ],
)
def test_a_statement_reads_as(read: Callable[[str], Any], text: str, expected: object) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_setting, "product.charged_for", "`product.charged_for` sets nothing"),
        (read_setting, "product.charged_for=true", "`true` is neither yes nor no"),
        (read_approval, "held", "`held` is not an approval"),
        (read_approval, "=held", "`=held` is not an approval"),
        (read_approval, "g=hold", "`hold` is not a state of an approval"),
        (read_approval, "g=held:tomorrow", "there is no day `tomorrow`"),
        (read_rate, "CNY 0.14", "`CNY 0.14` is not a rate"),
        (read_rate, "1 CNY = 0.14 UDS on 2026-06-01", "`UDS` is not a currency"),
        (read_rate, "1 USD = 1 USD on 2026-06-01", "a rate stands between two currencies"),
        (read_rate, "1 CNY = 0 USD on 2026-06-01", "`0` is not a positive number"),
        (read_rate, "1 CNY = 1.2.3 USD on 2026-06-01", "`1.2.3` is not a number"),
        (read_index, "us_cpi_u 1.27", "`us_cpi_u 1.27` is not an index"),
        (read_attestation, "conduct by Legal", "`conduct by Legal` has no day"),
        (read_attestation, "conduct", "`conduct` is not an attestation"),
        (read_rate, "1 CNY = 0.14 USD", "`1 CNY = 0.14 USD` has no day"),
        (read_index, "us_cpi_u = 1.27 of 2019", "`us_cpi_u = 1.27 of 2019` has no day"),
    ],
)
def test_a_statement_is_refused(read: Callable[[str], Any], text: str, message: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        read(text)
    assert refused.value.message.startswith(message)


def test_unknown_groups_are_all_named() -> None:
    with pytest.raises(ManyRefused) as refused:
        read_attestation("conducts, disputs by Legal on 2026-06-01")
    assert [each.help for each in refused.value.diagnostics] == ["did you mean `conduct`?", "did you mean `disputes`?"]


def test_an_unknown_fact_is_a_key_error_unless_a_licence_declares_it() -> None:
    with pytest.raises(KeyError):
        read_setting("unity.plan=pro")
    declared = {
        "unity.plan": LocalFact(
            name="unity.plan", type="one_of", question="Which plan?", options=("student", "pro")
        ).info
    }
    assert read_setting("unity.plan=pro", declared) == {"unity.plan": Exactly("pro")}
