"""Checked licences and works as plain JSON with their places, and back without being checked again.

Only what `to_stored` gave may be handed to `from_stored`: nodes are made as they were, and nothing is validated,
so that no validator has to be built for an answer. The JSON of a node for other readers is pydantic's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from licensekit.model import clauses, conditions
from licensekit.model import license as licenses
from licensekit.model.license import License
from licensekit.model.node import Node
from licensekit.span import Span
from licensekit.values import Money

Whole = TypeVar("Whole", bound=License)

_KINDS: Final = {
    name: (kind, tuple(field for field in kind.model_fields if field != "span"))
    for module in (clauses, conditions, licenses)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Node)
}
"""Every class of node, with its fields in their order."""


Named = Callable[[str], str]
"""What a source is called elsewhere: places are stored by names that hold wherever the library is installed."""


def to_stored(whole: Iterable[License], called: Named = str) -> list[Any]:
    """Licences, in a form that JSON can hold. Raises TypeError for a value that no licence has."""
    return [_stored(each, called) for each in whole]


def from_stored(stored: Any, called: Named = str) -> tuple[License, ...]:
    """The licences again. Raises ValueError where `to_stored` cannot have given this."""
    names = _Names(called)
    try:
        found = tuple(_value(each, names) for each in stored)
    except (LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as problem:
        raise ValueError("this is no stored licence") from problem
    if not all(isinstance(each, License) for each in found):
        raise ValueError("this is no stored licence")
    return found


class _Names(dict[str, str]):
    """Each name is looked up once: there are thousands of places, and few sources."""

    def __init__(self, called: Named) -> None:
        super().__init__()
        self._called = called

    def __missing__(self, name: str) -> str:
        self[name] = self._called(name)
        return self[name]


def _stored(value: Any, called: Named) -> Any:
    """Text, numbers and yes or no as they are; everything else as a list that begins with its kind."""
    match value:
        case None | bool() | int() | str():
            return value
        case tuple() if type(value) is tuple:
            return ["", *(_stored(one, called) for one in value)]
        case Node():
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


def _value(stored: Any, names: Mapping[str, str]) -> Any:
    if type(stored) is not list:
        return stored
    match stored[0]:
        case "":
            return tuple([_value(each, names) for each in stored[1:]])
        case "$":
            return Money(Decimal(stored[1]), stored[2])
        case "day":
            return date.fromisoformat(stored[1])
        case name:
            kind, fields = _KINDS[name]
            _, span, *values = stored
            given = {field: _value(value, names) for field, value in zip(fields, values, strict=True)}
            place = None if span is None else Span(names[span[0]], *span[1:])
            return kind.model_construct(span=place, **given)
