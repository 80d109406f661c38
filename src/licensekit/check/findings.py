"""The list to which every stage of the check adds what it finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, TypeVar

from licensekit.diagnostics import Diagnostic, Label, Severity, did_you_mean
from licensekit.errors import ValueProblem
from licensekit.limits import MAX_DIAGNOSTICS
from licensekit.span import Span
from licensekit.syntax import tree

T = TypeVar("T")

_MOST_TOLD: Final = 10 * MAX_DIAGNOSTICS
"""The same finding, told again for every child of a base, costs as much each time."""


class Enough(Exception):  # noqa: N818 - not an error of the program: the check stops, and says what it has
    """So much was found, or a file grows so much, that going on helps nobody."""


class FindingList:
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
        mend: str = "",
        *,
        label: str = "",
        also: Iterable[Label] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        """Add an error at a place, with the mend and with further places that it concerns."""
        self.errors += 1
        self._add(Diagnostic(code, message, (Label(span, label), *also), mend, notes))

    def again(self, code: str, span: Span, first: Span, message: str, mend: str, *, label: str = "") -> None:  # noqa: PLR0913
        """Add an error: what may stand once stands again here."""
        self.error(code, span, message, mend, label=label, also=(Label(first, "first here"),))

    def knows(self, code: str, word: tree.Name | tree.Code, what: str, words: Collection[str], mend: str = "") -> bool:
        """Whether a word is one of its kind; if not, an error that names the nearest one, or else this mend."""
        if word.text in words:
            return True
        self.error(code, word.span, f"unknown {what} `{word.text}`", did_you_mean(word.text, words) or mend)
        return False

    def read(self, read: Callable[[], T], span: Span) -> T | None:
        """What was read from a text at a place; None, with an error, where it is refused."""
        try:
            return read()
        except ValueProblem as problem:
            self.error(problem.code, span, problem.message, problem.help)
            return None

    def warning(self, code: str, span: Span, message: str, mend: str) -> None:
        """Add a warning: something that is most likely not meant, and does not stop the file from being used."""
        self._add(Diagnostic(code, message, (Label(span),), mend, severity=Severity.WARNING))

    def _add(self, diagnostic: Diagnostic) -> None:
        self._found.setdefault(diagnostic)
        self._told += 1
        if len(self._found) >= MAX_DIAGNOSTICS or self._told >= _MOST_TOLD:
            raise Enough

    def reported(self, source: str) -> tuple[Diagnostic, ...]:
        """All errors, and the warnings of the named source, by place; at most MAX_DIAGNOSTICS of them."""
        wanted = [
            finding
            for finding in self._found
            if finding.severity is Severity.ERROR or finding.span is None or finding.span.source == source
        ]
        wanted.sort(key=lambda finding: _place(finding, source))
        return tuple(wanted[:MAX_DIAGNOSTICS])


def _place(finding: Diagnostic, source: str) -> tuple[bool, str, int, int]:
    """The file's own findings first, then those of the files it draws on."""
    if finding.span is None:
        return (False, "", 0, 0)
    return (finding.span.source != source, finding.span.source, finding.span.start, finding.span.end)


def one_of(words: Iterable[str]) -> str:
    """`use one of `a`, `b``."""
    return "use one of " + ", ".join(f"`{word}`" for word in words)


def often_meant(word: str, meant: Mapping[str, str]) -> str:
    """What a word of other texts is called here; an empty string where nothing is known of it."""
    return f"did you mean `{meant[word]}`?" if word in meant else ""
