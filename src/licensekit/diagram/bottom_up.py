"""What a thing comes to, worked out from what those come to of which it is made: each once, on a stack of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def bottom_up(start: K, done: dict[K, V], inner: Callable[[K], Sequence[K]], settle: Callable[[K], V]) -> V:
    """What `start` comes to; `done` keeps what is settled: what is inside another thing first, in its order."""
    todo = [start]
    while todo:
        at = todo[-1]
        if at in done:
            todo.pop()
            continue
        left = [each for each in inner(at) if each not in done]
        if left:
            todo.extend(reversed(left))
        else:
            done[todo.pop()] = settle(at)
    return done[start]
