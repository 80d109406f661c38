"""Calls the command in this process, with its surroundings made up."""

from __future__ import annotations

import os
from datetime import date

from licensekit.cli.main import run
from licensekit.cli.outcome import Exit, Surroundings

os.environ["LICENSEKIT_DEBUG"] = "1"  # an error of the library fails the test that meets it
TODAY = date(2026, 6, 1)


def called(*words: str, stdin: bytes = b"", colour: bool = False) -> Exit:
    """What a command line comes to; `today` is 2026-06-01."""
    surroundings = Surroundings(lambda most: stdin[:most], lambda: TODAY, colour_out=colour, colour_err=colour)
    return run(words, surroundings)


def findings(outcome: Exit) -> list[str]:
    """The first line of each finding on standard error."""
    return [line for line in outcome.err.splitlines() if line.startswith(("error[", "warning["))]
