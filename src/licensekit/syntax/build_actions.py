"""From the parser's tree to acts and to what duties ask: verbs, objects and slots."""

from __future__ import annotations

from typing import Any, Literal, cast

from lark import Token, Tree

from licensekit.span import Span
from licensekit.syntax import tree
from licensekit.syntax.build_conditions import dates, unit
from licensekit.syntax.building import Building, has, maybe, token, trees


def acts(part: Tree[Token], to: Building) -> tree.Acts:
    """`run, modify`, `any act but not sell`."""
    lists = [to.names(names) for names in trees(part, "names")]
    withheld = lists.pop() if has(part, "BUT") else ()
    return tree.Acts(has(part, "ANY"), lists[0] if lists else (), withheld, span=to.span(part))


def acts_in(line: Tree[Token], to: Building) -> tree.Acts:
    """The acts of a `may`, `for` or `must not` line; only `may` can take acts out again."""
    found = acts(next(trees(line, "acts")), to)
    if found.withheld and line.data != "may":
        place = found.withheld[0].span
        to.error("LK120", place, "only a grant says `but not`", "name the acts that are meant")
    return found


def obligation(line: Tree[Token], to: Building) -> tree.Obligation:
    """A `must` or `encouraged to` line."""
    actions = [_action(action, to) for action in trees(line, "action")]
    several, either = len(actions) > 1, has(line, "EITHER")
    if several and not either:
        join = token(line, "OR")
        to.error("LK119", to.span(join), "alternatives begin with `either`", "write `must either A or B`")
    if either and not several:
        place = to.span(token(line, "EITHER"))
        to.error(
            "LK119", place, "`either` is followed by one thing only", "write `or` and the other one, or no `either`"
        )
    strength: Literal["must", "encouraged"] = "must" if line.data == "must" else "encouraged"
    return tree.Obligation(strength, tuple(actions), span=to.span(line))


def _action(part: Tree[Token], to: Building) -> tree.Action:
    verb = to.name(token(part, "NAME"))
    objects = maybe(part, "words")
    slots: dict[str, Any] = {}
    manner: list[tree.Manner] = []
    for slot in trees(part):
        match slot.data:
            case "words":
                continue
            case "manner":
                word = cast("tree.Manner", "on_request" if len(slot.children) > 1 else str(slot.children[0]))
                _once(word in manner, word.replace("_", " "), slot, to)
                manner.append(word)
            case rule:
                key, value = _slot(rule, slot, to)
                _once(key in slots, str(_first(slot)), slot, to)
                slots[key] = value
    found = _words(objects, to) if objects else ()
    return tree.Action(verb, found, tuple(manner), **slots, span=to.span(part))


def _first(part: Tree[Token]) -> Token:
    return cast("Token", part.children[0])


def _once(again: bool, word: str, slot: Tree[Token], to: Building) -> None:
    if again:
        to.error(
            "LK121", to.span(slot), f"`{word}` is given twice for one action", "join them, or write two `must` lines"
        )


def _slot(rule: str, slot: Tree[Token], to: Building) -> tuple[str, object]:
    match rule:
        case "places":
            preposition: Literal["on", "in"] = "on" if has(slot, "ON") else "in"
            choice = _choice(next(trees(slot, "choice")), "places", to)
            return "places", tree.Places(preposition, choice, span=to.span(slot))
        case "to":
            return "parties", _words(next(trees(slot, "words")), to)
        case "with":
            return "with_text", to.word(cast("Token", slot.children[1]))
        case "under":
            return "licenses", _choice(next(trees(slot, "choice")), "licences", to)
        case "about":
            return "about", to.word(cast("Token", slot.children[1]))
        case "before":
            return "before", to.names(next(trees(slot, "names")))
        case "deadline":
            count = to.whole_number(token(slot, "NUMBER"))
            return "deadline", tree.Deadline(count, unit(slot), dates(slot, to)[0], span=to.span(slot))
        case "where":
            return "where", to.text(token(slot, "TEXT"))
        case other:  # pragma: no cover  the grammar has no other slot
            raise AssertionError(other)


def _words(part: Tree[Token], to: Building) -> tuple[tree.Word, ...]:
    return tuple(to.word(child) for child in part.children if isinstance(child, Token) and child.type != "COMMA")


def _choice(part: Tree[Token], what: str, to: Building) -> tree.Choice:
    names, span = to.names(next(trees(part, "names"))), to.span(part)
    quantified = has(part, "OF")
    if len(names) > 1 and not quantified:
        listed = ", ".join(name.text for name in names)
        to.error(
            "LK115",
            span,
            f"a list of {what} says whether one of them is enough",
            f"write `any of {listed}` or `all of {listed}`",
        )
    if len(names) == 1 or not quantified:
        if quantified:
            to.error("LK115", span, f"`{span_words(part)}` is followed by one name only", f"write `{names[0].text}`")
        return tree.Choice("one", names, span=span)
    return tree.Choice("any" if has(part, "ANY") else "all", names, span=span)


def span_words(part: Tree[Token]) -> str:
    """The keywords of a part, as written."""
    return " ".join(str(child) for child in part.children if isinstance(child, Token))


def party(line: Tree[Token], to: Building) -> tree.Word:
    """Whom a gate or remedy names: what stands after `from`."""
    return to.word(cast("Token", line.children[3]))


def contacts(line: Tree[Token], to: Building) -> dict[str, tree.Text]:
    """The `contact` and `subject` of a gate or remedy."""
    found: dict[str, tree.Text] = {}
    for part in trees(line, "contact"):
        key = str(_first(part))
        _twice(key in found, key, to.span(part), to)
        found[key] = to.text(token(part, "TEXT"))
    return found


def _twice(again: bool, word: str, span: Span, to: Building) -> None:
    if again:
        to.error("LK121", span, f"`{word}` is given twice", "keep one of them")


def needs(line: Tree[Token], to: Building) -> tree.Needs:
    """`needs APPROVAL from PARTY …`."""
    found = contacts(line, to)
    holders = list(trees(line, "by"))
    grants = list(trees(line, "grants_it"))
    _twice(len(holders) > 1, "by", to.span(holders[-1]) if holders else to.span(line), to)
    _twice(len(grants) > 1, "which grants it", to.span(grants[-1]) if grants else to.span(line), to)
    return tree.Needs(
        to.name(token(line, "NAME")),
        party(line, to),
        found.get("contact"),
        found.get("subject"),
        to.name(token(holders[0], "NAME")) if holders else None,
        bool(grants),
        span=to.span(line),
    )


def remedy(line: Tree[Token], to: Building) -> tree.Remedy:
    """`remedy APPROVAL from PARTY contact "…"`."""
    found = contacts(line, to)
    if "subject" in found:
        to.error("LK120", found["subject"].span, "a remedy has no `subject`", "remove it")
    return tree.Remedy(to.name(token(line, "NAME")), party(line, to), found.get("contact"), span=to.span(line))


def grants_named(line: Tree[Token], to: Building) -> tree.GrantsNamed:
    """`every grant`, or names of grants, in a `from` or `ends` line."""
    names = maybe(line, "names")
    if names is None:
        return tree.GrantsNamed(True, span=to.span(line))
    return tree.GrantsNamed(False, to.names(names), span=to.span(names))
