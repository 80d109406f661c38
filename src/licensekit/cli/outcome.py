"""What a command comes to, and what it may ask of its surroundings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from licensekit.cli.prompting import Prompt

PERMITTED: Final = 0
NOT_SO: Final = 1
"""Needs approval, not granted or prohibited; or a check that did not hold."""
BAD_INPUT: Final = 2
UNKNOWN: Final = 3
NOTHING: Final = 5
"""Nothing was found to check, test or lint: the status that pytest has for it."""
INTERRUPTED: Final = 130


class Exit(NamedTuple):
    """The exit status, and what is written: answers to standard output, findings to standard error."""

    status: int = 0
    out: str = ""
    err: str = ""


class Surroundings(NamedTuple):
    """All that a command takes from outside its arguments and the files that they name."""

    read_input: Callable[[int], bytes]
    """Standard input, at most so many bytes."""
    today: Callable[[], date]
    """The day; read once, where `today` is written."""
    colour_out: bool = False
    colour_err: bool = False
    answer: Callable[[Prompt], str | None] = lambda _: None
    """Puts a question to whoever sits there; None where nobody answers."""
    progress: Callable[[str], None] | None = None
    """Shows how far a long command has come, in place of what was shown before; None where nobody watches."""
