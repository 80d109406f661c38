"""Which file holds which licence: in the folder that ships with the library, or in the pack of a third party.

The licences of a pack are `PACK:ID`, or ID alone where nobody else has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from licensekit.catalogue.license_folder import ID, PACK, FileKind, LicenseFolder, is_id
from licensekit.catalogue.nearest import nearest_license
from licensekit.catalogue.sources import source_at
from licensekit.data import data_folder
from licensekit.diagnostics import Diagnostic, spelt_nearly
from licensekit.errors import CatalogueError
from licensekit.limits import MAX_NAME
from licensekit.vocabulary.acts import LEAVES
from licensekit.vocabulary.facts import FACTS

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_NAME: Final = re.compile(rf"(?:(?P<pack>{PACK}):)?(?P<id>{ID})")
OUTLINE: Final = ".outline.json"


def outline_path(path: Path) -> Path:
    """`ID.outline.json` beside `ID.lic`."""
    return path.with_name(path.name.removesuffix(".lic") + OUTLINE)


class ShelfMark(NamedTuple):
    """Where a name leads: a collection, and an id in it."""

    collection: LicenseFolder
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
        return self.collection.with_cases.get(f"{self.id}.cases")


@cache
def shipped() -> LicenseFolder:
    """The licences that come with the library."""
    return LicenseFolder("", data_folder("licenses"))


def packs() -> tuple[LicenseFolder, ...]:
    """The packs that are installed, in order of their names."""
    from licensekit.catalogue.packs import installed  # noqa: PLC0415 - looking for them costs more than a licence

    return installed()


def find(name: str) -> ShelfMark | None:
    """Where a name leads; None where it leads nowhere. A name is never taken for a path.

    A bare id means the shipped licence where there is one, so that no pack can change what it means. Raises
    CatalogueError where several packs have the id (LK607).
    """
    parts = _NAME.fullmatch(name)
    if parts is None or not is_id(parts["id"]):
        return None
    wanted = parts["id"]
    if parts["pack"]:
        return next(
            (ShelfMark(pack, wanted) for pack in packs() if pack.name == parts["pack"] and _has(pack, wanted)), None
        )
    if _has(shipped(), wanted):
        return ShelfMark(shipped(), wanted)
    having = [ShelfMark(pack, wanted) for pack in packs() if _has(pack, wanted)]
    if len(having) > 1:
        listed = ", ".join(f"`{each.name}`" for each in having)
        message = f"several packs have a licence `{wanted}`"
        raise CatalogueError([Diagnostic("LK607", message, help=f"use one of {listed}")])
    return having[0] if having else None


def _has(collection: LicenseFolder, wanted: str) -> bool:
    return wanted in collection.files or f"{wanted}.cases" in collection.files


def kind(name: str) -> FileKind:
    """What the file of a name holds; the empty string where there is none."""
    mark = find(name)
    return "" if mark is None else mark.collection.kind(mark.id)


def names() -> tuple[str, ...]:
    """The ids of all shipped licences, policies and templates."""
    return shipped().names


def ids() -> tuple[str, ...]:
    """The names of all licences, sorted: shipped ones by id, those of packs as `PACK:ID`."""
    return _all_of("license")


def policies() -> tuple[str, ...]:
    """The names of all policies, sorted."""
    return _all_of("policy")


def _all_of(wanted: FileKind) -> tuple[str, ...]:
    return tuple(
        ShelfMark(collection, name).name
        for collection in (shipped(), *packs())
        for name in collection.names
        if collection.kind(name) == wanted
    )


def source(name: str) -> str:
    """The text of a licence, policy or template of the catalogue. Raises CatalogueError and LicenseError."""
    mark = find(name)
    if mark is None or mark.path is None:
        raise unknown(name, names())
    return source_at(mark.path).text


def owners(fact: str) -> str:
    """The ids of the licences of the catalogue that declare a fact of this name for themselves, as a text; or none."""
    statement = re.compile(rf"^\s*fact {re.escape(fact)} is\b", re.MULTILINE)
    return ", ".join(f"`{name}`" for name in ids() if statement.search(source(name)))


def unknown(name: str, known: Iterable[str]) -> CatalogueError:
    """The error of an id that the catalogue does not have, with the nearest one."""
    shown = name if len(name) <= MAX_NAME else name[:MAX_NAME] + "…"
    near = nearest_license(shown, known)
    if shown in LEAVES:
        mend = f"name a licence: `{shown}` is an act; on the command line `--act {shown}`"
        return CatalogueError([Diagnostic("LK601", f"there is no licence `{shown}` in the catalogue", help=mend)])
    return CatalogueError(
        [
            Diagnostic(
                "LK601",
                f"there is no licence `{shown}` in the catalogue",
                help=spelt_nearly(near) or _where_to_look(shown, known),
            )
        ]
    )


def _where_to_look(name: str, known: Iterable[str]) -> str:
    """What else may be meant by a name that is near to none: a fact, the file of a text, a model of a family."""
    if name in FACTS:
        return f"name a licence: `{name}` is a fact; on the command line `--set {name}=…`"
    if re.fullmatch(_OF_A_TEXT, name):
        return f"`licensekit identify {name}` says which licence a text is; terms are in .lic files"
    family = re.match(r"[A-Za-z]*", name)[0].casefold()  # type: ignore[index]  # nothing is a match too
    if len(family) > 2 and any(each.startswith(family) for each in known):
        return f"`licensekit list {family}` shows those that there are, and `--model OWNER/NAME` finds that of a model"
    path = "`lk.read` for the path" if name.endswith(".lic") else "the path"
    return f"use `licensekit list` to see the ids, or {path} of a .lic file"


_OF_A_TEXT: Final = r"(?i:(?:.*[/\\])?(?:LICEN[CS]E|COPYING|NOTICE)[^/\\]*|.*\.(?:md|txt|html?|pdf))"
