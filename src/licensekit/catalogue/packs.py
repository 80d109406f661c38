"""Packs of third parties: an entry point in the group `licensekit.packs` that gives a folder of licences.

The entry point is a folder (`pathlib.Path`, or a `Traversable` of importlib.resources), or a function without
arguments that returns one. A pack that cannot be used warns, and everything else works on.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Final

from licensekit.catalogue.license_folder import PACK, LicenseFolder, is_id
from licensekit.diagnostics import clipped, visible

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

GROUP: Final = "licensekit.packs"
CODE: Final = "LK606"


class PackWarning(UserWarning):
    """A pack that is installed cannot be used."""


@cache
def installed() -> tuple[LicenseFolder, ...]:
    """The packs that can be used, in order of their names. Warns of each that cannot."""
    usable: dict[str, LicenseFolder] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        if entry.name in usable:
            _warn(entry, "another pack has the same name")
            continue
        collection = _collection(entry)
        if collection is not None:
            usable[entry.name] = collection
    return tuple(usable.values())


def _collection(entry: EntryPoint) -> LicenseFolder | None:
    try:
        folder = _folder(entry)
        collection = LicenseFolder(entry.name, folder)
        collection.files  # noqa: B018 - a folder that cannot be listed shows here, not at the first question
        collection.work_files  # noqa: B018
    except KeyboardInterrupt:  # that is whoever waits
        raise
    except BaseException as problem:  # noqa: BLE001 - foreign code may raise anything, and must not stop an answer
        _warn(entry, f"{type(problem).__name__}: {problem}")
        return None
    if (fault := _fault(collection)) is not None:
        _warn(entry, fault)
        return None
    return collection


def _fault(pack: LicenseFolder) -> str | None:
    """Why nothing of a pack is taken: names by which nobody could ask, two files of one id, or what is no file."""
    if not re.fullmatch(PACK, pack.name):
        return "its name is none that could stand before an id"
    if pack.twice:
        return f"it has two files `{clipped(pack.twice[0])}.lic`"
    for id_, file in pack.files.items():
        if not is_id(id_.removesuffix(".cases")):
            return f"`{clipped(file.name)}` is no name for a file of a licence"
    for file in (*pack.files.values(), *pack.work_files.values()):
        if not file.is_file():  # a pipe would be waited for
            return f"`{clipped(file.name)}` is no file"
    return None


def _folder(entry: EntryPoint) -> Traversable:
    given = entry.load()
    folder: Traversable = given() if callable(given) and not hasattr(given, "iterdir") else given
    if not folder.is_dir():
        raise NotADirectoryError("it gives no folder")
    return folder


def _warn(entry: EntryPoint, reason: str) -> None:
    said = visible(f"the pack `{entry.name}` ({entry.value}) cannot be used: {' '.join(reason.split())}")
    warnings.warn(f"{CODE}: {said}", PackWarning, stacklevel=4)
