"""A claim over all worlds put to z3 (extra `exact`), where a search would look at more worlds than it may.

The cells are those of the search, and what an atom says of a cell is asked of the evaluator: z3 is given no arithmetic
and no dates, only which combinations of cells make a claim true. So it decides the same question. A world that it finds
is checked like any other before it is used; of relations between facts it is told which pairs of cells they rule
out, so that where it finds none, there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, assert_never

from licensekit.evaluate.closing import EXISTS, Contradiction
from licensekit.evaluate.conditions import AS_OF, reading_variable
from licensekit.meaning.domain import Domain, Interval
from licensekit.meaning.program import Program, needs_a_grant
from licensekit.evaluate.standing import Standing
from licensekit.evaluate.terms import Single
from licensekit.model.conditions import (
    AllOf,
    AnyOf,
    ApprovalHeld,
    Compares,
    Condition,
    DateOrder,
    DateWithin,
    Defined,
    Holds,
    IsOneOf,
    Not,
    ReadingIs,
    SetMeets,
)
from licensekit.truth import TRUE, UNKNOWN
from licensekit.vocabulary.territories import GROUPS

if TYPE_CHECKING:
    from licensekit.analyse.cells import Way, World
    from licensekit.analyse.sides import Content, Side, Standpoint
    from licensekit.analyse.worlds import Claim, Space

MOST_TRIES: Final = 200
"""Worlds that z3 finds and that turn out to be none, before the question is given up."""
MOST_CELLS: Final = 64
"""Cells of one variable."""
MOST_STEPS: Final = 20_000_000
"""Steps of z3 (its `rlimit`) for one claim: a few seconds, and the same on every machine."""


class BeyondSolver(Exception):  # noqa: N818 - no error: the search's own refusal stands
    """Something that is not put to z3: days, what follows a licence, several at once; or z3 is not there."""


def installed() -> bool:
    """Whether z3 can be asked."""
    return find_spec("z3") is not None


def solved(space: Space, claim: Claim, world: World) -> Way | None:
    """A world inside another in which a claim holds, or None where there is none. Raises BeyondSolver."""
    if not installed():
        raise BeyondSolver
    return _Solver(space, dict(world), import_module("z3")).way(claim)


@dataclass
class _Solver:
    space: Space
    world: dict[str, Domain]
    z3: Any

    @cached_property
    def cells(self) -> dict[str, tuple[Domain, ...]]:
        """The cells of every variable that the clauses read, and of whether there is a product."""
        layout = self.space.layout
        if layout.dates:
            raise BeyondSolver
        found: dict[str, tuple[Domain, ...]] = {}
        for name in (*layout.first_use, EXISTS):
            known = self.world.get(name)
            is_open = known is None or not isinstance(known, bool | str | frozenset)
            found[name] = self.space.cells(self.world, name) if is_open else (known,)  # type: ignore[assignment]
            if len(found[name]) > MOST_CELLS:
                raise BeyondSolver
        return found

    @cached_property
    def variables(self) -> dict[str, tuple[Any, ...]]:
        """For each variable one truth for each cell, of which exactly one is so."""
        return {
            name: tuple(self.z3.Bool(f"{name}#{at}") for at in range(len(cells))) for name, cells in self.cells.items()
        }

    def way(self, claim: Claim) -> Way | None:
        """A world in which the claim holds, checked; None where there is none."""
        z3 = self.z3
        solver = z3.Solver()
        solver.set("rlimit", MOST_STEPS)
        wanted = self.claim(claim)
        for cells in self.variables.values():
            solver.add(z3.PbEq([(cell, 1) for cell in cells], 1))
        solver.add(*self._ruled_out(), wanted)
        for _ in range(MOST_TRIES):
            answer = solver.check()
            if answer == z3.unsat:
                return None
            if answer != z3.sat:
                raise BeyondSolver
            model = solver.model()
            chosen = {
                name: next(at for at, cell in enumerate(cells) if z3.is_true(model.eval(cell, model_completion=True)))
                for name, cells in self.variables.items()
            }
            way = {name: self.cells[name][at] for name, at in chosen.items() if name in self.space.layout.first_use}
            inside = self.space.within(way, self.world)
            if inside is not None:
                if claim.truth(self.space.outlook(inside)) is not TRUE:
                    raise BeyondSolver
                return way
            solver.add(z3.Or([z3.Not(self.variables[name][at]) for name, at in chosen.items() if name in self._tied]))
        raise BeyondSolver

    # --- relations between facts -------------------------------------------------------------------------

    @cached_property
    def _tied(self) -> frozenset[str]:
        """The variables that rules and relations tie to others."""
        closure = self.space.knowledge.closure
        rules = {name for rule in closure.rules for name in (rule.trigger, rule.target)}
        bounds = {name for bound in closure.bounds for name in (bound.lower, bound.upper, bound.guard)}
        return frozenset((rules | bounds | {name for name, _ in closure.products} | {EXISTS}) & self.cells.keys())

    def _ruled_out(self) -> Iterator[Any]:
        """Cells, and pairs of cells, that no use is in."""
        for name in sorted(self._tied):
            for at, cell in enumerate(self.cells[name]):
                if self._contradicts({name: cell}):
                    yield self.z3.Not(self.variables[name][at])
        for one, other in combinations(sorted(self._tied), 2):
            for at, here in enumerate(self.cells[one]):
                for beside, there in enumerate(self.cells[other]):
                    if self._contradicts({one: here, other: there}):
                        yield self.z3.Not(self.z3.And(self.variables[one][at], self.variables[other][beside]))

    def _contradicts(self, cells: dict[str, Domain]) -> bool:
        try:
            self.space.knowledge.closure.close({**self.world, **cells})
        except Contradiction:
            return True
        return False

    # --- conditions and clauses --------------------------------------------------------------------------

    def condition(self, standing: Standing, condition: Condition) -> Any:
        """When a condition holds."""
        z3 = self.z3
        match condition:
            case Defined(name=name):
                return self.condition(standing, standing.program.definitions[name].condition)
            case Not(part=part):
                return z3.Not(self.condition(standing, part))
            case AllOf(parts=parts):
                return z3.And([self.condition(standing, part) for part in parts])
            case AnyOf(parts=parts):
                return z3.Or([self.condition(standing, part) for part in parts])
            case ApprovalHeld():
                return z3.BoolVal(standing.truth(condition) is TRUE)
            case Holds() | IsOneOf() | SetMeets() | ReadingIs() | Compares():
                return self._atom(standing, condition)
            case DateOrder() | DateWithin():
                raise BeyondSolver
            case _:
                assert_never(condition)

    def _atom(self, standing: Standing, atom: Holds | IsOneOf | SetMeets | ReadingIs | Compares) -> Any:
        """The cells of its one variable in which an atom is true, as the evaluator says."""
        variable = self._variable(standing, atom)
        if variable is None:
            return self.z3.BoolVal(standing.truth(atom) is TRUE)
        true = []
        for at, cell in enumerate(self.cells[variable]):
            known = Standing(standing.program, {**self.world, variable: cell}, standing.setting, standing.held)
            found = known.truth(atom)
            if found is UNKNOWN:
                raise BeyondSolver
            if found is TRUE:
                true.append(self.variables[variable][at])
        return self.z3.Or(true)

    def _variable(self, standing: Standing, atom: Holds | IsOneOf | SetMeets | ReadingIs | Compares) -> str | None:
        match atom:
            case Holds(fact=fact):
                return fact
            case IsOneOf(fact=fact, values=values) | SetMeets(fact=fact, values=values):
                if any(value in GROUPS for value in values) and not _exact(self.world.get(AS_OF)):
                    raise BeyondSolver
                return fact
            case ReadingIs(reading=reading):
                name = reading_variable(f"{standing.program.license.id}.{reading}")
                return name if name in self.cells else None
            case Compares(quantity=quantity):
                if quantity in standing.program.measures:
                    raise BeyondSolver
                return standing.setting.threshold(quantity, atom)[0]
            case _:
                assert_never(atom)

    def active(self, standing: Standing, number: int) -> Any:
        """When a clause is active."""
        when = standing.program.clauses[number].when
        own = self.z3.BoolVal(True) if when is None else self.condition(standing, when)
        lifters = standing.program.lifters[number]
        return self.z3.And(own, self.z3.Not(self.some(standing, lifters))) if lifters else own

    def some(self, standing: Standing, numbers: Iterable[int]) -> Any:
        """When some of these clauses is active."""
        return self.z3.Or([self.active(standing, number) for number in numbers])

    # --- sides and claims --------------------------------------------------------------------------------

    def standing(self, program: Program, leaf: str) -> Standing:
        """The clauses of a licence in the world that is given."""
        setting = self.space.asking.setting
        return Standing(program, self.world, setting, setting.held(leaf))

    def at(self, side: Side, standpoint: Standpoint) -> Any:
        """When a side stands so."""
        from licensekit.analyse.sides import Standpoint as Points  # noqa: PLC0415 - sides build on the search

        if not isinstance(side.terms, Single) or side.terms.successors:
            raise BeyondSolver
        program, z3 = side.terms.program, self.z3
        standing, covering = self.standing(program, side.leaf), program.covering(side.leaf)
        approved = [gate for gate in covering.granting_gates if standing.approved(gate)]
        prohibited = self.some(standing, covering.prohibitions)
        missing = self.some(standing, [gate for gate in covering.granting_gates if gate not in approved])
        granted = z3.Or(self.some(standing, covering.grants), self.some(standing, approved))
        held_back = self.some(standing, [gate for gate in covering.holding_gates if not standing.approved(gate)])
        refused = z3.Not(granted) if needs_a_grant(side.leaf) else z3.BoolVal(False)
        match standpoint:
            case Points.PROHIBITED:
                return prohibited
            case Points.NEEDS_APPROVAL:
                return z3.And(z3.Not(prohibited), z3.Or(missing, z3.And(z3.Not(refused), held_back)))
            case Points.NOT_GRANTED:
                return z3.And(z3.Not(prohibited), z3.Not(missing), refused)
            case Points.ALLOWED:
                return z3.Not(z3.Or(prohibited, missing, refused, held_back))
            case _:
                assert_never(standpoint)

    def asks(self, side: Side, content: Content) -> Any:
        """When a side asks something."""
        if not isinstance(side.terms, Single) or side.terms.successors:
            raise BeyondSolver
        return self.z3.Or(
            [
                self.active(self.standing(program, side.leaf), number)
                for program, number in side.contents.get(content, ())
            ]
        )

    def claim(self, claim: Claim) -> Any:
        """When a claim holds. Raises BeyondSolver for one that is not put to z3."""
        from licensekit.analyse.compare import StandsWorse  # noqa: PLC0415 - claims build on the search
        from licensekit.analyse.sides import SEVERITY, STANDPOINTS, Asks, Both, Calls, Moves, MovesBeyond, Stands  # noqa: PLC0415
        from licensekit.analyse.worlds import Otherwise  # noqa: PLC0415

        z3 = self.z3
        match claim:
            case Otherwise(claim=inner):
                return z3.Not(self.claim(inner))
            case Both(one=one, other=other):
                return z3.And(self.claim(one), self.claim(other))
            case Moves(one=one, other=other, before=before, after=after):
                return z3.And(self.at(one, before), self.at(other, after))
            case StandsWorse(one=one, other=other):
                pairs = [(a, b) for a in STANDPOINTS for b in STANDPOINTS if SEVERITY[b] > SEVERITY[a]]
                return z3.Or([z3.And(self.at(one, a), self.at(other, b)) for a, b in pairs])
            case MovesBeyond(one=one, other=other, known=known):
                pairs = [(a, b) for a in STANDPOINTS for b in STANDPOINTS if a is not b and (a, b) not in known]
                return z3.Or([z3.And(self.at(one, a), self.at(other, b)) for a, b in pairs])
            case Asks(one=one, other=other, content=content, standpoint=standpoint):
                both = z3.And(self.at(one, standpoint), self.at(other, standpoint))
                return z3.And(both, self.asks(one, content), z3.Not(self.asks(other, content)))
            case Stands(side=side, standpoint=standpoint):
                return self.at(side, standpoint)
            case Calls(side=side, content=content):
                return self.asks(side, content)
            case _:
                raise BeyondSolver


def _exact(known: Domain | None) -> bool:
    return isinstance(known, Interval) and known.exact
