"""The parser's tables, made from grammars/licensekit.lark, and what is known of its words."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

import lark
from lark import Lark, Token
from lark.grammar import Rule
from lark.lexer import TerminalDef

from licensekit import cache
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


@lru_cache
def grammar_text() -> str:
    """The grammar, as it stands in grammars/."""
    return (data_folder("grammars") / GRAMMAR_FILE).read_text(encoding="utf-8")


@lru_cache
def parser() -> Lark:
    """The parser. It keeps every token, so that each node's place is that of its first and last token.

    Its tables come from the cache where they were made from this grammar by this version of lark before.
    """
    about = ("tables", lark.__version__, sha256(grammar_text().encode("utf-8")).hexdigest())
    kept = cache.fetched(*about)
    if kept is not None:
        with suppress(Exception):  # tables that lark cannot take up are made again
            return _from_tables(kept)
    built = Lark(
        grammar_text(),
        start="file",
        parser="lalr",
        lexer="basic",
        postlex=Watch(),
        keep_all_tokens=True,
        maybe_placeholders=False,
    )
    with suppress(Exception):  # a lark that gives no such tables works without
        cache.keep(_tables(built), *about)
    return built


def _tables(built: Lark) -> dict[str, Any]:
    """The tables as lark's stand-alone parsers hold them, but in JSON, where every key is a text."""
    data, memo = built.memo_serialize([TerminalDef, Rule])
    options = {name: value for name, value in data["options"].items() if name not in {"postlex", "import_paths"}}
    data["parser"]["parser"] = _numbered(data["parser"]["parser"])
    return {"data": data | {"options": options}, "memo": memo}


def _numbered(table: dict[str, Any]) -> dict[str, Any]:
    """The same table, tokens by their names and states in the order of a walk: lark numbers what it finds in sets."""
    names, states = table["tokens"], table["states"]
    tokens = {name: number for number, name in enumerate(sorted(names.values()))}
    walked: dict[int, list[tuple[str, tuple[bool, int]]]] = {}
    todo = deque(table["start_states"].values())
    while todo:
        state = todo.popleft()
        if state not in walked:
            walked[state] = sorted((names[token], action) for token, action in states[state].items())
            todo.extend(target for _, (reduces, target) in walked[state] if not reduces)
    order = {state: number for number, state in enumerate(walked)}
    return table | {
        "tokens": {number: name for name, number in tokens.items()},
        "states": {
            order[state]: {tokens[name]: (how, at if how else order[at]) for name, (how, at) in actions}
            for state, actions in walked.items()
        },
        "start_states": {name: order[state] for name, state in table["start_states"].items()},
        "end_states": {name: order[state] for name, state in table["end_states"].items()},
    }


def _from_tables(kept: dict[str, Any]) -> Lark:
    data, memo = kept["data"], {int(key): value for key, value in kept["memo"].items()}
    table = data["parser"]["parser"]
    table["tokens"] = {int(key): name for key, name in table["tokens"].items()}
    table["states"] = {
        int(state): {int(token): action for token, action in actions.items()}
        for state, actions in table["states"].items()
    }
    load: Callable[..., Lark] = Lark._load_from_dict  # noqa: SLF001 - as lark's stand-alone parsers do
    return load(data, memo, postlex=Watch())


@lru_cache
def keywords() -> dict[str, str]:
    """Every word and mark of the grammar, with the name of its token."""
    return {term.pattern.value: term.name for term in parser().terminals if term.pattern.type == "str"}


@lru_cache
def reserved_words() -> frozenset[str]:
    """The words that can never be names."""
    return frozenset(word for word in keywords() if word[0].isalpha())
