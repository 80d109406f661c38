"""The JSON Schema of a decision, as `as_json` writes it: every key required, no other key allowed.

Only `what_if` stands where it was asked for, and nowhere else.
"""

from __future__ import annotations

from typing import Any, Final, get_args

from licensekit.evaluate.known import Assume, AssumptionKind
from licensekit.evaluate.shown import Allowed, Basis, DutyStatus, Method, NotGranted
from licensekit.meaning.verdict import Verdict
from licensekit.model.clauses import Obligation
from licensekit.report.as_json import SCHEMA
from licensekit.report.what_if_schema import what_if_schema
from licensekit.truth import Truth

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]
_TEXT: Final[Schema] = {"type": "string"}
_YES_NO: Final[Schema] = {"type": "boolean"}


def decision_schema() -> Schema:
    """The schema of `licensekit ask --format json`."""
    action, obligation = _obligation()
    return {
        "$schema": DRAFT,
        "title": "licensekit decision",
        **_record(_DECISION, optional={"what_if": what_if_schema()}),
        "$defs": {**_definitions(), **action, "obligation": obligation},
    }


def _record(keys: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    properties = keys | (optional or {})
    return {"type": "object", "properties": properties, "required": list(keys), "additionalProperties": False}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _words(*words: object) -> Schema:
    return {"enum": [str(word) for word in words]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_TEXTS: Final = _list(_TEXT)
_DAY: Final[Schema] = {"type": "string", "format": "date"}
_VERDICTS: Final = _list(_ref("possible"))
_TRUTH: Final = _words(*(truth.value for truth in Truth))
_CLAUSE: Final[dict[str, Schema]] = {"license": _TEXT, "clause": _TEXT, "locator": _ref("locator")}

_DECISION: Final[dict[str, Schema]] = {
    "schema": {"const": SCHEMA},
    "headline": _TEXT,
    "verdict": _ref("verdict"),
    "possible": _VERDICTS | {"minItems": 1, "uniqueItems": True},
    "best": _ref("possible"),
    "worst": _ref("possible"),
    "allowed": _words(*(allowed.value for allowed in Allowed)),
    "method": _words(*get_args(Method)),
    "basis": _words(*get_args(Basis)),
    "reason": _words(*get_args(NotGranted)),
    "work": _or_null(_ref("work")),
    "parts": _list(_ref("part")),
    "duties": _list(_ref("duty")),
    "approvals": _list(_ref("approval")),
    "remedies": _list(_ref("remedy")),
    "reasons": _list(_ref("reason")),
    "questions": _list(_ref("question")),
    "readings": _ref("readings"),
    "bounds": _list(_record({"fact": _TEXT, "value": _TEXT})),
    "headroom": _list(_ref("headroom")),
    "standing_limits": _list(_record({**_CLAUSE, "acts": _TEXTS, "truth": _TRUTH})),
    "facts": _list(_ref("fact")),
    "assumptions": _list(_ref("assumption")),
    "attested": _TEXT,
    "relations": _TEXTS,
    "unread": _TEXTS,
    "notes": _TEXTS,
    "identity": _ref("identity"),
    "disclaimer": _TEXT,
}


def _definitions() -> dict[str, Schema]:
    every = [verdict.value for verdict in Verdict]
    return {
        "verdict": _words(*every),
        "possible": _words(*(word for word in every if word != "unknown")),
        "locator": _record({"document": _TEXT, "place": _TEXT}),
        **_PARTS,
        **_WHY,
        **_OPEN,
    }


_PARTS: Final[dict[str, Schema]] = {
    "work": _record(
        {
            "id": _TEXT,
            "title": _TEXT,
            "part": _TEXT,
            "obtained": _or_null(_DAY),
            "tags": _list(_ref("tag")),
        }
    ),
    "tag": _record({"tag": _TEXT, "hub": _TEXT, "since": _or_null(_DAY), "until": _or_null(_DAY), "see": _TEXTS}),
    "part": _record(
        {
            "act": _TEXT,
            "verdict": _ref("verdict"),
            "possible": _VERDICTS,
            "method": _words(*get_args(Method)),
            "basis": _words(*get_args(Basis)),
            "not_granted": _words(*get_args(NotGranted)),
            "licenses": _TEXTS,
        }
    ),
    "duty": _record(
        {
            **_CLAUSE,
            "text": _TEXT,
            "obligations": _list(_ref("obligation")),
            "strength": _words("must", "encouraged"),
            "status": _words(*get_args(DutyStatus)),
            "acts": _TEXTS,
            "on_termination": _YES_NO,
            "could_end": _TEXTS,
        }
    ),
    "approval": _record(
        {
            "license": _TEXT,
            "gate": _TEXT,
            "locator": _ref("locator"),
            "approval": _TEXT,
            "party": _TEXT,
            "contact": _TEXT,
            "subject": _TEXT,
            "holder": _TEXT,
            "state": _words("held", "requested", "refused", "missing"),
            "truth": _TRUTH,
            "grants_it": _YES_NO,
            "acts": _TEXTS,
        }
    ),
    "remedy": _record({**_CLAUSE, "approval": _TEXT, "party": _TEXT, "contact": _TEXT}),
}
_WHY: Final[dict[str, Schema]] = {
    "reason": _record(
        {
            **_CLAUSE,
            "kind": _words("grant", "reservation", "prohibition", "duty", "gate", "exemption", "termination"),
            "truth": _TRUTH,
            "decides": _YES_NO,
            "condition": _or_null(_ref("condition")),
            "lifted_by": _TEXTS,
            "acts": _TEXTS,
        }
    ),
    "condition": _record(
        {"text": _TEXT, "truth": _TRUTH, "facts": _list(_ref("fact")), "parts": _list(_ref("condition"))}
    ),
    "fact": _record({"fact": _TEXT, "value": _TEXT, "source": _TEXT}),
    "assumption": _record(
        {"fact": _TEXT, "value": _TEXT, "kind": _words(*get_args(AssumptionKind)), "group": _TEXT, "because": _TEXT}
    ),
    "headroom": _record(
        {
            "fact": _TEXT,
            "value": _TEXT,
            "comparison": _TEXT,
            "threshold": _TEXT,
            "margin": _TEXT,
            "met": _YES_NO,
            **_CLAUSE,
        }
    ),
    "identity": _record(
        {
            "licenses": _list(_record({"id": _TEXT, "title": _TEXT})),
            "texts": _list(_record({"license": _TEXT, "document": _TEXT, "sha256": _TEXT})),
            "library": _TEXT,
            "as_of": _or_null(_DAY),
            "assume": _words(*get_args(Assume)),
            "readings": _TEXT,
        }
    ),
}
_OPEN: Final[dict[str, Schema]] = {
    "question": _record(
        {
            "fact": _TEXT,
            "text": _TEXT,
            "kind": _words("fact", "judgement", "reading", "rate", "index", "date"),
            "enough": _TEXT,
            "outcomes": _list(
                _record(
                    {
                        "answer": _TEXT,
                        "verdict": _ref("verdict"),
                        "possible": _VERDICTS,
                        "duties": _TEXTS,
                        "settled": _YES_NO,
                    }
                )
            ),
            "meanings": _TEXTS,
            "clauses": _TEXTS,
        }
    ),
    "readings": _record(
        {
            "matter": _YES_NO,
            "readings": _list(_ref("reading")),
            "together": _list(_ref("change")),
            "worst": _ref("change"),
            "best": _ref("change"),
            "complete": _YES_NO,
        }
    ),
    "reading": _record(
        {
            "license": _TEXT,
            "name": _TEXT,
            "locator": _ref("locator"),
            "question": _TEXT,
            "taken": _TEXT,
            "because": _TEXT,
            "matters": _YES_NO,
            "options": _list(_record({"name": _TEXT, "text": _TEXT, "outcome": _ref("change")})),
        }
    ),
    "change": _record(
        {
            "choice": _list(_record({"reading": _TEXT, "option": _TEXT})),
            "verdict": _ref("verdict"),
            "possible": _VERDICTS,
            "duties": _TEXTS,
            "changes": _YES_NO,
        }
    ),
}


def _obligation() -> tuple[dict[str, Schema], Schema]:
    """The schema of an obligation as data, which is the model's own."""
    whole = Obligation.model_json_schema(mode="serialization", ref_template="#/$defs/{model}")
    return whole.pop("$defs"), whole
