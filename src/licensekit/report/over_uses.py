"""What is told of all uses, in words and as data: acts, clauses with their places, and a use that shows something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from licensekit.analyse.difference import ClausePlace
from licensekit.analyse.witness import Witness
from licensekit.report.memo import listed
from licensekit.values import known_shown
from licensekit.vocabulary.acts import ANY_ACT, GROUPS, in_order
from licensekit.vocabulary.words import printed


def clause_data(at: ClausePlace) -> dict[str, str]:
    """A clause by names, and its place in one text."""
    return {"license": at.license, "clause": at.clause, "locator": str(at.locator)}


def use_data(use: Witness) -> dict[str, Any]:
    """A use, with what is assumed besides."""
    facts = {name: known_shown(value) for name, value in use.facts.items()}
    return {"act": use.act, "facts": facts, "assume": use.assume}


def places_text(places: Iterable[ClausePlace]) -> str:
    """Clauses by their places: `¶4 (display-name)`."""
    return "; ".join(f"{place.locator} ({place.clause.rpartition('.')[2]})" for place in places)


def acts_text(leaves: Iterable[str]) -> str:
    """Acts as people say them; groups where all of their leaves are meant."""
    left = list(in_order(leaves))
    every, words = set(ANY_ACT), list[str]()
    if every <= set(left):
        words.append("any act")
        left = [leaf for leaf in left if leaf not in every]
    elif len(left) > len(ANY_ACT) * 2 // 3 and set(left) <= every:
        return f"any act but {listed(_grouped([leaf for leaf in ANY_ACT if leaf not in left]), 'and')}"
    return listed([*words, *_grouped(left)], "or")


def _grouped(leaves: list[str]) -> Iterator[str]:
    left = dict.fromkeys(leaves)
    while left:
        leaf = next(iter(left))
        whole = (name for name, members in GROUPS.items() if leaf in members and left.keys() >= set(members))
        group = next(whole, leaf)
        yield printed(group)
        for member in GROUPS.get(group, (leaf,)):
            del left[member]
