"""The bases of the models of a use: closed, frozen, and cheap until one is built."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from inspect import Parameter, Signature
from typing import Any, ClassVar, Final, NoReturn, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema, ErrorDetails, InitErrorDetails, core_schema

from licensekit.diagnostics import Diagnostic, clipped
from licensekit.errors import FactsError, ValueProblem
from licensekit.json_keys import each_once, not_too_deep
from licensekit.use.checks import kind_of
from licensekit.use.paths import is_month, name_of_path
from licensekit.use.problems import ManyRefused, about, unknown_fact

_NO_MAPPING: Final = frozenset({"model_type", "model_attributes_type", "dict_type"})
"""What pydantic calls a part that is none."""


class FieldNames:
    """The signature of a part: its fields by name, whether or not its validator has been built."""

    def __get__(self, part: object, kind: type[UsePart]) -> Signature:
        nothing = kind.nothing()
        by_name = [
            Parameter(name, Parameter.KEYWORD_ONLY, default=getattr(nothing, name), annotation=field.annotation)
            for name, field in kind.model_fields.items()
        ]
        return Signature(by_name, return_annotation=None)


def _what_is_said(part: UsePart, whole: Callable[[UsePart], dict[str, Any]]) -> dict[str, Any]:
    """Read again it says the same: what was passed over in silence is not said to be unknown."""
    return {name: value for name, value in whole(part).items() if name in part.model_fields_set}


class UsePart(BaseModel):
    """A part of a use: some facts that belong together."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)
    __signature__ = FieldNames()

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """What is given: the rest is unknown."""
        return ((name, value) for name, value in super().__repr_args__() if name in self.model_fields_set)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        said = core_schema.wrap_serializer_function_ser_schema(_what_is_said)
        return {**handler(source), "serialization": said}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """What is written has the shape of what is read: that less stands in it changes no schema."""
        return handler({key: value for key, value in schema.items() if key != "serialization"})

    @classmethod
    def model_rebuild(cls, **how: Any) -> bool | None:
        """Build the validator, as in pydantic; the signature stays as it was."""
        done = super().model_rebuild(**how)
        if "__signature__" in cls.__dict__ and cls is not UsePart:
            del cls.__signature__
        return done

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields replaced, which are read as those of a new part are: what is no fact is refused."""
        if not update:
            return super().model_copy(deep=deep)
        stated = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self)(**{**stated, **update})

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **how: Any) -> Self:
        """As in pydantic; a key that is written twice is refused, where pydantic would take the last one unsaid."""

        def twice(key: str) -> NoReturn:
            problem = ValueProblem(
                f"the key `{clipped(key)}` is written twice in one object", "keep one of the two", "LK509"
            )
            told = InitErrorDetails(type="value_error", loc=(key,), input=json_data, ctx={"error": problem})
            raise ValidationError.from_exception_data(cls.__name__, [told], "json")

        with suppress(json.JSONDecodeError, RecursionError, UnicodeDecodeError):  # which pydantic refuses in its way
            json.loads(not_too_deep(json_data), object_pairs_hook=each_once(twice), parse_int=str, parse_float=str)
        return super().model_validate_json(json_data, **how)

    def read_already(self, values: Mapping[str, Any]) -> Self:
        """A copy with values that have been read already: nothing is validated twice, and no validator is built."""
        return super().model_copy(update=values)

    @classmethod
    @cache
    def nothing(cls) -> Self:
        """The part of which nothing is known. One object a class: parts never change."""
        return cls.model_construct()


@cache
def part_of(model: type[UsePart], field: str) -> type[UsePart] | None:
    """The class of the part that a field holds; None for a field that holds a fact."""
    owner = getattr(model.model_fields[field].default_factory, "__self__", None)
    return owner if isinstance(owner, type) and issubclass(owner, UsePart) else None


class Windowed(UsePart):
    """One number over several windows, a field a window.

    A mapping may also name calendar months (`{"2025-03": "at most 1 million"}`), which go to `dated`.
    """

    @model_validator(mode="before")
    @classmethod
    def _months_apart(cls, data: Any) -> Any:
        if not isinstance(data, Mapping | cls):
            named = [name for name in cls.model_fields if name != "dated"]
            mend = f'name the window: {{"{named[0]}": …}}; there are {", ".join(f"`{name}`" for name in named)}'
            raise ValueProblem("over which time this counts is not said", mend, "LK508")
        if not isinstance(data, Mapping) or "dated" not in cls.model_fields:
            return data
        months = data.get("dated") or {}
        if not isinstance(months, Mapping):
            raise ValueProblem("a monthly series is missing", "write each month with its figure", "LK508")
        within = data.get("month")
        beside = {key: value for key, value in data.items() if is_month(key)}
        said = [months, within if isinstance(within, Mapping) else {}, beside]
        dated = {key: value for each in said for key, value in each.items()}
        if len(dated) < sum(map(len, said)):
            raise ValueProblem("a month is given twice", "keep one of the two", "LK505")
        others = {"dated", *(["month"] if said[1] else []), *beside}
        windows = {key: value for key, value in data.items() if key not in others}
        return windows | ({"dated": dated} if dated else {})


class Speaking(UsePart):
    """A part that reports what it refuses as findings: all at once, by the flat names of facts."""

    subject: ClassVar[str] = ""
    """The first part of the names of its facts; empty for the whole use."""

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as refused:
            raise FactsError([found for error in refused.errors() for found in self._findings(error)]) from None

    # Nested parts are then validated by pydantic itself, so that one error carries the findings of all of them.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    @classmethod
    def _findings(cls, error: ErrorDetails) -> tuple[Diagnostic, ...]:
        path = tuple(str(step) for step in error["loc"] if step != "[key]")
        name = name_of_path((cls.subject, *path) if cls.subject else path)
        problem = error.get("ctx", {}).get("error")
        if isinstance(problem, ManyRefused):
            return problem.diagnostics
        if error["type"] == "extra_forbidden":
            return (unknown_fact(name),)
        if isinstance(problem, ValueProblem):
            return (about(name, problem),)
        message, help_ = error["msg"][0].lower() + error["msg"][1:], ""
        if error["type"] in _NO_MAPPING:
            message, help_ = f"this is {kind_of(error['input'])}, not facts by their names", "write a mapping of facts"
        return (Diagnostic("LK508", f"`{clipped(name)}`: {message}", help=help_),)
