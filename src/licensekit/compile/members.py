"""Tests of sets, territories and measures that generated code calls, or that are settled before any use is seen."""

from __future__ import annotations

from collections.abc import Callable

from licensekit.meaning.domain import Interval
from licensekit.truth import FALSE, TRUE, disjunction
from licensekit.values import WORLDWIDE
from licensekit.vocabulary.territories import GROUPS, TERRITORIES, in_group


def members(values: tuple[str, ...], as_of: Interval) -> tuple[frozenset[str], frozenset[str]]:
    """The values that are surely listed, and those that are on some of the days that the as-of date can be."""
    groups = [value for value in values if value in GROUPS]
    surely, perhaps = set(values), set[str]()
    for code in TERRITORIES if groups else ():
        belongs = disjunction(in_group(code, group, as_of.first, as_of.last) for group in groups)
        if code not in values and belongs is not FALSE:
            (surely if belongs is TRUE else perhaps).add(code)
    return frozenset(surely), frozenset(perhaps)


def any_meets(surely: frozenset[str], perhaps: frozenset[str]) -> Callable[[object], bool | None]:
    """Whether some member of a set is listed."""

    def test(members: object) -> bool | None:
        if members is None or members is WORLDWIDE:
            return None if members is None else True
        assert isinstance(members, frozenset)
        if not members.isdisjoint(surely):
            return True
        return False if members.isdisjoint(perhaps) else None

    return test


def all_meet(surely: frozenset[str], perhaps: frozenset[str]) -> Callable[[object], bool | None]:
    """Whether every member of a set is listed."""

    def test(members: object) -> bool | None:
        if members is None or members is WORLDWIDE:
            return None if members is None else False
        assert isinstance(members, frozenset)
        if members <= surely:
            return True
        return None if members <= surely | perhaps else False

    return test


def first_case(*cases: tuple[bool | None, bool | None]) -> bool | None:
    """The comparison of the first case that applies; while that is open, what all candidates agree on."""
    candidates: set[bool | None] = set()
    for applies, holds in cases:
        if applies is not False:
            candidates.add(holds)
        if applies is True:
            break
    return candidates.pop() if len(candidates) == 1 else None
