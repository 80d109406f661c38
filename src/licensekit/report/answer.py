"""What is reported: a decision, and the work that it is about where one was named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from licensekit.decision.decision import Decision
from licensekit.model.works import Tag

if TYPE_CHECKING:
    from licensekit.report.what_if import WhatIf


@dataclass(frozen=True, slots=True)
class WorkShown:
    """The model or package asked about, the parts meant, and what hubs say that disagrees with their licences."""

    id: str
    title: str
    part: str
    obtained: date | None
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision with what the front end knows beside it."""

    decision: Decision
    work: WorkShown | None = None
    what_if: WhatIf | None = None
    """What would change it, where that was asked for."""
