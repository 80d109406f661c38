"""A text beside one that is known by its fingerprint alone: which runs of words both have, in one order.

Hashes of 16 bits may agree by chance, so an alignment shows where two texts differ and is never the proof that they are
the same: that is the hash of the whole.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from licensekit.identify.fingerprints import EDGE, SHINGLE, Fingerprint, anchored, by_anchor, shingle_hashes

_MOST_PLACES: Final = 8
"""Of one anchor in a text that says the same again and again."""
_ROW: Final = 32
"""Shingles that are compared at once."""
_MOST_BETWEEN: Final = 400
"""Shingles of either text between two runs that are looked through for more; more of them are a text of its own."""


class Run(NamedTuple):
    """ComparedWords that both texts have: where they begin in the known one and in the given one, and how many."""

    known: int
    given: int
    length: int


@dataclass(frozen=True)
class Shingles:
    """The hashes of some words of a given text, those at the edges reaching out of it."""

    size: int
    """How many words."""
    long: Sequence[int]
    """Of 32 bits, in order."""
    whole: Shingles | None = None
    start: int = 0
    """What they are a part of, and where that begins."""

    @cached_property
    def short(self) -> array[int]:
        """Of 16 bits, in order."""
        if self.whole is not None:
            return self.whole.short[self.start : self.start + len(self.long)]
        return array("H", [each & 0xFFFF for each in self.long])

    def within(self, start: int, end: int) -> Shingles:
        """Those of a part of the words."""
        return Shingles(end - start, self.long[start : end + EDGE], self, start)

    @cached_property
    def hits(self) -> Sequence[tuple[int, int]]:
        """Where one of 32 bits stands that some known text has as an anchor, and which, in order."""
        if self.whole is not None:
            begin, end = (bisect_left(self.whole.hits, (at,)) for at in (self.start, self.start + len(self.long)))
            return [(place - self.start, anchor) for place, anchor in self.whole.hits[begin:end]]
        wanted = by_anchor()
        return [(place, each) for place, each in enumerate(self.long) if each in wanted]

    @cached_property
    def places(self) -> Mapping[int, list[int]]:
        """The same by anchor."""
        where = dict[int, list[int]]()
        for place, anchor in self.hits:
            where.setdefault(anchor, []).append(place)
        return where


def shingles(words: Sequence[str]) -> Shingles:
    """The hashes of all words of a text."""
    return Shingles(len(words), shingle_hashes(words))


@dataclass(frozen=True)
class Alignment:
    """A known text beside a given one, around the anchors that both have."""

    known: Fingerprint
    given: Shingles
    anchored: tuple[Run, ...]
    """In shingles."""

    @cached_property
    def rough(self) -> tuple[Run, ...]:
        """The runs of words around the anchors, in the order of both texts."""
        return _in_words(self.known, self.given, self.anchored)

    @property
    def runs(self) -> tuple[Run, ...]:
        """The same, and shorter runs between them."""
        return _in_words(self.known, self.given, _blocks(self))


def aligned(known: Fingerprint, given: Shingles) -> Alignment:
    """A known text beside a given one."""
    return Alignment(known, given, tuple(_anchored(known, given)))


def _in_words(known: Fingerprint, given: Shingles, blocks: Iterable[Run]) -> tuple[Run, ...]:
    words, last, end = list[Run](), 0, 0
    for at, place, length in blocks:
        first = max(at - EDGE, last, end + at - place, 0) if words else max(at - EDGE, at - place, 0)
        stop = min(at + length, known.size, given.size + at - place)
        if stop > first:
            words.append(Run(first, first + place - at, stop - first))
            last, end = stop, stop + place - at
    return tuple(words)


def _blocks(beside: Alignment) -> list[Run]:
    """All runs, in shingles."""
    known, given = beside.known.shingles, beside.given.short
    told, before = list[Run](), Run(0, 0, 0)
    for block in (*beside.anchored, Run(len(known), len(given), 0)):
        told += _between(known, given, before, block)
        if block.length:
            told.append(block)
            before = block
    return told


def _anchored(known: Fingerprint, given: Shingles) -> Iterator[Run]:
    """Runs around the anchors that both have, as far as both agree."""
    a, b = known.shingles, given.short
    last, end = 0, 0
    for at, place in _in_order(_pairs(known, given)):
        if at < last or place < end:
            continue
        first = 0
        while at - first > last and place - first > end and a[at - first - 1] == b[place - first - 1]:
            first += 1
        stop, most = 1, min(len(a) - at, len(b) - place)
        while stop + _ROW <= most and a[at + stop : at + stop + _ROW] == b[place + stop : place + stop + _ROW]:
            stop += _ROW
        while stop < most and a[at + stop] == b[place + stop]:
            stop += 1
        yield Run(at - first, place - first, first + stop)
        last, end = at + stop, place + stop


def _pairs(known: Fingerprint, given: Shingles) -> Iterator[tuple[int, int]]:
    """Each anchor with its places in the given text, the last place first."""
    for at, anchor in zip(anchored(known.size), known.anchors, strict=True):
        for place in reversed(given.places.get(anchor, [])[:_MOST_PLACES]):
            yield at, place


def _in_order(pairs: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs that rise in both texts (the longest increasing subsequence, by patience sorting)."""
    every = list(pairs)
    if all(before < after and above < below for (before, above), (after, below) in pairwise(every)):
        return every
    tops, piles = list[int](), list[tuple[int, int, int]]()
    ends = list[int]()
    for at, place in every:
        pile = bisect_left(tops, place)
        piles.append((at, place, ends[pile - 1] if pile else -1))
        if pile == len(tops):
            tops.append(place)
            ends.append(len(piles) - 1)
        else:
            tops[pile], ends[pile] = place, len(piles) - 1
    chain, link = list[tuple[int, int]](), ends[-1] if ends else -1
    while link >= 0:
        at, place, link = piles[link]
        chain.append((at, place))
    return chain[::-1]


def _between(a: Sequence[int], b: Sequence[int], before: Run, after: Run) -> Iterator[Run]:
    """Further runs between two, which no anchor stands in."""
    at, place = before.known + before.length, before.given + before.length
    of_known, of_given = a[at : after.known], b[place : after.given]
    if not of_known or not of_given or max(len(of_known), len(of_given)) > _MOST_BETWEEN:
        return
    least = 1 if len(of_known) * len(of_given) < SHINGLE**4 else 2  # a single hash agrees by chance once in 65,536
    for match in SequenceMatcher(None, of_known, of_given, autojunk=False).get_matching_blocks():
        if match.size >= least:
            yield Run(at + match.a, place + match.b, match.size)
