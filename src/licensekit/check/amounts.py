"""Amounts and codes: a count has no currency, money always has one, and every code is a real one."""

from __future__ import annotations

from decimal import Decimal

from licensekit.check.scope import Scope
from licensekit.diagnostics import ValueProblem, did_you_mean
from licensekit.syntax import tree
from licensekit.use.reading import currency_of
from licensekit.values import Money, exact_count
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.territories import GROUPS, TERRITORIES


def lowered_amount(amount: tree.Amount, info: FactInfo, scope: Scope) -> int | Money | None:
    """The amount in the unit of the fact; None, with a finding, if it is in another."""
    if info.type == "money":
        if amount.currency is None:
            scope.findings.error(
                "LK302",
                amount.span,
                f"`{info.name}` is an amount of money, and {amount.number.written} has no currency",
                f"write `{amount.number.written} USD`, or another currency",
            )
            return None
        return money(amount.number, amount.currency, scope)
    if amount.currency is not None:
        scope.findings.error(
            "LK303",
            amount.span,
            f"`{info.name}` is a count of {info.unit or 'things'}, not an amount of money",
            f"write `{amount.number.written}` without a currency, or use a fact that is an amount of money",
        )
        return None
    if amount.adjusted is not None or amount.or_equivalent:
        scope.findings.error(
            "LK314",
            amount.span,
            f"`{info.name}` is a count, and only an amount of money is adjusted or has an equivalent",
            f"write `{amount.number.written}` alone",
        )
        return None
    return count(amount.number, scope)


def count(number: tree.Number, scope: Scope) -> int | None:
    """A whole number within the limits; None, with a finding, if it is not."""
    try:
        return exact_count(number.value)
    except ValueProblem as problem:
        scope.findings.error(problem.code, number.span, problem.message, problem.help)
        return None


def money(number: tree.Number, currency: tree.Code, scope: Scope) -> Money | None:
    """An amount of money in a known currency; None, with a finding, if it is not."""
    try:
        return Money(Decimal(number.value), currency_of(currency.text))
    except ValueProblem as problem:
        scope.findings.error(problem.code, currency.span, problem.message, problem.help)
        return None


_OFTEN_MEANT = {"UK": "GB", "EL": "GR", "USA": "US", "EWR": "EEA"}


def is_code_known(value: tree.Name | tree.Code, scope: Scope) -> bool:
    """Whether a value is the code of a territory or of a group of them; a finding if not."""
    text = value.text
    if text in TERRITORIES or text in GROUPS:
        return True
    meant = _OFTEN_MEANT.get(text.upper(), "")
    scope.findings.error(
        "LK209",
        value.span,
        f"unknown territory `{text}`",
        (f"did you mean `{meant}`?" if meant else did_you_mean(text.upper(), [*TERRITORIES, *GROUPS]))
        or "use an ISO 3166 code such as DE, or a group such as EU",
    )
    return False
