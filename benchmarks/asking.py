"""The command, run within a process that has started: what it prints, and the time that it takes without starting."""

from __future__ import annotations

import contextlib
import io
import time
from typing import NamedTuple

from licensekit.cli.main import main


class Asked(NamedTuple):
    """What came of a command."""

    status: int
    out: str
    err: str
    wall: float
    """Seconds."""
    processor: float


def asked(*words: str) -> Asked:
    """Run a command, reading of licences included."""
    out, err = io.StringIO(), io.StringIO()
    wall, processor = time.perf_counter(), time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(list(words))
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    return Asked(status, out.getvalue(), err.getvalue(), wall, processor)
