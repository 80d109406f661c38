"""Blocks, the items of works, comments, and the file."""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from licensekit.syntax.tree.cases import Case, GivenFact
from licensekit.syntax.tree.node import SyntaxNode
from licensekit.syntax.tree.statements import Conversion, Header, Inheritable, Relocate, Remove, Replace, TextHeader
from licensekit.syntax.tree.words import Amount, Code, DateExpression, Day, Name, Text, Word


class Argument(SyntaxNode):
    """`change_license: mpl-2.0`."""

    parameter: Name
    value: Name | Code | Text | Amount | DateExpression


class Extends(SyntaxNode):
    """`extends busl-1.1(change_date: 2030-11-01)`; in a template the base may be a parameter."""

    base: Name
    arguments: tuple[Argument, ...] = ()


LicenseItem: TypeAlias = Header | TextHeader | Inheritable | Replace | Remove | Relocate | Conversion | Case


class License(SyntaxNode):
    """`license ID extends … { … }`, items in source order."""

    id: Name
    extends: Extends | None
    items: tuple[LicenseItem, ...]


class Template(SyntaxNode):
    """`template ID(parameters) extends … { … }`."""

    id: Name
    parameters: tuple[Name, ...]
    extends: Extends | None
    items: tuple[LicenseItem, ...]


class Policy(SyntaxNode):
    """`policy ID { … }`."""

    id: Name
    items: tuple[LicenseItem, ...]


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


class Work(SyntaxNode):
    """`work ID { … }`, items in source order."""

    id: Name
    items: tuple[WorkItem, ...]


class Cases(SyntaxNode):
    """`cases for a, b { case … }`."""

    licenses: tuple[Name, ...]
    items: tuple[Case, ...]


Block: TypeAlias = License | Template | Policy | Work | Cases


class Comment(SyntaxNode):
    """A comment, from `#` to the end of its line; `own_line` if nothing else stands before it on that line."""

    text: str
    own_line: bool


class File(SyntaxNode):
    """All blocks of a file, in source order, and its comments."""

    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False, repr=False)
