"""From the parser's tree to the statements of a licence that are not clauses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, cast

from lark import Token, Tree

from licensekit.diagnostics import did_you_mean
from licensekit.syntax import tree
from licensekit.syntax.build_cases import case
from licensekit.syntax.build_clauses import clause, head, locator
from licensekit.syntax.build_conditions import condition, date_expression
from licensekit.syntax.building import Building, first, has, maybe, token, tokens, tree_at, trees, word_at
from licensekit.syntax.words import HEADERS, STATEMENTS, statement_mend

_WORK_HEADERS: Final = ("title", "model")


def item(part: Tree[Token], to: Building) -> tree.LicenseItem:
    """A statement of a licence, template or policy."""
    return _ITEMS[part.data](part, to)


def header(part: Tree[Token], to: Building) -> tree.Header:
    """`title "…"`, `released 2025-04-05`; the value may be a parameter of the template."""
    key, value = (cast("Token", child) for child in part.children)
    word, place = str(key), to.span(key)
    if word not in HEADERS:
        mend = statement_mend(word) or did_you_mean(word, (*HEADERS, *STATEMENTS))
        to.error("LK125", place, f"`{word}` is not a statement", mend)
        word = "title"
    return tree.Header(cast("tree.HeaderKey", word), _header_value(word, value, to), span=to.span(part))


def _header_value(word: str, value: Token, to: Building) -> tree.Text | tree.Day | tree.Name:
    span = to.span(value)
    if value.type == "NAME":
        if value not in to.parameters:
            mend = f'write `{word} "{value}"`' if word != "released" else f"write `{word} 2025-04-05`"
            to.error("LK117", span, f"the {word.replace('_', ' ')} is not a name", mend)
        return to.name(value)
    if (value.type == "DATE") != (word == "released"):
        mend = f"write a day: `{word} 2025-04-05`" if word == "released" else f'write it in quotes: `{word} "…"`'
        to.error("LK117", span, f"`{value[:40]}` is not what `{word}` takes", mend)
    return to.day(value) if value.type == "DATE" else to.text(value)


def work_header(part: Tree[Token], to: Building) -> tree.Header | tree.WorkModel:
    """The title of a work, or one of its names on a hub."""
    key, value = (cast("Token", child) for child in part.children)
    if key not in _WORK_HEADERS:
        mend = did_you_mean(str(key), (*_WORK_HEADERS, "part", "tagged", "hosted", "given"))
        to.error("LK125", to.span(key), f"`{key}` is not a statement of a work", mend)
    name = _header_value("title", value, to)
    if key == "model" and isinstance(name, tree.Text):
        return tree.WorkModel(name, span=to.span(part))
    return tree.Header("title", name, span=to.span(part))


def _text_header(part: Tree[Token], to: Building) -> tree.TextHeader:
    document = next(map(to.name, tokens(part, "NAME")), None)
    return tree.TextHeader(document, *map(to.text, tokens(part, "TEXT")), span=to.span(part))


def _inheritable(part: Tree[Token], to: Building) -> tree.Inheritable:
    return _INHERITABLE[part.data](part, to)


def _remove(part: Tree[Token], to: Building) -> tree.Remove:
    kind = first(part, "kind").children[0]
    word = str(kind if isinstance(kind, Token) else kind.children[0])
    name = to.word(word_at(part, 2))
    place = locator(part, f"removal of {word} `{tree.word_of(name)}`", name.span, to)
    return tree.Remove(word, name, place, span=to.span(part))


def _conversion(part: Tree[Token], to: Building) -> tree.Conversion:
    kind: Literal["converts", "offers"] = "converts" if has(part, "CONVERTS") else "offers"
    name, place = head(part, "conversion to", to)
    return tree.Conversion(kind, name, place, date_expression(part.children[-1], to), span=to.span(part))


def _unread(part: Tree[Token], to: Building) -> tree.IncorporatesUnread:
    title, url = map(to.text, tokens(part, "TEXT"))
    place = locator(part, f"document `{title.value}`", title.span, to)
    return tree.IncorporatesUnread(title, url, place, span=to.span(part))


def _omits(part: Tree[Token], to: Building) -> tree.Omits:
    what = to.its_text(part)
    return tree.Omits(what, locator(part, f"omission of `{what.value}`", what.span, to), span=to.span(part))


def _define(part: Tree[Token], to: Building) -> tree.Define:
    name, place = head(part, "define", to)
    note = next(map(to.text, tokens(part, "TEXT")), None)
    return tree.Define(name, place, condition(tree_at(part, -2), to), note, span=to.span(part))


def _measure(part: Tree[Token], to: Building) -> tree.Measure:
    name, place = head(part, "measure", to)
    lines = list(trees(part, "takes", "takes_otherwise", "takes_larger"))
    larger = [line for line in lines if line.data == "takes_larger"]
    if not lines:
        mend = "write `takes FACT when … takes FACT otherwise`, or `takes the larger of FACT, FACT`"
        to.incomplete("LK119", to.span(part), name.span, f"the measure `{name.text}` takes nothing", mend)
    if larger and len(lines) > 1:
        mend = "write the one or the other; a measure may name another measure"
        to.error("LK120", to.span(larger[0]), "`takes the larger of` stands alone in a measure", mend)
    for line in lines[:-1]:
        if line.data == "takes_otherwise":
            message = "`otherwise` ends a measure: nothing after it is looked at"
            to.error("LK120", to.span(line.children[-1]), message, "put this line last")
    if lines and all(line.data == "takes" for line in lines):
        taken, mend = to.span(token(lines[-1], "NAME")), "end the measure with `takes FACT otherwise`"
        message = f"the measure `{name.text}` takes nothing where no condition of it holds"
        to.incomplete("LK119", to.span(part), taken, message, mend)
    cases = tuple(_measure_case(line, to) for line in lines if line.data != "takes_larger")
    names = to.names(larger[0]) if larger else ()
    return tree.Measure(name, place, () if larger else cases, names, span=to.span(part))


def _measure_case(line: Tree[Token], to: Building) -> tree.MeasureCase:
    when = condition(tree_at(line, -1), to) if line.data == "takes" else None
    return tree.MeasureCase(to.its_name(line), when, span=to.span(line))


def _fact(part: Tree[Token], to: Building) -> tree.Fact:
    type_, rules = _fact_type(first(part, "fact_type"), to), ("assumed", "asked", "at_most", "implies")
    once = {rule: maybe(part, rule) for rule in rules}
    for line in trees(part, *rules):
        if line is not once[line.data]:
            word = "asks when" if line.data == "asked" else line.data.replace("_", " ")
            to.error("LK121", to.span(line), f"`{word}` is given twice", "name all of them in one list")
    assumed, asked, at_most, implies = (once[rule] for rule in rules)
    return tree.Fact(
        to.its_name(part),
        type_,
        to.its_text(part),
        has(part, "JUDGEMENT"),
        None if assumed is None else tree.Assumed(*map(to.name, tokens(assumed, "NAME")), span=to.span(assumed)),
        _stated_facts(asked, to),
        () if at_most is None else to.names(at_most),
        _stated_facts(implies, to),
        tuple([_stated_facts(line, to) for line in trees(part, "follows")]),
        span=to.span(part),
    )


def _meaning(part: Tree[Token], to: Building) -> tree.Meaning:
    follows_from = _stated_facts(maybe(part, "follows"), to)
    return tree.Meaning(*head(part, "meaning of", to), to.its_text(part), follows_from, span=to.span(part))


def _stated_facts(part: Tree[Token] | None, to: Building) -> tuple[tree.StatedFact, ...]:
    lines = () if part is None else trees(part, "implied")
    return tuple(tree.StatedFact(to.its_name(each), not has(each, "NOT"), span=to.span(each)) for each in lines)


def _fact_type(part: Tree[Token], to: Building) -> tree.FactTypeWritten:
    span = to.span(part)
    if maybe(part, "names"):
        kind: Literal["one_of", "set_of"] = "one_of" if has(part, "ONE") else "set_of"
        return tree.FactTypeWritten(kind, to.names(part), span=span)
    last = word_at(part, -1)
    word = tree.Name(str(last), span=to.span(last))
    if has(part, "ONE"):
        to.error("LK117", word.span, "`one of` is followed by the options", f"write `one of {{ {last}, … }}`")
    return tree.FactTypeWritten("set_of_word" if len(part.children) > 1 else "word", (word,), span=span)


def _reading(part: Tree[Token], to: Building) -> tree.Reading:
    name, place = head(part, "reading", to)
    options = tuple(_option(option, to) for option in trees(part, "option"))
    raised = tuple(text for line in trees(part, "raised") for text in to.texts(line))
    return tree.Reading(name, place, to.its_text(part), options, raised, span=to.span(part))


def _option(part: Tree[Token], to: Building) -> tree.Option:
    text, *because = map(to.text, tokens(part, "TEXT"))
    taken = has(part, "TAKEN")
    if taken and not because:
        place = to.span(token(part, "TAKEN"))
        to.error("LK119", place, "the option that is taken says why", 'write `taken because "…"`')
    return tree.Option(to.its_name(part), text, taken, because[0] if because else None, span=to.span(part))


_INHERITABLE: Final[Mapping[str, Callable[[Tree[Token], Building], tree.Inheritable]]] = {
    "clause": clause,
    "define": _define,
    "measure": _measure,
    "meaning": _meaning,
    "fact": _fact,
    "reading": _reading,
    "incorporates": lambda part, to: tree.Incorporates(*head(part, "policy", to), span=to.span(part)),
    "unread": _unread,
    "omits": _omits,
}

_ITEMS: Final[Mapping[str, Callable[[Tree[Token], Building], tree.LicenseItem]]] = {
    **_INHERITABLE,
    "header": header,
    "text_header": _text_header,
    "replace": lambda part, to: tree.Replace(_inheritable(tree_at(part, 1), to), span=to.span(part)),
    "remove": _remove,
    "relocate": lambda part, to: tree.Relocate(*head(part, "relocation of", to), span=to.span(part)),
    "conversion": _conversion,
    "case": case,
}
"""The rules of the grammar that make statements."""
