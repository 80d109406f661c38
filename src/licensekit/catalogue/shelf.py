"""Which file holds which licence: by file name, without parsing anything.

`licenses/FAMILY/ID.lic` holds the licence, policy or template ID; `ID.cases.lic` beside it its cases;
`licenses/works/*.lic` the works. What kind of thing a file holds is read off its first statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from licensekit.data import data_folder
from licensekit.diagnostics import Diagnostic, did_you_mean
from licensekit.errors import CatalogueError
from licensekit.limits import MAX_NAME, MAX_SOURCE_BYTES

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Kind: TypeAlias = Literal["license", "policy", "template", ""]

ID: Final = re.compile(rf"[A-Za-z0-9][A-Za-z0-9.-]{{0,{MAX_NAME - 1}}}")
_STATEMENT: Final = re.compile(rb"^[ \t]*(license|policy|template)[ \t]+([A-Za-z0-9.-]+)", re.MULTILINE)
_WORKS: Final = "works"


@cache
def files() -> Mapping[str, Traversable]:
    """Every file of the catalogue but those of works, by id; cases by `ID.cases`; in order of the name."""
    found = {}
    for family in data_folder("licenses").iterdir():
        if family.is_dir() and family.name != _WORKS:
            for file in family.iterdir():
                if file.name.endswith(".lic"):
                    found[file.name.removesuffix(".lic")] = file
    return dict(sorted(found.items()))


@cache
def work_files() -> Mapping[str, Traversable]:
    """The files of works by name, in order of the name."""
    folder = data_folder("licenses") / _WORKS
    found = [file for file in folder.iterdir() if file.name.endswith(".lic")] if folder.is_dir() else []
    return {file.name: file for file in sorted(found, key=lambda file: file.name)}


def path_of(name: str) -> Traversable | None:
    """The file of a licence, policy or template; None where there is none. An id is never taken for a path."""
    return files().get(name) if ID.fullmatch(name) and not name.endswith(".cases") else None


def cases_path(name: str) -> Traversable | None:
    """The file of cases beside a licence; None where there is none."""
    return files().get(f"{name}.cases") if ID.fullmatch(name) else None


@cache
def kind(name: str) -> Kind:
    """What the file of an id holds; the empty string where there is none."""
    path = path_of(name)
    if path is None:
        return ""
    with path.open("rb") as stream:
        head = stream.read(MAX_SOURCE_BYTES)
    for found in _STATEMENT.finditer(head):
        if found[2].decode() == name:
            return found[1].decode()  # type: ignore[return-value]
    return ""


def names() -> tuple[str, ...]:
    """The ids of all licences, policies and templates."""
    return tuple(name for name in files() if not name.endswith(".cases"))


def ids() -> tuple[str, ...]:
    """The ids of the licences of the catalogue, sorted."""
    return tuple(name for name in names() if kind(name) == "license")


def policies() -> tuple[str, ...]:
    """The ids of the policies of the catalogue, sorted."""
    return tuple(name for name in names() if kind(name) == "policy")


def source(name: str) -> str:
    """The text of a licence, policy or template of the catalogue. Raises CatalogueError."""
    path = path_of(name)
    if path is None:
        raise unknown(name, names())
    return path.read_text(encoding="utf-8")


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
