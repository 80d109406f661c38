"""What may bind a component by itself: the terms of a work that is known, or those that the inventory claims.

A claim never makes the terms of a known work go away: where they disagree, both are asked about. What names no licence
that is known here, or none at all, stays open and says why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Final

from licensekit import api, published
from licensekit.api import LicenseTerms
from licensekit.catalogue import hub_index
from licensekit.catalogue.lineage import Grade, Lineage, lineage
from licensekit.catalogue.name_table import is_family
from licensekit.catalogue.names import loosely_meant
from licensekit.catalogue.registry import in_address, is_in_address
from licensekit.components.component import Component
from licensekit.components.documents import ITS_TEXT
from licensekit.components.purls import hub_name
from licensekit.diagnostics import clipped
from licensekit.errors import CatalogueError, LicensekitError
from licensekit.meaning.terms import asked_about

_UNSAID: Final = frozenset({"noassertion", "none", "unknown", "other", "not specified"})
"""Claims that name no licence."""
_OF_WHOM: Final = "LK617"
"""The name of a model without its owner, where the hub has models of that name."""
_AGAINST: Final = frozenset({"none", "other"})
"""Those that speak against a licence that is named beside them: there is none, or it is another."""

_INSIDE: Final = re.compile(r"hf:/*", re.IGNORECASE)
"""What tools write before a name of the hub."""
_FOLDER: Final = re.compile(r"models--([^/]+?)--([^/]+)")
"""The folder in which a hub's cache keeps a model."""
_COPY: Final = re.compile(r"(?:models--)?([^/]+?)--([^/]+)")
"""What a folder may be called that somebody keeps a model in."""
_SLASHES: Final = re.compile(r"[/\\]+")
_BEHIND: Final = re.compile(r"[?#].*")
_SPACE: Final = re.compile(r"[\s_]+")
_ELSEWHERE: Final = re.compile(
    r"(?:(?:https?://)?[\w.]*(?P<registry>ollama|library|bedrock|openrouter|litellm)[\w.]*/(?:[^/\s]+/)*)?"
    r"(?:[^/:@\s]+/(?=[^/@]+:))?(?P<name>[^/:@\s]+)(?:[:@ ](?P<tag>[^/\s]*))?",
    re.IGNORECASE,
)
"""How other registries write models: `llama3.1:8b`, `acme/qwen2.5:7b`, `ollama/gemma2`, `meta.llama3-1-8b-v1:0`."""
_VENDOR: Final = re.compile(r"[a-z]+\d*\.(?=[a-z])", re.IGNORECASE)
_REVISION: Final = re.compile(r"-v\d+")
_NO_WORD: Final = re.compile(r"[^A-Za-z]")
_NAME: Final = re.compile(r"[/:,;]|--")
"""What tells a name with its owner, an address or a list from a word."""


@dataclass(frozen=True)
class WhatBinds:
    """What may bind a component, and how that is known."""

    grade: Grade
    possible: tuple[LicenseTerms, ...] = ()
    """Sets of terms of which one binds, so far as they are known."""
    more: tuple[str, ...] = ()
    """Why further terms may bind."""
    otherwise: tuple[str, ...] = ()
    """Why other terms may hold instead."""
    taken: tuple[str, ...] = ()
    """What was taken for what."""
    chosen: str = ""
    """Which of several licences was chosen, where not each goes together with what else is in a product."""
    lineage: Lineage | None = None
    """Of a work that is known here."""

    @property
    def named(self) -> str:
        """The licences by id; of several that may bind, all with `or`."""
        return " or ".join(dict.fromkeys(terms.id for terms in self.possible))


def bound(component: Component, obtained: date | None, read: Callable[[str], ReadClaim]) -> WhatBinds:
    """What may bind a component, its bases left aside. `obtained` is the day on which the copy was got.

    `read` reads a claim: it is `claimed`, or keeps what that says.
    """
    claims = tuple(read(claim) for claim in component.claims if claim.strip().casefold() not in _UNSAID)
    unsaid = tuple(claim for claim in component.claims if claim.strip().casefold() in _UNSAID)
    known = _of_work(component, obtained)
    if known is None or known.lineage is None:
        alone = _by_claims(component, claims, unsaid, () if known is None else known.more)
        return replace(alone, otherwise=(*alone.otherwise, *(() if known is None else known.otherwise)))
    return _both(known, claims) if claims else known


def names_on_hub(component: Component) -> tuple[str, ...]:
    """By which names a component is looked for: its model, as it is written and as the hub has it, else its own name.

    Code and data have names of their own kind, and are no models because they are called as one. A single word of
    letters is a name of whatever has no kind.
    """
    own = component.name if component.kind not in {"code", "data"} else ""
    is_a_word = bool(component.kind or _NO_WORD.search(own)) and any(map(hub_index.called, _words(own)))
    if "/" not in own and not is_a_word and not _in_path(own):
        own = ""
    written = component.model or own
    return tuple(dict.fromkeys((*called_on_hub(written), *_in_path(written))))


def _words(written: str) -> tuple[str, ...]:
    """A name without its owner as it is written, and as the hub writes several words: `Llama-3.1-8B`."""
    return tuple(dict.fromkeys((written, _SPACE.sub("-", written.strip()))))


def called_on_hub(written: str) -> tuple[str, ...]:
    """What a model may be called there: as it is written, and what stands in it, be it an address or a folder.

    >>> called_on_hub("pkg:huggingface/moonshotai/Kimi-K2.5@main")
    ('pkg:huggingface/moonshotai/Kimi-K2.5@main', 'moonshotai/Kimi-K2.5')
    """
    plain = "".join(written.split())
    if not plain.isascii():
        plain = "".join("-" if unicodedata.category(each) == "Pd" else each for each in plain)
        plain = unicodedata.normalize("NFKC", plain)
    inside = hub_name(plain) or _INSIDE.sub("", plain)
    if folder := _FOLDER.fullmatch(plain):
        inside = f"{folder[1]}/{folder[2]}"
    named = () if "/" in written else _words(written)
    return tuple(dict.fromkeys(filter(None, (written, *named, inside, *in_address(inside)))))


def _in_path(written: str) -> tuple[str, ...]:
    """The works that are known here and whose names, with their owners, stand in a path or a tagged name.

    >>> _in_path("/models/meta-llama/Llama-3.1-8B"), _in_path("hf.co/meta-llama/Llama-3.1-8B:Q4_K_M")
    (('meta-llama/Llama-3.1-8B',), ('meta-llama/Llama-3.1-8B',))
    """
    parts = [part for part in _SLASHES.split(_BEHIND.sub("", written)) if part]
    folders = (folder.groups() for part in parts if (folder := _COPY.fullmatch(part)))
    pairs = (*pairwise(part.partition(":")[0].partition("@")[0] for part in parts), *folders)
    every = (f"{owner}/{name}" for owner, name in pairs)
    return tuple(dict.fromkeys(each for each in every if each != written and lineage(each) is not None))


def not_called(written: str) -> str:
    """Why what is written as the name of a model is none, though it is more than a word; empty where it may be one.

    Nobody can tell what such a name stands for, so no licence beside it is all that binds.
    """
    names = called_on_hub(written)
    if _NAME.search(written) is None or any(is_in_address(name) for name in names):
        return ""
    return f"`{clipped(written)}` is no name of a model; write `OWNER/NAME`, as the hub has it"


def called_elsewhere(component: Component) -> str:
    """Why it is open which model a name of another registry stands for; empty where it may be no such name."""
    written = component.model or component.name
    parts = _ELSEWHERE.fullmatch(written)
    if parts is None or component.kind in {"code", "data"}:
        return ""
    name, tag = parts["name"], parts["tag"] or ""
    if not (tag or parts["registry"] or component.kind or component.model):
        return ""
    plain = _REVISION.sub("", _VENDOR.sub("", name, count=1))
    for word in (name, plain, f"{name}{tag}"):
        known = hub_index.beginning(word) if any(map(str.isdigit, word)) else ""
        if known:
            mend = "write `OWNER/NAME`, as the hub has it"
            return (
                f"`{clipped(written)}` is no name of the hub, and may be `{known}`, or another that begins so; {mend}"
            )
    return ""


def _of_work(component: Component, obtained: date | None) -> WhatBinds | None:
    """What is known of the work that a component is; of a name that is no model's nothing is said."""
    looked_up = [_of_catalogue(name, obtained) for name in names_on_hub(component)]
    work = next((each for each in looked_up if each.lineage is not None), None)
    if work is None and component.model and (why := not_called(component.model)):
        return WhatBinds("unknown", otherwise=(why,))
    of_several = next((each for each in looked_up if each.otherwise), None)
    if work is None and of_several is None and (why := called_elsewhere(component)):
        return WhatBinds("unknown", otherwise=(why,))
    return work or of_several or (looked_up[0] if component.model else None)


def _of_catalogue(model: str, obtained: date | None) -> WhatBinds:
    """What the registry and the hub's index say of a model."""
    try:
        whole, terms = published.binding_of(model, obtained)
    except CatalogueError as unknown:
        said = next(iter(unknown.diagnostics))
        if said.code == _OF_WHOM:  # it may be any of them, whatever is claimed
            return WhatBinds("unknown", otherwise=(f"{said.message}; {said.help}",))
        return WhatBinds("unknown", more=(f"{said.message}; {said.help}" if said.help else said.message,))
    except LicensekitError as refused:
        return WhatBinds("unknown", more=tuple(each.message for each in refused.diagnostics))
    return WhatBinds(whole.grade, terms, whole.more, whole.otherwise, lineage=whole)


@dataclass(frozen=True)
class ReadClaim:
    """A claim as far as it can be read; without terms, why not."""

    terms: LicenseTerms | None
    why: str = ""
    loosely: frozenset[str] | None = frozenset()
    """Without terms, the ids of the licences that it may stand for; None where it names nothing, as `custom` does."""


def claimed(claim: str) -> ReadClaim:
    """A claim, read."""
    if claim.startswith(ITS_TEXT):
        return ReadClaim(None, claim)
    try:
        return ReadClaim(api.load(claim))
    except LicensekitError as refused:
        said, loosely = refused.diagnostics[0], loosely_meant(claim)
        names_nothing = not loosely and is_family(claim)
        return ReadClaim(
            None, f"{said.message}; {said.help}" if said.help else said.message, None if names_nothing else loosely
        )


def _by_claims(
    component: Component, claims: tuple[ReadClaim, ...], unsaid: tuple[str, ...], notes: tuple[str, ...]
) -> WhatBinds:
    """What the inventory claims, where the work itself is not known here."""
    terms = tuple(dict.fromkeys(claim.terms for claim in claims if claim.terms is not None))
    against = tuple(f"`{clipped(each)}` is said beside it" for each in unsaid if each.strip().casefold() in _AGAINST)
    unread = (*(claim.why for claim in claims if claim.terms is None), *(against if terms else ()))
    taken = (*(note for each in terms for note in each.taken), *(notes if terms else ()))
    if not claims:
        if component.bases and not unsaid:  # it adds nothing of its own to what its bases carry
            return WhatBinds("unknown", taken=notes)
        said = f"`{clipped(unsaid[0])}` names no licence" if unsaid else "no licence is stated"
        return WhatBinds("unknown", more=(*notes, said))
    if not terms:
        return WhatBinds("unknown", more=(*unread, *notes))
    grade: Grade = "conflict" if len({*terms}) + len(unread) > 1 else "tag only"
    return WhatBinds(grade, terms, otherwise=unread, taken=taken)


def _both(known: WhatBinds, claims: tuple[ReadClaim, ...]) -> WhatBinds:
    """What is known of a work beside what the inventory claims of it.

    A claim that may be so settles what is open of the work; one that is not among what may bind is a conflict. A claim
    that repeats a part of what binds, as copies do, says nothing against the rest; nor does one that names nothing, or
    a family of which that is. Any other claim of which nobody here knows what it says leaves it open.
    """
    its = known.lineage
    assert its is not None
    terms = tuple(claim.terms for claim in claims if claim.terms is not None)
    taken = tuple(note for each in terms for note in each.taken)
    unread = tuple(claim.why for claim in claims if claim.terms is None)
    against = tuple(each for each in terms if not its.may_be(_ids(each)))
    otherwise = tuple(claim.why for claim in claims if claim.terms is None and not _repeats(claim, its))
    if otherwise:
        known = replace(known, grade="unknown", otherwise=(*known.otherwise, *otherwise))
    if against:
        names = ", ".join(f"`{each.id}`" for each in against)
        there = f"is known to be under {known.named}" if known.named else "is said to be under something else"
        note = f"the inventory says {names}, and `{its.work}` {there}"
        return replace(known, grade="conflict", possible=(*known.possible, *against), taken=(*taken, note))
    if terms and not (its.settled or known.more or unread):
        fitting = tuple(each for each in known.possible if any(_ids(claim) <= _ids(each) for claim in terms))
        return replace(known, grade="tag only", possible=fitting or terms, otherwise=(), taken=taken)
    return replace(known, taken=(*taken, *(each for each in unread if each not in otherwise)))


def _repeats(claim: ReadClaim, known: Lineage) -> bool:
    """Whether a claim without terms says nothing against what is known of a work."""
    return claim.loosely is None or any(known.may_be(frozenset({each})) for each in claim.loosely)


def _ids(terms: LicenseTerms) -> frozenset[str]:
    return frozenset(_each_id(terms))


def _each_id(terms: LicenseTerms) -> Iterator[str]:
    return (program.license.id for program in asked_about(terms.terms))
