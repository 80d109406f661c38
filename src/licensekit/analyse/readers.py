"""On which clauses it bears that more is known: those that read a variable, and those that these lift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from licensekit.evaluate.closing import EXISTS, Closure
from licensekit.evaluate.conditions import AS_OF
from licensekit.meaning.domain import Domain
from licensekit.evaluate.layout import Layout
from licensekit.meaning.program import Program


@dataclass(frozen=True)
class Readers:
    """The clauses of some licences by what they read; by the licence's id, since one may be laid out more than once."""

    layout: Layout
    closure: Closure
    programs: tuple[Program, ...]
    """In the order in which the layout counts them."""
    _read: dict[str, Mapping[str, frozenset[int]]] = field(default_factory=dict)
    _lifting: dict[str, dict[int, list[int]]] = field(default_factory=dict)

    def touched(
        self, before: Mapping[str, Domain], after: Mapping[str, Domain], variable: str
    ) -> Mapping[str, frozenset[int]] | None:
        """The clauses that a step bears on which settles a variable, and what follows from that.

        None where it tells more of the day, on which memberships of countries turn: then it may bear on any.
        """
        if variable not in self._tied:
            return None if variable == AS_OF else self._of(variable)
        news = [name for name, known in after.items() if before.get(name) != known]
        if AS_OF in news:
            return None
        found: dict[str, frozenset[int]] = {}
        for name in news:
            for license_id, clauses in self._of(name).items():
                found[license_id] = found.get(license_id, frozenset()) | clauses
        return found

    @cached_property
    def _tied(self) -> frozenset[str]:
        """The variables from which something about others may follow."""
        rules = {rule.trigger for rule in self.closure.rules}
        bounds = {name for bound in self.closure.bounds for name in (bound.lower, bound.upper, bound.guard)}
        return frozenset(rules | bounds | {EXISTS} | {name for name, _ in self.closure.products})

    def _of(self, variable: str) -> Mapping[str, frozenset[int]]:
        if variable not in self._read:
            found: dict[str, set[int]] = {}
            for at, number in self.layout.readers.get(variable, ()):
                program = self.programs[at]
                seen, todo = found.setdefault(program.license.id, set()), [number]
                while todo:
                    one = todo.pop()
                    if one not in seen:
                        seen.add(one)
                        todo += self._lifted(program).get(one, ())
            self._read[variable] = {license_id: frozenset(numbers) for license_id, numbers in found.items()}
        return self._read[variable]

    def _lifted(self, program: Program) -> Mapping[int, list[int]]:
        """By clause: the clauses that it lifts."""
        found = self._lifting.get(program.license.id)
        if found is None:
            found = self._lifting[program.license.id] = {}
            for target, lifters in enumerate(program.lifters):
                for lifter in lifters:
                    found.setdefault(lifter, []).append(target)
        return found
