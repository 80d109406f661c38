"""The facts that a caller gives, as variables of a world: under the names that the licences use, money by currency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from licensekit.diagnostics import Diagnostic
from licensekit.errors import FactsError
from licensekit.meaning.domain import Domain, Interval
from licensekit.evaluate.layout import Layout
from licensekit.evaluate.setting import Setting, coordinate
from licensekit.values import Exactly, Known, Money, Range, Unknown, Worldwide


def facts_meant(facts: Mapping[str, Known], layout: Layout) -> Mapping[str, Known]:
    """The facts given, under the names that the licences use: a bare name stands for its one meaning here.

    Raises FactsError where a name has several.
    """
    meanings = layout.meanings
    if not meanings:
        return facts
    found: dict[str, Known] = {}
    ambiguous: list[Diagnostic] = []
    for name, known in facts.items():
        qualified = meanings.get(name, ())
        if len(qualified) > 1 or (qualified and name in layout.facts):
            choices = ", ".join(f"`{choice}`" for choice in qualified)
            message = f"`{name}` means different things in these licences"
            ambiguous.append(Diagnostic("LK523", message, help=f"write one of {choices}"))
        else:
            found.setdefault(qualified[0] if qualified else name, known)
    if ambiguous:
        raise FactsError(ambiguous)
    return found


def world_of(facts: Mapping[str, Known], setting: Setting) -> dict[str, Domain]:
    """What the facts given say of each variable."""
    world: dict[str, Domain] = {}
    for name, known in facts.items():
        said = known.value if isinstance(known, Exactly) else known
        match said:
            case bool() | str() | frozenset() | Worldwide() as value:
                world[name] = value
            case int() as count:
                world[name] = Interval(count, count)
            case Money() as money:
                amount, currency = setting.converted(money.amount, money.currency)
                world[coordinate(name, currency).name] = Interval(amount, amount)
            case date() as day:
                world[name] = Interval(day.toordinal(), day.toordinal())
            case Range() as part if isinstance(part.low, Money) or isinstance(part.high, Money):
                interval, currency = _money_range(part, setting)
                world[coordinate(name, currency).name] = interval
            case Range() as part:
                world[name] = _count_range(part)
            case Unknown():
                pass
            case _:
                assert_never(said)
    return world


def _count_range(known: Range) -> Interval:
    """Counts known in part: whole numbers, so that both ends are closed."""
    low, high = known.low, known.high
    least = low + known.low_open if isinstance(low, int) else 0
    return Interval(least, high - known.high_open if isinstance(high, int) else None)


def _money_range(known: Range, setting: Setting) -> tuple[Interval, str]:
    """An amount known in part, in the currency that the caller's rates lead to."""
    low, high = (
        setting.converted(end.amount, end.currency) if isinstance(end, Money) else None
        for end in (known.low, known.high)
    )
    currency = low[1] if low else high[1] if high else ""
    interval = Interval(low[0] if low else 0, high[0] if high else None, known.low_open, known.high_open)
    return interval, currency
