"""A question as it was put, and the same question with something changed: a fact, an approval, an act, the day.

What may be changed are the facts that the licences read, those that are stated, and those from which others follow
("there is no product"). What each can become: candidates.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from typing import Final, Literal, NamedTuple, TypeAlias, assert_never

from licensekit.analyse.budget import Budget, TooLarge
from licensekit.analyse.cells import Way, World
from licensekit.analyse.tied_numbers import spots_of
from licensekit.analyse.worlds import Asking, Claim, Space
from licensekit.errors import FactsError
from licensekit.evaluate.asking import Circumstances, Put
from licensekit.evaluate.closing import EXISTS
from licensekit.evaluate.decide import inquire
from licensekit.evaluate.inquiry import Inquiry
from licensekit.evaluate.known import Knowledge
from licensekit.evaluate.layout import Layout
from licensekit.evaluate.terms import Terms, programs
from licensekit.limits import MAX_DECIMALS
from licensekit.meaning.domain import Amount, Domain, Interval
from licensekit.model.clauses import Gate
from licensekit.use import Use
from licensekit.use.local import local_info
from licensekit.use.statements import Approval, Attestation
from licensekit.values import Exactly, Money, Range, Worldwide
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.words import ATTESTATIONS

Kind: TypeAlias = Literal["fact", "approval", "act", "day", "attest"]
Stated: TypeAlias = Exactly | Range
DAY: Final = "day"
SOMEBODY: Final = "somebody"
SOME_DAY: Final = date(2000, 1, 1)
"""The day of an attestation that nobody has made yet, where no as-of date is given; nothing depends on it."""
TRIGGERS: Final = (EXISTS, "product.offered_to_third_parties", "product.charged_for", "use.personal")
"""Facts that settle others, whether a licence reads them or not."""


class Item(NamedTuple):
    """What can be changed: a fact, the approval of a gate, an act that is dropped, the day, or a group to attest."""

    kind: Kind
    name: str


class Step(NamedTuple):
    """One change: the item, and what it becomes. For an approval the value is whether it is held."""

    item: Item
    value: Domain
    unit: str = ""
    """Of an amount its currency, of a date `day`."""


@dataclass(frozen=True)
class Around(Space):
    """The worlds that agree with a question, for all acts asked about together."""

    inquiry: Inquiry

    @cached_property
    def layout(self) -> Layout:
        """What the question depends on."""
        return self.inquiry.knowledge.layout

    @cached_property
    def knowledge(self) -> Knowledge:
        """What is known of the use."""
        return self.inquiry.knowledge

    def _solved(self, claim: Claim, world: World, refused: TooLarge) -> Iterator[Way]:  # noqa: ARG002
        """Never by z3: what would change an answer is told alike whether it is there or not."""
        raise refused


@dataclass(frozen=True)
class Situation:
    """A question as put: acts, facts and circumstances. Others are made of it by changing one thing."""

    terms: Terms
    leaves: tuple[str, ...]
    facts: Mapping[str, Stated]
    """What is stated, under the names that the licences use."""
    circumstances: Circumstances
    declared: Mapping[str, FactInfo]
    budget: Budget
    replaced: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Numbers that were computed from monthly series, with their months: to state the one is to take back those."""
    restated: frozenset[str] = frozenset()
    """Facts that were changed: a month among them stays stated when the period that it belongs to is changed too."""

    @cached_property
    def changeable(self) -> frozenset[str]:
        """The facts that can be changed: those that are read, those stated, and those that settle others."""
        return frozenset((*self.inquiry.knowledge.layout.facts, *self.facts, *TRIGGERS))

    @property
    def use(self) -> Use:
        """The acts and facts as a use."""
        return Use.of(self.leaves, self.facts, self.declared)

    @cached_property
    def inquiry(self) -> Inquiry:
        """The question, before it is answered. Raises FactsError where this cannot be."""
        return inquire(self.terms, self.use, self.circumstances)[0]

    @cached_property
    def possible(self) -> bool:
        """Whether all that is stated can be so at once."""
        try:
            return self.inquiry is not None
        except FactsError:
            return False

    @cached_property
    def around(self) -> Around:
        """The worlds that are left open."""
        return self.with_setting(self.inquiry)

    def with_setting(self, inquiry: Inquiry) -> Around:
        """The worlds of a question that differs from this one in its setting alone."""
        question = Asking((self.terms,), inquiry.setting, budget=self.budget)
        return Around(question, self.leaves[0], inquiry)

    # --- changing it -------------------------------------------------------------------------------------

    def changed(self, step: Step) -> Situation:
        """The same question with one thing changed."""
        item = step.item
        match item.kind:
            case "fact":
                gone = {item.name, *self.replaced.get(item.name, frozenset()) - self.restated}
                kept = {name: known for name, known in self.facts.items() if name not in gone}
                facts = {**kept, item.name: stated(step)}
                return replace(self, facts=facts, restated=self.restated | {item.name})
            case "approval":
                return replace(self, circumstances=self._approved(item.name, held=step.value is True))
            case "act":
                return replace(self, leaves=tuple(leaf for leaf in self.leaves if leaf != item.name))
            case "day":
                assert isinstance(step.value, Interval)
                day = date.fromordinal(step.value.first)
                return replace(self, circumstances=replace(self.circumstances, as_of=day))
            case "attest":
                return replace(self, circumstances=replace(self.circumstances, attested=self._attested(item.name)))
            case _:
                assert_never(item.kind)

    def _attested(self, group: str) -> Attestation:
        """What is attested already, and one group more; where nobody has attested anything, by somebody."""
        given = self.circumstances.attested or Attestation(SOMEBODY, self.circumstances.as_of or SOME_DAY, ())
        return replace(given, groups=tuple(one for one in ATTESTATIONS if one == group or one in given.groups))

    def without(self, facts: frozenset[str]) -> Situation:
        """The same question with some facts not stated."""
        return replace(self, facts={name: known for name, known in self.facts.items() if name not in facts})

    def _approved(self, gate: str, *, held: bool) -> Circumstances:
        others = tuple(one for one in self.circumstances.approvals if not _of_gate(one.gate, gate))
        new = (Approval(gate, holder=self.gates[gate].holder),) if held else ()
        return replace(self.circumstances, approvals=(*others, *new))

    def days_of_approvals(self, gates: Collection[str]) -> tuple[date, ...]:
        """The days on which approvals of some gates begin to count, or count no longer."""
        dated = [one for one in self.circumstances.approvals if any(_of_gate(one.gate, gate) for gate in gates)]
        begins = {one.since for one in dated if one.since is not None}
        ends = {one.until + timedelta(days=1) for one in dated if one.until is not None and one.until < date.max}
        return tuple(sorted(begins | ends))

    @cached_property
    def gates(self) -> Mapping[str, Gate]:
        """All gates, as `LICENSE.GATE`: one that is about other acts may still be read by a condition."""
        return {
            f"{program.license.id}.{clause.id}": clause
            for program in programs(self.terms)
            for number in program.gates
            for clause in (program.clauses[number],)
            if isinstance(clause, Gate)
        }


def situation(put: Put, budget: Budget) -> Situation:
    """The question as it was put. Raises FactsError where what was given cannot be used."""
    inquiry, _ = inquire(put.terms, put.use, put.circumstances)
    declared = {
        fact.name: local_info(fact.name, fact.type, fact.question, fact.options, judgement=fact.judgement)
        for program in programs(put.terms)
        for fact in program.license.facts
    }
    knowledge = inquiry.knowledge
    computed = {
        spot.fact: frozenset(fact for source in sources if "[" in (fact := knowledge.given[source]))
        for spot in spots_of(knowledge)
        if spot.name not in knowledge.given and (sources := knowledge.computed.get(spot.name))
    }
    facts = dict(_named(Use.of(put.use.acts, put.use.facts(), declared).facts(), knowledge.layout))
    return Situation(put.terms, inquiry.leaves, facts, put.circumstances, declared, budget, computed)


def _named(facts: Mapping[str, Stated], layout: Layout) -> Iterator[tuple[str, Stated]]:
    """A bare name stands for its one meaning in these licences."""
    for name, known in facts.items():
        meant = layout.meanings.get(name, ())
        yield (meant[0] if len(meant) == 1 and name not in layout.facts else name), known


def _of_gate(written: str, gate: str) -> bool:
    return written == gate or gate.endswith(f".{written}")


def day_cell(day: date) -> Interval:
    """A day as the worlds have it."""
    return Interval(day.toordinal(), day.toordinal())


def stated(step: Step) -> Stated:
    """What a changed fact is given as. Raises ValueError for a cell in which nothing can be stated."""
    match step.value:
        case bool() | str() | frozenset() | Worldwide() as value:
            return Exactly(value)
        case Interval() as known if step.unit == DAY:
            return Exactly(date.fromordinal(known.first))
        case Interval() as known if step.unit:
            return _amounts(known, step.unit)
        case Interval(low=low, high=high) as known:
            if known.exact:
                return Exactly(int(low))
            return Range(int(low) if low > 0 else None, None if high is None else int(high))
        case _:
            raise ValueError(f"{step.value} cannot be stated")


def _amounts(known: Interval, currency: str) -> Stated:
    """An amount known in part; ends of more decimals than can be written are rounded inwards."""
    low, high = _written(known.low, ROUND_CEILING), None if known.high is None else _written(known.high, ROUND_FLOOR)
    if known.exact:
        return Exactly(Money(low, currency))
    least = Money(low, currency) if low > 0 or known.low_open else None
    most = None if high is None else Money(high, currency)
    low_open, high_open = known.low_open and low == known.low, known.high_open and high == known.high
    return Range(least, most, low_open and least is not None, high_open)


def _written(amount: Amount, rounding: str) -> Decimal:
    number = Decimal(amount)
    if Decimal(number).as_tuple().exponent < -MAX_DECIMALS:  # type: ignore[operator]
        return number.quantize(Decimal(1).scaleb(-MAX_DECIMALS), rounding)
    return number
