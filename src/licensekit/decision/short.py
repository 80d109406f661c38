"""The shape of a short answer. What it says is worked out above this layer (`licensekit.report.short_answer`)."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

PartKind: TypeAlias = Literal[
    "asked",
    "by_act",
    "must",
    "also",
    "once_approved",
    "may_owe",
    "ask",
    "must_not",
    "find_out",
    "because",
    "where",
    "disputed",
    "not_read",
    "if_you_also",
]
"""What a part of a short answer tells: the question; each act by itself, where they differ; what is owed, what is owed
by everybody anyway, once it is approved, and perhaps; whom to ask; what is forbidden besides; what to find out first;
the facts that stand against it; places in the text; disputed wording; what was not read; acts easily overlooked."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class ShortPart(_Frozen):
    """A part of a short answer: its heading, the first things of its kind, and how many more there are."""

    kind: PartKind
    label: str
    """What stands before it in the text; empty for the line that says what was asked."""
    items: tuple[str, ...]
    more: int
    """How many further ones the whole answer shows (`explain()`, `ask --full`)."""


class ShortAnswer(_Frozen):
    """An answer in at most twelve lines of at most a hundred columns; `str` of it is the text.

    `answer` is the verdict in plain words, `parts` are what follows it, and `lines` the text as it is printed, in which
    a part without a line of its own is counted on the last one.
    """

    answer: str
    parts: tuple[ShortPart, ...]
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """In a notebook: the text."""
        printer.text(str(self))
