"""Why an answer is not the one wanted: the fewest things known that keep it from being so.

Whoever wants another answer has to change at least one of them. So the changes that bring it about are found by
changing, again and again, one thing of such a conflict (alternatives.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, TypeVar, assert_never

from licensekit.analyse.budget import Enough
from licensekit.analyse.candidates import items_of, linked
from licensekit.analyse.cells import Way
from licensekit.analyse.situation import Item, Situation
from licensekit.analyse.worlds import Claim, Otherwise, unknowns
from licensekit.errors import FactsError
from licensekit.evaluate.closing import Contradiction
from licensekit.evaluate.conditions import AS_OF
from licensekit.meaning.domain import Domain, Interval
from licensekit.evaluate.inquiry import ALLOWED, Inquiry
from licensekit.meaning.program import Program
from licensekit.evaluate.setting import Approval as HeldApproval
from licensekit.evaluate.terms import Outlook
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, conjunction, disjunction, negation
from licensekit.vocabulary.acts import implied_by
from licensekit.vocabulary.facts import FACTS

T = TypeVar("T")
Goal: TypeAlias = Literal["allowed", "refused", "owed", "spared"]
MOST_FOR_A_TRIAL: Final = 500
"""Worlds looked at to see whether one thing can be left out of a conflict; where more are needed, it stays in."""


@dataclass(frozen=True)
class Allows:
    """Some acts are all allowed, with or without duties."""

    inquiry: Inquiry
    leaves: tuple[str, ...]

    def truth(self, outlook: Outlook) -> Truth:
        """Whether they are."""
        truths = [self._one(outlook, leaf) for leaf in self.leaves]
        return FALSE if FALSE in truths else UNKNOWN if UNKNOWN in truths else TRUE

    def _one(self, outlook: Outlook, leaf: str) -> Truth:
        found = outlook.possible(self.inquiry.terms, leaf)
        return TRUE if found <= ALLOWED else UNKNOWN if found & ALLOWED else FALSE

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves an act open, in the order of the decision table."""
        for leaf in self.leaves:
            if self._one(outlook, leaf) is UNKNOWN:
                yield from unknowns(self.inquiry.open_clauses(outlook, leaf))


@dataclass(frozen=True)
class Owes:
    """Some acts are all allowed, and a duty is due for one of them; or (`spared`) for none of them."""

    inquiry: Inquiry
    leaves: tuple[str, ...]
    program: Program
    number: int
    spared: bool

    def truth(self, outlook: Outlook) -> Truth:
        """Whether it is so."""
        allowed = Allows(self.inquiry, self.leaves).truth(outlook)
        if allowed is FALSE:
            return FALSE
        due = disjunction(self.inquiry.binding(outlook, self.program, self.number, leaf) for leaf in self._owing())
        return conjunction((allowed, negation(due) if self.spared else due))

    def _owing(self) -> tuple[str, ...]:
        return tuple(leaf for leaf in self.leaves if self.number in self.program.covering(leaf).duties)

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """What leaves the duty open, then what leaves an act open."""
        yield from unknowns((outlook.standing(self.program, leaf), self.number) for leaf in self._owing())
        yield from Allows(self.inquiry, self.leaves).open_variables(outlook)


@dataclass(frozen=True)
class Wanted:
    """What an answer is to become: allowed, refused, or allowed with a duty due (`owed`) or not due (`spared`)."""

    goal: Goal
    program: Program | None = None
    number: int = 0

    def claim(self, inquiry: Inquiry, leaves: tuple[str, ...]) -> Claim:
        """That an answer is so."""
        match self.goal:
            case "allowed":
                return Allows(inquiry, leaves)
            case "refused":
                return Otherwise(Allows(inquiry, leaves))
            case "owed" | "spared":
                assert self.program is not None
                return Owes(inquiry, leaves, self.program, self.number, spared=self.goal == "spared")
            case _:
                assert_never(self.goal)


@dataclass(frozen=True)
class Conflict:
    """Things of which one must change, and what the facts among them that were open were taken to be."""

    items: tuple[Item, ...]
    chosen: Mapping[str, Domain]


def smallest(kept: Sequence[T], enough: Callable[[Sequence[T]], bool]) -> list[T]:
    """A part of something that is enough, and of which nothing can be left out; large pieces are tried first."""
    found = list(kept)
    size = max(1, len(found) // 2)
    while True:
        at = 0
        while at < len(found):
            fewer = found[:at] + found[at + size :]
            if enough(fewer):
                found = fewer
            else:
                at += size
        if size == 1:
            return found
        size = max(1, size // 2)


def conflict(of: Situation, wanted: Wanted, against: Way) -> Conflict:
    """Why an answer is not as wanted in a world, which is given by the cells that lead to it."""
    search = _Search(of, against, wanted.goal)
    leaves = of.leaves
    if wanted.goal == "allowed":  # one act that is refused there is reason enough
        outlook = of.around.outlook(search.world)
        leaves = tuple(leaf for leaf in leaves if Allows(of.inquiry, (leaf,)).truth(outlook) is FALSE)[:1]
    return search.found(Otherwise(wanted.claim(of.inquiry, leaves)), leaves)


@dataclass(frozen=True)
class _Search:
    of: Situation
    against: Way
    goal: Goal

    @property
    def world(self) -> Mapping[str, Domain]:
        found = self.of.around.within(self.against)
        assert found is not None
        return found

    def found(self, claim: Claim, leaves: tuple[str, ...]) -> Conflict:
        gates = self._gates(claim)
        inquiry = self._with_gates([gate for gate in self._changeable_gates() if gate not in gates])
        everything = self._everything()
        kept = smallest(
            sorted(everything, key=self._order), lambda names: self._enough(inquiry, claim, everything, names)
        )
        approvals = [Item("approval", gate) for gate in gates]
        if self.of.days_of_approvals(gates):
            approvals.append(Item("day", AS_OF))
        return Conflict(
            tuple(dict.fromkeys((*self._items(kept, leaves), *approvals))),
            {name: self.against[name] for name in kept if name in self.against},
        )

    def _everything(self) -> dict[str, Domain]:
        return {**self.of.inquiry.knowledge.ground, **self.against}

    def _order(self, name: str) -> int:
        """What is left out first, if it can: what is assumed, what was open, what the acts imply, what is stated."""
        knowledge = self.of.inquiry.knowledge
        if knowledge.sources.get(name) == "assumed":
            return 0
        return 1 if name in self.against else 3 if name in knowledge.given else 2

    def _enough(self, inquiry: Inquiry, claim: Claim, known: Mapping[str, Domain], names: Sequence[str]) -> bool:
        around = self.of.with_setting(inquiry)
        world = {name: known[name] for name in names}
        released = known.get(AS_OF)
        if AS_OF not in world and isinstance(released, Interval) and not released.exact:
            world[AS_OF] = released
        try:
            inquiry.knowledge.closure.close(world)
            with self.of.budget.part(MOST_FOR_A_TRIAL):
                return around.always(claim, world)
        except (Enough, Contradiction):
            return False

    # --- approvals ---------------------------------------------------------------------------------------

    def _changeable_gates(self) -> list[str]:
        """Gates whose approval could be obtained; or, where a permission is to end, those that are held."""
        if self.goal not in {"allowed", "refused"}:
            return []
        obtain = self.goal == "allowed"
        held = {one.gate for one in self.of.inquiry.setting.approvals if not (obtain and one.acts)}
        return [gate for gate in self.of.gates if (gate in held) is not obtain]

    def _gates(self, claim: Claim) -> list[str]:
        """The approvals without which (or with which) the use stands as it does. Law (b): holding never hurts."""
        gates = self._changeable_gates()
        if not gates:
            return []
        known = self._everything()

        def enough(kept: Sequence[str]) -> bool:
            changed = [gate for gate in gates if gate not in kept]
            return self._enough(self._with_gates(changed), claim, known, list(known))

        return smallest(gates, enough)

    def _with_gates(self, changed: Sequence[str]) -> Inquiry:
        """The question where these approvals are held (or, where a permission is to end, are not)."""
        inquiry = self.of.inquiry
        if not changed:
            return inquiry
        others = tuple(one for one in inquiry.setting.approvals if one.gate not in changed)
        new = tuple(HeldApproval(gate, frozenset()) for gate in changed) if self.goal == "allowed" else ()
        return replace(inquiry, setting=replace(inquiry.setting, approvals=(*others, *new)))

    # --- from variables to what can be changed -----------------------------------------------------------

    def _items(self, kept: Sequence[str], leaves: tuple[str, ...]) -> Iterator[Item]:
        knowledge = self.of.inquiry.knowledge
        assumed = {one.fact for one in knowledge.assumptions}
        loose = tuple(name for name in kept if name in self.against or name in assumed)
        for name in (*kept, *linked(knowledge, loose)):
            yield from items_of(knowledge, name)
        if self.goal == "allowed":
            yield from (Item("attest", group) for group in self._groups(kept))
        if self.goal == "allowed" and len(self.of.leaves) > 1:
            yield from (Item("act", leaf) for leaf in self._acts(kept, leaves, loose))

    def _groups(self, kept: Sequence[str]) -> Iterator[str]:
        """The groups of clean-hands facts among those that are open: one statement settles all of a group."""
        given = self.of.circumstances.attested
        attested = ("",) if given is None else ("", *given.groups)
        for name in kept:
            info = FACTS.get(name.partition("@")[0])
            if info is not None and name in self.against and info.group not in attested:
                yield info.group

    def _acts(self, kept: Sequence[str], leaves: tuple[str, ...], loose: tuple[str, ...]) -> Iterator[str]:
        """The act that is refused, and those from which something follows that plays a part in it."""
        yield from leaves
        facts = {name.partition("@")[0] for name in kept} & {implied.fact for implied in implied_by(self.of.leaves)}
        for leaf in self.of.leaves:
            if facts & {implied.fact for implied in implied_by((leaf,))}:
                yield leaf
        if facts - {implied.fact for leaf in self.of.leaves for implied in implied_by((leaf,))}:
            yield from self.of.leaves
        if "use.reaches_third_parties" in {name.partition("@")[0] for name in loose}:
            yield from self.of.leaves


def contradiction(of: Situation, changed: frozenset[str]) -> tuple[Item, ...]:
    """What of a question that cannot be so is in the way, beside the facts that were changed."""
    names = [name for name in of.facts if name not in changed]

    def clashes(kept: Sequence[str]) -> bool:
        without = of.without(frozenset(names) - frozenset(kept))
        try:
            return without.inquiry is None
        except FactsError:
            return True

    found = smallest(names, clashes)
    acts = tuple(Item("act", leaf) for leaf in of.leaves) if len(of.leaves) > 1 and not found else ()
    return (*(Item("fact", name) for name in found), *acts)
