"""The beginning of a file that is one: a device never ends, and a pipe may never begin."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class NotRegularFile(OSError):  # noqa: N818 - what is there, and no fault of the program
    """A device, a pipe or a socket where a file is looked for."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A regular file, to be read. Raises NotRegularFile, OSError and ValueError.

    It is opened without waiting, and what it is is asked of what was opened: nothing can take its place between.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise NotRegularFile(errno.EINVAL, "it is no regular file", str(path))
        with open(descriptor, "rb", closefd=False) as stream:
            yield stream
    finally:
        os.close(descriptor)


def beginning_of(path: Path, most: int) -> bytes:
    """The first bytes of a regular file, at most so many. Raises NotRegularFile, OSError and ValueError."""
    with opened(path) as stream:
        return stream.read(most)
