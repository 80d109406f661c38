"""Which of two licences permits more, over all uses of some acts and under what is stated.

A licence is at least as permissive as another if in every use it stands at most as severely, asks no duty that the
other does not ask where both allow the act, and no approval that the other does not need where both need one.
Encouraged duties do not count: nobody has to do them. The order is partial: two licences may each permit more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from licensekit.analyse.alike import alike, apart, sharing, unlike_clauses
from licensekit.analyse.cells import Way
from licensekit.analyse.chosen import Chosen, also_apart
from licensekit.analyse.diff import kinds
from licensekit.analyse.sides import SEVERITY, Asks, DutyAsked, Moves, Side, UnlikeClauses
from licensekit.analyse.ways import shortest
from licensekit.analyse.witness import Witness, decide, witness
from licensekit.analyse.worlds import Asking, Claim, Space, asking, unknowns
from licensekit.evaluate.known import Assume
from licensekit.evaluate.terms import Outlook, Terms
from licensekit.meaning.verdict import Verdict
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth
from licensekit.values import Known
from licensekit.vocabulary.acts import LEAVES, in_order

Relation: TypeAlias = Literal["equivalent", "more permissive", "less permissive", "incomparable"]


@dataclass(frozen=True)
class Shown:
    """A use in which one licence is stricter than the other, and what the first and the second answer to it."""

    witness: Witness
    verdicts: tuple[Verdict, Verdict]


@dataclass(frozen=True)
class Comparison:
    """How the first licence stands to the second."""

    one: str
    other: str
    relation: Relation
    stricter: Shown | None
    """A use in which the first is stricter; none where it is at least as permissive."""
    milder: Shown | None
    """A use in which the first is milder; none where it is at most as permissive."""
    worlds: int
    under: tuple[str, ...] = ()
    """The readings chosen and the approvals held, in words."""
    solved: int = field(default=0, compare=False)
    """How many claims z3 decided, since a search would have had to look at too much; mostly none."""


@dataclass(frozen=True)
class StandsWorse:
    """The second side stands more severely than the first."""

    one: Side
    other: Side
    unlike: UnlikeClauses

    def truth(self, outlook: Outlook) -> Truth:
        """Whether it does."""
        ours, theirs = self.one.standpoints(outlook), self.other.standpoints(outlook)
        if not any(SEVERITY[there] > SEVERITY[here] for here in ours for there in theirs):
            return FALSE
        if self.unlike.come_to_the_same(outlook):
            return FALSE
        return TRUE if len(ours) == len(theirs) == 1 else UNKNOWN

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves either open: first the clauses in which they differ."""
        yield from self.unlike.open_variables(outlook)
        yield from unknowns(self.one.open_clauses(outlook))
        yield from unknowns(self.other.open_clauses(outlook))


def compare(  # noqa: PLR0913 - each names one thing that a caller may state
    one: Terms,
    other: Terms,
    *,
    acts: Iterable[str] | None = None,
    facts: Mapping[str, Known] | None = None,
    assume: Assume = "none",
    as_of: date | None = None,
    under: Chosen | None = None,
) -> Comparison:
    """Compare two licences over all uses of some acts (none named: of every act, each by itself).

    Exact; the same limits hold as for `diff`, and `under` is as there. Raises TooLarge.
    """
    chosen = under or Chosen((one, other), (), (), {})
    one, original = chosen.sides
    other = apart(one, original)
    approvals = also_apart(chosen.approvals, one, other)
    question = asking(one, other, facts=facts, assume=assume, as_of=as_of, approvals=approvals, given=chosen.given)
    leaves = kinds(one, other, tuple(LEAVES) if acts is None else in_order(acts))
    stricter = _first(question, leaves, swapped=True)
    milder = _first(question, leaves, swapped=False)
    relation: Relation
    if stricter is None:
        relation = "equivalent" if milder is None else "more permissive"
    else:
        relation = "less permissive" if milder is None else "incomparable"
    uses = _shown(stricter, one, original), _shown(milder, one, original)
    return Comparison(
        one.name, other.name, relation, uses[0], uses[1], question.budget.spent, chosen.words, question.budget.solved
    )


def _shown(use: Witness | None, one: Terms, other: Terms) -> Shown | None:
    return None if use is None else Shown(use, (decide(one, use).verdict, decide(other, use).verdict))


def _first(question: Asking, acts: Iterable[tuple[str, ...]], *, swapped: bool) -> Witness | None:
    """A use in which the second side (or, swapped, the first) is the stricter one, with few facts."""
    for leaves in acts:
        space = question.space(leaves[0])
        sides = [Side.of(terms, leaves[0]) for terms in question.sides]
        if alike(space, sides[0], sides[1]):
            continue
        sides[1] = sharing(sides[0], sides[1], held=bool(question.setting.approvals))
        milder, stricter = reversed(sides) if swapped else sides
        found = stricter_use(space, milder, stricter, held=bool(question.setting.approvals))
        if found is not None:
            return found
    return None


def stricter_use(space: Space, milder: Side, stricter: Side, *, held: bool = False) -> Witness | None:
    """A use in which the second side is the stricter one, with few facts; None where it never is."""
    for claim in _claims(milder, stricter, held=held):
        way = space.first(claim)
        if way is not None:
            found = shortest(space, _exactly(space, claim, way))
            assert found is not None
            return witness(space, found)
    return None


def _exactly(space: Space, claim: Claim, way: Way) -> Claim:
    """The claim with what both sides say in a world in which it holds, so that both answers are settled."""
    world = space.within(way)
    if not isinstance(claim, StandsWorse) or world is None:
        return claim
    outlook = space.outlook(world)
    (ours,), (theirs,) = claim.one.standpoints(outlook), claim.other.standpoints(outlook)
    return Moves(claim.one, claim.other, ours, theirs)


def _claims(milder: Side, stricter: Side, *, held: bool) -> Iterator[Claim]:
    """All that makes the second side the stricter one. Encouraged duties do not count."""
    yield StandsWorse(milder, stricter, unlike_clauses(milder, stricter, held=held))
    for content in stricter.contents:
        if not (isinstance(content, DutyAsked) and content.strength == "encouraged"):
            yield Asks(stricter, milder, content)


def as_strict(one: Terms, other: Terms) -> bool:
    """Whether the first terms are at least as strict as the second for every use. Raises TooLarge."""
    return compare(one, other).relation in {"equivalent", "less permissive"}
