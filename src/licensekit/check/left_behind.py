"""What a licence leaves behind of the one that it extends: nothing goes without a word.

A conversion is a statement of one text, and no text inherits it. What a `replace` or `remove` no longer reads, of all
that the base declares and reads, was a branch of the base: the change was written before it, or the name goes too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from typing import Final, TypeAlias

from licensekit.check.findings import FindingList
from licensekit.diagnostics import Label, did_you_mean
from licensekit.syntax import tree
from licensekit.syntax.words import CONVERSIONS

Changed: TypeAlias = Collection[tuple[tree.Replace | tree.Remove, tree.Inheritable]]
"""What is replaced or removed, with what stood there."""

_READ: Final = (tree.Define, tree.Measure, tree.Reading, tree.Fact)


def conversions_kept(
    block: tree.License | tree.Template,
    extends: tree.Extends,
    passed_on: tuple[tuple[tree.Conversion, bool], ...],
    left: tuple[tree.Conversion, ...],
    findings: FindingList,
) -> tuple[tuple[tree.Conversion, bool], ...]:
    """What a template passes on, but for what is removed; with findings for what the block says nothing of."""
    ours = {_key(item) for item in block.items if isinstance(item, tree.Conversion)}
    removals = {_key(item): item for item in block.items if isinstance(item, tree.Remove) and item.kind in CONVERSIONS}
    there = [_key(each) for each in (*left, *(each for each, _ in passed_on))]
    for key, removal in removals.items():
        if key not in there:
            message = f"`{extends.base.text}` has no `{removal.kind}` of `{key[1]}` to remove"
            mend = did_you_mean(key[1], [name for kind, name in there if kind == removal.kind])
            findings.error("LK416", removal.name.span, message, mend)
    for conversion in left:
        kind, name = _key(conversion)
        if (kind, name) not in ours | removals.keys():
            does = f"converts to `{name}`" if kind == "converts" else f"offers `{name}`"
            message = f"`{extends.base.text}` {does}, and `{block.id.text}` does not say whether it does"
            written = "converts to" if kind == "converts" else "offers"
            mend = f'write `{written} {name} at "…" on …` as this text has it, or `remove {kind} {name} at "…"`'
            findings.error("LK444", extends.base.span, message, mend, also=(Label(conversion.span, "said here"),))
    return tuple((each, inherited) for each, inherited in passed_on if _key(each) not in removals)


def _key(item: tree.Conversion | tree.Remove) -> tuple[str, str]:
    name = item.license if isinstance(item, tree.Conversion) else item.name
    return item.kind, tree.word_of(name)


def check_left_unread(
    base: Collection[tree.Inheritable],
    kept: Collection[tree.Inheritable],
    changes: Changed,
    own: Iterable[tree.Conversion],
    findings: FindingList,
) -> None:
    """Report what the base declares and reads, and nothing reads any more that was kept."""
    changed = [(change, before, set(_names((before,)))) for change, before in changes]
    there = {(type(each), tree.word_of(each.name)) for each in kept}
    there -= {(type(before), tree.word_of(before.name)) for _, before, _ in changed}
    named = set[str]().union(*(gone for _, _, gone in changed))
    unread = [
        each
        for each in base
        if isinstance(each, _READ) and (type(each), name := tree.word_of(each.name)) in there and name in named
    ]
    read = {*_names(kept), *_names(own)} if unread else set()
    unread = [each for each in unread if tree.word_of(each.name) not in read]
    for change, before, gone in changed:
        for item in [each for each in unread if tree.word_of(each.name) in gone]:
            unread.remove(item)
            kind, name = type(item).__name__.lower(), tree.word_of(item.name)
            word, what = type(change).__name__.lower(), tree.word_of(before.name)
            message = f"nothing reads the inherited {kind} `{name}` once `{what}` is {word}d"
            into = f"read it in what stands for `{what}`, or " if word == "replace" else ""
            place = change.item.name if isinstance(change, tree.Replace) else change.name
            also = (Label(item.name.span, f"the {kind}, written here"),)
            findings.error("LK445", place.span, message, f'{into}write `remove {kind} {name} at "…"`', also=also)


def _names(nodes: Iterable[tree.SyntaxNode]) -> Iterator[str]:
    """Every name that stands in some items, but for their own."""
    for node in nodes:
        for each in fields(node):
            value = getattr(node, each.name)
            if each.name == "name" and isinstance(node, tree.NamedItem | tree.Fact | tree.Option):
                continue
            parts = value if isinstance(value, tuple) else (value,)
            yield from (part.text for part in parts if isinstance(part, tree.Name))
            inner = (part for part in parts if isinstance(part, tree.SyntaxNode))
            yield from _names(part for part in inner if not isinstance(part, tree.Comment | tree.Locator | tree.Word))
