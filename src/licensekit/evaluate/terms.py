"""What is asked about: one licence with what follows it, several at once, or a choice between several.

all of (weights and code)   the more severe verdict for each act, the duties of all
any of (a dual licence)     the milder verdict for each act, and only the duties of the licence chosen
converts to L on D          L replaces the licence from D on, inclusive
offers L on D               from D on, inclusive, L may be chosen instead
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from licensekit.evaluate.conditions import AS_OF, days, not_before
from licensekit.meaning.program import Program, needs_a_grant
from licensekit.meaning.terms import (
    Choice as Choice,
    Single as Single,
    Terms as Terms,
    Together as Together,
    asked_about as asked_about,
)
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.standing import Standing, World
from licensekit.meaning.verdict import SEVERITY, Pillars, Possible, all_of_sets, any_of_sets, kleene_set
from licensekit.model.conditions import DateExpression, DateFact
from licensekit.model.license import Conversion
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, conjunction, disjunction, negation


PROGRAMS = "programs"


@dataclass
class Outlook:
    """All licences of some terms in one world: keeps each licence's standing, so that nothing is decided twice."""

    world: World
    setting: Setting
    _standings: dict[tuple[Program, frozenset[str]], Standing] = field(default_factory=dict)
    _possible: dict[tuple[int, str], Possible] = field(default_factory=dict)
    _singles: dict[int, Single] = field(default_factory=dict)

    def narrowed(self, world: World, touched: Mapping[str, Iterable[int]] | None = None) -> Outlook:
        """The same licences in a world in which more is known: what was settled stays settled.

        `touched`, by the licence's id, are the clauses that what is news bears on; None where that was not worked out.
        """
        standings = {
            key: standing.narrowed(world, None if touched is None else touched.get(key[0].license.id, ()))
            for key, standing in self._standings.items()
        }
        settled = {key: found for key, found in self._possible.items() if len(found) == 1}
        return Outlook(world, self.setting, standings, settled, self._singles)

    def standing(self, program: Program, leaf: str) -> Standing:
        """A licence's clauses in this world, with the approvals held for an act."""
        held = self.setting.held(leaf)
        key = (program, held)
        found = self._standings.get(key)
        if found is None:
            found = self._standings[key] = Standing(program, self.world, self.setting, held)
        return found

    def possible(self, terms: Terms, leaf: str) -> Possible:
        """The verdicts that three-valued logic leaves for one act."""
        key = (id(terms), leaf)
        found = self._possible.get(key)
        if found is None:
            found = self._possible[key] = self._worked_out(terms, leaf)
        return found

    def _worked_out(self, terms: Terms, leaf: str) -> Possible:
        match terms:
            case Single(program=program, successors=successors):
                now = kleene_set(pillars(self.standing(program, leaf), leaf), needs_a_grant(leaf))
                return self._followed(program, now, successors, leaf) if successors else now
            case Together(parts=parts):
                return self._folded(parts, leaf, together=True)
            case Choice(parts=parts):
                return self._folded(parts, leaf, together=False)
            case _:
                assert_never(terms)

    def _folded(self, parts: tuple[Terms, ...], leaf: str, *, together: bool) -> Possible:
        combined = self.possible(parts[0], leaf)
        for part in parts[1:]:
            other = self.possible(part, leaf)
            combined = all_of_sets(combined, other) if together else any_of_sets(combined, other)
        return combined

    def _followed(
        self, program: Program, now: Possible, successors: tuple[tuple[Conversion, Terms], ...], leaf: str
    ) -> Possible:
        """Replaced or joined by its successors, as far as the day is known to have come."""
        for conversion, successor in successors:
            arrived = self.arrived(program, conversion)
            if arrived is FALSE:
                continue
            then = self.possible(successor, leaf)
            if conversion.kind == "offers":
                then = any_of_sets(now, then)
            now = then if arrived is TRUE else now | then
        return now

    def arrived(self, program: Program, conversion: Conversion) -> Truth:
        """Whether the day of a conversion has come."""
        dates = Standing(program, self.world, self.setting, frozenset())
        return not_before(days(dates, DateFact(fact=AS_OF)), days(dates, conversion.on))

    def in_force(self, terms: Terms, leaf: str) -> tuple[tuple[Program, Truth], ...]:
        """Which licences' clauses count for an act: all of a conjunction; of a choice, the one taken."""
        match terms:
            case Single(program=program, successors=()):
                return ((program, TRUE),)
            case Single(program=program, successors=successors):
                return self._in_force_over_time(program, successors, leaf)
            case Together(parts=parts):
                return tuple(one for part in parts for one in self.in_force(part, leaf))
            case Choice(parts=parts):
                return self._taken(tuple((part, TRUE) for part in parts), leaf)
            case _:
                assert_never(terms)

    def _in_force_over_time(
        self, program: Program, successors: tuple[tuple[Conversion, Terms], ...], leaf: str
    ) -> tuple[tuple[Program, Truth], ...]:
        result: tuple[tuple[Program, Truth], ...] = ((program, TRUE),)
        choice: tuple[tuple[Terms, Truth], ...] = ((self.alone(program), TRUE),)
        for conversion, successor in successors:
            arrived = self.arrived(program, conversion)
            if conversion.kind == "offers":
                choice = (*choice, (successor, arrived))
                result = self._taken(choice, leaf)
            else:
                before = _only_if(negation(arrived), result)
                result = (*before, *_only_if(arrived, self.in_force(successor, leaf)))
        return tuple((one, counts) for one, counts in result if counts is not FALSE)

    def alone(self, program: Program) -> Single:
        """A licence without what follows it; one object each, since verdicts are kept by object."""
        return self._singles.setdefault(id(program), Single(program))

    def _taken(self, choice: tuple[tuple[Terms, Truth], ...], leaf: str) -> tuple[tuple[Program, Truth], ...]:
        """The milder of several licences; the first of equals; while it is open which, each that it may be."""
        offered = [(terms, on_offer, self.possible(terms, leaf)) for terms, on_offer in choice if on_offer is not FALSE]
        settled = all(on_offer is TRUE and len(possible) == 1 for _, on_offer, possible in offered)
        within_reach = min(rank(possible)[0] for _, on_offer, possible in offered if on_offer is TRUE)
        taken = [terms for terms, _, possible in offered if rank(possible)[1] <= within_reach]
        if settled or len(taken) == 1:
            return self.in_force(taken[0], leaf)
        return tuple(one for terms in taken for one in _only_if(UNKNOWN, self.in_force(terms, leaf)))


def _only_if(condition: Truth, counting: tuple[tuple[Program, Truth], ...]) -> tuple[tuple[Program, Truth], ...]:
    return tuple((program, conjunction((condition, counts))) for program, counts in counting)


def rank(possible: Possible) -> tuple[int, int]:
    """How severe a possible set is: by its worst, then by its best."""
    severities = [SEVERITY[verdict] for verdict in possible]
    return max(severities), min(severities)


def pillars(standing: Standing, leaf: str) -> Pillars:
    """The six statements on which the verdict for an act rests, in a world that may leave facts open."""
    covering = standing.program.covering(leaf)
    gates = covering.granting_gates
    return Pillars(
        prohibited=standing.some_active(covering.prohibitions),
        approval_missing=_some(standing, [gate for gate in gates if not standing.approved(gate)]),
        granted=standing.some_active(covering.grants),
        approved=_some(standing, [gate for gate in gates if standing.approved(gate)]),
        held_back=_some(standing, [gate for gate in covering.holding_gates if not standing.approved(gate)]),
        duty=standing.some_active(covering.duties),
    )


def _some(standing: Standing, numbers: Sequence[int]) -> Truth:
    """Whether some of these clauses is active."""
    return disjunction(map(standing.active, numbers)) if numbers else FALSE


def programs(terms: Terms) -> tuple[Program, ...]:
    """Every licence in the terms, successors included, once each, in order; kept with the terms."""
    kept = terms.layouts.get(PROGRAMS)
    if not isinstance(kept, tuple):
        kept = terms.layouts[PROGRAMS] = tuple({program.license.id: program for program in _programs(terms)}.values())
    return kept


def _programs(terms: Terms) -> Iterator[Program]:
    match terms:
        case Single(program=program, successors=successors):
            yield program
            for _, successor in successors:
                yield from _programs(successor)
        case Together(parts=parts) | Choice(parts=parts):
            for part in parts:
                yield from _programs(part)
        case _:
            assert_never(terms)


def dates_awaited(terms: Terms) -> tuple[tuple[Program, DateExpression], ...]:
    """The days on which one licence follows another, in any part of the terms."""
    found: list[tuple[Program, DateExpression]] = []

    def walk(part: Terms) -> None:
        match part:
            case Single(program=program, successors=successors):
                for conversion, successor in successors:
                    found.append((program, conversion.on))
                    walk(successor)
            case Together(parts=parts) | Choice(parts=parts):
                for inner in parts:
                    walk(inner)
            case _:
                assert_never(part)

    walk(terms)
    return tuple(found)
