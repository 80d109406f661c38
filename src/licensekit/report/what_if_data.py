"""What would change an answer, as data: the key `what_if`, which stands only where it was asked for.

Each table below names the keys of an object with the types of their values, `[…]` for a list; data and schema follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from licensekit.analyse.growth import Crossing
from licensekit.decision.alternatives import DutyChange
from licensekit.decision.decision import Alternatives, Decision, Settling, Turn
from licensekit.meaning.verdict import Verdict
from licensekit.report.changes import ChangeShown, ClauseShown, changes_shown, clauses_shown
from licensekit.report.plain_data import data
from licensekit.report.what_if import WhatIf

JsonTable: TypeAlias = Mapping[str, Any]


class OrNull(NamedTuple):
    """A value of a type, or none."""

    of: Any


_DUE: Final[JsonTable] = {"license": str, "clause": str, "text": str}
_CHANGED: Final[JsonTable] = {
    "changes": [ChangeShown],
    "verdict": Verdict,
    "possible": [Verdict],
    "duties": [_DUE],
    "clauses": [ClauseShown],
    "case": str,
}
_ALTERNATIVES: Final[JsonTable] = {
    "goal": Turn,
    "fewest": int,
    "looked_at": int,
    "more": bool,
    "worlds": int,
    "found": [_CHANGED],
}
_DUTY: Final[JsonTable] = {
    "license": str,
    "clause": str,
    "goal": Literal["owed", "spared"],
    "looked_at": int,
    "found": [[ChangeShown]],
}
_SETTLING: Final[JsonTable] = {
    "always": [[str]],
    "more": bool,
    "permits": OrNull([[ChangeShown]]),
    "refuses": OrNull([[ChangeShown]]),
    "worlds": int,
}
_THRESHOLD: Final[JsonTable] = dict.fromkeys(("fact", "comparison", "threshold", "license", "clause"), str)
_CROSSING: Final[JsonTable] = {
    **_THRESHOLD,
    "place": str,
    "months": int,
    "latest": OrNull(int),
    "month": OrNull(str),
    "met": bool,
    "verdict": OrNull(Verdict),
    "duties": [_DUE],
    "contradiction": str,
}
WHAT_IF: Final[JsonTable] = {
    "not_looked_for": [str],
    "alternatives": OrNull(_ALTERNATIVES),
    "duties": [_DUTY],
    "settling": OrNull(_SETTLING),
    "growth": OrNull({"crossings": [_CROSSING], "notes": [str]}),
}


def what_if_data(asked: WhatIf) -> dict[str, Any]:
    """Everything as plain data; what was not asked for is null."""
    settling, grown = asked.settling, asked.outgrown
    return _told(
        WHAT_IF,
        asked.refused,
        None if asked.alternatives is None else _alternatives(asked.alternatives, asked.cases),
        tuple(map(_duty, asked.duties)),
        None if settling is None else _settling(settling),
        None if grown is None else {"crossings": list(map(_crossing, grown.crossings)), "notes": list(grown.notes)},
    )


def _told(table: JsonTable, *values: object) -> dict[str, Any]:
    return dict(zip(table, map(data, values), strict=True))


def _alternatives(alternatives: Alternatives, cases: tuple[str, ...]) -> dict[str, Any]:
    changed = tuple(
        _told(
            _CHANGED,
            changes_shown(alternative),
            alternative.decision.verdict,
            alternative.decision.possible,
            _due(alternative.decision),
            clauses_shown(alternatives.decision, alternative.decision),
            cases[at] if at < len(cases) else "",
        )
        for at, alternative in enumerate(alternatives.found)
    )
    goal, fewest, looked_at = alternatives.goal, alternatives.fewest, alternatives.looked_at
    return _told(_ALTERNATIVES, goal, fewest, looked_at, alternatives.more, alternatives.worlds, changed)


def _changes(alternatives: Alternatives | None) -> tuple[object, ...] | None:
    return None if alternatives is None else tuple(map(changes_shown, alternatives.found))


def _duty(duty: DutyChange) -> dict[str, Any]:
    looked_at = 0 if duty.alternatives is None else duty.alternatives.looked_at
    return _told(_DUTY, duty.license, duty.clause, duty.goal, looked_at, _changes(duty.alternatives) or ())


def _settling(settling: Settling) -> dict[str, Any]:
    return _told(
        _SETTLING,
        settling.always,
        settling.more,
        _changes(settling.permits),
        _changes(settling.refuses),
        settling.worlds,
    )


def _crossing(crossing: Crossing) -> dict[str, Any]:
    threshold = (getattr(crossing, name) for name in _THRESHOLD)
    month = None if crossing.month is None else str(crossing.month)
    verdict, duties = (None, ()) if crossing.then is None else (crossing.then.verdict, _due(crossing.then))
    where = (str(crossing.locator), crossing.months, crossing.latest, month)
    return _told(_CROSSING, *threshold, *where, crossing.met, verdict, duties, crossing.contradiction)


def _due(decision: Decision) -> tuple[object, ...]:
    due = (duty for duty in decision.duties if duty.status == "due")
    return tuple(_told(_DUE, duty.license, duty.clause, duty.text) for duty in due)
