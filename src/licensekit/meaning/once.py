"""What is worked out once, and kept: of an object with it, and of many things for so many of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

K = TypeVar("K")
V = TypeVar("V")
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


class Kept(dict[K, V]):
    """What is worked out once for each of so many things; for any further one it is worked out whenever it is asked."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most: Final = most

    def of(self, key: K, work: Callable[[], V]) -> V:
        """What there is for one of them."""
        value = self.get(key)
        if value is None:
            value = work()
            if len(self) < self.most:
                self[key] = value
        return value
