"""The JSON Schema of what would change an answer: the key `what_if`, which stands only where it was asked for."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from licensekit.meaning.verdict import Verdict

Schema: TypeAlias = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
_YES_NO: Final[Schema] = {"type": "boolean"}
_VERDICT: Final[Schema] = {"enum": [verdict.value for verdict in Verdict]}


def what_if_schema() -> Schema:
    """The schema of the key `what_if`."""
    return _record(
        {
            "not_looked_for": _list(_TEXT),
            "alternatives": _or_null(_ALTERNATIVES),
            "duties": _list(
                _record(
                    {
                        "license": _TEXT,
                        "clause": _TEXT,
                        "goal": {"enum": ["owed", "spared"]},
                        "looked_at": _NUMBER,
                        "found": _list(_CHANGES),
                    }
                )
            ),
            "settling": _or_null(_SETTLING),
            "growth": _or_null(_GROWTH),
        }
    )


def _record(keys: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_CHANGES: Final = _list(
    _record(
        {
            "kind": {"enum": ["fact", "attest", "approval", "act", "day"]},
            "name": _TEXT,
            "before": _TEXT,
            "after": _TEXT,
            "source": {"enum": ["stated", "assumed", "concluded", "open", "held", "asked", "day"]},
            "fixed": _TEXT,
            "what": _TEXT,
        }
    )
)
_DUTIES: Final = _list(_record({"license": _TEXT, "clause": _TEXT, "text": _TEXT}))
_ALTERNATIVES: Final = _record(
    {
        "goal": {"enum": ["allowed", "refused"]},
        "fewest": _NUMBER,
        "looked_at": _NUMBER,
        "more": _YES_NO,
        "worlds": _NUMBER,
        "found": _list(
            _record(
                {
                    "changes": _CHANGES,
                    "verdict": _VERDICT,
                    "possible": _list(_VERDICT),
                    "duties": _DUTIES,
                    "clauses": _list(
                        _record(
                            {
                                "license": _TEXT,
                                "clause": _TEXT,
                                "place": _TEXT,
                                "now": {"enum": ["decides", "decides no longer"]},
                            }
                        )
                    ),
                    "case": _TEXT,
                }
            )
        ),
    }
)
_SETTLING: Final = _record(
    {
        "always": _list(_list(_TEXT)),
        "more": _YES_NO,
        "permits": _or_null(_list(_CHANGES)),
        "refuses": _or_null(_list(_CHANGES)),
        "worlds": _NUMBER,
    }
)
_GROWTH: Final = _record(
    {
        "crossings": _list(
            _record(
                {
                    "fact": _TEXT,
                    "comparison": _TEXT,
                    "threshold": _TEXT,
                    "license": _TEXT,
                    "clause": _TEXT,
                    "place": _TEXT,
                    "months": _NUMBER,
                    "latest": _or_null(_NUMBER),
                    "month": _or_null(_TEXT),
                    "met": _YES_NO,
                    "verdict": _or_null(_VERDICT),
                    "duties": _DUTIES,
                    "contradiction": _TEXT,
                }
            )
        ),
        "notes": _list(_TEXT),
    }
)
