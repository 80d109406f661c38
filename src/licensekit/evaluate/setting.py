"""What stands outside the facts of a use: rates, index values, readings, approvals. Fixed in all of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

from licensekit.meaning.domain import Amount
from licensekit.model.conditions import Adjusted, Compares
from licensekit.values import IndexValue, Rate


class Approval(NamedTuple):
    """An approval that counts: the gate it answers, and the acts it reaches (none named: all)."""

    gate: str
    """`LICENSE.GATE`."""
    acts: frozenset[str]


class Coordinate(NamedTuple):
    """A number that can be compared: a fact in one currency, plain or as of a base year. `name` is its variable."""

    name: str
    fact: str
    currency: str
    adjusted: str


NOTHING_HELD: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Setting:
    """The caller's rates, indices, choice of readings and approvals, checked."""

    rates: Mapping[str, Rate] = field(default_factory=dict)
    """By the currency that is converted."""
    indices: Mapping[str, IndexValue] = field(default_factory=dict)
    """By `NAME@YEAR`."""
    readings: Mapping[str, str] = field(default_factory=dict)
    """The option chosen for `LICENSE.READING`; a reading that is absent is open."""
    approvals: tuple[Approval, ...] = ()

    def converted(self, amount: Decimal, currency: str) -> tuple[Decimal, str]:
        """An amount in the currency at the end of the caller's rates: the only conversion there is."""
        while currency in self.rates:
            rate = self.rates[currency]
            amount, currency = amount * rate.rate, rate.target
        return amount, currency

    def threshold(self, fact: str, compares: Compares) -> tuple[str, Amount]:
        """The variable that a comparison of this fact reads, and the number it compares it with."""
        amount = compares.amount
        if isinstance(amount, int):
            return fact, amount
        if self.plain and compares.adjusted is None:
            return f"{fact}:{amount.currency}", amount.amount
        spot, number = self.spot(fact, compares)
        return spot.name, number

    def spot(self, fact: str, compares: Compares) -> tuple[Coordinate, Amount]:
        """The same with the fact, the currency and the base year apart."""
        amount = compares.amount
        if isinstance(amount, int):
            return Coordinate(fact, fact, "", ""), amount
        number, adjusted = amount.amount, compares.adjusted
        if adjusted is not None and (known := self.indices.get(index_name(adjusted))) is not None:
            number, adjusted = number * known.factor, None
        number, currency = self.converted(number, amount.currency)
        return coordinate(fact, currency, "" if adjusted is None else index_name(adjusted)), number

    @cached_property
    def plain(self) -> bool:
        """Whether amounts are compared as they are written, without any rate or index."""
        return not (self.rates or self.indices)

    def held(self, leaf: str) -> frozenset[str]:
        """The gates whose approval is held for an act."""
        if not self.approvals:
            return NOTHING_HELD
        return frozenset(approval.gate for approval in self.approvals if not approval.acts or leaf in approval.acts)


AS_WRITTEN: Final = Setting()
"""Without rates and indices: amounts are compared as they are written."""


def index_name(adjusted: Adjusted) -> str:
    """The name under which an index with its base year is known."""
    return f"{adjusted.index}@{adjusted.year}"


def coordinate(fact: str, currency: str, adjusted: str = "") -> Coordinate:
    """A fact's amount in a currency, or in that currency's money of a base year."""
    return Coordinate(f"{fact}:{currency}" + (f":{adjusted}" if adjusted else ""), fact, currency, adjusted)
