"""A hub's cache folder: the models and data sets whose snapshots lie there. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from licensekit.components.component import Component, ComponentKind, ComponentList, Made
from licensekit.components.documents import ITS_TEXT, all_bind, claim_of_text, refused
from licensekit.components.front_matter import FrontMatter, front_matter
from licensekit.identify.reading import is_of_a_license
from licensekit.limits import MAX_COMPONENTS, MAX_TEXT_BYTES
from licensekit.regular_file import beginning_of

_FOLDERS: Final[dict[str, ComponentKind]] = {"models--": "weights", "datasets--": "data"}
_MOST: Final = 1_000_000
"""Bytes of a card that are read: its front matter stands first."""
_MADE: Final[Mapping[str, Made]] = {
    "quantized": "quantized",
    "finetune": "finetune",
    "adapter": "adapter",
    "merge": "merge",
}
_CARD: Final = "README.md"
_KEYS: Final = ("license", "license_name", "base_model", "base_model_relation", "tags")


def components_of_cache(folder: Path) -> ComponentList:
    """Each repository of a cache, with what its card says of its licence and bases. Raises InventoryError."""
    try:
        return ComponentList(tuple(_components(folder)))
    except OSError as problem:
        why = (problem.strerror or "unknown reason").lower()
        raise refused(problem.filename or str(folder), why, "name a folder that can be read") from None


def _components(folder: Path) -> Iterator[Component]:
    root = folder / "hub" if (folder / "hub").is_dir() else folder
    repositories = sorted(each for each in root.iterdir() if each.name.startswith(tuple(_FOLDERS)) and each.is_dir())
    if not repositories:
        mend = "name the folder with `models--OWNER--NAME` in it"
        raise refused(str(folder), "no repository of a hub lies in it", mend)
    if len(repositories) > MAX_COMPONENTS:
        raise refused(str(folder), f"it has more than {MAX_COMPONENTS:_} repositories", "name a smaller folder")
    for each in repositories:
        yield from _snapshots(each)


def _snapshots(repository: Path) -> Iterator[Component]:
    """A component for each revision that lies there; one without, where none does."""
    begin = next(each for each in _FOLDERS if repository.name.startswith(each))
    name = repository.name.removeprefix(begin).replace("--", "/")
    snapshots = repository / "snapshots"
    revisions: list[Path | None] = []
    if snapshots.is_dir():
        revisions += sorted(each for each in snapshots.iterdir() if each.is_dir())
    for revision in revisions or [None]:
        said = _SnapshotSaid() if revision is None else _said(revision, repository)
        yield Component(
            name=name,
            version="" if revision is None else revision.name[:12],
            kind=_FOLDERS[begin],
            claims=tuple(filter(None, dict.fromkeys(said.claims))),
            model=name if begin == "models--" else "",
            bases=_bases(said.card),
            made=_made(said.card),
            place=repository.name,
        )


class _SnapshotSaid(NamedTuple):
    """What a snapshot says: its card, and what card and texts claim."""

    card: FrontMatter = FrontMatter()
    claims: tuple[str, ...] = ()


def _said(revision: Path, repository: Path) -> _SnapshotSaid:
    """What is not read is a claim that names no licence, as it may bind too."""
    names = sorted(each.name for each in revision.iterdir() if each.name == _CARD or is_of_a_license(each.name))
    texts = {name: _text(revision / name, repository) for name in names}
    card = front_matter(texts.get(_CARD) or "")
    unread = [f"`{name}`, which cannot be read" for name, text in texts.items() if text is None]
    unread += [] if card.problem is None else [f"a card that cannot be read: {card.problem.why}"]
    unread += [
        f"a card of which `{each.key}` is no text" for each in card.entries if each.key in _KEYS and not each.is_plain
    ]
    claims = (claim_of_text(text) for name, text in texts.items() if text is not None and name != _CARD)
    return _SnapshotSaid(card, (*_claimed(card), *claims, *(f"{ITS_TEXT}{each}" for each in unread)))


def _claimed(head: FrontMatter) -> Iterator[str]:
    """The licences that a card names: in its key, of several all; by a name of its own; and in a tag.

    The name stands in place of `other`, and is a claim beside any licence else.
    """
    said, names = head.texts("license"), head.texts("license_name")
    if said and (said != ("other",) or not names):
        yield all_bind(said)
    if names:
        yield all_bind(names)
    yield from (tag.text for tag in head.tagged if tag.what == "license" and (tag.text != "other" or not names))


def _bases(head: FrontMatter) -> tuple[str, ...]:
    tagged = (tag.text for tag in head.tagged if tag.what == "base")
    return tuple(dict.fromkeys((*head.texts("base_model"), *tagged)))


def _made(head: FrontMatter) -> Made:
    """How the work is made from its bases: as its key says, else its tags where they all say the same."""
    told = head.texts("base_model_relation") or tuple({tag.made for tag in head.tagged if tag.made})
    return _MADE.get("".join(told), "")


def _text(path: Path, repository: Path) -> str | None:
    """A card or text of a repository; of a long card its beginning. None where it is not there, or is not read."""
    most = _MOST if path.name == _CARD else MAX_TEXT_BYTES
    try:
        if not path.resolve().is_relative_to(repository.resolve()):
            return None
        data = beginning_of(path, most + 1)
    except (OSError, RuntimeError, ValueError):
        return None
    if len(data) > most and path.name != _CARD:
        return None
    return data[:most].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\0", "\ufffd")
