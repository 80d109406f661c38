"""A use as plain values, for generated code: made once for each use, whatever the licences it is asked about.

Names and keys are interned: looking one up then compares addresses, and not the text of two strings.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from licensekit.limits import MAX_DECIMALS
from licensekit.use import Use
from licensekit.values import Exactly, Known, Money, Range, Worldwide
from licensekit.vocabulary.acts import leaves_of

Plain: TypeAlias = bool | int | str | frozenset[str] | Worldwide
"""Amounts are in ten-thousandths of their currency, so that they are whole; days are proleptic ordinals."""

SCALE: Final = 10**MAX_DECIMALS
KEY: Final = "plain_snapshot"
STATED: Final = (
    "product.exists",
    "product.offered_to_third_parties",
    "product.charged_for",
    "use.personal",
    "use.in_business",
    "use.for_company",
    "use.for_client",
)
"""Facts from which rules follow: their values are a part of the shape."""


class Shape(NamedTuple):
    """Which acts are asked about, and which facts are given: uses of one shape are decided by one function."""

    acts: tuple[str, ...]
    order: tuple[str, ...]
    """The same names as stand below, in the order of the values."""
    names: frozenset[str]
    """Variables: names of facts, amounts with their currency."""
    stated: Mapping[str, bool]
    plain: bool
    """Whether every fact is known exactly, and none is declared by a licence alone."""


class Snapshot:
    """The plain values of a use, and the key of its shape."""

    __slots__ = ("acts", "key", "plain", "row", "values")

    def __init__(self, acts: tuple[str, ...], values: dict[str, Plain], *, plain: bool) -> None:
        self.acts = acts
        self.values = values
        self.plain = plain
        self.row = tuple(values.values())
        """The values alone, in the order in which the key names the facts."""
        names = (f"{name}={value}" if name in STATED else name for name, value in values.items())
        self.key: str = sys.intern("|".join((",".join(acts), *names))) if plain else ""

    def shape(self) -> Shape:
        """The shape that the key stands for."""
        stated = {name: value for name in STATED if isinstance(value := self.values.get(name), bool)}
        return Shape(self.acts, tuple(self.values), frozenset(self.values), stated, self.plain)


def snapshot(use: Use) -> Snapshot:
    """The snapshot of a use, kept with it: a use never changes."""
    kept = use.__dict__.get(KEY)
    if kept is None:
        kept = use.__dict__[KEY] = taken(use.leaves, use.given, local=bool(use.local))
    return kept


def taken(leaves: tuple[str, ...], facts: Mapping[str, Known], *, local: bool = False) -> Snapshot:
    """A snapshot of facts that were validated before."""
    values = dict(_plain(facts))
    return Snapshot(leaves, values, plain=not local and len(values) == len(facts))


def leaves(acts: tuple[str, ...]) -> tuple[str, ...]:
    """The leaves that some acts stand for, each once."""
    return tuple(dict.fromkeys(leaf for act in acts for leaf in leaves_of(act)))


def _plain(facts: Mapping[str, Known]) -> Iterator[tuple[str, Plain]]:
    for name, known in facts.items():
        if isinstance(known, Range) or not isinstance(known, Exactly):
            continue
        value = known.value
        if isinstance(value, Money):
            yield sys.intern(f"{name}:{value.currency}"), scaled(value.amount)
        else:
            yield sys.intern(name), value.toordinal() if isinstance(value, date) else value


def scaled(amount: Decimal) -> int:
    """An amount in ten-thousandths."""
    return int(amount.scaleb(MAX_DECIMALS))
