"""Finds the folders that stand at the top level of the project and ship inside the wheel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def data_folder(name: str) -> Traversable:
    """The folder `grammars` or `licenses`: inside the installed package, or else at the top of the checkout.

    Raises FileNotFoundError, with what to do, where neither is there.
    """
    if (_PACKAGE / name).is_dir():
        return _PACKAGE / name
    if (_CHECKOUT / "pyproject.toml").is_file() and (_CHECKOUT / name).is_dir():
        return _CHECKOUT / name
    from importlib.resources import files  # noqa: PLC0415  only a zipped installation comes here, and it is slow

    inside = files("licensekit") / name
    if inside.is_dir():
        return inside
    raise FileNotFoundError(f"the folder `{name}` is missing from this installation; install licensekit-policy again")
