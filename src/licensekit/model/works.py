"""Works: a model or a package, and which licence its parts carry, from which day to which."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from pydantic import Field

from licensekit.model.node import ModelNode
from licensekit.values import Told

PartName: TypeAlias = Literal["weights", "code", "data"]


class WorkPart(ModelNode):
    """A part of a work under a licence from a day (inclusive) until a day (exclusive)."""

    part: PartName
    license: str
    """The licence's id; of an unread one, its title."""
    found: str = Field(default="", exclude=True, repr=False)
    """Where the check found that licence: `PACK:ID`, with no PACK for a shipped one; empty for the work's own file."""
    unread: bool = False
    """The licence's text is not at hand."""
    since: date | None = None
    until: date | None = None
    see: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How the licence is loaded: `PACK:ID`, or the id of a shipped one."""
        return self.found.removeprefix(":") or self.license


class Tag(ModelNode):
    """What a hub says the licence is. A tag never chooses a licence; it is shown where it disagrees."""

    tag: str
    hub: str
    since: date | None = None
    until: date | None = None
    see: tuple[str, ...] = ()


class WorkFact(ModelNode):
    """A fact that the work itself settles; it fills the facts that the caller did not give."""

    fact: str
    value: Told


class Work(ModelNode):
    """A model or package. `hosted_only` has no published licence: terms of service apply."""

    id: str
    title: str
    models: tuple[str, ...] = ()
    """Names on a hub, such as `MiniMaxAI/MiniMax-M2.7`."""
    parts: tuple[WorkPart, ...] = ()
    tags: tuple[Tag, ...] = ()
    hosted_only: bool = False
    see: tuple[str, ...] = ()
    given: tuple[WorkFact, ...] = ()
