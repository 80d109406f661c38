"""Two licences in one world each: whether they answer alike, differently, or that is open, and on which fact.

An answer is what a case can expect: the verdict for an act, why it is not granted, on what a permission rests, the
duties due or due once approved, the approvals missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from licensekit.evaluate.inquiry import ALLOWED, names_a_way_out
from licensekit.meaning.program import Program
from licensekit.evaluate.reasons import why_not_granted
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.standing import Standing, World
from licensekit.evaluate.terms import Outlook, Single, pillars, programs
from licensekit.evaluate.vague import first_unknown, unknown_in
from licensekit.meaning.verdict import Possible, Verdict
from licensekit.model.clauses import Clause, Duty, Gate, Grant, Termination
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, conjunction

Key: TypeAlias = tuple[str, str]
"""Licence and clause."""


class Alike(Enum):
    """What a comparison comes to."""

    SAME = "same"
    APART = "apart"
    OPEN = "open"


class Side(NamedTuple):
    """A licence with what follows it, and what stands outside the facts."""

    terms: Single
    setting: Setting


@dataclass(frozen=True)
class View:
    """One side in a world, for one act."""

    side: Side
    world: World
    leaf: str

    @cached_property
    def outlook(self) -> Outlook:
        """The licences in this world."""
        return Outlook(self.world, self.side.setting)

    @cached_property
    def possible(self) -> Possible:
        """The verdicts that three-valued logic leaves."""
        return self.outlook.possible(self.side.terms, self.leaf)

    @cached_property
    def counting(self) -> Mapping[str, tuple[Program, Truth]]:
        """The licences whose clauses count for the act, or may, by id."""
        if not self.side.terms.successors:
            program = self.side.terms.program
            return {program.license.id: (program, TRUE)}
        return {
            program.license.id: (program, counts)
            for program, counts in self.outlook.in_force(self.side.terms, self.leaf)
        }

    def place(self, key: Key) -> tuple[Standing, int] | None:
        """Where a clause stands; None where the licence does not have it or does not count."""
        found = self.counting.get(key[0])
        number = None if found is None else found[0].number.get(key[1])
        return None if found is None or number is None else (self.outlook.standing(found[0], self.leaf), number)

    def clause(self, key: Key) -> Clause | None:
        """The clause."""
        place = self.place(key)
        return None if place is None else place[0].program.clauses[place[1]]

    def active(self, key: Key) -> Truth:
        """Whether the clause is active and counts."""
        place = self.place(key)
        return FALSE if place is None else conjunction((self.counting[key[0]][1], place[0].active(place[1])))

    def own(self, key: Key) -> Truth:
        """Whether the clause's own condition holds, whatever may lift it."""
        place = self.place(key)
        return FALSE if place is None else place[0].own(place[1])

    def lifters(self, key: Key) -> dict[str, Truth]:
        """Whether each clause that can lift a clause is active, by id."""
        place = self.place(key)
        if place is None:
            return {}
        standing, number = place
        clauses = standing.program.clauses
        return {clauses[at].id: standing.active(at) for at in standing.program.lifters[number]}

    def part(self, key: Key) -> tuple[str, ...]:
        """The part that a clause plays in the decision table for the act: its columns."""
        place = self.place(key)
        if place is None:
            return ()
        covering = place[0].program.covering(self.leaf)
        return tuple(name for name, numbers in zip(covering._fields, covering, strict=True) if place[1] in numbers)

    def open_clauses(self) -> Iterator[tuple[Standing, int]]:
        """The clauses that are open for the act, in the order of the decision table."""
        for program, _ in self.counting.values():
            standing = self.outlook.standing(program, self.leaf)
            for column in program.covering(self.leaf)[:5]:
                yield from ((standing, number) for number in column if standing.active(number) is UNKNOWN)

    def granting(self) -> Iterator[tuple[Standing, int]]:
        """The grants that cover the act, and what can take them away."""
        for program, _ in self.counting.values():
            standing = self.outlook.standing(program, self.leaf)
            for number in program.covering(self.leaf).grants:
                yield standing, number
                yield from ((standing, lifter) for lifter in program.lifters[number])


@dataclass(frozen=True)
class Comparison:
    """Which clauses may stand otherwise on the two sides, and how much of an answer counts.

    Of an answer under another reading a case can expect the verdict and the duties, no more.
    """

    changed: tuple[Key, ...]
    """Clauses that are changed themselves."""
    lifted: tuple[Key, ...] = ()
    """Clauses that these lift, and those that these lift in turn."""
    under_reading: bool = False
    of_succession: bool = False
    """Only what follows the licence, and when, may differ."""

    def differing(self, one: View, other: View) -> list[Key]:
        """The clauses that stand otherwise on the two sides, or may while something is unknown."""
        found: dict[Key, bool] = {}
        return [key for key in self.changed + self.lifted if not self._alike(one, other, key, found)]

    def _alike(self, one: View, other: View, key: Key, found: dict[Key, bool]) -> bool:
        if key not in found:
            found[key] = self._same_by_itself(one, other, key, found) or _settled_alike(one, other, key)
        return found[key]

    def _same_by_itself(self, one: View, other: View, key: Key, found: dict[Key, bool]) -> bool:
        """Whether a clause and all that may lift it are the same on both sides, known or not."""
        if key in self.changed:
            own = one.own(key)
            if own is UNKNOWN or own is not other.own(key) or not _same_part(one, other, key):
                return False
        ours, theirs = one.lifters(key), other.lifters(key)
        for name in ours | theirs:
            lifter = (key[0], name)
            if name not in ours or name not in theirs:
                # It lifts the clause on one side alone: no difference only where it is not active there.
                if (ours if name in ours else theirs)[name] is not FALSE:
                    return False
            elif (lifter in self.changed or lifter in self.lifted) and not self._alike(one, other, lifter, found):
                return False
        return True

    def compare(self, one: View, other: View) -> tuple[Alike, str | None]:
        """Whether both answer alike in every world; where that is open, the unknown variable to split."""
        if self.of_succession and _same_in_force(one, other):
            return Alike.SAME, None
        keys = self.differing(one, other)
        if not keys:
            return Alike.SAME, None
        if len(one.possible) == 1 and not one.possible & other.possible:
            return Alike.APART, None
        settled = len(one.possible) == len(other.possible) == 1
        if settled:
            found = _details(one, other, keys, under_reading=self.under_reading)
            if found is not Alike.OPEN:
                return found, None
        return Alike.OPEN, _variable(one, other, keys, settled=settled)


def everything(sides: Iterable[Single], leaf: str) -> tuple[Key, ...]:
    """Every clause of some licences that can bear on an act."""
    found: dict[Key, None] = {}
    for terms in sides:
        for program in programs(terms):
            for number in (*program.concerning((leaf,)), *program.ending()):
                found[program.license.id, program.clauses[number].id] = None
    return tuple(found)


def _same_in_force(one: View, other: View) -> bool:
    """Whether the same licences count on both sides, for good."""
    ours = {name: counts for name, (_, counts) in one.counting.items()}
    return UNKNOWN not in ours.values() and ours == {name: counts for name, (_, counts) in other.counting.items()}


def _settled_alike(one: View, other: View, key: Key) -> bool:
    """Whether a clause stands the same on both sides, whatever is still unknown."""
    active = one.active(key)
    if active is UNKNOWN or active is not other.active(key):
        return False
    if isinstance(one.clause(key), Grant) or isinstance(other.clause(key), Grant):
        # Why an act is not granted depends on the grant's own condition and on what takes it away.
        lifters, own = one.lifters(key), one.own(key)
        settled = own is not UNKNOWN and UNKNOWN not in lifters.values()
        same = own is other.own(key) and lifters == other.lifters(key)
        return settled and same and _same_part(one, other, key)
    return active is FALSE or _same_part(one, other, key)


def _same_part(one: View, other: View, key: Key) -> bool:
    """Whether a clause that is active has the same effect on both sides."""
    asks = _asks_at_the_end(one.clause(key)) == _asks_at_the_end(other.clause(key))
    return asks and one.part(key) == other.part(key)


def _asks_at_the_end(clause: Clause | None) -> bool:
    return isinstance(clause, Termination) and bool(clause.obligations)


def _details(one: View, other: View, keys: list[Key], *, under_reading: bool) -> Alike:
    """What goes with a verdict that both give: duties, approvals, what it rests on, why it is refused."""
    # Of clauses of a licence that follows on a later day a case cannot speak.
    own = one.side.terms.program.license.id
    keys = [key for key in keys if key[0] == own]
    ours, theirs = dict(_duties(one, keys)), dict(_duties(other, keys))
    if not under_reading:
        ours |= dict(_beside(one, keys))
        theirs |= dict(_beside(other, keys))
    open_ = False
    for what in ours | theirs:
        said, also = ours.get(what, FALSE), theirs.get(what, FALSE)
        if said is UNKNOWN or also is UNKNOWN:
            open_ = True
        elif said != also:
            return Alike.APART
    return Alike.OPEN if open_ else Alike.SAME


def _duties(view: View, keys: list[Key]) -> Iterator[tuple[object, object]]:
    """The duties that these clauses ask for with the verdict; an open one is UNKNOWN."""
    verdict = next(iter(view.possible))
    hope = verdict is Verdict.NOT_GRANTED and _way_out(view)
    shown = verdict in ALLOWED or verdict is Verdict.NEEDS_APPROVAL or hope
    for key in keys:
        match view.clause(key):
            case Duty(strength=strength) if shown and view.part(key):
                yield ("duty", key, strength), view.active(key)
            case Termination(obligations=asked) if asked:
                yield ("ending", key), view.active(key)
            case _:
                pass


def _beside(view: View, keys: list[Key]) -> Iterator[tuple[object, object]]:
    """The approvals missing, why an act is refused, on what its permission rests; an open thing is UNKNOWN."""
    verdict = next(iter(view.possible))
    for key in keys:
        if verdict is Verdict.NEEDS_APPROVAL and isinstance(view.clause(key), Gate) and view.part(key):
            place = view.place(key)
            missing = place is not None and not place[0].approved(place[1])
            yield ("approval", key), view.active(key) if missing else FALSE
    if verdict is Verdict.NOT_GRANTED:
        yield "reason", _reason(view)
    elif verdict in ALLOWED:
        yield "basis", _basis(view)


def _way_out(view: View) -> bool:
    return any(names_a_way_out(program, view.leaf) for program, _ in view.counting.values())


def _reason(view: View) -> object:
    for standing, number in view.granting():
        grant = isinstance(standing.program.clauses[number], Grant)
        if (standing.own(number) if grant else standing.active(number)) is UNKNOWN:
            return UNKNOWN
    reasons = {
        why_not_granted(view.outlook.standing(program, view.leaf), view.leaf) for program, _ in view.counting.values()
    }
    return frozenset(reasons)


def _basis(view: View) -> object:
    found = set()
    for program, counts in view.counting.values():
        rests = pillars(view.outlook.standing(program, view.leaf), view.leaf)
        if counts is UNKNOWN or rests.granted is UNKNOWN or (rests.granted is FALSE and rests.approved is UNKNOWN):
            return UNKNOWN
        found.add("granted" if rests.granted is TRUE else "approved" if rests.approved is TRUE else "unrestricted")
    return frozenset(found)


def _variable(one: View, other: View, keys: list[Key], *, settled: bool) -> str | None:
    """The unknown variable to split next: of the clauses that differ, then of those that leave the verdict open."""
    for view in (one, other):
        for key in keys:
            place = view.place(key)
            if place is not None and (name := _open_in(*place)) is not None:
                return name
    for view in (one, other):
        places = view.granting() if settled else view.open_clauses()
        name = next((found for place in places if (found := _open_in(*place)) is not None), None)
        if name is not None:
            return name
    return None


def _open_in(standing: Standing, number: int) -> str | None:
    """The first unknown variable that leaves a clause open; of a grant also that of its condition alone."""
    found = first_unknown(standing, number)
    clause = standing.program.clauses[number]
    if found is None and isinstance(clause, Grant) and clause.when is not None and standing.own(number) is UNKNOWN:
        return unknown_in(standing, clause.when)
    return found
