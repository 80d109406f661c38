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

_HOMES: Final = {
    "loading": "cases_for check load parse read read_cases",
    "registry": "work works",
    "shelf": "ids policies source",
}
_HOME_OF: Final = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    module = _HOME_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
