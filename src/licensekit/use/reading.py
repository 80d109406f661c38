"""Values as people write them after `is` and in `--set`: `yes`, `120 million`, `at most 20 million USD`, `DE,FR`.

The forms are those of a `case` (design details, "case"); nothing is guessed, and what is refused says what to
write instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from licensekit.diagnostics import did_you_mean
from licensekit.limits import MAX_STRING
from licensekit.use.problems import ValueRefused, clipped
from licensekit.values import (
    UNKNOWN,
    WORLDWIDE,
    Exactly,
    Known,
    Money,
    Number,
    Range,
    Value,
    ValueProblem,
    YearMonth,
    exact_amount,
    exact_count,
)
from licensekit.vocabulary.currencies import CURRENCIES
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact, fact_name, series_base
from licensekit.vocabulary.territories import GROUPS, TERRITORIES

SCALES: Final[Mapping[str, int]] = {"thousand": 10**3, "million": 10**6, "billion": 10**9}

_AMOUNT: Final = (
    r"(?P<digits>[0-9][0-9_]*(?:\.[0-9][0-9_]*)?)(?: (?P<scale>thousand|million|billion))?(?: (?P<currency>[A-Za-z]+))?"
)
_BOUND: Final = r"(at most|at least|more than|less than) (.*)"
_BETWEEN: Final = r"between (.*?) and (.*)"
_MONTH_ENTRY: Final = r"([0-9]{4}-[0-9]{2})\s*:\s*(.+)"
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SHORT: Final[tuple[tuple[str, str], ...]] = (
    ("<=", "at most"),
    (">=", "at least"),
    ("<", "less than"),
    (">", "more than"),
    ("up to", "at most"),
    ("no more than", "at most"),
    ("under", "less than"),
    ("below", "less than"),
    ("over", "more than"),
    ("above", "more than"),
    ("exactly", ""),
)
_SUFFIXES: Final[Mapping[str, str]] = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "b": "billion",
    "bn": "billion",
}
_SPOKEN: Final[Mapping[str, str]] = {
    "DOLLAR": "USD",
    "EURO": "EUR",
    "POUND": "GBP",
    "YEN": "JPY",
    "YUAN": "CNY",
    "RMB": "CNY",
    "WON": "KRW",
    "RUPEE": "INR",
    "FRANC": "CHF",
}
_SIGNS: Final[Mapping[str, str]] = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP"}


def read_value(info: FactInfo, text: str) -> Known:
    """What a text after `is` says of one fact.

    Raises ValueProblem; the problem is a ValueRefused where there is a mend to tell.
    """
    if len(text) > MAX_STRING:
        raise ValueRefused(f"a value has at most {MAX_STRING:_} characters")
    text = text.strip() if info.type == "text" else " ".join(text.split())
    if text == "unknown":
        return UNKNOWN
    if not text:
        raise ValueRefused("a value is missing", "write `unknown`, or leave the fact out")
    if info.is_number:
        return _number(info, text)
    return Exactly(_plain(info, text))


def read_given(name: str, text: str, info: FactInfo | None = None) -> dict[str, Known]:
    """What a text says under a fact's name: one value, or a monthly series that gives a fact for each month.

    `info` is needed only for a fact that a licence declares itself. Raises KeyError for an unknown name and
    ValueProblem for a value that cannot be.
    """
    known = info or fact(name)
    entries = _series_entries(text)
    if entries is None or not known.is_number:
        return {name: read_value(known, text)}
    points: dict[str, Known] = {}
    for month, value in entries:
        dated = month_of(name, month)
        if dated in points:
            raise ValueRefused(f"the month {month} is given twice", "keep one of the two", "LK505")
        points[dated] = read_value(known, value)
    return points


def month_of(name: str, month: str) -> str:
    """The name of one month's figure in the series to which a fact belongs: `product.revenue[2026-01]`."""
    parts = fact_name(name)
    base = series_base(name)
    if not base or parts.month is not None:
        raise ValueRefused("a monthly series stands only where a figure for `month` does", "write one value")
    return str(parts._replace(base=base, month=YearMonth.parse(month)))


def number_of(info: FactInfo, text: str) -> Number:
    """A single count or amount of money: `100_000_001`, `20 million USD`. Raises ValueProblem."""
    found = re.fullmatch(_AMOUNT, text)
    if not found or (found["currency"] or "").lower().removesuffix("s") in SCALES:
        raise _no_number(info, text)
    digits = found["digits"].replace("_", "")
    if len(digits) > 40:
        raise ValueRefused(f"`{clipped(text, 20)}` has too many digits", code="LK511")
    amount = Decimal(digits) * SCALES.get(found["scale"] or "", 1)
    currency = found["currency"]
    if info.type == "money":
        if not currency:
            raise ValueRefused("an amount of money needs its currency", f"write `{text} USD`, or another currency")
        return Money(exact_amount(amount), currency_of(currency))
    if currency:
        raise ValueRefused("a count has no currency", f"write `{text.removesuffix(currency).strip()}`")
    if amount != amount.to_integral_value():
        raise ValueRefused(f"`{text}` is not a whole number")
    return exact_count(int(amount))


def currency_of(code: str) -> str:
    """A currency code that exists. Raises ValueProblem."""
    if code in CURRENCIES:
        return code
    raise ValueRefused(f"`{clipped(code)}` is not a currency", _currency_mend(code.upper()))


def territory_of(code: str) -> str:
    """The code of a single territory. Raises ValueProblem."""
    if code in TERRITORIES:
        return code
    if code in GROUPS:
        raise ValueRefused(f"`{code}` is a group of countries, and who belongs to it changes", "name the countries")
    raise ValueRefused(f"`{clipped(code)}` is not the code of a country", _country_mend(code))


def option_of(info: FactInfo, text: str) -> str:
    """One of the options of a one-of or set-of fact. Raises ValueProblem."""
    if info.options == ("territory",):
        return territory_of(text)
    if text in info.options:
        return text
    listed = ", ".join(f"`{option}`" for option in info.options)
    raise ValueRefused(f"`{clipped(text)}` is not one of its options", f"use one of {listed}")


def day_of(text: str) -> date:
    """A calendar day written as 2026-06-01. Raises ValueProblem."""
    if re.fullmatch(_DAY, text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueRefused(f"there is no day `{text}`") from None
    raise ValueRefused(f"`{clipped(text)}` is not a date", "write the day as 2026-06-01")


def _plain(info: FactInfo, text: str) -> Value:
    match info.type:
        case "yes_no":
            return _yes_no(text)
        case "date":
            return day_of(text)
        case "territory":
            return territory_of(text)
        case "one_of":
            return option_of(info, text)
        case "text":
            return text
        case "set_of":
            return _set(info, text)
        case "count" | "money":
            raise AssertionError(info.type)  # pragma: no cover
        case _:
            assert_never(info.type)


def _yes_no(text: str) -> bool:
    if text in {"yes", "no"}:
        return text == "yes"
    meant = {"true": "yes", "y": "yes", "1": "yes", "false": "no", "n": "no", "0": "no"}.get(text.lower())
    meant = meant or (text.lower() if text.lower() in {"yes", "no"} else None)
    raise ValueRefused(
        f"`{clipped(text)}` is neither yes nor no", f"write `{meant}`" if meant else "write `yes` or `no`"
    )


def _set(info: FactInfo, text: str) -> Value:
    if text == "worldwide" and info.options == ("territory",):
        return WORLDWIDE
    inner = text
    if text.startswith("{") or text.endswith("}"):
        if not (text.startswith("{") and text.endswith("}")):
            raise ValueRefused("a set has two braces or none", "write `{ DE, FR }` or `DE,FR`")
        inner = text[1:-1].strip()
        if not inner:
            return frozenset()
    return frozenset(option_of(info, member.strip()) for member in inner.split(","))


def _number(info: FactInfo, text: str) -> Known:
    if text.startswith("{"):
        raise ValueRefused("a monthly series stands only where a figure for `month` does", "write one value")
    if found := re.fullmatch(_BETWEEN, text):
        low, high = (number_of(info, end) for end in found.groups())
        return _range(Range(low, high))
    if found := re.fullmatch(_BOUND, text):
        return _bounded(info, found[1], found[2])
    return Exactly(number_of(info, text))


def _bounded(info: FactInfo, word: str, rest: str) -> Known:
    first, _, second = rest.partition(" and ")
    bound = _one_bound(word, number_of(info, first))
    if not second:
        return bound
    found = re.fullmatch(_BOUND, second)
    other = _one_bound(found[1], number_of(info, found[2])) if found else None
    if other is None or (bound.low is None) == (other.low is None):
        raise ValueRefused("two bounds are a lower and an upper one", "write `more than 5 and at most 9`")
    low, high = (bound, other) if bound.low is not None else (other, bound)
    return _range(Range(low.low, high.high, low.low_open, high.high_open))


def _one_bound(word: str, number: Number) -> Range:
    match word:
        case "at most":
            return Range(high=number)
        case "less than":
            return Range(high=number, high_open=True)
        case "at least":
            return Range(low=number)
        case _:
            return Range(low=number, low_open=True)


def _range(known: Range) -> Known:
    if known.low == known.high and known.low is not None:
        return Exactly(known.low)
    return known


def _series_entries(text: str) -> list[tuple[str, str]] | None:
    inner = text.strip()
    if not (inner.startswith("{") and inner.endswith("}") and ":" in inner):
        return None
    entries = []
    for entry in inner[1:-1].strip().rstrip(",").split(","):
        found = re.fullmatch(_MONTH_ENTRY, entry.strip())
        if not found:
            raise ValueRefused(
                f"`{clipped(entry.strip())}` is no month with its figure", "write `2026-01: 3 million USD`"
            )
        entries.append((found[1], found[2]))
    return entries


def _no_number(info: FactInfo, text: str) -> ValueProblem:
    kind = "a count" if info.type == "count" else "an amount of money"
    message = f"`{clipped(text)}` is not {kind}"
    example = "120 million" if info.type == "count" else "20 million USD"
    return ValueRefused(message, _number_mend(text) or f"write it like `{example}` or `at most {example}`")


def _number_mend(text: str) -> str:
    for short, word in _SHORT:
        if text.lower().startswith(short):
            return f"write `{f'{word} {text[len(short) :].strip()}'.strip()}`"
    for sign, code in sorted(_SIGNS.items(), key=lambda pair: -len(pair[0])):
        if text.startswith(sign):
            return f"write `{text.removeprefix(sign).strip()} {code}`"
    if found := re.fullmatch(r"([A-Z]{3}) ([0-9].*)", text):
        return f"write `{found[2]} {found[1]}`"
    if found := re.fullmatch(r"([0-9][0-9_.]*) ?([KkMmBb][Nn]?)( [A-Z]{3})?", text):
        scale = _SUFFIXES.get(found[2].lower())
        return f"write `{found[1]} {scale}{found[3] or ''}`" if scale else ""
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+( .*)?", text):
        return f"write `{text.replace(',', '_')}`"
    if found := re.fullmatch(r"([0-9][0-9_.]*) (thousands|millions|billions)( .*)?", text):
        return f"write `{found[1]} {found[2][:-1]}{found[3] or ''}`"
    return ""


def _currency_mend(upper: str) -> str:
    if upper in CURRENCIES:
        return f"did you mean `{upper}`?"
    spoken = _SPOKEN.get(upper.removesuffix("S"))
    if spoken:
        return f"write `{spoken}`, or another ISO 4217 code"
    turned = [code for code in CURRENCIES if sorted(code) == sorted(upper)]
    near = did_you_mean(upper, turned or CURRENCIES) if len(upper) <= 4 else ""
    return near or "write an ISO 4217 code such as USD"


def _country_mend(text: str) -> str:
    upper = text.upper()
    if upper == "UK":
        return "did you mean `GB`?"
    if upper in TERRITORIES:
        return f"did you mean `{upper}`?"
    if upper == "WORLDWIDE":
        return "write `worldwide` for a set of countries"
    named = {name.lower(): code for code, name in TERRITORIES.items()}
    code = named.get(text.lower())
    return f"did you mean `{code}`?" if code else "write an ISO 3166 code such as DE"
