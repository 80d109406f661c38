"""The JSON Schema of a decision, from the types of what `as_json` writes: every key required, no other key allowed.

Only `what_if` stands where it was asked for, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from licensekit.decision.circumstances import Assume
from licensekit.decision.decision import Decision
from licensekit.decision.knowledge import Assumption
from licensekit.decision.parts import (
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
    UnreadStatement,
)
from licensekit.decision.short import ShortAnswer
from licensekit.meaning.verdict import Verdict
from licensekit.model.clauses import Obligation
from licensekit.model.conditions import Locator
from licensekit.model.works import Tag
from licensekit.report.answer import WorkShown
from licensekit.report.answer_sections import EFFECTS
from licensekit.report.as_json import DETAILS, SCHEMA, VERDICT
from licensekit.report.changes import ChangeShown
from licensekit.report.plain_data import ROWS, names_of
from licensekit.report.what_if_data import WHAT_IF, OrNull

Schema: TypeAlias = dict[str, Any]
TEXT: Final[Schema] = {"type": "string"}
_PLAIN: Final[Mapping[Any, Schema]] = {
    str: TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},
    date: {"type": "string", "format": "date"},
}


def record(keys: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """An object with these keys and no other."""
    properties = {**keys, **(optional or {})}
    return {"type": "object", "properties": properties, "required": list(keys), "additionalProperties": False}


def _list_of(of: Schema) -> Schema:
    """A list of such things."""
    return {"type": "array", "items": of}


def words(known: Iterable[object]) -> Schema:
    """One of some words."""
    return {"enum": [str(word) for word in known]}


def ref(name: str) -> Schema:
    """What stands under a name in `$defs`."""
    return {"$ref": f"#/$defs/{name}"}


def _type_of(kind: type, name: str) -> Any:
    """The type of a field, or of what a property returns."""
    if issubclass(kind, BaseModel):
        return kind.model_fields[name].annotation
    match getattr(kind, name, None):
        case property(fget=work) | cached_property(func=work) if work is not None:
            return get_type_hints(work)["return"]
    return get_type_hints(kind, localns={"Tag": Tag})[name]  # which answers import for the type checker alone


@dataclass(frozen=True)
class Schemas:
    """The schemas of types; those `defined` by reference, and of some fields what is narrower than their type."""

    narrower: Mapping[tuple[type, str], Schema]
    defined: Mapping[Any, str] = field(default_factory=dict)
    verdicts: Schema = field(default_factory=lambda: words(verdict.value for verdict in Verdict))
    """What stands in a list of verdicts."""

    def of(self, kind: Any) -> Schema:
        """What values of a type become."""
        match kind:
            case list():
                return _list_of(self.of(kind[0]))
            case OrNull(of=of):
                return {"anyOf": [self.of(of), {"type": "null"}]}
            case Mapping():
                return record({name: self.of(value) for name, value in kind.items()})
        if kind in self.defined:
            return ref(self.defined[kind])
        if kind in _PLAIN:
            return _PLAIN[kind]
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Literal:
            return words(arguments)
        if origin is tuple:
            return _list_of(self.verdicts if arguments[0] is Verdict else self.of(arguments[0]))
        if origin in (Union, UnionType):
            (some,) = (one for one in arguments if one is not NoneType)
            return self.of(OrNull(some))
        return words(member.value for member in kind) if issubclass(kind, Enum) else record(self.keys(kind))

    def keys(self, kind: type, names: Iterable[str] = ()) -> dict[str, Schema]:
        """The keys of a record, or some of them."""
        return {name: self._key(kind, name) for name in names or names_of(kind)}

    def _key(self, kind: type, name: str) -> Schema:
        if (kind, name) in self.narrower:
            return self.narrower[kind, name]
        if (kind, name) not in ROWS:
            return self.of(_type_of(kind, name))
        outcome = {"outcome": self.of(ReadingChange)} if kind is ReadingShown else {}
        return _list_of(record({**dict.fromkeys(ROWS[kind, name], TEXT), **outcome}))


# --- a decision ------------------------------------------------------------------------------------------

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
    UnreadStatement: "unread",
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
        (Decision, "possible"): _list_of(_POSSIBLE) | {"minItems": 1, "uniqueItems": True},
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
        "short": _DECISION.of(ShortAnswer),
        **_DECISION.keys(Decision, DETAILS),
        "disclaimer": TEXT,
    }
    every = [verdict.value for verdict in Verdict]
    obligation = Obligation.model_json_schema(mode="serialization", ref_template="#/$defs/{model}")  # the model's own
    actions = obligation.pop("$defs")
    what_if = Schemas({(ChangeShown, "kind"): words(("fact", "attest", "approval", "act", "day"))}).of(WHAT_IF)
    return {
        "$schema": DRAFT,
        "title": "licensekit decision",
        **record(keys, optional={"what_if": what_if}),
        "$defs": {
            "verdict": words(every),
            "possible": words(word for word in every if word != "unknown"),
            **{name: record(_DECISION.keys(kind)) for kind, name in _DEFINED.items()},
            **actions,
            "obligation": obligation,
        },
    }
