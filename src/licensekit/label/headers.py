"""Metadata inside files of weights: GGUF and safetensors. Only headers are read, whatever the size of the file."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from licensekit.diagnostics import clipped
from licensekit.json_keys import each_once
from licensekit.label.statements import LabelFile, pairs_source, unreadable
from licensekit.span import Source

_MOST_HEADER: Final = 25_000_000
_MOST_VALUES: Final = 4_000_000
"""Values of a GGUF header, those inside lists too; the longest lists are vocabularies of some 200,000 words."""
_MOST_TEXT: Final = 65_536
_STRING: Final = 8
_ARRAY: Final = 9
_WIDTHS: Final = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}


class _Broken(Exception):  # noqa: N818 - always turned into a finding
    """Why a header cannot be read."""


def safetensors(path: Path, name: str) -> LabelFile:
    """What the `__metadata__` of a safetensors file says."""
    try:
        with path.open("rb") as stream:
            size = int.from_bytes(_exactly(stream, 8), "little")
            head = json.loads(_exactly(stream, _bounded(size)), object_pairs_hook=each_once(_twice))
    except (_Broken, ValueError, RecursionError, OSError) as problem:
        return _unread(name, "safetensors", problem)
    told = head.get("__metadata__") if isinstance(head, dict) else None
    pairs = told.items() if isinstance(told, dict) else ()
    others = [key for key, value in pairs if not isinstance(value, str)]
    if others:  # the format has texts alone there
        return _unread(name, "safetensors", _Broken(f"`{clipped(others[0])}` is no text"))
    return pairs_source(name, dict(pairs))


def gguf(path: Path, name: str) -> LabelFile:
    """What the `general.*` texts of a GGUF file say."""
    try:
        with path.open("rb") as stream:
            return pairs_source(name, each_once(_twice)([*_Gguf(stream, path.stat().st_size).texts()]))
    except (_Broken, OSError) as problem:
        return _unread(name, "GGUF", problem)


def _twice(key: str) -> NoReturn:
    raise _Broken(f"`{clipped(key)}` is written twice")


def _unread(name: str, what: str, problem: Exception) -> LabelFile:
    why = f"its header is no {what}: {clipped(str(problem), 120)}"
    return LabelFile(Source(name, ""), (), (unreadable(name, why, "download it again"),))


def _bounded(size: int) -> int:
    if size > _MOST_HEADER:
        raise _Broken(f"it would have {size:_} bytes")
    return size


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise _Broken("the file ends within it")
    return data


class _Gguf:
    """Reads key after key; what is not asked for is passed over."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._size, self._left = stream, size, _MOST_VALUES

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each text under `general.`."""
        if _exactly(self._stream, 4) != b"GGUF":
            raise _Broken("it does not begin with GGUF")
        version = self._number(4)
        if version not in {2, 3}:
            raise _Broken(f"version {version} is not known")
        self._number(8)
        for _ in range(self._counted(self._number(8))):
            key = self._text()
            kind = self._number(4)
            if kind == _STRING and key.startswith("general."):
                yield key, self._text()
            else:
                self._pass(kind)

    def _number(self, width: int) -> int:
        return int(struct.unpack({4: "<I", 8: "<Q"}[width], _exactly(self._stream, width))[0])

    def _counted(self, number: int) -> int:
        self._left -= number
        if self._left < 0:
            raise _Broken(f"it has more than {_MOST_VALUES:_} values")
        return number

    def _text(self) -> str:
        size = self._number(8)
        if size > _MOST_TEXT:
            raise _Broken(f"a text of it would have {size:_} bytes")
        return _exactly(self._stream, size).decode("utf-8", "replace")

    def _pass(self, kind: int, number: int = 1) -> None:
        if kind == _STRING:
            for _ in range(number):
                self._skip(self._number(8))
        elif kind == _ARRAY:
            inner, count = self._number(4), self._number(8)
            if inner == _ARRAY:
                raise _Broken("a list stands in a list")
            self._pass(inner, self._counted(count))
        elif kind in _WIDTHS:
            self._skip(number * _WIDTHS[kind])
        else:
            raise _Broken(f"a value of kind {kind} is not known")

    def _skip(self, size: int) -> None:
        if self._stream.tell() + size > self._size:
            raise _Broken("the file ends within it")
        self._stream.seek(size, 1)
