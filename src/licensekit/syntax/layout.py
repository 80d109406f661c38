"""The canonical layout: one way to lay out each statement, so that a diff is a change of terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from licensekit.span import Source
from licensekit.syntax import phrases, tree
from licensekit.syntax.lines import (
    STEP,
    WIDTH,
    fact,
    filled,
    indented,
    obligation,
    opened,
    option,
    registered,
    wrapped,
)
from licensekit.syntax.phrases import in_parentheses, listed, locator, quoted, word
from licensekit.syntax.trivia import Key, attached


class Layout:
    """Lays out one file."""

    def __init__(self, file: tree.File, source: Source) -> None:
        self._file = file
        self._source = source
        self._trivia, whole = attached(file, source)
        self._busy_keys = frozenset(self._trivia.busy(whole))

    def text(self) -> str:
        """The whole file."""
        blocks = [self._commented(block, self._block(block), spaced=True) for block in self._file.blocks]
        lines = [line for block in blocks for line in [*block, ""]][:-1]
        rest = self._trivia.closing.get((0, len(self._source.text) + 1), [])
        if rest:
            lines += ["", *(comment.text for comment in rest)]
        return "\n".join(lines) + "\n"

    # --- comments ----------------------------------------------------------------------------------------

    def _commented(
        self, node: tree.SyntaxNode, lines: list[str], indent: int = 0, *, spaced: bool = False
    ) -> list[str]:
        """Lines with the comments before and behind them; `spaced` keeps an empty line after a comment."""
        key = _key(node)
        before = self._before(key, indent, spaced=spaced)
        behind = self._trivia.behind.get(key)
        if behind:
            lines = [*lines[:-1], f"{lines[-1]}  {behind.text}"]
        return [*before, *lines]

    def _before(self, key: Key, indent: int, *, spaced: bool) -> list[str]:
        lines = []
        for comment in self._trivia.before.get(key, []):
            lines.append(" " * indent + comment.text)
            if spaced and comment.own_line and self._blank_after(comment):
                lines.append("")
        return lines

    def _blank_after(self, comment: tree.Comment) -> bool:
        rest = self._source.text[comment.span.end :].split("\n", 2)
        return len(rest) > 2 and not rest[1].strip()

    def _opened(self, node: tree.SyntaxNode, line: str) -> str:
        comment = self._trivia.opening.get(_key(node))
        return f"{line} {{  {comment.text}" if comment else f"{line} {{"

    def _closed(self, node: tree.SyntaxNode, indent: int) -> list[str]:
        comments = self._trivia.closing.get(_key(node), [])
        return [*(" " * (indent + STEP) + comment.text for comment in comments), " " * indent + "}"]

    def _busy(self, node: tree.SyntaxNode) -> bool:
        """Whether a comment stands inside, so that it cannot be one line."""
        return _key(node) in self._busy_keys

    # --- blocks ------------------------------------------------------------------------------------------

    def _block(self, block: tree.Block) -> list[str]:
        match block:
            case tree.License():
                return self._body(block, opened(f"license {block.id.text}", block.extends), block.items)
            case tree.Template():
                parameters = ", ".join(name.text for name in block.parameters)
                opening = opened(f"template {block.id.text}({parameters})", block.extends)
                return self._body(block, opening, block.items)
            case tree.Policy():
                return self._body(block, [f"policy {block.id.text}"], block.items)
            case tree.Work():
                return self._body(block, [f"work {block.id.text}"], block.items)
            case tree.Cases():
                names = ", ".join(name.text for name in block.licenses)
                return self._body(block, [f"cases for {names}"], block.cases)
            case _:
                assert_never(block)

    def _body(
        self, block: tree.Block, opening: list[str], items: Sequence[tree.LicenseItem | tree.WorkItem | tree.Case]
    ) -> list[str]:
        if not items and not self._busy(block):
            return [*opening[:-1], f"{opening[-1]} {{ }}"]
        lines = [*opening[:-1], self._opened(block, opening[-1])]
        end = block.span.start
        for index, item in enumerate(items):
            if index and self._blank_between(end, item):
                lines.append("")
            lines += self._commented(item, self._item(item), STEP, spaced=True)
            end = item.span.end
        return [*lines, *self._closed(block, 0)]

    def _blank_between(self, end: int, item: tree.SyntaxNode) -> bool:
        comments = self._trivia.before.get(_key(item), [])
        begin = min([item.span.start, *(comment.span.start for comment in comments if comment.span.start > end)])
        lines = self._source.text[end:begin].split("\n")
        return any(not line.strip() for line in lines[1:-1])

    # --- statements --------------------------------------------------------------------------------------

    def _item(self, item: tree.LicenseItem | tree.WorkItem, before: str = "") -> list[str]:
        match item:
            case tree.Header():
                return indented(f"{item.key} {word(item.value)}")
            case tree.TextHeader():
                document = f"{item.document.text} " if item.document else ""
                return indented(f"text {document}sha256 {quoted(item.sha256)} from {quoted(item.url)}")
            case tree.Replace():
                return self._commented(item.item, self._item(item.item, "replace "), STEP)
            case tree.Remove():
                return indented(f"remove {item.kind} {word(item.name)} {locator(item.locator)}")
            case tree.Relocate():
                return indented(f"relocate {item.name.text} {locator(item.locator)}")
            case tree.Conversion():
                begin = "converts to" if item.kind == "converts" else "offers"
                where = f"{begin} {item.license.text} {locator(item.locator)}"
                return wrapped([where, f"on {phrases.date(item.on)}"], STEP)
            case tree.Incorporates():
                return indented(f"{before}incorporates {item.policy.text} {locator(item.locator)}")
            case tree.IncorporatesUnread():
                title, url = quoted(item.title), quoted(item.url)
                return wrapped(
                    [f"{before}incorporates {title}", f"from {url}", f"{locator(item.locator)} unread"], STEP
                )
            case tree.Omits():
                return indented(f"{before}omits {quoted(item.what)} {locator(item.locator)}")
            case tree.Meaning():
                return indented(f"{before}meaning {item.name.text} {locator(item.locator)} {quoted(item.words)}")
            case tree.Fact():
                return fact(item, before)
            case tree.Define() | tree.Measure() | tree.Reading() | tree.Case():
                return self._braced(item, before)
            case tree.WorkModel():
                return indented(f"model {quoted(item.name)}")
            case tree.WorkPart() | tree.WorkTag() | tree.HostedOnly():
                return wrapped(registered(item), STEP)
            case tree.GivenFact():
                return wrapped(phrases.given(item), STEP)
            case _:
                return self._clause(item, before)

    def _braced(self, item: tree.Define | tree.Measure | tree.Reading | tree.Case, before: str) -> list[str]:
        match item:
            case tree.Define():
                note = f" {quoted(item.note)}" if item.note else ""
                opening = f"{before}define {item.name.text} {locator(item.locator)}{note}"
                flat = self._flat(item.condition)
                if flat is not None and not self._busy(item) and len(opening) + len(flat) + 6 + STEP <= WIDTH:
                    return indented(f"{opening} {{ {flat} }}")
                body = self._condition_line(item.condition, "", 2 * STEP)
                body = self._commented(item.condition, body, 2 * STEP)
            case tree.Measure():
                opening = f"{before}measure {item.name.text} {locator(item.locator)}"
                body = [line for case in item.cases for line in self._measure_case(case)]
                if item.larger_of:
                    larger = wrapped(listed(item.larger_of, "takes the larger of"), 2 * STEP)
                    body += self._gathered(item.larger_of, larger)
            case tree.Reading():
                opening = f"{before}reading {item.name.text} {locator(item.locator)} {quoted(item.question)}"
                body = [line for one in item.options for line in self._commented(one, option(one), 2 * STEP)]
                if item.raised:
                    body += self._gathered(item.raised, wrapped(listed(item.raised, "raised"), 2 * STEP))
            case tree.Case():
                opening = f"case {quoted(item.name)}"
                body = self._case(item)
        return [" " * STEP + self._opened(item, opening), *body, *self._closed(item, STEP)]

    def _gathered(self, nodes: Iterable[tree.SyntaxNode], lines: list[str]) -> list[str]:
        """One line for several nodes, with the comments of all of them."""
        before: list[str] = []
        behind: list[tree.Comment] = []
        for node in nodes:
            before += self._before(_key(node), 2 * STEP, spaced=False)
            if comment := self._trivia.behind.get(_key(node)):
                behind.append(comment)
        before += [" " * 2 * STEP + comment.text for comment in behind[:-1]]
        if behind:
            lines = [*lines[:-1], f"{lines[-1]}  {behind[-1].text}"]
        return [*before, *lines]

    def _measure_case(self, case: tree.MeasureCase) -> list[str]:
        begin = f"takes {case.quantity.text}"
        if case.when is None:
            lines = [f"{' ' * 2 * STEP}{begin} otherwise"]
        else:
            lines = self._condition_line(case.when, f"{begin} when ", 2 * STEP, 3 * STEP)
            lines = self._commented(case.when, lines, 2 * STEP)
        return self._commented(case, lines, 2 * STEP)

    def _case(self, case: tree.Case) -> list[str]:
        lines: list[str] = []
        if case.acts:
            lines += self._gathered(case.acts, wrapped(listed(case.acts, "acts"), 2 * STEP))
        if case.on:
            lines += self._commented(case.on, [f"{' ' * 2 * STEP}on {word(case.on)}"], 2 * STEP)
        if case.assume:
            lines += self._commented(case.assume, [f"{' ' * 2 * STEP}assume {case.assume.text}"], 2 * STEP)
        for given in case.given:
            lines += self._commented(given, wrapped(phrases.given(given), 2 * STEP), 2 * STEP)
        for expect in case.expect:
            lines += self._commented(expect, wrapped(phrases.expect(expect), 2 * STEP), 2 * STEP)
        return lines

    # --- clauses -----------------------------------------------------------------------------------------

    def _clause(self, clause: tree.Clause, before: str) -> list[str]:
        opening = f"{before}{type(clause).__name__.lower()} {clause.name.text} {locator(clause.locator)}"
        if not self._busy(clause):
            flat = self._flat_clause(clause)
            if flat is not None and len(opening) + len(flat) + 5 + STEP <= WIDTH:
                return indented(f"{opening} {{ {flat} }}")
        body = [*self._first_lines(clause), *self._what(clause)]
        if clause.remedy:
            remedy = wrapped(phrases.remedy(clause.remedy), 2 * STEP)
            body += self._commented(clause.remedy, remedy, 2 * STEP)
        return [" " * STEP + self._opened(clause, opening), *body, *self._closed(clause, STEP)]

    def _flat_clause(self, clause: tree.Clause) -> str | None:
        when = self._flat(clause.when) if clause.when else ""
        if when is None:
            return None
        pieces = [*phrases.begin(clause), *([f"when {when}"] if when else [])]
        match clause:
            case tree.Gate():
                pieces += phrases.needs(clause.needs)
            case tree.Duty():
                pieces += phrases.obligation_pieces(clause.obligations)
            case tree.Termination():
                pieces += [*phrases.ends(clause), *phrases.obligation_pieces(clause.obligations)]
            case tree.Grant() | tree.Prohibition() | tree.Reservation() | tree.Exemption():
                pass
            case _:
                assert_never(clause)
        return " ".join([*pieces, *(phrases.remedy(clause.remedy) if clause.remedy else [])])

    def _first_lines(self, clause: tree.Clause) -> list[str]:
        """The acts or names, and the condition: in one line if they fit."""
        begin, nodes = phrases.begin(clause), phrases.begin_nodes(clause)
        if not clause.when:
            return self._gathered(nodes, wrapped(begin, 2 * STEP)) if begin else []
        first = " ".join(begin)
        flat = self._flat(clause.when)
        alone = not begin or any(_key(node) in self._trivia.behind for node in nodes)
        alone = alone or _key(clause.when) in self._trivia.before
        if flat is not None and not alone and 2 * STEP + len(first) + len(flat) + 6 <= WIDTH:
            lines = self._commented(clause.when, [f"{' ' * 2 * STEP}{first} when {flat}"], 2 * STEP)
            return self._gathered(nodes, lines)
        lines = self._gathered(nodes, wrapped(begin, 2 * STEP)) if begin else []
        return lines + self._commented(clause.when, self._condition_line(clause.when, "when ", 2 * STEP), 2 * STEP)

    def _what(self, clause: tree.Clause) -> list[str]:
        lines: list[str] = []
        match clause:
            case tree.Gate():
                lines += self._commented(clause.needs, wrapped(phrases.needs(clause.needs), 2 * STEP), 2 * STEP)
            case tree.Termination():
                ends = [clause.ends, *([clause.stops] if clause.stops else [])]
                lines += self._gathered(ends, wrapped(phrases.ends(clause), 2 * STEP))
                lines += self._obligations(clause.obligations)
            case tree.Duty():
                lines += self._obligations(clause.obligations)
            case tree.Grant() | tree.Prohibition() | tree.Reservation() | tree.Exemption():
                pass
            case _:
                assert_never(clause)
        return lines

    def _obligations(self, obligations: Sequence[tree.Obligation]) -> list[str]:
        lines: list[str] = []
        for one in obligations:
            lines += self._commented(one, obligation(one), 2 * STEP)
        return lines

    # --- conditions --------------------------------------------------------------------------------------

    def _flat(self, condition: tree.Condition) -> str | None:
        """The condition in one line; None if a comment stands in it."""
        return None if self._busy(condition) else phrases.flat(condition)

    def _condition_line(
        self, condition: tree.Condition, before: str, indent: int, further: int | None = None
    ) -> list[str]:
        """A condition after `when`, broken before `and` and `or` where it does not fit."""
        pad = " " * indent
        short = self._flat(condition)
        if short is not None and indent + len(before) + len(short) <= WIDTH:
            return [f"{pad}{before}{short}"]
        if further is None:
            joint = "and" if isinstance(condition, tree.And) else "or"
            further = indent + max(0, len(before) - len(joint) - 1)
        return self._broken(condition, pad + before, further)

    def _broken(self, condition: tree.Condition, before: str, indent: int, after: str = "") -> list[str]:
        """The condition behind `before`; its further parts on lines of their own, `indent` deep."""
        match condition:
            case tree.And() | tree.Or():
                joint = "and" if isinstance(condition, tree.And) else "or"
                lines: list[str] = []
                brackets = in_parentheses(condition)
                for index, part in enumerate(condition.parts):
                    begin = f"{' ' * indent}{joint} " if index else before
                    end = after if index == len(condition.parts) - 1 else ""
                    made = self._part(part, begin, end, bracketed=brackets[index])
                    column = indent if index else len(before)
                    lines += self._commented(part, made, column)
                return lines
            case tree.Not(part=part):
                made = self._part(
                    part, f"{before}not ", after, bracketed=isinstance(part, (tree.And, tree.Or, tree.Not))
                )
                return self._commented(part, made, indent)
            case _:
                return filled(phrases.atom(condition), before, len(before) + STEP, after)

    def _part(self, part: tree.Condition, before: str, after: str, *, bracketed: bool) -> list[str]:
        opening, closing = ("(", f"){after}") if bracketed else ("", after)
        short = self._flat(part)
        if short is not None and len(before) + len(opening) + len(short) + len(closing) <= WIDTH:
            return [f"{before}{opening}{short}{closing}"]
        begin = f"{before}{opening}"
        return self._broken(part, begin, len(begin), closing)


def _key(node: tree.SyntaxNode) -> Key:
    return node.span.start, node.span.end
