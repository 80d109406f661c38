"""The licence files below a folder, but for what is hidden, installed, or ignored by git: those are not one's own.

Patterns of .gitignore files are read here, so that no program is run over a folder of which nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, NamedTuple

from licensekit.catalogue.sources import regular_bytes, why
from licensekit.diagnostics import Diagnostic, clipped

_INSTALLED: Final = frozenset({"__pycache__", "node_modules", "site-packages"})
"""Folders whose files come from elsewhere; an environment of Python tells by its `pyvenv.cfg`, however it is named."""
_ENVIRONMENT: Final = "pyvenv.cfg"
_MOST_BYTES: Final = 256 * 1024


class Pattern(NamedTuple):
    """One line of a .gitignore file."""

    names: tuple[str, ...]
    """Of the path from the folder of the file, with `*`, `?` and `[…]`; `**` stands for any number of them."""
    folders_only: bool
    again: bool
    """Whether the line begins with `!` and takes back what earlier ones say."""


class Ignoring(NamedTuple):
    """The patterns of a folder, with those of the folders around it."""

    folder: Path
    patterns: tuple[Pattern, ...]
    around: Ignoring | None

    def ignores(self, path: Path, *, folder: bool) -> bool:
        """Whether git leaves a path out: the last pattern that matches says so, a nearer file before one around."""
        names = path.relative_to(self.folder).parts
        for pattern in reversed(self.patterns):
            if (folder or not pattern.folders_only) and _matching(names, pattern.names):
                return not pattern.again
        return self.around is not None and self.around.ignores(path, folder=folder)


class FilesBelow(NamedTuple):
    """The .lic files below a folder, in order, named as the folder is."""

    files: tuple[Path, ...]
    unread: tuple[Diagnostic, ...]
    """What may hold more, and cannot be looked into."""


def licence_files(folder: str | Path) -> FilesBelow:
    """Every .lic file below a folder; the folder itself is taken as it is named."""
    unread: list[Diagnostic] = []
    try:
        real = Path(folder).resolve()
        files = sorted(_below(Path(folder), real, _around(real), unread))
    except OSError as problem:  # the folder that a process works in can be taken from under it
        return FilesBelow((), (_unread(Path(folder), why(problem)),))
    return FilesBelow(tuple(files), tuple(unread))


def _below(folder: Path, real: Path, around: Ignoring | None, unread: list[Diagnostic]) -> Iterator[Path]:
    left = [(folder, real, around)]
    while left:
        folder, real, around = left.pop()
        ignoring = _with(real, around)
        try:
            inside = sorted((path, path.is_dir() and not path.is_symlink()) for path in folder.iterdir())
        except OSError as problem:
            unread.append(_unread(folder, why(problem)))
            continue
        for path, is_folder in inside:
            if path.name.startswith(".") or (ignoring and ignoring.ignores(real / path.name, folder=is_folder)):
                continue
            if is_folder and not _installed(path):
                left.append((path, real / path.name, ignoring))
            elif path.suffix == ".lic" and path.is_file():
                yield path
            elif path.suffix == ".lic" and not is_folder:
                unread.append(_unread(path, "it is no regular file"))


def _unread(path: Path, reason: str) -> Diagnostic:
    return Diagnostic("LK605", f"`{clipped(str(path))}` cannot be read: {reason}", help="see to it that it can be read")


def _installed(folder: Path) -> bool:
    try:
        return folder.name in _INSTALLED or (folder / _ENVIRONMENT).is_file()
    except OSError:  # what cannot be looked into is told when its turn comes
        return False


def _around(folder: Path) -> Ignoring | None:
    """The patterns of the folders above one, down from the top of its checkout; none outside a checkout."""
    top = next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)
    if top is None:
        return None
    ignoring = _read(top, top / ".git" / "info" / "exclude", None)
    for each in reversed(folder.parents):
        if each == top or top in each.parents:
            ignoring = _with(each, ignoring)
    return ignoring


def _with(folder: Path, around: Ignoring | None) -> Ignoring | None:
    return _read(folder, folder / ".gitignore", around)


def _read(folder: Path, file: Path, around: Ignoring | None) -> Ignoring | None:
    try:
        text = regular_bytes(file, _MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return around
    patterns = tuple(pattern for line in text.splitlines() if (pattern := _pattern(line)) is not None)
    return Ignoring(folder, patterns, around) if patterns else around


def _pattern(line: str) -> Pattern | None:
    """A line of a .gitignore file; None where it says nothing."""
    written = line if line.endswith("\\ ") else line.rstrip()
    if not written or written.startswith("#"):
        return None
    again = written.startswith("!")
    written = written.removeprefix("!")
    names = tuple(_ESCAPED.sub(_plain, name) for name in written.split("/") if name)
    anywhere = () if "/" in written.rstrip("/") else ("**",)
    return Pattern((*anywhere, *names), written.endswith("/"), again) if names else None


_ESCAPED: Final = re.compile(r"\\(.)")


def _plain(escaped: re.Match[str]) -> str:
    return f"[{escaped[1]}]" if escaped[1] in "*?[" else escaped[1]


def _matching(names: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Whether the names of a path match those of a pattern, of which `**` stands for any number of names.

    Where the names so far may end is all that is kept, so that no pattern takes long.
    """
    reached = {0}
    """How many names the pattern so far may have taken."""
    for at, wanted in enumerate(pattern):
        if wanted == "**":
            last = at == len(pattern) - 1
            reached = set(range(min(reached) + last, len(names) + 1))
        else:
            reached = {taken + 1 for taken in reached if taken < len(names) and fnmatchcase(names[taken], wanted)}
        if not reached:
            return False
    return len(names) in reached
