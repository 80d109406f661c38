"""The regions of a decision map: what an answer says, and which cells say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from licensekit.analyse.axes import ClauseAt
from licensekit.evaluate.decision import Decision
from licensekit.evaluate.shown import Method
from licensekit.meaning.verdict import SEVERITY, Verdict

MOST_ASKED: Final = 3
"""Facts named that would settle an open region."""


class DutyLine(NamedTuple):
    """A duty that a region asks: its words, whether it is due or open, and where it stands."""

    words: str
    status: str
    at: ClauseAt


class ApprovalLine(NamedTuple):
    """An approval that a region needs, and where it stands."""

    words: str
    at: ClauseAt


class Answer(NamedTuple):
    """What makes two cells one region."""

    verdict: Verdict
    possible: tuple[Verdict, ...]
    method: Method
    duties: tuple[DutyLine, ...]
    approvals: tuple[ApprovalLine, ...]
    not_granted: str


@dataclass(frozen=True)
class Region:
    """Cells with one answer, and the clauses that it rests on in any of them."""

    letter: str
    answer: Answer
    clauses: tuple[ClauseAt, ...]
    asks: tuple[str, ...]
    """The facts that would settle it, the one that settles most first; none where it is settled."""


def answer_of(decision: Decision) -> Answer:
    """What a decision says, as far as regions are told apart by it."""
    duties = (
        DutyLine(duty.text, duty.status, ClauseAt(duty.license, duty.clause, duty.locator))
        for duty in decision.duties
        if duty.strength == "must" and duty.status in {"due", "open"}
    )
    approvals = (
        ApprovalLine(f"{one.approval.replace('_', ' ')} from {one.party}", ClauseAt(one.license, one.gate, one.locator))
        for one in decision.approvals
        if one.state != "held"
    )
    return Answer(
        decision.verdict,
        decision.possible,
        decision.method,
        tuple(dict.fromkeys(duties)),
        tuple(dict.fromkeys(approvals)),
        decision.reason if Verdict.NOT_GRANTED in decision.possible else "",
    )


def regions_of(decisions: Sequence[Sequence[Decision | None]]) -> tuple[Region, ...]:
    """Every answer that some cell gives, the mildest first, with the clauses that it rests on in any of them."""
    clauses: dict[Answer, dict[ClauseAt, None]] = {}
    open_ones: dict[Answer, Decision] = {}
    for row in decisions:
        for decision in row:
            if decision is None:
                continue
            answer = answer_of(decision)
            places = clauses.setdefault(answer, {})
            places.update((ClauseAt(one.license, one.clause, one.locator), None) for one in _deciding(decision))
            if answer.verdict is Verdict.UNKNOWN or any(duty.status == "open" for duty in answer.duties):
                open_ones.setdefault(answer, decision)
    ordered = sorted(clauses, key=lambda one: (*_severity(one), len(one.duties)))
    return tuple(
        Region(letters(at), answer, tuple(clauses[answer]), _asks(open_ones.get(answer)))
        for at, answer in enumerate(ordered)
    )


def _deciding(decision: Decision) -> Iterator[ClauseAt]:
    for one in decision.reasons:
        if one.decides:
            yield ClauseAt(one.license, one.clause, one.locator)


def _asks(decision: Decision | None) -> tuple[str, ...]:
    return () if decision is None else tuple(one.fact for one in decision.questions[:MOST_ASKED])


def _severity(answer: Answer) -> tuple[int, int]:
    severities = [SEVERITY[verdict] for verdict in answer.possible]
    return max(severities), min(severities)


def letters(at: int) -> str:
    """Letters of a region by its number: A to Z, then AA, AB and so on."""
    return (letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
