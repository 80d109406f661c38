"""A decision map in words: what text, picture and data say alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from licensekit.analyse.axes import Axis, Threshold
from licensekit.analyse.decision_map import DecisionMap
from licensekit.analyse.difference import ClausePlace
from licensekit.analyse.regions import Region
from licensekit.decision.cells import interval_text
from licensekit.evaluate.memo import verdict_of
from licensekit.meaning.verdict import Verdict
from licensekit.values import known_shown
from licensekit.vocabulary.acts import ANY_ACT_GRANTED
from licensekit.vocabulary.words import printed

MOST_CLAUSES = 6
MOST_FACTS = 8
IMPOSSIBLE = "no use is so: what is stated, or a relation between facts, rules it out"


def heading(found: DecisionMap) -> str:
    """The licence and the acts: `Kimi K2.5 Modified MIT License (kimi-k2.5): to embed`."""
    acts = "do any act on the work" if found.acts == ANY_ACT_GRANTED else ", ".join(printed(act) for act in found.acts)
    return f"{found.title} ({found.license}): to {acts}"


def where(found: DecisionMap) -> str:
    """What holds in the whole map."""
    stated = [f"{name} is {known_shown(known)}" for name, known in found.stated]
    more = f" and {len(stated) - MOST_FACTS} facts more" if len(stated) > MOST_FACTS else ""
    facts = "Where " + ", ".join(stated[:MOST_FACTS]) + more if stated else "No other fact is stated"
    return f"{facts}; {found.assumed}"


def axis_title(axis: Axis) -> str:
    """An axis by its fact and unit."""
    return f"{axis.fact}, in {axis.currency}" if axis.currency else axis.fact


def region_title(region: Region) -> str:
    """The verdict in words; of an open one, what remains."""
    answer = region.answer
    words = verdict_of(answer.verdict, answer.possible)
    if answer.verdict is Verdict.PERMITTED_WITH_DUTIES and Verdict.PERMITTED in answer.possible:
        words += ", as far as a duty turns out to be due"
    return words


def region_lines(region: Region) -> Iterator[str]:
    """What a region asks, what it rests on, and what would settle it; licences are named where they are several."""
    answer = region.answer
    told = {duty.at for duty in answer.duties} | {approval.at for approval in answer.approvals}
    several = len({one.license for one in (*region.clauses, *told)}) > 1

    def place(at: ClausePlace) -> str:
        return f"{at.license}: {clause_words(at)}" if several else clause_words(at)

    for duty in answer.duties:
        yield f"{'due' if duty.status == 'due' else 'open'}: {duty.words} ({place(duty.at)})"
    for approval in answer.approvals:
        yield f"approval: {approval.words} ({place(approval.at)})"
    others = [one for one in region.clauses if one not in told]
    if others:
        more = f" and {len(others) - MOST_CLAUSES} more" if len(others) > MOST_CLAUSES else ""
        yield f"by {'; '.join(place(one) for one in others[:MOST_CLAUSES])}{more}"
    if region.asks:
        yield f"to settle it, state {', '.join(region.asks)}"


def clause_words(at: ClausePlace) -> str:
    """A clause with its place: `display-name` at ¶4."""
    return f"{at.clause} at {at.locator}"


def threshold_words(threshold: Threshold) -> str:
    """A threshold with the clauses that make it."""
    licenses = {one.license for one in threshold.clauses}
    names = [f"{one.license}: " * (len(licenses) > 1) + clause_words(one) for one in threshold.clauses]
    more = f" and {len(names) - MOST_CLAUSES} more" if len(names) > MOST_CLAUSES else ""
    return f"{threshold.words}: {'; '.join(names[:MOST_CLAUSES])}{more}"


def standing_words(found: DecisionMap) -> str:
    """Where the caller stands; empty where nothing is stated of the two facts."""
    sides = [f"{axis.fact} is {words}" for axis in (found.x, found.y) if (words := _stated(axis))]
    if not sides:
        return ""
    here = found.here
    region = "" if here is None else f": region {here.letter}, {region_title(here)}"
    return " and ".join(sides) + region


def _stated(axis: Axis) -> str:
    stated = axis.stated
    if stated is None or isinstance(stated, str):
        return stated or ""
    if axis.kind == "date":
        first, last = (date.fromordinal(day).isoformat() for day in (stated.first, stated.last))
        return first if first == last else f"{first} to {last}"
    return interval_text(stated, axis.currency)
