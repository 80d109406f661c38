"""A decision with what the front end knows beside it, and the work that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from licensekit.decision.decision import Decision
from licensekit.report.memo import Section, code
from licensekit.report.short_layout import EXPLAIN

if TYPE_CHECKING:
    from licensekit.decision.short import ShortAnswer
    from licensekit.model.works import Tag
    from licensekit.report.what_if import WhatIf


class WorkShown(NamedTuple):
    """The model or package asked about, the parts meant, and what hubs say that disagrees with their licences."""

    id: str
    title: str
    part: str
    obtained: date | None
    tags: tuple[Tag, ...] = ()
    grade: str = ""
    """How well it is known which licence binds; `as the question has it` where the question names it."""
    layers: tuple[str, ...] = ()
    """What is known of the work, and of what it is made from."""


class Answer(NamedTuple):
    """A decision with what the front end knows beside it."""

    decision: Decision
    work: WorkShown | None = None
    what_if: WhatIf | None = None
    """What would change it, where that was asked for."""

    @property
    def short(self) -> ShortAnswer:
        """The answer in at most twelve lines, the work named."""
        return self.decision.short if self.work is None else self.shortened(EXPLAIN)

    def shortened(self, rest: str) -> ShortAnswer:
        """The same, saying where its reader finds what has no room."""
        from licensekit.report.short_answer import short_answer  # noqa: PLC0415 - not every memo is short

        if self.work is None:
            return short_answer(self.decision, rest=rest)
        tags = (f", tagged {code(tag.tag)} on {tag.hub}, which is not its licence" for tag in self.work.tags)
        grade = f", {self.work.grade}" if self.work.grade else ""
        return short_answer(self.decision, f"{self.work.title} ({self.work.part}{grade}{''.join(tags)})", rest)


def changes(answer: Answer) -> Iterator[Section]:
    """What would change the answer, where that was asked for."""
    if answer.what_if is not None:
        from licensekit.report.what_if import what_if_sections  # noqa: PLC0415 - loaded where it was asked for

        yield from what_if_sections(answer.what_if)


def cases(answer: Answer) -> tuple[str, ...]:
    """The first few changes as cases that pass, where they were asked for."""
    if answer.what_if is None:
        return ()
    from licensekit.report.what_if import first_cases  # noqa: PLC0415 - loaded where it was asked for

    return first_cases(answer.what_if)
