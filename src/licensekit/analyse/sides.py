"""What a licence answers about an act, as far as two answers are compared.

What may be done (allowed, needs approval, not granted, prohibited); where it is allowed, the duties, by what they
ask and not by the clause that asks it; where it needs an approval, which, by what it is and who gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NamedTuple, TypeAlias

from licensekit.analyse.worlds import Claim, unknowns
from licensekit.meaning.program import Program, needs_a_grant
from licensekit.evaluate.reasons import why_not_granted
from licensekit.evaluate.standing import Standing
from licensekit.evaluate.terms import Outlook, Single, Terms, programs
from licensekit.meaning.verdict import Pillars, Possible, Verdict, kleene_set
from licensekit.model.clauses import Clause, Duty, Gate
from licensekit.model.phrase import party_text
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, conjunction, disjunction, negation


class Standpoint(Enum):
    """What may be done; duties apart. From mildest to most severe."""

    ALLOWED = "allowed"
    NEEDS_APPROVAL = "needs_approval"
    NOT_GRANTED = "not_granted"
    PROHIBITED = "prohibited"

    def __str__(self) -> str:
        return self.value


STANDPOINTS: Final = tuple(Standpoint)
SEVERITY: Final = {standpoint: order for order, standpoint in enumerate(STANDPOINTS)}
_OF: Final = {
    Verdict.PERMITTED: Standpoint.ALLOWED,
    Verdict.PERMITTED_WITH_DUTIES: Standpoint.ALLOWED,
    Verdict.NEEDS_APPROVAL: Standpoint.NEEDS_APPROVAL,
    Verdict.NOT_GRANTED: Standpoint.NOT_GRANTED,
    Verdict.PROHIBITED: Standpoint.PROHIBITED,
}


class DutyAsked(NamedTuple):
    """A duty by what it asks."""

    words: str
    strength: str
    """must or encouraged"""


class ApprovalNeeded(NamedTuple):
    """An approval by what it is and who gives it."""

    approval: str
    party: str
    subject: str


Content: TypeAlias = DutyAsked | ApprovalNeeded


def standpoints(possible: Possible) -> frozenset[Standpoint]:
    """What may be done, as far as a set of verdicts says."""
    return frozenset(_OF[verdict] for verdict in possible)


@dataclass(frozen=True)
class Shared:
    """The clauses that one licence has word for word like another, which are then looked at in the other alone."""

    program: Program
    """The other licence."""
    columns: tuple[tuple[int, ...], ...]
    """Of each column of the decision table before the duties: its clauses in the other licence that both have."""
    own: tuple[tuple[int, ...], ...]
    """The clauses that this licence alone has."""

    def possible(self, standing: Standing, others: Standing, leaf: str) -> Possible:
        """The verdicts that three-valued logic leaves, duties apart, where no approval is held."""
        pairs = zip(self.columns, self.own, strict=True)
        prohibited, missing, granted, held_back = (
            disjunction((others.some_active(column), standing.some_active(own))) for column, own in pairs
        )
        return kleene_set(Pillars(prohibited, missing, granted, FALSE, held_back, FALSE), needs_a_grant(leaf))


@dataclass(frozen=True)
class Side:
    """One licence (or several together, or a choice), for one act."""

    terms: Terms
    leaf: str
    contents: dict[Content, tuple[tuple[Program, int], ...]] = field(default_factory=dict, compare=False)
    """Every duty and approval that the terms can ask for this act, with the clauses that do."""
    shared: Shared | None = field(default=None, compare=False)
    """What it has in common with another side, where that was worked out."""

    @classmethod
    def of(cls, terms: Terms, leaf: str) -> Side:
        """The side, with its duties and approvals in the order of the texts."""
        found: dict[Content, tuple[tuple[Program, int], ...]] = {}
        for program in programs(terms):
            covering = program.covering(leaf)
            for number in sorted((*covering.duties, *covering.encouraged, *_gates(program, leaf))):
                content = content_of(program, program.clauses[number])
                found[content] = (*found.get(content, ()), (program, number))
        return cls(terms, leaf, found)

    def standpoints(self, outlook: Outlook) -> frozenset[Standpoint]:
        """What may be done, as far as three-valued logic says."""
        if self.shared is None:
            return standpoints(outlook.possible(self.terms, self.leaf))
        (program,) = programs(self.terms)
        mine, others = (outlook.standing(one, self.leaf) for one in (program, self.shared.program))
        return standpoints(self.shared.possible(mine, others, self.leaf))

    def at(self, outlook: Outlook, standpoint: Standpoint) -> Truth:
        """Whether exactly this may be done."""
        found = self.standpoints(outlook)
        return FALSE if standpoint not in found else TRUE if len(found) == 1 else UNKNOWN

    def asks(self, outlook: Outlook, content: Content) -> Truth:
        """Whether a clause that asks this is active and its licence counts."""
        return disjunction(self.active(outlook, program, number) for program, number in self.contents.get(content, ()))

    def active(self, outlook: Outlook, program: Program, number: int) -> Truth:
        """Whether a clause is active and its licence counts for the act."""
        stands = outlook.standing(program, self.leaf).active(number)
        if stands is FALSE or (isinstance(self.terms, Single) and not self.terms.successors):
            return stands
        counts = disjunction(counts for one, counts in outlook.in_force(self.terms, self.leaf) if one is program)
        return conjunction((counts, stands))

    # --- what leaves it open -----------------------------------------------------------------------------

    def open_clauses(self, outlook: Outlook) -> Iterator[tuple[Standing, int]]:
        """The clauses that leave open what may be done, in the order of the decision table."""
        if len(self.standpoints(outlook)) == 1:
            return
        for program, columns in self._columns():
            standing = outlook.standing(program, self.leaf)
            for column in columns:
                yield from ((standing, number) for number in standing.open_in(column))

    def _columns(self) -> Iterator[tuple[Program, tuple[tuple[int, ...], ...]]]:
        """The columns of the decision table before the duties; those shared with another side come last."""
        for program in programs(self.terms):
            yield program, program.covering(self.leaf)[:4] if self.shared is None else self.shared.own
        if self.shared is not None:
            yield self.shared.program, self.shared.columns

    def open_contents(self, outlook: Outlook, contents: Iterable[Content]) -> Iterator[tuple[Standing, int]]:
        """The clauses that leave open whether something is asked."""
        for content in contents:
            for program, number in self.contents.get(content, ()):
                yield outlook.standing(program, self.leaf), number

    # --- which clauses decide ----------------------------------------------------------------------------

    def deciding(self, outlook: Outlook, standpoint: Standpoint) -> Iterator[tuple[Program, int]]:
        """The clauses on which a standpoint rests in a world in which it is settled."""
        for program in programs(self.terms):
            covering = program.covering(self.leaf)
            for number in self._candidates(outlook, program, standpoint):
                grants_nothing = standpoint is Standpoint.NOT_GRANTED and number in covering.grants
                if grants_nothing or self.active(outlook, program, number) is not FALSE:
                    yield program, number

    def _candidates(self, outlook: Outlook, program: Program, standpoint: Standpoint) -> Iterator[int]:
        covering = program.covering(self.leaf)
        match standpoint:
            case Standpoint.PROHIBITED:
                yield from covering.prohibitions
            case Standpoint.NEEDS_APPROVAL:
                yield from _gates(program, self.leaf)
            case Standpoint.ALLOWED:
                yield from covering.grants
                restrictive = (*covering.prohibitions, *_gates(program, self.leaf))
                standing = outlook.standing(program, self.leaf)
                lifted = (one for one in restrictive if standing.own(one) is TRUE)
                yield from dict.fromkeys(lifter for one in lifted for lifter in program.lifters[one])
            case Standpoint.NOT_GRANTED:
                lifters = [lifter for number in covering.grants for lifter in program.lifters[number]]
                standing = outlook.standing(program, self.leaf)
                ending = [lifter for lifter in lifters if standing.active(lifter) is not FALSE]
                yield from dict.fromkeys(ending or covering.grants or covering.withholding)

    def why_not(self, outlook: Outlook) -> str:
        """Why an act is not granted, in one word; of several licences the first that refuses it."""
        for program, _ in outlook.in_force(self.terms, self.leaf):
            standing = outlook.standing(program, self.leaf)
            if not any(standing.active(number) is TRUE for number in program.covering(self.leaf).grants):
                return why_not_granted(standing, self.leaf)
        return ""


def _gates(program: Program, leaf: str) -> tuple[int, ...]:
    covering = program.covering(leaf)
    return (*covering.granting_gates, *covering.holding_gates)


def content_of(program: Program, clause: Clause) -> Content:
    """What a duty or gate asks."""
    match clause:
        case Duty(strength=strength, obligations=obligations):
            return DutyAsked(program.words(obligations), strength)
        case Gate(approval=approval, party=party, subject=subject):
            return ApprovalNeeded(approval, party_text(party), subject)
        case _:
            raise AssertionError(clause)


@dataclass(frozen=True)
class UnlikeClauses:
    """The clauses in which two sides differ, by column of the decision table: all others are the same on both.

    Where these come to the same in every column, so do the two sides, whatever else is open.
    """

    leaf: str
    columns: tuple[tuple[tuple[tuple[Program, int], ...], tuple[tuple[Program, int], ...]], ...]

    def come_to_the_same(self, outlook: Outlook) -> bool:
        """Whether in every column some clause of the one is active where some clause of the other is."""
        for ours, theirs in self.columns:
            here, there = self._some(outlook, ours), self._some(outlook, theirs)
            if here is UNKNOWN or here is not there:
                return False
        return bool(self.columns)

    def _some(self, outlook: Outlook, clauses: tuple[tuple[Program, int], ...]) -> Truth:
        return disjunction(outlook.standing(program, self.leaf).active(number) for program, number in clauses)

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves these clauses open."""
        return unknowns(
            (outlook.standing(program, self.leaf), number)
            for column in self.columns
            for side in column
            for program, number in side
        )


# --- claims about two sides -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moves:
    """The one side stands so, the other so."""

    one: Side
    other: Side
    before: Standpoint
    after: Standpoint

    def truth(self, outlook: Outlook) -> Truth:
        """Whether both stand so."""
        return conjunction((self.one.at(outlook, self.before), self.other.at(outlook, self.after)))

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves either open."""
        yield from unknowns(self.one.open_clauses(outlook))
        yield from unknowns(self.other.open_clauses(outlook))


@dataclass(frozen=True)
class Asks:
    """Both stand alike, and the one side asks something that the other does not."""

    one: Side
    other: Side
    content: Content

    @property
    def standpoint(self) -> Standpoint:
        """Where it is asked: duties of what is allowed, approvals of what needs one."""
        return Standpoint.ALLOWED if isinstance(self.content, DutyAsked) else Standpoint.NEEDS_APPROVAL

    def truth(self, outlook: Outlook) -> Truth:
        """Whether it is so."""
        alike = conjunction((self.one.at(outlook, self.standpoint), self.other.at(outlook, self.standpoint)))
        if alike is FALSE:
            return FALSE
        asked, also = self.one.asks(outlook, self.content), self.other.asks(outlook, self.content)
        return conjunction((alike, asked, negation(also)))

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves it open: first the thing asked."""
        yield from unknowns(self.one.open_contents(outlook, (self.content,)))
        yield from unknowns(self.other.open_contents(outlook, (self.content,)))
        yield from unknowns(self.one.open_clauses(outlook))
        yield from unknowns(self.other.open_clauses(outlook))


@dataclass(frozen=True)
class MovesBeyond:
    """The two sides stand in some pair of ways that differ and that was not found yet."""

    one: Side
    other: Side
    known: set[tuple[Standpoint, Standpoint]] = field(compare=False)
    """Filled by whoever searches, so that one search finds each pair once."""
    unlike: UnlikeClauses | None = field(default=None, compare=False)

    def truth(self, outlook: Outlook) -> Truth:
        """Whether such a pair is reached."""
        ours, theirs = self.one.standpoints(outlook), self.other.standpoints(outlook)
        new = {(a, b) for a in ours for b in theirs if a is not b and (a, b) not in self.known}
        if not new or (self.unlike is not None and self.unlike.come_to_the_same(outlook)):
            return FALSE
        return TRUE if len(ours) == len(theirs) == 1 else UNKNOWN

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves either open: first the clauses in which they differ."""
        if self.unlike is not None:
            yield from self.unlike.open_variables(outlook)
        yield from unknowns(self.one.open_clauses(outlook))
        yield from unknowns(self.other.open_clauses(outlook))


# --- claims about one side --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stands:
    """A side stands so."""

    side: Side
    standpoint: Standpoint

    def truth(self, outlook: Outlook) -> Truth:
        """Whether it does."""
        return self.side.at(outlook, self.standpoint)

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves it open."""
        return unknowns(self.side.open_clauses(outlook))


@dataclass(frozen=True)
class Calls:
    """A clause of a side that asks something is active, whatever else the side says."""

    side: Side
    content: Content

    def truth(self, outlook: Outlook) -> Truth:
        """Whether it is."""
        return self.side.asks(outlook, self.content)

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves it open."""
        return unknowns(self.side.open_contents(outlook, (self.content,)))


@dataclass(frozen=True)
class Both:
    """Two claims hold together."""

    one: Claim
    other: Claim

    def truth(self, outlook: Outlook) -> Truth:
        """Whether both hold."""
        found = self.one.truth(outlook)
        return FALSE if found is FALSE else conjunction((found, self.other.truth(outlook)))

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves either open."""
        yield from self.one.open_variables(outlook)
        yield from self.other.open_variables(outlook)
