"""Is a use permitted, on what conditions, and how do we know: docs/semantics.md, section by section.

conditions   standing.py     three-valued truth of conditions, and which clauses are active
the table    verdict.py      THE combination table, and the Kleene set
licences     terms.py        several at once, a choice, and those that follow on a day
facts        known.py        given (given.py, windows.py), implied, derived, assumed; closing.py: rules and relations;
                             kinds.py: what is the same for all uses of which the same facts are given
possible     search.py       the exact possible set over the cells of layout.py
the answer   decide.py       consequences.py: what follows from how the clauses stand; reasons.py: with their facts;
                             decision.py, of the parts in shown.py; and when asked for, questions.py, bounds.py and
                             readings.py
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from licensekit.evaluate.asking import Circumstances, Done, Readings
from licensekit.evaluate.decide import decide
from licensekit.evaluate.decision import Decision
from licensekit.evaluate.known import Assume
from licensekit.meaning.program import Program
from licensekit.evaluate.shown import Allowed
from licensekit.evaluate.terms import Choice, Single, Terms, Together
from licensekit.meaning.verdict import Verdict
from licensekit.use import Approval, Attestation, Use
from licensekit.values import IndexValue, Rate

__all__ = ["Allowed", "Choice", "Decision", "Program", "Single", "Terms", "Together", "Verdict", "evaluate"]


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
        approvals=tuple(approvals),
        done=done,
        rates=tuple(rates),
        indices=tuple(indices),
        attested=attested,
    )
    return decide(terms, use, circumstances)
