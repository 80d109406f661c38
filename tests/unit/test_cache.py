"""What is kept in the user's cache folder, and where that is."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from licensekit import cache

VALUE = {"numbers": [1, 2.5, None, True], "text": "§ 4 “commercial”", "nested": {"of": ["this", []]}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    where = tmp_path / "deep" / "cache"
    monkeypatch.setenv("LICENSEKIT_CACHE", str(where))
    return where


def test_what_is_kept_is_found_under_its_own_words_alone(folder: Path) -> None:
    cache.keep(VALUE, "one", "a")
    cache.keep([], "one", "b")
    assert cache.fetched("one", "a") == VALUE
    assert cache.fetched("one", "b") == []
    assert cache.fetched("one") is None
    assert cache.fetched("onea") is None
    assert len(list(folder.iterdir())) == 2


def test_keeping_again_replaces_and_leaves_no_rest(folder: Path) -> None:
    cache.keep(1, "same")
    cache.keep(2, "same")
    assert cache.fetched("same") == 2
    assert [path.suffix for path in folder.iterdir()] == [".json"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_folder_and_entries_are_the_users_own(folder: Path) -> None:
    cache.keep(VALUE, "one")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert next(folder.iterdir()).stat().st_mode & 0o777 == 0o600


def test_another_state_of_the_library_finds_nothing_of_the_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.keep(VALUE, "one")
    monkeypatch.setattr(cache, "_fingerprint", lambda: "another")
    assert cache.fetched("one") is None
    assert len(list(folder.iterdir())) == 1


def test_a_library_without_files_of_its_own_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_fingerprint", lambda: None)
    cache.keep(VALUE, "one")
    assert cache.fetched("one") is None
    assert not folder.exists()


def test_every_source_that_shapes_a_licence_tells_two_states_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "licensekit"
    shutil.copytree(cache._PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(cache, "_PACKAGE", package)
    fingerprint = cache._fingerprint.__wrapped__
    seen = {fingerprint()}
    for name in ("values.py", "check/file.py", "model/clauses.py", "syntax/tree/clauses.py", "vocabulary/acts.py"):
        with (package / name).open("a") as source:
            source.write("#")
        assert fingerprint() not in seen, name
        seen.add(fingerprint())


def test_off_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LICENSEKIT_CACHE", "off")
    cache.keep(VALUE, "one")
    assert cache.fetched("one") is None
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="each system has its own place")
@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"XDG_CACHE_HOME": "/x"}, "/x/licensekit"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/home/a"}, "/home/a/.cache/licensekit"),
        ({"HOME": "/home/a"}, "/home/a/.cache/licensekit"),
        ({"HOME": "/home/a", "LICENSEKIT_CACHE": ""}, "/home/a/.cache/licensekit"),
        ({"HOME": "/home/a", "LICENSEKIT_CACHE": "/b"}, "/b"),
    ],
)
def test_the_folder(environment: dict[str, str], wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "LICENSEKIT_CACHE", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cache.folder() == Path(wanted)


@pytest.mark.parametrize(
    ("system", "environment", "wanted"),
    [
        ("darwin", {"HOME": "/Users/a"}, "/Users/a/Library/Caches/licensekit"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/licensekit"),
        ("win32", {}, None),
    ],
)
def test_the_folder_elsewhere(
    system: str, environment: dict[str, str], wanted: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LICENSEKIT_CACHE", "LOCALAPPDATA", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", system)
    assert cache.folder() == (None if wanted is None else Path(wanted))


def test_the_oldest_entries_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_ENTRIES", 3)
    folder.mkdir(parents=True, mode=0o700)
    foreign = folder / "holiday.json"
    foreign.write_text("mine")
    for number in range(5):
        cache.keep(number, str(number))
        os.utime(cache._entry((str(number),)), (number, number))  # type: ignore[arg-type]
    assert [cache.fetched(str(number)) for number in range(5)] == [None, None, 2, 3, 4]
    assert foreign.read_text() == "mine"


def test_the_folder_stays_below_its_size(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_FOLDER_BYTES", 3_000)
    for number in range(6):
        cache.keep("x" * 1_000, str(number))
        os.utime(cache._entry((str(number),)), (number, number))  # type: ignore[arg-type]
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 3_000
    assert cache.fetched("5") == "x" * 1_000


@pytest.mark.parametrize("value", [{1, 2}, object(), float("nan"), "\ud800"], ids=["set", "object", "nan", "surrogate"])
def test_what_json_cannot_hold_is_not_kept(value: object, folder: Path) -> None:
    cache.keep(value, "one")
    assert cache.fetched("one") is None
    assert not folder.exists()


def test_what_is_too_large_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_ENTRY_BYTES", 100)
    cache.keep("x" * 200, "one")
    assert not folder.exists()


@pytest.fixture
def seed(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package's own entries: `VALUE` under the word `one`, and another, made as a build makes them."""
    for word, value in (("one", VALUE), ("more", "of no use")):
        cache.keep(value, word)
    package = tmp_path / "package"
    package.mkdir()
    planted = package / cache.SEED
    planted.write_bytes(cache.seed_of({entry.name: entry.read_bytes() for entry in folder.iterdir()}))
    shutil.rmtree(folder)
    monkeypatch.setattr(cache, "_PACKAGE", package)
    return planted


@pytest.mark.usefixtures("seed")
def test_an_entry_of_the_package_is_found_where_the_folder_has_none(folder: Path) -> None:
    assert cache.fetched("one") == VALUE
    assert cache.fetched("two") is None
    assert not folder.exists()


@pytest.mark.usefixtures("seed")
def test_an_entry_of_the_folder_comes_before_one_of_the_package() -> None:
    cache.keep("anew", "one")
    assert cache.fetched("one") == "anew"


@pytest.mark.usefixtures("seed")
def test_an_entry_of_the_package_needs_no_folder_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "folder", lambda: None)
    assert cache.fetched("one") == VALUE


@pytest.mark.usefixtures("seed")
def test_off_reads_no_entry_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICENSEKIT_CACHE", "off")
    assert cache.fetched("one") is None


def test_the_seed_of_the_package_may_belong_to_whoever_installed_it(seed: Path) -> None:
    seed.chmod(0o666)
    assert cache.fetched("one") == VALUE


def test_of_a_damaged_seed_no_entry_is_another(seed: Path) -> None:
    whole = seed.read_bytes()
    for at in range(len(whole)):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            seed.write_bytes(damaged)
            assert cache.fetched("one") in (VALUE, None)
    for damaged in (b"", whole[:-12], whole[: len(whole) // 2]):
        seed.write_bytes(damaged)
        assert None in {cache.fetched("one") and "kept", cache.fetched("more") and "kept"}


@pytest.mark.usefixtures("seed")
def test_another_library_finds_nothing_in_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_fingerprint", lambda: "another")
    assert cache.fetched("one") is None
