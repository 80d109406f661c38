"""Installs a pack of licences for a test, found as every pack is: by the entry point of a distribution."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from licensekit import api
from licensekit.catalogue import libraries, lineage, loading, packs, registry

CACHES = (
    packs.installed,
    registry.works,
    registry._text,
    registry._words,
    registry._works_of,
    lineage._come_to,
    api._single,
)


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be known of the catalogue from what was asked before."""
    for kept in CACHES:
        kept.cache_clear()
    for module, name in ((libraries, "_PARSED"), (loading, "_CHECKED"), (loading, "_LOADED")):
        monkeypatch.setattr(module, name, {})


def install(monkeypatch: pytest.MonkeyPatch, where: Path, name: str, files: dict[str, str], code: str = "") -> Path:
    """A pack of some files, by their paths in it; the folder."""
    folder = where / f"{name}-data"
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (where / f"{name}_pack.py").write_text(code or f"from pathlib import Path\nfolder = Path({str(folder)!r})\n")
    about = where / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[licensekit.packs]\n{name} = {name}_pack:folder\n")
    sys.modules.pop(f"{name}_pack", None)
    monkeypatch.syspath_prepend(where)
    forget(monkeypatch)
    return folder
