"""Keys of JSON, each written once: of two that are alike the last one would win, and the other be lost unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")


def each_once(twice: Callable[[str], None]) -> Callable[[list[tuple[str, V]]], dict[str, V]]:
    """Makes objects of their pairs (`object_pairs_hook` of `json.loads`); `twice` is told of keys written twice."""

    def table(pairs: list[tuple[str, V]]) -> dict[str, V]:
        read = dict(pairs)
        if len(read) < len(pairs):
            for key, times in Counter(key for key, _ in pairs).items():
                if times > 1:
                    twice(key)
        return read

    return table
