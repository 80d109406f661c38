"""The list to which every stage of the check adds what it finds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from licensekit.diagnostics import Diagnostic, Label, Severity
from licensekit.limits import MAX_DIAGNOSTICS
from licensekit.span import Span

_MOST_TOLD: Final = 10 * MAX_DIAGNOSTICS
"""The same finding, told again for every child of a base, costs as much each time."""


class Enough(Exception):  # noqa: N818 - not an error of the program: the check stops, and says what it has
    """So much was found, or a file grows so much, that going on helps nobody."""


class Findings:
    """Findings in the order found; the same finding twice (a base and its child) is kept once."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}
        self._told = 0
        self.errors = 0

    def error(  # noqa: PLR0913
        self,
        code: str,
        span: Span,
        message: str,
        help: str = "",
        *,
        label: str = "",
        also: Iterable[Label] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        """Add an error at a place, with the mend and with further places that it concerns."""
        self.errors += 1
        self._add(Diagnostic(code, message, (Label(span, label), *also), help, notes))

    def warning(  # noqa: PLR0913
        self,
        code: str,
        span: Span,
        message: str,
        help: str = "",
        *,
        label: str = "",
        also: Iterable[Label] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        """Add a warning: something that is most likely not meant, and does not stop the file from being used."""
        self._add(Diagnostic(code, message, (Label(span, label), *also), help, notes, Severity.WARNING))

    def _add(self, diagnostic: Diagnostic) -> None:
        self._found.setdefault(diagnostic)
        self._told += 1
        if len(self._found) >= MAX_DIAGNOSTICS or self._told >= _MOST_TOLD:
            raise Enough

    def reported(self, source: str) -> tuple[Diagnostic, ...]:
        """All errors, and the warnings of the named source, by place; at most MAX_DIAGNOSTICS of them."""
        wanted = [
            found
            for found in self._found
            if found.severity is Severity.ERROR or found.span is None or found.span.source == source
        ]
        wanted.sort(key=lambda found: _place(found, source))
        return tuple(wanted[:MAX_DIAGNOSTICS])


def _place(found: Diagnostic, source: str) -> tuple[bool, str, int, int]:
    """The file's own findings first, then those of the files it draws on."""
    if found.span is None:
        return (False, "", 0, 0)
    return (found.span.source != source, found.span.source, found.span.start, found.span.end)
