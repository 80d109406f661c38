"""Verdicts, and the one table that combines clauses into them (docs/semantics.md, section 3).

For one act in one world:

    P  an active prohibition, or stop order, covers it
    N  an active granting gate covers it, whose approval is not held
    G  an active grant covers it
    A  an active granting gate covers it, whose approval is held
    H  an active holding gate covers it, whose approval is not held
    D  an active binding duty covers it

    the first that applies    verdict
    P                         prohibited
    N                         needs_approval
    neither G nor A           not_granted    (only for acts that need a grant)
    H                         needs_approval
    D                         permitted_with_duties
    otherwise                 permitted

With unknown facts each of the six is true, false or unknown; the Kleene set holds the verdicts that are reached
when every unknown one is set to true and to false, independently. It contains the exact possible set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from licensekit.truth import TRUE, UNKNOWN, Truth


class Verdict(StrEnum):
    """The answer for an act, from mildest to most severe; `UNKNOWN` where several remain possible.

    Each is its word too: `verdict == "permitted"`, and `f"{verdict}"` is `permitted`.
    """

    PERMITTED = "permitted"
    PERMITTED_WITH_DUTIES = "permitted_with_duties"
    NEEDS_APPROVAL = "needs_approval"
    NOT_GRANTED = "not_granted"
    PROHIBITED = "prohibited"
    UNKNOWN = "unknown"


SEVERITY = {
    Verdict.PERMITTED: 0,
    Verdict.PERMITTED_WITH_DUTIES: 1,
    Verdict.NEEDS_APPROVAL: 2,
    Verdict.NOT_GRANTED: 3,
    Verdict.PROHIBITED: 4,
}
"""The order of verdicts; `UNKNOWN` is no verdict of a world and has no place in it."""

Possible = frozenset[Verdict]


C = TypeVar("C")
V = TypeVar("V")


class Columns(NamedTuple, Generic[C]):
    """The six statements on which an act's verdict rests: as truths, formulas, diagrams, code or columns."""

    prohibited: C
    approval_missing: C
    granted: C
    approved: C
    held_back: C
    duty: C


def combined(
    columns: Columns[C], leaf: Callable[[Verdict], V], where: Callable[[C, V, V], V], *, needs_grant: bool
) -> V:
    """THE combination table. `where` gives one answer where a statement holds and another where it does not."""
    answer = where(columns.duty, leaf(Verdict.PERMITTED_WITH_DUTIES), leaf(Verdict.PERMITTED))
    answer = where(columns.held_back, leaf(Verdict.NEEDS_APPROVAL), answer)
    if needs_grant:
        answer = where(columns.granted, answer, where(columns.approved, answer, leaf(Verdict.NOT_GRANTED)))
    answer = where(columns.approval_missing, leaf(Verdict.NEEDS_APPROVAL), answer)
    return where(columns.prohibited, leaf(Verdict.PROHIBITED), answer)


UNBOUND = frozenset({Verdict.PERMITTED})
"""What is left where a licence does not bind whoever acts."""


def left_open(columns: Columns[Truth], bound: Truth = TRUE, *, needs_grant: bool) -> Possible:
    """The verdicts that three-valued logic leaves: one where it decides, else more than there may be."""

    def where(truth: Truth, then: Possible, otherwise: Possible) -> Possible:
        return then | otherwise if truth is UNKNOWN else then if truth is TRUE else otherwise

    possible = combined(columns, lambda verdict: frozenset((verdict,)), where, needs_grant=needs_grant)
    return where(bound, possible, UNBOUND)


def severest(verdicts: Iterable[Verdict]) -> Verdict:
    """The most severe of some verdicts."""
    return max(verdicts, key=SEVERITY.__getitem__)


def mildest(verdicts: Iterable[Verdict]) -> Verdict:
    """The mildest of some verdicts."""
    return min(verdicts, key=SEVERITY.__getitem__)


@lru_cache(maxsize=4096)
def all_of_sets(one: Possible, other: Possible) -> Possible:
    """What two parts give together, of which each counts: the more severe of every combination."""
    return frozenset(severest((a, b)) for a in one for b in other)


@lru_cache(maxsize=4096)
def any_of_sets(one: Possible, other: Possible) -> Possible:
    """What a choice between two gives: the milder of every combination."""
    return frozenset(mildest((a, b)) for a in one for b in other)


def in_order(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Verdicts from the mildest to the most severe."""
    return tuple(sorted(verdicts, key=SEVERITY.__getitem__))


def summary(possible: Possible) -> Verdict:
    """One word for a possible set.

    A doubt about duties alone does not make a permitted use unknown: the doubtful duties are reported as open.
    """
    if len(possible) == 1:
        return next(iter(possible))
    if possible == {Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES}:
        return Verdict.PERMITTED_WITH_DUTIES
    return Verdict.UNKNOWN


def rank(possible: Possible) -> tuple[int, int]:
    """How severe a possible set is: by its worst, then by its best."""
    severities = [SEVERITY[verdict] for verdict in possible]
    return max(severities), min(severities)
