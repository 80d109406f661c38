"""The parser's automaton without trees: which words may come next. A state never changes, so it can be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lark.parsers.lalr_analysis import Shift

from licensekit.syntax.grammar import parser


@cache
def _tables() -> tuple[Mapping[int, Mapping[str, tuple[Any, Any]]], int]:
    conf = parser().parse_interactive("").parser_state.parse_conf
    return conf.parse_table.states, conf.start_state


@dataclass(frozen=True, slots=True)
class ParserState:
    """Where the parser stands after some words."""

    stack: tuple[int, ...]

    @classmethod
    def start(cls) -> ParserState:
        """Before the first word."""
        return cls((_tables()[1],))

    def after(self, *kinds: str) -> ParserState | None:
        """Where the parser stands after further words of these kinds, or None if they do not fit."""
        states, stack = _tables()[0], list(self.stack)
        for kind in kinds:
            while True:
                action = states[stack[-1]].get(kind)
                if action is None:
                    return None
                step, target = action
                if step is Shift:
                    stack.append(target)
                    break
                if target.expansion:
                    del stack[-len(target.expansion) :]
                stack.append(states[stack[-1]][target.origin.name][1])
        return ParserState(tuple(stack))

    def accepts(self, kind: str) -> bool:
        """Whether a word of this kind may come next."""
        return self.after(kind) is not None

    def accepted(self) -> Iterator[str]:
        """The kinds of words that may come next."""
        return (kind for kind in _tables()[0][self.stack[-1]] if kind.isupper() and self.accepts(kind))
