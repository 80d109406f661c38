"""Every licence of the catalogue, or each of its files, as parameters: all but the founding ones run under `-m slow`."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from licensekit.catalogue import shelf


def _shown() -> frozenset[str]:
    """The licences that docs/usefulness.md measures."""
    script = Path(__file__).parents[1] / "scripts" / "usefulness.py"
    spec = importlib.util.spec_from_file_location("usefulness_names", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return frozenset((*module.FOUNDING, *module.LATER))


LATER = frozenset(shelf.ids()) - _shown()
"""The others are many, and data: a change of the code shows in those that are measured as soon."""


def every(names: Iterable[str] = shelf.ids()) -> list[Any]:
    """Ids, or names of files such as `mit.cases`."""
    return [
        pytest.param(name, marks=pytest.mark.slow) if name.removesuffix(".cases") in LATER else name for name in names
    ]
