"""From the parser's tree to the syntax tree of a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from lark import Token, Tree

from licensekit.limits import MAX_CLAUSES
from licensekit.span import Source, Span
from licensekit.syntax import tree
from licensekit.syntax.build_cases import case, given_fact, hosted, tagged, work_part
from licensekit.syntax.build_conditions import amount, date_expression
from licensekit.syntax.build_statements import item, work_header
from licensekit.syntax.building import Building, first, maybe, trees

_COMMENTS: Final = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|#[^\n]*')


def file(part: Tree[Token], to: Building) -> tree.File:
    """All blocks of a file, with its comments."""
    _count_statements(part, to)
    blocks = tuple(block(child, to) for child in trees(part))
    return tree.File(blocks, tuple(comments(to.source)), span=Span(to.source.name, 0, len(to.source.text)))


def comments(source: Source) -> Iterator[tree.Comment]:
    """Every comment of a source, in order."""
    for match in _COMMENTS.finditer(source.text):
        if match.group().startswith("#"):
            line = source.text.rfind("\n", 0, match.start()) + 1
            own_line = not source.text[line : match.start()].strip()
            yield tree.Comment(match.group().rstrip(), own_line, span=Span(source.name, match.start(), match.end()))


def _count_statements(part: Tree[Token], to: Building) -> None:
    bodies = [body for child in trees(part) for body in (trees(child, "body") if maybe(child, "body") else [child])]
    count = sum(1 for body in bodies for _ in trees(body))
    if count > MAX_CLAUSES:
        message = f"the file has {count:_} statements; at most {MAX_CLAUSES:_} are read"
        to.error("LK128", to.span(part.children[0]), message, "split it, one licence in each file")


def block(part: Tree[Token], to: Building) -> tree.Block:
    """A licence, template, policy, work, or cases."""
    to.parameters = frozenset()
    return _BLOCKS[part.data](part, to)


def _template(part: Tree[Token], to: Building) -> tree.Template:
    parameters = to.names(part)
    to.parameters = frozenset(name.text for name in parameters)
    return tree.Template(to.its_name(part), parameters, _extends(part, to), _items(part, to), span=to.span(part))


def _work(part: Tree[Token], to: Building) -> tree.Work:
    items = tuple(_WORK_ITEMS[line.data](line, to) for line in trees(part))
    return tree.Work(to.its_name(part), items, span=to.span(part))


def _items(part: Tree[Token], to: Building) -> tuple[tree.LicenseItem, ...]:
    return tuple(item(child, to) for child in trees(first(part, "body")))


def _extends(part: Tree[Token], to: Building) -> tree.Extends | None:
    extends = maybe(part, "extends")
    if extends is None:
        return None
    arguments = tuple(_argument(argument, to) for argument in trees(extends, "argument"))
    return tree.Extends(to.its_name(extends), arguments, span=to.span(extends))


def _argument(part: Tree[Token], to: Building) -> tree.Argument:
    return tree.Argument(to.its_name(part), _argument_value(part.children[2], to), span=to.span(part))


def _argument_value(
    value: Token | Tree[Token], to: Building
) -> tree.Name | tree.Code | tree.Text | tree.Amount | tree.DateExpression:
    if isinstance(value, Tree):
        return amount(value, to) if value.data == "amount" else date_expression(value, to)
    if value.type == "CODE":
        return to.code(value)
    return to.text(value) if value.type == "TEXT" else to.date(value)


_BLOCKS: Final[Mapping[str, Callable[[Tree[Token], Building], tree.Block]]] = {
    "license": lambda part, to: tree.License(
        to.its_name(part), _extends(part, to), _items(part, to), span=to.span(part)
    ),
    "template": _template,
    "policy": lambda part, to: tree.Policy(to.its_name(part), _items(part, to), span=to.span(part)),
    "work": _work,
    "cases": lambda part, to: tree.Cases(
        to.names(part), tuple(case(each, to) for each in trees(part, "case")), span=to.span(part)
    ),
}

_WORK_ITEMS: Final[Mapping[str, Callable[[Tree[Token], Building], tree.WorkItem]]] = {
    "header": work_header,
    "work_part": work_part,
    "tagged": tagged,
    "hosted": hosted,
    "given_fact": given_fact,
}
