"""The statements of a licence that are not clauses."""

from __future__ import annotations

from typing import Literal, TypeAlias

from licensekit.syntax.tree.clauses import Clause, Item
from licensekit.syntax.tree.conditions import Condition
from licensekit.syntax.tree.words import DateExpression, Day, Locator, Name, Text, Word
from licensekit.syntax.written import Written, node


@node
class Define(Item):
    """`define NAME at LOC "note" { CONDITION }`."""

    condition: Condition
    note: Text | None = None


@node
class MeasureCase(Written):
    """`takes FACT when CONDITION`, `takes FACT otherwise` (no `when`)."""

    quantity: Name
    when: Condition | None


@node
class Measure(Item):
    """`measure NAME at LOC { takes … }`; either `cases` or `larger_of` is empty."""

    cases: tuple[MeasureCase, ...] = ()
    larger_of: tuple[Name, ...] = ()


@node
class Meaning(Item):
    """`meaning FACT at LOC "words"`; the name is that of a fact or of a subject."""

    words: Text


@node
class FactType(Written):
    """`yes_no`, `count`, …, `one of { a, b }`, `set of { a, b }`, `set of territory`."""

    kind: Literal["word", "one_of", "set_of", "set_of_word"]
    words: tuple[Name, ...]
    """The type word itself (`word`, `set_of_word`), or the options."""


@node
class Fact(Written):
    """`fact NAME is TYPE "question" judgement`."""

    name: Name
    type: FactType
    question: Text
    judgement: bool = False


@node
class Option(Written):
    """`option NAME "text" taken because "…"`."""

    name: Name
    text: Text
    taken: bool = False
    because: Text | None = None


@node
class Reading(Item):
    """`reading NAME at LOC "question" { option … raised "URL" }`."""

    question: Text
    options: tuple[Option, ...]
    raised: tuple[Text, ...] = ()


@node
class Incorporates(Written):
    """`incorporates POLICY at LOC`."""

    policy: Name
    locator: Locator


@node
class IncorporatesUnread(Written):
    """`incorporates "NAME" from "URL" at LOC unread`."""

    title: Text
    url: Text
    locator: Locator


@node
class Omits(Written):
    """`omits "warranty" at LOC`."""

    what: Text
    locator: Locator


@node
class Conversion(Written):
    """`converts to L at LOC on D`, `offers L at LOC on D`."""

    kind: Literal["converts", "offers"]
    license: Name
    locator: Locator
    on: DateExpression


Kind: TypeAlias = Literal[
    "grant",
    "reservation",
    "prohibition",
    "duty",
    "gate",
    "exemption",
    "termination",
    "define",
    "measure",
    "meaning",
    "fact",
    "reading",
    "incorporates",
    "omits",
]
"""The kinds of items that can be inherited, replaced and removed."""

Inheritable: TypeAlias = (
    Clause | Define | Measure | Meaning | Fact | Reading | Incorporates | IncorporatesUnread | Omits
)


@node
class Replace(Written):
    """`replace KIND NAME at LOC { … }`."""

    item: Inheritable


@node
class Remove(Written):
    """`remove KIND NAME at LOC`; what `omits` omits, and an unread document, are named in quotes."""

    kind: Kind
    name: Word
    locator: Locator


@node
class Relocate(Written):
    """`relocate NAME at LOC`."""

    name: Name
    locator: Locator


HeaderKey: TypeAlias = Literal[
    "title", "licensor", "contact", "spdx", "released", "governing_law", "family", "reviewed"
]


@node
class Header(Written):
    """`title "MIT License"`, `released 2025-04-05`. A name is a parameter of a template."""

    key: HeaderKey
    value: Text | Day | Name


@node
class TextHeader(Written):
    """`text NAME sha256 "HEX" from "URL"`."""

    document: Name | None
    sha256: Text
    url: Text
