"""Tests that need more than the extra `test` brings say so here; .ci/run runs the files that do, with `test-all`."""

from __future__ import annotations

import pytest


def needs(*modules: str, extra: str = "test-all") -> None:
    """Skip the module or the test that asks where one of these is not installed, and say what brings it."""
    for name in modules:
        pytest.importorskip(name, reason=f"{name} is not installed: pip install -e '.[{extra}]'")
