"""Values as people write them after `is` and in `--set`: `yes`, `120 million`, `at most 20 million USD`, `DE,FR`.

The forms are those of a `case` (docs/language.md, section 8); nothing is guessed, and what is refused says what to
write instead.
"""

from __future__ import annotations

import re
from typing import Final, assert_never

from licensekit.currencies import CURRENCIES
from licensekit.diagnostics import clipped
from licensekit.errors import ValueProblem
from licensekit.limits import MAX_STRING
from licensekit.numerals import NUMERAL, SCALES, day, numeral
from licensekit.use.number_mends import is_counted, number_meant
from licensekit.values import (
    BOUNDS,
    NEVER,
    UNKNOWN,
    WORLDWIDE,
    Exactly,
    Known,
    Money,
    NotOption,
    Number,
    Range,
    Value,
    YearMonth,
    at_least,
    at_most,
    enclosed,
    exact_count,
)
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import fact, fact_name, series_base
from licensekit.vocabulary.territories import GROUPS, TERRITORIES, countries_meant

_AMOUNT: Final = rf"(?P<number>{NUMERAL})(?: (?P<currency>[A-Za-z]+))?"
_BOUND: Final = r"(at most|at least|more than|less than|exactly) (.*)"
_BETWEEN: Final = r"between (.*?) and (.*)"
_DASHES: Final = ("-", "--", "\u2013", "\u2014")
_NOTHING: Final = frozenset((*_DASHES, "?", "n/a", "na", "#n/a", "none", "null", "nil", "nan", "tbd", "tba"))
"""What people write where they do not know; it may also mean that there is none."""
_MONTH_ENTRY: Final = r"([0-9]{4}-[0-9]{2})\s*:\s*(.+)"


def read_value(info: FactInfo, text: str) -> Known:
    """What a text after `is` says of one fact. Raises ValueProblem."""
    if len(text) > MAX_STRING:
        raise ValueProblem(f"a value has at most {MAX_STRING:_} characters", "write less")
    text = text.strip() if info.type == "text" else " ".join(text.split())
    if text == "unknown":
        return UNKNOWN
    if not text:
        raise ValueProblem("a value is missing", "write `unknown`, or leave the fact out")
    if info.is_number or info.type == "yes_no":
        refuse_nothing(text, "write `unknown`")
    if info.is_number:
        return _number(info, text)
    if info.type == "one_of" and text.startswith("not "):
        return NotOption(str(option_of(info, text.removeprefix("not ").strip())))
    return Exactly(_plain(info, text))


def refuse_nothing(text: str, unknown: str) -> None:
    """Refuse what does not say whether nobody knows, or there is none. Raises ValueProblem."""
    if text.casefold() in _NOTHING:
        mend = f"{unknown} where nobody knows; write `0`, or `no`, where there is none"
        raise ValueProblem(f"`{clipped(text)}` does not say whether it is unknown or none", mend)


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
            raise ValueProblem(f"the month {month} is given twice", "keep one of the two", "LK505")
        points[dated] = read_value(known, value)
    return points


def month_of(name: str, month: str) -> str:
    """The name of one month's figure in the series to which a fact belongs: `product.revenue[2026-01]`."""
    parts = fact_name(name)
    base = series_base(name)
    if not base or parts.month is not None:
        raise ValueProblem("a monthly series stands only where a figure for `month` does", "write one value")
    return str(parts._replace(base=base, month=YearMonth.parse(month)))


def number_of(info: FactInfo, text: str) -> Number:
    """A single count or amount of money: `100_000_001`, `20 million USD`. Raises ValueProblem."""
    try:
        return _number_of(info, text)
    except ValueProblem as problem:
        raise _mended(info, text, problem) from None


def _number_of(info: FactInfo, text: str) -> Number:
    parts = re.fullmatch(_AMOUNT, text)
    if not parts or (parts["currency"] or "").lower().removesuffix("s") in SCALES:
        kind, example = ("a count", "120 million") if info.type == "count" else ("an amount of money", "20 million USD")
        mend, code = (
            f"write it like `{example}` or `at most {example}`",
            "LK108" if re.search("[0-9]", text) else "LK502",
        )
        raise ValueProblem(f"`{clipped(text)}` is not {kind}", mend, code)
    number, currency = numeral(parts["number"]), parts["currency"]
    if info.type == "money":
        if not currency:
            message, mend = "an amount of money needs its currency", f"write `{text} USD`, or another currency"
            raise ValueProblem(message, mend, "LK302")
        return Money(number.value, currency)
    if currency:
        if currency not in CURRENCIES and not is_counted(currency, info.question):  # `40 lakh` is not 40
            message = f"`{clipped(currency)}` does not stand behind a count"
            raise ValueProblem(message, "write it in digits, or with `thousand`, `million` or `billion`", "LK303")
        raise ValueProblem("a count has no currency", f"write `{parts['number']}`", "LK303")
    return exact_count(number.value)


def territory_of(code: str) -> str:
    """The code of a single territory. Raises ValueProblem."""
    if code in TERRITORIES:
        return code
    if code in GROUPS:
        raise ValueProblem(f"`{code}` is a group of countries, and who belongs to it changes", "name the countries")
    raise ValueProblem(f"`{clipped(code)}` is not the code of a country", _country_mend(code))


def option_of(info: FactInfo, text: str) -> str:
    """One of the options of a one-of or set-of fact. Raises ValueProblem."""
    if info.options == ("territory",):
        return territory_of(text)
    if text in info.options:
        return text
    denied = next((option for option in info.options if text == f"not_{option}"), None)
    if denied is not None:
        raise ValueProblem(f"`{clipped(text)}` is not one of its options", f"write `not {denied}` for all the others")
    meant = re.sub(r"[^\w]+", "_", text.lower())
    if meant in info.options:
        raise ValueProblem(f"`{clipped(text)}` is not one of its options", f"write `{meant}`")
    listed = ", ".join(f"`{option}`" for option in info.options)
    raise ValueProblem(f"`{clipped(text)}` is not one of its options", f"use one of {listed}")


def _plain(info: FactInfo, text: str) -> Value:
    kind = info.type
    match kind:
        case "yes_no":
            return _yes_no(text)
        case "date":
            return NEVER if text == "never" else day(text)
        case "territory":
            return territory_of(text)
        case "one_of":
            return option_of(info, text)
        case "text":
            return text
        case "set_of":
            return _set(info, text)
        case "count" | "money":
            raise AssertionError(kind)  # pragma: no cover
        case _:
            assert_never(kind)


def _yes_no(text: str) -> bool:
    if text in {"yes", "no"}:
        return text == "yes"
    meant = {"true": "yes", "y": "yes", "1": "yes", "false": "no", "n": "no", "0": "no"}.get(text.lower())
    meant = meant or (text.lower() if text.lower() in {"yes", "no"} else None)
    mend = f"write `{meant}`" if meant else "write `yes` or `no`, or `unknown` where nobody knows"
    raise ValueProblem(f"`{clipped(text)}` is neither yes nor no", mend)


def _set(info: FactInfo, text: str) -> Value:
    if text == "worldwide" and info.options == ("territory",):
        return WORLDWIDE
    inner = text
    if text.startswith("{") or text.endswith("}"):
        if not (text.startswith("{") and text.endswith("}")):
            raise ValueProblem("a set has two braces or none", "write `{ DE, FR }` or `DE,FR`")
        inner = text[1:-1].strip()
        if not inner:
            return frozenset()
    members = [member.strip() for member in inner.split(",")]
    apart = re.split(r"[\s,;]+", inner.strip(" ,;"))
    known = TERRITORIES if info.options == ("territory",) else info.options
    if apart != members and all(member in known for member in apart):
        raise ValueProblem(f"`{clipped(text)}` is no list of members", f"write `{','.join(apart)}`")
    return frozenset(option_of(info, member) for member in members)


def _number(info: FactInfo, text: str) -> Known:
    if text.startswith("{"):
        raise ValueProblem("a monthly series stands only where a figure for `month` does", "write one value")
    if ends := re.fullmatch(_BETWEEN, text):
        try:
            low, high = number_of(info, ends[1]), number_of(info, ends[2])
        except ValueProblem as problem:
            end = " USD" if info.type == "money" else ""
            mend = f"write both ends whole, such as `between 1 million{end} and 2 million{end}`"
            raise ValueProblem(problem.message, mend, problem.code) from None
        return enclosed(at_least(low), at_most(high))
    first, both, second = text.partition(" and ")
    return enclosed(_bound(info, first), _bound(info, second)) if both else _bound(info, first)


def _bound(info: FactInfo, text: str) -> Exactly | Range:
    parts = re.fullmatch(_BOUND, text)
    if parts is None:
        return Exactly(number_of(info, text))
    try:
        return BOUNDS[parts[1].replace(" ", "_")](number_of(info, parts[2]))
    except ValueProblem as problem:  # without the bound it would be another number
        mend = problem.help.replace("write `", f"write `{parts[1]} ", 1)
        raise ValueProblem(problem.message, mend, problem.code) from None


def _series_entries(text: str) -> list[tuple[str, str]] | None:
    inner = text.strip()
    if not (inner.startswith("{") and inner.endswith("}") and ":" in inner):
        return None
    entries = []
    for entry in inner[1:-1].strip().rstrip(",").split(","):
        point = re.fullmatch(_MONTH_ENTRY, entry.strip())
        if not point:
            raise ValueProblem(
                f"`{clipped(entry.strip())}` is no month with its figure",
                "write a month as `2026-01: 3`",
            )
        entries.append((point[1], point[2]))
    return entries


def _mended(info: FactInfo, text: str, problem: ValueProblem) -> ValueProblem:
    """The finding on a number, with a mend for the whole of it that is read then, where there is one."""
    meant = number_meant(text, info.question if info.type == "count" else "")
    if meant is None or (meant.currency and info.type == "count"):
        return problem
    if info.type == "count":
        return ValueProblem(problem.message, f"write `{meant.number}`", problem.code)
    mend = f"write `{meant.number} {meant.currency or 'USD'}`" + ("" if meant.surely else ", or another currency")
    return ValueProblem(problem.message, mend, problem.code)


def _country_mend(text: str) -> str:
    spoken = text.lower()
    if spoken in _EVERYWHERE and text != "worldwide":  # which it is already, where one country is asked for
        return "write `worldwide` for a set of countries"
    parts = [countries_meant(part)[:1] for part in re.split(r"\s*(?:,|;|&|\band\b)\s*", spoken)]
    if len(parts) > 1 and all(parts) and not countries_meant(text):
        return f"write `{','.join(code for (code,) in parts)}`"
    listed = " or ".join(f"`{code}`" for code in countries_meant(text))
    return f"did you mean {listed}?" if listed else "write an ISO 3166 code such as DE"


_EVERYWHERE: Final = frozenset({"worldwide", "everywhere", "global", "globally", "all", "world", "the world", "any"})
