"""At which rate, or at which value of an index, an amount that was stated reaches the amounts that a text compares."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_UP, Context, Decimal
from typing import Final, NamedTuple

from licensekit.decision.cells import domain_text, interval_text, stated_alike
from licensekit.decision.inquiry import Inquiry
from licensekit.meaning.domain import Interval, Quantity
from licensekit.meaning.variable import AmountVariable

_DIGITS: Final = 8
_DOWN: Final = Context(prec=_DIGITS, rounding=ROUND_DOWN)
_UP: Final = Context(prec=_DIGITS, rounding=ROUND_UP)
"""Cut to eight digits, upper ends down and lower ends up: whatever lies within the ends said does suffice."""


class _TurningPoint(NamedTuple):
    """An amount that is compared, and the one that was stated in another currency or in money of another year."""

    compared: AmountVariable
    stated: AmountVariable
    amount: Decimal
    """How much was stated; exactly, and more than zero."""

    def text(self, cell: Interval) -> str:
        """Which rates, or values of the index, put the amount into a cell; amounts, where none of eight digits does."""
        if self.compared.index:
            low = 0 if cell.high is None else _up(self.amount, cell.high)
            high = None if cell.low == 0 else _down(self.amount, cell.low)
            factors = Interval(low, high, cell.high_open, cell.low_open)
            unit, of = "", f" of {self.compared.index.partition('@')[2]}"
        else:
            low, high = _up(cell.low, self.amount), None if cell.high is None else _down(cell.high, self.amount)
            factors = Interval(low, high, cell.low_open and cell.low > 0, cell.high_open)
            unit, of = self.compared.currency, f" for 1 {self.stated.currency}"
        if factors.high is not None and factors.low > factors.high:
            return domain_text(self.compared, cell)
        return interval_text(factors, unit) + of


def turning_point(inquiry: Inquiry, variable: AmountVariable) -> _TurningPoint | None:
    """Where only a rate or an index is missing: from what an amount is converted; None where that is not exact."""
    for stated in stated_alike(variable, inquiry.knowledge.stated):
        known = inquiry.knowledge.world.get(stated)
        one_step = (stated.currency == variable.currency) == bool(variable.index)
        if one_step and isinstance(known, Interval) and known.exact and known.low > 0:
            return _TurningPoint(variable, stated, Decimal(known.low))
    return None


def _down(number: Quantity, by: Quantity) -> Decimal:
    return _DOWN.divide(Decimal(number), Decimal(by))


def _up(number: Quantity, by: Quantity) -> Decimal:
    return _UP.divide(Decimal(number), Decimal(by))
