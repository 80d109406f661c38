"""The fast back ends agree with the reference evaluator: a fixed sample; `run_backends.py` looks at more."""

from __future__ import annotations

from optional import needs

needs("duckdb", "numpy", "pandas", "polars")

from differential.backends import Tally, compare_all, use_of
from differential.generate import Generator
from licensekit.compile import compile_terms
from licensekit.compile.outcome import Judge
from licensekit.compile.scalars import Written
from licensekit.decision import Circumstances, decide


def test_a_fixed_sample_agrees() -> None:
    tally = Tally()
    for number in range(6):
        compare_all(f"drawn/{number}", tally)
    assert tally.failures == []
    assert tally.settled > 100
    assert tally.fast > 50
    assert len(tally.verdicts) == 6


def test_a_lost_bit_is_noticed(monkeypatch) -> None:  # noqa: ANN001
    """The comparison can fail: where uses that differ in most clauses are taken for alike, many answers differ."""
    in_words, of_bits = Written._in_words, Judge.outcome_of_bits
    monkeypatch.setattr(
        Written, "_in_words", lambda written, numbers: in_words(written, {min(each, 1) for each in numbers})
    )
    whatever = lambda judge, _, __, ask: of_bits(judge, *judge._bits_of(ask()), ask)  # noqa: E731
    monkeypatch.setattr(Judge, "outcome_of_bits", whatever)
    tally = Tally()
    for number in range(14):
        compare_all(f"drawn/{number}", tally)
    assert tally.failures


def test_decision_is_that_of_the_reference() -> None:
    generator = Generator("sample/0")
    terms, shelf = generator.terms()
    asked = generator.question(terms, shelf, unknown=0)
    from differential.compare import real_terms

    real = real_terms(terms, asked)
    use = use_of(asked)
    assert compile_terms(real).decision(use) == decide(real, use, Circumstances())
