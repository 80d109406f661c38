"""Labels as licence texts print them: `1.`, `(a)`, `iv.`, `III.`, `1.2`, `Section 4`, `Exhibit A`, bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias, assert_never

Style: TypeAlias = Literal["digit", "letter", "LETTER", "roman", "ROMAN", "dotted", "bullet", "section", "annex"]

_ANNEXES: Final = "appendix|exhibit|attachment|annex|schedule|addendum"
_HEADING_LENGTH: Final = 90
_NUMERALS: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class PrintedLabel(NamedTuple):
    """A label at the beginning of a paragraph: its parts as a path names them, and how long it is there."""

    style: Style
    parts: tuple[str, ...]
    length: int

    @property
    def is_heading(self) -> bool:
        """Whether it begins a part of the text, with a numbering of its own."""
        return self.style in {"section", "annex"}

    @property
    def is_first(self) -> bool:
        """Whether it is the first of its list."""
        return self.number in {0, 1}

    @property
    def number(self) -> int:
        """Its place in a list of its style."""
        return number_of(self.parts[-1], self.style)

    def as_style(self, style: Style) -> PrintedLabel:
        """The same label, read in another style."""
        return self._replace(style=style)

    def precedes(self, after: PrintedLabel) -> bool:
        """Whether the label after it is the next in a list of this style."""
        if "dotted" in {self.style, after.style}:
            return self.style == after.style
        if self.style == "bullet":
            return after.style == "bullet"
        if after.style not in _READ_AS.get(self.style, (self.style,)):
            return False
        return number_of(after.parts[-1], self.style) == self.number + 1


_READ_AS: Final[dict[Style, tuple[Style, ...]]] = {
    "letter": ("letter", "roman"),
    "roman": ("roman", "letter"),
    "LETTER": ("LETTER", "ROMAN"),
    "ROMAN": ("ROMAN", "LETTER"),
}


def number_of(word: str, style: Style) -> int:
    """The number that a label stands for in a style; -1 if it is none of that style."""
    match style:
        case "digit" | "bullet":
            return int(word) if word.isdigit() else -1
        case "letter" | "LETTER":
            return ord(word.lower()) - ord("a") + 1 if len(word) == 1 and word.isalpha() else -1
        case "roman" | "ROMAN":
            return _roman(word.lower())
        case "dotted" | "section" | "annex":
            return -1
        case _:
            assert_never(style)


def _roman(word: str) -> int:
    values = [_NUMERALS.get(letter, 0) for letter in word]
    if not values or 0 in values:
        return -1
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


_PLAIN: Final = re.compile(
    r"(?:(?P<dotted>[0-9]{1,3}(?:\.[0-9]{1,3})+)\.?|\((?P<within>[0-9]{1,3}|[ivxl]{1,6}|[IVXL]{1,6}|[a-z]|[A-Z])\)"
    r"|(?P<plain>[0-9]{1,3}|[ivxl]{1,6}|[IVXL]{1,6}|[a-z]|[A-Z])[.)])(?=\s|$)\s*"
)
_SECTION: Final = re.compile(
    r"(?:section|article|part|clause|§)\s*(?P<number>[0-9]{1,3}|[IVXL]{1,6})(?=[.:)\s\u2013\u2014-]|$)"
    r"(?!\s+(?-i:[a-z]))[.:)\s\u2013\u2014-]*",
    re.IGNORECASE,
)
"""Not the subject of a sentence: `Section 6 states terms`."""
_ANNEX: Final = re.compile(
    rf"(?P<word>{_ANNEXES})(?:\s+(?P<number>[A-Z]|[0-9]{{1,2}}))?(?=[.:)\s\u2013\u2014-]|$)", re.IGNORECASE
)
_BULLET: Final = re.compile(r"[-*•·\u2013](?=\s)\s+")


def labelled(text: str) -> PrintedLabel | None:
    """The label with which a paragraph begins; None where it begins with none."""
    if plain := _PLAIN.match(text):
        if plain["dotted"]:
            return PrintedLabel("dotted", tuple(plain["dotted"].split(".")), plain.end())
        word = plain["within"] or plain["plain"]
        return PrintedLabel(style_of(word), (word,), plain.end())
    if bullet := _BULLET.match(text):
        return PrintedLabel("bullet", ("1",), bullet.end())
    return _heading(text)


def style_of(word: str) -> Style:
    """The style of a label by itself: `i` is a number, `c` a letter."""
    if word.isdigit():
        return "digit"
    is_roman = set(word.lower()) <= set("ivx") and _roman(word.lower()) > 0
    if word.islower():
        return "roman" if is_roman else "letter"
    return "ROMAN" if is_roman else "LETTER"


def _heading(text: str) -> PrintedLabel | None:
    if len(text) > _HEADING_LENGTH and ":" not in text[:30] and "." not in text[:30]:
        return None
    if section := _SECTION.match(text):
        number = section["number"]
        style: Style = "digit" if number.isdigit() else "section"
        return PrintedLabel(style, (number if style == "digit" else f"section-{number}",), section.end())
    annex = _ANNEX.match(text)
    if annex and (text[annex.end() : annex.end() + 1] == ":" or not text.endswith((".", ";"))):
        return PrintedLabel("annex", tuple(filter(None, (annex["word"].casefold(), annex["number"]))), annex.end())
    return None


_INSIDE: Final = re.compile(
    r"(?:(?<=[\s,;:\u2014\u2013(\[])|^)\((?P<word>[0-9]{1,2}|[ivx]{1,5}|[a-z]|[A-Z])\)(?=\s|[“\"])"
)


def runs_inside(text: str) -> Iterator[tuple[str, str]]:
    """The outermost list that runs on inside a paragraph: each label with its text. At least two items."""
    marks = [(found["word"], found.start(), found.end()) for found in _INSIDE.finditer(text)]
    for index, (word, _, _) in enumerate(marks):
        if word not in {"1", "i", "a", "A"}:
            continue
        run = _run(marks[index:], style_of(word))
        if len(run) > 1:
            ends = [start for _, start, _ in run[1:]] + [len(text)]
            for (label, _, begin), end in zip(run, ends, strict=True):
                yield label, text[begin:end]
            return


def _run(marks: list[tuple[str, int, int]], style: Style) -> list[tuple[str, int, int]]:
    run: list[tuple[str, int, int]] = []
    for mark in marks:
        if number_of(mark[0], style) == len(run) + 1:
            run.append(mark)
    return run
