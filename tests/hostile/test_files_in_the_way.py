"""Files that are found by their name: a device, a pipe or a huge file in their place is told, and never read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.command_line import called

from licensekit.limits import MAX_FACTS_BYTES, MAX_TEXT_BYTES

ONE = 'license uno { title "One" grant g at "1" { may run } }\n'


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def huge(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(1 << 40)


def folder(path: Path) -> None:
    path.mkdir()


KINDS = {
    device: "it is no regular file",
    pipe: "it is no regular file",
    huge: f"it has more than {MAX_FACTS_BYTES:_} bytes",
    folder: "is a directory",
}


@pytest.mark.parametrize("laid", KINDS)
@pytest.mark.parametrize("command", ["ask {} --act run", "check {}", "test {}", "lint {}"])
def test_an_outline_that_is_no_file(tmp_path: Path, laid: Callable[[Path], None], command: str) -> None:
    (tmp_path / "uno.lic").write_text(ONE, encoding="utf-8")
    laid(tmp_path / "uno.outline.json")
    outcome = called(*command.format(tmp_path / "uno.lic").split())
    assert outcome.status == 2
    assert outcome.err.splitlines()[0] == (
        f"error[LK482]: the outline `{tmp_path / 'uno.outline.json'}` cannot be read: {KINDS[laid]}"
    )


def test_a_damaged_outline_is_named_so(tmp_path: Path) -> None:
    (tmp_path / "uno.lic").write_text(ONE, encoding="utf-8")
    (tmp_path / "uno.outline.json").write_text("[" * 100_000, encoding="utf-8")
    assert "cannot be read: it is no outline\n" in called("check", str(tmp_path / "uno.lic")).err


@pytest.mark.parametrize("laid", [device, pipe, huge, folder])
def test_an_ignore_file_that_is_none(tmp_path: Path, laid: Callable[[Path], None]) -> None:
    (tmp_path / "uno.lic").write_text(ONE, encoding="utf-8")
    laid(tmp_path / ".gitignore")
    assert called("check", str(tmp_path)).status == 0


@pytest.mark.parametrize("laid", [device, pipe])
def test_a_neighbour_that_is_no_file_is_not_there(tmp_path: Path, laid: Callable[[Path], None]) -> None:
    (tmp_path / "uno.lic").write_text(ONE.replace("uno {", "uno extends due {"), encoding="utf-8")
    laid(tmp_path / "due.lic")
    outcome = called("check", str(tmp_path / "uno.lic"))
    assert outcome.status == 2
    assert "due" in outcome.err.splitlines()[0]


def test_a_facts_file_may_be_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "uno.lic").write_text(ONE, encoding="utf-8")
    os.mkfifo(tmp_path / "facts")
    writer = threading.Thread(target=(tmp_path / "facts").write_text, args=('act = "run"\n',))
    writer.start()
    outcome = called("ask", str(tmp_path / "uno.lic"), "--act", "run", "--facts", str(tmp_path / "facts"))
    writer.join(10)
    assert "internal" not in outcome.err


def test_a_text_too_large_for_an_outline_is_refused_whole(tmp_path: Path) -> None:
    huge(tmp_path / "text.txt")
    outcome = called("outline", str(tmp_path / "text.txt"))
    assert outcome.status == 2
    assert f"is too big: the text of a licence has at most {MAX_TEXT_BYTES:_} bytes" in outcome.err
