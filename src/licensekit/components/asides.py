"""What a document says of components beside the places that it has for licences: in properties, and in annotations.

A property that is called as a licence is a claim like any other, one that is called as a base names what the component
is made from. Prose names licences that restrict; whatever else speaks of licences or models is told, and not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from licensekit.catalogue.lineage import lineage
from licensekit.catalogue.names import may_mean
from licensekit.components.documents import one_line
from licensekit.components.prose import claims_in
from licensekit.diagnostics import clipped

BEGIN: Final = "licensekit:"
"""How the name of each of our own properties begins: what was found is no claim."""
_PIECE: Final = re.compile(r"[^:./]*$")
_OF_LICENSE: Final = re.compile(
    r"(?:spdx[-_ ]?|declared[-_ ]?|concluded[-_ ]?)?licen[cs]es?(?:[-_ ]?(?:id|name|expression|declared|concluded))?",
    re.IGNORECASE,
)
_OF_BASE: Final = re.compile(r"base[-_ ]?models?", re.IGNORECASE)
_SPEAKS: Final = re.compile(r"licen[cs]", re.IGNORECASE)
_UNSAID: Final = frozenset({"", "noassertion"})


class Asides(NamedTuple):
    """What is said of a component beside its licences."""

    claims: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    """The properties, by name, that speak of a licence or name a model, and that nobody here can read."""


def asides(properties: Iterable[tuple[str, str]], annotations: Iterable[str], claims: Sequence[str]) -> Asides:
    """What the properties and annotations of a component say, beside what is claimed of it elsewhere."""
    claimed, bases, unread, prose = list[str](), list[str](), list[str](), [*annotations]
    for name, written in properties:
        value, piece = one_line(written), (_PIECE.search(name) or [""])[0].strip()
        if name.startswith(BEGIN) or value.casefold() in _UNSAID:
            continue
        if _OF_LICENSE.fullmatch(piece) or (_SPEAKS.search(piece) and may_mean(value)):
            claimed.append(value)
        elif _OF_BASE.fullmatch(piece):
            bases += [each for word in re.split(r"[,;]", value) if (each := word.strip())]
        else:
            prose.append(value)
            if _SPEAKS.search(piece) or ("/" in value and lineage(value) is not None):
                unread.append(f"`{clipped(name)}`")
    own = [each for each in claimed if each not in claims]
    named = claims_in("\n".join(prose), "what is said beside its licence", (*claims, *own))
    return Asides(tuple(dict.fromkeys((*own, *named))), tuple(dict.fromkeys(bases)), tuple(unread))


def told_unread(every: Iterable[Asides], annotations: Iterable[str]) -> Iterator[str]:
    """Notes on what was not read, beside the licences that restrict and are named in it."""
    names = dict.fromkeys(name for each in every for name in each.unread)
    if names:
        yield f"properties that speak of licences or models, and are not read: {', '.join(names)}"
    if number := sum(_SPEAKS.search(each) is not None for each in annotations):
        yield f"annotations that speak of licences, of which only the names of some are read: {number}"
