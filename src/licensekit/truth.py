"""Three-valued truth: strong Kleene logic (Kleene 1952, §64).

A condition whose facts are not all known is neither true nor false. `Truth` has no truth value of its own:
`if condition:` would read unknown as something it is not, so it raises.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NoReturn

from licensekit.errors import NoTruthValue


class Truth(Enum):
    """True, false, or not decided by the facts at hand."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # Enum hashes the name in Python; how clauses stand is looked up in every world

    def __bool__(self) -> NoReturn:
        """Refuse: unknown is neither yes nor no."""
        raise NoTruthValue("a Truth has no truth value", "compare it with Truth.TRUE, Truth.FALSE or Truth.UNKNOWN")


TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def truth(value: bool) -> Truth:
    """The truth of a decided statement."""
    return TRUE if value else FALSE


def negation(part: Truth) -> Truth:
    """Not: unknown stays unknown."""
    if part is UNKNOWN:
        return UNKNOWN
    return FALSE if part is TRUE else TRUE


def conjunction(parts: Iterable[Truth]) -> Truth:
    """And: one false part decides; otherwise one unknown part leaves it open. Of no parts: true."""
    result = TRUE
    for part in parts:
        if part is FALSE:
            return FALSE
        if part is UNKNOWN:
            result = UNKNOWN
    return result


def disjunction(parts: Iterable[Truth]) -> Truth:
    """Or: one true part decides; otherwise one unknown part leaves it open. Of no parts: false."""
    result = FALSE
    for part in parts:
        if part is TRUE:
            return TRUE
        if part is UNKNOWN:
            result = UNKNOWN
    return result
