"""What facts are compared with: amounts, codes and dates.

A count has no currency, money always has one, every code is a real one; a date is a day, a date fact, or the day for
which the question is asked.
"""

from __future__ import annotations

from datetime import date
from typing import Final, assert_never

from licensekit.check.findings import FindingList, often_meant
from licensekit.check.scope import Scope
from licensekit.diagnostics import did_you_mean
from licensekit.model import conditions as model
from licensekit.syntax import tree
from licensekit.values import Money, exact_count
from licensekit.vocabulary import facts as vocabulary
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.territories import GROUPS, TERRITORIES, countries_meant

AS_OF: Final = "as_of"
BROKEN_DAY: Final = model.Day(on=date(1, 1, 1))

_OFTEN_MEANT: Final = {"EWR": "EEA"}


def lowered_amount(amount: tree.Amount, info: FactInfo, scope: Scope) -> int | Money | None:
    """The amount in the unit of the fact; None, with a finding, if it is in another."""
    written = amount.number.written
    if info.type == "money" and amount.currency is not None:
        return money(amount.number, amount.currency, scope.findings)
    if info.type == "money":
        message = f"`{info.name}` is an amount of money, and {written} has no currency"
        scope.findings.error("LK302", amount.span, message, f"write `{written} USD`, or another currency")
    elif amount.currency is not None:
        message = f"`{info.name}` is a count of {info.unit or 'things'}, not an amount of money"
        mend = f"write `{written}` without a currency, or use a fact that is an amount of money"
        scope.findings.error("LK303", amount.span, message, mend)
    elif amount.adjusted is not None or amount.or_equivalent:
        message = f"`{info.name}` is a count, and only an amount of money is adjusted or has an equivalent"
        scope.findings.error("LK314", amount.span, message, f"write `{written}` alone")
    else:
        return count(amount.number, scope.findings)
    return None


def count(number: tree.WrittenNumber, findings: FindingList) -> int | None:
    """A whole number within the limits; None, with a finding, if it is not."""
    return findings.read(lambda: exact_count(number.value), number.span)


def money(number: tree.WrittenNumber, currency: tree.Code, findings: FindingList) -> Money | None:
    """An amount of money in a known currency; None, with a finding, if it is not."""
    return findings.read(lambda: Money(number.value, currency.text), currency.span)


def is_territory(value: tree.Name | tree.Code, scope: Scope) -> bool:
    """Whether a value is the code of a territory or of a group of them; a finding if not."""
    text = value.text
    if text in TERRITORIES or text in GROUPS:
        return True
    listed = " or ".join(f"`{code}`" for code in countries_meant(text))
    mend = f"did you mean {listed}?" if listed else often_meant(text.upper(), _OFTEN_MEANT)
    mend = mend or did_you_mean(text.upper(), [*TERRITORIES, *GROUPS])
    mend = mend or "use an ISO 3166 code such as DE, or a group such as EU"
    scope.findings.error("LK209", value.span, f"unknown territory `{text}`", mend)
    return False


def date_term(term: tree.DateTerm, scope: Scope) -> model.Day | model.DateFact:
    """A day, a date fact, or `as_of`."""
    if isinstance(term, tree.Day):
        return model.Day(on=term.on, span=term.span)
    if term.text == AS_OF:
        return model.DateFact(fact=AS_OF, span=term.span)
    if term.text in scope.parameters:
        return BROKEN_DAY
    if "." not in term.text:
        mend = did_you_mean(term.text, [AS_OF, *scope.parameters])
        mend = mend or "use a day such as 2026-06-01, a date fact such as `breach.notified_on`, or `as_of`"
        scope.findings.error("LK308", term.span, f"`{term.text}` is not a date", mend)
        return BROKEN_DAY
    fact = scope.fact(term)
    if fact is None:
        return BROKEN_DAY
    if fact.info.type == "date":
        return model.DateFact(fact=fact.key, span=term.span)
    dates = [name for name, info in vocabulary.FACTS.items() if info.type == "date"]
    notes = (f"the dates are {', '.join(f'`{name}`' for name in dates)} and `as_of`",)
    mend = did_you_mean(term.text, dates) or "use a date fact"
    scope.findings.error("LK308", term.span, f"`{term.text}` is {fact.kind}, not a date", mend, notes=notes)
    return BROKEN_DAY


def date_expression(expression: tree.DateExpression, scope: Scope) -> model.DateExpression:
    """A date, so many years after one, or the earlier of several."""
    match expression:
        case tree.Day() | tree.Name():
            return date_term(expression, scope)
        case tree.YearsAfter(years=years, date=start):
            return model.YearsAfter(years=years, date=date_term(start, scope), span=expression.span)
        case tree.Earlier():
            dates = tuple(date_expression(each, scope) for each in expression.dates)
            return model.Earlier(dates=dates, span=expression.span)
        case _:
            assert_never(expression)
