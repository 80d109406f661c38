"""One call of a command: its words, everything wrong with them, and what it may ask of its surroundings."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from licensekit.cli.outcome import Surroundings
from licensekit.cli.parser import COMMANDS, dest
from licensekit.diagnostics import Diagnostic, clipped, did_you_mean, mend_of, needing
from licensekit.errors import LicensekitError
from licensekit.span import Source
from licensekit.whole_file import whole_file

T = TypeVar("T")


class CommandError(LicensekitError):
    """A command line that cannot be answered, with all that is wrong."""


class Problems:
    """Findings so far; the same finding is kept once."""

    def __init__(self) -> None:
        self.found: dict[Diagnostic, None] = {}
        self.sources: dict[str, Source] = {}
        self.overruled: dict[str, None] = {}
        """What was said and does not count, for it is said otherwise where that goes before: each a line."""

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

    def amend(self, code: str, amended: Callable[[Diagnostic], Diagnostic]) -> None:
        """Put what more is known of them into the findings of a code."""
        self.found = {amended(each) if each.code == code else each: None for each in self.found}

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


_READ: Final = ("licenses", "files", "paths", *map(dest, ("--facts", "--profile", "--chain")))
"""Where a command keeps the names of what it reads."""


_NAMED: Final = ("files", "folders", "paths", "words")
"""Where a command keeps names that may be left out, or are paths."""


def is_same_file(first: str | Path, second: str | Path) -> bool:
    """Whether two names lead to one file that is there."""
    try:
        return Path(first).is_file() and Path(first).samefile(second)
    except (OSError, ValueError):
        return False


class Call(NamedTuple):
    """What a command is called with. Whatever is wrong goes to its problems."""

    arguments: argparse.Namespace
    problems: Problems
    surroundings: Surroundings

    def add(self, code: str, message: str, mend: str = "") -> None:
        """Keep a finding about the command line."""
        self.problems.add(code, message, mend)

    def named(self) -> None:
        """Refuse names that are empty, as a variable of a shell is that nobody set: a path would be this folder."""
        if any("" in (getattr(self.arguments, key, None) or ()) for key in _NAMED):
            self.add("LK703", "one of the names is empty", "say what was meant to stand there, or leave it out")

    def values(self, option: str) -> list[str]:
        """Every value that an option is given."""
        values: list[str] = getattr(self.arguments, dest(option))
        return values

    def single(self, option: str) -> str | None:
        """The value of an option that is given at most once; None where it is not given."""
        values = self.values(option)
        if len(values) > 1:
            self.add("LK704", f"`{option}` is given {len(values)} times", "keep one of them")
        if "" in values[:1]:  # as a variable of a shell is that nobody set
            self.add("LK703", f"`{option}` is empty", "say what was meant to stand there, or leave it out")
            return None
        return values[0] if values else None

    def word(self, option: str, *known: str) -> str:
        """The value of an option with a closed list of words, of which the first is the default."""
        value = self.single(option)
        if value is None or value in known:
            return known[0] if value is None else value
        listed = ", ".join(f"`{word}`" for word in known)
        mend = did_you_mean(value, known) or f"use one of {listed}"
        self.add("LK703", f"`{option}` cannot be `{value}`", mend)
        return known[0]

    def sheet_of(self, file: str) -> str | None:
        """The sheet that `--sheet` names; a file that has none is a finding."""
        sheet = self.single("--sheet")
        if sheet is not None and not file.casefold().endswith(".xlsx"):
            message = f"`--sheet` names a sheet of a workbook, and `{clipped(file)}` is none"
            self.add("LK704", message, "leave it out, or name an .xlsx file")
        return sheet

    def listed(self, option: str) -> list[str]:
        """The words of an option that takes several at once: `--act run,embed`; one left empty is a finding."""
        words = [word.strip() for value in self.values(option) for word in value.split(",")]
        if "" in words:
            self.add(
                "LK703", f"a word of `{option}` is empty", "leave out the comma, or say what was meant to stand there"
            )
        return [word for word in words if word]

    def form(self) -> str:
        """The form of the answer, of those that the command has."""
        return self.word("--format", *COMMANDS[self.arguments.command].formats)

    def form_written(self, target: str | None, by_ending: Mapping[str, str], what: str, mend: str = "") -> str:
        """The form that is asked for; of a file, by its ending. `what` is written, and `mend` is for another ending."""
        if self.values("--format") or target is None:
            return self.form()
        ending = Path(target).suffix.lower()
        form = by_ending.get(ending, "")
        if not form:
            endings = ", ".join(f"`{each}`" for each in by_ending)
            message = f"{what} is not written as `{ending}`" if ending else f"`{clipped(target)}` has no ending"
            self.add("LK703", message, mend or f"use one of {endings}, or add `--format`")
        return form

    def colour(self, *, err: bool = False) -> bool:
        """Whether to colour what goes to standard output (`err`: to standard error); never where NO_COLOR says so."""
        when = self.word("--color", "auto", "always", "never")
        terminal = self.surroundings.colour_err if err else self.surroundings.colour_out
        return not os.environ.get("NO_COLOR") and (when == "always" or (when == "auto" and terminal))

    def progress(self, done: int = 0, total: int = 0, what: str = "files") -> None:
        """Show how far this has come; without a total, that it is over."""
        if self.surroundings.progress is not None:
            from licensekit.cli.progress import bar  # noqa: PLC0415 - most commands are done before anybody looks

            self.surroundings.progress(bar(done, total, what) if total else "")

    def needing(self, extra: str, *modules: str) -> None:
        """Say which extra is to be installed, where a package that it brings is missing."""
        self.problems.keep(needing(modules, extra))

    def write(self, target: str, data: bytes, *, over: bool = True, read: Iterable[str | Path] = ()) -> None:
        """Write a file whole, or not at all; without `over` none that is there, and never one that was read.

        `read` are files besides those that the command names. Raises CommandError.
        """
        named = (name for key in _READ for name in getattr(self.arguments, key, None) or ())
        if any(is_same_file(target, name) for name in (*named, *read)):
            self.add("LK704", f"`{target}` would be read and written at once", "name another file for the answers")
            self.problems.check()
        try:
            with whole_file(Path(target), over=over) as stream:
                stream.write(data)
        except FileExistsError:
            self.add("LK707", f"`{target}` is there already, and is not written over", "name another file with `-o`")
        except (OSError, ValueError) as problem:
            self.add("LK707", f"`{target}` cannot be written: {reason(problem)}", mend_of(problem, written=True))
        self.problems.check()
