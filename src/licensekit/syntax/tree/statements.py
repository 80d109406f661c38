"""The statements of a licence that are not clauses."""

from __future__ import annotations

from typing import Literal, TypeAlias

from licensekit.syntax.tree.clauses import Clause, NamedItem
from licensekit.syntax.tree.conditions import Condition
from licensekit.syntax.tree.node import SyntaxNode
from licensekit.syntax.tree.words import DateExpression, Day, Locator, Name, Text, Word


class StatedFact(SyntaxNode):
    """`FACT` or `not FACT`, in a list of what a fact implies, follows from, or is doubtful by."""

    fact: Name
    value: bool = True


class Define(NamedItem):
    """`define NAME at LOC "note" { CONDITION }`."""

    condition: Condition
    note: Text | None = None


class MeasureCase(SyntaxNode):
    """`takes FACT when CONDITION`, `takes FACT otherwise` (no `when`)."""

    quantity: Name
    when: Condition | None


class Measure(NamedItem):
    """`measure NAME at LOC { takes … }`; either `cases` or `larger_of` is empty."""

    cases: tuple[MeasureCase, ...] = ()
    larger_of: tuple[Name, ...] = ()


class Meaning(NamedItem):
    """`meaning FACT at LOC "words" follows from …`; the name is that of a fact or of a subject."""

    words: Text
    follows_from: tuple[StatedFact, ...] = ()


class FactTypeWritten(SyntaxNode):
    """`yes_no`, `count`, …, `one of { a, b }`, `set of { a, b }`, `set of territory`."""

    kind: Literal["word", "one_of", "set_of", "set_of_word"]
    words: tuple[Name, ...]
    """The type word itself (`word`, `set_of_word`), or the options."""


class Assumed(SyntaxNode):
    """`assumed no`, `assumed no with conduct`: on the safe side, or attested with a group."""

    value: Name
    group: Name | None = None


class Fact(SyntaxNode):
    """`fact NAME is TYPE "question" judgement assumed … asks when … at most … implies … follows from …`."""

    name: Name
    type: FactTypeWritten
    question: Text
    judgement: bool = False
    assumed: Assumed | None = None
    asks_when: tuple[StatedFact, ...] = ()
    at_most: tuple[Name, ...] = ()
    implies: tuple[StatedFact, ...] = ()
    follows_from: tuple[tuple[StatedFact, ...], ...] = ()


class Option(SyntaxNode):
    """`option NAME "text" taken because "…"`."""

    name: Name
    text: Text
    taken: bool = False
    because: Text | None = None


class Reading(NamedItem):
    """`reading NAME at LOC "question" { option … raised "URL" }`."""

    question: Text
    options: tuple[Option, ...]
    raised: tuple[Text, ...] = ()


class Incorporates(NamedItem):
    """`incorporates POLICY at LOC`."""


class IncorporatesUnread(SyntaxNode):
    """`incorporates "NAME" from "URL" at LOC unread`."""

    name: Text
    url: Text
    locator: Locator


class Omits(SyntaxNode):
    """`omits "warranty" at LOC`."""

    name: Text
    locator: Locator


class Conversion(SyntaxNode):
    """`converts to L at LOC on D`, `offers L at LOC on D`."""

    kind: Literal["converts", "offers"]
    license: Name
    locator: Locator
    on: DateExpression


Inheritable: TypeAlias = (
    Clause | Define | Measure | Meaning | Fact | Reading | Incorporates | IncorporatesUnread | Omits
)


class Replace(SyntaxNode):
    """`replace KIND NAME at LOC { … }`."""

    item: Inheritable


class Remove(SyntaxNode):
    """`remove KIND NAME at LOC`; what `omits` omits, and an unread document, are named in quotes."""

    kind: str
    """The keyword that introduces the item."""
    name: Word
    locator: Locator


class Relocate(SyntaxNode):
    """`relocate NAME at LOC`."""

    name: Name
    locator: Locator


HeaderKey: TypeAlias = Literal[
    "title", "licensor", "contact", "spdx", "released", "governing_law", "family", "reviewed"
]


class Header(SyntaxNode):
    """`title "MIT License"`, `released 2025-04-05`. A name is a parameter of a template."""

    key: HeaderKey
    value: Text | Day | Name


class TextHeader(SyntaxNode):
    """`text NAME sha256 "HEX" from "URL"`."""

    document: Name | None
    sha256: Text
    url: Text
