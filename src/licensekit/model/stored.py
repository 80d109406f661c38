"""Checked licences and works as plain JSON with their places, and back without being checked again.

Only what `to_stored` gave may be handed to `from_stored`: nodes are made as they were, and nothing is validated,
so that no validator has to be built for an answer. The JSON of a node for other readers is pydantic's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, TypeVar

from licensekit.model import clauses, conditions
from licensekit.model import license as licenses
from licensekit.model.license import License
from licensekit.model.node import ModelNode
from licensekit.span import Span
from licensekit.values import Money

Whole = TypeVar("Whole", bound=License)

_KINDS: Final = {
    name: (kind, tuple(field for field in kind.model_fields if field != "span"))
    for module in (clauses, conditions, licenses)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, ModelNode)
}
"""Every class of node, with its fields in their order."""


SourceNaming = Callable[[str], str]
"""What a source is called elsewhere: places are stored by names that hold wherever the library is installed."""


def to_stored(whole: Iterable[License], called: SourceNaming = str) -> list[Any]:
    """Licences, in a form that JSON can hold. Raises TypeError for a value that no licence has."""
    return [_stored(each, called) for each in whole]


def from_stored(stored: Any, called: SourceNaming = str) -> tuple[License, ...]:
    """The licences again. Raises ValueError where `to_stored` cannot have given this."""
    source = cache(called)  # there are thousands of places, and few sources
    try:
        whole = tuple(_value(each, source) for each in stored)
    except (LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as problem:
        raise ValueError("this is no stored licence") from problem
    if not all(isinstance(each, License) for each in whole):
        raise ValueError("this is no stored licence")
    return whole


def _stored(value: Any, called: SourceNaming) -> Any:
    """Text, numbers and yes or no as they are; everything else as a list that begins with its kind."""
    match value:
        case None | bool() | int() | str():
            return value
        case tuple() if type(value) is tuple:
            return ["", *(_stored(each, called) for each in value)]
        case ModelNode():
            name = type(value).__name__
            kind, fields = _KINDS[name]
            assert kind is type(value), "names of nodes are told apart"
            span = None if value.span is None else value.span._replace(source=called(value.span.source))
            return [name, span, *(_stored(getattr(value, field), called) for field in fields)]
        case Money(amount=amount, currency=currency):
            return ["$", str(amount), currency]
        case date():
            return ["day", value.isoformat()]
        case _:
            raise TypeError(f"{type(value).__name__} is stored nowhere in a licence")


def _value(stored: Any, source: SourceNaming) -> Any:
    if type(stored) is not list:
        return stored
    match stored[0]:
        case "":
            return tuple([_value(each, source) if type(each) is list else each for each in stored[1:]])
        case "$":
            return Money(Decimal(stored[1]), stored[2])
        case "day":
            return date.fromisoformat(stored[1])
        case name:
            kind, fields = _KINDS[name]
            _, span, *values = stored
            pairs = zip(fields, values, strict=True)
            read = {field: _value(value, source) if type(value) is list else value for field, value in pairs}
            place = None if span is None else Span(source(span[0]), *span[1:])
            return kind.model_construct(span=place, **read)
