"""How much a question over all uses may look at: a search is refused, or left unfinished, but never hangs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from licensekit.analyse.by_solver import installed
from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicensekitError
from licensekit.limits import MAX_ANALYSIS_NODES


class TooLarge(LicensekitError):  # noqa: N818 - it says what was found: more than may be looked at
    """A search would have to look at more worlds than it may."""

    def __init__(self, limit: int) -> None:
        message = f"more than {limit:_} worlds would have to be looked at"
        mend = "narrow the question: name fewer acts, or state facts that settle some conditions"
        if not installed():
            mend += "; or install `licensekit-policy[exact]`"
        super().__init__([Diagnostic("LK720", message, help=mend)])
        self.limit = limit


class Enough(Exception):  # noqa: N818 - no error: a description stays incomplete and says so
    """A part of a question has looked at as many worlds as it may."""


@dataclass
class Budget:
    """How many worlds one question may look at, over all of its searches."""

    limit: int = MAX_ANALYSIS_NODES
    spent: int = 0
    stop: int | None = None
    """Where the part of the question that is worked on has to end; None outside of parts."""
    solved: int = 0
    """How many claims z3 decided, since a search would have had to look at too much."""
    beyond: int = 0
    """How many worlds more may be looked at to describe what z3 finds, once it was asked."""

    def spend(self) -> None:
        """One world more. Raises TooLarge, or Enough for a part that may be left unfinished."""
        self.spent += 1
        most = self.limit + self.beyond
        if self.spent > most and (self.stop is None or not self.beyond):
            raise TooLarge(self.limit)
        if self.stop is not None and self.spent > min(self.stop, most):
            raise Enough

    def hand_over(self) -> None:
        """Note that z3 is asked, and let as many worlds again be looked at to describe what it finds."""
        if self.stop is not None and self.stop >= self.limit + self.beyond:
            self.stop = None  # what ends where the whole question ends is no part of it
        self.beyond = self.limit

    @contextmanager
    def part(self, most: int) -> Iterator[None]:
        """Work that may be left unfinished after so many worlds. Raises Enough inside."""
        before, end = self.stop, self.spent + most
        self.stop = end if before is None else min(before, end)
        try:
            yield
        finally:
            self.stop = before
