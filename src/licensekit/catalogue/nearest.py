"""The name that may have been meant: a slip of the pen, never another licence, version, owner or size."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

_SIZE: Final = re.compile(r"\d+(?:\.\d+)?(?:x\d+)?[bm](?![a-z0-9])|distil\w*|nano|mini|small|base|large|xl")
_LIKE: Final = 0.8
_MOST: Final = 3


def nearest_license(written: str, known: Iterable[str]) -> tuple[str, ...]:
    """The id of which a name may be a slip: it has the same numbers, the same first letter, nearly the same letters."""
    return _nearest(written.removesuffix(".lic").removesuffix(".cases"), {each: each for each in known})[:1]


def nearest_work(written: str, known: Iterable[str]) -> tuple[str, ...]:
    """The works, of the same owner and size, of which a name may be a slip; at most three."""
    owner, _, name = written.casefold().rpartition("/")
    apart = {each: each.casefold().rpartition("/") for each in known}
    alike = {each: part for each, (own, _, part) in apart.items() if own == owner and _size(part) == _size(name)}
    return _nearest(name, alike)[:_MOST]


def _nearest(written: str, known: dict[str, str]) -> tuple[str, ...]:
    """The names whose spelling is nearest, the nearest first; `known` gives the part of each that is compared."""
    wanted = _letters(written)
    near = []
    for name, part in known.items():
        letters = _letters(part)
        if letters[:1] == wanted[:1] and _numbers(part) == _numbers(written):
            likeness = SequenceMatcher(None, wanted, letters).ratio()
            if likeness >= _LIKE:
                near.append((-likeness, name))
    return tuple(name for _, name in sorted(near))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalpha())


def _numbers(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _size(name: str) -> list[str]:
    return sorted(_SIZE.findall(name))
