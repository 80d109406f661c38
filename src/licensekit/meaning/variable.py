"""The variables that conditions compare, typed; how each is written, and how an atom on it stands in a world.

A number is compared with thresholds, a date with fixed days: a `Cut` is a part of their values. An option, a country, a
text or a reading is compared with some values. All others are yes or no: that a set has a member among some, that one
date is not before another, that an approval is held.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, Self, TypeAlias, TypeGuard

from licensekit.meaning.calendar_days import Unit, earliest, later
from licensekit.meaning.domain import ANY_DAY, NOT_NEGATIVE, Among, Cut, Domain, Interval, beyond
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth
from licensekit.values import WORLDWIDE
from licensekit.vocabulary.entries import FactType
from licensekit.vocabulary.facts import FactName, fact_name
from licensekit.vocabulary.territories import TERRITORIES

ValuePart: TypeAlias = Literal[True] | Cut | frozenset[str]
"""The values of a variable for which an atom is true: yes, all beyond a cut, or some options."""


class _Hashed:
    """A frozen value that is looked up often: its hash is worked out once."""

    __slots__ = ("_hash",)
    _hash: int

    def __post_init__(self) -> None:
        own = tuple(getattr(self, name) for name in self.__match_args__)  # type: ignore[attr-defined]
        object.__setattr__(self, "_hash", hash((type(self).__name__, *own)))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        # hashes of texts differ from process to process
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class FactVariable(_Hashed):
    """A fact as licences name it: under a meaning, or of a month, where they say so. Amounts of money are apart."""

    name: FactName
    type: FactType
    options: tuple[str, ...] = ()
    """The options of a one-of fact, and all possible members of a set; empty for countries and texts."""

    __hash__ = _Hashed.__hash__  # dataclasses would set another one

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True, slots=True)
class AmountVariable(_Hashed):
    """An amount of money in one currency: plain, or in money of a base year (`index`, as `NAME@YEAR`)."""

    name: FactName
    currency: str
    index: str = ""

    __hash__ = _Hashed.__hash__  # dataclasses would set another one

    def __str__(self) -> str:
        return f"{self.name}:{self.currency}" + (f":{self.index}" if self.index else "")


@dataclass(frozen=True, slots=True)
class ReadingVariable(_Hashed):
    """Which option of a reading is in force."""

    license: str
    reading: str
    options: tuple[str, ...]

    __hash__ = _Hashed.__hash__  # dataclasses would set another one

    @property
    def qualified(self) -> str:
        """`LICENSE.READING`, as callers name it."""
        return f"{self.license}.{self.reading}"

    def __str__(self) -> str:
        return f"reading {self.qualified}"


@dataclass(frozen=True, slots=True)
class ApprovalVariable(_Hashed):
    """Whether the approval of a gate is held. Two-valued: in no world is it open; held means that the world says so."""

    license: str
    gate: str

    __hash__ = _Hashed.__hash__  # dataclasses would set another one

    @property
    def qualified(self) -> str:
        """`LICENSE.GATE`, as callers name it."""
        return f"{self.license}.{self.gate}"

    def __str__(self) -> str:
        return f"approval {self.qualified}"


@dataclass(frozen=True, slots=True)
class MemberVariable(_Hashed):
    """Whether a set has a member among some: `any of F in { ... }`, with groups of countries taken apart."""

    set: FactVariable
    members: frozenset[str]
    beyond: bool = False
    """Whether `worldwide` has such a member although none is named: it has more members than can be listed."""

    __hash__ = _Hashed.__hash__  # dataclasses would set another one

    def __str__(self) -> str:
        return f"any of {self.set} in {{ {', '.join(sorted(self.members))} }}"


@dataclass(frozen=True, slots=True)
class OrderVariable(_Hashed):
    """Whether a date is not before another date, some units and days after that one."""

    date: FactVariable
    other: FactVariable
    count: int = 0
    unit: Unit = "days"
    days: int = 0
    """Whole days on top: 1 for `after` instead of `on or after`."""

    __hash__ = _Hashed.__hash__  # dataclasses would set another one

    @property
    def dates(self) -> tuple[FactVariable, FactVariable]:
        """Both dates."""
        return self.date, self.other

    def partner(self, date: FactVariable) -> FactVariable:
        """The one of the two dates that is not this one."""
        return self.other if date == self.date else self.date

    def least(self, day: int) -> int:
        """The first day of `date` for which this holds, if the other date is this day."""
        return later(day, self.count, self.unit) + self.days

    def truth(self, date: Interval, until: Interval) -> Truth:
        """Whether this holds, as far as both dates are known."""
        if date.first >= self.least(until.last):
            return TRUE
        return FALSE if date.last < self.least(until.first) else UNKNOWN

    def turning(self, date: FactVariable, day: int) -> int:
        """The first day of one of the dates from which this holds, or no longer, if its partner is this day."""
        return self.least(day) if date == self.date else self.ends(day)

    def ends(self, day: int) -> int:
        """The first day of the other date for which this does not hold, if `date` is this day."""
        return earliest(day + 1 - self.days, self.count, self.unit)

    def __str__(self) -> str:
        return f"{self.date} not before {self.count} {self.unit} and {self.days} days after {self.other}"


Variable: TypeAlias = (
    FactVariable | AmountVariable | ReadingVariable | ApprovalVariable | MemberVariable | OrderVariable
)
Stated: TypeAlias = FactVariable | AmountVariable
"""A variable that a caller can state."""
Read: TypeAlias = Stated | ReadingVariable
"""A variable that a person can be asked for."""
World: TypeAlias = Mapping[Variable, Domain]
"""What is known of a use; a variable that is absent is unknown, an approval that is absent is not held."""
HELD_OR_NOT: Final = Among(("held", "not held"))
"""In a world, of an approval: that it is open whether it is held."""

AS_OF: Final = FactVariable(FactName("as_of"), "date")
"""The day for which the question is asked."""
ANOTHER_TEXT: Final = "another text"
"""Stands for every text that no clause names."""


@lru_cache(maxsize=16_384)
def fact_variable(name: str, kind: FactType, options: tuple[str, ...] = ()) -> FactVariable:
    """The variable of a fact that is no amount of money; `name` as licences write it."""
    return AS_OF if name == "as_of" else FactVariable(fact_name(name), kind, options)


@lru_cache(maxsize=16_384)
def amount_variable(name: str, currency: str, index: str = "") -> AmountVariable:
    """The variable of an amount of money."""
    return AmountVariable(fact_name(name), currency, index)


def universe(variable: FactVariable | ReadingVariable) -> tuple[str, ...]:
    """All options that there are, in order; none for a text, of which there are always more."""
    if isinstance(variable, FactVariable) and variable.type == "territory":
        return tuple(TERRITORIES)
    return variable.options


def is_cut(variable: Variable) -> bool:
    """Whether the values of a variable are ordered, so that its parts lie between cuts: numbers and dates."""
    match variable:
        case FactVariable(type=kind):
            return kind in {"count", "date"}
        case AmountVariable():
            return True
        case ReadingVariable() | ApprovalVariable() | MemberVariable() | OrderVariable():
            return False


def is_listed(variable: Variable) -> bool:
    """Whether a variable takes one of several options: one-of facts, countries, texts and readings."""
    match variable:
        case FactVariable(type=kind):
            return kind in {"one_of", "territory", "text"}
        case ReadingVariable():
            return True
        case AmountVariable() | ApprovalVariable() | MemberVariable() | OrderVariable():
            return False


def is_number(variable: Variable) -> TypeGuard[Stated]:
    """Whether it is a count or an amount of money."""
    return isinstance(variable, AmountVariable) or (isinstance(variable, FactVariable) and variable.type == "count")


def is_date(variable: Variable) -> TypeGuard[FactVariable]:
    """Whether it is a day."""
    return isinstance(variable, FactVariable) and variable.type == "date"


def currency_of(variable: Variable) -> str:
    """The currency of an amount; nothing for what is no amount."""
    return variable.currency if isinstance(variable, AmountVariable) else ""


def is_whole(variable: Variable) -> bool:
    """Whether the values of an ordered variable are whole: people, things and days, not money."""
    return isinstance(variable, FactVariable)


def interval_of(variable: Variable, world: World) -> Interval:
    """What a world says of a number or a date; anything that there is, where it says nothing."""
    known = world.get(variable)
    if isinstance(known, Interval):
        return known
    return ANY_DAY if is_date(variable) else NOT_NEGATIVE


def truth_in(variable: Variable, part: ValuePart, world: World) -> Truth:
    """Whether the atom that a variable lies in a part is true, false or open in a world."""
    if part is True and isinstance(variable, FactVariable):
        known = world.get(variable)
        return UNKNOWN if known is None else TRUE if known is True else FALSE
    if isinstance(part, Cut):
        return beyond(interval_of(variable, world), part)
    match variable:
        case FactVariable() | ReadingVariable():
            assert isinstance(part, frozenset)
            return _among(world.get(variable), part)
        case ApprovalVariable():
            held = world.get(variable, False)
            return TRUE if held is True else FALSE if held is False else UNKNOWN
        case MemberVariable(set=of):
            return _has_member(variable, world.get(of))
        case OrderVariable(date=date, other=other):
            return variable.truth(interval_of(date, world), interval_of(other, world))
        case AmountVariable():
            raise TypeError(f"{variable} is compared with thresholds alone")


def _among(known: Domain | None, values: frozenset[str]) -> Truth:
    """Whether an option that is known, or known to be one of several, is among some."""
    if known is None:
        return UNKNOWN
    if isinstance(known, Among):
        inside = sum(option in values for option in known.options)
        return TRUE if inside == len(known.options) else UNKNOWN if inside else FALSE
    return TRUE if known in values else FALSE


def _has_member(variable: MemberVariable, known: Domain | None) -> Truth:
    if known is None:
        return UNKNOWN
    if known is WORLDWIDE:
        return TRUE if variable.members or variable.beyond else FALSE
    assert isinstance(known, frozenset)
    return FALSE if known.isdisjoint(variable.members) else TRUE
