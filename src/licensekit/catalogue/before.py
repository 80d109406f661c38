"""Files that were checked before: their licences come from the cache while nothing they were made of has changed.

A licence is made of its own text and of what it draws on: the texts of its bases, templates and policies, and
what kind of thing each name stood for. All of it is noted while the file is checked, and compared, by hash,
before anything kept is used. Files with an error are never kept, and warnings are the business of `check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from licensekit import cache
from licensekit.errors import LicensekitError
from licensekit.model.license import License
from licensekit.model.stored import from_stored, to_stored
from licensekit.span import Source

if TYPE_CHECKING:
    from typing import Protocol

    from licensekit.check.file import Checked
    from licensekit.check.library import Library, ParsedFile

    class Readable(Library, Protocol):
        """A collection whose texts can be had without parsing them."""

        def source(self, name: str) -> Source | None:
            """The text of this name; None where there is none. Raises LicenseError where it cannot be read."""


class Before(NamedTuple):
    """The licences and policies of a file that has no error."""

    licenses: tuple[License, ...]
    policies: tuple[License, ...]

    @classmethod
    def of(cls, checked: Checked) -> Before:
        """Those of a file that was checked now."""
        return cls(checked.licenses, checked.policies)


class Noting:
    """A library that notes what is looked up in it."""

    def __init__(self, library: Readable) -> None:
        self._library = library
        self.noted: dict[str, str] = {}

    def parsed(self, name: str) -> ParsedFile | None:
        """As the library has it."""
        found = self._library.parsed(name)
        self.noted[f"text {name}"] = _hash(found.source if found else None)
        return found

    def kind(self, name: str) -> str:
        """As the library has it."""
        found = self._library.kind(name)
        self.noted[f"kind {name}"] = found
        return found

    def names(self) -> Iterable[str]:
        """As the library has them; they only ever make suggestions."""
        return self._library.names()


def fetched(source: Source, beside: bytes | None, library: Readable) -> Before | None:
    """What a text held when it was checked, if the same would come of checking it now.

    `beside` is what stands beside the file and was verified with it, if anything does.
    """
    kept = cache.fetched(*_about(source, beside))
    try:
        if any(_now(what, library) != then for what, then in kept["noted"].items()):
            return None
        return Before(from_stored(kept["licenses"]), from_stored(kept["policies"]))
    except (LookupError, TypeError, ValueError, AttributeError, LicensekitError, OSError):
        return None


def keep(checked: Checked, source: Source, beside: bytes | None, noting: Noting) -> None:
    """Keep what a text without an error holds."""
    value: dict[str, Any] = {"noted": noting.noted}
    value |= {"licenses": to_stored(checked.licenses), "policies": to_stored(checked.policies)}
    cache.keep(value, *_about(source, beside))


def _about(source: Source, beside: bytes | None) -> Iterator[str]:
    yield from ("licenses", source.name, _hash(source), sha256(beside).hexdigest() if beside is not None else "")


def _now(what: str, library: Readable) -> str:
    kind, _, name = what.partition(" ")
    return library.kind(name) if kind == "kind" else _hash(library.source(name))


def _hash(source: Source | None) -> str:
    """Name and text of a source, which its spans point into; the empty string where there is none."""
    return "" if source is None else sha256(f"{source.name}\n{source.text}".encode()).hexdigest()
