"""How a question is put on a terminal: with lists to choose from where questionary is there, else line by line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, NamedTuple

MOST_LISTED: Final = 12
"""Choices that are shown as a list; more are offered while one types."""
UNKNOWN, BACK, STOP = "?", "<", "."
_LONGEST: Final = 10_000
_NO_TEXT: Final = "\ufffd"
"""What was answered in bytes that are no text: no answer to anything."""


class Prompt(NamedTuple):
    """A question as it is shown: its lines, and the answers that can be chosen, each with what is said of it."""

    lines: tuple[str, ...]
    choices: tuple[tuple[str, str], ...] = ()
    keys: str = ""
    """What else may be written, in a line."""


Answering = Callable[[Prompt], str | None]
"""Puts a question; the line that is answered, None where nobody answers any more."""


def by_lines(prompt: Prompt) -> str | None:
    """Put a question in plain lines: to standard error, so that the answer alone goes to standard output."""
    lettered = prompt.choices[:MOST_LISTED] if len(prompt.choices) <= MOST_LISTED else ()
    shown = [f"  {letter}  {said}" for letter, (_, said) in zip("abcdefghijkl", lettered, strict=False)]
    sys.stderr.write("\n".join(["", *prompt.lines, *shown, *([prompt.keys] if prompt.keys else []), "> "]))
    sys.stderr.flush()
    try:
        line = "" if sys.stdin is None else sys.stdin.readline(_LONGEST)
    except UnicodeDecodeError:
        return _NO_TEXT
    if not line:
        return None
    word = line.strip()
    at = "abcdefghijkl".find(word.lower()) if len(word) == 1 else -1
    return lettered[at][0] if 0 <= at < len(lettered) else word


def by_lists(prompt: Prompt) -> str | None:
    """Put a question with questionary: arrows choose, and whatever else there is to say is written."""
    questionary: Any = import_module("questionary")
    write = "\0write"
    text = "\n".join(prompt.lines)
    written = "\n".join((*prompt.lines, prompt.keys))
    if len(prompt.choices) > MOST_LISTED:
        said = {f"{word} {title}".strip(): word for word, title in prompt.choices}
        line = questionary.autocomplete(written, choices=list(said), match_middle=True).ask()
        return None if line is None else said.get(line, line)
    if prompt.choices:
        others = [("write another answer", write), ("I do not know", UNKNOWN), ("go back", BACK), ("stop here", STOP)]
        listed = [*((said, word) for word, said in prompt.choices), *others]
        chosen = questionary.select(text, choices=[questionary.Choice(said, word) for said, word in listed]).ask()
        if chosen != write:
            return None if chosen is None else str(chosen)
    line = questionary.text(written).ask()
    return None if line is None else str(line)


def answering() -> Answering:
    """How questions are put here."""
    on_terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
    return by_lists if on_terminal and find_spec("questionary") is not None else by_lines
