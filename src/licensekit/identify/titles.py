"""The title of a licence at the head of a text: no word of the terms, if it is a name of that very licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from licensekit.catalogue.name_table import NameEntry, entries_called
from licensekit.identify.words import ComparedWords, lines_of

_MOST_LINES: Final = 3
_LONGEST: Final = 120
_HEAD: Final = 4_000
"""Characters of a text in which its title is looked for."""
_AROUND: Final = " \t#*_=-/;"
_IDENTIFIER: Final = re.compile(r"SPDX-License-Identifier:\s*", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"(?P<name>.*\S)\s*\((?P<again>[^()]+)\)")


def titles(text: str, words: ComparedWords) -> Iterator[tuple[int, frozenset[str]]]:
    """After how many words a title may end, and the licences whose name each of its lines is."""
    lines, ids = lines_of(text[:_HEAD]), None
    numbers = list(dict.fromkeys(words.lines[:_HEAD]))[: _MOST_LINES + 1]
    for number, after in zip(numbers, [*numbers[1:], 0], strict=False):
        names = _named(lines[number - 1].strip(_AROUND)) if number <= len(lines) else frozenset()
        ids = names if ids is None else ids & names
        if not ids:
            return
        yield (words.lines.index(after) if after else len(words.lines)), ids


def _named(line: str) -> frozenset[str]:
    if not line or len(line) > _LONGEST:
        return frozenset()
    name = _IDENTIFIER.sub("", line)
    twice = _IN_BRACKETS.fullmatch(name)
    if twice is not None and not entries_called(name):  # `The MIT License (MIT)`
        return _ids(entries_called(twice["name"])) & _ids(entries_called(twice["again"]))
    return _ids(entries_called(name))


def _ids(entries: tuple[NameEntry, ...]) -> frozenset[str]:
    return frozenset(entry.id for entry in entries if entry.kind != "family")
