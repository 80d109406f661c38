"""What is wrong where a word does not fit, in words that help whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lark import Token

from licensekit.diagnostics import Diagnostic, Label, did_you_mean
from licensekit.span import Source, Span
from licensekit.syntax.automaton import State
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

_ACTS_AFTER: Final = frozenset({"may", "for", "not", "acts", "before"})
_VERBS_AFTER: Final = frozenset({"must", "either", "to"})
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
    state: State

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

    def fits(self, *kinds: str) -> bool:
        """Whether words of these kinds would fit here, one after the other."""
        return self.state.after(*kinds) is not None


def explained(found: Unexpected) -> tuple[Diagnostic, int]:
    """The finding, and the index of the first word that is wrong."""
    first = _unknown_statement(found)
    if first is not None:
        return first, found.at
    for rule in (
        _stray,
        _outside,
        _header,
        _is_not,
        _missing_locator_quotes,
        _number_in_groups,
        _currency_first,
        _known_phrase,
        _reserved,
        _known_spelling,
    ):
        finding = rule(found)
        if finding is not None:
            return finding, found.at
    return _plain(found), found.at


def _finding(found: Unexpected, code: str, message: str, mend: str = "", word: Token | None = None) -> Diagnostic:
    return Diagnostic(code, message, (Label(found.span(found.word if word is None else word)),), mend)


# --- the statement as a whole ----------------------------------------------------------------------------


def _unknown_statement(found: Unexpected) -> Diagnostic | None:
    """`permission x at …`: the first word of the statement is what is wrong."""
    if not found.statement:
        word = found.word
        if word.type != "NAME" or found.depth > 1:
            return None
    else:
        word = found.statement[0]
        if found.depth > 1 or word.type != "NAME" or word in HEADERS or len(found.statement) > 3:
            return None
    known = BLOCKS if found.depth == 0 else (*STATEMENTS, *HEADERS)
    mend = statement_mend(str(word)) or did_you_mean(str(word), known)
    if not mend:
        mend = f"write one of {_listed(BLOCKS)}" if found.depth == 0 else "write a statement such as `grant` or `duty`"
    what = "begins no block" if found.depth == 0 else "is not a statement"
    return _finding(found, "LK125", f"`{word}` {what}", mend, word)


# --- rules, the first that fits --------------------------------------------------------------------------


def _stray(found: Unexpected) -> Diagnostic | None:
    if found.word.type != STRAY:
        return None
    text = str(found.word)
    if text.startswith('"'):
        help_ = 'write the closing quote on the same line; `\\n` stands for a new line, `\\"` for a quote'
        return _finding(found, "LK107", "this text in quotes does not end on its line", help_)
    if text in CURLY_QUOTES:
        help_ = 'write texts in straight double quotes: `"…"`'
        return _finding(found, "LK117", f"`{text}` does not begin or end a text here", help_)
    if text in SPELLINGS:
        return _finding(found, "LK117", f"`{text}` means nothing here", SPELLINGS[text])
    if text.isascii():
        return _finding(found, "LK113", f"`{text}` means nothing here", "remove it, or write it inside quotes")
    letter = text[-1]
    help_ = "names are written in plain letters a to z; other letters stand in quotes and comments only"
    return _finding(found, "LK113", f"`{letter}` ({character_name(letter)}) cannot stand here", help_)


def _outside(found: Unexpected) -> Diagnostic | None:
    word = str(found.word)
    if found.depth or word not in {*STATEMENTS, *LINES}:
        return None
    help_ = "write it inside a block, such as `license my-licence { … }`"
    return _finding(found, "LK101", f"`{word}` stands outside of any block", help_)


def _header(found: Unexpected) -> Diagnostic | None:
    """`title MIT`."""
    begin = found.statement[0] if len(found.statement) == 1 else None
    if found.depth != 1 or begin is None or begin not in HEADERS or found.word.type in {"RBRACE", END}:
        return None
    if begin == "released":
        return _finding(
            found, "LK117", "the day of release is written as year-month-day", "write `released 2025-04-05`"
        )
    help_ = f'write `{begin} "{found.word}"`'
    return _finding(found, "LK117", f"the {str(begin).replace('_', ' ')} stands in quotes", help_)


def _is_not(found: Unexpected) -> Diagnostic | None:
    if found.word != "not" or found.previous != "is" or len(found.statement) < 2:
        return None
    fact = found.words[found.at - 2]
    value = found.next if found.next.type in {"NAME", "CODE"} else "VALUE"
    return _finding(found, "LK106", "there is no `is not`: a reader may miss it", f"write `not {fact} is {value}`")


def _missing_locator_quotes(found: Unexpected) -> Diagnostic | None:
    previous, *earlier = [*reversed(found.statement[-2:]), None]
    named = previous is not None and previous.type == "NAME" and "at" in earlier
    if not (previous == "at" or named) or not found.fits("TEXT"):
        return None
    if found.word.type in {"LBRACE", END}:
        return _finding(
            found, "LK118", "`at` is followed by no place in the text", 'write the place in quotes: `at "1.a"`'
        )
    document = "" if found.previous == "at" else f"{found.previous} "
    return _finding(found, "LK117", "a place in the text stands in quotes", f'write `at {document}"{found.word}"`')


def _number_in_groups(found: Unexpected) -> Diagnostic | None:
    previous, word, after = found.previous, found.word, found.next
    if previous is None or previous.type != "NUMBER" or word != "," or after.type != "NUMBER":
        return None
    digits = [str(previous)]
    at = found.at
    while found.words[at] == "," and found.words[at + 1].type == "NUMBER":
        digits.append(str(found.words[at + 1]))
        at += 2
    return _finding(found, "LK108", "digits are not grouped by commas", f"write `{'_'.join(digits)}`", previous)


def _currency_first(found: Unexpected) -> Diagnostic | None:
    if found.word.type == "CODE" and found.next.type == "NUMBER" and found.fits("NUMBER"):
        help_ = f"write `{found.next} {found.word}`"
        return _finding(found, "LK117", "the currency stands after the amount", help_)
    return None


def _known_phrase(found: Unexpected) -> Diagnostic | None:
    word = str(found.word)
    if "equivalent" in {word, str(found.next)} and "or" in {word, str(found.previous)}:
        place = found.word if word == "or" else found.previous
        return _finding(found, "LK117", "`or equivalent` stands in parentheses", "write `(or equivalent)`", place)
    if word == "not" and found.previous == "may":
        return _finding(found, "LK117", "`may not` reads two ways", "write `must not` in a prohibition")
    if word == "not" and found.previous == "not":
        return _finding(found, "LK117", "`not not` cancels itself", "remove both, or use parentheses")
    if word in {"}", ")"} and found.previous == ",":
        return _finding(found, "LK101", "a comma stands before nothing", "remove the comma", found.previous)
    return None


def _known_spelling(found: Unexpected) -> Diagnostic | None:
    word = str(found.word)
    if found.word.type == "NAME" or word in WORDS:
        mend = WORDS.get(word) or did_you_mean(word, _expected_words(found))
        if word in WORDS:
            return _finding(found, "LK117", f"`{word}` means nothing here", mend)
        if mend:
            return _finding(found, "LK101", f"unexpected `{word}`", mend)
    if found.word.type == "CODE" and word.lower() in _expected_words(found):
        return _finding(found, "LK123", f"`{word}` has upper case in it", f"write `{word.lower()}`")
    return None


def _reserved(found: Unexpected) -> Diagnostic | None:
    word = found.word
    if word.type in {"NAME", END} or not str(word)[:1].isalpha() or word.type in {"CODE", "TEXT"}:
        return None
    if not found.fits("NAME"):
        return None
    begins_line = word in LINES or word in STATEMENTS or word == "at"
    listed = found.previous is not None and found.previous in {",", *STATEMENTS, *BLOCKS, "option", "extends"}
    if begins_line and (word == "at" or not listed):
        return None
    if found.next.type != END and not found.fits("NAME", found.next.type):
        return None
    help_ = f"use another word, such as `{word}_1` or `the_{word}`"
    return _finding(found, "LK103", f"`{word}` is a reserved word, not a name", help_)


# --- otherwise: what was expected ------------------------------------------------------------------------


def _plain(found: Unexpected) -> Diagnostic:
    expected = _expected(found)
    mend = f"write {_listed(expected, quoted=False)}" if expected else ""
    word = "the end of the file" if found.word.type == END else f"`{str(found.word)[:40]}`"
    return _finding(found, "LK101", f"unexpected {word}", mend)


def _accepted(found: Unexpected) -> set[str]:
    return set(found.state.accepted())


def _expected_words(found: Unexpected) -> set[str]:
    accepted = _accepted(found)
    return {word for word, kind in keywords().items() if kind in accepted and word[0].isalpha()}


def _expected(found: Unexpected) -> list[str]:
    accepted, marks = _accepted(found), keywords()
    words = {word for word, kind in marks.items() if kind in accepted}
    phrases = []
    if "NAME" in accepted:
        phrases.append(_what_name(found))
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
    ordered = sorted(words, key=lambda word: (not word[0].isalpha(), word))
    return [*phrases, *(f"`{word}`" for word in ordered)][:_SHOWN]


_KINDS: Final = {
    "TEXT": "a text in quotes",
    "NUMBER": "a number",
    "DATE": "a day such as 2026-06-01",
    "MONTH": "a month such as 2026-01",
    "CODE": "a code such as USD or DE",
}


def _what_name(found: Unexpected) -> str:
    previous = str(found.previous)
    line = next((str(word) for word in reversed(found.statement) if word in LINES or word in STATEMENTS), "")
    if previous in _VERBS_AFTER and line in {"must", "encouraged"} and previous != "not":
        return "a verb such as `include`"
    if line == "when" and previous in _CONDITIONS_AFTER:
        return "a condition"
    if previous in _ACTS_AFTER:
        return "an act"
    return "a name"


def _listed(phrases: Iterable[str], *, quoted: bool = True) -> str:
    shown = [f"`{phrase}`" if quoted else phrase for phrase in phrases]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"
