"""Another solver, asked the same questions of generated pairs, gives the same answers."""

from __future__ import annotations

import os
from collections import Counter

import pytest

from optional import needs

needs("z3")

import z3

from differential.asked import Asked
from differential.compare import real_terms
from differential.generate import Generator
from differential.pairs import pair
from differential.with_z3 import BeyondError, InZ3
from licensekit.analyse.diff import diff
from licensekit.analyse.question import Compared, PairQuestion

ACTS = ("run", "embed", "distribute_in_product", "fine_tune", "train_on_outputs")
SEEDS = int(os.environ.get("LICENSEKIT_PAIR_SEEDS", "4"))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_z3_finds_the_same_kinds_of_difference(seed: int) -> None:
    generator = Generator(f"z3 {seed}")
    tally: Counter[str] = Counter()
    for _ in range(60):
        of = pair(generator)
        one, other = (real_terms(each, Asked(each, (), shelf=of.shelf)) for each in (of.one, of.other))
        leaf = generator.random.choice(ACTS)
        both = Compared(PairQuestion(one, other), leaf)
        try:
            model = InZ3(both.uses)
            formulas = list(model.differences(both.one, both.other))
        except BeyondError:
            tally["beyond"] += 1
            continue
        found = diff(PairQuestion(one, other), (leaf,))
        expected = set()
        for kind, formula in formulas:
            solver = model.solver()
            solver.add(formula)
            if solver.check() == z3.sat:
                expected.add(kind)
        assert said(found) == expected, f"{of.one!r}\n{of.other!r}\n{leaf}"
        tally["same" if found.same else "different"] += 1
    assert tally["same"] > 1
    assert tally["different"] > 1


def said(found: object) -> set[object]:
    result: set[object] = set()
    for one in found.differences:  # type: ignore[attr-defined]
        if one.kind == "standpoint":
            result.add((one.one.standpoint, one.other.standpoint))
        elif one.kind == "duty":
            sides = (("one", one.one.content), ("other", one.other.content))
            result |= {(side, content) for side, content in sides if content is not None}
    return result
