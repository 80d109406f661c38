"""The JSON Schema of a decision, from the types of what `as_json` writes.

Only `what_if` stands where it was asked for, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, get_args

from licensekit.evaluate.decision import Decision
from licensekit.evaluate.known import Assume, Assumption
from licensekit.evaluate.shown import (
    ApprovalShown,
    ConditionShown,
    DutyShown,
    FactShown,
    Headroom,
    Identity,
    Part,
    Question,
    ReadingChange,
    ReadingReport,
    ReadingShown,
    Reason,
    RemedyShown,
)
from licensekit.meaning.verdict import Verdict
from licensekit.model.clauses import Obligation
from licensekit.model.conditions import Locator
from licensekit.model.works import Tag
from licensekit.report.answer_grounds import EFFECTS
from licensekit.report.answer_memo import WorkShown
from licensekit.report.as_json import DETAILS, SCHEMA, VERDICT
from licensekit.report.type_schema import TEXT, Schema, Schemas, list_of, record, ref, words
from licensekit.report.what_if_data import what_if_schema

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_DEFINED: Final[Mapping[type, str]] = {
    Locator: "locator",
    WorkShown: "work",
    Tag: "tag",
    Part: "part",
    DutyShown: "duty",
    ApprovalShown: "approval",
    RemedyShown: "remedy",
    Reason: "reason",
    ConditionShown: "condition",
    FactShown: "fact",
    Assumption: "assumption",
    Headroom: "headroom",
    Identity: "identity",
    Question: "question",
    ReadingReport: "readings",
    ReadingShown: "reading",
    ReadingChange: "change",
}
"""Records that stand under a name of their own; every other one stands where it is used."""
_POSSIBLE: Final = ref("possible")
_DECISION: Final = Schemas(
    {
        (Decision, "possible"): list_of(_POSSIBLE) | {"minItems": 1, "uniqueItems": True},
        (Decision, "best"): _POSSIBLE,
        (Decision, "worst"): _POSSIBLE,
        (Reason, "kind"): words(EFFECTS),
        (Identity, "assume"): words(get_args(Assume)),
    },
    {**_DEFINED, Verdict: "verdict", Obligation: "obligation"},
    _POSSIBLE,
)


def decision_schema() -> Schema:
    """The schema of `licensekit ask --format json`."""
    keys = {
        "schema": {"const": SCHEMA},
        "headline": TEXT,
        **_DECISION.keys(Decision, VERDICT),
        "work": _DECISION.of(WorkShown | None),
        **_DECISION.keys(Decision, DETAILS),
        "disclaimer": TEXT,
    }
    every = [verdict.value for verdict in Verdict]
    action, obligation = _obligation()
    return {
        "$schema": DRAFT,
        "title": "licensekit decision",
        **record(keys, optional={"what_if": what_if_schema()}),
        "$defs": {
            "verdict": words(every),
            "possible": words(word for word in every if word != "unknown"),
            **{name: record(_DECISION.keys(kind)) for kind, name in _DEFINED.items()},
            **action,
            "obligation": obligation,
        },
    }


def _obligation() -> tuple[dict[str, Schema], Schema]:
    """The schema of an obligation as data, which is the model's own."""
    whole = Obligation.model_json_schema(mode="serialization", ref_template="#/$defs/{model}")
    return whole.pop("$defs"), whole
