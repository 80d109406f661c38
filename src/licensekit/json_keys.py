"""Keys of JSON, each written once: of two that are alike the last one would win, and the other be lost unsaid.

And JSON that is nested so deeply that one Python would read it and another not.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from typing import Final, TypeVar

from licensekit.limits import MAX_DATA_NESTING

V = TypeVar("V")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_STEPS: Final = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")
_NO_BRACKETS: Final = bytes({*range(256)} - {*b"[{]}"})


def not_too_deep(text: str | bytes | bytearray) -> str:
    """The same JSON, decoded as `json.loads` does. Raises RecursionError beyond a limit, and UnicodeDecodeError."""
    if not isinstance(text, str):
        text = text.decode(json.detect_encoding(text), "surrogatepass")
    if text.count("[") + text.count("{") > MAX_DATA_NESTING:
        steps = _STRING.sub("", text).encode("utf-8", "replace").translate(_STEPS, _NO_BRACKETS)
        if max(accumulate(memoryview(steps).cast("b")), default=0) > MAX_DATA_NESTING:
            raise RecursionError("it is too deeply nested")
    return text


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
