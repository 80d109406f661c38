"""Within which facts the answer stands, how far a number stated lies from the thresholds, and what brings it there.

The bounds are a smallest box: facts are dropped while the answer stands, then each number left is widened cell by cell,
the others already widened, until no side can move. So they are a minimal explanation as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Context, Decimal
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from licensekit.decision.cells import domain_text, interval_text, stated_alike
from licensekit.decision.inquiry import DutyKey, Inquiry, WorldsAnswer
from licensekit.decision.parts import DutyStatus, FactSaid, Headroom
from licensekit.meaning.domain import NOT_NEGATIVE, Cut, Domain, Interval, Quantity, cells, compare
from licensekit.meaning.rules import ABOVE_ZERO
from licensekit.meaning.variable import AmountVariable, Variable, World, currency_of, is_date, is_whole
from licensekit.meaning.verdict import Possible
from licensekit.model.clauses import Duty
from licensekit.truth import TRUE, UNKNOWN
from licensekit.values import grouped, value_shown

_DIGITS: Final = 8
_DOWN: Final = Context(prec=_DIGITS, rounding=ROUND_DOWN)
_UP: Final = Context(prec=_DIGITS, rounding=ROUND_UP)
"""Cut to eight digits, upper ends down and lower ends up: whatever lies within the ends said does suffice."""
Standing: TypeAlias = tuple[Possible, frozenset[tuple[DutyKey, DutyStatus]]]


def bounds(inquiry: Inquiry) -> tuple[FactSaid, ...]:
    """A smallest set of facts, with the widest values, in which verdicts and duties are what they are."""
    knowledge = inquiry.knowledge
    box = _Box(inquiry)
    facts = box.without_what_does_not_matter({name: knowledge.ground[name] for name in knowledge.stated})
    for variable in _in_text_order(inquiry, facts):
        if isinstance(facts[variable], Interval) and not is_date(variable):
            facts = box.widened(facts, variable)
    order = _in_text_order(inquiry, facts)
    return tuple(FactSaid(knowledge.stated[each], domain_text(each, facts[each])) for each in order)


def _in_text_order(inquiry: Inquiry, facts: Mapping[Variable, Domain]) -> list[Variable]:
    order: dict[Variable, int] = {name: at for at, name in enumerate(inquiry.matter.readers)}
    return sorted(facts, key=lambda name: (order.get(name, len(order)), str(name)))


@dataclass(frozen=True)
class _Box:
    inquiry: Inquiry

    @cached_property
    def answer(self) -> Standing:
        """The answer that must stand."""
        return self._stance(self.inquiry.answer())

    def _stance(self, answer: WorldsAnswer) -> Standing:
        """The verdict, and the binding duties that are or may be due; one that only would apply bears on neither."""
        status = {key: each for key, each in answer.duties if each in {"due", "open"} and key[:2] in self._binding}
        return answer.possible, frozenset(status.items())

    @cached_property
    def _binding(self) -> frozenset[tuple[str, str]]:
        programs = self.inquiry.matter.programs
        duties = ((each.license.id, clause) for each in programs for clause in each.clauses if isinstance(clause, Duty))
        return frozenset((name, duty.id) for name, duty in duties if duty.strength == "must")

    def stands(self, facts: Mapping[Variable, Domain]) -> bool:
        """Whether the answer is the same in all worlds of these facts, which say less than what is stated.

        It must also be the same in the worlds that are left where what may be assumed of the rest is assumed.
        """
        knowledge = self.inquiry.knowledge
        world = knowledge.grounded(facts)
        knowledge.common.rules.close(world)
        if not self._same_in(world):
            return False
        assumed = knowledge.assumable(world)
        if not assumed:
            return True
        world |= assumed
        knowledge.common.rules.close(world)
        return self._same_in(world)

    def _same_in(self, world: World) -> bool:
        return self._stance(self.inquiry.at(world).answer()) == self.answer

    def without_what_does_not_matter(self, facts: dict[Variable, Domain]) -> dict[Variable, Domain]:
        """Drop each fact that was stated, the last named in the text first, if the answer stands without it."""
        stated = self.inquiry.knowledge.stated
        for name in dict.fromkeys(stated[variable] for variable in reversed(_in_text_order(self.inquiry, facts))):
            fewer = {variable: known for variable, known in facts.items() if stated[variable] != name}
            if self.stands(fewer):
                facts = fewer
        return facts

    def widened(self, facts: dict[Variable, Domain], variable: Variable) -> dict[Variable, Domain]:
        """Widen a number by whole cells while the answer stands, upwards and downwards."""
        pieces = cells(NOT_NEGATIVE, self._cuts(variable), whole=is_whole(variable))
        known = facts[variable]
        assert isinstance(known, Interval)
        for piece in pieces:
            if known.ends is not None and (piece.ends is None or piece.ends > known.ends):
                if not self.stands({**facts, variable: known.through(piece)}):
                    break
                known = known.through(piece)
        for piece in reversed(pieces):
            if piece.begins < known.begins:
                if not self.stands({**facts, variable: piece.through(known)}):
                    break
                known = piece.through(known)
        return {**facts, variable: known}

    def _cuts(self, variable: Variable) -> tuple[Cut, ...]:
        """Zero, and a number's own cuts; for one that only bounds others, the cuts of all numbers in its unit."""
        cuts = self.inquiry.matter.cuts
        if variable in cuts:
            return tuple(sorted({ABOVE_ZERO, *cuts[variable]}))
        of_its_unit = (own for other, own in cuts.items() if _unit(other) == _unit(variable))
        return tuple(sorted({ABOVE_ZERO, *(cut for own in of_its_unit for cut in own)}))


def _unit(variable: Variable) -> str | None:
    """The currency of an amount, nothing for a count; None for a date."""
    return None if is_date(variable) else currency_of(variable)


def headroom(inquiry: Inquiry) -> Iterator[Headroom]:
    """For each number stated, its distance from every threshold that reads it and that it decides."""
    for variable, compares, threshold, program, number in inquiry.matter.comparisons:
        known = inquiry.knowledge.world.get(variable)
        if not isinstance(known, Interval) or variable not in inquiry.knowledge.stated:
            continue
        truth = compare(known, compares.comparison, threshold)
        if truth is UNKNOWN:
            continue
        nearest = known.low if known.low >= threshold or known.high is None else known.high
        clause, currency = program.clauses[number], currency_of(variable)
        distance = threshold - nearest if threshold >= nearest else nearest - threshold
        yield Headroom(
            fact=str(variable.name),
            value=interval_text(known, currency),
            comparison=compares.comparison.replace("_", " "),
            threshold=value_shown(compares.amount),
            margin=f"{grouped(distance)} {currency}".rstrip(),
            met=truth is TRUE,
            license=program.license.id,
            clause=clause.id,
            locator=clause.locator,
        )


# -- rates and indices ------------------------------------------------------------------------------------------


class _TurningPoint(NamedTuple):
    """An amount that is compared, and the one that was stated in another currency or in money of another year."""

    compared: AmountVariable
    stated: AmountVariable
    amount: Decimal
    """How much was stated; exactly, and more than zero."""

    def text(self, cell: Interval) -> str:
        """Which rates, or values of the index, put the amount into a cell; amounts, where none of eight digits does."""
        index, _, base = self.compared.index.partition("@")
        if self.compared.currency == self.stated.currency:
            low = 0 if cell.high is None else _up(self.amount, cell.high)
            high = None if cell.low == 0 else _down(self.amount, cell.low)
            factors = Interval(low, high, cell.high_open, cell.low_open)
            unit, of = "", f" of {base}"
        else:
            low, high = _up(cell.low, self.amount), None if cell.high is None else _down(cell.high, self.amount)
            factors = Interval(low, high, cell.low_open and cell.low > 0, cell.high_open)
            adjusted = f", times {index} as a multiple of {base}" if index else ""
            unit, of = self.compared.currency, f" for 1 {self.stated.currency}{adjusted}"
        if factors.high is not None and factors.low > factors.high:
            return domain_text(self.compared, cell)
        return interval_text(factors, unit) + of


def turning_point(inquiry: Inquiry, variable: AmountVariable) -> _TurningPoint | None:
    """Where a rate or an index is missing: from what an amount is converted; None where that is not exact."""
    for stated in stated_alike(variable, inquiry.knowledge.stated):
        known = inquiry.knowledge.world.get(stated)
        converted = stated.currency != variable.currency or variable.index
        if converted and isinstance(known, Interval) and known.exact and known.low > 0:
            return _TurningPoint(variable, stated, Decimal(known.low))
    return None


def _down(number: Quantity, by: Quantity) -> Decimal:
    return _DOWN.divide(Decimal(number), Decimal(by))


def _up(number: Quantity, by: Quantity) -> Decimal:
    return _UP.divide(Decimal(number), Decimal(by))
