"""`extends`: the base first, then `replace`, `remove` and `relocate`, then what is added.

Only clauses, defines, measures, readings, meanings, local facts, `incorporates` and `omits` are inherited;
a template passes on its `converts` and `offers` too, and a licence is asked for its own (left_behind).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias, assert_never

from licensekit.check.findings import FindingList
from licensekit.check.left_behind import check_left_unread, conversions_kept
from licensekit.check.library import Blocks, Named
from licensekit.check.parameters import ParameterValues, Substitution, bound
from licensekit.diagnostics import Label, did_you_mean, slip_of_id
from licensekit.limits import MAX_EXTENDS_DEPTH
from licensekit.syntax import tree
from licensekit.syntax.words import CLAUSES, CONVERSIONS

ItemKey: TypeAlias = tuple[str, str]
"""A space of names, and a name in it."""

_SPACES: Final = {**dict.fromkeys(CLAUSES, "clause"), "define": "quantity", "measure": "quantity"}
_SPACE_NAMES: Final = {"quantity": "define or measure"}


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item, and the block in which it was written."""

    item: tree.Inheritable
    origin: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """Everything that a licence, template or policy holds after `extends`, in order."""

    items: tuple[PlacedItem, ...]
    conversions: tuple[tuple[tree.Conversion, bool], ...] = ()
    """Each with whether it comes from a template."""
    left: tuple[tree.Conversion, ...] = ()
    """Those of a licence that is extended: each text has its own."""
    open_base: bool = False
    """The base is a parameter that has no value yet."""
    unbound: frozenset[str] = frozenset()
    """Parameters without a value that fits: said already, and not to be said of each use."""


NOTHING: Final = Expansion(())
OPEN: Final = Expansion((), open_base=True)


def kind_of(item: tree.Inheritable) -> str:
    """The keyword that introduces an item."""
    return "incorporates" if isinstance(item, tree.IncorporatesUnread) else type(item).__name__.lower()


def key_of(item: tree.Inheritable) -> ItemKey:
    """The space in which an item's name must be unique, and the name."""
    return _key(kind_of(item), item.name)


def _key(kind: str, name: tree.Word) -> ItemKey:
    return (_SPACES.get(kind, kind), tree.word_of(name))


class Expander:
    """Expands blocks; keeps the chain of `extends`, so that a circle is found."""

    def __init__(self, blocks: Blocks, findings: FindingList) -> None:
        self._blocks = blocks
        self._findings = findings

    def expanded(self, block: Named, values: ParameterValues | None = None, chain: tuple[str, ...] = ()) -> Expansion:
        """All items of a block. `values` are those of a template's parameters; None leaves them open."""
        extends = None if isinstance(block, tree.Policy) else block.extends
        chain = (*chain, block.id.text)
        unbound: frozenset[str] = frozenset()
        if isinstance(block, tree.Template) and values is not None:
            substitution = Substitution(values, self._findings)
            block = replace(block, items=substitution(block.items))
            missing = {name.text for name in block.parameters if name.text not in values}
            unbound = frozenset(missing | substitution.refused)
        base = NOTHING if extends is None else self._base(block, extends, values, chain)
        return self._changed(block, base, unbound)

    def _base(
        self, block: Named, extends: tree.Extends, values: ParameterValues | None, chain: tuple[str, ...]
    ) -> Expansion:
        name = extends.base
        if isinstance(block, tree.Template) and any(each.text == name.text for each in block.parameters):
            if values is None:
                return OPEN
            given = values.get(name.text)
            if not isinstance(given, tree.Name):
                return OPEN  # said by `bound` already
            name = given
        base = self._named(name)
        if base is None:
            return OPEN
        if name.text in chain:
            circle = " extends ".join(f"`{each}`" for each in (*chain[chain.index(name.text) :], name.text))
            self._findings.error("LK411", name.span, f"`extends` runs in a circle: {circle}")
            return OPEN
        if len(chain) > MAX_EXTENDS_DEPTH:
            message = f"`extends` is more than {MAX_EXTENDS_DEPTH} steps deep"
            self._findings.error("LK412", name.span, message, "use a nearer base")
            return OPEN
        base_values = self._arguments(base, extends, values)
        whole = self.expanded(base, base_values, chain)
        conversions = tuple(conversion for conversion, _ in whole.conversions)
        if isinstance(base, tree.Template):
            return replace(whole, conversions=tuple((conversion, True) for conversion in conversions))
        return replace(whole, conversions=(), left=conversions)

    def _named(self, name: tree.Name) -> tree.License | tree.Template | None:
        base = self._blocks.named(name)
        if base is None:
            mend = slip_of_id(name.text, self._blocks.names()) or "use `licensekit list` to see the ids"
            self._findings.error("LK213", name.span, f"there is no licence or template `{name.text}`", mend)
        elif isinstance(base, tree.Policy):
            message = f"`{name.text}` is a policy, and only a licence or template is extended"
            self._findings.error("LK435", name.span, message, f'write `incorporates {name.text} at "…"`')
        else:
            return base
        return None

    def _arguments(self, base: Named, extends: tree.Extends, outer: ParameterValues | None) -> ParameterValues | None:
        if isinstance(base, tree.Template):
            return bound(base, extends, outer or {}, self._findings)
        for argument in extends.arguments:
            message = f"`{base.id.text}` is a licence and takes no parameters"
            self._findings.error("LK420", argument.parameter.span, message, "remove the parentheses")
        return {}

    def _changed(self, block: Named, base: Expansion, unbound: frozenset[str]) -> Expansion:
        """The base, with what the block itself replaces, removes, relocates and adds."""
        extends = None if isinstance(block, tree.Policy) else block.extends
        inherited = _Inherited(base, extends, block.id.text, self._findings)
        for item in block.items:
            match item:
                case tree.Replace():
                    inherited.replace(item)
                case tree.Remove() if item.kind in CONVERSIONS and extends is not None:
                    pass  # no item: conversions_kept
                case tree.Remove():
                    inherited.remove(item)
                case tree.Relocate():
                    inherited.relocate(item)
                case tree.Header() | tree.TextHeader() | tree.Conversion() | tree.Case():
                    pass
                case tree.NamedItem() | tree.Fact() | tree.Incorporates() | tree.IncorporatesUnread() | tree.Omits():
                    inherited.add(item)
                case _:
                    assert_never(item)
        own = tuple(item for item in block.items if isinstance(item, tree.Conversion))
        passed_on = base.conversions
        if extends is not None and not base.open_base and not isinstance(block, tree.Policy):
            passed_on = conversions_kept(block, extends, base.conversions, base.left, self._findings)
            before, after = ([placed.item for placed in items] for items in (base.items, inherited.kept()))
            check_left_unread(before, after, inherited.changed, own, self._findings)
        conversions = (*passed_on, *((item, False) for item in own))
        return Expansion(inherited.kept(), conversions, open_base=base.open_base, unbound=base.unbound | unbound)


class _Inherited:
    """The items of a base while a child changes them, and those that the child adds."""

    def __init__(self, base: Expansion, extends: tree.Extends | None, origin: str, findings: FindingList) -> None:
        self._items: list[PlacedItem | None] = list(base.items)
        self._at = {key_of(placed.item): index for index, placed in enumerate(base.items)}
        self._extends = extends
        self._is_open = base.open_base
        self._origin = origin
        self._findings = findings
        self._own: dict[ItemKey, tree.Word] = {}
        self.changed: list[tuple[tree.Replace | tree.Remove, tree.Inheritable]] = []
        """What was replaced or removed, with what stood there."""

    def kept(self) -> tuple[PlacedItem, ...]:
        """Everything that is left and everything added, in order."""
        return tuple(placed for placed in self._items if placed is not None)

    def replace(self, change: tree.Replace) -> None:
        """Put another item of the same kind and name in the place of an inherited one."""
        item = change.item
        index = self._place(key_of(item), item.name, change)
        if index is not None and self._same_kind(kind_of(item), item.name, index):
            self._note(change, index)
            self._items[index] = PlacedItem(item, self._origin)

    def remove(self, change: tree.Remove) -> None:
        """Drop an inherited item."""
        key = _key(change.kind, change.name)
        index = self._place(key, change.name, change)
        if index is not None and self._same_kind(change.kind, change.name, index):
            self._note(change, index)
            self._items[index] = None
            del self._at[key]

    def _note(self, change: tree.Replace | tree.Remove, index: int) -> None:
        placed = self._items[index]
        if placed is not None:
            self.changed.append((change, placed.item))

    def relocate(self, change: tree.Relocate) -> None:
        """Give every inherited item of a name another place in the text."""
        places = [index for (_, name), index in self._at.items() if name == change.name.text]
        if not places:
            self._place(("item", change.name.text), change.name, change)
        for index in places:
            placed = self._items[index]
            if placed is not None and not isinstance(placed.item, tree.Fact):
                self._items[index] = PlacedItem(replace(placed.item, locator=change.locator), placed.origin)

    def add(self, item: tree.Inheritable) -> None:
        """Add an item, if its name is free; what `omits` says has no name."""
        if not isinstance(item, tree.Omits):
            key, name = key_of(item), item.name
            if not self._is_free(key, name, kind_of(item)):
                return
            self._own[key] = name
        self._items.append(PlacedItem(item, self._origin))

    def _is_free(self, key: ItemKey, name: tree.Word, kind: str) -> bool:
        inherited = self._items[self._at[key]] if key in self._at else None
        if key in self._own:
            message, mend = f"`{key[1]}` is written twice", "use another name for one of them"
            self._findings.again("LK214", name.span, self._own[key].span, message, mend, label="again here")
        elif inherited is not None:
            mend = f"write `replace {kind} {key[1]}` to change it, or use another name"
            also = (Label(inherited.item.name.span, "inherited from here"),)
            self._findings.error("LK415", name.span, f"`{key[1]}` is inherited already", mend, also=also)
        else:
            return True
        return False

    def _place(self, key: ItemKey, name: tree.Word, change: tree.Replace | tree.Remove | tree.Relocate) -> int | None:
        """Where an inherited item stands among the items; None, with a finding, if it is not there."""
        word = type(change).__name__.lower()
        if self._extends is None:
            message = f"`{word}` changes what is inherited, and nothing is extended here"
            mend = "write `extends` and the id of a licence after the id of this one"
            self._findings.error("LK417", change.span, message, mend)
            return None
        index = self._at.get(key)
        if index is None and not self._is_open:
            names = [each for space, each in self._at if space == key[0] or word == "relocate"]
            what = _SPACE_NAMES.get(key[0], key[0])
            message = f"`{self._extends.base.text}` has no {what} `{key[1]}` to {word}"
            code = "LK413" if word == "replace" else "LK416"
            self._findings.error(code, name.span, message, did_you_mean(key[1], names))
        return index

    def _same_kind(self, kind: str, name: tree.Word, index: int) -> bool:
        placed = self._items[index]
        if placed is None or kind == kind_of(placed.item):
            return placed is not None
        inherited, text = kind_of(placed.item), key_of(placed.item)[1]
        message = f"the inherited `{text}` is a {inherited}, not a {kind}"
        mend = f"write `remove {inherited} {text}` and add the {kind}"
        also = (Label(placed.item.name.span, f"the {inherited}, written here"),)
        self._findings.error("LK414", name.span, message, mend, also=also)
        return False
