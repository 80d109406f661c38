"""What a text is: the very text of a licence that is encoded, or which words no encoding covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, pairwise
from typing import Final, NamedTuple

from licensekit.catalogue import shelf
from licensekit.catalogue.name_table import dated_forms
from licensekit.identify.alignment import Run, Shingles, aligned, shingles
from licensekit.identify.fingerprints import Fingerprint, TextOwner, Whole, by_anchor, digest_of, fingerprints, texts_of
from licensekit.identify.reading import checked_text
from licensekit.identify.titles import titles
from licensekit.identify.words import ComparedWords, TextLine, lines_of, words_of


class TextKind(StrEnum):
    """How well a text is known. Only EXACT says under which terms it stands."""

    EXACT = "exact"
    """The text of a licence that is encoded, word for word."""
    KNOWN_FORM = "known form"
    """An older or newer form of one, word for word, whose terms are not encoded."""
    ALTERED = "altered"
    """One that is known, plus or minus words."""
    SEVERAL = "several"
    """Several that are known, one after another, each whole or altered."""
    NEAREST = "nearest"
    """A text of its own, which shares much with one that is known."""
    UNKNOWN = "unknown"


class Passage(NamedTuple):
    """A place at which the given text and the known one differ."""

    start: int
    """Which of the words that are compared is the first, or stands behind what is missing; counted from 0."""
    line: int
    last_line: int
    added: int
    """ComparedWords of the given text that the known one does not have here."""
    missing: int
    """ComparedWords of the known one that the given text does not have here."""
    text: str
    """The added words as they are written."""

    @property
    def what(self) -> str:
        """`added`, `removed` or `changed`."""
        return "changed" if self.added and self.missing else "added" if self.added else "removed"

    def joined(self, after: Passage) -> Passage:
        """The two as one, where no word stands between."""
        text = " ".join(filter(None, (self.text, after.text)))
        last = after.last_line if after.added else self.last_line
        return Passage(self.start, self.line, last, self.added + after.added, self.missing + after.missing, text)


@dataclass(frozen=True)
class KnownText:
    """A text that is known, where it stands in the given one, and where they differ within."""

    owners: tuple[TextOwner, ...]
    """The licences and policies of the catalogue whose text it is; of a form that is not encoded, that form."""
    is_encoded: bool
    is_whole: bool
    """Whether all of it is there, word for word."""
    line: int
    last_line: int
    shared: int
    """How many of its words are there, in its order."""
    size: int
    """How many words it has."""
    passages: tuple[Passage, ...]

    @property
    def id(self) -> str:
        """What it is called best: the id of a licence, else of a policy; of a form that is not encoded, its name."""
        return self.owners[0].id


@dataclass(frozen=True)
class Identification:
    """What a text is. `licenses` are those whose terms it is; empty unless it is exactly that text."""

    kind: TextKind
    texts: tuple[KnownText, ...]
    """The known texts in it, in its order; of a text of its own, the nearest."""
    foreign: tuple[Passage, ...]
    """The words before, between and behind them, which no encoding covers."""
    set_aside: tuple[TextLine, ...]
    """What counts as no term: notices of copyright, and the title of the licence that it is."""

    @property
    def is_exact(self) -> bool:
        """Whether it is, word for word, a text that is encoded."""
        return self.kind is TextKind.EXACT

    @property
    def owners(self) -> tuple[TextOwner, ...]:
        """The licences and policies whose text it exactly is, or of which it is a document."""
        return self.texts[0].owners if self.is_exact else ()

    @property
    def licenses(self) -> tuple[str, ...]:
        """The ids of the licences whose text it exactly is; none, where it is that of a use policy alone.

        Where it is one document of several, the others bind too; `owners` names it.
        """
        whole = tuple(each for each in self.owners if not each.document) or self.owners
        return tuple(each.id for each in whole if shelf.kind(each.id) == "license")

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every place at which it differs from the known texts in it, in its order."""
        every = (*self.foreign, *(passage for text in self.texts for passage in text.passages))
        told = list[Passage]()
        for passage in sorted(every):
            if told and told[-1].start + told[-1].added == passage.start:  # words in place of those at an edge
                told[-1] = told[-1].joined(passage)
            else:
                told.append(passage)
        return tuple(told)

    @property
    def older(self) -> tuple[str, ...]:
        """Older forms of the licence whose text it exactly is."""
        return dated_forms(self.texts[0].id)[0] if self.texts else ()

    @property
    def newer(self) -> tuple[str, ...]:
        """Newer forms of that licence."""
        return dated_forms(self.texts[0].id)[1] if self.texts else ()


_MOST_TEXTS: Final = 8
_CANDIDATES: Final = 6
_LEAST_WORDS: Final = 20
"""ComparedWords that a text must share with a known one to be likened to it."""
_ALTERED: Final = 0.75
"""The share of a known text that is there where it is told as that text with changes."""
_WITHIN: Final = 0.5
"""The same, of a text among several."""
_NEAR: Final = 0.15
"""The same, of the nearest one."""


def identify(text: str) -> Identification:
    """What a text is: exactly one that is encoded, or how it differs from those that are known.

    >>> identify("You may do as you like.").kind
    <TextKind.UNKNOWN: 'unknown'>

    A text is exactly another if it has the same words in the same order, by the matching guidelines of SPDX
    (docs/identify.md); then `licenses` names what is encoded. Nothing else is a verdict: of a text that is altered, or
    that stands beside others, `passages` has the words that no encoding covers. Raises FactsError (LK508) for what is
    no text, LicensekitError for a text above 5 MB (LK111) or with a NUL (LK113).
    """
    checked_text(text)
    words = words_of(text)
    same = texts_of(words.compared, None)
    titled = {} if same else dict(titles(text, words))
    for start, ids in ((0, None), *titled.items()):
        same = same or texts_of(words.compared[start:], ids)
        if same:
            aside = (*_lines(text, words, start), *words.set_aside)
            kind = TextKind.EXACT if any(each.is_encoded for each in same) else TextKind.KNOWN_FORM
            return Identification(kind, (_whole(same, words, start),), (), tuple(sorted(aside)))
    return _likened(text, words, titled)


def _whole(same: tuple[Fingerprint, ...], words: ComparedWords, start: int) -> KnownText:
    is_encoded = any(each.is_encoded for each in same)
    owners = dict.fromkeys(owner for each in same if each.is_encoded is is_encoded for owner in each.owners)
    size = len(words.compared) - start
    return KnownText(tuple(owners), is_encoded, True, words.lines[start], words.lines[-1], size, size, ())


def _lines(text: str, words: ComparedWords, end: int) -> Iterator[TextLine]:
    """The lines of a title of some words."""
    written = lines_of(text) if end else []
    for number in dict.fromkeys(words.lines[:end]):
        yield TextLine(number, written[number - 1].strip())


# --- texts that are like others ----------------------------------------------------------------------------


class _Likeness(NamedTuple):
    """A known text beside the given one."""

    known: Fingerprint
    runs: tuple[Run, ...]
    """Not empty; counted in the words of the whole given text."""

    @property
    def shared(self) -> int:
        return _length(self.runs)

    @property
    def share(self) -> float:
        return self.shared / self.known.size

    @property
    def start(self) -> int:
        return self.runs[0].given

    @property
    def end(self) -> int:
        return self.runs[-1].given + self.runs[-1].length


def _likened(text: str, words: ComparedWords, titled: Mapping[int, frozenset[str]]) -> Identification:
    size = len(words.compared)
    hashes = shingles(words.compared)
    near = _within(hashes)
    if len(near) > 1 or (near and near[0].share >= _ALTERED):
        own = {owner.id for owner in near[0].known.owners}
        begin = max((end for end, ids in titled.items() if end <= near[0].start and ids & own), default=0)
        aside = sorted((*_lines(text, words, begin), *words.set_aside))
        kind = TextKind.SEVERAL if len(near) > 1 else TextKind.ALTERED
    else:
        best = near[0] if near else _best(hashes, 0, size)
        near = [best] if best is not None and best.share >= _NEAR and best.shared >= _LEAST_WORDS else []
        begin, aside = 0, list(words.set_aside)
        kind = TextKind.NEAREST if near else TextKind.UNKNOWN
    edges = [begin, *(edge for each in near for edge in (each.start, each.end)), size]
    foreign = (
        _passage(words, start, end, 0) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end
    )
    return Identification(kind, tuple(_told(each, words) for each in near), tuple(foreign), tuple(aside))


def _within(hashes: Shingles) -> list[_Likeness]:
    """The known texts of which most stands in a text, in its order."""
    near, rest = list[_Likeness](), [(0, hashes.size)]
    while rest and len(near) < _MOST_TEXTS:
        start, end = rest.pop(0)
        best = _best(hashes, start, end)
        if best is not None and best.share >= _WITHIN and best.shared >= _LEAST_WORDS:
            near.append(best)
            rest += [(start, best.start), (best.end, end)]
    return sorted(near, key=lambda each: each.start)


def _best(hashes: Shingles, start: int, end: int) -> _Likeness | None:
    """The known text that is fewest words away from some of the given ones; None where none has an anchor in them."""
    if end - start < _LEAST_WORDS:
        return None
    given = hashes.within(start, end)
    beside = (aligned(known, given) for known in _candidates(given))
    rough = sorted(beside, key=lambda each: each.known.size - 2 * _length(each.rough))
    near = [(each.known, each.runs) for each in rough[:2]]
    fewest = min(near, key=lambda each: each[0].size - 2 * _length(each[1]), default=None)
    if fewest is None or not fewest[1]:
        return None
    known, common = fewest
    return _Likeness(known, tuple(run._replace(given=run.given + start) for run in common))


def _length(common: Iterable[Run]) -> int:
    return sum(run.length for run in common)


def _candidates(given: Shingles) -> list[Fingerprint]:
    """Those of which most anchors are in a text, by number and by share; the more probable first."""
    having = by_anchor()
    hits = Counter(chain.from_iterable(having[anchor] for anchor in given.places))
    met = [(hits[number], each) for number, each in enumerate(fingerprints()) if number in hits]
    by_number = sorted(met, key=lambda pair: -pair[0])[:_CANDIDATES]
    by_share = sorted(met, key=lambda pair: -pair[0] / len(pair[1].anchors))[:_CANDIDATES]
    return list({id(each): each for _, each in (*by_number, *by_share)}.values())


def _told(near: _Likeness, words: ComparedWords) -> KnownText:
    known = near.known
    is_whole = any(_is_there(whole, run, words) for whole in known.wholes for run in near.runs)
    passages = tuple(_differences(near, words))
    first, last = words.lines[near.start], words.lines[near.end - 1]
    return KnownText(known.owners, known.is_encoded, is_whole, first, last, near.shared, known.size, passages)


def _is_there(whole: Whole, run: Run, words: ComparedWords) -> bool:
    """Whether all of it is in a run; its hash says so, and not the run."""
    start, end = (run.given + edge - run.known for edge in (whole.start, whole.end))
    within = run.known <= whole.start and whole.end <= run.known + run.length
    return within and digest_of(words.compared[start:end]) == whole.digest


def _differences(near: _Likeness, words: ComparedWords) -> Iterator[Passage]:
    """Where the known text and the given one differ, from the first word that both have to the last."""
    starts, ends = ({getattr(each, edge) for each in near.known.wholes} for edge in ("start", "end"))
    first, last = near.runs[0], near.runs[-1]
    if first.known not in starts:
        yield _passage(words, first.given, first.given, first.known)
    for run, after in pairwise(near.runs):
        start, missing = run.given + run.length, after.known - run.known - run.length
        if start < after.given or missing:
            yield _passage(words, start, after.given, missing)
    if last.known + last.length not in ends:
        yield _passage(words, near.end, near.end, near.known.size - last.known - last.length)


def _passage(words: ComparedWords, start: int, end: int, missing: int) -> Passage:
    last = max(start, end - 1)
    first_line, last_line = (
        words.lines[min(each, len(words.lines) - 1)] if words.lines else 1 for each in (start, last)
    )
    return Passage(start, first_line, last_line, end - start, missing, words.quoted(start, end))
