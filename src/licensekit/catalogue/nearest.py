"""The name that may have been meant: a slip of the pen, never another licence, version, owner or size."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from licensekit.diagnostics import slips

_SIZE: Final = r"\d+(?:\.\d+)?(?:x\d+)?[bm](?![a-z0-9])|distil\w*|nano|mini|small|base|large|xl"
_MOST: Final = 3


def nearest_license(written: str, known: Iterable[str]) -> tuple[str, ...]:
    """The id of which a name may be a slip: it has the same numbers, the same first letter, nearly the same letters."""
    return slips(written.removesuffix(".lic").removesuffix(".cases"), {each: each for each in known})[:1]


def nearest_work(written: str, known: Iterable[str]) -> tuple[str, ...]:
    """The works, of the same owner and size, of which a name may be a slip; at most three."""
    owner, _, name = written.casefold().rpartition("/")
    apart = {each: each.casefold().rpartition("/") for each in known}
    alike = {each: part for each, (own, _, part) in apart.items() if own == owner and _size(part) == _size(name)}
    return slips(name, alike)[:_MOST]


def _size(name: str) -> list[str]:
    return sorted(re.findall(_SIZE, name))
