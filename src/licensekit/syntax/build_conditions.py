"""From the parser's tree to conditions, amounts and dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, cast

from lark import Token, Tree

from licensekit.limits import MAX_DECIMALS
from licensekit.model.conditions import ComparisonSign
from licensekit.syntax import tree
from licensekit.syntax.building import Building, first, has, maybe, token, tokens, tree_at, trees, word_at


def condition(part: Tree[Token], to: Building) -> tree.Condition:
    """Any condition. Nesting was bounded on the tokens, so this recursion is shallow."""
    return _RULES[part.data](part, to)


def _values(part: Tree[Token], to: Building) -> tuple[tree.Name | tree.Code, ...]:
    return members(first(part, "members"), to).values


def members(part: Tree[Token], to: Building) -> tree.Members:
    """`{ DE, FR }`."""
    return tree.Members(tuple(map(to.value, tokens(part, "NAME", "CODE", "WORK"))), span=to.span(part))


def _date_order(part: Tree[Token], to: Building) -> tree.DateOrder:
    order: Literal["before", "on_or_after"] = "before" if has(part, "BEFORE") else "on_or_after"
    date, other = dates(part, to)
    return tree.DateOrder(date, order, other, span=to.span(part))


def _date_within(part: Tree[Token], to: Building) -> tree.DateWithin:
    limit: Literal["within", "before"] = "within" if has(part, "WITHIN") else "before"
    date, after = dates(part, to)
    count = to.whole_number(token(part, "NUMBER"))
    return tree.DateWithin(date, limit, count, unit(part), after, span=to.span(part))


def reading_is(part: Tree[Token], to: Building) -> tree.ReadingIs:
    """`reading R is O`."""
    return tree.ReadingIs(*map(to.name, tokens(part, "NAME")), span=to.span(part))


def _approval_held(part: Tree[Token], to: Building) -> tree.ApprovalHeld:
    gate, state = tokens(part, "NAME")
    if state != "held":
        mend = "a condition can only ask whether an approval is held: write `is held`"
        to.error("LK101", to.span(state), f"unexpected `{state}`", mend)
    return tree.ApprovalHeld(to.name(gate), span=to.span(part))


MOST_WRITTEN: Final = 8
"""Operands of a chain that a mend writes out."""


def _chain(part: Tree[Token], to: Building) -> tree.Condition:
    operands = list(trees(part))
    words = [str(child) for child in part.children if isinstance(child, Token)]
    if len(set(words)) > 1:
        _mixed(part, words, operands, to)
    else:
        _dangling_not(words, operands, to)
    parts = tuple(condition(operand, to) for operand in operands)
    return (tree.And if words[0] == "and" else tree.Or)(parts, span=to.span(part))


def _mixed(part: Tree[Token], words: list[str], operands: list[Tree[Token]], to: Building) -> None:
    near = _near(operands, next(at for at, word in enumerate(words) if word != words[0]))
    texts = _texts(operands[near], to)
    two_ways = (bracketed(texts, words[near][: len(texts) - 1], tight) for tight in ("and", "or"))
    odd = next(child for child in part.children if isinstance(child, Token) and child != words[0])
    message = "`and` and `or` stand side by side, which reads two ways"
    to.error("LK104", to.span(odd), message, _either(two_ways, near, len(operands)))


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
        if negated[index] and tree_at(operand, 1).data != "group":
            near, word = _near(operands, index), words[0]
            texts, at = _texts(operands[near], to), index - near.start
            itself = [*texts[:at], f"({texts[at]})", *texts[at + 1 :]]
            inner = f" {word} ".join([texts[at].removeprefix("not ").strip(), *texts[at + 1 :]])
            two_ways = map(f" {word} ".join, (itself, [*texts[:at], f"not ({inner})"]))
            message = f"`not` before `{word}` reads two ways"
            to.error("LK105", to.span(operand.children[0]), message, _either(two_ways, near, len(operands)))
            return


def _near(operands: list[Tree[Token]], at: int) -> slice:
    """The operands that are written out: all of a few, else those around the place of the mistake."""
    if len(operands) <= MOST_WRITTEN:
        return slice(0, len(operands))
    start = max(0, min(at - 2, len(operands) - MOST_WRITTEN))
    return slice(start, start + MOST_WRITTEN)


def _either(two_ways: Iterable[str], near: slice, count: int) -> str:
    """The mend that writes out the two ways in which operands can be read."""
    left, right = "… " if near.start > 0 else "", " …" if near.stop < count else ""
    return "write " + " or ".join(f"`{left}{text}{right}`" for text in two_ways)


def _texts(operands: list[Tree[Token]], to: Building) -> list[str]:
    texts = [" ".join(to.source.excerpt(to.span(operand)).split()) for operand in operands]
    return [text if len(text) <= 60 and "#" not in text else f"{text.split()[0][:40]} …" for text in texts]


def comparison(part: Tree[Token]) -> ComparisonSign:
    """`more than`, `at least` and so on."""
    return cast("ComparisonSign", "_".join(map(str, part.children)))


def _compares(part: Tree[Token], to: Building) -> tree.Compares:
    last = part.children[-1]
    threshold = to.name(last) if isinstance(last, Token) else amount(last, to)
    return tree.Compares(to.its_name(part), comparison(tree_at(part, 1)), threshold, span=to.span(part))


def amount(part: Tree[Token], to: Building, decimals: int = MAX_DECIMALS) -> tree.Amount:
    """`20 million USD (or equivalent)`."""
    currency, adjusted = next(tokens(part, "CODE"), None), maybe(part, "adjusted")
    return tree.Amount(
        to.number(first(part, "number"), decimals),
        to.code(currency) if currency else None,
        _adjusted(adjusted, to) if adjusted else None,
        maybe(part, "equivalent") is not None,
        span=to.span(part),
    )


def _adjusted(part: Tree[Token], to: Building) -> tree.Adjusted:
    return tree.Adjusted(to.whole_number(token(part, "NUMBER")), to.its_name(part), span=to.span(part))


def unit(part: Tree[Token]) -> tree.CalendarUnit:
    """`days`, `months` or `years`; one of them is written in the singular."""
    word = str(first(part, "unit").children[0]).removesuffix("s")
    return cast("tree.CalendarUnit", f"{word}s")


def dates(part: Tree[Token], to: Building) -> tuple[tree.DateTerm, ...]:
    """The days and names of dates that stand directly in a part."""
    return tuple(map(to.date, tokens(part, "NAME", "DATE")))


def date_expression(part: Token | Tree[Token], to: Building) -> tree.DateExpression:
    """A date, `4 years after D`, or `the earlier of D, D`."""
    if isinstance(part, Token):
        return to.date(part)
    if part.data == "years_after":
        return _years_after(part, to)
    parts = (child for child in part.children[3:] if isinstance(child, Tree) or child.type != "COMMA")
    parts_read = (_years_after(child, to) if isinstance(child, Tree) else to.date(child) for child in parts)
    return tree.Earlier(tuple(parts_read), span=to.span(part))


def _years_after(part: Tree[Token], to: Building) -> tree.YearsAfter:
    if unit(part) != "years":
        to.error("LK117", to.span(first(part, "unit")), "only years are counted here", "write `years`")
    return tree.YearsAfter(to.whole_number(token(part, "NUMBER")), dates(part, to)[0], span=to.span(part))


_RULES: Final[Mapping[str, Callable[[Tree[Token], Building], tree.Condition]]] = {
    "group": lambda part, to: condition(tree_at(part, 1), to),
    "chain": _chain,
    "negation": lambda part, to: tree.Not(condition(tree_at(part, 1), to), span=to.span(part)),
    "holds": lambda part, to: tree.Holds(to.its_name(part), span=to.span(part)),
    "fact_is": lambda part, to: tree.FactIs(
        to.its_name(part), (to.value(word_at(part, -1)),), False, span=to.span(part)
    ),
    "fact_in": lambda part, to: tree.FactIs(to.its_name(part), _values(part, to), True, span=to.span(part)),
    "set_meets": lambda part, to: tree.SetMeets(
        "any" if has(part, "ANY") else "all", to.its_name(part), _values(part, to), span=to.span(part)
    ),
    "compares": _compares,
    "date_order": _date_order,
    "date_within": _date_within,
    "reading_is": reading_is,
    "approval_held": _approval_held,
}
"""The rules of the grammar that make conditions."""
