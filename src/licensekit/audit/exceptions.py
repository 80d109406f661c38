"""Findings of a gate, and the exceptions that let some of them stand: what each names, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from licensekit.audit.policy import Concern, ExceptionMade, GatePolicy
from licensekit.diagnostics import Diagnostic, Severity, clipped

CODES: Final[dict[Concern, str]] = {
    "unknown": "LK852",
    "refused": "LK853",
    "approval": "LK854",
    "expired": "LK855",
    "changed": "LK856",
    "new": "LK857",
    "exception": "LK858",
    "duty": "LK859",
    "conflict": "LK860",
    "unread": "LK863",
}
"""The code of each concern."""


class AuditFinding(NamedTuple):
    """A finding, what it is about, and why it is let stand, if it is."""

    concern: Concern
    product: str
    component: str
    diagnostic: Diagnostic
    let_stand: str = ""
    version: str = ""
    said: tuple[object, ...] = ()
    """What the inventory says of the component besides, by which two of one name are told apart."""

    @property
    def stops(self) -> bool:
        """Whether the gate stops at it."""
        return not self.let_stand and self.diagnostic.severity is Severity.ERROR


def judged(policy: GatePolicy, finding: AuditFinding, as_of: date) -> AuditFinding:
    """The finding as an error where the policy stops at it, else a warning; let stand where an exception does."""
    severity = Severity.ERROR if finding.concern in policy.fail_on else Severity.WARNING
    finding = finding._replace(diagnostic=replace(finding.diagnostic, severity=severity))
    standing = next((each for each in policy.exceptions if _covers(each, finding) and each.until >= as_of), None)
    if standing is None:
        return finding
    return finding._replace(let_stand=f"{standing.reason} (until {standing.until.isoformat()})")


def _covers(exception: ExceptionMade, finding: AuditFinding) -> bool:
    return (
        bool(finding.component)
        and exception.component == finding.component
        and exception.version in {"", finding.version}
        and finding.concern in exception.concerns
        and exception.product in {"", finding.product}
    )


def _of_one_name(covered: Iterable[AuditFinding]) -> str:
    """The name and version that two different components of a product have; empty where there are no such two."""
    said = dict[tuple[str, str], tuple[object, ...]]()
    for each in covered:
        title = f"{each.component} {each.version}".rstrip()
        if said.setdefault((each.product, title), each.said) != each.said:
            return title
    return ""


def idle(policy: GatePolicy, met: Iterable[AuditFinding], as_of: date) -> Iterator[AuditFinding]:
    """Exceptions that have ended and would still be needed, that fit two things of one name, or let nothing stand."""
    every = list(met)
    for exception in policy.exceptions:
        covered = [finding for finding in every if _covers(exception, finding)]
        covers, twice = bool(covered), _of_one_name(covered)
        named = f"the exception for `{clipped(exception.title)}`"
        if exception.until < as_of:
            message, mend = f"{named} ended on {exception.until.isoformat()}", "mend what it let stand, or decide anew"
            message += "" if covers else ", and lets nothing stand"
        elif not covers:
            message, mend = f"{named} lets nothing stand", "take it out"
        elif twice:
            message = f"{named} fits two components that are called `{clipped(twice)}`, and may be meant for one"
            mend = "give one of them another name or version in its inventory"
        else:
            continue
        severity = Severity.ERROR if covers and "exception" in policy.fail_on else Severity.WARNING
        finding = Diagnostic(CODES["exception"], message, exception.place, mend, severity=severity)
        yield AuditFinding("exception", exception.product, exception.component, finding)
