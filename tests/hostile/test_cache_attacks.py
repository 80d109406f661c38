"""Whatever stands in the cache folder: an entry that is not whole and one's own is as good as none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from licensekit import cache

VALUE = {"limit": 100_000_000}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files and modes are those of POSIX")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICENSEKIT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def entry(folder: Path) -> Path:
    cache.keep(VALUE, "one")
    assert cache.fetched("one") == VALUE
    (path,) = folder.iterdir()
    return path


def _flipped(data: bytes) -> bytes:
    return data.replace(b"100000000", b"900000000")


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"\x00\xff" * 500,
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data + b" ",
        _flipped,
        lambda _: b'{"limit": 900000000}',
        lambda _: b"\x80\x04\x95pickle",
        lambda data: data.replace(b"cache", b"CACHE"),
        lambda data: b"licensekit cache\n" + b"0" * 64 + data.partition(b"{")[2],
        lambda _: b"[" * 100_000,
    ],
    ids=["empty", "noise", "half", "cut", "longer", "number", "bare", "pickle", "head", "checksum", "nested"],
)
def test_damage_is_found_and_mended(damage: Callable[[bytes], bytes], entry: Path) -> None:
    entry.write_bytes(damage(entry.read_bytes()))
    assert cache.fetched("one") is None
    cache.keep(VALUE, "one")
    assert cache.fetched("one") == VALUE


def test_json_nested_without_end_with_a_true_checksum_is_refused(entry: Path) -> None:
    body = b"[" * 100_000 + b"]" * 100_000
    entry.write_bytes(cache._HEAD + cache._checked(entry, body) + body)
    assert cache.fetched("one") is None


def test_an_entry_under_another_name_is_refused(entry: Path) -> None:
    other = cache._entry(("two",))
    assert other is not None
    other.write_bytes(entry.read_bytes())
    assert cache.fetched("two") is None


def test_a_link_is_not_followed_and_not_written_through(entry: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(entry.read_bytes())
    entry.unlink()
    entry.symlink_to(target)
    assert cache.fetched("one") is None
    before = target.read_bytes()
    cache.keep({"limit": 1}, "one")
    assert cache.fetched("one") == {"limit": 1}
    assert target.read_bytes() == before
    assert not entry.is_symlink()


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_is_not_read(make: Callable[[Path], object], entry: Path) -> None:
    entry.unlink()
    make(entry)
    assert cache.fetched("one") is None


@pytest.mark.parametrize("mode", [0o770, 0o702])
def test_a_folder_that_others_may_write_to_is_not_used(mode: int, entry: Path, folder: Path) -> None:
    folder.chmod(mode)
    assert cache.fetched("one") is None
    cache.keep({"limit": 1}, "two")
    assert [path.name for path in folder.iterdir()] == [entry.name]
    folder.chmod(0o700)
    assert cache.fetched("one") == VALUE


def test_an_entry_that_others_may_write_to_is_not_used(entry: Path) -> None:
    entry.chmod(0o622)
    assert cache.fetched("one") is None


def test_what_belongs_to_somebody_else_is_not_used(entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert entry.exists()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert cache.fetched("one") is None


def test_a_system_without_users_keeps_what_it_worked_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "geteuid")  # Python of WebAssembly
    cache.keep(VALUE, "one")
    assert cache.fetched("one") == VALUE
    assert len(list(folder.iterdir())) == 1


def test_a_folder_that_cannot_be_made_or_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    for where in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere"), Path("\x00")):
        monkeypatch.setattr(cache, "folder", lambda where=where: where)
        cache.keep(VALUE, "one")
        assert cache.fetched("one") is None


def test_an_entry_beyond_the_limit_is_not_read(entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_ENTRY_BYTES", entry.stat().st_size - 1)
    assert cache.fetched("one") is None


_WRITER = """
import sys
from licensekit import cache
for turn in range(40):
    cache.keep([sys.argv[1]] * 20_000, "shared")
    seen = cache.fetched("shared")
    assert seen is not None and len(seen) == 20_000 and len(set(seen)) == 1, "half an entry"
"""


def test_writers_at_the_same_time_never_show_half_an_entry(folder: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, name]) for name in "ab"]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert [path.suffix for path in folder.iterdir()] == [".json"]


@pytest.mark.parametrize("where", ["kept", "./kept", "../kept"])
def test_a_folder_among_the_files_of_strangers_is_no_cache(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for name in ("LICENSEKIT_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("LICENSEKIT_CACHE", "HOME"):
        monkeypatch.setenv(name, where)
        cache.keep(VALUE, "one")
        assert cache.fetched("one") is None
        assert cache.folder() is None
    assert [path.name for path in tmp_path.rglob("*")] == ["here"]
