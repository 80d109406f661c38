"""Packs of third parties: found by entry point, named, and never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from licensekit import catalogue
from licensekit.catalogue import libraries, loading, packs
from licensekit.errors import CatalogueError

LICENSE = 'license {id} {{ title "{title}" grant rights at "1" {{ may any act }} }}'
FOLDERS: dict[str, object] = {}


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(libraries, "_PARSED", {})
    monkeypatch.setattr(loading, "_CHECKED", {})
    monkeypatch.setattr(loading, "_LOADED", {})
    packs.installed.cache_clear()
    FOLDERS.clear()
    yield
    packs.installed.cache_clear()


def pack(folder: Path, **licenses: str) -> Path:
    (folder / "family").mkdir(parents=True)
    for name, text in licenses.items():
        (folder / "family" / f"{name}.lic").write_text(text)
    return folder


def install(monkeypatch: pytest.MonkeyPatch, **folders: object) -> None:
    FOLDERS.update(folders)
    entries = [EntryPoint(name, f"{__name__}:FOLDERS.{name}", packs.GROUP) for name in folders]
    monkeypatch.setattr(packs, "entry_points", lambda group: entries if group == packs.GROUP else [])
    monkeypatch.setattr(EntryPoint, "load", lambda self: FOLDERS[self.name])


def plain(name: str, title: str = "") -> str:
    return LICENSE.format(id=name, title=title or name)


def test_a_licence_of_a_pack_is_found_by_its_id_and_qualified(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, acme=pack(tmp_path / "acme", ours=plain("ours")))
    assert catalogue.load("ours") is catalogue.load("acme:ours")
    assert "acme:ours" in catalogue.ids()
    assert catalogue.source("acme:ours") == plain("ours")


def test_a_pack_may_be_a_function_that_returns_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = pack(tmp_path / "acme", ours=plain("ours"))
    install(monkeypatch, acme=lambda: folder)
    assert catalogue.load("ours").id == "ours"


def test_no_pack_changes_what_a_shipped_id_means(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mine = 'license ours extends mit { title "Ours" relocate rights at "1" relocate notice at "2" }'
    install(monkeypatch, acme=pack(tmp_path / "acme", mit=plain("mit", "Not MIT"), ours=mine))
    assert catalogue.load("mit").title == "MIT License"
    assert catalogue.load("acme:mit").title == "Not MIT"
    assert "notice" in {clause.id for clause in catalogue.load("kimi-k2").clauses if clause.origin == "mit"}
    with pytest.raises(Exception, match="no item `notice`"):  # inside a pack, its own licences come first
        catalogue.load("ours")


def test_an_id_of_two_packs_must_be_qualified(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(
        monkeypatch,
        acme=pack(tmp_path / "acme", ours=plain("ours", "A")),
        best=pack(tmp_path / "best", ours=plain("ours", "B")),
    )
    with pytest.raises(CatalogueError) as caught:
        catalogue.load("ours")
    found = caught.value.diagnostics[0]
    assert (found.code, found.help) == ("LK607", "use one of `acme:ours`, `best:ours`")
    assert [catalogue.load(f"{name}:ours").title for name in ("acme", "best")] == ["A", "B"]


def broken() -> Path:
    raise RuntimeError("no luck")


@pytest.mark.parametrize("what", [broken, Path("/nowhere/at/all"), 5], ids=["raises", "absent", "number"])
def test_a_broken_pack_warns_and_the_rest_works_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: object
) -> None:
    install(monkeypatch, acme=what, best=pack(tmp_path / "best", ours=plain("ours")))
    with pytest.warns(packs.PackWarning, match="LK606: the pack `acme`"):
        assert catalogue.load("ours").id == "ours"


def test_two_packs_of_one_name_warn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    FOLDERS["acme"] = pack(tmp_path / "acme", ours=plain("ours"))
    entries = [EntryPoint("acme", f"{module}:folder", packs.GROUP) for module in ("one", "two")]
    monkeypatch.setattr(packs, "entry_points", lambda group: entries)  # noqa: ARG005
    monkeypatch.setattr(EntryPoint, "load", lambda self: FOLDERS[self.name])
    with pytest.warns(packs.PackWarning, match="another pack has the same name"):
        assert catalogue.load("ours").id == "ours"


def test_a_shipped_licence_is_loaded_without_looking_for_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "entry_points", lambda group: pytest.fail(f"looked for {group}"))
    assert catalogue.load("kimi-k2.5").id == "kimi-k2.5"
