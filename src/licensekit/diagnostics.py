"""Findings as data: a stable code, one line, the exact places, and the mend.

Message style (after Cedar's style guide): lower case, no full stop at the end, the reader's own text in
backquotes, no class names, one line. `help` starts with a verb and says what to write instead.
Renderers live in report/; nothing here knows of terminals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.util import find_spec
from typing import Final, NamedTuple

from licensekit.span import Source, Span


class Severity(StrEnum):
    """An error stops a file from being used; a warning does not; a note explains."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Label(NamedTuple):
    """A place and what is to be said about it. The first label of a diagnostic is its main place."""

    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    code: str
    message: str
    labels: tuple[Label, ...] = ()
    help: str = ""
    notes: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    path: str = ""
    """What it is about where no file is: a fact by its flat name, or an argument such as `approvals[0].state`."""

    def __post_init__(self) -> None:
        """A reader's own words may hold anything: as data too a finding is one line, in which nothing hides."""
        object.__setattr__(self, "message", visible(self.message))
        labels = (each._replace(text=visible(each.text)) for each in self.labels)
        object.__setattr__(self, "labels", tuple(labels))
        object.__setattr__(self, "help", visible(self.help))
        object.__setattr__(self, "notes", tuple(map(visible, self.notes)))

    @property
    def span(self) -> Span | None:
        """The main place, if the finding has one (a missing file has none)."""
        return self.labels[0].span if self.labels else None


def clipped(text: str, most: int = 80) -> str:
    """A reader's own text as it may stand in a message: short, on one line, without control characters."""
    clean = "".join(char if char.isprintable() else "�" for char in text[: most + 1])
    return clean if len(clean) <= most else clean[:most] + "…"


def did_you_mean(name: str, known: Iterable[str], *, most: int = 1) -> str:
    """A help line that names the nearest known spellings, or an empty string where none is near."""
    near = close_matches(name, sorted(set(known)), most=most)
    return f"did you mean {' or '.join(f'`{candidate}`' for candidate in near)}?" if near else ""


def close_matches(name: str, known: Iterable[str], *, most: int = 1, cutoff: float = 0.6) -> list[str]:
    """The known spellings that are nearest to a name, the nearest first."""
    from difflib import get_close_matches  # noqa: PLC0415 - where nothing is misspelt it is not needed

    return get_close_matches(name, list(known), n=most, cutoff=cutoff)


def mend_by_extra(extra: str) -> str:
    """What to do where a package is missing that an extra brings; there is none of this name on PyPI."""
    return f"install the extra `{extra}`, in a clone with `pip install '.[{extra}]'`"


def needing(modules: Iterable[str], extra: str) -> tuple[Diagnostic, ...]:
    """A finding where packages are missing that an extra brings, or that are installed as they are (LK705)."""
    missing = [name for name in modules if find_spec(name) is None]
    if not missing:
        return ()
    mend = mend_by_extra(extra) if extra else f"install it with `pip install {' '.join(missing)}`"
    return (Diagnostic("LK705", f"this needs {', '.join(f'`{name}`' for name in missing)}", help=mend),)


def mend_of(problem: OSError | ValueError, *, written: bool = False) -> str:
    """What to do where a file cannot be read, or written."""
    if isinstance(problem, FileNotFoundError):
        return "name a file in a folder that is there" if written else "name a file that is there"
    if isinstance(problem, IsADirectoryError):
        return "name a file, not a folder"
    if isinstance(problem, PermissionError):
        return f"see to it that it may be {'written' if written else 'read'}, or name another file"
    return "name another file"


_ALIKE: Final = 0.8


def slip_of_id(name: str, known: Iterable[str]) -> str:
    """A help line with the id of which a name is a slip; never that of another version, or of another licence.

    What has other numbers or begins otherwise is another text, however alike the rest is: `lgpl-3.0` is not `gpl-3.0`.
    A name that is known all the same is that of a file beside, in which nothing is called so.
    """
    first, named = name.casefold()[:1], tuple(known)
    if name in named:
        return f"`{name}.lic`, where it is looked for, holds other blocks only; give one of them this id"
    return spelt_nearly(slips(name, {each: each for each in named if each.casefold()[:1] == first})[:1])


def spelt_nearly(near: Iterable[str]) -> str:
    """A help line with the names of which another is a slip, and why they are near; empty where there is none."""
    named = " or ".join(f"`{each}`" for each in near)
    return f"did you mean {named}, which is spelt nearly so?" if named else ""


def slips(written: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The names of which a written one may be a slip, the nearest first; `known` has the part of each to compare.

    They have the same digits, the same first letter, and nearly the same letters, or the same in another order.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 - where nothing is misspelt it is not needed

    wanted, digits = _letters_and_digits(written)
    near = []
    for name, part in known.items():
        letters, its = _letters_and_digits(part)
        if letters[:1] == wanted[:1] and its == digits:
            beside = SequenceMatcher(None, wanted, letters)
            likeness = beside.ratio() if beside.real_quick_ratio() >= _ALIKE <= beside.quick_ratio() else 0
            if likeness >= _ALIKE or sorted(letters) == sorted(wanted):
                near.append((-likeness, name))
    return tuple(name for _, name in sorted(near))


@lru_cache(maxsize=4096)
def _letters_and_digits(text: str) -> tuple[str, str]:
    return "".join(filter(str.isalpha, text.casefold())), "".join(filter(str.isdigit, text))


def rendered(diagnostic: Diagnostic, sources: dict[str, Source]) -> str:
    """Plain text with the source line and a caret. What cannot be seen is written out, in the source line a space."""
    lines = [f"{diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}"]
    for label in diagnostic.labels:
        lines += _place(label, sources)
    lines += [f"  = note: {note}" for note in diagnostic.notes]
    if diagnostic.help:
        lines.append(f"  = help: {diagnostic.help}")
    return "\n".join(map(visible, lines))


def visible(text: str) -> str:
    """One line of text in which nothing is hidden: what cannot be seen is written out. For terminals."""
    return text if text.isprintable() else "".join(map(_written_out, text))


def _written_out(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


WIDEST: Final = 140
"""Columns of a source line that are shown; a longer line is cut around the place."""


def _place(label: Label, sources: dict[str, Source]) -> list[str]:
    source = sources.get(label.span.source)
    if source is None:
        return [f"  --> {label.span.source}" + (f": {label.text}" if label.text else "")]
    where = source.position(label.span.start)
    near = _cut(source.line(where.line), where.column - 1, label.span.end - label.span.start)
    before, marked, after = ("".join(mark if mark.isprintable() else " " for mark in part) for part in near)
    gutter = " " * (len(str(where.line)) + 2)
    said = f" {label.text}" if label.text else ""
    return [
        f"  --> {source.name}:{where.line}:{where.column}",
        f"{gutter}|",
        f" {where.line} | {before}{marked}{after}",
        f"{gutter}| {' ' * len(before)}{'^' * max(1, len(marked))}{said}",
    ]


def _cut(text: str, start: int, length: int) -> tuple[str, str, str]:
    """What stands before, at and after a place on its line; of a long line, what is near the place."""
    before, marked, after = text[:start], text[start : start + max(1, length)], text[start + max(1, length) :]
    if len(text) <= WIDEST:
        return before, marked, after
    if len(before) > WIDEST // 2:
        before = "…" + before[-WIDEST // 2 :]
    room = max(10, WIDEST - len(before))
    if len(marked) > room:
        return before, marked[: room - 1] + "…", ""
    return before, marked, after if len(after) <= room - len(marked) else after[: room - len(marked)] + "…"
