"""Answers about components: of one layer, and of a component with everything that it is made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

from licensekit.catalogue.lineage import Grade
from licensekit.components.binding import WhatBinds
from licensekit.components.component import Component, Made
from licensekit.decision import Decision, Verdict
from licensekit.meaning.verdict import SEVERITY
from licensekit.published import PossibleAnswers
from licensekit.use.profile import plain_fact

COMBINED: Final = "work.combined"
"""The fact by which layers are parts of one work."""
MAY: Final = frozenset({Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES})
"""Verdicts with which it may be done."""


class ClauseCited(NamedTuple):
    """A clause of the licence of a layer, and what it says."""

    component: str
    license: str
    clause: str
    locator: str
    words: str

    def __str__(self) -> str:
        return f"{self.component}: {self.license} {self.locator} (`{self.clause}`): {self.words}"


@dataclass(frozen=True)
class LicenseConflict:
    """Two clauses that cannot both be met."""

    first: ClauseCited
    second: ClauseCited
    why: str
    certain: bool
    """Whether both are due, and the layers surely are one work; else they may not be."""


@dataclass(frozen=True)
class LayerAnswer:
    """The answer about one layer: the component itself, or something that it is made from."""

    component: Component
    made: Made | Literal["itself"]
    """How the layer above is made from it; `itself` for the component asked about."""
    above: int
    """The number of that layer among those of the answer; its own for the component asked about."""
    bound: WhatBinds
    answers: PossibleAnswers
    problem: str = ""
    """Why nothing could be decided: what is said of it contradicts itself."""

    @property
    def is_silent(self) -> bool:
        """Whether nothing is said of it, and nothing is open: it has only what it is made from."""
        bound = self.bound
        return not (bound.possible or bound.more or bound.otherwise or self.problem)

    @property
    def verdict(self) -> Verdict:
        """The verdict, `unknown` where what binds is open, or where there is a problem."""
        return Verdict.UNKNOWN if self.problem else self.answers.verdict


@dataclass(frozen=True)
class ComponentAnswer:
    """The answer about a component: its own layer, then those of everything that it is made from."""

    component: Component
    layers: tuple[LayerAnswer, ...]
    conflicts: tuple[LicenseConflict, ...] = ()
    """Clauses of two layers that cannot both be met."""

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision, layer by layer."""
        return tuple(decision for layer in self.layers for decision in layer.answers.decisions)

    @cached_property
    def best(self) -> Verdict | None:
        """The mildest verdict that is possible; None where that is open."""
        return _severest(None if layer.problem else layer.answers.best for layer in self._speaking)

    @cached_property
    def worst(self) -> Verdict | None:
        """The most severe verdict that is possible; None where that is open."""
        return _severest(None if layer.problem else layer.answers.worst for layer in self._speaking)

    @cached_property
    def verdict(self) -> Verdict:
        """The most severe of what its layers come to; unknown where one of them leaves it open.

        Two licences that cannot, or may not, both be met leave open what is allowed by each of them.
        """
        verdicts = {layer.verdict for layer in self._speaking}
        if Verdict.UNKNOWN not in verdicts and verdicts:
            verdict = max(verdicts, key=SEVERITY.__getitem__)
        else:
            verdict = self.best if self.best is not None and self.best is self.worst else Verdict.UNKNOWN
        return Verdict.UNKNOWN if self.conflicts and verdict in MAY else verdict

    @property
    def grade(self) -> Grade:
        """How well it is known what binds: by the worst layer."""
        grades = [layer.bound.grade for layer in self._speaking]
        for grade in ("conflict", "unknown"):
            if grade in grades:
                return grade
        own = self.layers[0]
        return own.bound.grade if own in self._speaking else "by its base"

    @property
    def _speaking(self) -> tuple[LayerAnswer, ...]:
        """The layers that may bind: one that only stands above others, and of which nothing is said, adds nothing."""
        return tuple(each for each in self.layers if not each.is_silent) or self.layers


def _severest(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """The most severe of several; None where one is open, unless another forbids anyway."""
    every = list(verdicts)
    if Verdict.PROHIBITED in every:
        return Verdict.PROHIBITED
    known = [each for each in every if each is not None]
    return max(known, key=SEVERITY.__getitem__) if known and len(known) == len(every) else None


def told_of_facts(answers: Iterable[ComponentAnswer], facts: Iterable[str]) -> tuple[str, ...]:
    """Notes on the facts, stated of all components or of some, that do not count everywhere.

    What a component says itself goes before what is stated of all. Then those are told that no licence reads which was
    asked: where none was, it is open what binds, and nothing is told.
    """
    everywhere, stated, read = (*facts,), dict[str, None](), set[str]()
    idle = dict[int, frozenset[str]]()
    own, plain = dict[str, None](), {*map(plain_fact, everywhere)}
    answers = tuple(answers)
    if any(len(answer.layers) > 1 for answer in answers):
        read.add(COMBINED)  # on it hangs which layers are one work
    for layer in (layer for answer in answers for layer in answer.layers):
        own |= dict.fromkeys(name for name in layer.component.facts if plain_fact(name) in plain)
        here = dict.fromkeys((*everywhere, *layer.component.facts))
        for decision in layer.answers.decisions if here.keys() - read else ():
            if id(decision) not in idle:  # one decision answers for many components
                idle[id(decision)] = frozenset(each.name for each in decision.unread)
            stated |= here
            read |= here.keys() - idle[id(decision)]
    told = (
        ("what a component says itself goes before what is stated of all", own),
        ("facts that no licence here reads", (name for name in stated if name not in read)),
    )
    listed = ((what, ", ".join(f"`{name}`" for name in names)) for what, names in told)
    return tuple(f"{what}: {names}" for what, names in listed if names)
