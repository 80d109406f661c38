"""Values given in cases and works: from what was written to how far a fact is known."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from licensekit.check.comparands import is_territory, lowered_amount
from licensekit.check.conditions import is_option
from licensekit.check.scope import FactKey, Scope
from licensekit.syntax import tree
from licensekit.values import BOUNDS, NEVER, WORLDWIDE, Exactly, NotOption, Range, Told, enclosed
from licensekit.vocabulary.facts import FactName, fact_name, series_base
from licensekit.vocabulary.territories import GROUPS

Values: TypeAlias = dict[str, Told]


def lowered_value(name: str, value: tree.FactValue, fact: FactKey, scope: Scope) -> Values:
    """A fact and its value; a series gives one for each month, `unknown` none at all."""
    if isinstance(value, tree.Name) and value.text == "unknown":
        return {}
    if isinstance(value, tree.MonthSeries):
        return _series(name, value, fact, scope)
    lowered = _number(value, fact, scope) if fact.info.is_number else _plain(value, fact, scope)
    return {} if lowered is None else {name: lowered}


def _series(name: str, series: tree.MonthSeries, fact: FactKey, scope: Scope) -> Values:
    base = series_base(name)
    if not base or not fact.info.is_number or "[" in name:
        message = f"`{name}` has no figure for each month"
        scope.findings.error("LK458", series.span, message, "write one value, or give the `month` fact")
        return {}
    points: Values = {}
    for point in series.points:
        dated = str(FactName(base, point.month, fact_name(name).meaning))
        if dated in points:
            scope.findings.error("LK453", point.span, f"the month {point.month} is given twice", "remove one of them")
        amount = lowered_amount(point.amount, fact.info, scope)
        if amount is not None:
            points[dated] = Exactly(amount)
    return points


def _number(value: tree.FactValue, fact: FactKey, scope: Scope) -> Exactly | Range | None:
    match value:
        case tree.Amount():
            amount = lowered_amount(value, fact.info, scope)
            return None if amount is None else Exactly(amount)
        case tree.Bound():
            amount = lowered_amount(value.amount, fact.info, scope)
            return None if amount is None else BOUNDS[value.comparison](amount)
        case tree.Between():
            return _between(value, fact, scope)
        case (
            tree.Name()
            | tree.Code()
            | tree.Text()
            | tree.Day()
            | tree.Members()
            | tree.MonthSeries()
            | tree.OtherThan()
        ):
            _refused(value, fact, scope)
            return None
        case _:
            assert_never(value)


def _between(value: tree.Between, fact: FactKey, scope: Scope) -> Exactly | Range | None:
    low = lowered_amount(value.low.amount, fact.info, scope)
    high = lowered_amount(value.high.amount, fact.info, scope)
    if low is None or high is None:
        return None
    ends = BOUNDS[value.low.comparison](low), BOUNDS[value.high.comparison](high)
    return scope.findings.read(lambda: enclosed(*ends), value.span)


def _plain(value: tree.FactValue, fact: FactKey, scope: Scope) -> Exactly | NotOption | None:
    """The value of a fact that is no number; None, with a finding, where it is of another type."""
    match fact.info.type, value:
        case "yes_no", tree.Name(text="yes" | "no"):
            return Exactly(value.text == "yes")
        case "date", tree.Day():
            return Exactly(value.on)
        case "date", tree.Name(text="never"):
            return Exactly(NEVER)
        case "text", tree.Text():
            return Exactly(value.value)
        case "territory", tree.Code() | tree.Name():
            return Exactly(value.text) if _is_one_territory(value, scope) else None
        case "one_of", tree.Name() | tree.Code():
            return Exactly(value.text) if is_option(value, fact, scope) else None
        case "one_of", tree.OtherThan(option=option):
            return NotOption(option.text) if is_option(option, fact, scope) else None
        case "set_of", tree.Members():
            if fact.of_territories:
                good = [_is_one_territory(each, scope) for each in value.values]
            else:
                good = [is_option(each, fact, scope) for each in value.values]
            return Exactly(frozenset(each.text for each in value.values)) if all(good) else None
        case "set_of", tree.Name(text="worldwide") if fact.of_territories:
            return Exactly(WORLDWIDE)
    _refused(value, fact, scope)
    return None


def _is_one_territory(value: tree.Name | tree.Code, scope: Scope) -> bool:
    if value.text in GROUPS:
        message = f"`{value.text}` is a group of countries, and who belongs to it changes"
        scope.findings.error("LK209", value.span, message, "name the countries")
        return False
    return is_territory(value, scope)


def _refused(value: tree.FactValue, fact: FactKey, scope: Scope) -> None:
    scope.findings.error("LK458", value.span, f"`{fact.info.name}` is {fact.kind}", f"write {fact.value}")
