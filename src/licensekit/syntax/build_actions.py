"""From the parser's tree to acts and to what duties ask: verbs, objects and slots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, cast

from lark import Token, Tree

from licensekit.syntax import tree
from licensekit.syntax.build_conditions import dates, unit
from licensekit.syntax.building import Building, first, has, maybe, token, tokens, trees, word_at


def acts(part: Tree[Token], to: Building) -> tree.Acts:
    """`run, modify`, `any act but not sell`."""
    lists = [tuple(map(to.name, tokens(names, "NAME"))) for names in trees(part, "names")]
    withheld = lists.pop() if has(part, "BUT") else ()
    return tree.Acts(has(part, "ANY"), lists[0] if lists else (), withheld, span=to.span(part))


def acts_in(line: Tree[Token], to: Building) -> tree.Acts:
    """The acts of a `may`, `for` or `must not` line; only `may` can take acts out again."""
    covered = acts(first(line, "acts"), to)
    if covered.withheld and line.data != "may":
        place = covered.withheld[0].span
        to.error("LK120", place, "only a grant says `but not`", "name the acts that are meant")
    return covered


def obligation(line: Tree[Token], to: Building) -> tree.Obligation:
    """A `must` or `encouraged to` line."""
    actions = tuple(_action(action, to) for action in trees(line, "action"))
    several, either = len(actions) > 1, has(line, "EITHER")
    if several and not either:
        place = to.span(token(line, "OR"))
        to.error("LK119", place, "alternatives begin with `either`", "write `must either A or B`")
    if either and not several:
        place, mend = to.span(token(line, "EITHER")), "write `or` and the other one, or no `either`"
        to.error("LK119", place, "`either` is followed by one thing only", mend)
    strength: Literal["must", "encouraged"] = "must" if line.data == "must" else "encouraged"
    return tree.Obligation(strength, actions, span=to.span(line))


def _action(part: Tree[Token], to: Building) -> tree.Action:
    slots: dict[str, Any] = {}
    manner: list[tree.Manner] = []
    for slot in trees(part, "manner", *_SLOTS):
        word = str(word_at(slot, 0))
        if slot.data == "manner":
            how = cast("tree.Manner", "on_request" if len(slot.children) > 1 else word)
            again, word = how in manner, how.replace("_", " ")
            manner.append(how)
        else:
            key, read = _SLOTS[slot.data]
            again = key in slots
            slots[key] = read(slot, to)
        if again:
            message = f"`{word}` is given twice for one action"
            to.error("LK121", to.span(slot), message, "join them, or write two `must` lines")
    objects = maybe(part, "words")
    return tree.Action(
        to.its_name(part), _words(objects, to) if objects else (), tuple(manner), **slots, span=to.span(part)
    )


def _places(slot: Tree[Token], to: Building) -> tree.Places:
    preposition: Literal["on", "in"] = "on" if has(slot, "ON") else "in"
    return tree.Places(preposition, _choice(first(slot, "choice"), "places", to), span=to.span(slot))


def _deadline(slot: Tree[Token], to: Building) -> tree.Deadline:
    count = to.whole_number(token(slot, "NUMBER"))
    return tree.Deadline(count, unit(slot), dates(slot, to)[0], span=to.span(slot))


_SLOTS: Final[Mapping[str, tuple[str, Callable[[Tree[Token], Building], object]]]] = {
    "places": ("places", _places),
    "to": ("parties", lambda slot, to: _words(first(slot, "words"), to)),
    "with": ("with_text", lambda slot, to: to.word(word_at(slot, 1))),
    "under": ("licenses", lambda slot, to: _choice(first(slot, "choice"), "licences", to)),
    "about": ("about", lambda slot, to: to.word(word_at(slot, 1))),
    "before": ("before", lambda slot, to: to.names(slot)),
    "deadline": ("deadline", _deadline),
    "where": ("where", lambda slot, to: to.its_text(slot)),
}
"""The slots of an action, by the rules of the grammar: the field, and what is read into it."""


def _words(part: Tree[Token], to: Building) -> tuple[tree.Word, ...]:
    return tuple(map(to.word, tokens(part, "NAME", "TEXT")))


def _choice(part: Tree[Token], what: str, to: Building) -> tree.Choice:
    names, span = to.names(part), to.span(part)
    quantified = has(part, "OF")
    if len(names) > 1 and quantified:
        return tree.Choice("any" if has(part, "ANY") else "all", names, span=span)
    if len(names) > 1:
        listed = ", ".join(name.text for name in names)
        message = f"a list of {what} says whether one of them is enough"
        to.error("LK115", span, message, f"write `any of {listed}` or `all of {listed}`")
    elif quantified:
        words = " ".join(child for child in part.children if isinstance(child, Token))
        to.error("LK115", span, f"`{words}` is followed by one name only", f"write `{names[0].text}`")
    return tree.Choice("one", names, span=span)


def party(line: Tree[Token], to: Building) -> tree.Word:
    """Whom a gate or remedy names: what stands after `from`."""
    return to.word(word_at(line, 3))


def contacts(line: Tree[Token], to: Building) -> dict[str, tree.Text]:
    """The `contact` and `subject` of a gate or remedy."""
    texts: dict[str, tree.Text] = {}
    for part in trees(line, "contact"):
        key = str(word_at(part, 0))
        if key in texts:
            to.twice(to.span(part), key)
        texts[key] = to.its_text(part)
    return texts


def needs(line: Tree[Token], to: Building) -> tree.Needs:
    """`needs APPROVAL from PARTY …`."""
    texts = contacts(line, to)
    holders, grants = list(trees(line, "by")), list(trees(line, "grants_it"))
    for parts, word in ((holders, "by"), (grants, "which grants it")):
        if len(parts) > 1:
            to.twice(to.span(parts[-1]), word)
    return tree.Needs(
        to.its_name(line),
        party(line, to),
        texts.get("contact"),
        texts.get("subject"),
        to.its_name(holders[0]) if holders else None,
        bool(grants),
        span=to.span(line),
    )


def remedy(line: Tree[Token], to: Building) -> tree.Remedy:
    """`remedy APPROVAL from PARTY contact "…"`."""
    texts = contacts(line, to)
    if "subject" in texts:
        to.error("LK120", texts["subject"].span, "a remedy has no `subject`", "remove it")
    return tree.Remedy(to.its_name(line), party(line, to), texts.get("contact"), span=to.span(line))


def grants_named(line: Tree[Token], to: Building) -> tree.GrantsNamed:
    """`every grant`, or names of grants, in a `from` or `ends` line."""
    names = maybe(line, "names")
    if names is None:
        return tree.GrantsNamed(True, span=to.span(line))
    return tree.GrantsNamed(False, to.names(line), span=to.span(names))
