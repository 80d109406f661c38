"""A text from a file: whole, or not at all and why."""

from __future__ import annotations

import re
from os import PathLike
from pathlib import Path
from typing import Final

from licensekit.diagnostics import Diagnostic, clipped, mend_of
from licensekit.errors import LicensekitError
from licensekit.limits import MAX_TEXT_BYTES
from licensekit.regular_file import NotRegularFile, beginning_of
from licensekit.use.checks import of_kind, refuse

_LICENSES: Final = re.compile(
    r"(?:licen[cs]e|copying|unlicen[cs]e)s?(?:[-_.].*)?|.*[-_.]licen[cs]e(?:\.(?:txt|md))?"
    r"|(?:.*[-_. ])?(?:eula|agreement|legal|terms(?:[-_ ]of[-_ ]\w+)?)(?:\.(?:txt|md|rst))?",
    re.IGNORECASE,
)


_POLICIES: Final = re.compile(r"(?:acceptable[-_ ]?)?use[-_ ]?policy.*|prohibited[-_ ]?use.*", re.IGNORECASE)


def is_of_a_policy(name: str) -> bool:
    """Whether a file holds a use policy, by its name, in whatever folder."""
    return _POLICIES.fullmatch(name.rpartition("/")[2]) is not None


def is_of_a_license(name: str) -> bool:
    """Whether a file holds the text of a licence, by its name."""
    return _LICENSES.fullmatch(name) is not None


class TextError(LicensekitError):
    """A text that cannot be read."""


def read_text(path: str | PathLike[str]) -> str:
    """The text of a file.

    Raises TextError: where there is none, for a folder, a device and a pipe (LK605), above 5 MB (LK111), where it is
    not UTF-8 (LK112), where a NUL stands in it (LK113), and where nothing does (LK114).
    """
    shown = clipped(str(path), 200)
    try:
        data = beginning_of(Path(path), MAX_TEXT_BYTES + 1)
    except NotRegularFile:
        message = f"`{shown}` is a device or a pipe, not a file"
        raise TextError([Diagnostic("LK605", message, help="name a file")]) from None
    except (OSError, ValueError) as problem:
        why = (getattr(problem, "strerror", None) or str(problem)).lower()
        message = f"`{shown}` cannot be read: {why}"
        raise TextError([Diagnostic("LK605", message, help=mend_of(problem))]) from None
    return decoded(data, shown)


def decoded(data: bytes, shown: str) -> str:
    """The text of some bytes. Raises TextError."""
    if len(data) > MAX_TEXT_BYTES:
        raise _too_big(f"`{shown}`")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        message = f"`{shown}` is not valid UTF-8 at byte {problem.start} (line {line}): {problem.reason}"
        raise TextError([Diagnostic("LK112", message, help="save the file as UTF-8")]) from None
    if not text.strip():
        message = f"nothing is in `{shown}`"
        raise TextError([Diagnostic("LK114", message, help="name the file that holds the text")])
    return without_nul(text, f"`{shown}`")


def checked_text(text: str) -> None:
    """Raises FactsError (LK508) for what is no text, TextError (LK111, LK113) for one that is none to read."""
    refuse(of_kind("text", text, str, "a text", "read the file first"))
    if len(text) > MAX_TEXT_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT_BYTES:
        raise _too_big("the text")
    without_nul(text, "the text")


def without_nul(text: str, shown: str) -> str:
    """A text in which no NUL stands. Raises TextError (LK113)."""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = f"a NUL stands in {shown}, on line {line}: this is no text"
        raise TextError([Diagnostic("LK113", message, help="name the file that holds the text")])
    return text


def _too_big(shown: str) -> TextError:
    message = f"{shown} has more than {MAX_TEXT_BYTES:_} bytes"
    return TextError([Diagnostic("LK111", message, help="name the file that holds the licence alone")])
