"""The uses that benchmarks ask about are possible: a rule between facts that came later contradicts none of them."""

from __future__ import annotations

from pathlib import Path

import licensekit as lk
from by_path import loaded

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_no_use_of_the_benchmark_contradicts_itself() -> None:
    problem = loaded(BENCHMARKS / "problem.py")
    terms = lk.read(problem.TERMS)
    told = {terms.evaluate(lk.Use.of(["run"], problem.for_licensekit(use))).verdict for use in problem.facts(400)}
    assert told == {lk.Verdict.PERMITTED, lk.Verdict.PERMITTED_WITH_DUTIES, lk.Verdict.PROHIBITED}
