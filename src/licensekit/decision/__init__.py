"""Is a use permitted, on what conditions, and how do we know: docs/semantics.md, section by section.

circumstances.py   what a caller states beside the facts, checked
matter.py          acts under terms: what the clauses read, the diagrams; what is kept between decisions
knowledge.py       facts stated, computed (windows.py, series.py), implied, assumed
inquiry.py         one question: three-valued logic first, walks down diagrams for what that leaves open
decide.py          the answer: consequences.py, with their reasons.py; the object in decision.py, of parts.py
questions.py       and bounds.py, readings.py: worked out when they are asked for
alternatives.py    what would change the answer: changes (change.py), with the values tried (changed_values.py)
settling.py        which facts settle an open answer
cells.py           the parts of a fact's values, and their words
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from licensekit.decision.circumstances import Assume, Circumstances, Done, Readings, each_done
from licensekit.decision.decide import decide
from licensekit.decision.decision import Decision
from licensekit.decision.parts import Allowed
from licensekit.meaning.program import Program
from licensekit.meaning.terms import LicenseChoice, Single, Terms, Together
from licensekit.meaning.verdict import Verdict
from licensekit.use import Approval, Attestation, Use
from licensekit.use.checks import listed
from licensekit.values import IndexValue, Rate

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
    "evaluate",
]


def evaluate(  # noqa: PLR0913 - each names one thing that a caller may state
    terms: Terms,
    use: Use,
    *,
    as_of: date | None = None,
    assume: Assume = "standard",
    readings: Readings = "taken",
    approvals: Iterable[Approval] = (),
    done: Done = (),
    rates: Iterable[Rate] = (),
    indices: Iterable[IndexValue] = (),
    attested: Attestation | None = None,
) -> Decision:
    """Decide whether a use is permitted under some terms.

    Pure: reads no clock, no environment and no file. `as_of` is the day for which the question is asked; without
    it, what depends on the day is open. Raises FactsError, with every finding, where what was given is unknown
    to the licences, cannot be read, or contradicts itself.
    """
    circumstances = Circumstances(
        as_of=as_of,
        assume=assume,
        readings=readings,
        approvals=listed(approvals),
        done=each_done(done),
        rates=listed(rates),
        indices=listed(indices),
        attested=attested,
    )
    return decide(terms, use, circumstances)
