"""What is shown on a terminal while a command takes long, and what is not."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from licensekit.cli.progress import ProgressLine

pytestmark = pytest.mark.slow

SOURCE = str(Path(__file__).resolve().parents[2] / "src")


def test_nothing_is_shown_of_what_is_quick() -> None:
    stream = io.StringIO()
    with ProgressLine(stream, patience=30).running():
        pass
    assert stream.getvalue() == ""


def test_the_last_line_is_shown_and_taken_away() -> None:
    stream = io.StringIO()
    watch = ProgressLine(stream, "working", patience=0.01)
    with watch.running():
        _until(lambda: "working" in stream.getvalue())
        watch("[###...] 1 of 2 files")
        _until(lambda: "1 of 2 files" in stream.getvalue())
    assert stream.getvalue().endswith("\r\x1b[K")


def test_nothing_is_shown_while_somebody_types() -> None:
    stream = io.StringIO()
    watch = ProgressLine(stream, "working", patience=0.01)

    def typed(most: int) -> bytes:
        before = stream.getvalue()
        time.sleep(0.7)
        assert stream.getvalue() == before
        return b"x"[:most]

    with watch.running():
        _until(lambda: "working" in stream.getvalue())
        assert watch.pausing(typed)(1) == b"x"


def _until(so: object) -> None:
    end = time.monotonic() + 10
    while not so():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals here")
def test_a_command_that_takes_three_seconds_says_so_on_a_terminal_alone() -> None:
    slow = (
        "import sys, time\nfrom licensekit.cli import main, listing\nlist_ = listing.run_list\n"
        "listing.run_list = lambda call: (time.sleep(2.7), list_(call))[1]\nsys.exit(main.main(['list', 'kimi']))"
    )
    leader, follower = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": SOURCE, "TERM": "xterm"}
    done = subprocess.run(
        [sys.executable, "-c", slow], stdout=subprocess.PIPE, stderr=follower, env=environment, check=True
    )
    os.close(follower)
    assert os.read(leader, 10_000).decode().startswith("\r\x1b[Klicensekit list: working")
    assert done.stdout.startswith(b"kimi\n")
    os.close(leader)
    done = subprocess.run([sys.executable, "-c", slow], capture_output=True, env=environment, check=True)
    assert done.stderr == b""
