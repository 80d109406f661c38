"""The thresholds of a licence: each number that some condition names, and the clauses that turn on it."""

from __future__ import annotations

from dataclasses import dataclass

from licensekit.model.clauses import Clause
from licensekit.model.conditions import Adjusted, Compares, ComparisonSign
from licensekit.model.license import License
from licensekit.values import Money


@dataclass(frozen=True)
class NamedThreshold:
    """A number with which a fact is compared."""

    fact: str
    """Whose number of what over which period, as the vocabulary or the licence names it."""
    comparison: ComparisonSign
    amount: int | Money
    or_equivalent: bool
    """Whether the text counts the same amount in other money."""
    adjusted: Adjusted | None
    clauses: tuple[Clause, ...]
    """Those whose condition it stands in, through definitions and measures too, in the order of the text."""


def thresholds_of(license: License) -> tuple[NamedThreshold, ...]:
    """Every threshold once, in the order in which clauses come to it."""
    turning: dict[tuple[object, ...], tuple[Compares, dict[str, Clause]]] = {}
    for clause in license.clauses:
        for atom in (each for each in license.atoms_in(clause.when) if isinstance(each, Compares)):
            key = atom.quantity, atom.comparison, atom.amount, atom.or_equivalent, atom.adjusted
            turning.setdefault(key, (atom, {}))[1][clause.id] = clause
    return tuple(_threshold(atom, tuple(clauses.values())) for atom, clauses in turning.values())


def _threshold(atom: Compares, clauses: tuple[Clause, ...]) -> NamedThreshold:
    return NamedThreshold(atom.quantity, atom.comparison, atom.amount, atom.or_equivalent, atom.adjusted, clauses)
