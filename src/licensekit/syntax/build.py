"""From the parser's tree to the syntax tree of a file."""

from __future__ import annotations

import re
from typing import Final

from lark import Token, Tree

from licensekit.limits import MAX_CLAUSES
from licensekit.span import Source, Span
from licensekit.syntax import tree
from licensekit.syntax.build_cases import case, given_fact, hosted, tagged, work_part
from licensekit.syntax.build_conditions import amount, date_expression
from licensekit.syntax.build_statements import item, work_header
from licensekit.syntax.building import Building, maybe, token, tokens, trees

_COMMENTS: Final = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|#[^\n]*')


def file(part: Tree[Token], to: Building) -> tree.File:
    """All blocks of a file, with its comments."""
    _count_statements(part, to)
    blocks = tuple(block(child, to) for child in trees(part))
    return tree.File(blocks, comments(to.source), span=Span(to.source.name, 0, len(to.source.text)))


def comments(source: Source) -> tuple[tree.Comment, ...]:
    """Every comment of a source, in order."""
    found = []
    for match in _COMMENTS.finditer(source.text):
        if match.group().startswith("#"):
            before = source.text.rfind("\n", 0, match.start()) + 1
            own_line = not source.text[before : match.start()].strip()
            place = Span(source.name, match.start(), match.end())
            found.append(tree.Comment(match.group().rstrip(), own_line, span=place))
    return tuple(found)


def _count_statements(part: Tree[Token], to: Building) -> None:
    bodies = [body for child in trees(part) for body in (trees(child, "body") if maybe(child, "body") else [child])]
    count = sum(1 for body in bodies for _ in trees(body))
    if count > MAX_CLAUSES:
        message = f"the file has {count:_} statements; at most {MAX_CLAUSES:_} are read"
        to.error("LK128", to.span(part.children[0]), message, "split it, one licence in each file")


def block(part: Tree[Token], to: Building) -> tree.Block:
    """A licence, template, policy, work, or cases."""
    span = to.span(part)
    to.parameters = frozenset()
    match part.data:
        case "license":
            return tree.License(to.name(token(part, "NAME")), _extends(part, to), _items(part, to), span=span)
        case "template":
            parameters = to.names(next(trees(part, "names")))
            to.parameters = frozenset(name.text for name in parameters)
            id_ = to.name(token(part, "NAME"))
            return tree.Template(id_, parameters, _extends(part, to), _items(part, to), span=span)
        case "policy":
            return tree.Policy(to.name(token(part, "NAME")), _items(part, to), span=span)
        case "work":
            return tree.Work(to.name(token(part, "NAME")), tuple(_work_item(i, to) for i in trees(part)), span=span)
        case _:
            licenses = to.names(next(trees(part, "names")))
            return tree.Cases(licenses, tuple(case(found, to) for found in trees(part, "case")), span=span)


def _items(part: Tree[Token], to: Building) -> tuple[tree.LicenseItem, ...]:
    return tuple(item(child, to) for child in trees(next(trees(part, "body"))))


def _work_item(part: Tree[Token], to: Building) -> tree.WorkItem:
    match part.data:
        case "header":
            return work_header(part, to)
        case "work_part":
            return work_part(part, to)
        case "tagged":
            return tagged(part, to)
        case "hosted":
            return hosted(part, to)
        case _:
            return given_fact(part, to)


def _extends(part: Tree[Token], to: Building) -> tree.Extends | None:
    found = maybe(part, "extends")
    if found is None:
        return None
    arguments = tuple(_argument(argument, to) for argument in trees(found, "argument"))
    return tree.Extends(to.name(token(found, "NAME")), arguments, span=to.span(found))


def _argument(part: Tree[Token], to: Building) -> tree.Argument:
    value = part.children[2]
    return tree.Argument(to.name(next(tokens(part, "NAME"))), _argument_value(value, to), span=to.span(part))


def _argument_value(
    value: Token | Tree[Token], to: Building
) -> tree.Name | tree.Code | tree.Text | tree.Amount | tree.DateExpression:
    if isinstance(value, Tree):
        return amount(value, to) if value.data == "amount" else date_expression(value, to)
    match value.type:
        case "CODE":
            return to.code(value)
        case "TEXT":
            return to.text(value)
        case _:
            return to.date(value)
