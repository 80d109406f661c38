"""A use that shows something: an act and few facts, as values that a person could state.

A path down diagrams leaves a part of the values of each variable. Here a value is taken from each part, so that all can
be so at once: of numbers the least (docs/semantics.md, 8), of days the least that satisfy their comparisons, of sets
as few members as will do. Whoever shows a use asks the decision first whether it shows what it is to show.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from licensekit.decision.circumstances import Assume, Circumstances, leaves_asked
from licensekit.decision.decide import BriefAnswer
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.matter import Matter, matter_of
from licensekit.decision.windows import KINDS_OF_YEAR
from licensekit.meaning.calendar_days import LAST_DAY
from licensekit.meaning.days import Orders
from licensekit.meaning.domain import Among, Domain, Interval, Quantity, meet, narrowed
from licensekit.meaning.program import gates_of
from licensekit.meaning.rules import Contradiction
from licensekit.meaning.terms import Terms, programs
from licensekit.meaning.variable import (
    AS_OF,
    AmountVariable,
    ApprovalVariable,
    FactVariable,
    MemberVariable,
    OrderVariable,
    ReadingVariable,
    Stated,
    Variable,
    World,
    interval_of,
    is_date,
    is_whole,
)
from licensekit.model.cases import Case, Expectation, GivenApproval, GivenFact
from licensekit.numerals import EXACT
from licensekit.use import Approval, Use
from licensekit.values import WORLDWIDE, Exactly, IndexValue, Known, Money, Told, Value, known_shown
from licensekit.vocabulary.facts import FACTS, SERIES, fact_name
from licensekit.vocabulary.words import printed

_NOT_LONG_AGO: Final = date(2020, 1, 1).toordinal()
"""Days that nothing bounds from below are taken from here on, where they can be."""


@dataclass(frozen=True)
class Witness:
    """A use by its act and facts, and what is assumed besides."""

    act: str
    facts: Mapping[str, Told]
    assume: Assume
    as_of: date | None = None
    indices: tuple[IndexValue, ...] = ()
    also: tuple[str, ...] = ()
    """Facts that would have to be stated besides, and cannot be: in a second currency, or of a second kind of year."""
    approvals: tuple[Approval, ...] = ()
    """Those held, by `LICENSE.GATE`."""
    readings: Mapping[str, str] = field(default_factory=dict)
    """By `LICENSE.READING`, the options that the use takes; all others are as taken."""

    @property
    def words(self) -> str:
        """The use in one line: `to sell, where product.charged_for is yes`."""
        facts = " and ".join(f"{name} is {known_shown(value)}" for name, value in self.facts.items())
        return f"to {printed(self.act)}" + (f", where {facts}" if facts else "")

    def case(self, name: str, terms: Terms, expect: tuple[Expectation, ...] = ()) -> Case:
        """The use as a `case` for some licences, which may expect something of the answer."""
        ids = tuple(program.license.id for program in programs(terms))
        own = f"{ids[0]}." if len(ids) == 1 else ""
        held = [asdict(approval) for approval in self.approvals_for(terms)]
        return Case(
            name=name,
            licenses=ids,
            acts=(self.act,),
            as_of=self.as_of,
            assume=self.assume,
            given=tuple(GivenFact(fact=fact, value=value) for fact, value in self.facts_for(terms).items()),
            indices=self.indices,
            approvals=tuple(GivenApproval(**each | {"gate": each["gate"].removeprefix(own)}) for each in held),
            expect=expect,
        )

    def approvals_for(self, terms: Terms) -> Iterator[Approval]:
        """The approvals that answer a gate of these terms."""
        gates = {each.qualified for each in gates_of(programs(terms))}
        return (approval for approval in self.approvals if approval.gate in gates)

    def matter(self, terms: Terms) -> Matter:
        """What some terms say of the act, whatever is stated."""
        return matter_of(terms, leaves_asked((self.act,)), Circumstances())[0]

    def facts_for(self, terms: Terms) -> dict[str, Told]:
        """The facts that some terms can be told: not those that only other licences declare, or give a meaning."""
        matter = self.matter(terms)
        return {
            name: value
            for name, value in self.facts.items()
            if (name in matter.declared or (base := fact_name(name).base) in FACTS or base in SERIES)
            and _is_told(name, self.facts, matter)
        }


def decide(terms: Terms, use: Witness) -> BriefAnswer:
    """What some terms answer to a use. Facts, approvals and readings of other licences are left out."""
    readings = {f"{program.license.id}.{name}" for program in programs(terms) for name in program.readings}
    circumstances = Circumstances(
        as_of=use.as_of,
        assume=use.assume,
        indices=use.indices,
        approvals=tuple(use.approvals_for(terms)),
        readings={name: option for name, option in use.readings.items() if name in readings} or "taken",
    )
    return BriefAnswer(terms, Use.of((use.act,), use.facts_for(terms), use.matter(terms).declared), circumstances)


def _is_told(name: str, told: Collection[str], matter: Matter) -> bool:
    """Whether a fact says something of its own: no other licence's meaning, nor plainly what a meaning here says."""
    if name in matter.facts:
        return True
    if fact_name(name).meaning:
        return any(name == each.key for program in matter.programs for each in program.license.meanings)
    return not any(each in told for each in matter.meanings_of.get(name, ()))


def witness(
    inquiry: Inquiry,
    path: World,
    *,
    facts: Mapping[str, Known] | None = None,
    circumstances: Circumstances,
) -> Witness | None:
    """The use of a path down the diagrams of an inquiry about one act, beside the facts stated; None where none is.

    A path says of a membership, an order of dates or an approval whether it is so (True or False), of all others what
    values are left.
    """
    values = _Values(inquiry)
    if not values.take(path):
        return None
    stated = {name: value for name, value in (facts or {}).items() if isinstance(value, Told)}
    as_of = values.stated.pop(AS_OF.name.base, circumstances.as_of)
    assert as_of is None or isinstance(as_of, date)
    return Witness(
        inquiry.leaves[0],
        {**stated, **{name: Exactly(value) for name, value in values.stated.items()}},
        circumstances.assume,
        as_of,
        circumstances.indices,
        tuple(values.also),
        (*circumstances.approvals, *values.approvals),
        {**({} if isinstance(circumstances.readings, str) else circumstances.readings), **values.readings},
    )


def concrete(inquiry: Inquiry, path: World) -> Inquiry:
    """An inquiry with an example of each set and date of which a path says how it is compared; else the same."""
    values = _Values(inquiry)
    if not values.take(path):
        return inquiry
    compared = {each.set for each in path if isinstance(each, MemberVariable)}
    compared |= {date for each in path if isinstance(each, OrderVariable) for date in each.dates}
    return inquiry.at({**inquiry.knowledge.world, **{name: values.world[name] for name in compared}})


class _Values:
    """A value for each variable of a path, such that all can be so at once."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        self.world: dict[Variable, Domain] = dict(inquiry.world)
        self.stated: dict[str, Value] = {}
        """By the fact's name, in the order in which the licences read them."""
        self.also: dict[str, None] = {}
        self.approvals: list[Approval] = []
        self.readings: dict[str, str] = {}

    def take(self, path: World) -> bool:
        """Take a value for each variable; whether there is one."""
        members: dict[FactVariable, dict[MemberVariable, bool]] = {}
        orders: dict[OrderVariable, bool] = {}
        for variable, domain in path.items():
            match variable:
                case ApprovalVariable() if domain is True:
                    holder = gates_of(self.inquiry.matter.programs)[variable].holder
                    self.approvals.append(Approval(variable.qualified, holder=holder))
                case ApprovalVariable():
                    pass
                case MemberVariable(set=of):
                    members.setdefault(of, {})[variable] = domain is True
                case OrderVariable():
                    orders[variable] = domain is True
                case FactVariable() | AmountVariable() | ReadingVariable():
                    left = narrowed(self.world.get(variable), domain)
                    if left is None:
                        return False
                    self.world[variable] = left
        for of, wanted in members.items():
            self.world.setdefault(of, _set_with(wanted))
        if not self._closes():
            return False
        dated = [name for name in path if is_date(name)]
        dated += [date for order in orders for date in order.dates]
        asked = {*path, *members}
        in_order = [name for name in dict.fromkeys((*self.inquiry.matter.readers, *path, *members)) if name in asked]
        return self._take_days(tuple(dict.fromkeys(dated)), orders) and all(map(self._take_value, in_order))

    def _closes(self) -> bool:
        try:
            self.inquiry.knowledge.common.rules.close(self.world)
        except Contradiction:
            return False
        return True

    def _take_days(self, dates: tuple[FactVariable, ...], orders: Mapping[OrderVariable, bool]) -> bool:
        """The least days that satisfy the comparisons, not long ago where that can be."""
        bounds = {name: interval_of(name, self.world) for name in dates}
        recent = {
            name: Interval(max(days.first, min(_NOT_LONG_AGO, days.last)), days.last) for name, days in bounds.items()
        }
        for tried in (recent, bounds):
            satisfied: Orders | None = Orders(tried, self.inquiry.matter.diagrams.step)
            for order, holds in orders.items():
                if LAST_DAY in {tried[order.date].first, tried[order.other].first}:
                    continue  # never: nothing comes of what it is compared with
                satisfied = satisfied and satisfied.having(order, holds=holds)
            if satisfied is not None:
                for name, day in satisfied.least.items():
                    self.world[name] = Interval(day, day)
                    self.stated[str(name)] = date.fromordinal(day)
                return True
        return False

    def _take_value(self, variable: Variable) -> bool:
        known = self.world.get(variable)
        match variable:
            case ApprovalVariable() | MemberVariable() | OrderVariable() | FactVariable(type="date"):
                return True
            case ReadingVariable():
                assert known is not None
                self.readings[variable.qualified] = _first(known)
            case AmountVariable() | FactVariable():
                if isinstance(known, Interval):
                    return self._take_number(variable, known)
                assert known is not None
                plain = known is WORLDWIDE or isinstance(known, bool | frozenset)
                self.stated[str(variable.name)] = known if plain else _first(known)  # type: ignore[assignment]
        return True

    def _take_number(self, variable: Stated, known: Interval) -> bool:
        """The least number that is easily written; the greatest where that leaves others no room."""
        before = dict(self.world)
        currencies = sum(name.name == variable.name for name in self.inquiry.matter.variables)
        for high in (False, True):
            point = _point(known, whole=is_whole(variable), high=high)
            if point == 0 and isinstance(variable, AmountVariable) and currencies > 1:
                point = _above_zero(known)  # zero is zero in every currency
            self.world = {**before, variable: Interval(point, point)}
            if self._closes():
                break
        else:
            return False
        name = str(variable.name)
        value: Value = int(point) if isinstance(variable, FactVariable) else Money(Decimal(point), variable.currency)
        if any(year != value for year in self._years_beside(variable)):
            self.also[name] = None  # a year of whichever kind and another of one kind cannot both be stated
            return True
        in_other_money = isinstance(variable, AmountVariable) and variable.index != ""
        if (self.stated.setdefault(name, value) != value and point != 0) or in_other_money:
            self.also[name] = None
        return True

    def _years_beside(self, variable: Stated) -> Iterator[Value]:
        """What is stated for a year of whichever kind beside one of a kind, or the other way round."""
        stem, _, window = variable.name.base.rpartition(".")
        beside = KINDS_OF_YEAR if window == "year" else ("year",) if window in KINDS_OF_YEAR else ()
        names = (str(variable.name._replace(base=f"{stem}.{each}")) for each in beside)
        yield from (self.stated[name] for name in names if name in self.stated)


def _first(known: Domain) -> str:
    return known.options[0] if isinstance(known, Among) else str(known)


def _set_with(wanted: Mapping[MemberVariable, bool]) -> Domain:
    """A set with as few members as will do, in the order of the alphabet; `worldwide` where none will."""
    outside = frozenset[str]().union(*(each.members for each, has in wanted.items() if not has))
    inside: frozenset[str] = frozenset()
    for each, has in wanted.items():
        if has and inside.isdisjoint(each.members):
            candidates = sorted(each.members - outside)
            if not candidates:
                return WORLDWIDE
            others = [other.members for other, too in wanted.items() if too]
            inside |= {max(candidates, key=lambda member: sum(member in other for other in others))}
    return inside


def _above_zero(known: Interval) -> Quantity:
    """A number of an interval that is not zero, if there is one."""
    if meet(known, Interval(1, 1)) or known.high is None:
        return 1
    return EXACT.divide(Decimal(known.high), 2) if known.high_open else known.high


def _point(known: Interval, *, whole: bool, high: bool) -> Quantity:
    """The lowest number of an interval that is easily written; or the highest."""
    if high and known.high is not None and not known.high_open:
        return known.high
    if not known.low_open:
        return known.low
    step: Quantity = 1 if whole else Decimal(1)
    while True:
        point = known.low + step if whole else EXACT.add(Decimal(known.low), step)
        if known.high is None or meet(known, Interval(point, point)) is not None:
            return point
        step = EXACT.divide(Decimal(step), 10)
