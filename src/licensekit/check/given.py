"""Values given in cases and works: from what was written to how far a fact is known."""

from __future__ import annotations

from typing import TypeAlias

from licensekit.check.amounts import is_code_known, lowered_amount
from licensekit.check.scope import FactKey, Scope
from licensekit.diagnostics import ValueProblem, did_you_mean
from licensekit.syntax import tree
from licensekit.values import BOUNDS, WORLDWIDE, Exactly, Range, YearMonth, enclosed
from licensekit.vocabulary.facts import FactName, fact_name, series_base
from licensekit.vocabulary.territories import GROUPS

Given: TypeAlias = Exactly | Range


def lowered_value(name: str, value: tree.FactValue, found: FactKey, scope: Scope) -> list[tuple[str, Given]]:
    """A fact and its value; a series gives one for each month, `unknown` none at all."""
    if isinstance(value, tree.Name) and value.text == "unknown":
        return []
    if isinstance(value, tree.Series):
        return _series(name, value, found, scope)
    known = _number(value, found, scope) if found.info.is_number else _plain(value, found, scope)
    return [] if known is None else [(name, known)]


def _series(name: str, series: tree.Series, found: FactKey, scope: Scope) -> list[tuple[str, Given]]:
    base = series_base(name)
    if not base or not found.info.is_number or "[" in name:
        scope.findings.error(
            "LK458", series.span, f"`{name}` has no figure for each month", "write one value, or give the `month` fact"
        )
        return []
    points: dict[str, Given] = {}
    for point in series.points:
        dated = _dated(name, base, point.month)
        if dated in points:
            scope.findings.error("LK453", point.span, f"the month {point.month} is given twice", "remove one of them")
        amount = lowered_amount(point.amount, found.info, scope)
        if amount is not None:
            points[dated] = Exactly(amount)
    return list(points.items())


def _dated(name: str, base: str, month: YearMonth) -> str:
    return str(FactName(base, month, fact_name(name).meaning))


def _number(value: tree.FactValue, found: FactKey, scope: Scope) -> Given | None:
    match value:
        case tree.Amount():
            amount = lowered_amount(value, found.info, scope)
            return None if amount is None else Exactly(amount)
        case tree.Bound():
            amount = lowered_amount(value.amount, found.info, scope)
            return None if amount is None else BOUNDS[value.comparison](amount)
        case tree.Between():
            return _between(value, found, scope)
        case _:
            return _refused(value, found, scope, f"a number such as {_example(found)}")


def _example(found: FactKey) -> str:
    return "20 million USD" if found.info.type == "money" else "100_000_001"


def _between(value: tree.Between, found: FactKey, scope: Scope) -> Given | None:
    low = lowered_amount(value.low.amount, found.info, scope)
    high = lowered_amount(value.high.amount, found.info, scope)
    if low is None or high is None:
        return None
    try:
        return enclosed(BOUNDS[value.low.comparison](low), BOUNDS[value.high.comparison](high))
    except ValueProblem as problem:
        scope.findings.error(problem.code, value.span, problem.message, problem.help)
        return None


def _plain(value: tree.FactValue, found: FactKey, scope: Scope) -> Given | None:
    match found.info.type, value:
        case "yes_no", tree.Name(text="yes" | "no"):
            return Exactly(value.text == "yes")
        case "yes_no", _:
            return _refused(value, found, scope, "`yes` or `no`")
        case "date", tree.Day():
            return Exactly(value.on)
        case "date", _:
            return _refused(value, found, scope, "a day such as 2026-06-01")
        case "text", tree.Text():
            return Exactly(value.value)
        case "text", _:
            return _refused(value, found, scope, "a text in quotes")
        case "territory", tree.Code() | tree.Name():
            return Exactly(value.text) if _is_one_territory(value, scope) else None
        case "territory", _:
            return _refused(value, found, scope, "the code of a country, such as DE")
        case "one_of", tree.Name() | tree.Code():
            return Exactly(value.text) if _is_option(value, found, scope) else None
        case "one_of", _:
            return _refused(value, found, scope, f"one of {', '.join(f'`{option}`' for option in found.info.options)}")
        case "set_of", tree.Members():
            return _members(value, found, scope)
        case "set_of", tree.Name(text="worldwide") if found.info.options == ("territory",):
            return Exactly(WORLDWIDE)
        case _:
            some = "DE, FR" if found.info.options == ("territory",) else found.info.options[0]
            return _refused(value, found, scope, f"a set such as {{ {some} }}")


def _members(value: tree.Members, found: FactKey, scope: Scope) -> Given | None:
    if found.info.options == ("territory",):
        good = [_is_one_territory(each, scope) for each in value.values]
    else:
        good = [_is_option(each, found, scope) for each in value.values]
    return Exactly(frozenset(each.text for each in value.values)) if all(good) else None


def _is_one_territory(value: tree.Name | tree.Code, scope: Scope) -> bool:
    if value.text in GROUPS:
        scope.findings.error(
            "LK209",
            value.span,
            f"`{value.text}` is a group of countries, and who belongs to it changes",
            "name the countries",
        )
        return False
    return is_code_known(value, scope)


def _is_option(value: tree.Name | tree.Code, found: FactKey, scope: Scope) -> bool:
    options = found.info.options
    if value.text in options:
        return True
    scope.findings.error(
        "LK216",
        value.span,
        f"`{value.text}` is not an option of `{found.info.name}`",
        did_you_mean(value.text, options) or "use one of " + ", ".join(f"`{option}`" for option in options),
    )
    return False


def _refused(value: tree.FactValue, found: FactKey, scope: Scope, wanted: str) -> Given | None:
    scope.findings.error("LK458", value.span, f"`{found.info.name}` is {found.kind}", f"write {wanted}")
    return None
