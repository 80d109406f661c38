"""Which of two licences permits more, over all uses of some acts and under what is stated.

A licence is at least as permissive as another if in every use it stands at most as severely, asks no duty that the
other does not ask where both allow the act, and no approval that the other does not need where both need one.
Encouraged duties do not count: nobody has to do them. The order is partial: two licences may each permit more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from licensekit.analyse.question import Choices, Claim, Compared, Options, PairQuestion
from licensekit.analyse.standpoints import SEVERITY, DutyAsked
from licensekit.analyse.witness import Witness
from licensekit.decision.circumstances import Assume
from licensekit.meaning.terms import Terms, programs
from licensekit.meaning.variable import World
from licensekit.meaning.verdict import Verdict
from licensekit.values import Known
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


def compare(  # noqa: PLR0913 - each names one thing that a caller may state
    one: Terms,
    other: Terms,
    *,
    acts: Iterable[str] | None = None,
    facts: Mapping[str, Known] | None = None,
    assume: Assume = "none",
    as_of: date | None = None,
    under: Choices | None = None,
) -> Comparison:
    """Compare two licences over all uses of some acts (none named: of every act, each by itself).

    `under` says which approvals are held and how the two are read (by default none, and as each takes it). Raises
    TooManySteps (LK720).
    """
    question = PairQuestion(one, other, facts or {}, assume, as_of, under or Choices())
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
    return Comparison(one.name, other.name, relation, stricter, milder, question.under)


def _stricter_use(pair: Compared, *, of_first: bool) -> StricterUse | None:
    """A use in which the first licence, or the second, is the stricter one, with few facts."""
    claim = next(stricter_claims(pair, of_first=of_first), None)
    if claim is None:
        return None
    use = pair.use(claim)
    first, second = pair.question.answers(use)
    return StricterUse(use, (first.verdict, second.verdict))


def stricter_claims(pair: Compared, *, of_first: bool = False) -> Iterator[Claim]:
    """All that makes the second licence, or the first, the stricter one for some use."""
    for claim in pair.moves():
        if (SEVERITY[claim.before] > SEVERITY[claim.after]) is of_first:
            yield claim
    for claim in pair.asked():
        encouraged = isinstance(claim.content, DutyAsked) and claim.content.strength == "encouraged"
        if claim.by_first is of_first and not encouraged:
            yield claim


class Strictness:
    """Which choices of readings make some terms stricter than others do, for every use."""

    def __init__(self, terms: Terms) -> None:
        self._question: Final = PairQuestion(terms, terms)
        self._leaves: Final = [leaves[0] for leaves in self._question.kinds(tuple(LEAVES))]

    def holds(self, options: Options, others: Options) -> bool:
        """Whether options are at least as strict as others for every use. Raises TooManySteps."""
        readings = self._variables(options), self._variables(others)
        pairs = (Compared(self._question, leaf, readings) for leaf in self._leaves)
        return all(next(stricter_claims(pair), None) is None for pair in pairs)

    def _variables(self, options: Options) -> World:
        every = [
            program.as_written.lowering.reading(name)
            for program in programs(self._question.one)
            for name in program.readings
        ]
        return {variable: options[variable.qualified] for variable in every if variable.qualified in options}
