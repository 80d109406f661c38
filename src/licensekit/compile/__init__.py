"""The same answers, fast: generated functions for a licence and some acts, from its formulas.

facts in a row    rows.py        what is so of each, and formulas over them, as the expressions of logic.py
one use           scalars.py     a function that sets a bit for each clause; intake.py, the plain values it takes,
                                 or facts as they come, checked and decided in one function
the answer        outcome.py     verdict, possible verdicts, clauses; kept by bits, or by the cells of the facts
many uses         tables.py      columns, of which circuit.py decides what three-valued logic leaves open
engines           frames.py, sql.py, arrays.py with bits.py; functions are built from syntax nodes in code.py
the object        compiled.py    on prepared.py: `verdict(use)`, `decision(use)`, `columns`, `packed`

Uses of an unusual kind (numbers known in part, monthly series, facts that contradict themselves) are worked out by
`licensekit.decision`, so that there is one meaning and not two.
"""

from __future__ import annotations

from licensekit.compile.compiled import Compiled, CompiledSet, Fixed, compile_terms
from licensekit.compile.outcome import Outcome

__all__ = ["Compiled", "CompiledSet", "Fixed", "Outcome", "compile_terms"]
