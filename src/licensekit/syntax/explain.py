"""What is wrong where a word does not fit, in words that help whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lark import Token

from licensekit.diagnostics import Diagnostic, Label, did_you_mean
from licensekit.span import Source, Span
from licensekit.syntax.automaton import ParserState
from licensekit.syntax.build_clauses import LINE_WORDS
from licensekit.syntax.grammar import keywords
from licensekit.syntax.scan import character_name
from licensekit.syntax.tokens import END, STRAY
from licensekit.syntax.words import (
    BLOCKS,
    CURLY_QUOTES,
    HEADERS,
    LINES,
    SPELLINGS,
    STATEMENTS,
    WORDS,
    statement_mend,
)
from licensekit.vocabulary.words import VERBS

_ACTS_AFTER: Final = frozenset({"may", "for", "not", "acts", "before"})
_VERBS_AFTER: Final = frozenset({"must", "either", "to"})
_OF_BLOCK: Final = {"work": ("title", "model", "part", "tagged", "hosted", "given"), "cases": ("case",)}
_HEAD_OF: Final = {
    **dict.fromkeys(("part", "tagged", "hosted"), "work my-model"),
    **dict.fromkeys(("case", "acts", "on", "assume", "given", "expect"), "cases for my-licence"),
}
"""The statements of blocks that are no licences."""
_LINES_OF: Final[Mapping[str, frozenset[str]]] = {
    **LINE_WORDS,
    "reading": frozenset({"option", "raised"}),
    "measure": frozenset({"takes", "when"}),
    "define": frozenset(),
}
"""The words that begin lines of a kind of clause, or of a block as small."""
_AND_OR: Final = "write `and`, or `or`"
_A_DAY: Final = "write year-month-day, such as 2026-06-01"
_CONDITIONS_AFTER: Final = frozenset({"when", "and", "or", "not", "("})
_SHOWN: Final = 6


@dataclass(frozen=True)
class Unexpected:
    """A word that does not fit, and where: the words of its statement so far, and the parser's state before it."""

    source: Source
    words: list[Token]
    at: int
    statement: tuple[Token, ...]
    depth: int
    state: ParserState

    @property
    def word(self) -> Token:
        """The word itself."""
        return self.words[self.at]

    @property
    def previous(self) -> Token | None:
        """The word before it."""
        return self.words[self.at - 1] if self.at else None

    @property
    def next(self) -> Token:
        """The word after it."""
        return self.words[min(self.at + 1, len(self.words) - 1)]

    def span(self, word: Token) -> Span:
        """Where a word stands."""
        return Span(self.source.name, word.start_pos or 0, word.end_pos or 0)

    def finding(self, code: str, message: str, mend: str = "", word: Token | None = None) -> Diagnostic:
        """A finding at the word, or at another one."""
        return Diagnostic(code, message, (Label(self.span(self.word if word is None else word)),), mend)

    @property
    def around(self) -> tuple[str, str]:
        """The words that began the block and the clause in which this stands; empty where there is none."""
        block = clause = ""
        depth = 0
        for word in self.words[: self.at]:
            depth += (word.type == "LBRACE") - (word.type == "RBRACE")
            if depth == 0 and word in BLOCKS:
                block, clause = str(word), ""
            elif depth == 1 and word in STATEMENTS:
                clause = str(word)
        return block, clause if depth > 1 else ""

    def fits(self, *kinds: str) -> bool:
        """Whether words of these kinds would fit here, one after the other."""
        return self.state.after(*kinds) is not None


def explained(here: Unexpected) -> Diagnostic:
    """What is wrong: as the first rule says that knows it, or else what was expected."""
    return next(filter(None, (rule(here) for rule in _RULES)), None) or _plain(here)


def _unknown_statement(here: Unexpected) -> Diagnostic | None:
    """`permission x at …`: the first word of the statement is what is wrong."""
    word = here.statement[0] if here.statement else here.word
    if word.type != "NAME" or here.depth > 1 or (here.statement and (word in HEADERS or len(here.statement) > 3)):
        return None
    if here.depth == 0:
        what, words, otherwise = "begins no block", BLOCKS, f"write one of {_listed(BLOCKS)}"
    else:
        what, words = "is not a statement", (*STATEMENTS, *HEADERS)
        otherwise = "write a statement such as `grant` or `duty`"
    mend = statement_mend(str(word)) or did_you_mean(str(word), words) or otherwise
    return here.finding("LK125", f"`{word}` {what}", mend, word)


def _other_block(here: Unexpected) -> Diagnostic | None:
    """A statement of a licence in a block of another kind."""
    block = here.around[0]
    at = max((at + 1 for at, word in enumerate(here.statement) if word == "{"), default=0)
    begin = here.statement[at] if at < len(here.statement) else here.word
    if here.word == "under" and here.at > 1:  # behind a header that is none: `parts weights under …`
        begin = here.words[here.at - 2]
    if here.depth != 1 or block not in _OF_BLOCK or begin in _OF_BLOCK[block] or begin.type in {"RBRACE", STRAY, END}:
        return None
    what = "a work" if block == "work" else f"a block that begins with `{block}`"
    meant = "write `part weights under LICENCE`" if block == "work" and begin == "license" else ""
    mend = meant or did_you_mean(str(begin), _OF_BLOCK[block]) or f"write {_listed(_OF_BLOCK[block])}"
    return here.finding("LK125", f"`{begin}` is not a statement of {what}", mend, begin)


def _stray(here: Unexpected) -> Diagnostic | None:
    if here.word.type != STRAY:
        return None
    text = str(here.word)
    if text.startswith('"'):
        mend = 'write the closing quote on the same line; `\\n` stands for a new line, `\\"` for a quote'
        return here.finding("LK107", "this text in quotes does not end on its line", mend)
    if text in CURLY_QUOTES:
        mend = 'write texts in straight double quotes: `"…"`'
        return here.finding("LK117", f"`{text}` does not begin or end a text here", mend)
    if text in SPELLINGS:
        return here.finding("LK117", f"`{text}` means nothing here", SPELLINGS[text])
    if text.isascii():
        return here.finding("LK113", f"`{text}` means nothing here", "remove it, or write it inside quotes")
    letter = text[-1]
    mend = "names are written in plain letters a to z; other letters stand in quotes and comments only"
    return here.finding("LK113", f"`{letter}` ({character_name(letter)}) cannot stand here", mend)


def _outside(here: Unexpected) -> Diagnostic | None:
    word = str(here.word)
    if here.depth or word not in {*STATEMENTS, *LINES}:
        return None
    mend = f"write it inside a block, such as `{_HEAD_OF.get(word, 'license my-licence')} {{ … }}`"
    return here.finding("LK101", f"`{word}` stands outside of any block", mend)


def _header(here: Unexpected) -> Diagnostic | None:
    """`title MIT`."""
    begin = here.statement[0] if len(here.statement) == 1 else None
    if here.depth != 1 or begin is None or begin not in HEADERS or here.word.type in {"RBRACE", END}:
        return None
    if begin == "released":
        return here.finding("LK117", "the day of release is written as year-month-day", "write `released 2025-04-05`")
    mend = f'write `{begin} "{here.word}"`'
    return here.finding("LK117", f"the {str(begin).replace('_', ' ')} stands in quotes", mend)


def _is_not(here: Unexpected) -> Diagnostic | None:
    if here.word != "not" or here.previous != "is" or len(here.statement) < 2:
        return None
    fact = here.words[here.at - 2]
    value = here.next if here.next.type in {"NAME", "CODE"} else "VALUE"
    return here.finding("LK106", "there is no `is not`: a reader may miss it", f"write `not {fact} is {value}`")


def _missing_locator_quotes(here: Unexpected) -> Diagnostic | None:
    previous, *earlier = [*reversed(here.statement[-2:]), None]
    named = previous is not None and previous.type == "NAME" and "at" in earlier
    if not (previous == "at" or named) or not here.fits("TEXT"):
        return None
    if here.word.type in {"LBRACE", END}:
        return here.finding(
            "LK118", "`at` is followed by no place in the text", 'write the place in quotes: `at "1.a"`'
        )
    document = "" if here.previous == "at" else f"{here.previous} "
    return here.finding("LK117", "a place in the text stands in quotes", f'write `at {document}"{here.word}"`')


def _number_in_groups(here: Unexpected) -> Diagnostic | None:
    previous, word, after = here.previous, here.word, here.next
    if previous is None or previous.type != "NUMBER" or word != "," or after.type != "NUMBER":
        return None
    digits = [str(previous)]
    at = here.at
    while here.words[at] == "," and here.words[at + 1].type == "NUMBER":
        digits.append(str(here.words[at + 1]))
        at += 2
    return here.finding("LK108", "digits are not grouped by commas", f"write `{'_'.join(digits)}`", previous)


def _currency_first(here: Unexpected) -> Diagnostic | None:
    if here.word.type == "CODE" and here.next.type == "NUMBER" and here.fits("NUMBER"):
        return here.finding("LK117", "the currency stands after the amount", f"write `{here.next} {here.word}`")
    return None


def _known_phrase(here: Unexpected) -> Diagnostic | None:
    word = str(here.word)
    if "equivalent" in {word, str(here.next)} and "or" in {word, str(here.previous)}:
        place = here.word if word == "or" else here.previous
        return here.finding("LK117", "`or equivalent` stands in parentheses", "write `(or equivalent)`", place)
    if word == "not" and here.previous == "may":
        return here.finding("LK117", "`may not` reads two ways", "write `must not` in a prohibition")
    if word == "not" and here.previous == "not":
        return here.finding("LK117", "`not not` cancels itself", "remove both, or use parentheses")
    if word in {"}", ")"} and here.previous == ",":
        return here.finding("LK101", "a comma stands before nothing", "remove the comma", here.previous)
    if word == "," and {"and", "or"} <= expected_words(here):
        return here.finding("LK101", "a comma does not say whether all or one of the conditions is meant", _AND_OR)
    if here.previous is not None and here.previous.type == "NUMBER" and "." in here.previous:
        before = here.words[here.at - 2]
        if before in {"before", "on_or_after", "after"}:
            return here.finding("LK122", f"`{here.previous}` is not a day", _A_DAY, here.previous)
    return None


def _time_from_a_day(here: Unexpected) -> Diagnostic | None:
    """`within 30 days` of nothing, and `on_or_after 30 days after D`."""
    before = [str(word) for word in here.words[max(here.at - 3, 0) : here.at]]
    if before[-1:] == ["on_or_after"] and here.word.type == "NUMBER":
        mend = "that a time has passed is `as_of on_or_after D and not as_of within 30 days after D`"
        return here.finding("LK101", f"unexpected `{here.word}`", mend)
    if before[:1] == ["within"] and here.fits("AFTER"):
        mend = "write `after` and the day from which it counts, or `promptly` where the text names none"
        return here.finding("LK101", f"unexpected `{here.word}`", mend)
    return None


def _known_spelling(here: Unexpected) -> Diagnostic | None:
    word = str(here.word)
    if word in WORDS:
        return here.finding("LK117", f"`{word}` means nothing here", WORDS[word])
    expected = expected_words(here)
    if word in VERBS and "must" in expected:
        return here.finding("LK101", f"unexpected `{word}`", f"write `must {word}`")
    near = here.word.type == "NAME" or f"{word}s" in expected
    mend = did_you_mean(word, expected) if near else ""
    if mend:
        return here.finding("LK101", f"unexpected `{word}`", mend)
    if here.word.type == "CODE" and word.lower() in expected:
        return here.finding("LK123", f"`{word}` has upper case in it", f"write `{word.lower()}`")
    return None


def _reserved(here: Unexpected) -> Diagnostic | None:
    word, after = here.word, here.next.type
    if word.type in {"NAME", "CODE", "TEXT", END} or not str(word)[:1].isalpha() or not here.fits("NAME"):
        return None
    begins_line = word in LINES or word in STATEMENTS or word == "at"
    listed = here.previous is not None and here.previous in {",", *STATEMENTS, *BLOCKS, "option", "extends"}
    if (begins_line and (word == "at" or not listed)) or (after != END and not here.fits("NAME", after)):
        return None
    mend = f"use another word, such as `{word}_1` or `the_{word}`"
    return here.finding("LK103", f"`{word}` is a reserved word, not a name", mend)


def _misspelt_name(here: Unexpected) -> Diagnostic | None:
    """What its author takes for a name, and what is none."""
    word, after = str(here.word), here.next.type
    if here.word.type not in {"CODE", "NUMBER"} or not here.fits("NAME", after):
        return None
    if here.previous == "released" or word.lower() in expected_words(here):
        return None
    if here.word.type == "CODE":
        return here.finding("LK123", f"the name `{word}` has upper case in it", f"write `{word.lower()}`")
    mend = f"put a letter before it, such as `n{word.lower()}`" if word.isalnum() else "write a name in small letters"
    return here.finding("LK123", f"the name `{word}` does not begin with a letter", mend)


_RULES: Final = (
    _other_block,
    _unknown_statement,
    _stray,
    _outside,
    _header,
    _is_not,
    _missing_locator_quotes,
    _number_in_groups,
    _currency_first,
    _known_phrase,
    _time_from_a_day,
    _misspelt_name,
    _reserved,
    _known_spelling,
)
"""The first that fits says what is wrong."""


def _plain(here: Unexpected) -> Diagnostic:
    expected = _expected(here)
    mend = f"write {_listed(expected, quoted=False)}" if expected else ""
    word = "the end of the file" if here.word.type == END else f"`{str(here.word)[:40]}`"
    return here.finding("LK101", f"unexpected {word}", mend)


def expected_words(here: Unexpected) -> set[str]:
    """The words that may come next, but for lines that another kind of clause has: the grammar takes them in all."""
    accepted = set(here.state.accepted())
    words = {word for word, kind in keywords().items() if kind in accepted and word[0].isalpha()}
    own = _LINES_OF.get(here.around[1])
    return words if own is None else words - ({*LINES} - own)


def _expected(here: Unexpected) -> list[str]:
    accepted, marks = set(here.state.accepted()), keywords()
    words = expected_words(here) | {word for word, kind in marks.items() if kind in accepted and not word[0].isalpha()}
    if here.statement[-1:] == ("released",) and "DATE" in accepted:
        accepted -= {"NAME", "TEXT"}
    phrases = []
    if "NAME" in accepted:
        phrases.append(_what_name(here))
        if phrases[0] == "a condition":
            words -= {"not", "any", "all", "reading", "approval", "("}
            accepted -= {"DATE"}
    phrases += [phrase for kind, phrase in _KINDS.items() if kind in accepted]
    if set(STATEMENTS) & words and {"grant", "duty"} <= words:
        phrases.append("a statement such as `grant` or `duty`")
        words -= {*STATEMENTS, "contact"}
        phrases = [phrase for phrase in phrases if phrase != "a name"]
    if set(BLOCKS) <= words:
        phrases.append("a block such as `license`")
        words -= set(BLOCKS)
    if {"and", "or"} <= words:  # a condition is at its end, or goes on
        words = words & {"and", "or", ")", *LINES} or words
        phrases = []
    ordered = sorted(words, key=lambda word: (word in LINES, not word[0].isalpha(), word))
    return [*phrases, *(f"`{word}`" for word in ordered)][:_SHOWN]


_KINDS: Final = {
    "TEXT": "a text in quotes",
    "NUMBER": "a number",
    "DATE": "a day such as 2026-06-01",
    "MONTH": "a month such as 2026-01",
    "CODE": "a code such as USD or DE",
}


def _what_name(here: Unexpected) -> str:
    previous = str(here.previous)
    line = next((str(word) for word in reversed(here.statement) if word in LINES or word in STATEMENTS), "")
    if previous in _VERBS_AFTER and line in {"must", "encouraged"} and previous != "not":
        return "a verb such as `include`"
    if line == "when" and previous in _CONDITIONS_AFTER:
        return "a condition"
    if previous in _ACTS_AFTER:
        return "an act"
    return "a name"


def _listed(phrases: Iterable[str], *, quoted: bool = True) -> str:
    *firsts, last = [f"`{phrase}`" if quoted else phrase for phrase in phrases]
    return f"{', '.join(firsts)} or {last}" if firsts else last
