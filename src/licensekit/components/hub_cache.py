"""A hub's cache folder: the models, data sets and spaces whose snapshots lie there. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from licensekit.components.component import Component, ComponentKind, ComponentList
from licensekit.components.documents import refused
from licensekit.components.snapshots import SnapshotSaid, said_in
from licensekit.diagnostics import clipped
from licensekit.limits import MAX_COMPONENTS

_FOLDERS: Final[dict[str, ComponentKind]] = {"models--": "weights", "datasets--": "data", "spaces--": "code"}
_MOST_TOLD: Final = 20
"""Names in one note."""


class _Revision(NamedTuple):
    """A revision as a component, and what lies there says."""

    component: Component
    said: SnapshotSaid


def components_of_cache(folder: Path) -> ComponentList:
    """Each repository of a cache, with what its card, texts and weights say of its licence and bases.

    Raises InventoryError.
    """
    try:
        read = [each for repository in _repositories(folder) for each in _revisions(repository)]
    except OSError as problem:
        why = (problem.strerror or "unknown reason").lower()
        raise refused(problem.filename or str(folder), why, "name a folder that can be read") from None
    here = {each.component.name for each in read}
    data = {name for each in read for name in each.said.datasets} - here
    elsewhere = {f"{text} ({each.component.name})" for each in read for text in each.said.elsewhere}
    notes = (
        _note("data sets that cards name, and that do not lie there, are not asked about", data),
        _note("texts of licences that are said to be elsewhere are not read", elsewhere),
    )
    return ComponentList(tuple(each.component for each in read), tuple(filter(None, notes)))


def _note(what: str, names: set[str]) -> str:
    """What was left out, by its names; empty where that is nothing."""
    told = [clipped(each, 200) for each in sorted(names)]
    more = f" and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    return f"{what}: {', '.join(told[:_MOST_TOLD])}{more}" if told else ""


def _repositories(folder: Path) -> list[Path]:
    root = folder / "hub" if (folder / "hub").is_dir() else folder
    repositories = sorted(each for each in root.iterdir() if each.name.startswith(tuple(_FOLDERS)) and each.is_dir())
    if not repositories:
        mend = "name the folder with `models--OWNER--NAME` in it"
        raise refused(str(folder), "no repository of a hub lies in it", mend)
    if len(repositories) > MAX_COMPONENTS:
        raise refused(str(folder), f"it has more than {MAX_COMPONENTS:_} repositories", "name a smaller folder")
    return repositories


def _revisions(repository: Path) -> Iterator[_Revision]:
    """A component for each revision that lies there; one without, where none does."""
    begin = next(each for each in _FOLDERS if repository.name.startswith(each))
    name = repository.name.removeprefix(begin).replace("--", "/")
    snapshots = repository / "snapshots"
    revisions: list[Path | None] = []
    if snapshots.is_dir():
        revisions += sorted(each for each in snapshots.iterdir() if each.is_dir())
    for revision in revisions or [None]:
        said = SnapshotSaid() if revision is None else said_in(revision, repository, name)
        component = Component(
            name=name,
            version="" if revision is None else revision.name[:12],
            kind=_FOLDERS[begin],
            claims=said.claims,
            model=name if begin == "models--" else "",
            bases=said.bases,
            made=said.made,
            place=repository.name,
        )
        yield _Revision(component, said)
