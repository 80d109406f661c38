"""The exact possible set: unknown facts are split into the licence's cells, depth first.

Facts are split, not atoms: two thresholds on one number are not independent, and `commercial or not commercial`
is true. A branch ends when its three-valued set has one element, or none that was not found before.
Cells that contradict a relation or a rule are no worlds and are skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import Final, TypeAlias

from licensekit.evaluate.closing import Closure, Contradiction
from licensekit.evaluate.conditions import AS_OF
from licensekit.evaluate.days import TooMany, candidate_days
from licensekit.meaning.domain import ANY_DAY, NOT_NEGATIVE, Among, Domain, Interval, cells, meet
from licensekit.evaluate.layout import Layout
from licensekit.evaluate.setting import Setting
from licensekit.evaluate.standing import Standing, World
from licensekit.evaluate.terms import Outlook
from licensekit.evaluate.vague import first_unknown
from licensekit.limits import MAX_CELLS, MAX_NODES
from licensekit.truth import TRUE, UNKNOWN, disjunction
from licensekit.vocabulary.territories import GROUPS, in_group

MOST_KEPT: Final = 256
"""Days for which the countries that clauses tell apart are kept."""
ANOTHER_TEXT: Final = "another text"
"""Stands for every text that no clause names."""

Answers: TypeAlias = frozenset[object]
NO_ANSWERS: Final[Answers] = frozenset()
Question: TypeAlias = Callable[[Outlook], Answers]
"""The answers that three-valued logic leaves in a world: one where the world decides."""

OpenClauses: TypeAlias = Callable[[Outlook], Iterator[tuple[Standing, int]]]
"""The clauses whose open conditions are to be split, the most pressing first."""


@dataclass
class Search:
    """A search over the worlds that agree with what is known."""

    layout: Layout
    closure: Closure
    setting: Setting
    clauses: OpenClauses
    limit: int = MAX_NODES
    nodes: int = 0
    days: dict[tuple[str, tuple[Domain | None, ...]], tuple[int, ...]] = field(default_factory=dict)
    """Days that were found to be enough for a date, by what is known of all dates."""
    witnesses: list[World] = field(default_factory=list)
    """A world for each answer that was found."""
    members: int | None = None
    """How many members a set has at most, where examples will do; by default as many as can matter.

    Where examples will do, a date with too many days to look at has its first and its last.
    """

    def answers(
        self, outlook: Outlook, question: Question, hints: Iterable[World] = (), idle: Answers = NO_ANSWERS
    ) -> Answers:
        """Every answer that some world gives which agrees with this one. Raises TooMany.

        Hints are worlds in which a like search found its answers; they are looked at first. Idle answers are never
        looked for: whether some world gives one is left open.
        """
        found = set(idle)
        left = question(outlook)
        for hint in hints:
            if left <= found:
                break
            inner = self._in_both(outlook.world, hint)
            if inner is not None and len(answer := question(outlook.narrowed(inner))) == 1:
                self._add(answer, inner, found)
        self._look(outlook, question, found)
        return frozenset(found)

    def _add(self, left: Answers, world: World, found: set[object]) -> None:
        if not left <= found:
            found.update(left)
            self.witnesses.append(world)

    def _in_both(self, world: World, hint: World) -> World | None:
        """A world that agrees with the first, and as far as it can with the other; None where there is none."""
        inner = {**hint, **{name: known for name, known in world.items() if not _lies_in(hint.get(name), known)}}
        try:
            self.closure.close(inner)
        except Contradiction:
            return None
        return inner

    def _look(self, outlook: Outlook, question: Question, found: set[object], *, cleaned: bool = False) -> None:
        """Add the answers that are not yet found; worlds that cannot add one are not looked at.

        The first time that a clean-hands fact is to be split, the worlds in which none of these facts is so are
        looked at before all others: the use as it mostly is, and dozens of facts settled in one step.
        """
        self.nodes += 1
        if self.nodes > self.limit:
            raise TooMany
        left = question(outlook)
        if left <= found:
            return
        variable = None if len(left) == 1 else self.splitting(outlook)
        if variable is None:
            self._add(left, outlook.world, found)
            return
        if not cleaned and variable in self.layout.clean_hands:
            cleaned = True
            self._look(outlook.narrowed(self.clean(outlook.world)), question, found, cleaned=True)
        for inner in self.worlds(outlook.world, variable):
            if left <= found:
                return
            self._look(outlook.narrowed(inner), question, found, cleaned=cleaned)

    def clean(self, world: Mapping[str, Domain], *, but: str = "") -> dict[str, Domain]:
        """The worlds in which no clean-hands fact that is open (but one) is so; nothing follows from these facts."""
        return {**dict.fromkeys(self.layout.clean_hands - {but}, False), **world}

    def splitting(self, outlook: Outlook) -> str | None:
        """The variable to split next: the first unknown one of the first clause that is open."""
        for standing, number in self.clauses(outlook):
            variable = first_unknown(standing, number)
            if variable is not None:
                return self._day_first(outlook.world, variable)
        return self._open_date(outlook)

    def _day_first(self, world: Mapping[str, Domain], variable: str) -> str:
        """A set of countries waits for the day: until then, each country whose group may change is one by itself."""
        day = world.get(AS_OF, ANY_DAY)
        if variable not in self.layout.sets or (isinstance(day, Interval) and day.exact):
            return variable
        grouped = any(value in GROUPS for values in self.layout.members[variable][1] for value in values)
        return AS_OF if grouped else variable

    def _open_date(self, outlook: Outlook) -> str | None:
        """A date on which one licence follows another."""
        for name in self.layout.dates:
            known = outlook.world.get(name, ANY_DAY)
            if isinstance(known, Interval) and not known.exact:
                return name
        return None

    def worlds(self, world: Mapping[str, Domain], variable: str) -> Iterator[dict[str, Domain]]:
        """The worlds in which a variable lies in each of its cells."""
        for cell in self.cells(world, variable):
            inner = dict(world)
            inner[variable] = cell
            try:
                self.closure.close(inner)
            except Contradiction:
                continue
            yield inner

    def cells(self, world: Mapping[str, Domain], variable: str) -> tuple[Domain, ...]:
        """The cells of a variable that what is known leaves. Raises TooMany."""
        layout = self.layout
        known = world.get(variable)
        if variable in layout.numbers:
            _, whole, _ = layout.numbers[variable]
            reach = known if isinstance(known, Interval) else NOT_NEGATIVE
            return cells(reach, layout.sorted_cuts(variable), whole=whole)
        if variable in layout.dates:
            return self._days_left(world, variable)
        if variable in layout.members:
            return self._places(world, variable)
        if variable in layout.open_readings:
            return layout.open_readings[variable]
        if variable in layout.options:
            return _options(*layout.options[variable], known)
        return (True, False)

    def _days_left(self, world: Mapping[str, Domain], variable: str) -> tuple[Domain, ...]:
        dates = tuple(world.get(name) for name in self.layout.dates)
        days = self.days.get((variable, dates))
        if days is None:
            days = self.days[variable, dates] = self._candidate_days(world, variable)
        known = world.get(variable, ANY_DAY)
        assert isinstance(known, Interval)
        inside = [day for day in days if known.first <= day <= known.last]
        return tuple(Interval(day, day) for day in sorted({*inside, known.first, known.last}))

    def _candidate_days(self, world: Mapping[str, Domain], variable: str) -> tuple[int, ...]:
        """Days enough for a date; where examples will do and there are too many, none but the first and the last."""
        try:
            return candidate_days(self.layout, world, variable)
        except TooMany:
            if self.members is None:
                raise
            return ()

    def _places(self, world: Mapping[str, Domain], variable: str) -> tuple[Domain, ...]:
        """One country, or set of countries or options, for each way in which the clauses can tell them apart."""
        as_of = world.get(AS_OF, ANY_DAY)
        assert isinstance(as_of, Interval)
        kept = self.layout.apart
        found = kept.get((variable, as_of, self.members))
        if found is None:
            members, lists = self.layout.members[variable]
            apart = _told_apart(members, lists, as_of)
            most = 2 * len(set(lists)) if self.members is None else self.members
            found = _subsets(apart, most) if variable in self.layout.sets else apart
            if len(kept) < MOST_KEPT:
                kept[variable, as_of, self.members] = found
        return found


def _lies_in(one: Domain | None, known: Domain) -> bool:
    """Whether what a world knows of a variable says at least as much as what another knows."""
    if isinstance(one, Interval) and isinstance(known, Interval):
        return meet(one, known) == one
    if isinstance(known, Among):
        return one in known.options or (isinstance(one, Among) and set(one.options) <= set(known.options))
    return one == known


def _told_apart(members: tuple[str, ...], lists: Sequence[tuple[str, ...]], as_of: Interval) -> tuple[str, ...]:
    regions: dict[tuple[object, ...], str] = {}
    for member in members:
        regions.setdefault(tuple(_signature(member, values, as_of) for values in lists), member)
    return tuple(regions.values())


def _signature(member: str, values: tuple[str, ...], as_of: Interval) -> object:
    """How a list treats a member; one whose membership depends on the day is told apart from all others."""
    if member in values:
        return TRUE
    groups = [group for group in values if group in GROUPS]
    belongs = disjunction(in_group(member, group, as_of.first, as_of.last) for group in groups)
    return member if belongs is UNKNOWN else belongs


def _subsets(members: tuple[str, ...], most: int) -> tuple[frozenset[str], ...]:
    """Sets of so many members at most. Raises TooMany.

    A list is compared with a set in two ways, `any of` and `all of`, and each time one member tells the outcome: one
    in the list, or one outside it. So sets of two members a list tell every outcome apart.
    """
    sizes = range(min(most, len(members)) + 1)
    if sum(comb(len(members), size) for size in sizes) > MAX_CELLS:
        raise TooMany
    return tuple(frozenset(chosen) for size in sizes for chosen in combinations(members, size))


def _options(options: tuple[str, ...], named: Mapping[str, None], known: Domain | None) -> tuple[Domain, ...]:
    """The options that clauses name, and one for all the others; of a text, any other text."""
    if not options:
        return (*named, ANOTHER_TEXT)
    left = known.options if isinstance(known, Among) else options
    rest = next((option for option in left if option not in named), None)
    return tuple(option for option in left if option in named or option == rest)
