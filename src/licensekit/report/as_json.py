"""Answers for programs: a versioned form, closed and described by `schema.py`, which follows the same tables.

Within one `schema` number, keys are neither removed nor given another meaning; new ones may come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from licensekit.evaluate.shown import Identity, ReadingChange, ReadingReport, ReadingShown
from licensekit.model.node import Node
from licensekit.report import escape
from licensekit.report.answer_memo import Answer, headline
from licensekit.report.memo import NOT_ADVICE

SCHEMA: Final = 1
VERDICT: Final = ("verdict", "possible", "best", "worst", "allowed", "method", "basis", "reason")
"""The keys of a decision that say what it is; the work stands behind them."""
DETAILS: Final = (
    *("parts", "duties", "approvals", "remedies", "reasons", "questions", "readings", "bounds", "headroom"),
    *("standing_limits", "facts", "assumptions", "attested", "relations", "unread", "notes", "identity"),
)
"""The keys that say why, in the order in which they are best read."""
FIELDS: Final[Mapping[type, tuple[str, ...]]] = {
    ReadingReport: ("matter", "readings", "together", "worst", "best", "complete"),
    ReadingShown: ("license", "name", "locator", "question", "taken", "because", "matters", "options"),
}
"""Records whose keys are not just their fields."""
ROWS: Final[Mapping[tuple[type, str], tuple[str, ...]]] = {
    (Identity, "licenses"): ("id", "title"),
    (Identity, "texts"): ("license", "document", "sha256"),
    (ReadingChange, "choice"): ("reading", "option"),
    (ReadingShown, "options"): ("name", "text"),
}
"""Fields of rows whose cells have no names of their own: these."""


def as_json(answer: Answer) -> str:
    """An answer as JSON, with a line feed at the end."""
    return escape.as_json(answer_data(answer))


def answer_data(answer: Answer) -> dict[str, Any]:
    """The same as plain data: what `Answer` says, in the order in which it is best read."""
    decision = answer.decision
    told = {"schema": SCHEMA, "headline": headline(decision)}
    told |= {**picked(decision, *VERDICT), **picked(answer, "work"), **picked(decision, *DETAILS)}
    told["disclaimer"] = NOT_ADVICE
    if answer.what_if is not None:
        from licensekit.report.what_if_data import what_if_data  # noqa: PLC0415 - loaded where it was asked for

        told["what_if"] = what_if_data(answer.what_if)
    return told


def picked(value: object, *names: str) -> dict[str, Any]:
    """Some of what a value holds, under the same names."""
    return {name: data(getattr(value, name)) for name in names}


def data(value: Any) -> Any:
    """Plain data of a value: records become objects, enumerations their words, dates ISO texts. Raises TypeError."""
    match value:
        case None | bool() | int() | str() | dict():
            return value
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Node():
            return value.model_dump(mode="json")
        case tuple() if not hasattr(value, "_fields"):
            return [data(one) for one in value]
        case ReadingShown():
            outcomes = map(data, value.outcomes)
            told = _record(value)
            return told | {
                "options": [{**row, "outcome": then} for row, then in zip(told["options"], outcomes, strict=True)]
            }
    return _record(value)


def _record(value: Any) -> dict[str, Any]:
    kind = type(value)
    return {name: _field(getattr(value, name), ROWS.get((kind, name))) for name in names_of(kind)}


def _field(value: Any, cells: Iterable[str] | None) -> Any:
    return data(value) if cells is None else [dict(zip(cells, row, strict=True)) for row in value]


def names_of(kind: type) -> tuple[str, ...]:
    """The keys of a record. Raises TypeError where it is none."""
    if kind in FIELDS:
        return FIELDS[kind]
    if issubclass(kind, Node):
        return tuple(name for name in kind.model_fields if name != "span")
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    names: tuple[str, ...] | None = getattr(kind, "_fields", None)
    if names is None:
        raise TypeError(f"{kind.__name__} has no form in JSON")
    return names
