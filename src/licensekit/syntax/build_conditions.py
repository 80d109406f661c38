"""From the parser's tree to conditions, amounts and dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, cast

from lark import Token, Tree

from licensekit.limits import MAX_DECIMALS
from licensekit.model.conditions import Comparison
from licensekit.span import Span
from licensekit.syntax import tree
from licensekit.syntax.building import Building, has, maybe, token, tokens, trees

_COMPARISONS: dict[str, Comparison] = {
    "more": "more_than",
    "less": "less_than",
    "least": "at_least",
    "most": "at_most",
    "exactly": "exactly",
}


def condition(part: Tree[Token], to: Building) -> tree.Condition:
    """Any condition. Nesting was bounded on the tokens, so this recursion is shallow."""
    span = to.span(part)
    match part.data:
        case "group":
            return condition(_inner(part), to)
        case "chain":
            return _chain(part, span, to)
        case "negation":
            return tree.Not(condition(_inner(part), to), span=span)
        case "holds":
            return tree.Holds(to.name(token(part, "NAME")), span=span)
        case "fact_is":
            return tree.FactIs(to.name(token(part, "NAME")), to.value(cast("Token", part.children[-1])), span=span)
        case "fact_in":
            return tree.FactIn(to.name(token(part, "NAME")), _members(part, to), span=span)
        case "set_meets":
            return tree.SetMeets(_quantifier(part), to.name(token(part, "NAME")), _members(part, to), span=span)
        case "compares":
            return _compares(part, span, to)
        case "date_order":
            order: Literal["before", "on_or_after"] = "before" if has(part, "BEFORE") else "on_or_after"
            first, second = dates(part, to)
            return tree.DateOrder(first, order, second, span=span)
        case "date_within":
            limit: Literal["within", "before"] = "within" if has(part, "WITHIN") else "before"
            first, second = dates(part, to)
            count = to.whole_number(token(part, "NUMBER"))
            return tree.DateWithin(first, limit, count, unit(part), second, span=span)
        case "reading_is":
            return reading_is(part, to)
        case "approval_held":
            return _approval_held(part, span, to)
        case other:  # pragma: no cover  the grammar has no other condition
            raise AssertionError(other)


def _inner(part: Tree[Token]) -> Tree[Token]:
    return cast("Tree[Token]", part.children[1])


def _quantifier(part: Tree[Token]) -> Literal["any", "all"]:
    return "any" if has(part, "ANY") else "all"


def _members(part: Tree[Token], to: Building) -> tuple[tree.Name | tree.Code, ...]:
    return members(next(trees(part, "members")), to).values


def members(part: Tree[Token], to: Building) -> tree.Members:
    """`{ DE, FR }`."""
    values = tuple(to.value(child) for child in tokens(part, "NAME", "CODE", "WORK"))
    return tree.Members(values, span=to.span(part))


def reading_is(part: Tree[Token], to: Building) -> tree.ReadingIs:
    """`reading R is O`."""
    reading, option = tokens(part, "NAME")
    return tree.ReadingIs(to.name(reading), to.name(option), span=to.span(part))


def _approval_held(part: Tree[Token], span: Span, to: Building) -> tree.ApprovalHeld:
    gate, state = tokens(part, "NAME")
    if state != "held":
        help_ = "a condition can only ask whether an approval is held: write `is held`"
        to.error("LK101", to.span(state), f"unexpected `{state}`", help_)
    return tree.ApprovalHeld(to.name(gate), span=span)


# --- and, or, not ----------------------------------------------------------------------------------------

MOST_SHOWN: Final = 8
"""Operands of a chain that a mend writes out."""


def _chain(part: Tree[Token], span: Span, to: Building) -> tree.Condition:
    operands = list(trees(part))
    words = [str(child) for child in part.children if isinstance(child, Token)]
    if len(set(words)) > 1:
        _mixed(part, words, operands, to)
    else:
        _dangling_not(words, operands, to)
    parts = tuple(condition(operand, to) for operand in operands)
    return tree.And(parts, span=span) if words[0] == "and" else tree.Or(parts, span=span)


def _mixed(part: Tree[Token], words: list[str], operands: list[Tree[Token]], to: Building) -> None:
    near = _near(operands, next(at for at, word in enumerate(words) if word != words[0]))
    shown = _shown(operands[near], to)
    one, other = (
        _cut(bracketed(shown, words[near][: len(shown) - 1], tight), near, len(operands)) for tight in ("and", "or")
    )
    odd = next(child for child in part.children if isinstance(child, Token) and child != words[0])
    to.error(
        "LK104",
        to.span(odd),
        "`and` and `or` stand side by side, which reads two ways",
        f"write `{one}` or `{other}`",
    )


def bracketed(operands: Sequence[str], words: Sequence[str], tight: str) -> str:
    """The operands in one line, with parentheses around those that the word `tight` joins."""
    groups: list[list[str]] = [[operands[0]]]
    for word, operand in zip(words, operands[1:], strict=True):
        if word == tight:
            groups[-1].append(operand)
        else:
            groups.append([operand])
    loose = "or" if tight == "and" else "and"
    joined = (f"({f' {tight} '.join(group)})" if len(group) > 1 else group[0] for group in groups)
    return f" {loose} ".join(joined)


def _dangling_not(words: list[str], operands: list[Tree[Token]], to: Building) -> None:
    """Find `not a and b`: a reader may take the `not` to reach over the whole.

    `not (…) and b` shows how far it reaches; `not a and not b` is read in one way only.
    """
    negated = [operand.data == "negation" for operand in operands]
    last = max((index for index, negative in enumerate(negated) if not negative), default=-1)
    for index, operand in enumerate(operands[: max(last, 0)]):
        if negated[index] and _inner(operand).data != "group":
            near, word = _near(operands, index), words[0]
            shown, at = _shown(operands[near], to), index - near.start
            itself = [f"({text})" if place == at else text for place, text in enumerate(shown)]
            inner = f" {word} ".join([shown[at].removeprefix("not ").strip(), *shown[at + 1 :]])
            rest = [*shown[:at], f"not ({inner})"]
            one, other = (_cut(f" {word} ".join(texts), near, len(operands)) for texts in (itself, rest))
            message = f"`not` before `{word}` reads two ways"
            to.error("LK105", to.span(operand.children[0]), message, f"write `{one}` or `{other}`")
            return


def _near(operands: list[Tree[Token]], at: int) -> slice:
    """The operands that are shown: all of a few, else those beside the place of the mistake."""
    if len(operands) <= MOST_SHOWN:
        return slice(0, len(operands))
    start = max(0, min(at - 2, len(operands) - MOST_SHOWN))
    return slice(start, start + MOST_SHOWN)


def _cut(text: str, near: slice, count: int) -> str:
    return ("… " if near.start > 0 else "") + text + (" …" if near.stop < count else "")


def _shown(operands: list[Tree[Token]], to: Building) -> list[str]:
    texts = [" ".join(to.source.excerpt(to.span(operand)).split()) for operand in operands]
    return [text if len(text) <= 60 and "#" not in text else f"{text.split()[0][:40]} …" for text in texts]


# --- numbers and dates -----------------------------------------------------------------------------------


def comparison(part: Tree[Token]) -> Comparison:
    """`more than`, `at least` and so on."""
    first, last = str(part.children[0]), str(part.children[-1])
    return _COMPARISONS[last if first == "at" else first]


def _compares(part: Tree[Token], span: Span, to: Building) -> tree.Compares:
    quantity, how, *_ = part.children
    last = part.children[-1]
    threshold = to.name(last) if isinstance(last, Token) else amount(last, to)
    return tree.Compares(to.name(cast("Token", quantity)), comparison(cast("Tree[Token]", how)), threshold, span=span)


def amount(part: Tree[Token], to: Building, decimals: int = MAX_DECIMALS) -> tree.Amount:
    """`20 million USD (or equivalent)`."""
    currency = next(tokens(part, "CODE"), None)
    adjusted = maybe(part, "adjusted")
    return tree.Amount(
        to.number(next(trees(part, "number")), decimals),
        to.code(currency) if currency else None,
        _adjusted(adjusted, to) if adjusted else None,
        maybe(part, "equivalent") is not None,
        span=to.span(part),
    )


def _adjusted(part: Tree[Token], to: Building) -> tree.Adjusted:
    year = to.whole_number(token(part, "NUMBER"))
    return tree.Adjusted(year, to.name(token(part, "NAME")), span=to.span(part))


def unit(part: Tree[Token]) -> tree.CalendarUnit:
    """`days`, `months` or `years`; one of them is written in the singular."""
    word = str(next(trees(part, "unit")).children[0]).removesuffix("s")
    return cast("tree.CalendarUnit", f"{word}s")


def dates(part: Tree[Token], to: Building) -> tuple[tree.DateTerm, ...]:
    """The days and names of dates that stand directly in a part."""
    return tuple(
        to.date(child) for child in part.children if isinstance(child, Token) and child.type in {"NAME", "DATE"}
    )


def date_expression(part: Token | Tree[Token], to: Building) -> tree.DateExpression:
    """A date, `4 years after D`, or `the earlier of D, D`."""
    if isinstance(part, Token):
        return to.date(part)
    if part.data == "years_after":
        return _years_after(part, to)
    inner = [child for child in part.children[3:] if not (isinstance(child, Token) and child.type == "COMMA")]
    return tree.Earlier(
        tuple(_years_after(child, to) if isinstance(child, Tree) else to.date(child) for child in inner),
        span=to.span(part),
    )


def _years_after(part: Tree[Token], to: Building) -> tree.YearsAfter:
    if unit(part) != "years":
        to.error("LK117", to.span(next(trees(part, "unit"))), "only years are counted here", "write `years`")
    return tree.YearsAfter(to.whole_number(token(part, "NUMBER")), dates(part, to)[0], span=to.span(part))
