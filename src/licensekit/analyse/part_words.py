"""Parts of the values of facts in words: each fact with what it must be, as a reader says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from licensekit.decision.cells import cell_text, domain_text, fact_of, named_options
from licensekit.decision.matter import Matter
from licensekit.decision.parts import FactSaid
from licensekit.meaning.domain import Among, Domain
from licensekit.meaning.variable import (
    ANOTHER_TEXT,
    AmountVariable,
    ApprovalVariable,
    FactVariable,
    MemberVariable,
    OrderVariable,
    ReadingVariable,
    Variable,
    World,
)
from licensekit.vocabulary.territories import GROUPS, TERRITORIES


def facts_said(matter: Matter, parts: World) -> tuple[FactSaid, ...]:
    """Parts of the values of some variables, in the order of the texts."""
    order: dict[Variable, int] = {variable: at for at, variable in enumerate(matter.readers)}
    in_order = sorted(parts, key=lambda each: (order.get(_read(each), len(order)), str(each)))
    return tuple(FactSaid(*_part(matter, variable, parts[variable])) for variable in in_order)


def _read(variable: Variable) -> Variable:
    match variable:
        case MemberVariable(set=of):
            return of
        case OrderVariable(date=date):
            return date
        case FactVariable() | AmountVariable() | ReadingVariable() | ApprovalVariable():
            return variable
        case _:
            assert_never(variable)


def _part(matter: Matter, variable: Variable, domain: Domain) -> tuple[str, str]:
    match variable:
        case MemberVariable(set=of, members=members):
            return str(of), ("" if domain is True else "not ") + _within(members, named_options(matter, of))
        case OrderVariable(date=date):
            return str(date), _order(variable, holds=domain is True)
        case FactVariable(type="territory"):
            places = domain.options if isinstance(domain, Among) else (str(domain),)
            return str(variable), " or ".join(dict.fromkeys(cell_text(matter, variable, place) for place in places))
        case ApprovalVariable():
            return str(variable), "held" if domain is True else "not held"
        case FactVariable(type="one_of" | "text"):
            return str(variable), domain_text(variable, domain) if domain != ANOTHER_TEXT else "another"
        case FactVariable() | AmountVariable() | ReadingVariable():
            return fact_of(variable), cell_text(matter, variable, domain)


def _within(members: frozenset[str], named: Iterable[str]) -> str:
    """Members by the names that licences use, where these are all of them; else what is not among these."""
    names = [name for name in named if (set(GROUPS[name]) if name in GROUPS else {name}) <= members]
    if not names:
        return "elsewhere" if members and members <= set(TERRITORIES) else " or ".join(sorted(members)) or "worldwide"
    return ("in " if members & set(TERRITORIES) else "") + " or ".join(names)


def _order(order: OrderVariable, *, holds: bool) -> str:
    """`on or after breach.notified_on`, `before 30 days after breach.notified_on`."""
    distance = f"{order.count} {order.unit} after " if order.count else ""
    if order.days == 1:
        return f"{'after' if holds else 'at the latest on'} {distance}{order.other}"
    return f"{'on or after' if holds else 'before'} {distance}{order.other}"
