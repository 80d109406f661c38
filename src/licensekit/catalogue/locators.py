"""Locators against outlines: whether the place exists in the text.

`1.b.i(A)`, `III.3(b)` and `Exhibit A 12` name labels; `4, 2nd sentence` and `2, last paragraph` say more in
words, which an outline cannot check; `5(a), 5(b)` names several places, and each is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from licensekit.catalogue.outline import LabelPath, Outline, from_json, heading_key
from licensekit.catalogue.shelf import outline_path
from licensekit.catalogue.sources import regular_bytes, why
from licensekit.diagnostics import Diagnostic, Label, Severity, did_you_mean
from licensekit.limits import MAX_FACTS_BYTES
from licensekit.model.conditions import Locator
from licensekit.model.license import License
from licensekit.vocabulary.facts import name_pieces

if TYPE_CHECKING:
    from pathlib import Path

    from licensekit.check.file import Checked

Outlines: TypeAlias = Mapping[str, Outline]
"""The outline of each document of a licence, by its name; the empty name where there is only one."""

_TOKEN: Final = re.compile(r"¶[0-9]+|[0-9]+|[A-Za-z]+|[^\W\d_]+")
_APART: Final = re.compile(r"\s*[,;]\s*|\s+(?:and|to)\s+|\s*[\u2013\u2014]\s*")
_WORDS: Final = re.compile(
    r"(?:par\.?|para\.?|paragraph|sentence|sentences|last|first|final|opening|closing|heading|title|introduction|intro"
    r"|note|end|beginning|before|after|between|in the|the|list|words|clause|proviso|scope|definition|see|from"
    r"|[0-9]+(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"item\s+([0-9]+(?:\.?\([A-Za-z0-9]+\)|\.[A-Za-z0-9]+)*)", re.IGNORECASE)
_NAMED: Final = frozenset({"appendix", "exhibit", "attachment", "annex", "schedule", "addendum", "preamble"})
_SECTION: Final = frozenset({"section", "sections", "article", "clause", "part"})


class LocatedItem(NamedTuple):
    """A locator of a licence, and whose it is: a clause's, a define's."""

    what: str
    locator: Locator
    origin: str


def verify_locators(license: License, outlines: Outlines) -> tuple[Diagnostic, ...]:
    """A finding for each locator that the outlines do not have, and for each outline of another text.

    Documents without an outline are left out, and so are the clauses of incorporated policies, which are
    verified with their policy.
    """
    return (*_other_texts(license, outlines), *_wrong_places(license, outlines))


def misplaced(path: Path, checked: Checked) -> tuple[Diagnostic, ...]:
    """What the outline beside a file says of its locators; nothing where there is no outline."""
    file = outline_path(path)
    try:
        outlines = from_json(regular_bytes(file, MAX_FACTS_BYTES).decode("utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as problem:
        reason = why(problem) if isinstance(problem, OSError) else "it is no outline"
        help_ = "use `licensekit outline` to build it anew from the text"
        return (Diagnostic("LK482", f"the outline `{file}` cannot be read: {reason}", help=help_),)
    name = path.name.removesuffix(".lic")
    return tuple(
        finding
        for block in (*checked.licenses, *checked.policies)
        if block.id == name
        for finding in verify_locators(block, outlines)
    )


def _wrong_places(license: License, outlines: Outlines) -> Iterator[Diagnostic]:
    for placed in locators(license):
        outline = outlines.get(placed.locator.document)
        if outline is not None:
            for missing in missing_places(placed.locator.place, outline):
                yield _missing(license, placed, missing, outline)


def _other_texts(license: License, outlines: Outlines) -> Iterator[Diagnostic]:
    for text in license.texts:
        outline = outlines.get(text.name)
        if outline is not None and outline.sha256 != text.sha256:
            yield Diagnostic(
                "LK481",
                "the outline is of another text than the one that the licence names",
                () if text.span is None else (Label(text.span),),
                "use `licensekit outline` to build it anew from the text",
            )


def locators(license: License) -> Iterator[LocatedItem]:
    """Every locator of a licence's own and inherited items, in the order of the model."""
    for clause in license.clauses:
        if "." not in clause.id:
            yield LocatedItem(f"the clause `{clause.id}`", clause.locator, clause.origin)
    declared = [(each.name, each.locator) for each in license.definitions]
    declared += [(each.name, each.locator) for each in license.measures]
    declared += [(each.name, each.locator) for each in license.readings]
    for name, place in declared:
        if "." not in name:
            yield LocatedItem(f"`{name}`", place, license.id)
    for meaning in license.meanings:
        origin = name_pieces(meaning.key).meaning or license.id
        yield LocatedItem(f"the meaning of `{meaning.fact}`", meaning.locator, origin)
    for unread in license.unread:
        yield LocatedItem(f"`{unread.name}`", unread.locator, license.id)
    for omission in license.omissions:
        yield LocatedItem(f"`omits` {omission.what}", omission.locator, license.id)


def missing_places(place: str, outline: Outline) -> tuple[str, ...]:
    """The parts of a place that the outline does not have; empty where all of it is there."""
    missing: list[str] = []
    last: LabelPath | None = None
    for piece in _pieces(place, outline):
        if heading_key(piece) in outline.places:
            last = (heading_key(piece),)
            continue
        item = _ITEM.match(piece)
        if item and last is not None:
            if not outline.has((*last, *_TOKEN.findall(item[1]))):
                missing.append(piece)
            continue
        if _WORDS.match(piece):
            continue
        path = _resolved(piece, outline) or _sibling(piece, last, outline)
        if path is None:
            missing.append(piece)
        last = path or last
    return tuple(missing)


def _pieces(place: str, outline: Outline) -> Iterator[str]:
    rest = place.strip()
    while rest:
        ends = [*_APART.finditer(rest)]
        heads = (rest, *(rest[: end.start()] for end in reversed(ends)))  # a heading may hold a comma
        piece = next((head for head in heads if heading_key(head) in outline.places), heads[-1])
        if piece:
            yield piece
        rest = next((rest[end.end() :] for end in ends if end.start() >= len(piece)), "")


def _resolved(piece: str, outline: Outline) -> LabelPath | None:
    """The path of the labels with which a piece begins; what follows must be words that say more."""
    if heading_key(piece) in outline.places:
        return (heading_key(piece),)
    tokens = list(_TOKEN.finditer(piece))
    if len(tokens) > 1 and tokens[0].group().casefold() in _SECTION:
        tokens = tokens[1:]
        section = (f"section-{tokens[0].group()}", *(_part(token.group()) for token in tokens[1:]))
        if outline.has(section):
            return section
    path = tuple(_part(token.group()) for token in tokens)
    for length in range(len(path), 0, -1):
        if outline.has(path[:length]):
            rest = piece[tokens[length - 1].end() :].lstrip(").] \t")
            return path[:length] if not rest or _WORDS.match(rest) else None
    return None


def _part(token: str) -> str:
    return token.casefold() if token.casefold() in _NAMED else token


def _sibling(piece: str, last: LabelPath | None, outline: Outline) -> LabelPath | None:
    """`(b)` after `5(a)` is `5(b)`."""
    tokens = tuple(_TOKEN.findall(piece))
    if last is None or not tokens or not piece.startswith("("):
        return None
    path = (*last[:-1], *tokens)
    return path if outline.has(path) else None


def _missing(license: License, placed: LocatedItem, piece: str, outline: Outline) -> Diagnostic:
    document = f" of `{placed.locator.document}`" if placed.locator.document else ""
    inherited = placed.origin != license.id
    notes = (f"{placed.what} is inherited from `{placed.origin}`",) if inherited else ()
    return Diagnostic(
        "LK480",
        f"{placed.what} stands at `{piece}`, which the outline{document} of `{license.id}` does not have",
        () if placed.locator.span is None else (Label(placed.locator.span),),
        _near(piece, outline, inherited=inherited),
        notes,
        Severity.WARNING,
    )


def _near(piece: str, outline: Outline, *, inherited: bool) -> str:
    path = tuple(_part(token) for token in _TOKEN.findall(piece))
    for length in range(len(path) - 1, 0, -1):
        if outline.has(path[:length]):
            below = outline.children(path[:length])
            if below:
                return f"use one of {', '.join(f'`{each}`' for each in below)}"
            return f"use `{'.'.join(path[:length])}`, which has no labels below it"
    if inherited:
        return 'write `relocate NAME at "…"` with the place in this text'
    known = [key for key in outline.places if ":" not in key]
    return did_you_mean(".".join(path), known) or f"use a label of the text, such as {', '.join(known[:4])}"
