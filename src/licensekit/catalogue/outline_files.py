"""The outlines that stand beside licence files: built anew from the texts, and compared with what is there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from licensekit.catalogue import outline as outlines_of
from licensekit.catalogue.loading import checked_path
from licensekit.catalogue.outline import Outline, build_outline
from licensekit.catalogue.shelf import outline_path
from licensekit.model.license import License


def outlines_for(license: License, texts: Iterable[bytes]) -> dict[str, Outline]:
    """The outline of each document of a licence whose text is among these: told by its fingerprint."""
    by_hash = {hashlib.sha256(text).hexdigest(): text for text in texts}
    return {text.name: build_outline(by_hash[text.sha256]) for text in license.texts if text.sha256 in by_hash}


class Rebuilt(NamedTuple):
    """The outline of a shipped licence or policy, built anew, and what stands beside it now."""

    name: str
    path: Path
    wanted: str
    stored: str
    missing: tuple[str, ...]
    """Documents whose text is not at hand: their outline cannot be built, and is left as it is."""

    @property
    def agrees(self) -> bool:
        """Whether nothing is to be written."""
        return self.wanted == self.stored


def rebuilt(folder: Path, texts: Iterable[bytes]) -> Iterator[Rebuilt]:
    """The outlines of all licence files of a folder and its subfolders, from texts told by their fingerprint."""
    by_hash = {hashlib.sha256(text).hexdigest(): text for text in texts}
    for path in sorted(folder.rglob("*.lic")):
        name = path.name.removesuffix(".lic")
        block = {block.id: block for block in _blocks(path)}.get(name)
        if block is None or not block.texts:
            continue
        file = outline_path(path)
        stored = file.read_text(encoding="utf-8") if file.is_file() else ""
        kept = outlines_of.from_json(stored) if stored else {}
        built = outlines_for(block, by_hash.values())
        documents = {
            text.name: outline for text in block.texts if (outline := built.get(text.name) or kept.get(text.name))
        }
        missing = tuple(text.name or text.url for text in block.texts if text.sha256 not in by_hash)
        yield Rebuilt(name, path, outlines_of.to_json(documents) if documents else "", stored, missing)


def _blocks(path: Path) -> tuple[License, ...]:
    checked = checked_path(path)
    return (*checked.licenses, *checked.policies)
