"""Going on after a mistake, so that all mistakes of a file are found in one go.

The parser is fed word by word. A copy of its state is kept wherever a statement or a line may begin. When a word
does not fit, the finding is noted, words are skipped to the next place where a statement or line begins in the
same block, and the copy kept for that block goes on from there. What is left of the file is parsed once more, so
that mistakes which the grammar lets through (`and` mixed with `or`) are found in it too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lark import Token, Tree

from licensekit.diagnostics import Diagnostic, Label
from licensekit.limits import MAX_DIAGNOSTICS
from licensekit.span import Source, Span
from licensekit.syntax.automaton import ParserState, tree_of
from licensekit.syntax.explain import Unexpected, explained
from licensekit.syntax.tokens import END, tokens_of
from licensekit.syntax.words import BLOCKS, LINES, STATEMENTS

_BEGINNINGS: Final = frozenset({*BLOCKS, *STATEMENTS, *LINES})
_CLOSERS: Final = {"{": ("RBRACE", "}"), "(": ("RPAR", ")")}


def recovered(source: Source, words: list[Token]) -> tuple[Tree[Token] | None, tuple[Span, ...], list[Diagnostic]]:
    """The tree of what can be read, the places that were skipped, and a finding for each of them."""
    reader = _Recovery(source, words)
    reader.read()
    return tree_of([*reader.kept, reader.words[-1]]), tuple(reader.skipped), reader.findings


def end_of(source: Source) -> Unexpected:
    """Where the parser stands at the end of a text that is cut off there, mistakes stepped over. Raises LimitError."""
    reader = _Recovery(source, tokens_of(source))
    reader.go_through()
    return reader.here()


@dataclass
class _Mark:
    """A place where a statement or line may begin, in the block that `depth` braces enclose."""

    depth: int
    state: ParserState
    kept: int


@dataclass
class _Recovery:
    source: Source
    words: list[Token]
    state: ParserState = field(default_factory=ParserState.start)
    at: int = 0
    kept: list[Token] = field(default_factory=list)
    open: list[Token] = field(default_factory=list)
    marks: list[_Mark] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    skipped: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.marks = [_Mark(0, self.state, 0)]

    @property
    def depth(self) -> int:
        """How many braces are open."""
        return sum(1 for bracket in self.open if bracket == "{")

    def read(self) -> None:
        """Feed every word and the end; note and step over what does not fit."""
        self.go_through()
        if self.words[self.at].type == END:
            self._end()

    def go_through(self) -> None:
        """Feed every word, but not the end."""
        while self.words[self.at].type != END and len(self.findings) < MAX_DIAGNOSTICS:
            word = self.words[self.at]
            self._mark(word)
            after = self.state.after(word.type)
            if after is None:
                self._step_over(word)
            else:
                self._feed(word, after)
                self.at += 1

    def _feed(self, word: Token, after: ParserState) -> None:
        self.state = after
        self.kept.append(word)
        if word.type in {"LBRACE", "LPAR"}:
            self.open.append(word)
        elif word.type in {"RBRACE", "RPAR"} and self.open:
            self.open.pop()
            self._forget_deeper_marks()

    def _mark(self, word: Token) -> None:
        if _begins(word, self.depth, self.source):
            closes = self.depth == 0 or self.state.accepts("RBRACE")
            brackets = bool(self.open) and self.open[-1] == "("
            if closes and not brackets:
                self._forget_deeper_marks()
                while self.marks and self.marks[-1].depth == self.depth:
                    self.marks.pop()
                self.marks.append(_Mark(self.depth, self.state, len(self.kept)))

    def _forget_deeper_marks(self) -> None:
        while len(self.marks) > 1 and self.marks[-1].depth > self.depth:
            self.marks.pop()

    def _step_over(self, word: Token) -> None:
        if self._close_for(word) or self._open_for(word):
            return
        if word.type == "RBRACE" and self.depth == 0:
            self._note("LK127", word, "this brace closes nothing", "remove it, or open a block before it")
            self.at += 1
            return
        self.findings.append(explained(self.here()))
        self._skip()

    def _note(self, code: str, word: Token, message: str, mend: str, *also: Label) -> None:
        self.findings.append(Diagnostic(code, message, (Label(self._span(word)), *also), mend))

    def _note_open(self, bracket: Token, *also: Label) -> None:
        name = "brace" if bracket == "{" else "parenthesis"
        self._note("LK102", bracket, f"this {name} is not closed", f"write `{_CLOSERS[bracket][1]}`", *also)

    def _span(self, word: Token) -> Span:
        return Span(self.source.name, word.start_pos or 0, word.end_pos or 0)

    def here(self) -> Unexpected:
        """The word at hand, and what was read of its statement."""
        begin = self.marks[-1].kept
        return Unexpected(self.source, self.words, self.at, tuple(self.kept[begin:]), self.depth, self.state)

    def _close_for(self, word: Token) -> bool:
        """Whether the word fits once brackets are closed: then they were forgotten."""
        if word.type == END or not _begins(word, self.depth, self.source):
            return False
        trial, missing = self.state, []
        for bracket in reversed(self.open):
            if bracket == "{" and not _first_on_line(word, self.source):
                return False
            kind, mark = _CLOSERS[bracket]
            closer = Token(kind, mark, start_pos=word.start_pos, end_pos=word.start_pos)
            after = trial.after(kind)
            if after is None:
                return False
            missing.append((bracket, closer, after))
            trial = after
            if trial.accepts(word.type):
                break
        else:
            return False
        for bracket, closer, after in missing:
            self._note_open(bracket, Label(self._span(word), "before this"))
            self._feed(closer, after)
        return True

    def _open_for(self, word: Token) -> bool:
        """Whether the word fits once a block is opened: then its brace was forgotten."""
        before = self.words[self.at - 1] if self.at else word
        opened = self.state.after("LBRACE")
        after = self.words[self.at + 1].type
        if opened is None or opened.after(word.type, after) is None or before in {"in", "of", "is"}:
            return False
        self._note("LK101", word, f"unexpected `{str(word)[:40]}`", "write `{` before it")
        self._feed(Token("LBRACE", "{", start_pos=word.start_pos, end_pos=word.start_pos), opened)
        return True

    def _end(self) -> None:
        for bracket in reversed(self.open):
            self._note_open(bracket)
        if not self.findings:
            self.findings.append(explained(self.here()))
        for bracket in reversed(self.open):
            kind, mark = _CLOSERS[bracket]
            self.kept.append(Token(kind, mark, start_pos=bracket.start_pos, end_pos=bracket.end_pos))

    def _skip(self) -> None:
        """Drop what was read of the statement that is wrong, and go on where its block, or one around it, can."""
        mark, bad = self.marks[-1], self.words[self.at]
        stop, depth = self._resume_at(mark)
        while mark.depth > depth:
            self.marks.pop()
            mark = self.marks[-1]
        gap_begin = self.kept[mark.kept] if mark.kept < len(self.kept) else bad
        begin = min(gap_begin.start_pos or 0, bad.start_pos or 0)
        self.skipped.append(Span(self.source.name, begin, self.words[stop].start_pos or 0))
        del self.kept[mark.kept :]
        self.state = mark.state
        while self.depth > mark.depth or (self.open and self.open[-1] == "("):
            self.open.pop()
        self.at = stop

    def _goes_on(self, mark: _Mark, word: Token) -> bool:
        # `from` begins a line of few clauses, and much more often names a party
        begins = _begins(word, mark.depth, self.source) and (word != "from" or _first_on_line(word, self.source))
        return begins and mark.state.accepts(word.type)

    def _resume_at(self, mark: _Mark) -> tuple[int, int]:
        """The next word at which the block of the mark, or one around it, can go on; and that block's depth."""
        depth, at = self.depth, self.at
        while self.words[at].type != END:
            word = self.words[at]
            if word.type == "LBRACE":
                depth += 1
            elif word.type == "RBRACE":
                if depth <= mark.depth:
                    return at, mark.depth
                depth -= 1
            elif depth == mark.depth and at > self.at and self._goes_on(mark, word):
                return at, mark.depth
            elif word in BLOCKS and at > self.at and _first_on_line(word, self.source, column_one=True):
                return at, 0
            at += 1
        return at, mark.depth


def _begins(word: Token, depth: int, source: Source) -> bool:
    """Whether a statement or line probably begins with this word."""
    if word in _BEGINNINGS:
        return True
    return word.type == "NAME" and depth <= 1 and _first_on_line(word, source)


def _first_on_line(word: Token, source: Source, *, column_one: bool = False) -> bool:
    start = word.start_pos or 0
    before = source.text[source.text.rfind("\n", 0, start) + 1 : start]
    return not before if column_one else not before.strip()
