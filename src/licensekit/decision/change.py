"""A question as it was put, and the same question with something changed: a fact, an approval, an act, the day.

A change alters one fact, has somebody attest a group of clean-hands facts, obtains (or loses) one approval, drops one
act, or waits for a day. What is assumed, implied or computed follows from what is then stated, as for every question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from typing import Final, NamedTuple, assert_never

from licensekit.decision.circumstances import Circumstances, Put, checked
from licensekit.decision.inquiry import Inquiry
from licensekit.decision.knowledge import know
from licensekit.decision.matter import matter_of
from licensekit.decision.meant import facts_meant
from licensekit.diagram.cheapest import Item
from licensekit.errors import FactsError
from licensekit.limits import MAX_DECIMALS
from licensekit.meaning.domain import Among, Domain, Interval, Quantity
from licensekit.meaning.program import gates_of
from licensekit.meaning.terms import Terms, programs
from licensekit.meaning.variable import AmountVariable, FactVariable
from licensekit.model.clauses import Gate
from licensekit.numerals import EXACT
from licensekit.use import Use
from licensekit.use.statements import Approval, Attestation
from licensekit.values import Exactly, Known, Money, Range, Worldwide
from licensekit.vocabulary.words import ATTESTATIONS

DAY: Final = "day"
_SOMEBODY: Final = "somebody"
_SOME_DAY: Final = date(2000, 1, 1)
"""The day of an attestation that nobody has made yet, where no as-of date is given."""


class ItemChange(NamedTuple):
    """One change: the item, and what it becomes. For an approval the value is whether it is held."""

    item: Item
    value: Domain
    unit: str = ""
    """Of an amount its currency, of a date `day`."""

    @property
    def place(self) -> tuple[str, object]:
        """Where it stands in order among others of its kind."""
        return (str(self.value), 0) if not isinstance(self.value, Interval) else (self.unit, self.value.begins)


@dataclass(frozen=True)
class Situation:
    """A question as put: acts, facts and circumstances. Others are made of it by changing one thing."""

    first: Inquiry
    """The question before anything was changed."""
    leaves: tuple[str, ...]
    facts: Mapping[str, Known]
    """What is stated, under the names that the licences use."""
    circumstances: Circumstances
    replaced: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Numbers that were computed from monthly series, with their months: to state the one is to take back those."""
    restated: frozenset[str] = frozenset()
    """Facts that were changed: a month among them stays stated when the period that it belongs to is changed too."""

    @property
    def terms(self) -> Terms:
        """What is asked about."""
        return self.first.terms

    @property
    def put(self) -> Put:
        """The question as it is put to the decision."""
        return Put(self.terms, Use.of(self.leaves, self.facts, self.first.matter.declared), self.circumstances)

    @cached_property
    def inquiry(self) -> Inquiry:
        """The question, before it is answered. Raises FactsError where this cannot be."""
        matter, fixed = self.first.matter, self.first.checked
        if self.leaves != matter.leaves:
            spent = matter.diagrams.spent
            matter, fixed = matter_of(self.terms, self.leaves, self.circumstances)
            matter.diagrams.spent = spent  # it is one operation still, though it asks about fewer acts
        elif self.circumstances.approvals or fixed.approvals:
            fixed = checked(matter.programs, self.circumstances)
            matter = matter.agreeing(fixed.agreements)
        return Inquiry(matter, fixed, know(matter, self.facts, self.circumstances))

    @cached_property
    def possible(self) -> bool:
        """Whether all that is stated can be so at once."""
        try:
            return bool(self.leaves) and self.inquiry is not None
        except FactsError:
            return False

    def changed(self, *changes: ItemChange) -> Situation:
        """The same question with some things changed. Raises ValueProblem for a cell in which nothing can be stated."""
        situation = self
        for change in changes:
            situation = situation._changed(change)
        return situation

    def _changed(self, change: ItemChange) -> Situation:
        kind, name = change.item
        match kind:
            case "fact":
                gone = {name, *self.replaced.get(name, frozenset()) - self.restated}
                kept = {fact: known for fact, known in self.facts.items() if fact not in gone}
                return replace(
                    self, facts={**kept, name: stated_as(change.value, change.unit)}, restated=self.restated | {name}
                )
            case "attest":  # what is attested by then, and one group more; where nobody has, by somebody
                as_of = self.circumstances.as_of or _SOME_DAY
                before = self.circumstances.vouched or Attestation(_SOMEBODY, as_of, ())
                groups = tuple(each for each in ATTESTATIONS if each == name or each in before.groups)
                return replace(self, circumstances=replace(self.circumstances, attested=replace(before, groups=groups)))
            case "approval":
                others = tuple(
                    each for each in self.circumstances.approvals if not f".{name}".endswith(f".{each.gate}")
                )
                gate = self.gates.get(name)
                held = Approval(name) if gate is None else Approval(name, holder=gate.holder)
                more = (held,) if change.value is True else ()
                return replace(self, circumstances=replace(self.circumstances, approvals=(*others, *more)))
            case "act":
                return replace(self, leaves=tuple(leaf for leaf in self.leaves if leaf != name))
            case "day":
                assert isinstance(change.value, Interval)
                day = date.fromordinal(change.value.first)
                return replace(self, circumstances=replace(self.circumstances, as_of=day))
            case _:
                assert_never(kind)

    @property
    def days_of_statements(self) -> tuple[int, ...]:
        """The days on which approvals begin to count, or count no longer, and from which on something is attested."""
        approvals, attested = self.circumstances.approvals, self.circumstances.attested
        begins = {each.since for each in approvals if each.since is not None}
        begins |= {each.on for each in (() if attested is None else attested.each)}
        ends = {each.until + timedelta(days=1) for each in approvals if each.until not in {None, date.max}}
        return tuple(sorted(day.toordinal() for day in begins | ends))

    @cached_property
    def gates(self) -> Mapping[str, Gate]:
        """All gates, as `LICENSE.GATE`: one that is about other acts may still be read by a condition."""
        return {each.qualified: gate for each, gate in gates_of(programs(self.terms)).items()}


def situation(inquiry: Inquiry, put: Put) -> Situation:
    """The question as it was put."""
    knowledge = inquiry.knowledge
    stated = Use.of(put.use.acts, put.use.facts(), inquiry.matter.declared).facts()
    computed = {
        str(variable.name): frozenset(name for each in sources if "[" in (name := knowledge.stated.get(each, "")))
        for variable, sources in knowledge.computed.items()
        if variable not in knowledge.stated and isinstance(variable, FactVariable | AmountVariable)
    }
    return Situation(inquiry, inquiry.leaves, facts_meant(stated, inquiry.matter), put.circumstances, computed)


def stated_as(value: Domain, unit: str = "") -> Known:
    """What a fact is given as that is known so; `unit` is of an amount its currency, of a date `day`.

    Raises ValueProblem where nothing can be stated in a part of its values: between two amounts that can be written.
    """
    match value:
        case bool() | str() | frozenset() | Worldwide():
            return Exactly(value)
        case Interval() as known if unit == DAY:
            return Exactly(date.fromordinal(known.first))
        case Interval() as known if unit:
            return _amounts(known, unit)
        case Interval(low=low, high=high) as known:
            if known.exact:
                return Exactly(int(low))
            return Range(int(low) if low > 0 else None, None if high is None else int(high))
        case Among():
            raise TypeError(f"{value} cannot be stated")
        case _:
            assert_never(value)


def _amounts(known: Interval, currency: str) -> Known:
    """An amount known in part; ends of more decimals than can be written are rounded inwards."""
    low, high = _written(known.low, ROUND_CEILING), None if known.high is None else _written(known.high, ROUND_FLOOR)
    if known.exact:
        return Exactly(Money(low, currency))
    least = Money(low, currency) if low > 0 or known.low_open else None
    most = None if high is None else Money(high, currency)
    low_open, high_open = known.low_open and low == known.low, known.high_open and high == known.high
    return Range(least, most, low_open and least is not None, high_open)


def _written(amount: Quantity, rounding: str) -> Decimal:
    number = Decimal(amount)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -MAX_DECIMALS:
        return number.quantize(Decimal((0, (1,), -MAX_DECIMALS)), rounding, EXACT)
    return number
