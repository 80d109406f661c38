"""Package URLs: which repository of the hub one names, and what kind of thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

from licensekit.catalogue.lineage import lineage
from licensekit.components.component import ComponentKind

_HUB: Final = re.compile(r"pkg:/*huggingface/+", re.IGNORECASE)


_OF_CODE: Final = re.compile(
    r"pkg:/*(?:alpm|apk|cargo|carthage|cocoapods|composer|conan|conda|cpan|cran|deb|gem|golang|hackage|hex|luarocks|maven"
    r"|npm|nuget|opam|pub|pypi|rpm|swift)/",
    re.IGNORECASE,
)
"""Registries of packages of software."""


def kind_of(name: str, purls: Iterable[str], said: ComponentKind) -> ComponentKind:
    """What a package of a document is, by its package URLs, or as the document has it.

    What is called software or data there, and has the name of a known model with its owner, may be either.
    """
    every = tuple(purls)
    if any(map(hub_name, every)):
        return "weights"
    if any(map(_OF_CODE.match, every)):
        return "code"
    return said if said == "weights" or "/" not in name or lineage(name) is None else ""


def models_in(purls: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The model that package URLs name first, and those of them that name another, of which nobody can tell why."""
    named = {name: purl for purl in reversed(tuple(purls)) if (name := hub_name(purl))}
    first, *others = (*reversed(named), "")
    return first, tuple(named[name] for name in others if name)


def hub_name(purl: str) -> str:
    """`owner/name` of a package URL of the hub; empty for any other."""
    hub = _HUB.match(purl)
    if hub is None:
        return ""
    return unquote(purl[hub.end() :].partition("?")[0].partition("#")[0].partition("@")[0])
