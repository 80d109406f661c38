"""Things in groups of which no two have anything in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)


def connected(things: Iterable[T], of: Callable[[T], Iterable[H]]) -> list[tuple[frozenset[H], tuple[T, ...]]]:
    """The groups, in their order, each with all that its members are of."""
    groups: list[tuple[frozenset[H], tuple[T, ...]]] = []
    for thing in things:
        has, rest = frozenset(of(thing)), list[tuple[frozenset[H], tuple[T, ...]]]()
        members: tuple[T, ...] = (thing,)
        for group in groups:
            if group[0].isdisjoint(has):
                rest.append(group)
            else:
                has, members = has | group[0], (*group[1], *members)
        groups = [*rest, (has, members)]
    return groups
