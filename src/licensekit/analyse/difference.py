"""The differences between two licences as data: what each side answers, when, by which clauses, and a smallest use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from licensekit.analyse.part_words import FactIs
from licensekit.analyse.standpoints import ApprovalNeeded, Content, Place, Standpoint
from licensekit.analyse.witness import Witness
from licensekit.decision.circumstances import Assume
from licensekit.meaning.verdict import Verdict
from licensekit.model.cases import Case
from licensekit.model.conditions import Locator
from licensekit.vocabulary.acts import in_order

Direction: TypeAlias = Literal["stricter", "milder", "different"]
Kind: TypeAlias = Literal["standpoint", "duty", "approval"]


@dataclass(frozen=True)
class ClausePlace:
    """A clause and where it stands in its text."""

    license: str
    clause: str
    locator: Locator


def clause_places(clauses: Iterable[Place]) -> tuple[ClausePlace, ...]:
    """Where some clauses stand, each once."""
    at = ((program.license.id, program.clauses[number]) for program, number in clauses)
    return tuple(dict.fromkeys(ClausePlace(name, clause.id, clause.locator) for name, clause in at))


@dataclass(frozen=True)
class Reason:
    """Facts that bring one side about, the fewest that do; none where it needs no particular fact."""

    facts: tuple[FactIs, ...]
    acts: tuple[str, ...]
    """The acts, of those of the difference, for which these facts do."""


@dataclass(frozen=True)
class Part:
    """One side of a difference."""

    standpoint: Standpoint
    content: Content | None
    """The duty or approval that this side asks and the other does not."""
    clauses: tuple[ClausePlace, ...]
    when: tuple[Reason, ...]
    """The ways in which this side comes to stand so; empty where it is allowed, which needs no reason."""
    more: bool = False
    """Whether there are further ways."""
    why_not: tuple[str, ...] = ()
    approvals: tuple[ApprovalNeeded, ...] = ()
    """The approvals needed, where that is the standpoint."""

    def joined(self, other: Part) -> Part:
        """The same for the acts of both."""
        facts = dict.fromkeys(reason.facts for reason in (*self.when, *other.when))
        when = tuple(
            Reason(
                way, in_order(act for reason in (*self.when, *other.when) if reason.facts == way for act in reason.acts)
            )
            for way in facts
        )
        return Part(
            self.standpoint,
            self.content,
            tuple(dict.fromkeys((*self.clauses, *other.clauses))),
            tuple(sorted(when, key=lambda one: (len(one.facts), -len(one.acts)))),
            self.more or other.more,
            tuple(dict.fromkeys((*self.why_not, *other.why_not))),
            tuple(dict.fromkeys((*self.approvals, *other.approvals))),
        )


@dataclass(frozen=True)
class Difference:
    """One way in which two licences differ, for some acts."""

    kind: Kind
    direction: Direction
    """Of the second licence, seen from the first."""
    acts: tuple[str, ...]
    one: Part
    other: Part
    witness: Witness
    """A use, with the fewest facts, that the two answer differently in this way."""
    verdicts: tuple[Verdict, Verdict]
    """What the two answer to that use."""
    case: Case = field(compare=False, repr=False)
    """That use as a case of the second licence; of the first, where that alone asks something.

    It expects nothing where several readings of that licence are chosen otherwise: a case can name one.
    """


@dataclass(frozen=True)
class Diff:
    """Everything in which two licences differ; empty where they answer every use alike."""

    one: str
    other: str
    differences: tuple[Difference, ...]
    assume: Assume = "none"
    under: tuple[str, ...] = ()
    """The readings chosen and the approvals held, in words."""

    @property
    def same(self) -> bool:
        """Whether every use gets the same answer: verdict, duties due, approvals needed."""
        return not self.differences
