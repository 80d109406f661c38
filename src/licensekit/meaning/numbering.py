"""Conditions as numbers: those that say the same by their form have one number, and the negation of one its negative.

Parts in another order, twice, or negated all together (De Morgan) make no other number. So clauses of two licences are
told to be the same without a formula or a diagram; of different numbers nothing is known.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Final

from licensekit.meaning.once import once
from licensekit.meaning.program import Program
from licensekit.model.conditions import ApprovalHeld, Compares, Holds, ReadingIs
from licensekit.model.fold import Algebra, Atom, fold


class Numbering:
    """Gives numbers to the clauses of licences in which a fact of one name is one fact."""

    def __init__(self) -> None:
        self._given: Final[dict[Hashable, int]] = {}

    @once
    def active(self, program: Program, number: int, /) -> int:
        """That a clause is active: its condition holds, and no active clause lifts it."""
        when = program.clauses[number].when
        lifted = [-self.active(program, lifter) for lifter in program.lifters[number]]
        return self._every(lifted if when is None else [fold(when, self._algebra(program)), *lifted])

    def _every(self, parts: Iterable[int]) -> int:
        every = frozenset(parts)
        if len(every) == 1:
            (alone,) = every
            return alone
        return self._given.setdefault(every, len(self._given) + 1)

    @once
    def _algebra(self, program: Program, /) -> Algebra[int]:
        """How the conditions of a licence are numbered; what a name means in it alone has numbers of its own."""
        given = self._given

        def atom(atom: Atom) -> int:
            key: Hashable = atom
            if isinstance(atom, Holds):
                key = atom.fact
            elif isinstance(atom, Compares) and atom.quantity not in program.measures and atom.adjusted is None:
                key = atom.quantity, atom.comparison, atom.amount
            elif isinstance(atom, Compares | ReadingIs | ApprovalHeld):
                key = program.license.id, atom
            return given.setdefault(key, len(given) + 1)

        return Algebra(
            atom,
            self._every,
            lambda parts: -self._every([-part for part in parts]),
            int.__neg__,
            lambda name: fold(program.definitions[name.name].condition, self._algebra(program)),
        )
