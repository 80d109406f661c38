"""Every name that a text holds, what kind of name it is, and where that which it names was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Final, Literal, NamedTuple, TypeAlias, assert_never

from licensekit.check.expand import Expander, ItemKey, key_of
from licensekit.check.findings import Enough, FindingList
from licensekit.check.library import Named
from licensekit.editor.document import Document
from licensekit.errors import LicenseError
from licensekit.span import Span
from licensekit.syntax import tree

NameKind: TypeAlias = Literal[
    "act", "block", "clause", "condition", "document", "fact", "inherited", "option", "parameter", "reading"
]
"""What a name may stand for. A `condition` is a fact, define or measure, an `inherited` item of any kind."""

_KINDS: Final[Mapping[tuple[type, str], NameKind]] = {
    (tree.Holds, "name"): "condition",
    (tree.Compares, "quantity"): "condition",
    (tree.Compares, "amount"): "parameter",
    (tree.FactIs, "fact"): "fact",
    (tree.FactIs, "values"): "parameter",
    (tree.SetMeets, "fact"): "fact",
    (tree.SetMeets, "values"): "parameter",
    (tree.DateOrder, "date"): "fact",
    (tree.DateOrder, "other"): "fact",
    (tree.DateWithin, "date"): "fact",
    (tree.DateWithin, "after"): "fact",
    (tree.Deadline, "after"): "fact",
    (tree.YearsAfter, "date"): "fact",
    (tree.Earlier, "dates"): "fact",
    (tree.Conversion, "on"): "fact",
    (tree.MeasureCase, "quantity"): "condition",
    (tree.Measure, "larger_of"): "condition",
    (tree.ReadingIs, "reading"): "reading",
    (tree.ReadingIs, "option"): "option",
    (tree.Option, "name"): "option",
    (tree.Meaning, "name"): "fact",
    (tree.Fact, "name"): "fact",
    (tree.Fact, "at_most"): "fact",
    (tree.StatedFact, "fact"): "fact",
    (tree.GivenFact, "fact"): "fact",
    (tree.ExpectAsks, "facts"): "fact",
    (tree.Acts, "names"): "act",
    (tree.Acts, "withheld"): "act",
    (tree.Action, "before"): "act",
    (tree.Case, "acts"): "act",
    (tree.ExpectVerdict, "act"): "act",
    (tree.ExpectBasis, "act"): "act",
    (tree.GivenApproval, "acts"): "act",
    (tree.ApprovalHeld, "gate"): "clause",
    (tree.GrantsNamed, "names"): "clause",
    (tree.Exemption, "lifts"): "clause",
    (tree.GivenApproval, "gate"): "clause",
    (tree.GivenDuty, "duty"): "clause",
    (tree.ExpectDuty, "duty"): "clause",
    (tree.ExpectClause, "clause"): "clause",
    (tree.Remove, "name"): "inherited",
    (tree.Relocate, "name"): "inherited",
    (tree.Extends, "base"): "block",
    (tree.Argument, "parameter"): "parameter",
    (tree.Incorporates, "name"): "block",
    (tree.Conversion, "license"): "block",
    (tree.Cases, "licenses"): "block",
    (tree.WorkPart, "license"): "block",
    (tree.License, "id"): "block",
    (tree.Template, "id"): "block",
    (tree.Policy, "id"): "block",
    (tree.Template, "parameters"): "parameter",
    (tree.Action, "objects"): "parameter",
    (tree.Action, "parties"): "parameter",
    (tree.Action, "with_text"): "parameter",
    (tree.Action, "about"): "parameter",
    (tree.Needs, "party"): "parameter",
    (tree.Remedy, "party"): "parameter",
    (tree.Header, "value"): "parameter",
    (tree.Argument, "value"): "parameter",
    (tree.TextHeader, "document"): "document",
    (tree.Locator, "document"): "document",
}


class NameUse(NamedTuple):
    """A name where it stands: what kind of name, in which block, and in which node."""

    name: tree.Name
    kind: NameKind
    block: tree.Block
    within: tree.SyntaxNode


Nameable: TypeAlias = tree.Block | tree.Inheritable | tree.Name | tree.Option
"""What can be named; a name alone is a parameter."""


class Declaration(NamedTuple):
    """Where that was written which a name names: the name there, and the whole that it names."""

    name: Span
    node: Nameable


def uses(document: Document) -> Iterator[NameUse]:
    """Every name of a text that may be looked up, in order; words of closed lists are none but for acts."""
    for block in () if document.file is None else document.file.blocks:
        yield from _uses(block, block)


def _uses(node: tree.SyntaxNode, block: tree.Block) -> Iterator[NameUse]:
    for each in fields(node):
        value = getattr(node, each.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, tree.Name):
                kind = _kind(node, each.name)
                if kind is not None:
                    yield NameUse(part, kind, block, node)
            elif isinstance(part, tree.Choice) and isinstance(node, tree.Action):
                yield from (NameUse(name, "block", block, node) for name in part.names)
            elif isinstance(part, tree.SyntaxNode) and not isinstance(part, tree.Comment):
                yield from _uses(part, block)


def _kind(node: tree.SyntaxNode, field: str) -> NameKind | None:
    if field == "name" and isinstance(node, tree.ClauseItem):
        return "clause"
    if field == "name" and isinstance(node, tree.Define | tree.Measure):
        return "condition"
    if field == "name" and isinstance(node, tree.Reading):
        return "reading"
    return _KINDS.get((type(node), field))


def use_at(document: Document, offset: int) -> NameUse | None:
    """The name at a place; None where none stands there."""
    return next((use for use in uses(document) if use.name.span.start <= offset <= use.name.span.end), None)


# --- what a block has --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Namespace:
    """What can be named in a block: what it says itself, inherits and takes in, each by its kind and name."""

    items: Mapping[ItemKey, tree.Inheritable]
    parameters: Mapping[str, tree.Name]
    documents: Mapping[str, tree.Name]

    def of(self, space: str) -> Mapping[str, tree.Inheritable]:
        """What stands under the names of one space: `clause`, `quantity`, `reading`, `fact`, `meaning`."""
        return {name: item for (kind, name), item in self.items.items() if kind == space}


NOTHING_HELD: Final = Namespace({}, {}, {})


class Lookup:
    """What the names of one text lead to; each block is gone through once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._held: dict[Span, Namespace] = {}

    def held(self, block: tree.Block | None) -> Namespace:
        """What can be named in a block; in one of cases what its licences have."""
        if block is None:
            return NOTHING_HELD
        if block.span not in self._held:
            self._held[block.span] = self._of(block)
        return self._held[block.span]

    def _of(self, block: tree.Block) -> Namespace:
        items: dict[ItemKey, tree.Inheritable] = {}
        match block:
            case tree.Work():
                return NOTHING_HELD
            case tree.Cases():
                for name in block.licenses:
                    named = self.named(name)
                    items |= {} if named is None else self._items(named)
                return Namespace(items, {}, {})
            case tree.License() | tree.Template() | tree.Policy():
                parameters = block.parameters if isinstance(block, tree.Template) else ()
                texts = (item.document for item in block.items if isinstance(item, tree.TextHeader))
                documents = {name.text: name for name in texts if name is not None}
                return Namespace(self._items(block), {name.text: name for name in parameters}, documents)
            case _:
                assert_never(block)

    def named(self, name: tree.Name) -> Named | None:
        """The licence, template or policy of this id; None where there is none that can be read."""
        with suppress(LicenseError):
            return self.document.blocks.named(name)
        return None

    def base(self, block: tree.Block) -> Named | None:
        """What a block extends; None where that is nothing, or nothing that can be read."""
        extends = block.extends if isinstance(block, tree.License | tree.Template) else None
        return None if extends is None else self.named(extends.base)

    def _items(self, block: Named, prefix: str = "", seen: tuple[str, ...] = ()) -> dict[ItemKey, tree.Inheritable]:
        """What a block holds after `extends`, and the clauses of policies that it takes in, under their long names."""
        try:
            items = [each.item for each in Expander(self.document.blocks, FindingList()).expanded(block).items]
        except (Enough, LicenseError):  # a base is broken: what the block says itself is still there
            items = [item for item in block.items if isinstance(item, tree.Inheritable)]
        keyed = {(space, prefix + name): item for item in items for space, name in (key_of(item),)}
        for item in items:
            policy = self.named(item.name) if isinstance(item, tree.Incorporates) else None
            if policy is not None and policy.id.text not in seen:
                inside = self._items(policy, f"{prefix}{policy.id.text}.", (*seen, block.id.text, policy.id.text))
                keyed |= {key: each for key, each in inside.items() if key[0] == "clause"}
        return keyed

    def declaration(self, use: NameUse) -> Declaration | None:
        """Where that was written which a name names: here, in a base, a template or a policy; None for the vocabulary.

        A fact of the vocabulary leads to the `meaning` that the licence gives it, what is replaced to what it replaces.
        """
        text, block = use.name.text, use.block
        if use.kind == "block":
            named = self.named(use.name)
            return None if named is None else Declaration(named.id.span, named)
        if isinstance(use.within, tree.Argument) and use.within.parameter is use.name:
            return _parameter(text, self.base(block))
        own = self.held(block)
        if text in own.parameters and use.kind != "clause":
            return _parameter(text, block)
        if use.kind == "document":
            name = own.documents.get(text)
            return None if name is None else Declaration(name.span, block)
        if use.kind == "option":
            return _option(use, own)
        if use.kind == "inherited" or _replaces(use):
            own = self.held(self.base(block))
        keys = ((space, text) for space in _SPACES.get(use.kind, ()))
        item = next((own.items[key] for key in keys if key in own.items), None)
        return None if item is None else Declaration(item.name.span, item)


_SPACES: Final[Mapping[NameKind, tuple[str, ...]]] = {
    "condition": ("quantity", "fact", "meaning"),
    "fact": ("fact", "meaning", "quantity"),
    "clause": ("clause",),
    "reading": ("reading",),
    "inherited": ("clause", "quantity", "reading", "fact", "meaning", "incorporates"),
}


def _replaces(use: NameUse) -> bool:
    items = use.block.items if isinstance(use.block, tree.License | tree.Template) else ()
    return any(isinstance(item, tree.Replace) and item.item is use.within for item in items)


def _parameter(text: str, block: tree.Block | None) -> Declaration | None:
    names = block.parameters if isinstance(block, tree.Template) else ()
    return next((Declaration(name.span, name) for name in names if name.text == text), None)


def _option(use: NameUse, own: Namespace) -> Declaration | None:
    if isinstance(use.within, tree.Option):
        return Declaration(use.name.span, use.within)
    reading = own.of("reading").get(use.within.reading.text) if isinstance(use.within, tree.ReadingIs) else None
    options = reading.options if isinstance(reading, tree.Reading) else ()
    return next((Declaration(each.name.span, each) for each in options if each.name.text == use.name.text), None)
