"""The words of a text, stray marks included.

The patterns are the grammar's own, so that this lexer and lark's agree on every text that both can read; a test
holds them together. It is here because lark's takes three times as long, and stops at what it cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from lark import Token

from licensekit.span import Source
from licensekit.syntax.grammar import Watch, keywords, number_type, parser
from licensekit.syntax.words import SPELLINGS

STRAY: Final = "STRAY"
END: Final = "$END"


@cache
def _pattern() -> re.Pattern[str]:
    by_name = {term.name: term.pattern.to_regexp() for term in parser().terminals}
    kinds = [f"(?P<{name}>{by_name[name]})" for name in ("NAME", "CODE", "NUMBER", "TEXT")]
    marks = sorted((mark for mark in SPELLINGS if not mark[0].isalnum()), key=len, reverse=True)
    stray = "|".join([r'"(?:[^"\\\n]|\\[^\n])*\\?', *map(re.escape, marks), r"[.\-]+[^\x00-\x7f]"])
    unread = by_name["SPACE"], by_name["COMMENT"]
    return re.compile("|".join([*unread, *kinds, r"(?P<MARK>[{}(),:])", f"(?P<STRAY>{stray}|.)"]), re.DOTALL)


def tokens_of(source: Source) -> list[Token]:
    """All words and marks, with STRAY for what the language has no use for, and an END. Raises LimitError."""
    size = len(source.text)
    end = Token(END, "", start_pos=size, end_pos=size)
    return [*Watch().process(_words(source.text)), end]


def _words(text: str) -> Iterator[Token]:
    words, pattern = keywords(), _pattern()
    at = 0
    while matched := pattern.match(text, at):
        kind, word = matched.lastgroup, matched.group()
        begin, at = matched.span()
        if kind in {"NAME", "MARK"}:
            kind = words.get(word, "NAME")
        elif kind == "NUMBER":
            kind = number_type(word)
        elif kind == STRAY and word.startswith('"'):
            # The quote was forgotten; the braces at the end of the line most likely were not.
            word = word.rstrip(" \t}") or word
            at = begin + len(word)
        if kind is not None:
            yield Token(kind, word, begin, None, None, None, None, at)
