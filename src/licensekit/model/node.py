"""The base of every model node: frozen, closed, and equal when it means the same."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from licensekit.span import Span


class ModelNode(BaseModel):
    """A part of a licence's meaning.

    The span says where the part was written. It takes no part in equality, hash or JSON: two nodes are equal
    if they mean the same, wherever they stand (Cedar's rule).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)

    span: Span | None = Field(default=None, exclude=True, repr=False)

    def _meaning(self) -> tuple[Any, ...]:
        values = self.__dict__
        return tuple(values[name] for name in type(self).__pydantic_fields__ if name != "span")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, ModelNode) or type(self) is not type(other):
            return False
        return self._meaning() == other._meaning()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._meaning()))
