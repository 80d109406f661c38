"""The licence files that a command line names: files as they are, and those below its folders that are one's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from licensekit.catalogue.below import licence_files
from licensekit.diagnostics import Diagnostic, Severity, clipped

HERE: Final = "."
_MEND: Final = "name a folder that holds .lic files; what is hidden, ignored by git or installed is left out"


def expanded(names: Iterable[str]) -> tuple[list[str], list[Diagnostic]]:
    """Every name once, folders as the files below them; and a warning for each folder that holds none."""
    files: dict[str, None] = {}
    empty: list[Diagnostic] = []
    for name in dict.fromkeys(names):
        if not is_folder(name):
            files.setdefault(name)
            continue
        below = licence_files(name)
        files.update(dict.fromkeys(map(str, below)))
        if not below:
            message = f"no licence file lies below `{clipped(name)}`"
            empty.append(Diagnostic("LK709", message, help=_MEND, severity=Severity.WARNING))
    return list(files), empty


def is_folder(name: str) -> bool:
    """Whether a name is that of a folder."""
    try:
        return name != "-" and Path(name).is_dir()
    except (OSError, ValueError):
        return False
