"""The exact search over all uses of an act: a world in which a claim holds, or the certainty that there is none.

Worlds are those of evaluate/search.py: every unknown fact is split into the cells that the licences cut, depth
first, only where three-valued logic leaves the claim open; cells that contradict a relation or rule are skipped.
Nothing is sampled. A search that would look at more worlds than it may is refused: it never hangs and never guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final, Protocol

from licensekit.analyse.budget import Budget, Enough, TooLarge
from licensekit.analyse.by_solver import BeyondSolver, installed, solved
from licensekit.analyse.cells import Way, World, narrowed_to
from licensekit.analyse.readers import Readers
from licensekit.evaluate.closing import Contradiction
from licensekit.evaluate.days import TooMany
from licensekit.evaluate.known import Asked, Assume, Knowledge, assumed_value, know
from licensekit.evaluate.layout import Layout, layout_of
from licensekit.evaluate.search import Search
from licensekit.evaluate.setting import Approval, Setting
from licensekit.evaluate.standing import Standing
from licensekit.evaluate.terms import Outlook, Terms, Together, programs
from licensekit.evaluate.vague import first_unknown
from licensekit.limits import MAX_ANALYSIS_NODES, MAX_CELLS
from licensekit.meaning.domain import Among, Domain, Interval
from licensekit.model.conditions import Adjusted, AllOf, AnyOf, Compares, Condition, Not
from licensekit.model.license import License
from licensekit.truth import FALSE, TRUE, UNKNOWN, Truth
from licensekit.use.statements import Approval as GivenApproval
from licensekit.values import IndexValue, Known
from licensekit.vocabulary.facts import FACTS

MANY_FACTS: Final = 200
MOST_SOLVED: Final = 100
"""Claims of one question that z3 is asked about."""
GUESSES: Final = frozenset((2, 4, 8, 16, 32, 64))
"""How deep in a search a guess is made."""


class Claim(Protocol):
    """Something that is true or false of every world, and unknown while too little of a world is known."""

    def truth(self, outlook: Outlook) -> Truth:
        """Whether it holds in all, in none or in some of the worlds that are left."""
        ...

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """The unknown variables that leave it open, the most pressing first."""
        ...


@dataclass(frozen=True)
class Asking:
    """What all searches of one question share: the terms together, what is stated, and how much may be searched."""

    sides: tuple[Terms, ...]
    setting: Setting
    facts: Mapping[str, Known] = field(default_factory=dict)
    assume: Assume = "none"
    as_of: date | None = None
    budget: Budget = field(default_factory=Budget)
    given: tuple[GivenApproval, ...] = ()
    """The approvals held, as the caller gives them."""

    @cached_property
    def together(self) -> Terms:
        """All sides in one world; who was released last comes first, since no use is before its release."""
        if len(self.sides) == 1:
            return self.sides[0]
        ordered = sorted(self.sides, key=lambda terms: _released(terms) or date.min, reverse=True)
        return Together(tuple(ordered))

    def space(self, leaf: str) -> Space:
        """All uses of one act."""
        return Space(self, leaf)


def _released(terms: Terms) -> date | None:
    return programs(terms)[0].license.released


def asking(  # noqa: PLR0913 - each names one thing that a caller may state
    *sides: Terms,
    facts: Mapping[str, Known] | None = None,
    assume: Assume = "none",
    as_of: date | None = None,
    readings: Mapping[str, str] | None = None,
    approvals: tuple[Approval, ...] = (),
    given: tuple[GivenApproval, ...] = (),
    limit: int = MAX_ANALYSIS_NODES,
) -> Asking:
    """A question about some licences, each reading as taken unless `LICENSE.READING` is chosen otherwise.

    `approvals` are those that count, by the gates of these very terms, and `given` the same as the caller gave them.

    Indices stand at their base: amounts of another year are compared as they are written.
    """
    found = dict.fromkeys(program for terms in sides for program in programs(terms))
    taken = {f"{one.license.id}.{reading.name}": reading.taken for one in found for reading in one.license.readings}
    setting = Setting(readings={**taken, **(readings or {})}, indices=_at_base(sides), approvals=approvals)
    return Asking(sides, setting, facts or {}, assume, as_of, Budget(limit), given)


def _at_base(sides: tuple[Terms, ...]) -> dict[str, IndexValue]:
    licenses = {program.license.id: program.license for terms in sides for program in programs(terms)}.values()
    adjusted = {found for license in licenses for found in _adjusted(license)}
    values = (IndexValue(one.index, one.year, Decimal(1), date(one.year, 12, 31)) for one in adjusted)
    return {f"{one.name}@{one.base}": one for one in sorted(values, key=lambda one: (one.name, one.base))}


def _adjusted(license: License) -> Iterator[Adjusted]:
    """The indices by which the thresholds of a licence are adjusted."""
    todo: list[Condition | None] = [clause.when for clause in license.clauses]
    todo += [one.condition for one in license.definitions]
    todo += [case.when for measure in license.measures for case in measure.cases]
    while todo:
        match todo.pop():
            case Compares(adjusted=Adjusted() as adjusted):
                yield adjusted
            case AllOf(parts=parts) | AnyOf(parts=parts):
                todo += parts
            case Not(part=part):
                todo.append(part)
            case _:
                pass


@dataclass(frozen=True)
class Space:
    """All uses of one act that agree with what is stated, cut into cells by all sides together."""

    asking: Asking
    leaf: str

    @cached_property
    def layout(self) -> Layout:
        """The variables, and the cuts that any of the sides makes."""
        return layout_of(self.asking.together, (self.leaf,), self.asking.setting)

    @cached_property
    def knowledge(self) -> Knowledge:
        """What the act and the stated facts settle. Raises FactsError where they contradict each other."""
        return self._known("none" if self.asking.assume == "none" else self.asking.assume)

    def _known(self, assume: Assume) -> Knowledge:
        layout = self.layout
        asked = Asked((self.leaf,), self.asking.facts, self.asking.as_of, assume, frozenset())
        return know(self.asking.together, asked, layout, self.asking.setting)

    @cached_property
    def root(self) -> World:
        """What is known of every use of the space."""
        return self.knowledge.world

    @cached_property
    def assumable(self) -> Mapping[str, Domain]:
        """The facts that `assume standard` would settle, with the values it takes."""
        found: dict[str, Domain] = {}
        for one in self._known("standard").assumptions:
            info = FACTS.get(one.fact.partition("@")[0])
            if info is not None and one.fact not in self.root:
                found[one.fact] = assumed_value(info) if one.kind != "weak" else one.value == "yes"
        return found

    @cached_property
    def _search(self) -> Search:
        return Search(self.layout, self.knowledge.closure, self.asking.setting, lambda _: iter(()))

    def outlook(self, world: World) -> Outlook:
        """The licences in a world."""
        return Outlook(world, self.asking.setting)

    # --- worlds ------------------------------------------------------------------------------------------

    def within(self, way: Way, world: World | None = None) -> World | None:
        """The worlds in which a way is so; None where there are none."""
        inner = dict(self.root if world is None else world)
        for variable, cell in way.items():
            narrowed = narrowed_to(inner.get(variable), cell)
            if narrowed is None:
                return None
            inner[variable] = narrowed
        return self._closed(inner)

    def _closed(self, world: dict[str, Domain]) -> World | None:
        try:
            self.knowledge.closure.close(world)
        except Contradiction:
            return None
        return world

    def ordinary(self, way: Way) -> World | None:
        """The same under `assume standard`: what nothing settles is assumed. None where there are no such worlds."""
        found = self.within(way)
        if found is None:
            return None
        inner = dict(found)
        inner.update((name, value) for name, value in self.assumable.items() if name not in inner)
        return self._closed(inner)

    def cells(self, world: World, variable: str) -> tuple[Domain, ...]:
        """The cells of a variable that are left, ordinary ones first: what is assumed, no, and small numbers.

        Raises TooLarge where a set of countries has more than may be looked at.
        """
        try:
            found = self._search.cells(world, variable)
        except TooMany:
            raise TooLarge(MAX_CELLS) from None
        usual = self.assumable.get(variable, False)
        return tuple(sorted(found, key=lambda cell: cell != usual))

    # --- the search --------------------------------------------------------------------------------------

    def first(self, claim: Claim, world: World | None = None) -> Way | None:
        """A world in which the claim holds, by the cells chosen on the way to it; None where there is none.

        Raises TooLarge.
        """
        return next(self.each(claim, world), None)

    def each(self, claim: Claim, world: World | None = None) -> Iterator[Way]:
        """All worlds in which the claim holds, as far as it still does when the search comes to them.

        Where they are too many to look at, z3 decides, if it is there and can be asked. Raises TooLarge.
        """
        try:
            yield from self._searched(claim, world)
        except TooLarge as refused:
            yield from self._solved(claim, self.root if world is None else world, refused)

    def _solved(self, claim: Claim, world: World, refused: TooLarge) -> Iterator[Way]:
        """The same by z3. What it cannot be asked is refused, or stays unfinished where it is a description."""
        budget = self.asking.budget
        while True:
            try:
                if budget.solved >= MOST_SOLVED:
                    raise refused
                way = solved(self, claim, world)
            except BeyondSolver:
                if installed() and budget.stop is not None:
                    budget.hand_over()
                    raise Enough from None
                raise refused from None
            budget.hand_over()
            budget.solved += 1
            if way is None:
                return
            yield way

    def _searched(self, claim: Claim, world: World | None) -> Iterator[Way]:
        start = self.outlook(self.root if world is None else world)
        stack: list[Iterator[tuple[Outlook, Way]]] = [iter(((start, {}),))]
        while stack:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
                continue
            outlook, way = step
            self.asking.budget.spend()
            truth = claim.truth(outlook)
            if truth is TRUE:
                yield way
            elif truth is UNKNOWN:
                guessed = self._guessed(claim, outlook, way) if len(stack) in GUESSES else None
                if guessed is not None:
                    yield guessed
                stack.append(self._inner(outlook, way, self.splitting(claim, outlook)))

    def _guessed(self, claim: Claim, outlook: Outlook, way: Way) -> Way | None:
        """A world in which the claim holds with everything that is open at no and at the lowest numbers.

        Tried where a licence reads so many facts that to settle them one by one takes longer than a guess.
        """
        if len(self.layout.first_use) < MANY_FACTS:
            return None
        self.asking.budget.spend()
        inner, chosen = dict(outlook.world), dict(way)
        for name in self.layout.first_use:
            if name in self.layout.yes_no:
                if name not in inner:
                    inner[name] = chosen[name] = False
            elif name in self.layout.numbers:
                inner[name] = chosen[name] = self.cells(inner, name)[0]
        closed = self._closed(inner)
        return chosen if closed is not None and claim.truth(outlook.narrowed(closed)) is TRUE else None

    def always(self, claim: Claim, world: World | None = None) -> bool:
        """Whether a claim holds in every world. Raises TooLarge."""
        return self.first(Otherwise(claim), world) is None

    def splitting(self, claim: Claim, outlook: Outlook) -> str:
        """The variable to split next."""
        variable = next(claim.open_variables(outlook), None) or self._open(outlook)
        if variable is None:
            raise AssertionError("a claim is open in a world in which everything is known")
        return variable

    def _open(self, outlook: Outlook) -> str | None:
        """Any variable that is still open: a day on which one licence follows another, then whatever is read."""
        for name in (*self.layout.dates, *self.layout.first_use):
            known = outlook.world.get(name)
            if known is None or isinstance(known, Among) or (isinstance(known, Interval) and self._cut(name, known)):
                return name
        return None

    def _cut(self, name: str, known: Interval) -> bool:
        if name in self.layout.numbers:
            return len(self._search.cells({name: known}, name)) > 1
        return not known.exact

    def _inner(self, outlook: Outlook, way: Way, variable: str) -> Iterator[tuple[Outlook, Way]]:
        for cell in self.cells(outlook.world, variable):
            inner = self._closed({**outlook.world, variable: cell})
            if inner is not None:
                yield (
                    outlook.narrowed(inner, self._readers.touched(outlook.world, inner, variable)),
                    {**way, variable: cell},
                )

    @cached_property
    def _readers(self) -> Readers:
        return Readers(self.layout, self.knowledge.closure, programs(self.asking.together))


@dataclass(frozen=True)
class Otherwise:
    """A claim that is false."""

    claim: Claim

    def truth(self, outlook: Outlook) -> Truth:
        """The other truth."""
        found = self.claim.truth(outlook)
        return UNKNOWN if found is UNKNOWN else FALSE if found is TRUE else TRUE

    def open_variables(self, outlook: Outlook) -> Iterator[str]:
        """Those of the claim."""
        return self.claim.open_variables(outlook)


def unknowns(clauses: Iterable[tuple[Standing, int]]) -> Iterator[str]:
    """The first unknown variable of each clause that is open."""
    for standing, number in clauses:
        variable = first_unknown(standing, number)
        if variable is not None:
            yield variable
