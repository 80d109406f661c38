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
        scope.findings.error(
            "LK308",
            term.span,
            f"`{term.text}` is not a date",
            did_you_mean(term.text, [AS_OF, *scope.parameters])
            or "use a day such as 2026-06-01, a date fact such as `breach.notified_on`, or `as_of`",
        )
        return BROKEN_DAY
    found = scope.fact(term)
    if found is None:
        return BROKEN_DAY
    if found.info.type != "date":
        dates = ", ".join(f"`{name}`" for name, info in vocabulary.FACTS.items() if info.type == "date")
        scope.findings.error(
            "LK308",
            term.span,
            f"`{term.text}` is {found.kind}, not a date",
            did_you_mean(term.text, [name for name, info in vocabulary.FACTS.items() if info.type == "date"])
            or "use a date fact",
            notes=(f"the dates are {dates} and `as_of`",),
        )
        return BROKEN_DAY
    return model.DateFact(fact=found.key, span=term.span)


def date_expression(expression: tree.DateExpression, scope: Scope) -> model.DateExpression:
    """A date, so many years after one, or the earlier of several."""
    match expression:
        case tree.Day() | tree.Name():
            return date_term(expression, scope)
        case tree.YearsAfter():
            return model.YearsAfter(
                years=expression.years, date=date_term(expression.date, scope), span=expression.span
            )
        case tree.Earlier():
            return model.Earlier(
                dates=tuple(date_expression(each, scope) for each in expression.dates), span=expression.span
            )
        case _:
            assert_never(expression)
