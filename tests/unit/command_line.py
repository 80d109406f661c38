"""Calls the command in this process, with its surroundings made up."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date

from licensekit.cli.main import run
from licensekit.cli.outcome import Exit, Surroundings
from licensekit.cli.prompting import Prompt

os.environ["LICENSEKIT_DEBUG"] = "1"  # an error of the library fails the test that meets it
TODAY = date(2026, 6, 1)


def called(*words: str, stdin: bytes = b"", colour: bool = False) -> Exit:
    """What a command line comes to; `today` is 2026-06-01."""
    surroundings = Surroundings(lambda most: stdin[:most], lambda: TODAY, colour_out=colour, colour_err=colour)
    return run(words, surroundings)


def answered(*words: str, answers: Iterable[str]) -> tuple[Exit, list[Prompt]]:
    """The same where somebody answers questions, until the answers are used up; and the questions that were put."""
    prompts: list[Prompt] = []
    left = iter(answers)

    def answer(prompt: Prompt) -> str | None:
        prompts.append(prompt)
        return next(left, None)

    return run(words, Surroundings(lambda _: b"", lambda: TODAY, answer=answer)), prompts


def findings(outcome: Exit) -> list[str]:
    """The first line of each finding on standard error."""
    return [line for line in outcome.err.splitlines() if line.startswith(("error[", "warning["))]
