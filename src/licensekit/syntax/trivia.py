"""Which statement, line or operand each comment belongs to, so that it stays there in the canonical layout."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TypeAlias

from licensekit.span import Source
from licensekit.syntax import tree

Key: TypeAlias = tuple[int, int]


@dataclass
class Unit:
    """Something that the layout prints on lines of its own; `opens` is where its block begins, if it has one."""

    start: int
    end: int
    opens: int | None
    parts: list[Unit]
    joined: bool
    """Whether its first part begins on its own first line, so that no comment can stand between them."""

    @property
    def key(self) -> Key:
        """What comments are filed under."""
        return self.start, self.end

    def following(self, at: int) -> int:
        """The index of the first part that begins after a place."""
        return bisect_right(self.parts, at, key=lambda part: part.start)


@dataclass
class Trivia:
    """The comments of a file by where they are printed."""

    before: dict[Key, list[tree.Comment]] = field(default_factory=dict)
    """On lines of their own, before a unit."""
    behind: dict[Key, tree.Comment] = field(default_factory=dict)
    """On the last line of a unit."""
    opening: dict[Key, tree.Comment] = field(default_factory=dict)
    """On the line that opens a block."""
    closing: dict[Key, list[tree.Comment]] = field(default_factory=dict)
    """On lines of their own, before a block is closed."""

    def busy(self, unit: Unit) -> set[Key]:
        """The units of a unit, itself included, in which a comment stands."""
        found = {key for part in unit.parts for key in self.busy(part)}
        own = unit.key in self.opening or unit.key in self.closing
        if own or any(part.key in found or part.key in self.before or part.key in self.behind for part in unit.parts):
            found.add(unit.key)
        return found


def attached(file: tree.File, source: Source) -> tuple[Trivia, Unit]:
    """Every comment, filed once; and the units of the file."""
    whole = unit(file, source)
    whole.opens = 0
    whole.start, whole.end = 0, len(source.text) + 1
    trivia = Trivia()
    for comment in file.comments:
        _file(comment, whole, source, trivia)
    return trivia, whole


def _file(comment: tree.Comment, whole: Unit, source: Source, trivia: Trivia) -> None:
    at = comment.span.start
    path = [whole]
    while (index := path[-1].following(at)) and at < path[-1].parts[index - 1].end:
        path.append(path[-1].parts[index - 1])
    around = path[-1]
    if not comment.own_line:
        last = around.parts[index - 1] if index else None
        if last is not None and "\n" not in source.text[last.end : at]:
            _behind([*path, last], comment, trivia)
            return
        opens = around.opens
        if opens is not None and "\n" not in source.text[opens:at] and around.key not in trivia.opening:
            trivia.opening[around.key] = comment
            return
    if index < len(around.parts):
        _before([*path, around.parts[index]], comment, trivia)
    elif around.opens is not None and around.opens <= at:
        trivia.closing.setdefault(around.key, []).append(comment)
    else:
        _before(path, comment, trivia)


def _behind(path: list[Unit], comment: tree.Comment, trivia: Trivia) -> None:
    """File a comment behind the outermost unit that ends on the line of the unit that ends a path.

    Of two comments that would stand there, the former goes before the unit.
    """
    while len(path) > 1 and path[-2].opens is None and path[-2].parts[-1] is path[-1]:
        path = path[:-1]
    key = path[-1].key
    if key in trivia.behind:
        _before(path, trivia.behind.pop(key), trivia)
    trivia.behind[key] = comment


def _before(path: list[Unit], comment: tree.Comment, trivia: Trivia) -> None:
    """File a comment before the unit that ends a path, or before the outermost one that begins on the same line."""
    *outer, found = path
    while outer and outer[-1].joined and outer[-1].parts[0] is found:
        found = outer.pop()
    trivia.before.setdefault(found.key, []).append(comment)


def unit(node: tree.SyntaxNode, source: Source) -> Unit:
    """A node and what is printed on lines of its own inside it."""
    parts = [unit(part, source) for part in _parts(node)]
    opens = None
    if isinstance(node, _BLOCKS):
        opens = _brace(node, parts, source)
    return Unit(node.span.start, node.span.end, opens, parts, isinstance(node, _JOINED))


_BLOCKS = (
    tree.License,
    tree.Template,
    tree.Policy,
    tree.Work,
    tree.Cases,
    tree.ClauseItem,
    tree.Define,
    tree.Measure,
    tree.Reading,
    tree.Case,
)


_JOINED = (tree.And, tree.Or, tree.Not, tree.MeasureCase, tree.Replace)


def _brace(node: tree.SyntaxNode, parts: list[Unit], source: Source) -> int:
    """Where the brace of a block is: the last one before its first part; a text before it may hold braces too."""
    text = source.text
    limit = min((part.start for part in parts), default=node.span.end)
    at, quoted = node.span.start, False
    found = at
    while at < limit:
        if text[at] == "#" and not quoted:
            at = text.find("\n", at)
        elif text[at] == "\\" and quoted:
            at += 1
        elif text[at] == '"':
            quoted = not quoted
        elif text[at] == "{" and not quoted:
            return at
        at += 1
    return found


def _parts(node: tree.SyntaxNode) -> list[tree.SyntaxNode]:
    parts = [part for part in _all_parts(node) if part is not None]
    return sorted(parts, key=lambda part: part.span.start)


def _all_parts(node: tree.SyntaxNode) -> list[tree.SyntaxNode | None]:
    match node:
        case tree.File():
            return [*node.blocks]
        case tree.License() | tree.Template() | tree.Policy() | tree.Work():
            return [*node.items]
        case tree.Cases():
            return [*node.cases]
        case tree.Replace():
            return [node.item]
        case tree.Grant() | tree.Prohibition():
            return [node.acts, node.when, node.remedy]
        case tree.Duty():
            return [node.acts, node.when, *node.obligations, node.remedy]
        case tree.Gate():
            return [node.acts, node.when, node.needs, node.remedy]
        case tree.Reservation():
            return [node.grants, node.when, node.remedy]
        case tree.Exemption():
            return [*node.lifts, node.section, node.when, node.remedy]
        case tree.Termination():
            return [node.when, node.ends, node.stops, *node.obligations, node.remedy]
        case tree.Define():
            return [node.condition]
        case tree.Measure():
            return [*node.cases, *node.larger_of]
        case tree.MeasureCase():
            return [node.when]
        case tree.Reading():
            return [*node.options, *node.raised]
        case tree.Case():
            return [*node.acts, node.on, node.assume, *node.given, *node.expect]
        case tree.And() | tree.Or():
            return [*node.parts]
        case tree.Not():
            return [node.part]
        case _:
            return []
