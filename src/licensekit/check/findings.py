"""The list to which every stage of the check adds what it finds."""

from __future__ import annotations

from collections.abc import Iterable

from licensekit.diagnostics import Diagnostic, Label, Severity
from licensekit.limits import MAX_DIAGNOSTICS
from licensekit.span import Span


class Findings:
    """Findings in the order found; the same finding twice (a base and its child) is kept once."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}
        self.errors = 0

    def error(  # noqa: PLR0913
        self,
        code: str,
        span: Span,
        message: str,
        help: str = "",  # noqa: A002
        *,
        label: str = "",
        also: Iterable[Label] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        """Add an error at a place, with the mend and with further places that it concerns."""
        self._add(Diagnostic(code, message, (Label(span, label), *also), help, notes))
        self.errors += 1

    def warning(  # noqa: PLR0913
        self,
        code: str,
        span: Span,
        message: str,
        help: str = "",  # noqa: A002
        *,
        label: str = "",
        also: Iterable[Label] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        """Add a warning: something that is most likely not meant, and does not stop the file from being used."""
        self._add(Diagnostic(code, message, (Label(span, label), *also), help, notes, Severity.WARNING))

    def _add(self, diagnostic: Diagnostic) -> None:
        self._found.setdefault(diagnostic)

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
