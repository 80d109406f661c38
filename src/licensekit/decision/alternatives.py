"""What would change an answer: the fewest changes that make a use allowed, or that would end a permission.

A set of changes counts only if the answer it leads to holds in every world that it leaves open, and if no smaller set
of the same things does. The sets are the smallest implicants of the answer, or no world (diagram/cheapest.py): only
what was stated is paid for, what was assumed gives way. What a diagram cannot tell, since it changes what is known of
other things as well, is changed before one is looked at: acts that imply facts, groups attested, the day, dates,
numbers from which others are computed, agreements of one's own. Every set is put to the decision before it is told.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, permutations, product
from typing import Final, NamedTuple, get_args

from licensekit.decision.change import ItemChange, Situation, situation
from licensekit.decision.changed_values import SETTLING_OTHERS, Becoming, Changes, joined
from licensekit.decision.decision import Alternative, Alternatives, Decision, Goal, Turn
from licensekit.decision.inquiry import ALLOWED, Inquiry
from licensekit.decision.knowledge import variables_stated
from licensekit.decision.matter import TRIGGERS
from licensekit.decision.parts import Allowed
from licensekit.decision.questions import counting
from licensekit.diagram.cheapest import UNCHANGED, Changeable, Implicants, Item, ItemKind, Root, Sets
from licensekit.diagram.nodes import Node, TooManySteps, variables_below
from licensekit.diagram.outcomes import WorldOutcome
from licensekit.errors import FactsError, ValueProblem
from licensekit.meaning.agreements import agreement_with
from licensekit.meaning.domain import Among, Cut, Domain, Interval
from licensekit.meaning.formula import Formula, Formulas
from licensekit.meaning.program import Program, gates_of
from licensekit.meaning.rules import Rules
from licensekit.meaning.terms import programs
from licensekit.meaning.variable import (
    AS_OF,
    AmountVariable,
    ApprovalVariable,
    FactVariable,
    MemberVariable,
    OrderVariable,
    ReadingVariable,
    ValuePart,
    Variable,
    World,
    is_date,
)
from licensekit.meaning.verdict import SEVERITY, Verdict
from licensekit.vocabulary.acts import IMPLICATIONS
from licensekit.vocabulary.words import AGREEMENT

MOST_CHANGES: Final = 5
MOST_CHANGES_OF_DUTIES: Final = 3
MOST_ALTERNATIVES: Final = 64
TRIAL: Final = 200
"""Steps that one question more is worth."""
BEYOND_APPROVAL: Final = frozenset((Verdict.NOT_GRANTED, Verdict.PROHIBITED))
"""What no approval that a text asks for brings about."""
DAY_ITEM: Final = Item("day", str(AS_OF))


@dataclass(frozen=True)
class DutyChange:
    """What would bring a duty of a permission, or spare it."""

    license: str
    clause: str
    goal: Goal
    alternatives: Alternatives | None
    """None where that was too much to look for."""


class _Wanted(NamedTuple):
    """What an answer is to become; of a duty, with its clause."""

    goal: Goal
    program: Program | None = None
    number: int = 0

    def reached(self, inquiry: Inquiry) -> bool:
        """Whether it is so, whatever is open."""
        if self.goal == "refused":
            return not inquiry.verdicts() & ALLOWED
        if not inquiry.verdicts() <= ALLOWED or self.program is None:
            return self.program is None and inquiry.verdicts() <= ALLOWED
        key = self.program.license.id, self.program.clauses[self.number].id
        statuses = {status for (*owner, _), status in inquiry.duty_statuses() if (*owner,) == key}
        return "due" in statuses if self.goal == "owed" else not statuses & {"due", "open"}


def alternatives(
    decision: Decision,
    goal: Turn | None = None,
    *,
    most_changes: int = MOST_CHANGES,
    only: frozenset[str] | None = None,
) -> Alternatives:
    """The fewest changes that lead to another answer: see this module.

    `goal` is `allowed` (with or without duties) or `refused` (an approval is needed, not granted, or prohibited); by
    default the opposite of a permission, and `allowed` where the use is not, or not surely, permitted. `only` names
    the facts that may change; then approvals and acts stay as they are. Raises LicensekitError (LK720) where not even
    all single changes can be looked at; ValueError for another goal.
    """
    if goal not in (None, *get_args(Turn)):
        raise ValueProblem(f"`{goal}` is no answer to be reached", "write `allowed` or `refused`")
    start = situation(decision.deferred.inquiry, decision.deferred.put)
    opposite: Turn = "refused" if decision.allowed is Allowed.YES else "allowed"
    return _alternatives(decision, start, _Wanted(goal or opposite), most_changes, only)


def duty_changes(decision: Decision) -> tuple[DutyChange, ...]:
    """Of a permission: for each duty that could come or go, the fewest changes of facts that bring it or spare it.

    A duty that is open is left out: see `settling`. One for which too much would have to be looked at comes without
    alternatives.
    """
    if decision.allowed is not Allowed.YES:
        return ()
    status = {(duty.license, duty.clause): duty.status for duty in decision.duties if duty.strength == "must"}
    start = situation(decision.deferred.inquiry, decision.deferred.put)
    changes = []
    for program in programs(start.terms):
        for number in sorted({number for leaf in start.leaves for number in program.covering(leaf).duties}):
            clause = program.clauses[number]
            now = status.get((program.license.id, clause.id))
            if now != "open" and (clause.when is not None or program.lifters[number]):
                goal: Goal = "owed" if now in {None, "moot"} else "spared"
                wanted = _Wanted(goal, program, number)
                try:
                    enough = _alternatives(decision, start, wanted, MOST_CHANGES_OF_DUTIES, None)
                except TooManySteps:
                    enough = None
                changes.append(DutyChange(program.license.id, clause.id, goal, enough))
    return tuple(changes)


def _alternatives(
    decision: Decision, start: Situation, wanted: _Wanted, most: int, only: frozenset[str] | None
) -> Alternatives:
    search = _Search(start, wanted, only)
    looked_at = search.run(most)
    told = (Alternative(changes, start, after) for changes, after in search.told())
    every = sorted(told, key=_order)
    return Alternatives(
        wanted.goal, decision, tuple(every[:MOST_ALTERNATIVES]), looked_at, len(every) > MOST_ALTERNATIVES, search.asked
    )


class _Search:
    """The search for the smallest sets: some questions with something changed, and the implicants of each."""

    def __init__(self, start: Situation, wanted: _Wanted, only: frozenset[str] | None) -> None:
        self.start, self.wanted, self.only = start, wanted, only
        self.asked = 0
        self.formulas = Formulas()
        self.found: dict[frozenset[Item], dict[Changes, Situation]] = {}
        self._frames: list[list[_Frame]] = [[_Frame(self, (), start)]]
        self._refuted: set[frozenset[Item]] = set()
        """Sets that the decision does not bear out, whatever their values: what is looked for may have one more."""

    def run(self, most: int) -> int:
        """Look at all sets of so many changes; how many were. Raises LicensekitError where not all single ones were."""
        self.start.inquiry.matter.diagrams.spent = 0
        self._most = most
        for size in range(most + 1):
            if sum(map(len, self.found.values())) > MOST_ALTERNATIVES:
                return size - 1
            try:
                enough = self._of(size)
            except TooManySteps:
                if size < 2:
                    raise
                return size - 1
            self.found |= enough
        return most

    def _of(self, size: int) -> dict[frozenset[Item], dict[Changes, Situation]]:
        """The sets of so many items that are enough, with all that these can become."""
        if size:
            self._frames.append(list(self._further(size)))
        tried: dict[frozenset[Item], dict[Changes, Situation]] = {}
        for frame in (frame for frames in self._frames for frame in frames):
            for items in frame.sets(size - len(frame.items)):
                every = frame.items | items
                if len(every) == size and self.may_be_smallest(every):
                    tried.setdefault(every, {}).update(frame.reached(items, size - len(frame.items)))
        for items in self._refuted:
            for item in self._frames[0][0].every_item:
                more = items | {item}
                if len(more) == size and more not in tried and self.may_be_smallest(more):
                    tried[more] = {way: changed for way, changed in self._every_way(more) if self.reaches(changed)}
        self._refuted = {items for items, reached in tried.items() if not reached}
        return {items: reached for items, reached in tried.items() if reached}

    def may_be_smallest(self, items: frozenset[Item]) -> bool:
        """Whether no part of these is known to be enough."""
        return not any(fewer <= items for fewer in self.found)

    def _further(self, size: int) -> Iterator[_Frame]:
        """The questions in which so many things are changed before a diagram is looked at."""
        first = self._frames[0][0]
        for several in (several for count in range(1, size + 1) for several in combinations(first.levers, count)):
            items = frozenset[Item]().union(*several)
            if len(items) == size and self.may_be_smallest(items) and first.may_help(items, self._most):
                for changes, changed in self._every_way(items):
                    self.count()
                    frame = _Frame(self, changes, changed)
                    if frame.there:
                        yield frame

    def _every_way(self, items: frozenset[Item]) -> Iterator[tuple[Changes, Situation]]:
        """All that some items can become; dates one after another, in every order, since they turn on one another."""
        dated = sorted(item for item in items if self._frames[0][0].is_dated(item))
        met: set[frozenset[ItemChange]] = set()
        for order in permutations(dated):
            todo: list[tuple[Changes, Situation]] = [((), self.start)]
            for item in (*sorted(items.difference(dated), key=_place_of_item), *order):
                todo = [
                    ((*changes, change), after)
                    for changes, changed in todo
                    for change in self._changes_of(changes, changed, item)
                    if (after := _changed(changed, change)) is not None
                ]
            yield from (each for each in todo if frozenset(each[0]) not in met)
            met.update(frozenset(changes) for changes, _ in todo)

    def _changes_of(self, changes: Changes, changed: Situation, item: Item) -> Iterator[ItemChange]:
        self.count()
        frame = _Frame(self, changes, changed)
        yield from frame.changes_of(item, {}) if frame.there else ()

    def count(self) -> None:
        """Count one question more. Raises TooManySteps."""
        diagrams = self.start.inquiry.matter.diagrams
        diagrams.spent += TRIAL
        diagrams.step()

    def reaches(self, changed: Situation) -> bool:
        """Whether a question has the answer that is looked for."""
        self.asked += 1
        self.count()
        return changed.possible and self.wanted.reached(changed.inquiry)

    # -- as it is told -----------------------------------------------------------------------------------------

    def told(self) -> Iterator[tuple[Changes, Situation]]:
        """What was found, joined where it comes to the same."""
        for reached in self.found.values():
            every = {
                tuple(sorted(changes, key=lambda change: change.item)): after for changes, after in reached.items()
            }
            for changes in every if len(every) == 1 else joined(every, self._says):
                yield changes, every.get(changes) or self.start.changed(*_statable(changes))

    def _says(self, changes: Changes) -> object:
        try:
            return self.start.changed(*_statable(changes)).inquiry.answer().says
        except (FactsError, ValueProblem):
            return None


def _statable(changes: Changes) -> Changes:
    """In the order in which they are made; of options that come to the same the first."""
    ordered = sorted(changes, key=lambda change: _place_of_item(change.item))
    return tuple(
        change._replace(value=change.value.options[0]) if isinstance(change.value, Among) else change
        for change in ordered
    )


def _changed(situation: Situation, *changes: ItemChange) -> Situation | None:
    """A question with something changed; None for a cell between two numbers that can be written."""
    try:
        return situation.changed(*changes)
    except ValueProblem:
        return None


_KINDS: Final = get_args(ItemKind)


def _place_of_item(item: Item) -> tuple[bool, int, str]:
    """Acts, groups and days first, then periods, then their months."""
    return "[" in item.name, -_KINDS.index(item.kind), item.name


def _order(each: Alternative) -> tuple[object, ...]:
    return (
        any(AGREEMENT in step.item.name for step in each.steps),  # what the text itself offers comes first
        len(each.steps),
        sum(step.item.kind == "fact" and step.item.name not in each.before.facts for step in each.steps),
        max(SEVERITY[verdict] for verdict in each.after.inquiry.verdicts()),
        [(_KINDS.index(step.item.kind), step.item.name, step.place) for step in each.steps],
    )


class _Frame:
    """A question in which something is changed already, and the smallest sets of further changes."""

    def __init__(self, search: _Search, changes: Changes, situation: Situation) -> None:
        self.search = search
        self.changes = changes
        self.situation = situation
        self.items = frozenset(change.item for change in changes)

    @cached_property
    def _asked(self) -> Situation:
        """The question; without the facts stated, where these cannot be so at once."""
        return self.situation if self.situation.possible else replace(self.situation, facts={})

    @property
    def inquiry(self) -> Inquiry:
        """The question, before it is answered. Raises FactsError."""
        return self._asked.inquiry

    @property
    def there(self) -> bool:
        """Whether such a question can be asked at all."""
        return self._asked.possible

    @cached_property
    def _becoming(self) -> Becoming:
        return Becoming(self.inquiry, self.situation.days_of_statements)

    @cached_property
    def _stated(self) -> Mapping[Variable, Domain]:
        return {name: known for name, (_, known) in variables_stated(self.situation.facts, self.inquiry.matter).items()}

    def changes_of(self, item: Item, parts: World) -> Iterator[ItemChange]:
        """All that an item can become, inside some parts of its variables."""
        match item.kind:
            case "approval":
                yield ItemChange(item, self.search.wanted.goal == "allowed")
            case "act":
                yield ItemChange(item, value=False)
            case "attest":
                yield ItemChange(item, value=True)
            case "fact" | "day":
                yield from self._becoming.changes(item, parts)

    def reached(self, items: frozenset[Item], most: int) -> Iterator[tuple[Changes, Situation]]:
        """All that the items of a set can become so that it is enough."""
        ordered = sorted(items, key=_place_of_item)
        tried: dict[Changes, None] = {}
        for parts in self._implicants.taken(items, most):
            for changes in product(*(tuple(self.changes_of(item, parts)) for item in ordered)):
                self.inquiry.matter.diagrams.step()
                tried[changes] = None
        for changes in tried:
            changed = _changed(self.situation, *changes)
            if changed is not None and self.search.reaches(changed):
                yield (*self.changes, *changes), changed

    def sets(self, most: int) -> Sets:
        """The smallest sets of at most so many items that a diagram has."""
        return self._implicants.upto(most) if most >= 0 else ()

    # -- what is changed first ---------------------------------------------------------------------------------

    @cached_property
    def levers(self) -> tuple[frozenset[Item], ...]:
        """What may be changed before a diagram is looked at; acts together that imply something together."""
        groups = self._groups_attested() if self.search.wanted.goal == "allowed" else ()
        agreements = (frozenset((item,)) for item in self._agreements)
        acts = self._acts_left_out() if self._acts_may_go else ()
        facts = (frozenset((item,)) for item in self._not_in_diagrams if self._may_change(item))
        return tuple(dict.fromkeys((*groups, *agreements, *acts, *facts)))

    def _groups_attested(self) -> Iterator[frozenset[Item]]:
        """Groups of clean-hands facts some of which are open."""
        matter = self.inquiry.matter
        infos = (
            matter.declared_or_standard(each.name.base) for each in matter.variables if each not in self.inquiry.world
        )
        for group in dict.fromkeys(info.group for info in infos if info is not None and info.group):
            yield frozenset((Item("attest", group),))

    @property
    def _agreements(self) -> Iterator[Item]:
        """Agreements of one's own that may be had where it may not be granted or forbidden; or of which one may end."""
        search, held = self.search, [self.inquiry.checked.held(leaf) for leaf in self.situation.leaves]
        if search.only is not None or search.wanted.program is not None:
            return
        to_be_had = search.wanted.goal == "allowed"
        if to_be_had and search.start.inquiry.verdicts().isdisjoint(BEYOND_APPROVAL):
            return
        had = frozenset.intersection(*held) if to_be_had else frozenset().union(*held)
        for program in self.inquiry.matter.programs:
            agreement = agreement_with(program.license)
            if program.license.licensor and (agreement in had) is not to_be_had:
                yield Item("approval", agreement.qualified)

    def _acts_left_out(self) -> Iterator[frozenset[Item]]:
        """Acts whose dropping changes what the acts imply of facts that matter."""
        leaves = frozenset(self.situation.leaves)
        read = {each.name.base for each in self._below if isinstance(each, FactVariable)}
        for rule in IMPLICATIONS:
            dropped = leaves & (rule.lifting if leaves & rule.lifting else rule.leaves)
            if dropped and dropped < leaves and rule.fact in read:
                yield frozenset(Item("act", leaf) for leaf in dropped)

    def is_dated(self, item: Item) -> bool:
        """Whether an item is a date, or the day."""
        return item.kind == "day" or (item.kind == "fact" and self.inquiry.matter.info(item.name).type == "date")

    def may_help(self, items: frozenset[Item], most: int) -> bool:
        """Whether numbers from which others are computed could bring something about, were they not stated at all.

        Then each may be anything that those which stay stated leave. Of other items it is not told: they may.
        """
        numbers = {item.name for item in items if not self.is_dated(item)}
        if any(item.kind != "fact" for item in items) or len(numbers) < len(items):
            return True
        self.search.count()
        gone = numbers.union(*(self.situation.replaced.get(name, ()) for name in numbers))
        facts = {name: known for name, known in self.situation.facts.items() if name not in gone}
        freed = [
            window
            for window, sources in self.inquiry.knowledge.computed.items()
            if not gone.isdisjoint(self.inquiry.knowledge.stated.get(each, "") for each in sources)
        ]
        without = _Frame(self.search, (), replace(self.situation, facts=facts))
        # What ties a number to what is read may be there only where the number is stated: then nothing is told of it.
        untold = self._free(numbers, freed) - without._below
        return bool(untold) or without.implied_by(without._free(numbers, freed), most - len(numbers) + 1)

    def _free(self, numbers: set[str], freed: Iterable[Variable]) -> frozenset[Variable]:
        """What may be anything where some numbers are not stated: these, and those computed from them."""
        stated = (each for each in self._below if isinstance(each, FactVariable | AmountVariable))
        return self._below.intersection(freed).union(each for each in stated if str(each.name) in numbers)

    def implied_by(self, free: frozenset[Variable], most: int) -> bool:
        """Whether what may be anything could bring it about as one item."""
        diagrams, together = self.inquiry.matter.diagrams, Item("fact", "")
        limits = []
        for variable in free:
            known = self.inquiry.knowledge.ground.get(variable)
            if isinstance(known, Interval):
                limits.append(diagrams.atom(variable, known.begins))
                if known.ends is not None:
                    limits.append(diagrams.negation(diagrams.atom(variable, known.ends)))
        items: dict[Variable, tuple[Item, Hashable]] = {**self._items, **dict.fromkeys(free, (together, True))}
        implicants = self._implicants_of(items, diagrams.every((self._worlds, *limits)), free)
        return any(together in each for each in implicants.upto(most))

    @property
    def _acts_may_go(self) -> bool:
        return self.search.wanted.goal == "allowed" and self.search.only is None and len(self.situation.leaves) > 1

    def _may_change(self, item: Item) -> bool:
        if self.search.only is not None:
            return item.name in self.search.only
        return item.kind == "day" or item.name in self._changeable

    @cached_property
    def _changeable(self) -> frozenset[str]:
        """The facts that are read, those stated, and those that settle others."""
        return frozenset((*self.inquiry.matter.facts, *self.situation.facts, *map(str, SETTLING_OTHERS)))

    @cached_property
    def _not_in_diagrams(self) -> tuple[Item, ...]:
        """The day, dates, and numbers from which other numbers that matter are computed, with these."""
        matter, knowledge = self.inquiry.matter, self.inquiry.knowledge
        facts = dict.fromkeys((*matter.variables, *knowledge.stated))
        dates = [each for each in facts if is_date(each)]
        numbers: dict[Variable, None] = {}
        for window, sources in knowledge.computed.items():
            if isinstance(window, FactVariable | AmountVariable) and not self._tells_no_more(window, sources):
                linked = set(self._becoming.tied(window)) - sources - (knowledge.computed.keys() - facts.keys())
                if not linked.isdisjoint(facts):
                    numbers |= dict.fromkeys((window, *sorted(sources, key=str)))
        names = dict.fromkeys(
            str(each.name) for each in (*dates, *numbers) if isinstance(each, FactVariable | AmountVariable)
        )
        return (DAY_ITEM, *(Item("fact", name) for name in names))

    def _tells_no_more(self, window: Variable, sources: frozenset[Variable]) -> bool:
        """Whether what was computed says no more of facts that are read or stated than orders say of its one source."""
        if window in sources or len(sources) > 1:
            return window in sources
        (source,) = sources
        known, facts = self.inquiry.knowledge.ground[window], {*self.inquiry.matter.variables, *self._stated}
        bounds = self.inquiry.knowledge.common.rules.bounds
        orders: set[tuple[Variable, Variable, Variable | None]] = {
            (each.lower, each.upper, each.guard) for each in bounds
        }
        said = {(source, upper, guard) for lower, upper, guard in orders if lower == window and upper in facts}
        said |= {(source, window, None)} if window in facts else set()
        if isinstance(known, Interval) and known.high is not None:
            said |= {(lower, source, guard) for lower, upper, guard in orders if upper == window and lower in facts}
            said |= {(window, source, None)} if window in facts else set()
        return all(
            lower == upper or not orders.isdisjoint({(lower, upper, guard), (lower, upper, None)})
            for lower, upper, guard in said
        )

    # -- what a diagram tells ----------------------------------------------------------------------------------

    @cached_property
    def every_item(self) -> tuple[Item, ...]:
        """All that can be changed."""
        below = (item for item, _ in self._items.values())
        acts = (Item("act", leaf) for leaf in self.situation.leaves if self._acts_may_go)
        facts = (Item("fact", name) for name in sorted(self._changeable))
        every = (*sorted(frozenset[Item]().union(*self.levers)), *below, *acts, *filter(self._may_change, facts))
        return tuple(dict.fromkeys(every))

    @cached_property
    def _gates(self) -> frozenset[ApprovalVariable]:
        """The gates whose approval can be obtained; or, where a permission is to end, lost."""
        if self.search.only is not None or self.search.wanted.program is not None:
            return frozenset()
        return frozenset(gates_of(self.inquiry.matter.programs))

    def _allows(self, leaf: str) -> Node:
        """That an act is allowed, by the approvals that are held and by those that may be obtained, or lost."""
        held = self.inquiry.checked.held(leaf)
        left = self._gates & held if self.search.wanted.goal == "refused" else self._gates - held
        diagrams = self.inquiry.matter.diagrams

        def rule(nodes: tuple[Node, ...]) -> tuple[Node, ...] | Node:
            (at,) = nodes
            while isinstance(at.variable, ApprovalVariable) and at.variable not in left:
                at = at.children[at.variable in held]
            if isinstance(at.value, WorldOutcome):
                return diagrams.leaf(at.value.verdict in ALLOWED)
            return (at,)

        node = self.inquiry.matter.outcomes.act(self.inquiry.terms, leaf)
        return diagrams.merged((node,), rule, ("allows", held, left))

    @cached_property
    def _roots(self) -> tuple[Root, ...]:
        diagrams, (goal, program, number) = self.inquiry.matter.diagrams, self.search.wanted
        allowed = [self._allows(leaf) for leaf in self.inquiry.leaves]
        if goal == "allowed":
            items = [Item("act", leaf) if self._acts_may_go else None for leaf in self.inquiry.leaves]
            return tuple(map(Root, allowed, items))
        if program is None:
            return (Root(diagrams.negation(diagrams.every(allowed))),)
        owing = [leaf for leaf in self.inquiry.leaves if number in program.covering(leaf).duties]
        due = diagrams.some(counting(self.inquiry, program, number, leaf) for leaf in owing)
        return (Root(diagrams.every((*allowed, due if goal == "owed" else diagrams.negation(due)))),)

    @cached_property
    def _ties(self) -> tuple[Node, ...]:
        """What ties facts to one another, with numbers also where others that are stated end."""
        matter, knowledge = self.inquiry.matter, self.inquiry.knowledge
        nodes = [root.node for root in self._roots]
        dates: dict[Variable, Domain] = {each: known for each, known in knowledge.world.items() if is_date(each)}
        ties = list(self.inquiry.worlds.around(tuple(nodes), dates, Rules()))
        below = set(variables_below(*nodes, *ties))
        beside = dict.fromkeys(map(matter.diagrams.formula, self._further_formulas()))
        while more := [node for node in beside if not below.isdisjoint(variables_below(node))]:
            ties += more
            below |= variables_below(*more)
            beside = {node: None for node in beside if node not in more}
        return tuple(ties)

    def _further_formulas(self) -> Iterator[Formula]:
        """What ties facts that are stated or can be to those that are read: numbers also where what is stated ends."""
        matter = self.inquiry.matter
        read, rules = {*matter.variables, *TRIGGERS}, self._becoming.rules
        also = {*SETTLING_OTHERS, *(each for name in self._changeable for each in self._becoming.stated_as(name))}
        more = also.union(self._stated)
        stated = more - read | self._stated.keys()
        bounds = tuple(
            bound
            for bound in rules.bounds
            for ends in ({bound.lower, bound.upper},)
            if ends <= more | read and not ends.isdisjoint(stated)
        )
        of_product = tuple(each for each in rules.of_product if each[0] in more - read)
        cuts: dict[Variable, tuple[Cut, ...]] = {
            each: self._becoming.cuts(each) for bound in bounds for each in (bound.lower, bound.upper)
        }
        further = tuple(
            rule
            for rule in rules.rules
            for variables in ({each.variable for each in rule.statements},)
            if variables <= more | read and not variables <= read
        )
        return Rules(further, bounds, of_product).formulas(self.search.formulas, cuts, ())

    @cached_property
    def _worlds(self) -> Node:
        """The worlds that there are, under what the acts imply beyond doubt."""
        diagrams = self.inquiry.matter.diagrams
        firm = []
        for variable, domain, _ in self.inquiry.knowledge.common.firm:
            options = domain.options if isinstance(domain, Among) else (domain,) if isinstance(domain, str) else ()
            part: ValuePart = frozenset(options) or True
            said = diagrams.atom(variable, part)
            firm.append(diagrams.negation(said) if domain is False else said)
        return diagrams.every((*self._ties, *firm))

    @cached_property
    def _below(self) -> frozenset[Variable]:
        return variables_below(*(root.node for root in self._roots), *self._ties)

    @cached_property
    def _items(self) -> Mapping[Variable, tuple[Item, Hashable]]:
        """The item that each variable belongs to, if it can be changed, and how."""
        items: dict[Variable, tuple[Item, Hashable]] = {}
        for variable in sorted(self._below, key=self.inquiry.matter.diagrams.level):
            match variable:
                case ApprovalVariable(qualified=name):
                    items[variable] = Item("approval", name), True
                case AmountVariable(name=name, currency=currency, index=index):
                    items[variable] = Item("fact", str(name)), UNCHANGED if index else currency
                case FactVariable(name=AS_OF.name):
                    pass  # the day is an item by itself
                case MemberVariable(set=FactVariable(name=name)) | FactVariable(name=name):
                    items[variable] = Item("fact", str(name)), True
                case ReadingVariable() | OrderVariable():
                    pass
        first = {*self._not_in_diagrams, *self.items}
        return {
            variable: (item, way)
            for variable, (item, way) in items.items()
            if item not in first and (item.kind == "approval" or self._may_change(item))
        }

    @cached_property
    def _implicants(self) -> Implicants:
        return self._implicants_of(self._items, self._worlds, frozenset())

    def _implicants_of(
        self, items: Mapping[Variable, tuple[Item, Hashable]], worlds: Node, free: AbstractSet[Variable]
    ) -> Implicants:
        """The sets of items that make it so within some worlds; nothing is known of what is free."""
        diagrams, knowledge = self.inquiry.matter.diagrams, self.inquiry.knowledge
        given_up = knowledge.assumed.keys() | {
            window for window, sources in knowledge.computed.items() if self._tells_no_more(window, sources)
        }
        known = {each: domain for each, domain in knowledge.ground.items() if each not in given_up | free}
        known.update(self._stated)
        assumed = knowledge.assumable(known)
        known.update(assumed)
        known.update(self.inquiry.checked.readings.items())
        if self.search.wanted.goal == "refused":
            known.update(dict.fromkeys(self._gates, True))
        otherwise = diagrams.negation(worlds)
        roots = [Root(diagrams.some((root.node, otherwise)), root.omitted) for root in self._roots]
        return Implicants(diagrams, roots, worlds, Changeable(known, frozenset(assumed), items))
