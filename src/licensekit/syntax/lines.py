"""Statements that need no comments inside, in lines of the canonical width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, assert_never

from licensekit.syntax import phrases, tree
from licensekit.syntax.phrases import listed, quoted, word

WIDTH: Final = 110
STEP: Final = 2


def indented(line: str) -> list[str]:
    """A statement that always stands in one line."""
    return [" " * STEP + line]


def wrapped(pieces: Iterable[str], indent: int) -> list[str]:
    """Pieces in lines of at most WIDTH, further lines two deeper."""
    return filled(list(pieces), " " * indent, indent + STEP)


def filled(pieces: Sequence[str], before: str, further: int, after: str = "", width: int = WIDTH) -> list[str]:
    """Pieces behind `before`, in lines of at most WIDTH where a piece allows it; `after` closes the last one."""
    lines = [before + pieces[0]]
    for index, piece in enumerate(pieces[1:], 1):
        end = after if index == len(pieces) - 1 else ""
        if len(lines[-1]) + 1 + len(piece) + len(end) <= width:
            lines[-1] += f" {piece}"
        else:
            lines.append(" " * further + piece)
    lines[-1] += after
    return lines


def opened(before: str, extends: tree.Extends | None) -> list[str]:
    """`license x extends y(a: v)`, broken between arguments where it does not fit; room is left for the brace."""
    if extends is None:
        return [before]
    if not extends.arguments:
        return [f"{before} extends {extends.base.text}"]
    pieces = [f"{argument.parameter.text}: {_argument(argument.value)}" for argument in extends.arguments]
    pieces[:-1] = [f"{piece}," for piece in pieces[:-1]]
    first = f"{before} extends {extends.base.text}({pieces[0]}"
    return filled([first, *pieces[1:]], "", 2 * STEP, ")", WIDTH - 2)


def _argument(value: tree.Name | tree.Code | tree.Text | tree.Amount | tree.DateExpression) -> str:
    match value:
        case tree.Amount():
            return phrases.amount(value)
        case tree.Code() | tree.Text():
            return word(value)
        case _:
            return phrases.date(value)


def fact(fact: tree.Fact, before: str) -> list[str]:
    """A `fact` statement."""
    kind, words = fact.type.kind, fact.type.words
    match kind:
        case "word":
            type_ = [words[0].text]
        case "set_of_word":
            type_ = [f"set of {words[0].text}"]
        case "one_of" | "set_of":
            type_ = phrases.in_braces(words)
            type_[0] = f"{kind.replace('_', ' ')} {type_[0]}"
        case _:
            assert_never(kind)
    type_[0] = f"{before}fact {fact.name.text} is {type_[0]}"
    return wrapped([*type_, quoted(fact.question), *(["judgement"] if fact.judgement else [])], STEP)


def option(option: tree.Option) -> list[str]:
    """An option of a reading."""
    pieces = [f"option {option.name.text}", quoted(option.text)]
    if option.taken:
        pieces.append(f"taken because {quoted(option.because)}" if option.because else "taken")
    return wrapped(pieces, 2 * STEP)


def registered(item: tree.WorkPart | tree.WorkTag | tree.HostedOnly) -> list[str]:
    """A line of a work, as pieces."""
    match item:
        case tree.WorkPart():
            unread = " unread" if isinstance(item.license, tree.Text) else ""
            begin = [f"part {item.part.text} under {word(item.license)}{unread}"]
            return [*begin, *phrases.period(item.since, item.until), *listed(item.see, "see")]
        case tree.WorkTag():
            begin = [f"tagged {quoted(item.tag)} on {quoted(item.hub)}"]
            return [*begin, *phrases.period(item.since, item.until), *listed(item.see, "see")]
        case tree.HostedOnly():
            return ["hosted only", *listed(item.see, "see")]
        case _:
            assert_never(item)


def obligation(obligation: tree.Obligation) -> list[str]:
    """A `must` line: each alternative on a line of its own, and broken before slots where it does not fit."""
    whole = " " * 2 * STEP + " ".join(phrases.obligation_pieces([obligation]))
    if len(whole) <= WIDTH:
        return [whole]
    lines: list[str] = []
    for index, action in enumerate(phrases.obligation_parts(obligation)):
        lines += _slots(action, 3 * STEP if index else 2 * STEP)
    return lines


def _slots(action: list[list[str]], indent: int) -> list[str]:
    lines = wrapped(action[0], indent)
    for part in action[1:]:
        text = " ".join(part)
        if len(lines[-1]) + 1 + len(text) <= WIDTH:
            lines[-1] += f" {text}"
        else:
            lines += filled(part, " " * (indent + STEP), indent + 2 * STEP)
    return lines
