"""Where two licences differ: for which uses, in which direction, and by which clauses of each.

A difference is one of three: what may be done differs; a duty is due under one licence alone; an approval is needed
under one alone. Each is described by the facts that bring it about on either side, and shown by a smallest use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from licensekit.analyse.alike import alike, apart, sharing, unlike_clauses
from licensekit.analyse.budget import Enough
from licensekit.analyse.cells import Way, World
from licensekit.analyse.chosen import Chosen, also_apart
from licensekit.analyse.difference import ClausePlace, Diff, Difference, Direction, Kind, Part, Reason
from licensekit.analyse.facts_shown import way_shown
from licensekit.analyse.pairing import like, paired, rank
from licensekit.analyse.sides import (
    SEVERITY,
    ApprovalNeeded,
    Asks,
    Both,
    Calls,
    Content,
    DutyAsked,
    Moves,
    MovesBeyond,
    Side,
    Standpoint,
    Stands,
    UnlikeClauses,
    content_of,
)
from licensekit.analyse.ways import LONG, MOST_FOR_A_USE, Beyond, Found, Ways, smallest, ways, world_of
from licensekit.analyse.witness import Witness, decide, witness
from licensekit.analyse.worlds import Asking, Claim, Space, asking
from licensekit.evaluate import Decision
from licensekit.evaluate.known import Assume
from licensekit.meaning.program import Program
from licensekit.evaluate.terms import Outlook, Terms, programs
from licensekit.model.cases import Case, Expectation, ExpectDuty, ExpectVerdict
from licensekit.values import Known
from licensekit.vocabulary.acts import LEAVES, implied_by, in_order

MOST_NAMED: Final = 60
SHORT: Final = 3
TRIES: Final = 4
"""Worlds from which a smallest use is looked for; the smallest of these is shown."""


def diff(  # noqa: PLR0913 - each names one thing that a caller may state
    one: Terms,
    other: Terms,
    *,
    acts: Iterable[str] | None = None,
    facts: Mapping[str, Known] | None = None,
    assume: Assume = "none",
    as_of: date | None = None,
    under: Chosen | None = None,
) -> Diff:
    """Compare two licences over all uses of some acts (none named: of every act), each act by itself.

    `facts`, `assume` and `as_of` narrow the uses; `under` says which approvals are held and how the two are read
    (by default none, and as each takes it). Raises TooLarge where more worlds would have to be looked at than may be.
    """
    chosen = under or Chosen((one, other), (), (), {})
    one, original = chosen.sides
    other = apart(one, original)
    approvals = also_apart(chosen.approvals, one, other)
    question = asking(one, other, facts=facts, assume=assume, as_of=as_of, approvals=approvals, given=chosen.given)
    found: list[Unshown] = []
    hints: dict[object, list[Way]] = {}
    for leaves in kinds(one, other, tuple(LEAVES) if acts is None else in_order(acts)):
        for difference in _Pair(question, leaves, hints, found).differences():
            at = next((at for at, known in enumerate(found) if known.like(difference)), None)
            if at is None:
                found.append(difference)
            else:
                found[at] = found[at].joined(difference)
    shown = sorted((each.shown(one, original, chosen.readings) for each in paired(found)), key=rank)
    return Diff(one.name, other.name, tuple(shown), question.budget.spent, assume, chosen.words, question.budget.solved)


def kinds(one: Terms, other: Terms, leaves: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The acts, those together that both licences treat by the same clauses."""
    found: dict[object, tuple[str, ...]] = {}
    for leaf in leaves:
        covering = tuple(program.covering(leaf) for terms in (one, other) for program in programs(terms))
        key = (covering, implied_by((leaf,)), LEAVES[leaf].needs_grant)
        found[key] = (*found.get(key, ()), leaf)
    return tuple(found.values())


@dataclass(frozen=True)
class Unshown:
    """A difference with what it was found by, before acts are put together."""

    kind: Kind
    acts: tuple[str, ...]
    one: Part
    other: Part
    witness: Witness

    def like(self, other: Unshown) -> bool:
        """Whether two differences of several acts are one: the same change, and some reason in common."""
        return self.kind == other.kind and like(self.one, other.one) and like(self.other, other.other)

    def joined(self, other: Unshown) -> Unshown:
        """The same difference for the acts of both."""
        acts = in_order((*self.acts, *other.acts))
        return Unshown(self.kind, acts, self.one.joined(other.one), self.other.joined(other.other), self.witness)

    def shown(self, one: Terms, other: Terms, readings: Mapping[str, str]) -> Difference:
        """The difference with its direction, and what the two answer to the use that shows it."""
        answers = decide(one, self.witness), decide(other, self.witness)
        verdicts = answers[0].verdict, answers[1].verdict
        case = self._case((one, other), answers, readings)
        return Difference(self.kind, self._direction(), self.acts, self.one, self.other, self.witness, verdicts, case)

    def _case(
        self, sides: tuple[Terms, Terms], answers: tuple[Decision, Decision], readings: Mapping[str, str]
    ) -> Case:
        at = 0 if self.one.content is not None and self.other.content is None else 1
        asked = (self.one, self.other)[at].content
        read = tuple(_readings_of(sides[at], readings))
        reading, option = read[0] if len(read) == 1 else ("", "")
        expect: list[Expectation] = [ExpectVerdict(verdict=answers[at].verdict.value, reading=reading, option=option)]
        expect.extend(
            ExpectDuty(
                duty=duty.clause, status="due", encouraged=duty.strength == "encouraged", reading=reading, option=option
            )
            for duty in answers[at].duties
            if (duty.text, duty.strength) == asked and duty.status == "due"
        )
        return self.witness.case(self._name(*sides), sides[at], () if len(read) > 1 else tuple(expect))

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

    def _direction(self) -> Direction:
        before, after = SEVERITY[self.one.standpoint], SEVERITY[self.other.standpoint]
        if self.kind == "standpoint":
            return "stricter" if after > before else "milder"
        if self.one.content is not None and self.other.content is not None:
            return "different"
        return "milder" if self.other.content is None else "stricter"


def _readings_of(terms: Terms, readings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The readings of some terms that are chosen otherwise than they are taken."""
    for program in programs(terms):
        for reading in program.license.readings:
            option = readings.get(f"{program.license.id}.{reading.name}")
            if option is not None:
                yield reading.name, option


@dataclass(frozen=True)
class _Pair:
    """The two licences for acts that both treat alike."""

    question: Asking
    leaves: tuple[str, ...]
    hints: dict[object, list[Way]]
    """Ways found for other acts: most hold for this one as well."""
    known: Sequence[Unshown]
    """The differences found for other acts, each with its use."""

    @cached_property
    def space(self) -> Space:
        """All uses of the act."""
        return self.question.space(self.leaves[0])

    @cached_property
    def one(self) -> Side:
        """The first licence."""
        return Side.of(self.question.sides[0], self.leaves[0])

    @cached_property
    def other(self) -> Side:
        """The second licence."""
        side = Side.of(self.question.sides[1], self.leaves[0])
        return sharing(self.one, side, held=bool(self.question.setting.approvals))

    def differences(self) -> Iterator[Unshown]:
        """Every difference for the act."""
        if alike(self.space, self.one, self.other):
            return
        for before, after, way in self._moves():
            yield self._moved(before, after, way)
        for content in dict.fromkeys((*self.one.contents, *self.other.contents)):
            yield from self._asked(content)

    @property
    def _unlike(self) -> UnlikeClauses:
        return unlike_clauses(self.one, self.other, held=bool(self.question.setting.approvals))

    def _moves(self) -> Iterator[tuple[Standpoint, Standpoint, Way]]:
        moves = MovesBeyond(self.one, self.other, set(), self._unlike)
        for way in self.space.each(moves):
            outlook = self._outlook(Found(way, ordinary=False))
            (before,), (after,) = self.one.standpoints(outlook), self.other.standpoints(outlook)
            moves.known.add((before, after))
            yield before, after, way

    def _moved(self, before: Standpoint, after: Standpoint, way: Way) -> Unshown:
        claim = Moves(self.one, self.other, before, after)
        refused = Standpoint.ALLOWED not in (before, after)
        ours = None if refused else self._ways(self.one, before, claim)
        theirs = None if refused else self._ways(self.other, after, claim)
        use = Found(way, ordinary=False)
        parts = self._standing(self.one, before, ours, use), self._standing(self.other, after, theirs, use)
        return self._found("standpoint", parts, claim, (ours, theirs))

    def _found(
        self, kind: Kind, parts: tuple[Part, Part], claim: Moves | Asks, causes: tuple[Ways | None, Ways | None]
    ) -> Unshown:
        """The difference, with a use to show it unless one is known from other acts."""
        for known in self.known:
            if known.kind == kind and like(known.one, parts[0]) and like(known.other, parts[1]):
                return Unshown(kind, self.leaves, *parts, known.witness)
        return Unshown(kind, self.leaves, *parts, witness(self.space, self._smallest(claim, causes)))

    def _outlook(self, found: Found) -> Outlook:
        return self.space.outlook(world_of(self.space, found))

    def _ways(self, side: Side, standpoint: Standpoint, claim: Claim) -> Ways | None:
        """How a side comes to refuse, as far as it plays a part in a difference. What is allowed needs none."""
        silent = not any(program.covering(side.leaf).grants for program in programs(side.terms))
        if standpoint is Standpoint.ALLOWED or (standpoint is Standpoint.NOT_GRANTED and silent):
            return None
        return self._playing_a_part(Stands(side, standpoint), claim, (side is self.one, standpoint))

    def _playing_a_part(self, cause: Claim, claim: Claim, key: object) -> Ways:
        hints = self.hints.setdefault(key, [])
        found = self._all(cause, key, hints)
        hints.extend(one.way for one in found.ways if one.ordinary and one.way not in hints)
        kept = tuple(one for one in found.ways if self._possible(one, claim))
        return Ways(tuple(sorted(kept, key=lambda one: len(one.way))), found.more)

    def _all(self, cause: Claim, key: object, hints: list[Way]) -> Ways:
        known = self._causes.get(key)
        if known is None:
            known = self._causes[key] = ways(self.space, cause, hints=tuple(hints))
        return known

    @cached_property
    def _causes(self) -> dict[object, Ways]:
        return {}

    def _possible(self, found: Found, claim: Claim) -> bool:
        """Whether a way plays a part; yes where that takes too many worlds to tell."""
        world = self.space.within(found.way)
        try:
            with self.question.budget.part(MOST_FOR_A_USE):
                return world is not None and self.space.first(claim, world) is not None
        except Enough:
            return True

    def _standing(self, side: Side, standpoint: Standpoint, found: Ways | None, use: Found) -> Part:
        clauses: dict[ClausePlace, None] = {}
        approvals: dict[ApprovalNeeded, None] = {}
        for one in (use,) if found is None else found.ways:
            deciding = tuple(side.deciding(self._outlook(one), standpoint))
            clauses.update(dict.fromkeys(_places(deciding)))
            if standpoint is Standpoint.NEEDS_APPROVAL:
                asked = (content_of(program, program.clauses[number]) for program, number in deciding)
                approvals.update(dict.fromkeys(each for each in asked if isinstance(each, ApprovalNeeded)))
        why_not = (side.why_not(self._outlook(use)),) if standpoint is Standpoint.NOT_GRANTED else ()
        when = () if found is None else self._reasons(found)
        more = found is not None and found.more
        return Part(standpoint, None, tuple(clauses), when, more, why_not, tuple(approvals))

    def _reasons(self, found: Ways) -> tuple[Reason, ...]:
        return tuple(Reason(way_shown(self.space, one), self.leaves) for one in found.ways)

    def _asked(self, content: Content) -> Iterator[Unshown]:
        for mine, theirs in ((self.one, self.other), (self.other, self.one)):
            claim = Asks(mine, theirs, content)
            if content not in mine.contents or self.space.first(claim) is None:
                continue
            calls = Calls(mine, content)
            found = self._playing_a_part(calls, claim, (mine is self.one, content))
            asks = Part(
                claim.standpoint, content, _places(mine.contents[content]),
                self._reasons(found), found.more,
            )  # fmt: skip
            not_asked = Part(claim.standpoint, None, (), ())
            kind: Kind = "duty" if isinstance(content, DutyAsked) else "approval"
            parts = (asks, not_asked) if mine is self.one else (not_asked, asks)
            yield self._found(kind, parts, claim, (found, None))

    def _smallest(self, claim: Moves | Asks, causes: tuple[Ways | None, ...]) -> Found:
        """A use with few facts that shows the difference: short reasons are put together and made shorter."""
        reasons: Way = {}
        for cause in causes:
            reasons = {**reasons, **(cause.ways[0].way if cause is not None and cause.ways else {})}
        found = []
        for way in ({**reasons, **allowing} for allowing in self._allowing(claim)):
            world = self.space.within(way)
            within = None if world is None else self._soon(claim, world)
            if within is not None:
                found.append(smallest(self.space, claim, {**way, **within}))
        while not found or (len(found) < TRIES and SHORT < len(found[0].way) <= LONG):
            beyond = Beyond(self.space, claim, tuple(one.way for one in found))
            within = self._soon(beyond) if found else self.space.first(claim)
            if within is None:
                break
            found.append(smallest(self.space, claim, within))
        return min(found, key=lambda one: (not one.ordinary, len(one.way)))

    def _soon(self, claim: Claim, world: World | None = None) -> Way | None:
        """A world in which a claim holds, if one is found soon."""
        try:
            with self.question.budget.part(MOST_FOR_A_USE):
                return self.space.first(claim, world)
        except Enough:
            return None

    def _allowing(self, claim: Moves | Asks) -> tuple[Way, ...]:
        """The shortest ways in which the sides that allow the act do so."""
        if isinstance(claim, Moves):
            sides = {claim.before: self.one, claim.after: self.other}
            wanted = sides.get(Standpoint.ALLOWED)
            allowed: Claim | None = None if wanted is None else Stands(wanted, Standpoint.ALLOWED)
        else:
            allowed = Both(*(Stands(side, claim.standpoint) for side in (self.one, self.other)))
            wanted = None
        if allowed is None:
            return ({},)
        key = "allowing", None if wanted is None else wanted is self.one
        found = self._all(allowed, key, self.hints.setdefault(key, []))
        self.hints[key] = [one.way for one in found.ways if one.ordinary]
        return tuple(one.way for one in sorted(found.ways, key=lambda one: len(one.way))[:2])


def _places(clauses: Iterable[tuple[Program, int]]) -> tuple[ClausePlace, ...]:
    found = ((program.license.id, program.clauses[number]) for program, number in clauses)
    return tuple(dict.fromkeys(ClausePlace(name, clause.id, clause.locator) for name, clause in found))
