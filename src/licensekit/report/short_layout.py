"""Twelve lines of a hundred columns: how what a short answer says is fitted in, and what does not fit is counted.

Columns are those of a terminal: a wide character takes two, a combining one none. Nothing is left out silently: a
part that does not have room for all says how much more there is, and one that has no line is counted on the last one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from licensekit.report.escape import visible

LINES: Final = 12
WIDTH: Final = 100
LABEL: Final = 18
"""Columns of the labels in front of each part."""
EXPLAIN: Final = "explain()"
"""Where the rest stands for who has the decision in Python."""
FULL: Final = "--full"
"""The same on the command line."""


_BROKEN: Final = 20
"""Columns of a word from which on it is broken where a text is cut: else little of the text would stand there."""


@dataclass
class FittedPart:
    """A part of a short answer: what it says, in how many lines at most, and how it is counted where it has none."""

    kind: str
    label: str
    """Empty for a sentence, which takes the whole width."""
    items: Sequence[str]
    more: int = 0
    """How many there are besides, whatever room there is."""
    most: int = 1
    """Lines that it may take."""
    optional: bool = False
    """Whether it goes first where there is no room."""
    counted_as: tuple[str, str] = ("", "")
    """One and many of them, such as `duty` and `duties`; empty where it may go without being counted."""
    lines: list[str] = field(default_factory=list)
    keep: str = ""
    """What of the first thing stands behind it where it is cut, such as the name of a fact to be found out."""
    rest: str = FULL
    """Where what has no room stands."""
    shown: int = 0
    """How many items stand in the lines."""


def columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int, longest: int = 0) -> list[str]:
    """A text in lines of so many columns at most; a word that is longer than a line, or than `longest`, is broken."""
    lines: list[str] = []
    line, room = "", width
    for word in visible(text).split():
        if line and columns(word) < room:
            line, room = f"{line} {word}", room - 1 - columns(word)
            continue
        rest = word
        if line and columns(word) > (longest or width) and room > 2:
            first, rest = _split(word, room - 1)
            line = f"{line} {first}"
        if line:
            lines.append(line)
        while columns(rest) > width:
            first, rest = _split(rest, width)
            lines.append(first)
        line, room = rest, width - columns(rest)
    return [*lines, line] if line else lines


def _split(word: str, room: int) -> tuple[str, str]:
    """As much of a word as goes into so many columns, at least one sign, and the rest."""
    used = 0
    for at, sign in enumerate(word):
        used += _columns(sign)
        if used > room and at:
            return word[:at], word[at:]
    return word, ""


def cut(text: str, lines: int, width: int, tail: str = "") -> list[str]:
    """As much of a text as goes into some lines with its tail, an ellipsis where it is cut."""
    whole = wrapped(text + tail, width)
    if len(whole) <= lines:
        return whole
    *above, last = wrapped(text, width)[:lines]
    end = f" …{tail}"
    return [*above, wrapped(last, width - columns(end), _BROKEN)[0] + end]


def fitted(blocks: Iterable[FittedPart], last: str, importance: Sequence[str], rest: str = FULL) -> list[str]:
    """The lines of all blocks in order, then the last one; `lines` and `shown` of each block say what came of it.

    `importance` orders kinds. A block that may go unseen has a line only where the others have all that they may take.
    """
    ordered = [block for block in blocks if block.items or block.more]
    by_weight = sorted(ordered, key=lambda block: (block.optional, importance.index(block.kind)))
    room = LINES - 1
    while True:  # the last line counts those without a line, and takes room for it
        _filled(by_weight, room)
        end = wrapped(_end((block for block in by_weight if not block.lines), last, rest), WIDTH)
        if len(end) + sum(len(block.lines) for block in ordered) <= LINES:
            return [*(line for block in ordered for line in block.lines), *end]
        room -= 1


def _filled(blocks: Sequence[FittedPart], room: int) -> None:
    for block in blocks:
        block.lines, block.shown = [], 0
    for optional in (False, True):
        lucky = [block for block in blocks if block.optional is optional][:room]
        for block in lucky:
            _put(block, 1)
        room -= len(lucky)
        for block in lucky:
            room -= _grown(block, room, bulleted=False)
    for block in blocks:
        if block.lines:
            room -= _grown(block, room, bulleted=True)


def _end(left: Iterable[FittedPart], last: str, rest: str) -> str:
    """The last line, with what has no line of its own, counted."""
    counts = [_count(block) for block in left if block.counted_as[0]]
    return f"More in {rest}: {', '.join(counts)}. {last}" if counts else f"More: {rest}. {last}"


def _count(block: FittedPart) -> str:
    number = len(block.items) + block.more
    return f"{number} {block.counted_as[number != 1]}"


def _grown(block: FittedPart, spare: int, *, bulleted: bool) -> int:
    """Lines by which a block grew to say all, or to say each thing on lines of its own."""
    before = len(block.lines)
    enough = len(_bulleted(block)) if bulleted else len(_running(block, len(block.items)))
    if before < enough and (not bulleted or enough <= min(block.most, before + spare)):
        _put(block, min(enough, block.most, before + spare), bulleted=bulleted)
    return len(block.lines) - before


def _put(block: FittedPart, lines: int, *, bulleted: bool = False) -> None:
    width = WIDTH - (LABEL if block.label else 0)
    if bulleted:
        text, block.shown = _bulleted(block), len(block.items)
    else:
        fitting = [number for number in range(len(block.items) + 1) if len(_running(block, number)) <= lines]
        block.shown = max(fitting, default=0) or min(1, len(block.items))
        tail = _tail(block, len(block.items) - block.shown + block.more)
        text = _cut(block, lines, width, tail) if block.items else _running(block, 0)
    if block.label:
        text = [f"{block.label if at == 0 else '':{LABEL}}{line}" for at, line in enumerate(text)]
    block.lines = text


def _cut(block: FittedPart, lines: int, width: int, tail: str) -> list[str]:
    """What is told of a part, cut where it must be; with what it must keep, where there is room for that."""
    whole = "; ".join(block.items[: block.shown])
    text, kept = cut(whole, lines, width, tail), f" ({block.keep}){tail}"
    lost = block.keep not in " ".join(text) and columns(kept) < width - 8
    return cut(whole, lines, width, kept) if lost else text


def _running(block: FittedPart, number: int) -> list[str]:
    more = len(block.items) - number + block.more
    text = "; ".join(block.items[:number]) + _tail(block, more) if number else f"{_count(block)}: {block.rest}"
    return wrapped(text, WIDTH - (LABEL if block.label else 0))


def _bulleted(block: FittedPart) -> list[str]:
    width = WIDTH - (LABEL if block.label else 0)
    last = len(block.items) - 1
    texts = (item + (_tail(block, block.more) if at == last else "") for at, item in enumerate(block.items))
    return [line for text in texts for line in (_hanging(text, width) if last else wrapped(text, width))]


def _hanging(text: str, width: int) -> list[str]:
    first, *further = wrapped(text, width - 2)
    return [first, *(f"  {line}" for line in further)]


def _tail(block: FittedPart, more: int) -> str:
    return f"; and {more} more: {block.rest}" if more else ""
