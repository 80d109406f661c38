"""How far a command has come: one line on a terminal, once it has taken two seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import Final, TextIO, TypeVar

T = TypeVar("T")
PATIENCE: Final = 2.0
"""Seconds in which nothing is shown."""
_EVERY: Final = 0.5
WIDTH: Final = 30
"""Signs of the bar."""


def bar(done: int, total: int, what: str = "edits") -> str:
    """`[########......] 120 of 308 edits`: one line, of the same length throughout."""
    full = WIDTH * done // total if total else WIDTH
    return f"[{'#' * full}{'.' * (WIDTH - full)}] {done:>{len(str(total))}} of {total} {what}"


class ProgressLine:
    """Shows the last line that it was given, from two seconds on, in place of the one before."""

    def __init__(self, stream: TextIO, otherwise: str = "working", patience: float = PATIENCE) -> None:
        self._stream = stream
        self._otherwise = otherwise
        self._patience = patience
        self._line = ""
        self._visible = False
        self._waiting = 0
        self._over = Event()
        self._lock = Lock()

    def __call__(self, line: str) -> None:
        """Take a line; an empty one says that what it was about is over."""
        self._line = line

    @contextmanager
    def running(self) -> Iterator[None]:
        """While this lasts; afterwards the line is taken away."""
        thread = Thread(target=self._tick, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()
            self._clear()

    def pausing(self, work: Callable[..., T]) -> Callable[..., T]:
        """The same work, such as reading what somebody types, during which nothing is shown."""

        def paused(*arguments: object) -> T:
            with self._lock:
                self._waiting += 1
                self._clear()
            try:
                return work(*arguments)
            finally:
                self._waiting -= 1

        return paused

    def _tick(self) -> None:
        wait = self._patience
        while not self._over.wait(wait):
            wait = _EVERY
            with self._lock:
                if not self._waiting:
                    self._write(f"\r\x1b[K{self._line or self._otherwise}")
                    self._visible = True

    def _clear(self) -> None:
        if self._visible:
            self._write("\r\x1b[K")
            self._visible = False

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # nobody watches any more
            self._over.set()
