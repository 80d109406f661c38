"""A memo: a first line, what was asked, and sections of plain sentences, which every reporter renders in its own way.

Names that a reader may type (facts, options, ids) stand in backquotes. Nothing here is escaped: that is the
duty of whoever writes to a terminal, a page or a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from licensekit.meaning.verdict import Verdict
from licensekit.vocabulary.words import VERDICTS

NOT_ADVICE: Final = "This applies the terms of a licence to the facts given. It is not legal advice."


class Point(NamedTuple):
    """One statement of a memo, and what stands below it."""

    text: str
    details: tuple[str, ...] = ()


class Section(NamedTuple):
    """A heading and its statements; `more` counts those left out."""

    title: str
    items: tuple[Point, ...]
    more: int = 0


class Memo(NamedTuple):
    """The first line, what was asked, and the sections that follow; empty sections are not shown."""

    headline: str
    asked: str
    sections: tuple[Section, ...]


def plain(memo: Memo) -> str:
    """A memo as plain text."""
    lines = [memo.headline, memo.asked]
    for section in memo.sections:
        if section.items:
            lines += ["", f"{section.title}:"]
        for item in section.items:
            lines += [f"- {item.text}", *(f"  {detail}" for detail in item.details)]
        if section.more:
            lines.append(f"- and {section.more} more")
    return "\n".join(lines)


def section(title: str, points: Iterable[Point | str], most: int | None = None) -> Section:
    """Statements under a heading; those beyond the first `most` are counted."""
    every = tuple(point if isinstance(point, Point) else Point(point) for point in points)
    return Section(title, every[:most], 0 if most is None else len(every[most:]))


def once_each(points: Iterable[Point]) -> Iterator[Point]:
    """Statements of one text as one, with all that stands below them, each once."""
    details: dict[str, dict[str, None]] = {}
    for point in points:
        details.setdefault(point.text, {}).update(dict.fromkeys(point.details))
    return (Point(text, tuple(below)) for text, below in details.items())


def verdict_words(verdict: Verdict) -> str:
    """A verdict as people write it."""
    return VERDICTS[verdict.value]


def verdict_of(verdict: Verdict, possible: Iterable[Verdict]) -> str:
    """A verdict in words; of an open one, the verdicts that remain."""
    if verdict is not Verdict.UNKNOWN:
        return verdict_words(verdict)
    return f"unknown ({listed([verdict_words(one) for one in possible], 'or')})"


def code(name: str) -> str:
    """A name that a reader may type."""
    return f"`{name}`"


def codes(names: Iterable[str], last: str = "and") -> str:
    """Several such names in a row."""
    return listed([code(name) for name in names], last)


def counted(number: int, noun: str, many: str = "") -> str:
    """`1 fact`, `19 facts`."""
    return f"{number} {noun}" if number == 1 else f"{number} {many or f'{noun}s'}"


def listed(words: Iterable[str], last: str) -> str:
    """Words in a row: `a, b and c`; nothing where there are none."""
    every = list(words)
    return f"{', '.join(every[:-1])} {last} {every[-1]}" if len(every) > 1 else "".join(every)
