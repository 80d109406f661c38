"""Everything wrong with a command line and the files that it names, gathered before anything is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from licensekit.diagnostics import Diagnostic, did_you_mean
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

    def single(self, values: Sequence[str], option: str) -> str | None:
        """The value of an option that is given at most once; None where it is not given."""
        if len(values) > 1:
            self.add("LK704", f"`{option}` is given {len(values)} times", "keep one of them")
        return values[0] if values else None

    def word(self, values: Sequence[str], option: str, known: Sequence[str]) -> str:
        """The value of an option with a closed list of words, of which the first is the default."""
        value = self.single(values, option)
        if value is None or value in known:
            return known[0] if value is None else value
        listed = ", ".join(f"`{word}`" for word in known)
        self.add("LK703", f"`{option}` cannot be `{value}`", did_you_mean(value, known) or f"use one of {listed}")
        return known[0]

    def colour(self, values: Sequence[str], terminal: bool, plain: bool) -> bool:
        """Whether to colour: on a terminal or always, but never where `plain` (NO_COLOR) says so."""
        when = self.word(values, "--color", ("auto", "always", "never"))
        return not plain and (when == "always" or (when == "auto" and terminal))
