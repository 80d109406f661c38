"""Is a use permitted, on what conditions, and how do we know: docs/semantics.md, section by section.

circumstances.py   what a caller states beside the facts, checked
matter.py          acts under terms: what the clauses read, the diagrams; what is kept between decisions
knowledge.py       facts stated, computed (windows.py), implied, assumed
inquiry.py         one question: three-valued logic first, walks down diagrams for what that leaves open
decide.py          the answer: consequences.py, with their reasons.py; the object in decision.py, of parts.py
questions.py       and bounds.py, readings.py: worked out when they are asked for
alternatives.py    what would change the answer: changes (change.py), with the values tried (changed_values.py)
settling.py        which facts settle an open answer
cells.py           the parts of a fact's values, and their words
"""

from __future__ import annotations

from licensekit.decision.circumstances import Circumstances
from licensekit.decision.decide import decide
from licensekit.decision.decision import Decision
from licensekit.decision.parts import Allowed
from licensekit.meaning.program import Program
from licensekit.meaning.terms import LicenseChoice, Single, Terms, Together
from licensekit.meaning.verdict import Verdict

__all__ = [
    "Allowed",
    "Circumstances",
    "Decision",
    "LicenseChoice",
    "Program",
    "Single",
    "Terms",
    "Together",
    "Verdict",
    "decide",
]
