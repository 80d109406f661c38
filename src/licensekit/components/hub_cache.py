"""A hub's cache folder: the models and data sets whose snapshots lie there. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from licensekit.catalogue.lineage import lineage
from licensekit.catalogue.names import may_mean
from licensekit.components.component import Component, ComponentKind, ComponentList, Made
from licensekit.components.documents import (
    ITS_TEXT,
    InventoryError,
    claim_of_text,
    claims_of_label,
    json_in,
    one_line,
    refused,
)
from licensekit.components.front_matter import FrontMatter, front_matter, key_seen
from licensekit.components.policies import is_of_another
from licensekit.components.prose import NOTICES, claims_in
from licensekit.diagnostics import clipped
from licensekit.identify.identification import identify
from licensekit.identify.reading import is_of_a_license, is_of_a_policy
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
_AGREED: Final = ("extra_gated_prompt", "extra_gated_fields", "extra_gated_eu_disallowed")
"""Keys of a card that make whoever wants a copy agree to something first."""
_NO: Final = frozenset({"false", "no", "off"})
_CONFIGURATIONS: Final = ("adapter_config.json", "config.json")
_OF_HUB: Final = re.compile(r"[\w.-]*\w/[\w.-]+")
"""A name of the hub; a path of somebody's own machine begins otherwise, or is deeper."""
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
            bases=said.bases or _loaded(said.configured, name),
            made=_made(said.card) or ("adapter" if said.configured.get("base_model_name_or_path") else ""),
            place=repository.name,
        )


class _SnapshotSaid(NamedTuple):
    """What a snapshot says: its card, what card, texts and notices claim, and what its configurations have."""

    card: FrontMatter = FrontMatter()
    claims: tuple[str, ...] = ()
    configured: Mapping[str, str] = MappingProxyType({})

    @property
    def bases(self) -> tuple[str, ...]:
        """What it is made from: as its card and tags say, and the adapter's configuration by a name of the hub."""
        tagged = (tag.text for tag in self.card.tagged if tag.what == "base")
        said = tuple(dict.fromkeys((*self.card.texts("base_model"), *tagged)))
        adapted = self.configured.get("base_model_name_or_path", "")
        return tuple(dict.fromkeys((*said, adapted))) if adapted and (not said or _OF_HUB.fullmatch(adapted)) else said


def _said(revision: Path, repository: Path) -> _SnapshotSaid:
    """What is not read is a claim that names no licence, as it may bind too."""
    names = sorted(each.name for each in revision.iterdir() if _is_read(each.name))
    texts = {name: _text(revision / name, repository) for name in names}
    card = front_matter(texts.get(_CARD) or "")
    configured, problems = _configured(texts)
    unread = [f"`{name}`, which cannot be read" for name, text in texts.items() if text is None]
    unread += [] if card.problem is None else [f"a card that cannot be read: {card.problem.why}"]
    unread += problems
    unread += [
        f"a card of which `{each.key}` is no text" for each in card.entries if each.key in _KEYS and not each.is_plain
    ]
    unread += [
        f"a card with `{clipped(each.key)}`, which is no `{key_seen(each.key)}`"
        for each in card.entries
        if each.key not in _KEYS and key_seen(each.key) in _KEYS
    ]
    own = [*filter(None, (configured.get("license_name", ""), configured.get("license", "")))][:1]
    claims = [*_claimed(card), *own]
    claims += [claim_of_text(text) for name, text in texts.items() if text is not None and is_of_a_license(name)]
    claims += [each for name, text in texts.items() if text is not None for each in _binds_too(name, text, claims)]
    return _SnapshotSaid(card, (*claims, *(f"{ITS_TEXT}{each}" for each in unread)), configured)


def _is_read(name: str) -> bool:
    return name in {_CARD, *_CONFIGURATIONS} or any(
        reads(name) for reads in (is_of_a_license, is_of_a_policy, NOTICES.fullmatch)
    )


def _binds_too(name: str, text: str, claims: list[str]) -> Iterator[str]:
    """What binds beside the claims: licences that restrict and that a notice names, and the use policy of another."""
    if NOTICES.fullmatch(name):
        yield from claims_in(text, f"`{name}`", claims)
    elif is_of_a_policy(name) and is_of_another(identify(text), frozenset[str]().union(*map(may_mean, claims))):
        yield f"{ITS_TEXT}`{name}`, a use policy, which no licence that is named has"


def _configured(texts: Mapping[str, str | None]) -> tuple[Mapping[str, str], list[str]]:
    """The texts of the topmost keys of configurations, and what cannot be read of them."""
    told, problems = dict[str, str](), list[str]()
    for name in _CONFIGURATIONS:
        try:
            read = json_in(texts.get(name) or "{}", name)
        except InventoryError:
            problems.append(f"`{name}`, which cannot be read")
            continue
        every = read.items() if isinstance(read, dict) else ()
        told |= {key: text for key, value in every if key not in told and (text := one_line(value))}
    return told, problems


def _loaded(configured: Mapping[str, str], own: str) -> tuple[str, ...]:
    """From what a configuration was written, where that is a work of somebody else's that is known here: a hint."""
    hint = configured.get("_name_or_path", "")
    is_hint = _OF_HUB.fullmatch(hint) and hint.partition("/")[0].casefold() != own.partition("/")[0].casefold()
    return (hint,) if is_hint and lineage(hint) is not None else ()


def _claimed(head: FrontMatter) -> Iterator[str]:
    """The licences that a card names: in its keys, and in tags; what is agreed to before access is one more text."""
    names = head.texts("license_name")
    yield from claims_of_label(head.texts("license"), names)
    yield from (tag.text for tag in head.tagged if tag.what == "license" and (tag.text != "other" or not names))
    for key in _AGREED:
        said = " ".join(head.texts(key))
        if any(entry.key == key for entry in head.entries) and said.casefold() not in _NO:
            told = identify(said)
            yield (
                told.licenses[0] if told.licenses else f"{ITS_TEXT}what its card has agreed to before access (`{key}`)"
            )


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
