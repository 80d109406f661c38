"""To which uses a question over all uses is narrowed: acts, facts, what is assumed, and the day."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from licensekit.api import LicenseTerms
from licensekit.cli.outcome import Surroundings
from licensekit.cli.problems import Problems
from licensekit.cli.question import readings_of
from licensekit.decision.circumstances import Readings
from licensekit.decision.knowledge import Assume
from licensekit.diagnostics import ValueProblem
from licensekit.use.entries import date_of
from licensekit.use.options import read_approval, read_setting
from licensekit.use.problems import about, unknown_fact
from licensekit.use.record import checked_acts
from licensekit.use.statements import Approval
from licensekit.values import UNKNOWN, Exactly, Range


@dataclass(frozen=True)
class Narrowed:
    """The uses asked about; by default all."""

    acts: tuple[str, ...] | None = None
    facts: Mapping[str, Exactly | Range] = field(default_factory=dict)
    assume: Assume = "none"
    as_of: date | None = None


def narrowed(
    arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings, terms: Sequence[LicenseTerms]
) -> Narrowed:
    """The uses that the options name; what is wrong with them goes to the problems."""
    words = [word.strip() for written in arguments.act for word in written.split(",") if word.strip()]
    return Narrowed(
        acts=problems.take(lambda: checked_acts(words)) if words else None,
        facts=_facts(arguments, problems, terms),
        assume=problems.word(arguments.assume, "--assume", ("none", "safe", "standard")),  # type: ignore[arg-type]
        as_of=_day(arguments, problems, surroundings),
    )


@dataclass(frozen=True)
class Under:
    """How the licences are read, and which approvals are held."""

    readings: Readings = "taken"
    approvals: tuple[Approval, ...] = ()


def under(arguments: argparse.Namespace, problems: Problems) -> Under:
    """What `--reading`, `--readings` and `--approval` say; what is wrong with them goes to the problems."""
    approvals = []
    for written in arguments.approval:
        try:
            approvals.append(read_approval(written))
        except ValueProblem as problem:
            problems.keep([about("--approval", problem)])
    return Under(readings_of(arguments, problems), tuple(approvals))


def _facts(
    arguments: argparse.Namespace, problems: Problems, terms: Sequence[LicenseTerms]
) -> dict[str, Exactly | Range]:
    declared = {name: info for one in terms for name, info in one.declared.items()}
    facts: dict[str, Exactly | Range] = {}
    for written in arguments.set:
        name = written.partition("=")[0].strip()
        try:
            known = read_setting(written, declared)
        except KeyError:
            problems.keep([unknown_fact(name, also=declared)])
            continue
        except ValueProblem as problem:
            problems.keep([about(name if "=" in written else "--set", problem)])
            continue
        facts.update((fact, value) for fact, value in known.items() if value is not UNKNOWN)
    return facts


def _day(arguments: argparse.Namespace, problems: Problems, surroundings: Surroundings) -> date | None:
    written = problems.single(arguments.as_of, "--as-of")
    if written is None:
        return None
    if written == "today":
        return surroundings.today()
    try:
        return date_of(written)
    except ValueProblem as problem:
        problems.keep([about("--as-of", problem)])
    return None
