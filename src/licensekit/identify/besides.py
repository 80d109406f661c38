"""What a text says besides one that is known: names in the place of its holder, or words that are not its own."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from itertools import product
from typing import Final

from licensekit.identify.alignment import aligned, shingles
from licensekit.identify.copyright_lines import are_names
from licensekit.identify.fingerprints import fingerprints, texts_of
from licensekit.identify.identification import Identification, Passage, TextKind
from licensekit.identify.titles import titles
from licensekit.identify.words import words_of

_MOST_NAMES: Final = 6
"""Places of names in one text."""
_HOLDERS: Final = tuple(
    f"{begin}{noun}"
    for begin in ("", "the ")
    for noun in ("copyright holder", "copyright holders", "copyright owner", "author", "authors", "organization")
)


def differs_in_names(text: str, told: Identification) -> bool:
    """Whether a text is a known one but for names in the places where that one speaks of its holder.

    With the holder in their place the words are, by their hash, those of the known text: nothing else is another there,
    no number, no country.
    """
    passages = sorted(told.passages)
    if told.kind is not TextKind.ALTERED or len(passages) > _MOST_NAMES or not all(map(_is_name, passages)):
        return False
    words = words_of(text)
    starts = (0, *dict(titles(text, words)))
    fitting = [[each for each in _holders() if len(each) == passage.missing] for passage in passages]
    if passages[-1].start == len(words.compared) - 1 and passages[-1].missing == 1:
        fitting[-1] = [(f"{words.compared[-1].rstrip('.')}.",)]  # the last full stop is easily lost
    for holders in product(*fitting):
        filled = [*words.compared]
        for passage, holder in reversed([*zip(passages, holders, strict=True)]):
            filled[passage.start : passage.start + passage.added] = holder
        if any(texts_of(filled[start:], None) for start in starts):
            return True
    return False


def _is_name(passage: Passage) -> bool:
    return bool(passage.added and passage.missing) and are_names(passage.text)


@cache
def _holders() -> tuple[tuple[str, ...], ...]:
    """How texts of licences speak of their holder, as words that are compared."""
    return tuple(words_of(each).compared for each in _HOLDERS)


def beyond(text: str, licenses: Collection[str]) -> str:
    """The words of a text that none of the known texts of some licences has; notices of copyright are left out."""
    words = words_of(text)
    given, own = shingles(words.compared), set[int]()
    for known in fingerprints():
        if any(owner.id in licenses for owner in known.owners):
            own |= {at for run in aligned(known, given).runs for at in range(run.given, run.given + run.length)}
    return " ".join(word for at, word in enumerate(words.written) if at not in own)
