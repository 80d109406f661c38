"""No question takes more steps than the limit: it is answered, or said to be too large at a clause (LK720)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from differential.shapes import ACT, SHAPES, Shape, terms_of
from licensekit import LicensekitError, Use
from licensekit.decision import matter
from licensekit.decision.circumstances import Circumstances
from licensekit.decision.decide import decide
from licensekit.diagram.nodes import Diagrams

LIMIT = 400
WEIGHT = 60
"""A single step may weigh more than one, where many diagrams are walked at once."""


@settings(max_examples=40)
@given(shape=st.sampled_from(SHAPES), size=st.integers(1, 30), seed=st.integers(1, 9))
def test_what_is_too_large_says_so(shape: Shape, size: int, seed: int) -> None:
    terms = terms_of(shape, max(2, min(size, *shape.sizes)), seed)
    made: list[Diagrams] = []

    def limited() -> Diagrams:
        made.append(Diagrams(LIMIT))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matter, "Diagrams", limited)
        for look in (lambda decision: decision.possible, lambda decision: decision.questions):
            try:
                decision = decide(terms.terms, Use.of([ACT]), Circumstances(assume="none", readings=shape.readings))
                assert look(decision) is not None
            except LicensekitError as refused:
                (finding,) = refused.diagnostics
                assert finding.code == "LK720"
                assert finding.span is not None, "at the statement that made it so"
    assert all(each.spent <= LIMIT + WEIGHT for each in made)
