"""Edits of conditions: each changes one thing that an author could have written otherwise by mistake.

more than / at least       amount one unit off, ten times as much     another currency, subject or period
and / or                   a part left out, or turned round           a listed value left out, any / all
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Final, Generic, NamedTuple, TypeVar, assert_never, get_args

from licensekit.errors import ValueProblem
from licensekit.meaning.domain import Cut, cuts_of
from licensekit.model import conditions
from licensekit.model.conditions import Compares, Condition
from licensekit.model.phrase import condition_text
from licensekit.span import Span
from licensekit.testing.thresholds import unit
from licensekit.values import Money
from licensekit.vocabulary.facts import FACTS, fact_name

T_co = TypeVar("T_co", covariant=True)


class Edit(NamedTuple, Generic[T_co]):
    """An edit: what kind of mistake it is, the change in the licence's words, where, and what is edited after it."""

    kind: str
    change: str
    span: Span | None
    after: T_co


def edits(condition: Condition) -> Iterator[Edit[Condition | None]]:
    """Every edit of a condition and of its parts, the outermost first; None where it always holds after it."""
    yield Edit("condition", f"the condition `{_shortened(condition)}` is left out", condition.span, None)
    yield from _within(condition)


def _within(condition: Condition, *, turned: bool = False) -> Iterator[Edit[Condition]]:
    """The edits of a condition that leave something of it; `turned` where a `not` stands before it already."""
    match condition:
        case conditions.AllOf(parts=parts) | conditions.AnyOf(parts=parts):
            yield from _joined(condition)
            for at, part in enumerate(parts):
                for edit in _within(part):
                    rest = (*parts[:at], edit.after, *parts[at + 1 :])
                    yield edit._replace(after=condition.model_copy(update={"parts": rest}))
        case conditions.Not(part=part):
            yield _changed("not", condition, part)
            for edit in _within(part, turned=True):
                yield edit._replace(after=condition.model_copy(update={"part": edit.after}))
        case Compares():
            yield from _compared(condition)
        case conditions.IsOneOf() | conditions.SetMeets():
            yield from _listed(condition)
        case conditions.DateOrder() | conditions.DateWithin():
            yield from _dated(condition)
        case conditions.Holds() | conditions.Defined() | conditions.ReadingIs() | conditions.ApprovalHeld():
            pass
        case _:
            assert_never(condition)
    if not turned and not isinstance(
        condition, conditions.Not | conditions.AllOf | conditions.AnyOf | conditions.ApprovalHeld
    ):
        yield _changed("not", condition, conditions.Not(part=condition, span=condition.span))


def _changed(kind: str, before: Condition, after: Condition) -> Edit[Condition]:
    return Edit(kind, f"`{_shortened(before)}` becomes `{_shortened(after)}`", before.span, after)


MOST_WORDS: Final = 90


def _shortened(condition: Condition) -> str:
    """A condition as the language writes it, cut where it is long."""
    text = condition_text(condition)
    return text if len(text) <= MOST_WORDS else text[: MOST_WORDS - 1].rstrip() + "…"


def _joined(condition: conditions.AllOf | conditions.AnyOf) -> Iterator[Edit[Condition]]:
    """The other connective; then each part left out."""
    parts, span = condition.parts, condition.span
    word, other = ("and", "or") if isinstance(condition, conditions.AllOf) else ("or", "and")
    turned = conditions.AnyOf(parts=parts, span=span) if word == "and" else conditions.AllOf(parts=parts, span=span)
    yield Edit("connective", f"`{word}` becomes `{other}` in `{_shortened(condition)}`", span, turned)
    for at, part in enumerate(parts):
        rest = parts[:at] + parts[at + 1 :]
        left = rest[0] if len(rest) == 1 else condition.model_copy(update={"parts": rest})
        yield Edit("part", f"`{word} {_shortened(part)}` is left out", part.span, left)


# --- numbers ---------------------------------------------------------------------------------------------

_STRICTNESS: Final[dict[conditions.ComparisonSign, conditions.ComparisonSign]] = {
    "more_than": "at_least",
    "at_least": "more_than",
    "less_than": "at_most",
    "at_most": "less_than",
    "exactly": "at_least",
}
_EUROS: Final = "EUR"


def _compared(condition: Compares) -> Iterator[Edit[Condition]]:
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
    cuts = cuts_of(condition.comparison, number)
    if isinstance(amount, int):
        cuts = tuple(cut if cut.after else Cut(cut.threshold - 1, after=True) for cut in cuts)
    return condition.quantity, currency, cuts, condition.comparison in {"more_than", "at_least"}


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
    if not isinstance(amount := condition.amount, Money):
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


def _listed(condition: conditions.IsOneOf | conditions.SetMeets) -> Iterator[Edit[Condition]]:
    if isinstance(condition, conditions.SetMeets):
        changed = "all" if condition.quantifier == "any" else "any"
        yield _changed("quantifier", condition, condition.model_copy(update={"quantifier": changed}))
    if len(condition.values) > 1:
        for at, value in enumerate(condition.values):
            rest = condition.values[:at] + condition.values[at + 1 :]
            change = f"`{value}` is left out of `{_shortened(condition)}`"
            yield Edit("value", change, condition.span, condition.model_copy(update={"values": rest}))


def _dated(condition: conditions.DateOrder | conditions.DateWithin) -> Iterator[Edit[Condition]]:
    until = "other"
    if isinstance(condition, conditions.DateWithin):
        until, changed = "after", "before" if condition.limit == "within" else "within"
        yield _changed("limit", condition, condition.model_copy(update={"limit": changed}))
        for count in (condition.count + 1, condition.count - 1):
            if count >= 0:
                yield _changed("distance", condition, condition.model_copy(update={"count": count}))
        for unit_of_time in _UNITS:
            if unit_of_time != condition.unit:
                yield _changed("unit", condition, condition.model_copy(update={"unit": unit_of_time}))
    for side in ("date", until):
        day: conditions.Day | conditions.DateFact = getattr(condition, side)
        if isinstance(day, conditions.Day):
            for step in (1, -1):
                with suppress(OverflowError):  # the calendar ends
                    moved = day.model_copy(update={"on": day.on + timedelta(days=step)})
                    yield _changed("day", condition, condition.model_copy(update={side: moved}))


_UNITS: Final[tuple[str, ...]] = get_args(conditions.DateWithin.model_fields["unit"].annotation)
