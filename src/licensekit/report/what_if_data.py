"""What would change an answer, as data: the key `what_if`, which stands only where it was asked for, and its schema."""

from __future__ import annotations

from typing import Any, Final, NamedTuple, get_args

from licensekit.analyse.alternatives import Alternatives, DutyChange, Turn
from licensekit.analyse.changes_shown import ChangeShown, ClauseShown, changes_shown, clauses_shown
from licensekit.analyse.conflicts import Goal
from licensekit.analyse.growth import Crossing
from licensekit.analyse.settling import Settling
from licensekit.evaluate import Decision, Verdict
from licensekit.report.as_json import data
from licensekit.report.type_schema import Schema, Schemas, words
from licensekit.report.what_if import WhatIf

Changes = tuple[ChangeShown, ...]


class DueData(NamedTuple):
    """A duty that is due then."""

    license: str
    clause: str
    text: str


class ChangedData(NamedTuple):
    """Changes that lead to another answer, that answer, and a case for it; empty where a case cannot put it."""

    changes: Changes
    verdict: Verdict
    possible: tuple[Verdict, ...]
    duties: tuple[DueData, ...]
    clauses: tuple[ClauseShown, ...]
    case: str


class AlternativesData(NamedTuple):
    """What leads to another answer, and how far it was looked for."""

    goal: Goal
    fewest: int
    looked_at: int
    more: bool
    worlds: int
    found: tuple[ChangedData, ...]


class DutyData(NamedTuple):
    """What would bring a duty, or spare it."""

    license: str
    clause: str
    goal: Goal
    looked_at: int
    found: tuple[Changes, ...]


class SettlingData(NamedTuple):
    """What settles an open answer: whatever the values, or with the right ones."""

    always: tuple[tuple[str, ...], ...]
    more: bool
    permits: tuple[Changes, ...] | None
    refuses: tuple[Changes, ...] | None
    worlds: int


class CrossingData(NamedTuple):
    """A threshold that a number crosses as it grows."""

    fact: str
    comparison: str
    threshold: str
    license: str
    clause: str
    place: str
    months: int
    latest: int | None
    month: str | None
    met: bool
    verdict: Verdict | None
    duties: tuple[DueData, ...]
    contradiction: str


class GrowthData(NamedTuple):
    """What comes of numbers that grow."""

    crossings: tuple[CrossingData, ...]
    notes: tuple[str, ...]


class WhatIfData(NamedTuple):
    """Everything; what was not asked for is null."""

    not_looked_for: tuple[str, ...]
    alternatives: AlternativesData | None
    duties: tuple[DutyData, ...]
    settling: SettlingData | None
    growth: GrowthData | None


_SCHEMAS: Final = Schemas(
    {
        (ChangeShown, "kind"): words(("fact", "attest", "approval", "act", "day")),
        (AlternativesData, "goal"): words(get_args(Turn)),
        (DutyData, "goal"): words(("owed", "spared")),
    }
)


def what_if_schema() -> Schema:
    """The schema of the key `what_if`."""
    return _SCHEMAS.of(WhatIfData)


def what_if_data(asked: WhatIf) -> dict[str, Any]:
    """Everything as plain data."""
    alternatives, settling, grown = asked.alternatives, asked.settling, asked.outgrown
    whole = WhatIfData(
        not_looked_for=asked.refused,
        alternatives=None if alternatives is None else _alternatives(alternatives, asked.cases),
        duties=tuple(map(_duty, asked.duties)),
        settling=None if settling is None else _settling(settling),
        growth=None if grown is None else GrowthData(tuple(map(_crossing, grown.crossings)), grown.notes),
    )
    told: dict[str, Any] = data(whole)
    return told


def _duty(one: DutyChange) -> DutyData:
    looked_at = 0 if one.alternatives is None else one.alternatives.looked_at
    return DutyData(one.license, one.clause, one.goal, looked_at, _changes(one.alternatives) or ())


def _settling(found: Settling) -> SettlingData:
    permits, refuses = (_changes(alternatives) for alternatives in (found.permits, found.refuses))
    return SettlingData(found.always, found.more, permits, refuses, found.worlds)


def _alternatives(found: Alternatives, cases: tuple[str, ...]) -> AlternativesData:
    changed = (
        ChangedData(
            changes_shown(one),
            one.decision.verdict,
            one.decision.possible,
            _due(one.decision),
            clauses_shown(found.decision, one.decision),
            cases[at] if at < len(cases) else "",
        )
        for at, one in enumerate(found.found)
    )
    return AlternativesData(found.goal, found.fewest, found.looked_at, found.more, found.worlds, tuple(changed))


def _changes(found: Alternatives | None) -> tuple[Changes, ...] | None:
    return None if found is None else tuple(map(changes_shown, found.found))


def _due(decision: Decision | None) -> tuple[DueData, ...]:
    duties = () if decision is None else decision.duties
    return tuple(DueData(duty.license, duty.clause, duty.text) for duty in duties if duty.status == "due")


def _crossing(one: Crossing) -> CrossingData:
    return CrossingData(
        **{name: getattr(one, name) for name in ("fact", "comparison", "threshold", "license", "clause")},
        place=str(one.locator),
        months=one.months,
        latest=one.latest,
        month=None if one.month is None else str(one.month),
        met=one.met,
        verdict=None if one.then is None else one.then.verdict,
        duties=_due(one.then),
        contradiction=one.contradiction,
    )
