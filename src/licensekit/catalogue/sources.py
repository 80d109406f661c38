"""From a file to its text, and from a text to its tree."""

from __future__ import annotations

import errno
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from licensekit.diagnostics import Diagnostic, close_matches
from licensekit.errors import LicenseError
from licensekit.limits import MAX_SOURCE_BYTES
from licensekit.regular_file import beginning_of
from licensekit.span import Source
from licensekit.syntax.scan import decode_source

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from licensekit.check.library import ParsedFile

_ALIKE: Final = 0.7
NAME_A_FILE: Final = "name a .lic file that is there; the catalogue's licences go by their ids"
"""The mend where there is no file of a name, and none that is near."""
_TREES: Final = 64
"""Trees that are kept, of the texts that were parsed last."""


def read_source(path: str | PathLike[str] | Traversable) -> Source | tuple[Diagnostic, ...]:
    """The text of a file, or why it cannot be read."""
    shown = str(path)
    try:
        with (Path(path) if isinstance(path, str | PathLike) else path).open("rb") as stream:
            data = stream.read(MAX_SOURCE_BYTES + 1)
    except IsADirectoryError:
        return (Diagnostic("LK605", f"`{shown}` is a folder, not a file", help="use the path of a .lic file"),)
    except FileNotFoundError:
        return (Diagnostic("LK605", f"there is no file `{shown}`", help=_near_file(Path(shown))),)
    except (OSError, ValueError) as problem:
        message = f"`{shown}` cannot be read: {why(problem)}"
        return (Diagnostic("LK605", message, help="name a file that can be read"),)
    return decode_source(shown, data)


def regular_bytes(path: Path, most: int) -> bytes:
    """What a regular file holds that was found by its name, and not named by anybody. Raises OSError.

    A device or a pipe in its place is not read: one never ends, and the other may never begin. Neither is a file of
    more than `most` bytes.
    """
    data = beginning_of(path, most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it has more than {most:_} bytes", str(path))
    return data


def _near_file(path: Path) -> str:
    try:
        beside = {each.stem: each.name for each in path.parent.iterdir() if each.suffix == path.suffix}
    except (OSError, ValueError):
        beside = {}
    near = close_matches(path.stem, sorted(beside), cutoff=_ALIKE)  # all of them end alike
    if near:
        return f"did you mean `{beside[near[0]]}`?"
    return NAME_A_FILE


def why(problem: OSError | ValueError) -> str:
    """Why a file cannot be read, in the words of the system."""
    said = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return said[:1].lower() + said[1:]


def source_at(path: str | PathLike[str] | Traversable) -> Source:
    """The text of a file. Raises LicenseError."""
    source = read_source(path)
    if not isinstance(source, Source):
        raise LicenseError(source)
    return source


@lru_cache(maxsize=_TREES)
def parsed(source: Source) -> ParsedFile:
    """The tree of a text; the last ones are kept, for a file is drawn on by those beside it. Raises LicenseError."""
    from licensekit.check.library import ParsedFile  # noqa: PLC0415 - no answer from the cache needs the parser
    from licensekit.syntax.parse import parse_text  # noqa: PLC0415

    outcome = parse_text(source)
    if outcome.file is None:
        raise LicenseError(outcome.diagnostics, (source,))
    return ParsedFile(source, outcome.file)


def parsed_file(path: Traversable) -> ParsedFile:
    """The tree of a file of the catalogue or of a pack. Raises LicenseError."""
    return parsed(source_at(path))
