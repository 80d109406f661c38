"""Every licence of the catalogue, or each of its files, as parameters: those that nobody encoded twice run under `-m slow`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest

from licensekit.catalogue import shelf

READ_ONCE = frozenset(
    name
    for name in shelf.ids()
    if re.search(r'^  reviewed ".*, (read once|audited)"', shelf.source(name), re.MULTILINE)
)
"""The many that nobody has read twice: they are data, and a change of the code shows in the others as soon."""


def every(names: Iterable[str] = shelf.ids()) -> list[Any]:
    """Ids, or names of files such as `mit.cases`."""
    return [
        pytest.param(name, marks=pytest.mark.slow) if name.removesuffix(".cases") in READ_ONCE else name
        for name in names
    ]
