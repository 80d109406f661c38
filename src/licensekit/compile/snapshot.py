"""A use as plain values, for generated code: made once for each use, whatever the licences it is asked about.

Names and keys are interned: looking one up then compares addresses, and not the text of two strings.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TypeAlias

from licensekit.limits import MAX_DECIMALS
from licensekit.numerals import EXACT
from licensekit.use import Use
from licensekit.use.checks import misplaced, refuse
from licensekit.values import Exactly, Known, Money, Worldwide

_Plain: TypeAlias = bool | int | str | frozenset[str] | Worldwide
"""Amounts are in ten-thousandths of their currency, so that they are whole; days are proleptic ordinals."""

SCALE: Final = 10**MAX_DECIMALS
KEY: Final = "plain_snapshot"


class Snapshot:
    """The plain values of a use, and the key of its shape: which acts are asked about, and which facts are stated."""

    __slots__ = ("acts", "key", "row", "values")

    def __init__(self, acts: tuple[str, ...], values: dict[str, _Plain], *, plain: bool) -> None:
        self.acts = acts
        self.values = values
        """By name: of a fact, or of an amount with its currency."""
        self.row = tuple(values.values())
        """The values alone, in the order in which the key names the facts."""
        self.key: str = sys.intern("|".join((",".join(acts), *values))) if plain else ""
        """Empty where a fact is not known exactly, or declared by a licence alone."""


def snapshot(use: Use) -> Snapshot:
    """The snapshot of a use, kept with it: a use never changes."""
    if not isinstance(use, Use):
        refuse([misplaced("use", use, "a Use", "write `lk.Use.of(acts, facts)`")])
    kept = use.__dict__.get(KEY)
    if kept is None:
        values = dict(_plain(use.given))
        plain = not use.local and len(values) == len(use.given)
        kept = use.__dict__[KEY] = Snapshot(use.leaves, values, plain=plain)
    return kept


def _plain(facts: Mapping[str, Known]) -> Iterator[tuple[str, _Plain]]:
    for name, stated in facts.items():
        if not isinstance(stated, Exactly):
            continue
        value = stated.value
        if isinstance(value, Money):
            yield sys.intern(f"{name}:{value.currency}"), int(value.amount.scaleb(MAX_DECIMALS, EXACT))
        else:
            yield sys.intern(name), value.toordinal() if isinstance(value, date) else value
