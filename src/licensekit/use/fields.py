"""The fields of a use: each reads what a caller writes into a known value, and says its JSON Schema.

A field holds `Exactly`, `Range`, `NotOption` or `UNKNOWN`. What may be written for it is wider: `True`, `120_000_000`,
`"at most 20 million USD"`, `["DE", "FR"]`; the types in subjects.pyi name both, so that type checkers accept what
people write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Annotated, Any, NamedTuple, TypeAlias, assert_never

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from licensekit.use.raw import read_raw, written
from licensekit.values import Exactly, Known, Money, NotOption, Range, Unknown, Worldwide, YearMonth
from licensekit.vocabulary.entries import FactInfo, FactType

_COUNT_PATTERN = r"^(unknown|((at most|at least|more than|less than|between) )?[0-9].*)$"


class Reads(NamedTuple):
    """Marks a field that holds a fact of this type."""

    type: FactType
    options: tuple[str, ...] = ()

    def read(self, raw: object) -> Known:
        """The known value of what was written. Raises ValueProblem."""
        return read_raw(FactInfo("", "", self.type, "", "", options=self.options), raw)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.plain_serializer_function_ser_schema(written)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return value_schema(self.type, self.options)


class ReadsByName(NamedTuple):
    """Marks a field that holds values of facts by their names, with how they are read."""

    read: Callable[[object], dict[str, Known]]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.plain_serializer_function_ser_schema(_all_written)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": {"type": ["boolean", "integer", "string", "array"]}}


def _all_written(facts: Mapping[str, Known]) -> dict[str, Any]:
    return {name: written(known) for name, known in facts.items()}


def written_type(kind: FactType) -> Any:
    """What may be written for a fact of this type in Python: for signatures, in editors subjects.pyi says the same."""
    match kind:
        case "yes_no":
            return bool | Exactly | Unknown
        case "count":
            return int | str | Exactly | Range | Unknown
        case "money":
            return Money | str | Exactly | Range | Unknown
        case "date":
            return date | str | Exactly | Unknown
        case "one_of":
            return str | Exactly | NotOption | Unknown
        case "set_of":
            return AbstractSet[str] | list[str] | tuple[str, ...] | str | Exactly | Worldwide | Unknown
        case "territory" | "text":
            return str | Exactly | Unknown
        case _:
            assert_never(kind)


def value_schema(kind: FactType, options: tuple[str, ...] = ()) -> dict[str, Any]:
    """The JSON Schema of a value as a facts file writes it."""
    match kind:
        case "yes_no":
            return {"anyOf": [{"type": "boolean"}, {"const": "unknown"}]}
        case "count":
            return {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": _COUNT_PATTERN}]}
        case "money":
            return {"type": "string", "pattern": r"^(unknown|.*[0-9].* [A-Z]{3})$"}
        case "date":
            return {"anyOf": [{"type": "string", "format": "date"}, {"enum": ["never", "unknown"]}]}
        case "one_of":
            return {"enum": [*options, *(f"not {option}" for option in options), "unknown"]}
        case "set_of" if options == ("territory",):
            codes = {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}, "uniqueItems": True}
            return {"anyOf": [codes, {"enum": ["worldwide", "unknown"]}]}
        case "set_of":
            members = {"type": "array", "items": {"enum": list(options)}, "uniqueItems": True}
            return {"anyOf": [members, {"const": "unknown"}]}
        case "territory":
            return {"type": "string", "pattern": "^([A-Z]{2}|unknown)$"}
        case "text":
            return {"type": "string"}
        case _:
            assert_never(kind)


Month: TypeAlias = Annotated[str, AfterValidator(lambda text: str(YearMonth.parse(text)))]
"""A calendar month, such as `2025-03`."""
