"""Another name for what a licence declares, in every file of its folder that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from licensekit.editor.document import Document, TextChange, edited, findings
from licensekit.editor.names import Declaration, Lookup, NameUse, use_at, uses
from licensekit.span import Span
from licensekit.syntax import tree
from licensekit.syntax.grammar import reserved_words

_PLAIN: Final = re.compile(r"[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*")
_FACT: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")


class NameKept(Exception):  # noqa: N818 - no error of the program: it says why a name stays
    """Why something keeps its name, in words for whoever asked."""


class Renaming(NamedTuple):
    """Edits in one file."""

    document: Document
    edits: tuple[TextChange, ...]


def name_to_change(document: Document, offset: int) -> Span:
    """The name at a place, if it is one that can be changed. Raises NameKept."""
    use, _ = _declared(document, offset)
    return _last_part(use)


def renamed(document: Document, offset: int, name: str) -> tuple[Renaming, ...]:
    """The edits that give what is named at a place another name. Raises NameKept.

    They are tried before they are handed out: what is found in the files must be what was found before.
    """
    _, written = _declared(document, offset)
    is_fact = isinstance(written.node, tree.Fact)
    if not (_FACT if is_fact else _PLAIN).fullmatch(name):
        raise NameKept("a fact is written as `subject.name`" if is_fact else "a name is written as `two-words`")
    if name in reserved_words():
        raise NameKept(f"`{name}` is a word of the language")
    places: dict[Path, tuple[Document, dict[Span, None]]] = {}
    for each, span in references(document, offset):
        places.setdefault(each.path, (each, {}))[1][span] = None
    whole = tuple(Renaming(each, tuple(TextChange(span, name) for span in spans)) for each, spans in places.values())
    _try(whole, document)
    return whole


def references(document: Document, offset: int) -> Iterator[tuple[Document, Span]]:
    """Every place that names the same, in the text and in the files beside it; nothing for what is not declared."""
    use = use_at(document, offset)
    wanted = None if use is None else _root(use, document)
    if use is None or wanted is None:
        return
    plain = use.name.text.rpartition(".")[2]
    for each in (document, *document.neighbours):
        if plain in each.source.text:
            lookup = Lookup(each)
            for other in uses(each):
                if other.name.text.endswith(plain) and _root(other, each, lookup) == wanted:
                    yield each, _last_part(other)


def _last_part(use: NameUse) -> Span:
    """The name without that of the policy before it; a fact has its dots in its own name."""
    span, text = use.name.span, use.name.text
    return span if use.kind != "clause" else span._replace(start=span.end - len(text.rpartition(".")[2]))


def _declared(document: Document, offset: int) -> tuple[NameUse, Declaration]:
    use = use_at(document, offset)
    written = None if use is None else Lookup(document).declaration(use)
    if use is None or written is None or isinstance(written.node, tree.Meaning):
        raise NameKept("this is no name that a licence gives")
    if use.kind == "block":
        raise NameKept("a file bears the name of what it holds: rename the file, and then its id")
    root = _root(use, document)
    if root is None or Path(root.source).parent != document.path.parent:
        raise NameKept(f"this is declared in `{root.source if root else 'another file'}`, which is not beside this one")
    return use, written


def _root(use: NameUse, document: Document, lookup: Lookup | None = None) -> Span | None:
    """Where the name was given first: what is replaced has the name of what it replaces."""
    written = (lookup or Lookup(document)).declaration(use)
    if written is None or isinstance(written.node, tree.Meaning):
        return None
    if written.name == use.name.span:
        return written.name
    own = written.name.source == document.source.name
    owner = document if own else document.desk.document(Path(written.name.source))
    there = None if owner is None else use_at(owner, written.name.start)
    return written.name if owner is None or there is None else _root(there, owner, lookup if own else None)


def _try(whole: tuple[Renaming, ...], document: Document) -> None:
    """Raises NameKept where something is found that was not found before, in a file that is changed or draws on one."""
    every = {each.path: each for each in (document, *document.neighbours)}
    texts = {path: each.source.text for path, each in every.items()}
    texts |= {each.document.path: edited(each.document.source.text, each.edits) for each in whole}
    after = document.desk.trial(texts)
    for path, each in every.items():
        before = [placed.finding.code for placed in findings(each)]
        for placed in findings(after[path]):
            if placed.finding.code not in before:
                raise NameKept(f"{path.name}: {placed.finding.message}")
