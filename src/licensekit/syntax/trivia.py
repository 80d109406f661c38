"""Which statement, line or operand each comment belongs to, so that it stays there in the canonical layout."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from licensekit.span import Source
from licensekit.syntax import tree
from licensekit.syntax.lines import effects, lines_of, subject

Extent: TypeAlias = tuple[int, int]


@dataclass
class PrintedUnit:
    """Something that the layout prints on lines of its own; `opens` is where its block begins, if it has one."""

    start: int
    end: int
    opens: int | None
    parts: list[PrintedUnit]
    joined: bool
    """Whether its first part begins on its own first line, so that no comment can stand between them."""

    @property
    def extent(self) -> Extent:
        """What comments are filed under."""
        return self.start, self.end

    def following(self, at: int) -> int:
        """The index of the first part that begins after a place."""
        return bisect_right(self.parts, at, key=lambda part: part.start)


@dataclass
class Trivia:
    """The comments of a file by where they are printed."""

    before: dict[Extent, list[tree.Comment]] = field(default_factory=dict)
    """On lines of their own, before a unit."""
    behind: dict[Extent, tree.Comment] = field(default_factory=dict)
    """On the last line of a unit."""
    opening: dict[Extent, tree.Comment] = field(default_factory=dict)
    """On the line that opens a block."""
    closing: dict[Extent, list[tree.Comment]] = field(default_factory=dict)
    """On lines of their own, before a block is closed."""

    def busy(self, unit: PrintedUnit) -> set[Extent]:
        """The units of a unit, itself included, in which a comment stands."""
        busy = {extent for part in unit.parts for extent in self.busy(part)}
        own = unit.extent in self.opening or unit.extent in self.closing
        inside = (part.extent for part in unit.parts)
        if own or any(extent in busy or extent in self.before or extent in self.behind for extent in inside):
            busy.add(unit.extent)
        return busy


def attached(file: tree.File, source: Source) -> tuple[Trivia, PrintedUnit]:
    """Every comment, filed once; and the units of the file."""
    whole = unit(file, source)
    whole.opens = 0
    whole.start, whole.end = 0, len(source.text) + 1
    trivia = Trivia()
    for comment in file.comments:
        _file(comment, whole, source, trivia)
    return trivia, whole


def _file(comment: tree.Comment, whole: PrintedUnit, source: Source, trivia: Trivia) -> None:
    at = comment.span.start
    path = [whole]
    while (index := path[-1].following(at)) and at < path[-1].parts[index - 1].end:
        path.append(path[-1].parts[index - 1])
    around = path[-1]
    if not comment.own_line:
        last = around.parts[index - 1] if index else None
        if last is not None and "\n" not in source.text[last.end : at]:
            _file_behind([*path, last], comment, trivia)
            return
        opens = around.opens
        if opens is not None and "\n" not in source.text[opens:at] and around.extent not in trivia.opening:
            trivia.opening[around.extent] = comment
            return
    if index < len(around.parts):
        _file_before([*path, around.parts[index]], comment, trivia)
    elif around.opens is not None and around.opens <= at:
        trivia.closing.setdefault(around.extent, []).append(comment)
    else:
        _file_before(path, comment, trivia)


def _file_behind(path: list[PrintedUnit], comment: tree.Comment, trivia: Trivia) -> None:
    """File a comment behind the outermost unit that ends on the line of the unit that ends a path.

    Of two comments that would stand there, the former goes before the unit.
    """
    while len(path) > 1 and path[-2].opens is None and path[-2].parts[-1] is path[-1]:
        path = path[:-1]
    key = path[-1].extent
    if key in trivia.behind:
        _file_before(path, trivia.behind.pop(key), trivia)
    trivia.behind[key] = comment


def _file_before(path: list[PrintedUnit], comment: tree.Comment, trivia: Trivia) -> None:
    """File a comment before the unit that ends a path, or before the outermost one that begins on the same line."""
    *outer, beginning = path
    while outer and outer[-1].joined and outer[-1].parts[0] is beginning:
        beginning = outer.pop()
    trivia.before.setdefault(beginning.extent, []).append(comment)


def unit(node: tree.SyntaxNode, source: Source) -> PrintedUnit:
    """A node and what is printed on lines of its own inside it."""
    parts = [unit(part, source) for part in _parts(node)]
    opens = None
    if isinstance(node, _BLOCKS):
        opens = _brace(node, parts, source)
    return PrintedUnit(node.span.start, node.span.end, opens, parts, isinstance(node, _JOINED))


_BLOCKS: Final = tree.Block | tree.ClauseItem | tree.Define | tree.Measure | tree.Reading | tree.Case
_JOINED: Final = tree.And | tree.Or | tree.Not | tree.MeasureCase | tree.Replace


def _brace(node: tree.SyntaxNode, parts: list[PrintedUnit], source: Source) -> int:
    """Where the brace of a block is: the last one before its first part; a text before it may hold braces too."""
    text = source.text
    limit = min((part.start for part in parts), default=node.span.end)
    at, quoted = node.span.start, False
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
    return node.span.start


def _parts(node: tree.SyntaxNode) -> list[tree.SyntaxNode]:
    """What is printed on lines of its own inside a node, in the order written."""
    if isinstance(node, tree.File):
        return [*node.blocks]
    if isinstance(node, tree.Block):
        return [*node.items]
    if isinstance(node, tree.Replace):
        return [node.item]
    if isinstance(node, tree.Define):
        return [node.condition]
    if isinstance(node, tree.MeasureCase):
        return [node.when] if node.when else []
    if isinstance(node, tree.And | tree.Or | tree.Not):
        return [*tree.parts_of(node)]
    inside: list[tree.SyntaxNode] = []
    if isinstance(node, tree.Clause | tree.Family):
        rest = [] if isinstance(node, tree.Family) else effects(node)
        lines = [line for line in (subject(node), *rest) if line]
        inside = [*([node.when] if node.when else []), *(node.also if isinstance(node, tree.Duty) else ())]
    elif isinstance(node, tree.Measure | tree.Reading | tree.Case):
        lines = lines_of(node)
        inside = [*node.cases] if isinstance(node, tree.Measure) else []
    else:
        return []
    return sorted([*inside, *(part for line in lines for part in line.nodes)], key=lambda part: part.span.start)
