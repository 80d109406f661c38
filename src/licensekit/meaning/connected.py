"""Things in groups of which no two have anything in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)


class _Group(Generic[T, H]):
    def __init__(self, number: int, has: set[H], members: list[T]) -> None:
        self.last, self.has, self.members = number, has, members


def connected(things: Iterable[T], of: Callable[[T], Iterable[H]]) -> list[tuple[frozenset[H], tuple[T, ...]]]:
    """The groups, in the order in which they were last added to, each with all that its members are of."""
    group_of: dict[H, _Group[T, H]] = {}
    groups: dict[_Group[T, H], None] = {}
    for number, thing in enumerate(things):
        has = set(of(thing))
        met = sorted({group_of[each] for each in has if each in group_of}, key=lambda group: group.last)
        group = max(met, key=lambda group: len(group.has), default=_Group[T, H](number, set(), []))
        if len(met) > 1:
            group.members = [member for each in reversed(met) for member in each.members]
        for each in met:
            if each is not group:
                has |= each.has
                del groups[each]
        group.last = number
        group.members.append(thing)
        group.has |= has
        group_of.update(dict.fromkeys(has, group))
        groups[group] = None
    return [(frozenset(each.has), tuple(each.members)) for each in sorted(groups, key=lambda group: group.last)]
