"""The differences between two licences as data: what each side answers, when, by which clauses, and a smallest use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from licensekit.analyse.standpoints import SEVERITY, ApprovalNeeded, Content, DutyAsked, Place, Standpoint
from licensekit.analyse.witness import Witness
from licensekit.decision.circumstances import Assume
from licensekit.decision.parts import FactSaid
from licensekit.meaning.verdict import Verdict
from licensekit.model.cases import Case
from licensekit.model.conditions import Locator
from licensekit.vocabulary.acts import LEAVES, in_order

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
class When:
    """Facts that bring one side about, the fewest that do; none where it needs no particular fact."""

    facts: tuple[FactSaid, ...]
    acts: tuple[str, ...]
    """The acts, of those of the difference, for which these facts do."""


@dataclass(frozen=True)
class LicensePosition:
    """Where one of two licences stands, as far as they differ."""

    standpoint: Standpoint
    content: Content | None
    """The duty or approval that this side asks and the other does not."""
    clauses: tuple[ClausePlace, ...]
    when: tuple[When, ...]
    """The ways in which this side comes to stand so; empty where it is allowed, which needs no reason."""
    more: bool = False
    """Whether there are further ways."""
    why_not: tuple[str, ...] = ()
    approvals: tuple[ApprovalNeeded, ...] = ()
    """The approvals needed, where that is the standpoint."""

    def like(self, position: LicensePosition) -> bool:
        """Whether it is the same for other acts: it stands and asks alike, with some reason in common."""
        ours, theirs = ({reason.facts for reason in each.when} for each in (self, position))
        same = (self.standpoint, self.content) == (position.standpoint, position.content)
        return same and (ours == theirs or bool(ours & theirs))

    def joined(self, position: LicensePosition) -> LicensePosition:
        """The same for the acts of both."""
        both = (self, position)
        acts: dict[tuple[FactSaid, ...], list[str]] = {}
        for reason in (reason for each in both for reason in each.when):
            acts.setdefault(reason.facts, []).extend(reason.acts)
        when = (When(facts, in_order(of)) for facts, of in acts.items())
        return replace(
            self,
            clauses=tuple(dict.fromkeys(clause for each in both for clause in each.clauses)),
            when=tuple(sorted(when, key=lambda reason: (len(reason.facts), -len(reason.acts)))),
            more=self.more or position.more,
            why_not=tuple(dict.fromkeys(why for each in both for why in each.why_not)),
            approvals=tuple(dict.fromkeys(needed for each in both for needed in each.approvals)),
        )


@dataclass(frozen=True)
class Difference:
    """One way in which two licences differ, for some acts."""

    kind: Kind
    acts: tuple[str, ...]
    one: LicensePosition
    other: LicensePosition
    witness: Witness
    """A use, with the fewest facts, that the two answer differently in this way."""
    verdicts: tuple[Verdict, Verdict]
    """What the two answer to that use."""
    case: Case = field(compare=False, repr=False)
    """That use as a case of the second licence; of the first, where that alone asks something.

    It expects nothing where several readings of that licence are chosen otherwise: a case can name one.
    """

    @property
    def direction(self) -> Direction:
        """Of the second licence, seen from the first."""
        if self.kind == "standpoint":
            return "stricter" if SEVERITY[self.other.standpoint] > SEVERITY[self.one.standpoint] else "milder"
        if self.one.content is not None and self.other.content is not None:
            return "different"
        return "milder" if self.other.content is None else "stricter"

    def like(self, told: Difference) -> bool:
        """Whether two differences of several acts are one: the same change, and some reason in common."""
        return self.kind == told.kind and self.one.like(told.one) and self.other.like(told.other)

    def joined(self, told: Difference) -> Difference:
        """The same difference for the acts of both."""
        acts = in_order((*self.acts, *told.acts))
        return replace(self, acts=acts, one=self.one.joined(told.one), other=self.other.joined(told.other))

    def replaces(self, instead: Difference) -> bool:
        """Whether one licence asks this where the other asks that: of the same clause, or for the same reasons."""
        if self.kind == "standpoint" or self.kind != instead.kind or self.acts != instead.acts:
            return False
        if (self.one.content is None) == (instead.one.content is None):
            return False
        ours, theirs = (each.one if each.one.content is not None else each.other for each in (self, instead))
        same_reasons = {each.facts for each in ours.when} == {each.facts for each in theirs.when}
        same_clauses = [each.clause for each in ours.clauses] == [each.clause for each in theirs.clauses]
        return same_clauses or (same_reasons and _verb(ours) == _verb(theirs))

    @property
    def rank(self) -> tuple[object, ...]:
        """The weightiest first: what is no longer allowed, what is newly allowed, duties, and what both refuse."""
        before, after = SEVERITY[self.one.standpoint], SEVERITY[self.other.standpoint]
        return (
            self.kind != "duty" and min(before, after) > 0,
            ("stricter", "milder", "different").index(self.direction),
            ("standpoint", "duty", "approval").index(self.kind),
            -len(self.acts),
            -abs(after - before),
            len(self.witness.facts),
            [list(LEAVES).index(act) for act in self.acts],
        )


def _verb(position: LicensePosition) -> str:
    return position.content.words.partition(" ")[0] if isinstance(position.content, DutyAsked) else "approval"


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
