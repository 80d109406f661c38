"""A use that shows something: the act and the fewest facts, as values that a person could state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from licensekit.analyse.ways import Found
from licensekit.analyse.worlds import Space
from licensekit.evaluate import Decision, Terms, evaluate
from licensekit.evaluate.closing import Contradiction
from licensekit.evaluate.conditions import AS_OF
from licensekit.meaning.domain import Among, Amount, Domain, Interval, meet
from licensekit.evaluate.known import Assume
from licensekit.evaluate.terms import programs
from licensekit.model.cases import Case, Expectation, GivenApproval, GivenFact
from licensekit.use import Approval, Use
from licensekit.use.local import local_info
from licensekit.values import Exactly, IndexValue, Money, Range, Value
from licensekit.vocabulary.facts import FACTS, SERIES, fact_name


@dataclass(frozen=True)
class Witness:
    """A use by its act and facts, and what is assumed besides."""

    act: str
    facts: Mapping[str, Exactly | Range]
    assume: Assume
    as_of: date | None = None
    indices: tuple[IndexValue, ...] = ()
    also: tuple[str, ...] = ()
    """Facts that would have to be stated in a second currency, which only a rate could join with the first."""
    approvals: tuple[Approval, ...] = ()
    """Those held, by `LICENSE.GATE`."""

    def case(self, name: str, terms: Terms, expect: tuple[Expectation, ...] = ()) -> Case:
        """The use as a `case` for some licences, which may expect something of the answer."""
        known = {fact.name: None for program in programs(terms) for fact in program.license.facts}
        return Case(
            name=name,
            licenses=tuple(program.license.id for program in programs(terms)),
            acts=(self.act,),
            as_of=self.as_of,
            assume=self.assume,
            given=tuple(GivenFact(fact=fact, value=value) for fact, value in self.facts_for(known).items()),
            indices=self.indices,
            approvals=tuple(self._approvals(terms)),
            expect=expect,
        )

    def approvals_for(self, terms: Terms) -> Iterator[Approval]:
        """The approvals that answer a gate of these terms."""
        gates = {f"{program.license.id}.{clause.id}" for program in programs(terms) for clause in program.clauses}
        return (one for one in self.approvals if one.gate in gates)

    def _approvals(self, terms: Terms) -> Iterator[GivenApproval]:
        ids = [program.license.id for program in programs(terms)]
        for one in self.approvals_for(terms):
            gate = one.gate.removeprefix(f"{ids[0]}.") if len(ids) == 1 else one.gate
            yield GivenApproval(
                gate=gate, state=one.state, since=one.since, until=one.until, acts=one.acts, holder=one.holder
            )

    def facts_for(self, known: Mapping[str, object]) -> dict[str, Exactly | Range]:
        """The facts that a licence can be told: not those that only another one declares."""
        return {
            name: value
            for name, value in self.facts.items()
            if name in known or (base := fact_name(name).base) in FACTS or base in SERIES
        }


def witness(space: Space, found: Found) -> Witness:
    """The use of a way: a value in each cell, such that all can be so at once."""
    facts: dict[str, Exactly | Range] = {**space.asking.facts}  # type: ignore[dict-item]
    as_of = space.asking.as_of
    values, also = _values(space, found)
    for name, value in values.items():
        if name == AS_OF:
            assert isinstance(value, date)
            as_of = value
        else:
            facts[name] = Exactly(value)
    assume: Assume = "standard" if found.ordinary else space.asking.assume
    return Witness(
        space.leaf, facts, assume, as_of, tuple(space.asking.setting.indices.values()), also,
        space.asking.given,
    )  # fmt: skip


def _values(space: Space, found: Found) -> tuple[dict[str, Value], tuple[str, ...]]:
    base = space.ordinary(found.way) if found.ordinary else space.within(found.way)
    assert base is not None
    world = dict(base)
    values: dict[str, Value] = {}
    also: dict[str, None] = {}
    for variable in found.way:
        cell = world[variable]
        chosen, name, value = _value(space, variable, cell)
        inner = {**world, variable: chosen}
        try:
            space.knowledge.closure.close(inner)
        except Contradiction:
            chosen, name, value = _value(space, variable, cell, high=True)
            inner = {**world, variable: chosen}
            space.knowledge.closure.close(inner)
        world = inner
        if values.setdefault(name, value) != value and chosen != Interval(0, 0):
            also[name] = None
    return values, tuple(also)


def _value(space: Space, variable: str, cell: Domain, *, high: bool = False) -> tuple[Domain, str, Value]:
    """A point of a cell: as the world has it, and as a use gives it under the fact's name."""
    match cell:
        case Interval() if variable in space.layout.numbers:
            spot, whole, _ = space.layout.numbers[variable]
            point = _point(cell, whole=whole, high=high)
            if point == 0 and _in_several_currencies(space, spot.fact):
                point = _above_zero(cell)  # zero is zero in every currency
            value: Value = int(point) if whole else Money(Decimal(point), spot.currency)
            return Interval(point, point), spot.fact, value
        case Interval():
            return Interval(cell.first, cell.first), variable, date.fromordinal(cell.first)
        case Among(options=options):
            return options[0], variable, options[0]
        case bool() | str() | frozenset():
            return cell, variable, cell
        case _:
            raise AssertionError(cell)


def _above_zero(cell: Interval) -> Amount:
    """A number of the cell that is not zero, if there is one."""
    if meet(cell, Interval(1, 1)) or cell.high is None:
        return 1
    return Decimal(cell.high) / 2 if cell.high_open else cell.high


def _in_several_currencies(space: Space, fact: str) -> bool:
    return sum(spot.fact == fact for spot, _, _ in space.layout.numbers.values()) > 1


def _point(cell: Interval, *, whole: bool, high: bool) -> Amount:
    """The lowest number of a cell that is easily written; or the highest."""
    if high and cell.high is not None and not cell.high_open:
        return cell.high
    if not cell.low_open:
        return cell.low
    step: Amount = 1 if whole else Decimal(1)
    while cell.high is not None and (cell.low + step > cell.high or (cell.low + step == cell.high and cell.high_open)):
        step = Decimal(step) / 10
    return cell.low + step


def decide(terms: Terms, use: Witness) -> Decision:
    """What some terms answer to a use. Facts that only another licence declares are left out."""
    declared = {
        fact.name: local_info(fact.name, fact.type, fact.question, fact.options, judgement=fact.judgement)
        for program in programs(terms)
        for fact in program.license.facts
    }
    return evaluate(
        terms,
        Use.of((use.act,), use.facts_for(declared), declared),
        as_of=use.as_of,
        assume=use.assume,
        indices=use.indices,
        approvals=use.approvals_for(terms),
    )
