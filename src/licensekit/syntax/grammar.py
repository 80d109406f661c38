"""The parser's tables, made from grammars/licensekit.lark, and what is known of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from lark import Lark, Token, Tree

from licensekit.data import data_folder
from licensekit.limits import MAX_NESTING, MAX_TOKENS

GRAMMAR_FILE: Final = "licensekit.lark"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


class LimitError(Exception):
    """A limit of limits.py was passed at a token; `code` is the diagnostic's code."""

    def __init__(self, code: str, token: Token) -> None:
        super().__init__(code)
        self.code = code
        self.token = token


class Watch:
    """Stands between lexer and parser: tells days and months from numbers, and counts words and nesting.

    Counting here means that no tree that is too deep ever exists, so that nothing later can run out of stack.
    """

    always_accept = ()

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The same tokens, retyped, up to a limit. Raises LimitError."""
        depth = 0
        for count, token in enumerate(stream, 1):
            kind = token.type
            if kind == "NUMBER":
                if "-" in token:
                    token.type = number_type(token)
            elif kind in {"LPAR", "LBRACE"}:
                depth += 1
                if depth > MAX_NESTING:
                    raise LimitError("LK109", token)
            elif kind in {"RPAR", "RBRACE"}:
                depth -= 1
            if count > MAX_TOKENS:
                raise LimitError("LK110", token)
            yield token


def number_type(text: str) -> str:
    """DATE, MONTH or NUMBER: what a word that begins with a digit is."""
    if _DAY.fullmatch(text):
        return "DATE"
    return "MONTH" if _MONTH.fullmatch(text) else "NUMBER"


@cache
def grammar_text() -> str:
    """The grammar, as it stands in grammars/."""
    return (data_folder("grammars") / GRAMMAR_FILE).read_text(encoding="utf-8")


@cache
def parser() -> Lark:
    """The parser. It keeps every token, so that each node's place is that of its first and last token."""
    return Lark(
        grammar_text(),
        start="file",
        parser="lalr",
        lexer="basic",
        postlex=Watch(),
        keep_all_tokens=True,
        maybe_placeholders=False,
    )


@cache
def keywords() -> dict[str, str]:
    """Every word and mark of the grammar, with the name of its token."""
    return {term.pattern.value: term.name for term in parser().terminals if term.pattern.type == "str"}


@cache
def reserved_words() -> frozenset[str]:
    """The words that can never be names."""
    return frozenset(word for word in keywords() if word[0].isalpha())


def parsed(text: str) -> Tree[Token]:
    """The tree of a text. Raises lark's UnexpectedInput, and LimitError."""
    return parser().parse(text)
