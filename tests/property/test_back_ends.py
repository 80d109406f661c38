"""The fast back ends say what the reference says, on licences and uses that shrink to the smallest that tell them apart.

`differential/run_backends.py` looks at many more, made by chance alone.
"""

from __future__ import annotations

from hypothesis import given

from optional import needs

needs("duckdb", "numpy", "pandas", "polars")

from differential.asked import Asked
from differential.backends import Tally, compare, compare_table, use_of
from differential.compare import circumstances, real_terms
from licensekit.compile import compile_terms
from property.strategies import questions


@given(questions())
def test_the_compiled_function(asked: Asked) -> None:
    tally = compared(asked)
    assert tally.failures == tally.reference_failed == []


@given(questions())
def test_tables_of_every_engine(asked: Asked) -> None:
    terms, fixed = real_terms(asked.terms, asked), circumstances(asked)
    tally = Tally()
    compare_table([use_of(asked)], terms, compile_terms(terms, **fixed), fixed, tally, "here")
    assert tally.failures == []


def compared(asked: Asked) -> Tally:
    """Asked five times, so that the shape of the use gets a function of its own."""
    terms, fixed = real_terms(asked.terms, asked), circumstances(asked)
    compiled, tally = compile_terms(terms, **fixed), Tally()
    for _ in range(5):
        compare(use_of(asked), terms, compiled, fixed, tally, "here")
    return tally
