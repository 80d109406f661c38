"""What all nodes of the syntax tree have in common.

The nodes are dataclasses. That they are frozen, comparable and printable is written once here, and not generated
for each of seventy classes: generating it took a quarter of the time to a first answer.
"""

from __future__ import annotations

from dataclasses import Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, ClassVar, dataclass_transform

from licensekit.span import Span


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class NodeType(type):
    """Makes every class of nodes a frozen dataclass with slots."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> Any:
        """The class; `dataclass` asks for it once more, with its slots."""
        made: Any = super().__new__(cls, name, bases, namespace)
        if "__slots__" in namespace:
            return made
        made = dataclass(eq=False, repr=False, slots=True)(made)
        made.compared = tuple(each.name for each in fields(made) if each.compare)
        made.printed = tuple(each.name for each in fields(made) if each.repr)
        return made


class SyntaxNode(metaclass=NodeType):
    """The base of every node: where it was written."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    compared: ClassVar[tuple[str, ...]]
    printed: ClassVar[tuple[str, ...]]

    span: Span = field(compare=False, repr=False, kw_only=True)

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute once, when the node is made. Raises FrozenInstanceError afterwards."""
        if hasattr(self, name):
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        """Refuse. Raises FrozenInstanceError."""
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def _said(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.compared)

    def __eq__(self, other: object) -> bool:
        """Whether the same was written, wherever and in whatever layout."""
        return type(self) is type(other) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._said()))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.printed)
        return f"{type(self).__name__}({said})"
