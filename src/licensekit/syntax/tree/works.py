"""Works."""

from __future__ import annotations

from typing import TypeAlias

from licensekit.syntax.tree.cases import GivenFact
from licensekit.syntax.tree.node import SyntaxNode
from licensekit.syntax.tree.statements import Header
from licensekit.syntax.tree.words import Day, Name, Text, Word


class WorkModel(SyntaxNode):
    """`model "MiniMaxAI/MiniMax-M2.7"`."""

    name: Text


class WorkPart(SyntaxNode):
    """`part weights under L from DATE until DATE see "URL", "URL"`; `under "TITLE" unread` for a text not at hand."""

    part: Name
    license: Word
    since: Day | None = None
    until: Day | None = None
    see: tuple[Text, ...] = ()


class WorkTag(SyntaxNode):
    """`tagged "mit" on "huggingface.co" from DATE until DATE see "URL"`."""

    tag: Text
    hub: Text
    since: Day | None = None
    until: Day | None = None
    see: tuple[Text, ...] = ()


class HostedOnly(SyntaxNode):
    """`hosted only see "URL"`."""

    see: tuple[Text, ...] = ()


WorkItem: TypeAlias = Header | WorkModel | WorkPart | WorkTag | HostedOnly | GivenFact
