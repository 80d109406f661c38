"""How the clauses of one licence stand in one world (docs/semantics.md, section 3).

active(c) = when(c) and no active exemption names c
a grant is active if besides no active reservation or termination names it
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from licensekit.evaluate.domain import Domain
from licensekit.evaluate.program import Program
from licensekit.evaluate.setting import Setting
from licensekit.model.conditions import Condition
from licensekit.truth import FALSE, UNKNOWN, Truth, conjunction, disjunction, negation

World: TypeAlias = Mapping[str, Domain]
"""What is known of a use: variables (facts, and amounts in a currency) that are absent are unknown."""


class Standing:
    """One licence in one world, for an act: the approvals held may differ from act to act."""

    __slots__ = ("_active", "_defined", "_own", "held", "program", "setting", "world")

    def __init__(self, program: Program, world: World, setting: Setting, held: frozenset[str]) -> None:
        self.program = program
        self.world = world
        self.setting = setting
        self.held = held
        self._defined: dict[str, Truth] = {}
        self._own: dict[int, Truth] = {}
        self._active: dict[int, Truth] = {}

    def narrowed(self, world: World) -> Standing:
        """The same clauses where more is known: what was settled stays settled."""
        inner = Standing(self.program, world, self.setting, self.held)
        inner._defined = {name: known for name, known in self._defined.items() if known is not UNKNOWN}
        inner._own = {number: known for number, known in self._own.items() if known is not UNKNOWN}
        inner._active = {number: known for number, known in self._active.items() if known is not UNKNOWN}
        return inner

    def active(self, number: int) -> Truth:
        """Whether a clause is active. A clause that names another lifts it; there are no cycles."""
        known = self._active.get(number)
        if known is None:
            known = self.own(number)
            lifters = self.program.lifters[number]
            if lifters and known is not FALSE:
                lifted = disjunction(self.active(lifter) for lifter in lifters)
                known = conjunction((known, negation(lifted)))
            self._active[number] = known
        return known

    def own(self, number: int) -> Truth:
        """Whether a clause's own condition holds, whatever may lift it."""
        known = self._own.get(number)
        if known is None:
            known = self._own[number] = self.program.whens[number](self)
        return known

    def truth(self, condition: Condition) -> Truth:
        """The truth of a condition of this licence."""
        return self.program.test(condition)(self)

    def defined(self, name: str) -> Truth:
        """The truth of a condition that the licence defines; worked out once."""
        known = self._defined.get(name)
        if known is None:
            known = self._defined[name] = self.truth(self.program.definitions[name].condition)
        return known

    def approved(self, number: int) -> bool:
        """Whether the approval that a gate asks for is held, for this act."""
        return bool(self.held) and f"{self.program.license.id}.{self.program.clauses[number].id}" in self.held
