"""The regions of a decision map: what an answer says, and which cells say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from licensekit.analyse.difference import ClausePlace
from licensekit.decision.decision import Decision
from licensekit.meaning.verdict import Verdict, rank

_MOST_ASKED: Final = 3
"""Facts named that would settle an open region."""


class _RegionLine(NamedTuple):
    """A duty or an approval that a region asks for: its words, where it stands, and whether a duty is due or open."""

    words: str
    at: ClausePlace
    status: str = ""


class RegionAnswer(NamedTuple):
    """What makes two cells one region."""

    verdict: Verdict
    possible: tuple[Verdict, ...]
    duties: tuple[_RegionLine, ...]
    approvals: tuple[_RegionLine, ...]
    not_granted: str


@dataclass(frozen=True)
class Region:
    """Cells with one answer, and the clauses that it rests on in any of them."""

    letter: str
    answer: RegionAnswer
    clauses: tuple[ClausePlace, ...]
    asks: tuple[str, ...]
    """The facts that would settle it, the one that settles most first; none where it is settled."""


def answer_of(decision: Decision) -> RegionAnswer:
    """What a decision says, as far as regions are told apart by it."""
    duties = (
        _RegionLine(duty.text, ClausePlace(duty.license, duty.clause, duty.locator), duty.status)
        for duty in decision.duties
        if duty.strength == "must" and duty.status in {"due", "open"}
    )
    approvals = (
        _RegionLine(
            f"{gate.approval.replace('_', ' ')} from {gate.party}", ClausePlace(gate.license, gate.gate, gate.locator)
        )
        for gate in decision.approvals
        if gate.state != "held"
    )
    return RegionAnswer(
        decision.verdict,
        decision.possible,
        tuple(dict.fromkeys(duties)),
        tuple(dict.fromkeys(approvals)),
        decision.reason if Verdict.NOT_GRANTED in decision.possible else "",
    )


def regions_of(decisions: Sequence[Sequence[Decision | None]]) -> tuple[Region, ...]:
    """Every answer that some cell gives, the mildest first, with the clauses that it rests on in any of them."""
    clauses: dict[RegionAnswer, dict[ClausePlace, None]] = {}
    first: dict[RegionAnswer, Decision] = {}
    for decision in (each for row in decisions for each in row if each is not None):
        answer = answer_of(decision)
        deciding = (ClausePlace(one.license, one.clause, one.locator) for one in decision.reasons if one.decides)
        clauses.setdefault(answer, {}).update(dict.fromkeys(deciding))
        first.setdefault(answer, decision)
    ordered = sorted(clauses, key=lambda answer: (*rank(frozenset(answer.possible)), len(answer.duties)))
    return tuple(
        Region(_letters(at), answer, tuple(clauses[answer]), _asks(answer, first[answer]))
        for at, answer in enumerate(ordered)
    )


def _asks(answer: RegionAnswer, decision: Decision) -> tuple[str, ...]:
    if answer.verdict is Verdict.UNKNOWN or any(duty.status == "open" for duty in answer.duties):
        return tuple(question.fact for question in decision.questions[:_MOST_ASKED])
    return ()


def _letters(at: int) -> str:
    """Letters of a region by its number: A to Z, then AA, AB and so on."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)
