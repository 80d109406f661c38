"""The files of inventories as bytes, text and plain data: bounded, strict, and every refusal a finding."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NoReturn

from licensekit.diagnostics import Diagnostic, clipped, mend_of
from licensekit.errors import LicensekitError
from licensekit.identify.identification import identify
from licensekit.json_keys import each_once, not_too_deep
from licensekit.limits import MAX_INVENTORY_BYTES
from licensekit.regular_file import NotRegularFile, beginning_of
from licensekit.report.identification import headline


class InventoryError(LicensekitError):
    """An inventory, chain or policy that cannot be read, with everything found."""


def refused(shown: str, why: str, mend: str = "correct the file, or name another") -> InventoryError:
    """The error of a file that cannot be read."""
    return InventoryError([Diagnostic("LK851", f"`{clipped(shown)}` cannot be read: {why}", help=mend)])


def bytes_of(path: Path, most: int = MAX_INVENTORY_BYTES) -> bytes:
    """What a file holds, at most so many bytes. Raises InventoryError, for a device and a pipe too."""
    try:
        data = beginning_of(path, most + 1)
    except NotRegularFile:
        raise refused(str(path), "it is a device or a pipe", "name a file or a folder") from None
    except (OSError, ValueError) as problem:
        why = (getattr(problem, "strerror", None) or str(problem) or "it cannot be read").lower()
        raise refused(str(path), why, mend_of(problem)) from None
    if len(data) > most:
        raise refused(str(path), f"it is too big: at most {most:_} bytes", "split it, or name a smaller file")
    return data


def text_in(data: bytes, shown: str) -> str:
    """Bytes as text. Raises InventoryError where they are not UTF-8, or hold a NUL, as UTF-16 does."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as problem:
        raise refused(shown, f"it is not UTF-8 at byte {problem.start}", "save the file as UTF-8") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refused(shown, f"a NUL character stands in line {line}", "take it out, and save the file as UTF-8")
    return text


_SPELLING: Final = re.compile(r"[-_]")


def json_in(text: str, shown: str, *, in_any_spelling: bool = False) -> Any:
    """The data of a JSON text, in which no key stands twice, nor `in_any_spelling`. Raises InventoryError.

    The reader of CycloneDX takes `Licenses`, `licenses` and `_licenses` for one key, and keeps the last.
    """

    def twice(key: str) -> NoReturn:
        raise refused(shown, f"the key `{clipped(key)}` is written twice in one object", "keep one of the two")

    table = each_once(twice)

    def spelled_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        alike: dict[str, str] = {}
        for key, _ in pairs if in_any_spelling else ():
            if alike.setdefault(_SPELLING.sub("", key).casefold(), key) != key:
                twice(key)
        return table(pairs)

    try:
        return json.loads(not_too_deep(text), object_pairs_hook=spelled_once)
    except json.JSONDecodeError as problem:
        raise refused(shown, f"it is not JSON in line {problem.lineno}: {clipped(problem.msg)}") from None
    except (RecursionError, ValueError):
        raise refused(shown, "it is too deeply nested, or holds a number with too many digits") from None


def keys_of_licenses(keys: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """The keys of an entry that speak of licences, and of which the form of the document knows nothing."""
    return (key for key in keys if _OF_LICENSES.search(key) and key not in known)


_OF_LICENSES: Final = re.compile(r"licen[cs]", re.IGNORECASE)


def one_line(value: object) -> str:
    """A text of a document on one line; empty for what is no text."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def all_bind(names: Sequence[str]) -> str:
    """One expression for licences of which all bind."""
    return names[0] if len(names) == 1 else " AND ".join(f"({name})" for name in names)


def claims_of_label(said: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """What a label claims: its licences, and its own name, in place of `other` and as a claim beside any else."""
    if said and (tuple(said) != ("other",) or not names):
        yield all_bind(said)
    if names:
        yield all_bind(names)


ITS_TEXT: Final = "the text that stands with it is "
"""How a claim begins that is a text of no licence here."""


@lru_cache(maxsize=256)
def claim_of_text(text: str) -> str:
    """What the text of a licence claims: the licence that it exactly is; of any other text, what it is instead.

    The latter names no licence, so that whatever it is claimed of stays open: no encoding covers its words.
    """
    told = identify(text)
    return told.licenses[0] if told.licenses else f"{ITS_TEXT}{headline(told).removeprefix('unknown: ')}"
