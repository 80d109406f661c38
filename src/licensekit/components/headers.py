"""Metadata inside files of weights: GGUF and safetensors. Only headers are read, whatever the size of the file."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final, Literal, NoReturn, TypeAlias

from licensekit.diagnostics import clipped
from licensekit.json_keys import each_once, not_too_deep
from licensekit.regular_file import opened

MOST_WEIGHTS: Final = 500
"""Files of weights in one folder whose headers are looked at."""
WEIGHTS: Final = frozenset({".gguf", ".safetensors"})
"""How files of weights end whose headers are read."""
_MOST_HEADER: Final = 25_000_000
_MOST_VALUES: Final = 4_000_000
"""Values of a GGUF header, those inside lists too; the longest lists are vocabularies of some 200,000 words."""
_MOST_TEXT: Final = 65_536
_STRING: Final = 8
_ARRAY: Final = 9
_WIDTHS: Final = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}


class BrokenHeader(Exception):  # noqa: N818 - always turned into a finding
    """Why a header cannot be read."""


def header_of(path: Path) -> Mapping[str, str]:
    """The texts in the header of a file of weights, by their keys. Raises BrokenHeader."""
    what = "GGUF" if path.suffix.casefold() == ".gguf" else "safetensors"
    try:
        with opened(path) as stream:
            if what == "GGUF":
                return each_once(_twice)([*_Gguf(stream, path.stat().st_size).texts()])
            return _safetensors(stream)
    except (BrokenHeader, ValueError, RecursionError, OSError) as problem:
        raise BrokenHeader(f"its header is no {what}: {clipped(str(problem), 120)}") from None


KeySays: TypeAlias = Literal["license", "name", "link", "base", "loaded"]
"""A licence, its name, where its text is, a base, and from what the file was made, which may be a base."""


def said_by_key(key: str) -> KeySays | None:
    """What the value of a key says; None of any other key."""
    own = key.removeprefix("general.").removeprefix("modelspec.")
    return "base" if _OF_A_BASE.fullmatch(own) else _KEYS.get(own)


_OF_A_BASE: Final = re.compile(r"base_model\.\d+\.repo_url|base_models?|base_model_name_or_path")
_KEYS: Final[Mapping[str, KeySays]] = {
    "license": "license",
    "license.name": "name",
    "license_name": "name",
    "license.link": "link",
    "license_link": "link",
    "source.url": "loaded",
    "source.repo_url": "loaded",
    "source.huggingface.repository": "loaded",
}


def _safetensors(stream: BinaryIO) -> Mapping[str, str]:
    """The `__metadata__` of a safetensors file."""
    size = int.from_bytes(_exactly(stream, 8), "little")
    head = json.loads(not_too_deep(_exactly(stream, _bounded(size))), object_pairs_hook=each_once(_twice))
    told = head.get("__metadata__") if isinstance(head, dict) else None
    pairs = told if isinstance(told, dict) else {}
    others = [key for key, value in pairs.items() if not isinstance(value, str)]
    if others:  # the format has texts alone there
        raise BrokenHeader(f"`{clipped(others[0])}` is no text")
    return pairs


def _twice(key: str) -> NoReturn:
    raise BrokenHeader(f"`{clipped(key)}` is written twice")


def _bounded(size: int) -> int:
    if size > _MOST_HEADER:
        raise BrokenHeader(f"it would have {size:_} bytes")
    return size


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise BrokenHeader("the file ends within it")
    return data


class _Gguf:
    """Reads key after key; what is not asked for is passed over."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._size, self._left = stream, size, _MOST_VALUES

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each text under `general.`."""
        if _exactly(self._stream, 4) != b"GGUF":
            raise BrokenHeader("it does not begin with GGUF")
        version = self._number(4)
        if version not in {2, 3}:
            raise BrokenHeader(f"version {version} is not known")
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
            raise BrokenHeader(f"it has more than {_MOST_VALUES:_} values")
        return number

    def _text(self) -> str:
        size = self._number(8)
        if size > _MOST_TEXT:
            raise BrokenHeader(f"a text of it would have {size:_} bytes")
        return _exactly(self._stream, size).decode("utf-8", "replace")

    def _pass(self, kind: int, number: int = 1) -> None:
        if kind == _STRING:
            for _ in range(number):
                self._skip(self._number(8))
        elif kind == _ARRAY:
            inner, count = self._number(4), self._number(8)
            if inner == _ARRAY:
                raise BrokenHeader("a list stands in a list")
            self._pass(inner, self._counted(count))
        elif kind in _WIDTHS:
            self._skip(number * _WIDTHS[kind])
        else:
            raise BrokenHeader(f"a value of kind {kind} is not known")

    def _skip(self, size: int) -> None:
        if self._stream.tell() + size > self._size:
            raise BrokenHeader("the file ends within it")
        self._stream.seek(size, 1)
