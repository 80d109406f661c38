"""Everything wrong with a command line and the files that it names, gathered before anything is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from licensekit.diagnostics import Diagnostic
from licensekit.errors import LicensekitError
from licensekit.span import Source

T = TypeVar("T")


class CommandError(LicensekitError):
    """A command line that cannot be answered, with all that is wrong."""


class Problems:
    """Findings so far; the same finding is kept once."""

    def __init__(self) -> None:
        self.found: dict[Diagnostic, None] = {}
        self.sources: dict[str, Source] = {}

    def add(self, code: str, message: str, help: str = "") -> None:
        """Keep a finding about the command line."""
        self.found[Diagnostic(code, message, help=help)] = None

    def keep(self, found: Iterable[Diagnostic], sources: Iterable[Source] = ()) -> None:
        """Keep findings, and the texts in which their places are."""
        self.found.update(dict.fromkeys(found))
        self.sources.update({source.name: source for source in sources})

    def take(self, work: Callable[[], T]) -> T | None:
        """The result of some work; None, and its findings kept, where it raises them."""
        try:
            return work()
        except LicensekitError as error:
            self.keep(error.diagnostics, error.sources.values())
        return None

    def drop(self, code: str) -> None:
        """Forget findings that something else may explain."""
        self.found = {finding: None for finding in self.found if finding.code != code}

    def check(self) -> None:
        """Raise CommandError if anything was found."""
        if self.found:
            raise CommandError(tuple(self.found), tuple(self.sources.values()))


def reason(problem: OSError | ValueError, otherwise: str = "unknown reason") -> str:
    """Why a file cannot be read or written, in the words of the system."""
    return (getattr(problem, "strerror", None) or otherwise).lower()
