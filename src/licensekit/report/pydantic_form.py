"""What pydantic is told of a decision: the schema of its data, under references that pydantic itself hands out.

So FastAPI's page of an interface, a `TypeAdapter` and `licensekit schema decision` say the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from licensekit.report.schema import Schema, decision_schema

_BELOW: Final = "#/$defs/"


def decision_json_schema(handler: GetJsonSchemaHandler) -> Schema:
    """The schema of a decision's data, as part of whatever schema pydantic is making."""
    whole = decision_schema()
    definitions = whole.pop("$defs")
    del whole["$schema"]
    parts = [_saying(part, ref=_name(key)) for key, part in definitions.items()]
    return handler(core_schema.definitions_schema(_saying(whole), parts))


def _name(key: str) -> str:
    """Under what a part is known among all that pydantic knows: `Duty` of a decision is no other model's."""
    return f"licensekit.Decision{key[:1].upper()}{key[1:]}"


def _saying(schema: Schema, ref: str | None = None) -> CoreSchema:
    """A part of pydantic's own that says this schema of itself."""

    def said(_: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        def referred(key: str) -> str:
            there: str = handler(core_schema.definition_reference_schema(_name(key)))["$ref"]
            return there

        written: Schema = _with_references(schema, referred)
        return written

    return core_schema.any_schema(ref=ref, metadata={"pydantic_js_functions": [said]})


def _with_references(schema: Any, referred: Callable[[str], str]) -> Any:
    """A copy in which what stands under `$defs` is referred to in another way."""
    if isinstance(schema, dict):
        return {key: _with_references(value, referred) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_with_references(value, referred) for value in schema]
    below = isinstance(schema, str) and schema.startswith(_BELOW)
    return referred(schema.removeprefix(_BELOW)) if below else schema
