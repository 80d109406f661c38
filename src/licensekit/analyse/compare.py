"""Which of two licences permits more, over all uses of some acts and under what is stated.

A licence is at least as permissive as another if in every use it stands at most as severely, asks no duty that the
other does not ask where both allow the act, and no approval that the other does not need where both need one.
Encouraged duties do not count: nobody has to do them. The order is partial: two licences may each permit more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from licensekit.analyse.question import Claim, Compared, PairQuestion
from licensekit.analyse.standpoints import DutyAsked
from licensekit.analyse.witness import Witness
from licensekit.meaning.variable import World
from licensekit.meaning.verdict import Verdict
from licensekit.vocabulary.acts import LEAVES, in_order

RelativeStrictness: TypeAlias = Literal["equivalent", "more permissive", "less permissive", "incomparable"]


@dataclass(frozen=True)
class StricterUse:
    """A use in which one licence is stricter than the other, and what the first and the second answer to it."""

    witness: Witness
    verdicts: tuple[Verdict, Verdict]


@dataclass(frozen=True)
class Comparison:
    """How the first licence stands to the second."""

    one: str
    other: str
    relation: RelativeStrictness
    stricter: StricterUse | None
    """A use in which the first is stricter; none where it is at least as permissive."""
    milder: StricterUse | None
    """A use in which the first is milder; none where it is at most as permissive."""
    under: tuple[str, ...] = ()
    """The readings chosen and the approvals held, in words."""


def compare(question: PairQuestion, acts: Iterable[str] | None = None) -> Comparison:
    """Compare two licences over all uses of some acts (none named: of every act, each by itself).

    Raises TooManySteps (LK720).
    """
    stricter: StricterUse | None = None
    milder: StricterUse | None = None
    for leaves in question.kinds(tuple(LEAVES) if acts is None else in_order(acts)):
        if stricter is None or milder is None:
            pair = Compared(question, leaves[0])
            stricter = stricter or _stricter_use(pair, of_first=True)
            milder = milder or _stricter_use(pair, of_first=False)
    relation: RelativeStrictness
    if stricter is None:
        relation = "equivalent" if milder is None else "more permissive"
    else:
        relation = "less permissive" if milder is None else "incomparable"
    return Comparison(question.one.name, question.other.name, relation, stricter, milder, question.under)


def _stricter_use(pair: Compared, *, of_first: bool) -> StricterUse | None:
    """A use in which the first licence, or the second, is the stricter one, with few facts."""
    claim = next(_stricter_claims(pair, of_first=of_first), None)
    if claim is None:
        return None
    use, (first, second) = pair.use_and_answers(claim)
    return StricterUse(use, (first.verdict, second.verdict))


def stricter_somewhere(
    question: PairQuestion, acts: Iterable[str], put_in: tuple[World, World]
) -> Iterator[tuple[Compared, Claim]]:
    """All that makes the second licence, as `put_in` settles each, the stricter one for some use of some acts."""
    for leaves in question.kinds(acts):
        if not question.reads(leaves[0], put_in):
            continue
        pair = Compared(question, leaves[0], put_in)
        yield from ((pair, claim) for claim in _stricter_claims(pair))


def _stricter_claims(pair: Compared, *, of_first: bool = False) -> Iterator[Claim]:
    """All that makes the second licence, or the first, the stricter one for some use."""
    yield from pair.moves(stricter="first" if of_first else "second")
    for claim in pair.asked():
        encouraged = isinstance(claim.content, DutyAsked) and claim.content.strength == "encouraged"
        if claim.by_first is of_first and not encouraged:
            yield claim
