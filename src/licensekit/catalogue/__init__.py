"""Shipped licences, policies and works; one's own files; packs of third parties.

Names load lazily: `import licensekit` reads no licence, and `load` reads the one it is asked for and what that
one names.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from licensekit.catalogue.loading import cases_for, check, load, parse, read, read_cases
    from licensekit.catalogue.registry import work, works
    from licensekit.catalogue.shelf import ids, policies, source

__all__ = [
    "cases_for",
    "check",
    "ids",
    "load",
    "parse",
    "policies",
    "read",
    "read_cases",
    "source",
    "work",
    "works",
]

_WHERE: Final = {
    "cases_for": "loading",
    "check": "loading",
    "load": "loading",
    "parse": "loading",
    "read": "loading",
    "read_cases": "loading",
    "work": "registry",
    "works": "registry",
    "ids": "shelf",
    "policies": "shelf",
    "source": "shelf",
}


def __getattr__(name: str) -> Any:
    module = _WHERE.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
