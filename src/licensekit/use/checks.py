"""What a caller hands over in Python is of the kind that it must be: a finding for each thing that is not.

A text where a day belongs, or a mapping where a `Use` does, would else come out as an AttributeError somewhere inside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from os import PathLike
from typing import Any, Final

from licensekit.diagnostics import Diagnostic, clipped, did_you_mean
from licensekit.errors import FactsError

_KINDS: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (type(None), "nothing"),
    (bool, "yes or no"),
    (str, "a text"),
    (Mapping, "a mapping"),
    ((list, tuple, set, frozenset), "a list"),
)


def kind_of(value: object) -> str:
    """What a value is, as a person says it: `a text`, `a mapping`, `a value of type float`."""
    said = (words for kinds, words in _KINDS if isinstance(value, kinds))
    return next(said, f"a value of type {type(value).__name__}")


def misplaced(path: str, value: object, wanted: str, mend: str) -> Diagnostic:
    """The finding for a value of the wrong kind in an argument or field."""
    shown = f"`{clipped(value, 40)}` is a text" if isinstance(value, str) else f"this is {kind_of(value)}"
    return Diagnostic("LK508", f"`{path}`: {shown}, not {wanted}", help=mend, path=path)


def of_kind(path: str, value: object, kind: type, wanted: str, mend: str) -> Iterator[Diagnostic]:
    """A finding where a value is not of a class."""
    if not isinstance(value, kind):
        yield misplaced(path, value, wanted, mend)


def a_day(path: str, value: object) -> Iterator[Diagnostic]:
    """A finding where a value is neither a day nor left open."""
    if isinstance(value, datetime):
        yield misplaced(path, value, "a day", "leave out the time: write `moment.date()`")
    elif value is not None and not isinstance(value, date):
        yield misplaced(path, value, "a date", _as_date(value))


def its_day(path: str, value: object) -> Iterator[Diagnostic]:
    """A finding where a value is no day: it cannot be left open."""
    if value is None:
        yield misplaced(path, value, "a date", "name the day on which it was stated: `date(2026, 6, 1)`")
    yield from a_day(path, value)


def _as_date(value: object) -> str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return "write it like `date(2026, 6, 1)`"
    return f"write `date({day.year}, {day.month}, {day.day})`"


def a_text(path: str, value: object) -> Iterator[Diagnostic]:
    """A finding where a value is no text, or an empty one."""
    if not isinstance(value, str):
        yield misplaced(path, value, "a text", "write it in quotes")
    elif not value.strip():
        yield Diagnostic("LK508", f"`{path}`: an empty text", help="write a text, or leave it out", path=path)


def a_path(path: str, value: object) -> Iterator[Diagnostic]:
    """A finding where a value cannot be the path of a file."""
    if not isinstance(value, str | PathLike):
        yield misplaced(path, value, "a path", "write it as a text, or as a `Path`")


def each_of_kind(path: str, values: tuple[object, ...], kind: type, wanted: str, mend: str) -> Iterator[Diagnostic]:
    """Findings for what is not of a class in a list."""
    for at, value in enumerate(values):
        yield from of_kind(f"{path}[{at}]", value, kind, wanted, mend)


def a_word(path: str, value: object, known: Collection[str]) -> Iterator[Diagnostic]:
    """A finding where a value is none of some words; the mend names one that is near."""
    if not (isinstance(value, str) and value in known):
        listed = ", ".join(f"`{word}`" for word in known)
        mend = did_you_mean(value, known) if isinstance(value, str) else ""
        shown = clipped(value) if isinstance(value, str) else kind_of(value)
        message = f"`{path}`: `{shown}` is none of its words"
        yield Diagnostic("LK502", message, help=mend or f"use one of {listed}", path=path)


def listed(value: Any) -> tuple[Any, ...]:
    """The things of a list; what is no list stands for itself, to be found fault with in its place."""
    if type(value) is tuple:
        return value
    return (value,) if isinstance(value, str | Mapping) or not isinstance(value, Iterable) else tuple(value)


def texts(path: str, values: tuple[object, ...]) -> Iterator[Diagnostic]:
    """Findings for what is no text in a list of texts."""
    for at, value in enumerate(values):
        yield from a_text(f"{path}[{at}]", value)


def refuse(findings: Iterable[Diagnostic]) -> None:
    """Raise FactsError with what was found, if anything was."""
    every = tuple(findings)
    if every:
        raise FactsError(every)
