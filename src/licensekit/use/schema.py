"""The JSON Schemas of a use: as a tree of subjects, and as a facts file with flat names. Both are closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from licensekit.use.fields import value_schema
from licensekit.use.paths import name_of_path
from licensekit.use.record import Use
from licensekit.vocabulary.acts import ACT_TITLES, GROUPS, LEAVES
from licensekit.vocabulary.entries import FactInfo
from licensekit.vocabulary.facts import FACTS, SERIES
from licensekit.vocabulary.words import APPROVAL_STATES, ATTESTATIONS

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_MONTH: Final = "[0-9]{4}-(0[1-9]|1[0-2])"


def use_schema() -> dict[str, Any]:
    """The schema of a `Use`: `Use.model_validate` takes what it allows. Titles and questions are the vocabulary's."""
    schema = Use.model_json_schema(mode="validation")
    definitions = schema["$defs"]
    for key, part in list(schema["properties"].items()):
        _titled(part, (key,), definitions)
    return {"$schema": DRAFT, **_without_noise(schema)}


def facts_file_schema(declared: Mapping[str, FactInfo] | None = None) -> dict[str, Any]:
    """The schema of a facts file in JSON, with facts by their flat names under `facts`.

    `declared` are the facts that the licences asked about declare themselves. Facts under a meaning are allowed
    with any value: their type is that of the fact before the `@`.
    """
    facts = {name: _described(info) for name, info in {**FACTS, **(declared or {})}.items()}
    for info in SERIES.values():
        facts[info.name] = _titles(info) | {"anyOf": [_value(info), _series(info)]}
    day = {"type": "string", "format": "date"}
    text = {"type": "string", "minLength": 1}
    groups = {"type": "array", "items": {"enum": list(ATTESTATIONS)}}
    attestation = _table({"by": text, "on": day, "groups": groups}, {})
    return {
        "$schema": DRAFT,
        "title": "licensekit facts file",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "acts": _acts(),
            "as_of": day,
            "facts": {
                "type": "object",
                "properties": facts,
                "patternProperties": _dated_patterns() | {"^[^@]+@.+$": {}},
                "additionalProperties": False,
            },
            "approvals": _list_of(
                {"gate": text, "state": {"enum": list(APPROVAL_STATES)}},
                {"date": day, "until": day, "acts": _acts(), "holder": text},
            ),
            "readings": _list_of({"reading": text, "option": text}, {"by": text, "on": day}),
            "done": {"type": "array", "items": text},
            "rates": _list_of({"from": _CURRENCY, "to": _CURRENCY, "rate": _FACTOR, "date": day}, {}),
            "indices": _list_of({"name": text, "base": {"type": "integer"}, "factor": _FACTOR, "date": day}, {}),
            "attested": {"anyOf": [attestation, {"type": "array", "items": attestation}]},
        },
    }


_CURRENCY: Final = {"type": "string", "pattern": "^[A-Z]{3}$"}
_FACTOR: Final = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"}


def _value(info: FactInfo) -> dict[str, Any]:
    return value_schema(info.type, info.options)


def _described(info: FactInfo) -> dict[str, Any]:
    return _titles(info) | _value(info)


def _titles(info: FactInfo) -> dict[str, Any]:
    return {"title": info.title, "description": info.question}


def _series(info: FactInfo) -> dict[str, Any]:
    return {"type": "object", "patternProperties": {f"^{_MONTH}$": _value(info)}, "additionalProperties": False}


def _dated_patterns() -> dict[str, Any]:
    dated = {"^" + base.replace(".", r"\.") + r"\[" + _MONTH + r"\]$": info for base, info in SERIES.items()}
    return {pattern: _value(info) for pattern, info in dated.items()}


def _acts() -> dict[str, Any]:
    words = [{"const": act, "title": ACT_TITLES[act]} for act in (*LEAVES, *GROUPS)]
    return {"type": "array", "items": {"oneOf": words}, "uniqueItems": True}


def _table(needed: dict[str, Any], optional: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(needed),
        "properties": needed | optional,
    }


def _list_of(needed: dict[str, Any], optional: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _table(needed, optional)}


def _titled(schema: dict[str, Any], path: tuple[str, ...], definitions: dict[str, Any]) -> None:
    """Give each property that is a fact its title and question; a shared definition is written out in its place."""
    reference = schema.pop("$ref", None)
    if reference is not None:
        schema |= _copied(definitions[reference.rpartition("/")[2]])
    info = FACTS.get(name_of_path(path))
    if info is not None:
        schema |= {"title": info.title, "description": info.question}
    for key, part in schema.get("properties", {}).items():
        _titled(part, (*path, key), definitions)


def _copied(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: _copied(value) for key, value in schema.items()}
    return [_copied(value) for value in schema] if isinstance(schema, list) else schema


def _without_noise(schema: Any, *, names: bool = False) -> Any:
    """The schema without defaults, which are always `unknown`, and without definitions, which are written out.

    `names`: the keys of this table are names of properties, and none of them is dropped.
    """
    if isinstance(schema, dict):
        kept = (key for key in schema if names or key not in {"default", "$defs"})
        return {key: _without_noise(schema[key], names=key == "properties" and not names) for key in kept}
    return [_without_noise(value) for value in schema] if isinstance(schema, list) else schema
