"""A question over all uses of two licences, and both for one act: in one manager, so that equal is the same.

What holds for some use is reached by a walk within the worlds that there are; what is said of it in words is a cover
between what is claimed and what suffices; the use that shows it is asked about before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import Final, Literal, NamedTuple, TypeAlias, assert_never

from licensekit.analyse.standpoints import (
    SEVERITY,
    STANDPOINT_OF,
    ApprovalNeeded,
    Content,
    DutyAsked,
    Meant,
    Stance,
    Standpoint,
    always_counts,
    asked_by,
    standpoint_diagram,
    stands_at,
)
from licensekit.analyse.uses import NOTHING_ASSUMED, AlsoHolds, Uses, Way
from licensekit.analyse.witness import Witness, concrete, decide
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.decide import BriefAnswer
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.matter import matter_of
from licensekit.diagram.nodes import Diagrams, Node, PutOff
from licensekit.meaning.domain import Domain, Interval
from licensekit.meaning.numbering import Numbering
from licensekit.meaning.once import once
from licensekit.meaning.program import Program
from licensekit.meaning.terms import LicenseChoice, Single, Terms, Together, programs
from licensekit.meaning.variable import AS_OF, FactVariable, Variable, World
from licensekit.model.license import License, LocalFact, Meaning
from licensekit.truth import TRUE
from licensekit.values import Known
from licensekit.vocabulary.acts import LEAVES, implied_by

MANY: Final = 24
"""Clauses in common of which the diagrams may not be merged."""
FEW_STEPS: Final = 1_000
"""Steps in which they must be, if they are."""
_SECOND: Final = " (second)"
"""What stands behind the id of a second licence that has the id of the first."""
_FirstWords: TypeAlias = tuple[Mapping[tuple[object, ...], LocalFact], Mapping[str, Meaning]]
"""The facts and meanings of a first licence, in its words."""
Options: TypeAlias = Mapping[str, str]
"""By `LICENSE.READING`: the option."""


@dataclass(frozen=True)
class PairQuestion:
    """Two licences over all uses of which some facts are so, in some circumstances; indices stand at their base."""

    one: Terms
    other: Terms
    facts: Mapping[str, Known] = field(default_factory=dict)
    circumstances: Circumstances = NOTHING_ASSUMED
    """Licences by their own names; of readings those that are not as their licence takes them, approvals that count."""

    @cached_property
    def both(self) -> Together:
        """The two as one matter; licences of the second that have an id of the first but another meaning, renamed.

        What the second calls as the first does is taken for the same, whatever words it is asked in.
        """
        ours = [program.license for program in programs(self.one)]
        theirs: dict[tuple[object, ...], list[LocalFact]] = {}
        for fact in (each for program in programs(self.other) for each in program.license.facts):
            theirs.setdefault(_declared_as(fact), []).append(fact)
        by_id = {license.id: license for license in ours}
        facts = ((_declared_as(fact), fact) for license in ours for fact in license.facts)
        words: _FirstWords = (
            {key: _with_what_both_say(fact, theirs.get(key, ())) for key, fact in facts},
            {meaning.key: meaning for license in ours for meaning in license.meanings if meaning.key != meaning.fact},
        )
        return Together((_told_apart(self.one, {}, words), _told_apart(self.other, by_id, words)))

    @cached_property
    def _numbering(self) -> Numbering:
        return Numbering()

    def have_one_form(self, leaf: str) -> bool:
        """Whether the two have clauses of the same form for an act, so that no use can tell them apart.

        Asked where nothing is stated that could contradict the act.
        """
        if self.facts or self.circumstances.as_of or not self.circumstances.plain:
            return False
        first, second = (self._form(part, leaf) for part in self.both.parts)
        return first is not None and first == second

    def _form(self, terms: Terms, leaf: str) -> list[set[tuple[int, Content | None]]] | None:
        """What the clauses in each column of the table are, by their form; None where it is open whose count."""
        if not always_counts(terms, leaf):
            return None
        program = terms.program
        columns = program.covering(leaf)[:6]
        return [{(self._numbering.active(program, at), asked_by(program, at)) for at in column} for column in columns]

    @property
    def readings(self) -> Options:
        """The options of the readings that are not as their licence takes them."""
        readings = self.circumstances.readings
        return {} if isinstance(readings, str) else readings

    @property
    def under(self) -> tuple[str, ...]:
        """What all answers rest on, one statement each: the choice, and that what was not read says nothing else."""
        every = (name for program in programs(self.both) for name in program.license.not_read)
        return (
            *(f"the approval of `{approval.gate}` is held" for approval in self.circumstances.approvals),
            *(f"`{name}` is read as `{self.readings[name]}`" for name in sorted(self.readings)),
            *(f"{name}, which was not read, says nothing else" for name in dict.fromkeys(every)),
        )

    @cached_property
    def _for_both(self) -> Circumstances:
        """The same for the two as one matter: what is said of a licence holds of its second too."""
        ids = {program.license.id for program in programs(self.both)}
        stated = self.circumstances
        readings, approvals = dict(self.readings), list(stated.approvals)
        for second in ids:
            first = f"{second.removesuffix(_SECOND)}."
            if second.endswith(_SECOND):
                renamed = {name: option for name, option in readings.items() if name.startswith(first)}
                readings |= {f"{second}.{name.removeprefix(first)}": option for name, option in renamed.items()}
                gates = [approval for approval in stated.approvals if approval.gate.startswith(first)]
                approvals += [replace(each, gate=f"{second}.{each.gate.removeprefix(first)}") for each in gates]
        return replace(stated, readings=readings or stated.readings, approvals=tuple(approvals))

    def kinds(self, leaves: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The acts, those together that both licences treat by the same clauses."""
        together: dict[object, tuple[str, ...]] = {}
        for leaf in leaves:
            covering = tuple(program.covering(leaf) for program in programs(self.both))
            persons = tuple(tuple(program.persons(leaf)) for program in programs(self.both))
            key = (covering, persons, implied_by((leaf,)), LEAVES[leaf].needs_grant)
            together[key] = (*together.get(key, ()), leaf)
        yield from together.values()

    def reads(self, leaf: str, put_in: Iterable[World]) -> bool:
        """Whether a clause about an act reads what is put in: where none does, it settles nothing there."""
        matter, _ = matter_of(self.both, (leaf,), self._for_both)
        return any(variable in matter.readers for world in put_in for variable in world)

    @once
    def uses(self, leaf: str, /) -> Uses:
        """All uses of an act. Raises FactsError where what is stated contradicts it."""
        return Uses(self.both, leaf, facts=self.facts, circumstances=self._for_both)

    def answers(self, use: Witness) -> tuple[BriefAnswer, BriefAnswer]:
        """What the two answer to a use."""
        return decide(self.one, use), decide(self.other, use)


def _told_apart(terms: Terms, ours: Mapping[str, License], words: _FirstWords) -> Terms:
    match terms:
        case Single(program=program, successors=successors):
            license = program.license
            facts, meanings = words
            changed: dict[str, object] = {
                "id": license.id + _SECOND if ours.get(license.id, license) != license else license.id,
                "facts": tuple(facts.get((fact.name, fact.type, fact.options), fact) for fact in license.facts),
                "meanings": tuple(meanings.get(meaning.key, meaning) for meaning in license.meanings),
            }
            if any(getattr(license, name) != value for name, value in changed.items()):
                program = Program(license.model_copy(update=changed))
            return Single(program, tuple((each, _told_apart(then, ours, words)) for each, then in successors))
        case Together(parts=parts) | LicenseChoice(parts=parts):
            return type(terms)(tuple(_told_apart(part, ours, words) for part in parts))
        case _:
            assert_never(terms)


def _declared_as(fact: LocalFact) -> tuple[object, ...]:
    """What makes facts of two licences the same."""
    return fact.name, fact.type, fact.options


def _with_what_both_say(ours: LocalFact, theirs: Iterable[LocalFact]) -> LocalFact:
    """A fact as the first licence declares it, with what either says of others: what one refuses is no use."""
    both = {
        name: tuple(dict.fromkeys(each for fact in (ours, *theirs) for each in getattr(fact, name)))
        for name in ("implies", "follows_from", "asks_when", "at_most")
    }
    return ours.model_copy(update=both) if any(getattr(ours, name) != said for name, said in both.items()) else ours


class _SharedColumn(NamedTuple):
    """When the clauses of a column of the table are active: those of both licences, and those of one alone."""

    common: list[Node]
    first: list[Node]
    second: list[Node]

    @staticmethod
    def of(ours: Iterable[Meant], theirs: Iterable[Meant]) -> _SharedColumn:
        """From what the clauses of each come to."""
        first, second = (dict.fromkeys(each.active for each in column) for column in (ours, theirs))
        alone = [node for node in first if node not in second], [node for node in second if node not in first]
        return _SharedColumn([node for node in first if node in second], *alone)


class Claim(NamedTuple):
    """One way in which two licences differ: where they stand, and what one of them asks that the other does not."""

    node: Node
    before: Standpoint
    after: Standpoint
    content: Content | None = None
    by_first: bool = True
    """Whether the first asks it."""
    beside: AlsoHolds | None = None
    """What must hold beside."""

    def shown_by(self, first: BriefAnswer, second: BriefAnswer) -> bool:
        """Whether two answers to a use are settled and differ so."""
        for stands, decision in ((self.before, first), (self.after, second)):
            if {STANDPOINT_OF[verdict] for verdict in decision.possible} != {stands}:
                return False
        if self.content is None:
            return True
        asking, silent = (first, second) if self.by_first else (second, first)
        return self.content in _asked(asking, surely=True) and self.content not in _asked(silent, surely=False)


def _asked(decision: BriefAnswer, *, surely: bool) -> set[Content]:
    """What an answer asks, or may ask."""
    duties = {"due"} if surely else {"due", "open"}
    asked: set[Content] = {
        DutyAsked(duty.text, duty.strength) for duty in decision.duties if duty.status in duties and duty.acts
    }
    needed = (each for each in decision.approvals if each.truth is TRUE or not surely)
    return asked | {ApprovalNeeded(each.approval, each.party, each.subject) for each in needed}


class Compared:
    """Two licences for one act, over all uses; `put_in` are facts or readings that each has as settled for itself.

    Each is one diagram if `merged` says so; else only where that takes few steps, and claims may say what must hold
    beside them.
    """

    def __init__(
        self, question: PairQuestion, leaf: str, put_in: tuple[World, World] = ({}, {}), *, merged: bool = False
    ) -> None:
        self.question: Final = question
        self.leaf: Final = leaf
        self._put_in: Final = put_in
        self._merged: Final = merged
        self._ways: Final[dict[tuple[Node, AlsoHolds], Way | None]] = {}

    @cached_property
    def uses(self) -> Uses:
        """All uses of the act."""
        return self.question.uses(self.leaf)

    @property
    def diagrams(self) -> Diagrams:
        """Who makes the diagrams of both."""
        return self.uses.diagrams

    @cached_property
    def one(self) -> Stance:
        """What the first licence answers."""
        return Stance(self.uses.inquiry, self.question.both.parts[0], self._put_in[0])

    @cached_property
    def other(self) -> Stance:
        """What the second licence answers."""
        return Stance(self.uses.inquiry, self.question.both.parts[1], self._put_in[1])

    @cached_property
    def clauses_alike(self) -> bool:
        """Whether the two have the same clauses for the act, whatever these are called: told clause by clause."""
        if not any(self._put_in) and self.question.have_one_form(self.leaf):
            return True
        return self.one.columns is not None and self.one.columns == self.other.columns

    # -- what holds for some use -------------------------------------------------------------------------------

    def moves(self, *, stricter: Literal["first", "second"] | None = None) -> Iterator[Claim]:
        """The ways in which the two stand differently for some use, each once; those in which one is the stricter."""
        left = [
            (before, after)
            for before, after in product(Standpoint, Standpoint)
            if before is not after and stricter in {None, "first" if SEVERITY[before] > SEVERITY[after] else "second"}
        ]
        for first, second, beside in () if self.clauses_alike else self._standings():
            for before, after in tuple(left) if first is not second else ():
                node = self._both_at(first, before, second, after)
                if self._some(node, beside):
                    left.remove((before, after))
                    yield Claim(node, before, after, beside=beside)

    def asked(self) -> Iterator[Claim]:
        """What one asks of some use and the other does not, where both stand alike: what the first asks comes first."""
        for content in () if self.clauses_alike else dict.fromkeys((*self.one.contents, *self.other.contents)):
            at = Standpoint.ALLOWED if isinstance(content, DutyAsked) else Standpoint.NEEDS_APPROVAL
            ours, theirs = self.one.asks(content), self.other.asks(content)
            for by_first, asked, also in ((True, ours, theirs), (False, theirs, ours)):
                alone = self.diagrams.every((asked, self.diagrams.negation(also)))
                for first, second, beside in self._standings() if alone is not self.diagrams.false else ():
                    node = self.diagrams.every((alone, self._both_at(first, at, second, at)))
                    if self._some(node, beside):
                        yield Claim(node, at, at, content, by_first, beside)
                        break

    def _some(self, claim: Node, beside: AlsoHolds | None) -> bool:
        """Whether a claim holds for some use, with what must hold beside; looked for once, since two ask."""
        if beside is None or claim is self.diagrams.false:
            return claim is not self.diagrams.false and self.uses.some(claim)
        if (claim, beside) not in self._ways:
            self._ways[claim, beside] = self.uses.any_way(claim, beside)
        return self._ways[claim, beside] is not None

    def _both_at(self, first: Node, before: Standpoint, second: Node, after: Standpoint) -> Node:
        stands = stands_at(self.diagrams, first, before), stands_at(self.diagrams, second, after)
        return self.diagrams.every(stands)

    def _standings(self) -> Iterator[tuple[Node, Node, AlsoHolds | None]]:
        """Where the two stand, and what must hold for it: nothing, but where they have many clauses in common.

        Of these the diagrams are not merged. In each column of the table either none of them is active or some are.
        """
        columns = self._in_common
        if columns is None:
            yield self.one.stands, self.other.stands, None
            return
        true, leaf = self.diagrams.true, self.one.leaf
        for active in product((False, True), repeat=len(columns)):
            pairs = list(zip(active, columns, strict=True))
            if all(column.common or not some for some, column in pairs):
                none = (self.diagrams.negation(node) for some, column in pairs if not some for node in column.common)
                beside = AlsoHolds(tuple(none), tuple(tuple(column.common) for some, column in pairs if some))
                first = [true if some else self.diagrams.some(column.first) for some, column in pairs]
                second = [true if some else self.diagrams.some(column.second) for some, column in pairs]
                yield (
                    standpoint_diagram(self.diagrams, first, leaf),
                    standpoint_diagram(self.diagrams, second, leaf),
                    beside,
                )

    @cached_property
    def _in_common(self) -> list[_SharedColumn] | None:
        """The clauses before duties, by column; None where the two can be looked at as one diagram each."""
        ours, theirs = self.one.columns, self.other.columns
        if self._merged or ours is None or theirs is None or self.uses.inquiry.checked.approvals:
            return None
        columns = [_SharedColumn.of(*each) for each in zip(ours[:4], theirs[:4], strict=True)]
        return columns if sum(len(column.common) for column in columns) > MANY and self._are_large else None

    @property
    def _are_large(self) -> bool:
        """Whether it takes many steps to make one diagram of each."""
        both = self.diagrams.within(FEW_STEPS, lambda: (self.one.stands, self.other.stands))
        return both is None or any(isinstance(each, PutOff) for each in both)

    # -- uses ----------------------------------------------------------------------------------------------------

    def settled(self, way: Way) -> Inquiry:
        """What is known of the uses of a way, with an example of each set and date of which it says how it compares."""
        world = self.uses.world(way)
        assert world is not None, "a way has uses"
        return concrete(self.uses.inquiry.at(world), way.facts)

    def way(self, claim: Claim) -> Way:
        """A way in which a claim holds: with few facts, but where not all that must hold is one diagram."""
        beside = claim.beside
        way = self.uses.short_way(claim.node) if beside is None else self._ways[claim.node, beside]
        assert way is not None, "the claim holds for some use"
        return way

    def _meanings_beside(self, facts: Mapping[Variable, Domain], world: World) -> dict[Variable, Domain]:
        """Of facts that are read plainly too, what is so under each meaning: stated alone they would be ambiguous."""
        matter = self.uses.inquiry.matter
        meanings = matter.meanings_of
        wanted = {name for each in facts if isinstance(each, FactVariable) for name in meanings.get(str(each.name), ())}
        return {
            each: world.get(each, False)
            for each in matter.variables
            if str(each.name) in wanted and (each in world or matter.info(str(each.name)).type == "yes_no")
        }

    def use_and_answers(self, claim: Claim) -> tuple[Witness, tuple[BriefAnswer, BriefAnswer]]:
        """A use in which a claim holds, and what the two answer to it. Raises TooManySteps."""
        way = self.way(claim)
        circumstances = replace(self.question.circumstances, indices=self.uses.circumstances.indices)
        facts: dict[Variable, Domain] = dict(way.facts)
        day = self.uses.inquiry.world[AS_OF]  # one licence alone may be asked about days before the other was there
        dated = {**facts, AS_OF: facts.get(AS_OF, day)}
        # What is stated may make doubtful what is usual, and one licence alone may not know from which own facts of the
        # other something follows: then that is stated too.
        world = self.uses.world(way) or {}
        beside = self._meanings_beside(facts, world)
        facts, dated = beside | facts, beside | dated
        whole: dict[Variable, Domain] = {
            name: known
            for name, known in world.items()
            if (isinstance(name, FactVariable) and isinstance(known, bool | str))
            or (isinstance(known, Interval) and known.high is not None and name in self.uses.inquiry.matter.variables)
        }
        whole |= dated
        shown: tuple[Witness, tuple[BriefAnswer, BriefAnswer]] | None = None
        for stated, ordinary in ((facts, way.ordinary), (dated, way.ordinary), (whole, False)):
            use = self.uses.witness(Way(stated, ordinary), circumstances)
            if use is not None:
                shown = use, self.question.answers(use)
                if use.also or claim.shown_by(*shown[1]):
                    break
        assert shown is not None, "a way has a use"
        return shown  # of clauses that are open each, and of which one applies, no answer is the one that shows it
