"""The uses that benchmarks ask about are possible: a rule between facts that came later contradicts none of them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import licensekit as lk

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_no_use_of_the_benchmark_contradicts_itself() -> None:
    spec = importlib.util.spec_from_file_location("problem", BENCHMARKS / "problem.py")
    assert spec is not None
    assert spec.loader is not None
    problem = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(problem)
    terms = lk.read(problem.TERMS)
    told = {terms.evaluate(lk.Use.of(["run"], problem.for_licensekit(use))).verdict for use in problem.facts(400)}
    assert told == {lk.Verdict.PERMITTED, lk.Verdict.PERMITTED_WITH_DUTIES, lk.Verdict.PROHIBITED}
