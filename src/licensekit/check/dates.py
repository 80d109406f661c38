"""Dates of conditions, deadlines and conversions: days, date facts, and the day for which the question is asked."""

from __future__ import annotations

from datetime import date
from typing import Final, assert_never

from licensekit.check.scope import Scope
from licensekit.diagnostics import did_you_mean
from licensekit.model import conditions as model
from licensekit.syntax import tree
from licensekit.vocabulary import facts as vocabulary

AS_OF: Final = "as_of"
BROKEN_DAY: Final = model.Day(on=date(1, 1, 1))


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
