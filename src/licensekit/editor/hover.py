"""What a name means: a fact with its question, an act, a clause in words with what it decides, a reading, a base."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final, NamedTuple, assert_never

from licensekit.editor.case_runs import changed_without, terms_for
from licensekit.editor.document import Document
from licensekit.editor.names import Declaration, Lookup, NameUse, use_at
from licensekit.errors import LicensekitError
from licensekit.model.clauses import written_id
from licensekit.model.license import License
from licensekit.model.phrase import condition_text, measure_text, sentence
from licensekit.report.memo import counted
from licensekit.span import Span
from licensekit.syntax import tree
from licensekit.vocabulary import facts
from licensekit.vocabulary.acts import ACT_TITLES, GROUPS, LEAVES
from licensekit.vocabulary.entries import FactInfo

_SHOWN: Final = 8
"""Cases that are named for one clause."""


class Hover(NamedTuple):
    """What is said of a name, in Markdown."""

    span: Span
    text: str


def hover(document: Document, offset: int) -> Hover | None:
    """What a name at a place means; None where nothing is known of what stands there."""
    use = use_at(document, offset)
    if use is None:
        return None
    said = "\n\n".join(part for part in _said(use, document) if part)
    return Hover(use.name.span, said) if said else None


def _said(use: NameUse, document: Document) -> Iterator[str]:
    lookup, text = Lookup(document), use.name.text
    written = lookup.declaration(use)
    if use.kind == "act":
        yield from _act(text)
    elif written is None or isinstance(written.node, tree.Meaning):
        yield from _fact(text)
    if written is not None:
        yield from _declared(written, use, document)


def _act(name: str) -> Iterator[str]:
    if name in ACT_TITLES:
        kind = f", {LEAVES[name].value}" if name in LEAVES else ""
        yield f"**{name}** (act{kind}): {ACT_TITLES[name]}"
        yield f"stands for {', '.join(GROUPS[name])}" if name in GROUPS else ""


def _fact(name: str) -> Iterator[str]:
    try:
        info = facts.fact(name)
    except (KeyError, ValueError):
        return
    yield f"**{name}** ({_type(info)}): {info.title}"
    yield f"*{info.question}*"
    if info.options and info.options != ("territory",):
        yield "one of " + ", ".join(f"`{option}`" for option in info.options)
    notes = ["a question of law"] if info.judgement else []
    notes += [f"may be assumed: `{info.assumed}`"] if info.assumed else []
    notes += [f"asked with the group `{info.group}`"] if info.group else []
    yield "; ".join(notes)


def _type(info: FactInfo) -> str:
    return "set of territories" if info.options == ("territory",) else info.type.replace("_", " ")


def _declared(written: Declaration, use: NameUse, document: Document) -> Iterator[str]:
    node = written.node
    match node:
        case tree.Meaning():
            yield f"here: {node.words.value} ({_place(node)})"
        case tree.Fact():
            yield f"**{node.name.text}** (fact of this licence)"
            yield f"*{node.question.value}*"
        case tree.Define() | tree.Measure():
            yield f"**{node.name.text}** ({type(node).__name__.lower()}, {_place(node)})"
            yield _in_words(node.name.text, use, document)
            yield tree.value_of(node.note) if isinstance(node, tree.Define) else ""
        case tree.Reading():
            yield f"**{node.name.text}** (reading, {_place(node)}): {node.question.value}"
            yield "\n".join(f"- `{each.name.text}`{_taken(each)}: {each.text.value}" for each in node.options)
        case tree.Option():
            yield f"**{node.name.text}**{_taken(node)}: {node.text.value}"
        case tree.ClauseItem():
            yield f"**{node.name.text}** ({type(node).__name__.lower()}, {_place(node)})"
            yield from _clause(use.name.text, use, document)
        case tree.License() | tree.Template() | tree.Policy():
            titles = (item.value for item in node.items if isinstance(item, tree.Header) and item.key == "title")
            title = next((value.value for value in titles if isinstance(value, tree.Text)), "")
            yield f"**{node.id.text}** ({type(node).__name__.lower()})" + (f": {title}" if title else "")
        case tree.Name():
            yield f"**{node.text}** (parameter)"
        case tree.Incorporates() | tree.IncorporatesUnread() | tree.Omits() | tree.Work() | tree.Cases():
            pass
        case _:
            assert_never(node)


def _place(item: tree.NamedItem) -> str:
    return f'at "{item.locator.place.value}"'


def _taken(option: tree.Option) -> str:
    if not option.taken:
        return ""
    return f" (taken: {option.because.value})" if option.because else " (taken)"


def _in_words(name: str, use: NameUse, document: Document) -> str:
    """A define or measure with its condition, of the licence in which it is looked at."""
    for license in _licenses(use.block, document):
        for whole in license.definitions:
            if whole.name == name:
                return condition_text(whole.condition)
        for measure in license.measures:
            if measure.name == name:
                return measure_text(measure)
    return ""


def _clause(name: str, use: NameUse, document: Document) -> Iterator[str]:
    """A clause in words, and which cases of the licence come out otherwise without it."""
    for license in _licenses(use.block, document):
        families = [clause for clause in license.clauses if written_id(clause.id) == name]
        yield from map(sentence, families)
        changes = changed_without(document, license, name) if families else None
        if changes is not None:
            of = counted(changes.cases, "case")
            yield f"Without it {len(changes.changed) or 'none'} of {of} would come out otherwise."
            yield "\n".join(f"- {each}" for each in changes.changed[:_SHOWN])


def _licenses(block: tree.Block, document: Document) -> Iterator[License]:
    """The licences, or the policy, of a block, as far as nothing is wrong with them."""
    if document.checked.has_errors:
        return
    match block:
        case tree.Cases():
            with suppress(LicensekitError):
                yield from (terms_for(document, name.text).license for name in block.licenses)
        case tree.License() | tree.Policy():
            held = (*document.checked.licenses, *document.checked.policies)
            yield from (license for license in held if license.id == block.id.text)
        case tree.Template() | tree.Work():
            pass
        case _:
            assert_never(block)
