"""One question, with everything that is fixed while it is answered; and what its worlds say of verdicts and duties.

Three-valued logic comes first: what it settles is the answer. What it leaves open is decided by a walk down diagrams.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import NamedTuple, TypeAlias

from licensekit.decision.cells import stated_alike
from licensekit.decision.circumstances import CheckedCircumstances
from licensekit.decision.knowledge import Knowledge
from licensekit.decision.matter import Matter
from licensekit.decision.parts import DutyStatus
from licensekit.diagram.nodes import MERGED, Node
from licensekit.diagram.outcomes import WorldOutcome
from licensekit.diagram.pairs import copies_of, differ
from licensekit.diagram.walk import Leaves, Walk, members, projected, put_in_once
from licensekit.diagram.worlds import Worlds
from licensekit.meaning.domain import Domain, Interval, narrowed
from licensekit.meaning.formula import Formula, Truths
from licensekit.meaning.once import once
from licensekit.meaning.program import ClauseFormulas, Program, needs_a_grant
from licensekit.meaning.terms import LicenseChoice, Single, Terms, Together
from licensekit.meaning.variable import (
    ApprovalVariable,
    Read,
    ReadingVariable,
    Variable,
    World,
    is_date,
    is_number,
)
from licensekit.meaning.verdict import Columns, Possible, Verdict, all_of_sets, any_of_sets, left_open, rank
from licensekit.model.clauses import written_id
from licensekit.model.conditions import Condition
from licensekit.model.license import Conversion
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, conjunction, disjunction, negation

ALLOWED = frozenset({Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES})

DutyKey = tuple[str, str, str]
"""Licence, clause, act."""
Owing: TypeAlias = frozenset[str] | None
"""The duties that are looked at, by their clauses, `CLAUSE` or `LICENSE.CLAUSE`; None: all."""


class WorldsAnswer(NamedTuple):
    """What some worlds give: the verdicts, and the duties with their statuses."""

    possible: Possible
    duties: tuple[tuple[DutyKey, DutyStatus], ...]

    def with_status(self, status: DutyStatus) -> tuple[str, ...]:
        """The duties that have a status, by clause, once each."""
        return tuple(dict.fromkeys(key[1] for key, each in self.duties if each == status))

    @property
    def says(self) -> tuple[Possible, frozenset[tuple[DutyKey, DutyStatus]]]:
        """What makes two answers the same."""
        return self.possible, frozenset(self.duties)


class ClauseTruths:
    """The clauses of a licence in what is known, for an act: the approvals held may differ from act to act."""

    __slots__ = ("_meaning", "_truths", "program")

    def __init__(self, meaning: ClauseFormulas, program: Program, truths: Truths) -> None:
        self.program = program
        self._meaning = meaning
        self._truths = truths

    def active(self, number: int) -> Truth:
        """Whether a clause is active."""
        return self._truths.of(self._meaning.active(number))

    def own(self, number: int) -> Truth:
        """Whether a clause's own condition holds, whatever may lift it."""
        return self._truths.of(self._meaning.own(number))

    def truth(self, formula: Formula) -> Truth:
        """The truth of a condition of this licence."""
        return self._truths.of(formula)

    def condition(self, condition: Condition) -> Truth:
        """The truth of a condition, as this licence means it."""
        return self._truths.of(self._meaning.lowering.formula(condition))

    def approved(self, number: int, leaf: str) -> bool:
        """Whether the approval that a gate asks for is held for an act, or an agreement stands in for it."""
        return self._truths.of(self._meaning.held(number, leaf)) is TRUE

    def agreed(self, leaf: str) -> Truth:
        """Whether an agreement of the caller's own stands in for what the licence withholds of an act."""
        return self._truths.of(self._meaning.agreed(leaf))

    def columns(self, leaf: str) -> Columns[Truth]:
        """The six statements on which the verdict for an act rests."""
        return Columns(*map(self._truths.of, self._meaning.columns(leaf)))


@dataclass(frozen=True)
class Inquiry:
    """A question about some acts under some terms."""

    matter: Matter
    checked: CheckedCircumstances
    knowledge: Knowledge
    near: Inquiry | None = field(default=None, compare=False, repr=False)
    """The same question with another world: what depends on nothing that differs is the same."""

    @property
    def terms(self) -> Terms:
        """What is asked about."""
        return self.matter.terms

    @property
    def leaves(self) -> tuple[str, ...]:
        """The acts asked about."""
        return self.matter.leaves

    def at(self, world: World) -> Inquiry:
        """The same question in a world in which more is known, or less."""
        return replace(self, knowledge=replace(self.knowledge, world=dict(world)), near=self)

    def reading(self, choice: Mapping[ReadingVariable, str]) -> Inquiry:
        """The same question with some readings chosen otherwise."""
        return replace(self, checked=self.checked._replace(readings={**self.checked.readings, **choice}), near=self)

    @cached_property
    def _differing(self) -> frozenset[Variable]:
        """What is known otherwise than in the world nearby."""
        assert self.near is not None
        here, there = self.world, self.near.world
        return frozenset(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))

    @cached_property
    def _wider(self) -> Inquiry:
        """The question furthest nearby of which all that is known is so in this one; this one where there is none."""
        wider, nearby, here = self, self.near, self.world
        while nearby is not None:
            if all(
                name in here and (here[name] == known or narrowed(known, here[name]) == here[name])
                for name, known in nearby.world.items()
            ):
                wider = nearby
            nearby = nearby.near
        return wider

    def _nearby(self, *roots: Node) -> Inquiry | None:
        """The question nearby, where it says the same of some diagrams."""
        near = self.near
        if near is None:
            return None
        tied = self.worlds.tied_to(*roots)
        if not self._differing.isdisjoint(tied):
            return None
        rules = self.knowledge.common.rules
        ties = [
            *({bound.lower, bound.upper} for bound in rules.guarded),
            *({each.variable for each in rule.statements} for rule in self.worlds.lacking(rules)),
        ]
        beyond = {name for tie in ties if not tied.isdisjoint(tie) for name in tie}
        return near if self._differing.isdisjoint(beyond) else None

    @cached_property
    def world(self) -> World:
        """What is known, with the readings that are chosen."""
        chosen: dict[Variable, Domain] = dict(self.checked.readings.items())
        return chosen | self.knowledge.world

    @cached_property
    def stands(self) -> tuple[object, ...]:
        """What is known but for how large numbers are: on which sides of what thresholds they lie, and which are exact.

        Two questions of one matter of which this is the same have one answer, since nothing but thresholds is asked of
        a number; where an order between two numbers is open, it says with what it ties them.
        """
        knowledge, cuts = self.knowledge, self.matter.thresholds
        return (
            self.checked.fixed,
            knowledge.common.key,
            tuple(self.worlds.of_the_use(self.world, knowledge.common.rules)),
            *(
                (name, known.exact, *known.among(cuts))
                if isinstance(known, Interval) and not is_date(name)
                else (name, known)
                for name, known in self.world.items()
            ),
        )

    @cached_property
    def stands_in_words(self) -> tuple[object, ...]:
        """The same with the numbers that words about what is open name: those known in part, or in other money."""
        stated = self.knowledge.stated
        read = [name for name in self.matter.variables if is_number(name) and self.is_open(name)]
        named = (*read, *(alike for name in read for alike in stated_alike(name, stated)))
        return (self.stands, *map(self.world.get, named))

    def is_open(self, variable: Variable) -> bool:
        """Whether a variable is not known, or a number or a day is known in part."""
        known = self.world.get(variable)
        return known is None or (isinstance(known, Interval) and not known.exact)

    # -- three-valued logic ------------------------------------------------------------------------------------

    @cached_property
    def _truths(self) -> dict[frozenset[ApprovalVariable], Truths]:
        return {}

    def truths(self, leaf: str) -> Truths:
        """What three-valued logic makes of formulas, with the approvals held for an act."""
        held = self.checked.held(leaf)
        truths = self._truths.get(held)
        if truths is None:
            truths = self._truths[held] = Truths({**self.world, **dict.fromkeys(held, True)} if held else self.world)
        return truths

    def clauses(self, program: Program, leaf: str) -> ClauseTruths:
        """A licence's clauses, for an act."""
        meaning = self.matter.meanings[program.license.id]
        return ClauseTruths(meaning, program, self.truths(leaf))

    @once
    def left(self, terms: Terms, leaf: str | None, /) -> Possible:
        """The verdicts that three-valued logic leaves for one act, or for all, under some part of the terms.

        Of a choice the milder for all acts; for one of several acts, what either gives.
        """
        either = any_of_sets if leaf is None or len(self.leaves) == 1 else frozenset.union
        match terms:
            case Single(program=program, successors=successors):
                possible = self.alone(program, leaf)
                for conversion, successor in successors:
                    arrived = self.arrived(program, conversion)
                    then = self.left(successor, leaf) if arrived is not FALSE else possible
                    if arrived is not FALSE and conversion.kind == "offers":
                        then = either(possible, then)
                    possible = then if arrived is TRUE else possible | then
                return possible
            case Together(parts=parts):
                return reduce(all_of_sets, (self.left(part, leaf) for part in parts))
            case LicenseChoice(parts=parts):
                return reduce(either, (self.left(part, leaf) for part in parts))

    def alone(self, program: Program, leaf: str | None) -> Possible:
        """The verdicts that three-valued logic leaves for a licence without what follows it."""
        if leaf is None:
            return reduce(all_of_sets, (self.alone(program, each) for each in self.leaves))
        columns = self.clauses(program, leaf).columns(leaf)
        return left_open(columns, self.bound(program, leaf), needs_grant=needs_a_grant(leaf))

    def bound(self, program: Program, leaf: str) -> Truth:
        """Whether a licence binds whoever does an act."""
        return self.truths(leaf).of(self.matter.meanings[program.license.id].bound(leaf))

    def arrived(self, program: Program, conversion: Conversion) -> Truth:
        """Whether the day of a conversion has come."""
        return self.truths(self.leaves[0]).of(self.matter.meanings[program.license.id].lowering.arrived(conversion.on))

    @once
    def in_force(self, leaf: str, /) -> tuple[tuple[Program, Truth], ...]:
        """Which licences' clauses count for an act: all of a conjunction; of a choice, the one taken."""
        return self._in_force(self.terms, leaf)

    @cached_property
    def counting(self) -> tuple[Program, ...]:
        """The licences that count for some act asked about."""
        return tuple(dict.fromkeys(program for leaf in self.leaves for program, _ in self.in_force(leaf)))

    def _in_force(self, terms: Terms, leaf: str) -> tuple[tuple[Program, Truth], ...]:
        match terms:
            case Single(program=program, successors=successors):
                return self._in_force_over_time(program, successors, leaf)
            case Together(parts=parts):
                return tuple(each for part in parts for each in self._in_force(part, leaf))
            case LicenseChoice(parts=parts):
                return self._taken(tuple((part, TRUE) for part in parts), leaf)

    def _in_force_over_time(
        self, program: Program, successors: tuple[tuple[Conversion, Terms], ...], leaf: str
    ) -> tuple[tuple[Program, Truth], ...]:
        result = _only_if(self.bound(program, leaf), ((program, TRUE),))
        offered: tuple[tuple[Terms, Truth], ...] = ((Single(program), TRUE),)
        for conversion, successor in successors:
            arrived = self.arrived(program, conversion)
            if conversion.kind == "offers":
                offered = (*offered, (successor, arrived))
                result = self._taken(offered, leaf)
            else:
                following = self._in_force(successor, leaf)
                result = (*_only_if(negation(arrived), result), *_only_if(arrived, following))
        return result

    def _taken(self, offered: tuple[tuple[Terms, Truth], ...], leaf: str) -> tuple[tuple[Program, Truth], ...]:
        """The milder of several for all acts, the first of equals; while it is open which, each that it may be."""
        there = [(terms, is_there, self.left(terms, None)) for terms, is_there in offered if is_there is not FALSE]
        settled = all(is_there is TRUE and len(possible) == 1 for _, is_there, possible in there)
        within_reach = min(rank(possible)[0] for _, is_there, possible in there if is_there is TRUE)
        taken = [terms for terms, _, possible in there if rank(possible)[1] <= within_reach]
        if settled or len(taken) == 1:
            return self._in_force(taken[0], leaf)
        return tuple(each for terms in taken for each in _only_if(UNKNOWN, self._in_force(terms, leaf)))

    def binding(self, program: Program, number: int, leaf: str) -> Truth:
        """Whether a clause is active and its licence counts for an act."""
        active = self.clauses(program, leaf).active(number)
        counts = disjunction(truth for each, truth in self.in_force(leaf) if each is program)
        return conjunction((counts, active))

    # -- diagrams ----------------------------------------------------------------------------------------------

    def outcome(self, leaf: str) -> Node:
        """The outcomes of an act, with the approvals held."""
        outcomes = self.matter.outcomes
        if self.matter.is_chosen and len(self.leaves) > 1:
            views = tuple((each, self.checked.held(each)) for each in self.leaves)
            return outcomes.acts(self.terms, views)[self.leaves.index(leaf)]
        return outcomes.held(outcomes.act(self.terms, leaf), self.checked.held(leaf))

    def clause(self, program: Program, number: int, leaf: str) -> Node:
        """That a clause is active, with the approvals held."""
        return self.matter.outcomes.held(self.matter.clause(program, number), self.checked.held(leaf))

    @once
    def here(self, node: Node, /) -> Node:
        """A diagram with what is known put in; of a world in which more is known than nearby, with what is known there.

        So many worlds that differ in one fact walk down the same diagrams.
        """
        if self._wider is not self:
            return self._wider.here(node)
        return put_in_once(self.matter.diagrams, node, self.world)

    @property
    def worlds(self) -> Worlds:
        """The worlds that there are, whatever is stated but the day and what may be assumed."""
        return self.matter.worlds(self.knowledge.common.premises)

    def ties(self, *roots: Node) -> tuple[Node, ...]:
        """What ties the facts to one another on which some diagrams depend."""
        return self.worlds.around(roots, self.world, self.knowledge.common.rules)

    def reached(self, *roots: Node, most: int | None = None) -> frozenset[Leaves]:
        """The leaves of some diagrams that a world of this use reaches together; no more than so many are there."""
        enough = None if most is None else lambda met: len(met) >= most
        roots = tuple(map(self.here, roots))
        return Walk(self.matter.diagrams, self.world).reached(roots, self.ties(*roots), enough)

    @once
    def _by_reading(self, root: Node, /) -> Node | None:
        """The leaves that a world reaches under each choice of readings, as one diagram; None where it is large."""
        diagrams, readings = self.matter.diagrams, self.matter.readings
        return diagrams.within(MERGED, lambda: projected(diagrams, root, self.ties(root), self.world, readings))

    def _read_off(self, root: Node) -> frozenset[Hashable] | None:
        """The same under the readings chosen here, where these are all that the question nearby leaves open."""
        wider = self._wider
        here, there = self.world, wider.world
        if wider is self or not all(isinstance(name, ReadingVariable) for name in here.keys() - there.keys()):
            return None
        if any(here[name] != known for name, known in there.items()):
            return None
        node = wider._by_reading(root)  # noqa: SLF001 - of the same question
        while node is not None and isinstance(node.variable, ReadingVariable):
            option = here.get(node.variable)
            node = node.child_of(str(option)) if option is not None else None
        return None if node is None else members(node)

    def leads_apart(self, facts: Iterable[Read], roots: Iterable[Node]) -> bool:
        """Whether two worlds that differ in some facts alone lead to different leaves of one of some diagrams."""
        diagrams, world = self.matter.diagrams, self.world
        copies = copies_of(diagrams, facts, self.matter.atoms)
        return any(
            differ(diagrams, root, self.ties(root), world, copies, joint=self.worlds.shared_dates(root, world, copies))
            for root in map(self.here, roots)
        )

    # -- answers -----------------------------------------------------------------------------------------------

    def verdicts(self, leaves: tuple[str, ...] | None = None) -> Possible:
        """The verdicts that remain possible for some acts together."""
        return self._possible(self.leaves if leaves is None else leaves)

    @cached_property
    def by_act(self) -> Mapping[str, Possible]:
        """The verdicts that remain possible for each act."""
        return {leaf: self.verdicts((leaf,)) for leaf in self.leaves}

    @once
    def _possible(self, asked: tuple[str, ...], /) -> Possible:
        parts = (None,) if asked == self.leaves else asked
        at_most = reduce(all_of_sets, (self.left(self.terms, part) for part in parts))
        if len(at_most) == 1:
            return at_most
        near = self._nearby(self.joint(asked))
        if near is not None:
            return near.verdicts(asked)
        joint = self.here(self.joint(asked))
        read = self._read_off(joint)
        if read is None:
            read = frozenset(verdict for (verdict,) in self.reached(joint, most=len(at_most)))
        return frozenset(verdict for verdict in read if isinstance(verdict, Verdict))

    def joint(self, leaves: tuple[str, ...]) -> Node:
        """The verdict of some acts together, with the approvals held."""
        return self.matter.outcomes.severest([self.outcome(leaf) for leaf in leaves])

    @cached_property
    def whole(self) -> Node:
        """The verdict of all acts together."""
        return self.joint(self.leaves)

    def answer(self) -> WorldsAnswer:
        """Verdicts and duties in all worlds that agree with what is known."""
        return WorldsAnswer(self.verdicts(), tuple(self.duty_statuses()))

    def duty_statuses(self, owing: Owing = None) -> Iterator[tuple[DutyKey, DutyStatus]]:
        """The status of every duty looked at that some world makes active, for each act."""
        for leaf in self.leaves:
            for program in self.matter.programs:
                covering = program.covering(leaf)
                numbers = (*covering.duties, *covering.encouraged)
                for number in numbers:
                    if is_looked_at(owing, program, number) and self.binding(program, number, leaf) is not FALSE:
                        status = self._status(program, number, leaf)
                        if status == "open":
                            status = self._open_as_written(program, number, numbers, leaf)
                        if status == "due" and self.rests(program, leaf) is not FALSE:
                            status = "open"
                        if status is not None:
                            yield (program.license.id, program.clauses[number].id, leaf), status

    def rests(self, program: Program, leaf: str) -> Truth:
        """Whether what a licence allows of an act rests on an agreement of one's own; open where it may, or not."""
        without = {
            before not in ALLOWED
            for before, _, whole in self._without_agreement(program, leaf)
            if whole.verdict in ALLOWED and program.license.id in whole.licenses
        }
        return UNKNOWN if len(without) > 1 else TRUE if True in without else FALSE

    def alters(self, program: Program) -> bool:
        """Whether a licence would say something else of some act without an agreement of one's own."""
        return any(
            before is not after for leaf in self.leaves for before, after, _ in self._without_agreement(program, leaf)
        )

    def _without_agreement(self, program: Program, leaf: str) -> Iterator[tuple[Verdict, Verdict, WorldOutcome]]:
        """What a licence says of an act without the agreement and with it, and what all of the terms say."""
        held, outcomes = self.checked.held(leaf), self.matter.outcomes
        without = held - self.checked.agreements
        if held != without:
            alone = outcomes.alone(program, leaf)
            roots = outcomes.held(alone, without), outcomes.held(alone, held), self.outcome(leaf)
            for before, after, whole in self.reached(*roots):
                assert isinstance(before, WorldOutcome)
                assert isinstance(after, WorldOutcome)
                assert isinstance(whole, WorldOutcome)
                yield before.verdict, after.verdict, whole

    def _status(self, program: Program, number: int, leaf: str) -> DutyStatus | None:
        """The status of a duty for an act: docs/semantics.md, section 11."""
        if self.binding(program, number, leaf) is TRUE:
            possible = self.verdicts((leaf,))
            if possible & ALLOWED:
                return "due"
            if Verdict.NEEDS_APPROVAL in possible:
                return "would_apply"
            if Verdict.NOT_GRANTED not in possible:
                return "moot"
        return self.duty_status(program.license.id, self.clause(program, number, leaf), leaf)

    def _open_as_written(self, program: Program, number: int, numbers: tuple[int, ...], leaf: str) -> DutyStatus | None:
        """The status of a duty of which this part is open: another part of it may bind wherever this one does not."""
        name = written_id(program.clauses[number].id)
        parts = [each for each in numbers if written_id(program.clauses[each].id) == name]
        if len(parts) == 1:
            return "open"
        duty = self.matter.diagrams.some(self.clause(program, each, leaf) for each in parts)
        return self.duty_status(program.license.id, duty, leaf)

    @once
    def duty_status(self, license_id: str, duty: Node, leaf: str, /) -> DutyStatus | None:
        """The status of a duty that is active where its diagram says so.

        From the worlds that allow the act, and where the duty binds in none of these, from all others.
        """
        outcome = self.outcome(leaf)
        near = self._nearby(outcome, duty)
        if near is not None:
            return near.duty_status(license_id, duty, leaf)
        where_allowed = self._met(outcome, duty, license_id, idle=(_ELSEWHERE,))
        if _BINDS in where_allowed:
            return "open" if _FREE in where_allowed else "due"
        elsewhere = self._met(outcome, duty, license_id, idle=(_FREE, _BINDS))
        return "would_apply" if _HOPEFUL in elsewhere else "moot" if _HOPELESS in elsewhere else None

    def _met(self, outcome: Node, duty: Node, license_id: str, idle: tuple[str, ...]) -> frozenset[str]:
        """How a duty stands in the worlds that there are, but for what makes no difference."""
        only_allowed = _ELSEWHERE in idle

        def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
            at, active = nodes
            if at.variable is None or active is self.matter.diagrams.false:
                here = at.value if isinstance(at.value, WorldOutcome) else None
                if here is not None and (active.variable is None or (only_allowed and here.verdict not in ALLOWED)):
                    return self.matter.diagrams.leaf(_stance(here, license_id, active.value, only_allowed=only_allowed))
            return nodes

        nodes = self.here(outcome), self.here(duty)
        stances = self.matter.diagrams.merged(nodes, rule, ("stance", license_id, only_allowed))
        read = self._read_off(stances)
        if read is None:
            met = Walk(self.matter.diagrams, self.world).reached(
                (stances,),
                self.ties(stances),
                lambda met: only_allowed and {(_BINDS,), (_FREE,)} <= met,
                [(each,) for each in idle],
            )
            read = frozenset(stance for (stance,) in met)
        return frozenset(map(str, read)) - {*idle}

    def surely_binding(self, program: Program, number: int, leaf: str, *, hopeful: bool = False) -> bool:
        """Whether a clause is active and its licence counts for an act in every world.

        Or in every `hopeful` one alone: in which an approval or another licence may still be had.
        """
        truth = self.binding(program, number, leaf)
        if truth is not UNKNOWN:
            return truth is TRUE
        reached = self.reached(self.outcome(leaf), self.clause(program, number, leaf))
        worlds = ((outcome, active) for outcome, active in reached if isinstance(outcome, WorldOutcome))
        return all(
            active is True and program.license.id in outcome.licenses
            for outcome, active in worlds
            if outcome.hopeful or not hopeful
        )


def is_looked_at(owing: Owing, program: Program, number: int) -> bool:
    """Whether a duty, or what is to be done at the end, is among those looked at."""
    if owing is None:
        return True
    name = written_id(program.clauses[number].id)
    return name in owing or f"{program.license.id}.{name}" in owing


_BINDS, _FREE, _HOPEFUL, _HOPELESS, _ELSEWHERE = "binds", "free", "hopeful", "hopeless", "elsewhere"
"""How a duty stands in a world: the act is allowed and the duty binds, or does not; it binds where an approval or
another licence may be had, or where nothing helps; or it makes no difference."""


def _stance(outcome: WorldOutcome, license_id: str, active: object, *, only_allowed: bool) -> str:
    binds = active is True and license_id in outcome.licenses
    if outcome.verdict in ALLOWED:
        return _BINDS if binds else _FREE
    if only_allowed or not binds:
        return _ELSEWHERE if only_allowed else _FREE
    return _HOPEFUL if outcome.hopeful else _HOPELESS


def _only_if(condition: Truth, counting: tuple[tuple[Program, Truth], ...]) -> tuple[tuple[Program, Truth], ...]:
    truths = ((program, conjunction((condition, counts))) for program, counts in counting)
    return tuple((program, counts) for program, counts in truths if counts is not FALSE)
