"""Answers for programs: a versioned form, closed and described by `schema.py`, which follows the same tables.

Within one `schema` number, keys are neither removed nor given another meaning; new ones may come.
"""

from __future__ import annotations

from typing import Any, Final

from licensekit.report import escape
from licensekit.report.answer import Answer
from licensekit.report.answer_memo import headline
from licensekit.report.memo import NOT_ADVICE
from licensekit.report.plain_data import picked

SCHEMA: Final = 4
VERDICT: Final = ("verdict", "possible", "best", "worst", "allowed", "basis", "reason")
"""The keys of a decision that say what it is; the work stands behind them."""
DETAILS: Final = (
    *("parts", "duties", "approvals", "remedies", "reasons", "questions", "readings", "bounds", "headroom"),
    *("standing_limits", "facts", "assumptions", "attested", "relations", "unread", "unread_documents"),
    *("notes", "identity"),
)
"""The keys that say why, in the order in which they are best read."""


def as_json(answer: Answer) -> str:
    """An answer as JSON, with a line feed at the end."""
    return escape.as_json(answer_data(answer))


def answer_data(answer: Answer) -> dict[str, Any]:
    """The same as plain data: what `Answer` says, in the order in which it is best read."""
    decision = answer.decision
    told = {"schema": SCHEMA, "headline": headline(decision)}
    told |= {**picked(decision, *VERDICT), **picked(answer, "work", "short"), **picked(decision, *DETAILS)}
    told["disclaimer"] = NOT_ADVICE
    if answer.what_if is not None:
        from licensekit.report.what_if_data import what_if_data  # noqa: PLC0415 - loaded where it was asked for

        told["what_if"] = what_if_data(answer.what_if)
    return told
