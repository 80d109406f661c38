"""The registry of works: which model or package it is, by id or by its name on a hub."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from licensekit.catalogue import hub_index, shelf
from licensekit.catalogue.libraries import Shelf
from licensekit.catalogue.license_folder import LicenseFolder
from licensekit.catalogue.loading import usable
from licensekit.catalogue.names import is_license
from licensekit.catalogue.nearest import nearest_work
from licensekit.catalogue.sources import parsed_file, source_at
from licensekit.diagnostics import Diagnostic, clipped, spelt_nearly
from licensekit.errors import CatalogueError
from licensekit.limits import MAX_NAME
from licensekit.model.works import Work

_ADDRESS: Final = re.compile(
    r"(?:https?://[^/\s]+/|(?:huggingface\.co|hf\.co)/)?(?P<name>[\w.-]+/[\w.-]+)(?:[/@?#].*)?",
    re.IGNORECASE | re.ASCII,
)
_REPOSITORY: Final = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?P<name>[\w.-]+/[\w.-]+)/?", re.IGNORECASE | re.ASCII
)
"""The address of a repository on the hub as it is today: neither of a revision nor of one of its files."""


@cache
def works() -> tuple[Work, ...]:
    """All works of the catalogue and of packs, in order of their ids; of a pack those that a name leads to."""
    taken = {name for work in shipped_works() for name in _names(work)}
    theirs = (work for pack in shelf.packs() for file in pack.work_files for work in _works_of(pack.name, file))
    every = (*shipped_works(), *(work for work in theirs if taken.isdisjoint(_names(work))))
    return tuple(sorted(every, key=lambda work: work.id))


@cache
def shipped_works() -> tuple[Work, ...]:
    """The works of the catalogue as it ships."""
    return tuple(work for file in shelf.shipped().work_files for work in _works_of("", file))


def work(name: str) -> Work:
    """The work of this id or hub name; a hub name counts in any case. Raises CatalogueError."""
    each = recorded(name)
    if each is None:
        raise unknown_work(name)
    return each


def works_named(name: str) -> tuple[Work, ...]:
    """The work of a name, or every work whose id begins with it: `minimax`, `minimax-m2`, or `minimax-m`.

    Raises CatalogueError where there is none.
    """
    try:
        return (work(name),)
    except CatalogueError:
        family = tuple(each for each in works() if each.id.startswith(name))
        if "-" not in name:
            family = tuple(each for each in family if each.id.startswith(f"{name}-"))
        if not (name and family):
            raise unknown_work(name) from None
        return family


def recorded(name: str) -> Work | None:
    """The work that a person has recorded under this id or hub name; None where there is none.

    Raises CatalogueError where packs have it more than once, or under another name a work that is shipped (LK612).
    """
    wanted = name.casefold()
    of_packs = list[tuple[str, Work]]()
    for collection, file in _mentioning(wanted):  # only a file that mentions the name is parsed
        for each in _works_of(collection.name, file):
            if wanted in _names(each):
                if not collection.name:
                    return each
                of_packs.append((collection.name, each))
    if len(of_packs) > 1:
        listed = ", ".join(f"`{pack}`" for pack in dict.fromkeys(pack for pack, _ in of_packs))
        which = f"several packs have a work `{clipped(name)}`: {listed}"
        message = which if "," in listed else f"a pack has several works `{clipped(name)}`: {listed}"
        raise CatalogueError([Diagnostic("LK612", message, help="ask about the licence of the one meant")])
    for pack, each in of_packs:
        if shipped := next(filter(_is_shipped, sorted(_names(each) - {wanted})), ""):
            message = (
                f"the pack `{pack}` calls a work `{clipped(name)}` and `{shipped}`, and that is one that is shipped"
            )
            raise CatalogueError([Diagnostic("LK612", message, help="ask about the licence of the one meant")])
    return of_packs[0][1] if of_packs else None


def _is_shipped(name: str) -> bool:
    files = (file for collection, file in _mentioning(name) if not collection.name)
    return any(name in _names(each) for file in files for each in _works_of("", file))


def unknown_work(name: str) -> CatalogueError:
    """The error of a work that is not known here, with the nearest names of the same owner, family and size."""
    shown = clipped(name, 2 * MAX_NAME)
    owner, _, _ = name.rpartition("/")
    recorded_names = (each for work in works() for each in (work.id, *work.models))
    unowned = None if owner else hub_index.without_owner(name)
    if unowned is not None:
        return unowned
    known = (*recorded_names, *(hub_index.of_owner(owner) if owner else ()))
    addressed = "".join(f"did you mean `{each}`, which stands in it?" for each in in_address(name)[:1])
    licence = (
        f"`{shown}` is what a licence is called: ask about that, without `--model`"
        if "/" not in name and is_license(name)
        else ""
    )
    tagged = f"the hub's tag alone is known of it: `licensekit ask {shown}`" if hub_index.row(name) else ""
    help_ = addressed or licence or tagged or spelt_nearly(nearest_work(shown, dict.fromkeys(known)))
    help_ = help_ or "use the id of the licence that you have, which `licensekit list` shows"
    return CatalogueError([Diagnostic("LK602", f"there is no work `{shown}` in the catalogue", help=help_)])


def on_hub(written: str) -> str:
    """The name of the repository whose address this is, or what is written.

    >>> on_hub("https://huggingface.co/MiniMaxAI/MiniMax-M2.5")
    'MiniMaxAI/MiniMax-M2.5'
    """
    address = _REPOSITORY.fullmatch(written)
    return written if address is None else address["name"]


def in_address(name: str) -> tuple[str, ...]:
    """The work whose name on the hub stands in an address, or before a revision."""
    parts = _ADDRESS.fullmatch(name)
    inside = "" if parts is None else parts["name"]
    is_known = inside not in {"", name} and (hub_index.row(inside) is not None or recorded(inside) is not None)
    return (inside,) if is_known else ()


def is_in_address(name: str) -> bool:
    """Whether a text is a name with its owner, or an address in which one stands, known here or not."""
    return _ADDRESS.fullmatch(name) is not None


def _names(work: Work) -> set[str]:
    return {work.id.casefold(), *(model.casefold() for model in work.models)}


def _collections() -> Iterator[LicenseFolder]:
    """What is shipped first: packs are looked for only where no work of that is meant."""
    yield shelf.shipped()
    yield from shelf.packs()


def _mentioning(wanted: str) -> Iterator[tuple[LicenseFolder, str]]:
    """The files in which a name stands, told first by the words of all together, which most names are not among."""
    for each in _collections():
        if wanted and (_PARTING.search(wanted) or wanted in _words(each.name)):
            yield from ((each, file) for file in each.work_files if wanted in _text(each.name, file))


_PARTING: Final = re.compile(r'[\s",\[\]{}]+')
"""What stands between the words of a file of works; a name in which it stands is no word."""


@cache
def _words(collection: str) -> frozenset[str]:
    files = _collection(collection).work_files
    return frozenset(word for file in files for word in _PARTING.split(_text(collection, file)))


def _collection(name: str) -> LicenseFolder:
    return next(each for each in (shelf.shipped(), *(shelf.packs() if name else ())) if each.name == name)


@cache
def _text(collection: str, file: str) -> str:
    return source_at(_collection(collection).work_files[file]).text.casefold()


@cache
def _works_of(collection: str, file: str) -> tuple[Work, ...]:
    held = _collection(collection)
    from licensekit.check.file import check_file  # noqa: PLC0415 - most answers need no work

    checked = usable(check_file(parsed_file(held.work_files[file]), Shelf(held)))
    if checked.licenses:
        message = f"`{file}` holds works, and the licence `{checked.licenses[0].id}` beside them cannot be found there"
        raise CatalogueError([Diagnostic("LK608", message, help="give the licence a file of its own")])
    return checked.works
