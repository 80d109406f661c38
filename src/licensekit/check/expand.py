"""`extends`: the base first, then `replace`, `remove` and `relocate`, then what is added.

Only clauses, defines, measures, readings, meanings, local facts, `incorporates` and `omits` are inherited;
a template passes on its `converts` and `offers` too (details, "extends, replace, remove").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from licensekit.check.findings import Findings
from licensekit.check.library import Blocks, Named
from licensekit.check.parameters import Values, bound, substituted
from licensekit.diagnostics import Label, did_you_mean
from licensekit.limits import MAX_EXTENDS_DEPTH
from licensekit.span import Span
from licensekit.syntax import tree

Key: TypeAlias = tuple[str, str]
"""A space of names, and a name in it."""

_SPACES: Final = {
    "grant": "clause",
    "reservation": "clause",
    "prohibition": "clause",
    "duty": "clause",
    "gate": "clause",
    "exemption": "clause",
    "termination": "clause",
    "define": "quantity",
    "measure": "quantity",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """An item, the block in which it was written, and whether it came by `extends`."""

    item: tree.Inheritable
    origin: str
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Expansion:
    """Everything that a licence, template or policy holds after `extends`, in order."""

    items: tuple[Placed, ...]
    conversions: tuple[tree.Conversion, ...] = ()
    open_base: bool = False
    """The base is a parameter that has no value yet."""


NOTHING: Final = Expansion(())


def kind_of(item: tree.Inheritable) -> str:
    """The keyword that introduces an item."""
    return "incorporates" if isinstance(item, tree.IncorporatesUnread) else type(item).__name__.lower()


def named(item: tree.Inheritable) -> tree.Word:
    """The word by which an item is replaced or removed."""
    match item:
        case tree.Incorporates():
            return item.policy
        case tree.IncorporatesUnread():
            return item.title
        case tree.Omits():
            return item.what
        case _:
            return item.name


def key_of(item: tree.Inheritable) -> Key:
    """The space in which an item's name must be unique, and the name."""
    return _key(kind_of(item), named(item))


def _key(kind: str, name: tree.Word) -> Key:
    return (_SPACES.get(kind, kind), name.value if isinstance(name, tree.Text) else name.text)


class Expander:
    """Expands blocks; keeps the chain of `extends`, so that a circle is found."""

    def __init__(self, blocks: Blocks, findings: Findings) -> None:
        self._blocks = blocks
        self._findings = findings

    def expanded(self, block: Named, values: Values | None = None, chain: tuple[str, ...] = ()) -> Expansion:
        """All items of a block. `values` are those of a template's parameters; None leaves them open."""
        extends = None if isinstance(block, tree.Policy) else block.extends
        chain = (*chain, block.id.text)
        if isinstance(block, tree.Template) and values is not None:
            block = replace(block, items=substituted(block.items, values, self._findings))
        base = NOTHING if extends is None else self._base(block, extends, values, chain)
        return self._changed(block, extends, base, is_open=extends is not None and base.open_base)

    def _base(self, block: Named, extends: tree.Extends, values: Values | None, chain: tuple[str, ...]) -> Expansion:
        name = extends.base
        if isinstance(block, tree.Template) and any(each.text == name.text for each in block.parameters):
            if values is None:
                return Expansion((), open_base=True)
            given = values.get(name.text)
            if not isinstance(given, tree.Name):
                return Expansion((), open_base=True)  # said by `bound` already
            name = given
        base = self._named(name)
        if base is None:
            return Expansion((), open_base=True)
        if name.text in chain:
            circle = " extends ".join(f"`{each}`" for each in (*chain[chain.index(name.text) :], name.text))
            self._findings.error("LK411", name.span, f"`extends` runs in a circle: {circle}")
            return Expansion((), open_base=True)
        if len(chain) > MAX_EXTENDS_DEPTH:
            self._findings.error(
                "LK412", name.span, f"`extends` is more than {MAX_EXTENDS_DEPTH} steps deep", "use a nearer base"
            )
            return Expansion((), open_base=True)
        base_values = self._arguments(base, extends, values)
        whole = self.expanded(base, base_values, chain)
        items = tuple(replace(each, inherited=True) for each in whole.items)
        conversions = whole.conversions if isinstance(base, tree.Template) else ()
        return Expansion(items, conversions, whole.open_base)

    def _named(self, name: tree.Name) -> tree.License | tree.Template | None:
        base = self._blocks.named(name.text)
        if base is None:
            self._findings.error(
                "LK213",
                name.span,
                f"there is no licence or template `{name.text}`",
                did_you_mean(name.text, self._blocks.names()) or "use `licensekit list` to see the ids",
            )
            return None
        if isinstance(base, tree.Policy):
            self._findings.error(
                "LK435",
                name.span,
                f"`{name.text}` is a policy, and only a licence or template is extended",
                f'write `incorporates {name.text} at "…"`',
            )
            return None
        return base

    def _arguments(self, base: Named, extends: tree.Extends, outer: Values | None) -> Values | None:
        if isinstance(base, tree.Template):
            return bound(base, extends, outer or {}, self._findings)
        for argument in extends.arguments:
            self._findings.error(
                "LK420",
                argument.parameter.span,
                f"`{base.id.text}` is a licence and takes no parameters",
                "remove the parentheses",
            )
        return {}

    # --- what the block itself says ----------------------------------------------------------------------

    def _changed(self, block: Named, extends: tree.Extends | None, base: Expansion, *, is_open: bool) -> Expansion:
        items = list(base.items)
        at = {key_of(placed.item): index for index, placed in enumerate(items)}
        origin, added = block.id.text, []
        own: dict[Key, tree.Word] = {}
        gone: set[int] = set()
        for item in block.items:
            match item:
                case tree.Replace():
                    self._replace(item, items, at, extends, origin, is_open=is_open)
                case tree.Remove():
                    index = self._target(
                        _key(item.kind, item.name), item.name, item, items, at, extends, is_open=is_open
                    )
                    if index is not None and self._same_kind(item.kind, item.name, items[index].item):
                        gone.add(index)
                        del at[_key(item.kind, item.name)]
                case tree.Relocate():
                    self._relocate(item, items, at, extends, is_open=is_open)
                case tree.Header() | tree.TextHeader() | tree.Conversion() | tree.Case():
                    pass
                case _:
                    if self._is_new(item, items, at, own):
                        added.append(Placed(item, origin))
        kept = [placed for index, placed in enumerate(items) if index not in gone]
        conversions = tuple(item for item in block.items if isinstance(item, tree.Conversion))
        return Expansion((*kept, *added), (*base.conversions, *conversions), is_open)

    def _target(
        self,
        key: Key,
        name: tree.Word,
        item: tree.Replace | tree.Remove | tree.Relocate,
        items: list[Placed],
        at: dict[Key, int],
        extends: tree.Extends | None,
        *,
        is_open: bool,
    ) -> int | None:
        """The place of an inherited item among the items; None, with a finding, if it is not there."""
        word = type(item).__name__.lower()
        if extends is None:
            self._findings.error(
                "LK417", item.span, f"`{word}` changes what is inherited, and nothing is extended here",
                "write `extends` and the id of a licence after the id of this one",
            )  # fmt: skip
            return None
        index = at.get(key)
        if index is None and not is_open:
            known = [name_ for space, name_ in at if space == key[0]]
            self._findings.error(
                "LK413" if word == "replace" else "LK416",
                name.span,
                f"`{extends.base.text}` has no {key[0]} `{key[1]}` to {word}",
                did_you_mean(key[1], known),
            )
        return index

    def _replace(
        self,
        item: tree.Replace,
        items: list[Placed],
        at: dict[Key, int],
        extends: tree.Extends | None,
        origin: str,
        *,
        is_open: bool,
    ) -> None:
        name = named(item.item)
        index = self._target(key_of(item.item), name, item, items, at, extends, is_open=is_open)
        if index is not None and self._same_kind(kind_of(item.item), name, items[index].item):
            items[index] = Placed(item.item, origin)

    def _same_kind(self, kind: str, name: tree.Word, found: tree.Inheritable) -> bool:
        other = kind_of(found)
        if kind == other:
            return True
        text = key_of(found)[1]
        self._findings.error(
            "LK414",
            name.span,
            f"the inherited `{text}` is a {other}, not a {kind}",
            f"write `remove {other} {text}` and add the {kind}",
            also=(Label(found.span, f"the {other}, written here"),),
        )
        return False

    def _relocate(
        self,
        item: tree.Relocate,
        items: list[Placed],
        at: dict[Key, int],
        extends: tree.Extends | None,
        *,
        is_open: bool,
    ) -> None:
        found = [index for (_, name), index in at.items() if name == item.name.text]
        if not found:
            spaces = {("item", name): index for (_, name), index in at.items()}
            self._target(("item", item.name.text), item.name, item, items, spaces, extends, is_open=is_open)
        for index in found:
            placed = items[index]
            if not isinstance(placed.item, tree.Fact):
                items[index] = Placed(replace(placed.item, locator=item.locator), placed.origin)

    def _is_new(
        self, item: tree.Inheritable, items: list[Placed], at: dict[Key, int], own: dict[Key, tree.Word]
    ) -> bool:
        """Whether an item's name is free; a finding with both places if not. What `omits` says has no name."""
        if isinstance(item, tree.Omits):
            return True
        key, name = key_of(item), named(item)
        if key in own:
            self._findings.error(
                "LK214",
                name.span,
                f"`{key[1]}` is written twice",
                "use another name for one of them",
                label="again here",
                also=(Label(own[key].span, "first here"),),
            )
            return False
        own[key] = name
        if key not in at:
            return True
        before = items[at[key]].item
        self._findings.error(
            "LK415",
            name.span,
            f"`{key[1]}` is inherited already",
            f"write `replace {kind_of(item)} {key[1]}` to change it, or use another name",
            also=(Label(_name_span(before), "inherited from here"),),
        )
        return False


def _name_span(item: tree.Inheritable) -> Span:
    return named(item).span
