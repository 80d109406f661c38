"""What the prose of a notice names: licences that restrict, by their titles.

Notices tell of parts that others made, mostly under open licences, which say nothing of the work itself. A licence that
is not open source is told, as whoever has the work is bound by it too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from licensekit import api
from licensekit.analyse.features import openness_in_brief
from licensekit.catalogue.name_table import entries
from licensekit.catalogue.names import may_mean
from licensekit.components.documents import ITS_TEXT

NOTICES: Final = re.compile(r"notice(?:[-_.].*)?", re.IGNORECASE)
"""What files of notices are called."""
_BESIDE: Final = re.compile(r"\s*\([^()]*\)|\s+agreement$", re.IGNORECASE)
"""What a title has beside the name by which prose calls a licence."""
_FEWEST_WORDS: Final = 3
_MOST: Final = 1_000_000
"""Characters of a notice that are looked at."""


class NamedInProse(NamedTuple):
    """A title that stands in a text, the licences that have it, and where."""

    title: str
    ids: tuple[str, ...]
    start: int
    end: int


def restricted_in(text: str) -> Iterator[NamedInProse]:
    """Each licence that is not open source and is named in a notice by its title, once."""
    told = " ".join(text[:_MOST].casefold().split())
    for title, ids in _titles():
        if title in told and any(map(_is_restricted, ids)):
            told = told.replace(title, "\0")  # a shorter title that stands in it is not named by it
            words = r"\s+".join(map(re.escape, title.split()))
            found = re.search(rf"(?<!\w){words}(?!\w)", text[:_MOST], re.IGNORECASE)
            if found is not None:
                yield NamedInProse(" ".join(found[0].split()), ids, *found.span())


def claims_in(text: str, where: str, claims: Iterable[str]) -> Iterator[str]:
    """What prose beside some claims claims too: each licence that restricts, and that none of them may mean."""
    said = tuple(claims)
    for named in restricted_in(text):
        if not any(may_mean(claim) & {*named.ids} for claim in said):
            yield named.ids[0] if len(named.ids) == 1 else f"{ITS_TEXT}{where}, which names the {named.title}"


@cache
def _titles() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Titles as prose has them, the longest first, with the licences that have each."""
    by_title = defaultdict[str, list[str]](list)
    for entry in entries():
        title = _BESIDE.sub("", entry.title).casefold()
        if entry.is_encoded and len(title.split()) >= _FEWEST_WORDS:
            by_title[title].append(entry.id)
    return tuple((title, tuple(by_title[title])) for title in sorted(by_title, key=lambda each: (-len(each), each)))


@cache
def _is_restricted(name: str) -> bool:
    return openness_in_brief(api.load(name).terms).open_source == "failed"
