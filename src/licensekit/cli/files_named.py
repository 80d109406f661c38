"""The licence files that a command line names: files as they are, and those below its folders that are one's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from licensekit.catalogue.below import licence_files
from licensekit.diagnostics import Diagnostic, Severity, clipped

HERE: Final = "."
_MEND: Final = "name a folder that holds .lic files; what is hidden, ignored by git or installed is left out"


class FilesNamed(NamedTuple):
    """The files that a command line names, each once, and what is said of its folders."""

    names: list[str]
    findings: list[Diagnostic]

    @property
    def has_errors(self) -> bool:
        """Whether something below a folder cannot be read."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def expanded(names: Iterable[str]) -> FilesNamed:
    """Every name once, folders as the files below them; what of these cannot be read, and a warning where none lies."""
    files: dict[str, None] = {}
    findings: list[Diagnostic] = []
    for name in dict.fromkeys(names):
        if not is_folder(name):
            files.setdefault(name)
            continue
        below, unread = licence_files(name)
        files.update(dict.fromkeys(map(str, below)))
        findings += unread
        if not below and not unread:
            message = f"no licence file lies below `{clipped(name)}`"
            findings.append(Diagnostic("LK709", message, help=_MEND, severity=Severity.WARNING))
    return FilesNamed(list(files), findings)


def is_folder(name: str) -> bool:
    """Whether a name is that of a folder."""
    try:
        return name != "-" and Path(name).is_dir()
    except (OSError, ValueError):
        return False
