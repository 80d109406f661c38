"""What is worked out once for an object, and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

S = TypeVar("S")
P = ParamSpec("P")
T = TypeVar("T")
_NOTHING: Final[Any] = object()


def once(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """A method that works out once what it says of some arguments: by their places alone, so it ends them with `/`."""
    name = f"_{method.__name__}_worked_out"

    def kept(self: Any, *place: Any) -> T:
        worked_out = self.__dict__.get(name)
        if worked_out is None:
            worked_out = self.__dict__[name] = {}
        answer: T = worked_out.get(place, _NOTHING)
        if answer is _NOTHING:
            answer = worked_out[place] = method(self, *place)  # type: ignore[call-arg]
        return answer

    return wraps(method)(kept)  # type: ignore[return-value]
