"""The same answers, fast: one generated function for a licence and some acts, from the checked licence.

a use            snapshot.py     its facts as plain values, put together once
a question       plan.py         what is static: defaults, relations, and whether a use is plain enough
conditions       truths.py       each condition as two expressions: known to be true, known to be false
the function     generate.py     a bit for each clause; built from syntax nodes, never from text
the answer       outcome.py      verdict, possible verdicts, clauses; kept by bit pattern
the object       compiled.py     `verdict(use)` and `decision(use)`

Many uses at once are a table (tables.py, of row_facts.py and row_conditions.py): the same conditions as expressions
over columns, which frames.py, sql.py and arrays.py hand to the engine that holds them.

Uses of an unusual kind (numbers known in part, monthly series, facts that contradict themselves) are worked out by
`licensekit.evaluate`, bit by bit, so that there is one meaning and not two.
"""

from __future__ import annotations

from licensekit.compile.compiled import Compiled, CompiledSet, Fixed, compile_terms
from licensekit.compile.outcome import Outcome

__all__ = ["Compiled", "CompiledSet", "Fixed", "Outcome", "compile_terms"]
