"""A file is written whole or not at all: `whole_file`."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from licensekit.whole_file import BEGUN, whole_file


def put(target: Path, data: bytes, **how: bool) -> None:
    with whole_file(target, **how) as stream:  # type: ignore[arg-type]
        stream.write(data)


def stopped(target: Path, stop: type[BaseException]) -> None:
    with whole_file(target) as stream:
        stream.write(b"ne")
        raise stop


def test_a_new_file_has_the_mode_that_the_process_gives(tmp_path: Path) -> None:
    masked = os.umask(0o027)
    try:
        put(tmp_path / "a", b"1")
    finally:
        os.umask(masked)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_a_file_that_is_written_over_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o604)
    put(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o604


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError, SystemExit])
def test_whoever_is_stopped_leaves_what_was_there(tmp_path: Path, stop: type[BaseException]) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(stop):
        stopped(tmp_path / "a", stop)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a": b"old"}


def test_while_it_is_written_the_old_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with whole_file(tmp_path / "a") as stream:
        stream.write(b"new")
        stream.flush()
        assert (tmp_path / "a").read_bytes() == b"old"
        begun = [file for file in tmp_path.iterdir() if file.name.startswith(BEGUN)]
        assert [file.read_bytes() for file in begun] == [b"new"]


def test_what_a_link_names_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "a").symlink_to("precious")
    put(tmp_path / "a", b"new")
    assert (tmp_path / "precious").read_bytes() == b"precious"
    assert (tmp_path / "a").read_bytes() == b"new"
    assert not (tmp_path / "a").is_symlink()


def test_a_name_that_somebody_laid_in_the_way_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "precious").write_bytes(b"precious")
    monkeypatch.setattr(os, "urandom", bytes)
    (tmp_path / f"{BEGUN}{bytes(8).hex()}.part").symlink_to("precious")
    with pytest.raises(FileExistsError):
        put(tmp_path / "a", b"new")
    assert (tmp_path / "precious").read_bytes() == b"precious"


@pytest.mark.parametrize("kind", ["file", "link to nowhere", "folder"])
def test_without_over_what_is_there_stays(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "a"
    match kind:
        case "file":
            target.write_bytes(b"old")
        case "folder":
            target.mkdir()
        case _:
            target.symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        put(target, b"new", over=False)
    assert [file.name for file in tmp_path.iterdir()] == ["a"]
    assert kind != "file" or target.read_bytes() == b"old"


def test_a_device_is_written_as_it_is() -> None:
    put(Path(os.devnull), b"1")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(IsADirectoryError):
        put(tmp_path / "a", b"1")
    assert [file.name for file in tmp_path.iterdir()] == ["a"]
