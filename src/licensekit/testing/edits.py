"""Edits of conditions: each changes one thing that an author could have written otherwise by mistake.

more than / at least       amount one unit off, ten times as much     another currency, subject or period
and / or                   a part left out, or turned round           a listed value left out, any / all
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple, assert_never, get_args

from licensekit.errors import ValueProblem
from licensekit.meaning.domain import Cut, cuts_of
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    ComparisonSign,
    Condition,
    DateFact,
    DateOrder,
    DateWithin,
    Day,
    Defined,
    Holds,
    IsOneOf,
    Not,
    ReadingIs,
    SetMeets,
)
from licensekit.model.phrase import condition_text
from licensekit.span import Span
from licensekit.testing.thresholds import unit
from licensekit.values import Money
from licensekit.vocabulary.facts import FACTS, fact_name


class Edit(NamedTuple):
    """An edit of a condition: what kind of mistake it is, the change in the licence's words, and the outcome.

    `condition` is None where nothing is left of it, so that it always holds.
    """

    kind: str
    change: str
    span: Span | None
    condition: Condition | None


def edits(condition: Condition) -> Iterator[Edit]:
    """Every edit of a condition and of its parts, the outermost first."""
    yield Edit("condition", f"the condition `{shortened(condition)}` is left out", condition.span, None)
    yield from _within(condition)


def _within(condition: Condition, *, turned: bool = False) -> Iterator[Edit]:
    """The edits of a condition that leave something of it; `turned` where a `not` stands before it already."""
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            yield _connective(condition)
            yield from _left_out(condition)
            for at, part in enumerate(parts):
                for edit in _within(part):
                    if edit.condition is not None:
                        rest = (*parts[:at], edit.condition, *parts[at + 1 :])
                        yield edit._replace(condition=condition.model_copy(update={"parts": rest}))
        case Not(part=part):
            yield Edit("not", f"`{shortened(condition)}` becomes `{shortened(part)}`", condition.span, part)
            for edit in _within(part, turned=True):
                if edit.condition is not None:
                    yield edit._replace(condition=condition.model_copy(update={"part": edit.condition}))
        case Compares():
            yield from _compared(condition)
        case IsOneOf() | SetMeets():
            yield from _listed(condition)
        case DateOrder() | DateWithin():
            yield from _dated(condition)
        case Holds() | Defined() | ReadingIs() | ApprovalHeld():
            pass
        case _:
            assert_never(condition)
    if not turned and not isinstance(condition, Not | AllOf | AnyOf | ApprovalHeld):
        opposite = Not(part=condition, span=condition.span)
        yield _changed("not", condition, opposite)


def _changed(kind: str, before: Condition, after: Condition) -> Edit:
    return Edit(kind, f"`{shortened(before)}` becomes `{shortened(after)}`", before.span, after)


MOST_WORDS: Final = 90


def shortened(condition: Condition) -> str:
    """A condition as the language writes it, cut where it is long."""
    text = condition_text(condition)
    return text if len(text) <= MOST_WORDS else text[: MOST_WORDS - 1].rstrip() + "…"


# --- and, or ---------------------------------------------------------------------------------------------


def _connective(condition: AllOf | AnyOf) -> Edit:
    changed: Condition
    if isinstance(condition, AllOf):
        changed, change = AnyOf(parts=condition.parts, span=condition.span), "`and` becomes `or`"
    else:
        changed, change = AllOf(parts=condition.parts, span=condition.span), "`or` becomes `and`"
    return Edit("connective", f"{change} in `{shortened(condition)}`", condition.span, changed)


def _left_out(condition: AllOf | AnyOf) -> Iterator[Edit]:
    for at, part in enumerate(condition.parts):
        rest = condition.parts[:at] + condition.parts[at + 1 :]
        left = rest[0] if len(rest) == 1 else condition.model_copy(update={"parts": rest})
        joined = "and" if isinstance(condition, AllOf) else "or"
        yield Edit("part", f"`{joined} {shortened(part)}` is left out", part.span, left)


# --- numbers ---------------------------------------------------------------------------------------------

_STRICTNESS: Final[dict[ComparisonSign, ComparisonSign]] = {
    "more_than": "at_least",
    "at_least": "more_than",
    "less_than": "at_most",
    "at_most": "less_than",
    "exactly": "at_least",
}
_EUROS: Final = "EUR"


def _compared(condition: Compares) -> Iterator[Edit]:
    seen = {_meant(condition)}
    for kind, after in (
        ("comparison", condition.model_copy(update={"comparison": _STRICTNESS[condition.comparison]})),
        ("amount", _with_amount(condition, plus=1)),
        ("amount", _with_amount(condition, plus=-1)),
        ("amount", _with_amount(condition, times=10)),
        ("currency", _in_other_currency(condition)),
        ("subject", _of_other_subject(condition)),
        ("window", _over_other_window(condition)),
    ):
        if after is not None and _meant(after) not in seen:
            seen.add(_meant(after))
            yield _changed(kind, condition, after)


def _meant(condition: Compares) -> tuple[object, ...]:
    """What tells two comparisons apart: of whole numbers, `at least 11` is `more than 10`."""
    amount = condition.amount
    currency, number = (amount.currency, amount.amount) if isinstance(amount, Money) else ("", amount)
    cuts = tuple(_whole(cut) if isinstance(amount, int) else cut for cut in cuts_of(condition.comparison, number))
    rising = condition.comparison in {"more_than", "at_least"}
    return condition.quantity, currency, cuts, rising


def _whole(cut: Cut) -> Cut:
    return Cut(cut.threshold - 1, after=True) if not cut.after else cut


def _with_amount(condition: Compares, *, plus: int = 0, times: int = 1) -> Compares | None:
    amount = condition.amount
    try:
        if isinstance(amount, Money):
            changed: int | Money = Money(amount.amount * times + plus * unit(amount.amount), amount.currency)
        else:
            changed = amount * times + plus
    except ValueProblem:
        return None
    return condition.model_copy(update={"amount": changed}) if not isinstance(changed, int) or changed >= 0 else None


def _in_other_currency(condition: Compares) -> Compares | None:
    amount = condition.amount
    if not isinstance(amount, Money):
        return None
    changed = "USD" if amount.currency == _EUROS else _EUROS
    return condition.model_copy(update={"amount": Money(amount.amount, changed)})


_OTHER_SUBJECT: Final = {
    "group": ("licensee",),
    "licensee": ("group",),
    "product": ("products_with_work", "licensee"),
    "products_with_work": ("product", "licensee"),
    "products_commercial": ("product", "licensee"),
    "client": ("licensee",),
    "recipient": ("licensee",),
}
"""Whose number it might be instead: `with affiliates` forgotten, or added."""


def _of_other_subject(condition: Compares) -> Compares | None:
    subject, _, rest = condition.quantity.partition(".")
    names = (f"{changed}.{rest}" for changed in _OTHER_SUBJECT.get(subject, ()))
    return _first_known(condition, names)


_OTHER_WINDOWS: Final = {
    "month": ("any_12_months", "year", "any_month", "trailing_12_months"),
    "preceding_month": ("month", "any_month"),
    "any_month": ("month",),
    "any_30_days": ("month",),
    "year": ("any_12_months", "month"),
    "calendar_year": ("any_12_months", "year", "prior_tax_year"),
    "prior_tax_year": ("calendar_year", "any_12_months", "year"),
    "prior_5_tax_years": ("prior_tax_year", "calendar_year"),
    "peak_prior_tax_year": ("prior_tax_year", "calendar_year", "now"),
    "trailing_12_months": ("any_12_months", "calendar_year", "year"),
    "any_12_months": ("trailing_12_months", "calendar_year", "year", "month"),
    "now": ("peak_prior_tax_year", "year"),
}


def _over_other_window(condition: Compares) -> Compares | None:
    plain, at, meaning = condition.quantity.partition("@")
    if plain.endswith("]"):
        names = iter((f"{plain.partition('[')[0]}.month{at}{meaning}",))
    else:
        base, _, window = plain.rpartition(".")
        names = (f"{base}.{changed}{at}{meaning}" for changed in _OTHER_WINDOWS.get(window, ()))
    return _first_known(condition, names)


def _first_known(condition: Compares, names: Iterator[str]) -> Compares | None:
    """The same comparison with the first of these quantities that is a fact of the same type."""
    for name in names:
        try:
            parts = fact_name(name)
        except ValueProblem:
            continue
        info = FACTS.get(f"{parts.base}.month" if parts.month else parts.base)
        if info is not None and (info.type == "money") is isinstance(condition.amount, Money) and info.is_number:
            return condition.model_copy(update={"quantity": name})
    return None


# --- lists and dates -------------------------------------------------------------------------------------


def _listed(condition: IsOneOf | SetMeets) -> Iterator[Edit]:
    if isinstance(condition, SetMeets):
        changed = "all" if condition.quantifier == "any" else "any"
        yield _changed("quantifier", condition, condition.model_copy(update={"quantifier": changed}))
    if len(condition.values) > 1:
        for at, value in enumerate(condition.values):
            rest = condition.values[:at] + condition.values[at + 1 :]
            change = f"`{value}` is left out of `{shortened(condition)}`"
            yield Edit("value", change, condition.span, condition.model_copy(update={"values": rest}))


def _dated(condition: DateOrder | DateWithin) -> Iterator[Edit]:
    if isinstance(condition, DateWithin):
        changed = "before" if condition.limit == "within" else "within"
        yield _changed("limit", condition, condition.model_copy(update={"limit": changed}))
        for count in (condition.count + 1, condition.count - 1):
            if count >= 0:
                yield _changed("distance", condition, condition.model_copy(update={"count": count}))
        for unit_of_time in _UNITS:
            if unit_of_time != condition.unit:
                yield _changed("unit", condition, condition.model_copy(update={"unit": unit_of_time}))
        sides: tuple[str, ...] = ("date", "after")
    else:
        sides = ("date", "other")
    for side in sides:
        day: Day | DateFact = getattr(condition, side)
        if isinstance(day, Day):
            for moved in neighbouring_days(day):
                yield _changed("day", condition, condition.model_copy(update={side: moved}))


def neighbouring_days(day: Day) -> Iterator[Day]:
    """The next day and the day before, as far as the calendar goes."""
    if day.on < date.max:
        yield day.model_copy(update={"on": day.on + timedelta(days=1)})
    if day.on > date.min:
        yield day.model_copy(update={"on": day.on - timedelta(days=1)})


_UNITS: Final[tuple[str, ...]] = get_args(DateWithin.model_fields["unit"].annotation)
