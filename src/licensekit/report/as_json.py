"""Answers for programs: a versioned form, closed and described by `schema.py`.

Within one `schema` number, keys are neither removed nor given another meaning; new ones may come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from licensekit.decision.decision import Decision
from licensekit.evaluate.explain import headline
from licensekit.decision.parts import Identity, ReadingChange, ReadingReport, ReadingShown
from licensekit.model.conditions import Locator
from licensekit.model.node import Node
from licensekit.report import escape
from licensekit.report.answer import Answer
from licensekit.report.sections import NOT_ADVICE

SCHEMA: Final = 1


def as_json(answer: Answer) -> str:
    """An answer as JSON, with a line feed at the end."""
    return escape.as_json(answer_data(answer))


def answer_data(answer: Answer) -> dict[str, Any]:
    """The same as plain data: what `Answer` says, in the order in which it is best read."""
    decision = answer.decision
    told = _decision_data(answer, decision)
    if answer.what_if is not None:
        from licensekit.report.what_if import what_if_data  # noqa: PLC0415 - loaded where it was asked for

        told["what_if"] = what_if_data(answer.what_if)
    return told


def _decision_data(answer: Answer, decision: Decision) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "headline": headline(decision),
        "verdict": decision.verdict.value,
        "possible": data(decision.possible),
        "best": decision.best.value,
        "worst": decision.worst.value,
        "allowed": decision.allowed.value,
        "method": decision.method,
        "basis": decision.basis,
        "reason": decision.reason,
        "work": data(answer.work),
        "parts": data(decision.parts),
        "duties": data(decision.duties),
        "approvals": data(decision.approvals),
        "remedies": data(decision.remedies),
        "reasons": data(decision.reasons),
        "questions": data(decision.questions),
        "readings": _readings(decision.readings),
        "bounds": data(decision.bounds),
        "headroom": data(decision.headroom),
        "standing_limits": data(decision.standing_limits),
        "facts": data(decision.facts),
        "assumptions": data(decision.assumptions),
        "attested": decision.attested,
        "relations": data(decision.relations),
        "unread": data(decision.unread),
        "notes": data(decision.notes),
        "identity": _identity(decision.identity),
        "disclaimer": NOT_ADVICE,
    }


def data(value: Any) -> Any:
    """Plain data of a value: records become objects, enumerations their words, dates ISO texts."""
    match value:
        case None | bool() | int() | str():
            return value
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Locator():
            return {"document": value.document, "place": value.place}
        case Node():
            return value.model_dump(mode="json")
        case _ if is_dataclass(value):
            return {one.name: data(getattr(value, one.name)) for one in fields(value)}
        case tuple() if hasattr(value, "_fields"):
            return {name: data(one) for name, one in zip(value._fields, value, strict=True)}
        case tuple():
            return [data(one) for one in value]
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _identity(identity: Identity) -> dict[str, Any]:
    return {
        "licenses": [{"id": name, "title": title} for name, title in identity.licenses],
        "texts": [
            {"license": license_id, "document": document, "sha256": sha256}
            for license_id, document, sha256 in identity.texts
        ],
        "library": identity.library,
        "as_of": data(identity.as_of),
        "assume": identity.assume,
        "readings": identity.readings,
    }


def _readings(report: ReadingReport) -> dict[str, Any]:
    return {
        "matter": report.matter,
        "readings": [_reading(one) for one in report.readings],
        "together": _changes(report.together),
        "worst": _change(report.worst),
        "best": _change(report.best),
        "complete": report.complete,
    }


def _reading(reading: ReadingShown) -> dict[str, Any]:
    return {
        "license": reading.license,
        "name": reading.name,
        "locator": data(reading.locator),
        "question": reading.question,
        "taken": reading.taken,
        "because": reading.because,
        "matters": reading.matters,
        "options": [
            {"name": name, "text": text, "outcome": _change(outcome)}
            for (name, text), outcome in zip(reading.options, reading.outcomes, strict=True)
        ],
    }


def _changes(changes: Iterable[ReadingChange]) -> list[dict[str, Any]]:
    return [_change(one) for one in changes]


def _change(change: ReadingChange) -> dict[str, Any]:
    return {
        "choice": [{"reading": name, "option": option} for name, option in change.choice],
        "verdict": change.verdict.value,
        "possible": data(change.possible),
        "duties": data(change.duties),
        "changes": change.changes,
    }
