"""Plain data of values: records become objects, enumerations their words, dates ISO texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from pydantic import BaseModel

from licensekit.decision.parts import Identity, ReadingChange, ReadingReport, ReadingShown

FIELDS: Final[Mapping[type, tuple[str, ...]]] = {
    ReadingReport: ("matter", "readings", "together", "worst", "best"),
    ReadingShown: ("license", "name", "locator", "question", "taken", "because", "matters", "options"),
}
"""Records whose keys are not just their fields."""
ROWS: Final[Mapping[tuple[type, str], tuple[str, ...]]] = {
    (Identity, "licenses"): ("id", "title"),
    (Identity, "texts"): ("license", "document", "sha256"),
    (Identity, "encoded"): ("license", "sha256"),
    (ReadingChange, "choice"): ("reading", "option"),
    (ReadingShown, "options"): ("name", "text"),
}
"""Fields of rows whose cells have no names of their own: these."""


def picked(value: object, *names: str) -> dict[str, Any]:
    """Some of what a value holds, under the same names."""
    return {name: data(getattr(value, name)) for name in names}


def data(value: Any) -> Any:
    """Plain data of a value. Raises TypeError for what has no form in JSON."""
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | str() | dict():
            return value
        case date():
            return value.isoformat()
        case BaseModel():
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
    record = {}
    for name in names_of(kind := type(value)):
        told, cells = getattr(value, name), ROWS.get((kind, name))
        record[name] = data(told) if cells is None else [dict(zip(cells, row, strict=True)) for row in told]
    return record


def names_of(kind: type) -> tuple[str, ...]:
    """The keys of a record. Raises TypeError where it is none."""
    if kind in FIELDS:
        return FIELDS[kind]
    if issubclass(kind, BaseModel):
        return tuple(name for name in kind.model_fields if name != "span")
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    names: tuple[str, ...] | None = getattr(kind, "_fields", None)
    if names is None:
        raise TypeError(f"{kind.__name__} has no form in JSON")
    return names
