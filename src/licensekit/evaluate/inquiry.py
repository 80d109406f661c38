"""One question, with everything that is fixed while it is answered: terms, acts, setting, and what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

from licensekit.evaluate.days import TooMany
from licensekit.evaluate.known import Knowledge
from licensekit.meaning.program import Program
from licensekit.evaluate.search import NO_ANSWERS, Answers, OpenClauses, Question, Search
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.shown import DutyStatus, Method
from licensekit.evaluate.standing import Standing, World
from licensekit.evaluate.terms import Outlook, Single, Terms, programs
from licensekit.meaning.verdict import Possible, Verdict, all_of_sets
from licensekit.limits import MAX_NODES
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth, conjunction, disjunction

ALLOWED = frozenset({Verdict.PERMITTED, Verdict.PERMITTED_WITH_DUTIES})

MOST_SEEN = 16
"""Worlds that are kept for one question, the latest first."""

DutyKey = tuple[str, str, str]
"""Licence, clause, act."""


@dataclass(frozen=True)
class Answer:
    """What some worlds give: the verdicts, and the duties with their statuses."""

    possible: Possible
    method: Method
    duties: tuple[tuple[DutyKey, DutyStatus], ...]

    def with_status(self, status: DutyStatus) -> tuple[str, ...]:
        """The duties that have a status, by clause, once each."""
        return tuple(dict.fromkeys(key[1] for key, one in self.duties if one == status))

    @property
    def says(self) -> tuple[Possible, frozenset[tuple[DutyKey, DutyStatus]]]:
        """What makes two answers the same."""
        return self.possible, frozenset(self.duties)


@dataclass(frozen=True)
class Inquiry:
    """A question about some acts under some terms."""

    terms: Terms
    leaves: tuple[str, ...]
    setting: Setting
    knowledge: Knowledge
    limit: int = MAX_NODES
    shown: dict[str, object] = field(default_factory=dict, init=False, compare=False, repr=False)
    """Facts as reasons show them, worked out once."""

    seen: dict[object, tuple[World, ...]] = field(default_factory=dict, compare=False, repr=False)
    """By what was searched for: worlds that gave an answer, to be looked at first when it is asked again."""
    found: dict[object, Answers] = field(default_factory=dict, compare=False, repr=False)
    """By what was searched for: the answers."""
    within: Mapping[object, Answers] = field(default_factory=dict, compare=False, repr=False)
    """By what is searched for: the answers that a wider question has; there can be no others."""

    def afresh(self, *, limit: int) -> Inquiry:
        """The same question for many searches: what they see stays among them, so that their order plays no part."""
        return replace(self, limit=limit, seen=dict(self.seen), found={})

    @cached_property
    def known(self) -> Outlook:
        """The licences in what is known: the root of every search."""
        return Outlook(self.knowledge.world, self.setting)

    def at(self, world: World) -> Inquiry:
        """The same question in a world in which more is known, or less."""
        return replace(self, knowledge=replace(self.knowledge, world=dict(world)))

    def whole(self, outlook: Outlook) -> Possible:
        """The Kleene set of all acts together: the most severe of every combination."""
        return reduce(all_of_sets, (outlook.possible(self.terms, leaf) for leaf in self.leaves))

    def pressing(self, outlook: Outlook, leaves: tuple[str, ...]) -> Iterator[tuple[Standing, int]]:
        """The clauses that leave some act open, the ones that weigh most first."""
        for leaf in leaves:
            if len(outlook.possible(self.terms, leaf)) > 1:
                yield from self.open_clauses(outlook, leaf)

    def open_clauses(self, outlook: Outlook, leaf: str) -> Iterator[tuple[Standing, int]]:
        """The clauses that are open for an act, in the order of the decision table."""
        for program in programs(self.terms):
            standing = outlook.standing(program, leaf)
            for column in program.covering(leaf)[:5]:
                for number in column:
                    if standing.active(number) is UNKNOWN:
                        yield standing, number

    def verdicts(self, leaves: tuple[str, ...] | None = None) -> tuple[Possible, Method]:
        """The verdicts that remain possible for some acts together, and how they were found."""
        asked = self.leaves if leaves is None else leaves
        found = self._verdicts.get(asked)
        if found is None:
            found = self._verdicts[asked] = self._verdicts_of(asked)
        return found

    @cached_property
    def _verdicts(self) -> dict[tuple[str, ...], tuple[Possible, Method]]:
        return {}

    def _verdicts_of(self, asked: tuple[str, ...]) -> tuple[Possible, Method]:
        if len(asked) == 1 and len(alone := self.known.possible(self.terms, asked[0])) == 1:
            return alone, "exact"

        def together(outlook: Outlook) -> Possible:
            return reduce(all_of_sets, (outlook.possible(self.terms, leaf) for leaf in asked))

        found, method = self.search(together, lambda outlook: self.pressing(outlook, asked), about=asked)
        return frozenset(verdict for verdict in found if isinstance(verdict, Verdict)), method

    def search(
        self, question: Question, clauses: OpenClauses, *, about: object = None, idle: Answers = NO_ANSWERS
    ) -> tuple[Answers, Method]:
        """Every answer that a world gives, or what three-valued logic leaves where there are too many worlds.

        `about` names the question, for the like of it in other worlds and under other readings. Answers that are
        idle make no difference, and may be missing or not.
        """
        at_once = question(self.known)
        beyond = at_once - self.within.get(about, at_once)
        if len(at_once - beyond) == 1:
            return at_once - beyond, "exact"
        search = Search(self.knowledge.layout, self.knowledge.closure, self.setting, clauses, self.limit)
        hints = self.seen.get(about, ())
        method: Method = "exact"
        try:
            found = search.answers(self.known, question, hints, idle | beyond) - beyond
        except TooMany:
            found, method = at_once - beyond, "kleene"
        if about is not None:
            self.seen[about] = (*search.witnesses, *hints)[:MOST_SEEN]
            self.found[about] = found
        return found, method

    def answer(self) -> Answer:
        """Verdicts and duties in all worlds that agree with what is known."""
        possible, method = self.verdicts()
        return Answer(possible, method, tuple(self.duty_statuses()))

    def duty_statuses(self) -> Iterator[tuple[DutyKey, DutyStatus]]:
        """The status of every duty that some world makes active, for each act."""
        outlook = self.known
        for leaf in self.leaves:
            possible: Possible | None = None
            for program in programs(self.terms):
                covering = program.covering(leaf)
                for number in (*covering.duties, *covering.encouraged):
                    active = self.binding(outlook, program, number, leaf)
                    if active is FALSE:
                        continue
                    if possible is None:
                        possible, _ = self.verdicts((leaf,))
                    status = self._status_of_active(outlook, leaf, possible) if active is TRUE else None
                    status = status or self._status(program, number, leaf)
                    if status is not None:
                        yield (program.license.id, program.clauses[number].id, leaf), status

    def _status_of_active(self, outlook: Outlook, leaf: str, possible: Possible) -> DutyStatus | None:
        """The status of a duty that is active in every world; None where that has to be searched."""
        if possible & ALLOWED:
            return "due"
        if Verdict.NEEDS_APPROVAL in possible:
            return "would_apply"
        if Verdict.NOT_GRANTED not in possible:
            return "moot"
        match self.way_out(outlook, leaf):
            case (True,):
                return "would_apply"
            case (False,):
                return "moot"
            case _:
                return None

    def binding(self, outlook: Outlook, program: Program, number: int, leaf: str) -> Truth:
        """Whether a clause is active and its licence counts for an act."""
        if isinstance(self.terms, Single) and not self.terms.successors:
            return outlook.standing(program, leaf).active(number)
        counts = disjunction(truth for one, truth in outlook.in_force(self.terms, leaf) if one is program)
        return conjunction((counts, outlook.standing(program, leaf).active(number)))

    def _status(self, program: Program, number: int, leaf: str) -> DutyStatus | None:
        """The status of a duty for an act; the same for all that are active in every world, of one licence."""
        if self.known.standing(program, leaf).active(number) is not TRUE:
            return self._status_by_search(program, number, leaf)
        key = (program.license.id, leaf)
        if key not in self._active_statuses:
            self._active_statuses[key] = self._status_by_search(program, number, leaf)
        return self._active_statuses[key]

    @cached_property
    def _active_statuses(self) -> dict[tuple[str, str], DutyStatus | None]:
        return {}

    def _status_by_search(self, program: Program, number: int, leaf: str) -> DutyStatus | None:
        """The status of a duty for an act: docs/semantics.md, section 11."""
        duty = (program.license.id, number, leaf)

        def clauses(outlook: Outlook) -> Iterator[tuple[Standing, int]]:
            yield outlook.standing(program, leaf), number
            yield from self.open_clauses(outlook, leaf)

        def where_allowed(outlook: Outlook) -> Answers:
            active = self.binding(outlook, program, number, leaf)
            said: set[object] = set()
            for verdict in outlook.possible(self.terms, leaf):
                said.update(_options(active) if verdict in ALLOWED else ("elsewhere",))
            return frozenset(said)

        def elsewhere(outlook: Outlook) -> Answers:
            active = self.binding(outlook, program, number, leaf)
            if active is FALSE:
                return frozenset((None,))
            hopeful = {Verdict.NEEDS_APPROVAL: (True,), Verdict.NOT_GRANTED: self.way_out(outlook, leaf)}
            said: set[object] = set() if active is TRUE else {None}
            for verdict in outlook.possible(self.terms, leaf):
                ways = (None,) if verdict in ALLOWED else hopeful.get(verdict, (False,))
                said.update("would_apply" if way else way if way is None else "moot" for way in ways)
            return frozenset(said)

        found, _ = self.search(where_allowed, clauses, about=("allowed", *duty), idle=frozenset(("elsewhere",)))
        if True in found:
            return "open" if False in found else "due"
        found, _ = self.search(elsewhere, clauses, about=("elsewhere", *duty), idle=frozenset((None,)))
        if "would_apply" in found:
            return "would_apply"
        return "moot" if "moot" in found else None

    def way_out(self, outlook: Outlook, leaf: str) -> tuple[bool, ...]:
        """Whether a licence that does not grant an act names whom to ask instead: yes, no, or either."""
        if isinstance(self.terms, Single) and not self.terms.successors:
            return (names_a_way_out(self.terms.program, leaf),)
        hopes = set()
        for program, counts in outlook.in_force(self.terms, leaf):
            alone = outlook.possible(outlook.alone(program), leaf)
            if Verdict.NOT_GRANTED in alone and names_a_way_out(program, leaf):
                hopes |= {True} if counts is TRUE and len(alone) == 1 else {True, False}
        return (True,) if hopes == {True} else tuple(sorted(hopes)) or (False,)

    def surely_binding(self, program: Program, number: int) -> bool:
        """Whether, for some act, a clause is active and its licence counts in every world."""
        return any(self._surely_binding(program, number, leaf) for leaf in self.leaves)

    def _surely_binding(self, program: Program, number: int, leaf: str) -> bool:
        def truths(outlook: Outlook) -> Answers:
            return frozenset(_options(self.binding(outlook, program, number, leaf)))

        def clauses(outlook: Outlook) -> Iterator[tuple[Standing, int]]:
            yield outlook.standing(program, leaf), number
            yield from self.open_clauses(outlook, leaf)

        found, _ = self.search(truths, clauses, about=("binding", program.license.id, number, leaf))
        return found == {True}

    def reading(self, choice: Mapping[str, str]) -> Inquiry:
        """The same question with some readings chosen otherwise."""
        return replace(self, setting=replace(self.setting, readings={**self.setting.readings, **choice}))


def _options(active: Truth) -> tuple[bool, ...]:
    return (True, False) if active is UNKNOWN else (active is TRUE,)


def names_a_way_out(program: Program, leaf: str) -> bool:
    """Whether a clause that bears on an act names whom to ask instead."""
    return any(program.clauses[number].remedy is not None for number in program.concerning((leaf,)))
