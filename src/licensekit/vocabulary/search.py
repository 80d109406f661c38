"""The facts and acts that some words stand for, the best first: for the command, over HTTP and for assistants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Final, NamedTuple

from licensekit.diagnostics import slips, spelt_nearly
from licensekit.vocabulary.acts import ActInfo
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.synonyms import holding, phrases, plain, synonyms

_SHORT: Final = 3
"""Letters of a word that is looked for whole: `ad` is not the beginning of `adapter`."""


class FactsAndActs(NamedTuple):
    """What some words stand for."""

    facts: tuple[FactInfo, ...]
    acts: tuple[ActInfo, ...]
    acts_fit_better: bool = False


def facts_and_acts(words: Sequence[str], facts: Iterable[FactInfo], acts: Iterable[ActInfo]) -> FactsAndActs:
    """Those of some facts and acts that have a word, or to which one leads; without a word all, in their order."""
    facts, acts = tuple(facts), tuple(acts)
    if not words:
        return FactsAndActs(facts, acts)
    phrase = " ".join(words)
    meant = [name for word in dict.fromkeys((*words, phrase)) for name in synonyms().get(plain(word), ())]
    fitting = _fitting(words, meant, facts, acts)
    return fitting if fitting.facts or fitting.acts else _fitting((), holding(phrase), facts, acts)


def near_words(words: Sequence[str]) -> str:
    """A help line with the everyday word of which one is a slip; empty where there is none."""
    return spelt_nearly(slips(words[0], {phrase: phrase for phrase in phrases()})[:1]) if words else ""


def _fitting(
    words: Sequence[str], meant: Sequence[str], facts: tuple[FactInfo, ...], acts: tuple[ActInfo, ...]
) -> FactsAndActs:
    fits = partial(_fits, words, meant)
    some_facts = [info for info in facts if info.name in meant or _has(words, info.name, info.title, info.question)]
    some_acts = sorted(
        (act for act in acts if act.name in meant or _has(words, act.name, act.title)), key=lambda act: fits(act.name)
    )
    ordered = _best_first(some_facts, {info.name: fits(info.name) for info in some_facts})
    acts_fit_better = bool(ordered and some_acts) and fits(some_acts[0].name) < fits(ordered[0].name)
    return FactsAndActs(tuple(ordered), tuple(some_acts), acts_fit_better)


def _fits(words: Sequence[str], meant: Sequence[str], name: str) -> int:
    """How well what is called `name` fits: it is a word itself, one leads to it, its name has one, or its title."""
    if plain(name) in map(plain, words):
        return 0
    if name in meant:
        return 1 + meant.index(name)
    return len(meant) + (1 if _has(words, name) else 2)


def _best_first(facts: list[FactInfo], fits: dict[str, int]) -> list[FactInfo]:
    """Facts by how well they fit, those of one subject together."""
    subjects = list(dict.fromkeys(each.subject for each in facts))
    best = {subject: min(fits[each.name] for each in facts if each.subject == subject) for subject in subjects}
    return sorted(facts, key=lambda each: (best[each.subject], subjects.index(each.subject), fits[each.name]))


def _has(words: Sequence[str], *texts: str) -> bool:
    """Whether a word begins in one of the texts; a short one is a whole word there."""
    return any(_begins(word).search(text.casefold().replace("_", " ")) for word in words for text in texts)


@cache
def _begins(word: str) -> re.Pattern[str]:
    end = r"(?![a-z])" if len(word) <= _SHORT else ""
    return re.compile(rf"(?<![a-z]){re.escape(word.casefold().replace('_', ' '))}{end}")
