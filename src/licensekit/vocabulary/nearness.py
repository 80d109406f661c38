"""Which facts lie near a fact by their words: rare words in names, titles and questions count more than common ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from math import log
from typing import Final

from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS

_STEM: Final = 6
"""Letters by which words are told apart: `decision` and `decisions` are one."""
_LITTLE: Final = 5
"""What two facts share that have one rare word in common; nearer ones have two, or many common ones."""


def nearest(info: FactInfo, among: Iterable[FactInfo], most: int) -> tuple[str, ...]:
    """The facts that share the most with a fact, the nearest first; none that shares little."""
    shares = {each.name: _shared(info, each) for each in among if each.name != info.name}
    near = [name for name, share in shares.items() if share > _LITTLE]
    return tuple(sorted(near, key=lambda name: -shares[name])[:most])


def _shared(info: FactInfo, near: FactInfo) -> float:
    """What two facts have in common: their words, and a little for one subject."""
    often = _often()
    rare = sorted(log(len(FACTS) / often.get(word, 1)) for word in _words(info) & _words(near))
    return sum(rare) + (info.subject == near.subject)


def _words(info: FactInfo) -> frozenset[str]:
    return _stems(f"{info.name} {info.title} {info.question}")


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in re.findall(r"[a-z]{3,}", text.casefold()))


@cache
def _often() -> Counter[str]:
    """In how many facts of the vocabulary a word stands."""
    return Counter(word for info in FACTS.values() for word in _words(info))
