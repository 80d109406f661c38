"""Whether anybody still waits for an answer: what takes long asks between its steps, and ends where nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Final, TypeVar

T = TypeVar("T")


class NobodyWaits(Exception):  # noqa: N818 - no error: the asker was told that it takes too long
    """Nobody waits for the answer that is being worked out."""


def _somebody() -> bool:
    return True


waits: Final[ContextVar[Callable[[], bool]]] = ContextVar("waits", default=_somebody)
"""Says whether somebody waits; set by whoever puts a bound to the time."""


def somebody_waits() -> None:
    """Go on. Raises NobodyWaits where nobody waits any more."""
    if not waits.get()():
        raise NobodyWaits


def while_somebody_waits(steps: Iterable[T]) -> Iterator[T]:
    """The steps, one after another. Raises NobodyWaits between two of them."""
    for step in steps:
        yield step
        somebody_waits()
