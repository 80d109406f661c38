"""Every licence of the catalogue, or each of its files, as parameters: all but the founding ones run under `-m slow`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from by_path import loaded
from licensekit.catalogue import shelf

_MEASURED = loaded(Path(__file__).parents[1] / "scripts" / "usefulness.py")
LATER = frozenset(shelf.ids()) - {*_MEASURED.FOUNDING, *_MEASURED.LATER}
"""The others are many, and data: a change of the code shows in those that docs/usefulness.md measures as soon."""


def every(names: Iterable[str] = shelf.ids()) -> list[Any]:
    """Ids, or names of files such as `mit.cases`."""
    return [
        pytest.param(name, marks=pytest.mark.slow) if name.removesuffix(".cases") in LATER else name for name in names
    ]
