"""Law l: along a number the answer changes only at thresholds, and where another number bounds it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from differential.asked import Asked
from differential.worlds import atoms_of
from licensekit.model.conditions import Compares
from licensekit.values import Exactly, Money, Range
from property.strategies import COUNTS, MONEYS, decided, licenses, questions, read, said

NUMBERS = licenses(kinds=("duty", "prohibition", "gate", "termination"))


def marks(asked: Asked, name: str) -> list[Any]:
    """Zero, every threshold, and every number given, of the number's kind."""
    found: list[Any] = [
        atom.amount for license in asked.licenses() for atom in atoms_of(license) if isinstance(atom, Compares)
    ]
    for other, known in asked.given.items():
        if other != name and isinstance(known, Exactly):
            found.append(known.value)
        elif isinstance(known, Range):
            found += [known.low, known.high]
    if name in COUNTS:
        return sorted({0, *(each for each in found if isinstance(each, int) and not isinstance(each, bool))})
    return sorted({Decimal(0), *(each.amount for each in found if isinstance(each, Money))})


@given(questions(NUMBERS), st.data())
def test_the_answer_changes_only_at_thresholds(asked: Asked, data: st.DataObject) -> None:
    names = [name for name in read(asked) if name in {*COUNTS, *MONEYS}]
    assume(names)
    name = data.draw(st.sampled_from(names), label="number")
    ends = marks(asked, name)
    at = data.draw(st.sampled_from(range(len(ends))), label="place")
    low = ends[at]
    high = ends[at + 1] if at + 1 < len(ends) else low + 1_000_000
    if name in COUNTS:
        assume(high - low > 1)
        inside = st.integers(low + 1, high - 1).map(Exactly)
    else:
        inside = st.sampled_from((1, 2, 50, 99)).map(
            lambda share: Exactly(Money((low + (high - low) * share / 100).quantize(Decimal("0.0001")), "USD"))
        )
    one, other = data.draw(inside, label="one"), data.draw(inside, label="other")
    first = decided(replace(asked, given={**asked.given, name: one}))
    second = decided(replace(asked, given={**asked.given, name: other}))
    assert said(first) == said(second)
