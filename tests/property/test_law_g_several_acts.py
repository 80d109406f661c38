"""Law g: the verdicts of several acts together lie within the product of those of each."""

from __future__ import annotations

from itertools import product

from hypothesis import given

from differential.asked import Asked
from licensekit.meaning.verdict import SEVERITY, severest
from property.strategies import decided, questions


@given(questions())
def test_together_lies_within_the_product_of_the_parts(asked: Asked) -> None:
    found = decided(asked)
    combined = {severest(choice) for choice in product(*(part.possible for part in found.parts))}
    assert set(found.possible) <= combined
    assert SEVERITY[found.worst] == max(SEVERITY[each] for part in found.parts for each in part.possible)
