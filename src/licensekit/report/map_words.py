"""A decision map in words: what text, picture and data say alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from licensekit.analyse.axes import Axis, ClauseAt, Threshold
from licensekit.analyse.decision_map import DecisionMap
from licensekit.analyse.regions import Region
from licensekit.evaluate.reasons import interval_shown
from licensekit.meaning.verdict import Verdict
from licensekit.report.memo import verdict_of
from licensekit.values import known_shown
from licensekit.vocabulary.acts import ANY_ACT_GRANTED
from licensekit.vocabulary.words import printed

MOST_CLAUSES = 6
MOST_FACTS = 8
IMPOSSIBLE = "no use is so: what is stated, or a relation between facts, rules it out"


def heading(drawn: DecisionMap) -> str:
    """The licence and the acts: `Kimi K2.5 Modified MIT License (kimi-k2.5): to embed`."""
    acts = "do any act on the work" if drawn.acts == ANY_ACT_GRANTED else ", ".join(printed(act) for act in drawn.acts)
    return f"{drawn.title} ({drawn.license}): to {acts}"


def where(drawn: DecisionMap) -> str:
    """What holds in the whole map."""
    stated = [f"{name} is {known_shown(known)}" for name, known in drawn.stated]
    facts = f"Where {_first(stated, MOST_FACTS, ', ', ' facts')}" if stated else "No other fact is stated"
    return f"{facts}; {drawn.assumed}"


def _first(words: list[str], most: int, between: str = "; ", of: str = "") -> str:
    """The first few words, and how many there are besides."""
    more = f" and {len(words) - most}{of} more" if len(words) > most else ""
    return between.join(words[:most]) + more


def axis_title(axis: Axis) -> str:
    """An axis by its fact and unit."""
    return f"{axis.fact}, in {axis.currency}" if axis.currency else axis.fact


def region_title(region: Region) -> str:
    """The verdict in words; of an open one, what remains."""
    answer = region.answer
    words = verdict_of(answer.verdict, answer.possible)
    if answer.verdict is Verdict.PERMITTED_WITH_DUTIES and Verdict.PERMITTED in answer.possible:
        words += ", as far as a duty turns out to be due"
    return words if answer.method == "exact" else f"{words} (at most: too much is open to tell exactly)"


def region_lines(region: Region) -> Iterator[str]:
    """What a region asks, what it rests on, and what would settle it; licences are named where they are several."""
    answer = region.answer
    told = {duty.at for duty in answer.duties} | {approval.at for approval in answer.approvals}
    several = len({one.license for one in (*region.clauses, *told)}) > 1

    def place(at: ClauseAt) -> str:
        return f"{at.license}: {clause_words(at)}" if several else clause_words(at)

    for duty in answer.duties:
        yield f"{'due' if duty.status == 'due' else 'open'}: {duty.words} ({place(duty.at)})"
    for approval in answer.approvals:
        yield f"approval: {approval.words} ({place(approval.at)})"
    others = [place(one) for one in region.clauses if one not in told]
    if others:
        yield f"by {_first(others, MOST_CLAUSES)}"
    if region.asks:
        yield f"to settle it, state {', '.join(region.asks)}"


def clause_words(at: ClauseAt) -> str:
    """A clause with its place: `display-name` at ¶4."""
    return f"{at.clause} at {at.locator}"


def threshold_lines(drawn: DecisionMap) -> list[str]:
    """The thresholds of both axes, each with the clauses that make it."""
    return [f"{axis.fact}, {_threshold(threshold)}" for axis in (drawn.x, drawn.y) for threshold in axis.thresholds]


def _threshold(threshold: Threshold) -> str:
    several = len({one.license for one in threshold.clauses}) > 1
    names = [f"{one.license}: " * several + clause_words(one) for one in threshold.clauses]
    return f"{threshold.words}: {_first(names, MOST_CLAUSES)}"


def place_words(drawn: DecisionMap) -> str:
    """Where the caller stands; empty where nothing is stated of the two facts."""
    stated = " and ".join(f"{axis.fact} is {words}" for axis in (drawn.x, drawn.y) if (words := _stated(axis)))
    here = drawn.here
    return stated if here is None or not stated else f"{stated}: region {here.letter}, {region_title(here)}"


def _stated(axis: Axis) -> str:
    stated = axis.stated
    if stated is None or isinstance(stated, str):
        return stated or ""
    if axis.kind == "date":
        first, last = (date.fromordinal(day).isoformat() for day in (stated.first, stated.last))
        return first if first == last else f"{first} to {last}"
    return interval_shown(stated, axis.currency)
