"""Variables with their cells: a world, or what must be so for something to hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from licensekit.meaning.domain import Among, Domain, Interval, meet
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth

World: TypeAlias = Mapping[str, Domain]
Way: TypeAlias = Mapping[str, Domain]
"""Variables with their cells: what must be so for something to hold."""


def narrowed_to(known: Domain | None, cell: Domain) -> Domain | None:
    """What is left of a variable inside a cell; None where nothing is."""
    if known is None or known == cell:
        return cell
    if isinstance(known, Interval) and isinstance(cell, Interval):
        return meet(known, cell)
    if isinstance(known, Among):
        if isinstance(cell, Among):
            left = tuple(option for option in known.options if option in cell.options)
            return Among(left) if left else None
        return cell if cell in known.options else None
    if isinstance(cell, Among):
        return known if known in cell.options else None
    return None


def covers(cell: Domain, known: Domain | None) -> Truth:
    """Whether all, none or some of what is known of a variable lies in a cell."""
    if known is None:
        return UNKNOWN
    left = narrowed_to(known, cell)
    if left is None:
        return FALSE
    return TRUE if left == known else UNKNOWN
