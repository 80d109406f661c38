"""Works."""

from __future__ import annotations

from typing import TypeAlias

from licensekit.syntax.tree.cases import GivenFact
from licensekit.syntax.tree.statements import Header
from licensekit.syntax.tree.words import Day, Name, Text, Word
from licensekit.syntax.written import Written, node


@node
class WorkModel(Written):
    """`model "MiniMaxAI/MiniMax-M2.7"`."""

    name: Text


@node
class WorkPart(Written):
    """`part weights under L from DATE until DATE see "URL", "URL"`; `under "TITLE" unread` for a text not at hand."""

    part: Name
    license: Word
    since: Day | None = None
    until: Day | None = None
    see: tuple[Text, ...] = ()


@node
class WorkTag(Written):
    """`tagged "mit" on "huggingface.co" from DATE until DATE see "URL"`."""

    tag: Text
    hub: Text
    since: Day | None = None
    until: Day | None = None
    see: tuple[Text, ...] = ()


@node
class HostedOnly(Written):
    """`hosted only see "URL"`."""

    see: tuple[Text, ...] = ()


WorkItem: TypeAlias = Header | WorkModel | WorkPart | WorkTag | HostedOnly | GivenFact
