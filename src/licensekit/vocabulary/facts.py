"""The facts of the vocabulary, in one fixed order, and the ways a licence or a user may name one.

Besides its plain name a fact may be named under a meaning (`group.operates.model_service@kimi-k3`: as that
licence defines it) and, where it is a monthly number, for a dated month (`group.monthly_active_users[2025-03]`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType
from typing import Final, NamedTuple

from licensekit.diagnostics import clipped
from licensekit.errors import ValueProblem
from licensekit.values import YearMonth
from licensekit.vocabulary import table_conduct, table_parties, table_uses
from licensekit.vocabulary.entries import AssumedUnder, FactInfo, FactType

__all__ = [
    "ATTESTED",
    "CLEAN_HANDS",
    "FACTS",
    "SERIES",
    "AssumedUnder",
    "FactInfo",
    "FactName",
    "FactType",
    "fact",
    "fact_name",
    "series_base",
]

_TABLES: Final = (
    table_parties.LICENSEE,
    table_parties.GROUP,
    table_parties.CLIENT,
    table_parties.RECIPIENT,
    table_uses.ACCESS,
    table_uses.USE,
    table_uses.DEPLOYMENT,
    table_uses.PURPOSE,
    table_parties.PRODUCT,
    table_parties.PRODUCTS_WITH_WORK,
    table_parties.PRODUCTS_COMMERCIAL,
    table_uses.SERVICE,
    table_uses.DISTRIBUTION,
    table_uses.WORK,
    table_uses.TRAINED_MODEL,
    table_uses.OUTPUTS,
    table_conduct.CONDUCT,
    table_conduct.DISPUTE,
    table_conduct.BREACH,
    table_conduct.LICENSOR,
)

FACTS: Final[Mapping[str, FactInfo]] = MappingProxyType(
    {info.name: info._replace(order=order) for order, info in enumerate(info for table in _TABLES for info in table)}
)
"""Every standard fact by its flat name."""

SERIES: Final[Mapping[str, FactInfo]] = MappingProxyType(
    {name.removesuffix(".month"): info for name, info in FACTS.items() if info.window == "month"}
)
"""Numbers that have a figure for every calendar month, by `subject.measure`; the value is the `month` fact."""

ATTESTED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        group: tuple(info.name for info in FACTS.values() if info.group == group)
        for group in dict.fromkeys(info.group for info in FACTS.values() if info.group)
    }
)
"""The facts that each attestation covers."""

CLEAN_HANDS: Final = frozenset(chain.from_iterable(ATTESTED.values()))
"""All of them: what is assumed not to be so."""

_BASE: Final = r"(?P<base>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+)"
_MONTH: Final = r"(?:\[(?P<month>[^\]]*)\])?"
_MEANING: Final = r"(?:@(?P<meaning>[A-Za-z0-9][A-Za-z0-9._-]*))?"


class FactName(NamedTuple):
    """The parts of a written fact name: `base[month]@meaning`; what is not written is empty."""

    base: str
    month: YearMonth | None = None
    meaning: str = ""

    def __str__(self) -> str:
        dated = f"[{self.month}]" if self.month else ""
        return f"{self.base}{dated}" + (f"@{self.meaning}" if self.meaning else "")


def fact_name(written: str) -> FactName:
    """The parts of a name. Raises ValueProblem where it is no fact name at all."""
    parts = re.fullmatch(_BASE + _MONTH + _MEANING, written)
    if not parts:
        mend = "names look like `product.charged_for`"
        raise ValueProblem(f"`{clipped(written)}` is not the name of a fact", mend)
    month = YearMonth.parse(parts["month"]) if parts["month"] is not None else None
    return FactName(parts["base"], month, parts["meaning"] or "")


class NamePieces(NamedTuple):
    """What is meant as base, month and meaning in a text that need not be a name; what is not there is empty."""

    base: str
    month: str
    meaning: str


def name_pieces(written: str) -> NamePieces:
    """The pieces of a text that should be, or is, the name of a fact."""
    plain, _, meaning = written.partition("@")
    base, _, month = plain.partition("[")
    return NamePieces(base, month.removesuffix("]"), meaning)


def fact(name: str) -> FactInfo:
    """What the vocabulary says of a name, `FACT@MEANING` and `subject.measure[2025-03]` included.

    The answer carries the name as written. Raises KeyError for a name that the vocabulary does not have.
    """
    info = FACTS.get(name)
    if info is not None:
        return info
    try:
        parts = fact_name(name)
    except ValueProblem:
        raise KeyError(name) from None
    if parts.month is None:
        return FACTS[parts.base]._replace(name=name)
    monthly = SERIES[parts.base]
    period = f"in {parts.month}"
    return monthly._replace(
        name=name,
        window=str(parts.month),
        title=monthly.title.replace(_MONTH_PHRASE, period),
        question=monthly.question.replace(_MONTH_PHRASE, period),
    )


_MONTH_PHRASE: Final = "in the last full calendar month"


def series_base(name: str) -> str:
    """`subject.measure` of a monthly number under any of its names, the empty string for any other fact.

    `product.revenue.month` and `product.revenue[2026-01]` are points of one series, `product.revenue`.
    """
    try:
        base, month, _ = fact_name(name)
    except ValueProblem:
        return ""
    measure = base.removesuffix(".month")
    return measure if measure in SERIES and (month is not None or measure != base) else ""
