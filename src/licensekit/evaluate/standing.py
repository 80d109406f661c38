"""How the clauses of one licence stand in one world (docs/semantics.md, section 3).

active(c) = when(c) and no active exemption names c
a grant is active if besides no active reservation or termination names it
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from licensekit.meaning.domain import Domain
from licensekit.meaning.program import Program
from licensekit.evaluate.setting import Setting
from licensekit.model.conditions import Condition
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, conjunction, disjunction, negation

World: TypeAlias = Mapping[str, Domain]
"""What is known of a use: variables (facts, and amounts in a currency) that are absent are unknown."""


class Standing:
    """One licence in one world, for an act: the approvals held may differ from act to act."""

    __slots__ = (
        "_active",
        "_before",
        "_defined",
        "_left",
        "_own",
        "_told",
        "_touched",
        "held",
        "program",
        "setting",
        "world",
    )

    def __init__(self, program: Program, world: World, setting: Setting, held: frozenset[str]) -> None:
        self.program = program
        self.world = world
        self.setting = setting
        self.held = held
        self._defined: dict[str, Truth] = {}
        self._own: dict[int, Truth] = {}
        self._active: dict[int, Truth] = {}
        self._left: dict[int, tuple[tuple[int, ...], dict[int, None]]] = {}
        """By `id` of a column, which is kept for that: its clauses, without some that are not active."""
        self._told: set[int] = set()
        """The columns that were looked at in this very world."""
        self._before: set[int] = set()
        """Those that were looked at in the world before it, from which this one differs by what was touched."""
        self._touched: Iterable[int] = ()

    def narrowed(self, world: World, touched: Iterable[int] | None = None) -> Standing:
        """The same clauses where more is known: what was settled stays settled.

        `touched` are the clauses that what is news bears on, by itself or by what lifts them; all others stay as open
        as they were. None where that was not worked out.
        """
        inner = Standing(self.program, world, self.setting, self.held)
        inner._left = self._left.copy()
        if touched is not None:
            inner._own, inner._active = self._own.copy(), self._active.copy()
            inner._before, inner._touched = self._told, touched
            for number in touched:
                for kept in (inner._own, inner._active):
                    if kept.get(number) is UNKNOWN:
                        del kept[number]
            return inner
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

    def some_active(self, column: tuple[int, ...]) -> Truth:
        """Whether some clause of a column of the licence is active. Only what is news is looked at again."""
        key = id(column)
        if key in self._told:
            left = self._left[key][1]
            return UNKNOWN if left else FALSE
        left = self._left[key][1].copy() if key in self._left else dict.fromkeys(column)
        news = self._touched if key in self._before else tuple(left)
        for number in news:
            if number in left:
                stands = self.active(number)
                if stands is TRUE:
                    return TRUE
                if stands is FALSE:
                    del left[number]
        self._left[key] = column, left
        self._told.add(key)
        return UNKNOWN if left else FALSE

    def open_in(self, column: tuple[int, ...]) -> Iterator[int]:
        """The clauses of a column that are neither active nor not."""
        _, left = self._left.get(id(column), (column, column))
        return (number for number in left if self.active(number) is UNKNOWN)

    def own(self, number: int) -> Truth:
        """Whether a clause's own condition holds, whatever may lift it."""
        known = self._own.get(number)
        if known is None:
            known = self._own[number] = self.program.when(number)(self)
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
