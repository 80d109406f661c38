"""A file that is written whole or not at all: beside its place first, then put there at once.

Whoever reads the file meanwhile sees what stood there before, and so does whoever looks after the writer was stopped.
What is written beside has a name that nobody can foresee, and is opened so that no link of that name is followed
(`O_EXCL`: POSIX.1-2017, open).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

BEGUN = ".licensekit-"
"""So the name begins of a file that is being written; one whose writer was killed may be deleted."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def whole_file(target: Path, *, mode: int = 0o666, over: bool = True, durable: bool = True) -> Iterator[BinaryIO]:
    """What is written here stands at `target` once the block has ended well; else nothing has changed there.

    A new file gets `mode`, less what the process masks; one that is written over keeps its own. Without `over`, what
    is there already stays: FileExistsError. With `durable`, the bytes are on the disk before the name is. A device or
    a pipe that somebody names has no place to be put into, and is written as it is. Raises OSError and ValueError.
    """
    there = _state(target)
    if there is not None and not over:
        raise FileExistsError(str(target))
    if there is not None and not stat.S_ISREG(there.st_mode):
        with target.open("wb") as stream:
            yield stream
        return
    part = target.with_name(f"{BEGUN}{os.urandom(8).hex()}.part")
    descriptor = os.open(part, _NEW, mode)  # what stands there already is not ours, and stays
    try:
        with open(descriptor, "wb") as stream:  # noqa: PTH123 - Path opens no descriptor
            yield stream
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        if there is not None:
            part.chmod(stat.S_IMODE(there.st_mode))
        _put(part, target, over=over)
    finally:
        part.unlink(missing_ok=True)


def _state(target: Path) -> os.stat_result | None:
    with suppress(FileNotFoundError):
        return target.stat()
    return None


def _put(part: Path, target: Path, *, over: bool) -> None:
    """Put a whole file in its place; without `over` never over another. Raises FileExistsError."""
    if over:
        part.replace(target)
        return
    with suppress(PermissionError, NotImplementedError):  # where a file system has no links
        target.hardlink_to(part)
        return
    with target.open("xb") as stream:
        stream.write(part.read_bytes())
