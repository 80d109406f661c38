"""The parser's automaton: the tree of words, and which may come next. A state never changes, so it can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from lark import Token, Tree
from lark.parsers.lalr_analysis import Shift

from licensekit.syntax.grammar import parser


@cache
def _tables() -> tuple[Mapping[int, Mapping[str, Any]], int, int]:
    """The actions of each state, the first and the last state.

    An action is the next state, or of a rule how many parts it takes, its name, and what makes its tree.
    """
    conf = parser().parse_interactive("").parser_state.parse_conf
    made = {
        state: {
            kind: target if step is Shift else (len(target.expansion), target.origin.name, conf.callbacks[target])
            for kind, (step, target) in actions.items()
        }
        for state, actions in conf.parse_table.states.items()
    }
    return made, conf.start_state, conf.end_state


def tree_of(words: Iterable[Token]) -> Tree[Token] | None:
    """The tree of words, the last of which is the end; None where they do not fit.

    lark's own loop looks the maker of each tree up by its rule, which takes longer than making it.
    """
    states, start, end = _tables()
    stack, parts = [start], list[Any]()
    for word in words:
        while True:
            action = states[stack[-1]].get(word.type)
            if action is None:
                return None
            if isinstance(action, int):
                stack.append(action)
                parts.append(word)
                break
            size, rule, made = action
            begin = len(parts) - size
            parts[begin:] = [made(parts[begin:])]
            del stack[begin + 1 :]
            stack.append(states[stack[-1]][rule])
            if stack[-1] == end and word.type == "$END":
                return parts[0] if isinstance(parts[0], Tree) else None
    return None


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
                if isinstance(action, int):
                    stack.append(action)
                    break
                size, rule, _ = action
                del stack[len(stack) - size :]
                stack.append(states[stack[-1]][rule])
        return ParserState(tuple(stack))

    def accepts(self, kind: str) -> bool:
        """Whether a word of this kind may come next."""
        return self.after(kind) is not None

    def accepted(self) -> Iterator[str]:
        """The kinds of words that may come next."""
        return (kind for kind in _tables()[0][self.stack[-1]] if kind.isupper() and self.accepts(kind))
