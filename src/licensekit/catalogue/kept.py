"""Files that were checked before: their licences come from the cache while nothing they were made of has changed.

A licence is made of its own text and of what it draws on: the texts of its bases, templates and policies, and
what kind of thing each name stood for. All of it is noted while the file is checked, and compared, by hash,
before anything kept is used. Files with an error are never kept, and warnings are the business of `check`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from licensekit import cache
from licensekit.data import data_folder
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

        def seen_from(self, name: str) -> Readable:
            """What the file of this name sees itself."""


class FileContents(NamedTuple):
    """The licences and policies of a file that has no error."""

    licenses: tuple[License, ...]
    policies: tuple[License, ...]

    @classmethod
    def of(cls, checked: Checked) -> FileContents:
        """Those of a file that was checked now."""
        return cls(checked.licenses, checked.policies)


class Noting:
    """A library that notes what is looked up in it, and in what its files see themselves."""

    def __init__(self, library: Readable, noted: dict[str, str] | None = None, way: str = "") -> None:
        self._library = library
        self.noted: dict[str, str] = {} if noted is None else noted
        self._way = way
        """The names that lead here, each with a space after it: no id has one."""

    def parsed(self, name: str) -> ParsedFile | None:
        """As the library has it."""
        file = self._library.parsed(name)
        self.noted[f"text {self._way}{name}"] = _hash(file.source if file else None)
        return file

    def kind(self, name: str) -> str:
        """As the library has it."""
        kind = self.noted[f"kind {self._way}{name}"] = self._library.kind(name)
        return kind

    def called(self, name: str) -> str:
        """As the library has it."""
        called = self.noted[f"called {self._way}{name}"] = self._library.called(name)
        return called

    def seen_from(self, name: str) -> Noting:
        """As the library has it; what is looked up there is noted too."""
        seen = self._library.seen_from(name)
        return self if seen is self._library else Noting(seen, self.noted, f"{self._way}{name} ")

    def names(self) -> Iterable[str]:
        """As the library has them; they only ever make suggestions."""
        return self._library.names()


def fetched(source: Source, beside: bytes | None, library: Readable) -> FileContents | None:
    """What a text held when it was checked, if the same would come of checking it now.

    `beside` is what stands beside the file and was verified with it, if anything does.
    """
    kept = cache.fetched(*_about(source, beside))
    try:
        if any(_now(what, library) != then for what, then in kept["noted"].items()):
            return None
        return FileContents(from_stored(kept["licenses"], _here), from_stored(kept["policies"], _here))
    except (LookupError, TypeError, ValueError, AttributeError, LicensekitError, OSError):
        return None


def keep(checked: Checked, source: Source, beside: bytes | None, noting: Noting) -> None:
    """Keep what a text without an error holds."""
    value: dict[str, Any] = {"noted": noting.noted}
    value |= {
        "licenses": to_stored(checked.licenses, _anywhere),
        "policies": to_stored(checked.policies, _anywhere),
    }
    cache.keep(value, *_about(source, beside))


def _about(source: Source, beside: bytes | None) -> Iterator[str]:
    yield from (
        "licenses",
        _anywhere(source.name),
        _hash(source),
        sha256(beside).hexdigest() if beside is not None else "",
    )


def _now(what: str, library: Readable) -> str:
    asked, *way, name = what.split(" ")
    for each in way:
        library = library.seen_from(each)
    match asked:
        case "kind":
            return library.kind(name)
        case "called":
            return library.called(name)
        case "text":
            return _hash(library.source(name))
    raise LookupError(asked)


def _hash(source: Source | None) -> str:
    """Name and text of a source, which its spans point into; the empty string where there is none."""
    said = "" if source is None else f"{_anywhere(source.name)}\n{source.text}"
    return sha256(said.encode("utf-8", "surrogateescape")).hexdigest() if said else ""


@lru_cache(maxsize=1)
def _shipped() -> str:
    return f"{data_folder('licenses')}{os.sep}"


_SHIPPED: Final = "\0"
"""Begins the name of a shipped file, wherever the library is installed; no path begins so."""


def _anywhere(name: str) -> str:
    """A source's name as it is kept: a shipped file has the same name in every installation."""
    inside = name.removeprefix(_shipped())
    return name if inside == name else _SHIPPED + inside.replace(os.sep, "/")


def _here(name: str) -> str:
    """The name that a source has in this installation."""
    return _shipped() + name[1:].replace("/", os.sep) if name.startswith(_SHIPPED) else name
