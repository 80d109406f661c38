"""What is wrong with a request, as data: a problem object of RFC 9457, with every finding and its mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from licensekit.diagnostics import Diagnostic, Label
from licensekit.errors import LicensekitError
from licensekit.report.findings import finding_data
from licensekit.service.wording import HTTP, Surface, as_told
from licensekit.span import Source

_UNKNOWN_NAMES: Final = frozenset({"LK601", "LK602", "LK614", "LK617"})
"""Findings of a name in an address for which there is nothing."""


def problem_data(status: int, title: str, detail: str, **members: Any) -> Mapping[str, Any]:
    """A problem of no type of its own: its title is that of the status."""
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, **members}


def outside(error: LicensekitError, surface: Surface = HTTP) -> LicensekitError:
    """The same for somebody elsewhere, in their words: a file of the server by its name, not by where it lies."""
    return LicensekitError(
        [_told(each, surface) for each in error.diagnostics],
        [source._replace(name=_name_outside(source.name)) for source in error.sources.values()],
    )


def findings_outside(findings: Iterable[Diagnostic], sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Findings as data for somebody elsewhere."""
    return _data(outside(LicensekitError(tuple(findings), tuple(sources))))


def _data(told: LicensekitError) -> list[dict[str, Any]]:
    return [{**finding_data(each, told.sources), "path": each.path} for each in told.diagnostics]


def _told(finding: Diagnostic, surface: Surface) -> Diagnostic:
    return replace(
        finding,
        message=as_told(finding.message, surface),
        help=as_told(finding.help, surface),
        notes=tuple(as_told(note, surface) for note in finding.notes),
        labels=tuple(map(_label_outside, finding.labels)),
    )


def _label_outside(label: Label) -> Label:
    return label._replace(span=label.span._replace(source=_name_outside(label.span.source)))


def _name_outside(name: str) -> str:
    return Path(name).name if Path(name).is_absolute() else name


def refusal(error: LicensekitError, *, named: bool = False) -> Mapping[str, Any]:
    """All that was found wrong; of what an address names, that there is none."""
    told = outside(error)
    codes = {each.code for each in error.diagnostics}
    status = 404 if named and codes <= _UNKNOWN_NAMES else 413 if codes == {"LK506"} else 422
    title = {404: "Not Found", 413: "Content Too Large", 422: "Unprocessable Content"}[status]
    detail = "; ".join(each.message for each in told.diagnostics[:3])
    return problem_data(status, title, detail, findings=_data(told))
