"""Which differences are one: of several acts, or a duty that takes another's place; and which of them weigh most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from licensekit.analyse.sides import SEVERITY, ApprovalNeeded, DutyAsked
from licensekit.vocabulary.acts import LEAVES

if TYPE_CHECKING:
    from licensekit.analyse.diff import Unshown
    from licensekit.analyse.difference import Difference, Part


def like(part: Part, other: Part) -> bool:
    """Whether one side of two differences is the same: it stands and asks alike, with some reason in common."""
    if (part.standpoint, part.content) != (other.standpoint, other.content):
        return False
    ways, others = ({one.facts for one in each.when} for each in (part, other))
    return ways == others or bool(ways & others)


def paired(found: Iterable[Unshown]) -> Iterator[Unshown]:
    """A duty or approval that takes the place of another of the same clause, for the same acts, is one difference."""
    left = list(found)
    while left:
        first = left.pop(0)
        partner = next((one for one in left if _replaces(first, one)), None)
        if partner is None:
            yield first
            continue
        left.remove(partner)
        before, after = (first, partner) if first.one.content is not None else (partner, first)
        smaller = min((before.witness, after.witness), key=lambda one: len(one.facts))
        yield replace(before, other=after.other, witness=smaller)


def _replaces(first: Unshown, other: Unshown) -> bool:
    if first.kind == "standpoint" or first.kind != other.kind or first.acts != other.acts:
        return False
    if (first.one.content is None) == (other.one.content is None):
        return False
    asked = first.one if first.one.content is not None else first.other
    instead = other.one if other.one.content is not None else other.other
    same_ways = {one.facts for one in asked.when} == {one.facts for one in instead.when}
    same_clauses = [one.clause for one in asked.clauses] == [one.clause for one in instead.clauses]
    return same_clauses or (same_ways and _verb(asked) == _verb(instead))


def _verb(part: Part) -> str:
    match part.content:
        case DutyAsked(words=words):
            return words.partition(" ")[0]
        case ApprovalNeeded():
            return "approval"
        case None:
            return ""


def rank(difference: Difference) -> tuple[object, ...]:
    """The weightiest first: what is no longer allowed, what is newly allowed, duties, and what both refuse."""
    before, after = SEVERITY[difference.one.standpoint], SEVERITY[difference.other.standpoint]
    both_refuse = difference.kind != "duty" and min(before, after) > 0
    order = ("standpoint", "duty", "approval").index(difference.kind)
    directions = ("stricter", "milder", "different")
    return (
        both_refuse,
        directions.index(difference.direction),
        order,
        -len(difference.acts),
        -abs(after - before),
        len(difference.witness.facts),
        [list(LEAVES).index(act) for act in difference.acts],
    )
