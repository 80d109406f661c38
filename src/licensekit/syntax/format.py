"""`licensekit fmt`: one way to lay out each statement, so that a diff is a change of terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, assert_never

from licensekit.errors import LicenseError
from licensekit.span import Source
from licensekit.syntax import phrases, statements, tree
from licensekit.syntax.lines import STEP, WIDTH, Line, effects, filled, lines_of, subject, wrapped
from licensekit.syntax.parse import parse_text
from licensekit.syntax.phrases import in_parentheses, joint, locator, quoted
from licensekit.syntax.scan import text_source
from licensekit.syntax.trivia import Extent, attached

INSIDE: Final = 2 * STEP
"""How deep the lines of a statement stand."""


def format_source(text: str, name: str = "<text>") -> str:
    """The text in its canonical layout, comments kept. Raises LicenseError where it does not parse."""
    source = text_source(name, text)
    parsed = parse_text(source)
    if parsed.file is None:
        raise LicenseError(parsed.diagnostics, [source])
    return format_file(parsed.file, source)


def format_file(file: tree.File, source: Source) -> str:
    """A parsed file in its canonical layout; the source is that from which it was parsed."""
    return FileLayout(file, source).text()


class FileLayout:
    """Lays out one file."""

    def __init__(self, file: tree.File, source: Source) -> None:
        self._file = file
        self._source = source
        self._trivia, whole = attached(file, source)
        self._busy_extents = frozenset(self._trivia.busy(whole))

    def text(self) -> str:
        """The whole file."""
        blocks = [self._commented([block], self._block(block), spaced=True) for block in self._file.blocks]
        lines = [line for block in blocks for line in [*block, ""]][:-1]
        rest = self._trivia.closing.get((0, len(self._source.text) + 1), [])
        if rest:
            lines += ["", *(comment.text for comment in rest)]
        return "\n".join(lines) + "\n"

    def _commented(
        self, nodes: Iterable[tree.SyntaxNode], lines: list[str], indent: int = 0, *, spaced: bool = False
    ) -> list[str]:
        """The lines of nodes with the comments before and behind them; `spaced` keeps an empty line after a comment."""
        pad = " " * indent
        above: list[str] = []
        behind: list[str] = []
        for extent in map(_extent, nodes):
            for comment in self._trivia.before.get(extent, []):
                blank = spaced and comment.own_line and self._blank_after(comment)
                above += [pad + comment.text, ""] if blank else [pad + comment.text]
            if extent in self._trivia.behind:
                behind.append(self._trivia.behind[extent].text)
        above += [pad + text for text in behind[:-1]]
        return [*above, *lines[:-1], f"{lines[-1]}  {behind[-1]}"] if behind else [*above, *lines]

    def _blank_after(self, comment: tree.Comment) -> bool:
        rest = self._source.text[comment.span.end :].split("\n", 2)
        return len(rest) > 2 and not rest[1].strip()

    def _opened(self, node: tree.SyntaxNode, line: str) -> str:
        comment = self._trivia.opening.get(_extent(node))
        return f"{line} {{  {comment.text}" if comment else f"{line} {{"

    def _closed(self, node: tree.SyntaxNode, indent: int) -> list[str]:
        comments = self._trivia.closing.get(_extent(node), [])
        return [*(" " * (indent + STEP) + comment.text for comment in comments), " " * indent + "}"]

    def _busy(self, node: tree.SyntaxNode) -> bool:
        """Whether a comment stands inside, so that it cannot be one line."""
        return _extent(node) in self._busy_extents

    def _block(self, block: tree.Block) -> list[str]:
        opening = filled(_opening(block), "", INSIDE, width=WIDTH - 2)
        if not block.items and not self._busy(block):
            return [*opening[:-1], f"{opening[-1]} {{ }}"]
        lines = [*opening[:-1], self._opened(block, opening[-1])]
        end = block.span.start
        for index, item in enumerate(block.items):
            if index and self._blank_between(end, item):
                lines.append("")
            lines += self._commented([item], self._item(item), STEP, spaced=True)
            end = item.span.end
        return [*lines, *self._closed(block, 0)]

    def _blank_between(self, end: int, item: tree.SyntaxNode) -> bool:
        comments = self._trivia.before.get(_extent(item), [])
        begin = min([item.span.start, *(comment.span.start for comment in comments if comment.span.start > end)])
        lines = self._source.text[end:begin].split("\n")
        return any(not line.strip() for line in lines[1:-1])

    def _item(self, item: tree.LicenseItem | tree.WorkItem, before: str = "") -> list[str]:
        if isinstance(item, tree.Replace):
            return self._commented([item.item], self._item(item.item, "replace "), STEP)
        if isinstance(item, tree.Case):
            return self._braced(item, f"case {quoted(item.name)}", self._lines(lines_of(item)))
        if isinstance(item, tree.Define | tree.Measure | tree.Reading | tree.ClauseItem):
            return self._named(item, f"{before}{type(item).__name__.lower()} {item.name.text} {locator(item.locator)}")
        first, *rest = statements.statement(item)
        return wrapped([before + first, *rest], STEP)

    def _named(self, item: tree.Define | tree.Measure | tree.Reading | tree.Clause, opening: str) -> list[str]:
        match item:
            case tree.Define(condition=condition):
                opening = " ".join([opening, *([quoted(item.note)] if item.note else [])])
                flat = self._flat(condition)
                body = self._commented([condition], self._condition(condition, "", INSIDE), INSIDE)
            case tree.Measure():
                flat = None
                body = [line for case in item.cases for line in self._measure_case(case)]
                body += self._lines(lines_of(item))
            case tree.Reading():
                flat = None
                opening = f"{opening} {quoted(item.question)}"
                body = self._lines(lines_of(item))
            case tree.ClauseItem():
                flat = self._flat_clause(item)
                also = item.also if isinstance(item, tree.Duty) else ()
                families = (line for each in also for line in self._commented([each], self._subject(each), INSIDE))
                body = [*self._subject(item), *families, *self._lines(effects(item))]
            case _:
                assert_never(item)
        whole = " " * STEP + f"{opening} {{ {flat} }}"
        widest = WIDTH - 1 if isinstance(item, tree.Define) else WIDTH
        if flat is not None and not self._busy(item) and len(whole) <= widest:
            return [whole]
        return self._braced(item, opening, body)

    def _braced(self, item: tree.SyntaxNode, opening: str, body: list[str]) -> list[str]:
        return [" " * STEP + self._opened(item, opening), *body, *self._closed(item, STEP)]

    def _lines(self, lines: Iterable[Line]) -> list[str]:
        return [text for line in lines for text in self._commented(line.nodes, line.laid_out(INSIDE), INSIDE)]

    def _measure_case(self, case: tree.MeasureCase) -> list[str]:
        begin = f"takes {case.quantity.text}"
        if case.when is None:
            return self._commented([case], [f"{' ' * INSIDE}{begin} otherwise"], INSIDE)
        lines = self._condition(case.when, f"{begin} when ", INSIDE, INSIDE + STEP)
        return self._commented([case], self._commented([case.when], lines, INSIDE), INSIDE)

    def _flat_clause(self, clause: tree.Clause) -> str | None:
        """A clause in one line; None if a comment stands in its condition, or it has several families of acts."""
        if isinstance(clause, tree.Duty) and clause.also:
            return None
        flat = None if clause.when is None else self._flat(clause.when)
        if clause.when is not None and flat is None:
            return None
        first, rest = subject(clause), effects(clause)
        begin = ([first.text] if first else []) + ([f"when {flat}"] if flat else [])
        return " ".join([*begin, *(line.text for line in rest)])

    def _subject(self, clause: tree.Clause | tree.Family) -> list[str]:
        """The acts or names, and the condition: in one line if they fit."""
        first, when = subject(clause), clause.when
        alone = self._lines([first]) if first else []
        if when is None:
            return alone
        flat = self._flat(when)
        if flat is not None and first and not self._parted(first, when):
            text = f"{first.text} when {flat}"
            if INSIDE + len(text) <= WIDTH:
                return self._commented(first.nodes, self._commented([when], [" " * INSIDE + text], INSIDE), INSIDE)
        return alone + self._commented([when], self._condition(when, "when ", INSIDE), INSIDE)

    def _parted(self, first: Line, when: tree.Condition) -> bool:
        """Whether a comment stands between the acts or names of a clause and its condition."""
        return _extent(when) in self._trivia.before or any(_extent(node) in self._trivia.behind for node in first.nodes)

    def _flat(self, condition: tree.Condition) -> str | None:
        """The condition in one line; None if a comment stands in it."""
        return None if self._busy(condition) else phrases.flat(condition)

    def _condition(self, condition: tree.Condition, before: str, indent: int, further: int | None = None) -> list[str]:
        """A condition after `when`, broken before `and` and `or` where it does not fit."""
        begin = " " * indent + before
        short = self._flat(condition)
        if short is not None and len(begin) + len(short) <= WIDTH:
            return [begin + short]
        if further is None:
            further = indent + max(0, len(before) - len(joint(condition)) - 1)
        return self._broken(condition, begin, further)

    def _broken(self, condition: tree.Condition, before: str, indent: int, after: str = "") -> list[str]:
        """The condition behind `before`; its further parts on lines of their own, `indent` deep."""
        if isinstance(condition, tree.Atom):
            return filled(phrases.atom(condition), before, len(before) + STEP, after)
        brackets = in_parentheses(condition)
        if isinstance(condition, tree.Not):
            lines = self._part(condition.part, f"{before}not ", after, bracketed=brackets[0])
            return self._commented([condition.part], lines, indent)
        lines = []
        for index, part in enumerate(condition.parts):
            begin = f"{' ' * indent}{joint(condition)} " if index else before
            end = after if index == len(condition.parts) - 1 else ""
            made = self._part(part, begin, end, bracketed=brackets[index])
            lines += self._commented([part], made, indent if index else len(before))
        return lines

    def _part(self, part: tree.Condition, before: str, after: str, *, bracketed: bool) -> list[str]:
        begin, end = (f"{before}(", f"){after}") if bracketed else (before, after)
        short = self._flat(part)
        if short is not None and len(begin) + len(short) + len(end) <= WIDTH:
            return [begin + short + end]
        return self._broken(part, begin, len(begin), end)


def _opening(block: tree.Block) -> list[str]:
    """What stands before the brace of a block, as pieces."""
    match block:
        case tree.License(id=id_):
            return statements.extending(f"license {id_.text}", block.extends)
        case tree.Template(id=id_):
            parameters = ", ".join(name.text for name in block.parameters)
            return statements.extending(f"template {id_.text}({parameters})", block.extends)
        case tree.Policy(id=id_):
            return [f"policy {id_.text}"]
        case tree.Work(id=id_):
            return [f"work {id_.text}"]
        case tree.Cases(licenses=licenses):
            return [f"cases for {', '.join(name.text for name in licenses)}"]
        case _:
            assert_never(block)


def _extent(node: tree.SyntaxNode) -> Extent:
    return node.span.start, node.span.end
