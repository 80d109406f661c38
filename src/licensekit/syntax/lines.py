"""What stands on lines of its own inside a block, in the canonical order, and how a long line is broken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, assert_never

from licensekit.syntax import phrases, statements, tree

WIDTH: Final = 110
STEP: Final = 2


class Line(NamedTuple):
    """What fits in one line, or is broken into several."""

    rows: Sequence[Sequence[Sequence[str]]]
    """Alternatives, each begun on a line of its own; each of parts that stay together, each of pieces."""
    nodes: tuple[tree.SyntaxNode, ...]
    """What is printed by it, and takes its comments along."""

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(piece for row in self.rows for part in row for piece in part)

    def laid_out(self, indent: int) -> list[str]:
        """Each alternative on a line of its own, and broken before its parts, where it does not fit in one line."""
        if indent + len(self.text) <= WIDTH:
            return [" " * indent + self.text]
        return [
            line for index, row in enumerate(self.rows) for line in _broken(row, indent + STEP if index else indent)
        ]


def _broken(row: Sequence[Sequence[str]], indent: int) -> list[str]:
    lines = wrapped(row[0], indent)
    for part in row[1:]:
        text = " ".join(part)
        if len(lines[-1]) + 1 + len(text) <= WIDTH:
            lines[-1] += f" {text}"
        else:
            lines += filled(part, " " * (indent + STEP), indent + 2 * STEP)
    return lines


def wrapped(pieces: Sequence[str], indent: int) -> list[str]:
    """Pieces in lines of at most WIDTH, further lines two deeper."""
    return filled(pieces, " " * indent, indent + STEP)


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


def _line(pieces: list[str], *nodes: tree.SyntaxNode | None) -> Line:
    return Line([[pieces]], tuple(node for node in nodes if node is not None))


def subject(clause: tree.Clause | tree.Family) -> Line | None:
    """The acts or names with which a clause begins; its condition stands behind them."""
    match clause:
        case tree.Grant(acts=acts):
            return _line(phrases.acts("may", acts), acts)
        case tree.Prohibition(acts=acts):
            return _line(phrases.acts("must not", acts), acts)
        case tree.Duty(acts=acts) | tree.Gate(acts=acts) | tree.Family(acts=acts):
            return _line(phrases.acts("for", acts), acts)
        case tree.Reservation(grants=grants):
            return _line(phrases.grants("from", grants), grants)
        case tree.Exemption(section=None, lifts=lifts):
            return _line(phrases.listed("from", lifts), *lifts)
        case tree.Exemption(section=section):
            return _line(phrases.optional("from all of", section), section)
        case tree.Binding(persons=persons, binds=binds):
            return _line(phrases.listed("binds" if binds else "binds not", persons), *persons)
        case tree.Termination():
            return None
        case _:
            assert_never(clause)


def effects(clause: tree.Clause) -> list[Line]:
    """What stands after the condition of a clause."""
    match clause:
        case tree.Gate(needs=needs):
            lines = [_line(phrases.needs(needs), needs)]
        case tree.Duty(obligations=obligations):
            lines = _obligations(obligations)
        case tree.Termination(ends=ends, stops=stops, obligations=obligations):
            stopped = phrases.acts("and must not", stops) if stops else []
            lines = [_line(phrases.grants("ends", ends) + stopped, ends, stops), *_obligations(obligations)]
        case tree.Grant() | tree.Prohibition() | tree.Reservation() | tree.Exemption() | tree.Binding():
            lines = []
        case _:
            assert_never(clause)
    return [*lines, _line(phrases.remedy(clause.remedy), clause.remedy)] if clause.remedy else lines


def _obligations(obligations: Iterable[tree.Obligation]) -> list[Line]:
    return [Line(phrases.obligation(each), (each,)) for each in obligations]


def lines_of(item: tree.Measure | tree.Reading | tree.Case) -> list[Line]:
    """The lines of a reading or case, and those of a measure that are no `takes FACT when`."""
    match item:
        case tree.Measure():
            lines = [_line(phrases.listed("takes the larger of", item.larger_of), *item.larger_of)]
        case tree.Reading():
            lines = [_line(statements.option(option), option) for option in item.options]
            lines.append(_line(phrases.listed("raised", item.raised), *item.raised))
        case tree.Case():
            lines = [
                _line(phrases.listed("acts", item.acts), *item.acts),
                _line(phrases.optional("on", item.on), item.on),
                _line(phrases.optional("assume", item.assume), item.assume),
                *(_line(statements.given_line(line), line) for line in item.given),
                *(_line(statements.expect_line(line), line) for line in item.expect),
            ]
        case _:
            assert_never(item)
    return [line for line in lines if line.nodes]
