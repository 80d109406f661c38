"""Which file holds which licence: by file name, without parsing anything.

`licenses/FAMILY/ID.lic` holds the licence, policy or template ID; `ID.cases.lic` beside it its cases;
`licenses/works/*.lic` the works. What kind of thing a file holds is read off its first statement. A pack of a
third party is a folder of the same form; its licences are `PACK:ID`, or ID alone where nobody else has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from licensekit.data import data_folder
from licensekit.diagnostics import Diagnostic, did_you_mean
from licensekit.errors import CatalogueError
from licensekit.limits import MAX_NAME, MAX_SOURCE_BYTES

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Kind: TypeAlias = Literal["license", "policy", "template", ""]

_ID: Final = rf"[A-Za-z0-9][A-Za-z0-9.-]{{0,{MAX_NAME - 1}}}"
ID: Final = re.compile(_ID)
_NAME: Final = re.compile(rf"(?:(?P<pack>{_ID}):)?(?P<id>{_ID})")
_STATEMENT: Final = re.compile(rb"^[ \t]*(license|policy|template)[ \t]+([A-Za-z0-9.-]+)", re.MULTILINE)
_WORKS: Final = "works"


OUTLINE: Final = ".outline.json"


def outline_path(path: Path) -> Path:
    """`ID.outline.json` beside `ID.lic`."""
    return path.with_name(path.name.removesuffix(".lic") + OUTLINE)


class Collection:
    """A folder of licences: the shipped ones (without a name), or a pack of a third party."""

    def __init__(self, name: str, folder: Traversable) -> None:
        self.name = name
        self._folder = folder
        self._kinds: dict[str, Kind] = {}

    @cached_property
    def files(self) -> Mapping[str, Traversable]:
        """Every file but those of works, by id; cases by `ID.cases`; in order of the name."""
        found = {}
        for family in self._folder.iterdir():
            if family.is_dir() and family.name != _WORKS:
                for file in family.iterdir():
                    if file.name.endswith(".lic"):
                        found[file.name.removesuffix(".lic")] = file
        return dict(sorted(found.items()))

    @cached_property
    def work_files(self) -> Mapping[str, Traversable]:
        """The files of works by name, in order of the name."""
        folder = self._folder / _WORKS
        found = [file for file in folder.iterdir() if file.name.endswith(".lic")] if folder.is_dir() else []
        return {file.name: file for file in sorted(found, key=lambda file: file.name)}

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of all licences, policies and templates."""
        return tuple(name for name in self.files if not name.endswith(".cases"))

    def kind(self, name: str) -> Kind:
        """What the file of an id holds; the empty string where there is none."""
        if name not in self._kinds:
            self._kinds[name] = self._read_kind(name) if name in self.names else ""
        return self._kinds[name]

    def _read_kind(self, name: str) -> Kind:
        with self.files[name].open("rb") as stream:
            head = stream.read(MAX_SOURCE_BYTES)
        for found in _STATEMENT.finditer(head):
            if found[2].decode() == name:
                return found[1].decode()  # type: ignore[return-value]
        return ""


class Found(NamedTuple):
    """Where a name leads: a collection, and an id in it."""

    collection: Collection
    id: str

    @property
    def name(self) -> str:
        """The qualified name: `PACK:ID`, or the id of a shipped licence."""
        return f"{self.collection.name}:{self.id}" if self.collection.name else self.id

    @property
    def path(self) -> Traversable | None:
        """The file of the licence, policy or template; None where there are only cases of this name."""
        return self.collection.files.get(self.id)

    @property
    def cases(self) -> Traversable | None:
        """The file of cases beside it, if any."""
        return self.collection.files.get(f"{self.id}.cases")


@cache
def shipped() -> Collection:
    """The licences that come with the library."""
    return Collection("", data_folder("licenses"))


def packs() -> tuple[Collection, ...]:
    """The packs that are installed, in order of their names."""
    from licensekit.catalogue.packs import installed  # noqa: PLC0415 - looking for them costs more than a licence

    return installed()


def find(name: str) -> Found | None:
    """Where a name leads; None where it leads nowhere. A name is never taken for a path.

    A bare id means the shipped licence where there is one, so that no pack can change what it means. Raises
    CatalogueError where several packs have the id (LK607).
    """
    parts = _NAME.fullmatch(name)
    if parts is None or name.endswith(".cases"):
        return None
    wanted = parts["id"]
    if parts["pack"]:
        return next(
            (Found(pack, wanted) for pack in packs() if pack.name == parts["pack"] and _has(pack, wanted)), None
        )
    if _has(shipped(), wanted):
        return Found(shipped(), wanted)
    having = [Found(pack, wanted) for pack in packs() if _has(pack, wanted)]
    if len(having) > 1:
        listed = ", ".join(f"`{each.name}`" for each in having)
        message = f"several packs have a licence `{wanted}`"
        raise CatalogueError([Diagnostic("LK607", message, help=f"use one of {listed}")])
    return having[0] if having else None


def _has(collection: Collection, wanted: str) -> bool:
    return wanted in collection.files or f"{wanted}.cases" in collection.files


def kind(name: str) -> Kind:
    """What the file of a name holds; the empty string where there is none."""
    found = find(name)
    return "" if found is None else found.collection.kind(found.id)


def names() -> tuple[str, ...]:
    """The ids of all shipped licences, policies and templates."""
    return shipped().names


def ids() -> tuple[str, ...]:
    """The names of all licences, sorted: shipped ones by id, those of packs as `PACK:ID`."""
    return _all_of("license")


def policies() -> tuple[str, ...]:
    """The names of all policies, sorted."""
    return _all_of("policy")


def _all_of(wanted: Kind) -> tuple[str, ...]:
    return tuple(
        Found(collection, name).name
        for collection in (shipped(), *packs())
        for name in collection.names
        if collection.kind(name) == wanted
    )


def source(name: str) -> str:
    """The text of a licence, policy or template of the catalogue. Raises CatalogueError."""
    found = find(name)
    if found is None or found.path is None:
        raise unknown(name, names())
    return found.path.read_text(encoding="utf-8")


def unknown(name: str, known: Iterable[str]) -> CatalogueError:
    """The error of an id that the catalogue does not have, with the nearest one."""
    shown = name if len(name) <= MAX_NAME else name[:MAX_NAME] + "…"
    return CatalogueError(
        [
            Diagnostic(
                "LK601",
                f"there is no licence `{shown}` in the catalogue",
                help=did_you_mean(shown, known) or "use `licensekit list` to see the ids, or the path of a .lic file",
            )
        ]
    )
