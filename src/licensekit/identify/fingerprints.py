"""Fingerprints of the encoded texts: what tells a text and aligns another with it, and no word of any.

Of each text: a hash of all its words; a hash of 16 bits for every five words in a row, in order; and one of 32 bits for
some of these, by which it is found. `scripts/fingerprints.py` writes them to `licenses/fingerprints.bin`.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import accumulate
from typing import Final, NamedTuple

from licensekit.data import data_folder

FILE: Final = "fingerprints.bin"
SHINGLE: Final = 5
"""ComparedWords in a row that are hashed together."""
EDGE: Final = SHINGLE - 1
"""Places before the first word and behind the last that a shingle may reach out to: these stand in five too."""
_SHORT: Final = 400
_MIX: Final = 0x9E3779B97F4A7C15
_VERSION: Final = 1


class TextOwner(NamedTuple):
    """Whose text it is: a licence or policy of the catalogue, and the document's name where it has several."""

    id: str
    document: str
    sha256: str
    """Of the file that was encoded; what differs from it only in spaces has the same fingerprint."""


class Whole(NamedTuple):
    """A run of words that is the text in full: all of it, or all but its title or what is extraneous at its end."""

    start: int
    end: int
    digest: str


@dataclass(frozen=True)
class Fingerprint:
    """One text by its hashes."""

    owners: tuple[TextOwner, ...]
    """The one by which it is best called first: a licence of which it is all, one of SPDX's list if there is one."""
    is_encoded: bool
    """Whether the catalogue has its terms; of a form of a licence that it has not, the owner is that form's name."""
    size: int
    """How many words it has."""
    wholes: tuple[Whole, ...]
    shingles: Sequence[int]
    """Of `size` + EDGE places: the last word of the shingle at place `i` is the word `i`."""
    anchors: Sequence[int]


def anchored(size: int) -> range:
    """The words of a text of some size at which its anchors end: more of a short one, of which an edit leaves less."""
    return range(EDGE, size, 4 if size < _SHORT else 16)


def digest_of(words: Sequence[str]) -> str:
    """The hash of a whole text, of 128 bits."""
    return sha256(" ".join(words).encode(errors="surrogatepass")).hexdigest()[:32]


def shingle_hashes(words: Sequence[str]) -> list[int]:
    """A hash of 32 bits for each five words in a row, nothing before the first and behind the last being words too."""
    padded = [word.encode(errors="surrogatepass") for word in (*[""] * EDGE, *words, *[""] * EDGE)]
    row = b" ".join(padded)
    starts = [0, *accumulate(len(word) + 1 for word in padded)]
    ends = starts[SHINGLE:]
    crc = zlib.crc32
    # A checksum alone would tell two neighbours' difference, and so single words; the product does not.
    return [(crc(row[start:end]) * _MIX >> 29) & 0xFFFFFFFF for start, end in zip(starts, ends, strict=False)]


def fingerprint(
    words: Sequence[str], owners: tuple[TextOwner, ...], is_encoded: bool, cuts: Iterable[tuple[int, int]]
) -> Fingerprint:
    """The fingerprint of a text; `cuts` are the runs of its words that are the text in full too."""
    hashes = shingle_hashes(words)
    wholes = (Whole(start, end, digest_of(words[start:end])) for start, end in dict.fromkeys([(0, len(words)), *cuts]))
    return Fingerprint(
        owners,
        is_encoded,
        len(words),
        tuple(wholes),
        array("H", [each & 0xFFFF for each in hashes]),
        array("I", [hashes[place] for place in anchored(len(words))]),
    )


def packed(fingerprints: Sequence[Fingerprint]) -> bytes:
    """Fingerprints as they are stored; the same bytes everywhere."""
    head = [
        [list(map(list, each.owners)), each.is_encoded, each.size, list(map(list, each.wholes))]
        for each in fingerprints
    ]
    shingles, anchors = array("H"), array("I")
    for each in fingerprints:
        shingles.extend(each.shingles)
        anchors.extend(each.anchors)
    listed = json.dumps([_VERSION, head], ensure_ascii=False, separators=(",", ":")).encode()
    return zlib.compress(len(listed).to_bytes(4, "little") + listed + _bytes(shingles) + _bytes(anchors), 9)


@cache
def fingerprints() -> tuple[Fingerprint, ...]:
    """Every text that is known, as the library ships them."""
    return unpacked((data_folder("licenses") / FILE).read_bytes())


@cache
def by_anchor() -> Mapping[int, Sequence[int]]:
    """For each anchor of all of them the texts that have it, by their number, as often as they have it."""
    having: dict[int, list[int]] = {}
    for number, each in enumerate(fingerprints()):
        for anchor in each.anchors:
            having.setdefault(anchor, []).append(number)
    return having


def unpacked(data: bytes) -> tuple[Fingerprint, ...]:
    """Fingerprints from what is stored."""
    raw = zlib.decompress(data)
    begin = 4 + int.from_bytes(raw[:4], "little")
    version, head = json.loads(raw[4:begin])
    assert version == _VERSION, "the index ships with the library that reads it"
    middle = begin + 2 * sum(size + EDGE for _, _, size, _ in head)
    shingles, anchors = _array("H", raw[begin:middle]), _array("I", raw[middle:])
    told, at, anchor = [], 0, 0
    for owners, is_encoded, size, wholes in head:
        end, last = at + size + EDGE, anchor + len(anchored(size))
        own = tuple(TextOwner(*each) for each in owners)
        told.append(
            Fingerprint(
                own, is_encoded, size, tuple(Whole(*each) for each in wholes), shingles[at:end], anchors[anchor:last]
            )
        )
        at, anchor = end, last
    return tuple(told)


def _bytes(numbers: array[int]) -> bytes:
    return _little(numbers).tobytes()


def _array(kind: str, data: bytes) -> array[int]:
    numbers = array(kind)
    numbers.frombytes(data)
    return _little(numbers)


def _little(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers


@cache
def _wholes() -> Mapping[str, tuple[Fingerprint, ...]]:
    """Every hash of a whole text, with the texts that have it."""
    by_digest: dict[str, list[Fingerprint]] = {}
    for each in fingerprints():
        for whole in each.wholes:
            by_digest.setdefault(whole.digest, []).append(each)
    return {digest: tuple(each) for digest, each in by_digest.items()}


def texts_of(words: Sequence[str], ids: frozenset[str] | None) -> tuple[Fingerprint, ...]:
    """The texts that these words are; below a title, those of which it is the title."""
    whole = _wholes().get(digest_of(words), ()) if words else ()
    return whole if ids is None else tuple(each for each in whole if ids & {owner.id for owner in each.owners})
