"""Values of facts: exact numbers, money, dates, months, sets; and how far a value is known.

Nothing here is a float, and nothing converts a currency: an amount in another currency can be compared only
through a rate that the caller passes with its date (DESIGN section 3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final, NamedTuple, NoReturn, TypeAlias

from licensekit.limits import MAX_COUNT, MAX_DECIMALS, MAX_DIGITS


class ValueProblem(ValueError):  # noqa: N818 - it is a finding about a value, told to whoever wrote it
    """A value that cannot be what it is said to be; the text says why and how to write it."""


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217 code). Never negative; at most four decimals.

    Raises ValueProblem on a float, a NaN or infinity, a negative or too long amount.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", exact_amount(self.amount))
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise ValueProblem(f"`{self.currency}` is not a currency code; write an ISO 4217 code such as USD")

    def __str__(self) -> str:
        return f"{grouped(self.amount)} {self.currency}"


def exact_amount(raw: object) -> Decimal:
    """A checked, plain decimal from an int, a Decimal or digits; the scale is normalised."""
    if isinstance(raw, bool | float):
        raise ValueProblem(f'an amount of money is never a float; write "{raw}" as a string with its currency')
    if isinstance(raw, str):
        if not re.fullmatch(r"[0-9]{1,20}(\.[0-9]{1,20})?", raw):
            raise ValueProblem(f"`{raw[:40]}` is not an amount of money")
        raw = Decimal(raw)
    if isinstance(raw, int):
        raw = Decimal(raw)
    if not isinstance(raw, Decimal) or not raw.is_finite():
        raise ValueProblem("an amount of money is a finite decimal number")
    if raw < 0:
        raise ValueProblem("an amount of money is never negative here: revenue is gross")
    if raw.adjusted() >= MAX_DIGITS:
        raise ValueProblem(f"an amount of money has at most {MAX_DIGITS} digits before the point")
    exponent = raw.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MAX_DECIMALS and raw != raw.quantize(Decimal(1).scaleb(-MAX_DECIMALS)):
        raise ValueProblem(f"an amount of money has at most {MAX_DECIMALS} decimals")
    plain = raw.quantize(Decimal(1)) if raw == raw.to_integral_value() else raw.normalize()
    return plain.copy_abs()  # no negative zero


def exact_count(raw: object) -> int:
    """A checked count: a whole number from 0 to 10**15. Raises ValueProblem."""
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise ValueProblem("a count is a whole number, written without a decimal point")
    if not 0 <= raw <= MAX_COUNT:
        raise ValueProblem(f"a count lies between 0 and {MAX_COUNT:_}")
    return raw


def grouped(number: int | Decimal) -> str:
    """Digits in groups of three: 100_000_001, as the language writes them; no zero ends a fraction."""
    if isinstance(number, int):
        return f"{number:_}"
    whole, point, fraction = f"{number:,f}".replace(",", "_").partition(".")
    return f"{whole}{point}{fraction}".rstrip("0").rstrip(".") if point else whole


class YearMonth(NamedTuple):
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> YearMonth:
        """From `2025-03`. Raises ValueProblem."""
        found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
        if not found or int(found[1]) == 0:
            raise ValueProblem(f"`{text[:40]}` is not a month; write it as 2025-03")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def before(cls, day: date) -> YearMonth:
        """The last full calendar month before a day."""
        return cls(day.year, day.month).shifted(-1)

    def shifted(self, months: int) -> YearMonth:
        """As many months later, or earlier when negative."""
        index = self.year * 12 + self.month - 1 + months
        return YearMonth(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


class Worldwide(Enum):
    """The set of all territories."""

    WORLDWIDE = "worldwide"

    def __str__(self) -> str:
        return self.value


WORLDWIDE: Final = Worldwide.WORLDWIDE

Number: TypeAlias = int | Money
Value: TypeAlias = bool | int | Money | date | str | frozenset[str] | Worldwide
"""What an exactly known fact can be. A text, a one-of option and a territory code are `str`."""


@dataclass(frozen=True, slots=True)
class Exactly:
    """A fact known exactly."""

    value: Value


@dataclass(frozen=True, slots=True)
class Range:
    """A number known in part. `None` on a side means that nothing bounds that side, not that it is unknown."""

    low: Number | None = None
    high: Number | None = None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        ends = [end for end in (self.low, self.high) if end is not None]
        if not ends:
            raise ValueProblem("a range needs at least one bound; a number with none is unknown")
        for end in ends:
            if not isinstance(end, Money):
                exact_count(end)
        match self.low, self.high:
            case Money(low, one), Money(high, other):
                if one != other:
                    raise ValueProblem(f"both ends of a range are in one currency, not {one} and {other}")
                empty = low > high or (low == high and (self.low_open or self.high_open))
            case int(low_count), int(high_count):
                empty = low_count + self.low_open > high_count - self.high_open
            case (Money(), int()) | (int(), Money()):
                raise ValueProblem("both ends of a range are counts, or both are money")
            case _:
                empty = False
        if empty:
            raise ValueProblem(f"no number is {self}")

    def __str__(self) -> str:
        match self.low, self.high:
            case None, high:
                return f"{'less than' if self.high_open else 'at most'} {shown(high)}"
            case low, None:
                return f"{'more than' if self.low_open else 'at least'} {shown(low)}"
            case low, high:
                if self.low_open or self.high_open:
                    left = f"{'more than' if self.low_open else 'at least'} {shown(low)}"
                    return f"{left} and {'less than' if self.high_open else 'at most'} {shown(high)}"
                return f"between {shown(low)} and {shown(high)}"
        raise AssertionError  # pragma: no cover


class Unknown(Enum):
    """What is not given: neither false nor zero, and without a truth value of its own."""

    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        """Refuse: unknown is neither yes nor no."""
        raise TypeError("an unknown fact has no truth value; compare it with licensekit.UNKNOWN")

    def __str__(self) -> str:
        return self.value


UNKNOWN: Final = Unknown.UNKNOWN

Known: TypeAlias = Exactly | Range | Unknown
"""How far a fact is known."""


def shown(value: Value | None) -> str:
    """A value as the language writes it after `is`: yes, 100_000_001, 20_000_000 USD, 2026-06-01, { DE, FR }."""
    match value:
        case True:
            return "yes"
        case False:
            return "no"
        case int():
            return grouped(value)
        case date():
            return value.isoformat()
        case frozenset():
            return "{ " + ", ".join(sorted(value)) + " }" if value else "{ }"
        case _:
            return str(value)


def known_shown(known: Known) -> str:
    """A possibly partly known value as the language writes it after `is`."""
    return shown(known.value) if isinstance(known, Exactly) else str(known)


def at_most(value: Number) -> Range:
    """A number that is at most this much."""
    return Range(high=value)


def at_least(value: Number) -> Range:
    """A number that is at least this much."""
    return Range(low=value)


def more_than(value: Number) -> Range:
    """A number that is more than this much."""
    return Range(low=value, low_open=True)


def less_than(value: Number) -> Range:
    """A number that is less than this much."""
    return Range(high=value, high_open=True)


def between(low: Number, high: Number) -> Range:
    """A number from `low` to `high`, both included."""
    return Range(low, high)


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of exchange on a day: one `source` is `rate` `target`. Only the caller knows rates."""

    source: str
    target: str
    rate: Decimal
    on: date

    def __str__(self) -> str:
        return f"1 {self.source} = {self.rate:f} {self.target} on {self.on.isoformat()}"


@dataclass(frozen=True, slots=True)
class IndexValue:
    """A price index on a day, as a multiple of its base year: `factor` is index(on) / index(base)."""

    name: str
    base: int
    factor: Decimal
    on: date
