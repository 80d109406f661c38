"""What the cases of a file give: `check` finds what `ask` would refuse, such as facts that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from licensekit.api import LicenseTerms
from licensekit.catalogue.loading import checked_text
from licensekit.check.file import Checked
from licensekit.diagnostics import Diagnostic, Label
from licensekit.errors import FactsError
from licensekit.model.cases import Case
from licensekit.testing.cases import inquiry_of
from licensekit.testing.collect import collected, licenses_next_to
from licensekit.use.checks import of_kind, refuse


def check(text: str, name: str = "<text>") -> tuple[Diagnostic, ...]:
    """Everything that is found in a text in the language; without an error it can be asked, and so can its cases.

    >>> [(finding.code, finding.help) for finding in check('license own { title "Own" grant a at "1" { may rn } }')]
    [('LK202', 'did you mean `run`?')]

    `name` stands for the file in findings. `parse` raises LicenseError with the errors among them; it asks no cases.
    """
    refuse(of_kind("text", text, str, "a text", "read the file first"))
    return with_cases_asked(checked_text(text, name), "-").diagnostics


def with_cases_asked(checked: Checked, path: str) -> Checked:
    """A file as checked, with what is found once its cases are asked too; `-` stands for standard input."""
    if checked.has_errors or not checked.cases:
        return checked
    together = collected(lambda: checked, licenses_next_to(Path("own.lic" if path == "-" else path)))
    refused = tuple(finding for one in together.cases for finding in _refused(one.case, one.terms))
    return replace(checked, diagnostics=tuple(dict.fromkeys((*checked.diagnostics, *together.diagnostics, *refused))))


def _refused(case: Case, terms: LicenseTerms) -> Iterator[Diagnostic]:
    """What cannot be of what a case gives, at the lines that are named in it."""
    try:
        inquiry_of(case, terms)
    except FactsError as refused:
        for finding in refused.diagnostics:
            named = [given.span for given in case.given if f"`{given.fact}`" in finding.message]
            labels = tuple(Label(span) for span in named or [case.span] if span is not None)
            yield replace(finding, message=f"the case `{case.name}`: {finding.message}", labels=labels, path="")
