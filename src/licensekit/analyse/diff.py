"""Where two licences differ: for which uses, in which direction, and by which clauses of each.

A difference is one of three: what may be done differs; a duty is due under one licence alone; an approval is needed
under one alone. Each is described by the facts that bring it about on either side, and shown by a use with few facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from licensekit.analyse.difference import ClausePlace, Diff, Difference, Kind, LicensePosition, When, clause_places
from licensekit.analyse.part_words import facts_said
from licensekit.analyse.question import Claim, Compared, PairQuestion
from licensekit.analyse.standpoints import ApprovalNeeded, DutyAsked, Stance, Standpoint, asked_by
from licensekit.analyse.uses import Way
from licensekit.analyse.witness import Witness
from licensekit.decision.decide import BriefAnswer
from licensekit.diagram.nodes import Node
from licensekit.meaning.domain import Domain, narrowed
from licensekit.meaning.terms import programs
from licensekit.meaning.variable import Variable
from licensekit.model.cases import Expectation, ExpectDuty, ExpectVerdict
from licensekit.vocabulary.acts import LEAVES, in_order

_MOST_WAYS: Final = 24
_MOST_NAMED: Final = 60
_Ways: TypeAlias = tuple[Way, ...]


def diff(question: PairQuestion, acts: Iterable[str] | None = None) -> Diff:
    """Compare two licences over all uses of some acts (none named: of every act), each act by itself.

    Raises TooManySteps (LK720).
    """
    told: list[Difference] = []
    elsewhere: dict[object, list[Way]] = {}
    for leaves in question.kinds(tuple(LEAVES) if acts is None else in_order(acts)):
        for difference in _OfAct(Compared(question, leaves[0], merged=True), leaves, told, elsewhere).differences():
            at = next((at for at, each in enumerate(told) if each.like(difference)), None)
            if at is None:
                told.append(difference)
            else:
                told[at] = told[at].joined(difference)
    differences = sorted(_paired(question, told), key=lambda each: each.rank)
    return Diff(
        question.one.name, question.other.name, tuple(differences), question.circumstances.assume, question.under
    )


# -- differences of one act ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _OfAct:
    """The differences of two licences for acts that both treat alike."""

    pair: Compared
    leaves: tuple[str, ...]
    told: list[Difference]
    """The differences of other acts, each with its use."""
    elsewhere: dict[object, list[Way]]
    """The ways told of other acts: what an act implies is told with them, so that they are seen to be the same."""

    def differences(self) -> Iterator[Difference]:
        """Every difference for the act."""
        pair = self.pair
        for claim in pair.moves():
            refused = Standpoint.ALLOWED not in (claim.before, claim.after)
            path = pair.way(claim)
            parts = (
                self._stands(stance, at, None if refused else self._refusing(stance, at, claim), path)
                for stance, at in ((pair.one, claim.before), (pair.other, claim.after))
            )
            yield self._with_use("standpoint", claim, *parts)
        for claim in pair.asked():
            assert claim.content is not None
            stance = pair.one if claim.by_first else pair.other
            ways = self._ways_told(claim, stance.asks(claim.content), (claim.by_first, claim.content))
            places = clause_places(stance.contents[claim.content])
            asks = LicensePosition(claim.before, claim.content, places, *self._reasons(ways))
            silent = LicensePosition(claim.after, None, (), ())
            kind: Kind = "duty" if isinstance(claim.content, DutyAsked) else "approval"
            yield self._with_use(kind, claim, *((asks, silent) if claim.by_first else (silent, asks)))

    def _with_use(self, kind: Kind, claim: Claim, first: LicensePosition, second: LicensePosition) -> Difference:
        """The difference, with a use to show it unless one is known from other acts."""
        same = (each for each in self.told if each.kind == kind and each.one.like(first) and each.other.like(second))
        told = next(same, None)
        if told is not None:
            return replace(told, acts=self.leaves, one=first, other=second)
        return _told(self.pair.question, kind, self.leaves, (first, second), self.pair.use_and_answers(claim))

    def _refusing(self, stance: Stance, standpoint: Standpoint, claim: Claim) -> _Ways | None:
        """How a side comes to refuse, as far as it plays a part in a difference. What is allowed needs none."""
        if standpoint is Standpoint.ALLOWED or (standpoint is Standpoint.NOT_GRANTED and stance.silent):
            return None
        return self._ways_told(claim, stance.at(standpoint), (stance is self.pair.one, standpoint))

    def _ways_told(self, claim: Claim, cause: Node, key: object) -> _Ways:
        """The ways in which a cause plays a part in a claim, told as of other acts where they are the same."""
        told = self.elsewhere.setdefault(key, [])
        ways = []
        for way in self.pair.uses.shortest_ways(claim.node, cause):
            same = (each for each in told if each.ordinary == way.ordinary and self._left_of(each) == way.facts)
            ways.append(next(same, way))
        told += [way for way in ways if way not in told]
        return tuple(sorted(ways, key=lambda way: len(way.facts)))

    def _left_of(self, way: Way) -> dict[Variable, Domain]:
        """What a way says that the act does not imply."""
        world = self.pair.uses.inquiry.world
        return {
            variable: domain
            for variable, domain in way.facts.items()
            if variable not in world or narrowed(domain, world[variable]) != world[variable]
        }

    def _stands(self, stance: Stance, standpoint: Standpoint, ways: _Ways | None, path: Way) -> LicensePosition:
        clauses: dict[ClausePlace, None] = {}
        approvals: dict[ApprovalNeeded, None] = {}
        for way in (path,) if ways is None else ways[:_MOST_WAYS]:
            deciding = tuple(stance.deciding(self.pair.settled(way), standpoint))
            clauses.update(dict.fromkeys(clause_places(deciding)))
            if standpoint is Standpoint.NEEDS_APPROVAL:
                asked = (asked_by(program, number) for program, number in deciding)
                approvals.update(dict.fromkeys(each for each in asked if isinstance(each, ApprovalNeeded)))
        why_not = (stance.why_not(self.pair.settled(path)),) if standpoint is Standpoint.NOT_GRANTED else ()
        reasons, more = self._reasons(ways or ())
        return LicensePosition(standpoint, None, tuple(clauses), reasons, more, why_not, tuple(approvals))

    def _reasons(self, ways: _Ways) -> tuple[tuple[When, ...], bool]:
        matter = self.pair.uses.inquiry.matter
        told = tuple(When(facts_said(matter, way.facts), self.leaves) for way in ways[:_MOST_WAYS])
        return told, len(ways) > _MOST_WAYS


# -- in words ------------------------------------------------------------------------------------------------------


def _told(
    question: PairQuestion,
    kind: Kind,
    acts: tuple[str, ...],
    positions: tuple[LicensePosition, LicensePosition],
    shown: tuple[Witness, tuple[BriefAnswer, BriefAnswer]],
) -> Difference:
    """A difference with what the two answer to the use that shows it, also as a case."""
    use, answers = shown
    first, second = positions
    at = 0 if first.content is not None and second.content is None else 1
    terms, asked = (question.one, question.other)[at], positions[at].content
    read = [  # otherwise than they are taken
        (name, question.readings[full])
        for program in programs(terms)
        for name in program.readings
        if (full := f"{program.license.id}.{name}") in question.readings
    ]
    reading, option = read[0] if len(read) == 1 else ("", "")
    expect: list[Expectation] = [ExpectVerdict(verdict=answers[at].verdict.value, reading=reading, option=option)]
    expect.extend(
        ExpectDuty(
            duty=duty.clause, status="due", encouraged=duty.strength == "encouraged", reading=reading, option=option
        )
        for duty in answers[at].duties
        if (duty.text, duty.strength) == asked and duty.status == "due"
    )
    case = use.case(_name(question, first, second), terms, () if len(read) > 1 else tuple(expect))
    return Difference(kind, acts, first, second, use, (answers[0].verdict, answers[1].verdict), case)


def _name(question: PairQuestion, ours: LicensePosition, theirs: LicensePosition) -> str:
    """What the case shows, in a few words."""
    first, second = question.one.name, question.other.name
    match ours.content or theirs.content:
        case None:
            before, after = (str(each.standpoint).replace("_", " ") for each in (ours, theirs))
            return f"{before} under {first}, {after} under {second}"
        case DutyAsked(words=words):
            asked = words if len(words) <= _MOST_NAMED else f"{words[:_MOST_NAMED].rpartition(' ')[0]} …"
        case ApprovalNeeded(approval=approval, party=party):
            asked = f"{approval.replace('_', ' ')} from {party}"
    if ours.content is None:
        first, second = second, first
    return f"{asked}: under {first}, not under {second}"


def _paired(question: PairQuestion, told: Iterable[Difference]) -> Iterator[Difference]:
    """A duty or approval that takes the place of another, for the same acts, is one difference with it."""
    left = list(told)
    while left:
        first = left.pop(0)
        partner = next((each for each in left if first.replaces(each)), None)
        if partner is None:
            yield first
            continue
        left.remove(partner)
        before, after = (first, partner) if first.one.content is not None else (partner, first)
        use = min((before.witness, after.witness), key=lambda each: len(each.facts))
        yield _told(question, first.kind, first.acts, (before.one, after.other), (use, question.answers(use)))
