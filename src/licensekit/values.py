"""Values of facts: exact numbers, money, dates, months, sets; and how far a value is known.

Nothing here is a float, and nothing converts a currency: an amount in another currency can be compared only
through a rate that the caller passes with its date (docs/semantics.md, section 2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date
from decimal import Decimal
from enum import Enum
from typing import Final, NamedTuple, NoReturn, TypeAlias, assert_never

from licensekit.currencies import currency_of
from licensekit.diagnostics import clipped
from licensekit.errors import NoTruthValue, ValueProblem
from licensekit.limits import MAX_COUNT, MAX_DECIMALS, MAX_DIGITS
from licensekit.numerals import EXACT, TWO_NUMBERS, check_conversion, numeral


@dataclass(frozen=True, slots=True, init=False)
class Money:
    """An exact amount in one currency (ISO 4217 code). Never negative; at most four decimals.

    >>> Money("1.5 million", "USD") == Money(1_500_000, "USD")
    True

    `amount` is read from digits as the language writes them, a whole number or a Decimal, and kept as a Decimal.
    Raises ValueProblem for a float (LK504), for a negative number, a NaN or an infinity (LK311), for one that is not
    written as numbers are or is too long (LK108), and for a currency that there is not (LK208).
    """

    amount: Decimal
    currency: str

    def __init__(self, amount: str | int | Decimal, currency: str) -> None:
        object.__setattr__(self, "amount", amount)
        object.__setattr__(self, "currency", currency)
        self.__post_init__()

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", exact_amount(self.amount))
        currency_of(self.currency)

    def __str__(self) -> str:
        return f"{grouped(self.amount)} {self.currency}"


_AN_AMOUNT: Final = 'write it in digits, such as `"20 million USD"`'
_A_COUNT: Final = "write a whole number from 0 on, such as `5_000_000`"


def exact_amount(raw: object) -> Decimal:
    """A checked, plain decimal from an int, a Decimal or digits; the scale is normalised. Raises ValueProblem."""
    if isinstance(raw, bool | float):
        mend = f'write "{raw}" as a string with its currency'
        raise ValueProblem("an amount of money is never a float", mend, "LK504")
    if isinstance(raw, str):
        raw = numeral(raw).value
    if isinstance(raw, int):
        raw = Decimal(raw)
    if not isinstance(raw, Decimal) or not raw.is_finite():
        raise ValueProblem("an amount of money is a finite decimal number", _AN_AMOUNT, "LK311")
    if raw < 0:
        mend = "write the gross amount, costs and losses not taken away"
        raise ValueProblem("an amount of money is never negative here: revenue is gross", mend, "LK311")
    if raw.adjusted() >= MAX_DIGITS:
        raise ValueProblem(f"a number has at most {MAX_DIGITS} digits", "see whether a digit is there twice", "LK108")
    exponent = raw.as_tuple().exponent
    smallest = Decimal((0, (1,), -MAX_DECIMALS))
    if isinstance(exponent, int) and exponent < -MAX_DECIMALS and raw != raw.quantize(smallest, context=EXACT):
        raise ValueProblem(f"a number has at most {MAX_DECIMALS} decimals", "round as the text does", "LK108")
    is_whole = raw == raw.to_integral_value(context=EXACT)
    plain = raw.quantize(Decimal(1), context=EXACT) if is_whole else raw.normalize(EXACT)
    return plain.copy_abs()  # no negative zero


def exact_count(raw: object) -> int:
    """A checked count: a whole number from 0 to MAX_COUNT. Raises ValueProblem."""
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise ValueProblem("a count is a whole number, written without a decimal point", _A_COUNT, "LK311")
    if raw > MAX_COUNT:
        raise ValueProblem(f"a number has at most {MAX_DIGITS} digits", "see whether a digit is there twice", "LK108")
    if raw < 0:
        raise ValueProblem("a count is never negative", _A_COUNT, "LK311")
    return raw


def grouped(number: int | Decimal) -> str:
    """Digits in groups of three: 100_000_001, as the language writes them.

    No zero ends a fraction, unless it keeps decimals from being taken for a group: 12.1250.
    """
    if isinstance(number, int):
        return f"{number:_}"
    whole, point, fraction = f"{number:,f}".replace(",", "_").partition(".")
    digits = f"{whole}{point}{fraction}".rstrip("0").rstrip(".") if point else whole
    return f"{digits}0" if re.fullmatch(TWO_NUMBERS, digits) else digits


class YearMonth(NamedTuple):
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> YearMonth:
        """From `2025-03`. Raises ValueProblem."""
        parts = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
        if not parts or int(parts[1]) == 0:
            raise ValueProblem(f"there is no month `{clipped(text, 40)}`", "write year-month, such as 2026-01", "LK122")
        return cls(int(parts[1]), int(parts[2]))

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
        if not (isinstance(self.low_open, bool) and isinstance(self.high_open, bool)):
            raise ValueProblem("whether a bound is open is yes or no", "write True or False", "LK508")
        if not ends:
            mend = "write `lk.at_most(…)` or `lk.at_least(…)`, or leave the fact out"
            raise ValueProblem("a range needs at least one bound; a number with none is unknown", mend)
        for end in ends:
            if isinstance(end, str):
                mend = 'write a whole number or a Money; a text has the bound in it, "at most 5 million USD"'
                raise ValueProblem(f"`{clipped(end, 40)}` is a text, not a number", mend, "LK311")
            if not isinstance(end, Money):
                exact_count(end)
        if self._is_empty():
            turned = (
                ""
                if self.low_open or self.high_open
                else f": `between {value_shown(self.high)} and {value_shown(self.low)}`"
            )
            raise ValueProblem(f"no number is {self}", f"write the lower bound first{turned}", "LK458")

    def _is_empty(self) -> bool:
        match self.low, self.high:
            case (None, _) | (_, None):
                return False
            case Money(low, currency), Money(high, of_high):
                if currency != of_high:
                    message = f"both ends of a range are in one currency, not {currency} and {of_high}"
                    raise ValueProblem(message, f"write both in {currency}", "LK458")
                return low > high or (low == high and (self.low_open or self.high_open))
            case int(low_count), int(high_count):
                return low_count + self.low_open > high_count - self.high_open
        mend = "give both a currency, or none"
        raise ValueProblem("both ends of a range are counts, or both are money", mend, "LK458")

    def __str__(self) -> str:
        low = f"{'more than' if self.low_open else 'at least'} {value_shown(self.low)}"
        high = f"{'less than' if self.high_open else 'at most'} {value_shown(self.high)}"
        if self.low is None:
            return high
        if self.high is None:
            return low
        if self.low_open or self.high_open:
            return f"{low} and {high}"
        return f"between {value_shown(self.low)} and {value_shown(self.high)}"


class Unknown(Enum):
    """What is not given: neither false nor zero, and without a truth value of its own."""

    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        """Refuse: unknown is neither yes nor no."""
        raise NoTruthValue("an unknown fact has no truth value", "compare it with licensekit.UNKNOWN")

    def __str__(self) -> str:
        return self.value

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class NotOption:
    """A one-of fact is known not to have this option, and may have any other."""

    option: str

    def __str__(self) -> str:
        return f"not {self.option}"


Told: TypeAlias = Exactly | Range | NotOption
"""What somebody says of a fact, in full or in part."""

Known: TypeAlias = Told | Unknown
"""How far a fact is known."""


NEVER: Final = date.max
"""The last day of the calendar stands for one that does not come: the value of a date fact that did not happen."""


def value_shown(value: Value | None) -> str:
    """A value as the language writes it after `is`: yes, 100_000_001, 20_000_000 USD, 2026-06-01, { DE, FR }."""
    match value:
        case True:
            return "yes"
        case False:
            return "no"
        case int():
            return grouped(value)
        case date():
            return "never" if value == NEVER else value.isoformat()
        case frozenset():
            return "{ " + ", ".join(sorted(value)) + " }" if value else "{ }"
        case Money() | str() | Worldwide() | None:
            return str(value)
        case _:
            assert_never(value)


def known_shown(known: Known) -> str:
    """A possibly partly known value as the language writes it after `is`."""
    return value_shown(known.value) if isinstance(known, Exactly) else str(known)


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


BOUNDS: Final[Mapping[str, Callable[[Number], Exactly | Range]]] = {
    "more_than": more_than,
    "less_than": less_than,
    "at_least": at_least,
    "at_most": at_most,
    "exactly": Exactly,
}
"""What one bound says of a number, by the words of the language."""


def enclosed(low: Exactly | Range, high: Exactly | Range) -> Exactly | Range:
    """What two bounds say of a number, the lower one first; of 5 to 5, that it is 5. Raises ValueProblem."""
    match low, high:
        case Range(low=lowest, high=None), Range(low=None, high=highest):
            return exact_if_one(Range(lowest, highest, low.low_open, high.high_open))
    mend = "write `more than 5 and at most 9`, or `between 5 and 9`"
    raise ValueProblem("two bounds are a lower and an upper one, in this order", mend, "LK458")


def exact_if_one(known: Range) -> Exactly | Range:
    """A range from a number to the same number is that number."""
    return Exactly(known.low) if known.low is not None and known.low == known.high else known


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of exchange on a day: one `source` is `rate` `target`. Only the caller knows rates.

    Raises ValueProblem for a currency that there is not (LK208), for one and the same (LK502), for a rate that is no
    positive Decimal (LK516), and for what is no day (LK508).
    """

    source: str
    target: str
    rate: Decimal
    on: date

    def __post_init__(self) -> None:
        if currency_of(self.source) == currency_of(self.target):
            raise ValueProblem("a rate stands between two currencies", "name two that differ")
        check_conversion(f"rate of {self.source} to {self.target}", self.rate, self.on)

    def __str__(self) -> str:
        return f"1 {self.source} = {self.rate:f} {self.target} on {self.on.isoformat()}"

    @property
    def read_as(self) -> str:
        """How a rate was read that may be two: `1.380` is 1.38 here, and 1380 where points stand between groups.

        Empty for any other. It is no error, as it is of an amount: rates of three decimals are everyday.
        """
        written = f"{self.rate:f}"
        if not re.fullmatch(TWO_NUMBERS, written):
            return ""
        groups = written.replace(".", "_")
        return f"{self.source} to {self.target} at {self.rate.normalize():f} (if you mean {groups}, write `{groups}`)"


@dataclass(frozen=True, slots=True)
class IndexValue:
    """A price index on a day, as a multiple of its base year: `factor` is index(on) / index(base).

    Raises ValueProblem for what is no name or no year (LK502), no positive Decimal (LK516), or no day (LK508).
    """

    name: str
    base: int
    factor: Decimal
    on: date

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name.strip() or not self.name.isprintable():
            raise ValueProblem(f"{clipped(repr(self.name), 40)} is no name of an index", "write it as its licence does")
        if isinstance(self.base, bool) or not isinstance(self.base, int) or not 1 <= self.base <= MAXYEAR:
            raise ValueProblem(f"`{clipped(str(self.base))}` is not a year", "write it as 2019")
        check_conversion(f"index value of {self.name}@{self.base}", self.factor, self.on)

    def __str__(self) -> str:
        return f"{self.name} = {self.factor:f} of {self.base} on {self.on.isoformat()}"
