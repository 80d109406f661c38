"""What all builders of tree nodes share: places, words, texts, numbers, days; and the list of findings.

A builder never stops at a mistake. It adds a finding and goes on with something harmless, because a tree with
findings is never handed out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar, cast

from lark import Token, Tree

from licensekit.diagnostics import Diagnostic, Label
from licensekit.errors import ValueProblem
from licensekit.limits import MAX_DECIMALS, MAX_NAME, MAX_STRING
from licensekit.numerals import Numeral, day, numeral, whole_number
from licensekit.span import Source, Span
from licensekit.syntax import tree
from licensekit.values import YearMonth

TreePart = Token | Tree[Token]
T = TypeVar("T")

_ESCAPES: Final = {"\\": "\\", '"': '"', "n": "\n"}


@dataclass
class Building:
    """One file being built: its text, the parts that the parser had to skip, and what was found."""

    source: Source
    skipped: tuple[Span, ...] = ()
    parameters: frozenset[str] = frozenset()
    findings: list[Diagnostic] = field(default_factory=list)

    def error(self, code: str, span: Span, message: str, mend: str = "", *, also: Iterable[Label] = ()) -> None:
        """Add a finding at a place."""
        self.findings.append(Diagnostic(code, message, (Label(span), *also), mend))

    def twice(self, span: Span, word: str) -> None:
        """Add a finding that a word stands twice in a line."""
        self.error("LK121", span, f"`{word}` is given twice", "keep one of them")

    def incomplete(self, code: str, whole: Span, span: Span, message: str, mend: str = "") -> None:
        """Add a finding that something is missing, unless the parser skipped a part of `whole`."""
        if not any(whole.start <= gap.start < whole.end for gap in self.skipped):
            self.error(code, span, message, mend)

    def span(self, part: TreePart) -> Span:
        """From the first token of a part to its last."""
        if isinstance(part, Token):  # most parts by far
            return Span(self.source.name, part.start_pos or 0, part.end_pos or 0)
        begin, last = part.children[0], part.children[-1]
        while isinstance(begin, Tree):
            begin = begin.children[0]
        while isinstance(last, Tree):
            last = last.children[-1]
        return Span(self.source.name, begin.start_pos or 0, last.end_pos or 0)

    def name(self, token: Token) -> tree.Name:
        """A name; upper case and excessive length are found here."""
        text, span = str(token), self.span(token)
        if not text.islower():
            self.error("LK123", span, f"the name `{text}` has upper case in it", f"write `{text.lower()}`")
        if len(text) > MAX_NAME and any(len(piece) > MAX_NAME for piece in re.split(r"[.@\[]", text)):
            self.error("LK123", span, f"this name is longer than {MAX_NAME} characters", "use a shorter name")
        return tree.Name(text, span=span)

    def code(self, token: Token) -> tree.Code:
        """A code of two letters or more in upper case."""
        text, span = str(token), self.span(token)
        if not re.fullmatch(r"[A-Z]{2,5}", text):
            mend = f"write a code in upper case, such as DE or USD, or a name in lower case: `{text.lower()}`"
            self.error("LK123", span, f"`{text}` is neither a code nor a name", mend)
        return tree.Code(text, span=span)

    def text(self, token: Token) -> tree.Text:
        """A text in quotes, its escapes resolved."""
        span = self.span(token)
        value = str(token)[1:-1]
        if "\\" in value:
            value = re.sub(r"\\(.)", lambda escape: self._escape(span, escape), value)
        if len(value) > MAX_STRING:
            self.error("LK124", span, f"this text is longer than {MAX_STRING:_} characters", "shorten it")
        return tree.Text(value, span=span)

    def _escape(self, span: Span, escape: re.Match[str]) -> str:
        if escape[1] in _ESCAPES:
            return _ESCAPES[escape[1]]
        place = Span(span.source, span.start + 1 + escape.start(), span.start + 1 + escape.end())
        mend = 'write `\\"` for a quote, `\\\\` for a backslash, `\\n` for a new line'
        self.error("LK124", place, f"`{escape[0]}` means nothing here", mend)
        return ""

    def word(self, token: Token) -> tree.Word:
        """A name, or a text in quotes."""
        return self.text(token) if token.type == "TEXT" else self.name(token)

    def value(self, token: Token) -> tree.Name | tree.Code:
        """A name or a code."""
        return self.code(token) if token.type == "CODE" else self.name(token)

    def names(self, part: Tree[Token]) -> tuple[tree.Name, ...]:
        """The names of the comma-separated list in a part."""
        return tuple(map(self.name, tokens(first(part, "names"), "NAME")))

    def texts(self, part: Tree[Token]) -> tuple[tree.Text, ...]:
        """The texts of the comma-separated list in a part."""
        return tuple(map(self.text, tokens(first(part, "texts"), "TEXT")))

    def its_name(self, part: Tree[Token]) -> tree.Name:
        """The first name that stands directly in a part."""
        return self.name(token(part, "NAME"))

    def its_text(self, part: Tree[Token]) -> tree.Text:
        """The first text that stands directly in a part."""
        return self.text(token(part, "TEXT"))

    def its_day(self, part: Tree[Token]) -> tree.Day:
        """The day that stands directly in a part."""
        return self.day(token(part, "DATE"))

    def number(self, part: Tree[Token], decimals: int = MAX_DECIMALS) -> tree.WrittenNumber:
        """Digits and a scale word, exactly."""
        digits, whole = token(part, "NUMBER"), " ".join(str(word) for word in part.children)
        none = Numeral(0, "0")
        read = self._read(lambda: numeral(digits, decimals, whole=whole == digits), none, digits)
        if read is not none and whole != digits:
            read = self._read(lambda: numeral(whole, decimals), none, part)
        return tree.WrittenNumber(read.value, read.written, span=self.span(part))

    def whole_number(self, digits: Token, most: int = 9999) -> int:
        """A plain whole number of days, months, years, or a year itself."""
        return self._read(lambda: whole_number(digits, most), 1, digits)

    def day(self, digits: Token) -> tree.Day:
        """A day of the calendar."""
        return tree.Day(self._read(lambda: day(digits), date(2000, 1, 1), digits), span=self.span(digits))

    def month(self, digits: Token) -> YearMonth:
        """A month of the calendar."""
        return self._read(lambda: YearMonth.parse(digits), YearMonth(2000, 1), digits)

    def _read(self, read: Callable[[], T], otherwise: T, part: TreePart) -> T:
        """What was read, or, with a finding at its place, something harmless."""
        try:
            return read()
        except ValueProblem as problem:
            self.error(problem.code, self.span(part), problem.message, problem.help)
            return otherwise

    def date(self, digits: Token) -> tree.DateTerm:
        """A day, or the name of a date."""
        return self.day(digits) if digits.type == "DATE" else self.name(digits)


def tokens(part: Tree[Token], *kinds: str) -> Iterator[Token]:
    """The tokens of these kinds that stand directly in a part."""
    return (child for child in part.children if isinstance(child, Token) and child.type in kinds)


def token(part: Tree[Token], kind: str) -> Token:
    """The first token of one kind; the grammar says that there is one."""
    return next(tokens(part, kind))


def has(part: Tree[Token], kind: str) -> bool:
    """Whether a keyword stands directly in a part."""
    return any(True for _ in tokens(part, kind))


def trees(part: Tree[Token], *rules: str) -> Iterator[Tree[Token]]:
    """The parts made by these rules (all, if none is named) that stand directly in a part."""
    return (child for child in part.children if isinstance(child, Tree) and (not rules or child.data in rules))


def first(part: Tree[Token], rule: str) -> Tree[Token]:
    """The part made by a rule; the grammar says that there is one."""
    return next(trees(part, rule))


def word_at(part: Tree[Token], index: int) -> Token:
    """The token at a place in a part; the grammar says that there is one."""
    return cast("Token", part.children[index])


def tree_at(part: Tree[Token], index: int) -> Tree[Token]:
    """The part at a place in a part; the grammar says that there is one."""
    return cast("Tree[Token]", part.children[index])


def maybe(part: Tree[Token], rule: str) -> Tree[Token] | None:
    """The part made by a rule, if there is one."""
    return next(trees(part, rule), None)
