"""The exceptions of the library: one root, each carrying all its findings."""

from __future__ import annotations

from collections.abc import Sequence

from licensekit.diagnostics import Diagnostic, rendered
from licensekit.span import Source


def _unfilled(kind: type[LicensekitError], *args: object) -> LicensekitError:
    return kind.__new__(kind, *args)


class LicensekitError(Exception):
    """Root of all errors raised on purpose; `diagnostics` holds every finding, not only the first."""

    def __init__(self, diagnostics: Sequence[Diagnostic], sources: Sequence[Source] = ()) -> None:
        super().__init__(diagnostics[0].message if diagnostics else "")
        self.diagnostics = tuple(diagnostics)
        self.sources = {source.name: source for source in sources}

    def __reduce__(self) -> tuple[object, ...]:
        # By attributes, since a kind of error may be made from something else than findings.
        return _unfilled, (type(self), *self.args), vars(self)

    def __str__(self) -> str:
        return "\n".join(rendered(diagnostic, self.sources) for diagnostic in self.diagnostics)


class LicenseError(LicensekitError):
    """A licence, policy, work or case file that cannot be used."""


class FactsError(LicensekitError):
    """Facts, acts, approvals, rates or dates that cannot be used, or that contradict each other."""


class CatalogueError(LicensekitError):
    """A licence or work that is not in the catalogue, or not published for the day asked about."""


class ValueProblem(LicensekitError, ValueError):  # noqa: N818 - it is a finding about a value, told to whoever wrote it
    """A value that cannot be what it is said to be: why, in `help` how to write it, and the code of the finding.

    It is a ValueError too, as Python's own types raise one; a value among facts comes as part of a FactsError.
    """

    def __init__(self, message: str, mend: str = "", code: str = "LK502") -> None:
        super().__init__([Diagnostic(code, message, help=mend)])
        self.message = message
        self.help = mend
        self.code = code


class NoTruthValue(LicensekitError, TypeError):  # noqa: N818 - said of an answer that Python takes for yes or no
    """An answer that is more than yes or no stands where Python wants one of the two; see `if decision:`."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__([Diagnostic("LK550", message, help=mend)])


class NotOneLicense(LicensekitError, AttributeError):  # noqa: N818 - said of terms that are asked for their licence
    """One licence is asked for where there are several."""
