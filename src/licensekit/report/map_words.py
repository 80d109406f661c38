"""A decision map in words, which text and picture share; as a grid of letters for terminals; and as data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from licensekit.analyse.axes import Axis, AxisThreshold
from licensekit.analyse.decision_map import DecisionMap
from licensekit.analyse.difference import ClausePlace
from licensekit.analyse.regions import Region
from licensekit.decision.cells import interval_text
from licensekit.meaning.verdict import Verdict
from licensekit.report.as_text import BOLD, painted, with_advice
from licensekit.report.escape import as_json, visible
from licensekit.report.memo import NOT_ADVICE, verdict_of
from licensekit.report.over_uses import clause_data
from licensekit.report.palette import LOOKS
from licensekit.report.plain_data import picked
from licensekit.values import UNKNOWN, known_shown
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
    return words


def region_lines(region: Region) -> Iterator[str]:
    """What a region asks, what it rests on, and what would settle it; licences are named where they are several."""
    answer = region.answer
    told = {duty.at for duty in answer.duties} | {approval.at for approval in answer.approvals}
    several = len({one.license for one in (*region.clauses, *told)}) > 1

    def place(at: ClausePlace) -> str:
        return f"{at.license}: {_clause_words(at)}" if several else _clause_words(at)

    for duty in answer.duties:
        yield f"{'due' if duty.status == 'due' else 'open'}: {duty.words} ({place(duty.at)})"
    for approval in answer.approvals:
        yield f"approval: {approval.words} ({place(approval.at)})"
    others = [place(one) for one in region.clauses if one not in told]
    if others:
        yield f"by {_first(others, MOST_CLAUSES)}"
    if region.asks:
        yield f"to settle it, state {', '.join(region.asks)}"


def _clause_words(at: ClausePlace) -> str:
    """A clause with its place: `display-name` at ¶4."""
    return f"{at.clause} at {at.locator}"


def threshold_lines(drawn: DecisionMap) -> list[str]:
    """The thresholds of both axes, each with the clauses that make it."""
    return [f"{axis.fact}, {_threshold(threshold)}" for axis in (drawn.x, drawn.y) for threshold in axis.thresholds]


def _threshold(threshold: AxisThreshold) -> str:
    several = len({one.license for one in threshold.clauses}) > 1
    names = [f"{one.license}: " * several + _clause_words(one) for one in threshold.clauses]
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
    return interval_text(stated, axis.currency)


# --- for terminals, and as data --------------------------------------------------------------------------

SCHEMA: Final = "licensekit-map/2"
_NARROW: Final = 7
_NOTHING: Final = "·"


def map_text(drawn: DecisionMap, *, colour: bool = False) -> str:
    """The grid with its legend, with a line feed at the end. Only `colour` puts escape sequences into it."""
    lines = [painted(visible(heading(drawn)), BOLD, colour), visible(where(drawn)), "", visible(axis_title(drawn.y))]
    lines += [*_grid(drawn, colour=colour), ""]
    for region in drawn.regions:
        letter = painted(f" {region.letter} ", LOOKS[region.answer.verdict].cell, colour)
        lines.append(f"{letter} {visible(region_title(region))}")
        lines += [f"      {visible(said)}" for said in region_lines(region)]
    if any(at is None for row in drawn.rows for at in row):
        lines.append(f" {_NOTHING}  {IMPOSSIBLE}")
    thresholds = threshold_lines(drawn)
    if thresholds:
        lines += ["", "Thresholds", *(f"  {visible(line)}" for line in thresholds)]
    place = place_words(drawn)
    if place:
        lines += ["", visible(f"[ ] where you stand: {place}")]
    return with_advice(lines)


def _grid(drawn: DecisionMap, *, colour: bool) -> Iterator[str]:
    wide = max(len(visible(band.words)) for band in drawn.y.bands)
    here = drawn.x.own_band, drawn.y.own_band
    styles = [LOOKS[region.answer.verdict].cell for region in drawn.regions]
    for row in reversed(range(len(drawn.rows))):
        cells = []
        for column, at in enumerate(drawn.rows[row]):
            letter, style = (_NOTHING, "") if at is None else (drawn.regions[at].letter, styles[at])
            stands = here != (None, None) and here[0] in {None, column} and here[1] in {None, row}
            word = f"[{letter}]" if stands else letter
            cells.append(painted(f"{word:^{_NARROW}}", style, colour and bool(style)))
        yield f"  {visible(drawn.y.bands[row].words):>{wide}} {''.join(cells)}"
    numbers = "".join(f"{at:^{_NARROW}}" for at in range(1, len(drawn.x.bands) + 1))
    below = (f"{at}: {visible(band.words)}" for at, band in enumerate(drawn.x.bands, 1))
    yield from (f"  {'':>{wide}} {line}" for line in (numbers, visible(axis_title(drawn.x)), *below))


def map_json(drawn: DecisionMap) -> str:
    """The map as JSON."""
    return as_json(map_data(drawn))


def map_data(drawn: DecisionMap) -> dict[str, Any]:
    """The map as data: axes with bands and thresholds, regions, and rows from the lowest band of `y`."""
    return {
        "schema": SCHEMA,
        **picked(drawn, "license", "title", "acts"),
        "stated": {name: known_shown(known) for name, known in drawn.stated},
        "circumstances": drawn.assumed,
        "x": _axis(drawn.x),
        "y": _axis(drawn.y),
        "regions": list(map(_region, drawn.regions)),
        "rows": [[None if at is None else drawn.regions[at].letter for at in row] for row in drawn.rows],
        "here": None if drawn.here is None else drawn.here.letter,
        "disclaimer": NOT_ADVICE,
    }


def _region(region: Region) -> dict[str, Any]:
    answer = region.answer
    return {
        "letter": region.letter,
        **picked(answer, "verdict", "possible"),
        "duties": [{"text": duty.words, "status": duty.status, **clause_data(duty.at)} for duty in answer.duties],
        "approvals": [{"text": approval.words, **clause_data(approval.at)} for approval in answer.approvals],
        "not_granted": answer.not_granted,
        "clauses": list(map(clause_data, region.clauses)),
        "asks": list(region.asks),
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        **picked(axis, "fact", "title", "kind", "currency"),
        "bands": [
            {"text": band.words, "value": None if band.given is UNKNOWN else known_shown(band.given)}
            for band in axis.bands
        ],
        "thresholds": [{"text": one.words, "clauses": list(map(clause_data, one.clauses))} for one in axis.thresholds],
        "stated": axis.own_band,
    }
