"""Two things of one name among licences that are asked about together, or that follow one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from licensekit.model.license import License
from licensekit.model.node import ModelNode


class Clash(NamedTuple):
    """Something that two licences name alike, and mean otherwise."""

    code: str
    what: str
    """licence, fact or meaning."""
    name: str
    first: License
    again: License


def clashes(licenses: Iterable[License]) -> Iterator[Clash]:
    """Each name that stands for two things: of a licence, of a fact of its own, of a meaning."""
    first: dict[tuple[str, str], tuple[License, ModelNode]] = {}
    for license in licenses:
        for code, what, name, thing in _named_in(license):
            whose, earlier = first.setdefault((code, name), (license, thing))
            if earlier != thing:
                yield Clash(code, what, name, whose, license)


def _named_in(license: License) -> Iterator[tuple[str, str, str, ModelNode]]:
    yield "LK609", "licence", license.id, license
    yield from (("LK610", "fact", fact.name, fact) for fact in license.facts)
    for meaning in license.meanings:
        if meaning.key != meaning.fact:  # what is said of a subject is no fact of its own
            yield "LK611", "meaning", meaning.key, meaning.model_copy(update={"locator": None})
