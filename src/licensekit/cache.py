"""What was worked out before, kept in the user's cache folder: checked licences, rules, and the parser's tables.

An entry is JSON, named by a hash of what it is about, and carries a checksum. Nothing is taken from an entry that
is damaged, too large, a link, or in a folder that somebody else may write to: it is worked out again. Whatever
goes wrong here costs time, never an answer. The folder can be deleted at any time.

A wheel carries entries of its own, for all licences that it ships: a seed, made of the very files beside it when it
was built. It is found by their content, as every entry is, so that it cannot fall behind them.

`LICENSEKIT_CACHE=off` keeps nothing and reads nothing; `LICENSEKIT_CACHE=/some/folder` names another folder, by
its full path: what lies there is trusted as the user's own.
"""

from __future__ import annotations

import json
import os
import stat
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from licensekit.version import VERSION
from licensekit.whole_file import BEGUN, whole_file

FORMAT: Final = "1"
"""The form of the entries. What stands in them is told apart by the sources of the library itself."""
MAX_ENTRY_BYTES: Final = 16 * 1024 * 1024
MAX_ENTRIES: Final = 1000
MAX_FOLDER_BYTES: Final = 64 * 1024 * 1024

_HEAD: Final = b"licensekit cache\n"
_CHECKSUM: Final = 64  # signs
_STEM: Final = 40
_OTHERS_MAY_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
_PACKAGE: Final = Path(__file__).resolve().parent
SEED: Final = "seed.bin"
"""The file of the package in which a wheel carries its own entries, packed with LZMA by some that are alike.

How many there are; of each its name, where its pack begins behind all this and how long that is, where the entry begins
in it, and how long the entry is; the packs.
"""
_SEED_COUNT: Final = struct.Struct(">I")
_SEED_ENTRY: Final = struct.Struct(f">{_STEM // 2}s4I")
_PACKED_TOGETHER: Final = 8


def fetched(*about: str) -> Any:
    """What was kept under these words, as JSON gives it; None where there is nothing that can be used."""
    if os.environ.get("LICENSEKIT_CACHE") == "off":
        return None
    path, name = _entry(about), _name(about)
    kept = None if path is None else _value(path, _read(path))
    if kept is not None or name is None:
        return kept
    return _value(Path(name), _read_seed(name))


def _value(path: Path, data: bytes | None) -> Any:
    if data is None or not data.startswith(_HEAD):
        return None
    checksum, body = data[len(_HEAD) : len(_HEAD) + _CHECKSUM], data[len(_HEAD) + _CHECKSUM :]
    if _checked(path, body) != checksum:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def keep(value: Any, *about: str) -> None:
    """Keep a value that JSON can hold under these words, if it can be done."""
    path = _entry(about)
    if path is None:
        return
    with suppress(OSError, ValueError, TypeError, RecursionError):
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
        data = _HEAD + _checked(path, body) + body
        if len(data) <= MAX_ENTRY_BYTES:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_ours(path.parent.stat(), stat.S_IFDIR):
                _write(path, data)
                _make_room(path.parent)


def folder() -> Path | None:
    """The folder of the cache; None where it is switched off or relative, or where the user has no such folder."""
    chosen = os.environ.get("LICENSEKIT_CACHE", "")
    if chosen == "off":
        return None
    where = Path(chosen) if chosen else _user_folder() / "licensekit"
    return where if where.is_absolute() else None  # a relative one would be whatever folder a stranger's files lie in


def _user_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", ""))
    if sys.platform == "darwin":
        return Path(os.path.expanduser("~/Library/Caches"))  # noqa: PTH111 - Path.expanduser raises without a home
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return given if given.is_absolute() else Path(os.path.expanduser("~/.cache"))  # noqa: PTH111


def _entry(about: tuple[str, ...]) -> Path | None:
    where, name = folder(), _name(about)
    return None if where is None or name is None else where / name


def _name(about: tuple[str, ...]) -> str | None:
    by = _fingerprint()
    if by is None:
        return None
    named = json.dumps([FORMAT, by, *about]).encode("utf-8")
    return f"{_hash(named)[:_STEM]}.json"


@cache
def _fingerprint() -> str | None:
    """Tells every state of the library from every other, by the content of all sources that shape a licence.

    None for a library without files of its own, in a zip archive.
    """
    known = sha256(VERSION.encode("utf-8"))
    try:
        for folder_name in ("", "catalogue", "check", "model", "syntax", "syntax/tree", "vocabulary"):
            where = f"{_PACKAGE}/{folder_name}"
            for name in sorted(os.listdir(where)):  # noqa: PTH208 - with paths it takes three times as long
                if name.endswith(".py"):
                    with open(f"{where}/{name}", "rb") as source:  # noqa: PTH123
                        text = source.read()
                    known.update(f"\n{folder_name}/{name} {len(text)}\n".encode())
                    known.update(text)
    except OSError:
        return None
    return known.hexdigest()


def _checked(path: Path, body: bytes) -> bytes:
    """The checksum of an entry. The name takes part: an entry that was moved is not what it was asked for."""
    return _hash(path.stem.encode() + b"\n" + body).encode()


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


def _is_ours(state: os.stat_result, kind: int) -> bool:
    """Whether a file or folder is of this kind, the user's own, and not for others to write to."""
    if stat.S_IFMT(state.st_mode) != kind:
        return False
    if sys.platform == "win32" or not hasattr(os, "geteuid"):
        return True  # the user's folder is closed to others by its access list, or there are no others
    return state.st_uid == os.geteuid() and not state.st_mode & _OTHERS_MAY_WRITE


def _read(path: Path) -> bytes | None:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not _is_ours(path.parent.stat(), stat.S_IFDIR):
            return None
        with open(os.open(path, flags), "rb") as stream:  # noqa: PTH123 - a link is not followed
            state = os.fstat(stream.fileno())
            if not _is_ours(state, stat.S_IFREG) or state.st_size > MAX_ENTRY_BYTES:
                return None
            return stream.read(MAX_ENTRY_BYTES)
    except (OSError, ValueError):
        return None


def _read_seed(name: str) -> bytes | None:
    """An entry of the package's own: as good as the code beside it, whoever installed the two."""
    try:
        import lzma  # noqa: PLC0415 - an entry of the user's folder needs none
    except ImportError:  # a Python may be built without it
        return None
    wanted = bytes.fromhex(name.partition(".")[0])
    with (
        suppress(OSError, ValueError, EOFError, struct.error, lzma.LZMAError),
        open(_PACKAGE / SEED, "rb") as stream,  # noqa: PTH123
    ):
        (count,) = _SEED_COUNT.unpack(stream.read(_SEED_COUNT.size))
        for stem, begins, packed, at, size in _SEED_ENTRY.iter_unpack(stream.read(count * _SEED_ENTRY.size)):
            if stem == wanted:
                stream.seek(begins, os.SEEK_CUR)
                unpacked = lzma.LZMADecompressor().decompress(stream.read(packed), min(at + size, MAX_ENTRY_BYTES))
                return unpacked[at : at + size]
    return None


def seed_of(entries: Mapping[str, bytes]) -> bytes:
    """The file that a wheel carries, of the entries of a folder by name: the same entries make the same bytes.

    Raises ValueError where there is none.
    """
    import lzma  # noqa: PLC0415 - whoever asks a question makes none

    # by the letter before, whatever the place
    of_text = [{"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "pb": 0}]
    alike = sorted(entries.items(), key=lambda each: (each[1][len(_HEAD) + _CHECKSUM :], each[0]))
    if not alike:
        raise ValueError("nothing was kept")
    index, packs = bytearray(), bytearray()
    for first in range(0, len(alike), _PACKED_TOGETHER):
        together = alike[first : first + _PACKED_TOGETHER]
        pack = lzma.compress(b"".join(entry for _, entry in together), format=lzma.FORMAT_ALONE, filters=of_text)
        at = 0
        for name, entry in together:
            stem = bytes.fromhex(name.partition(".")[0])
            index += _SEED_ENTRY.pack(stem, len(packs), len(pack), at, len(entry))
            at += len(entry)
        packs += pack
    return b"".join((_SEED_COUNT.pack(len(alike)), index, packs))


def _write(path: Path, data: bytes) -> None:
    """An entry that nobody else may read. One lost with the power is worked out again: it need not be durable."""
    with whole_file(path, mode=0o600, durable=False) as stream:
        stream.write(data)


def _make_room(where: Path) -> None:
    """Drop the oldest entries of a folder that grew too large; nothing that is not an entry is touched."""
    with os.scandir(where) as entries:
        ours = [(entry.stat(follow_symlinks=False), entry.path) for entry in entries if _is_entry(entry.name)]
    size, count = sum(state.st_size for state, _ in ours), len(ours)
    for state, path in sorted(ours, key=lambda each: each[0].st_mtime_ns):
        if count <= MAX_ENTRIES and size <= MAX_FOLDER_BYTES:
            return
        os.unlink(path)  # noqa: PTH108
        size, count = size - state.st_size, count - 1


def _is_entry(name: str) -> bool:
    stem, dot, rest = name.partition(".")
    ours = len(stem) == _STEM and all(sign in "0123456789abcdef" for sign in stem)
    return (ours and bool(dot) and rest == "json") or name.startswith(BEGUN)
