"""Where two licences differ: for which uses, in which direction, and by which clauses of each.

A difference is one of three: what may be done differs; a duty is due under one licence alone; an approval is needed
under one alone. Each is described by the facts that bring it about on either side, and shown by a use with few facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

from licensekit.analyse.difference import ClausePlace, Diff, Difference, Direction, Kind, Part, Reason, clause_places
from licensekit.analyse.part_words import facts_said
from licensekit.analyse.question import Choices, Claim, Compared, Question
from licensekit.analyse.standpoints import SEVERITY, ApprovalNeeded, DutyAsked, Stance, Standpoint, content_of
from licensekit.analyse.uses import Way
from licensekit.analyse.witness import Witness
from licensekit.decision.circumstances import Assume
from licensekit.decision.decision import Decision
from licensekit.diagram.nodes import Node
from licensekit.diagram.paths import narrowed
from licensekit.meaning.domain import Domain
from licensekit.meaning.terms import Terms, programs
from licensekit.meaning.variable import Variable
from licensekit.model.cases import Case, Expectation, ExpectDuty, ExpectVerdict
from licensekit.values import Known
from licensekit.vocabulary.acts import LEAVES, in_order

MOST_WAYS: Final = 24
MOST_NAMED: Final = 60
Ways: TypeAlias = tuple[Way, ...]


def diff(  # noqa: PLR0913 - each names one thing that a caller may state
    one: Terms,
    other: Terms,
    *,
    acts: Iterable[str] | None = None,
    facts: Mapping[str, Known] | None = None,
    assume: Assume = "none",
    as_of: date | None = None,
    under: Choices | None = None,
) -> Diff:
    """Compare two licences over all uses of some acts (none named: of every act), each act by itself.

    `facts`, `assume` and `as_of` narrow the uses; `under` says which approvals are held and how the two are read
    (by default none, and as each takes it). Raises TooManySteps (LK720).
    """
    question = Question(one, other, facts or {}, assume, as_of, under or Choices())
    told: list[_Told] = []
    elsewhere: dict[object, list[Way]] = {}
    for leaves in question.kinds(tuple(LEAVES) if acts is None else in_order(acts)):
        for difference in _OfAct(Compared(question, leaves[0], merged=True), leaves, told, elsewhere).differences():
            at = next((at for at, each in enumerate(told) if each.like(difference)), None)
            if at is None:
                told.append(difference)
            else:
                told[at] = told[at].joined(difference)
    shown = sorted((each.shown(question) for each in _paired(told)), key=_rank)
    return Diff(one.name, other.name, tuple(shown), assume, question.choices.words)


# -- differences of one act ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _OfAct:
    """The differences of two licences for acts that both treat alike."""

    pair: Compared
    leaves: tuple[str, ...]
    told: list[_Told]
    """The differences of other acts, each with its use."""
    elsewhere: dict[object, list[Way]]
    """The ways told of other acts: what an act implies is told with them, so that they are seen to be the same."""

    def differences(self) -> Iterator[_Told]:
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
            ways = self._ways(claim, stance.asks(claim.content), (claim.by_first, claim.content))
            places = clause_places(stance.contents[claim.content])
            asks = Part(claim.before, claim.content, places, *self._reasons(ways))
            silent = Part(claim.after, None, (), ())
            kind: Kind = "duty" if isinstance(claim.content, DutyAsked) else "approval"
            yield self._with_use(kind, claim, *((asks, silent) if claim.by_first else (silent, asks)))

    def _with_use(self, kind: Kind, claim: Claim, one: Part, other: Part) -> _Told:
        """The difference, with a use to show it unless one is known from other acts."""
        for told in self.told:
            if told.kind == kind and _like(told.one, one) and _like(told.other, other):
                return _Told(kind, self.leaves, one, other, told.use)
        return _Told(kind, self.leaves, one, other, self.pair.use(claim))

    def _refusing(self, stance: Stance, standpoint: Standpoint, claim: Claim) -> Ways | None:
        """How a side comes to refuse, as far as it plays a part in a difference. What is allowed needs none."""
        if standpoint is Standpoint.ALLOWED or (standpoint is Standpoint.NOT_GRANTED and stance.silent):
            return None
        return self._ways(claim, stance.at(standpoint), (stance is self.pair.one, standpoint))

    def _ways(self, claim: Claim, cause: Node, key: object) -> Ways:
        """The ways in which a cause plays a part in a claim, as they were told of other acts where they are the same."""
        told = self.elsewhere.setdefault(key, [])
        ways = []
        for way in self.pair.uses.ways(claim.node, cause):
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

    def _stands(self, stance: Stance, standpoint: Standpoint, ways: Ways | None, path: Way) -> Part:
        clauses: dict[ClausePlace, None] = {}
        approvals: dict[ApprovalNeeded, None] = {}
        for way in (path,) if ways is None else ways[:MOST_WAYS]:
            deciding = tuple(stance.deciding(self.pair.settled(way), standpoint))
            clauses.update(dict.fromkeys(clause_places(deciding)))
            if standpoint is Standpoint.NEEDS_APPROVAL:
                asked = (content_of(program, program.clauses[number]) for program, number in deciding)
                approvals.update(dict.fromkeys(each for each in asked if isinstance(each, ApprovalNeeded)))
        why_not = (stance.why_not(self.pair.settled(path)),) if standpoint is Standpoint.NOT_GRANTED else ()
        reasons, more = self._reasons(ways or ())
        return Part(standpoint, None, tuple(clauses), reasons, more, why_not, tuple(approvals))

    def _reasons(self, ways: Ways) -> tuple[tuple[Reason, ...], bool]:
        matter = self.pair.uses.inquiry.matter
        told = tuple(Reason(facts_said(matter, way.facts), self.leaves) for way in ways[:MOST_WAYS])
        return told, len(ways) > MOST_WAYS


# -- differences of several acts -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Told:
    """A difference with what it was told by, while acts are put together."""

    kind: Kind
    acts: tuple[str, ...]
    one: Part
    other: Part
    use: Witness

    def like(self, told: _Told) -> bool:
        """Whether two differences of several acts are one: the same change, and some reason in common."""
        return self.kind == told.kind and _like(self.one, told.one) and _like(self.other, told.other)

    def joined(self, told: _Told) -> _Told:
        """The same difference for the acts of both."""
        acts = in_order((*self.acts, *told.acts))
        return _Told(self.kind, acts, self.one.joined(told.one), self.other.joined(told.other), self.use)

    def replaces(self, told: _Told) -> bool:
        """Whether one licence asks this where the other asks that: of the same clause, or for the same reasons."""
        if self.kind == "standpoint" or self.kind != told.kind or self.acts != told.acts:
            return False
        if (self.one.content is None) == (told.one.content is None):
            return False
        asked, instead = (each.one if each.one.content is not None else each.other for each in (self, told))
        same_reasons = {each.facts for each in asked.when} == {each.facts for each in instead.when}
        same_clauses = [each.clause for each in asked.clauses] == [each.clause for each in instead.clauses]
        return same_clauses or (same_reasons and _verb(asked) == _verb(instead))

    def shown(self, question: Question) -> Difference:
        """The difference with its direction, and what the two answer to the use that shows it."""
        answers = question.answers(self.use)
        verdicts = answers[0].verdict, answers[1].verdict
        case = self._case(question, answers)
        return Difference(self.kind, self._direction(), self.acts, self.one, self.other, self.use, verdicts, case)

    def _direction(self) -> Direction:
        if self.kind == "standpoint":
            return "stricter" if SEVERITY[self.other.standpoint] > SEVERITY[self.one.standpoint] else "milder"
        if self.one.content is not None and self.other.content is not None:
            return "different"
        return "milder" if self.other.content is None else "stricter"

    def _case(self, question: Question, answers: tuple[Decision, Decision]) -> Case:
        at = 0 if self.one.content is not None and self.other.content is None else 1
        terms, asked = (question.one, question.other)[at], (self.one, self.other)[at].content
        read = tuple(_readings_of(terms, question.choices.readings))
        reading, option = read[0] if len(read) == 1 else ("", "")
        expect: list[Expectation] = [ExpectVerdict(verdict=answers[at].verdict.value, reading=reading, option=option)]
        expect.extend(
            ExpectDuty(
                duty=duty.clause, status="due", encouraged=duty.strength == "encouraged", reading=reading, option=option
            )
            for duty in answers[at].duties
            if (duty.text, duty.strength) == asked and duty.status == "due"
        )
        return self.use.case(self._name(question.one, question.other), terms, () if len(read) > 1 else tuple(expect))

    def _name(self, one: Terms, other: Terms) -> str:
        """What the case shows, in a few words."""
        match self.one.content or self.other.content:
            case None:
                before, after = (str(part.standpoint).replace("_", " ") for part in (self.one, self.other))
                return f"{before} under {one.name}, {after} under {other.name}"
            case DutyAsked(words=words):
                asked = words if len(words) <= MOST_NAMED else f"{words[:MOST_NAMED].rpartition(' ')[0]} …"
            case ApprovalNeeded(approval=approval, party=party):
                asked = f"{approval.replace('_', ' ')} from {party}"
        first, second = (one, other) if self.one.content is not None else (other, one)
        return f"{asked}: under {first.name}, not under {second.name}"


def _like(part: Part, other: Part) -> bool:
    """Whether a part of two differences is the same: it stands and asks alike, with some reason in common."""
    if (part.standpoint, part.content) != (other.standpoint, other.content):
        return False
    reasons, others = ({reason.facts for reason in each.when} for each in (part, other))
    return reasons == others or bool(reasons & others)


def _paired(told: Iterable[_Told]) -> Iterator[_Told]:
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
        yield replace(before, other=after.other, use=min((before.use, after.use), key=lambda use: len(use.facts)))


def _verb(part: Part) -> str:
    return part.content.words.partition(" ")[0] if isinstance(part.content, DutyAsked) else "approval"


def _readings_of(terms: Terms, readings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The readings of some terms that are chosen otherwise than they are taken."""
    for program in programs(terms):
        for name in program.readings:
            if f"{program.license.id}.{name}" in readings:
                yield name, readings[f"{program.license.id}.{name}"]


def _rank(difference: Difference) -> tuple[object, ...]:
    """The weightiest first: what is no longer allowed, what is newly allowed, duties, and what both refuse."""
    before, after = SEVERITY[difference.one.standpoint], SEVERITY[difference.other.standpoint]
    both_refuse = difference.kind != "duty" and min(before, after) > 0
    return (
        both_refuse,
        ("stricter", "milder", "different").index(difference.direction),
        ("standpoint", "duty", "approval").index(difference.kind),
        -len(difference.acts),
        -abs(after - before),
        len(difference.witness.facts),
        [list(LEAVES).index(act) for act in difference.acts],
    )
